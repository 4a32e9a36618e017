// Room: sim/herd. What is really so about a cow's milk, told apart from what any program believes.
// May live here: an own, plain reading of facts and of her true milkings. May not: domain/holds, or anything that decides.
// Invariant: written without looking at the rules under test; true time and true visits only.

import type {
  BoughtInFact,
  CowFact,
  HoldPolicy,
  MilkPeriod,
  TreatmentFact,
} from "../../domain/holds/facts.ts";
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
const DAY = 24 * HOUR;

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
  return Math.min(ownEnd(cow, fact, policy), clearedAt(cow.facts, fact.fact));
}

function ownEnd(cow: TrueCow, fact: CowFact, policy: HoldPolicy): number {
  switch (fact.kind) {
    case "treatment":
      return treatedUntil(cow, fact);
    case "calving":
      return fact.at === null ? NEVER : endOf(policy.colostrum, fact.at, cow.milkings);
    case "dry-off":
      return fact.at === null ? NEVER : calvedAfter(cow, fact.at);
    case "bought-in":
      return fact.treatments === "declared" ? ALWAYS : boughtInUntil(cow, fact, policy);
    case "observation":
      return first(
        cow.facts.flatMap((other) => (other.kind === "looked-at" ? [other.at] : [])),
        fact.at,
      );
    case "paddock-or-feed":
      return fact.until === null ? NEVER : endOf(fact.milk, fact.until, cow.milkings);
    case "taint":
      return fact.until === null ? NEVER : endOf(policy.taint, fact.until, cow.milkings);
    case "test-sample":
      return negativeOfSampleFrom(cow, fact.at);
    case "manual-hold":
      return NEVER;
    case "clearance":
    case "milked":
    case "looked-at":
    case "test-result":
      return ALWAYS;
  }
}

const ALWAYS = Number.NEGATIVE_INFINITY;
const NEVER = Number.POSITIVE_INFINITY;

/** The first of these times later than `after`; never where there is none. */
const first = (times: readonly number[], after: number): number =>
  Math.min(NEVER, ...times.filter((time) => time > after));

const calvedAfter = (cow: TrueCow, after: number): number =>
  first(
    cow.facts.flatMap((fact) => (fact.kind === "calving" && fact.at !== null ? [fact.at] : [])),
    after,
  );

/** Corrections, unknown dates and off-label use are not in this herd's life: such milk is never fit. */
function treatedUntil(cow: TrueCow, fact: TreatmentFact): number {
  const { row, lastDoseAt } = fact;
  if (fact.offLabel !== undefined || lastDoseAt === null) return NEVER;
  if (row.milk.kind === "after-last-dose") return endOf(row.milk.period, lastDoseAt, cow.milkings);
  const calved = calvedAfter(cow, lastDoseAt);
  if (row.milk.kind === "after-calving") {
    const from = Math.max(calved, lastDoseAt + row.milk.minimumDryDays * DAY);
    return Math.max(from, endOf(row.milk.period, from, cow.milkings));
  }
  const wasLong = calved - lastDoseAt > row.milk.longerThanDays * DAY;
  return Math.max(
    calved,
    wasLong
      ? endOf(row.milk.afterCalving, calved, cow.milkings)
      : endOf(row.milk.otherwiseAfterLastDose, lastDoseAt, cow.milkings),
  );
}

function boughtInUntil(cow: TrueCow, fact: BoughtInFact, policy: HoldPolicy): number {
  if (fact.state === "in-milk") return negativeOfSampleFrom(cow, fact.at + 1);
  const from = Math.max(calvedAfter(cow, fact.at), fact.at + policy.boughtInDry.minimumDryDays * DAY);
  return negativeOfSampleFrom(cow, endOf(policy.boughtInDry.period, from, cow.milkings) + 1);
}

/** When the first sample taken at `from` or later was found negative. */
function negativeOfSampleFrom(cow: TrueCow, from: number): number {
  const samples = cow.facts.filter((fact) => fact.kind === "test-sample" && fact.at >= from);
  const results = cow.facts.flatMap((fact) =>
    fact.kind === "test-result" && fact.result === "negative" && samples.some((one) => one.fact === fact.of)
      ? [fact.at]
      : [],
  );
  return Math.min(NEVER, ...results);
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
