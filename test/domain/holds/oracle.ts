// Room: test/domain/holds. A naive second reading of the withholding rules, one sentence after the other, for
// properties. Shares no code with domain/ or checker/: it may be slow, and must be plain.
// Invariant: a sentence here is a sentence of src/domain/holds/README.md; where that is silent, the milk is withheld.

import {
  type CalvingFact,
  type Cow,
  type CowFact,
  type HoldPolicy,
  type LabelRow,
  MILKINGS_KEPT,
  type MilkPeriod,
  type MilkRule,
  type TreatmentFact,
} from "../../../src/domain/holds/facts.ts";
import type { FactId } from "../../../src/domain/ids.ts";
import { type EpochMs, epochMs } from "../../../src/domain/units.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Whether any record still keeps this cow's milk out of the vat at `now`. */
export const withheldByTheBook = (
  cow: Cow,
  own: readonly EpochMs[],
  policy: HoldPolicy,
  now: EpochMs,
): boolean => heldByTheBook(cow, own, policy, now).length > 0;

/** The records of its kind that correct it, directly or through others. */
function corrections<Fact extends CowFact>(fact: Fact, facts: readonly CowFact[]): readonly Fact[] {
  const found: Fact[] = [];
  for (;;) {
    const next = facts.find(
      (other): other is Fact =>
        other.kind === fact.kind &&
        other.fact !== fact.fact &&
        [fact, ...found].some((one) => one.fact === other.supersedes) &&
        !found.some((one) => one.fact === other.fact),
    );
    if (next === undefined) return found;
    found.push(next);
  }
}

