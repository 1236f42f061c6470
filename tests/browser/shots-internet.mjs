import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { DESK, PHONE, TABLET, launch, signIn } from "./chromium.mjs";
import { MANAGER, start } from "./program.mjs";
const to = process.argv[2];
await mkdir(to, { recursive: true });
const running = await start(["try", "--listen", "127.0.0.1:0", "--dns", "127.0.0.1:0", "--policy", process.env.POLICY ?? "beaumont"]);
const chrome = await launch();
try {
  for (const { name, ...screen } of [TABLET, PHONE, DESK]) {
    const context = await chrome.newContext({ ...screen, colorScheme: process.env.SCHEME ?? "light", reducedMotion: "reduce", locale: "en-GB" });
    const page = await context.newPage();
    await signIn(page, running.url, MANAGER);
    for (const [what, path] of Object.entries({ internet: "/internet", sites: "/internet/sites", children: "/internet/children", network: "/internet/network" })) {
      await page.goto(running.url + path);
      await page.screenshot({ path: join(to, `${what}-${name}.png`), fullPage: true });
    }
  }
} finally { await chrome.close(); await running.stop(); }
