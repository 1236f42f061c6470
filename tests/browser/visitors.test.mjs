// Visitors.

import assert from "node:assert/strict";
import { test } from "node:test";
import { WIDTHS, accessible, browser, fits, signIn } from "./browser.mjs";
import { MANAGER, begun } from "./program.mjs";

for (const width of WIDTHS) {
  test(`jigsaw.15, ${width.name}: a visitor reads the rule, comes in only after agreeing, and signs out`, async (t) => {
    const { url, manager } = await begun(t, "jigsaw");
    await manager.give({ day: { open: {} } }, { day: { in: { person: "nia" } } });
    const page = await (await browser(t, width)).newPage();
    await signIn(page, url, MANAGER);
    await page.goto(`${url}/visitors`);
    const rule = page.locator("blockquote").filter({ hasText: "jigsaw.15" });
    await rule.getByText("On our premises parents and visitors keep their phones away.").waitFor();
    await page.getByText("ask to be shown to the office").waitFor();
    await accessible(page);
    await fits(page);

    await page.getByLabel("Your name").fill("Pat Smith-Example");
    await page.getByLabel("Where you are from").fill("speech therapy");
    await page.getByLabel("It stays put away and I do not use it").check();
    await page.getByLabel("Who is with you").selectOption({ label: "Nia Rowan" });
    const agree = page.getByLabel(/I have read the rule/u);
    const comeIn = page.getByRole("main").getByRole("button", { name: "Sign in" });
    await comeIn.tap();
    assert.ok(await agree.evaluate((box) => box.validity.valueMissing), "the browser asks for it");
    assert.equal(new URL(page.url()).pathname, "/visitors");
    // Whoever gets around the browser is refused by the program.
    await agree.evaluate((box) => box.removeAttribute("required"));
    await comeIn.tap();
    await page.getByRole("alert").getByRole("link", { name: "jigsaw.15" }).waitFor();
    await accessible(page, "a visitor refused");
    assert.equal((await manager.today()).visitors, 0, "nobody came in");

    await page.goto(`${url}/visitors`);
    await page.getByLabel("Your name").fill("Pat Smith-Example");
    await page.getByLabel("Where you are from").fill("speech therapy");
    await page.getByLabel("It stays put away and I do not use it").check();
    await page.getByLabel("Who is with you").selectOption({ label: "Nia Rowan" });
    await page.getByLabel(/I have read the rule/u).check();
    await page.getByRole("main").getByRole("button", { name: "Sign in" }).tap();
    const here = page.getByRole("region", { name: "Here now" }).getByRole("listitem").filter({ hasText: "Pat Smith-Example" });
    await here.getByText(/phone kept, not used.*with Nia Rowan/u).waitFor();
    await accessible(page, "with a visitor");
    await page.goto(url);
    await page.getByRole("region", { name: "Visitors" }).getByText("Pat Smith-Example").waitFor();

    await page.goto(`${url}/visitors`);
    await here.getByRole("button", { name: /^Sign out/u }).tap();
    await page.getByText("No visitors are here.").waitFor();
  });
}
