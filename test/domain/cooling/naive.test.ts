// Room: test/domain/cooling. judge.ts against a second reading of the rules, over random curves, clocks and profiles.

import fc from "fast-check";
import { expect, test } from "vitest";
import { judge } from "../../../src/domain/cooling/judge.ts";
import type { CoolingProfile } from "../../../src/domain/cooling/profile.ts";
import type { MilkingClock, Verdict } from "../../../src/domain/cooling/verdict.ts";
import { milliseconds, minutes, monoMs } from "../../../src/domain/units.ts";
import { BEGA, NZ, PMO, profile, SIX } from "./make.ts";
import { type NaiveNow, type NaiveVerdict, naive, type Readings, STEP } from "./naive.ts";

const RUNS = Number(process.env.VATGUARD_COOLING_RUNS ?? 150);
const SPACINGS = [60, 180, 300, 600, 900, 1200].map((s) => (s * 1000) / STEP);

/** Readings on the grid: pieces that fall, rise or stay, with gaps between some of them, and figures that meet limits exactly. */
const readings: fc.Arbitrary<Readings> = fc
  .record({
    from: fc.integer({ min: -90, max: 60 }),
    spacing: fc.constantFrom(...SPACINGS),
    warm: fc.integer({ min: 2, max: 40 }),
    pieces: fc.array(
      fc.record({
        length: fc.integer({ min: 1, max: 14 }),
        to: fc.constantFrom(-0.5, 0, 3, 4, 5, 5.0625, 6, 7, 8, 10, 10.0625, 13, 20, 30),
        gap: fc.constantFrom(0, 0, 0, 0, 60, 89, 90, 91, 200, 600),
        lift: fc.constantFrom(0, 0, 0, 0, 0, 3),
      }),
      { minLength: 1, maxLength: 7 },
    ),
  })
  .map(({ from, spacing, warm, pieces }) => {
    const out: [number, number][] = [];
    let step = from;
    let celsius = warm;
    for (const { length, to, gap, lift } of pieces) {
      const begin = celsius;
      for (let i = 1; i <= length; i++) {
        celsius = Math.round((begin + ((to - begin) * i) / length) * 16) / 16;
        out.push([SIX + step * STEP, celsius + (i === 1 ? lift : 0)]);
        step += spacing;
      }
      step += gap;
    }
    return out;
  });

/** Steps of the grid after the start, up to 12 h, with the deadlines themselves among them. */
const instant = fc.oneof(
  fc.integer({ min: 1, max: 4320 }),
  fc.constantFrom(1260, 1259, 1261, 1440, 2160, 720, 180, 90),
);
const maybe = fc.option(instant, { nil: null, freq: 2 });
const clocks = fc.record({
  end: fc.option(instant, { nil: null, freq: 3 }),
  next: maybe,
  collected: maybe,
  washed: fc.option(instant, { nil: null, freq: 1 }),
  first: fc.constantFrom(true, false, null),
});
const nows = fc.oneof(
  fc.constant("finished" as const),
  fc.constant("clock-stepped" as const),
  fc.integer({ min: 0, max: 6000 }).map((step) => SIX + step * STEP),
);

const lengths = fc.constantFrom(0, 60, 90, 120, 180, 210, 240, 360).map(minutes);
const limits = fc.array(
  fc.record({
    appliesTo: fc.constantFrom("any" as const, "any" as const, "first" as const, "later" as const),
    atMost: fc.constantFrom(4, 5, 6, 7, 10),
    by: fc.array(
      fc.oneof(
        fc.record({
          after: fc.constantFrom("start-of-milking" as const, "end-of-milking" as const),
          within: lengths,
        }),
        fc.constant({ after: "collection" as const, within: minutes(0) }),
      ),
      { minLength: 1, maxLength: 2 },
    ),
  }),
  { maxLength: 3 },
);
const profiles: fc.Arbitrary<CoolingProfile> = fc.oneof(
  fc.constantFrom(BEGA, NZ, PMO),
  fc
    .record({
      limits,
      hold: fc.option(fc.constantFrom({ atMost: 5, atLeast: null }, { atMost: 6, atLeast: 0 }), {
        nil: null,
      }),
      blend: fc.option(
        fc.record({ atMost: fc.constantFrom(6, 10), tolerate: fc.constantFrom(0, 15).map(minutes) }),
        { nil: null },
      ),
      continuous: fc.option(fc.constant({ fromLength: minutes(180), enterAtMost: 6 }), { nil: null }),
      doNotLoad: fc.constantFrom([], [{ above: 7, longerThan: minutes(60) }]),
    })
    .map(({ limits: some, ...rest }) =>
      profile({ ...rest, limits: some.map((one, i) => ({ ...one, id: `l${i}` })) }),
    ),
);

