// Room: domain/cooling. Between which instants an end of milking lies that was only guessed.
// May live here: that range. May not: the guess (domain/vat/phases.ts), the judgement (judge.ts).
// Invariant: the range is never narrower than what was measured on simulated vats.

import { type DurationMs, type MonoMs, minutes, monoMs } from "../units.ts";
import type { CoolingProfile } from "./profile.ts";

/** How far the curve's own end of milking may lie from the truth: so much before it, so much after it. */
type Doubt = { readonly early: DurationMs; readonly late: DurationMs };
/**
 * Into an empty vat milk comes at one temperature, and a steady plant holds it at one: nothing shows that it still comes. Of 260 simulated vats
 * (sim/vat) the ends found in such lay up to 201 minutes before the truth, half of them more than 84, and up to 2 after it.
 */
const INTO_EMPTY: Doubt = { early: minutes(210), late: minutes(10) };
/** Onto cold milk, of the same vats: up to 123 minutes before, where the plant is stronger than the flow, and up to 70 after, where it is off. */
const ONTO_MILK: Doubt = { early: minutes(130), late: minutes(75) };
const EITHER: Doubt = { early: INTO_EMPTY.early, late: ONTO_MILK.late };

/**
 * The earliest and the latest end that a guess at `end` allows, between `start` and the first of `others` that is known. `first`: into an empty
 * vat; null: not known.
 */
export function endBetween(
  { start, end, first }: { readonly start: MonoMs; readonly end: MonoMs; readonly first: boolean | null },
  others: readonly (MonoMs | null)[],
): { readonly earliest: MonoMs; readonly latest: MonoMs } {
  const { early, late } = first === null ? EITHER : first ? INTO_EMPTY : ONTO_MILK;
  const latest = Math.min(end + early, ...others.filter((at) => at !== null));
  return { earliest: monoMs(Math.max(start, end - late)), latest: monoMs(Math.max(end, latest)) };
}

/** Whether anything in a profile counts from the end of milking. */
export const asksForEnd = ({ limits, continuous }: CoolingProfile): boolean =>
  continuous !== null || limits.some(({ by }) => by.some(({ after }) => after === "end-of-milking"));
