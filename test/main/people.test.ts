// Room: test/main. `vatguard people`: who may sign in, at the computer itself, and the way back in for a manager who has forgotten the PIN.
// The records, the terminal, the program and its pages are real.

import { execFileSync, spawn } from "node:child_process";
import { chownSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import { ReadStream } from "node:tty";
import { expect, onTestFinished, test } from "vitest";
import { personId } from "../../src/domain/ids.ts";
import type { CommandIo } from "../../src/main/commands.ts";
import { runPeople } from "../../src/main/people.ts";
import { openPty, type Pty } from "../../src/sim/pty.ts";
import { verifyChain } from "../../src/store/chain.ts";
import { readSessions, readThrottles, writeSession, writeThrottle } from "../../src/store/people.ts";
import { Browser } from "../office/server/shed-office.ts";
import { type Bench, folder, freshStore, MORNING } from "../store/bench.ts";

type Said = { readonly code: number; readonly out: string; readonly err: string };
const PIN = "481593";

function collected() {
  const said = { out: "", err: "" };
  const to = (end: "out" | "err") =>
    new Writable({
      write(bytes, _encoding, done) {
        said[end] += String(bytes);
        done();
      },
    });
  return { said, stdout: to("out"), stderr: to("err") };
}

async function people(stdin: string | CommandIo["stdin"], ...args: readonly string[]): Promise<Said> {
  const { said, ...out } = collected();
  const from = typeof stdin === "string" ? Readable.from([stdin]) : stdin;
  return { code: await runPeople(args, { stdin: from, ...out }), ...said };
}

/** The records of a stopped program, with anna the manager and jo the milker: added once by the command itself, then copied. */
let added: Buffer | null = null;
async function stopped(): Promise<{ readonly bench: Bench; readonly data: readonly [string, string] }> {
  const bench = freshStore();
  bench.store.close();
  const data = ["--data", bench.dataDir] as const;
  if (added !== null) {
    writeFileSync(bench.path, added);
    return { bench, data };
  }
  for (const [who, name, role] of [
    ["anna", "Anna Berg", "manager"],
    ["jo", "Jo Marsh", "milker"],
  ] as const)
    expect(await people("730418\n", ...data, "--add", who, "--name", name, "--role", role)).toMatchObject({
      code: 0,
    });
  added = readFileSync(bench.path);
  return { bench, data };
}

const listed = async (data: readonly string[]): Promise<unknown[]> =>
  (await people("", ...data)).out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

test("the list names everybody with role and rights, and nothing that a PIN could be worked out from", async () => {
  const { data } = await stopped();
  const said = await people("", ...data);
  expect(said).toMatchObject({ code: 0, err: "" });
  const [anna] = said.out.split("\n");
  expect(JSON.parse(anna ?? "")).toEqual({
    person: "anna",
    name: "Anna Berg",
    role: "manager",
    active: true,
    since: expect.stringMatching(/Z$/),
    lastSignIn: null,
  });
  expect(said.out).not.toMatch(/scrypt|derived|pin/i);
});

test("another PIN is evidence by the console, ends the person's sessions and waits, and nobody else's", async () => {
  const { bench, data } = await stopped();
  const store = bench.reopen();
  for (const person of ["anna", "jo"])
    store.write((pen) => {
      writeSession(pen, {
        secretHash: `of ${person}`,
        person: personId(person),
        begunAt: MORNING,
        usedAt: MORNING,
      });
      for (const place of ["here", "network"])
        writeThrottle(pen, { what: `person ${place} ${person}`, wrong: 9, wait: 900_000 }, MORNING);
    });
  store.close();
  expect(await people(`${PIN}\n`, ...data, "--new-pin", "anna")).toMatchObject({
    code: 0,
    out: expect.stringContaining('"person":"anna"'),
    err: expect.stringContaining("Start the program again"),
  });
  const after = bench.reopen();
  expect(readSessions(after).map(({ person }) => person)).toEqual(["jo"]);
  expect(readThrottles(after).map(({ what }) => what)).toEqual(["person here jo", "person network jo"]);
  const last = after.db.prepare('SELECT "by", trusted, says FROM evidence ORDER BY seq DESC LIMIT 1').get();
  expect(last).toEqual({ by: "console", trusted: 0, says: "anna (Anna Berg) got another PIN." });
  expect(verifyChain(after.db, after.evidence)).toMatchObject({ good: true });
});

test("somebody's right ends and the list says so; the last manager's does not", async () => {
  const { data } = await stopped();
  expect(await people("", ...data, "--deactivate", "jo")).toMatchObject({ code: 0 });
  expect(await people("", ...data, "--deactivate", "jo")).toMatchObject({ code: 1, out: "" });
  const refused = await people("", ...data, "--deactivate", "anna");
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining("last manager") });
  expect(await listed(data)).toMatchObject([
    { person: "anna", active: true },
    { person: "jo", active: false },
  ]);
  expect(await people(PIN, ...data, "--new-pin", "jo")).toMatchObject({
    code: 1,
    err: expect.stringContaining("may sign in no more"),
  });
});

