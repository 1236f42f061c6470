// Pictures in a real browser: permission first, the camera of an enrolled tablet, files with progress, refused ones with their
// clause, a part covered for good, a permission taken back and what is then to be called back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { PHONE, TABLET, WIDTHS, accessible, browser, fits, launch, signIn } from "./browser.mjs";
import { MANAGER, begun } from "./program.mjs";
import { undo } from "./undo.mjs";

/** A setting whose manager sits at an enrolled tablet, with a camera on the register and one child permitted. */
async function withPictures(t, policy) {
  const running = await begun(t, policy);
  const camera = { device: "camera", name: "The camera", kind: "camera", store: "locked-cupboard", make: "Heron", model: "H10", serial: "HX-4410" };
  await running.manager.give(
    { devices: { set: camera } },
    { permissions: { answer: { child: "asha", by: "Asha's mother", how: "paper", answers: { "learning journey": true, display: true, page: true } } } },
    { permissions: { answer: { child: "ben", by: "Ben's father", how: "paper", answers: { "learning journey": true, display: false } } } },
    { day: { open: {} } },
    { day: { "child-in": { child: "asha" } } },
    { day: { "child-in": { child: "ben" } } },
  );
  return running;
}

/** A JPEG that says what made it: drawn by the browser, EXIF put in front here. */
async function drawn(page, { make = "Heron", model = "H10", serial = "HX-4410" } = {}) {
  const bytes = await page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [800, 600];
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#9cf";
    pen.fillRect(0, 0, 800, 600);
    pen.fillStyle = "#f5a400";
    pen.fillRect(300, 200, 200, 250);
    pen.fillStyle = `rgb(${Math.floor(performance.now()) % 255}, 80, 80)`;
    pen.fillRect(50, 50, 60, 60);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
    return [...new Uint8Array(await blob.arrayBuffer())];
  });
  const words = [
    [0x010f, make],
    [0x0110, model],
  ];
  const tiff = Buffer.alloc(400);
  tiff.write("II*\0", 0, "latin1");
  tiff.writeUInt32LE(8, 4);
  let at = 200;
  const entry = (place, tag, word) => {
    tiff.writeUInt16LE(tag, place);
    tiff.writeUInt16LE(2, place + 2);
    tiff.writeUInt32LE(word.length + 1, place + 4);
    if (word.length < 4) tiff.write(word, place + 8, "latin1");
    else {
      tiff.writeUInt32LE(at, place + 8);
      tiff.write(word, at, "latin1");
      at += word.length + 2;
    }
  };
  tiff.writeUInt16LE(3, 8);
  entry(10, ...words[0]);
  entry(22, ...words[1]);
  tiff.writeUInt16LE(0x8769, 34);
  tiff.writeUInt16LE(4, 36);
  tiff.writeUInt32LE(1, 38);
  tiff.writeUInt32LE(60, 42);
  tiff.writeUInt16LE(1, 60);
  entry(62, 0xa431, serial);
  const payload = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff]);
  const head = Buffer.from([0xff, 0xe1, (payload.length + 2) >> 8, (payload.length + 2) & 255]);
  return Buffer.concat([Buffer.from(bytes.slice(0, 2)), head, payload, Buffer.from(bytes.slice(2))]);
}

const file = (name, buffer) => ({ name, mimeType: "image/jpeg", buffer });

async function intake(page, url, { purpose, children, files }) {
  await page.goto(`${url}/pictures/import`);
  await page.getByLabel("What for").selectOption(purpose);
  for (const name of children) await page.getByRole("checkbox", { name }).check();
  await page.getByLabel("Pictures and recordings").setInputFiles(files);
  await page.getByRole("button", { name: "Take them in" }).click();
}

