// Room: test/bench. A farm's vat over days: two milkings a day, collected every other day, washed after it; what its probe says, and the truth.
// Nothing is random but the probe's noise; a year of it every 10 s is 3.15 million readings and 730 milkings.

import { createRandom } from "../../src/sim/random.ts";
import { createProbe, feel, reads } from "../../src/sim/vat/probe.ts";
import { washWith } from "../../src/sim/vat/surroundings.ts";
import { advanceVat, collect, createVat, NO_FEED, type VatMake, washVat } from "../../src/sim/vat/vat.ts";

const DAY_S = 86_400;
const MILKINGS_AT = [5.5 * 3_600, 16 * 3_600];
const MILKING_S = 6_300;
const COLLECTED_AT = 10 * 3_600;
const WASHED_AT = 10.75 * 3_600;

/** 8000 l, 1800 l a milking pre-cooled to 24 °C, and a plant that has them cold in some three hours. */
const MAKE: VatMake = {
  capacity: 8_000,
  refrigeration: { kind: "direct", kw: 13, perKelvin: 0.01, perHotKelvin: 0.01, plate: null, evaporator: -2 },
  thermostat: { starts: 4.2, stops: 3.4 },
  plate: { startsAt: 300, fullAt: 900 },
  loss: 0.02,
  agitator: { every: 1_800, runs: 180 },
  layers: 1.5,
  air: { mean: 16, swing: 6 },
};

export type FarmDays = {
  /** Milliseconds; the first reading is at a midnight. */
  readonly at: Float64Array;
  readonly celsius: Float64Array;
  readonly milkings: readonly { readonly start: number; readonly end: number; readonly first: boolean }[];
  readonly collections: readonly number[];
};

/** `every`: seconds. `from`: milliseconds of the first midnight. */
export function farmDays(days: number, every = 10, from = 1_735_689_600_000, make: VatMake = MAKE): FarmDays {
  const vat = createVat(make, 0);
  const probe = createProbe(
    { role: "milk", coveredFrom: 200, offset: 0.1, noise: 0.03, lag: 40 },
    vat,
    createRandom(7).fork("probe"),
  );
  const length = Math.floor((days * DAY_S) / every);
  const out = { at: new Float64Array(length), celsius: new Float64Array(length) };
  const milkings: { start: number; end: number; first: boolean }[] = [];
  const collections: number[] = [];
  for (let index = 0; index < length; index++) {
    const now = index * every;
    const ofDay = now % DAY_S;
    const isCollectionDay = Math.floor(now / DAY_S) % 2 === 1;
    out.at[index] = from + now * 1_000;
    out.celsius[index] = reads(probe) ?? Number.NaN;
    const began = MILKINGS_AT.find((at) => ofDay >= at && ofDay < at + MILKING_S);
    if (began !== undefined && ofDay - began < every)
      milkings.push({
        start: from + now * 1_000,
        end: from + (now + MILKING_S) * 1_000,
        first: vat.litres === 0,
      });
    if (isCollectionDay && ofDay >= COLLECTED_AT && ofDay < COLLECTED_AT + every) {
      collect(vat, 15);
      collections.push(from + now * 1_000);
    }
    if (isCollectionDay && ofDay >= WASHED_AT && ofDay < WASHED_AT + every) washVat(vat, washWith(75));
    advanceVat(
      vat,
      every,
      began === undefined ? NO_FEED : { litresPerSecond: 1_800 / MILKING_S, celsius: 24 },
    );
    feel(probe, vat, every);
  }
  return { ...out, milkings, collections };
}
