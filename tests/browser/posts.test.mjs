// Words before they go out: checked, stopped, approved by a second person; and a parcel opened from the saved file.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { TABLET, WIDTHS, accessible, browser, fits, signIn } from "./browser.mjs";
import { MANAGER, begun, folder, secret } from "./program.mjs";

const NIA = { name: "Nia Rowan", password: "puddle crayon kite" };

/** A setting with a public page that the manager runs, and a practitioner with a password. */
async function withPage(t) {
  const running = await begun(t, "all-saints");
  await secret(running.manager, "nia", "password", NIA.password);
  const people = (await running.manager.send("/people")).text;
  const manager = /href="\/people\/([^"]+)"><strong>Mo Tern/u.exec(people)[1];
  const set = (channel, name, serves) => ({ channels: { set: { channel, name, kind: "page", serves, run_by: [manager] } } });
  await running.manager.give(set("public", "Our public page", "public"), set("families", "The families' page", "families"));
  return running;
}

const signedIn = async (t, width, url, who) => {
  const page = await (await browser(t, width)).newPage();
  await signIn(page, url, who);
  return page;
};

for (const width of WIDTHS) {
  test(`all-saints.28 and 30, ${width.name}: a post that names a child is stopped, changed, and approved by somebody else`, async (t) => {
    const { url } = await withPage(t);
    const nia = await signedIn(t, width, url, NIA);
    await nia.goto(`${url}/posts`);
    await accessible(nia, "no posts yet");
    await nia.getByLabel("For").selectOption({ label: "Our public page" });
    await nia.getByLabel("The words").fill("Well done Asha, the tallest tower of the week!\nCome and see it.");
    await nia.getByRole("button", { name: "Put it forward" }).click();
    await nia.getByRole("link", { name: /^Well done Asha/u }).click();
    await nia.locator("mark").filter({ hasText: "Asha" }).getByText("take it out").waitFor();
    await nia.getByText("It cannot be approved like this").waitFor();
    await nia.getByRole("link", { name: "all-saints.28" }).first().waitFor();
    await accessible(nia, "stopped");
    await fits(nia);
    const post = new URL(nia.url()).pathname;

    await nia.getByLabel("The words").fill("Well done to the builders of the tallest tower of the week!");
    await nia.getByRole("button", { name: "Change them" }).click();
    await nia.getByText("You wrote it: somebody else approves it.").waitFor();
    assert.equal(await nia.getByRole("button", { name: "Approve it" }).count(), 0);

    const mo = await signedIn(t, width, url, MANAGER);
    await mo.goto(url + post);
    await accessible(mo, "to be approved");
    await mo.getByRole("button", { name: "Approve it" }).click();
    await mo.getByText(/^Approved by Mo Tern/u).waitFor();
    await mo.getByLabel("Link to it").fill("https://pages.example/tower");
    await mo.getByRole("button", { name: "It is out" }).click();
    await mo.getByRole("link", { name: "https://pages.example/tower" }).waitFor();
    await accessible(mo, "published");
    await fits(mo);
    await mo.getByLabel("Why").fill("a parent asked for it");
    await mo.getByRole("button", { name: "It is taken down" }).click();
    await mo.getByText(/^Taken down .*: a parent asked for it$/u).waitFor();
  });
}

test("words are checked for where they are to go, one tap from any page", async (t) => {
  const { url } = await withPage(t);
  const page = await signedIn(t, TABLET, url, MANAGER);
  await page.getByRole("link", { name: "Words", exact: true }).click();
  await accessible(page);
  await page.getByLabel("The words").fill("Asha A. has a cough 🤧");
  await page.getByLabel("Where they are to go").selectOption("message");
  await page.getByRole("button", { name: "Check", exact: true }).click();
  await page.locator("#verdict").getByText("Not like this").waitFor();
  await page.getByRole("link", { name: "all-saints.20" }).waitFor();
  await accessible(page, "a full name");
  await fits(page);
  await page.getByLabel("The words").fill("Asha has a cough 🤧");
  await page.getByLabel("Where they are to go").selectOption("message");
  await page.getByRole("button", { name: "Check", exact: true }).click();
  await page.locator("#verdict").getByText("Nothing stands against it").waitFor();
  await page.goto(`${url}/channels`);
  await accessible(page);
  await fits(page);
});

test("all-saints.16: a sealed parcel is saved, and opened with the passphrase that was shown once", async (t) => {
  const { url } = await withPage(t);
  const page = await signedIn(t, TABLET, url, MANAGER);
  await page.goto(`${url}/sending`);
  await accessible(page);
  await fits(page);
  const form = page.getByRole("region", { name: "Make a sealed parcel" });
  await form.getByLabel("To whom").fill("the speech therapist");
  await form.getByLabel("What it is").fill("a note on speech");
  await form.getByLabel("Why").fill("a referral that the parents asked for");
  await form.getByLabel("Message").fill("Dear colleague,\nplease see the note about Asha A.");
  const file = { name: "note.txt", mimeType: "text/plain", buffer: Buffer.from("the note itself") };
  await form.getByLabel("Files").setInputFiles(file);
  await form.getByRole("button", { name: "Seal it" }).click();
  const passphrase = await page.locator("#passphrase").innerText();
  assert.match(passphrase, /^[a-z]+(-[a-z]+){5}$/u);
  await page.getByText("by telephone").waitFor();
  await accessible(page, "a parcel made");
  await fits(page);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download the parcel" }).click()]);
  const saved = join(await folder(t), download.suggestedFilename());
  await download.saveAs(saved);

  const receiver = await browser(t, TABLET);
  await receiver.setOffline(true);
  const parcel = await receiver.newPage();
  await parcel.goto(pathToFileURL(saved).href);
  await parcel.getByLabel("Passphrase").fill(passphrase.replaceAll("-", " "));
  await parcel.getByRole("button", { name: "Open the parcel" }).click();
  await parcel.getByText("please see the note about Asha A.").waitFor();
  await parcel.getByText("note.txt").waitFor();

  await page.goto(`${url}/sending`);
  await page.getByText("a note on speech").waitFor();
  assert.equal(await page.getByText(passphrase).count(), 0, "the passphrase was shown once");
  await page.getByText("It went another way").click();
  const other = page.locator("details").filter({ hasText: "It went another way" });
  await other.getByLabel("How").selectOption("plain-email");
  await other.getByLabel("To whom").fill("the council");
  await other.getByLabel("What").fill("a list");
  await other.getByLabel("Why").fill("funding");
  await other.getByRole("button", { name: "Put it on record" }).click();
  await page.getByRole("alert").getByRole("link", { name: "all-saints.16" }).waitFor();
});