/** The records that do. */
export function heldByTheBook(
  cow: Cow,
  own: readonly EpochMs[],
  policy: HoldPolicy,
  now: EpochMs,
): readonly FactId[] {
  // Doses that nobody could date are dated by their corrections: first the earliest, last the latest.
  const facts = cow.facts.map((fact): CowFact => {
    if (fact.kind !== "treatment" || fact.lastDoseAt !== null) return fact;
    const known = corrections(fact, cow.facts);
    const firsts = known.flatMap((other) => other.firstDoseAt ?? []);
    const lasts = known.flatMap((other) => other.lastDoseAt ?? []);
    return {
      ...fact,
      firstDoseAt: fact.firstDoseAt ?? (firsts.length === 0 ? null : epochMs(Math.min(...firsts))),
      lastDoseAt: lasts.length === 0 ? null : epochMs(Math.max(...lasts)),
    };
  });

  function isCleared(name: FactId): boolean {
    return facts.some((fact) => fact.kind === "clearance" && fact.of === name && fact.at <= now);
  }

  function holds(fact: CowFact): boolean {
    switch (fact.kind) {
      case "treatment":
        return treatmentHolds(fact);
      case "calving":
        // Colostrum; an unknown date until a correction knows it.
        if (fact.at === null) return !corrections(fact, facts).some((other) => other.at !== null);
        return !isOver(policy.colostrum, fact.at);
      case "dry-off": {
        if (fact.at === null) return !corrections(fact, facts).some((other) => other.at !== null);
        return !hasCalvedSince(fact.at);
      }
      case "bought-in":
        if (fact.treatments === "declared") return false;
        if (fact.state === "in-milk") return !isTestedNegative((sample) => sample > fact.at);
        return !(
          isRuleOver(policy.boughtInDry, fact.at) &&
          isTestedNegative(
            (sample) => routeWasOver(fact.at, sample) && sample > nominalEndOf(policy.boughtInDry, fact.at),
          )
        );
      case "observation":
        return !facts.some((other) => other.kind === "looked-at" && other.at > fact.at && other.at <= now);
      case "paddock-or-feed":
      case "taint": {
        const period = fact.kind === "taint" ? policy.taint : fact.milk;
        // An end before its beginning is its beginning.
        if (fact.until !== null) return !isOver(period, Math.max(fact.from, fact.until));
        const ends = corrections(fact, facts).flatMap((other) => (other.until === null ? [] : [other.until]));
        return ends.length === 0 || !isOver(period, Math.max(fact.from, ...ends));
      }
      case "test-sample":
        return !isTestedNegative((at, name) => name === fact.fact || at > fact.at);
      case "manual-hold":
        return true;
      default:
        return false;
    }
  }

  // — Who corrects whom —

  /** The facts of its kind that correct it, directly or through others. */
  const isTied = (a: CowFact, b: CowFact): boolean => family(a).includes(b.fact);
  /** Everything tied to it by corrections, either way. */
  function family(fact: CowFact): readonly FactId[] {
    const names = [fact.fact];
    for (;;) {
      const next = facts.find(
        (other) =>
          other.kind === fact.kind &&
          !names.includes(other.fact) &&
          ((other.supersedes !== undefined && names.includes(other.supersedes)) ||
            facts.some((one) => names.includes(one.fact) && one.supersedes === other.fact)),
      );
      if (next === undefined) return names;
      names.push(next.fact);
    }
  }

  // — Periods and milkings —

  function milkingsBetween(from: number, to: number): number {
    const times: number[] = [...own];
    for (const fact of facts) if (fact.kind === "milked") times.push(fact.at);
    times.sort((a, b) => a - b);
    let last = Number.NEGATIVE_INFINITY;
    let count = 0;
    for (const time of times) {
      if (time - last < policy.milkingsApartMin) continue;
      last = time;
      if (time > from && time <= to) count += 1;
    }
    return count;
  }

  /** Over at an instant: now where none is given. */
  function isOver(period: MilkPeriod, from: number, at: number = now): boolean {
    if (from > at) return false;
    if (period.kind === "nil") return true;
    if (period.kind !== "period") return false;
    const asked: boolean[] = [];
    if (period.hours !== undefined) asked.push((at - from) / HOUR >= period.hours);
    // So many remembered since: the first may be forgotten, and it is known only that they were enough.
    const forgotten = milkingsBetween(from, now) >= MILKINGS_KEPT;
    if (period.milkings !== undefined) asked.push(forgotten || milkingsBetween(from, at) >= period.milkings);
    if (asked.length === 0) return false;
    return period.combine === "either" ? asked.includes(true) : !asked.includes(false);
  }
  const isOverAfterDose = (period: MilkPeriod, dose: number): boolean =>
    period.kind === "nil" || isOver(period, dose);

  // — Calvings —

  type Dated = CalvingFact & { readonly at: EpochMs };
  const calvings = () => facts.filter((fact): fact is Dated => fact.kind === "calving" && fact.at !== null);

  /** The first calving later than that in every version later than that; of two at one instant both. */
  function calvingsAfter(since: number): readonly Dated[] {
    const later = calvings().filter((calving) => calving.at > since);
    // What a correction puts at or before it was no calving since.
    const stands = later.filter(
      (calving) =>
        !corrections<CowFact>(calving, facts).some(
          (other) => other.kind === "calving" && other.at !== null && other.at <= since,
        ),
    );
    const first = Math.min(...stands.map((calving) => calving.at));
    return later.filter((calving) => stands.some((one) => one.at === first && isTied(one, calving)));
  }
  function hasCalvedSince(since: number): boolean {
    const versions = calvingsAfter(since);
    return versions.length > 0 && versions.every((calving) => calving.at <= now);
  }

  /** Null: nobody knows. */
  function dryTime(dose: number, calving: Dated): number | null {
    let from = dose;
    for (const fact of facts) {
      if (fact.kind !== "dry-off") continue;
      if (fact.at === null && !corrections(fact, facts).some((other) => other.at !== null)) return null;
      if (fact.at !== null && fact.at < calving.at) from = Math.max(from, fact.at);
    }
    return (calving.notBefore ?? calving.at) - from;
  }

  // — Label rules —

  function isRuleOver(rule: MilkRule, dose: number): boolean {
    if (rule.kind === "after-last-dose") return isOverAfterDose(rule.period, dose);
    const versions = calvingsAfter(dose);
    if (versions.length === 0) return false;
    return versions.every((calving) => {
      if (calving.at > now) return false;
      if (rule.kind === "after-calving") {
        return isOver(rule.period, Math.max(calving.at, dose + rule.minimumDryDays * DAY));
      }
      const dry = dryTime(dose, calving);
      if (dry === null) return false;
      if (dry > rule.longerThanDays * DAY) return isOver(rule.afterCalving, calving.at);
      return isOver(rule.otherwiseAfterLastDose, dose);
    });
  }

  const asksNothing = ({ givenAs, milk }: LabelRow): boolean =>
    givenAs === "teat-sealant" &&
    milk.kind === "after-calving" &&
    milk.minimumDryDays === 0 &&
    milk.period.kind === "nil";

  function nominalEndOf(rule: MilkRule, dose: number): number {
    const length = (period: MilkPeriod): number => {
      if (period.kind === "nil") return 0;
      if (period.kind !== "period") return Number.POSITIVE_INFINITY;
      return Math.max((period.hours ?? 0) * HOUR, (period.milkings ?? 0) * DAY);
    };
    if (rule.kind === "after-last-dose") return dose + length(rule.period);
    const versions = calvingsAfter(dose);
    if (versions.length === 0) return Number.POSITIVE_INFINITY;
    const ends = versions.map(({ at }) =>
      rule.kind === "after-calving"
        ? Math.max(at, dose + rule.minimumDryDays * DAY) + length(rule.period)
        : Math.max(at + length(rule.afterCalving), dose + length(rule.otherwiseAfterLastDose)),
    );
    return Math.max(...ends);
  }

  // — Treatments —

  function treatmentHolds(given: TreatmentFact): boolean {
    const { row, lastDoseAt: dose } = given;
    if (dose === null) return true;
    const partners = atOnceWith(given);
    const byItself = given.offLabel !== undefined || isTooLong(given, dose);
    if (!byItself && partners.length === 0) return !asksNothing(row) && !isRuleOver(row.milk, dose);
    const directions = directionsOf(given, byItself ? [] : partners);
    if (directions.length === 0) return true;
    const floors = floorsOf(given);
    const label = floors.length > 0 ? withoutNever(row.milk) : row.milk;
    if (!isRuleOver(label, dose)) return true;
    return (
      floors.some((floor) => !isRuleOver(floor, dose)) ||
      directions.some((direction) => !isDirectionOver(direction, row, dose))
    );
  }

  function isDirectionOver(direction: MilkPeriod, row: LabelRow, dose: number): boolean {
    if (row.givenAs === "lactating-treatment") return isOverAfterDose(direction, dose);
    const versions = calvingsAfter(dose);
    return versions.length > 0 && versions.every((calving) => isOver(direction, calving.at));
  }

  function isTooLong({ row, firstDoseAt }: TreatmentFact, dose: number): boolean {
    if (row.courseDaysMax === undefined) return false;
    return firstDoseAt === null || dose > firstDoseAt + row.courseDaysMax * DAY;
  }

  /** Two medicines at once, where the jurisdiction looks at it. */
  function atOnceWith(given: TreatmentFact): readonly TreatmentFact[] {
    if (policy.jurisdiction === "none" || policy.jurisdiction === "au") return [];
    return facts.filter((other): other is TreatmentFact => {
      if (other.kind !== "treatment" || other === given || isTied(given, other)) return false;
      const [a, b] = [given.row, other.row];
      if (a.label === b.label || a.usedWith.includes(b.label) || b.usedWith.includes(a.label)) return false;
      if (given.firstDoseAt === null || other.firstDoseAt === null) return true;
      if (given.firstDoseAt === other.firstDoseAt) return true;
      return given.firstDoseAt < other.firstDoseAt
        ? other.firstDoseAt <= inHerUntil(given)
        : given.firstDoseAt <= inHerUntil(other);
    });
  }

  function inHerUntil(given: TreatmentFact): number {
    const end =
      given.lastDoseAt === null ? Number.POSITIVE_INFINITY : nominalEndOf(given.row.milk, given.lastDoseAt);
    const clearances = facts.flatMap((fact) =>
      fact.kind === "clearance" && fact.of === given.fact && fact.at <= now ? [fact.at] : [],
    );
    return Math.min(end, ...clearances);
  }

  /** Its own; else those of its corrections; else those of the medicines given with it, if each has one. */
  function directionsOf(given: TreatmentFact, partners: readonly TreatmentFact[]): readonly MilkPeriod[] {
    const written = (one: TreatmentFact) => one.offLabel?.direction ?? [];
    const of = (one: TreatmentFact) => {
      const own = [one].flatMap(written);
      return own.length > 0 ? own : corrections(one, facts).flatMap(written);
    };
    const own = of(given);
    if (own.length > 0) return own;
    return partners.some((other) => of(other).length === 0) ? [] : partners.flatMap(of);
  }

  function floorsOf({ row, otherRows }: TreatmentFact): readonly MilkRule[] {
    if (policy.jurisdiction === "nz") {
      return [{ kind: "after-last-dose", period: { kind: "period", hours: 35 * 24, combine: "both" } }];
    }
    if (policy.jurisdiction !== "gb") return [];
    const rows = (otherRows ?? []).filter((other) => other.givenAs === row.givenAs);
    return [row, ...rows].map(({ milk }) => lengthened(milk));
  }

  // — Tests —

  function isTestedNegative(counts: (at: number, name: FactId) => boolean): boolean {
    return facts.some((sample) => {
      if (sample.kind !== "test-sample" || sample.at > now || !counts(sample.at, sample.fact)) return false;
      const results = facts.flatMap((fact) =>
        fact.kind === "test-result" && fact.of === sample.fact ? [fact] : [],
      );
      return (
        results.some((result) => result.at <= now) && !results.some((result) => result.result === "positive")
      );
    });
  }

  /** Whether the dry-cow route of a cow bought in dry was over before an instant. */
  function routeWasOver(purchase: number, sample: number): boolean {
    const { period, minimumDryDays } = policy.boughtInDry;
    return calvingsAfter(purchase).every((calving) =>
      isOver(period, Math.max(calving.at, purchase + minimumDryDays * DAY), sample - 1),
    );
  }

  return facts.filter((fact) => holds(fact) && !isCleared(fact.fact)).map((fact) => fact.fact);
}

