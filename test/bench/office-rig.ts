// Room: test/bench. The whole program with its office for office.ts: installed, its records filled, its lines plugged in, started, watched.
// May live here: processes and what is read of them. May not: which figures are wanted.
// Invariant: everything it starts ends with it.

import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { readShed } from "../../src/config/read-shed.ts";
import type { CowFact } from "../../src/domain/holds/facts.ts";
import { bailNo, type CowId, type Eid, factId, personId, probeId, visitId } from "../../src/domain/ids.ts";
import { epochMs } from "../../src/domain/units.ts";
import { systemClock } from "../../src/main/system-clock.ts";
import type { Caller } from "../../src/office/contract/handlers.ts";
import { createLink, type OfficeLink } from "../../src/office/link.ts";
import { openRecords } from "../../src/office/office.ts";
import { createPeople } from "../../src/office/people/people.ts";
import type { Herd } from "../../src/sim/herd/generate.ts";
import { herdFileText } from "../../src/sim/herd/herd-file.ts";
import { openReplugablePty, type ReplugablePty } from "../../src/sim/pty.ts";
import { wl134Tag } from "../../src/sim/tag-bytes.ts";
import { writeTreatment } from "../../src/store/medicines.ts";
import { appendVisit, sumMilkings, type VisitRecord } from "../../src/store/shed-records.ts";
import type { Store } from "../../src/store/store.ts";
import { appendHour, HOUR_MS } from "../../src/store/temperatures.ts";
import { pause, until, wallNow } from "../system/rig.ts";
import type { FromBoards, ToBoards } from "./boards.ts";
import { herdWithHistory } from "./in-process.ts";

export const BAILS = 20;
export const COWS = 400;
/** Cows of whom something is entered while others are milked. */
const TREATED = 40;
const MILKINGS = 20;
const A_BOARD = 8;
const SWITCH_PINS = [2, 3, 4, 5, 6, 7, 8, 9];
const PIN = "730418";

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/** The compiled program as it is installed: pages, profiles and package.json in their places. */
export function install(dist: string): void {
  const root = process.cwd();
  symlinkSync(join(root, "config"), join(dist, "../config"));
  symlinkSync(join(root, "package.json"), join(dist, "../package.json"));
  const vite = [join(root, "node_modules/vite/bin/vite.js"), "build", "--logLevel", "warn"];
  const pages = ["--config", "src/office/ui/vite.config.ts", "--outDir", join(dist, "office/ui")];
  const built = spawnSync(process.execPath, [...vite, ...pages], { cwd: root, encoding: "utf8" });
  if (built.status !== 0) throw new Error(built.stderr);
}

const manager: Caller = {
  person: { person: personId("anna"), role: "manager" },
  at: systemClock.wall(),
  trusted: true,
};

/** Five years of facts, and whoever may be milked was looked at yesterday: as in a shed where CHECK is asked and answered. */
function benchHerd(): Herd {
  const herd = herdWithHistory(COWS);
  const at = epochMs(Date.now() - 24 * HOUR_MS);
  const looked = (cow: CowId): CowFact => ({
    kind: "looked-at",
    fact: factId(`${cow}-look`),
    cow,
    by: personId("bench"),
    recordedAt: at,
    at,
  });
  return { ...herd, cows: herd.cows.map((cow) => ({ ...cow, facts: [...cow.facts, looked(cow.cow)] })) };
}

