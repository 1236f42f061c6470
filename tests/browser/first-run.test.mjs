// First run, and what is kept behind a password.

import assert from "node:assert/strict";
import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { TABLET, WIDTHS, accessible, browser, fits, signIn } from "./browser.mjs";
import { Client, MANAGER, begun, empty, folder, start } from "./program.mjs";
import { undo } from "./undo.mjs";

const KEY = /[0-9a-z]{4}(?:-[0-9a-z]{4}){8,}/u;

async function fillIn(page, password) {
  await page.getByLabel("Its name").fill("Amber Lane Preschool");
  await page.getByLabel("Its telephone number").fill("01632 960123");
  await page.getByLabel("Your name").fill(MANAGER.name);
  await page.getByLabel(/^A password/u).fill(password);
  await page.getByLabel("The same password again").fill(password);
  await page.getByRole("button", { name: "Begin" }).click();
}

for (const width of WIDTHS) {
  test(`first run, ${width.name}: a weak password is refused with a sentence, then the recovery key is shown once`, async (t) => {
    const data = await folder(t);
    const first = await start(["serve", "--data", data, "--listen", "127.0.0.1:0"]);
    undo(t, first.stop);
    const page = await (await browser(t, width)).newPage();
    await page.goto(first.url);
    await page.getByRole("heading", { name: "Begin" }).waitFor();
    assert.equal(await page.getByRole("radio").count(), 8, "five policies to start from, and three made up");
    await accessible(page);
    await fits(page);

    await page.getByRole("radio", { name: /jigsaw/u }).check();
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByRole("heading", { name: "Begin" }).waitFor();
    await accessible(page);
    await fits(page);
    await page.getByRole("checkbox", { name: "We have: kitchen" }).uncheck();
    await page.getByRole("listitem").filter({ hasText: "We have: office" }).getByLabel("called").fill("The den");
    const further = page.getByRole("listitem").filter({ hasText: "Another" }).first();
    await further.getByLabel("Another").selectOption("play room");
    await further.getByLabel("called").fill("Swans");
    await fillIn(page, "preschool2026");
    await page.getByRole("alert").getByText("too easy to guess").waitFor();
    assert.ok(await page.getByText("You start from").isVisible(), "the choice is still there");
    assert.ok(!(await page.getByRole("checkbox", { name: "We have: kitchen" }).isChecked()), "so are the places");
    assert.equal(await page.getByLabel("Your name").inputValue(), MANAGER.name, "what was entered is still there");
    assert.equal(await page.getByLabel(/^A password/u).inputValue(), "", "a password is never sent back");
    await accessible(page);

    await fillIn(page, MANAGER.password);
    await page.getByRole("heading", { name: "Keep this key" }).waitFor();
    const [key] = KEY.exec(await page.locator("#recovery-key").innerText());
    await accessible(page);
    await fits(page);
    await page.getByRole("link", { name: /go on/u }).click();
    await page.getByRole("button", { name: "Open the day" }).waitFor();
    await page.goto(`${first.url}/settings`);
    const places = await page.getByRole("region", { name: "Places" }).innerText();
    assert.ok(places.includes("The den") && places.includes("Swans"), places);
    assert.ok(!places.toLowerCase().includes("kitchen"), "what the setting does not have is not there");

    await page.goto(`${first.url}/start`);
    await page.waitForURL(`${first.url}/`);
    await first.stop();
    const again = await start(["serve", "--data", data, "--listen", "127.0.0.1:0"]);
    undo(t, again.stop);
    assert.ok(!again.said.join("\n").includes(key), "not printed again");
    await page.goto(again.url);
    await page.waitForURL(`${again.url}/sign-in`);
    await signIn(page, again.url, MANAGER);
    for (const path of ["/", "/start", "/settings", "/log"]) {
      await page.goto(again.url + path);
      assert.ok(!(await page.content()).includes(key), `not shown at ${path}`);
    }
  });
}

