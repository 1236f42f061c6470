// A browser for a test, and what is checked of every page.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after } from "node:test";
import { launch } from "./chromium.mjs";
import { undo } from "./undo.mjs";

export * from "./chromium.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];
/** What a page may take to change, in milliseconds; nothing waits this long unless it is broken. */
const PATIENCE_MS = 10_000;

let launched;
after(async () => (await launched)?.close());

/**
 * A browser of its own: its cookies, its width. What a page complains of fails the test, and so does what its content
 * security policy blocks: the policy is in force in every test.
 */
export async function browser(test, width, options = {}) {
  launched ??= launch();
  const { name: _, ...screen } = width;
  const context = await (await launched).newContext({ ...screen, reducedMotion: "reduce", locale: "en-GB", ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const complaints = [];
  context.on("weberror", (error) => complaints.push(String(error.error())));
  context.on("console", (message) => {
    // Refused pages, and the end of the program, are no fault of the page.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) complaints.push(message.text());
  });
  undo(test, async () => {
    await context.close();
    assert.deepEqual(complaints, [], "the browser complained");
  });
  return context;
}

const nameOf = (page) => `${new URL(page.url()).pathname} at ${page.viewportSize().width} px`;

/** Nothing that axe finds, by WCAG 2.2 AA and best practice. What is folded away is opened first. */
export async function accessible(page, where = nameOf(page)) {
  await page.evaluate(AXE);
  const found = await page.evaluate(async (tags) => {
    for (const details of document.querySelectorAll("main details")) details.open = true;
    const { violations } = await globalThis.axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
    const shown = (nodes) => nodes.slice(0, 3).map((node) => `${node.html.slice(0, 200)} (${node.failureSummary})`);
    return violations.map(({ id, help, nodes }) => `${id}: ${help}, ${nodes.length} times: ${shown(nodes).join(" | ")}`);
  }, AXE_TAGS);
  assert.deepEqual(found, [], `axe: ${where}`);
}

/** Nothing is wider than the screen. */
export async function fits(page, where = nameOf(page)) {
  const over = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const wide = [...document.querySelectorAll("main *")].filter((element) => element.getBoundingClientRect().right > width + 1);
    return { by: document.documentElement.scrollWidth - width, first: wide[0]?.outerHTML.slice(0, 120) };
  });
  assert.ok(over.by <= 0, `${where} is ${over.by} px too wide: ${over.first}`);
}
