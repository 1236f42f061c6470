// Everything works without JavaScript.

import assert from "node:assert/strict";
import { test } from "node:test";
import { TABLET, WIDTHS, browser, signIn } from "./browser.mjs";
import { MANAGER, begun } from "./program.mjs";

for (const width of WIDTHS) {
  test(`jigsaw.10, jigsaw.11, ${width.name}: without JavaScript the day is opened, a phone put away and a question answered`, async (t) => {
    const { url } = await begun(t, "jigsaw");
    const page = await (await browser(t, width, { javaScriptEnabled: false })).newPage();
    await signIn(page, url, MANAGER);
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

test("a button that needs JavaScript is not shown without it", async (t) => {
  const { url } = await begun(t, "jigsaw");
  const page = await (await browser(t, TABLET, { javaScriptEnabled: false })).newPage();
  await signIn(page, url, MANAGER);
  await page.getByText("Sign out", { exact: true }).first().waitFor();
  assert.equal(await page.getByRole("button", { name: "Hide" }).count(), 0);
});
