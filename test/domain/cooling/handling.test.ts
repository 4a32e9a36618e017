// Room: test/domain/cooling. What is taken out of a curve because it was not milk, and what stays.

import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { Curve } from "../../../src/domain/cooling/curve.ts";
import { type Excursion, withoutHandling } from "../../../src/domain/cooling/handling.ts";
import { judge } from "../../../src/domain/cooling/judge.ts";
import { runCooling } from "../../../src/sim/vat/cooling.ts";
import { anyVat } from "../../../src/sim/vat/stories.ts";
import { at, BEGA, clock, curve, SIX, sampled, vat } from "./make.ts";

type Celsius = (minute: number) => number;

/** A probe that is out of the milk from `from` for `length` minutes, in air of `air` °C; it follows within `tau` minutes. */
function lifted(milk: Celsius, from: number, length: number, air = 22, tau = 1.5): Celsius {
  const reached = air + (milk(from) - air) * Math.exp(-length / tau);
  return (minute) => {
    if (minute < from) return milk(minute);
    if (minute <= from + length) return air + (milk(from) - air) * Math.exp(-(minute - from) / tau);
    return milk(minute) + (reached - milk(from + length)) * Math.exp(-(minute - from - length) / tau);
  };
}
/** The numbers of a probe that resolves a sixteenth of a kelvin. */
const sixteenths =
  (celsius: Celsius): Celsius =>
  (minute) =>
    Math.round(celsius(minute) * 16) / 16;

const MORNING = vat(29.863, 35, 3000);
const warmestIn = ({ at: times, celsius }: Curve, from: number, to: number): number =>
  Math.max(...Array.from(times).map((t, i) => (t >= at(from) && t <= at(to) ? (celsius[i] ?? 0) : -99)));
const spans = (excursions: readonly Excursion[]) =>
  excursions.map(({ from, to }) => [(from - SIX) / 60_000, (to - SIX) / 60_000]);

describe("a probe that was lifted out of cold milk", () => {
  test.each([1 / 6, 1, 2].flatMap((every) => [2, 3, 10, 25, 38].map((length) => [every, length] as const)))(
    "every %f min, out for %f min: no reading of it is left",
    (every, length) => {
      const seen = sampled(-60, 720, every, sixteenths(lifted(MORNING, 400.01, length)));
      const { curve: left, excursions } = withoutHandling(seen);
      expect(excursions).toHaveLength(1);
      expect(warmestIn(left, 395, 460)).toBeLessThanOrEqual(4.3);
      expect(left.at.length + excursions.reduce((sum, { readings }) => sum + readings, 0)).toBe(
        seen.at.length,
      );
      for (const [from, to] of spans(excursions)) {
        expect(from).toBeGreaterThanOrEqual(400);
        expect(to).toBeLessThanOrEqual(400 + length + 10);
      }
    },
  );
  test("every 15 min, it is one reading; into warm air it goes, where a plant could have made it, it stays", () => {
    const milk = (t: number) => (t === 405 ? 30 : 4);
    expect(withoutHandling(sampled(0, 600, 15, milk)).excursions).toMatchObject([
      { from: at(405), to: at(405), peak: { celsius: 30 }, milkHad: 4, readings: 1 },
    ]);
    expect(withoutHandling(sampled(0, 600, 15, (t) => (t === 405 ? 14 : 4))).excursions).toHaveLength(1);
    for (const stays of [
      (t: number) => (t === 405 ? 11 : 4),
      (t: number) => (t >= 405 && t < 450 ? 14 : 4),
    ]) {
      const slow = sampled(0, 600, 15, stays);
      expect(withoutHandling(slow)).toEqual({ curve: slow, excursions: [] });
    }
  });
  test("every 5 min, where one reading shows it", () => {
    for (const length of [3, 10, 25, 38]) {
      const seen = sampled(0, 600, 5, sixteenths(lifted(MORNING, 402, length)));
      const { curve: left, excursions } = withoutHandling(seen);
      expect(excursions).toHaveLength(1);
      expect(warmestIn(left, 395, 460)).toBeLessThan(5);
    }
  });
  it("while the milk is being cooled, comes back lower than it left", () => {
    const falling: Celsius = (t) => Math.max(4, 22 - t / 8);
    const seen = sampled(0, 400, 1, lifted(falling, 100, 20, 28));
    const { curve: left, excursions } = withoutHandling(seen);
    expect(excursions).toHaveLength(1);
    for (const [i, time] of Array.from(left.at).entries())
      expect(left.celsius[i]).toBeLessThan(falling((time - SIX) / 60_000) + 1.1);
  });
  it("twice in a row, with and without having come back between", () => {
    for (const pause of [3, 12]) {
      const twice = lifted(lifted(MORNING, 400, 6), 406 + pause, 6);
      const { curve: left, excursions } = withoutHandling(sampled(0, 600, 1 / 2, twice));
      expect(excursions.length).toBeLessThanOrEqual(2);
      expect(warmestIn(left, 399, 450)).toBeLessThanOrEqual(4.5);
    }
  });
  it("longer than 45 minutes, is not taken for handling", () => {
    const seen = sampled(0, 720, 1, lifted(MORNING, 400, 55));
    expect(withoutHandling(seen).excursions).toEqual([]);
  });
  it("over the deadline leaves a gap there, and no line over it where it is longer than one", () => {
    const seen = sampled(-60, 600, 1, lifted(MORNING, 200, 30));
    expect(judge(BEGA, seen, clock({ first: false }), "finished").outcome).toBe("FAIL");
    const { curve: left } = withoutHandling(seen);
    const verdict = judge(BEGA, left, clock({ first: false }), "finished");
    expect([verdict.outcome, verdict.because[0]?.kind]).toEqual(["NO_DATA", "gap-over-deadline"]);
    const short = withoutHandling(sampled(-60, 600, 1, lifted(MORNING, 208, 4))).curve;
    expect(judge(BEGA, short, clock({ first: false }), "finished").outcome).toBe("PASS");
  });
  it("and held into hot water for a moment, goes too", () => {
    const dipped = lifted(MORNING, 400, 3, 70, 0.5);
    expect(withoutHandling(sampled(0, 600, 1, dipped)).excursions).toHaveLength(1);
  });
});

