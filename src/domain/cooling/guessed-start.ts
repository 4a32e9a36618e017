// Room: domain/cooling. Whether a PASS hangs on a start of milking that was only guessed.
// May live here: that question. May not: the guess (domain/vat/phases.ts), the judgement (judge.ts).
// Invariant: an earlier start makes every deadline that counts from it earlier by as much, and nothing else.

import { type MonoMs, monoMs } from "../units.ts";
import type { CoolingProfile } from "./profile.ts";
import type { ReviewedMilking } from "./review.ts";
import type { Verdict } from "./verdict.ts";

export type GuessedStart = {
  /** The verdict is a PASS for any start from here on. */
  readonly passesFrom: MonoMs;
  /** The earliest start that the curve allows; null: it does not say. */
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
  const earliest = startBetween?.earliest ?? null;
  return { passesFrom, earliest, decides: earliest === null || earliest < passesFrom };
}
