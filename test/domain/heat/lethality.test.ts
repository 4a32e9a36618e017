// Room: test/domain/heat. F0 against figures that were computed and published elsewhere.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  F0_SCALE,
  lethalityOf,
  lethalRate,
  rampLethality,
  trapezoidLethality,
} from "../../../src/domain/heat/lethality.ts";

const MINUTE = 60_000;
/** Minutes and °C to a curve. */
const curve = (...points: readonly (readonly [number, number])[]) => ({
  at: points.map(([minute]) => minute * MINUTE),
  celsius: points.map(([, celsius]) => celsius),
});
const held = (celsius: number, seconds: number) => curve([0, celsius], [seconds / 60, celsius]);
/** A straight rise of 100 to 121.1 °C in 10 minutes, read every so many seconds. */
const ramp = (seconds: number) =>
  curve(
    ...Array.from({ length: 600 / seconds + 1 }, (_, i): readonly [number, number] => [
      (i * seconds) / 60,
      100 + (21.1 * i * seconds) / 600,
    ]),
  );
/** The trace of a whole sterilisation, read every two minutes. */
const TRACE = curve(
  [0, 20],
  [2, 60],
  [4, 90],
  [6, 110],
  [8, 118],
  [10, 121.1],
  [12, 121.1],
  [14, 121.1],
  [16, 100],
  [18, 60],
);

describe("what a minute counts, and how long 3 minutes at 121.1 °C take elsewhere", () => {
  test.each([
    [100, 0.00776, 386.47 * 60],
    [110, 0.07762, 38.648 * 60],
    [111.1, 0.1, 1800],
    [115, 0.24547, 12.221 * 60],
    [118, 0.48978, 6.125 * 60],
    [120, 0.77625, 3.865 * 60],
    [121, 0.97724, 184.19],
    [121.1, 1, 180],
    [125, 2.45471, 73.33],
    [130, 7.76247, 23.19],
    [132, 12.30269, 14.63],
    [135, 24.54709, 7.33],
    [138, 48.97788, 3.68],
    [140, 77.62471, 2.32],
  ])("%d °C counts %d, and needs %d s for F0 = 3", (celsius, rate, seconds) => {
    expect(Math.abs(lethalRate(celsius, F0_SCALE) - rate)).toBeLessThan(5.1e-6);
    const needed = 180 / lethalRate(celsius, F0_SCALE);
    expect(Math.abs(needed - seconds)).toBeLessThan(seconds > 1000 ? 0.31 : seconds > 230 ? 0.031 : 0.0051);
  });

  test("with the reference of canners at 250 °F, 110 °C counts 0.0775", () => {
    expect(lethalRate(110, { reference: 121.11, z: 10 })).toBeCloseTo(0.07745, 3);
  });

  test("ten kelvin more make a tenth of the time: 4.5 minutes at 150 °C are 0.45 at 160 °C", () => {
    const scale = { reference: 150, z: 10 };
    expect(4.5 / lethalRate(160, scale)).toBeCloseTo(0.45, 12);
  });
});

describe("single holds", () => {
  test.each([
    [132, 1, 0.205],
    [135, 4, 1.637],
    [138, 2, 1.633],
    [140, 4, 5.175],
    [121, 180, 2.932],
    [121.1, 180, 3],
  ])("%d °C for %d s is an F0 of %d", (celsius, seconds, minutes) => {
    expect(Math.abs(lethalityOf(held(celsius, seconds), F0_SCALE) - minutes)).toBeLessThan(0.0006);
  });
});

describe("ramps and traces", () => {
  test("100 to 121.1 °C in 10 minutes: exactly 2.0423, however often it is read", () => {
    for (const seconds of [600, 60, 10, 1])
      expect(lethalityOf(ramp(seconds), F0_SCALE)).toBeCloseTo(2.0423, 4);
  });

  test("the same by trapezoids: 2.0823 read every minute, 2.0434 read every 10 s", () => {
    expect(lethalityOf(ramp(60), F0_SCALE, trapezoidLethality)).toBeCloseTo(2.0823, 4);
    expect(lethalityOf(ramp(10), F0_SCALE, trapezoidLethality)).toBeCloseTo(2.0434, 4);
  });

  test("the trace of two minutes' readings: 7.1519 by trapezoids, less by straight lines", () => {
    expect(lethalityOf(TRACE, F0_SCALE, trapezoidLethality)).toBeCloseTo(7.1519, 4);
    expect(lethalityOf(TRACE, F0_SCALE)).toBeLessThan(7.1519);
  });

  test("the formula: z·t / (ln 10 · (T2 − T1)) · (L2 − L1)", () => {
    const [first, last] = [lethalRate(110, F0_SCALE), lethalRate(118, F0_SCALE)];
    const expected = ((10 * 2) / (Math.LN10 * 8)) * (last - first);
    expect(rampLethality(110, 118, 2 * MINUTE, F0_SCALE)).toBeCloseTo(expected, 12);
  });

  test("the straight line never counts more than the trapezoid, nor less than its colder end", () => {
    const celsius = fc.double({ min: 60, max: 150, noNaN: true });
    fc.assert(
      fc.property(celsius, celsius, fc.integer({ min: 1, max: 600_000 }), (from, to, ms) => {
        const exact = rampLethality(from, to, ms, F0_SCALE);
        const slack = 1 + 1e-6;
        expect(exact).toBeLessThanOrEqual(trapezoidLethality(from, to, ms, F0_SCALE) * slack);
        const colder = lethalRate(Math.min(from, to), F0_SCALE) * (ms / MINUTE);
        expect(exact * slack).toBeGreaterThanOrEqual(colder);
      }),
    );
  });
});
