// Room: domain/holds. From the facts about a cow to the holds that keep her milk out of the vat.
// May live here: which facts open a hold, and what ends it. May not: clocks, bails, lamps.
// Invariant: superseding, forgetting or misdating a fact never ends a hold; only its own rule or a clearance does.

import type { FactId } from "../ids.ts";
import { unreachable } from "../result.ts";
import { days, type EpochMs, earliestOf, later, latestOf } from "../units.ts";
import type {
  BoughtInFact,
  CalvingFact,
  Cow,
  CowFact,
  DryOffFact,
  GivenAs,
  HoldPolicy,
  LabelRow,
  MilkingsCounted,
  MilkPeriod,
  MilkRule,
  ObservationFact,
  PaddockOrFeedFact,
  TaintFact,
  TreatmentFact,
} from "./facts.ts";
import {
  calvingsAfter,
  clearedAt,
  dryFor,
  dryUntil,
  endOfExposure,
  factsOf,
  isDateSupplied,
  negativeSince,
  withDosesDated,
} from "./history.ts";
import { type LabelUse, labelUses, ruleEnd } from "./off-label.ts";
import {
  allOver,
  type Missing,
  noHold,
  overSince,
  type PeriodState,
  periodFrom,
  waitsFor,
  withPeriods,
} from "./period.ts";
import { ruleInWords } from "./words.ts";

export type HoldKind =
  | GivenAs
  | "colostrum"
  | "dried-off"
  | "bought-in"
  | "mastitis-or-blood"
  | "paddock-or-feed"
  | "taint"
  | "test-pending"
  | "manual";

/** One reason why a cow's milk must stay out of the vat. */
export type Hold = {
  readonly kind: HoldKind;
  /** The rule in words, for people: what was recorded and what it asks for. */
  readonly rule: string;
  readonly source: FactId;
  readonly missing: readonly Missing[];
};

/** A hold that was and is over: the first milking after it is a CHECK. */
export type EndedHold = { readonly source: FactId; readonly endedAt: EpochMs };

export type Holds = { readonly open: readonly Hold[]; readonly ended: readonly EndedHold[] };

/** Everything that is read together to tell of one fact's hold. */
type Context = {
  readonly facts: readonly CowFact[];
  readonly milkings: MilkingsCounted;
  readonly policy: HoldPolicy;
  readonly now: EpochMs;
  readonly useOf: (treatment: TreatmentFact) => LabelUse;
};

/**
 * All holds of one cow at `now`. Facts that hold count from the moment they are known, even those dated after `now`:
 * a wrong clock can then only withhold more. `milkings` are the cow's counted milkings (see milkings.ts).
 * Source: DESIGN "Holds"; every rule in this folder's README.
 */
export function holdsOf(cow: Cow, milkings: MilkingsCounted, policy: HoldPolicy, now: EpochMs): Holds {
  const facts = withDosesDated(cow.facts);
  const context = { facts, milkings, policy, now, useOf: labelUses(facts, policy.jurisdiction, now) };
  const open: Hold[] = [];
  const ended: EndedHold[] = [];
  for (const fact of facts) {
    const found = holdOf(fact, context);
    if (found === null) continue;
    const { kind, state, use } = found;
    const cleared = clearedAt(fact.fact, facts, now);
    if (state.over) {
      // To clear what was over already ends nothing once more.
      const endedAt = cleared !== null && cleared < state.at ? cleared : state.at;
      if (state.was === "a-hold") ended.push({ source: fact.fact, endedAt });
    } else if (cleared !== null) ended.push({ source: fact.fact, endedAt: cleared });
    else open.push({ kind, rule: ruleInWords(fact, policy, use), source: fact.fact, missing: state.missing });
  }
  return { open, ended };
}

type Found = {
  readonly kind: HoldKind;
  readonly state: PeriodState;
  /** How a treatment stands to its label; null for any other fact. */
  readonly use: LabelUse | null;
};

