// PINs, enrolled tablets and the tablet at the door.

import assert from "node:assert/strict";
import { test } from "node:test";
import { PHONE, TABLET, WIDTHS, accessible, browser, fits, signIn } from "./browser.mjs";
import { FIRST, MANAGER, begun, firstSecret, secret } from "./program.mjs";

const PIN = "274913";

async function enrol(page, url, { door }) {
  await signIn(page, url, MANAGER);
  await page.goto(`${url}/devices/red`);
  await page.getByText("Sign in with PINs on this tablet").click();
  if (door) await page.getByLabel(/It stands at the door/u).check();
  await page.getByRole("button", { name: "Enrol this tablet" }).click();
  await page.getByText("Sign in with PINs on this tablet").click();
  await page.getByText(door ? "Enrolled for the door." : "Enrolled.").waitFor();
  await page.getByRole("banner").getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(`${url}/sign-in`);
}

async function tap(page, name, pin) {
  await page.getByLabel(name).check();
  await page.getByLabel("Your PIN").fill(pin);
  const answer = page.waitForResponse((response) => response.request().method() === "POST");
  await page.getByRole("button", { name: "Sign in" }).first().click();
  return (await answer).status();
}

for (const width of WIDTHS) {
  test(`portreath.19, ${width.name}: on an enrolled tablet each signs in with their own PIN`, async (t) => {
    const { url, manager } = await begun(t, "portreath");
    await firstSecret(manager, "nia", "pin");
    const page = await (await browser(t, width)).newPage();
    await enrol(page, url, { door: false });
    assert.equal(await page.getByLabel("Oli Finch").count(), 0, "who has no PIN is not listed");
    await accessible(page);
    await fits(page);
    assert.equal(await tap(page, "Nia Rowan", FIRST.pin), 303);
    // The manager knows this one: before anything else she chooses her own.
    await page.getByRole("heading", { name: "Nia Rowan, choose your own PIN" }).waitFor();
    await accessible(page, "choosing one's own");
    await fits(page);
    await page.goto(`${url}/devices`);
    assert.equal(page.url(), `${url}/own-secret`, "nothing else opens");
    await page.getByLabel("Your new PIN").fill(PIN);
    await page.getByLabel("Once more").fill(PIN);
    await page.getByRole("button", { name: "Use it from now on" }).click();
    await page.waitForURL(`${url}/`);
    await page.getByText("Staff in").first().waitFor();
    assert.equal(await page.getByRole("navigation").getByRole("link", { name: "Settings" }).count(), 0);
  });
}

test("portreath.19: after three wrong PINs one is told to wait, and the right one does not help", async (t) => {
  const { url, manager } = await begun(t, "portreath");
  await secret(manager, "nia", "pin", PIN);
  await secret(manager, "oli", "pin", "349171");
  const page = await (await browser(t, TABLET)).newPage();
  await enrol(page, url, { door: false });
  for (const wrong of ["111222", "222333", "333444"]) {
    assert.equal(await tap(page, "Nia Rowan", wrong), 401);
    await page.getByRole("alert").getByText("That PIN is not right.").waitFor();
  }
  await accessible(page, "a wrong PIN");
  assert.equal(await tap(page, "Nia Rowan", PIN), 429);
  await page.getByRole("alert").getByText(/please wait \d+ seconds/u).waitFor();
  assert.equal(await tap(page, "Oli Finch", "349171"), 303, "nobody else waits");
});

test("portreath.19: a PIN works only on the tablet that was enrolled", async (t) => {
  const { url, manager } = await begun(t, "portreath");
  await secret(manager, "nia", "pin", PIN);
  const page = await (await browser(t, PHONE)).newPage();
  await page.goto(`${url}/sign-in`);
  assert.equal(await page.getByText("Nia Rowan").count(), 0, "no names are shown elsewhere");
  const answer = await manager.post("/sign-in", { person: "nia", secret: PIN });
  assert.equal(answer.status, 401);
});

