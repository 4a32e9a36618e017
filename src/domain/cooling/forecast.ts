// Room: domain/cooling. When the milk will be cold: from the curve so far and the physics of a vat.
// May live here: the forecast, and how sure it is. May not: verdicts (judge.ts), alarms.
// Invariant: an interval is right as often as it claims, on the simulated vats of test/bench; it never turns a verdict.

import {
  after,
  before,
  between,
  type DurationMs,
  later,
  type MonoMs,
  minutes as minutesLong,
} from "../units.ts";
import type { Curve } from "./curve.ts";
import { type Filling, fitFilling, USUAL_APPROACH } from "./filling.ts";
import { type Ground, intervalOf, type Span } from "./forecast-interval.ts";
import { byTheMinute, MINUTE, type Minutes, within } from "./minutes.ts";
import { celsiusAfter, fitPullDown, minutesTo, type PullDown, type Weighted } from "./pull-down.ts";
import type { UsualCooling } from "./usual.ts";
import type { MilkingClock } from "./verdict.ts";

/** How often the interval holds the truth. */
export const FORECAST_CLAIM = 0.8;

export type Forecast = {
  readonly madeAt: MonoMs;
  /** What it rests on. */
  readonly basis: "filling" | "cooling" | "not-cooling" | "too-little-seen" | "reached";
  /** When the limit will be reached. `latest` null: it may never be. All null: it will not, as things are. */
  readonly earliest: MonoMs | null;
  readonly likely: MonoMs | null;
  readonly latest: MonoMs | null;
  /** Deadline less `likely`: negative when it will miss; null when it will not get there. */
  readonly inHand: DurationMs | null;
  /**
   * "possible": the interval's end lies after the deadline; "likely": its middle does; "sure": of a hundred that looked like
   * this one was in time, or the milking is over and it does not cool at all.
   */
  readonly miss: "no" | "possible" | "likely" | "sure";
  /** What the milk will have at the deadline, as things are; null where too little is seen. */
  readonly atDeadline: number | null;
};

/** What is to be reached: at or below `atMost` by `deadline`. */
export type ForecastLimit = { readonly atMost: number; readonly deadline: MonoMs };

/** What is known beside the curve. Null: not wired, not probed, nobody knows. */
export type VatKnown = {
  /** Milk still comes in; null: taken from the clock, whose end is null while nobody knows of one. */
  readonly filling: boolean | null;
  readonly compressor: boolean | null;
  readonly agitator: boolean | null;
  /** Degrees Celsius. */
  readonly ambient: number | null;
  /** What is usual for this vat, by its earlier milkings. */
  readonly usual: UsualCooling | null;
};

export const NOTHING_KNOWN: VatKnown = {
  filling: null,
  compressor: null,
  agitator: null,
  ambient: null,
  usual: null,
};

/** A forecast looks at most so far back: the longest milking and its cooling. */
const LOOK_BACK = minutesLong(16 * 60);
/** Longer since the last reading, and the curve is not continued: as far as a judgement draws a straight line (judge.ts). */
const READINGS_REACH = 15;
/** Sooner after the start the probe may still lie in air or on the wall. */
const SEEN_AT_LEAST = 10;
/**
 * Where nobody tells the end of milking: a curve that falls by so much a minute, and by such a part of what the plant can, in a straight
 * enough line for so long, shows it. While milk comes in, refrigeration that started late bends it soon.
 */
