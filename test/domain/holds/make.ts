// Room: test/domain/holds. Cows, labels and facts in a vet's words, for the tests of every room that reads them.
// May live here: makers with the least that a fact needs. May not: rules, expectations.
// Invariant: every kind of fact and every shape of label row has one maker, named as people say it.

import type {
  BoughtInFact,
  CalvingFact,
  ClearanceFact,
  Cow,
  CowFact,
  CowStatus,
  DryOffFact,
  GivenAs,
  HerdTable,
  HoldPolicy,
  Jurisdiction,
  LabelRow,
  LookedAtFact,
  ManualHoldFact,
  MeatPeriod,
  MilkedFact,
  MilkPeriod,
  MilkRule,
  ObservationFact,
  PaddockOrFeedFact,
  TaintFact,
  TestResultFact,
  TestSampleFact,
  TreatmentFact,
} from "../../../src/domain/holds/facts.ts";
import { cowId, type Eid, factId, personId } from "../../../src/domain/ids.ts";
import { type EpochMs, epochMs, hours, minutes } from "../../../src/domain/units.ts";

export const HOUR = 3_600_000;
/** Monday 2 November 2026, 00:00 UTC: far from any daylight saving. */
export const START = Date.UTC(2026, 10, 2);
/** `n` hours after START. */
export const at = (n: number): EpochMs => epochMs(START + n * HOUR);
/** `n` days after START, and so many hours. */
export const day = (n: number, hour = 0): EpochMs => at(n * 24 + hour);

type GivenPeriod = MilkPeriod & { readonly kind: "period" };
export const hoursOnly = (n: number): GivenPeriod => ({ kind: "period", hours: n, combine: "both" });
export const milkingsOnly = (n: number): GivenPeriod => ({ kind: "period", milkings: n, combine: "both" });
export const both = (h: number, n: number): GivenPeriod => ({
  kind: "period",
  hours: h,
  milkings: n,
  combine: "both",
});
export const either = (h: number, n: number): GivenPeriod => ({
  kind: "period",
  hours: h,
  milkings: n,
  combine: "either",
});
export const NIL = { kind: "nil" } as const;
export const NEVER = { kind: "never" } as const;
export const UNKNOWN = { kind: "unknown" } as const;

/** A meat withholding period or export slaughter interval of so many days. */
export const meatDays = (n: number): MeatPeriod => ({ kind: "period", hours: n * 24 });

export const afterLastDose = (period: MilkPeriod): MilkRule => ({ kind: "after-last-dose", period });
/** "Milk may be used N milkings after calving, minimum dry period D days." */
export const afterCalving = (minimumDryDays: number, period: MilkPeriod) =>
  ({ kind: "after-calving", minimumDryDays, period }) as const;
/** "Dry for longer than D days: … after calving; as long or shorter: … after the treatment." */
export const byDryPeriod = (
  longerThanDays: number,
  afterCalving: MilkPeriod,
  otherwiseAfterLastDose: MilkPeriod,
): MilkRule => ({ kind: "by-dry-period", longerThanDays, afterCalving, otherwiseAfterLastDose });

export const POLICY: HoldPolicy = {
  milkingsApartMin: hours(4),
  milkingLengthMin: minutes(2),
  colostrum: both(96, 8),
  taint: hoursOnly(4),
  boughtInDry: afterCalving(56, both(96, 8)),
  jurisdiction: "none",
  check: "button",
};
export const AUTOMATIC: HoldPolicy = { ...POLICY, check: "automatic" };
/** The default policy of a farm in `jurisdiction`. */
export const farmIn = (jurisdiction: Jurisdiction): HoldPolicy => ({ ...POLICY, jurisdiction });

const base = (name: string, recordedAt: EpochMs) => ({
  fact: factId(name),
  cow: cowId("12"),
  by: personId("Kim"),
  recordedAt,
});

/** A label row; meat and export slaughter are nil unless the test says otherwise. */
export function row(givenAs: GivenAs, milk: MilkRule, more: Partial<LabelRow> = {}): LabelRow {
  return {
    label: "tube",
    version: 1,
    product: "Example tube",
    givenAs,
    milk,
    meat: NIL,
    exportSlaughter: NIL,
    usedWith: [],
    enteredBy: personId("Kim"),
    enteredAt: epochMs(0),
    ...more,
  };
}
/** A row of a product for cows in milk. */
export const tube = (milk: MilkPeriod, more: Partial<LabelRow> = {}): LabelRow =>
  row("lactating-treatment", afterLastDose(milk), more);
export const dryCowTube = (milk: MilkRule, more: Partial<LabelRow> = {}): LabelRow =>
  row("dry-cow-treatment", milk, { label: "dry", product: "Example dry-cow tube", ...more });
export const sealant = (milk: MilkRule, more: Partial<LabelRow> = {}): LabelRow =>
  row("teat-sealant", milk, { label: "seal", product: "Example teat seal", ...more });

