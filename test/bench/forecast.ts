// Room: test/bench. The forecast held against simulated coolings: how often its interval holds the truth, how far off its middle is, how early
// it warns and how often without need. JSON lines on stdout, tables on stderr. `--fit` makes the table of doubt instead, from other seeds,
// and writes it into the source.

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
import { monoMs } from "../../src/domain/units.ts";
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
const FIT = { first: 1, coolings: Number(values.coolings ?? 6_000), everyMinutes: 7 };
const CHECK = { first: 500_001, coolings: Number(values.coolings ?? 2_500) };
/** After this long nobody asks for a forecast any more: the verdict stands. */
const ASKED_FOR_MINUTES = 330;
const BEGINS_MINUTES = 10;

/** The instants at which a forecast is made: from ten minutes after the start until it is reached. */
function* instants(cooling: Watched, every: number) {
  const end = Math.min(
    cooling.clock.start + ASKED_FOR_MINUTES * MINUTE,
    (cooling.reachedAt ?? Number.POSITIVE_INFINITY) - MINUTE / 2,
  );
  for (let at = cooling.clock.start + BEGINS_MINUTES * MINUTE; at < end; at += every * MINUTE)
    yield monoMs(at);
}

function makeTable(): void {
  const samples = new Map<Ground, { at: number; off: number; seed: number }[]>(
    GROUNDS.map((ground) => [ground, []]),
  );
  for (let seed = FIT.first; seed < FIT.first + FIT.coolings; seed += 1) {
    const cooling = anyCooling(seed, LIMIT);
    for (const now of instants(cooling, FIT.everyMinutes)) {
      const { clock, known } = cooling.told(now);
      const found = reckon(cooling.curve, clock, LIMIT, known, now);
      if (found === null || found.basis === "reached") continue;
      const truly =
        cooling.reachedAt === null ? Number.POSITIVE_INFINITY : (cooling.reachedAt - now) / MINUTE;
      samples
        .get(found.ground)
        ?.push({ at: found.remaining, off: offBy(found.remaining, Math.max(0, truly)), seed });
    }
  }
  const rows = GROUNDS.map((ground) => {
    const doubts = KNOTS.flatMap((at) => doubtAt(at, samples.get(ground) ?? []));
    const lines = doubts.map(
      ({ at, percent }) => `    { at: ${at}, percent: [${percent.map(shown).join(", ")}] },`,
    );
    const name = ground.includes("-") ? `"${ground}"` : ground;
    return [`  ${name}: [`, ...lines, "  ],"].join("\n");
  });
  writeFileSync("src/domain/cooling/forecast-doubt.ts", `${HEAD}${rows.join("\n")}\n};\n`);
  for (const ground of GROUNDS) process.stderr.write(`${ground}: ${samples.get(ground)?.length} forecasts\n`);
}

const HEAD = `// Room: domain/cooling. How far forecasts were off in simulated coolings: the table behind every interval.
// Made by \`npm run bench -- --part forecast --fit\` from seeds ${FIT.first} to ${FIT.first + FIT.coolings - 1}; the check runs on seeds from ${CHECK.first} on.
// Invariant: nobody edits it by hand. null: more than that part never came.

import type { Doubt, Ground } from "./forecast-interval.ts";

export const DOUBT: Readonly<Record<Ground, readonly Doubt[]>> = {
`;
const shown = (value: number | null): string => (value === null ? "null" : value.toFixed(0));

/** Reckoned remainders at which the quantiles are taken, minutes. */
const KNOTS = [3, 8, 15, 25, 40, 60, 90, 130, 190, 280, 450, 800];
/** So many forecasts, of so many coolings, make a row; the nearest ones on the logarithm of the remainder. */
const NEAREST = { forecasts: 600, coolings: 120 };
/** All within this ratio count, where they are more. */
const LIKE = Math.log(1.35);