const ENDED = { rate: 0.03, part: 0.6, forMinutes: 30, straight: 6, after: 90, partOfUsual: 0.9 } as const;
/** Slower than this, kelvin a minute, is not cooling: 0.3 K an hour. */
const NOT_COOLING = 0.005;
/** Cooling that would take longer than this is none, minutes. */
const LONGEST = 20 * 60;
/** What an ordinary plant does to warm milk, kelvin a minute, where nothing is usual. */
const USUAL_RATE = 0.16;
/** A plant that stands without milk to cool is told by its switch only so long after the start, minutes. */
const SWITCH_COUNTS_AFTER = 30;
/** Off by so much at the end of milking is still as usual, kelvin: the first into an empty vat, later ones; and before this, all is. */
const LIKE = { first: 5, later: 2.2, early: 0.6, notBefore: 25 } as const;
/** Less like than this is plainly another milking than usual. */
const UNLIKE = 0.1;
/** By then a plant has usually started, part of the usual milking. */
const WELL_INTO = 0.75;
/** Milk from the plant, degrees Celsius, at most. */
const WARMEST = 37;
/** However late it is by what is usual, so many minutes are left. */
const STILL = 6;
/** So soon after the end of milking little of the pull-down is seen, minutes. */
const JUST_ENDED = 15;
/** A curve that tends to less than so far below the limit, or to above it, kelvin: no plant is built so. */
const FLATTENS = 2;
/** A rate that is in doubt by more than this part of it. */
const UNSTEADY = 0.15;
/** Only so much of the curve agrees with the last minutes, so long after the end, minutes: the rate has changed. */
const CHANGED = { window: 20, after: 40 } as const;
/** A rate of less than so many times its own doubt is none. */
const NO_RATE = 1.5;
/** How far a rate is in doubt beside the scatter: one that is seen, and one that is expected. */
const RATE_DOUBT = { seen: 0.05, expected: 0.35 } as const;
/** At least so fast would it cool if it did, kelvin a minute. */
const SOME_RATE = 0.05;
/** So near above the limit a thermostat may have stopped the plant, kelvin. */
const NEAR = 0.5;
/** What is late is above the limit at the deadline by this at least, kelvin. */
const JUST_ABOVE = 0.1;
/** The thermostat stops the plant about so far below the limit, kelvin. */
const STOPS_BELOW = 1;

/** The middle of a forecast before its doubt: for the calibration, and for `forecast`. */
export type Reckoning = {
  readonly basis: Forecast["basis"];
  /** It is not cooled, and not because milking has only just begun. */
  readonly isLeft: boolean;
  /** Which row of the table of doubt it falls in. */
  readonly ground: Ground;
  /** Minutes until it is reached as things are; where it does not cool, as it would be if it did now. */
  readonly remaining: number;
  /** From when on the limit has been kept; null: it is not now. */
  readonly since: MonoMs | null;
  readonly ahead: (minutes: number) => number;
};

/**
 * When the milk of one milking will be at or below the limit, from the readings of the milk since its start.
 *
 * `curve`: readings that are there and are milk, offsets applied; later ones than `now` are not looked at. All instants on its clock. Pure;
 * about a millisecond for the readings of seven hours.
 */
export function forecast(
  curve: Curve,
  clock: MilkingClock,
  limit: ForecastLimit,
  known: VatKnown,
  now: MonoMs,
): Forecast {
  const found = reckon(curve, clock, limit.atMost, known, now);
  const deadlineIn = between(now, limit.deadline) / MINUTE;
  if (found === null) return withoutFigures("too-little-seen", now);
  if (found.basis === "reached") return reached(found, curve, limit, now);
  const span = intervalOf(found.ground, found.remaining);
  // Milk that still comes in onto cold milk may keep the limit all along: then it has been reached already.
  const at = (minutes: number | null): MonoMs | null =>
    minutes === null
      ? null
      : found.since !== null && minutes <= 0
        ? found.since
        : after(now, minutesLong(Math.max(0, minutes)));
  const likely = at(span.likely);
  return {
    madeAt: now,
    basis: found.basis,
    earliest: at(span.earliest),
    likely,
    latest: at(span.latest),
    inHand: likely === null ? null : between(likely, limit.deadline),
    miss: missOf(span, deadlineIn, found.isLeft),
    atDeadline: atDeadline(found, span.likely, curve, limit, now),
  };
}

const withoutFigures = (basis: Forecast["basis"], now: MonoMs): Forecast => ({
  madeAt: now,
  basis,
  earliest: null,
  likely: null,
  latest: null,
  inHand: null,
  miss: "no",
  atDeadline: null,
});

function missOf(span: Span, deadlineIn: number, isStill: boolean): Forecast["miss"] {
  const isLate = (minutes: number | null): boolean => minutes === null || minutes > deadlineIn;
  if (isLate(span.hardlyBefore) || (isStill && isLate(span.likely))) return "sure";
  if (isLate(span.likely)) return "likely";
  return isLate(span.latest) ? "possible" : "no";
}

