// Room: domain/vat. The curve that the vat keeps of its milk: every reading of the last hours, less of what is older.
// May live here: what is kept and what goes. May not: what it means.
// Invariant: bounded; what was warmest and coldest in any five minutes stays, at its own instant.

import { type Curve, timeOf, warmthOf } from "../cooling/curve.ts";
import { type DurationMs, hours, type MonoMs, minutes } from "../units.ts";

/** Longer than any milking and its deadline (NZ: six hours): all of it stays at hand as it was read. */
export const KEPT_WHOLE: DurationMs = hours(8);
/** Six milkings, the most that a vat is built for (ISO 5708). */
export const KEPT_AT_ALL: DurationMs = hours(72);
/** Of older readings the warmest and the coldest of so long stay. */
const THINNED_TO: DurationMs = minutes(5);
/** Readings kept whole, however fast they come: 8 hours of one every 5 s. */
const WHOLE_MAX = 5_760;
/** How many more than that may wait to be thinned: thinning goes over all of them. */
const SLACK = 360;

/** `old` thinned, `whole` as read; `old` lies before `whole`, times strictly rising over both. */
export type KeptCurve = {
  readonly old: { readonly at: readonly number[]; readonly celsius: readonly number[] };
  readonly whole: { readonly at: readonly number[]; readonly celsius: readonly number[] };
};

export const NOTHING_KEPT: KeptCurve = { old: { at: [], celsius: [] }, whole: { at: [], celsius: [] } };

/** One more reading. One that is not later than the last is passed over. */
export function kept(curve: KeptCurve, at: MonoMs, celsius: number): KeptCurve {
  const last = curve.whole.at.at(-1) ?? curve.old.at.at(-1);
  if (last !== undefined && at <= last) return curve;
  const whole = { at: [...curve.whole.at, at], celsius: [...curve.whole.celsius, celsius] };
  const due = whole.at.findIndex((one) => one > at - KEPT_WHOLE);
  const tooMany = whole.at.length - WHOLE_MAX;
  const thin = Math.max(due, tooMany);
  if (thin < SLACK) return { old: curve.old, whole };
  return {
    old: thinned(curve.old, whole, thin, at),
    whole: { at: whole.at.slice(thin), celsius: whole.celsius.slice(thin) },
  };
}

function thinned(
  old: KeptCurve["old"],
  whole: KeptCurve["whole"],
  count: number,
  now: MonoMs,
): KeptCurve["old"] {
  const from = old.at.findIndex((one) => one > now - KEPT_AT_ALL);
  const at = from < 0 ? [] : old.at.slice(from);
  const celsius = from < 0 ? [] : old.celsius.slice(from);
  let index = 0;
  while (index < count) {
    const slot = Math.floor((whole.at[index] ?? 0) / THINNED_TO);
    let [coldest, warmest] = [index, index];
    for (; index < count && Math.floor((whole.at[index] ?? 0) / THINNED_TO) === slot; index += 1) {
      const value = whole.celsius[index] ?? 0;
      if (value < (whole.celsius[coldest] ?? 0)) coldest = index;
      if (value > (whole.celsius[warmest] ?? 0)) warmest = index;
    }
    const [first, second] = coldest < warmest ? [coldest, warmest] : [warmest, coldest];
    for (const one of first === second ? [first] : [first, second]) {
      at.push(whole.at[one] ?? 0);
      celsius.push(whole.celsius[one] ?? 0);
    }
  }
  return { at, celsius };
}

/** The whole of it, for a judgement. */
export const curveOf = ({ old, whole }: KeptCurve): Curve => ({
  at: [...old.at, ...whole.at],
  celsius: [...old.celsius, ...whole.celsius],
});

/** The reading nearest to an instant, no farther than `within`; null where there is none. */
export function nearestTo(curve: Curve, at: MonoMs, within: DurationMs): number | null {
  let best: number | null = null;
  let distance: number = within;
  for (let index = 0; index < curve.at.length; index += 1) {
    const away = Math.abs(timeOf(curve, index) - at);
    if (away <= distance) {
      best = warmthOf(curve, index);
      distance = away;
    }
  }
  return best;
}

/** The last reading at or before an instant, no older than `within`; null where there is none. */
export function lastBefore(curve: Curve, at: MonoMs, within: DurationMs): number | null {
  for (let index = curve.at.length - 1; index >= 0; index -= 1) {
    const then = timeOf(curve, index);
    if (then <= at) return at - then <= within ? warmthOf(curve, index) : null;
  }
  return null;
}