function doubtAt(at: number, all: readonly { at: number; off: number; seed: number }[]): Doubt[] {
  const byNearness = all
    .map((sample) => ({ ...sample, apart: Math.abs(Math.log((sample.at + 3) / (at + 3))) }))
    .sort((a, b) => a.apart - b.apart);
  const seeds = new Set<number>();
  const taken: number[] = [];
  for (const sample of byNearness) {
    const isEnough = taken.length >= NEAREST.forecasts && seeds.size >= NEAREST.coolings;
    if (isEnough && sample.apart > LIKE) break;
    seeds.add(sample.seed);
    taken.push(sample.off);
  }
  taken.sort((a, b) => a - b);
  if (taken.length === 0) return [];
  const percent = QUANTILES.map((part) => {
    const value = taken[Math.min(taken.length - 1, Math.floor(part * taken.length))] ?? 0;
    return Number.isFinite(value) ? 100 * Math.exp(value) : null;
  });
  return [{ at, percent }];
}

/** When an alarm might be raised: what holds for so many minutes on end. The first is the one recommended. */
const RULES: readonly {
  name: string;
  minutes: number;
  holds: (told: Forecast, isOver: boolean) => boolean;
}[] = [
  { name: "sure", minutes: 10, holds: (told) => told.miss === "sure" },
  { name: "sure", minutes: 1, holds: (told) => told.miss === "sure" },
  { name: "sure", minutes: 5, holds: (told) => told.miss === "sure" },
  { name: "sure", minutes: 15, holds: (told) => told.miss === "sure" },
  { name: "sure", minutes: 20, holds: (told) => told.miss === "sure" },
  { name: "likely or sure", minutes: 10, holds: isLikely },
  { name: "likely or sure", minutes: 30, holds: isLikely },
  { name: "likely or sure, milking over", minutes: 10, holds: (told, isOver) => isOver && isLikely(told) },
  { name: "likely or sure, milking over", minutes: 20, holds: (told, isOver) => isOver && isLikely(told) },
  {
    name: "sure, or milking over and 15 min late",
    minutes: 10,
    holds: (told, isOver) => told.miss === "sure" || (isOver && isLateBy(told, 15)),
  },
  {
    name: "sure, or milking over and 10 min late",
    minutes: 10,
    holds: (told, isOver) => told.miss === "sure" || (isOver && isLateBy(told, 10)),
  },
  {
    name: "sure, or milking over and 10 min late",
    minutes: 5,
    holds: (told, isOver) => told.miss === "sure" || (isOver && isLateBy(told, 10)),
  },
  { name: "earliest too late", minutes: 10, holds: isAllLate },
  {
    name: "earliest too late, milking over",
    minutes: 10,
    holds: (told, isOver) => isOver && isAllLate(told),
  },
];
function isLikely(told: Forecast): boolean {
  return told.miss === "likely" || told.miss === "sure";
}
function isLateBy(told: Forecast, late: number): boolean {
  return isLikely(told) && (told.inHand === null || told.inHand < -late * MINUTE);
}
function isAllLate(told: Forecast): boolean {
  return (
    isLikely(told) &&
    (told.earliest === null ||
      (told.inHand !== null && told.likely !== null && told.earliest > told.likely + told.inHand))
  );
}

/** A plant of the size that a farm needs has this in hand. */
const AMPLE = 20 * MINUTE;

/** The middle is held against the truth so many minutes before it. */
const AHEAD = [30, 60, 120];
const isAbout = (left: number, at: number): boolean => left >= at - 0.5 && left < at + 0.5;

type Tally = { many: number; held: number };
const tally = (): Tally => ({ many: 0, held: 0 });