/** The limit is kept: since when, and whether it stays so until the deadline. */
function reached(found: Reckoning, curve: Curve, limit: ForecastLimit, now: MonoMs): Forecast {
  const at = found.since ?? now;
  const left = between(now, limit.deadline) / MINUTE;
  const then = left > 0 ? found.ahead(left) : readAt(curve, limit.deadline);
  const comesBack = left > 0 && then !== null && then > limit.atMost;
  return {
    madeAt: now,
    basis: "reached",
    earliest: at,
    likely: at,
    latest: comesBack ? null : at,
    inHand: between(at, limit.deadline),
    miss: at > limit.deadline ? "sure" : comesBack ? "possible" : "no",
    atDeadline: then,
  };
}

/**
 * What it has at the deadline: read off the curve where that is past, else gone on from now, at the pace that brings it to the limit when
 * it is likely there.
 */
function atDeadline(
  found: Reckoning,
  likely: number | null,
  curve: Curve,
  limit: ForecastLimit,
  now: MonoMs,
): number | null {
  const left = between(now, limit.deadline) / MINUTE;
  if (left <= 0) return readAt(curve, limit.deadline);
  if (found.basis === "not-cooling" || likely === null) {
    return Math.max(found.ahead(left), limit.atMost + JUST_ABOVE);
  }
  const there = found.ahead((left * found.remaining) / Math.max(likely, 1));
  if (likely > left) return Math.max(there, limit.atMost + JUST_ABOVE);
  return Math.min(limit.atMost, Math.max(there, limit.atMost - STOPS_BELOW));
}

/** The mean of the minute up to this instant; null where nothing was read in it. */
const readAt = (curve: Curve, instant: MonoMs): number | null =>
  byTheMinute(curve, before(instant, MINUTE), instant).celsius.at(-1) ?? null;

/** The same, on minutes since the start of what is looked at. */
type Reckoned = Omit<Reckoning, "since"> & { readonly since: number | null };

/** The middle, without its doubt. Null: too little is seen. */
export function reckon(
  curve: Curve,
  clock: MilkingClock,
  limit: number,
  known: VatKnown,
  now: MonoMs,
): Reckoning | null {
  const own = youngest(clock, now);
  const start = later(own.start, before(now, LOOK_BACK));
  const found = reckonFrom(curve, { ...own, start }, limit, known, now);
  if (found === null) return null;
  return { ...found, since: found.since === null ? null : after(start, minutesLong(found.since)) };
}

/** Once the next milking runs in, its mixing and its end are what counts. */
const youngest = (clock: MilkingClock, now: MonoMs): MilkingClock =>
  clock.nextStart === null || clock.nextStart > now
    ? clock
    : { ...clock, start: clock.nextStart, end: null, first: false, nextStart: null };

function reckonFrom(
  curve: Curve,
  clock: MilkingClock,
  limit: number,
  known: VatKnown,
  now: MonoMs,
): Reckoned | null {
  const { start } = clock;
  const points = byTheMinute(curve, start, now);
  const t = between(start, now) / MINUTE;
  const last = points.at.at(-1);
  if (last === undefined || t - last > READINGS_REACH || t < SEEN_AT_LEAST) return null;
  const end = clock.end === null || clock.end > now ? null : between(start, clock.end) / MINUTE;
  const isFilling = known.filling ?? end === null;
  const byCurve = isFilling && known.filling === null ? endByCurve(points, t, clock, limit, known) : null;
  const ended = isFilling ? byCurve : (end ?? 0);
  return ended === null
    ? fillingOn(points, t, clock, limit, known)
    : coolingOn(points, t, { at: ended, isTold: !isFilling }, clock, limit, known);
}

/** Where nobody tells the end of milking: from when on the curve shows it, minutes; null: it does not. */
function endByCurve(
  points: Minutes,
  t: number,
  clock: MilkingClock,
  limit: number,
  known: VatKnown,
): number | null {
  if (t < (known.usual === null ? ENDED.after : known.usual.fill * ENDED.partOfUsual)) return null;
  const fit = fitPullDown(within(points, 20, t), t, limit, known.usual?.approach ?? null);
  if (fit === null || fit.window < ENDED.forMinutes) return null;
  const expected = fitFilling(points, t, clock.first, known.usual, true)?.rate ?? 0;
  const bent = fit.approaches.reduce((sum, one) => sum + (one.approach < ENDED.straight ? one.chance : 0), 0);
  return fit.rate < Math.max(ENDED.rate, ENDED.part * expected) || bent > 0.5 ? null : t - fit.window;
}

