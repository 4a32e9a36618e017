// Room: domain/holds. Which visits count as milkings of a cow.
// May live here: the counting rule. May not: where visits come from.
// Invariant: a go-around cow counts once, an unread visit and an unsure clock count zero.

import { between, type DurationMs, type EpochMs } from "../units.ts";
import { type Cow, type HoldPolicy, MILKINGS_KEPT, type MilkingsCounted } from "./facts.ts";

/** A visit that has ended, of a positively identified cow. */
export type FinishedVisit = {
  /** When she came into the bail, by a trusted clock; null when the clock was not trusted all through. */
  readonly began: EpochMs | null;
  readonly length: DurationMs;
};

/** Whether this visit is a milking that counts, given those counted before (DESIGN "Holds", milkings count). */
export function countsAsMilking(
  visit: FinishedVisit,
  counted: MilkingsCounted,
  policy: HoldPolicy,
): visit is FinishedVisit & { readonly began: EpochMs } {
  const { began } = visit;
  if (began === null || visit.length < policy.milkingLengthMin) return false;
  return counted.every((other) => Math.abs(between(other, began)) >= policy.milkingsApartMin);
}

/** `counted` with one more, oldest first, never more than MILKINGS_KEPT: the newest are kept. */
export function withMilking(counted: MilkingsCounted, began: EpochMs): MilkingsCounted {
  return [...counted, began].sort((a, b) => a - b).slice(-MILKINGS_KEPT);
}

/** The milkings on record in the herd table and those this program counted, as one count. */
export function milkingsOf(cow: Cow, counted: MilkingsCounted, policy: HoldPolicy): MilkingsCounted {
  const onRecord = cow.facts.flatMap((fact) => (fact.kind === "milked" ? [fact.at] : []));
  const all: EpochMs[] = [];
  for (const began of [...onRecord, ...counted].sort((a, b) => a - b)) {
    const last = all.at(-1);
    if (last === undefined || between(last, began) >= policy.milkingsApartMin) all.push(began);
  }
  return all;
}
