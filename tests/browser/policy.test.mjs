// The policy: where clauses stand, and signing.

import assert from "node:assert/strict";
import { test } from "node:test";
import { WIDTHS, accessible, browser, fits, signIn } from "./browser.mjs";
import { Client, MANAGER, begun, secret } from "./program.mjs";

for (const width of WIDTHS) {
  test(`jigsaw.1, ${width.name}: the clause stands differently once it is signed, and the signature is shown`, async (t) => {
    const { url, manager } = await begun(t, "jigsaw");
    const page = await (await browser(t, width)).newPage();
    await signIn(page, url, MANAGER);
    await page.goto(`${url}/policy`);
    const clause = page.locator('li[id="jigsaw.1"]');
    await clause.getByText("not started", { exact: true }).waitFor();
    const signatures = page.getByText(/^Version of .* Signed by \d+ of \d+\.$/u);
    assert.match(await signatures.innerText(), /Signed by 0 of 4\.$/u);
    await accessible(page);
    await fits(page);

    await page.getByRole("button", { name: "I have read it and sign it" }).tap();
    await page.getByText("You have signed this version.").waitFor();
    assert.match(await signatures.innerText(), /Signed by 1 of 4\.$/u);
    assert.equal(await clause.getByText("not started", { exact: true }).count(), 0);
    await clause.getByText(/not yet by Bea Hazel, Nia Rowan and Oli Finch/u).waitFor();
    assert.equal(await page.getByRole("button", { name: "I have read it and sign it" }).count(), 0, "once is enough");
    await accessible(page, "signed");

    await page.getByRole("link", { name: /^Version of/u }).tap();
    await page.getByRole("listitem").filter({ hasText: MANAGER.name }).waitFor();
    await accessible(page, "a version");

    // The others sign for themselves; the page shows it without reloading.
    await page.goto(`${url}/policy`);
    const version = /Version of (\d{4}-\d\d-\d\d)/u.exec(await page.getByRole("main").innerText())[1];
    for (const [person, name, password] of [
      ["nia", "Nia Rowan", "puddle crayon kite"],
      ["oli", "Oli Finch", "velvet onion canoe"],
      ["bea", "Bea Hazel", "marble fern trumpet"],
    ]) {
      await secret(manager, person, "password", password);
      const client = new Client(url);
      await client.signIn(name, password);
      await client.give({ policy: { sign: { person, version } } });
    }
    await signatures.getByText("Signed by 4 of 4.").waitFor();
    await clause.locator(".tag", { hasText: "kept" }).waitFor();
    await clause.getByRole("link", { name: "jigsaw.1" }).tap();
    await page.getByRole("heading", { level: 1, name: "jigsaw.1" }).waitFor();
    await accessible(page, "a clause");
    await fits(page);
  });
}

test("jigsaw.1: nobody signs for somebody else", async (t) => {
  const { manager } = await begun(t, "jigsaw");
  const page = (await manager.send("/policy")).text;
  const version = /Version of (\d{4}-\d\d-\d\d)/u.exec(page)[1];
  const command = JSON.stringify({ policy: { sign: { person: "nia", version } } });
  const answer = await manager.post("/commands", { command, back: "/policy" });
  assert.equal(answer.status, 403);
  assert.match((await manager.send("/policy")).text, /Signed by 0 of 4/u);
});
