// Room: domain/holds. Off-label use: which treatments it is, the vet's direction it needs, and the floors of the law.
// May live here: jurisdiction profiles, two medicines at once, lengthened periods. May not: other holds.
// Invariant: nothing here is ever shorter than the label; a floor is enforced, a period is never made up.

import { unreachable } from "../result.ts";
import { after, days, type EpochMs, earliestOf, hours, later, latestOf } from "../units.ts";
import type {
  CowFact,
  Jurisdiction,
  LabelRow,
  MeatPeriod,
  MilkPeriod,
  MilkRule,
  TreatmentFact,
} from "./facts.ts";
import { calvingsAfter, clearedAt, correctionsOf, dryUntil, factsOf, versionsOf } from "./history.ts";
import { withPeriods } from "./period.ts";

/** What the law of a place asks of off-label use. Sources: facts/shed-and-withholding §4b. */
type Profile = {
  readonly twoAtOnce: boolean;
  readonly milkFloor: ((row: LabelRow) => MilkRule) | null;
  readonly meatFloor: ((period: MeatPeriod) => MeatPeriod) | null;
  readonly inWords: string;
};

const period = (count: number): MilkPeriod => ({ kind: "period", hours: count, combine: "both" });

const PROFILES: { readonly [jurisdiction in Jurisdiction]: Profile } = {
  none: { twoAtOnce: false, milkFloor: null, meatFloor: null, inWords: "" },
  au: { twoAtOnce: false, milkFloor: null, meatFloor: null, inWords: "" },
  us: { twoAtOnce: true, milkFloor: null, meatFloor: null, inWords: "" },
  gb: {
    twoAtOnce: true,
    milkFloor: (row) => halfAsLongAgain(row.milk),
    meatFloor: gbMeat,
    inWords: "the label lengthened by half (7 days where it says never, 1 day where nil)",
  },
  nz: {
    twoAtOnce: true,
    milkFloor: () => ({ kind: "after-last-dose", period: period(35 * 24) }),
    meatFloor: () => ({ kind: "period", hours: 91 * 24 }),
    inWords: "35 days after the last dose",
  },
};

/** GB: SI 2013/2033 Schedule 4 paragraph 2 as amended by SI 2024/567. */
function halfAsLongAgain(rule: MilkRule): MilkRule {
  const longer = withPeriods(rule, gbMilk);
  switch (longer.kind) {
    case "after-last-dose":
      return longer;
    case "after-calving":
      return { ...longer, minimumDryDays: longer.minimumDryDays * 1.5 };
    case "by-dry-period":
      return { ...longer, longerThanDays: longer.longerThanDays * 1.5 };
    default:
      return unreachable(longer);
  }
}

function gbMilk(label: MilkPeriod): MilkPeriod {
  switch (label.kind) {
    case "nil":
      return period(24);
    case "never":
      return period(7 * 24);
    case "unknown":
      return label;
    case "period":
      return {
        ...label,
        ...(label.hours === undefined ? {} : { hours: label.hours * 1.5 }),
        ...(label.milkings === undefined ? {} : { milkings: Math.ceil(label.milkings * 1.5) }),
      };
    default:
      return unreachable(label);
  }
}

function gbMeat(label: MeatPeriod): MeatPeriod {
  switch (label.kind) {
    case "nil":
      return { kind: "period", hours: 24 };
    case "never":
      return { kind: "period", hours: 28 * 24 };
    case "unknown":
      return label;
    case "period":
      return { kind: "period", hours: label.hours * 1.5 };
    default:
      return unreachable(label);
  }
}

/** How a treatment stands to its label. */
export type LabelUse =
  | { readonly offLabel: false }
  | {
      readonly offLabel: true;
      /** In words: recorded so, a longer course than the label's, or at once with which other products. */
      readonly because: string;
      /** Directions for milk that count for it; none: not directed yet, which withholds. */
      readonly directions: readonly MilkPeriod[];
      readonly meatDirections: readonly MeatPeriod[];
      readonly floors: readonly MilkRule[];
      /** The floor for meat, and for export, of each row of the label; none where the law sets none. */
      readonly meatFloors: readonly MeatPeriod[];
      readonly exportFloors: readonly MeatPeriod[];
      readonly floorInWords: string;
      /** Direction and floor stand in the place of a label that says never. */
      readonly replacesNever: boolean;
    };

/** Whether each treatment of a cow is off-label, and what that asks for. */
export function labelUses(
  facts: readonly CowFact[],
  jurisdiction: Jurisdiction,
  now: EpochMs,
): (treatment: TreatmentFact) => LabelUse {
  const profile = PROFILES[jurisdiction];
  const partners = profile.twoAtOnce ? partnersAtOnce(facts, now) : null;
  return (treatment) => {
    const others = partners?.(treatment) ?? [];
    const byItself =
      treatment.offLabel !== undefined
        ? "recorded so"
        : isLongerCourse(treatment)
          ? "a longer course than the label's"
          : null;
    if (byItself === null && others.length === 0) return { offLabel: false };
    const because =
      byItself ?? `at once with ${[...new Set(others.map((other) => other.row.product))].join(" and ")}`;
    // What a vet wrote for another medicine covers giving both, not what was done otherwise with this one.
    const partnersToAsk = byItself === null ? others : [];
    const { givenAs } = treatment.row;
    const rows = [treatment.row, ...(treatment.otherRows ?? [])].filter((row) => row.givenAs === givenAs);
    const directions = directionsFor(treatment, partnersToAsk, facts, (one) => one.offLabel?.direction);
    const { milkFloor, meatFloor } = profile;
    return {
      offLabel: true,
      because,
      directions,
      meatDirections: directionsFor(treatment, partnersToAsk, facts, (one) => one.offLabel?.meatDirection),
      floors: milkFloor === null ? [] : rows.map(milkFloor),
      meatFloors: meatFloor === null ? [] : rows.map((row) => meatFloor(row.meat)),
      exportFloors: meatFloor === null ? [] : rows.map((row) => meatFloor(row.exportSlaughter)),
      floorInWords: profile.inWords,
      replacesNever: milkFloor !== null && directions.length > 0,
    };
  };
}

