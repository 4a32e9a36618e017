// Room: test/domain/holds. Cows, labels and facts in a vet's words, for the tests of every room that reads them.

import type {
  CalvingFact,
  ClearanceFact,
  Cow,
  CowFact,
  CowStatus,
  HerdTable,
  HoldPolicy,
  LookedAtFact,
  ManualHoldFact,
  MilkedFact,
  MilkPeriod,
  TreatmentFact,
} from "../../../src/domain/holds/facts.ts";
import { cowId, type Eid, factId, personId } from "../../../src/domain/ids.ts";
import { type EpochMs, epochMs, hours, minutes } from "../../../src/domain/units.ts";

export const HOUR = 3_600_000;
/** Monday 2 November 2026, 00:00 UTC: far from any daylight saving. */
export const START = Date.UTC(2026, 10, 2);
/** `n` hours after START. */
export const at = (n: number): EpochMs => epochMs(START + n * HOUR);

export const hoursOnly = (n: number): MilkPeriod => ({ kind: "period", hours: n, combine: "both" });
export const milkingsOnly = (n: number): MilkPeriod => ({ kind: "period", milkings: n, combine: "both" });
export const both = (h: number, n: number): MilkPeriod => ({
  kind: "period",
  hours: h,
  milkings: n,
  combine: "both",
});
export const either = (h: number, n: number): MilkPeriod =>
  ({ ...both(h, n), combine: "either" }) as MilkPeriod;
export const NIL: MilkPeriod = { kind: "nil" };
export const NEVER: MilkPeriod = { kind: "never" };
export const UNKNOWN: MilkPeriod = { kind: "unknown" };

export const POLICY: HoldPolicy = {
  milkingsApartMin: hours(4),
  milkingLengthMin: minutes(2),
  colostrum: { kind: "period", hours: 96, milkings: 8, combine: "both" },
  check: "button",
};
export const AUTOMATIC: HoldPolicy = { ...POLICY, check: "automatic" };

const base = (name: string, recordedAt: EpochMs) => ({
  fact: factId(name),
  cow: cowId("12"),
  by: personId("Kim"),
  recordedAt,
});
export function treated(
  name: string,
  milk: MilkPeriod,
  lastDoseAt: EpochMs,
  direction?: MilkPeriod,
): TreatmentFact {
  return {
    ...base(name, lastDoseAt),
    kind: "treatment",
    row: {
      label: "tube",
      version: 1,
      product: "Example tube",
      milk,
      enteredBy: personId("Kim"),
      enteredAt: epochMs(0),
    },
    firstDoseAt: lastDoseAt,
    lastDoseAt,
    ...(direction === undefined ? {} : { direction }),
  };
}
export const calved = (name: string, when: EpochMs): CalvingFact => ({
  ...base(name, when),
  kind: "calving",
  at: when,
});
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
