// Every page of a populated setting, at both widths, in light and in dark.

import assert from "node:assert/strict";
import { test } from "node:test";
import { PHONE, TABLET, WIDTHS, accessible, browser, fits, signIn } from "./browser.mjs";
import { MANAGER, populated } from "./program.mjs";

const pages = (policy) => [
  "/",
  "/ask",
  "/ask?q=use+my+phone+in+the+play+room",
  "/due",
  "/due?all=yes",
  "/devices",
  "/devices/tablet-1",
  "/devices/tablet-3",
  "/people",
  "/people/p2",
  "/visitors",
  "/outings",
  "/internet",
  "/internet/sites",
  "/internet/children",
  "/internet/network",
  "/words",
  "/posts",
  "/posts/post-out",
  "/posts/post-named",
  "/channels",
  "/channels/admissions-mail",
  "/channels/families-page",
  "/sending",
  "/policy",
  "/policy/versions/0",
  `/policy/clauses/${policy}.10`,
  "/log",
  "/settings",
  "/imports/people",
  "/help",
  "/no-such-page",
];

for (const [policy, width] of [
  ["jigsaw", TABLET],
  ["information-security", PHONE],
]) {
  test(`every page, ${policy}, ${width.name}: axe finds nothing, and nothing is too wide`, async (t) => {
    const { url } = await populated(t, policy);
    const page = await (await browser(t, width)).newPage();
    await signIn(page, url, MANAGER);
    const more = policy === "information-security" ? ["/devices/speaker-1"] : [];
    for (const path of [...pages(policy), ...more]) {
      await t.test(path, async () => {
        await page.goto(url + path);
        await fits(page, path);
        await accessible(page, path);
        await fits(page, `${path} with everything unfolded`);
        assert.match(await page.title(), /\S · \S/u);
        assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1);
      });
    }
  });
}

test("in the dark: Today and the policy can be read as well", async (t) => {
  const { url } = await populated(t, "information-security");
  const grounds = new Map();
  for (const width of WIDTHS) {
    const page = await (await browser(t, width, { colorScheme: "dark" })).newPage();
    await signIn(page, url, MANAGER);
    for (const path of ["/", "/policy"]) {
      await page.goto(url + path);
      await accessible(page, `${path} dark ${width.name}`);
    }
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      grounds.set(colorScheme, await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
    }
  }
  assert.notEqual(grounds.get("light"), grounds.get("dark"));
});