test.each([
  ["five digits", "48159"],
  ["letters", "secret"],
  ["nothing", ""],
  ["two lines", "481593\n481593\n"],
  ["one digit over and over", "777777"],
  ["more than anybody types", "4".repeat(100_000)],
])("a PIN of %s is refused with words that do not repeat it, and nothing is changed", async (_says, pin) => {
  const { bench, data } = await stopped();
  const before = bench.reopen().head();
  bench.store.close();
  const said = await people(pin, ...data, "--new-pin", "anna");
  expect(said).toMatchObject({ code: 1, out: "", err: expect.stringMatching(/PIN/) });
  if (pin !== "") expect(said.err).not.toContain(pin.trim());
  expect(bench.reopen().head()).toEqual(before);
});

test("wrong use is said all at once, with what would be right, and a PIN among the arguments is not repeated", async () => {
  const { data } = await stopped();
  const of = (...args: readonly string[]) => people("", ...data, ...args);
  expect(await of("--add", "Jo Marsh", "--role", "boss")).toMatchObject({
    code: 2,
    err: expect.stringMatching(/short name.*1 to 60 letters.*milker, manager, vet or auditor/s),
  });
  const orders = await of("--add", "jo.marsh", "--name", "Jo\u001b[2J", "--role", "vet");
  expect(orders).toMatchObject({ code: 2, err: expect.stringContaining("1 to 60 letters") });
  expect(orders.err).not.toContain("\u001b");
  expect(await of("--new-pin", "ana")).toMatchObject({
    code: 2,
    err: expect.stringMatching(/nobody of the short name "ana".*anna {2}Anna Berg/s),
  });
  const given = await of("--new-pin", "anna", PIN);
  expect(given).toMatchObject({ code: 2, err: expect.stringContaining("never written on the command line") });
  expect(given.err).not.toContain(PIN);
  expect(await of("--new-pin", "anna", "--deactivate", "jo")).toMatchObject({ code: 2 });
  expect(await of("--new-pin", "anna", "--role", "vet")).toMatchObject({ code: 2 });
  expect(await of("--deactivat", "jo")).toMatchObject({
    code: 2,
    err: expect.stringContaining("Did you mean --deactivate?"),
  });
  for (const name of ["anna", "console", "controller", "office"])
    expect(await of("--add", name, "--name", "X", "--role", "vet")).toMatchObject({
      code: 1,
      err: expect.stringContaining("taken"),
    });
  expect(await people("", "--data", folder())).toMatchObject({
    code: 2,
    err: expect.stringContaining("never were any"),
  });
});

test("while the program has the records nothing is done, and it says how to stop it", async () => {
  const { bench, data } = await stopped();
  bench.reopen();
  for (const args of [[], ["--new-pin", "anna"], ["--deactivate", "jo"]])
    expect(await people(PIN, ...data, ...args)).toMatchObject({
      code: 1,
      out: "",
      err: expect.stringMatching(/running.*stop it.*diverts/s),
    });
});

test.runIf(process.geteuid?.() === 0)(
  "records of another user are left alone: what root leaves there, the program could not open",
  async () => {
    const { bench, data } = await stopped();
    chownSync(bench.path, 65_534, 65_534);
    expect(await people("", ...data)).toMatchObject({
      code: 2,
      err: expect.stringContaining("sudo -u '#65534'"),
    });
    expect(statSync(bench.path).uid).toBe(65_534);
  },
);

/** A terminal as a shell hands it to a program: it shows what is typed, and hands on whole lines. */
async function terminal(): Promise<{
  pty: Pty;
  stdin: ReadStream;
  shows: () => string;
  settings: () => string;
}> {
  const pty = await openPty();
  execFileSync("stty", ["-F", pty.path, "sane"]);
  let shown = "";
  pty.onData((bytes) => {
    shown += String(bytes);
  });
  const file = await open(pty.path, "r+");
  const stdin = new ReadStream(file.fd);
  onTestFinished(() => {
    stdin.destroy();
    pty.unplug();
  });
  const settings = () => execFileSync("stty", ["-F", pty.path, "-a"], { encoding: "utf8" });
  return { pty, stdin, shows: () => shown, settings };
}

async function until(holds: () => boolean, what: string): Promise<void> {
  for (let waited = 0; !holds(); waited += 20) {
    if (waited > 60_000) throw new Error(`waited in vain for ${what}`);
    await new Promise((go) => setTimeout(go, 20));
  }
}

