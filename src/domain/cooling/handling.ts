// Room: domain/cooling. Takes out of a curve what is not milk: a probe lifted out, rinsed, or held in the hand.
// May live here: telling such excursions by their shape. May not: probe faults and sentinels (domain/vat/probe.ts), washes (they stay).
// Invariant: only what is listed is taken out, and nothing is put in its place: what is left is a gap like any other. O(n) for all but washes.

import { type MonoMs, minutes, monoMs } from "../units.ts";
import { type Curve, timeOf, warmthOf } from "./curve.ts";
import type { TemperatureAt } from "./verdict.ts";

/** Readings from `from` to `to` (both were taken out) that were not of the milk. */
export type Excursion = {
  readonly from: MonoMs;
  readonly to: MonoMs;
  /** The farthest from the milk. */
  readonly peak: TemperatureAt;
  /** What the milk had before. */
  readonly milkHad: number;
  readonly readings: number;
};

/** The fastest cooling known of milk, 80 l on an ice bank, is 0.9 K a minute; nothing in a vat falls faster than this. */
const FASTEST_COOLING = 1;
/** One or two readings that rose and fell faster than this: the 80 l take half an hour, and no vat of a farm cools half as fast. */
const FASTEST_BRIEF = 0.5;
const BRIEF = 2;
/** What a strong plant makes of milk, 18 K an hour. A probe that moves no faster shows the milk. */
const STRONG_PLANT = 0.3;
/** Speeds are looked at over at least this: the noise of readings that come every 10 s is faster than any milk. */
const LOOK = minutes(1);
/** Longer away than this it is something else: a thermometer check takes half an hour at most. */
const AWAY_MAX = minutes(45);
/** It has to come back to within this of where it left, kelvin. */
const BACK_WITHIN = 1;
/** Layers of unstirred milk differ by up to 1.8 K (J. Milk Food Tech. 24(8):240), and an agitator takes that away in a minute. */
const AWAY_MIN = 2;
/**
 * Above this it is still being cooled, or the vat is empty: nothing hangs on a spike there, and what looks like one may be warm milk that came to
 * the probe unstirred, before the agitator started.
 */
const COLD_MILK = 10;
/** Milk is no warmer than the cow, 39 °C; above it is the water of a wash. */
const WARM_MILK = 40;
/** A probe settles within this, whatever its sleeve. */
const SETTLES = minutes(10);
/** Nearer than this to the milk's level it shows the milk. */
const SETTLED_WITHIN = 0.25;
/** Hot water for longer than this is a wash; nobody holds a probe into hot water for so long. */
const HOT_ABOVE = 45;
const HOT_MAX = minutes(5);

/**
 * The curve without the readings of a probe that was out of the milk, and a list of what was taken out. Told by a fall faster than any plant can
 * cool: on the way back of an excursion upwards, on the way out (and a rise as fast on the way back) of one downwards.
 * `curve`: sentinels already gone, spacing from 10 s to 15 min. The very same curve comes back where nothing was taken out.
 */
export function withoutHandling(curve: Curve): {
  readonly curve: Curve;
  readonly excursions: readonly Excursion[];
} {
  const falls = fastFalls(curve);
  // Nearly always: a curve is looked at again with every reading.
  if (falls.length === 0) return { curve, excursions: [] };
  // Upwards first: between two spikes the milk looks like a dip.
  const up = without(curve, falls, upwards);
  const down = without(up.curve, up.curve === curve ? falls : fastFalls(up.curve), downwards);
  if (down.excursions.length === 0) return up;
  return {
    curve: down.curve,
    excursions: [...up.excursions, ...down.excursions].sort((a, b) => a.from - b.from),
  };
}

/** What a fall from one reading to another is the end, or the beginning, of. */
type Tell = (curve: Curve, top: number, foot: number, taken: number) => Span | null;

/** From one reading to the first that is far enough behind it, faster than any plant can cool. */
type Fall = { readonly top: number; readonly foot: number };

function fastFalls(curve: Curve): readonly Fall[] {
  const falls: Fall[] = [];
  const { length } = curve.at;
  let foot = 0;
  for (let top = 0; top < length; top++) {
    const then = timeOf(curve, top);
    while (foot < length && timeOf(curve, foot) - then < LOOK) foot++;
    if (foot >= length) break;
    if (speed(curve, top, foot) < -FASTEST_BRIEF) falls.push({ top, foot });
  }
  return falls;
}

