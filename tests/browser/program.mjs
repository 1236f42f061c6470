// Starts the program, and fills a setting over its own HTTP interface. Every test has a setting of its own.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { undo } from "./undo.mjs";

const PROGRAM = resolve(process.env.BELISHA ?? join(import.meta.dirname, "../../target/debug/belisha"));

/** The manager of every setting that `begun` makes. */
export const MANAGER = { name: "Mo Tern", password: "otter lamp gravel" };

/** Starts the program and waits for the line with its address. What it has printed is in `said`. */
export async function start(args) {
  if (!existsSync(PROGRAM)) throw new Error(`no program at ${PROGRAM}: build it, or set BELISHA`);
  const child = spawn(PROGRAM, args, { stdio: ["ignore", "pipe", "pipe"] });
  const said = [];
  const complained = [];
  child.stderr.on("data", (bytes) => complained.push(bytes.toString()));
  const url = await new Promise((found, failed) => {
    child.once("error", failed);
    child.once("close", (code) => failed(new Error(`the program ended (${code}): ${said.join("\n")}\n${complained.join("")}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      said.push(line);
      const address = /Belisha is at\s+(http:\/\/[\d.]+:\d+)\//u.exec(line);
      if (address) found(address[1]);
    });
  });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "close");
    child.kill("SIGTERM");
    await ended;
  };
  return { url, said, complained, stop };
}

/** A folder that is gone when the test ends. */
export async function folder(test) {
  const path = await mkdtemp(join(tmpdir(), "belisha-browser-"));
  undo(test, () => rm(path, { recursive: true, force: true }));
  return path;
}

/** A running setting over an empty folder. */
export async function empty(test, more = []) {
  const data = await folder(test);
  const running = await start(["serve", "--data", data, "--listen", "127.0.0.1:0", ...more]);
  undo(test, running.stop);
  return { ...running, data };
}

/** A populated setting, as `belisha try` makes it. */
export async function populated(test, policy) {
  const running = await start(["try", "--listen", "127.0.0.1:0", "--dns", "127.0.0.1:0", "--policy", policy]);
  undo(test, running.stop);
  const pins = running.said.flatMap((line) => /^ {4}(\S+ \S+)\s+(\d{6})$/u.exec(line)?.slice(1, 3).join(":") ?? []);
  return { ...running, pins };
}

const form = (fields) => new URLSearchParams(fields).toString();

/** One client of the HTTP interface, with the cookies of a browser. */
export class Client {
  #cookies = new Map();

  constructor(url) {
    this.url = url;
  }

  async send(path, { method = "GET", body, type, headers = {} } = {}) {
    const cookie = [...this.#cookies].map((pair) => pair.join("=")).join("; ");
    const answer = await fetch(this.url + path, {
      method,
      body,
      redirect: "manual",
      headers: { ...(cookie && { cookie }), ...(type && { "content-type": type }), ...headers },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [name, value] = line.split(";", 1)[0].split(/=(.*)/su);
      this.#cookies.set(name, value);
    }
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  }

  post(path, fields, headers) {
    return this.send(path, { method: "POST", body: form(fields), type: "application/x-www-form-urlencoded", headers });
  }

  /** Gives commands; one that is refused fails the test. */
  async give(...commands) {
    for (const command of commands) {
      const answer = await this.send("/api/commands", { method: "POST", body: JSON.stringify(command), type: "application/json" });
      if (answer.status !== 200) throw new Error(`${JSON.stringify(command)}: ${answer.status} ${answer.text}`);
    }
  }

  async today() {
    return JSON.parse((await this.send("/api/today")).text);
  }

  signIn(name, password) {
    return this.post("/sign-in", { name, secret: password, device: "setting" });
  }
}

/** A setting that has begun: a manager, three who work there, two children, three devices. The day is not open. */
export const begun = (test, policy) => begunWith(test, policy, []);

/** The same, with more said to the program. */
export async function begunWith(test, policy, more) {
  const running = await empty(test, more);
  const manager = new Client(running.url);
  const answer = await manager.post("/start", {
    policy,
    setting: "Amber Lane Preschool",
    number: "01632 960123",
    from: "08:30",
    to: "15:30",
    name: MANAGER.name,
    password: MANAGER.password,
    again: MANAGER.password,
  });
  if (answer.status !== 200) throw new Error(`first run: ${answer.status} ${answer.text}`);
  const add = (person, name, roles) => ({ people: { add: { person, name, roles, counted: true, level: 3 } } });
  const device = (id, name, kind) => ({ devices: { set: { device: id, name, kind, store: "locked-cupboard" } } });
  await manager.give(
    add("nia", "Nia Rowan", ["practitioner"]),
    add("oli", "Oli Finch", ["practitioner"]),
    add("bea", "Bea Hazel", ["deputy", "dsl"]),
    { children: { add: { child: "asha", name: "Asha A.", born: "2023-02-01", family: "" } } },
    { children: { add: { child: "ben", name: "Ben B.", born: "2023-03-01", family: "" } } },
    device("red", "Red tablet", "tablet"),
    device("blue", "Blue tablet", "tablet"),
    device("camera", "The camera", "camera"),
  );
  return { ...running, manager };
}

/** What the manager hands to somebody as their first password or PIN. */
export const FIRST = { password: "harbour velvet spoon", pin: "860472" };
const NAMES = { nia: "Nia Rowan", oli: "Oli Finch", bea: "Bea Hazel" };

/** Sets the first PIN or password of somebody, as the manager does on their page. */
export async function firstSecret(manager, person, kind) {
  const answer = await manager.post(`/people/${person}/secret`, { kind, secret: FIRST[kind] });
  if (answer.status !== 303) throw new Error(`${kind} of ${person}: ${answer.status}`);
}

/** In the place of a first password somebody chooses their own. */
export async function chooseOwn(url, name, given) {
  const own = new Client(url);
  await own.signIn(name, FIRST.password);
  const chosen = await own.post("/own-secret", { secret: given, again: given });
  if (chosen.headers.get("location") !== "/") throw new Error(`own password of ${name}: ${chosen.status}`);
}

/** Somebody has a PIN or a password of their own: the manager sets a first one, and they choose theirs. */
export async function secret(manager, person, kind, given) {
  await firstSecret(manager, person, kind);
  if (kind === "password") return chooseOwn(manager.url, NAMES[person], given);
  const tablet = new Client(manager.url);
  await tablet.signIn(MANAGER.name, MANAGER.password);
  await tablet.post("/devices/blue/enrolment", {});
  await tablet.post("/sign-in", { person, secret: FIRST.pin });
  const chosen = await tablet.post("/own-secret", { secret: given, again: given });
  if (chosen.headers.get("location") !== "/") throw new Error(`own PIN of ${person}: ${chosen.status}`);
}
