// Room: test/domain/holds. Cows with any records at all, for properties: every kind of fact, every shape of label row.
// May live here: arbitraries. May not: rules, expectations.
// Invariant: instants lie on a coarse grid, so that one thing often ends at the very instant another begins.

import fc from "fast-check";
import type {
  CowFact,
  HoldPolicy,
  LabelRow,
  MilkPeriod,
  MilkRule,
  TestResultFact,
  TreatmentFact,
} from "../../../src/domain/holds/facts.ts";
import { type EpochMs, epochMs } from "../../../src/domain/units.ts";
import {
  AUTOMATIC,
  afterCalving,
  at,
  both,
  boughtIn,
  byDryPeriod,
  calved,
  cleared,
  correcting,
  course,
  cowWith,
  driedOff,
  dryCowTube,
  either,
  farmIn,
  grazed,
  HOUR,
  held,
  hoursOnly,
  lookedAt,
  milked,
  milkingsOnly,
  NEVER,
  NIL,
  offLabel,
  POLICY,
  START,
  sampled,
  sealant,
  seen,
  tainted,
  tested,
  tube,
  UNKNOWN,
} from "./make.ts";

/** Facts are spread over ten days. */
const SPAN_HOURS = 240;
const GRID_HOURS = 6;
const FACTS_MAX = 7;

const between = (from: number, to: number): fc.Arbitrary<EpochMs> =>
  fc.integer({ min: from / GRID_HOURS, max: to / GRID_HOURS }).map((n) => at(n * GRID_HOURS));
/** When something happened. */
export const anyTime: fc.Arbitrary<EpochMs> = between(0, SPAN_HOURS);
/** When she was treated, dried off or bought: early on, so that what is to end it can come. */
const anyEarly = between(0, SPAN_HOURS / 2);
/** When it is asked: often on the very instant, or a moment beside it, or long after. */
export const anyNow: fc.Arbitrary<EpochMs> = fc.oneof(
  { weight: 3, arbitrary: anyTime },
  { weight: 4, arbitrary: between(SPAN_HOURS / 2, SPAN_HOURS * 2) },
  { weight: 2, arbitrary: fc.tuple(anyTime, fc.constantFrom(-1, 1)).map(([time, ms]) => epochMs(time + ms)) },
  { weight: 2, arbitrary: fc.integer({ min: 10, max: 60 }).map((days) => at(days * 24)) },
);
const maybeTime = fc.option(anyTime, { freq: 12 });
const maybeEarly = fc.option(anyEarly, { freq: 12 });

const someHours = fc.constantFrom(6, 12, 18, 24, 48, 72);
const someMilkings = fc.integer({ min: 1, max: 5 });
export const anyPeriod: fc.Arbitrary<MilkPeriod> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom<MilkPeriod>(NIL, NIL, NEVER, UNKNOWN) },
  { weight: 3, arbitrary: someHours.map(hoursOnly) },
  { weight: 2, arbitrary: someMilkings.map(milkingsOnly) },
  { weight: 2, arbitrary: fc.tuple(someHours, someMilkings).map(([h, n]) => both(h, n)) },
  { weight: 2, arbitrary: fc.tuple(someHours, someMilkings).map(([h, n]) => either(h, n)) },
);
const someDays = fc.integer({ min: 0, max: 3 });
const anyDryRule: fc.Arbitrary<MilkRule> = fc.oneof(
  fc.tuple(someDays, anyPeriod).map(([days, period]) => afterCalving(days, period)),
  fc.tuple(fc.integer({ min: 1, max: 4 }), anyPeriod, anyPeriod).map((rule) => byDryPeriod(...rule)),
);
/** Three labels, so that two medicines are as often one as two. */
const someLabel = fc.constantFrom("tube", "dry", "other");
const more = fc.record(
  { label: someLabel, courseDaysMax: fc.integer({ min: 2, max: 3 }) },
  { requiredKeys: ["label"] },
);
const usedWith = fc.constantFrom<readonly string[]>([], [], ["dry"]);
const anyDryRow: fc.Arbitrary<LabelRow> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(anyDryRule, more).map(([milk, rest]) => dryCowTube(milk, rest)) },
  {
    weight: 1,
    arbitrary: fc.tuple(someDays, anyPeriod).map(([days, period]) => sealant(afterCalving(days, period))),
  },
);
export const anyRow: fc.Arbitrary<LabelRow> = fc.oneof(
  fc
    .tuple(anyPeriod, more, usedWith)
    .map(([milk, rest, others]) => tube(milk, { ...rest, usedWith: others })),
  anyDryRow,
);

