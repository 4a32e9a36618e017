// Any herd at all, written as a herd file and read again: the same facts, whatever kind they are of.

import fc from "fast-check";
import { expect, test } from "vitest";
import { loadHerd } from "../../../src/config/herd-file.ts";
import { formatProblems } from "../../../src/config/problem.ts";
import type {
  CowFact,
  HoldPolicy,
  LabelRow,
  MeatPeriod,
  MilkPeriod,
  MilkRule,
} from "../../../src/domain/holds/facts.ts";
import { cowId, factId, personId } from "../../../src/domain/ids.ts";
import { epochMs, hours, minutes } from "../../../src/domain/units.ts";
import { herdFileText } from "../../../src/sim/herd/herd-file.ts";

const COW = cowId("12");
const SAM = personId("sam");
const FIRST = Date.UTC(2020, 0, 1);
const LAST = Date.UTC(2026, 0, 1);

const instant = fc.integer({ min: FIRST, max: LAST }).map(epochMs);
const instantOrNone = fc.option(instant, { nil: null });
const words = fc.string({ minLength: 1, maxLength: 20 });
const both = fc.constantFrom("both" as const, "either" as const);

const parts = fc.oneof(
  fc.record({ hours: fc.integer({ min: 1, max: 10_000 }), combine: fc.constant("both" as const) }),
  fc.record({ milkings: fc.integer({ min: 1, max: 30 }), combine: fc.constant("both" as const) }),
  fc.record({
    hours: fc.integer({ min: 1, max: 10_000 }),
    milkings: fc.integer({ min: 1, max: 30 }),
    combine: both,
  }),
);
const period = parts.map((rest): MilkPeriod & { readonly kind: "period" } => ({ kind: "period", ...rest }));
const word = fc.constantFrom("nil" as const, "never" as const, "unknown" as const);
const milk = fc.oneof(
  word.map((kind): MilkPeriod => ({ kind })),
  period,
);
const meat = fc.oneof(
  word.map((kind): MeatPeriod => ({ kind })),
  fc.integer({ min: 1, max: 20_000 }).map((count): MeatPeriod => ({ kind: "period", hours: count })),
);

const afterCalving = fc.record({
  kind: fc.constant("after-calving" as const),
  minimumDryDays: fc.integer({ min: 0, max: 400 }),
  period: milk,
});
const rule: fc.Arbitrary<Pick<LabelRow, "givenAs" | "milk">> = fc.oneof(
  milk.map((one) => ({
    givenAs: "lactating-treatment" as const,
    milk: { kind: "after-last-dose" as const, period: one },
  })),
  afterCalving.map((one: MilkRule) => ({ givenAs: "dry-cow-treatment" as const, milk: one })),
  afterCalving.map((one: MilkRule) => ({ givenAs: "teat-sealant" as const, milk: one })),
  fc
    .record({
      kind: fc.constant("by-dry-period" as const),
      longerThanDays: fc.integer({ min: 1, max: 400 }),
      afterCalving: milk,
      otherwiseAfterLastDose: milk,
    })
    .map((one) => ({ givenAs: "dry-cow-treatment" as const, milk: one })),
);
const row: fc.Arbitrary<LabelRow> = fc
  .tuple(rule, fc.record({ product: words, meat, exportSlaughter: meat, enteredAt: instant }), fc.nat(9))
  .map(([rules, rest, course]) => ({
    label: "example",
    version: 1,
    ...rules,
    ...rest,
    ...(course === 0 ? {} : { courseDaysMax: course }),
    usedWith: course > 5 ? ["example"] : [],
    enteredBy: SAM,
  }));

