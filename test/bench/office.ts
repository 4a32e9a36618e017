// Room: test/bench. The whole program with its office, as processes: start to the bails and to the pages, the API and the bails while cows are milked
// and while the heaviest reports run, turns of the office's loop, memory of both, bytes written. JSON lines on stdout, a table on stderr. Started by
// run.mjs (--part office). Each figure carries the load of the computer then. --quick: fewer starts and visits.

import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Browser, chromium } from "playwright-core";
import { HOUR_MS } from "../../src/store/temperatures.ts";
import { haveTheComputer, pause } from "../system/rig.ts";
import {
  BAILS,
  backedUp,
  COWS,
  fill,
  freePort,
  install,
  memoryOf,
  milk,
  type Person,
  type Plugged,
  plugIn,
  type Running,
  type Started,
  signIn,
  start,
  treatedCows,
  watched,
  workedBy,
  writtenBy,
} from "./office-rig.ts";
import { yaml } from "./real.ts";

const { values } = parseArgs({
  options: {
    dist: { type: "string", default: "" },
    children: { type: "string", default: "" },
    commit: { type: "string", default: "unknown" },
    quick: { type: "boolean", default: false },
  },
});
const VISITS_A_DAY = 800;
const DAYS = 365;
const STARTS = values.quick ? 2 : 5;
const VISITS = values.quick ? 80 : 400;
const IDLE_S = values.quick ? 20 : 120;
const TURNS = 20;
/** On a busy computer a page may get no time for a minute; the figure says so then. */
const PATIENCE_MS = 120_000;
/** Somebody enters something so often while cows are milked. */
const ENTER_EVERY_MS = 2_000;
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const rows: string[] = [];
const tell = (figure: string, target: string, value: object): void => {
  const load = Number((loadavg()[0] ?? 0).toFixed(1));
  process.stdout.write(`${JSON.stringify({ figure, commit: values.commit, target, ...value, load })}\n`);
  const shown = Object.entries(value).map(([name, one]) => `${name} ${one}`);
  process.stderr.write(`${figure}: ${shown.join(", ")} (${target}; load ${load})\n`);
  rows.push(`| ${figure} | ${target} | ${shown.join(", ")} | ${load} |`);
};
const quantiles = (taken: readonly number[], digits = 1) => {
  const sorted = taken.toSorted((a, b) => a - b);
  const at = (q: number): number =>
    Number(
      (sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN).toFixed(digits),
    );
  return { p50: at(0.5), p99: at(0.99), p999: at(0.999), max: at(1), samples: sorted.length };
};

const PATHS = [
  "/api/board",
  "/api/withheld",
  "/api/cows?limit=50",
  "/api/visits?limit=50",
  "/api/treatments?limit=50",
  "/api/upkeep",
];
/** Two people who read one page after the other, five pages a second each, and two event streams. */
async function askOn(person: Person, stopped: () => boolean): Promise<ReadonlyMap<string, number[]>> {
  const took = new Map<string, number[]>(PATHS.map((path) => [path, []]));
  const ending = new AbortController();
  for (let n = 0; n < 2; n += 1) person.watchLive(ending.signal);
  while (!stopped()) {
    for (const path of PATHS) {
      took.get(path)?.push(await person.ask(path));
      await pause(100);
    }
  }
  ending.abort();
  return took;
}

/** Entries of cows that are not in the shed, one after the other; until each is in force. */
async function enterOn(person: Person, stopped: () => boolean): Promise<readonly number[]> {
  const took: number[] = [];
  const herd = treatedCows();
  while (!stopped()) {
    const cows = [herd[took.length % herd.length] ?? ""];
    const now = new Date().toISOString();
    const entry = { entry: randomUUID(), cows, kind: "manual-hold", from: now, reason: "bench" };
    took.push(await person.ask("/api/facts", "POST", entry));
    await pause(ENTER_EVERY_MS);
  }
  return took;
}

function curveOf(days: number): string {
  const to = new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS);
  const from = new Date(to.getTime() - days * 24 * HOUR_MS);
  return `/api/vat/curve?from=${from.toISOString()}&to=${to.toISOString()}&points=1000`;
}

/** The heaviest there is, all at once and again and again. */
async function reportOn(person: Person, stopped: () => boolean) {
  const took = new Map<string, number[]>();
  const refused = new Map<string, string>();
  await person.givePin();
  const ask = async (name: string, path: string, method = "GET"): Promise<void> => {
    const known = took.get(name) ?? [];
    took.set(name, known);
    await person.ask(path, method).then(
      (ms) => known.push(ms),
      // The last backup may still be under way: that is an answer too.
      (error: unknown) => refused.set(name, String(error)),
    );
  };
  while (!stopped()) {
    await Promise.all([
      ask("year's curve", curveOf(DAYS)),
      ask("treatment book as CSV", "/api/treatments.csv"),
      ask("chain worked out", "/api/chain/verify", "POST"),
      ask("backup", "/api/backups", "POST"),
    ]);
  }
  for (const [name, why] of refused) process.stderr.write(`refused at least once: ${name}: ${why}\n`);
  return took;
}

