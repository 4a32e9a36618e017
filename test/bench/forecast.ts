// Room: test/bench. The forecast held against simulated coolings: how often its interval holds the truth, how far off its middle is, how early
// it warns and how often without need. JSON lines on stdout, tables on stderr. --coolings N and --limit C for another look; --fit makes the
// table of doubt instead, from other seeds, and writes it into the source.

import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { FORECAST_CLAIM, type Forecast, forecast, reckon } from "../../src/domain/cooling/forecast.ts";
import {
  type Doubt,
  GROUNDS,
  type Ground,
  offBy,
  QUANTILES,
} from "../../src/domain/cooling/forecast-interval.ts";
import { type MonoMs, monoMs } from "../../src/domain/units.ts";
import { anyCooling, type Watched } from "../domain/cooling/coolings.ts";

const { values } = parseArgs({
  options: {
    dist: { type: "string", default: "" },
    children: { type: "string", default: "" },
    commit: { type: "string", default: "unknown" },
    coolings: { type: "string" },
    limit: { type: "string", default: "5" },
    fit: { type: "boolean", default: false },
  },
});

const MINUTE = 60_000;
const LIMIT = Number(values.limit);
/** Seeds of the fit and of the check have nothing in common. */
const FIT = { first: 1, coolings: Number(values.coolings ?? 7_000), everyMinutes: 7 };
const CHECK = { first: 500_001, coolings: Number(values.coolings ?? 2_500) };
/** One after the other, so that half of the table comes from the limit of the default profile, and it fits those of the others. */
const FIT_LIMITS = [5, 10, 5, 4, 5, 7, 5, 6];
/** From ten minutes after the start on; after this long nobody asks for a forecast any more: the verdict stands. */
const ASKED_FOR = { fromMinutes: 10, toMinutes: 330 };

/** The instants at which a forecast is made: until the limit is reached. */
function* instants(cooling: Watched, everyMinutes: number): Generator<MonoMs> {
  const { start } = cooling.clock;
  const reached = (cooling.reachedAt ?? Number.POSITIVE_INFINITY) - MINUTE / 2;
  const end = Math.min(start + ASKED_FOR.toMinutes * MINUTE, reached);
  for (let at = start + ASKED_FOR.fromMinutes * MINUTE; at < end; at += everyMinutes * MINUTE)
    yield monoMs(at);
}
const seedsOf = ({ first, coolings }: { first: number; coolings: number }): number[] =>
  Array.from({ length: coolings }, (_, i) => first + i);
const minutesLeft = (cooling: Watched, now: MonoMs): number =>
  cooling.reachedAt === null ? Number.POSITIVE_INFINITY : (cooling.reachedAt - now) / MINUTE;

// ---- the table of doubt

type Sample = { readonly reckoned: number; readonly off: number; readonly seed: number };
/** Reckoned remainders at which the quantiles are taken, minutes. */
const KNOTS = [3, 8, 15, 25, 40, 60, 90, 130, 190, 280, 450, 800];
/** So many forecasts, of so many coolings, make a row, the nearest by the ratio of their remainders; and all within this ratio. */
const NEAREST = { forecasts: 600, coolings: 120, ratio: Math.log(1.35) };

function makeTable(): void {
  const samples = new Map<Ground, Sample[]>(GROUNDS.map((ground) => [ground, []]));
  for (const seed of seedsOf(FIT)) {
    const limit = FIT_LIMITS[seed % FIT_LIMITS.length] ?? LIMIT;
    const cooling = anyCooling(seed, limit);
    for (const now of instants(cooling, FIT.everyMinutes)) {
      const { clock, known } = cooling.told(now);
      const found = reckon(cooling.curve, clock, limit, known, now);
      if (found === null || found.basis === "reached") continue;
      const off = offBy(found.remaining, Math.max(0, minutesLeft(cooling, now)));
      samples.get(found.ground)?.push({ reckoned: found.remaining, off, seed });
    }
  }
  const parts = GROUNDS.map((ground) => {
    const rows = KNOTS.map((at) => doubtAt(at, samples.get(ground) ?? []));
    const lines = rows.map(
      ({ at, percent }) => `    { at: ${at}, percent: [${percent.map(String).join(", ")}] },`,
    );
    return [`  ${ground.includes("-") ? `"${ground}"` : ground}: [`, ...lines, "  ],"].join("\n");
  });
  writeFileSync("src/domain/cooling/forecast-doubt.ts", `${TABLE_HEAD}${parts.join("\n")}\n};\n`);
  for (const ground of GROUNDS) say(`${ground}: ${samples.get(ground)?.length} forecasts`);
}