/** GB: half as long again. */
function lengthened(rule: MilkRule): MilkRule {
  const half = (period: MilkPeriod): MilkPeriod => {
    if (period.kind === "nil") return { kind: "period", hours: 24, combine: "both" };
    if (period.kind === "never") return { kind: "period", hours: 7 * 24, combine: "both" };
    if (period.kind === "unknown") return period;
    const longer: { hours?: number; milkings?: number } = {};
    if (period.hours !== undefined) longer.hours = (period.hours * 3) / 2;
    if (period.milkings !== undefined) longer.milkings = Math.ceil((period.milkings * 3) / 2);
    return { ...period, ...longer };
  };
  if (rule.kind === "after-last-dose") return { ...rule, period: half(rule.period) };
  if (rule.kind === "after-calving") {
    return { ...rule, minimumDryDays: (rule.minimumDryDays * 3) / 2, period: half(rule.period) };
  }
  return {
    kind: "by-dry-period",
    longerThanDays: (rule.longerThanDays * 3) / 2,
    afterCalving: half(rule.afterCalving),
    otherwiseAfterLastDose: half(rule.otherwiseAfterLastDose),
  };
}

/** The direction and the floor stand in the place of "never", and of nothing else that the label asks. */
function withoutNever(rule: MilkRule): MilkRule {
  const aside = (period: MilkPeriod): MilkPeriod => (period.kind === "never" ? { kind: "nil" } : period);
  if (rule.kind === "by-dry-period") {
    return {
      ...rule,
      afterCalving: aside(rule.afterCalving),
      otherwiseAfterLastDose: aside(rule.otherwiseAfterLastDose),
    };
  }
  return { ...rule, period: aside(rule.period) };
}
