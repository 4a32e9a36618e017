// Room: test/domain/holds. A naive second reading of the withholding rules, one sentence after the other, for
// properties. Shares no code with domain/ or checker/: it may be slow, and must be plain.

import fc from "fast-check";
import type { Cow, CowFact, HoldPolicy, MilkPeriod } from "../../../src/domain/holds/facts.ts";
import { type EpochMs, epochMs } from "../../../src/domain/units.ts";
import {
  AUTOMATIC,
  at,
  both,
  calved,
  cleared,
  cowWith,
  either,
  HOUR,
  held,
  hoursOnly,
  lookedAt,
  milked,
  milkingsOnly,
  NEVER,
  NIL,
  POLICY,
  START,
  treated,
  UNKNOWN,
} from "./make.ts";

/** Whether any record still keeps this cow's milk out of the vat at `now`. */
export function withheldByTheBook(
  cow: Cow,
  own: readonly EpochMs[],
  policy: HoldPolicy,
  now: EpochMs,
): boolean {
  return cow.facts.some((fact) => {
    const ended = cow.facts.some(
      (other) => other.kind === "clearance" && other.of === fact.fact && other.at <= now,
    );
    if (ended) return false;
    if (fact.kind === "manual-hold") return true;
    if (fact.kind === "calving") return running(policy.colostrum, fact.at);
    if (fact.kind !== "treatment") return false;
    return (
      running(fact.row.milk, fact.lastDoseAt) ||
      (fact.direction !== undefined && running(fact.direction, fact.lastDoseAt))
    );
  });

  function running(period: MilkPeriod, from: number): boolean {
    if (period.kind === "nil") return false;
    if (period.kind !== "period") return true;
    const asked: boolean[] = [];
    if (period.hours !== undefined) asked.push((now - from) / HOUR >= period.hours);
    if (period.milkings !== undefined) asked.push(milkingsSince(from) >= period.milkings);
    if (asked.length === 0) return true;
    return !(period.combine === "either" ? asked.includes(true) : !asked.includes(false));
  }

  function milkingsSince(from: number): number {
    const times: number[] = [...own];
    for (const fact of cow.facts) if (fact.kind === "milked") times.push(fact.at);
    times.sort((a, b) => a - b);
    let last = Number.NEGATIVE_INFINITY;
    let count = 0;
    for (const time of times) {
      if (time - last < policy.milkingsApartMin) continue;
      last = time;
      if (time > from && time <= now) count += 1;
    }
    return count;
  }
}

const SPAN = 240;
/** Whole and half hours, so that boundaries are hit, over ten days. */
export const anyTime = fc.integer({ min: 0, max: SPAN * 2 }).map((n) => at(n / 2));
export const anyPeriod: fc.Arbitrary<MilkPeriod> = fc.oneof(
  fc.constant(NIL),
  fc.constant(NEVER),
  fc.constant(UNKNOWN),
  fc.integer({ min: 0, max: 96 }).map(hoursOnly),
  fc.integer({ min: 0, max: 10 }).map(milkingsOnly),
  fc.tuple(fc.integer({ min: 0, max: 96 }), fc.integer({ min: 0, max: 10 })).map(([h, n]) => both(h, n)),
  fc.tuple(fc.integer({ min: 0, max: 96 }), fc.integer({ min: 0, max: 10 })).map(([h, n]) => either(h, n)),
);
/** A fact that opens a hold. */
export const anyHolding = (name: string): fc.Arbitrary<CowFact> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.tuple(anyPeriod, anyTime).map(([period, when]) => treated(name, period, when)),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(anyPeriod, anyTime, anyPeriod)
        .map(([period, when, direction]) => treated(name, period, when, direction)),
    },
    { weight: 2, arbitrary: anyTime.map((when) => calved(name, when)) },
    { weight: 1, arbitrary: anyTime.map((when) => held(name, when)) },
  );
const anyOther = (name: string): fc.Arbitrary<CowFact> =>
  fc.oneof(
    fc.tuple(fc.integer({ min: 0, max: 3 }), anyTime).map(([of, when]) => cleared(name, `h${of}`, when)),
    anyTime.map((when) => milked(name, when)),
    anyTime.map((when) => lookedAt(name, when)),
  );
export const anyFacts: fc.Arbitrary<CowFact[]> = fc
  .tuple(
    fc
      .integer({ min: 0, max: 4 })
      .chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => anyHolding(`h${i}`)))),
    fc
      .integer({ min: 0, max: 5 })
      .chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => anyOther(`o${i}`)))),
  )
  .map(([holding, other]) => [...holding, ...other]);
export const anyCow = anyFacts.map((facts) => cowWith(...facts));
/** What this program counted: one start, then every few hours. */
export const anyMilkings: fc.Arbitrary<EpochMs[]> = fc
  .array(fc.integer({ min: 4, max: 30 }), { maxLength: 32 })
  .map((gaps) => {
    let time = START;
    return gaps.map((gap) => {
      time += gap * HOUR;
      return epochMs(time);
    });
  });
export const anyPolicy = fc.constantFrom(POLICY, AUTOMATIC);