test("portreath.19: a weak PIN is refused with a sentence, and nobody learns what others have", async (t) => {
  const { url, manager } = await begun(t, "portreath");
  await secret(manager, "nia", "pin", PIN);
  const page = await (await browser(t, TABLET)).newPage();
  await signIn(page, url, MANAGER);
  for (const [pin, says] of [
    ["123456", "too easy to guess"],
    ["111111", "too easy to guess"],
    ["202601", "too easy to guess"],
  ]) {
    await page.goto(`${url}/people/oli`);
    await page.getByLabel(/PIN, 6 digits/u).fill(pin);
    await page.getByRole("button", { name: "Set the PIN" }).click();
    await page.getByRole("alert").getByText(says).waitFor();
  }
  await page.getByRole("link", { name: "Go back" }).click();
  await page.waitForURL(`${url}/people/oli`);
  await page.getByLabel(/PIN, 6 digits/u).fill("349171");
  await page.getByRole("button", { name: "Set the PIN" }).click();
  await page.getByRole("status").getByText("Oli Finch has a new PIN.").waitFor();
  await accessible(page);
});

test("all-saints.25: the tablet at the door takes visitors without a session and the team with a PIN, and shows nobody's name", async (t) => {
  const { url, manager } = await begun(t, "all-saints");
  await secret(manager, "nia", "pin", PIN);
  await manager.give({ day: { open: {} } });
  const page = await (await browser(t, TABLET)).newPage();
  await enrol(page, url, { door: true });
  await page.goto(url);
  await page.getByRole("heading", { name: /^Welcome to Amber Lane Preschool/u }).waitFor();
  await accessible(page, "At the door");
  assert.doesNotMatch(await page.content(), /Nia Rowan|Mo Tern/u);

  await page.getByRole("link", { name: /Visitors/u }).tap();
  await page.getByRole("heading", { name: "Sign in as a visitor" }).waitFor();
  await accessible(page, "Visitors at the door");
  await page.getByLabel("Your name").fill("Pat Smith-Example");
  await page.getByLabel("I have none with me").check();
  await page.getByLabel(/I have read the rule/u).check();
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).tap();
  await page.getByRole("status").waitFor();
  assert.equal((await manager.today()).visitors, 1);
  await page.goto(`${url}/visitors`);
  assert.doesNotMatch(await page.content(), /Pat Smith/u);
  await page.getByLabel("The name you came with").fill("pat smith-example");
  await page.getByRole("button", { name: "Sign out" }).tap();
  await page.getByRole("status").waitFor();
  assert.equal((await manager.today()).visitors, 0);

  await page.goto(url);
  await page.getByRole("link", { name: "Sign in with a PIN" }).tap();
  const answered = page.getByRole("main");
  await answered.getByLabel("Your PIN").waitFor();
  await accessible(page, "Sign in at the door");
  await answered.getByLabel("Your name").first().fill("nia rowan");
  await answered.getByLabel("Your PIN").fill(PIN);
  await answered.getByRole("button", { name: "Sign in" }).first().tap();
  await page.getByRole("button", { name: "Nia Rowan" }).tap();
  await page.getByRole("region", { name: "Staff in" }).getByText("phone not put away").waitFor();
  await page.getByRole("button", { name: "Sign out" }).tap();
  await page.waitForURL(`${url}/sign-in`);

  for (const path of ["/settings", "/people", "/log", "/devices", "/policy", "/due", "/ask", "/help"]) {
    await page.goto(url + path);
    assert.equal(page.url(), `${url}/sign-in`, path);
  }
  const refused = await page.evaluate(async () => {
    const command = JSON.stringify({ day: { close: { missing: [] } } });
    const answer = await fetch("/commands", { method: "POST", body: new URLSearchParams({ command }) });
    return [answer.status, await answer.text()];
  });
  assert.equal(refused[0], 403);
  assert.match(refused[1], /sign in with your own PIN/u);
});
