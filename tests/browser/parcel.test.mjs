// A sealed parcel, opened from a file by a real browser without a network.

import assert from "node:assert/strict";
import { createCipheriv } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { DESK, PHONE, TABLET, accessible, browser, fits, launch } from "./browser.mjs";
import { undo } from "./undo.mjs";

const PARCELS = new URL("../../crates/parcel/tests/", import.meta.url);
/** The passphrase and the contents of both, as in docs/formats/parcel.md and crates/parcel/src/tests.rs. */
const PASSPHRASE = "hypnotic-ebony-appeasing-babbling-hush-handbag";
const EVERY_BYTE = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
const INJECTION = "</script><script>alert(1)</script><img src=x onerror=alert(1)>{{payload}}";
/** The smallest side of what is touched, in CSS pixels. */
const TARGET_MIN = 44;

/** A page on a parcel, in a browser that has no network; whatever it asks for outside its file fails the test. */
async function parcel(t, name, width, options = {}) {
  const context = await browser(t, width, options);
  await context.setOffline(true);
  const page = await context.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  undo(t, () => assert.deepEqual(asked.filter((url) => !/^(file|blob):/u.test(url)), [], "nothing was asked of any network"));
  await page.goto(new URL(name, PARCELS).href);
  return page;
}

/** A copy of the golden parcel, changed. */
async function changed(t, change) {
  const folder = await mkdtemp(join(tmpdir(), "belisha-parcel-"));
  undo(t, () => rm(folder, { recursive: true, force: true }));
  const file = join(folder, "parcel.html");
  await writeFile(file, change(await readFile(new URL("golden-v1.html", PARCELS), "utf8")));
  return pathToFileURL(file).href;
}

const field = (page) => page.getByLabel("Passphrase");
const focused = (locator) => locator.evaluate((element) => element === document.activeElement);

async function open(page, passphrase) {
  await field(page).fill(passphrase);
  await page.getByRole("button", { name: "Open the parcel" }).click();
}

/** Saves a file by its link; gives the name it is saved under and its bytes. */
async function save(page, link) {
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

async function touchable(page) {
  for (const target of await page.locator("button:visible, input:visible, a:visible").all()) {
    const { width, height } = await target.boundingBox();
    assert.ok(width >= TARGET_MIN && height >= TARGET_MIN, `${await target.innerText()} is ${width} × ${height}`);
  }
}

for (const width of [PHONE, TABLET, DESK]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`${width.name}, ${colorScheme}: a parcel opens with its passphrase alone, and its files are saved byte for byte`, async (t) => {
      const page = await parcel(t, "golden-v1.html", width, { colorScheme });
      await page.getByRole("heading", { level: 1, name: "A sealed parcel from Amber Lane Preschool" }).waitFor();
      await field(page).waitFor();
      await accessible(page, "sealed");
      await fits(page, "sealed");
      await touchable(page);

      await open(page, "hypnotic ebony appeasing babbling hush handbags");
      const alert = page.getByRole("alert").filter({ hasText: "That passphrase does not open this parcel." });
      await alert.waitFor();
      assert.ok(await focused(field(page)), "the focus is where one types");
      assert.equal(await field(page).inputValue(), "hypnotic ebony appeasing babbling hush handbags", "nothing has to be typed again");
      assert.equal(await field(page).getAttribute("aria-invalid"), "true");
      await accessible(page, "refused");
      await fits(page, "refused");

      await open(page, " Hypnotic Ebony, appeasing — BABBLING  hush handbag ");
      await page.getByRole("heading", { name: "Message" }).waitFor();
      assert.ok(await focused(page.getByRole("heading", { name: "Message" })), "the focus is on what was opened");
      await page.getByRole("status").getByText("The parcel is open.").waitFor();
      assert.equal(await page.locator("#message").innerText(), "Asha's plan for the visit, as agreed.\nPlease ring if anything is unclear.");
      assert.equal(await field(page).inputValue(), "", "the passphrase is gone");
      await accessible(page, "open");
      await fits(page, "open");
      await touchable(page);

      const plan = await save(page, page.getByRole("link", { name: "Save plan.txt (24 bytes)" }));
      assert.deepEqual(plan, { name: "plan.txt", bytes: Buffer.from("Bring the blue inhaler.\n") });
      const bytes = await save(page, page.getByRole("link", { name: "Save every byte.bin (256 bytes)" }));
      assert.deepEqual(bytes, { name: "every byte.bin", bytes: EVERY_BYTE });
      await page.getByRole("status").getByText("every byte.bin is being saved.").waitFor();
      assert.equal(await page.title(), "A sealed parcel", "the browser's history learns nothing");
    });
  }
}