/** First and last dose, hours apart: none, within a course, or too long a course. */
const doses = fc
  .tuple(
    maybeEarly,
    fc.constantFrom(0, 0, 0, 24, 48, 54, 72),
    fc.constantFrom("first", "last", null, null, null, null),
  )
  .map(([first, hours, unknown]) => {
    const last = first === null ? null : epochMs(first + hours * HOUR);
    return [unknown === "first" ? null : first, unknown === "last" ? null : last] as const;
  });
const anyOffLabel = fc.option(
  fc.record({ direction: anyPeriod, rows: fc.array(anyRow, { maxLength: 1 }) }, { requiredKeys: ["rows"] }),
  { freq: 1, nil: null },
);
const seldom = <T>(some: fc.Arbitrary<T | null>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 2, arbitrary: some });
export const anyTreatment = (name: string): fc.Arbitrary<TreatmentFact> =>
  fc.tuple(anyRow, doses, seldom(anyOffLabel)).map(([row, [first, last], off]) => {
    const given = course(name, row, first, last);
    return off === null ? given : offLabel(given, off);
  });

const ended = fc.tuple(anyTime, maybeTime).map(([one, other]) => {
  if (other === null) return [one, null] as const;
  return one < other ? ([one, other] as const) : ([other, one] as const);
});
const anyDryOff = (name: string): fc.Arbitrary<CowFact> => maybeEarly.map((when) => driedOff(name, when));
const anyPurchase = (name: string): fc.Arbitrary<CowFact> =>
  fc
    .tuple(anyEarly, fc.constantFrom("in-milk", "dry"), fc.constantFrom("unknown", "unknown", "declared"))
    .map(([when, state, treatments]) => boughtIn(name, when, state, treatments));
const anySample = (name: string): fc.Arbitrary<CowFact> => anyTime.map((when) => sampled(name, when));
/** A fact that opens a hold and can end none. */
export const anyHolding = (name: string): fc.Arbitrary<CowFact> =>
  fc.oneof(
    { weight: 6, arbitrary: anyTreatment(name) },
    { weight: 1, arbitrary: anyDryOff(name) },
    { weight: 2, arbitrary: anyPurchase(name) },
    { weight: 1, arbitrary: anyTime.map((when) => seen(name, when, "mastitis")) },
    {
      weight: 1,
      arbitrary: fc.tuple(ended, anyPeriod).map(([[from, to], milk]) => grazed(name, from, to, milk)),
    },
    { weight: 1, arbitrary: ended.map(([from, to]) => tainted(name, from, to)) },
    { weight: 1, arbitrary: anySample(name) },
    { weight: 1, arbitrary: anyTime.map((when) => held(name, when)) },
  );
/** To the minute, or on a day of which only the date was written: then it began up to a day before. */
export const anyCalving = (name: string): fc.Arbitrary<CowFact> =>
  fc
    .tuple(maybeTime, fc.constantFrom(0, 0, 24))
    .map(([when, hours]) => calved(name, when, when === null ? null : epochMs(when - hours * HOUR)));
const anyName = (others: number) => fc.integer({ min: 0, max: Math.max(0, others - 1) }).map((n) => `f${n}`);
const anyResult = (name: string, others: number): fc.Arbitrary<CowFact> =>
  fc
    .tuple(anyName(others), anyTime, fc.constantFrom("negative", "negative", "positive"))
    .map(([of, when, result]) => tested(name, of, when, result));
const anyEnding = (name: string, others: number): fc.Arbitrary<CowFact> =>
  fc.oneof(
    { weight: 4, arbitrary: anyCalving(name) },
    { weight: 1, arbitrary: fc.tuple(anyName(others), anyTime).map(([of, when]) => cleared(name, of, when)) },
    { weight: 3, arbitrary: anyResult(name, others) },
    { weight: 1, arbitrary: anyTime.map((when) => milked(name, when)) },
    { weight: 2, arbitrary: anyTime.map((when) => lookedAt(name, when)) },
  );

/** The result of some sample, where there are any: of one name in so many it would seldom be one's. */
const ofSome = (result: TestResultFact, facts: readonly CowFact[], choice: number): TestResultFact => {
  const samples = facts.filter((fact) => fact.kind === "test-sample");
  return { ...result, of: samples[choice % Math.max(1, samples.length)]?.fact ?? result.of };
};

