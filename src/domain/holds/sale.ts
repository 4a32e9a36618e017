// Room: domain/holds. Whether a cow may be sold on a date: meat withholding, export slaughter interval, declaration.
// May live here: the sum of meat and export periods per market. May not: milk periods, words for people.
// Invariant: what is not known is never "free"; a period that runs is declared or stops the sale.

import type { FactId } from "../ids.ts";
import { after, type EpochMs, hours, latestOf } from "../units.ts";
import type {
  BoughtInFact,
  Cow,
  CowFact,
  HoldPolicy,
  LabelRow,
  MeatPeriod,
  MilkingsCounted,
  PaddockOrFeedFact,
  TreatmentFact,
} from "./facts.ts";
import { correctionsOf, endOfExposure, withDosesDated } from "./history.ts";
import { type HoldKind, holdsOf } from "./holds.ts";
import { type LabelUse, labelUses } from "./off-label.ts";
import { clearing } from "./period.ts";

export type Market = "domestic-slaughter" | "export-slaughter" | "another-farm";

const SLAUGHTER_PERIODS = ["meat", "export"] as const;
type SlaughterPeriod = (typeof SLAUGHTER_PERIODS)[number];

/** One period that still runs on the day of the sale. */
export type Running = {
  readonly source: FactId;
  readonly period: SlaughterPeriod | "milk";
  /** When it ends; "never" is for life; null where it depends on what is not known or on milkings to come. */
  readonly until: EpochMs | "never" | null;
};

export type MarketVerdict = {
  readonly market: Market;
  /** "if-declared": only with all of `running` written on the vendor declaration. */
  readonly verdict: "free" | "if-declared" | "no";
  /** From when nothing runs any more, as far as can be said. */
  readonly freeFrom: EpochMs | null;
  readonly running: readonly Running[];
};

/**
 * The three markets for a sale at `on` (the beginning of the day where only a date is known).
 * Source: Bega Manual 2 §1 "For livestock sales": animals within WHP or ESI are withdrawn from sale, or sold with
 * notification on the National Vendor Declaration; never and unknown cannot be declared away for slaughter.
 */
export function saleCheck(
  cow: Cow,
  milkings: MilkingsCounted,
  policy: HoldPolicy,
  on: EpochMs,
): readonly MarketVerdict[] {
  const facts = withDosesDated(cow.facts);
  const useOf = labelUses(facts, policy.jurisdiction, on);
  const running = facts.flatMap((fact) => meatAndExport(fact, facts, useOf, on));
  const milk = holdsOf(cow, milkings, policy, on)
    .open.filter((hold) => IS_DECLARED[hold.kind])
    .map(({ source, missing }): Running => ({ source, period: "milk", until: clearing(missing).clearsAt }));
  const meat = running.filter((one) => one.period === "meat");
  return [
    slaughter("domestic-slaughter", meat),
    slaughter("export-slaughter", running),
    { ...slaughter("another-farm", running), ...declared([...running, ...milk]) },
  ];
}

/** Withholdings from what she was given or fed go onto a declaration; a fresh calving is for everyone to see. */
const IS_DECLARED: { readonly [kind in HoldKind]: boolean } = {
  "lactating-treatment": true,
  "dry-cow-treatment": true,
  "teat-sealant": true,
  "paddock-or-feed": true,
  "bought-in": true,
  "test-pending": true,
  colostrum: false,
  "dried-off": false,
  "mastitis-or-blood": false,
  taint: false,
  manual: false,
};

function slaughter(market: Market, running: readonly Running[]): MarketVerdict {
  const { verdict, ...rest } = declared(running);
  const cannot = running.some((one) => one.until === null || one.until === "never");
  return { market, verdict: cannot ? "no" : verdict, ...rest };
}

