// A staff morning.

import assert from "node:assert/strict";
import { test } from "node:test";
import { TABLET, WIDTHS, accessible, browser, fits, signIn } from "./browser.mjs";
import { MANAGER, begun } from "./program.mjs";

const row = (page, name) => page.getByRole("region", { name: "Staff in" }).getByRole("listitem").filter({ hasText: name });
const wrong = (page) => page.getByRole("region", { name: /^What is wrong/u });

/** Settles when the page's browser has heard on the live stream that the log is longer than this. */
const heard = (page, lines) =>
  page.evaluate(
    (least) =>
      new Promise((done) => {
        const changes = new EventSource("/live");
        changes.onmessage = ({ data }) => Number(data) > least && (changes.close(), done());
      }),
    lines,
  );

for (const width of WIDTHS) {
  test(`jigsaw.11, ${width.name}: who came is listed until their phone is stored with one tap, on every tablet at once`, async (t) => {
    const { url } = await begun(t, "jigsaw");
    const page = await (await browser(t, width)).newPage();
    await signIn(page, url, MANAGER);
    await page.getByRole("button", { name: "Open the day" }).tap();
    await page.getByRole("status").getByText("opened").waitFor();
    await page.getByRole("button", { name: "Nia Rowan" }).tap();
    await row(page, "Nia Rowan").getByText("phone not put away").waitFor();
    const alarm = wrong(page).getByRole("listitem").filter({ hasText: "Nia Rowan has not put a phone away." });
    await alarm.getByRole("link", { name: "jigsaw.11" }).waitFor();
    await accessible(page);
    await fits(page);

    const other = await (await browser(t, TABLET)).newPage();
    await signIn(other, url, MANAGER);
    await wrong(other).getByText("Nia Rowan has not put a phone away.").waitFor();
    await other.evaluate(() => (globalThis.loadedOnce = true));

    await page.getByRole("button", { name: "Phone in the kitchen" }).tap();
    await row(page, "Nia Rowan").getByText("phone in the kitchen").waitFor();
    assert.equal(await wrong(page).count(), 0, "the alarm goes");
    await row(other, "Nia Rowan").getByText("phone in the kitchen").waitFor();
    await wrong(other).waitFor({ state: "detached" });
    assert.ok(await other.evaluate(() => globalThis.loadedOnce), "the other tablet did not reload");
    await accessible(other);

    await row(other, "Nia Rowan").getByRole("button", { name: /^Phone back/u }).tap();
    await wrong(page).getByText("Nia Rowan has not put a phone away.").waitFor();
  });
}

test("jigsaw.11: only what puts the alarm out is offered for a phone", async (t) => {
  const { url, manager } = await begun(t, "jigsaw");
  await manager.give({ day: { open: {} } }, { day: { in: { person: "nia" } } });
  const page = await (await browser(t, TABLET)).newPage();
  await signIn(page, url, MANAGER);
  const offered = await row(page, "Nia Rowan").getByRole("button", { name: /phone/iu }).allInnerTexts();
  assert.deepEqual(offered.sort(), ["No phone today", "Phone in the kitchen", "Phone in the staff room"]);
});

test("a tablet on which somebody is writing is not interrupted, and catches up afterwards", async (t) => {
  const { url, manager } = await begun(t, "jigsaw");
  await manager.give({ day: { open: {} } });
  const page = await (await browser(t, TABLET)).newPage();
  await signIn(page, url, MANAGER);
  await page.getByText("A device was found on a child").click();
  const field = page.getByLabel("What was found");
  await field.fill("a toy phone");
  const seen = heard(page, (await manager.today()).lines);
  await manager.give({ day: { in: { person: "nia" } } });
  await seen;
  assert.equal(await field.inputValue(), "a toy phone");
  assert.ok(await field.evaluate((element) => element === document.activeElement), "still there to write in");
  await field.fill("");
  await field.blur();
  await row(page, "Nia Rowan").waitFor();
});

test("a change that comes while an earlier one is being fetched is shown as well", async (t) => {
  const { url, manager } = await begun(t, "jigsaw");
  await manager.give({ day: { open: {} } });
  const page = await (await browser(t, TABLET)).newPage();
  await signIn(page, url, MANAGER);
  // The first fetch brings the page as it was before the second change, and arrives after the word of that change.
  let asked = 0;
  await page.route(`${url}/`, async (route) => {
    asked += 1;
    if (asked > 1) return route.continue();
    const early = await route.fetch();
    const { lines } = await manager.today();
    await manager.give({ day: { in: { person: "oli" } } });
    await heard(page, lines);
    return route.fulfill({ response: early });
  });
  await manager.give({ day: { in: { person: "nia" } } });
  await row(page, "Nia Rowan").waitFor();
  await row(page, "Oli Finch").waitFor();
});

test("somebody who uses the keyboard does not lose their place when another tablet changes something", async (t) => {
  const { url, manager } = await begun(t, "jigsaw");
  await manager.give({ day: { open: {} } }, { day: { in: { person: "nia" } } });
  const page = await (await browser(t, TABLET)).newPage();
  await signIn(page, url, MANAGER);
  const button = row(page, "Nia Rowan").getByRole("button", { name: /^No phone today/u });
  await button.focus();
  await manager.give({ day: { in: { person: "oli" } } });
  await row(page, "Oli Finch").waitFor();
  assert.ok(await button.evaluate((element) => element === document.activeElement), "the focus is where it was");
});

test("what was done is said once, and not on the pages that one goes to next", async (t) => {
  const { url } = await begun(t, "jigsaw");
  const page = await (await browser(t, TABLET)).newPage();
  await signIn(page, url, MANAGER);
  await page.getByRole("button", { name: "Open the day" }).tap();
  await page.getByRole("status").getByText("opened").waitFor();
  await page.getByRole("navigation").getByRole("link", { name: "People" }).tap();
  await page.getByRole("heading", { name: "People" }).waitFor();
  assert.equal(await page.getByRole("status").count(), 0);
});

test("children come and go with a tap, and the ratio is counted", async (t) => {
  const { url, manager } = await begun(t, "jigsaw");
  await manager.give({ day: { open: {} } }, { day: { in: { person: "nia" } } });
  const page = await (await browser(t, TABLET)).newPage();
  await signIn(page, url, MANAGER);
  const children = page.getByRole("region", { name: /^Children in/u });
  await children.getByRole("button", { name: "Asha A." }).tap();
  await children.getByRole("button", { name: "✓ Asha A." }).waitFor();
  await page.getByText(/Adults needed by law/u).waitFor();
  await children.getByRole("button", { name: "✓ Asha A." }).tap();
  await children.getByRole("button", { name: "Asha A.", exact: true }).waitFor();
});

test("the screen is hidden with one tap, and shown again with another", async (t) => {
  const { url } = await begun(t, "jigsaw");
  const page = await (await browser(t, TABLET)).newPage();
  await signIn(page, url, MANAGER);
  await page.getByRole("button", { name: "Hide" }).tap();
  const cover = page.getByRole("dialog", { name: "Screen hidden" });
  await cover.waitFor();
  const box = await cover.boundingBox();
  const { width, height } = page.viewportSize();
  assert.deepEqual([box.x, box.y, box.width >= width, box.height >= height], [0, 0, true, true], "it covers everything");
  await page.getByRole("button", { name: "Show the page again" }).tap();
  await cover.waitFor({ state: "hidden" });
});
