// Room: checker. Third question: has somebody looked at her since her last hold ended (CHECK)?
// May live here: whether a look is still asked for. May not: end a hold.
// Invariant: a look dated after what has surely passed is no look yet.

import type { EpochMs } from "../domain/units.ts";
import type { OnRecord } from "./record.ts";

/** Whether a look is due; `lastEnd` is when her last hold ended, minus infinity where she had none. */
export function askForALook(
  r: OnRecord,
  lastEnd: number,
  looks: { readonly lookedAt: EpochMs | null; readonly lookedAtNow: boolean },
): boolean {
  if (r.policy.check === "automatic" || looks.lookedAtNow) return false;
  if (lastEnd === Number.NEGATIVE_INFINITY) return false;
  if (looks.lookedAt !== null && looks.lookedAt >= lastEnd) return false;
  return !r.facts.some((fact) => fact.kind === "looked-at" && fact.at <= r.surely && fact.at >= lastEnd);
}
