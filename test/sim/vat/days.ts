// Room: test/sim/vat. Days in a vat's life: milked into twice a day, collected every other day, washed; and what its probe said.
// May live here: running the physics. May not: reading the curve.

import type { Curve } from "../../../src/domain/cooling/curve.ts";
import { createRandom } from "../../../src/sim/random.ts";
import { createProbe, feel, reads } from "../../../src/sim/vat/probe.ts";
import { anyVat } from "../../../src/sim/vat/stories.ts";
import { washWith } from "../../../src/sim/vat/surroundings.ts";
import { advanceVat, collect, createVat, NO_FEED, washVat } from "../../../src/sim/vat/vat.ts";

/** Seconds from the first midnight. */
export type Truth = {
  readonly milkings: readonly { readonly at: number; readonly first: boolean }[];
  readonly collections: readonly number[];
  readonly washes: readonly number[];
};

const DAYS = 4;
const MILKED_AT = [5.5, 16];
const COLLECTED_AT = [35, 83];
const MILKING_S = 90 * 60;
const STEP_S = 20;
/** Of the vat's capacity, each milking. */
const MILKED = 0.22;

/** One of many vats, with healthy plant; its probe is read every 20 s. */
export function daysOf(seed: number): { readonly truth: Truth; readonly curve: Curve } {
  const story = anyVat(seed);
  const vat = createVat(story.make, 0);
  const probe = createProbe(story.probe, vat, createRandom(seed).fork("probe"));
  const milkings: { at: number; first: boolean }[] = [];
  const collections: number[] = [];
  const washes: number[] = [];
  const at: number[] = [];
  const celsius: number[] = [];
  const milkedAt = Array.from({ length: DAYS }, (_, day) =>
    MILKED_AT.map((hour) => (day * 24 + hour) * 3_600),
  ).flat();
  const litresPerSecond = (story.make.capacity * MILKED) / MILKING_S;
  let flowsUntil = 0;
  let washAt = Number.POSITIVE_INFINITY;
  for (let second = 0; second < DAYS * 86_400; second += STEP_S) {
    if (milkedAt.includes(second)) {
      milkings.push({ at: second, first: vat.litres === 0 });
      flowsUntil = second + MILKING_S;
    }
    if (COLLECTED_AT.some((hour) => hour * 3_600 === second)) {
      collect(vat, vat.litres / 1_200);
      collections.push(second);
      washAt = second + 1_200 + (seed % 3 === 0 ? 3_600 : 600);
    }
    if (second === washAt) {
      washVat(vat, washWith(82));
      washes.push(second + 300);
    }
    const celsiusNow = reads(probe);
    if (celsiusNow !== null) {
      at.push(second * 1_000);
      celsius.push(celsiusNow);
    }
    const feed = second < flowsUntil ? { litresPerSecond, celsius: story.warm[30] ?? 33 } : NO_FEED;
    advanceVat(vat, STEP_S, feed);
    feel(probe, vat, STEP_S);
  }
  return { truth: { milkings, collections, washes }, curve: { at, celsius } };
}

/** As a logger that is set to one reading in so many seconds would have it. */
export function thinned({ at, celsius }: Curve, every: number): Curve {
  const kept = Array.from(at, (one, index) => [one, celsius[index] ?? 0] as const).filter(
    ([one]) => one % (every * 1_000) === 0,
  );
  return { at: kept.map(([one]) => one), celsius: kept.map(([, value]) => value) };
}
