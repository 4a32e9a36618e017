// Room: test/checker. Cows with any records at all, for properties: every kind of fact, every shape of label row.
// May live here: generators. May not: rules, expectations.
// Invariant: every instant lies on a coarse grid, so that one thing often ends at the very instant another begins.

import fc from "fast-check";
import {
  type Cow,
  type CowFact,
  type HoldPolicy,
  type Jurisdiction,
  type LabelRow,
  MILKINGS_KEPT,
  type MilkPeriod,
  type MilkRule,
} from "../../src/domain/holds/facts.ts";
import { type EpochMs, epochMs } from "../../src/domain/units.ts";
import {
  afterCalving,
  at,
  both,
  boughtIn,
  byDryPeriod,
  calved,
  cleared,
  course,
  cowWith,
  driedOff,
  dryCowTube,
  either,
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
} from "../domain/holds/make.ts";

/** Instants are so many of these after START. */
const GRID_HOURS = 12;
const FACTS_MAX = 8;
/** Half-days that facts are spread over. */
const SPAN = 16;

/** Instants of facts: eight days, in half-days. */
export const anyInstant: fc.Arbitrary<EpochMs> = fc
  .integer({ min: 0, max: SPAN })
  .map((n) => at(n * GRID_HOURS));
/** Instants of decisions: among the facts, or when the floors of 7 and 35 days end. */
export const anyNow: fc.Arbitrary<EpochMs> = fc
  .oneof(
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 2 * SPAN }) },
    { weight: 2, arbitrary: fc.integer({ min: 2 * SPAN, max: 70 + SPAN + 2 }) },
  )
  .map((n) => at(n * GRID_HOURS));
const anyHours = fc.integer({ min: 0, max: 6 }).map((n) => n * GRID_HOURS);
const anyMilkingsAsked = fc.integer({ min: 1, max: 6 });
export const anyPeriod: fc.Arbitrary<MilkPeriod> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(NIL) },
  { weight: 1, arbitrary: fc.constantFrom(NEVER, UNKNOWN) },
  { weight: 3, arbitrary: anyHours.map(hoursOnly) },
  { weight: 2, arbitrary: anyMilkingsAsked.map(milkingsOnly) },
  { weight: 2, arbitrary: fc.tuple(anyHours, anyMilkingsAsked).map(([h, n]) => both(h, n)) },
  { weight: 2, arbitrary: fc.tuple(anyHours, anyMilkingsAsked).map(([h, n]) => either(h, n)) },
);
const anyDays = fc.integer({ min: 0, max: 3 });
const anyDryRule: fc.Arbitrary<MilkRule> = fc.oneof(
  fc.tuple(anyDays, anyPeriod).map(([days, period]) => afterCalving(days, period)),
  fc.tuple(anyDays, anyPeriod, anyPeriod).map(([days, one, two]) => byDryPeriod(days + 1, one, two)),
);
const anyRowOf = (label: string): fc.Arbitrary<LabelRow> =>
  fc
    .tuple(
      fc.oneof(
        { weight: 3, arbitrary: anyPeriod.map((period) => tube(period)) },
        { weight: 2, arbitrary: anyDryRule.map((rule) => dryCowTube(rule)) },
        { weight: 1, arbitrary: fc.tuple(anyDays, anyPeriod).map(([d, p]) => sealant(afterCalving(d, p))) },
      ),
      fc.option(anyDays, { nil: undefined }),
      fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.constantFrom(["A"], ["B"], ["C"]) },
      ),
    )
    .map(([row, longest, usedWith]) => ({
      ...row,
      label,
      usedWith,
      ...(longest === undefined ? {} : { courseDaysMax: longest }),
    }));
const anyRow = fc.constantFrom("A", "B", "C").chain(anyRowOf);
const rarelyNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 5 });

const anyTreatment = (name: string): fc.Arbitrary<CowFact> =>
  fc
    .tuple(
      anyRow,
      rarelyNull(anyInstant),
      rarelyNull(fc.integer({ min: 0, max: 4 })),
      fc.option(
        fc.tuple(fc.option(anyPeriod, { nil: undefined, freq: 3 }), fc.array(anyRow, { maxLength: 1 })),
      ),
    )
    .map(([row, last, length, off]): CowFact => {
      const first =
        length === null
          ? null
          : epochMs((last ?? START + SPAN * GRID_HOURS * HOUR) - length * GRID_HOURS * HOUR);
      const given = course(name, row, first, last);
      if (off === null) return given;
      const [direction, others] = off;
      const rows = others.map((other) => ({ ...other, label: row.label }));
      return offLabel(given, { rows, ...(direction === undefined ? {} : { direction }) });
    });
const anyCalving = (name: string): fc.Arbitrary<CowFact> =>
  fc
    .tuple(rarelyNull(anyInstant), fc.constantFrom(0, 0, GRID_HOURS, 2 * GRID_HOURS))
    .map(([when, written]) =>
      calved(name, when, when === null ? null : epochMs(Math.max(START, when - written * HOUR))),
    );
/** A stretch of time whose end is sometimes not on record. */
const anyStretch = fc
  .tuple(anyInstant, rarelyNull(fc.integer({ min: 0, max: SPAN / 2 })))
  .map(([from, length]) => ({
    from,
    until: length === null ? null : epochMs(from + length * GRID_HOURS * HOUR),
  }));

