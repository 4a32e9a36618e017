// Room: test/bench. The whole program with its office, as processes: start to deciding and to the pages, the API and the bails while cows are milked
// and while the heaviest reports run, memory of both, bytes written. JSON lines on stdout, words on stderr. Started by run.mjs (--part office).
// Each figure carries the load of the computer then: on a busy one only ratios within one run mean much. --quick: a month of readings, few visits.

import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { readShed } from "../../src/config/read-shed.ts";
import { personId, probeId } from "../../src/domain/ids.ts";
import { epochMs } from "../../src/domain/units.ts";
import { systemClock } from "../../src/main/system-clock.ts";
import type { Caller } from "../../src/office/contract/handlers.ts";
import { createLink, type OfficeLink } from "../../src/office/link.ts";
import { openRecords } from "../../src/office/office.ts";
import { createPeople } from "../../src/office/people/people.ts";
import { generateHerd } from "../../src/sim/herd/generate.ts";
import { herdFileText } from "../../src/sim/herd/herd-file.ts";
import { openReplugablePty, type ReplugablePty } from "../../src/sim/pty.ts";
import { wl134Tag } from "../../src/sim/tag-bytes.ts";
import { appendHour, HOUR_MS } from "../../src/store/temperatures.ts";
import { pause, until, wallNow } from "../system/rig.ts";
import type { FromBoards, ToBoards } from "./boards.ts";
import { yaml } from "./real.ts";

const { values } = parseArgs({
  options: {
    dist: { type: "string", default: "" },
    children: { type: "string", default: "" },
    commit: { type: "string", default: "unknown" },
    quick: { type: "boolean", default: false },
  },
});
const BAILS = 20;
const A_BOARD = 8;
const SWITCH_PINS = [2, 3, 4, 5, 6, 7, 8, 9];
const COWS = 400;
const VISITS_A_DAY = 800;
const DAYS = values.quick ? 30 : 365;
const STARTS = values.quick ? 2 : 5;
const VISITS = values.quick ? 60 : 200;
const IDLE_S = values.quick ? 20 : 60;
const PIN = "730418";

const tell = (figure: string, target: string, value: object): void => {
  const said = { ...value, load: Number((loadavg()[0] ?? 0).toFixed(1)) };
  process.stdout.write(`${JSON.stringify({ figure, commit: values.commit, target, ...said })}\n`);
  process.stderr.write(`${figure}: ${JSON.stringify(said)}${target === "" ? "" : ` (${target})`}\n`);
};
const quantiles = (taken: readonly number[]) => {
  const sorted = taken.toSorted((a, b) => a - b);
  const at = (q: number): number =>
    Number((sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN).toFixed(1));
  return { p50: at(0.5), p99: at(0.99), p999: at(0.999), max: at(1), samples: sorted.length };
};

const folder = mkdtempSync(join(tmpdir(), "vatguard-bench-office-"));
const ports = join(folder, "ports");
const config = join(folder, "shed.yaml");
const filled = join(folder, "filled");
const root = process.cwd();

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/** The compiled program as it is installed: pages, profiles and package.json in their places. */
function install(): void {
  symlinkSync(join(root, "config"), join(values.dist, "../config"));
  symlinkSync(join(root, "package.json"), join(values.dist, "../package.json"));
  const vite = [join(root, "node_modules/vite/bin/vite.js"), "build", "--logLevel", "warn"];
  const pages = ["--config", "src/office/ui/vite.config.ts", "--outDir", join(values.dist, "office/ui")];
  const built = spawnSync(process.execPath, [...vite, ...pages], { cwd: root, encoding: "utf8" });
  if (built.status !== 0) throw new Error(built.stderr);
}

const manager: Caller = {
  person: { person: personId("anna"), role: "manager" },
  at: systemClock.wall(),
  trusted: true,
};