for (const width of WIDTHS) {
  test(`jigsaw.14, 16 and 18, ${width.name}: files are taken in or refused, each with its clause; one is covered; a permission taken back calls uses back`, async (t) => {
    const { url, manager } = await withPictures(t, "jigsaw");
    const page = await (await browser(t, width)).newPage();
    await signIn(page, url, MANAGER);
    await page.goto(`${url}/pictures`);
    await page.getByText("There are no pictures yet.").waitFor();
    await accessible(page, "no pictures");
    await fits(page);

    const good = await drawn(page);
    const files = [
      file("ours.jpg", good),
      file("somebodys.jpg", await drawn(page, { serial: "ANOTHER" })),
      file("phone.jpg", await drawn(page, { make: "Corvid", model: "Phone 9" })),
      file("a-zip.jpg", Buffer.from("PK\x03\x04 not a picture at all")),
      file("half.jpg", good.subarray(0, 3000)),
    ];
    await intake(page, url, { purpose: "display", children: ["Asha A."], files });
    await page.getByText("look at it").waitFor();
    const line = (name) => page.locator("[data-results] li").filter({ hasText: name });
    await line("somebodys.jpg").getByRole("link", { name: "jigsaw.14" }).waitFor();
    await line("phone.jpg").getByRole("link", { name: "jigsaw.16" }).waitFor();
    await line("a-zip.jpg").getByText("a zip archive").waitFor();
    await line("half.jpg").getByText(/cut short|does not say/u).waitFor();
    await accessible(page, "some refused");
    await fits(page);

    // Ben's parents said no to displays: he is marked before, and refused after.
    await page.goto(`${url}/pictures/import`);
    await page.getByLabel("What for").selectOption("display");
    await page.locator("label.refused").filter({ hasText: "Ben B." }).getByText("■ not for this").waitFor();
    await intake(page, url, { purpose: "display", children: ["Ben B."], files: [file("ben.jpg", await drawn(page))] });
    await line("ben.jpg").getByRole("link", { name: "jigsaw.18" }).waitFor();

    await page.goto(`${url}/pictures`);
    await page.locator("ul.pictures a").first().click();
    await page.locator("figure img").waitFor();
    const size = await page.locator("figure img").evaluate(async (img) => (await img.decode(), [img.naturalWidth, img.naturalHeight]));
    assert.deepEqual(size, [800, 600]);
    await accessible(page, "a picture");
    await fits(page);
    const bytes = await page.evaluate(async () => {
      const answer = await fetch(document.querySelector("figure img").src);
      return { kept: answer.headers.get("cache-control"), text: new TextDecoder("latin1").decode(await answer.arrayBuffer()) };
    });
    assert.equal(bytes.kept, "no-store");
    for (const word of ["Exif", "Heron", "HX-4410"]) assert.ok(!bytes.text.includes(word), `${word} leaves with the picture`);

    await page.getByRole("button", { name: "Put this use on record" }).first().click();
    await page.getByText("a display inside", { exact: true }).first().waitFor();

    // On the wall: one sheet, without names.
    await page.getByRole("link", { name: /^Print it/u }).click();
    await page.getByRole("heading", { name: "To print for a display" }).waitFor();
    await page.locator("figure img").evaluate((img) => img.decode());
    await accessible(page, "a sheet to print");
    await fits(page);
    if (process.env.LOOK) await page.screenshot({ path: `${process.env.LOOK}/sheet-${width.name}.png` });
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.getByRole("heading").count(), 0, "paper has the picture alone");
    assert.ok(!(await page.locator("main").innerText()).includes("Asha"), "paper has no name");
    if (process.env.LOOK) await page.screenshot({ path: `${process.env.LOOK}/sheet-paper-${width.name}.png` });
    await page.emulateMedia({ media: "screen" });
    await page.getByRole("link", { name: "Back to the picture" }).click();

    await page.getByRole("link", { name: "Cover a part for good" }).click();
    await page.getByRole("button", { name: "Add a cover" }).click();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Shift+ArrowDown");
    await page.getByLabel("sweatshirt").check();
    await accessible(page, "covering");
    await fits(page);
    await page.getByRole("button", { name: "Make the covered picture" }).click();
    await page.getByText("A new picture was made.").waitFor();
    const grey = await page.locator("figure img").evaluate(async (img) => {
      await img.decode();
      const canvas = Object.assign(document.createElement("canvas"), { width: img.naturalWidth, height: img.naturalHeight });
      const pen = canvas.getContext("2d");
      pen.drawImage(img, 0, 0);
      return [...pen.getImageData(400, 300, 1, 1).data].slice(0, 3);
    });
    assert.ok(grey.every((value) => Math.abs(value - 96) < 6), `what is covered is grey: ${grey}`);

    await manager.give({ permissions: { withdraw: { child: "asha", purpose: "display", by: "Asha's mother", how: "in-person" } } });
    await page.goto(`${url}/pictures`);
    await page.getByRole("heading", { name: "To be called back" }).waitFor();
    await page.getByText(/take it down from a display/u).waitFor();
    await accessible(page, "to be called back");
    await fits(page);
    await page.getByLabel("What was done").fill("taken down and shredded");
    await page.getByRole("button", { name: "It is done" }).click();
    await page.getByRole("heading", { name: "To be called back" }).waitFor({ state: "detached" });
  });
}

