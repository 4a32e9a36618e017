// Room: domain/cooling. The stretch of a curve that is one milking's milk, and what can be read off it.
// May live here: straight lines between readings, crossings, stretches, gaps. May not: profiles, verdicts.
// Invariant: nothing is said about a gap; no look reaches past the milk's end or past now.

import { type DurationMs, type MonoMs, milliseconds, minutes, monoMs } from "../units.ts";
import { type Curve, firstFrom, lastUpTo, timeOf, warmthOf } from "./curve.ts";
import type { HoldLimit } from "./profile.ts";
import type { Stretch, TemperatureAt } from "./verdict.ts";

/** Readings farther apart than this leave a gap. Milk in a vat moves at most a few kelvin in that time, and most loggers are set to less. */
export const GAP_MAX: DurationMs = minutes(15);

/**
 * Far below the step of any probe (0.0625 K), far above what arithmetic adds: 41 °F is 5 °C, whatever the processor makes of it.
 */
const HAIR = 1e-6;
/** Above a limit that includes its own figure. */
export const isAbove = (celsius: number, limit: number): boolean => celsius > limit + HAIR;
/** Below a lower limit that includes its own figure. */
export const isBelow = (celsius: number, limit: number): boolean => celsius < limit - HAIR;

/** Readings `first` to `last` (an index before `first`: none) lie in the milk's time. */
export type Milk = {
  readonly curve: Curve;
  readonly start: MonoMs;
  readonly first: number;
  readonly last: number;
  /** When the milk left the vat (collection, a wash, emptied); null: not yet, as far as was seen. */
  readonly ended: MonoMs | null;
  readonly gapMax: DurationMs;
};

/** The milk from `start` to its end, or to `now` where it has not ended. */
export function milkOf(
  curve: Curve,
  start: MonoMs,
  ended: MonoMs | null,
  now: MonoMs,
  gapMax: DurationMs,
): Milk {
  const to = ended ?? now;
  return { curve, start, first: firstFrom(curve, start), last: lastUpTo(curve, to), ended, gapMax };
}

/** The instant of the last reading of the milk; null where it has none. */
export const lastSeen = (milk: Milk): MonoMs | null =>
  milk.last < milk.first ? null : monoMs(timeOf(milk.curve, milk.last));

/** A straight line may be drawn from reading `index` to the next. */
const isJoined = (milk: Milk, index: number): boolean =>
  index >= 0 && index < milk.last && timeOf(milk.curve, index + 1) - timeOf(milk.curve, index) <= milk.gapMax;

/** What is known of one instant: a temperature, or the gap that it lies in. */
export type Known =
  | { readonly kind: "seen"; readonly celsius: number }
  | {
      readonly kind: "gap";
      readonly from: MonoMs;
      readonly to: MonoMs;
      /** The readings of this milk at both ends; null where an end has none. */
      readonly ends: readonly [number, number] | null;
    };

/**
 * The temperature at an instant from the start to the milk's end. Where the milk left no more than a gap after its last reading, that reading
 * stands until then.
 */
export function temperatureAt(milk: Milk, at: MonoMs): Known {
  const { curve } = milk;
  const left = Math.min(lastUpTo(curve, at), milk.last);
  if (left >= 0 && timeOf(curve, left) === at) return { kind: "seen", celsius: warmthOf(curve, left) };
  if (isJoined(milk, left)) return { kind: "seen", celsius: onLine(curve, left, at) };
  if (milk.ended !== null && at <= milk.ended && left === milk.last && isStanding(milk, left, milk.ended))
    return { kind: "seen", celsius: warmthOf(curve, left) };
  return gapAround(milk, left, at);
}

/**
 * The temperature at an instant up to the start of the next milking. Where the line there is warmer than the last reading before it, that reading
 * counts, if the line goes to a reading after that start: that one has the new milk in it.
 */
export function temperatureBefore(milk: Milk, next: MonoMs | null, at: MonoMs): Known {
  const known = temperatureAt(milk, at);
  const left = Math.min(lastUpTo(milk.curve, at), milk.last);
  const isOldMilk = left >= milk.last || timeOf(milk.curve, left + 1) <= (next ?? Number.POSITIVE_INFINITY);
  if (next === null || at > next || isOldMilk) return known;
  // The right end of the gap says nothing about the old milk.
  if (known.kind === "gap") return { ...known, ends: null };
  return left < milk.first
    ? known
    : { kind: "seen", celsius: Math.min(known.celsius, warmthOf(milk.curve, left)) };
}

const isStanding = (milk: Milk, index: number, at: MonoMs): boolean =>
  index >= milk.first && at - timeOf(milk.curve, index) <= milk.gapMax;