/** Records of 400 cows and so many days of readings every ten seconds, entered as a person would. */
async function fill(): Promise<void> {
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
    dataDir: filled,
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
  const made = generateHerd({ cows: COWS, seed: 1, now: epochMs(Date.now()) });
  const body = { entry: randomUUID(), text: herdFileText({ ...made, note: "bench" }) };
  const taken = await herd.handlers.importHerd({ params: {}, query: {}, body }, manager);
  if (!taken.ok) throw new Error(JSON.stringify(taken.error));
  const people = createPeople({ context, showSetupCode: () => undefined });
  const anna = { person: "anna", name: "Anna", role: "manager", pin: PIN } as const;
  const added = await people.handlers.addPerson({ params: {}, query: {}, body: anna }, manager);
  if (!added.ok) throw new Error(added.error.says);
  const ends = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  for (let day = ends - DAYS * 24 * HOUR_MS; day < ends; day += 24 * HOUR_MS) {
    context.store.write((pen) => {
      for (let hour = day; hour < day + 24 * HOUR_MS; hour += HOUR_MS) {
        const readings = Array.from({ length: 360 }, (_, n) => ({
          at: epochMs(hour + n * 10_000),
          raw:
            Math.round((3.6 + 14 * Math.exp(-((hour / HOUR_MS) % 12) * 1.1) + Math.sin(n / 30) / 5) * 16) /
            16,
          why: null,
          trusted: true,
        }));
        const written = { by: "controller", at: epochMs(hour + HOUR_MS), trusted: true };
        appendHour(context.store, pen, { probe: probeId("milk"), hour: epochMs(hour), readings }, written);
      }
    });
  }
  await close();
}

type Shed = Awaited<ReturnType<typeof plugIn>>;
async function plugIn() {
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
  return { boards, count, lamps, heard, readers };
}

type Running = {
  readonly controller: ChildProcess;
  readonly officePid: () => Promise<number>;
  readonly stop: () => Promise<void>;
};
/** Starts the program on a copy of the filled records; gives when it decided and when its pages answered. */
async function start(shed: Shed, url: string, dataDir: string) {
  cpSync(filled, dataDir, { recursive: true });
  const startedAt = wallNow();
  let inForceAt = 0;
  let boardsAt = 0;
  shed.heard.changed = ({ wall }) => {
    // Told by a double only when its lamps change: at the first start of all.
    if (boardsAt === 0 && shed.lamps.size === shed.count) boardsAt = wall;
  };
  const controller = fork(join(values.children, "controller-process.mjs"), [config, dataDir], {
    env: { ...process.env, VATGUARD_DIST: values.dist },
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    execArgv: [],
  });
  let pid = 0;
  controller.on(
    "message",
    (message: { kind: string; wall: number; note?: { kind: string }; office?: { pid: number } }) => {
      if (message.note?.kind === "table-in-force" && inForceAt === 0) inForceAt = message.wall;
      if (message.kind === "state") pid = message.office?.pid ?? 0;
    },
  );
  let pageAt = 0;
  for (const end = wallNow() + 60_000; pageAt === 0 && wallNow() < end; await pause(10)) {
    const answers = await Promise.all(["/", "/api/board"].map((path) => fetch(url + path).catch(() => null)));
    await Promise.all(answers.map((one) => one?.text()));
    if (answers.every((one) => one?.status === 200)) pageAt = wallNow();
  }
  await until("the table", () => inForceAt > 0, 60_000);
  const running: Running = {
    controller,
    officePid: async () => {
      pid = 0;
      controller.send({ kind: "state" });
      return until("the office's number", () => pid, 10_000);
    },
    stop: async () => {
      controller.send({ kind: "stop" });
      await until("the end", () => controller.exitCode !== null || controller.signalCode !== null, 30_000);
    },
  };
  return {
    running,
    deciding: Math.max(inForceAt, boardsAt) - startedAt,
    page: pageAt - startedAt,
  };
}

