// Room: test/domain/cooling. What no reading, no noise and no clock may do to a verdict.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Curve } from "../../../src/domain/cooling/curve.ts";
import { judge, type Now } from "../../../src/domain/cooling/judge.ts";
import type { CoolingProfile } from "../../../src/domain/cooling/profile.ts";
import type { MilkingClock, Verdict } from "../../../src/domain/cooling/verdict.ts";
import { hours, monoMs } from "../../../src/domain/units.ts";
import { at, BEGA, clock, NZ, PMO, profile, SIX, sampled, vat } from "./make.ts";

const RUNS = Number(process.env.VATGUARD_COOLING_RUNS ?? 40);

/** Real shapes: a vat by closed form, empty or on cold milk, with a plant from far too weak to strong. */
const vats = fc
  .record({
    kilowatts: fc.integer({ min: 12, max: 60 }),
    inflow: fc.constantFrom(16, 18, 20, 28, 35),
    there: fc.constantFrom(0, 1500, 3000, 6000),
  })
  .map(({ kilowatts, inflow, there }) => ({ there, celsius: vat(kilowatts, inflow, there) }));
const profiles = fc.constantFrom(
  BEGA,
  NZ,
  PMO,
  profile({ doNotLoad: [{ above: 13, longerThan: hours(1) }] }),
  profile({ limits: [...BEGA.limits, ...NZ.limits], hold: null }),
);
const lengthsOfMilking = fc.constantFrom(60, 90, 150, 240);

/**
 * A verdict has margin where no temperature that counts lies within `kelvin` of a limit at a time that counts, give or take `minutes`: where
 * it stays the same for the curve moved up or down by so much, and earlier or later by so much.
 */
function hasMargin(
  by: CoolingProfile,
  celsius: (minute: number) => number,
  when: MilkingClock,
  kelvin: number,
  shift: number,
): boolean {
  const outcomes = [-1, 0, 1].flatMap((up) =>
    [-1, 0, 1].map(
      (later) =>
        judge(
          by,
          sampled(-60, 720, 1, (t) => celsius(t - later * shift) + up * kelvin),
          when,
          "finished",
        ).outcome,
    ),
  );
  return new Set(outcomes).size === 1;
}

const isOneOf = (verdict: Verdict, ...outcomes: readonly Verdict["outcome"][]) =>
  outcomes.includes(verdict.outcome);

