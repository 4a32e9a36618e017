// Room: domain/heat. Stretches of a curve within a band: those that are shown, and those that gaps leave possible.
// May live here: straight lines between readings, gaps, the longest and the hottest stretch. May not: rules, outcomes.
// Invariant: what is shown is always possible; a gap shows nothing, and neither does the time outside the log.

import { type Band, type Bound, SPACING_WIDEST } from "./rule.ts";

/** Readings in two columns of equal length, times strictly rising (milliseconds): temperatures, or pH. */
export type Track = { readonly at: ArrayLike<number>; readonly value: ArrayLike<number> };

/** Instants on the clock of the curve. One that is only possible may begin before the log or end after it (infinite). */
export type Stretch = { readonly from: number; readonly to: number; readonly readings: number };

/** A reading converted from Fahrenheit leaves its trace in the last binary digits: 161.6 °F is 72 °C. Kelvin, or pH. */
export const FIGURE_TOLERANCE = 1e-6;
/** So do crossings of instants since 1970, whose last binary digit is a quarter of a microsecond. Milliseconds. */
export const TIME_TOLERANCE = 0.01;

export const timeAt = (track: Track, index: number): number => track.at[index] ?? Number.NaN;
export const valueAt = (track: Track, index: number): number => track.value[index] ?? Number.NaN;

/** Whether one figure lies within the band. */
export const isWithin = ({ lower, upper }: Band, figure: number): boolean =>
  (lower === null || clears(lower, figure - lower.figure)) &&
  (upper === null || clears(upper, upper.figure - figure));

const clears = ({ included }: Bound, ahead: number): boolean =>
  included ? ahead >= -FIGURE_TOLERANCE : ahead > FIGURE_TOLERANCE;

/** Stretches within the band by straight lines between readings at most `spacing` apart, in the order of time. */
export const shownStretches = (track: Track, band: Band, spacing: number): readonly Stretch[] =>
  stretchesOf(track, band, (i) => (isGap(track, i, spacing) ? "ends" : "line"));

/**
 * The same, and every gap that may have been within the band: one beside a reading that is, or one so long (over 15 minutes)
 * that anything may have been. A log that begins or ends within the band may have been so before and after it.
 */
export function possibleStretches(track: Track, band: Band, spacing: number): readonly Stretch[] {
  const within = (i: number) => isWithin(band, valueAt(track, i));
  const stretches = stretchesOf(track, band, (i) => {
    if (!isGap(track, i, spacing)) return "line";
    return within(i) || within(i + 1) || isGap(track, i, SPACING_WIDEST) ? "spans" : "ends";
  });
  const last = track.at.length - 1;
  return stretches.map((stretch) => ({
    ...stretch,
    from: stretch.from === timeAt(track, 0) && within(0) ? Number.NEGATIVE_INFINITY : stretch.from,
    to: stretch.to === timeAt(track, last) && within(last) ? Number.POSITIVE_INFINITY : stretch.to,
  }));
}

/** Whether readings `i` and `i + 1` are farther apart than this. */
export const isGap = (track: Track, i: number, spacing: number): boolean =>
  timeAt(track, i + 1) - timeAt(track, i) > spacing + TIME_TOLERANCE;

/** The usual time from one reading to the next: the middle one of all; null of fewer than two readings. */
export function usualSpacing(track: Track): number | null {
  if (track.at.length < 2) return null;
  const lengths = new Float64Array(track.at.length - 1);
  for (let i = 0; i < lengths.length; i++) lengths[i] = timeAt(track, i + 1) - timeAt(track, i);
  lengths.sort();
  return lengths[lengths.length >> 1] ?? null;
}

/** The longest of these, the first of equals; null of none. */
export const longestOf = (stretches: readonly Stretch[]): Stretch | null =>
  stretches.reduce<Stretch | null>(
    (longest, one) => (longest === null || one.to - one.from > longest.to - longest.from ? one : longest),
    null,
  );

/** A stretch of which so much lies after an instant that a hold is met, and when it is. */
export type Lasting = { readonly stretch: Stretch; readonly metAt: number };

/** The first of these stretches that lasts for `length` after `from`; null: none does. */
export function firstLasting(stretches: readonly Stretch[], from: number, length: number): Lasting | null {
  for (const one of stretches) {
    const stretch = { ...one, from: Math.max(one.from, from) };
    if (stretch.to - stretch.from >= length - TIME_TOLERANCE)
      return { stretch, metAt: stretch.from + length };
  }
  return null;
}