const TABLE_HEAD = `// Room: domain/cooling. How far forecasts were off in simulated coolings: the table behind every interval.
// Made by \`npm run bench -- --part forecast --fit\` from seeds ${FIT.first} to ${FIT.first + FIT.coolings - 1}; the check runs on seeds from ${CHECK.first} on.
// Invariant: nobody edits it by hand. null: more than that part never came.

import type { Doubt, Ground } from "./forecast-interval.ts";

export const DOUBT: Readonly<Record<Ground, readonly Doubt[]>> = {
`;

function doubtAt(at: number, all: readonly Sample[]): Doubt {
  const apart = ({ reckoned }: Sample): number => Math.abs(offBy(at, reckoned));
  const seeds = new Set<number>();
  const offs: number[] = [];
  for (const sample of [...all].sort((a, b) => apart(a) - apart(b))) {
    const isEnough = offs.length >= NEAREST.forecasts && seeds.size >= NEAREST.coolings;
    if (isEnough && apart(sample) > NEAREST.ratio) break;
    seeds.add(sample.seed);
    offs.push(sample.off);
  }
  const percent = QUANTILES.map((part) => {
    const off = quantile(offs, part);
    return Number.isFinite(off) ? Math.round(100 * Math.exp(off)) : null;
  });
  return { at, percent };
}

// ---- the check

/** When an alarm might be raised: what holds for so many minutes on end. The first is the one recommended. */
const RULES: readonly {
  readonly name: string;
  readonly minutes: number;
  readonly holds: (told: Forecast, isOver: boolean) => boolean;
}[] = [
  { name: "sure", minutes: 10, holds: (told) => told.miss === "sure" },
  { name: "sure", minutes: 1, holds: (told) => told.miss === "sure" },
  { name: "sure", minutes: 5, holds: (told) => told.miss === "sure" },
  { name: "sure", minutes: 20, holds: (told) => told.miss === "sure" },
  { name: "likely or sure", minutes: 10, holds: isLikely },
  { name: "likely or sure", minutes: 30, holds: isLikely },
  { name: "likely or sure, milking over", minutes: 10, holds: (told, isOver) => isOver && isLikely(told) },
  { name: "likely or sure, milking over", minutes: 20, holds: (told, isOver) => isOver && isLikely(told) },
];
function isLikely(told: Forecast): boolean {
  return told.miss === "likely" || told.miss === "sure";
}
/** A plant of the size that a farm needs has this in hand. */
const AMPLE = 20 * MINUTE;
/** The middle is held against the truth so many minutes before it. */
const AHEAD = [30, 60, 120];
/** Which row of the table it fell in is looked up this often. */
const GROUND_EVERY_MINUTES = 5;

type Figures = {
  readonly held: Map<string, { many: number; held: number }>;
  readonly off: Map<string, number[]>;
  readonly rules: {
    good: number;
    needless: number;
    ample: number;
    needlessAmple: number;
    late: number;
    leads: number[];
  }[];
  readonly leads: Map<string, number[]>;
  readonly spent: number[];
  saidReached: number;
  wronglyReached: number;
};

function check(): void {
  const figures: Figures = {
    held: new Map(),
    off: new Map(),
    rules: RULES.map(() => ({ good: 0, needless: 0, ample: 0, needlessAmple: 0, late: 0, leads: [] })),
    leads: new Map(),
    spent: [],
    saidReached: 0,
    wronglyReached: 0,
  };
  for (const seed of seedsOf(CHECK)) follow(anyCooling(seed, LIMIT), figures);
  tellAll(figures);
}