function declared(running: readonly Running[]): Omit<MarketVerdict, "market"> {
  const ends = running.flatMap(({ until }) => (until === null || until === "never" ? [] : [until]));
  return {
    verdict: running.length === 0 ? "free" : "if-declared",
    freeFrom: ends.length < running.length ? null : latestOf(ends),
    running,
  };
}

function meatAndExport(
  fact: CowFact,
  facts: readonly CowFact[],
  useOf: (treatment: TreatmentFact) => LabelUse,
  on: EpochMs,
): readonly Running[] {
  switch (fact.kind) {
    case "treatment":
      return treatmentRunning(fact, facts, useOf(fact), on);
    case "paddock-or-feed":
      return exposureRunning(fact, facts, on);
    case "bought-in":
      return purchaseRunning(fact, facts);
    default:
      return [];
  }
}

function treatmentRunning(
  treatment: TreatmentFact,
  facts: readonly CowFact[],
  use: LabelUse,
  on: EpochMs,
): readonly Running[] {
  const { fact, row, lastDoseAt } = treatment;
  if (lastDoseAt === null) return unknownOf(fact);
  const corrections = correctionsOf(fact, "treatment", facts);
  const directed: readonly MeatPeriod[] = !use.offLabel
    ? []
    : use.meatDirections.length > 0
      ? use.meatDirections
      : [{ kind: "unknown" }];
  const of = (
    period: SlaughterPeriod,
    onLabel: (row: LabelRow) => MeatPeriod,
    floors: readonly MeatPeriod[],
  ) => {
    const own = supplied(
      onLabel(row),
      corrections.map((one) => onLabel(one.row)),
    );
    const replaced = own.kind === "never" && floors.length > 0 && directed.every(isKnown);
    const asked = [...(replaced ? [] : [own]), ...directed, ...floors];
    return latest(fact, period, asked, lastDoseAt, on);
  };
  return [
    ...of("meat", (label) => label.meat, use.offLabel ? use.meatFloors : []),
    ...of("export", (label) => label.exportSlaughter, use.offLabel ? use.exportFloors : []),
  ];
}

const isKnown = (period: MeatPeriod) => period.kind !== "unknown";

/** A period that nobody had copied from the label is taken from a correction that has it. */
const supplied = (own: MeatPeriod, corrected: readonly MeatPeriod[]): MeatPeriod =>
  isKnown(own) ? own : (corrected.find(isKnown) ?? own);

function exposureRunning(
  exposure: PaddockOrFeedFact,
  facts: readonly CowFact[],
  on: EpochMs,
): readonly Running[] {
  const until = endOfExposure(exposure, facts);
  if (until === null) return unknownOf(exposure.fact);
  return SLAUGHTER_PERIODS.flatMap((period) => latest(exposure.fact, period, [exposure.meat], until, on));
}

/** Nobody knows what she was given at the farm she came from, until a correction says that it was declared. */
function purchaseRunning(purchase: BoughtInFact, facts: readonly CowFact[]): readonly Running[] {
  const corrections = correctionsOf(purchase.fact, "bought-in", facts);
  const known = [purchase, ...corrections].some((one) => one.treatments === "declared");
  return known ? [] : unknownOf(purchase.fact);
}

const unknownOf = (source: FactId): readonly Running[] =>
  SLAUGHTER_PERIODS.map((period) => ({ source, period, until: null }));

/** The one that runs longest of all periods asked for, if any still runs at `on`. */
function latest(
  source: FactId,
  period: SlaughterPeriod,
  asked: readonly MeatPeriod[],
  start: EpochMs,
  on: EpochMs,
): readonly Running[] {
  if (asked.some((one) => one.kind === "never")) return [{ source, period, until: "never" }];
  if (asked.some((one) => one.kind === "unknown")) return [{ source, period, until: null }];
  const until = latestOf(
    asked.flatMap((one) => (one.kind === "period" ? [after(start, hours(one.hours))] : [])),
  );
  return until === null || until <= on ? [] : [{ source, period, until }];
}
