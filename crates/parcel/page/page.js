
// Opens the parcel in this page. It can reach no address: the page's content security policy forbids all of them.
// The format, and what it does not protect, is in docs/formats/parcel.md.
"use strict";

const MAGIC = "belisha parcel";
const VERSION = 1;
const HEADER = 48;
const CHECKSUM = 32;
const ITERATIONS_MIN = 600000;
const ITERATIONS_MAX = 10000000;
const WORDS = 6;
// A file beside the page is sealed in chunks, each on its own: docs/formats/vault.md.
const BESIDE_MAGIC = new TextEncoder().encode("BELVLT1\n");
const CHUNK = 65536;
const SEALED_CHUNK = CHUNK + 16;
// So much of it is in memory at once: 4 MiB.
const CHUNKS_AT_ONCE = 64;

const BESIDE_WRONG = "this is not one of the files below, or it was damaged on its way. If it should be one, ask the sender to send it again.";
const CANNOT = "This browser cannot open the parcel: it has no encryption for this file. Save the file to a computer and open it there with an up-to-date Chrome, Edge, Firefox or Safari.";
const DAMAGED = "This parcel is damaged: a part of it is missing or was changed on its way. Ask the sender to send it again.";
const EMPTY = "Type the passphrase first.";
const WRONG = "That passphrase does not open this parcel. Check each word, and ask the sender to spell them if need be.";

const at = (id) => document.getElementById(id);

const decode = (text) => {
  const letters = atob(text.replace(/\s+/g, ""));
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i += 1) bytes[i] = letters.charCodeAt(i);
  return bytes;
};

// The parts of the payload; undefined when it is damaged. The checksum tells damage from a wrong passphrase.
const unpack = async () => {
  const bytes = decode(at("parcel").textContent);
  if (bytes.length < HEADER + CHECKSUM) return undefined;
  const body = bytes.subarray(0, bytes.length - CHECKSUM);
  const checksum = bytes.subarray(bytes.length - CHECKSUM);
  const is = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  if (is.some((byte, i) => byte !== checksum[i])) return undefined;
  const numbers = new DataView(body.buffer, body.byteOffset);
  const iterations = numbers.getUint32(16);
  const known = String.fromCharCode(...body.subarray(0, 14)) === MAGIC && numbers.getUint16(14) === VERSION;
  if (!known || iterations < ITERATIONS_MIN || iterations > ITERATIONS_MAX) return undefined;
  return { header: body.subarray(0, HEADER), iterations, salt: body.subarray(20, 36), nonce: body.subarray(36, 48), sealed: body.subarray(HEADER) };
};

// As the sealing program has it: letters in lower case, one hyphen for each run of anything else.
const normal = (typed) => typed.replace(/[^A-Za-z]+/g, "-").replace(/^-|-$/g, "").toLowerCase();

// The plaintext; undefined when the passphrase is another.
const unseal = async ({ header, iterations, salt, nonce, sealed }, passphrase) => {
  const words = await crypto.subtle.importKey("raw", new TextEncoder().encode(passphrase), "PBKDF2", false, ["deriveKey"]);
  const work = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  const key = await crypto.subtle.deriveKey(work, words, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
  const how = { name: "AES-GCM", iv: nonce, additionalData: header, tagLength: 128 };
  return crypto.subtle.decrypt(how, key, sealed).catch(() => undefined);
};

// Throws when the plaintext is not what a sealing program writes.
const read = (plain) => {
  const start = 4 + new DataView(plain).getUint32(0);
  const head = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(plain.slice(4, start)));
  let next = start;
  const files = head.files.map(({ name, size }) => ({ name: safe(name), bytes: plain.slice(next, (next += size)) }));
  if (next !== plain.byteLength) throw new Error("the sizes do not add up");
  const beside = (head.beside || []).map((it) => ({ name: safe(it.name), sealed: safe(it.sealed), size: it.size, key: decode(it.key) }));
  return { from: String(head.from), message: String(head.message), files, beside };
};

