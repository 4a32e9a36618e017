// Room: temperature-log. From the times of rows as written to instants.
// May live here: putting date, time and zone together, row after row. May not: zone rules (zones.ts).
// Invariant: an hour shown twice is settled by the row before; an hour never shown is a problem, not a guess.

import { err, ok, type Result } from "../domain/result.ts";
import type { OrderFound } from "./date-order.ts";
import type { LogClock } from "./log.ts";
import { DAY_KNOWN, NO_OFFSET, type Rows, WHOLE } from "./rows.ts";
import type { LogProblem } from "./text.ts";
import { fixedZone, type LogZone } from "./zones.ts";

export type Instants = {
  /** By row; NaN for a row whose date does not exist. */
  readonly at: Float64Array;
  readonly clock: LogClock;
  /** For `Understood.zone`. */
  readonly zone: string;
  /** Rows without a usable time, and the first of their lines. */
  readonly noTime: { readonly line: number; readonly count: number };
};

export type ClockSaid = {
  readonly order: OrderFound;
  /** By `--time-zone`. */
  readonly zone: LogZone | null;
  /** By the time column's name. */
  readonly named: LogZone | null;
  /** For times that count from a start, or have no date. */
  readonly begun: number | null;
  readonly counted: boolean;
  readonly clockOnly: boolean;
};

const DAY = 86_400_000;
const MINUTE = 60_000;

export function instantsOfRows(rows: Rows, said: ClockSaid): Result<Instants, readonly LogProblem[]> {
  const count = rows.length;
  const at = new Float64Array(count);
  let [withOffset, without, lost, lostLine] = [0, 0, 0, 0];
  const lose = (row: number): void => {
    at[row] = Number.NaN;
    if (lost === 0) lostLine = rows.line[row] ?? 0;
    lost += 1;
  };
  for (let row = 0; row < count; row += 1) {
    const offset = rows.offset[row] ?? NO_OFFSET;
    const time = rows.time[row] ?? Number.NaN;
    if (rows.kind[row] === WHOLE) at[row] = time + (said.counted ? (said.begun ?? 0) : 0);
    else {
      const date = rows.date[row] ?? Number.NaN;
      const day = rows.kind[row] === DAY_KNOWN ? date : said.order.dayOf(date);
      if (day === null || Number.isNaN(day)) {
        lose(row);
        continue;
      }
      at[row] = day * DAY + time;
    }
    if (offset === NO_OFFSET) without += 1;
    else {
      withOffset += 1;
      at[row] = (at[row] ?? 0) - offset * MINUTE;
    }
  }
  if (said.clockOnly) dateByClock(at, said.begun ?? 0);
  if (withOffset > 0) {
    // Beside times with their zone, one without cannot be placed.
    if (without > 0) for (let row = 0; row < count; row += 1) if (rows.offset[row] === NO_OFFSET) lose(row);
    const first = rows.offset.find((offset) => offset !== NO_OFFSET) ?? 0;
    const shown = said.zone ?? said.named ?? fixedZone(first);
    const by = said.zone === null ? "as written in the file" : "as given; the file itself has offsets";
    return ok({ at, clock: { kind: "zone", zone: shown }, zone: `${shown.name} (${by})`, noTime: noTime() });
  }
  if (said.counted && said.begun === null) {
    return ok({
      at,
      clock: { kind: "counted" },
      zone: "counted from the start of the logger",
      noTime: noTime(),
    });
  }
  const zone = said.zone ?? said.named;
  if (zone === null) {
    return ok({
      at,
      clock: { kind: "own" },
      zone: "the logger's own clock, as written in the file",
      noTime: noTime(),
    });
  }
  const placed = placeInZone(at, rows, zone);
  if (!placed.ok) return err([placed.error]);
  const by = said.zone === null ? "as the header says" : "as given";
  return ok({ at, clock: { kind: "zone", zone }, zone: `${zone.name} (${by})`, noTime: noTime() });

  function noTime() {
    return { line: lostLine, count: lost };
  }
}

/** Times of day without dates: past midnight is the next day. */
function dateByClock(at: Float64Array, begun: number): void {
  let day = Math.floor(begun / DAY) * DAY;
  let last = Number.NaN;
  for (let row = 0; row < at.length; row += 1) {
    const time = at[row] ?? 0;
    if (time < last - DAY / 2) day += DAY;
    last = time;
    at[row] = day + time;
  }
}

/** From what the clock showed to instants, in the order of time. */
function placeInZone(at: Float64Array, rows: Rows, zone: LogZone): Result<null, LogProblem> {
  const count = at.length;
  let down = 0;
  for (let row = 1; row < count; row += 1) down += (at[row] ?? 0) < (at[row - 1] ?? 0) ? 1 : 0;
  const turned = down > count / 2;
  let last = Number.NEGATIVE_INFINITY;
  for (let step = 0; step < count; step += 1) {
    const row = turned ? count - 1 - step : step;
    const wall = at[row] ?? Number.NaN;
    if (Number.isNaN(wall)) continue;
    const [first, second] = zone.instantsOf(wall);
    if (first === undefined) return err(neverShown(wall, rows.line[row] ?? 0, zone));
    // The hour that was shown twice: the first time, until the clock has been there.
    const instant = second !== undefined && first < last ? second : first;
    at[row] = instant;
    last = instant;
  }
  return ok(null);
}

function neverShown(wall: number, line: number, zone: LogZone): LogProblem {
  const offset = zone.offsetAt(wall - DAY) / MINUTE;
  return {
    line,
    says: `A clock in ${zone.name} never showed this time: daylight saving skipped it.`,
    found: new Date(wall).toISOString().slice(0, 19).replace("T", " "),
    expected: "times of a clock that follows daylight saving there",
    fix: `This logger keeps one time all year: give its offset instead, --time-zone ${fixedZone(offset).name.replace("UTC", "") || "+00:00"}. Or give no zone.`,
  };
}