function check(): void {
  const overall = tally();
  const by = new Map<string, Tally>();
  const count = (of: string, isHeld: boolean): void => {
    const found = by.get(of) ?? tally();
    found.many += 1;
    if (isHeld) found.held += 1;
    by.set(of, found);
  };
  const errors = new Map<string, number[]>();
  const alarms = RULES.map(() => ({
    good: 0,
    needless: 0,
    ample: 0,
    needlessAmple: 0,
    late: 0,
    told: 0,
    leads: [] as number[],
    delays: [] as number[],
  }));
  const leadsBy = new Map<string, number[]>();
  let wronglyReached = 0;
  let saidReached = 0;
  let spent = 0;
  let made = 0;
  for (let seed = CHECK.first; seed < CHECK.first + CHECK.coolings; seed += 1) {
    const cooling = anyCooling(seed, LIMIT);
    const held: number[] = RULES.map(() => 0);
    const raised: (number | null)[] = RULES.map(() => null);
    for (const now of instants(cooling, 1)) {
      const { clock, known } = cooling.told(now);
      const began = performance.now();
      const told = forecast(cooling.curve, clock, { atMost: LIMIT, deadline: cooling.deadline }, known, now);
      spent += performance.now() - began;
      made += 1;
      RULES.forEach(({ minutes, holds }, i) => {
        held[i] = holds(told, clock.end !== null) ? (held[i] ?? 0) + 1 : 0;
        if ((held[i] ?? 0) >= minutes && now < cooling.deadline) raised[i] ??= now;
      });
      if (told.basis === "too-little-seen") continue;
      if (told.basis === "reached") {
        saidReached += 1;
        if (cooling.reachedAt === null || cooling.reachedAt - now > 10 * MINUTE) wronglyReached += 1;
        continue;
      }
      const isHeld = holds(told, cooling.reachedAt);
      overall.many += 1;
      if (isHeld) overall.held += 1;
      count(`kind: ${cooling.kind}`, isHeld);
      count(`basis: ${told.basis}`, isHeld);
      const since = (now - cooling.clock.start) / MINUTE;
      const left = ((cooling.reachedAt ?? Number.POSITIVE_INFINITY) - now) / MINUTE;
      const isAskedWhy = Math.round(since) % 5 === 0 || AHEAD.some((at) => isAbout(left, at));
      const ground = isAskedWhy ? reckon(cooling.curve, clock, LIMIT, known, now)?.ground : undefined;
      if (Math.round(since) % 5 === 0) count(`ground: ${ground}`, isHeld);
      count(
        `minutes since the start: ${since < 60 ? "to 60" : since < 120 ? "60 to 120" : since < 210 ? "120 to 210" : "over 210"}`,
        isHeld,
      );
      const trouble = cooling.troubleAt === null ? "none" : now < cooling.troubleAt ? "to come" : "there";
      count(`trouble: ${trouble}`, isHeld);
      if (cooling.reachedAt === null) continue;
      for (const at of AHEAD) {
        if (!isAbout(left, at)) continue;
        const off =
          told.likely === null
            ? Number.POSITIVE_INFINITY
            : Math.abs(told.likely - cooling.reachedAt) / MINUTE;
        const isUntroubled = cooling.troubleAt === null;
        for (const name of [
          `${at} all`,
          `${at} ${isUntroubled ? "without trouble" : "with trouble"}`,
          `${at} ${ground}`,
        ]) {
          errors.set(name, [...(errors.get(name) ?? []), off]);
        }
      }
    }
    const isLate = cooling.reachedAt === null || cooling.reachedAt > cooling.deadline;
    const isGood = !isLate && cooling.story.trouble === "none";
    RULES.forEach((_, i) => {
      const rule = alarms[i];
      const at = raised[i] ?? null;
      if (rule === undefined) return;
      if (isGood) {
        const isAmple = cooling.deadline - (cooling.reachedAt ?? 0) >= AMPLE;
        rule.good += 1;
        if (isAmple) rule.ample += 1;
        if (at !== null) rule.needless += 1;
        if (at !== null && isAmple) rule.needlessAmple += 1;
      }
      if (!isLate) return;
      rule.late += 1;
      if (at === null) return;
      rule.told += 1;
      rule.leads.push((cooling.deadline - at) / MINUTE);
      if (cooling.troubleAt !== null) rule.delays.push(Math.max(0, at - cooling.troubleAt) / MINUTE);
    });
    if (isLate) {
      const at = raised[0] ?? null;
      leadsBy.set(cooling.kind, [
        ...(leadsBy.get(cooling.kind) ?? []),
        at === null ? 0 : (cooling.deadline - at) / MINUTE,
      ]);
    }
  }
  const part = ({ many, held }: Tally): string =>
    many === 0 ? "-" : `${((100 * held) / many).toFixed(1)} %`;
  tell({ figure: "forecast coverage", claim: FORECAST_CLAIM, ...overall });
  say(
    `\nClaimed ${FORECAST_CLAIM * 100} %: held ${part(overall)} of ${overall.many} forecasts of ${CHECK.coolings} coolings, seeds ${CHECK.first} to ${CHECK.first + CHECK.coolings - 1}, at ${values.commit}\n`,
  );
  say("| of | forecasts | held |\n| --- | --- | --- |");
  for (const [of, found] of [...by].sort(([a], [b]) => a.localeCompare(b))) {
    tell({ figure: "forecast coverage", of, ...found });
    say(`| ${of} | ${found.many} | ${part(found)} |`);
  }
  say(
    "\n| minutes before it was reached | forecasts | middle off by, median | nine tenths |\n| --- | --- | --- | --- |",
  );
  for (const [of, found] of [...errors].sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }))) {
    const figures = { many: found.length, median: at(found, 0.5), nineTenths: at(found, 0.9) };
    tell({ figure: "forecast error, minutes", of, ...figures });
    say(`| ${of} | ${figures.many} | ${figures.median} min | ${figures.nineTenths} min |`);
  }
  say(
    "\n| alarm when | good coolings alarmed | of those with 20 min in hand | late ones told before the deadline | lead, median (one tenth) | after the trouble began, median |\n| --- | --- | --- | --- | --- | --- |",
  );
  RULES.forEach(({ name, minutes }, i) => {
    const rule = alarms[i];
    if (rule === undefined) return;
    tell({
      figure: "forecast alarm",
      when: name,
      minutes,
      good: rule.good,
      needless: rule.needless,
      late: rule.late,
      told: rule.told,
      lead: at(rule.leads, 0.5),
      leadTenth: at(rule.leads, 0.1),
      delay: at(rule.delays, 0.5),
    });
    say(
      `| ${name} for ${minutes} min | ${rule.needless} of ${rule.good} | ${rule.needlessAmple} of ${rule.ample} | ${rule.told} of ${rule.late} | ${at(rule.leads, 0.5)} (${at(rule.leads, 0.1)}) min | ${at(rule.delays, 0.5)} min |`,
    );
  });
  say(
    `\nLead by kind, ${RULES[0]?.name} for ${RULES[0]?.minutes} min (0: not told):\n\n| kind | late | lead, median | a tenth had less than |\n| --- | --- | --- | --- |`,
  );
  for (const [kind, leads] of [...leadsBy].sort(([a], [b]) => a.localeCompare(b))) {
    tell({
      figure: "forecast lead, minutes",
      kind,
      many: leads.length,
      median: at(leads, 0.5),
      tenth: at(leads, 0.1),
    });
    say(`| ${kind} | ${leads.length} | ${at(leads, 0.5)} min | ${at(leads, 0.1)} min |`);
  }
  tell({ figure: "forecast cost", mean: spent / made, made, saidReached, wronglyReached });
  say(
    `\n${(spent / made).toFixed(3)} ms a forecast, ${made} made; said reached ${saidReached} times before the last crossing, ${wronglyReached} of them more than 10 minutes early.`,
  );
}

function holds(told: Forecast, reachedAt: number | null): boolean {
  if (told.earliest === null) return reachedAt === null;
  if (reachedAt === null) return told.latest === null;
  return told.earliest <= reachedAt && (told.latest === null || reachedAt <= told.latest);
}

function at(samples: readonly number[], part: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return Number(
    (sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN).toFixed(1),
  );
}
const tell = (figure: object): void => {
  process.stdout.write(`${JSON.stringify({ commit: values.commit, ...figure })}\n`);
};
const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

if (values.fit) makeTable();
else check();