test("all-saints.25: the data folder holds no readable name, and the key file is its owner's alone", async (t) => {
  const { data, manager, stop, said } = await begun(t, "all-saints");
  await manager.give(
    { day: { open: {} } },
    { day: { in: { person: "nia" } } },
    { day: { "child-in": { child: "asha" } } },
    { visitors: { in: { visit: "v1", name: "Pat Smith-Example", organisation: "speech therapy", phone: "none", agreed: true } } },
  );
  const [recovery] = KEY.exec(said.join("\n"));
  const look = async (when) => {
    const files = await readdir(data, { recursive: true, withFileTypes: true });
    assert.ok(files.length >= 2, "a database and a key");
    for (const file of files.filter((there) => there.isFile())) {
      const path = join(file.parentPath ?? file.path, file.name);
      const bytes = await readFile(path);
      for (const name of [MANAGER.name, "Mo Tern", "Nia Rowan", "Oli Finch", "Bea Hazel", "Asha A.", "Pat Smith-Example", MANAGER.password, recovery]) {
        for (const encoding of ["utf8", "utf16le"]) {
          assert.ok(!bytes.includes(Buffer.from(name, encoding)), `${name} can be read in ${file.name} ${when}`);
        }
      }
    }
  };
  await look("while it runs");
  assert.equal((await stat(join(data, "master.key"))).mode & 0o777, 0o600, "the key file");
  assert.equal((await stat(data)).mode & 0o077, 0, "the folder");
  await stop();
  await look("when it has stopped");
});

const BEHIND = [
  "/",
  "/ask",
  "/ask?q=use+my+phone",
  "/due",
  "/devices",
  "/devices/red",
  "/people",
  "/people/nia",
  "/visitors",
  "/outings",
  "/policy",
  "/policy/versions/0",
  "/policy/clauses/all-saints.25",
  "/log",
  "/settings",
  "/imports/people",
  "/help",
];

test("all-saints.25: without a session every page leads to signing in, and nothing is given away", async (t) => {
  const { url, manager } = await begun(t, "all-saints");
  const page = await (await browser(t, TABLET)).newPage();
  for (const path of BEHIND) {
    await page.goto(url + path);
    assert.equal(page.url(), `${url}/sign-in`, path);
    assert.ok(!(await page.content()).includes("Nia Rowan"), path);
  }
  await accessible(page);
  const stranger = new Client(url);
  for (const path of ["/api/may?q=use+my+phone", "/api/today", "/api/due", "/api/clauses"]) {
    const answer = await stranger.send(path);
    assert.equal(answer.status, 401, path);
    assert.ok(!answer.text.includes("Rowan"), path);
  }
  assert.equal((await stranger.send("/live")).headers.get("location"), "/sign-in");
  const before = (await manager.today()).lines;
  const refused = await stranger.send("/api/commands", { method: "POST", body: '{"day":{"open":{}}}', type: "application/json" });
  assert.equal(refused.status, 401);
  assert.equal((await manager.today()).lines, before, "nothing was written");
});

test("all-saints.25: a wrong password is refused without saying whose it was; signing out ends the session", async (t) => {
  const { url } = await begun(t, "all-saints");
  const page = await (await browser(t, TABLET)).newPage();
  const says = [];
  for (const name of [MANAGER.name, "Nobody Here"]) {
    await page.goto(`${url}/sign-in`);
    await page.getByLabel("Your name").fill(name);
    await page.getByLabel("Your password").fill("otter lamp grovel");
    await page.getByRole("button", { name: "Sign in" }).click();
    says.push(await page.getByRole("alert").innerText());
  }
  assert.equal(says[0], says[1]);
  await signIn(page, url, MANAGER);
  await page.getByRole("banner").getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(`${url}/sign-in`);
  await page.goBack();
  await page.goto(`${url}/people`);
  assert.equal(page.url(), `${url}/sign-in`);
});

test("an empty folder leads to first run from every page", async (t) => {
  const { url } = await empty(t);
  const page = await (await browser(t, TABLET)).newPage();
  for (const path of ["/", "/sign-in"]) {
    await page.goto(url + path);
    assert.equal(page.url(), `${url}/start`, path);
  }
});
