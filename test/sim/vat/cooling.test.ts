import { describe, expect, it } from "vitest";
import { cooledTo, runCooling } from "../../../src/sim/vat/cooling.ts";
import { anyVat, TROUBLES } from "../../../src/sim/vat/stories.ts";

const SEEDS = Array.from({ length: 150 }, (_, seed) => seed);

describe("believable vats", () => {
  it("are of every kind and size, and hold what is milked into them", () => {
    const stories = SEEDS.map(anyVat);
    expect(new Set(stories.map(({ trouble }) => trouble)).size).toBe(TROUBLES.length);
    expect(new Set(stories.map(({ make }) => make.refrigeration.kind)).size).toBe(2);
    const sizes = stories.map(({ make }) => make.capacity);
    expect(Math.min(...sizes)).toBeLessThan(700);
    expect(Math.max(...sizes)).toBeGreaterThan(20_000);
    for (const { make, before, flow, warm } of stories) {
      const milked = flow.reduce((sum, one) => sum + one * 60, 0);
      expect(before.litres + milked).toBeLessThanOrEqual(make.capacity * 1.000_001);
      expect(warm).toHaveLength(flow.length);
    }
  });

  it("are the same for the same seed", () => {
    const [one, other] = [runCooling(anyVat(7), { hours: 5 }), runCooling(anyVat(7), { hours: 5 })];
    expect([...Array.from(one.probe.celsius)]).toEqual([...Array.from(other.probe.celsius)]);
    expect(anyVat(8)).not.toEqual(anyVat(7));
  });

  it("mostly cool to 5 °C in 3.5 hours when nothing is wrong, and some never do when the compressor stops", () => {
    let well = 0;
    let inTime = 0;
    let never = 0;
    for (const story of SEEDS.map(anyVat)) {
      const { milk, start } = runCooling(story, { every: 60 });
      const reached = cooledTo(milk, start, 5);
      if (story.trouble === "none") {
        well += 1;
        if (reached !== null && reached - start <= 3.5 * 3_600_000) inTime += 1;
      }
      if (story.trouble === "compressor-stops" && reached === null) never += 1;
    }
    expect(inTime / well).toBeGreaterThan(0.5);
    expect(inTime / well).toBeLessThan(0.95);
    expect(never).toBeGreaterThan(0);
  });

  it("are seen by their probe to within its offset and the layers, once it lies in milk that is stirred", () => {
    for (const story of SEEDS.slice(0, 30).map(anyVat)) {
      if (story.trouble !== "none") continue;
      const { probe, milk, litres, end, story: of } = runCooling(story, { hours: 8, every: 10 });
      for (let i = 0; i < probe.at.length; i += 1) {
        const settled = (probe.at[i] ?? 0) > end + 1_800_000;
        if (!settled || (litres[i] ?? 0) <= of.probe.coveredFrom) continue;
        const off = Math.abs((probe.celsius[i] ?? 0) - of.probe.offset - (milk.celsius[i] ?? 0));
        // Lag behind a falling curve, noise, half a step, and what drifts apart between two stirrings.
        expect(off).toBeLessThan(1.8);
      }
    }
  });
});

describe("when a curve came down", () => {
  const curve = (celsius: number[]) => ({ at: celsius.map((_, i) => i * 1_000), celsius });
  it("is asked from its warmest reading on", () => {
    expect(cooledTo(curve([4, 4, 12, 9, 5, 4]), 1_000, 5)).toBe(4_000);
  });
  it("is its beginning where it never was above", () => {
    expect(cooledTo(curve([4, 4.5, 5, 4.9]), 1_000, 5)).toBe(1_000);
  });
  it("is never where it stays above", () => {
    expect(cooledTo(curve([4, 12, 9, 6]), 0, 5)).toBeNull();
  });
});
