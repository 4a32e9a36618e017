// Room: domain/cooling. Whether a verdict hangs on a start of milking that was only guessed.
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
  /** The latest; null: it does not say. */
  readonly latest: MonoMs | null;
  /** Another start that the curve allows makes another verdict: a person has to say when milking began. */
  readonly decides: boolean;
};

/**
 * Null where nothing hangs on a guess: the start was given, or no deadline counts from it, or the verdict is neither a PASS nor one that a start
 * which the curve allows would make a PASS.
 */
export function guessedStart(
  { guess, start, startBetween }: ReviewedMilking,
  verdict: Verdict,
  profile: CoolingProfile,
): GuessedStart | null {
  if (!guess) return null;
  const passesFrom = passesFromStart(start, verdict, profile);
  if (passesFrom === null) return null;
  const shown = startBetween?.earliest ?? null;
  const earliest = shown === null ? null : before(shown, SHOWN_LATE);
  const latest = startBetween?.latest ?? null;
  if (verdict.outcome === "PASS")
    return { passesFrom, earliest, latest, decides: earliest === null || earliest < passesFrom };
  const couldPass = latest !== null && latest >= passesFrom && isOnlyLate(verdict, profile);
  return couldPass ? { passesFrom, earliest, latest, decides: true } : null;
}

/** The earliest start for which all limits that count from the start alone were kept; null: there is none. */
export function passesFromStart(start: MonoMs, verdict: Verdict, profile: CoolingProfile): MonoMs | null {
  const ids = countingFromStart(profile);
  const margins = verdict.limits.flatMap(({ limit, margin }) =>
    margin !== null && ids.includes(limit) ? [margin] : [],
  );
  return margins.length === 0 ? null : monoMs(start - Math.min(...margins));
}

/** A limit whose deadline also counts from the end may be missed by that; where it was kept, an earlier start may still miss it. */
const countingFromStart = ({ limits }: CoolingProfile): readonly string[] =>
  limits.filter(({ by }) => by.some(({ after }) => after === "start-of-milking")).map(({ id }) => id);

/** Nothing is wrong but that limits which count from the start alone were reached late. */
function isOnlyLate({ outcome, because }: Verdict, { limits }: CoolingProfile): boolean {
  const alone = limits.filter(({ by }) => by.every(({ after }) => after === "start-of-milking"));
  return (
    outcome === "FAIL" &&
    because.length > 0 &&
    because.every((one) => one.kind === "late" && alone.some(({ id }) => id === one.limit))
  );
}