/** While milk comes in. */
function fillingOn(
  points: Minutes,
  t: number,
  clock: MilkingClock,
  limit: number,
  known: VatKnown,
): Reckoned | null {
  const fill = fitFilling(points, t, clock.first, known.usual, false);
  if (fill === null) return null;
  const after = minutesTo(limit, fill.atEnd, fill.rate, fill.approach);
  const here = fill.ahead(0);
  const like = known.usual === null ? 0 : likeUsual(known.usual, fill.atEnd, clock.first, t);
  const byUsual = known.usual === null ? 0 : Math.max(STILL, usualLength(known.usual, limit) - t);
  const byPhysics = Math.min(LONGEST / 2, fill.endsIn + after);
  const stands = known.compressor === false && t > SWITCH_COUNTS_AFTER && here > limit + 1;
  const isNot = stands || (like < 0.5 && fill.endsIn + after > LONGEST);
  // Where it goes as it always does, all of it will; else what is seen counts.
  const remaining =
    like === 0 ? byPhysics : Math.exp(like * Math.log(byUsual) + (1 - like) * Math.log(byPhysics));
  const ground: Ground = isNot
    ? "filling-warm"
    : here <= limit
      ? "filling-cold"
      : known.usual !== null
        ? like >= 0.5
          ? "filling-as-usual"
          : "filling-unlike"
        : clock.first === true
          ? "filling-first"
          : "filling-later";
  return {
    basis: isNot ? "not-cooling" : "filling",
    // With nothing to compare with, a plant may just be waiting for enough milk on its plate.
    isLeft: isNot && known.usual !== null && like < UNLIKE && t > known.usual.fill * WELL_INTO,
    ground,
    remaining: isNot
      ? Math.min(
          byPhysics,
          fill.endsIn + minutesTo(limit, fill.atEnd, known.usual?.rate ?? USUAL_RATE, fill.approach),
        )
      : remaining,
    since: here <= limit ? keptSince(points, limit) : null,
    ahead: isNot
      ? () => here
      : known.usual !== null && like >= 0.5
        ? aheadAsUsual(known.usual, here, fill.endsIn, limit)
        : aheadByPhysics(fill, limit),
  };
}

/** Where milk that comes in goes from here: by mixing, and by duty after it. No milk is warmer than a cow. */
function aheadByPhysics(fill: Filling, limit: number): Reckoned["ahead"] {
  const warmest = Math.max(fill.ahead(0), WARMEST);
  return (minutes) =>
    Math.min(
      warmest,
      minutes <= fill.endsIn
        ? fill.ahead(minutes)
        : celsiusAfter(minutes - fill.endsIn, limit, fill.atEnd, fill.rate, fill.approach),
    );
}

/** Where it goes as it always does: straight to what the end of milking usually has, and down from there. */
const aheadAsUsual =
  (usual: UsualCooling, here: number, endsIn: number, limit: number): Reckoned["ahead"] =>
  (minutes) =>
    minutes < endsIn
      ? here + ((usual.endsAt - here) * minutes) / endsIn
      : celsiusAfter(minutes - endsIn, limit, usual.endsAt, usual.rate, usual.approach);

/** Minutes from the start until the limit was reached, usually. */
const usualLength = (usual: UsualCooling, limit: number): number =>
  usual.fill + minutesTo(limit, usual.endsAt, usual.rate, usual.approach);

/** How much it goes as usual, 0 to 1: by what the milk will have at the end of milking. */
function likeUsual(usual: UsualCooling, atEnd: number, isFirst: boolean | null, t: number): number {
  if (t < LIKE.notBefore) return 1;
  const tolerated = isFirst === true ? LIKE.first : LIKE.later;
  // The sooner in the milking, the less is known of its end.
  const early = 1 + Math.max(0, 1 - t / (LIKE.early * usual.fill));
  return Math.exp(-(((atEnd - usual.endsAt) / (tolerated * early)) ** 2));
}

