// Training, signing together, codes, families told, the library, the report: read by axe, and a tablet passed round.

import assert from "node:assert/strict";
import { test } from "node:test";
import { PHONE, TABLET, accessible, browser, fits, signIn } from "./browser.mjs";
import { MANAGER, begun, populated, secret } from "./program.mjs";

const PIN = "274913";
const PAGES = [
  "/training",
  "/signing",
  "/signing/0",
  "/codes/adults",
  "/codes/children",
  "/families",
  "/families?write=advice-for-home",
  "/families/policy",
  "/library",
  "/library?for=children",
  "/report",
];

for (const [policy, width, colorScheme] of [
  ["portreath", TABLET, "light"],
  ["all-saints", PHONE, "dark"],
]) {
  test(`what people are told and sign, ${policy}, ${width.name}, ${colorScheme}: axe finds nothing`, async (t) => {
    const { url } = await populated(t, policy);
    const page = await (await browser(t, width, { colorScheme })).newPage();
    await signIn(page, url, MANAGER);
    for (const path of PAGES) {
      await t.test(path, async () => {
        await page.goto(url + path);
        await fits(page, path);
        await accessible(page, path);
        await fits(page, `${path} with everything unfolded`);
        assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1);
      });
    }
  });
}

test("portreath.12: a tablet passes from hand to hand, and the manager stays signed in on it", async (t) => {
  const { url, manager } = await begun(t, "portreath");
  await secret(manager, "nia", "pin", PIN);
  const page = await (await browser(t, TABLET)).newPage();
  await signIn(page, url, MANAGER);
  await page.goto(`${url}/devices/red`);
  await page.getByText("Sign in with PINs on this tablet").click();
  await page.getByRole("button", { name: "Enrol this tablet" }).click();
  await page.goto(`${url}/signing`);
  const round = async (name, given) => {
    await page.getByLabel(name).check();
    await page.getByLabel("Your own PIN or password").fill(given);
    await page.getByRole("button", { name: "I have read it and sign it" }).click();
  };
  await round("Nia Rowan", "111222");
  await page.getByRole("alert").waitFor();
  await round("Nia Rowan", PIN);
  await page.getByText("Nia Rowan has signed. Please pass the tablet on.").waitFor();
  assert.equal(await page.getByLabel("Nia Rowan").count(), 0, "who has signed is off the list");
  await page.getByRole("banner").getByText("Mo Tern").waitFor();
  await round("Mo Tern", MANAGER.password);
  await page.getByText("Mo Tern has signed.").waitFor();
  await page.goto(`${url}/signing/0`);
  await page.getByRole("rowheader", { name: "Nia Rowan" }).first().waitFor();
  assert.match(await page.getByRole("main").innerText(), /the same/u);
});

test("the report is one sheet of A4", async (t) => {
  const { url } = await populated(t, "beaumont");
  const page = await (await browser(t, TABLET)).newPage();
  await signIn(page, url, MANAGER);
  await page.goto(`${url}/report`);
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  assert.equal(pdf.match(/\/Type\s*\/Page\b(?!s)/gu)?.length ?? Number(/\/Count (\d+)/u.exec(pdf)?.[1]), 1);
});