describe("a probe that was cooled", () => {
  it("by cold water or wind, and came back as fast, is taken out", () => {
    const milk: Celsius = () => 9;
    const { excursions } = withoutHandling(sampled(0, 200, 1 / 2, lifted(milk, 100, 8, 1)));
    expect(excursions).toHaveLength(1);
    expect(excursions[0]?.peak.celsius).toBeLessThan(2);
  });
  it("after it had been lifted out into warm air: both are taken out, each where it was", () => {
    const twice = lifted(
      lifted(() => 9, 100, 8),
      200,
      8,
      1,
    );
    const { curve: left, excursions } = withoutHandling(sampled(0, 300, 1 / 2, sixteenths(twice)));
    expect(excursions).toMatchObject([{ milkHad: 9 }, { milkHad: 9 }]);
    for (const [number, [from = 0, to = 0]] of spans(excursions).entries()) {
      expect(from).toBeGreaterThanOrEqual([100, 200][number] ?? 0);
      expect(to).toBeLessThanOrEqual([120, 220][number] ?? 0);
    }
    for (const celsius of Array.from(left.celsius)) expect(Math.abs(celsius - 9)).toBeLessThan(1);
  });
  test.each([
    [12, 0.5, 13],
    [25, 0.5, 13],
    [40, 0.5, 12],
    [12, 3, 8],
  ])(
    "for %i min in iced water of %f °C over the deadline of milk of %i °C that is still being cooled: no cold reading of it is left",
    (length, ice, had) => {
      const slow: Celsius = (t) => Math.max(4, had - (t - 210) * 0.09);
      const seen = sampled(-60, 600, 1, sixteenths(lifted(slow, 200, length, ice)));
      const { curve: left, excursions } = withoutHandling(seen);
      expect(excursions).toHaveLength(1);
      for (const [i, time] of Array.from(left.at).entries())
        expect(left.celsius[i]).toBeGreaterThan(slow((time - SIX) / 60_000) - 1);
      expect(judge(BEGA, left, clock({ first: true }), "finished").outcome).not.toBe("PASS");
    },
  );
  it("and never came back, stays", () => {
    const seen = sampled(0, 300, 1, (t) => (t < 100 ? 20 : 6));
    expect(withoutHandling(seen).excursions).toEqual([]);
  });
  it("and came back slowly, stays", () => {
    const seen = sampled(0, 300, 1, (t) => (t < 100 ? 12 : Math.min(12, 4 + (t - 100) / 5)));
    expect(withoutHandling(seen).excursions).toEqual([]);
  });
});

