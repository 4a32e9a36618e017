// Room: test/domain/cooling. A plant that gets slower over weeks, and what only looks like one: seasons, herds that grow, single bad days.

import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { SLOWING_LOOKS_BACK, slowing } from "../../../src/domain/cooling/slowing.ts";
import { type CooledMilking, cooledMilking } from "../../../src/domain/cooling/usual.ts";
import { epochMs, monoMs } from "../../../src/domain/units.ts";
import { createRandom } from "../../../src/sim/random.ts";
import { runCooling } from "../../../src/sim/vat/cooling.ts";
import { anyVat, type VatStory } from "../../../src/sim/vat/stories.ts";
import { tries } from "../../runs.ts";
import { LIMIT, reachedAt } from "./coolings.ts";

const HALF_A_DAY = 12 * 3_600_000;
const BEGAN = 1_759_446_000_000;

type Weeks = {
  /** Part of its duty the plant has lost at the end. */
  readonly loses?: number;
  /** Kelvin that the days are warmer at the end. */
  readonly warmer?: number;
  /** Part by which the herd has grown at the end. */
  readonly grows?: number;
  readonly isProbed?: boolean;
  readonly milkings?: number;
};

/** A vat without trouble whose duty falls in hot air, with direct expansion. */
function plainVat(seed: number): VatStory {
  for (let one = seed; ; one += 1_000) {
    const story = anyVat(one);
    const { refrigeration } = story.make;
    const isPlain = refrigeration.kind === "direct" && refrigeration.plate === null;
    if (story.trouble === "none" && isPlain && story.flow.length < 150) return story;
  }
}

/** Two milkings a day in this vat, collected every second day; each takes other cows and other weather. */
function weeksOf(
  seed: number,
  { loses = 0, warmer = 0, grows = 0, isProbed = true, milkings = 60 }: Weeks,
): CooledMilking[] {
  const story = plainVat(seed);
  const random = createRandom(seed).fork("weeks");
  const milked = story.flow.reduce((sum, flow) => sum + flow * 60, 0);
  return Array.from({ length: milkings }, (_, i) => i).flatMap((i) => {
    const part = i / milkings;
    const amount = (1 + grows * part) * random.between(0.94, 1.06) * (i % 2 === 0 ? 1.1 : 0.9);
    const length = Math.round(story.flow.length * amount * random.between(0.97, 1.03));
    const stretched = (of: readonly number[]): number[] =>
      Array.from({ length }, (_, k) => of[Math.floor((k * of.length) / length)] ?? 0);
    const isFirst = i % 4 === 0;
    const mean = story.make.air.mean + warmer * part + random.between(-3, 3) + (i % 2 === 0 ? -2 : 2);
    const cooling = runCooling(
      {
        ...story,
        seed: seed + i,
        flow: stretched(story.flow).map((flow) => (flow * amount * story.flow.length) / length),
        warm: stretched(story.warm),
        before: { litres: isFirst ? 0 : milked * (i % 4), celsius: 4 },
        events: [{ at: 0, what: "duty", duty: 1 - loses * part }],
        make: { ...story.make, capacity: milked * 6, air: { ...story.make.air, mean } },
      },
      { hours: 8, every: 30 },
    );
    const start = monoMs(cooling.start);
    const reached = reachedAt(cooling.probe, start, LIMIT, start + 210 * 60_000);
    const clock = {
      start,
      end: monoMs(cooling.end),
      first: isFirst,
      nextStart: null,
      collected: null,
      notMilkFrom: null,
    };
    const told = {
      startedAt: epochMs(BEGAN + i * HALF_A_DAY),
      amount: Math.round(300 * amount),
      ambient: isProbed ? mean + random.between(-1, 1) : null,
    };
    const record = reached === null ? null : cooledMilking(cooling.probe, clock, LIMIT, reached, told);
    return record === null ? [] : [record];
  });
}