/** Opens the pit; resolves when a bail is on it. */
async function draw(browser: Browser, url: string): Promise<void> {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(url);
  await page.getByRole("button", { name: /^Bail 1\b/ }).waitFor();
  await context.close();
}

/** A year on the page: from the press to the picture, and of that from the answer to the picture. */
async function drawYears(browser: Browser, url: string, { cookie }: Person) {
  const context = await browser.newContext();
  await context.addCookies([{ ...cookie, url }]);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(`${url}/vat`);
  await page.getByRole("button", { name: "Year", exact: true }).waitFor();
  const lasted = (name: string) =>
    page.evaluate<number[]>(`performance.getEntriesByName("${name}").map(({ duration }) => duration)`);
  for (let n = 0; n < 5; n += 1) {
    for (const range of ["Year", "Week"]) {
      const before = (await lasted("vat-curve-page")).length;
      await page.getByRole("button", { name: range, exact: true }).click();
      for (let looks = 0; looks < 500 && (await lasted("vat-curve-page")).length <= before; looks += 1)
        await pause(20);
    }
  }
  const years = (all: readonly number[]): readonly number[] => all.slice(-10).filter((_, n) => n % 2 === 0);
  const [whole, drawn] = [years(await lasted("vat-curve-whole")), years(await lasted("vat-curve-page"))];
  await context.close();
  return { whole, drawn };
}

const folder = mkdtempSync(join(tmpdir(), "vatguard-bench-office-"));
const ports = join(folder, "ports");
const config = join(folder, "shed.yaml");
const filled = join(folder, "filled");
const watch = join(folder, "watch");
mkdirSync(watch);
const port = await freePort();
const url = `http://127.0.0.1:${port}`;

const startAt = (n: number, browser: Browser, isWatched: boolean): Promise<Started> =>
  start({
    config,
    dataDir: join(folder, `data-${n}`),
    filled,
    url,
    dist: values.dist,
    children: values.children,
    watch: isWatched ? watch : null,
    draw: () => draw(browser, url),
  });

async function starts(browser: Browser): Promise<void> {
  const taken: Started[] = [];
  for (let n = 1; n <= STARTS; n += 1) {
    const started = await startAt(n, browser, false);
    taken.push(started);
    await started.running.stop();
    rmSync(join(folder, `data-${n}`), { recursive: true, force: true });
  }
  const of = (which: "inForce" | "answered" | "drawn") =>
    quantiles(
      taken.map((one) => one[which]),
      0,
    );
  tell("start of the process → table in force, ms", "< 1 s", of("inForce"));
  tell("start of the process → first page and board answered, ms", "< 3 s", of("answered"));
  tell("start of the process → a bail on the page in Chromium, ms", "< 3 s", of("drawn"));
  tell("of that, worked by controller and office, ms", "", {
    untilInForce: quantiles(
      taken.map(({ worked }) => worked.inForce),
      0,
    ).p50,
    untilDrawn: quantiles(
      taken.map(({ worked }) => worked.drawn),
      0,
    ).p50,
  });
}

/** Turns of a process's loop since they were asked for last. */
async function turnsOf(name: string, pid: number): Promise<void> {
  const { turns } = await watched(watch, pid);
  const by = turns.toSorted((a, b) => b.cpu - a.cpu);
  tell(`longest turns of the loop: ${name}, ms`, "<= 20 ms", {
    longestCpu: by
      .slice(0, 5)
      .map(({ cpu }) => Math.round(cpu))
      .join(" "),
    longestWall: turns
      .toSorted((a, b) => b.took - a.took)
      .slice(0, 5)
      .map(({ took }) => Math.round(took))
      .join(" "),
    over20: turns.filter(({ took }) => took > 20).length,
  });
}

type Written = { readonly controller: number; readonly office: number };
const writtenNow = ({ controller, office }: Running): Written => ({
  controller: writtenBy(controller),
  office: writtenBy(office),
});
const between = (from: Written, to: Written): Written => ({
  controller: to.controller - from.controller,
  office: to.office - from.office,
});

/** Blocks, not bytes: a line of a hundred bytes that must be safe costs one of 4,096. */
function tellWritten(a: Written, idle: Written, backup: number): void {
  const megabytes = (bytes: number): number => Number((bytes / 1e6).toFixed(1));
  const day = (which: keyof Written): number =>
    (a[which] / VISITS) * VISITS_A_DAY + (idle[which] / IDLE_S) * 86_400;
  tell(`written a day, ${COWS} cows twice, blocks of 4 KiB, MB`, "< 20 MB", {
    bothMb: megabytes(day("controller") + day("office")),
    controllerVisitsMb: megabytes((a.controller / VISITS) * VISITS_A_DAY),
    controllerIdleMb: megabytes((idle.controller / IDLE_S) * 86_400),
    officeVisitsMb: megabytes((a.office / VISITS) * VISITS_A_DAY),
    officeIdleMb: megabytes((idle.office / IDLE_S) * 86_400),
    besidesABackupMb: megabytes(backup),
  });
}