/** Of two readings or more. A single reading shows no time, whatever lines lead to it. */
export const isSeenTwice = ({ readings }: Stretch): boolean => readings >= 2;

/** When the first reading at or below `figure` after an instant was taken; null: none was. */
export function fallAfter(track: Track, from: number, figure: number): number | null {
  for (let i = 0; i < track.at.length; i++) {
    if (timeAt(track, i) >= from && valueAt(track, i) <= figure + FIGURE_TOLERANCE) return timeAt(track, i);
  }
  return null;
}

/** The same, where it may also have fallen in a gap, or after a log that ends above it. */
export function possibleFallAfter(
  track: Track,
  from: number,
  figure: number,
  spacing: number,
): number | null {
  for (let i = 0; i < track.at.length; i++) {
    const at = timeAt(track, i);
    if (at >= from && valueAt(track, i) <= figure + FIGURE_TOLERANCE) return at;
    if (isGap(track, i, spacing) && timeAt(track, i + 1) > from) return Math.max(at, from);
  }
  return track.at.length === 0 ? null : Math.max(from, timeAt(track, track.at.length - 1));
}

/** Halving a range of a few hundred kelvin this often leaves less than a hundred-thousandth of one, which is rounded off. */
const HALVINGS = 26;
const DECIMALS_KEPT = 4;

/** The highest figure that was kept for `length` in one shown stretch, and that stretch; null: nothing lasted so long. */
export function highestHeld(
  track: Track,
  length: number,
  spacing: number,
): { readonly figure: number; readonly stretch: Stretch } | null {
  const at = (figure: number) => {
    const band: Band = { lower: { figure, included: true }, upper: null };
    const seen = shownStretches(track, band, spacing).filter(isSeenTwice);
    return longestOf(seen.filter((one) => firstLasting([one], one.from, length) !== null));
  };
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < track.value.length; i++) {
    low = Math.min(low, valueAt(track, i));
    high = Math.max(high, valueAt(track, i));
  }
  let best = at(low);
  if (best === null) return null;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    const held = at(middle);
    if (held === null) high = middle;
    else [low, best] = [middle, held];
  }
  return { figure: Number(low.toFixed(DECIMALS_KEPT)), stretch: best };
}

/** How the time between two readings counts: by the line, wholly within the band, or as the end of any stretch. */
type Crossing = "line" | "spans" | "ends";

function stretchesOf(track: Track, band: Band, crossing: (i: number) => Crossing): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let open: { from: number; to: number; readings: number } | null = null;
  const last = track.at.length - 1;
  let isNextWithin = last >= 0 && isWithin(band, valueAt(track, 0));
  for (let i = 0; i <= last; i++) {
    const at = timeAt(track, i);
    const within = isNextWithin;
    if (within) {
      open ??= { from: at, to: at, readings: 0 };
      open.to = at;
      open.readings += 1;
    }
    if (i === last) break;
    isNextWithin = isWithin(band, valueAt(track, i + 1));
    const how = crossing(i);
    if (how === "spans") {
      open ??= { from: at, to: at, readings: 0 };
      open.to = timeAt(track, i + 1);
    } else if (how === "line" && within) {
      if (open !== null) open.to = isNextWithin ? timeAt(track, i + 1) : leaves(track, i, band);
    } else if (how === "line" && isNextWithin) {
      const from = enters(track, i, band);
      open = { from, to: from, readings: 0 };
    }
    const goesOn = isNextWithin && how !== "ends";
    if (open !== null && !goesOn) {
      stretches.push(open);
      open = null;
    }
  }
  if (open !== null) stretches.push(open);
  return stretches;
}

/** When the line from reading `i`, which is within the band, leaves it. One that lies on a bound crosses it there, too: the later counts. */
const leaves = (track: Track, i: number, band: Band): number =>
  crossingsOf(track, i, band).reduce((latest, at) => Math.max(latest, at), timeAt(track, i));
/** When the line to reading `i + 1`, which is within the band, comes into it: the earlier crossing. */
const enters = (track: Track, i: number, band: Band): number =>
  crossingsOf(track, i, band).reduce((first, at) => Math.min(first, at), timeAt(track, i + 1));

function crossingsOf(track: Track, i: number, { lower, upper }: Band): readonly number[] {
  const [from, to] = [timeAt(track, i), timeAt(track, i + 1)];
  const [first, last] = [valueAt(track, i), valueAt(track, i + 1)];
  return [lower, upper]
    .flatMap((bound) => (bound === null ? [] : [(bound.figure - first) / (last - first)]))
    .filter((part) => part >= 0 && part <= 1)
    .map((part) => from + part * (to - from));
}
