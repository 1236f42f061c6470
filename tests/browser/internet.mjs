// A resolver upstream that is not the internet, and a Chromium that asks ours.

import { createSocket } from "node:dgram";
import { createServer } from "node:http";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { ARGUMENTS } from "./chromium.mjs";
import { folder } from "./program.mjs";
import { undo } from "./undo.mjs";

export const CERTIFICATE = join(import.meta.dirname, "fixtures/resolver.pem");
export const KEY = join(import.meta.dirname, "fixtures/resolver-key.pem");

/** Answers every question for an address with this machine's own; counts what is asked, by name. */
export async function upstream(test) {
  const socket = createSocket("udp4");
  const asked = new Map();
  socket.on("message", (bytes, from) => {
    let at = 12;
    const labels = [];
    while (bytes[at] !== 0) {
      labels.push(bytes.toString("ascii", at + 1, at + 1 + bytes[at]));
      at += bytes[at] + 1;
    }
    const name = labels.join(".").toLowerCase();
    asked.set(name, (asked.get(name) ?? 0) + 1);
    const kind = bytes.readUInt16BE(at + 1);
    const question = bytes.subarray(12, at + 5);
    const answer = kind === 1 ? Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1]) : Buffer.alloc(0);
    const head = Buffer.from([bytes[0], bytes[1], 0x81, 0x80, 0, 1, 0, kind === 1 ? 1 : 0, 0, 0, 0, 0]);
    socket.send(Buffer.concat([head, question, answer]), from.port, from.address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  undo(test, () => socket.close());
  return { at: `127.0.0.1:${socket.address().port}`, asked };
}

/** A site: every name that resolves leads to it. */
export async function site(test) {
  const server = createServer((_, answer) => answer.setHeader("content-type", "text/html").setHeader("connection", "close").end("<!doctype html><title>A site</title><h1>Songs for everybody</h1>"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  undo(test, () => server.close());
  return server.address().port;
}

/** A Chromium that asks for names at this address over HTTPS, and nowhere else. */
export async function asking(test, template) {
  const profile = await folder(test);
  await mkdir(profile, { recursive: true });
  await writeFile(join(profile, "Local State"), JSON.stringify({ dns_over_https: { mode: "secure", templates: template } }));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [...ARGUMENTS, "--ignore-certificate-errors"],
    ignoreDefaultArgs: ["--disable-features=ImprovedCookieControls"],
    locale: "en-GB",
  });
  undo(test, () => context.close());
  return context;
}