function holdOf(fact: CowFact, context: Context): Found | null {
  switch (fact.kind) {
    case "treatment": {
      const use = context.useOf(fact);
      return { kind: fact.row.givenAs, state: treatmentState(fact, use, context), use };
    }
    case "calving":
      return holding("colostrum", colostrumState(fact, context));
    case "dry-off":
      return holding("dried-off", driedOffState(fact, context));
    case "bought-in":
      return holding("bought-in", boughtInState(fact, context));
    case "observation":
      return holding("mastitis-or-blood", observationState(fact, context));
    case "paddock-or-feed":
      return holding("paddock-or-feed", exposureState(fact, fact.milk, context));
    case "taint":
      return holding("taint", exposureState(fact, context.policy.taint, context));
    case "test-sample":
      return holding(
        "test-pending",
        negativeOf((sample) => sample.fact === fact.fact || sample.at > fact.at, context),
      );
    case "manual-hold":
      return holding("manual", waitsFor({ kind: "clearance" }));
    case "test-result":
    case "clearance":
    case "milked":
    case "looked-at":
      return null;
    default:
      return unreachable(fact);
  }
}

/** A fact whose hold has gone over to its correction has none of its own. */
const holding = (kind: HoldKind, state: PeriodState | null): Found | null =>
  state === null ? null : { kind, state, use: null };

function treatmentState(treatment: TreatmentFact, use: LabelUse, context: Context): PeriodState {
  const { row, lastDoseAt } = treatment;
  if (lastDoseAt === null) return waitsFor({ kind: "date", of: "last-dose" });
  // A sealant without any period leaves nothing to wait for; a dry cow with one is dried off all the same.
  if (!use.offLabel && isNothing(row)) return noHold(lastDoseAt);
  const rules: MilkRule[] = [use.offLabel && use.replacesNever ? withoutNever(row.milk) : row.milk];
  const states: PeriodState[] = [];
  if (use.offLabel) {
    rules.push(...use.floors);
    if (use.directions.length === 0) states.push(waitsFor({ kind: "direction" }));
    for (const period of use.directions) rules.push(directed(period, row.givenAs));
  }
  states.push(...rules.map((rule) => ruleState(rule, lastDoseAt, context)));
  return allOver(states, lastDoseAt);
}

/** A direction runs from the last dose; for a cow treated dry from the calving. */
const directed = (period: MilkPeriod, givenAs: GivenAs): MilkRule =>
  givenAs === "lactating-treatment"
    ? { kind: "after-last-dose", period }
    : { kind: "after-calving", minimumDryDays: 0, period };

/** The rule with nothing in the place of "never": all else that the label asks for stands. */
const withoutNever = (rule: MilkRule): MilkRule =>
  withPeriods(rule, (period) => (period.kind === "never" ? { kind: "nil" } : period));

/** Whether what one rule of a label asks is over. Sources: facts/shed-and-withholding §4a, §4d. */
function ruleState(rule: MilkRule, lastDoseAt: EpochMs, context: Context): PeriodState {
  const { facts, milkings, now } = context;
  if (rule.kind === "after-last-dose") return fromDose(rule.period, lastDoseAt, context);
  const calvings = calvingsAfter(lastDoseAt, facts);
  if (calvings.length === 0) return waitsFor({ kind: "calving" }, ...dryDaysToCome(rule, lastDoseAt, now));
  const states = calvings.map((calving): PeriodState => {
    if (rule.kind === "after-calving") {
      const start = later(calving.at, dryUntil(lastDoseAt, rule.minimumDryDays));
      return periodFrom(rule.period, start, milkings, now);
    }
    const dry = dryFor(lastDoseAt, calving, facts);
    if (dry === null) return waitsFor({ kind: "date", of: "drying-off" });
    if (dry > days(rule.longerThanDays)) {
      return periodFrom(rule.afterCalving, calving.at, milkings, now);
    }
    // The cow has calved before any of it is over, however long ago the treatment was.
    const calved = periodFrom({ kind: "nil" }, calving.at, milkings, now);
    return allOver([calved, periodFrom(rule.otherwiseAfterLastDose, lastDoseAt, milkings, now)], calving.at);
  });
  return allOver(states, lastDoseAt);
}

