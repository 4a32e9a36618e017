// Room: test/domain/heat. What holds for every curve, whatever it looks like.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { HeatStep } from "../../../src/domain/heat/rule.ts";
import { tries } from "../../runs.ts";
import { type Figures, heated, judged, RULES } from "./rules.ts";

/** What each rule asks, as figure, seconds, and how often it has to be read, seconds. Each asks for heat once. */
const ASKED = [
  ["htst", 72, 15, 5],
  ["batch", 63, 1800, 600],
  ["uht", 132, 1, 1],
  ["sludge", 80, 1800, 600],
  ["us-pmo", 89, 1, 1],
  ["pasteurise", 72, 15, 5],
  ["f0-3", 121.1, 180, 10],
] as const;
/** Some 900 curves in all: enough to find a wrong border, quick enough to run each time. */
const RUNS = tries(12);
const GRAVITY = { FAIL: 0, NO_DATA: 1, PASS: 2 } as const;
const gravity = (id: string, curve: Figures) => GRAVITY[judged(id, curve).outcome];

const kindsOf = (steps: readonly HeatStep[]): readonly string[] =>
  steps.flatMap((step) => {
    if (step.kind === "any-of") return kindsOf(step.ways);
    return step.kind === "rule" ? kindsOf(step.steps) : [step.kind];
  });

/** Readings at, just below, just above and far from a figure, some of them too far apart. */
const curvesAround = (figure: number, every: number) =>
  fc
    .array(
      fc.record({
        after: fc.constantFrom(every / 2, every, every, every, every * 1.2, every * 7),
        celsius: fc.constantFrom(figure, figure, figure + 0.1, figure + 3, figure - 0.1, figure - 15, 20),
      }),
      { minLength: 2, maxLength: 30 },
    )
    .map((points): Figures => {
      let at = 0;
      return {
        at: points.map(({ after }) => {
          at += after * 1_000;
          return at;
        }),
        celsius: points.map(({ celsius }) => celsius),
      };
    });

describe.each(ASKED)("%s, %d °C for %d s, read every %d s", (id, figure, seconds, every) => {
  const curves = curvesAround(figure, every);
  const passing = heated(every, [figure, seconds]);

  test("a hotter curve is never judged worse", () => {
    fc.assert(
      fc.property(curves, fc.integer({ min: 1, max: 100 }), (curve, tenths) => {
        const hotter = { ...curve, celsius: curve.celsius.map((celsius) => celsius + tenths / 10) };
        expect(gravity(id, hotter)).toBeGreaterThanOrEqual(gravity(id, curve));
      }),
      RUNS,
    );
  });

  test("a PASS stays one, whatever was logged before it and follows it", () => {
    fc.assert(
      fc.property(curves, curves, (before, after) => {
        expect(judged(id, joined(joined(before, passing), after)).outcome).toBe("PASS");
      }),
      RUNS,
    );
  });

  test("a reading more in the middle of every line changes no PASS and no FAIL into its opposite", () => {
    fc.assert(
      fc.property(curves, (curve) => {
        expect(Math.abs(gravity(id, halved(curve)) - gravity(id, curve))).toBeLessThan(2);
      }),
      RUNS,
    );
  });

  test("when it was does not matter, nor which clock told it", () => {
    fc.assert(
      fc.property(curves, fc.integer({ min: -2e12, max: 2e12 }), (curve, shift) => {
        const shifted = { ...curve, at: curve.at.map((at) => at + shift) };
        expect(judged(id, shifted).outcome).toBe(judged(id, curve).outcome);
      }),
      RUNS,
    );
  });

  test("what is judged is NO_DATA only where something is missing, and it is named", () => {
    fc.assert(
      fc.property(curves, (curve) => {
        const { outcome, steps } = judged(id, curve);
        for (const step of steps) expect(step.because === null).toBe(step.outcome === "PASS");
        if (outcome === "NO_DATA") expect(JSON.stringify(steps)).toMatch(/too-slow|gap|cut-off|one-reading/);
      }),
      RUNS,
    );
  });
});

