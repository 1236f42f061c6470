// "May I…?"

import assert from "node:assert/strict";
import { test } from "node:test";
import { TABLET, WIDTHS, accessible, browser, fits, signIn } from "./browser.mjs";
import { MANAGER, begun } from "./program.mjs";

async function ask(page, words) {
  await page.getByLabel("What do you want to do?").fill(words);
  await page.getByRole("search").getByRole("button", { name: "Ask" }).click();
  return page.getByRole("region").filter({ has: page.locator("#verdict") });
}

for (const width of WIDTHS) {
  test(`jigsaw.10, ${width.name}: plain words are answered no with the clause and what would be allowed, and yes on a break`, async (t) => {
    const { url } = await begun(t, "jigsaw");
    const page = await (await browser(t, width)).newPage();
    await signIn(page, url, MANAGER);
    await page.getByRole("button", { name: "Open the day" }).click();
    await page.getByRole("region", { name: "Staff in" }).getByRole("button", { name: MANAGER.name }).click();
    await page.getByRole("button", { name: "Phone in the kitchen" }).click();
    await page.getByText("phone in the kitchen").waitFor();

    await page.goto(`${url}/ask`);
    await accessible(page);
    await fits(page);
    const no = await ask(page, "use my phone in the play room");
    assert.match(await no.locator("#verdict").innerText(), /No$/u);
    const clause = no.locator("blockquote").filter({ hasText: "jigsaw.10" });
    await clause.getByText("While you are working you do not use your own phone").waitFor();
    const remedies = (await no.getByRole("listitem").allInnerTexts()).join("\n");
    assert.match(remedies, /be on a break and go to the kitchen/u);
    await accessible(page, "a no");
    await fits(page);
    await clause.getByRole("link", { name: "jigsaw.10" }).click();
    await page.getByRole("heading", { level: 1, name: "jigsaw.10" }).waitFor();

    await page.goto(url);
    await page.getByRole("region", { name: "Staff in" }).getByRole("button", { name: /^Break/u }).click();
    await page.getByText("on a break", { exact: true }).waitFor();
    await page.goto(`${url}/ask`);
    const yes = await ask(page, "use my phone in the kitchen");
    assert.match(await yes.locator("#verdict").innerText(), /Yes$/u);
    await yes.locator("blockquote").filter({ hasText: "jigsaw.10" }).waitFor();
    await accessible(page, "a yes");
    const still = await ask(page, "use my phone in the play room");
    assert.match(await still.locator("#verdict").innerText(), /No$/u);
  });
}

test("jigsaw.10: a break can be supposed in words, and the same is said when it is chosen", async (t) => {
  const { url, manager } = await begun(t, "jigsaw");
  await manager.give({ day: { open: {} } });
  const page = await (await browser(t, TABLET)).newPage();
  await signIn(page, url, MANAGER);
  await page.goto(`${url}/ask`);
  const said = await ask(page, "may I use my phone in the staff room on my break?");
  assert.match(await said.locator("#verdict").innerText(), /Yes$/u);

  await page.goto(`${url}/ask`);
  const choose = page.locator("details").filter({ hasText: "Choose instead of writing" });
  await choose.getByRole("combobox", { name: /^Wants to/u }).selectOption("use");
  await choose.getByRole("combobox", { name: /^With/u }).selectOption("phone");
  await choose.getByRole("combobox", { name: /^Whose/u }).selectOption("personal");
  await choose.getByRole("combobox", { name: /^Where/u }).selectOption({ label: "staff room" });
  await choose.getByRole("combobox", { name: /^On a break/u }).selectOption("yes");
  await choose.getByRole("button", { name: "Ask" }).click();
  assert.match(await page.locator("#verdict").innerText(), /Yes$/u);
});

test("words that are not understood are said to be so, with a way on", async (t) => {
  const { url } = await begun(t, "jigsaw");
  const page = await (await browser(t, TABLET)).newPage();
  await signIn(page, url, MANAGER);
  await page.goto(`${url}/ask`);
  const answer = await ask(page, "frobnicate <b>the</b> quux");
  await answer.getByText("I could not tell what you want to do.").waitFor();
  assert.equal(await answer.locator("b").count(), 0, "what was entered is never read as HTML");
  assert.ok(await page.getByRole("combobox", { name: /^Wants to/u }).isVisible(), "one can choose instead, at once");
  await accessible(page, "not understood");
});
