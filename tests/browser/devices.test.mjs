// Devices: taken out, put back, counted.

import assert from "node:assert/strict";
import { test } from "node:test";
import { TABLET, WIDTHS, accessible, browser, fits, signIn } from "./browser.mjs";
import { MANAGER, begun } from "./program.mjs";

async function take(page, url, device, purpose, offPremises = false) {
  await page.goto(`${url}/devices/${device}`);
  await page.getByLabel("Who").selectOption({ label: "Nia Rowan" });
  await page.getByLabel("What for").fill(purpose);
  if (offPremises) await page.getByLabel("It leaves the premises").check();
  await page.getByRole("button", { name: "Take it", exact: true }).click();
}

for (const width of WIDTHS) {
  test(`jigsaw.5, ${width.name}: a tablet that is not back at the count is named by the alarm`, async (t) => {
    const { url, manager } = await begun(t, "jigsaw");
    await manager.give({ day: { open: {} } });
    const page = await (await browser(t, width)).newPage();
    await signIn(page, url, MANAGER);
    await page.goto(`${url}/devices`);
    await accessible(page);
    await fits(page);
    await take(page, url, "red", "observation");
    await page.getByText("Nia Rowan has it for observation").waitFor();
    await accessible(page, "a device that is out");
    await fits(page);
    await take(page, url, "blue", "planning");
    await page.getByRole("button", { name: "Put back, no picture is left on it" }).click();
    await page.getByRole("button", { name: "Take it", exact: true }).waitFor();

    await page.goto(url);
    await page.getByRole("region", { name: "Devices out" }).getByText("Red tablet").waitFor();
    await page.getByLabel("The camera is not there").check();
    await page.getByRole("button", { name: "Counted: close the day" }).click();
    const wrong = page.getByRole("region", { name: /^What is wrong/u });
    const red = wrong.getByRole("listitem").filter({ hasText: "Red tablet is not back in its store: Nia Rowan took it." });
    await red.getByRole("link", { name: "jigsaw.5" }).waitFor();
    assert.equal(await wrong.getByText("Blue tablet").count(), 0, "what is back is not named");
    await accessible(page, "closed with one missing");

    await page.goto(`${url}/devices/red`);
    await page.getByRole("button", { name: "Put back, no picture is left on it" }).click();
    await page.getByRole("button", { name: "Take it", exact: true }).waitFor();
    await page.goto(url);
    assert.equal(await page.getByText("Red tablet is not back").count(), 0, "back, and the alarm is gone");
  });
}

test("jigsaw.5: a device ticked as missing at the count is named, though nobody took it", async (t) => {
  const { url, manager } = await begun(t, "jigsaw");
  await manager.give({ day: { open: {} } });
  const page = await (await browser(t, TABLET)).newPage();
  await signIn(page, url, MANAGER);
  await page.getByLabel("Blue tablet is not there").check();
  await page.getByRole("button", { name: "Counted: close the day" }).click();
  await page.getByText("Blue tablet is not back in its store.").waitFor();
});

test("jigsaw.3: a tablet for another purpose is refused with the clause, and nothing is written", async (t) => {
  const { url, manager } = await begun(t, "jigsaw");
  await manager.give({ day: { open: {} } });
  const page = await (await browser(t, TABLET)).newPage();
  await signIn(page, url, MANAGER);
  const before = await manager.today();
  await take(page, url, "red", "watching films");
  const alert = page.getByRole("alert");
  await alert.getByText("They serve four purposes").waitFor();
  await alert.getByRole("link", { name: "jigsaw.3" }).waitFor();
  await alert.getByRole("listitem").filter({ hasText: "observation" }).waitFor();
  await accessible(page, "refused");
  await page.getByRole("link", { name: "Go back" }).click();
  await page.waitForURL(`${url}/devices/red`);
  const after = await manager.today();
  assert.deepEqual([after.lines, after.devices_out], [before.lines, []]);
});

test("jigsaw.4: a tablet does not leave the premises", async (t) => {
  const { url, manager } = await begun(t, "jigsaw");
  await manager.give({ day: { open: {} } });
  const page = await (await browser(t, TABLET)).newPage();
  await signIn(page, url, MANAGER);
  await take(page, url, "red", "observation", true);
  await page.getByRole("alert").getByRole("link", { name: "jigsaw.4" }).waitFor();
  assert.deepEqual((await manager.today()).devices_out, []);
});

test("jigsaw.5: the day is not closed while children are in, and says which", async (t) => {
  const { url, manager } = await begun(t, "jigsaw");
  await manager.give({ day: { open: {} } }, { day: { "child-in": { child: "asha" } } });
  const page = await (await browser(t, TABLET)).newPage();
  await signIn(page, url, MANAGER);
  await page.getByRole("button", { name: "Counted: close the day" }).click();
  await page.getByRole("alert").getByText("Children are still signed in: Asha A.").waitFor();
});