/** Types each line when it is asked for. */
async function typing(data: readonly string[], lines: readonly string[]) {
  const { pty, stdin, shows, settings } = await terminal();
  const { said, ...out } = collected();
  const done = runPeople([...data, "--new-pin", "anna"], { stdin, ...out });
  for (const [at, line] of lines.entries()) {
    await until(() => said.err.split(/: (?:\n|$)/).length > at + 1, `question ${at + 1}`);
    pty.write(Buffer.from(line));
  }
  return { code: await done, ...said, shown: shows(), settings: settings() };
}

test("at the terminal the PIN is asked for twice, again where the two differ, and is never shown", async () => {
  const { data } = await stopped();
  const told = await typing(data, ["481593\r", "481539\r", "48159\x7f93\r", "481593\r"]);
  expect(told).toMatchObject({ code: 0, err: expect.stringContaining("not the same") });
  expect(told.shown + told.err + told.out).not.toMatch(/4815/);
  expect(told.settings).toMatch(/ icanon .* echo /s);
});

test("Ctrl-C at the question changes nothing and leaves the terminal as it was", async () => {
  const { bench, data } = await stopped();
  const before = bench.reopen().head();
  bench.store.close();
  const told = await typing(data, ["481593\r", "\x03"]);
  expect(told).toMatchObject({ code: 1, err: expect.stringContaining("Nothing has been changed") });
  expect(told.settings).toMatch(/ icanon .* echo /s);
  expect(bench.reopen().head()).toEqual(before);
});

const DIST = process.env.VATGUARD_DIST ?? join(import.meta.dirname, "../../dist");
const PROGRAM = join(DIST, "main/vatguard.js");

/** The shipping program on a folder of its own. */
async function running(config: string, dataDir: string) {
  const child = spawn(process.execPath, [PROGRAM, "run", "--config", config, "--data", dataDir], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let says = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    says += text;
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await until(() => says.includes("The pages are at"), "the pages");
  return {
    url: /The pages are at (http\S+)/.exec(says)?.[1]?.replace(/\/$/, "") ?? "",
    code: /type the code (\S+)/.exec(says)?.[1],
    stop: async () => {
      child.kill("SIGTERM");
      await gone;
    },
  };
}

function command(stdin: string, ...args: readonly string[]): Promise<Said> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [PROGRAM, "people", ...args]);
    let [out, err] = ["", ""];
    child.stdout.on("data", (text) => {
      out += text;
    });
    child.stderr.on("data", (text) => {
      err += text;
    });
    child.once("close", (code) => resolve({ code: code ?? -1, out, err }));
    child.stdin.end(stdin);
  });
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });

test("the only manager has forgotten the PIN: stop the program, another PIN, start it, sign in", async () => {
  const dataDir = folder();
  const config = join(dataDir, "shed.yaml");
  const shed = readFileSync("config/in-bail-6.yaml", "utf8").replace(/^herd-file:.*\n/m, "");
  writeFileSync(config, shed.replace("layout:", `office:\n  port: ${await freePort()}\n\nlayout:`));
  const data = ["--data", dataDir];

  const first = await running(config, dataDir);
  const before = new Browser(() => first.url);
  const { code } = first;
  const setUp = await before.post("/api/set-up", { code, person: "anna", name: "Anna Berg", pin: "730418" });
  expect(setUp.status).toBe(200);
  // She tries what comes to mind, and has to wait.
  for (let times = 0; times < 4; times += 1)
    await new Browser(() => first.url).post("/api/sign-in", { person: "anna", pin: `26480${times}` });
  expect(await command(PIN, ...data, "--new-pin", "anna")).toMatchObject({
    code: 1,
    err: expect.stringContaining("The program is running"),
  });
  await first.stop();

  expect(await command(`${PIN}\n`, ...data, "--new-pin", "anna")).toMatchObject({ code: 0 });
  const second = await running(config, dataDir);
  expect(second.code).toBeUndefined();
  before.token = null;
  const old = new Browser(() => second.url);
  old.cookie = before.cookie;
  expect((await old.get("/api/people")).status).toBe(401);
  const anna = new Browser(() => second.url);
  expect((await anna.post("/api/sign-in", { person: "anna", pin: PIN })).status).toBe(200);
  const changes = (await anna.get("/api/changes")).text;
  expect(changes).toContain("anna (Anna Berg) got another PIN.");
  expect(changes).toContain('"by":"console"');
  const forgotten = await new Browser(() => second.url).post("/api/sign-in", {
    person: "anna",
    pin: "730418",
  });
  expect(forgotten.status).toBe(401);
  await second.stop();
}, 120_000);
