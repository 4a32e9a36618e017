// Room: office/ui/vat. Curves of several milkings put on one time, hours from each one's start.
// May live here: sums over columns. May not: drawing. Invariant: nothing is filled in over a gap.

import type { Curve, MilkingCooled } from "../../contract/vat.ts";

export type Laid = {
  /** Hours from the start, then one column a milking. */
  readonly data: [number[], ...(number | null)[][]];
  readonly milkings: readonly number[];
  readonly lowest: number;
  readonly highest: number;
};

/** One column every two minutes: what a screen can show of five hours. */
const STEP_H = 1 / 30;
const FROM_H = -0.5;
const TO_H = 5;

export function laidOver(given: readonly { readonly milking: MilkingCooled; readonly curve: Curve }[]): Laid {
  const length = Math.round((TO_H - FROM_H) / STEP_H) + 1;
  const hours = Array.from({ length }, (_, index) => FROM_H + index * STEP_H);
  let lowest = 0;
  let highest = 0;
  const columns = given.map(({ milking, curve }) => {
    const column = new Array<number | null>(length).fill(null);
    const series = curve.series.find(({ role }) => role === "milk") ?? curve.series[0];
    if (series === undefined) return column;
    const start = Date.parse(milking.start) / 1_000;
    for (const [index, at] of series.at.entries()) {
      const place = Math.round(((at - start) / 3_600 - FROM_H) / STEP_H);
      const celsius = series.high[index] ?? null;
      if (place < 0 || place >= length || celsius === null) continue;
      column[place] = Math.max(celsius, column[place] ?? Number.NEGATIVE_INFINITY);
      // A wash after an early collection is no milk: it does not stretch the picture.
      if (celsius <= MILK_MAX) highest = Math.max(highest, celsius);
      lowest = Math.min(lowest, celsius);
    }
    return column;
  });
  return {
    data: [hours, ...columns],
    milkings: given.map(({ milking }) => milking.milking),
    lowest,
    highest,
  };
}
const MILK_MAX = 40;

/** Hours from the start until it came down to `limit` after its warmest; null where it did not within the picture, or was never above. */
export function coldAfter({ data, milkings }: Laid, milking: number, limit: number): number | null {
  const [hours, ...columns] = data;
  const column = columns[milkings.indexOf(milking)];
  if (column === undefined) return null;
  let top = -1;
  for (const [index, celsius] of column.entries()) {
    if (celsius === null || (hours[index] ?? 0) < 0) continue;
    if (celsius > MILK_MAX) break;
    if (top < 0 || celsius > (column[top] ?? 0)) top = index;
  }
  if (top < 0) return null;
  for (let index = top; index < column.length; index += 1) {
    const celsius = column[index];
    if (celsius != null && celsius <= limit) return hours[index] ?? null;
  }
  return null;
}
