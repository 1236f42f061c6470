// What is printed from a page that keeps itself up to date.

import assert from "node:assert/strict";
import { test } from "node:test";
import { TABLET, browser, signIn } from "./browser.mjs";
import { MANAGER, begun } from "./program.mjs";

for (const path of ["/permissions", "/pictures/month"]) {
  test(`${path} can still be printed after something has changed`, async (t) => {
    const { url, manager } = await begun(t, "jigsaw");
    const page = await (await browser(t, TABLET)).newPage();
    await page.addInitScript(() => {
      globalThis.timesPrinted = 0;
      globalThis.print = () => (globalThis.timesPrinted += 1);
    });
    await signIn(page, url, MANAGER);
    await page.goto(url + path);
    const button = page.getByRole("button", { name: "Print", exact: true });
    await button.tap();
    const lines = await page.evaluate(() => document.body.dataset.live);
    await manager.give({ day: { open: {} } });
    await page.waitForFunction((before) => document.body.dataset.live !== before, lines);
    await button.tap();
    assert.equal(await page.evaluate(() => globalThis.timesPrinted), 2);
  });
}