/** A blob as docs/formats/vault.md has it, for the entry of the accompanied parcel whose key is 32 times the number. */
function blob(number, plain) {
  const magic = Buffer.from("BELVLT1\n");
  const count = Math.max(1, Math.ceil(plain.length / 65536));
  const chunks = Array.from({ length: count }, (_, at) => {
    const nonce = Buffer.alloc(12);
    nonce.writeBigUInt64BE(BigInt(at), 3);
    nonce[11] = at + 1 === count ? 1 : 0;
    const cipher = createCipheriv("aes-256-gcm", Buffer.alloc(32, number), nonce).setAAD(magic);
    return Buffer.concat([cipher.update(plain.subarray(at * 65536, (at + 1) * 65536)), cipher.final(), cipher.getAuthTag()]);
  });
  return Buffer.concat([magic, ...chunks]);
}

for (const width of [PHONE, TABLET, DESK]) {
  test(`${width.name}: what is too large for the page is opened beside it, whatever it is called by now`, async (t) => {
    const page = await parcel(t, "accompanied.html", width);
    await open(page, PASSPHRASE);
    await page.getByRole("heading", { name: "Files beside this page" }).waitFor();
    await page.getByText("recording-1.sealed: not opened yet (300 kB)").waitFor();
    await accessible(page, "not opened yet");
    await fits(page, "not opened yet");
    const plain = [1, 2].map((number) => Buffer.alloc(300_000, `recording ${number} `));
    const chosen = (name, buffer) => ({ name, mimeType: "application/octet-stream", buffer });
    const [first, second] = [blob(1, plain[0]), blob(2, plain[1])];
    const spoilt = Buffer.from(second);
    spoilt[200_000] ^= 1;
    const swapped = Buffer.concat([first.subarray(0, 8), first.subarray(8 + 65552, 8 + 2 * 65552), first.subarray(8, 8 + 65552), first.subarray(8 + 2 * 65552)]);
    await page.getByLabel("Sealed files").setInputFiles([chosen("recording-2.sealed", spoilt), chosen("swapped.sealed", swapped), chosen("short.sealed", first.subarray(0, 65560))]);
    const alert = page.getByRole("alert").filter({ hasText: "not one of the files below" });
    await alert.getByText("recording-2.sealed, swapped.sealed, short.sealed").waitFor();
    assert.equal(await page.getByRole("link", { name: /recording-/u }).count(), 0, "nothing that was changed is saved");
    await accessible(page, "damaged beside");

    await page.getByLabel("Sealed files").setInputFiles([chosen("recording-1 (1).sealed", second), chosen("renamed", first)]);
    await page.getByRole("status").getByText("2 opened: save what you want to keep.").waitFor();
    assert.equal(await alert.count(), 0);
    for (const number of [1, 2]) {
      const saved = await save(page, page.getByRole("link", { name: `Save recording-${number}.mp4 (300 kB)` }));
      assert.equal(saved.name, `recording-${number}.mp4`);
      assert.ok(saved.bytes.equals(plain[number - 1]));
    }
    await accessible(page, "opened beside");
    await fits(page, "opened beside");
    await touchable(page);
    if (process.env.LOOK) await page.screenshot({ path: `${process.env.LOOK}/beside-${width.name}.png`, fullPage: true });
  });
}

test("with the keyboard alone a parcel is opened and a file saved", async (t) => {
  const page = await parcel(t, "golden-v1.html", DESK);
  await field(page).waitFor();
  await page.keyboard.press("Tab");
  assert.ok(await focused(field(page)));
  await page.keyboard.press("Enter");
  await page.getByRole("alert").getByText("Type the passphrase first.").waitFor();
  await page.keyboard.type("too few words");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").getByText("It has six words; you typed 3.").waitFor();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type(PASSPHRASE);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.getByRole("heading", { name: "Message" }).waitFor();
  await page.keyboard.press("Tab");
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  assert.equal(download.suggestedFilename(), "plan.txt");
});

test("while the key is made the page says so, and a second attempt does not start", async (t) => {
  const page = await parcel(t, "golden-v1.html", TABLET);
  await field(page).waitFor();
  await page.evaluate(() => {
    const derive = crypto.subtle.deriveKey.bind(crypto.subtle);
    globalThis.derived = 0;
    const waits = new Promise((done) => (globalThis.goOn = done));
    crypto.subtle.deriveKey = async (...how) => {
      globalThis.derived += 1;
      await waits;
      return derive(...how);
    };
  });
  await open(page, PASSPHRASE);
  await page.getByRole("status").getByText("Opening. This can take some seconds.").waitFor();
  await page.getByRole("progressbar", { name: "Opening" }).waitFor();
  await accessible(page, "opening");
  await field(page).press("Enter");
  await page.evaluate(() => globalThis.goOn());
  await page.getByRole("heading", { name: "Message" }).waitFor();
  assert.equal(await page.evaluate(() => globalThis.derived), 1);
});