describe("weeks in simulated vats", () => {
  test.each([3, 5, 6])("a condenser that gets dirty is told, and by about how much (vat %i)", (seed) => {
    const found = slowing(weeksOf(seed, { loses: 0.22 }));
    // 1 / 0.78 is 28 % longer.
    expect(found?.by).toBeGreaterThan(0.12);
    expect(found?.by).toBeLessThan(0.4);
    expect(found?.since).toBe(BEGAN);
    expect(found?.ambientKnown).toBe(true);
  });
  it("also while the herd grows and the days get warmer", () => {
    const found = slowing(weeksOf(4, { loses: 0.3, grows: 0.05, warmer: 3 }));
    expect(found?.by).toBeGreaterThan(0.2);
  });
  test.each([
    ["nothing changes", {}],
    ["the days get warmer by twelve degrees", { warmer: 12 }],
    ["and nobody probes them", { warmer: 12, isProbed: false }],
    ["the herd grows by a third", { grows: 0.33 }],
    ["both", { grows: 0.2, warmer: 8 }],
    ["the plant gets faster", { loses: -0.3 }],
  ] satisfies [string, Weeks][])("a sound plant is not told: %s", (_, weeks) => {
    expect(slowing(weeksOf(5, weeks))).toBeNull();
    expect(slowing(weeksOf(6, weeks))).toBeNull();
  });
});

describe("records by hand", () => {
  const random = createRandom(9);
  const record = (i: number, over: Partial<CooledMilking> = {}): CooledMilking => ({
    startedAt: epochMs(BEGAN + i * HALF_A_DAY),
    first: i % 2 === 0,
    limit: 5,
    fill: 90,
    afterFill: 90 + random.between(-6, 6),
    endsAt: 20,
    approach: 20,
    amount: 300,
    ambient: 15,
    ...over,
  });
  const records = (many: number, slower: (i: number) => number): CooledMilking[] =>
    Array.from({ length: many }, (_, i) =>
      record(i, { afterFill: 180 * slower(i) - 90 + random.between(-6, 6) }),
    );
  it("are too few to show anything below twenty", () => {
    expect(slowing(records(19, (i) => 1 + i * 0.05))).toBeNull();
    expect(slowing(records(22, (i) => 1 + i * 0.05))?.milkings).toBe(22);
    expect(slowing([])).toBeNull();
  });
  it("are not told for a tenth or less", () => {
    expect(slowing(records(60, (i) => 1 + (0.08 * i) / 59))).toBeNull();
    expect(slowing(records(60, (i) => 1 + (0.2 * i) / 59))?.by).toBeCloseTo(0.2, 1);
  });
  it("count for the last sixty only", () => {
    const before = records(100, (i) => (i < 40 ? 0.5 : 1));
    expect(slowing(before)).toBeNull();
    expect(slowing(records(100, (i) => 1 + Math.max(0, i - 40) * 0.005))?.milkings).toBe(SLOWING_LOOKS_BACK);
  });
  it("of single milkings that had their own trouble make no trend", () => {
    const some = records(60, () => 1).map((one, i) =>
      i > 45 && i % 5 === 0 ? { ...one, afterFill: 400 } : one,
    );
    expect(slowing(some)).toBeNull();
  });
  it("to another limit are not compared", () => {
    const changed = records(60, () => 1).map((one, i) =>
      i < 30 ? { ...one, limit: 7, afterFill: 50 } : one,
    );
    expect(slowing(changed)).toBeNull();
  });
  it("are compared by the length of milking where nobody counts the milk", () => {
    const longer = Array.from({ length: 60 }, (_, i) => {
      const fill = 80 + i + random.between(-8, 8);
      return record(i, { amount: null, fill, afterFill: fill + random.between(-6, 6) });
    });
    expect(slowing(longer)).toBeNull();
  });
  it("by chance alone are told of in fewer than one in a hundred lists", () => {
    let told = 0;
    for (let list = 0; list < 200; list += 1)
      if (slowing(records(60, () => random.between(0.8, 1.25)))) told += 1;
    expect(told).toBeLessThanOrEqual(2);
  });
  it("of any kind give a finite figure over a tenth, or none", () => {
    const any = fc.record({
      startedAt: fc.integer({ min: 0, max: 4e12 }).map(epochMs),
      first: fc.boolean(),
      limit: fc.constantFrom(4, 5),
      fill: fc.double({ min: 0, max: 600, noNaN: true }),
      afterFill: fc.double({ min: 0, max: 600, noNaN: true }),
      endsAt: fc.double({ min: -5, max: 40, noNaN: true }),
      approach: fc.constantFrom(1, 80),
      amount: fc.option(fc.integer({ min: 0, max: 5_000 }), { nil: null }),
      ambient: fc.option(fc.double({ min: -20, max: 45, noNaN: true }), { nil: null }),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 70 }), (list) => {
        const found = slowing(list);
        if (found !== null) expect(Number.isFinite(found.by) && found.by > 0.1).toBe(true);
      }),
      tries(30),
    );
  });
});
