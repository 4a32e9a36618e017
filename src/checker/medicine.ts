// Room: checker. What a treatment asks of her milk: the label, off-label use, two medicines at once.
// May live here: label rules, the vet's direction, the floors of each jurisdiction. May not: other kinds of facts.
// Invariant: off-label, every one of label, direction and floor must be over; without a direction none ever is.
// Sources of the floors: the table in domain/holds/README.md.

import type { Jurisdiction, LabelRow, MilkPeriod, MilkRule, TreatmentFact } from "../domain/holds/facts.ts";
import type { FactId } from "../domain/ids.ts";
import {
  calvedSince,
  DAY,
  type DatedCalving,
  endAfterDose,
  endOf,
  HOUR,
  known,
  latest,
  NOT_OVER,
  NOTHING,
  type OnRecord,
  passed,
  versionsOf,
} from "./record.ts";

/** NZ stand-down: milk of any cow treated off-label, or with two medicines at once. */
const NZ_FLOOR: MilkPeriod = { kind: "period", hours: 35 * 24, combine: "both" };
/** GB: half as long again; 7 days where the label says never, 1 day where it says nil. */
const GB_LONGER = 1.5;
const GB_NEVER: MilkPeriod = { kind: "period", hours: 7 * 24, combine: "both" };
const GB_NIL: MilkPeriod = { kind: "period", hours: 24, combine: "both" };

const TWO_AT_ONCE_IS_OFF_LABEL: Readonly<Record<Jurisdiction, boolean>> = {
  none: false,
  au: false,
  gb: true,
  nz: true,
  us: true,
};

/** One treatment as the others see it: when it was first given, and the date until which it is in her. */
export type Medicine = {
  readonly treatment: TreatmentFact;
  /** The names of all entries of this course: it, what corrects it, what it corrects. */
  readonly entries: ReadonlySet<FactId>;
  /** Null where nobody knows. */
  readonly first: number | null;
  readonly inHerUntil: number;
};

/**
 * Her treatments, for the question which were given at once; none where nobody asks. `clearedAt` are the clearances that
 * have surely come.
 */
export function medicinesOf(clearedAt: ReadonlyMap<FactId, number>, r: OnRecord): readonly Medicine[] {
  if (!TWO_AT_ONCE_IS_OFF_LABEL[r.policy.jurisdiction]) return [];
  return r.facts.flatMap((treatment) => {
    if (treatment.kind !== "treatment") return [];
    const { lastDoseAt, firstDoseAt: first } = treatment;
    const inHer = lastDoseAt === null ? NOT_OVER : nominalEnd(treatment.row.milk, lastDoseAt, r);
    const inHerUntil = Math.min(inHer, clearedAt.get(treatment.fact) ?? NOT_OVER);
    return [{ treatment, entries: versionsOf(treatment, r), first, inHerUntil }];
  });
}

/** The date when a label's rule ends in a herd that is milked once a day: no milking, and none forgotten, moves it. */
export function nominalEnd(rule: MilkRule, dose: number, r: OnRecord): number {
  if (rule.kind === "after-last-dose") return dose + nominalLength(rule.period);
  const calvings = calvedSince(dose, r);
  if (calvings.length === 0) return NOT_OVER;
  if (rule.kind === "after-calving") {
    const dryUntil = dose + rule.minimumDryDays * DAY;
    return latest(calvings.map(({ at }) => Math.max(at, dryUntil) + nominalLength(rule.period)));
  }
  return latest([
    dose + nominalLength(rule.otherwiseAfterLastDose),
    ...calvings.map(({ at }) => at + nominalLength(rule.afterCalving)),
  ]);
}

function nominalLength(period: MilkPeriod): number {
  if (period.kind === "nil") return 0;
  if (period.kind !== "period") return NOT_OVER;
  return Math.max((period.hours ?? 0) * HOUR, (period.milkings ?? 0) * DAY);
}

/** Until when a treatment forbids her milk. */
export function endOfMedicine(fact: TreatmentFact, medicines: readonly Medicine[], r: OnRecord): number {
  const dose = fact.lastDoseAt;
  if (dose === null) return NOT_OVER;
  const together = givenWith(fact, medicines);
  const byItself = fact.offLabel !== undefined || courseTooLong(fact, dose);
  if (!byItself && together.length === 0) {
    return asksNothing(fact.row) ? NOTHING : endOfRule(fact.row.milk, dose, r);
  }
  const directions = directionsFor(fact, byItself, together, r);
  if (directions.length === 0) return NOT_OVER;
  return latest([
    endOfRule(hasFloorForNever(r) ? neverStandsAside(fact.row.milk) : fact.row.milk, dose, r),
    ...directions.map((direction) => endOfDirection(direction, fact, dose, r)),
    endOfFloor(fact, dose, r),
  ]);
}

/** A seal that asks for no dry days and no withholding forbids nothing. */
const asksNothing = ({ givenAs, milk }: LabelRow): boolean =>
  givenAs === "teat-sealant" &&
  milk.kind === "after-calving" &&
  milk.minimumDryDays === 0 &&
  milk.period.kind === "nil";

