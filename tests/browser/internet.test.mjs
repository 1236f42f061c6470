// The internet: shut, asked for, opened from the page, shut again; in a Chromium whose names come from our resolver.

import assert from "node:assert/strict";
import { test } from "node:test";
import { PHONE, TABLET, accessible, browser, fits, signIn } from "./browser.mjs";
import { CERTIFICATE, KEY, asking, site, upstream } from "./internet.mjs";
import { MANAGER, begunWith } from "./program.mjs";

/** A setting with its resolver, and a tablet that asks it: by a name in encrypted look-ups, and by its address. */
async function online(t, policy) {
  const [up, port] = await Promise.all([upstream(t), site(t)]);
  const dns = ["--dns", "127.0.0.1:0", "--dns-https", "127.0.0.1:0", "--dns-certificate", CERTIFICATE, "--dns-key", KEY];
  // Every name leads to the same port: of the site, or of the page that says why not.
  const running = await begunWith(t, policy, [...dns, "--upstream", up.at, "--inside-names", "--why-page", `127.0.0.45:${port}`]);
  const { manager, said } = running;
  await manager.give(
    { devices: { set: { device: "red", name: "Red tablet", kind: "tablet", store: "locked-cupboard", for_children: true } } },
    { network: { place: { device: "red", addresses: ["127.0.0.1"], name: "theredtablet" } } },
    { day: { open: {} } },
    { day: { in: { person: "nia" } } },
    { day: { "child-in": { child: "asha" } } },
    { day: { "child-in": { child: "ben" } } },
  );
  const https = /(127\.0\.0\.1:\d+)$/u.exec(said.find((line) => line.includes("is asked at")))[1];
  const tablet = await (await asking(t, `https://${https}/dns-query/theredtablet`)).newPage();
  const goes = (name) => tablet.goto(`http://${name}:${port}/`);
  /** Goes there until it is open; the door opens within a second. */
  const opens = async (name) => {
    for (const since = Date.now(); ; ) {
      const there = await goes(name).catch(() => null);
      if (there?.status() === 200) return;
      assert.ok(Date.now() - since < 5_000, `${name} never opened`);
    }
  };
  /** Goes to names that the browser has not been told yet: within a moment there are none while the door is shut. */
  const shut = async (name) => {
    for (const since = Date.now(), at = { next: 0 }; ; at.next += 1) {
      const said = await goes(`n${at.next}.${name}`).catch((error) => String(error));
      if (typeof said === "string" && said.includes("ERR_NAME_NOT_RESOLVED")) return;
      assert.ok(Date.now() - since < 5_000, `${name} never shut: ${said}`);
    }
  };
  return { ...running, tablet, goes, opens, shut };
}

test("jigsaw.6: shut; opened in a session with a tap; another site asked for with its clause; and shut again", async (t) => {
  const { url, manager, tablet, goes, opens, shut } = await online(t, "jigsaw");
  await manager.give({ sites: { approve: { site: "songs", title: "Songs", names: ["songs.example.org"], why: "looked at it" } } });
  await shut("songs.example.org");
  const page = await (await browser(t, TABLET)).newPage();
  await signIn(page, url, MANAGER);
  await page.getByRole("link", { name: "Internet", exact: true }).tap();
  await page.getByText("the children’s devices are shut").waitFor();
  await page.getByText("Red tablet (for children)").first().waitFor();

  // Three taps: the tablet is the only one and ticked, a child, the button.
  await page.getByLabel("Asha A.").tap();
  await page.getByRole("button", { name: "Open the internet for them" }).tap();
  await page.getByRole("status").getByText("Nia Rowan supervises 1 child online on Red tablet").waitFor();
  await accessible(page, "a session");
  await fits(page, "a session");
  await opens("songs.example.org");
  await tablet.getByRole("heading", { name: "Songs for everybody" }).waitFor();

  const answer = await goes("elsewhere.example.org");
  assert.equal(answer.status(), 403);
  await tablet.getByRole("heading", { name: "elsewhere.example.org is shut here" }).waitFor();
  await tablet.getByText("jigsaw.6").waitFor();
  await accessible(tablet, "the page in place of a site");
  await tablet.getByLabel("What it is wanted for").fill("the dinosaurs");
  await tablet.getByRole("button", { name: "Ask for this site" }).click();
  await tablet.getByRole("status").getByText("Asked.").waitFor();
  await page.goto(`${url}/internet/sites`);
  await page.getByText("the dinosaurs (at Red tablet").waitFor();
  await page.getByLabel("What you found when you looked at it").fill("pictures and sizes, nothing to type in");
  await page.getByRole("button", { name: "Approve it" }).first().tap();
  await page.getByRole("status").getByText("was approved").waitFor();
  await opens("pictures.elsewhere.example.org");

  await page.goto(`${url}/internet`);
  await page.getByRole("button", { name: "Shut it now" }).tap();
  await page.getByText("the children’s devices are shut").waitFor();
  await shut("songs.example.org");

  // What was looked up is on record with the session, and one tap makes a concern of what was refused.
  await page.waitForFunction(async () => (await (await fetch("/internet")).text()).includes("elsewhere.example.org: "));
  await page.goto(`${url}/internet`);
  await page.getByText(/answered, \d+ refused/u).first().tap();
  await page.getByText(/^songs\.example\.org: \d+ answered/u).waitFor();
  await page.getByRole("main").getByRole("link", { name: "Raise a concern" }).first().tap();
  assert.match(await page.getByRole("textbox", { name: /What did you see or hear/u }).inputValue(), /On Red tablet somebody tried to open/u);
});

test("information-security.7, .11: the supervisor leaves and the tablet is shut; what children are taught is on record", async (t) => {
  const { url, manager, opens, shut } = await online(t, "information-security");
  await manager.give({ sites: { approve: { site: "songs", title: "Songs", names: ["songs.example.org"], why: "looked at it" } } });
  await manager.give({ online: { open: { session: "s1", supervisor: "nia", devices: ["red"], children: ["asha"], purpose: "learning", minutes: 20 } } });
  await opens("songs.example.org");
  await manager.give({ day: { out: { person: "nia" } } });
  await shut("songs.example.org");

  const page = await (await browser(t, PHONE)).newPage();
  await signIn(page, url, MANAGER);
  await page.goto(`${url}/internet/children`);
  const form = page.locator("form").filter({ hasText: "What was talked about" }).first();
  await form.getByLabel("Asha A.").tap();
  await form.getByRole("button", { name: "Put it on record" }).tap();
  await page.getByRole("status").getByText("Mo Tern taught Asha A.").waitFor();
  await accessible(page, "what children are taught");
  await fits(page, "what children are taught");
  await page.goto(`${url}/internet/network`);
  await page.getByText("It answers at").waitFor();
});
