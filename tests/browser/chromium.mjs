// Chromium, the widths, and signing in: what tests and pictures share.

import { chromium } from "playwright-core";

export const ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const TABLET = { name: "tablet", viewport: { width: 1024, height: 768 }, hasTouch: true };
export const PHONE = { name: "phone", viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
export const DESK = { name: "desk", viewport: { width: 1440, height: 900 } };
export const WIDTHS = [TABLET, PHONE];

export const launch = (more = []) => chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: [...ARGUMENTS, ...more] });

/** Signs in with a name and a password. */
export async function signIn(page, url, { name, password, own = false }) {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("Your password").fill(password);
  // Whoever leads or safeguards says that a browser is the setting's; anybody else's is their own until it is enrolled.
  const settings = page.getByRole("radio", { name: "The setting's" });
  if (!own && await settings.count() > 0) await settings.check();
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${url}/`);
}
