// Room: temperature-log. Rows put in the order of time, and parted where the logger's clock stepped back.
// May live here: order, steps, doubles, rows out of place. May not: zones, units.
// Invariant: within a part times strictly rise; no row goes without being counted.

import { PARTS_MAX } from "./limits.ts";
import type { Measured } from "./measured.ts";

export type Ordered = {
  /** Places in the rows, part by part; of rows of one time the one that counts. */
  readonly parts: readonly Int32Array[];
  /** The file begins with the newest row. */
  readonly turned: boolean;
  /** Rows whose time fits neither the row before nor the one after, places in the rows. */
  readonly outOfPlace: readonly number[];
  readonly outOfPlaceCount: number;
  readonly doubles: { readonly first: number; readonly count: number };
  /** Which of them was kept. */
  readonly counts: Measured["ofDoubles"];
  /** Steps of the clock back, from the row `from` to the row `to`, by so many milliseconds. */
  readonly stepsBack: readonly { readonly to: number; readonly by: number }[];
  /** The usual time between rows, milliseconds. */
  readonly spacing: number;
};

/** Rows that a row out of place may have for company. */
const OUT_OF_PLACE_RUN = 3;
/** A row out of place lies farther from its neighbours than a row or two that are missing. */
const FAR = 10;
const LISTED_MAX = 20;

/** Null: the rows are in no order. `at`: times by row, NaN for none; `value`: for doubles, of which `counts` is kept. */
export function orderRows(
  at: Float64Array,
  value: Float64Array,
  count: number,
  counts: Measured["ofDoubles"],
): Ordered | null {
  const { spacing, turned } = lookAlong(at, count);
  const place = turned ? (step: number) => count - 1 - step : (step: number) => step;
  const time = (step: number): number => (step < count ? (at[place(step)] ?? Number.NaN) : Number.NaN);

  const parts: Int32Array[] = [];
  const outOfPlace: number[] = [];
  const stepsBack: { to: number; by: number }[] = [];
  let outOfPlaceCount = 0;
  let doubles = { first: -1, count: 0 };
  let part = new Int32Array(Math.max(1, count));
  let length = 0;
  const close = (): void => {
    if (length > 0) parts.push(part.slice(0, length));
    length = 0;
  };

  for (let step = 0; step < count; step += 1) {
    const now = time(step);
    if (length === 0) {
      part[length] = place(step);
      length += 1;
      continue;
    }
    const lastPlace = part[length - 1] ?? 0;
    const last = at[lastPlace] ?? Number.NaN;
    if (now === last) {
      doubles = { first: doubles.count === 0 ? place(step) : doubles.first, count: doubles.count + 1 };
      if (isRather(counts, value[place(step)], value[lastPlace])) part[length - 1] = place(step);
      continue;
    }
    if (now < last || now - last > FAR * spacing) {
      const astray = strays(step, now, last);
      if (astray > 0) {
        for (let one = 0; one < astray; one += 1) {
          if (outOfPlace.length < LISTED_MAX) outOfPlace.push(place(step + one));
        }
        outOfPlaceCount += astray;
        step += astray - 1;
        continue;
      }
    }
    if (now < last) {
      stepsBack.push({ to: place(step), by: last - now });
      close();
      if (parts.length >= PARTS_MAX) return null;
    }
    part[length] = place(step);
    length += 1;
  }
  close();
  part = new Int32Array(0);
  return { parts, turned, outOfPlace, outOfPlaceCount, doubles, counts, stepsBack, spacing };

  /** How many rows from here on are out of place: after them the clock goes on as if nothing had been. */
  function strays(step: number, now: number, last: number): number {
    for (let run = 1; run <= OUT_OF_PLACE_RUN; run += 1) {
      const next = time(step + run);
      const expected = (run + 1) * spacing;
      const goesOn = next > last && Math.abs(next - last - expected) <= 1.1 * spacing;
      if (goesOn && (now < last || next < now)) return run;
    }
    return 0;
  }
}

function isRather(
  counts: Measured["ofDoubles"],
  one: number | undefined,
  other: number | undefined,
): boolean {
  if (one === undefined || Number.isNaN(one)) return false;
  if (other === undefined || Number.isNaN(other)) return true;
  return counts === "highest" ? one > other : one < other;
}

const STEPS_SAMPLED = 20_000;

function lookAlong(at: Float64Array, count: number): { readonly spacing: number; readonly turned: boolean } {
  let [up, down] = [0, 0];
  const sizes: number[] = [];
  const every = Math.max(1, Math.floor(count / STEPS_SAMPLED));
  for (let row = 1; row < count; row += 1) {
    const step = (at[row] ?? 0) - (at[row - 1] ?? 0);
    if (step > 0) up += 1;
    if (step < 0) down += 1;
    if (step !== 0 && row % every === 0) sizes.push(Math.abs(step));
  }
  sizes.sort((a, b) => a - b);
  return { spacing: sizes[Math.floor(sizes.length / 2)] ?? 0, turned: down > up };
}