for (const width of [PHONE, DESK]) {
  test(`${width.name}: what somebody wrote is shown as text, and names of files lose their tricks`, async (t) => {
    const page = await parcel(t, "hostile.html", width);
    const from = `Žofie’s "Setting" & ${INJECTION}`;
    await page.getByRole("heading", { level: 1, name: `A sealed parcel from ${from}` }).waitFor();
    await open(page, PASSPHRASE);
    await page.getByRole("heading", { name: "Message" }).waitFor();
    await page.getByRole("heading", { level: 1, name: `A parcel from ${from}` }).waitFor();
    assert.equal(await page.locator("#message").textContent(), `${INJECTION}\n\n  two spaces, then 写真 👧🏽 and \u202eturned`);
    assert.equal(await page.locator("img").count(), 0);
    assert.equal(await page.locator("script").count(), 2);
    await accessible(page, "hostile");
    await fits(page, "hostile");
    const saved = [];
    for (const link of await page.getByRole("link").all()) saved.push(await save(page, link));
    assert.deepEqual(saved.map(({ name }) => name.split(/[/\\]/u).length), [1, 1, 1]);
    assert.deepEqual(saved.slice(1), [
      { name: "invoicefdp.exe", bytes: Buffer.alloc(0) },
      { name: "写真 👧🏽.jpg", bytes: EVERY_BYTE },
    ]);
    assert.equal(saved[0].bytes.toString(), INJECTION);
  });
}

test("a parcel whose lines a mail server ended in its own way still opens", async (t) => {
  const page = await parcel(t, await changed(t, (html) => html.replaceAll("\n", "\r\n")), TABLET);
  await open(page, PASSPHRASE);
  await page.getByRole("heading", { name: "Message" }).waitFor();
});

for (const [what, change] of Object.entries({
  "cut off": (html) => html.slice(0, html.lastIndexOf("</script>") - 200),
  "without its payload": (html) => html.slice(0, html.lastIndexOf("<script")),
  "changed in one letter": (html) => html.replace("YmVsaXNoYSBwYXJjZWwAAQ", "YmVsaXNoYSBwYXJjZWwAAR"),
  "no longer letters of base 64": (html) => html.replace("YmVsaXNoYSBwYXJjZWwAAQ", "YmVsaXNoYSBwYXJjZWw?!"),
})) {
  test(`a parcel that is ${what} is said to be damaged, before anybody types`, async (t) => {
    const page = await parcel(t, await changed(t, change), TABLET);
    await page.getByRole("alert").getByText("This parcel is damaged").waitFor();
    assert.equal(await field(page).isVisible(), false);
    await accessible(page, "damaged");
  });
}

test("a browser without encryption says what to do", async (t) => {
  const context = await browser(t, TABLET);
  const page = await context.newPage();
  await page.addInitScript(() => Object.defineProperty(Crypto.prototype, "subtle", { get: () => undefined }));
  await page.goto(new URL("golden-v1.html", PARCELS).href);
  await page.getByRole("alert").getByText("This browser cannot open the parcel").waitFor();
  assert.equal(await field(page).isVisible(), false);
  await accessible(page, "without encryption");
});

test("a preview that runs no script says what to do", async (t) => {
  const page = await parcel(t, "golden-v1.html", PHONE, { javaScriptEnabled: false });
  await page.getByText("you are looking at a preview: save this file, then open it with a browser").waitFor();
  assert.equal(await field(page).isVisible(), false);
});

test("the page's own policy blocks scripts, requests and pictures that are not its own", async (t) => {
  // Not by `browser`: what is blocked is complained of, and here it is meant to be.
  const chrome = await launch();
  undo(t, () => chrome.close());
  const page = await chrome.newPage();
  await page.goto(new URL("golden-v1.html", PARCELS).href);
  const blocked = await page.evaluate(async () => {
    const found = [];
    const all = new Promise((done) => {
      document.addEventListener("securitypolicyviolation", ({ effectiveDirective, disposition }) => {
        if (found.push(`${disposition} ${effectiveDirective}`) === 4) done();
      });
    });
    fetch("https://elsewhere.example/").catch(() => {});
    new Image().src = "https://elsewhere.example/picture.png";
    for (const [name, text] of [["script", "globalThis.ran = true"], ["style", "* { color: red }"]]) {
      const element = document.createElement(name);
      element.textContent = text;
      document.body.append(element);
    }
    await all;
    return found.sort();
  });
  assert.deepEqual(blocked, ["enforce connect-src", "enforce img-src", "enforce script-src-elem", "enforce style-src-elem"]);
  assert.equal(await page.evaluate(() => globalThis.ran), undefined);
});