/** One cooling, minute by minute. */
function follow(cooling: Watched, figures: Figures): void {
  const held: number[] = RULES.map(() => 0);
  const raised: (MonoMs | null)[] = RULES.map(() => null);
  for (const now of instants(cooling, 1)) {
    const { clock, known } = cooling.told(now);
    const began = performance.now();
    const told = forecast(cooling.curve, clock, { atMost: LIMIT, deadline: cooling.deadline }, known, now);
    figures.spent.push(performance.now() - began);
    RULES.forEach(({ minutes, holds }, i) => {
      held[i] = holds(told, clock.end !== null) ? (held[i] ?? 0) + 1 : 0;
      if ((held[i] ?? 0) >= minutes && now < cooling.deadline) raised[i] ??= now;
    });
    if (told.basis === "too-little-seen") continue;
    if (told.basis === "reached") {
      figures.saidReached += 1;
      if (minutesLeft(cooling, now) > 10) figures.wronglyReached += 1;
      continue;
    }
    holdAgainst(told, cooling, now, figures);
  }
  raised.forEach((at, i) => {
    countAlarm(cooling, at, figures.rules[i]);
  });
  if (!isLate(cooling)) return;
  const lead = raised[0] == null ? 0 : (cooling.deadline - raised[0]) / MINUTE;
  const isUsual = cooling.told(cooling.clock.start).known.usual !== null;
  add(figures.leads, cooling.kind, lead);
  add(figures.leads, isUsual ? "of all, earlier milkings known" : "of all, nothing usual known", lead);
}

function holdAgainst(told: Forecast, cooling: Watched, now: MonoMs, figures: Figures): void {
  const since = Math.round((now - cooling.clock.start) / MINUTE);
  const left = minutesLeft(cooling, now);
  const ahead = AHEAD.find((at) => left >= at - 0.5 && left < at + 0.5);
  const isHeld = holds(told, cooling.reachedAt);
  const { clock, known } = cooling.told(now);
  const isLookedUp = ahead !== undefined || since % GROUND_EVERY_MINUTES === 0;
  const ground = isLookedUp ? reckon(cooling.curve, clock, LIMIT, known, now)?.ground : undefined;
  const trouble = cooling.troubleAt === null ? "none" : now < cooling.troubleAt ? "to come" : "there";
  const phase = since < 60 ? "to 60" : since < 120 ? "60 to 120" : since < 210 ? "120 to 210" : "over 210";
  const names = [
    "all",
    `kind: ${cooling.kind}`,
    `basis: ${told.basis}`,
    `minutes in: ${phase}`,
    `trouble: ${trouble}`,
  ];
  for (const name of since % GROUND_EVERY_MINUTES === 0 ? [...names, `rests on: ${ground}`] : names) {
    const found = figures.held.get(name) ?? { many: 0, held: 0 };
    figures.held.set(name, { many: found.many + 1, held: found.held + (isHeld ? 1 : 0) });
  }
  if (ahead === undefined) return;
  const off = told.likely === null ? Number.POSITIVE_INFINITY : Math.abs((told.likely - now) / MINUTE - left);
  add(figures.off, `${ahead} | all`, off);
  add(figures.off, `${ahead} | trouble: ${trouble}`, off);
  add(figures.off, `${ahead} | rests on: ${ground}`, off);
}

const isLate = ({ reachedAt, deadline }: Watched): boolean => reachedAt === null || reachedAt > deadline;

function countAlarm(cooling: Watched, at: MonoMs | null, rule: Figures["rules"][number] | undefined): void {
  if (rule === undefined) return;
  if (isLate(cooling)) {
    rule.late += 1;
    if (at !== null) rule.leads.push((cooling.deadline - at) / MINUTE);
  } else if (cooling.story.trouble === "none") {
    const isAmple = cooling.deadline - (cooling.reachedAt ?? 0) >= AMPLE;
    rule.good += 1;
    rule.needless += at === null ? 0 : 1;
    rule.ample += isAmple ? 1 : 0;
    rule.needlessAmple += at !== null && isAmple ? 1 : 0;
  }
}

function holds(told: Forecast, reachedAt: number | null): boolean {
  if (told.earliest === null) return reachedAt === null;
  if (reachedAt === null) return told.latest === null;
  return told.earliest <= reachedAt && (told.latest === null || reachedAt <= told.latest);
}

// ---- figures and tables

