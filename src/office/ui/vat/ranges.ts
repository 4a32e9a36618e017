// Room: office/ui/vat. The stretch of time that a curve shows: today, two days, a week, …, and moves of it.
// May live here: pure sums over instants. May not: fetching, drawing.
// Invariant: days begin at the farm's own midnight; a range is never shorter than ten minutes nor longer than 400 days.

/** Milliseconds since the epoch. `to` may lie ahead: the day has not ended. */
export type Range = { readonly from: number; readonly to: number };
export type RangeName = "today" | "two-days" | "week" | "month" | "year";
export const RANGES: readonly { readonly name: RangeName; readonly says: string; readonly days: number }[] = [
  { name: "today", says: "Today", days: 1 },
  { name: "two-days", says: "2 days", days: 2 },
  { name: "week", says: "Week", days: 7 },
  { name: "month", says: "Month", days: 31 },
  { name: "year", says: "Year", days: 366 },
];

const MINUTE = 60_000;
const DAY = 86_400_000;
export const SHORTEST = 10 * MINUTE;
export const LONGEST = 400 * DAY;

/** The farm's zone: how far its clock is ahead of UTC at an instant, milliseconds. */
export type Zone = { readonly offsetAt: (at: number) => number };

/** The instant at which this wall time (as if UTC) is at the farm. A wall time that a change of the clocks leaves out is read an hour on. */
export function instantAt(wall: number, zone: Zone): number {
  const guess = wall - zone.offsetAt(wall);
  return wall - zone.offsetAt(guess);
}

/** The farm's midnight at or before `at`, moved by whole days. */
export function dayStart(at: number, zone: Zone, moved = 0): number {
  const wall = at + zone.offsetAt(at);
  return instantAt((Math.floor(wall / DAY) + moved) * DAY, zone);
}

export function rangeNamed(name: RangeName, now: number, zone: Zone): Range {
  const days = RANGES.find((one) => one.name === name)?.days ?? 1;
  return { from: dayStart(now, zone, 1 - days), to: dayStart(now, zone, 1) };
}

/** Kept within its shortest and longest, around its middle. */
export function kept({ from, to }: Range): Range {
  const length = to - from;
  const wanted = Math.min(LONGEST, Math.max(SHORTEST, length));
  if (wanted === length) return { from, to };
  const middle = (from + to) / 2;
  return { from: Math.round(middle - wanted / 2), to: Math.round(middle + wanted / 2) };
}

/** Moved by a part of its length: -0.5 is half a range earlier. */
export const panned = ({ from, to }: Range, by: number): Range => {
  const length = Math.round((to - from) * by);
  return { from: from + length, to: to + length };
};

/** Nearer (below 1) or farther (above 1), around its middle. */
export function zoomed({ from, to }: Range, by: number): Range {
  const middle = (from + to) / 2;
  const half = ((to - from) * by) / 2;
  return kept({ from: Math.round(middle - half), to: Math.round(middle + half) });
}

/** The month of `at` at the farm, moved by whole months: its first midnight, the next month's, and its days. */
export function monthOf(
  at: number,
  zone: Zone,
  moved = 0,
): {
  readonly from: number;
  readonly to: number;
  readonly days: readonly number[];
  readonly firstWeekday: number;
} {
  const wall = new Date(at + zone.offsetAt(at));
  const year = wall.getUTCFullYear();
  const month = wall.getUTCMonth() + moved;
  const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const days = Array.from({ length }, (_, index) => instantAt(Date.UTC(year, month, index + 1), zone));
  return {
    from: days[0] ?? at,
    to: instantAt(Date.UTC(year, month + 1, 1), zone),
    days,
    // Monday is 0.
    firstWeekday: (new Date(Date.UTC(year, month, 1)).getUTCDay() + 6) % 7,
  };
}
