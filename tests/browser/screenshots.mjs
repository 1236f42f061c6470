// Saves a picture of every page at three widths: node screenshots.mjs FOLDER

import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DESK, PHONE, TABLET, launch, signIn } from "./chromium.mjs";
import { MANAGER, start } from "./program.mjs";

const to = process.argv[2];
if (!to) {
  console.error("node screenshots.mjs FOLDER");
  process.exit(2);
}
await mkdir(to, { recursive: true });
const policy = process.env.POLICY ?? "jigsaw";
const scheme = process.env.SCHEME ?? "light";
const data = await mkdtemp(join(tmpdir(), "belisha-pictures-"));
const [running, first, chrome] = await Promise.all([
  start(["try", "--listen", "127.0.0.1:0", "--policy", policy]),
  start(["serve", "--data", data, "--listen", "127.0.0.1:0"]),
  launch(),
]);
try {
  for (const { name, ...screen } of [TABLET, PHONE, DESK]) {
    const context = await chrome.newContext({ ...screen, colorScheme: scheme, reducedMotion: "reduce", locale: "en-GB" });
    const page = await context.newPage();
    const take = (what) => page.screenshot({ path: join(to, `${what}-${name}.png`), fullPage: true });
    await page.goto(`${first.url}/`);
    await take("first-run");
    await page.goto(`${first.url}/start?policy=${policy}`);
    await take("first-run-details");
    await page.goto(`${running.url}/sign-in`);
    await take("sign-in");
    await signIn(page, running.url, MANAGER);
    const pages = {
      today: "/",
      ask: "/ask",
      "ask-no": "/ask?q=use+my+phone+in+the+play+room",
      policy: "/policy",
      clause: `/policy/clauses/${policy}.10`,
      due: "/due",
      devices: "/devices",
      device: "/devices/tablet-1",
      people: "/people",
      person: "/people/p0",
      visitors: "/visitors",
      outings: "/outings",
      concerns: "/concerns",
      "concern-new": "/concerns/new",
      bodies: "/bodies",
      "second-proof": "/second-proof",
      child: "/children/c0",
      internet: "/internet",
      "internet-sites": "/internet/sites",
      "internet-children": "/internet/children",
      "internet-network": "/internet/network",
      pictures: "/pictures",
      "pictures-import": "/pictures/import",
      "pictures-month": "/pictures/month",
      permissions: "/permissions",
      events: "/events",
      journey: "/journeys/c0",
      words: "/words",
      channels: "/channels",
      posts: "/posts",
      sending: "/sending",
      training: "/training",
      signing: "/signing",
      "code-adults": "/codes/adults",
      "code-children": "/codes/children",
      families: "/families",
      library: "/library",
      report: "/report",
      assessments: "/assessments",
      "assessment-new": "/assessments/new",
      friendships: "/friendships",
      tools: "/tools",
      log: "/log",
      settings: "/settings",
      help: "/help",
    };
    for (const [what, path] of Object.entries(pages)) {
      await page.goto(running.url + path);
      await take(what);
    }
    await page.goto(`${running.url}/concerns`);
    const concern = page.locator("ul.rows a").first();
    if (await concern.count()) {
      await concern.click();
      await take("concern");
    }
    await page.goto(`${running.url}/pictures`);
    const picture = page.locator('main a[href^="/pictures/"]:has(img)').first();
    if (await picture.count()) {
      await picture.click();
      await take("picture");
      await page.goto(`${page.url()}/cover`);
      await take("picture-cover");
    }
    await page.goto(`${running.url}/devices/tablet-3`);
    const purpose = page.getByLabel("What for");
    if (await purpose.count()) {
      await purpose.fill("watching films");
      await page.getByRole("button", { name: "Take it", exact: true }).click();
      await page.waitForLoadState();
      // Some policies do not mind.
      if (await page.getByRole("heading", { name: "Not done" }).count()) await take("refused");
    }
    await context.close();
  }
} finally {
  await Promise.all([running.stop(), first.stop(), chrome.close()]);
  await rm(data, { recursive: true, force: true });
}
