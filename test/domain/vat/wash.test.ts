// Room: test/domain/vat. The hot-wash rule, and that nothing is called good for want of a reading.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { minutes, monoMs } from "../../../src/domain/units.ts";
import type { ProbeRole } from "../../../src/domain/vat/reading.ts";
import { type Wash, washBegins, washDetergent, washJudged, washSaw } from "../../../src/domain/vat/wash.ts";
import { washInWords } from "../../../src/domain/vat/words.ts";

const at = (minute: number) => monoMs(minutes(minute));
const seen = (detergent: boolean | null, role: ProbeRole, ...celsius: readonly number[]): Wash =>
  celsius.reduce((wash, one, minute) => washSaw(wash, role, at(minute), one), washBegins(at(0), detergent));

describe("with detergent", () => {
  test("65.0 °C is kept, 64.9 is not: the water may not fall below 65", () => {
    expect(washJudged(seen(true, "wash-outlet", 40, 70, 65, 66), true)).toMatchObject({
      detergentRule: "kept",
      lowest: 65,
    });
    expect(washJudged(seen(true, "wash-outlet", 40, 70, 64.9, 66), true)).toMatchObject({
      detergentRule: "broken",
      lowest: 64.9,
    });
  });

  test("water that never gets hot breaks the rule by its warmest", () => {
    expect(washJudged(seen(true, "wash-outlet", 40, 55, 50), true)).toMatchObject({
      detergentRule: "broken",
      lowest: 55,
      hotFor: null,
    });
  });

  test("the way up from the rinse does not count", () => {
    const rinsed = seen(null, "wash-outlet", 38, 70, 35);
    const hot = [72, 71, 68].reduce(
      (wash, one, minute) => washSaw(wash, "wash-outlet", at(10 + minute), one),
      washDetergent(rinsed, true),
    );
    expect(washJudged(hot, true)).toMatchObject({ detergentRule: "kept", lowest: 68 });
  });

  test("the vat's own probe stands in where the outlet is not probed", () => {
    expect(washJudged(seen(true, "milk", 70, 60), true).detergentRule).toBe("broken");
  });

  test("how long it stayed hot is told", () => {
    expect(washJudged(seen(true, "wash-outlet", 40, 70, 69, 66, 60, 40), true).hotFor).toBe(minutes(3));
  });
});

describe("what is not judged", () => {
  test.each([
    ["nobody said that detergent circulated", seen(null, "wash-outlet", 70, 50), true],
    ["somebody said that none did", seen(false, "wash-outlet", 70, 50), true],
    ["nobody said until when", seen(true, "wash-outlet", 70, 50), false],
    ["nothing was probed", washBegins(at(0), true), true],
  ])("%s", (_, wash, toldEnd) => {
    expect(washJudged(wash, toldEnd)).toMatchObject({ detergentRule: "not-judged", lowest: null });
  });

  test("a probe that sees no wash water says nothing of it", () => {
    expect(seen(true, "ambient", 90, 10)).toEqual(washBegins(at(0), true));
  });

  test("what no probe measures is said to be so", () => {
    expect(washInWords(washJudged(seen(true, "milk", 70, 70), true)).join(" ")).toMatch(
      /Not measured: the water at its source, the water at the plant's exit, how much water/,
    );
  });
});

describe("boiling water", () => {
  const wash = (source: number, outlet: number) =>
    washJudged(washSaw(seen(null, "wash-source", source), "wash-outlet", at(1), outlet), true).hotWaterRule;
  test("needs more than 94 °C at the source and more than 65 °C at the exit, both probed", () => {
    expect(wash(94.1, 65.1)).toBe("kept");
    expect(wash(94, 70)).toBe("broken");
    expect(wash(96, 65)).toBe("broken");
    expect(washJudged(seen(true, "wash-source", 98), true).hotWaterRule).toBe("not-judged");
    expect(washJudged(seen(true, "wash-outlet", 80), true).hotWaterRule).toBe("not-judged");
  });
});

test("one colder reading never turns a broken wash into a kept one", () => {
  const readings = fc.array(fc.double({ min: 0, max: 99, noNaN: true }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(readings, fc.nat(), fc.double({ min: 0, max: 40, noNaN: true }), (warm, where, less) => {
      const index = where % warm.length;
      const colder = warm.map((one, at) => (at === index ? Math.max(0, one - less) : one));
      const before = washJudged(seen(true, "wash-outlet", ...warm), true).detergentRule;
      const after = washJudged(seen(true, "wash-outlet", ...colder), true).detergentRule;
      // Only a reading on the way up counts for nothing, and that can be the first that was hot.
      if (before === "broken" && after === "kept") expect(warm[index] ?? 0).toBeGreaterThanOrEqual(65);
    }),
  );
});