/** So many visits one after the other; from the last byte of the tag to the last byte of the lease. */
async function milk(
  shed: Shed,
  visits: number,
  stopped: () => boolean = () => false,
): Promise<readonly number[]> {
  const cows = generateHerd({ cows: COWS, seed: 1, now: epochMs(Date.now()) }).cows.filter(
    ({ eids, status }) => eids.length > 0 && status === "in-milk",
  );
  const took: number[] = [];
  for (let visit = 0; visit < visits && !stopped(); visit += 1) {
    const bail = visit % BAILS;
    const [board, channel] = [Math.floor(bail / A_BOARD), bail % A_BOARD];
    const eid = cows[(visit * 7) % cows.length]?.eids[0];
    const reader = shed.readers[bail];
    if (eid === undefined || reader === undefined) continue;
    const move = (closed: boolean) =>
      shed.boards.send({ board, pin: SWITCH_PINS[channel] ?? 0, closed } satisfies ToBoards);
    const lamp = () => shed.lamps.get(board)?.[channel] ?? "off";
    if (lamp() !== "off") {
      move(false);
      await until("the bail empty", () => lamp() === "off", 10_000);
    }
    move(true);
    await until("the bail to ask", () => lamp() === "red-slow", 10_000);
    await pause(Math.random() * 20);
    const at = wallNow();
    const told = new Promise<number>((resolve) => {
      shed.heard.changed = (message) => {
        if (message.board === board && message.lamps[channel] !== "red-slow") resolve(message.wall);
      };
      // A cow in CHECK keeps the lamp she had as a cow unread.
      setTimeout(() => resolve(Number.NaN), 1_000);
    });
    reader.write(wl134Tag(eid));
    const now = await told;
    if (!Number.isNaN(now)) took.push(now - at);
  }
  return took;
}

/** Signed in, as a page is. */
async function signIn(url: string) {
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
  const headers = { ...origin, cookie, "x-vatguard-token": String(session.token) };
  return async (path: string, method = "GET"): Promise<number> => {
    const at = performance.now();
    const reply = await fetch(url + path, {
      method,
      headers: method === "GET" ? { cookie } : headers,
      ...(method === "GET" ? {} : { body: "{}" }),
    });
    await reply.arrayBuffer();
    if (reply.status !== 200) throw new Error(`${path}: ${reply.status}`);
    return performance.now() - at;
  };
}
type Ask = Awaited<ReturnType<typeof signIn>>;

const PATHS = [
  "/api/board",
  "/api/withheld",
  "/api/cows?limit=50",
  "/api/visits?limit=50",
  "/api/treatments?limit=50",
  "/api/upkeep",
];
async function askOn(ask: Ask, stopped: () => boolean): Promise<ReadonlyMap<string, number[]>> {
  const took = new Map<string, number[]>(PATHS.map((path) => [path, []]));
  while (!stopped()) {
    for (const path of PATHS) took.get(path)?.push(await ask(path));
    await pause(100);
  }
  return took;
}

/** The heaviest there is, all at once and again and again. */
async function report(ask: Ask, stopped: () => boolean): Promise<readonly number[]> {
  const curves: number[] = [];
  const to = new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS);
  const from = new Date(to.getTime() - DAYS * 24 * HOUR_MS);
  const curve = `/api/vat/curve?from=${from.toISOString()}&to=${to.toISOString()}&points=1000`;
  while (!stopped()) {
    const [took] = await Promise.all([
      ask(curve),
      ask("/api/treatments.csv"),
      ask("/api/chain/verify", "POST").catch(() => 0),
      ask("/api/backups", "POST").catch(() => 0),
    ]);
    curves.push(took);
  }
  return curves;
}