function without(curve: Curve, falls: readonly Fall[], tell: Tell): ReturnType<typeof withoutHandling> {
  const spans: Span[] = [];
  let taken = -1;
  for (const { top, foot } of falls) {
    if (top <= taken) continue;
    const span = tell(curve, top, foot, taken);
    if (span === null) continue;
    spans.push(span);
    taken = span.last;
  }
  if (spans.length === 0) return { curve, excursions: [] };
  return { curve: leftOf(curve, spans), excursions: spans.map((span) => excursionOf(curve, span)) };
}

/** Readings `first` to `last` are taken out; `milkHad` before them. */
type Span = { readonly first: number; readonly last: number; readonly milkHad: number };

const speed = (curve: Curve, from: number, to: number): number =>
  ((warmthOf(curve, to) - warmthOf(curve, from)) * 60_000) / (timeOf(curve, to) - timeOf(curve, from));

/** How fast it came to reading `index`, kelvin a minute; 0 where nothing is known before it. */
function speedInto(curve: Curve, index: number, taken: number): number {
  let from = index - 1;
  while (from - 1 > taken && timeOf(curve, index) - timeOf(curve, from) < LOOK) from--;
  return from <= taken ? 0 : speed(curve, from, index);
}

/** Warmer than the milk, and back by the fall from `top` to `foot`. `taken`: the last reading that is gone already. */
function upwards(curve: Curve, top: number, foot: number, taken: number): Span | null {
  const settled = coldestAfter(curve, foot);
  const level = warmthOf(curve, settled);
  const left = leftAt(curve, top, (level + warmthOf(curve, top)) / 2, taken);
  if (left === null) return null;
  const milkHad = warmthOf(curve, left);
  if (milkHad > COLD_MILK) return null;
  const away = (timeOf(curve, settled) - timeOf(curve, left)) / 60_000;
  if (level > milkHad + BACK_WITHIN || level < milkHad - Math.max(BACK_WITHIN, STRONG_PLANT * away))
    return null;
  let first = left + 1;
  while (first < top && warmthOf(curve, first) <= milkHad + SETTLED_WITHIN) first++;
  let last = settled;
  while (last > top && warmthOf(curve, last) <= warmthOf(curve, settled) + SETTLED_WITHIN) last--;
  const span = { first, last, milkHad };
  return isHandling(curve, span, top, foot) ? span : null;
}

function isHandling(curve: Curve, span: Span, top: number, foot: number): boolean {
  const { first, last, milkHad } = span;
  let away = 0;
  let hot = 0;
  let farthest = milkHad;
  for (let index = first; index <= last; index++) {
    const celsius = warmthOf(curve, index);
    farthest = Math.max(farthest, celsius);
    if (celsius > milkHad + BACK_WITHIN) away++;
    if (celsius > HOT_ABOVE) hot += timeOf(curve, Math.min(index + 1, last)) - timeOf(curve, index);
  }
  if (farthest - milkHad <= AWAY_MIN || hot > HOT_MAX) return false;
  if (speed(curve, top, foot) < -FASTEST_COOLING) return true;
  return away <= BRIEF && speed(curve, first - 1, first) > FASTEST_BRIEF;
}

/**
 * The last reading in the milk before an excursion to `top`: back from the top to half of its height, and down the slope by which it left. Where
 * it had fallen as fast to there, it was on its way back from an earlier excursion, which belongs to this one.
 */
function leftAt(curve: Curve, top: number, half: number, taken: number): number | null {
  // It was away from the reading after this one at the latest.
  const isThere = (index: number) =>
    index > taken && timeOf(curve, top) - timeOf(curve, index + 1) <= AWAY_MAX;
  let left = top;
  for (;;) {
    while (isThere(left) && warmthOf(curve, left) > half) left--;
    while (isThere(left) && speedInto(curve, left, taken) > STRONG_PLANT) left--;
    if (!isThere(left)) return null;
    if (speedInto(curve, left, taken) >= -STRONG_PLANT) return left;
    while (isThere(left) && speedInto(curve, left, taken) < -STRONG_PLANT) left--;
  }
}