/** Records of 400 cows with five years of facts, and so many days of readings every ten seconds, entered as a person would. */
export async function fill(
  config: string,
  dataDir: string,
  days: number,
): Promise<{ readonly facts: number }> {
  const shed = await readShed(config);
  if (!shed.ok) throw new Error(JSON.stringify(shed.error));
  const link: OfficeLink = createLink(
    {
      send(message) {
        if (message.kind === "table-published") {
          const { fingerprint } = message;
          queueMicrotask(() => link.heard({ kind: "in-force", fingerprint, why: "" }));
        }
        return true;
      },
    },
    systemClock,
  );
  const opened = await openRecords({
    shed: shed.value.config,
    dataDir,
    version: "bench",
    clock: systemClock,
    link,
    boot: "bench",
    staticFolder: "",
    remark: () => undefined,
  });
  if (!opened.ok) throw new Error(opened.error.says);
  const { herd, context, close } = opened.value;
  await herd.start();
  const made = benchHerd();
  const body = { entry: randomUUID(), text: herdFileText({ ...made, note: "bench" }) };
  const taken = await herd.handlers.importHerd({ params: {}, query: {}, body }, manager);
  if (!taken.ok) throw new Error(JSON.stringify(taken.error).slice(0, 2_000));
  const people = createPeople({ context, showSetupCode: () => undefined });
  const anna = { person: "anna", name: "Anna", role: "manager", pin: PIN } as const;
  const added = await people.handlers.addPerson({ params: {}, query: {}, body: anna }, manager);
  if (!added.ok) throw new Error(added.error.says);
  milked(context.store, made);
  book(context.store, made);
  const ends = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  for (let day = ends - days * 24 * HOUR_MS; day < ends; day += 24 * HOUR_MS) {
    context.store.write((pen) => {
      for (let hour = day; hour < day + 24 * HOUR_MS; hour += HOUR_MS) {
        const written = { by: "controller", at: epochMs(hour + HOUR_MS), trusted: true };
        const readings = readingsOf(hour);
        appendHour(context.store, pen, { probe: probeId("milk"), hour: epochMs(hour), readings }, written);
      }
    });
  }
  await close();
  return { facts: made.cows.reduce((sum, { facts }) => sum + facts.length, 0) };
}

/** The treatment book: a herd file brings facts alone, so each treatment of it gets its page. */
function book(store: Store, { cows }: Herd): void {
  for (const { cow, facts } of cows) {
    store.write((pen) => {
      for (const fact of facts) {
        if (fact.kind !== "treatment" || fact.lastDoseAt === null) continue;
        const dose = new Date(fact.lastDoseAt).toISOString();
        const page = {
          record: fact.fact,
          group: "",
          place: "",
          product: fact.row.label,
          version: fact.row.version,
          productName: fact.row.product,
          use: fact.row.givenAs,
          batch: null,
          batchNumber: "B-1",
          batchUseBy: null,
          supplier: "Example Vets",
          quantityEach: 1,
          unit: "tube",
          reason: "mastitis",
          dose: "1 tube",
          route: "into the quarter",
          quarters: ["right-hind"],
          firstDose: dose,
          lastDose: dose,
          lastDoseAt: fact.lastDoseAt,
          milkWords: "72 h and 6 milkings",
          meatWords: "10 days",
          esiWords: "21 days",
          vet: "",
          direction: "",
          note: "",
          givenBy: "Anna",
          late: false,
          supersedes: null,
        };
        const written = { by: "anna", at: fact.recordedAt, trusted: true };
        writeTreatment(pen, page, [cow], written);
      }
    });
  }
}

/** Ten days of milkings of every cow: without them no hold that counts milkings would ever end. */
function milked(store: Store, { cows }: Herd): void {
  for (let ago = MILKINGS; ago >= 1; ago -= 1) {
    const milking = 10_000 - ago;
    const began = Math.floor(Date.now() / HOUR_MS - 1 - ago * 12) * HOUR_MS;
    store.write((pen) => {
      for (const [n, { cow, eids, status }] of cows.entries()) {
        if (status !== "in-milk") continue;
        const at = epochMs(began + n * 15_000);
        const ended = epochMs(at + 8 * 60_000);
        const visit: VisitRecord = {
          visit: visitId(`${milking}-${n}`),
          milking,
          bail: bailNo(1 + (n % BAILS)),
          cow,
          eid: eids[0] ?? null,
          identity: null,
          opened: at,
          began: at,
          surely: at,
          ended,
          trusted: true,
          toVat: true,
          diverted: false,
          divertedFor: [],
          holds: [],
          facts: [],
          mayGo: [],
          counted: at,
        };
        appendVisit(pen, visit, { by: "controller", at: ended, trusted: true });
      }
      sumMilkings(store, pen);
    });
  }
}

