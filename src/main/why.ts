// Room: main. The command `why`: the verdict for a cow with every hold, its rule, its source and the earliest clearance.
// May live here: options, sentences and JSON of an answer. May not: rules (domain/holds has them).
// Invariant: changes nothing; what it calls "release" the checker has agreed to as well.

import { existsSync } from "node:fs";
import type { Writable } from "node:stream";
import { parseArgs } from "node:util";
import { agrees } from "../checker/check.ts";
import { farmZone, parseMoment } from "../config/farm-time.ts";
import { nearest } from "../config/nearest.ts";
import { formatProblems, type Problem, wholeFileProblem } from "../config/problem.ts";
import { readHerd } from "../config/read-file.ts";
import { readShed } from "../config/read-shed.ts";
import { type Carried, carry, NOTHING_CARRIED } from "../controller/carried.ts";
import { type Explained, explainedInLines, headline } from "../domain/holds/explained.ts";
import type { Cow, HerdTable } from "../domain/holds/facts.ts";
import { milkingsOf } from "../domain/holds/milkings.ts";
import { clearing, type Missing } from "../domain/holds/period.ts";
import { saleCheck } from "../domain/holds/sale.ts";
import { asAt, verdictOn } from "../domain/holds/verdict.ts";
import { runningInWords } from "../domain/holds/words.ts";
import { bailNo } from "../domain/ids.ts";
import { lookUp } from "../domain/look-up.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { parseEid } from "../domain/tag/parse-eid.ts";
import { type EpochMs, later } from "../domain/units.ts";
import { herdInForcePath } from "../office/herd/publisher.ts";
import { readCarriedOver } from "../recorder/carry-over.ts";
import { createFlightDisk } from "../recorder/disk.ts";
import { DEFAULT_CONFIG } from "./check.ts";
import { systemClock } from "./system-clock.ts";

export type WhyIo = { readonly stdout: Writable; readonly stderr: Writable };

const FINE = 0;
const ANSWER_IS_NO = 1;
const WRONG_USE = 2;

export const WHY_USAGE = `Usage: npx vatguard why COW [--at TIME] [--herd FILE] [--sale DATE] [--json]
Says whether the milk of COW may go to the vat at TIME and why: every hold, its rule, the record it comes from, what is
still missing, and when it can clear at the earliest. Then whether she may be sold, for which market.
  COW           her number as in the herd file, or the 15 digits of her tag
  --at TIME     such as 2026-11-22T06:15 (the clock at the farm) or 2026-11-22T06:15+11:00; without it, now
  --herd FILE   the herd file; without it the one of the shed's configuration, or what its office published last
  --config FILE the shed's configuration; without it and without --herd, ${DEFAULT_CONFIG} in this folder
  --data FOLDER a data folder of the shed: milkings and looks that it counted are added to those of the herd file
  --sale DATE   the day of the sale, such as 2026-12-01; without it, TIME
  --time-zone Z the farm's zone (Area/City), where the herd file and the configuration do not say it
  --json        one line of JSON instead
Facts that had not begun by TIME are left out. Ends with 0 for release, 1 for divert and check, 2 for wrong use.
`;

