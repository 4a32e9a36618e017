// Room: domain/holds. What is recorded too late: a cow whose milk went to the vat and who, as is known now, was withheld then.
// May live here: which facts say something about milk that is already in the vat. May not: vat stops (controller).
// Invariant: a cow who was clear by the table of that moment is withheld here only for facts entered since.

import { type EpochMs, epochMs } from "../units.ts";
import type { Cow, CowFact, HoldPolicy, MilkingsCounted } from "./facts.ts";
import { type Hold, type HoldKind, holdsOf } from "./holds.ts";
import { milkingsOf } from "./milkings.ts";

/** A visit whose milk went to the vat. */
export type MilkedIn = {
  /** When she came, by a trusted clock; null: nobody knows, and no fact is surely later. */
  readonly began: EpochMs | null;
  /** An instant that had surely passed when she came, for holds that end by time; null: none. */
  readonly surely: EpochMs | null;
};

/**
 * The holds that were on her milk when it went in, as the facts say now (DESIGN "The vat": a late treatment entry for a cow
 * already milked in). A fact that began after she came says nothing about that milk: most treatments are given after milking.
 * A treatment without a date, or dated to that day without a time, may have been given before.
 *
 * Drying off, and mastitis or blood seen, make no stop: the one puts nothing into milk, the other is judged at stripping.
 */
export function withheldWhenMilkedIn(
  cow: Cow,
  counted: MilkingsCounted,
  policy: HoldPolicy,
  { began, surely }: MilkedIn,
): readonly Hold[] {
  const facts = cow.facts.filter((fact) => began === null || startsBy(fact, began));
  const then: Cow = { ...cow, facts };
  const { open } = holdsOf(then, milkingsOf(then, counted, policy), policy, surely ?? epochMs(0));
  return open.filter(({ kind }) => !NO_STOP.includes(kind));
}

const NO_STOP: readonly HoldKind[] = ["dried-off", "mastitis-or-blood"];

/** Whether what is recorded may have begun by `at`. What ends a hold counts from its own date on anyway. */
function startsBy(fact: CowFact, at: EpochMs): boolean {
  switch (fact.kind) {
    case "treatment":
      return fact.firstDoseAt === null || fact.firstDoseAt <= at;
    case "calving":
      return fact.notBefore === null || fact.notBefore <= at;
    case "dry-off":
      return fact.at === null || fact.at <= at;
    case "paddock-or-feed":
    case "taint":
    case "manual-hold":
      return fact.from <= at;
    default:
      return fact.at <= at;
  }
}