function clockOf(drawn: {
  end: number | null;
  next: number | null;
  collected: number | null;
  washed: number | null;
  first: boolean | null;
}): MilkingClock {
  const instantOf = (step: number | null) => (step === null ? null : monoMs(SIX + step * STEP));
  return {
    start: monoMs(SIX),
    end: instantOf(drawn.end),
    first: drawn.first,
    nextStart: instantOf(drawn.next),
    collected: instantOf(drawn.collected),
    notMilkFrom: instantOf(drawn.washed),
  };
}
const curveOf = (of: Readings) => ({ at: of.map(([at]) => at), celsius: of.map(([, celsius]) => celsius) });

/** The grid tells how long a stretch was only to two steps: where that decides, the case is left out. */
function isOnTheEdge(by: CoolingProfile, judged: (by: CoolingProfile) => NaiveVerdict): boolean {
  const { blend, doNotLoad } = by;
  if (doNotLoad.length === 0 && (blend === null || blend.tolerate === 0)) return false;
  const moved = (steps: number) =>
    judged({
      ...by,
      blend:
        blend === null || blend.tolerate === 0
          ? blend
          : { ...blend, tolerate: milliseconds(blend.tolerate + steps * STEP) },
      doNotLoad: doNotLoad.map((one) => ({
        ...one,
        longerThan: milliseconds(one.longerThan + steps * STEP),
      })),
    });
  return JSON.stringify(moved(-3)) !== JSON.stringify(moved(3));
}

const plain = (verdict: Verdict): NaiveVerdict => ({
  outcome: verdict.outcome,
  kinds: [...new Set(verdict.because.map(({ kind }) => kind))].sort(),
  limits: verdict.limits.map(({ outcome, deadline, reachedAt }) => ({ outcome, deadline, reachedAt })),
  blend: verdict.blend?.outcome ?? null,
  breaches: verdict.holdBreaches.length,
  maximum: verdict.maximum?.celsius ?? null,
  readings: verdict.readings,
  gap: verdict.longestGap === null ? null : [verdict.longestGap.from, verdict.longestGap.to],
  to: verdict.judged.to,
});
/** When a limit was reached is told on the grid only to the step after it. */
const onGrid = (verdict: NaiveVerdict): NaiveVerdict => ({
  ...verdict,
  limits: verdict.limits.map(({ reachedAt, ...rest }) => ({
    ...rest,
    reachedAt: reachedAt === null ? null : Math.ceil((reachedAt - SIX) / STEP) * STEP + SIX,
  })),
});

test("the judgement is the same as by a second reading of the rules", () => {
  fc.assert(
    fc.property(
      profiles,
      readings,
      clocks,
      nows,
      fc.constantFrom(15, 15, 20).map(minutes),
      fc.option(readings, { nil: null, freq: 1 }),
      (by, seen, drawn, now, gapMax, line) => {
        const clock = clockOf(drawn);
        const at: NaiveNow = now;
        const verdict = judge(
          by,
          curveOf(seen),
          clock,
          typeof at === "number" ? monoMs(at) : at,
          line === null ? null : curveOf(line),
          milliseconds(gapMax),
        );
        const again = (other: CoolingProfile) => naive(other, seen, clock, at, gapMax, line);
        fc.pre(!isOnTheEdge(by, again));
        expect(onGrid(plain(verdict))).toEqual(onGrid(again(by)));
      },
    ),
    { numRuns: RUNS },
  );
});