/** Facts without their names; `row` is the only label there is. */
function kinds(row: LabelRow): fc.Arbitrary<DistributedOmit<CowFact, "fact" | "cow" | "by">> {
  const recordedAt = instant;
  const treatment = fc
    .record({
      kind: fc.constant("treatment" as const),
      recordedAt,
      row: fc.constant(row),
      lastDoseAt: instantOrNone,
      earlier: fc.option(fc.nat(1_000_000), { nil: null }),
      offLabel: fc.constantFrom("no", "undirected", "directed"),
    })
    .map(({ earlier, offLabel, lastDoseAt, ...rest }) => ({
      ...rest,
      lastDoseAt,
      firstDoseAt: lastDoseAt === null || earlier === null ? lastDoseAt : epochMs(lastDoseAt - earlier),
      ...(offLabel === "no" ? {} : { offLabel: offLabel === "directed" ? NEVER : {} }),
    }));
  const at = { recordedAt, at: instant };
  return fc.oneof(
    treatment,
    fc.record({ kind: fc.constant("calving" as const), recordedAt, at: instantOrNone }).map((one) => ({
      ...one,
      notBefore: one.at,
    })),
    fc.record({ kind: fc.constant("dry-off" as const), recordedAt, at: instantOrNone }),
    fc.record({
      kind: fc.constant("bought-in" as const),
      ...at,
      state: fc.constantFrom("in-milk" as const, "dry" as const),
      treatments: fc.constantFrom("unknown" as const, "declared" as const),
    }),
    fc.record({
      kind: fc.constant("observation" as const),
      ...at,
      seen: fc.constantFrom("mastitis" as const, "blood" as const),
    }),
    fc
      .tuple(instant, fc.option(fc.nat(1_000_000), { nil: null }), words, milk, meat, recordedAt)
      .map(([from, length, what, milkPeriod, meatPeriod, recorded]) => ({
        kind: "paddock-or-feed" as const,
        from,
        until: length === null ? null : epochMs(from + length),
        what,
        milk: milkPeriod,
        meat: meatPeriod,
        recordedAt: recorded,
      })),
    fc.record({
      kind: fc.constant("taint" as const),
      recordedAt,
      from: instant,
      until: fc.constant(null),
      what: words,
    }),
    fc.record({ kind: fc.constant("test-sample" as const), ...at }),
    fc.record({ kind: fc.constant("manual-hold" as const), recordedAt, from: instant, reason: words }),
    fc.record({ kind: fc.constant("milked" as const), ...at }),
    fc.record({ kind: fc.constant("looked-at" as const), ...at }),
  );
}
type DistributedOmit<Fact, Keys extends PropertyKey> = Fact extends unknown ? Omit<Fact, Keys> : never;
const NEVER = { direction: { kind: "never" as const }, meatDirection: { kind: "never" as const } };

const policy: fc.Arbitrary<HoldPolicy> = fc.record({
  milkingsApartMin: fc.integer({ min: 1, max: 12 }).map(hours),
  milkingLengthMin: fc.integer({ min: 1, max: 15 }).map(minutes),
  colostrum: period,
  taint: period,
  boughtInDry: afterCalving,
  jurisdiction: fc.constantFrom("none" as const, "au" as const, "gb" as const, "nz" as const, "us" as const),
  check: fc.constantFrom("button" as const, "automatic" as const),
});

test("any facts of any kind come back from a herd file as they were", () => {
  fc.assert(
    fc.property(
      row.chain((one) => fc.tuple(fc.constant(one), fc.array(kinds(one), { maxLength: 8 }))),
      policy,
      ([label, unnamed], farm) => {
        const facts = unnamed.map((one, i) => ({ ...one, fact: factId(`f-${i}`), cow: COW, by: SAM }));
        const cow = { cow: COW, eids: [], status: "in-milk" as const, facts };
        const text = herdFileText({ policy: farm, labels: [label], cows: [cow], note: "any" });
        const read = loadHerd(text, { timeZone: null, now: null });
        if (!read.ok) throw new Error(formatProblems(read.error));
        expect(read.value.policy).toEqual(farm);
        expect(read.value.cows).toEqual([cow]);
      },
    ),
    { numRuns: 150 },
  );
});
