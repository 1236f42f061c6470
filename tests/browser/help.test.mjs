// Help, its links, and what is for the manager alone.

import assert from "node:assert/strict";
import { test } from "node:test";
import { TABLET, WIDTHS, accessible, browser, fits, signIn } from "./browser.mjs";
import { MANAGER, begun, secret } from "./program.mjs";

for (const width of WIDTHS) {
  test(`portreath.29, ${width.name}: the policy's links are shown, and a dead one is put right under Settings`, async (t) => {
    const { url } = await begun(t, "portreath");
    const page = await (await browser(t, width)).newPage();
    await signIn(page, url, MANAGER);
    await page.goto(`${url}/help`);
    const outside = page.getByRole("region", { name: /^Outside help/u });
    const address = (name) => outside.getByRole("link", { name }).getAttribute("href");
    assert.equal(await address("Internet Matters"), "https://www.internetmatters.org");
    assert.equal(await address("Safe Network"), "http://www.safenetwork.org");
    await accessible(page);
    await fits(page);

    await outside.getByRole("link", { name: "Settings" }).click();
    const links = page.getByRole("region", { name: "Links to outside help" });
    const dead = links.locator("form").filter({ hasText: "Safe Network" });
    await dead.getByRole("textbox").fill("https://help.example/families");
    await dead.getByRole("button", { name: "Put right" }).click();
    await page.getByRole("status").waitFor();
    await page.goto(`${url}/help`);
    assert.equal(await address("Safe Network"), "https://help.example/families");

    await page.goto(`${url}/settings`);
    await accessible(page);
    await fits(page);
    const adding = links.locator("form").filter({ hasText: "Add a link" });
    await adding.getByLabel("Name").fill("Childline");
    await adding.getByLabel("Address").fill("javascript:alert(1)");
    await adding.getByRole("button", { name: "Add a link" }).click();
    await page.getByRole("heading", { name: "Not done" }).waitFor();
    await page.goto(`${url}/settings`);
    await adding.getByLabel("Name").fill("Childline");
    await adding.getByLabel("Address").fill("https://childline.example");
    await adding.getByRole("button", { name: "Add a link" }).click();
    await page.getByRole("status").waitFor();
    await page.goto(`${url}/help`);
    assert.equal(await address("Childline"), "https://childline.example");
  });
}

test("portreath.19: what is the manager's is refused to a practitioner, pages and commands alike", async (t) => {
  const { url, manager } = await begun(t, "portreath");
  await secret(manager, "nia", "password", "puddle crayon kite");
  const page = await (await browser(t, TABLET)).newPage();
  await signIn(page, url, { name: "Nia Rowan", password: "puddle crayon kite" });
  for (const path of ["/settings", "/imports/people", "/imports/children", "/imports/devices"]) {
    const answer = await page.goto(url + path);
    assert.equal(answer.status(), 403, path);
    await page.getByRole("alert").getByText("for the manager or the deputy").waitFor();
  }
  await accessible(page, "forbidden");
  await page.goto(`${url}/people`);
  assert.equal(await page.getByText("Add somebody").count(), 0);
  assert.equal(await page.getByText("born 2023-02-01").count(), 0, "dates of birth are the manager's");
  const before = (await manager.today()).lines;
  const statuses = await page.evaluate(async () => {
    const send = (path, fields) => fetch(path, { method: "POST", body: new URLSearchParams(fields) }).then((answer) => answer.status);
    const command = (value) => send("/commands", { command: JSON.stringify(value) });
    return [
      await command({ setting: { "set-number": { number: "0" } } }),
      await command({ people: { leave: { person: "oli" } } }),
      await send("/people/oli/secret", { kind: "pin", secret: "482917" }),
      await send("/devices/red/enrolment", {}),
      await send("/policy/adoption", {}),
    ];
  });
  assert.deepEqual(statuses, [403, 403, 403, 403, 403]);
  assert.equal((await manager.today()).lines, before + 2, "nothing was written but that two commands were refused");
});

test("portreath.6: everybody sees who leads, and the setting's number", async (t) => {
  const { url, manager } = await begun(t, "portreath");
  await manager.give({ people: { change: { person: "oli", roles: ["practitioner", "e-safety-coordinator"], counted: true, level: 3 } } });
  await secret(manager, "nia", "password", "puddle crayon kite");
  const page = await (await browser(t, TABLET)).newPage();
  await signIn(page, url, { name: "Nia Rowan", password: "puddle crayon kite" });
  const foot = page.getByRole("contentinfo");
  await foot.getByText(/Oli Finch/u).waitFor();
  await page.goto(`${url}/help`);
  await page.getByRole("main").getByText("01632 960123").waitFor();
});
