// Concerns: raised in a minute, routed, closed, by three people, with the one it is about shut out.

import assert from "node:assert/strict";
import { test } from "node:test";
import { TABLET, WIDTHS, accessible, browser, fits, signIn } from "./browser.mjs";
import { Client, FIRST, MANAGER, begun, chooseOwn, secret as ownSecret } from "./program.mjs";

const SECRETS = { nia: "puddle crayon kite", bea: "walnut drizzle harp", oli: "teapot gravel moss" };

/** A setting whose DSL is Bea, with passwords for three who are no managers. */
async function peopled(t, policy = "jigsaw") {
  const setting = await begun(t, policy);
  for (const [person, secret] of Object.entries(SECRETS)) {
    await ownSecret(setting.manager, person, "password", secret);
  }
  return setting;
}

const as = async (t, setting, name, secret, width = TABLET) => {
  const page = await (await browser(t, width)).newPage();
  await signIn(page, setting.url, { name, password: secret });
  return page;
};

for (const width of WIDTHS) {
  test(`jigsaw.9, .27, ${width.name}: raised from any page, seen by its route alone, closed only with the reference`, async (t) => {
    const setting = await peopled(t);
    const nia = await as(t, setting, "Nia Rowan", SECRETS.nia, width);
    await nia.goto(`${setting.url}/policy`);
    await nia.getByRole("banner").getByRole("link", { name: /concern/iu }).click();
    await nia.getByRole("heading", { name: "Raise a concern" }).waitFor();
    await accessible(nia);
    await fits(nia);
    await nia.getByRole("radio", { name: /Offensive or suspicious/u }).check();
    await nia.getByRole("textbox", { name: "What did you see or hear?" }).fill("A cruel film started by itself between two songs.");
    await nia.getByLabel("A child's own words").fill("It was a bad dog.");
    await nia.getByRole("button", { name: "Raise it" }).click();
    await nia.getByRole("status").getByText("Your concern is raised").waitFor();
    assert.ok(await nia.getByText("received, not read yet").isVisible());
    assert.ok(!(await nia.content()).includes("bad dog"), "not even the one who raised it reads on here");

    const bea = await as(t, setting, "Bea Hazel", SECRETS.bea, width);
    await bea.goto(`${setting.url}/concerns`);
    await accessible(bea);
    await fits(bea);
    await bea.getByRole("link", { name: /Offensive or suspicious/u }).click();
    await bea.getByText("It was a bad dog.").waitFor();
    await accessible(bea);
    await fits(bea);
    const address = bea.url();

    for (const [name, secret] of [["Nia Rowan", SECRETS.nia], [MANAGER.name, MANAGER.password]]) {
      const other = new Client(setting.url);
      await other.signIn(name, secret);
      const answer = await other.send(new URL(address).pathname);
      assert.equal(answer.status, 403, `${name} is not on the route`);
      assert.ok(!answer.text.includes("bad dog"));
      assert.ok(!(await other.send("/log")).text.includes("concern was"), "the log gives nothing away");
    }

    await bea.locator("details").filter({ hasText: "What was done" }).first().evaluate((fold) => (fold.open = true));
    await bea.getByLabel("What was done").fill("Reported on the page of the foundation.");
    await bea.getByLabel("Their reference").fill("x");
    await bea.getByRole("button", { name: "Put on record" }).first().click();
    await bea.getByText("does not look like their references").waitFor();
    await bea.goto(address);
    await bea.locator("details").filter({ hasText: "What was done" }).first().evaluate((fold) => (fold.open = true));
    await bea.getByLabel("What was done").fill("Reported on the page of the foundation.");
    await bea.getByLabel("Their reference").fill("40312277");
    await bea.getByRole("button", { name: "Put on record" }).first().click();
    await bea.getByRole("status").waitFor();
    const close = bea.getByLabel("What came of it");
    await close.fill("The player was taken off the laptop.");
    await bea.getByRole("button", { name: "Close it" }).click();
    await bea.getByRole("status").getByText("closed").waitFor();
    await nia.goto(`${setting.url}/concerns`);
    await nia.getByText(/: closed/u).waitFor();
  });
}

test("an allegation about the DSL reaches others and never the DSL; reading it is on record", async (t) => {
  const setting = await peopled(t);
  const bea = new Client(setting.url);
  await bea.signIn("Bea Hazel", SECRETS.bea);
  // A chair is named by two, and given a password by two.
  await setting.manager.give({ people: { add: { person: "cal", name: "Cal Chair", roles: ["chair"], counted: false } } });
  await bea.give({ people: { agree: { person: "cal" } } });
  await setting.manager.post("/people/cal/secret", { kind: "password", secret: FIRST.password });
  await bea.give({ people: { agree: { person: "cal" } } });
  await chooseOwn(setting.url, "Cal Chair", "lantern violet oar");
  const nia = new Client(setting.url);
  await nia.signIn("Nia Rowan", SECRETS.nia);
  await nia.give({
    concerns: { raise: { concern: "about-bea", kind: "allegation", said: "Alone with a phone in the hall.", adults: ["bea"] } },
  });
  assert.ok(!(await bea.send("/concerns")).text.includes("allegation"));
  assert.equal((await bea.send("/concerns/about-bea")).status, 403);
  assert.equal((await bea.send("/concerns/no-such")).status, 403, "that there is one is not given away");
  const page = await as(t, setting, "Cal Chair", "lantern violet oar");
  await page.getByRole("alert").getByText("nobody left of those the policy names").waitFor();
  await page.goto(`${setting.url}/concerns`);
  await page.getByRole("link", { name: /allegation/u }).click();
  await page.getByText("Alone with a phone in the hall.").first().waitFor();
  await page.getByText("Read 1 time").waitFor();
  await page.reload();
  await page.getByText("Read 2 times").waitFor();
});

test("raised without a connection: it waits on its page, is sent once, and nothing is kept on the tablet", async (t) => {
  const setting = await peopled(t);
  const context = await browser(t, TABLET);
  const page = await context.newPage();
  await signIn(page, setting.url, { name: "Nia Rowan", password: SECRETS.nia });
  await page.goto(`${setting.url}/concerns/new?kind=other`);
  await page.getByRole("textbox", { name: "What did you see or hear?" }).fill("Somebody waits at the fence every day.");
  await context.setOffline(true);
  await page.getByRole("button", { name: "Raise it" }).click();
  await page.getByText("Not sent yet").waitFor();
  assert.equal(await page.evaluate("localStorage.length + sessionStorage.length"), 0);
  await context.setOffline(false);
  await page.getByText("Your concern is raised").waitFor({ timeout: 15_000 });
  assert.equal(await page.getByText("received, not read yet").count(), 1);
});

test("on a device of one's own neither records nor concerns are opened; a concern can still be raised", async (t) => {
  const setting = await peopled(t);
  const own = new Client(setting.url);
  await own.post("/sign-in", { name: "Bea Hazel", secret: SECRETS.bea, device: "own" });
  await own.give({ concerns: { raise: { concern: "c1", kind: "other", said: "A worry.", children: ["asha"] } } });
  assert.ok(!(await own.send("/concerns")).text.includes("/concerns/c1"));
  assert.equal((await own.send("/concerns/c1")).status, 403);
  assert.equal((await own.send("/children/asha")).status, 403);
  const office = new Client(setting.url);
  await office.signIn("Bea Hazel", SECRETS.bea);
  assert.equal((await office.send("/concerns/c1")).status, 200);
  assert.equal((await office.send("/children/asha")).status, 200);
});