function tellAll(figures: Figures): void {
  const seeds = `${CHECK.coolings} coolings, seeds ${CHECK.first} to ${CHECK.first + CHECK.coolings - 1}, limit ${LIMIT} °C, at ${values.commit}`;
  say(`\nClaimed: ${FORECAST_CLAIM * 100} %. ${seeds}.\n`);
  say("| of | forecasts | held |\n| --- | --- | --- |");
  for (const [of, { many, held }] of sorted(figures.held)) {
    tell({ figure: "forecast coverage", claim: FORECAST_CLAIM, of, many, held });
    say(`| ${of} | ${many} | ${((100 * held) / many).toFixed(1)} % |`);
  }
  say(
    "\n| minutes before | of | forecasts | off by, median | nine tenths by less than |\n| --- | --- | --- | --- | --- |",
  );
  for (const [of, offs] of sorted(figures.off)) {
    tell({
      figure: "forecast error, minutes",
      of,
      many: offs.length,
      median: at(offs, 0.5),
      nineTenths: at(offs, 0.9),
    });
    say(`| ${of} | ${offs.length} | ${shown(at(offs, 0.5))} | ${shown(at(offs, 0.9))} |`);
  }
  say(
    "\n| alarm when | needless, of good coolings | of those with 20 min in hand | late coolings told before the deadline | lead, median (a tenth less than) |\n| --- | --- | --- | --- | --- |",
  );
  RULES.forEach(({ name, minutes }, i) => {
    const rule = figures.rules[i];
    if (rule === undefined) return;
    const { good, needless, ample, needlessAmple, late, leads } = rule;
    const lead = { median: at(leads, 0.5), tenth: at(leads, 0.1) };
    tell({
      figure: "forecast alarm",
      when: name,
      minutes,
      good,
      needless,
      ample,
      needlessAmple,
      late,
      told: leads.length,
      lead,
    });
    say(
      `| ${name} for ${minutes} min | ${needless} of ${good} | ${needlessAmple} of ${ample} | ${leads.length} of ${late} | ${shown(lead.median)} (${shown(lead.tenth)}) |`,
    );
  });
  say(
    `\nLead of "${RULES[0]?.name} for ${RULES[0]?.minutes} min"; 0 where it was not told.\n\n| kind | late | median | a tenth less than |\n| --- | --- | --- | --- |`,
  );
  for (const [kind, leads] of sorted(figures.leads)) {
    tell({
      figure: "forecast lead, minutes",
      kind,
      many: leads.length,
      median: at(leads, 0.5),
      tenth: at(leads, 0.1),
    });
    say(`| ${kind} | ${leads.length} | ${shown(at(leads, 0.5))} | ${shown(at(leads, 0.1))} |`);
  }
  const { spent, saidReached, wronglyReached } = figures;
  const cost = { median: quantile(spent, 0.5), p999: quantile(spent, 0.999) };
  tell({ figure: "forecast cost, ms", ...cost, made: spent.length, saidReached, wronglyReached });
  say(
    `\n${cost.median.toFixed(3)} ms a forecast in the middle, 99.9 % under ${cost.p999.toFixed(2)}, of ${spent.length}. Said "reached" ${saidReached} times before the last crossing, ${wronglyReached} of them by more than 10 minutes.`,
  );
}

function add(to: Map<string, number[]>, name: string, value: number): void {
  const found = to.get(name);
  if (found === undefined) to.set(name, [value]);
  else found.push(value);
}
const sorted = <T>(of: Map<string, T>): [string, T][] =>
  [...of].sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }));
function quantile(samples: readonly number[], part: number): number {
  const inOrder = [...samples].sort((a, b) => a - b);
  return inOrder[Math.min(inOrder.length - 1, Math.floor(part * inOrder.length))] ?? Number.NaN;
}
const at = (samples: readonly number[], part: number): number => Number(quantile(samples, part).toFixed(1));
const shown = (minutes: number): string => (Number.isFinite(minutes) ? `${minutes} min` : "never told");
const tell = (figure: object): void => {
  process.stdout.write(`${JSON.stringify({ commit: values.commit, ...figure })}\n`);
};
const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

if (values.fit) makeTable();
else check();