/** A course by one label row, first dose to last; null is a dose whose date nobody knows. */
export function course(
  name: string,
  label: LabelRow,
  firstDoseAt: EpochMs | null,
  lastDoseAt: EpochMs | null = firstDoseAt,
): TreatmentFact {
  return { ...base(name, lastDoseAt ?? at(0)), kind: "treatment", row: label, firstDoseAt, lastDoseAt };
}
/** One dose for a cow in milk; with the vet's direction it was given off label. */
export function treated(
  name: string,
  milk: MilkPeriod,
  lastDoseAt: EpochMs | null,
  direction?: MilkPeriod,
): TreatmentFact {
  const plain = course(name, tube(milk), lastDoseAt);
  return direction === undefined ? plain : offLabel(plain, { direction });
}
/** Given otherwise than the label says. Without a direction the vet has not written one yet. */
export function offLabel(
  treatment: TreatmentFact,
  {
    rows,
    ...directed
  }: {
    readonly direction?: MilkPeriod;
    readonly meatDirection?: MeatPeriod;
    /** The other rows of the label, where it has several. */
    readonly rows?: readonly LabelRow[];
  } = {},
): TreatmentFact {
  return { ...treatment, ...(rows === undefined ? {} : { otherRows: rows }), offLabel: directed };
}
/** `notBefore` is the beginning of the day where only the date was written. */
export const calved = (
  name: string,
  when: EpochMs | null,
  notBefore: EpochMs | null = when,
): CalvingFact => ({ ...base(name, when ?? at(0)), kind: "calving", at: when, notBefore });
export const driedOff = (name: string, when: EpochMs | null): DryOffFact => ({
  ...base(name, when ?? at(0)),
  kind: "dry-off",
  at: when,
});
export const boughtIn = (
  name: string,
  when: EpochMs,
  state: BoughtInFact["state"],
  treatments: BoughtInFact["treatments"] = "unknown",
): BoughtInFact => ({ ...base(name, when), kind: "bought-in", at: when, state, treatments });
export const seen = (name: string, when: EpochMs, what: ObservationFact["seen"]): ObservationFact => ({
  ...base(name, when),
  kind: "observation",
  at: when,
  seen: what,
});
/** A treated paddock, or feed with a withholding; `until` null while she still has it. */
export const grazed = (
  name: string,
  from: EpochMs,
  until: EpochMs | null,
  milk: MilkPeriod,
  meat: MeatPeriod = NIL,
): PaddockOrFeedFact => ({
  ...base(name, from),
  kind: "paddock-or-feed",
  from,
  until,
  what: "Example paddock, sprayed",
  milk,
  meat,
});
export const tainted = (name: string, from: EpochMs, until: EpochMs | null): TaintFact => ({
  ...base(name, from),
  kind: "taint",
  from,
  until,
  what: "wild onion",
});
export const sampled = (name: string, when: EpochMs): TestSampleFact => ({
  ...base(name, when),
  kind: "test-sample",
  at: when,
});
export const tested = (
  name: string,
  of: string,
  when: EpochMs,
  result: TestResultFact["result"],
): TestResultFact => ({ ...base(name, when), kind: "test-result", of: factId(of), at: when, result });
export const held = (name: string, from: EpochMs): ManualHoldFact => ({
  ...base(name, from),
  kind: "manual-hold",
  from,
  reason: "clots",
});
export const cleared = (name: string, of: string, when: EpochMs): ClearanceFact => ({
  ...base(name, when),
  kind: "clearance",
  of: factId(of),
  at: when,
  reason: "tested negative",
});
export const milked = (name: string, when: EpochMs): MilkedFact => ({
  ...base(name, when),
  kind: "milked",
  at: when,
});
export const lookedAt = (name: string, when: EpochMs): LookedAtFact => ({
  ...base(name, when),
  kind: "looked-at",
  at: when,
});

/** `fact`, written to correct the fact named `of`. */
export const correcting = <F extends CowFact>(of: string, fact: F): F => ({
  ...fact,
  supersedes: factId(of),
});

export const eid = (n: number): Eid => `982${String(n).padStart(12, "0")}` as Eid;
export const cowWith = (...facts: readonly CowFact[]): Cow => cow("12", facts);
export function cow(number: string, facts: readonly CowFact[] = [], status: CowStatus = "in-milk"): Cow {
  return { cow: cowId(number), eids: [eid(Number(number))], status, facts };
}
export const herd = (cows: readonly Cow[], policy: HoldPolicy = POLICY, fingerprint = "one"): HerdTable => ({
  fingerprint,
  policy,
  cows,
});

/** Milkings begun every `apart` hours, the first `apart` hours after `from`. */
export const milkedEvery = (apart: number, count: number, from = 0): EpochMs[] =>
  Array.from({ length: count }, (_, i) => at(from + (i + 1) * apart));