/** After the end of milking, told or shown by the curve. */
function coolingOn(
  points: Minutes,
  t: number,
  ended: { readonly at: number; readonly isTold: boolean },
  clock: MilkingClock,
  limit: number,
  known: VatKnown,
): Reckoned {
  const fit = fitPullDown(within(points, ended.at + 1, t), t, limit, known.usual?.approach ?? null);
  const celsius = fit?.celsius ?? points.celsius.at(-1) ?? limit;
  if (celsius <= limit) {
    const since = keptSince(points, limit);
    const ahead = staysOrWarms(celsius, fit?.rate ?? 0);
    return { basis: "reached", isLeft: false, ground: "cooling", remaining: 0, since, ahead };
  }
  // Just after the end the plant is taken to do what it did while the milk came in.
  const fill = fitFilling(within(points, 0, ended.at), Math.min(t, ended.at), clock.first, known.usual, true);
  const expected = fill?.rate ?? known.usual?.rate ?? USUAL_RATE;
  const rate = rateBy(fit, expected);
  const approaches = fit?.approaches ?? [{ approach: known.usual?.approach ?? USUAL_APPROACH, chance: 1 }];
  const remaining = mixedMinutes(approaches, limit, celsius, rate);
  const isOff = known.compressor === false && celsius > limit + NEAR;
  if (isOff || rate <= NOT_COOLING || rate < NO_RATE * (fit?.doubt ?? 0) || remaining > LONGEST) {
    return {
      basis: "not-cooling",
      isLeft: true,
      ground: "not-cooling",
      remaining: minutesTo(limit, celsius, Math.max(expected, SOME_RATE), USUAL_APPROACH),
      since: null,
      ahead: staysOrWarms(celsius, rate),
    };
  }
  const ground: Ground =
    known.agitator === false ? "layers" : ended.isTold ? groundBy(fit, rate, t - ended.at) : "end-untold";
  const ahead = (minutes: number): number =>
    approaches.reduce(
      (sum, { approach, chance }) => sum + chance * celsiusAfter(minutes, limit, celsius, rate, approach),
      0,
    );
  return { basis: "cooling", isLeft: false, ground, remaining, since: null, ahead };
}

/** Milk that is not cooled any more, or need not be: it keeps its warmth, or goes on getting warmer. */
const staysOrWarms =
  (celsius: number, rate: number): Reckoned["ahead"] =>
  (minutes) =>
    celsius - Math.min(0, rate) * minutes;

/** The rate now: what the curve shows, and while that is little, what is expected, each by how far it is in doubt. */
function rateBy(fit: PullDown | null, expected: number): number {
  const own = fit === null ? 0 : 1 / (fit.doubt ** 2 + (RATE_DOUBT.seen * fit.rate) ** 2);
  const other = 1 / (RATE_DOUBT.expected * expected + 0.01) ** 2;
  return ((fit?.rate ?? 0) * own + expected * other) / (own + other);
}

/** The mean of the logarithms of what each approach makes of it. */
function mixedMinutes(approaches: readonly Weighted[], limit: number, celsius: number, rate: number): number {
  const logs = approaches.map(
    ({ approach, chance }) => chance * Math.log(minutesTo(limit, celsius, rate, approach) + 1),
  );
  return Math.exp(logs.reduce((sum, one) => sum + one, 0)) - 1;
}

function groundBy(fit: PullDown | null, rate: number, since: number): Ground {
  if (since < JUST_ENDED || fit === null) return "cooling-begun";
  const flattens = fit.approaches.reduce((sum, one) => sum + (one.approach < FLATTENS ? one.chance : 0), 0);
  if (flattens > 0.5) return "flattening";
  const hasChanged = since > CHANGED.after && fit.window < CHANGED.window;
  return fit.doubt > UNSTEADY * rate || hasChanged ? "cooling-unsteady" : "cooling";
}

/** Minutes since the start from which every minute to the last has been at or below the limit. */
function keptSince(points: Minutes, limit: number): number {
  let since = points.at.at(-1) ?? 0;
  for (let i = points.at.length - 1; i >= 0 && (points.celsius[i] ?? limit + 1) <= limit; i -= 1)
    since = points.at[i] ?? since;
  return since;
}