type AnyFact = (name: string, others: number) => fc.Arbitrary<CowFact>;
/** Facts of one cow, named f0, f1, …: those of `story`, and some of `kinds`; some correct an earlier one of their kind. */
const factsFrom = (story: readonly AnyFact[], ...kinds: readonly AnyFact[]): fc.Arbitrary<CowFact[]> =>
  fc
    .integer({ min: story.length, max: FACTS_MAX })
    .chain((count) =>
      fc.tuple(
        ...Array.from({ length: count }, (_, i) => {
          const told = story[i];
          const fact =
            told === undefined
              ? fc.oneof(...kinds.map((kind) => kind(`f${i}`, count)))
              : told(`f${i}`, count);
          return fc.tuple(fact, fc.option(fc.nat(), { freq: 3 }));
        }),
      ),
    )
    .map((chosen) => {
      const facts: CowFact[] = [];
      for (const [fact, correcter] of chosen) {
        const earlier = facts.filter((other) => other.kind === fact.kind);
        const corrected = correcter === null ? undefined : earlier[correcter % Math.max(1, earlier.length)];
        facts.push(corrected === undefined ? fact : correcting(corrected.fact, fact));
      }
      return facts.map((fact, i) => (fact.kind === "test-result" ? ofSome(fact, facts, i) : fact));
    });
/** What a dry cow's year is made of, each at a time at which it can be. */
const givenDry: AnyFact = (name) =>
  fc.tuple(anyDryRow, between(0, 48), fc.option(anyPeriod, { freq: 1 })).map(([label, when, direction]) => {
    const given = course(name, label, when);
    return direction === null ? given : offLabel(given, { direction });
  });
const boughtDry: AnyFact = (name) => between(0, 48).map((when) => boughtIn(name, when, "dry"));
const calvedThen: AnyFact = (name) =>
  fc
    .tuple(between(24, 144), fc.constantFrom(0, 0, 24))
    .map(([when, hours]) => calved(name, when, epochMs(when - hours * HOUR)));
const sampledThen: AnyFact = (name) => between(48, SPAN_HOURS).map((when) => sampled(name, when));
const foundNegative: AnyFact = (name) =>
  between(48, SPAN_HOURS).map((when) => tested(name, "", when, "negative"));
/** Any facts at all; stories that go on in any way; and cows of whom only a few kinds are on record, which then meet. */
export const anyFacts: fc.Arbitrary<CowFact[]> = fc.oneof(
  { weight: 3, arbitrary: factsFrom([], anyHolding, anyHolding, anyEnding) },
  {
    weight: 3,
    arbitrary: factsFrom([givenDry, calvedThen], anyTreatment, calvedThen, anyCalving, anyDryOff),
  },
  {
    weight: 2,
    arbitrary: factsFrom(
      [boughtDry, calvedThen, sampledThen, foundNegative],
      anyCalving,
      anySample,
      anyResult,
    ),
  },
  { weight: 1, arbitrary: factsFrom([], anyTreatment) },
  { weight: 1, arbitrary: factsFrom([], anyPurchase, anyCalving, anySample, anyResult) },
);
export const anyCow = anyFacts.map((facts) => cowWith(...facts));

/** What this program counted: from the start on, every few hours, beside the grid more often than on it. */
export const anyMilkings: fc.Arbitrary<EpochMs[]> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.integer({ min: 4, max: 14 }) },
      { weight: 1, arbitrary: fc.constant(24) },
    ),
    {
      maxLength: 48,
      size: "max",
    },
  )
  .map((gaps) => {
    let time = START;
    return gaps.map((gap) => {
      time += gap * HOUR;
      return epochMs(time);
    });
  });

const SHORT: HoldPolicy = {
  ...POLICY,
  colostrum: both(24, 2),
  taint: hoursOnly(6),
  boughtInDry: afterCalving(1, both(12, 2)),
};
/** Every jurisdiction; periods short enough to end within the days that facts are spread over. */
export const anyPolicy: fc.Arbitrary<HoldPolicy> = fc.oneof(
  fc
    .tuple(fc.constantFrom("none", "au", "gb", "nz", "us"), fc.constantFrom("button", "automatic"))
    .map(([jurisdiction, check]): HoldPolicy => ({ ...SHORT, jurisdiction, check })),
  fc.constantFrom(POLICY, AUTOMATIC, farmIn("gb"), farmIn("nz"), farmIn("us")),
);
