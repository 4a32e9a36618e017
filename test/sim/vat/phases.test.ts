// Room: test/sim/vat. What phases.ts makes of days in many vats: direct expansion and ice banks, 500 to 30,000 l, pre-cooled or not, summer and winter.

import { describe, expect, test } from "vitest";
import type { Curve } from "../../../src/domain/cooling/curve.ts";
import { type Phase, phasesOf } from "../../../src/domain/vat/phases.ts";
import { daysOf, thinned } from "./days.ts";

const VATS = 18;
const MINUTE = 60_000;
/** A milking that warms the milk by less may go unseen: the thermostat alone does as much. */
const SEEN_FROM = 2.5;

const LIVES = Array.from({ length: VATS }, (_, index) => daysOf(index + 1));

type Score = { of: number; found: number };
const score = (): Score => ({ of: 0, found: 0 });

function warmest({ at, celsius }: Curve, from: number, to: number): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < at.length; index += 1) {
    const then = (at[index] ?? 0) / 1_000;
    if (then >= from && then <= to) most = Math.max(most, celsius[index] ?? most);
  }
  return most;
}

/** What was found of what was so, over all vats; `wrong` is what was found and was not so. */
function tally(every: number) {
  const [firsts, laters, collections, washes] = [score(), score(), score(), score()];
  const off: number[] = [];
  let [outside, wrongFirst, wrong] = [0, 0, 0];
  for (const { truth, curve } of LIVES) {
    const read = thinned(curve, every);
    const left = new Set(phasesOf(read));
    const nearest = (kind: Phase["kind"], second: number, within: number) => {
      const near = [...left]
        .filter((one) => one.kind === kind && Math.abs(one.at - second * 1_000) <= within * MINUTE)
        .sort((one, other) => Math.abs(one.at - second * 1_000) - Math.abs(other.at - second * 1_000))[0];
      if (near !== undefined) left.delete(near);
      return near;
    };
    for (const { at, first } of truth.milkings) {
      const rose = warmest(read, at, at + 10_800) - warmest(read, at - 10_800, at);
      const found = nearest("milking-began", at, 180);
      // The very first fell into an empty vat of which nothing was known.
      if (at < 86_400 && first) continue;
      if (found?.kind === "milking-began") {
        off.push((found.at - at * 1_000) / MINUTE);
        if (found.latest < at * 1_000 || (found.earliest ?? 0) > (at + 4_500) * 1_000) outside += 1;
        if (found.first !== null && found.first !== first) wrongFirst += 1;
      }
      const counts = first ? firsts : rose >= SEEN_FROM ? laters : null;
      if (counts !== null) {
        counts.of += 1;
        counts.found += found === undefined ? 0 : 1;
      }
    }
    for (const second of truth.collections) {
      collections.of += 1;
      collections.found += nearest("collected", second, 45) === undefined ? 0 : 1;
    }
    for (const second of truth.washes) {
      washes.of += 1;
      washes.found += nearest("wash-began", second, 15) === undefined ? 0 : 1;
    }
    wrong += [...left].filter(
      ({ kind, at }) => (kind === "milking-began" || kind === "collected") && at > 86_400_000,
    ).length;
  }
  off.sort((one, other) => one - other);
  return { firsts, laters, collections, washes, off, outside, wrongFirst, wrong };
}

describe(`over ${VATS} vats and four days each`, () => {
  test.each([20, 60, 300])("read every %d s: found is what was, and hardly anything else", (every) => {
    const { firsts, laters, collections, washes, off, outside, wrongFirst, wrong } = tally(every);
    expect(washes.found).toBe(washes.of);
    expect(collections.found / collections.of).toBeGreaterThan(0.95);
    expect(laters.of).toBeGreaterThan(30);
    expect(laters.found / laters.of).toBeGreaterThan(0.95);
    expect(firsts.found / firsts.of).toBeGreaterThan(0.9);
    expect(wrong).toBeLessThanOrEqual(3);
    expect(wrongFirst).toBe(0);
    // None is said to have begun at the latest before it did, nor at the earliest more than an hour and a quarter after it did.
    expect(outside).toBe(0);
    expect(Math.abs(off[Math.floor(off.length / 2)] ?? 99)).toBeLessThan(5);
    expect(off.filter((one) => Math.abs(one) > 30).length / off.length).toBeLessThan(0.1);
  });
});
