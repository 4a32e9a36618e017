// Room: domain/holds. The verdict on a cow's milk at an instant, outside any bail: release, divert or CHECK, and why.
// May live here: the questions about a cow that the release predicate asks, in its order. May not: bails, valves.
// Invariant: what is not "release" here is never released in a bail.

import { unreachable } from "../result.ts";
import { before, type EpochMs, hours } from "../units.ts";
import type { Cow, CowFact, HoldPolicy, MilkingsCounted } from "./facts.ts";
import { type Standing, standingOf } from "./standing.ts";

export type Verdict = {
  readonly verdict: "release" | "divert" | "check";
  readonly because: "unknown" | "not-in-milk" | "withheld" | "check" | null;
  readonly standing: Standing | null;
};

/** The verdict on `cow` at `at`, a time that is taken for sure; null is a cow that is not in the table. */
export function verdictOn(
  cow: Cow | null,
  counted: MilkingsCounted,
  lookedAt: EpochMs | null,
  policy: HoldPolicy,
  at: EpochMs,
): Verdict {
  if (cow === null) return { verdict: "divert", because: "unknown", standing: null };
  const standing = standingOf(cow, counted, lookedAt, policy, { sure: at, wall: at });
  if (cow.status !== "in-milk") return { verdict: "divert", because: "not-in-milk", standing };
  if (standing.open.length > 0) return { verdict: "divert", because: "withheld", standing };
  if (standing.checkDue) return { verdict: "check", because: "check", standing };
  return { verdict: "release", because: null, standing };
}

/** A date without a time stands for the end of its day, the longest of which has 25 hours. */
const LONGEST_DAY = hours(25);

/** The first instant at which a fact can have been; null where nobody knows. */
function mayHaveBegun(fact: CowFact): EpochMs | null {
  switch (fact.kind) {
    case "treatment":
      return fact.firstDoseAt ?? fact.lastDoseAt;
    case "calving":
      return fact.notBefore ?? fact.at;
    case "paddock-or-feed":
    case "taint":
    case "manual-hold":
      return fact.from;
    case "dry-off":
    case "bought-in":
    case "observation":
      return fact.at === null ? null : before(fact.at, LONGEST_DAY);
    case "test-sample":
    case "test-result":
    case "clearance":
    case "milked":
    case "looked-at":
      return fact.at;
    default:
      return unreachable(fact);
  }
}

/**
 * The cow as her records stood at `at`, for a question about the past or a day to come: without what cannot have begun
 * by then. Never for a decision in a bail, where a clock that is wrong could hide a treatment.
 */
export function asAt(cow: Cow, at: EpochMs): { readonly cow: Cow; readonly notYet: readonly CowFact[] } {
  const isLater = (fact: CowFact) => {
    const began = mayHaveBegun(fact);
    return began !== null && began > at;
  };
  return {
    cow: { ...cow, facts: cow.facts.filter((fact) => !isLater(fact)) },
    notYet: cow.facts.filter(isLater),
  };
}
