// Everything works without JavaScript.

import assert from "node:assert/strict";
import { test } from "node:test";
import { WIDTHS, browser, signIn } from "./browser.mjs";
import { MANAGER, begun } from "./program.mjs";

for (const width of WIDTHS) {
  test(`jigsaw.10, jigsaw.11, ${width.name}: without JavaScript the day is opened, a phone put away and a question answered`, async (t) => {
    const { url } = await begun(t, "jigsaw");
    const page = await (await browser(t, width, { javaScriptEnabled: false })).newPage();
    await signIn(page, url, MANAGER);
    assert.ok(!(await page.getByRole("button", { name: "Hide" }).isVisible()), "what needs JavaScript is not there");
    await page.getByRole("button", { name: "Open the day" }).click();
    await page.getByText("✓ open").waitFor();
    await page.getByRole("button", { name: "Nia Rowan" }).click();
    await page.getByText("Nia Rowan has not put a phone away.").waitFor();
    await page.getByRole("button", { name: "Phone in the staff room" }).click();
    await page.getByText("✓ phone in the staff room").waitFor();
    assert.equal(await page.getByText("Nia Rowan has not put a phone away.").count(), 0);

    await page.getByRole("navigation").getByRole("link", { name: "May I…?" }).click();
    await page.getByLabel("What do you want to do?").fill("use my phone in the play room");
    await page.getByRole("search").getByRole("button", { name: "Ask" }).click();
    assert.match(await page.locator("#verdict").innerText(), /No$/u);
    await page.getByRole("banner").getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL(`${url}/sign-in`);
  });
}