/** Of a cow in milk: nil is no hold at all, not even before the dose. */
function fromDose(period: MilkPeriod, lastDoseAt: EpochMs, { milkings, now }: Context): PeriodState {
  return period.kind === "nil" ? noHold(lastDoseAt) : periodFrom(period, lastDoseAt, milkings, now);
}

const isNothing = ({ givenAs, milk }: LabelRow): boolean =>
  givenAs === "teat-sealant" &&
  milk.kind === "after-calving" &&
  milk.period.kind === "nil" &&
  milk.minimumDryDays === 0;

function dryDaysToCome(rule: MilkRule, lastDoseAt: EpochMs, now: EpochMs): readonly Missing[] {
  if (rule.kind !== "after-calving") return [];
  const until = dryUntil(lastDoseAt, rule.minimumDryDays);
  return until > now ? [{ kind: "hours", until }] : [];
}

function colostrumState(calving: CalvingFact, { facts, policy, milkings, now }: Context): PeriodState | null {
  if (calving.at !== null) return periodFrom(policy.colostrum, calving.at, milkings, now);
  return isDateSupplied(calving, facts) ? null : waitsFor({ kind: "date", of: "calving" });
}

function driedOffState(dryOff: DryOffFact, { facts, now }: Context): PeriodState | null {
  if (dryOff.at === null) {
    return isDateSupplied(dryOff, facts) ? null : waitsFor({ kind: "date", of: "drying-off" });
  }
  const last = latestOf(calvingsAfter(dryOff.at, facts).map((calving) => calving.at));
  return last === null || last > now ? waitsFor({ kind: "calving" }) : overSince(last);
}

/** Source: Bega Manual 2 App. 2 A; facts/shed-and-withholding §0 (bought cow of unknown status). */
function boughtInState(purchase: BoughtInFact, context: Context): PeriodState | null {
  if (purchase.treatments === "declared") return null;
  if (purchase.state === "in-milk") return negativeOf((sample) => sample.at > purchase.at, context);
  const route = ruleState(context.policy.boughtInDry, purchase.at, context);
  if (!route.over) return waitsFor(...route.missing, { kind: "negative-test" });
  // When a milking was is forgotten in time: only a date that milkings cannot move tells which samples were early.
  const nominal = ruleEnd(context.policy.boughtInDry, purchase.at, context.facts);
  const end = nominal === null ? route.at : later(route.at, nominal);
  return negativeOf((sample) => sample.at > end, context);
}

function negativeOf(
  counts: Parameters<typeof negativeSince>[0],
  { facts, now }: Pick<Context, "facts" | "now">,
): PeriodState {
  const since = negativeSince(counts, facts, now);
  return since === null ? waitsFor({ kind: "negative-test" }) : overSince(since);
}

/** Source: Bega Manual 2 App. 2 B7. */
function observationState(observation: ObservationFact, { facts, now }: Context): PeriodState {
  const looks = factsOf(facts, "looked-at").map((look) => look.at);
  const first = earliestOf(looks.filter((at) => at > observation.at && at <= now));
  return first === null ? waitsFor({ kind: "look" }) : overSince(first);
}

/** Sources: Bega Manual 2 §1 (paddocks), §5 (feed; four hours after tainting plants). */
function exposureState(
  exposure: PaddockOrFeedFact | TaintFact,
  period: MilkPeriod,
  { facts, milkings, now }: Context,
): PeriodState {
  const until = endOfExposure(exposure, facts);
  return until === null ? waitsFor({ kind: "end" }) : periodFrom(period, until, milkings, now);
}