/** Filled warm twice a day, cooled, held. */
const readingsOf = (hour: number) =>
  Array.from({ length: 360 }, (_, n) => {
    const celsius = 3.6 + 14 * Math.exp(-((hour / HOUR_MS) % 12) * 1.1) + Math.sin(n / 30) / 5;
    return { at: epochMs(hour + n * 10_000), raw: Math.round(celsius * 16) / 16, why: null, trusted: true };
  });

export type Plugged = Awaited<ReturnType<typeof plugIn>>;
/** Doubles of the boards in a process of their own, and a line for each reader. */
export async function plugIn(ports: string) {
  mkdirSync(ports);
  const count = Math.ceil(BAILS / A_BOARD);
  const list = Array.from({ length: count }, (_, i) => ({
    link: join(ports, `board-${i + 1}`),
    number: i + 1,
    closed: [],
  }));
  const boards = fork(join(import.meta.dirname, "boards.js"), [JSON.stringify(list)], { execArgv: [] });
  const lamps = new Map<number, readonly string[]>();
  const heard: { changed: (message: FromBoards & { kind: "lamps" }) => void } = { changed: () => undefined };
  let isReady = false;
  boards.on("message", (message: FromBoards) => {
    if (message.kind === "ready") isReady = true;
    else {
      lamps.set(message.board, message.lamps);
      heard.changed(message);
    }
  });
  await until("the boards", () => isReady, 20_000);
  const readers: ReplugablePty[] = [];
  for (let bail = 1; bail <= BAILS; bail += 1)
    readers.push(await openReplugablePty(join(ports, `reader-${bail}`)));
  const unplug = (): void => {
    boards.kill("SIGKILL");
    for (const reader of readers) reader.unplug();
  };
  return { boards, count, lamps, heard, readers, unplug };
}

export type Running = {
  readonly controller: number;
  readonly office: number;
  readonly stop: () => Promise<void>;
};
export type Started = {
  readonly running: Running;
  /** Milliseconds from the start of the process: table in force; the first page and the board answered; a bail on the page. */
  readonly inForce: number;
  readonly answered: number;
  readonly drawn: number;
  /** What both processes and their threads have worked by then, milliseconds: on a busy computer this says more than the time that passed. */
  readonly worked: { readonly inForce: number; readonly drawn: number };
};
export type StartOptions = {
  readonly config: string;
  readonly dataDir: string;
  readonly filled: string;
  readonly url: string;
  readonly dist: string;
  readonly children: string;
  /** Where process-watch.mjs writes; null: the processes are as they are shipped. */
  readonly watch: string | null;
  /** Opens the pit in a browser that is there already; resolves when a bail is on it. */
  readonly draw: () => Promise<void>;
};

/** Starts the program on a copy of the filled records. */
export async function start(options: StartOptions): Promise<Started> {
  const { config, dataDir, url, dist, watch } = options;
  cpSync(options.filled, dataDir, { recursive: true });
  const preload = join(options.children, "../bench/process-watch.mjs");
  const watched = watch === null ? {} : { VATGUARD_WATCH: watch, NODE_OPTIONS: `--import ${preload}` };
  const startedAt = wallNow();
  const controller = fork(join(options.children, "controller-process.mjs"), [config, dataDir], {
    env: { ...process.env, ...watched, VATGUARD_DIST: dist },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    execArgv: [],
  });
  const found = { inForceAt: 0, inForceWorked: 0, office: 0 };
  const workedNow = () =>
    childrenOf(controller.pid ?? 0).reduce((sum, pid) => sum + workedBy(pid), workedBy(controller.pid ?? 0));
  controller.on(
    "message",
    (message: { kind: string; wall: number; note?: { kind: string }; office?: { pid: number | null } }) => {
      if (message.note?.kind === "table-in-force" && found.inForceAt === 0) {
        found.inForceAt = message.wall;
        found.inForceWorked = workedNow();
      }
      if (message.kind === "state") found.office = message.office?.pid ?? 0;
    },
  );
  const answeredAt = await firstAnswer(url);
  await options.draw();
  const [drawnAt, drawnWorked] = [wallNow(), workedNow()];
  await until("the table", () => found.inForceAt > 0, 60_000);
  controller.send({ kind: "state" });
  await until("the office's number", () => found.office > 0, 10_000);
  return {
    running: { controller: controller.pid ?? 0, office: found.office, stop: () => stopped(controller) },
    inForce: found.inForceAt - startedAt,
    answered: answeredAt - startedAt,
    drawn: drawnAt - startedAt,
    worked: { inForce: found.inForceWorked, drawn: drawnWorked },
  };
}

