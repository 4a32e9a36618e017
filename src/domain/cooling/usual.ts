// Room: domain/cooling. What milkings of this vat are usually like, from the facts kept of each.
// May live here: the record of one cooled milking, and what is usual by several. May not: trends over weeks (slowing.ts).
// Invariant: plain JSON and bounded; only milkings that reached the limit in good order are taken.

import { between, type EpochMs, type MonoMs } from "../units.ts";
import type { Curve } from "./curve.ts";
import { byTheMinute, MINUTE, within } from "./minutes.ts";
import { approachOf } from "./pull-down.ts";
import type { MilkingClock } from "./verdict.ts";

/** One milking that was cooled. Temperatures in degrees Celsius. */
export type CooledMilking = {
  readonly startedAt: EpochMs;
  readonly first: boolean;
  readonly limit: number;
  /** Minutes from the start to the end of milking; and from the end until the limit was reached. */
  readonly fill: number;
  readonly afterFill: number;
  /** The milk at the end of milking. */
  readonly endsAt: number;
  /** How far below the limit the plant tends to, kelvin, 80 where the curve is straight. */
  readonly approach: number;
  /** How much milk, in whatever is known of it: litres, or cows milked to the vat; null: nothing is. */
  readonly amount: number | null;
  /** Mean of the surroundings while it cooled; null: not probed. */
  readonly ambient: number | null;
};

/** What is usual for milkings like this one. Minutes, degrees Celsius. */
export type UsualCooling = {
  readonly fill: number;
  readonly endsAt: number;
  /** Kelvin a minute at the start of the pull-down. */
  readonly rate: number;
  readonly approach: number;
};

/** What is told of a milking that its curve does not show. */
export type MilkingTold = {
  readonly startedAt: EpochMs;
  readonly amount: number | null;
  readonly ambient: number | null;
};

/**
 * The record of a milking whose limit was reached, `limit` degrees at `reachedAt`; null where the end of milking or first or later is not
 * known, where it was reached before the end, or where too little of it was seen.
 */
export function cooledMilking(
  curve: Curve,
  clock: MilkingClock,
  limit: number,
  reachedAt: MonoMs,
  told: MilkingTold,
): CooledMilking | null {
  if (clock.end === null || clock.first === null || reachedAt <= clock.end) return null;
  const points = byTheMinute(curve, clock.start, reachedAt);
  const fill = between(clock.start, clock.end) / MINUTE;
  const reached = between(clock.start, reachedAt) / MINUTE;
  const around = within(points, fill - 2, fill + 3);
  const approach = approachOf(within(points, fill + 3, reached), limit);
  if (around.at.length === 0 || approach === null) return null;
  return {
    ...told,
    first: clock.first,
    limit,
    fill,
    afterFill: reached - fill,
    endsAt: median(around.celsius),
    approach,
  };
}

/** Fewer than so many alike show nothing usual; of more the latest count. */
const AT_LEAST = 2;
const AT_MOST = 10;

/** Milkings that begin within so many hours of each other's time of day are alike: the evening's milk is less than the morning's. */
const LIKE_HOURS = 4;

/**
 * By the latest milkings that are alike: first or later, to the same limit, and begun about the same time of day where `startedAt` is
 * known and enough were. Null: too few.
 */
export function usualCooling(
  records: readonly CooledMilking[],
  first: boolean | null,
  limit: number,
  startedAt: EpochMs | null = null,
): UsualCooling | null {
  const all = records.filter(
    (one) => one.first === first && one.limit === limit && one.afterFill > 0 && one.endsAt > limit,
  );
  const sameTime =
    startedAt === null ? [] : all.filter((one) => hoursApart(one.startedAt, startedAt) <= LIKE_HOURS);
  const alike = (sameTime.length >= AT_LEAST ? sameTime : all).slice(-AT_MOST);
  if (alike.length < AT_LEAST) return null;
  const approach = median(alike.map((one) => one.approach));
  return {
    fill: median(alike.map((one) => one.fill)),
    endsAt: median(alike.map((one) => one.endsAt)),
    rate: median(
      alike.map(
        (one) =>
          ((one.endsAt - limit + approach) / one.afterFill) *
          Math.log((one.endsAt - limit + approach) / approach),
      ),
    ),
    approach,
  };
}

/** Between two times of day, 0 to 12 hours. */
function hoursApart(a: EpochMs, b: EpochMs): number {
  const hours = (Math.abs(a - b) / 3_600_000) % 24;
  return Math.min(hours, 24 - hours);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? high) + high) / 2;
}
