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

/** The fastest cooling known of milk, 80 l on an ice bank, is 0.9 K a minute; nothing in a vat is faster than this. */
const FASTEST_COOLING = 1;
/** A fall is looked at over at least this: the noise of readings that come every 10 s is faster than any milk. */
const LOOK = minutes(1);
/** Longer away than this it is something else: a thermometer check takes half an hour at most. */
const AWAY_MAX = minutes(45);
/** It has to come back to within this of where it left, kelvin. */
const BACK_WITHIN = 1;
/** While it was away, the milk may have been cooled by so much a minute: 18 K an hour is a strong plant. */
const COOLED_MEANWHILE = 0.3;
/** A probe settles within this, whatever its sleeve: the milk's own level is the lowest within it. */
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
  const spans: Span[] = [];
  let ahead = 0;
  let taken = -1;
  for (let index = 0; index < curve.at.length; index++) {
    while (ahead < curve.at.length && timeOf(curve, ahead) - timeOf(curve, index) < LOOK) ahead++;
    if (ahead >= curve.at.length) break;
    if (index <= taken || !isFastFall(curve, index, ahead)) continue;
    const span = upwards(curve, index, ahead, taken) ?? downwards(curve, index, ahead, taken);
    if (span === null) continue;
    spans.push(span);
    taken = span.last;
  }
  if (spans.length === 0) return { curve, excursions: [] };
  return { curve: without(curve, spans), excursions: spans.map((span) => excursionOf(curve, span)) };
}

/** Readings `first` to `last` are taken out; `milkHad` before them. */
type Span = { readonly first: number; readonly last: number; readonly milkHad: number };

const speed = (curve: Curve, from: number, to: number): number =>
  ((warmthOf(curve, to) - warmthOf(curve, from)) * 60_000) / (timeOf(curve, to) - timeOf(curve, from));

const isFastFall = (curve: Curve, from: number, to: number): boolean =>
  speed(curve, from, to) < -FASTEST_COOLING;

/** Warmer than the milk, and back by the fall from `top` to `foot`. `taken`: the last reading that is gone already. */
function upwards(curve: Curve, top: number, foot: number, taken: number): Span | null {
  const settled = coldestAfter(curve, foot);
  const level = warmthOf(curve, settled);
  // Back from the top to where it left.
  let left = top;
  while (left > taken && warmthOf(curve, left) > level + BACK_WITHIN) {
    if (timeOf(curve, foot) - timeOf(curve, left) > AWAY_MAX) return null;
    left--;
  }
  if (left <= taken || left === top) return null;
  if (timeOf(curve, foot) - timeOf(curve, left) > AWAY_MAX) return null;
  const before = coldestBefore(curve, left, taken);
  const milkHad = warmthOf(curve, before);
  const away = (timeOf(curve, foot) - timeOf(curve, left)) / 60_000;
  if (level > milkHad + BACK_WITHIN || level < milkHad - Math.max(BACK_WITHIN, COOLED_MEANWHILE * away))
    return null;
  let first = before + 1;
  while (warmthOf(curve, first) <= milkHad + SETTLED_WITHIN) first++;
  let last = settled;
  while (last > foot && warmthOf(curve, last) <= level + SETTLED_WITHIN) last--;
  if (warmthOf(curve, last) <= level + SETTLED_WITHIN) last--;
  if (isWash(curve, first, last)) return null;
  return { first, last, milkHad };
}

/** Colder than the milk: out by the fall from `top` to `foot`, and back by a rise as fast. */
function downwards(curve: Curve, top: number, foot: number, taken: number): Span | null {
  const milkHad = warmthOf(curve, top);
  if (milkHad > HOT_ABOVE || top <= taken) return null;
  let last = foot;
  let isFastRise = false;
  for (let behind = top; ; last++) {
    if (last >= curve.at.length || timeOf(curve, last) - timeOf(curve, top) > AWAY_MAX) return null;
    while (behind + 1 < last && timeOf(curve, last) - timeOf(curve, behind + 1) >= LOOK) behind++;
    if (last > foot && speed(curve, behind, last) > FASTEST_COOLING) isFastRise = true;
    if (warmthOf(curve, last) >= milkHad - BACK_WITHIN) break;
  }
  if (!isFastRise || warmthOf(curve, last) > milkHad + BACK_WITHIN) return null;
  while (last > foot && warmthOf(curve, last) >= milkHad - SETTLED_WITHIN) last--;
  let first = top + 1;
  while (first < last && warmthOf(curve, first) >= milkHad - SETTLED_WITHIN) first++;
  return { first, last, milkHad };
}

/** The coldest reading from `index` on until a probe has settled. */
function coldestAfter(curve: Curve, index: number): number {
  let coldest = index;
  for (let next = index; next < curve.at.length; next++) {
    if (timeOf(curve, next) - timeOf(curve, index) > SETTLES) break;
    if (warmthOf(curve, next) < warmthOf(curve, coldest)) coldest = next;
  }
  return coldest;
}

/** The coldest reading of those just before and at `index`: the latest of them, where they are equal. */
function coldestBefore(curve: Curve, index: number, taken: number): number {
  let coldest = index;
  for (let next = index; next > taken; next--) {
    if (timeOf(curve, index) - timeOf(curve, next) > SETTLES) break;
    if (warmthOf(curve, next) < warmthOf(curve, coldest)) coldest = next;
  }
  return coldest;
}

function isWash(curve: Curve, first: number, last: number): boolean {
  let hot = 0;
  for (let index = first; index < last; index++)
    if (warmthOf(curve, index) > HOT_ABOVE) hot += timeOf(curve, index + 1) - timeOf(curve, index);
  return hot > HOT_MAX;
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

function without(curve: Curve, spans: readonly Span[]): Curve {
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