async function firstAnswer(url: string): Promise<number> {
  for (const end = wallNow() + 60_000; wallNow() < end; await pause(10)) {
    const answers = await Promise.all(["/", "/api/board"].map((path) => fetch(url + path).catch(() => null)));
    await Promise.all(answers.map((one) => one?.text()));
    if (answers.every((one) => one?.status === 200)) return wallNow();
  }
  throw new Error("the pages did not come within a minute");
}

async function stopped(controller: ChildProcess): Promise<void> {
  controller.send({ kind: "stop" });
  await until("the end", () => controller.exitCode !== null || controller.signalCode !== null, 30_000);
}

export type Milked = {
  /** From the last byte of the tag into its line to the last byte of the lease out of the other. */
  readonly lines: readonly number[];
  /** Of that, the controller's own: bytes read to lease written. */
  readonly own: readonly number[];
};
type Watched = {
  readonly turns: readonly { readonly at: number; readonly took: number; readonly cpu: number }[];
  readonly leases: readonly { readonly at: number; readonly took: number }[];
};

/** What process-watch.mjs has noted of a process since it was asked last. */
export async function watched(folder: string, pid: number): Promise<Watched> {
  const file = join(folder, `${pid}.json`);
  rmSync(file, { force: true });
  process.kill(pid, "SIGUSR2");
  await until("what was noted", () => existsSync(file), 10_000);
  return JSON.parse(readFileSync(file, "utf8"));
}

/** Numbers of cows that never come to a bail here. */
export const treatedCows = (): readonly string[] =>
  benchHerd()
    .cows.slice(0, TREATED)
    .map(({ cow }) => cow);

/** So many visits one after the other. */
export async function milk(
  { boards, lamps, heard, readers }: Plugged,
  visits: number,
  { watch, controller }: { readonly watch: string; readonly controller: number },
): Promise<Milked> {
  const eids = benchHerd()
    .cows.slice(TREATED)
    .flatMap(({ eids: [eid], status }): Eid[] => (eid !== undefined && status === "in-milk" ? [eid] : []));
  await watched(watch, controller);
  const took: number[] = [];
  const spans: { from: number; to: number }[] = [];
  for (let visit = 0; visit < visits; visit += 1) {
    const bail = visit % BAILS;
    const [board, channel] = [Math.floor(bail / A_BOARD), bail % A_BOARD];
    const eid = eids[(visit * 7) % eids.length];
    const reader = readers[bail];
    if (eid === undefined || reader === undefined) continue;
    const move = (closed: boolean) =>
      boards.send({ board, pin: SWITCH_PINS[channel] ?? 0, closed } satisfies ToBoards);
    const lamp = () => lamps.get(board)?.[channel] ?? "off";
    if (lamp() !== "off") {
      move(false);
      await until("the bail empty", () => lamp() === "off", 10_000);
    }
    move(true);
    const asks = await until("the bail to ask", () => lamp() === "red-slow", 5_000).catch(() => false);
    if (!asks) {
      process.stderr.write(
        `bail ${bail + 1} did not ask: ${lamp()} (${[...lamps.values()].flat().join(" ")})\n`,
      );
      continue;
    }
    await pause(Math.random() * 20);
    const from = wallNow();
    const told = new Promise<number>((resolve) => {
      heard.changed = (message) => {
        if (message.board === board && message.lamps[channel] !== "red-slow") resolve(message.wall);
      };
      // A cow in CHECK keeps the lamp she had as a cow unread.
      setTimeout(() => resolve(Number.NaN), 1_000);
    });
    reader.write(wl134Tag(eid));
    const to = await told;
    if (Number.isNaN(to)) continue;
    took.push(to - from);
    spans.push({ from, to });
  }
  const { leases } = await watched(watch, controller);
  const own = spans.flatMap(({ from, to }) => {
    const lease = leases.find(({ at }) => at >= from && at <= to);
    return lease === undefined ? [] : [lease.took];
  });
  return { lines: took, own };
}