/** When a label's rule ended, counted from the last dose. */
export function endOfRule(rule: MilkRule, dose: number, r: OnRecord): number {
  if (rule.kind === "after-last-dose") return endAfterDose(rule.period, dose, r);
  const calvings = calvedSince(dose, r);
  if (calvings.length === 0) return NOT_OVER;
  if (rule.kind === "after-calving") {
    const dryUntil = dose + rule.minimumDryDays * DAY;
    return latest(calvings.map(({ at }) => endOf(rule.period, Math.max(at, dryUntil), r)));
  }
  return latest(
    calvings.map((calving) => {
      const dry = dryBefore(calving, dose, r);
      if (dry === null) return NOT_OVER;
      if (dry > rule.longerThanDays * DAY) return endOf(rule.afterCalving, calving.at, r);
      return Math.max(passed(calving.at, r), endAfterDose(rule.otherwiseAfterLastDose, dose, r));
    }),
  );
}

/** How long she was dry before a calving, at least; null where nobody knows. */
function dryBefore(calving: DatedCalving, dose: number, r: OnRecord): number | null {
  if (calving.notBefore === null) return null;
  let since = dose;
  for (const fact of r.facts) {
    if (fact.kind !== "dry-off") continue;
    if (known(fact, (other) => other.at, r).length === 0) return null;
    if (fact.at !== null && fact.at < calving.at) since = Math.max(since, fact.at);
  }
  return calving.notBefore - since;
}

/** Nobody knows when it began: it may have gone on too long. */
function courseTooLong(fact: TreatmentFact, dose: number): boolean {
  const longest = fact.row.courseDaysMax;
  if (longest === undefined) return false;
  return fact.firstDoseAt === null || dose > fact.firstDoseAt + longest * DAY;
}

/** The treatments that were given at the same time as this one. */
function givenWith(fact: TreatmentFact, medicines: readonly Medicine[]): readonly TreatmentFact[] {
  const mine = medicines.find(({ treatment }) => treatment === fact);
  if (mine === undefined) return [];
  return medicines.filter((other) => givenAtOnce(mine, other)).map(({ treatment }) => treatment);
}

function givenAtOnce(one: Medicine, other: Medicine): boolean {
  // Dates first: most of the medicines of a long life lie far apart.
  if (!overlap(one, other)) return false;
  const [a, b] = [one.treatment.row, other.treatment.row];
  if (a.label === b.label || a.usedWith.includes(b.label) || b.usedWith.includes(a.label)) return false;
  // A course that was entered with the wrong label and entered again is one medicine.
  return !one.entries.has(other.treatment.fact);
}

/** Whether the later begun was first given while the other was in her. */
function overlap(one: Medicine, other: Medicine): boolean {
  if (one.first === null || other.first === null || one.first === other.first) return true;
  return one.first < other.first ? other.first <= one.inHerUntil : one.first <= other.inHerUntil;
}

/**
 * The vet's directions that must be over; none where one is missing. Her own, or her corrections'; and where only a
 * second medicine makes it off-label, the other's.
 */
function directionsFor(
  fact: TreatmentFact,
  byItself: boolean,
  together: readonly TreatmentFact[],
  r: OnRecord,
): readonly MilkPeriod[] {
  const written = (one: TreatmentFact) => known(one, (other) => other.offLabel?.direction, r);
  const own = written(fact);
  if (own.length > 0 || byItself) return own;
  const others = together.map(written);
  return others.some((directions) => directions.length === 0) ? [] : others.flat();
}

function endOfDirection(direction: MilkPeriod, fact: TreatmentFact, dose: number, r: OnRecord): number {
  if (fact.row.givenAs === "lactating-treatment") return endAfterDose(direction, dose, r);
  const calvings = calvedSince(dose, r);
  return calvings.length === 0 ? NOT_OVER : latest(calvings.map(({ at }) => endOf(direction, at, r)));
}

const hasFloorForNever = (r: OnRecord): boolean =>
  r.policy.jurisdiction === "gb" || r.policy.jurisdiction === "nz";

function endOfFloor(fact: TreatmentFact, dose: number, r: OnRecord): number {
  if (r.policy.jurisdiction === "nz") return endAfterDose(NZ_FLOOR, dose, r);
  if (r.policy.jurisdiction !== "gb") return NOTHING;
  const rows = [fact.row, ...(fact.otherRows ?? [])].filter((row) => row.givenAs === fact.row.givenAs);
  return latest(rows.map((row) => endOfRule(lengthened(row.milk), dose, r)));
}

const eachPeriod = (rule: MilkRule, change: (period: MilkPeriod) => MilkPeriod): MilkRule => {
  if (rule.kind !== "by-dry-period") return { ...rule, period: change(rule.period) };
  return {
    ...rule,
    afterCalving: change(rule.afterCalving),
    otherwiseAfterLastDose: change(rule.otherwiseAfterLastDose),
  };
};

const neverStandsAside = (rule: MilkRule): MilkRule =>
  eachPeriod(rule, (period) => (period.kind === "never" ? { kind: "nil" } : period));

function lengthened(rule: MilkRule): MilkRule {
  const longer = eachPeriod(rule, lengthenedPeriod);
  if (longer.kind === "after-calving") {
    return { ...longer, minimumDryDays: longer.minimumDryDays * GB_LONGER };
  }
  if (longer.kind === "by-dry-period") {
    return { ...longer, longerThanDays: longer.longerThanDays * GB_LONGER };
  }
  return longer;
}

function lengthenedPeriod(period: MilkPeriod): MilkPeriod {
  if (period.kind === "nil") return GB_NIL;
  if (period.kind === "never") return GB_NEVER;
  if (period.kind === "unknown") return period;
  return {
    ...period,
    ...(period.hours === undefined ? {} : { hours: period.hours * GB_LONGER }),
    ...(period.milkings === undefined ? {} : { milkings: Math.ceil(period.milkings * GB_LONGER) }),
  };
}
