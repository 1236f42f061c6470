// The keyboard, and fingers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { PHONE, TABLET, browser, signIn } from "./browser.mjs";
import { MANAGER, begun, populated } from "./program.mjs";

/** The smallest side of what is touched, in CSS pixels. */
const TARGET_MIN = 44;

const focused = (page) => page.evaluate(() => document.activeElement.textContent.trim().slice(0, 60));

test("with the keyboard alone the skip link leads to the main button, and Enter opens the day", async (t) => {
  const { url } = await begun(t, "jigsaw");
  const page = await (await browser(t, TABLET)).newPage();
  await signIn(page, url, MANAGER);
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Skip to the page");
  const box = await page.getByRole("link", { name: "Skip to the page" }).boundingBox();
  assert.ok(box.x >= 0 && box.y >= 0, "it can be seen when it has the focus");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Open the day");
  await page.keyboard.press("Enter");
  await page.getByText("✓ open").waitFor();
});

test("Tab goes through the page in the order in which it is read, and the focus is always seen", async (t) => {
  const { url } = await begun(t, "jigsaw");
  const page = await (await browser(t, TABLET)).newPage();
  await signIn(page, url, MANAGER);
  const order = [];
  for (let at = 0; at < 40 && order.at(-1) !== "Open the day"; at += 1) {
    await page.keyboard.press("Tab");
    order.push(await focused(page));
    const outline = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement);
      return style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2;
    });
    assert.ok(outline, `${order.at(-1)} shows its focus`);
  }
  const pages = ["Today", "May I…?", "Pictures", "Internet", "Words", "Due", "Devices", "People", "Visitors", "Outings", "Concerns", "Policy", "Log", "Settings", "Help"];
  assert.deepEqual(order, ["Skip to the page", "Amber Lane Preschool", "Raise a concern", "Hide", "Sign out", ...pages, "Open the day"]);
});

test("the focus comes back to the page when the hidden screen is shown again with the keyboard", async (t) => {
  const { url } = await begun(t, "jigsaw");
  const page = await (await browser(t, TABLET)).newPage();
  await signIn(page, url, MANAGER);
  await page.getByRole("button", { name: "Hide" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Screen hidden" }).waitFor();
  assert.equal(await focused(page), "Show the page again");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Screen hidden" }).waitFor({ state: "hidden" });
  assert.equal(await focused(page), "Hide");
});

test("what is touched on Today is at least 44 pixels each way at phone width, and nothing overlaps", async (t) => {
  const { url } = await populated(t, "information-security");
  const page = await (await browser(t, PHONE)).newPage();
  await signIn(page, url, MANAGER);
  const found = await page.evaluate((least) => {
    for (const details of document.querySelectorAll("details")) details.open = true;
    const targets = [...document.querySelectorAll("button, .button, summary, nav a, .tile, .brand, label.name, label.check, select, main input:not([type=hidden]):not([type=checkbox]):not([type=radio])")];
    const boxes = targets
      .map((element) => [element.textContent.trim().slice(0, 40) || element.name, element.getBoundingClientRect(), element])
      .filter(([, box]) => box.width > 0);
    const small = boxes.filter(([, box]) => box.width < least - 0.5 || box.height < least - 0.5);
    const main = boxes.filter(([, , element]) => element.closest("main") && !element.closest(".skip"));
    const over = main.flatMap(([a, one], at) =>
      main.slice(at + 1).flatMap(([b, two]) => {
        const apart = one.right <= two.left + 1 || two.right <= one.left + 1 || one.bottom <= two.top + 1 || two.bottom <= one.top + 1;
        return apart ? [] : [`${a} and ${b}`];
      }),
    );
    return { count: boxes.length, over, small: small.map(([name, box]) => `${name}: ${Math.round(box.width)} by ${Math.round(box.height)}`) };
  }, TARGET_MIN);
  assert.ok(found.count > 60, `there is much to touch: ${found.count}`);
  assert.deepEqual(found.small, []);
  assert.deepEqual(found.over, []);
});

test("at phone width the page that one is on is in sight in the navigation", async (t) => {
  const { url } = await begun(t, "jigsaw");
  const page = await (await browser(t, PHONE)).newPage();
  await signIn(page, url, MANAGER);
  for (const path of ["/", "/policy", "/settings", "/help"]) {
    await page.goto(url + path);
    const box = await page.locator("nav a[aria-current]").boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= page.viewportSize().width, `${path}: ${box.x} to ${box.x + box.width}`);
  }
});