export type Person = {
  /** Milliseconds until the whole answer was there. */
  readonly ask: (path: string, method?: string, body?: object) => Promise<number>;
  /** For what needs the PIN once more: it counts for two minutes. */
  readonly givePin: () => Promise<void>;
  readonly cookie: { readonly name: string; readonly value: string };
  /** Keeps a page's event stream open until the signal. */
  readonly watchLive: (signal: AbortSignal) => void;
};
/** Signed in, as a page is. */
export async function signIn(url: string): Promise<Person> {
  const origin = { origin: url, "content-type": "application/json" };
  const first = await fetch(`${url}/api/session`);
  const token = String(Object(await first.json()).token ?? "");
  const answer = await fetch(`${url}/api/sign-in`, {
    method: "POST",
    headers: { ...origin, "x-vatguard-token": token },
    body: JSON.stringify({ person: "anna", pin: PIN }),
  });
  const session = Object(await answer.json());
  const cookie = (answer.headers.getSetCookie()[0] ?? "").split(";")[0] ?? "";
  const [name = "", value = ""] = cookie.split("=");
  const headers = { ...origin, cookie, "x-vatguard-token": String(session.token) };
  return {
    cookie: { name, value },
    givePin: async () => {
      await fetch(`${url}/api/pin`, { method: "POST", headers, body: JSON.stringify({ pin: PIN }) });
    },
    async ask(path, method = "GET", body) {
      const at = performance.now();
      // A content type without a body is refused, as is a body where the route has none.
      const { "content-type": type, ...bare } = headers;
      const sent =
        body === undefined
          ? { headers: method === "GET" ? { cookie } : bare }
          : { headers: { ...bare, "content-type": type }, body: JSON.stringify(body) };
      const reply = await fetch(url + path, { method, ...sent });
      const text = await reply.text();
      if (reply.status !== 200) throw new Error(`${path}: ${reply.status} ${text.slice(0, 500)}`);
      return performance.now() - at;
    },
    watchLive(signal) {
      const read = async () => {
        const stream = await fetch(`${url}/api/live`, { headers: { cookie }, signal });
        const reader = stream.body?.getReader();
        while (reader !== undefined && !(await reader.read()).done);
      };
      void read().catch(() => undefined);
    },
  };
}

const childrenOf = (pid: number): readonly number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
    .split(" ")
    .filter((one) => one.trim() !== "")
    .map(Number);
/** Milliseconds of the processor that all threads of a process which still live have had. */
export const workedBy = (pid: number): number =>
  readdirSync(`/proc/${pid}/task`).reduce(
    (sum, thread) =>
      sum + Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]) / 1e6,
    0,
  );

const numberIn = (pid: number, file: string, name: string): number =>
  Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/${file}`, "utf8"))?.[1] ?? 0);
export const memoryOf = (pid: number) => ({
  residentMb: Math.round(numberIn(pid, "status", "VmRSS") / 1_000),
  ownMb: Math.round(numberIn(pid, "status", "RssAnon") / 1_000),
  mostMb: Math.round(numberIn(pid, "status", "VmHWM") / 1_000),
});
/** The backup that a folder without one gets at once: waited for, so that it is in no figure. */
export const backedUp = (dataDir: string): Promise<true> =>
  until(
    "the first backup",
    () =>
      existsSync(join(dataDir, "office", "backups")) &&
      readdirSync(join(dataDir, "office", "backups")).some((name) => name.endsWith(".sha256")),
    180_000,
  );
/** Bytes of whole blocks that a process had written to the disk. */
export const writtenBy = (pid: number): number => numberIn(pid, "io", "write_bytes");