describe("what stays", () => {
  test.each([
    ["35 °C onto 3000 l", vat(29.863, 35, 3000)],
    ["a weak plant", vat(20, 35, 3000)],
    ["18 °C onto 6000 l", vat(20, 18, 6000)],
    ["20 °C onto 3000 l, a small milking on a strong plant", vat(60, 20, 3000, 4, 600)],
    ["an empty vat", vat(29.863, 35)],
  ])("a second milking: %s", (_, celsius) => {
    for (const every of [1 / 6, 1, 5, 15]) {
      const seen = sampled(0, 600, every, sixteenths(celsius));
      expect(withoutHandling(seen).excursions).toEqual([]);
    }
  });
  it("a wash: hot water for longer than 5 minutes", () => {
    const washing: Celsius = (t) => (t < 100 ? 6 : t < 108 ? 15 : t < 125 ? 68 : t < 130 ? 8 : 6);
    for (const every of [1 / 6, 1, 5])
      expect(withoutHandling(sampled(0, 300, every, washing)).excursions.length).toBe(0);
  });
  it("the noise of a probe, every 10 s", () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: -0.1, max: 0.1, noNaN: true })), (noise) => {
        const celsius: Celsius = (t) => MORNING(t) + (noise.next().value ?? 0);
        expect(withoutHandling(sampled(0, 300, 1 / 6, celsius)).excursions).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });
  it("the milk of any simulated vat, well or in trouble", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const { probe } = runCooling(anyVat(seed), { every: 60, hours: 9 });
      const seen = Array.from(probe.at).flatMap((t, i): (readonly [number, number])[] => {
        const celsius = probe.celsius[i] ?? Number.NaN;
        return Number.isNaN(celsius) || celsius === 85 ? [] : [[t, celsius]];
      });
      const read = { at: seen.map(([t]) => t), celsius: seen.map(([, celsius]) => celsius) };
      expect(withoutHandling(read).excursions).toEqual([]);
    }
  });
  it("warm milk that came to the probe unstirred, before the agitator started", () => {
    const unstirred = lifted(() => 20, 100, 20, 32);
    expect(withoutHandling(sampled(0, 300, 1, unstirred)).excursions).toEqual([]);
  });
  it("an empty curve, and one of a single reading", () => {
    for (const seen of [curve(), curve([0, 4])])
      expect(withoutHandling(seen)).toEqual({ curve: seen, excursions: [] });
  });
});

test("nothing is added, nothing is moved: what is left are readings of the curve, in order", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({ every: fc.constantFrom(1 / 6, 1, 5, 14, 40), celsius: fc.integer({ min: -5, max: 70 }) }),
        { maxLength: 120 },
      ),
      (steps) => {
        let minute = 0;
        const seen = curve(
          ...steps.map(({ every, celsius }): readonly [number, number] => {
            minute += every;
            return [minute, celsius];
          }),
        );
        const { curve: left, excursions } = withoutHandling(seen);
        const out = excursions.flatMap(({ from, to }) =>
          Array.from(seen.at).filter((time) => time >= from && time <= to),
        );
        const kept = Array.from(seen.at).filter((time) => !out.includes(time));
        expect(Array.from(left.at)).toEqual(kept);
        expect(Array.from(left.celsius)).toEqual(
          Array.from(seen.celsius).filter((_, i) => !out.includes(seen.at[i] ?? 0)),
        );
        expect(new Set(out).size).toBe(excursions.reduce((sum, { readings }) => sum + readings, 0));
      },
    ),
    { numRuns: 300 },
  );
});
