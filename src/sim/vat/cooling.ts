// Room: sim/vat. One milking cooled from beginning to end: the curve the probe gives, and what is true meanwhile.
// May live here: running a story. May not: judging or forecasting it.
// Invariant: what the probe gives is all that a controller could know; the rest is truth, for tests and calibration.

import type { Curve } from "../../domain/cooling/curve.ts";
import { createRandom } from "../random.ts";
import { createProbe, feel, reads } from "./probe.ts";
import type { VatEvent, VatStory } from "./stories.ts";
import { advanceVat, airOf, createVat, fillWith, NO_FEED, type Vat } from "./vat.ts";

export type Cooling = {
  readonly story: VatStory;
  /** Milliseconds on the clock of the curve: commencement of milking, and its end. */
  readonly start: number;
  readonly end: number;
  /** What the probe said, every `every` seconds. */
  readonly probe: Curve;
  /** True mean of the milk at the same instants; of an empty vat what its wall has. */
  readonly milk: Curve;
  /** Litres in the vat, air, and whether it was being cooled, at the same instants. */
  readonly litres: Float64Array;
  readonly air: Float64Array;
  readonly cooled: Uint8Array;
};

export type CoolingOptions = {
  /** From the start of milking on, hours; the milking is in it. 10 without it. */
  readonly hours?: number;
  /** Between readings, seconds; 10 without it. */
  readonly every?: number;
};

/** The curve begins this long before milking, seconds. */
export const BEFORE_S = 1_800;
const HOURS = 10;
const EVERY_S = 10;
const MINUTE_S = 60;

/** Runs it. The clock of its curves is 0 half an hour before milking. */
export function runCooling(
  story: VatStory,
  { hours = HOURS, every = EVERY_S }: CoolingOptions = {},
): Cooling {
  const vat = createVat(story.make, story.startsAt - BEFORE_S);
  fillWith(vat, story.before.litres, story.before.celsius);
  if (vat.litres > 0) vat.wall = (vat.celsius + airOf(vat)) / 2;
  const probe = createProbe(story.probe, vat, createRandom(story.seed).fork("probe"));
  const length = Math.floor((BEFORE_S + hours * 3_600) / every) + 1;
  const cooling = {
    at: new Float64Array(length),
    celsius: new Float64Array(length),
    milk: new Float64Array(length),
    litres: new Float64Array(length),
    air: new Float64Array(length),
    cooled: new Uint8Array(length),
  };
  let next = 0;
  for (let i = 0; i < length; i += 1) {
    const since = i * every - BEFORE_S;
    for (let event = story.events[next]; event !== undefined && event.at <= since; ) {
      befall(vat, event);
      next += 1;
      event = story.events[next];
    }
    cooling.at[i] = i * every * 1_000;
    cooling.celsius[i] = reads(probe) ?? Number.NaN;
    cooling.milk[i] = vat.litres > 0 ? vat.celsius : vat.wall;
    cooling.litres[i] = vat.litres;
    cooling.air[i] = airOf(vat);
    cooling.cooled[i] = vat.cooling ? 1 : 0;
    const minute = Math.floor(since / MINUTE_S);
    const litresPerSecond = story.flow[minute] ?? 0;
    const feed = litresPerSecond > 0 ? { litresPerSecond, celsius: story.warm[minute] ?? vat.line } : NO_FEED;
    advanceVat(vat, every, feed);
    feel(probe, vat, every);
  }
  const { at } = cooling;
  return {
    story,
    start: BEFORE_S * 1_000,
    end: (BEFORE_S + story.flow.length * MINUTE_S) * 1_000,
    probe: { at, celsius: cooling.celsius },
    milk: { at, celsius: cooling.milk },
    litres: cooling.litres,
    air: cooling.air,
    cooled: cooling.cooled,
  };
}

/** Makes an event of a story true of the vat. */
export function befall({ works }: Vat, event: VatEvent): void {
  if (event.what === "duty") works.duty = event.duty;
  else works[event.what] = event.on;
}

/**
 * When the curve first is at or below `limit` after its warmest reading since `from`, milliseconds; `from` where it was never
 * above; null where it never comes down within the curve.
 */
export function cooledTo({ at, celsius }: Curve, from: number, limit: number): number | null {
  let warmest = Number.NEGATIVE_INFINITY;
  let reached: number | null = null;
  for (let i = 0; i < at.length; i += 1) {
    const when = at[i] ?? from;
    const here = celsius[i] ?? Number.NaN;
    if (when < from || Number.isNaN(here)) continue;
    if (here > warmest) {
      warmest = here;
      reached = null;
    }
    if (reached === null && here <= limit) reached = warmest <= limit ? from : when;
  }
  return reached;
}
