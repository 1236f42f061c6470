// What is refused: other sites, too much, too long, unknown.

import assert from "node:assert/strict";
import { test } from "node:test";
import { TABLET, accessible, browser, signIn } from "./browser.mjs";
import { MANAGER, begun } from "./program.mjs";

test("a form on another site is refused with 403 and changes nothing", async (t) => {
  const { url, manager } = await begun(t, "jigsaw");
  const page = await (await browser(t, TABLET)).newPage();
  await signIn(page, url, MANAGER);
  const before = (await manager.today()).lines;
  const html = `<!doctype html><title>elsewhere</title><form method="post" action="${url}/commands">
    <input name="command" value='{"day":{"open":{}}}'><button>Win a prize</button></form>`;
  await page.route("http://elsewhere.example/", (route) => route.fulfill({ contentType: "text/html", body: html }));
  await page.goto("http://elsewhere.example/");
  const answer = page.waitForResponse(`${url}/commands`);
  await page.getByRole("button").click();
  assert.equal((await answer).status(), 403);
  assert.equal((await manager.today()).lines, before, "nothing was written");
});

test("a request that names another origin is refused with 403, its own with 200", async (t) => {
  const { url, manager } = await begun(t, "jigsaw");
  const post = (headers) => manager.send("/api/commands", { method: "POST", body: '{"day":{"open":{}}}', type: "application/json", headers });
  for (const headers of [
    { origin: "https://elsewhere.example" },
    { origin: "null" },
    { origin: url.replace("127.0.0.1", "localhost") },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site", origin: url },
  ]) {
    assert.equal((await post(headers)).status, 403, JSON.stringify(headers));
  }
  for (const path of ["/sign-in", "/start", "/sign-out", "/commands", "/people/nia/secret", "/policy/adoption", "/devices/red/enrolment", "/imports/people"]) {
    assert.equal((await manager.post(path, {}, { origin: "https://elsewhere.example" })).status, 403, path);
  }
  assert.equal((await manager.today()).open, false);
  assert.equal((await post({ origin: url })).status, 200);
});

test("what does not call itself JSON is refused with 415", async (t) => {
  const { manager } = await begun(t, "jigsaw");
  const before = (await manager.today()).lines;
  for (const type of [undefined, "text/plain", "application/x-www-form-urlencoded"]) {
    const answer = await manager.send("/api/commands", { method: "POST", body: '{"day":{"open":{}}}', type });
    assert.equal(answer.status, 415, type);
  }
  assert.equal((await manager.today()).lines, before);
});

test("three megabytes are refused with 413", async (t) => {
  const { manager } = await begun(t, "jigsaw");
  const before = (await manager.today()).lines;
  for (const path of ["/commands", "/api/commands", "/policy/adoption", "/imports/people", "/sign-in"]) {
    const answer = await manager.post(path, { text: "x".repeat(3 * 1024 * 1024) });
    assert.equal(answer.status, 413, path);
  }
  assert.equal((await manager.today()).lines, before);
});

test("a name of 10,000 characters is refused with 422 and a sentence, and nothing is written", async (t) => {
  const { url, manager } = await begun(t, "jigsaw");
  const page = await (await browser(t, TABLET)).newPage();
  await signIn(page, url, MANAGER);
  const before = (await manager.today()).lines;
  await page.goto(`${url}/people`);
  await page.getByText("Add somebody").click();
  const name = page.getByLabel("Name", { exact: true }).first();
  await name.evaluate((field) => field.removeAttribute("maxlength"));
  await name.fill("n".repeat(10_000));
  await page.getByLabel("practitioner", { exact: true }).check();
  const answer = page.waitForResponse(`${url}/commands`);
  await page.getByRole("button", { name: "Add", exact: true }).first().click();
  assert.equal((await answer).status(), 422);
  await page.getByRole("alert").getByText(/too long: at most \d+ characters/u).waitFor();
  await accessible(page, "too long");
  assert.equal((await manager.today()).lines, before);
  const field = "n".repeat(10_000);
  for (const command of [
    { children: { add: { child: "c9", name: field, born: "2023-01-01", family: "" } } },
    { devices: { set: { device: "d9", name: field, kind: "tablet" } } },
    { visitors: { in: { visit: "v9", name: field, phone: "none", agreed: true } } },
    { places: { set: { place: "p9", name: field, kind: "hall" } } },
  ]) {
    const answer = await manager.post("/commands", { command: JSON.stringify(command) });
    assert.equal(answer.status, 422, Object.keys(command)[0]);
    assert.match(answer.text, /too long/u);
  }
  assert.equal((await manager.today()).lines, before);
});

