// Room: test/domain/cooling. One milking by one profile, case by case.

import { describe, expect, it, test } from "vitest";
import { judge } from "../../../src/domain/cooling/judge.ts";
import { at, BEGA, clock, NZ, PMO, sampled, vat } from "./make.ts";

const outcomeOf = (...args: Parameters<typeof judge>) => judge(...args).outcome;

describe("vats by closed form", () => {
  test.each([
    ["A empty, 35 °C in, 29.9 kW", vat(29.863, 35), "PASS", 3.387],
    ["A' the same with 20 kW", vat(20, 35), "FAIL", 5.058],
    ["B 35 °C onto 3000 l", vat(29.863, 35, 3000), "PASS", 3.274],
    ["B' the same with 20 kW", vat(20, 35, 3000), "FAIL", 4.889],
    ["C pre-cooled to 18 °C", vat(20, 18), "PASS", 2.192],
    ["D 18 °C onto 3000 l", vat(20, 18, 3000), "PASS", 2.023],
    ["E 20 °C onto 3000 l", vat(20, 20, 3000), "PASS", 2.36],
    ["F 18 °C onto 6000 l", vat(20, 18, 6000), "PASS", 1.854],
  ])("%s", (_, celsius, outcome, reachedHours) => {
    const verdict = judge(BEGA, sampled(0, 600, 1, celsius), clock(), "finished");
    expect(verdict.outcome).toBe(outcome);
    const [limit] = verdict.limits;
    expect((Number(limit?.reachedAt) - at(0)) / 3_600_000).toBeCloseTo(reachedHours, 2);
    expect(limit?.margin).toBe(Number(limit?.deadline) - Number(limit?.reachedAt));
    expect([verdict.coverage, verdict.longestGap]).toEqual([1, null]);
  });
  it("B passes Bega and fails the blend limit of New Zealand and the United States", () => {
    const seen = sampled(0, 600, 1, vat(29.863, 35, 3000));
    const later = clock({ first: false });
    for (const one of [NZ, PMO]) {
      const verdict = judge(one, seen, later, "finished");
      expect(verdict.blend?.outcome).toBe("FAIL");
      expect(verdict.blend?.peak?.celsius).toBeCloseTo(12.857, 2);
      expect(verdict.because[0]?.kind).toBe("blend-too-warm");
    }
  });
});

describe("the threshold includes its own figure", () => {
  test.each([
    [5, "PASS"],
    [5.000_000_000_000_001, "PASS"],
    [5.0625, "FAIL"],
  ])("%f °C at the deadline and after", (celsius, outcome) => {
    expect(
      outcomeOf(
        BEGA,
        sampled(0, 600, 10, () => celsius),
        clock(),
        "finished",
      ),
    ).toBe(outcome);
  });
});