async function milking(
  shed: Plugged,
  running: Running,
  person: Person,
  { idle, backup }: { readonly idle: Written; readonly backup: number },
): Promise<void> {
  const { controller, office } = running;
  await watched(watch, office);
  const from = writtenNow(running);
  const quiet = await milk(shed, VISITS, { watch, controller });
  await pause(25_000);
  tellWritten(between(from, writtenNow(running)), idle, backup);
  await turnsOf("office while it takes in a milking", office);
  tell(
    "tag's last byte read → lease frame written, office idle, ms",
    "p50 < 0.3, p99.9 < 2",
    quantiles(quiet.own, 2),
  );
  tell("tag → lease over real lines, office idle, ms", "", quantiles(quiet.lines));
  const ending = { over: false };
  const asking = Promise.all([askOn(person, () => ending.over), enterOn(person, () => ending.over)]);
  const busy = await milk(shed, VISITS, { watch, controller });
  ending.over = true;
  const [api, entries] = await asking;
  tell("the same, pages open and entries made: own, ms", "p50 < 0.3, p99.9 < 2", quantiles(busy.own, 2));
  tell("the same, pages open and entries made: over real lines, ms", "", quantiles(busy.lines));
  tell("API while cows are milked, ms", "", quantiles([...api.values()].flat()));
  for (const [path, times] of api) tell(`API while cows are milked: ${path}, ms`, "", quantiles(times));
  tell("entry sent → recorded and in force, ms", "< 1 s", quantiles(entries));
  await turnsOf("office with pages open and entries", office);
  tell("controller memory after that, MB", "< 80 MB", memoryOf(controller));
  tell("office memory after that, MB", "< 160 MB", memoryOf(office));
}

async function reports(shed: Plugged, running: Running, person: Person): Promise<void> {
  const { controller, office } = running;
  const ending = { over: false };
  const reporting = reportOn(person, () => ending.over);
  const busy = await milk(shed, VISITS, { watch, controller });
  ending.over = true;
  const reported = await reporting;
  const during = "while the heaviest reports run at once";
  tell(
    `tag's last byte read → lease frame written, ${during}, ms`,
    "p50 < 0.3, p99.9 < 2",
    quantiles(busy.own, 2),
  );
  tell(`tag → lease over real lines, ${during}, ms`, "", quantiles(busy.lines));
  for (const [name, times] of reported) tell(`${name}, ${during}, ms`, "", quantiles(times));
  await turnsOf(`office ${during}`, office);
  tell("office memory after the reports, MB", "< 160 MB", memoryOf(office));
  tell("controller memory after the reports, MB", "< 80 MB", memoryOf(controller));
}

async function figures(shed: Plugged, browser: Browser): Promise<void> {
  await starts(browser);
  const { running } = await startAt(0, browser, true);
  const person = await signIn(url);
  const began = writtenNow(running);
  await backedUp(join(folder, "data-0"));
  await pause(10_000);
  const from = writtenNow(running);
  await pause(IDLE_S * 1_000);
  const backup = between(began, from).office;
  await milking(shed, running, person, { idle: between(from, writtenNow(running)), backup });
  const curves: number[] = [];
  for (let n = 0; n < 10; n += 1) curves.push(await person.ask(curveOf(DAYS)));
  tell("a year's curve over HTTP, ms", "< 100 ms", quantiles(curves));
  for (const path of [...PATHS, curveOf(DAYS), "/api/treatments.csv"]) {
    const before = workedBy(running.office);
    for (let n = 0; n < TURNS; n += 1) await person.ask(path);
    const each = (workedBy(running.office) - before) / TURNS;
    tell(`worked by the office for one ${path.split("?")[0]}, ms`, "", { ms: Number(each.toFixed(1)) });
  }
  const { whole, drawn } = await drawYears(browser, url, person);
  tell("a year on the page: pressed → drawn, ms", "< 300 ms", quantiles(whole));
  tell("a year on the page: answer there → drawn, ms", "", quantiles(drawn));
  await reports(shed, running, person);
  await running.stop();
}

haveTheComputer();
install(values.dist);
const withOffice = yaml(ports, BAILS)
  .replace("herd-file: herd.json\n", "")
  .replace("office: off", `office: { port: ${port} }`);
const VAT =
  "vat:\n  capacity: 3000 l\n  profiles: [au-bega-2018]\n  probes:\n    milk: { role: milk, ds18b20: 28-0316a2795aff }\n";
writeFileSync(config, withOffice.replace("valves:", `${VAT}valves:`));
const ending: { shed: Plugged | null; browser: Browser | null } = { shed: null, browser: null };
try {
  const { facts } = await fill(config, filled, DAYS);
  process.stderr.write(`${COWS} cows with ${facts} facts, ${DAYS} days of readings, ${BAILS} bails\n`);
  ending.shed = await plugIn(ports);
  ending.browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
  await figures(ending.shed, ending.browser);
  process.stderr.write(`\n| figure | target | measured | load |\n|---|---|---|---|\n${rows.join("\n")}\n`);
} finally {
  ending.shed?.unplug();
  await ending.browser?.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