test("an unknown command, or one that cannot be read, is refused with 400 and no inner detail", async (t) => {
  const { manager } = await begun(t, "jigsaw");
  const before = (await manager.today()).lines;
  for (const command of ['{"day":{"explode":{}}}', '{"nothing":{}}', "{", "", '{"day":{"open":{"extra":1}}}', '["day"]']) {
    const form = await manager.post("/commands", { command });
    assert.equal(form.status, 400, `form ${command}`);
    assert.doesNotMatch(form.text, /panicked|src\/|line \d+ column/u, command);
    const api = await manager.send("/api/commands", { method: "POST", body: command, type: "application/json" });
    assert.equal(api.status, 400, `api ${command}`);
  }
  assert.equal((await manager.today()).lines, before);
});

test("what somebody entered is shown as text wherever it appears", async (t) => {
  const { url, manager } = await begun(t, "jigsaw");
  const name = `<img src=x onerror="alert(1)"> & "quotes" 'too'`;
  await manager.give(
    { day: { open: {} } },
    { people: { add: { person: "x", name, roles: ["practitioner"], counted: true } } },
    { devices: { set: { device: "x", name: `${name} d`, kind: "tablet", store: "locked-cupboard" } } },
    { places: { set: { place: "x", name, kind: "hall", children: true, sighted: true, store: false } } },
    { day: { in: { person: "x" } } },
    { visitors: { in: { visit: "x", name, organisation: name, purpose: name, phone: "none", agreed: true } } },
    { devices: { take: { device: "x", person: "x", purpose: "observation" } } },
  );
  const page = await (await browser(t, TABLET)).newPage();
  await signIn(page, url, MANAGER);
  for (const path of ["/", "/people", "/people/x", "/devices", "/devices/x", "/visitors", "/outings", "/log", "/settings", "/ask", "/due"]) {
    await page.goto(url + path);
    assert.equal(await page.locator("img").count(), 0, path);
    assert.ok((await page.getByRole("main").innerText()).includes("<img") || ["/due", "/ask", "/settings"].includes(path), path);
  }
  await page.goto(url);
  await page.getByRole("listitem").filter({ hasText: "<img" }).getByRole("button", { name: "Phone in the kitchen" }).first().click();
  await page.getByRole("status").getByText("<img").waitFor();
});

test("pages are kept to themselves: headers say so, and secrets are in no cookie that scripts can read", async (t) => {
  const { url, manager } = await begun(t, "jigsaw");
  const { headers } = await manager.send("/");
  assert.match(headers.get("content-security-policy"), /default-src 'none'/u);
  assert.doesNotMatch(headers.get("content-security-policy"), /unsafe/u);
  assert.equal(headers.get("x-content-type-options"), "nosniff");
  assert.equal(headers.get("cache-control"), "no-store");
  const context = await browser(t, TABLET);
  const page = await context.newPage();
  await signIn(page, url, MANAGER);
  assert.equal(await page.evaluate(() => document.cookie), "");
  for (const cookie of await context.cookies()) {
    assert.deepEqual([cookie.httpOnly, cookie.sameSite], [true, "Strict"], cookie.name);
  }
});
