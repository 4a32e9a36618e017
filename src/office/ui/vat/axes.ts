// Room: office/ui/vat. Axes and lines that all vat charts share.
// May live here: uPlot options. May not: data.
// Invariant: times on the axis are the farm's; a line is told apart by its dashes as well as its colour.

import uPlot from "uplot";
import { timeWords } from "../components/clock-time.tsx";
import type { Paint } from "./curve-picture.ts";

const DASHES: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [12, 4, 2, 4], [4, 2], [10, 3, 3, 3]];
export const dashOf = (line: number): number[] => [...(DASHES[line % DASHES.length] ?? [])];

const AXIS_FONT = 12;
const common = (paint: Paint) => ({
  stroke: paint.soft,
  font: `${AXIS_FONT}px ${paint.font}`,
  grid: { stroke: paint.grid, width: 1 },
  ticks: { stroke: paint.grid, width: 1, size: 4 },
});

export const degreeAxis = (paint: Paint): uPlot.Axis => ({
  ...common(paint),
  // As wide as "22 °C"; whole degrees only, so that nothing wider comes.
  size: 56,
  space: 34,
  incrs: [1, 2, 5, 10, 20, 50],
  values: (_plot, splits) => splits.map((split) => `${split} °C`),
});

const DAY_S = 86_400;
/** Times of day, with the day where it changes; days and months where more is shown. */
export const timeAxis = (paint: Paint, zone: string): uPlot.Axis => ({
  ...common(paint),
  size: 40,
  space: 62,
  values: (_plot, splits, _axis, _space, step) => {
    const day = new Intl.DateTimeFormat("en-GB", { timeZone: zone, day: "numeric", month: "short" });
    const month = new Intl.DateTimeFormat("en-GB", { timeZone: zone, month: "short", year: "numeric" });
    return splits.map((split, index) => {
      const at = split * 1_000;
      if (step >= 28 * DAY_S) return month.format(at);
      if (step >= DAY_S) return day.format(at);
      const time = timeWords(at, zone);
      return time === "00:00" || index === 0 ? `${time}\n${day.format(at)}` : time;
    });
  },
});

export const atFarm =
  (zone: string) =>
  (seconds: number): Date =>
    uPlot.tzDate(new Date(seconds * 1_000), zone);

export const hourAxis = (paint: Paint): uPlot.Axis => ({
  ...common(paint),
  size: 30,
  space: 44,
  values: (_plot, splits) => splits.map((split) => `${split} h`),
});