type Makes = (name: string) => fc.Arbitrary<CowFact>;
const purchase: Makes = (name) =>
  fc
    .tuple(anyInstant, fc.constantFrom("in-milk", "dry"), fc.constantFrom("unknown", "unknown", "declared"))
    .map(([when, state, treatments]) => boughtIn(name, when, state, treatments));
const dryingOff: Makes = (name) => rarelyNull(anyInstant).map((when) => driedOff(name, when));
const observation: Makes = (name) => anyInstant.map((when) => seen(name, when, "mastitis"));
const feed: Makes = (name) =>
  fc.tuple(anyStretch, anyPeriod).map(([{ from, until }, milk]) => grazed(name, from, until, milk));
const taint: Makes = (name) => anyStretch.map(({ from, until }) => tainted(name, from, until));
const sample: Makes = (name) => anyInstant.map((when) => sampled(name, when));
const manual: Makes = (name) => anyInstant.map((when) => held(name, when));
const look: Makes = (name) => anyInstant.map((when) => lookedAt(name, when));
const pastMilking: Makes = (name) => anyInstant.map((when) => milked(name, when));
/** Of nothing yet: see `naming`. */
const clearance: Makes = (name) => anyInstant.map((when) => cleared(name, "nothing", when));
const result: Makes = (name) =>
  fc
    .tuple(anyInstant, fc.constantFrom("negative", "negative", "negative", "positive"))
    .map(([when, found]) => tested(name, "nothing", when, found));

/** A fact that opens a hold and ends nothing. */
export const anyHolding: Makes = (name) =>
  fc.oneof(
    ...[anyTreatment, dryingOff, purchase, observation, feed, taint, sample, manual].map((make) =>
      make(name),
    ),
  );

/** What tends to meet on one cow, so that few facts have much to do with each other. */
const THEMES: readonly (readonly Makes[])[] = [
  [anyTreatment, anyTreatment, anyTreatment, clearance, look, pastMilking],
  [anyTreatment, anyTreatment, anyCalving, dryingOff, clearance],
  [anyTreatment, anyCalving, anyCalving, anyCalving, dryingOff, clearance],
  [purchase, purchase, sample, sample, result, result, anyCalving, anyCalving],
  [sample, sample, result, result, observation, look, clearance],
  [feed, taint, manual, observation, look, clearance, clearance],
  [
    anyTreatment,
    anyCalving,
    dryingOff,
    purchase,
    observation,
    feed,
    taint,
    sample,
    result,
    manual,
    clearance,
  ],
];

/** Points every clearance at a fact, every result at a sample, and some facts at one of their kind that they correct. */
function naming(facts: readonly CowFact[], wishes: readonly number[]): CowFact[] {
  const pick = <T>(from: readonly T[], wish: number): T | undefined => from[wish % from.length];
  return facts.map((fact, i): CowFact => {
    const wish = wishes[i] ?? 0;
    if (fact.kind === "clearance") return { ...fact, of: pick(facts, wish)?.fact ?? fact.of };
    if (fact.kind === "test-result") {
      const samples = facts.filter((other) => other.kind === "test-sample" && other.at <= fact.at);
      return { ...fact, of: pick(samples, wish)?.fact ?? fact.of };
    }
    const alike = facts.filter((other, j) => j < i && other.kind === fact.kind);
    const corrected = wish % 2 === 0 ? undefined : pick(alike, wish >> 1);
    return corrected === undefined ? fact : { ...fact, supersedes: corrected.fact };
  });
}

export const anyFacts: fc.Arbitrary<CowFact[]> = fc
  .tuple(fc.constantFrom(...THEMES), fc.integer({ min: 0, max: FACTS_MAX }))
  .chain(([theme, n]) =>
    fc.tuple(
      fc.tuple(...Array.from({ length: n }, (_, i) => fc.oneof(...theme.map((make) => make(`f${i}`))))),
      fc.array(fc.nat({ max: 99 }), { minLength: n, maxLength: n }),
    ),
  )
  .map(([facts, wishes]) => naming(facts, wishes));
export const anyCow: fc.Arbitrary<Cow> = anyFacts.map((facts) => cowWith(...facts));

/** What this program counted: one start, then once, twice or thrice a day, with misses. */
export const anyMilkings: fc.Arbitrary<EpochMs[]> = fc
  .tuple(
    fc.integer({ min: 0, max: SPAN }),
    fc.oneof(
      fc.array(fc.constantFrom(6, 12, 12, 24), { maxLength: MILKINGS_KEPT }),
      fc.array(fc.constantFrom(6, 12, 12, 24), { minLength: MILKINGS_KEPT, maxLength: MILKINGS_KEPT }),
    ),
  )
  .map(([first, gaps]) => {
    let time = START + first * GRID_HOURS * HOUR;
    return gaps.map((gap) => {
      time += gap * HOUR;
      return epochMs(time);
    });
  });

export const JURISDICTIONS: readonly Jurisdiction[] = ["none", "au", "gb", "nz", "us"];
/** Short colostrum and dry periods, so that they end among the facts. */
export const anyPolicy: fc.Arbitrary<HoldPolicy> = fc
  .tuple(fc.constantFrom(...JURISDICTIONS), fc.constantFrom("button", "automatic"), fc.boolean())
  .map(([jurisdiction, check, short]) => ({
    ...POLICY,
    jurisdiction,
    check,
    ...(short
      ? { colostrum: both(12, 1), taint: hoursOnly(12), boughtInDry: afterCalving(1, both(24, 1)) }
      : {}),
  }));
