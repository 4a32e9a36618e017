// Room: domain/cooling. Whether a PASS hangs on a start of milking that was only guessed.
// May live here: that question. May not: the guess (domain/vat/phases.ts), the judgement (judge.ts).
// Invariant: an earlier start makes every deadline that counts from it earlier by as much, and nothing else.

import { before, type MonoMs, minutes, monoMs } from "../units.ts";
import type { CoolingProfile } from "./profile.ts";
import type { ReviewedMilking } from "./review.ts";
import type { Verdict } from "./verdict.ts";

/**
 * Milk may run for so long before a probe shows it: a small first milking does not reach it, and cold milk or a strong plant hides the first of a
 * later one. Of 250 simulated vats (sim/vat) the earliest instant that the curve itself showed lay up to 61 minutes after the truth.
 */
export const SHOWN_LATE = minutes(75);

export type GuessedStart = {
  /** The verdict is a PASS for any start from here on. */
  readonly passesFrom: MonoMs;
  /** The earliest start that the curve allows, SHOWN_LATE taken off; null: it does not say. */
  readonly earliest: MonoMs | null;
  /** The start may lie before `passesFrom`: a person has to say when milking began. */
  readonly decides: boolean;
};

/** Null where nothing hangs on a guess: the start was given, or the verdict is no PASS, or no deadline counts from the start. */
export function guessedStart(
  { guess, start, startBetween }: ReviewedMilking,
  verdict: Verdict,
  profile: CoolingProfile,
): GuessedStart | null {
  if (!guess || verdict.outcome !== "PASS") return null;
  const fromStart = profile.limits.filter(({ by }) => by.some(({ after }) => after === "start-of-milking"));
  const margins = verdict.limits.flatMap(({ limit, margin }) =>
    margin !== null && fromStart.some(({ id }) => id === limit) ? [margin] : [],
  );
  if (margins.length === 0) return null;
  const passesFrom = monoMs(start - Math.min(...margins));
  const shown = startBetween?.earliest ?? null;
  const earliest = shown === null ? null : before(shown, SHOWN_LATE);
  return { passesFrom, earliest, decides: earliest === null || earliest < passesFrom };
}