/**
 * Colder than the milk: out by the fall from `top` to `foot`, and back by a rise as fast, to where it left or lower by what the milk was cooled
 * meanwhile. Of milk that is still warm, too: a dip below the limit there would pass it.
 */
function downwards(curve: Curve, top: number, foot: number, taken: number): Span | null {
  if (speed(curve, top, foot) >= -FASTEST_COOLING) return null;
  let left = top;
  while (left - 1 > taken && speed(curve, left - 1, left) < -STRONG_PLANT) left--;
  const milkHad = warmthOf(curve, left);
  if (milkHad > WARM_MILK) return null;
  const back = backFromBelow(curve, left, foot, milkHad);
  if (back === null) return null;
  const level = Math.min(milkHad, warmthOf(curve, back));
  let last = back;
  while (last > foot && warmthOf(curve, last) >= level - SETTLED_WITHIN) last--;
  let first = left + 1;
  while (first < last && warmthOf(curve, first) >= milkHad - SETTLED_WITHIN) first++;
  return level - warmthOf(curve, coldestAfter(curve, foot)) > AWAY_MIN ? { first, last, milkHad } : null;
}

/** The reading with which a probe that left at `left` for something colder is in the milk again; null: it never was, or not so fast. */
function backFromBelow(curve: Curve, left: number, foot: number, milkHad: number): number | null {
  let isFastRise = false;
  for (let last = foot, behind = left; last < curve.at.length; last++) {
    const away = timeOf(curve, last) - timeOf(curve, left);
    if (away > AWAY_MAX) return null;
    while (behind + 1 < last && timeOf(curve, last) - timeOf(curve, behind + 1) >= LOOK) behind++;
    const rising = last === foot ? 0 : speed(curve, behind, last);
    if (rising > FASTEST_COOLING) isFastRise = true;
    const celsius = warmthOf(curve, last);
    const isWhereItLeft = celsius >= milkHad - BACK_WITHIN;
    const lowest = milkHad - Math.max(BACK_WITHIN, (STRONG_PLANT * away) / 60_000);
    const isSettled = celsius >= lowest && speedOn(curve, last) < STRONG_PLANT;
    if (isFastRise && (isWhereItLeft || isSettled)) return celsius > milkHad + BACK_WITHIN ? null : last;
    if (isWhereItLeft) return null;
  }
  return null;
}

/** How fast it goes on from reading `index`, kelvin a minute; 0 where it ends. */
function speedOn(curve: Curve, index: number): number {
  let ahead = index + 1;
  while (ahead < curve.at.length && timeOf(curve, ahead) - timeOf(curve, index) < LOOK) ahead++;
  return ahead < curve.at.length ? speed(curve, index, ahead) : 0;
}

/** The coldest reading from `index` on until a probe has settled, and of the next at least. */
function coldestAfter(curve: Curve, index: number): number {
  let coldest = index;
  for (let next = index; next < curve.at.length; next++) {
    if (next > index + 1 && timeOf(curve, next) - timeOf(curve, index) > SETTLES) break;
    if (warmthOf(curve, next) < warmthOf(curve, coldest)) coldest = next;
  }
  return coldest;
}

function excursionOf(curve: Curve, { first, last, milkHad }: Span): Excursion {
  let peak = first;
  for (let index = first; index <= last; index++)
    if (Math.abs(warmthOf(curve, index) - milkHad) > Math.abs(warmthOf(curve, peak) - milkHad)) peak = index;
  return {
    from: monoMs(timeOf(curve, first)),
    to: monoMs(timeOf(curve, last)),
    peak: { at: monoMs(timeOf(curve, peak)), celsius: warmthOf(curve, peak) },
    milkHad,
    readings: last - first + 1,
  };
}

function leftOf(curve: Curve, spans: readonly Span[]): Curve {
  const length = curve.at.length - spans.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  const at = new Float64Array(length);
  const celsius = new Float64Array(length);
  let kept = 0;
  let next = 0;
  for (let index = 0; index < curve.at.length; index++) {
    const span = spans[next];
    if (span !== undefined && index >= span.first) {
      index = span.last;
      next++;
      continue;
    }
    at[kept] = timeOf(curve, index);
    celsius[kept] = warmthOf(curve, index);
    kept++;
  }
  return { at, celsius };
}