// No folders, no control characters, nothing that turns the direction of writing or that Windows forbids.
const safe = (name) =>
  name
    .split(/[/\\]/)
    .pop()
    .replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, "")
    .replace(/[<>:"|?*]/g, "_")
    .replace(/^[ .]+|[ .]+$/g, "") || "file";

const size = (bytes) => {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1000000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1000000).toFixed(1)} MB`;
};

// Text that turns nothing around it, whichever way it is written.
const isolated = (text) => {
  const element = document.createElement("bdi");
  element.textContent = text;
  return element;
};

// The type is never the file's own, so that no browser shows it in place of this page.
const blob = (parts) => new Blob(parts, { type: "application/octet-stream" });

// A link that saves.
const link = (name, contents) => {
  const saves = document.createElement("a");
  saves.className = "save";
  saves.href = URL.createObjectURL(contents);
  saves.download = name;
  saves.append("Save ", isolated(name), ` (${size(contents.size)})`);
  saves.addEventListener("click", () => (at("status").textContent = `${name} is being saved. Your browser shows where.`));
  return saves;
};

const item = (...what) => {
  const element = document.createElement("li");
  element.append(...what);
  return element;
};

// A chunk opened; rejects when the key is another, or a byte was changed, moved or dropped.
const chunk = (key, index, last, sealed) => {
  const iv = new Uint8Array(12);
  new DataView(iv.buffer).setBigUint64(3, BigInt(index));
  iv[11] = last ? 1 : 0;
  return crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: BESIDE_MAGIC, tagLength: 128 }, key, sealed);
};

// A file beside the page, opened piece by piece; rejects when it is another file or was changed.
const openBeside = async (file, companion, tell) => {
  const key = await crypto.subtle.importKey("raw", companion.key, "AES-GCM", false, ["decrypt"]);
  const count = Math.max(1, Math.ceil(companion.size / CHUNK));
  const parts = [];
  for (let first = 0; first < count; first += CHUNKS_AT_ONCE) {
    const start = BESIDE_MAGIC.length + first * SEALED_CHUNK;
    const sealed = await file.slice(start, start + CHUNKS_AT_ONCE * SEALED_CHUNK).arrayBuffer();
    const chunks = [];
    for (let i = first; i < Math.min(first + CHUNKS_AT_ONCE, count); i += 1) {
      const from = (i - first) * SEALED_CHUNK;
      chunks.push(chunk(key, i, i + 1 === count, sealed.slice(from, from + SEALED_CHUNK)));
    }
    // A browser may keep on disk what is in a blob.
    parts.push(blob(await Promise.all(chunks)));
    tell(Math.min(first + CHUNKS_AT_ONCE, count) / count);
  }
  return blob(parts);
};

// How long a companion is when it is sealed.
const sealedLength = ({ size: bytes }) => BESIDE_MAGIC.length + bytes + 16 * Math.max(1, Math.ceil(bytes / CHUNK));

// Opens one of the files that were chosen, whatever it is called by now; undefined when it is none of this page's.
const companionOf = async (file, companions, tell) => {
  const named = (it) => (it.sealed === file.name ? 0 : 1);
  const alike = companions.filter((it) => sealedLength(it) === file.size).sort((a, b) => named(a) - named(b));
  for (const companion of alike) {
    const opened = await openBeside(file, companion, tell).catch(() => undefined);
    if (opened) return { companion, opened };
  }
  return undefined;
};

const waiting = (companion) => {
  const text = document.createElement("span");
  text.append(isolated(companion.sealed), `: not opened yet (${size(companion.size)})`);
  return item(text);
};

const offerBeside = (companions) => {
  const items = new Map(companions.map((companion) => [companion, waiting(companion)]));
  at("companions").append(...items.values());
  at("beside").hidden = companions.length === 0;
  at("choose").addEventListener("change", async () => {
    const refused = [];
    const chosen = [...at("choose").files];
    at("choose").disabled = true;
    at("beside-error").textContent = "";
    for (const file of chosen) {
      const tell = (part) => (at("status").textContent = `Opening ${file.name}: ${Math.round(100 * part)} %`);
      const found = await companionOf(file, companions, tell);
      if (found) items.get(found.companion).replaceChildren(link(found.companion.name, found.opened));
      else refused.push(file.name);
    }
    at("choose").disabled = false;
    at("choose").value = "";
    const opened = chosen.length - refused.length;
    at("status").textContent = opened ? `${opened} opened: save what you want to keep.` : "";
    if (refused.length) at("beside-error").textContent = `${refused.join(", ")}: ${BESIDE_WRONG}`;
  });
};

const show = ({ from, message, files, beside }) => {
  at("title").replaceChildren("A parcel from ", isolated(from));
  at("message").textContent = message || "There is no message.";
  at("files").append(...files.map(({ name, bytes }) => item(link(name, blob([bytes])))));
  at("files-hint").textContent = files.length ? at("files-hint").textContent : "There are no files.";
  at("files").hidden = files.length === 0;
  offerBeside(beside);
  at("passphrase").value = "";
  at("sealed").hidden = true;
  at("opened").hidden = false;
  at("status").textContent = "The parcel is open.";
  at("heading").focus();
};

const busy = (is) => {
  at("progress").hidden = !is;
  at("passphrase").readOnly = is;
  at("open").setAttribute("aria-disabled", String(is));
  at("status").textContent = is ? "Opening. This can take some seconds." : "";
};

const refuse = (why) => {
  at("error").textContent = why;
  at("passphrase").setAttribute("aria-invalid", "true");
  at("passphrase").focus();
};

const stop = (why) => {
  at("instead").hidden = true;
  at("sealed").hidden = true;
  at("problem").textContent = why;
};

const wrong = (passphrase) => {
  const typed = passphrase.split("-").length;
  return typed === WORDS ? WRONG : `${WRONG} It has six words; you typed ${typed}.`;
};

const attempt = async (parcel) => {
  if (at("open").getAttribute("aria-disabled") === "true") return;
  at("error").textContent = "";
  at("passphrase").removeAttribute("aria-invalid");
  const passphrase = normal(at("passphrase").value);
  if (!passphrase) return refuse(EMPTY);
  busy(true);
  try {
    const plain = await unseal(parcel, passphrase);
    busy(false);
    if (plain) show(read(plain));
    else refuse(wrong(passphrase));
  } catch {
    busy(false);
    stop(DAMAGED);
  }
};

document.addEventListener("DOMContentLoaded", async () => {
  if (!globalThis.crypto || !crypto.subtle) return stop(CANNOT);
  const parcel = await unpack().catch(() => undefined);
  if (!parcel) return stop(DAMAGED);
  at("form").addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(parcel);
  });
  at("instead").hidden = true;
  at("sealed").hidden = false;
});
