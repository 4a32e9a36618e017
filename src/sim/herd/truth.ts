// Room: sim/herd. What is really so about a cow's milk, told apart from what any program believes.
// May live here: an own, plain reading of facts and of her true milkings. May not: domain/holds, or anything that decides.
// Invariant: written without looking at the rules under test; true time and true visits only.

import type { CowFact, HoldPolicy, MilkPeriod, TreatmentFact } from "../../domain/holds/facts.ts";
import type { CowId, Eid, FactId } from "../../domain/ids.ts";
import type { EpochMs } from "../../domain/units.ts";

/** A cow as she is. */
export type TrueCow = {
  readonly cow: CowId;
  /** What her ear really carries; null: she has lost it. */
  wears: Eid | null;
  /** She walks in with the milking cows. */
  readonly comes: boolean;
  /** Everything recorded about her and in force at the bails. */
  facts: CowFact[];
  /** Begin of each of her true milkings, oldest first. */
  milkings: EpochMs[];
};

const HOUR = 3_600_000;

/**
 * When her milk is fit for the vat: true time from which no hold keeps it out, as her milkings stand now.
 * Infinity while a milking, a clearance or a look at the calendar is not enough.
 */
export function fitFrom(cow: TrueCow, policy: HoldPolicy): number {
  let fit = Number.NEGATIVE_INFINITY;
  for (const fact of cow.facts) fit = Math.max(fit, fitAfter(cow, fact, policy));
  return fit;
}

function fitAfter(cow: TrueCow, fact: CowFact, policy: HoldPolicy): number {
  const cleared = clearedAt(cow.facts, fact.fact);
  const own = (): number => {
    switch (fact.kind) {
      case "treatment":
        return treatedUntil(cow, fact);
      case "calving":
        return fact.at === null ? Number.POSITIVE_INFINITY : endOf(policy.colostrum, fact.at, cow.milkings);
      case "manual-hold":
        return Number.POSITIVE_INFINITY;
      case "clearance":
      case "milked":
      case "looked-at":
      case "test-result":
        return Number.NEGATIVE_INFINITY;
      case "dry-off":
      case "bought-in":
      case "observation":
      case "paddock-or-feed":
      case "taint":
      case "test-sample":
        return Number.POSITIVE_INFINITY;
    }
  };
  return Math.min(own(), cleared);
}

/** Anything beyond a label's plain period after the last dose is not in this herd's life: such milk is never fit. */
function treatedUntil(cow: TrueCow, fact: TreatmentFact): number {
  const { row, lastDoseAt } = fact;
  if (row.milk.kind !== "after-last-dose" || fact.offLabel !== undefined || lastDoseAt === null) {
    return Number.POSITIVE_INFINITY;
  }
  return endOf(row.milk.period, lastDoseAt, cow.milkings);
}

const clearedAt = (facts: readonly CowFact[], of: FactId): number => {
  for (const fact of facts) if (fact.kind === "clearance" && fact.of === of) return fact.at;
  return Number.POSITIVE_INFINITY;
};

function endOf(period: MilkPeriod, since: number, milkings: readonly EpochMs[]): number {
  if (period.kind === "nil") return Number.NEGATIVE_INFINITY;
  if (period.kind !== "period") return Number.POSITIVE_INFINITY;
  const byHours = period.hours === undefined ? null : since + period.hours * HOUR;
  let byMilkings: number | null = null;
  if (period.milkings !== undefined) {
    const last = milkings.filter((at) => at > since)[period.milkings - 1];
    byMilkings = last ?? Number.POSITIVE_INFINITY;
  }
  if (byHours === null) return byMilkings ?? Number.POSITIVE_INFINITY;
  if (byMilkings === null) return byHours;
  return period.combine === "either" ? Math.min(byHours, byMilkings) : Math.max(byHours, byMilkings);
}

/** She has been milked: counts as one more milking unless it is the same one still (a go-around, a second try). */
export function milked(cow: TrueCow, began: EpochMs, lengthMs: number, policy: HoldPolicy): void {
  const last = cow.milkings.at(-1);
  if (lengthMs < policy.milkingLengthMin) return;
  if (last !== undefined && began - last < policy.milkingsApartMin) return;
  cow.milkings.push(began);
  if (cow.milkings.length > 40) cow.milkings.shift();
}