function gapAround(milk: Milk, left: number, at: MonoMs): Known {
  const { curve } = milk;
  const hasLeft = left >= milk.first;
  const hasRight = left + 1 <= milk.last;
  return {
    kind: "gap",
    from: hasLeft ? monoMs(timeOf(curve, left)) : milk.start,
    to: hasRight ? monoMs(timeOf(curve, left + 1)) : (milk.ended ?? at),
    ends: hasLeft && hasRight ? [warmthOf(curve, left), warmthOf(curve, left + 1)] : null,
  };
}

/** The temperature on the line from reading `index` to the next. */
function onLine(curve: Curve, index: number, at: number): number {
  const [t0, t1] = [timeOf(curve, index), timeOf(curve, index + 1)];
  const [c0, c1] = [warmthOf(curve, index), warmthOf(curve, index + 1)];
  return c0 + ((c1 - c0) * (at - t0)) / (t1 - t0);
}

/** When the line from reading `index` to the next passes `limit`: somewhere from the one to the other, whatever rounding says. */
function crossing(curve: Curve, index: number, limit: number): number {
  const [t0, t1] = [timeOf(curve, index), timeOf(curve, index + 1)];
  const [c0, c1] = [warmthOf(curve, index), warmthOf(curve, index + 1)];
  const part = c0 === c1 ? 1 : (limit - c0) / (c1 - c0);
  return t0 + (t1 - t0) * Math.min(1, Math.max(0, part));
}

/**
 * The beginning of the stretch at or below `limit` that holds at `check`, where the milk is known to be so; the start where it was never above.
 * A gap ends a stretch: what is before it is not known. Rounded up to a whole millisecond.
 */
export function reachedBefore(milk: Milk, check: MonoMs, limit: number): MonoMs {
  const { curve, start, first } = milk;
  let index = Math.min(lastUpTo(curve, check), milk.last);
  if (index < first) {
    // Between the start and its first reading, on the line from a reading before it.
    return index >= 0 && isAbove(warmthOf(curve, index), limit)
      ? roundUp(Math.max(start, crossing(curve, index, limit)))
      : start;
  }
  if (isAbove(warmthOf(curve, index), limit)) return roundUp(crossing(curve, index, limit));
  while (index > first) {
    if (!isJoined(milk, index - 1)) return monoMs(timeOf(curve, index));
    index--;
    if (isAbove(warmthOf(curve, index), limit)) return roundUp(crossing(curve, index, limit));
  }
  if (isJoined(milk, first - 1) && isAbove(warmthOf(curve, first - 1), limit))
    return roundUp(Math.max(start, crossing(curve, first - 1, limit)));
  return timeOf(curve, first) - start <= milk.gapMax ? start : monoMs(timeOf(curve, first));
}

/** When it first was at or below `limit` after an instant; null: not before the milk ended, or not yet. Rounded up. */
export function reachedAfter(milk: Milk, after: MonoMs, limit: number): MonoMs | null {
  const { curve } = milk;
  for (let index = Math.max(milk.first, firstFrom(curve, after)); index <= milk.last; index++) {
    if (isAbove(warmthOf(curve, index), limit)) continue;
    if (!isJoined(milk, index - 1)) return monoMs(timeOf(curve, index));
    return roundUp(Math.max(after, crossing(curve, index - 1, limit)));
  }
  return null;
}

const roundUp = (at: number): MonoMs => monoMs(Math.ceil(at));

/**
 * The stretches of the line above `limit` from one instant to another, each from crossing to crossing; a gap ends a stretch. An isolated
 * reading above is a stretch of no length.
 */
export function stretchesAbove(milk: Milk, from: MonoMs, to: MonoMs, limit: number): readonly Stretch[] {
  const { curve } = milk;
  const found: Stretch[] = [];
  let begun: number | null = null;
  let peak: TemperatureAt | null = null;
  const close = (at: number) => {
    if (begun !== null && peak !== null) found.push({ from: monoMs(begun), to: monoMs(at), peak });
    begun = null;
    peak = null;
  };
  const visit = (at: number, celsius: number) => {
    if (!isAbove(celsius, limit)) return;
    begun ??= at;
    if (peak === null || celsius > peak.celsius) peak = { at: monoMs(at), celsius };
  };
  const begin = Math.max(milk.first, firstFrom(curve, from));
  const end = Math.min(milk.last, lastUpTo(curve, to));
  if (isJoined(milk, begin - 1) && timeOf(curve, begin) !== from && begin - 1 <= end)
    visit(from, onLine(curve, begin - 1, from));
  for (let index = begin; index <= end; index++) {
    const at = timeOf(curve, index);
    const celsius = warmthOf(curve, index);
    const joined = isJoined(milk, index - 1);
    if (begun !== null && !joined) close(timeOf(curve, index - 1));
    if (joined && begun === null && isAbove(celsius, limit))
      begun = Math.max(from, crossing(curve, index - 1, limit));
    visit(at, celsius);
    if (begun !== null && !isAbove(celsius, limit)) close(Math.max(from, crossing(curve, index - 1, limit)));
  }
  if (isJoined(milk, end) && end + 1 >= milk.first && timeOf(curve, end) !== to) {
    const celsius = onLine(curve, end, to);
    if (begun !== null && !isAbove(celsius, limit)) close(crossing(curve, end, limit));
    if (begun === null && isAbove(celsius, limit)) begun = Math.max(from, crossing(curve, end, limit));
    visit(to, celsius);
    close(to);
  }
  if (begun !== null) close(timeOf(curve, end));
  return found;
}