test("a hold that is met holds no reading below its figure, and no two readings too far apart", () => {
  let passes = 0;
  fc.assert(
    fc.property(curvesAround(72, 5), (curve) => {
      const step = judged("htst", curve).steps[0];
      if (step?.kind !== "hold" || step.outcome !== "PASS") return;
      passes += 1;
      const [met] = step.met;
      if (met === undefined) throw new Error("a PASS says when");
      const inside = curve.at.flatMap((at, i) => (at >= met.from && at <= met.to ? [i] : []));
      expect(met.to - met.from).toBeGreaterThanOrEqual(15_000 - 0.01);
      for (const i of inside) expect(curve.celsius[i]).toBeGreaterThanOrEqual(72);
      for (const i of inside.slice(1))
        expect((curve.at[i] ?? 0) - (curve.at[i - 1] ?? 0)).toBeLessThanOrEqual(5_000);
    }),
    tries(250),
  );
  expect(passes).toBeGreaterThan(8);
});

test("a dip of 0.1 K below 72 °C splits a hold, wherever it lies", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 14 }), (second) => {
      const celsius = Array.from({ length: 16 }, (_, i) => (i === second ? 71.9 : 72));
      const at = celsius.map((_, i) => (i + 1) * 1_000);
      const curve = { at: [0, ...at, 17_000, 18_000], celsius: [20, ...celsius, 20, 20] };
      expect(judged("htst", curve).outcome).toBe("FAIL");
      const whole = { ...curve, celsius: curve.celsius.map((one) => (one === 71.9 ? 72 : one)) };
      expect(judged("htst", whole).outcome).toBe("PASS");
    }),
  );
});

test("below the figure no length of time is enough: a z is never used for a hold", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 400 }),
      fc.integer({ min: 16, max: 86_400 }),
      (hundredths, seconds) => {
        const celsius = 72 - hundredths / 100;
        const at = Array.from({ length: Math.floor(seconds / 4) + 1 }, (_, i) => i * 4_000);
        const inside = { at, celsius: at.map(() => celsius) };
        expect(judged("htst", inside).outcome).toBe("FAIL");
      },
    ),
    tries(10),
  );
});

test("F0, a reference temperature and a z stand in one rule, and in those that use it", () => {
  const withF0 = RULES.filter((rule) => kindsOf(rule.steps).includes("lethality"));
  expect(withF0.map(({ id }): string => id).sort()).toEqual(["f0-3", "whey"]);
});

test("declaring more never makes it worse, and alone heats nothing but what a phosphatase test proves", () => {
  const cold = { at: [0, 1_000, 2_000], celsius: [20, 20, 20] };
  const all = [
    "clotted-16-hours-before",
    "dried-to-a-powder",
    "no-signs-of-disease",
    "officially-disease-free-holding",
    "ph-below-6-for-1-hour",
    "whey-ph-below-6",
  ];
  for (const { id } of RULES) {
    expect(judged(id, cold, { declared: all, window: { from: 0, to: 2_000 } }).outcome, id).toBe("FAIL");
    expect(GRAVITY[judged(id, cold, { declared: all }).outcome], id).toBeGreaterThanOrEqual(
      gravity(id, cold),
    );
  }
});

/** The second after the first, a minute later. */
function joined(first: Figures, second: Figures): Figures {
  const shift = (first.at.at(-1) ?? 0) + 60_000;
  return {
    at: [...first.at, ...second.at.map((at) => at + shift)],
    celsius: [...first.celsius, ...second.celsius],
  };
}

/** A reading more in the middle of every line. */
function halved(curve: Figures): Figures {
  const points = curve.at.flatMap((at, i) => {
    const next = curve.at[i + 1];
    const here = curve.celsius[i] ?? 0;
    return next === undefined
      ? [[at, here] as const]
      : [[at, here] as const, [(at + next) / 2, (here + (curve.celsius[i + 1] ?? 0)) / 2] as const];
  });
  return { at: points.map(([at]) => at), celsius: points.map(([, celsius]) => celsius) };
}