const OPTIONS = {
  at: { type: "string" },
  herd: { type: "string" },
  config: { type: "string" },
  data: { type: "string" },
  sale: { type: "string" },
  "time-zone": { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

type Use = {
  readonly cow: string;
  readonly at: string | null;
  readonly herd: string | null;
  readonly config: string | null;
  readonly data: string | null;
  readonly sale: string | null;
  readonly timeZone: string | null;
  readonly json: boolean;
};

/** Runs the command. Gives the exit code; the answer is said on stdout, every problem on stderr. */
export async function runWhy(args: readonly string[], io: WhyIo): Promise<number> {
  const use = readArguments(args);
  if (use === "help") {
    io.stdout.write(WHY_USAGE);
    return FINE;
  }
  const wrong = (text: string) => {
    io.stderr.write(`${text}\n`);
    return WRONG_USE;
  };
  if (typeof use === "string") return wrong(`why: ${use}\n\n${WHY_USAGE}`);
  const farm = await readFarm(use);
  if (!farm.ok) return wrong(formatProblems(farm.error));
  const times = readTimes(use, farm.value);
  if (!times.ok) return wrong(times.error.map((text) => `why: ${text}`).join("\n"));
  const { office } = farm.value;
  if (office !== null) io.stderr.write(`${officeTableSays(office)}\n`);
  const carried = await readCarried(use.data ?? office?.data ?? null);
  if (!carried.ok) return wrong(`why: ${carried.error}`);
  const answer = answerTo(use.cow, farm.value, carried.value, times.value);
  io.stdout.write(
    use.json ? `${JSON.stringify(asJson(answer))}\n` : `${explainedInLines(answer).join("\n")}\n`,
  );
  if (answer.cow === null) io.stderr.write(`why: ${notInTable(use.cow, farm.value.table)}\n`);
  return answer.verdict.verdict === "release" ? FINE : ANSWER_IS_NO;
}

/** What is asked, "help", or what is wrong with the asking. */
function readArguments(args: readonly string[]): Use | string {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
    if (values.help === true) return "help";
    const [cow, ...more] = positionals;
    if (cow === undefined) return "which cow? Give her number, or the 15 digits of her tag.";
    if (more.length > 0) return `one cow at a time: "${more.join(" ")}" is too much.`;
    return {
      cow: cow.trim(),
      at: values.at ?? null,
      herd: values.herd ?? null,
      config: values.config ?? null,
      data: values.data ?? null,
      sale: values.sale ?? null,
      timeZone: values["time-zone"] ?? null,
      json: values.json ?? false,
    };
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
    return thrown.message;
  }
}

/** A farm that nobody has placed in a zone is shown in UTC, and asked about with an offset. */
type Farm = {
  readonly table: HerdTable;
  readonly timeZone: string;
  readonly isPlaced: boolean;
  /** The office's table was read, and nobody named it: its data folder and file. Null: a person's file. */
  readonly office: { readonly data: string; readonly path: string } | null;
};

async function readFarm(use: Use): Promise<Result<Farm, readonly Problem[]>> {
  const config = use.config ?? (use.herd === null ? DEFAULT_CONFIG : null);
  let timeZone = use.timeZone;
  let path = use.herd;
  let office: Farm["office"] = null;
  if (config !== null) {
    const shed = await readShed(config);
    if (!shed.ok) return shed;
    timeZone ??= shed.value.config.plan.timeZone;
    const { herdFile, recorder } = shed.value.config;
    if (path === null && shed.value.config.office !== null) {
      const data = use.data ?? recorder.folder;
      const published = herdInForcePath(data);
      // A herd file beside an office is what it began with: asked only while there is nothing newer.
      if (herdFile === null || existsSync(published)) office = { data, path: published };
    }
    path ??= office?.path ?? herdFile;
  }
  // Nothing is called future-dated here: the question may be about another day, and another computer's clock.
  const herd = await readHerd(path ?? "", { timeZone, now: null });
  if (!herd.ok) return err([...herd.error, ...(office === null ? [] : [noOfficeTable(office)])]);
  const known = timeZone ?? herd.value.timeZone;
  return ok({ table: herd.value, timeZone: known ?? "UTC", isPlaced: known !== null, office });
}

const noOfficeTable = ({ data, path }: NonNullable<Farm["office"]>): Problem => ({
  ...wholeFileProblem(path, {
    says: "This shed has an office, and its records are read from the table that it published last.",
    found: "no table that can be read",
    expected: `the data folder of the program that runs; looked into ${data}`,
    fix: "Start the program once, so that the office publishes its table; name its data folder with --data, or a herd file with --herd.",
  }),
});

/** For who reads the answer: where it comes from, where nobody has named a file. */
const officeTableSays = ({ path }: NonNullable<Farm["office"]>): string =>
  `why: from the records of the office, as it published them last (${path}).`;

type Times = { readonly at: EpochMs; readonly sale: EpochMs };

const HAS_OFFSET = /T.*(?:Z|[+-]\d{2}:?\d{2})$/;

function readTimes(use: Use, { timeZone, isPlaced }: Farm): Result<Times, readonly string[]> {
  const zone = farmZone(timeZone);
  if (!zone.ok) return err([`--time-zone: ${zone.error.says} ${zone.error.fix}`]);
  const problems: string[] = [];
  const read = (option: string, text: string | null, bare: "refused" | "start-of-day") => {
    if (text === null) return null;
    if (!isPlaced && !HAS_OFFSET.test(text.trim())) {
      problems.push(
        `${option} "${text}": nothing says in which time zone the farm is. ` +
          "Write the offset, such as 2026-11-22T06:15+11:00, or give --time-zone Area/City.",
      );
      return null;
    }
    const moment = parseMoment(text, zone.value, bare);
    if (moment.ok) return moment.value.at;
    const { says, expected, fix } = moment.error;
    problems.push(`${option} "${text}": ${says} Expected: ${expected}. ${fix}`);
    return null;
  };
  const at = read("--at", use.at, "refused") ?? systemClock.wall();
  const sale = read("--sale", use.sale, "start-of-day") ?? at;
  return problems.length > 0 ? err(problems) : ok({ at, sale: later(sale, at) });
}

async function readCarried(folder: string | null): Promise<Result<Carried, string>> {
  if (folder === null) return ok(NOTHING_CARRIED);
  try {
    const { carried } = await readCarriedOver(folder, createFlightDisk(folder), carry);
    return ok(carried);
  } catch (thrown) {
    if (!(thrown instanceof Error && "code" in thrown)) throw thrown;
    return err(`the data folder ${folder} cannot be read: ${thrown.message}. Look for a slip in its name.`);
  }
}

function answerTo(
  asked: string,
  { table, timeZone }: Pick<Farm, "table" | "timeZone">,
  carried: Carried,
  times: Times,
): Explained {
  const found = findCow(asked, table);
  const { cow, notYet } = found === null ? { cow: null, notYet: [] } : asAt(found, times.at);
  const counted = cow === null ? [] : (lookUp(carried.milkings, cow.cow) ?? []);
  const lookedAt = cow === null ? null : (lookUp(carried.lookedAt, cow.cow) ?? null);
  const ruled = verdictOn(cow, counted, lookedAt, table.policy, times.at);
  const checkerSaysNo = ruled.verdict === "release" && cow !== null ? secondYes(cow) : null;
  const milkings = cow === null ? [] : milkingsOf(cow, counted, table.policy);
  return {
    asked,
    cow,
    at: times.at,
    saleAt: times.sale,
    timeZone,
    verdict: checkerSaysNo === null ? ruled : { ...ruled, verdict: "divert" },
    milkings: milkings.filter((began) => began <= times.at).length,
    notYet: notYet.map((fact) => fact.fact),
    checkerSaysNo,
    sale: cow === null ? [] : saleCheck(cow, milkings, table.policy, times.sale),
  };

  /** The checker's no for this cow, alone in a bail whose valve stands at divert; null for its yes. */
  function secondYes(one: Cow): string | null {
    const answer = agrees({
      bail: bailNo(1),
      seen: { settled: one.cow },
      decidedFor: one.cow,
      elsewhere: [],
      table: { ...table, cows: [one] },
      surely: times.at,
      milkings: counted,
      lookedAt,
      lookedAtNow: false,
      switches: { vat: false, divert: true, orderedToVat: false },
    });
    return answer.yes ? null : answer.because;
  }
}

function findCow(asked: string, table: HerdTable): Cow | null {
  const eid = parseEid(asked);
  const cows = table.cows.filter((cow) => cow.cow === asked || (eid.ok && cow.eids.includes(eid.value)));
  return cows.length === 1 ? (cows[0] ?? null) : null;
}

function notInTable(asked: string, table: HerdTable): string {
  const meant = nearest(
    asked,
    table.cows.map((cow) => cow.cow),
  );
  const hint = meant === null ? "" : ` Did you mean ${meant}?`;
  return `there is no cow "${asked}" among the ${table.cows.length} of this herd file: at a bail she is diverted as unknown.${hint}`;
}

/** The answer as one JSON object: times in UTC, periods as in the herd file. */
function asJson(answer: Explained) {
  const { cow, verdict, at, saleAt, timeZone } = answer;
  const holds = (verdict.standing?.open ?? []).map(({ kind, rule, source, missing }) => {
    const { clearsAt, milkingsLeft } = clearing(missing);
    return { kind, rule, source, missing: missing.map(missingAsJson), clearsAt: iso(clearsAt), milkingsLeft };
  });
  const whole = clearing((verdict.standing?.open ?? []).flatMap((hold) => hold.missing));
  return {
    cow: cow?.cow ?? answer.asked,
    at: iso(at),
    timeZone,
    verdict: verdict.verdict,
    because: answer.checkerSaysNo === null ? verdict.because : "checker-disagrees",
    words: headline(answer),
    status: cow?.status ?? null,
    holds,
    clearsAt: iso(whole.clearsAt),
    milkingsLeft: whole.milkingsLeft,
    checkDue: verdict.standing?.checkDue ?? false,
    milkingsCounted: answer.milkings,
    leftOut: answer.notYet,
    sale: answer.sale.map((one) => ({
      on: iso(saleAt),
      market: one.market,
      verdict: one.verdict,
      freeFrom: iso(one.freeFrom),
      declare: one.running.map(({ source, period, until }) => ({
        source,
        period,
        until: until === "never" ? until : iso(until),
        words: runningInWords({ source, period, until }, cow?.facts ?? [], timeZone),
      })),
    })),
  };
}

const missingAsJson = (missing: Missing) =>
  "until" in missing ? { ...missing, until: iso(missing.until) } : missing;

const iso = (at: EpochMs | null): string | null => (at === null ? null : new Date(at).toISOString());
