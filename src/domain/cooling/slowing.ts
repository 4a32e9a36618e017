// Room: domain/cooling. Whether the plant gets slower over weeks, at like amount of milk and like surroundings.
// May live here: the trend over the records of milkings (usual.ts). May not: the forecast of one milking, words (forecast-words.ts).
// Invariant: told only beyond doubt: what a growing herd or a warmer season explains is not a slower plant.

import type { EpochMs } from "../units.ts";
import { type CooledMilking, median } from "./usual.ts";

export type Slowing = {
  /** The first milking that was compared. */
  readonly since: EpochMs;
  /** How much longer the same milk takes now: 0.14 is 14 %. */
  readonly by: number;
  /** How many milkings it rests on. */
  readonly milkings: number;
  /** Whether the surroundings were probed, and so allowed for. */
  readonly ambientKnown: boolean;
};

/** The latest so many milkings count: a month of two a day. Earlier ones belong to another season. */
export const SLOWING_LOOKS_BACK = 60;
/** Fewer show no trend. */
const AT_LEAST = 20;
/** A trend by chance is as rare as this, or it is not told (Mann-Kendall, both sides). */
const BY_CHANCE = 0.01;
/** Less is not told; where nobody probes the surroundings a warm month alone can make the first figure. */
const MORE_THAN = { ambientKnown: 0.1, ambientUnknown: 0.25 } as const;
/** A milking that is off its trend by so many median deviations had its own trouble (forgotten, power cut). */
const OWN_TROUBLE = 4;

/**
 * Whether cooling takes longer than it did, by the records of one vat in order of time; null: not beyond doubt.
 *
 * The time from the start of milking to the limit is proportional to the heat in the milk that came in, whether the vat was empty or
 * not. Its logarithm, and the date, are freed of what amount, surroundings and first-or-later explain; what is left of both is put
 * through Theil-Sen (the slope) and Mann-Kendall (whether it is chance). A date that the amount explains as well,
 * as in a growing herd, has nothing left to show a trend with.
 */
export function slowing(records: readonly CooledMilking[]): Slowing | null {
  const limit = records.at(-1)?.limit;
  const all = records.filter((one) => one.limit === limit && took(one) > 0).slice(-SLOWING_LOOKS_BACK);
  const first = freed(all);
  const kept = first === null ? [] : all.filter((_, i) => !hasOwnTrouble(first, i));
  const found = kept.length === all.length ? first : freed(kept);
  const [from, to] = [kept[0], kept.at(-1)];
  if (found === null || from === undefined || to === undefined || kept.length < AT_LEAST) return null;
  const by = Math.exp(found.slope * (to.startedAt - from.startedAt)) - 1;
  const ambientKnown = isAmbientKnown(kept);
  const enough = ambientKnown ? MORE_THAN.ambientKnown : MORE_THAN.ambientUnknown;
  if (by <= enough || byChance(found.dates, found.lengths) >= BY_CHANCE) return null;
  return { since: from.startedAt, by, milkings: kept.length, ambientKnown };
}

/** Minutes from the start of milking to the limit. */
const took = (one: CooledMilking): number => one.fill + one.afterFill;
const isAmbientKnown = (records: readonly CooledMilking[]): boolean =>
  records.every((one) => one.ambient !== null);

type Freed = {
  readonly dates: readonly number[];
  readonly lengths: readonly number[];
  readonly slope: number;
};

/** Dates and lengths without what is explained otherwise, and the trend between them. Null of too few. */
function freed(records: readonly CooledMilking[]): Freed | null {
  if (records.length < AT_LEAST) return null;
  const explains = explanations(records);
  const dates = records.map((one) => Number(one.startedAt));
  const start = dates[0] ?? 0;
  const datesLeft = withoutExplained(
    dates.map((date) => date - start),
    explains,
  );
  const lengthsLeft = withoutExplained(
    records.map((one) => Math.log(took(one))),
    explains,
  );
  return { dates: datesLeft, lengths: lengthsLeft, slope: theilSen(datesLeft, lengthsLeft) };
}

/** What else makes a milking take longer: more milk, warm surroundings, an empty or a part-filled vat. One column each. */
function explanations(records: readonly CooledMilking[]): number[][] {
  const isAmountKnown = records.every((one) => one.amount !== null && one.amount > 0);
  const columns = [records.map((one) => Math.log(isAmountKnown ? (one.amount ?? 1) : Math.max(1, one.fill)))];
  if (isAmbientKnown(records)) columns.push(records.map((one) => one.ambient ?? 0));
  columns.push(records.map((one) => (one.first ? 1 : 0)));
  return columns;
}

/** What least squares leave of the values when each explanation has had its part (Gram-Schmidt, one after the other). */
function withoutExplained(values: readonly number[], explains: readonly (readonly number[])[]): number[] {
  const bases: number[][] = [values.map(() => 1)];
  for (const column of explains) {
    const own = bases.reduce((left, base) => without(left, base), [...column]);
    // What does not vary, or only as others do, explains nothing.
    if (dot(own, own) > 1e-9 * Math.max(1, dot(column, column))) bases.push(own);
  }
  return bases.reduce((left, base) => without(left, base), [...values]);
}

function without(values: readonly number[], base: readonly number[]): number[] {
  const part = dot(values, base) / dot(base, base);
  return values.map((value, i) => value - part * (base[i] ?? 0));
}
const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

function hasOwnTrouble({ dates, lengths, slope }: Freed, index: number): boolean {
  const off = lengths.map((length, i) => length - slope * (dates[i] ?? 0));
  const middle = median(off);
  const deviation = median(off.map((one) => Math.abs(one - middle)));
  return Math.abs((off[index] ?? middle) - middle) > OWN_TROUBLE * 1.4826 * deviation;
}

/** The median of the slopes between any two points. */
function theilSen(x: readonly number[], y: readonly number[]): number {
  const slopes: number[] = [];
  for (let i = 0; i < x.length; i += 1) {
    for (let j = 0; j < i; j += 1) {
      const run = (x[i] ?? 0) - (x[j] ?? 0);
      if (run !== 0) slopes.push(((y[i] ?? 0) - (y[j] ?? 0)) / run);
    }
  }
  return slopes.length === 0 ? 0 : median(slopes);
}

/** Mann-Kendall: how often chance alone would show as strong a trend, both sides, by the normal approximation (good from 10 points on). */
function byChance(x: readonly number[], y: readonly number[]): number {
  let score = 0;
  for (let i = 0; i < x.length; i += 1) {
    for (let j = 0; j < i; j += 1) {
      score += Math.sign(((x[i] ?? 0) - (x[j] ?? 0)) * ((y[i] ?? 0) - (y[j] ?? 0)));
    }
  }
  const n = x.length;
  const deviation = Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const z = Math.max(0, Math.abs(score) - 1) / deviation;
  return bothTails(z);
}

/** Probability beyond ±z of a normal distribution (Abramowitz and Stegun 26.2.17, good to 1e-7). */
function bothTails(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const sum =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 2 * sum * Math.exp((-z * z) / 2) * 0.3989422804;
}
