// A checkpoint is checked by a program that shares nothing with ours: Node's own Ed25519, and a few lines that follow C2SP's
// "signed note" and "tlog-checkpoint".

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash, createPublicKey, verify } from "node:crypto";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { begun } from "./program.mjs";

const PROGRAM = resolve(process.env.BELISHA ?? join(import.meta.dirname, "../../target/debug/belisha"));
// An Ed25519 key in DER begins so (RFC 8410).
const DER = Buffer.from("302a300506032b6570032100", "hex");

test("a checkpoint is a signed note as C2SP has it, over the lines that are there", async (t) => {
  const running = await begun(t, "jigsaw");
  await running.stop();
  const printed = execFileSync(PROGRAM, ["ledger", "head", "--data", running.data, "--json"], { encoding: "utf8" });
  const { key, lines, note, root } = JSON.parse(printed);
  const [text, signatures] = note.split("\n\n");
  const [origin, size, hash, ...more] = text.split("\n");
  assert.equal(more.length, 0);
  assert.equal(Number(size), lines);
  assert.equal(Buffer.from(hash, "base64").toString("hex"), root);
  const [, name, coded] = /^— (\S+) (\S+)$/mu.exec(signatures);
  assert.equal(name, origin);
  const bytes = Buffer.from(coded, "base64");
  const id = createHash("sha256").update(`${name}\n`).update(Buffer.from([1])).update(Buffer.from(key, "hex")).digest();
  assert.deepEqual(bytes.subarray(0, 4), id.subarray(0, 4));
  const signer = createPublicKey({ key: Buffer.concat([DER, Buffer.from(key, "hex")]), format: "der", type: "spki" });
  assert.ok(verify(null, Buffer.from(`${text}\n`), signer, bytes.subarray(4)));

  // The root over the lines, worked out anew (RFC 6962).
  const leaf = (line) => createHash("sha256").update(Buffer.from([0])).update(line).digest();
  const node = (left, right) => createHash("sha256").update(Buffer.from([1])).update(left).update(right).digest();
  const { DatabaseSync } = await import("node:sqlite").catch(() => ({}));
  if (DatabaseSync === undefined) return t.diagnostic("this Node has no SQLite: the root is not worked out anew");
  const database = new DatabaseSync(join(running.data, "belisha.db"), { readOnly: true });
  const rows = database.prepare("SELECT line FROM lines ORDER BY seq").all();
  const top = (leaves) => {
    if (leaves.length === 1) return leaves[0];
    let half = 1;
    while (half * 2 < leaves.length) half *= 2;
    return node(top(leaves.slice(0, half)), top(leaves.slice(half)));
  };
  assert.equal(rows.length, lines);
  assert.equal(top(rows.map((row) => leaf(Buffer.from(row.line)))).toString("hex"), root);
});
