// Room: test/domain/vat. What the vat keeps of its curve.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { minutes, monoMs } from "../../../src/domain/units.ts";
import {
  curveOf,
  KEPT_AT_ALL,
  KEPT_WHOLE,
  type KeptCurve,
  kept,
  lastBefore,
  NOTHING_KEPT,
  nearestTo,
} from "../../../src/domain/vat/kept-curve.ts";

const HOUR = 3_600_000;
const keep = (readings: Iterable<readonly [number, number]>): KeptCurve => {
  let curve = NOTHING_KEPT;
  for (const [at, celsius] of readings) curve = kept(curve, monoMs(at), celsius);
  return curve;
};
function* every(seconds: number, hours: number, celsius: (at: number) => number) {
  for (let at = 0; at <= hours * HOUR; at += seconds * 1_000) yield [at, celsius(at)] as const;
}

describe("the kept curve", () => {
  test("has every reading of the last eight hours, and of three days no more than a few thousand", () => {
    const curve = keep(every(20, 80, (at) => 4 + Math.sin(at / HOUR)));
    const all = curveOf(curve);
    const whole = Array.from(all.at).filter((at) => at > 80 * HOUR - KEPT_WHOLE);
    expect(whole).toHaveLength(8 * 180);
    expect(all.at.length).toBeLessThan(4_500);
    expect(all.at[0]).toBeGreaterThan(80 * HOUR - KEPT_AT_ALL - 3 * HOUR);
  });

  test("keeps a short peak of long ago at its own instant", () => {
    const peak = 5 * HOUR + 40_000;
    const curve = curveOf(keep(every(20, 40, (at) => (at === peak ? 11 : 4))));
    const index = Array.from(curve.celsius).indexOf(11);
    expect(curve.at[index]).toBe(peak);
  });

  test("stays in the order of time, bounded, plain JSON, and never loses the warmest, whatever comes", () => {
    // A probe's values have no nought with a minus sign (probe.ts).
    const value = fc.double({ min: -30, max: 110, noNaN: true }).map((celsius) => celsius + 0);
    const readings = fc.array(fc.tuple(fc.integer({ min: -60_000, max: 900_000 }), value), {
      maxLength: 1_500,
    });
    fc.assert(
      fc.property(readings, (steps) => {
        let at = 0;
        let curve = NOTHING_KEPT;
        const given: [number, number][] = [];
        for (const [later, celsius] of steps) {
          at += later;
          const last = given.at(-1);
          if (last === undefined || at > last[0]) given.push([at, celsius]);
          curve = kept(curve, monoMs(at), celsius);
        }
        const all = curveOf(curve);
        for (let i = 1; i < all.at.length; i += 1) expect(all.at[i] ?? 0).toBeGreaterThan(all.at[i - 1] ?? 0);
        const since = (given.at(-1)?.[0] ?? 0) - KEPT_AT_ALL;
        const recent = given.filter(([then]) => then > since).map(([, celsius]) => celsius);
        if (recent.length > 0)
          expect(Math.max(...Array.from(all.celsius))).toBeGreaterThanOrEqual(Math.max(...recent));
        expect(JSON.parse(JSON.stringify(curve))).toEqual(curve);
      }),
      { numRuns: 40 },
    );
  });

  test("is looked up by instant, and says nothing of instants too far from any reading", () => {
    const curve = curveOf(
      keep([
        [0, 4],
        [60_000, 5],
        [600_000, 6],
      ]),
    );
    expect(nearestTo(curve, monoMs(70_000), minutes(1))).toBe(5);
    expect(nearestTo(curve, monoMs(300_000), minutes(1))).toBeNull();
    expect(lastBefore(curve, monoMs(599_999), minutes(10))).toBe(5);
    expect(lastBefore(curve, monoMs(599_999), minutes(1))).toBeNull();
    expect(lastBefore(curve, monoMs(-1), minutes(1))).toBeNull();
  });
});