test("the camera of an enrolled tablet puts a picture and a recording straight into the vault", async (t) => {
  const { url } = await withPictures(t, "all-saints");
  const chrome = await launch(["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]);
  undo(t, () => chrome.close());
  const { name: _, ...screen } = TABLET;
  const context = await chrome.newContext({ ...screen, permissions: ["camera"], locale: "en-GB" });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await signIn(page, url, MANAGER);
  await page.goto(`${url}/camera`);
  await page.getByText("Pictures are made on an enrolled tablet").waitFor();
  await page.goto(`${url}/devices/red`);
  await page.getByText("Sign in with PINs on this tablet").click();
  await page.getByRole("button", { name: "Enrol this tablet" }).click();
  await page.goto(`${url}/camera`);
  await page.getByText("With Red tablet.").waitFor();
  await accessible(page, "camera");
  await page.getByLabel("What for").selectOption("display");
  await page.getByRole("checkbox", { name: "Ben B." }).check();
  await page.getByText("■ Ben B. may not be in pictures for this.").waitFor();
  await page.getByRole("checkbox", { name: "Ben B." }).uncheck();
  await page.getByRole("checkbox", { name: "Asha A." }).check();
  await page.getByRole("button", { name: "Take the picture" }).click();
  await page.getByText("✓ taken in").waitFor();
  await page.getByRole("button", { name: "Record" }).click();
  await page.waitForTimeout(2500);
  await page.getByRole("button", { name: "Stop recording" }).click();
  const recording = page.locator("[data-results] li").filter({ hasText: "recording of" });
  await recording.getByText("✓ taken in").waitFor();
  await recording.getByRole("link").click();
  const length = await page.locator("video").evaluate((video) => new Promise((done, failed) => {
    if (video.readyState >= 1) done(video.videoWidth);
    video.addEventListener("loadedmetadata", () => done(video.videoWidth));
    video.addEventListener("error", () => failed(new Error(video.error?.message)));
  }));
  assert.ok(length > 0, "the cleaned recording plays");
});

test("parents answer by their own link, on a phone, and take it back; events say who has not permitted", async (t) => {
  const { url } = await withPictures(t, "jigsaw");
  const page = await (await browser(t, PHONE)).newPage();
  await signIn(page, url, MANAGER);
  await page.goto(`${url}/permissions`);
  await accessible(page, "permissions");
  await fits(page);
  await page.goto(`${url}/permissions/asha`);
  await accessible(page, "a child's permissions");
  await fits(page);
  await page.getByRole("button", { name: "Make a link" }).click();
  const link = await page.locator("#link").innerText();
  const parent = await (await browser(t, PHONE)).newPage();
  await parent.goto(link);
  await parent.getByRole("heading", { name: "Pictures of Asha" }).waitFor();
  await accessible(parent, "a parent's page");
  await fits(parent);
  const event = parent.getByRole("group", { name: "other parents at events" });
  await event.getByLabel("Yes").check();
  await parent.getByLabel(/^Your name/u).fill("Asha's mother");
  await parent.getByRole("button", { name: "Send my answers" }).click();
  await parent.getByText("Your answers are on record").waitFor();

  await page.goto(`${url}/events`);
  await page.getByLabel("What it is called").fill("Sports day");
  await page.getByLabel("On").fill(new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10));
  await page.getByRole("button", { name: "Plan it" }).click();
  await page.getByRole("link", { name: "Sports day" }).click();
  await page.getByText("■ No").waitFor();
  await page.getByText("1 of 2 families have not said yes").waitFor();
  await page.getByRole("link", { name: "Ben B." }).waitFor();
  await accessible(page, "an event");
  await fits(page);
  await page.goto(`${url}/pictures/month`);
  await accessible(page, "a month");
  await fits(page);
  await page.goto(`${url}/journeys/asha`);
  await accessible(page, "a journey");
  await fits(page);
  assert.equal((await parent.goto(`${url}/parents/nobody`)).status(), 404);
});

test("all-saints.39: what a family takes along is one sealed file with one passphrase", async (t) => {
  const { url } = await withPictures(t, "all-saints");
  const page = await (await browser(t, TABLET)).newPage();
  await signIn(page, url, MANAGER);
  await page.goto(`${url}/pictures/import`);
  await intake(page, url, { purpose: "display", children: ["Asha A."], files: [file("ours.jpg", await drawn(page))] });
  await page.getByText("look at it").waitFor();
  await page.goto(`${url}/journeys/asha`);
  await page.getByRole("button", { name: "Seal it" }).click();
  await page.getByRole("heading", { name: "The sealed export is ready" }).waitFor();
  await accessible(page, "an export");
  await fits(page);
  if (process.env.LOOK) await page.screenshot({ path: `${process.env.LOOK}/export.png`, fullPage: true });
  const words = await page.locator("#passphrase").innerText();
  assert.equal(words.split(/[\s-]+/u).length, 6);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download the export" }).click()]);
  assert.equal(download.suggestedFilename(), "sealed-parcel.html");
});
