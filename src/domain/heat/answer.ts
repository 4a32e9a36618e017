// Room: domain/heat. What looking at one step gives: when it is met, as shown and as possible, and its verdict.
// May live here: these shapes, and what keeps a curve from showing a thing. May not: any one kind of step.
// Invariant: what is shown is possible, no later; PASS is "shown", FAIL is "not even possible".

import { SPACING_WIDEST } from "./rule.ts";
import { isGap, type Track, timeAt, usualSpacing } from "./track.ts";
import type { Blind, HeatOutcome, StepVerdict } from "./verdict.ts";

/**
 * When a step is met: as shown, and at the earliest possible where gaps and what is missing are read as kindly as can be.
 * Null: not shown; not even possible. Milliseconds; infinite where it may have been before the log.
 */
export type Met = { readonly shown: number | null; readonly possible: number | null };
/** From when on a step counts: the step before it is met then. */
export type From = { readonly shown: number; readonly possible: number };
export type Answer<V extends StepVerdict = StepVerdict> = Met & { readonly verdict: V };
/** From when to when a person says that it was; null: nobody said. */
export type Window = { readonly from: number | null; readonly to: number | null };

export const outcomeOf = ({ shown, possible }: Met): HeatOutcome =>
  shown !== null ? "PASS" : possible !== null ? "NO_DATA" : "FAIL";

/** Why a step is no PASS: `failed` where it is not even possible, else what keeps the curve from showing it. */
export function becauseOf<Failed, Unseen>(
  outcome: HeatOutcome,
  failed: Failed,
  unseen: () => Unseen,
): Failed | Unseen | null {
  if (outcome === "PASS") return null;
  return outcome === "FAIL" ? failed : unseen();
}

/** Fewer readings than this show nothing. */
export const READINGS_MIN = 2;

/**
 * Why a track does not show what it leaves possible: too few readings, too seldom, a gap, its beginning or end. `isNear`: whether
 * a reading is such that the gap beside it matters.
 */
export function blindness(track: Track, needed: number, isNear: (i: number) => boolean): Blind {
  const last = track.at.length - 1;
  const spacing = usualSpacing(track);
  if (spacing === null) return { why: "no-readings" };
  if (spacing > needed) return { why: "too-slow", spacing, needed };
  let gap: { readonly from: number; readonly to: number } | null = null;
  for (let i = 0; i < last; i++) {
    if (!isGap(track, i, needed) || !(isNear(i) || isNear(i + 1) || isGap(track, i, SPACING_WIDEST)))
      continue;
    const [from, to] = [timeAt(track, i), timeAt(track, i + 1)];
    if (gap === null || to - from > gap.to - gap.from) gap = { from, to };
  }
  if (gap !== null) return { why: "gap", ...gap, needed };
  return isNear(0) || isNear(last) ? { why: "cut-off" } : { why: "one-reading" };
}