const numberIn = (pid: number | undefined, file: string, name: string): number =>
  Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/${file}`, "utf8"))?.[1] ?? 0);
const memoryOf = (pid: number | undefined) => ({
  residentMb: Math.round(numberIn(pid, "status", "VmRSS") / 1_000),
  ownMb: Math.round(numberIn(pid, "status", "RssAnon") / 1_000),
});
const writtenBy = (pids: readonly (number | undefined)[]): number =>
  pids.reduce<number>((sum, pid) => sum + numberIn(pid, "io", "write_bytes"), 0);

async function page(url: string): Promise<object> {
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  const opened = await browser.newPage();
  const at = performance.now();
  await opened.goto(url);
  await opened.getByRole("button", { name: /^Bail 1/ }).waitFor();
  const drawn = performance.now() - at;
  const paint = await opened.evaluate(
    "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null",
  );
  await browser.close();
  return {
    firstPaintMs: typeof paint === "number" ? Math.round(paint) : null,
    pitDrawnMs: Math.round(drawn),
  };
}

async function figures(shed: Shed, url: string): Promise<void> {
  const starts: { deciding: number; page: number }[] = [];
  for (let n = 1; n < STARTS; n += 1) {
    const { running, ...took } = await start(shed, url, join(folder, `data-${n}`));
    starts.push(took);
    await running.stop();
  }
  const dataDir = join(folder, "data");
  const { running, ...took } = await start(shed, url, dataDir);
  starts.push(took);
  tell(
    `start of the process → table in force (at the first start: and every board leased), ${COWS} cows, ms`,
    "< 1 s",
    quantiles(starts.map(({ deciding }) => deciding)),
  );
  tell(
    "start of the process → pages and board answered, ms",
    "< 3 s",
    quantiles(starts.map((one) => one.page)),
  );
  tell("in Chromium, ms from opening the address", "< 3 s", await page(url));
  const office = await running.officePid();
  const pids = [running.controller.pid, office];
  await pause(3_000);
  const idleFrom = writtenBy(pids);
  await pause(IDLE_S * 1_000);
  const idle = (writtenBy(pids) - idleFrom) / IDLE_S;
  const ask = await signIn(url);
  const milkedFrom = writtenBy(pids);
  const began = wallNow();
  let over = false;
  const asking = askOn(ask, () => over);
  const alone = await milk(shed, VISITS);
  over = true;
  const api = await asking;
  const seconds = (wallNow() - began) / 1_000;
  await pause(5_000);
  const perVisit = (writtenBy(pids) - milkedFrom - idle * seconds) / VISITS;
  tell("tag's last byte → lease frame over real lines, office with pages open, ms", "", quantiles(alone));
  tell("API while cows are milked, ms", "", quantiles([...api.values()].flat()));
  for (const [path, times] of api) tell(`API while cows are milked: ${path}, ms`, "", quantiles(times));
  tell("controller memory after that, MB", "< 80 MB", memoryOf(running.controller.pid));
  tell("office memory after that, MB", "< 160 MB", memoryOf(office));
  tell(`written a day by both, ${COWS} cows twice (whole program), MB`, "< 20 MB", {
    mbADay: Number(((perVisit * VISITS_A_DAY + idle * 86_400) / 1e6).toFixed(1)),
    bytesAVisit: Math.round(perVisit),
    bytesAnIdleSecond: Math.round(idle),
  });
  const curves = [await ask(curveOf(DAYS)), await ask(curveOf(DAYS)), await ask(curveOf(DAYS))];
  tell(`a curve of ${DAYS} days over HTTP, quiet, ms`, "< 100 ms in the office", quantiles(curves));
  over = false;
  const reporting = report(ask, () => over);
  const busy = await milk(shed, VISITS);
  over = true;
  const reported = await reporting;
  tell(
    "the same while the heaviest reports run (year's curve, treatment book, chain, backup at once), ms",
    "",
    {
      ...quantiles(busy),
      ratioP50: Number((quantiles(busy).p50 / quantiles(alone).p50).toFixed(2)),
      rounds: reported.length,
    },
  );
  tell("office memory after the reports, MB", "< 160 MB", memoryOf(office));
  tell("controller memory after the reports, MB", "< 80 MB", memoryOf(running.controller.pid));
  await running.stop();
}

function curveOf(days: number): string {
  const to = new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS);
  const from = new Date(to.getTime() - days * 24 * HOUR_MS);
  return `/api/vat/curve?from=${from.toISOString()}&to=${to.toISOString()}&points=1000`;
}

const port = await freePort();
install();
const withOffice = yaml(ports, BAILS)
  .replace("herd-file: herd.json\n", "")
  .replace("office: off", `office: { port: ${port} }`);
writeFileSync(
  config,
  withOffice.replace(
    "valves:",
    "vat:\n  capacity: 3000 l\n  profiles: [au-bega-2018]\n  probes:\n    milk: { role: milk, ds18b20: 28-0316a2795aff }\nvalves:",
  ),
);
const ending: { shed: Shed | null } = { shed: null };
try {
  await fill();
  ending.shed = await plugIn();
  await figures(ending.shed, `http://127.0.0.1:${port}`);
} finally {
  ending.shed?.boards.kill("SIGKILL");
  for (const reader of ending.shed?.readers ?? []) reader.unplug();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