/**
 * The stretches of two or more readings outside `limits`, from the first such reading to the last; a gap ends a stretch.
 */
export function stretchesOutside(
  milk: Milk,
  from: MonoMs,
  to: MonoMs,
  limits: HoldLimit,
): readonly Stretch[] {
  const { curve } = milk;
  const found: Stretch[] = [];
  const begin = Math.max(milk.first, firstFrom(curve, from));
  const end = Math.min(milk.last, lastUpTo(curve, to));
  let begun = -1;
  let worst = -1;
  const close = (last: number) => {
    if (begun >= 0 && last > begun) {
      const peak = { at: monoMs(timeOf(curve, worst)), celsius: warmthOf(curve, worst) };
      found.push({ from: monoMs(timeOf(curve, begun)), to: monoMs(timeOf(curve, last)), peak });
    }
    begun = -1;
    worst = -1;
  };
  for (let index = begin; index <= end; index++) {
    const isOutside = isOutsideOf(limits, warmthOf(curve, index));
    if (begun >= 0 && (!isOutside || !isJoined(milk, index - 1))) close(index - 1);
    if (!isOutside) continue;
    if (begun < 0) begun = index;
    if (worst < 0 || beyond(limits, warmthOf(curve, index)) > beyond(limits, warmthOf(curve, worst)))
      worst = index;
  }
  close(end);
  return found;
}

const isOutsideOf = ({ atMost, atLeast }: HoldLimit, celsius: number): boolean =>
  isAbove(celsius, atMost) || (atLeast !== null && isBelow(celsius, atLeast));
/** How far outside, kelvin. */
const beyond = ({ atMost, atLeast }: HoldLimit, celsius: number): number =>
  Math.max(celsius - atMost, atLeast === null ? Number.NEGATIVE_INFINITY : atLeast - celsius);

/** What was seen from one instant to another. */
export type Interval = {
  readonly readings: number;
  /** 0 to 1; of no time at all 1 where there is a reading. */
  readonly coverage: number;
  readonly longestGap: { readonly from: MonoMs; readonly to: MonoMs } | null;
  readonly maximum: TemperatureAt | null;
};

/** Readings, coverage, the longest gap and the warmest reading from one instant to another. */
export function interval(milk: Milk, from: MonoMs, to: MonoMs): Interval {
  const { curve } = milk;
  const begin = Math.max(milk.first, firstFrom(curve, from));
  const end = Math.min(milk.last, lastUpTo(curve, to));
  let unseen = 0;
  let longest: { readonly from: MonoMs; readonly to: MonoMs } | null = null;
  let warmest = -1;
  const step = (left: number, right: number) => {
    if (right - left <= milk.gapMax) return;
    const gap = { from: monoMs(Math.max(left, from)), to: monoMs(Math.min(right, to)) };
    const length = gap.to - gap.from;
    if (length <= 0) return;
    unseen += length;
    if (longest === null || length > longest.to - longest.from) longest = gap;
  };
  if (end >= begin && !isJoined(milk, begin - 1)) step(from, timeOf(curve, begin));
  for (let index = begin; index <= end; index++) {
    if (warmest < 0 || warmthOf(curve, index) > warmthOf(curve, warmest)) warmest = index;
    if (index > begin) step(timeOf(curve, index - 1), timeOf(curve, index));
  }
  if (end < begin) step(from, to);
  else step(timeOf(curve, end), end < milk.last ? timeOf(curve, end + 1) : to);
  const length = to - from;
  const readings = Math.max(0, end - begin + 1);
  const seen = length > 0 ? 1 - unseen / length : 1;
  return {
    readings,
    coverage: readings === 0 ? 0 : seen,
    longestGap: longest,
    maximum: warmest < 0 ? null : { at: monoMs(timeOf(curve, warmest)), celsius: warmthOf(curve, warmest) },
  };
}

/** The length of a stretch. */
export const lengthOf = (stretch: Pick<Stretch, "from" | "to">): DurationMs =>
  milliseconds(stretch.to - stretch.from);