describe("a verdict with margin is not turned", () => {
  it("by the noise of a probe within its spec", () => {
    fc.assert(
      fc.property(
        profiles,
        vats,
        lengthsOfMilking,
        fc.constantFrom(0.1, 0.5),
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 97, maxLength: 97 }),
        (by, { there, celsius }, end, spec, noise) => {
          const when = clock({ end: at(end), first: there === 0 });
          // Repeatability of 0.1 K on a margin of 0.25 K; accuracy of 0.5 K on one of 0.75 K.
          fc.pre(hasMargin(by, celsius, when, spec + 0.15, 5));
          const clean = judge(by, sampled(-60, 720, 1, celsius), when, "finished");
          let i = 0;
          const seen = sampled(-60, 720, 1, (t) => celsius(t) + spec * (noise[i++ % 97] ?? 0));
          expect(judge(by, seen, when, "finished").outcome).toBe(clean.outcome);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it("by readings left out, as long as none are farther apart than a gap", () => {
    fc.assert(
      fc.property(
        profiles,
        vats,
        lengthsOfMilking,
        fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 20, maxLength: 60 }),
        (by, { there, celsius }, end, steps) => {
          const when = clock({ end: at(end), first: there === 0 });
          fc.pre(hasMargin(by, celsius, when, 0.5, 15));
          const full = sampled(-60, 720, 1, celsius);
          const kept: number[] = [];
          for (let i = 0, k = 0; i < full.at.length; i += steps[k++ % steps.length] ?? 1) kept.push(i);
          if (kept.at(-1) !== full.at.length - 1) kept.push(full.at.length - 1);
          const thin: Curve = {
            at: kept.map((i) => full.at[i] ?? 0),
            celsius: kept.map((i) => full.celsius[i] ?? 0),
          };
          expect(judge(by, thin, when, "finished").outcome).toBe(judge(by, full, when, "finished").outcome);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it("by another time zone: all instants moved by hours move the verdict with them, and nothing else", () => {
    fc.assert(
      fc.property(
        profiles,
        vats,
        fc.integer({ min: -14 * 4, max: 14 * 4 }),
        (by, { there, celsius }, quarters) => {
          const by15 = quarters * 900_000;
          const seen = sampled(-60, 720, 5, celsius);
          const moved: Curve = { at: Array.from(seen.at, (t) => t + by15), celsius: seen.celsius };
          const when = clock({ first: there === 0, nextStart: at(600) });
          const movedWhen = {
            ...when,
            start: monoMs(when.start + by15),
            end: monoMs((when.end ?? 0) + by15),
            nextStart: monoMs(at(600) + by15),
          };
          const here = judge(by, seen, when, "finished");
          const there_ = judge(by, moved, movedWhen, "finished");
          expect(unmoved(there_, by15)).toEqual(unmoved(here, 0));
        },
      ),
      { numRuns: RUNS },
    );
  });
});

/** Every instant in a verdict, moved back. */
function unmoved(verdict: Verdict, by: number): unknown {
  return JSON.parse(JSON.stringify(verdict), (_, value) =>
    typeof value === "number" && value > SIX / 2 ? value - by : value,
  );
}

/** Any readings at all, and any instants. */
const anyCurve = fc
  .array(fc.record({ wait: fc.integer({ min: 1, max: 40 }), celsius: fc.integer({ min: 0, max: 200 }) }), {
    maxLength: 60,
  })
  .map((steps): Curve => {
    let minute = -30;
    const out = { at: [] as number[], celsius: [] as number[] };
    for (const { wait, celsius } of steps) {
      minute += wait;
      out.at.push(at(minute));
      out.celsius.push(celsius / 10);
    }
    return out;
  });
const instant = fc.option(fc.integer({ min: 1, max: 700 }).map(at), { nil: null });
const anyClock = fc.record({
  start: fc.constant(at(0)),
  end: instant,
  first: fc.constantFrom(true, false, null),
  nextStart: instant,
  collected: instant,
  notMilkFrom: fc.constant(null),
});
const anyNow: fc.Arbitrary<Now> = fc.oneof(
  fc.constant<Now>("finished"),
  fc.constant<Now>("clock-stepped"),
  fc.integer({ min: 0, max: 900 }).map((minute): Now => at(minute)),
);
/** The lower limit against ice is left out where warming is what is asked about: it can mend ice. */
const warmOnly = (by: CoolingProfile): CoolingProfile => ({
  ...by,
  hold: by.hold === null ? null : { ...by.hold, atLeast: null },
});

describe("whatever the curve", () => {
  it("a gap over the deadline is never a PASS", () => {
    fc.assert(
      fc.property(anyCurve, anyClock, fc.integer({ min: 0, max: 30 }), (seen, when, before) => {
        const [deadline] = judge(BEGA, seen, when, "finished").limits.map((limit) => limit.deadline);
        fc.pre(
          deadline !== undefined &&
            deadline !== null &&
            (when.nextStart === null || when.nextStart > deadline),
        );
        const [from, to] = [deadline - before * 60_000, deadline + (31 - before) * 60_000];
        const kept = Array.from(seen.at).flatMap((t, i) => (t < from || t > to ? [i] : []));
        const holed: Curve = {
          at: kept.map((i) => seen.at[i] ?? 0),
          celsius: kept.map((i) => seen.celsius[i] ?? 0),
        };
        const wasCollectedInIt = when.collected !== null && when.collected <= deadline + 15 * 60_000;
        fc.pre(!wasCollectedInIt);
        expect(judge(BEGA, holed, when, "finished").outcome).not.toBe("PASS");
      }),
      { numRuns: RUNS * 4 },
    );
  });

  it("a reading that gets warmer never turns a FAIL into a PASS", () => {
    fc.assert(
      fc.property(
        profiles.map(warmOnly),
        anyCurve,
        anyClock,
        anyNow,
        fc.array(fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 300 })), { minLength: 1, maxLength: 5 }),
        (by, seen, when, now, changes) => {
          fc.pre(judge(by, seen, when, now).outcome === "FAIL");
          const celsius = Array.from(seen.celsius);
          for (const [index, tenths] of changes) {
            const was = celsius[index];
            if (was !== undefined) celsius[index] = was + tenths / 10;
          }
          expect(judge(by, { at: seen.at, celsius }, when, now).outcome).not.toBe("PASS");
        },
      ),
      { numRuns: RUNS * 4 },
    );
  });

  it("each profile gives its own verdict, whatever others are judged beside it and in what order", () => {
    fc.assert(
      fc.property(
        anyCurve,
        anyClock,
        fc.shuffledSubarray([BEGA, NZ, PMO], { minLength: 2 }),
        (seen, when, order) => {
          const alone = new Map(order.map((by) => [by.id, judge(by, seen, when, "finished")]));
          for (const by of order.toReversed())
            expect(judge(by, seen, when, "finished")).toEqual(alone.get(by.id));
        },
      ),
      { numRuns: 50 },
    );
  });

  it("PASS says no reason, and everything else says at least one", () => {
    fc.assert(
      fc.property(profiles, anyCurve, anyClock, anyNow, (by, seen, when, now) => {
        const verdict = judge(by, seen, when, now);
        expect(verdict.because.length === 0).toBe(isOneOf(verdict, "PASS"));
        expect(verdict.coverage).toBeGreaterThanOrEqual(0);
        expect(verdict.coverage).toBeLessThanOrEqual(1);
      }),
      { numRuns: RUNS },
    );
  });
});