function isLongerCourse({ row, firstDoseAt, lastDoseAt }: TreatmentFact): boolean {
  if (row.courseDaysMax === undefined || lastDoseAt === null) return false;
  return firstDoseAt === null || lastDoseAt > after(firstDoseAt, days(row.courseDaysMax));
}

/**
 * Its own direction; where it has none those of its corrections; where they have none those of its partners, each of
 * which must have one. None: not directed yet.
 */
function directionsFor<Direction>(
  treatment: TreatmentFact,
  partners: readonly TreatmentFact[],
  facts: readonly CowFact[],
  direction: (treatment: TreatmentFact) => Direction | undefined,
): readonly Direction[] {
  const given = (from: readonly TreatmentFact[]) =>
    from.flatMap((one) => {
      const said = direction(one);
      return said === undefined ? [] : [said];
    });
  const ownOrCorrected = (one: TreatmentFact) => {
    const own = given([one]);
    return own.length > 0 ? own : given(correctionsOf(one.fact, "treatment", facts));
  };
  const own = ownOrCorrected(treatment);
  if (own.length > 0) return own;
  const theirs = partners.map(ownOrCorrected);
  return theirs.some((directions) => directions.length === 0) ? [] : theirs.flat();
}

/** One medicine in her: a treatment, and the date until which it is in her; null while there is none. */
type InHer = { readonly treatment: TreatmentFact; readonly end: EpochMs | null };

function partnersAtOnce(
  facts: readonly CowFact[],
  now: EpochMs,
): (treatment: TreatmentFact) => readonly TreatmentFact[] {
  const medicines = factsOf(facts, "treatment").map(
    (treatment): InHer => ({ treatment, end: nominalEnd(treatment, facts, now) }),
  );
  return (treatment) => {
    const one = medicines.find((other) => other.treatment === treatment);
    if (one === undefined) return [];
    const versions = versionsOf(treatment, "treatment", facts).map((version) => version.fact);
    return medicines
      .filter((other) => !versions.includes(other.treatment.fact))
      .filter((other) => areTwoMedicines(one.treatment.row, other.treatment.row) && atOnce(one, other))
      .map((other) => other.treatment);
  };
}

const areTwoMedicines = (a: LabelRow, b: LabelRow): boolean =>
  a.label !== b.label && !a.usedWith.includes(b.label) && !b.usedWith.includes(a.label);

/** Whether the later begun was first given while the other was in her. */
function atOnce(a: InHer, b: InHer): boolean {
  const [first, second] = [a.treatment.firstDoseAt, b.treatment.firstDoseAt];
  if (first === null || second === null || first === second) return true;
  const [{ end }, begun] = first < second ? [a, second] : [b, first];
  return end === null || begun <= end;
}

/** Longer than cows go between milkings anywhere: what a milking is taken for where only dates may count. */
const NOMINAL_MILKING = 24;

/** The end of a treatment by dates alone, which later milkings cannot move; null while it has none. */
function nominalEnd(treatment: TreatmentFact, facts: readonly CowFact[], now: EpochMs): EpochMs | null {
  const { row, lastDoseAt } = treatment;
  const end = lastDoseAt === null ? null : ruleEnd(row.milk, lastDoseAt, facts);
  const cleared = clearedAt(treatment.fact, facts, now);
  return earliestOf([end, cleared].flatMap((at) => at ?? []));
}

/** The end of a label's rule by dates alone, each milking taken for a day; null while it has none. */
export function ruleEnd(rule: MilkRule, lastDoseAt: EpochMs, facts: readonly CowFact[]): EpochMs | null {
  if (rule.kind === "after-last-dose") return periodEnd(rule.period, lastDoseAt);
  const ends = calvingsAfter(lastDoseAt, facts).flatMap(({ at }) =>
    rule.kind === "after-calving"
      ? [periodEnd(rule.period, later(at, dryUntil(lastDoseAt, rule.minimumDryDays)))]
      : [periodEnd(rule.afterCalving, at), periodEnd(rule.otherwiseAfterLastDose, lastDoseAt)],
  );
  const known = ends.flatMap((end) => end ?? []);
  return known.length < ends.length ? null : latestOf(known);
}

function periodEnd(label: MilkPeriod, start: EpochMs): EpochMs | null {
  switch (label.kind) {
    case "nil":
      return start;
    case "never":
    case "unknown":
      return null;
    case "period": {
      const longest = Math.max(label.hours ?? 0, (label.milkings ?? 0) * NOMINAL_MILKING);
      return after(start, hours(longest));
    }
    default:
      return unreachable(label);
  }
}
