// Room: temperature-log. One row after the other into numbers, by the layout that was found.
// May live here: reading the time and the value of a row. May not: the layout, what all rows say together.
// Invariant: every line after the header becomes a row, or is counted as skipped with its reason.

import { cellsOf } from "./cells.ts";
import { cleanCell, joinDecimals, type Layout } from "./layout.ts";
import { KINDS_MAX } from "./limits.ts";
import {
  addRow,
  codeOf,
  DAY_KNOWN,
  NO_OFFSET,
  type Rows,
  type RowTime,
  SHORT_DATE,
  WHOLE,
  YEAR_LAST,
} from "./rows.ts";
import type { LogSettings } from "./settings.ts";
import { readDottedTime, readStamp, type Stamp, type WrittenDate } from "./stamp.ts";
import type { Tally } from "./tally.ts";
import { readValue, type Unit } from "./value.ts";

/** What all rows together have shown. */
export type Seen = {
  points: number;
  commas: number;
  firstPoint: number;
  firstComma: number;
  units: Map<Unit, number>;
  sensors: Map<string, number>;
  zoneNames: Map<string, number>;
  dots: boolean;
  twelveHour: boolean;
  hourMax: number;
  hourMin: number;
  seconds: boolean;
  /** Elapsed times of two parts, which could be h:mm or mm:ss. */
  twoPartElapsed: number;
  notRows: number;
  firstStamp: string;
};

export const openSeen = (): Seen => ({
  points: 0,
  commas: 0,
  firstPoint: 0,
  firstComma: 0,
  units: new Map(),
  sensors: new Map(),
  zoneNames: new Map(),
  dots: true,
  twelveHour: false,
  hourMax: 0,
  hourMin: 24,
  seconds: false,
  twoPartElapsed: 0,
  notRows: 0,
  firstStamp: "",
});

const DAY = 86_400_000;
const HOUR = 3_600_000;

export type RowReader = { read(lines: readonly string[], first: number): void };

export function createRowReader(
  layout: Layout,
  settings: LogSettings,
  { rows, seen, tally }: { rows: Rows; seen: Seen; tally: Tally },
): RowReader {
  let lastDate: Stamp | null = null;
  const wantedSensor = settings.sensor?.trim().toLowerCase() ?? null;
  return {
    read(lines, first) {
      const cells = cellsOf(lines, layout.delimiter);
      for (let at = 0; at < lines.length; at += 1) {
        const line = lines[at] ?? "";
        const row = cells[at];
        if (row === undefined || line.trim() === "") continue;
        if (line === layout.header) tally.add("The header stands here again", first + at);
        else readRow(row, first + at);
      }
    },
  };

  function readRow(written: readonly string[], line: number): void {
    const joined = layout.joinTo === null ? written : joinDecimals(written.map(cleanCell), layout.joinTo);
    if (joined === null) {
      skip("Which digits are decimals cannot be told in this row", line);
      return;
    }
    if (layout.sensorColumn !== null && !isWanted(cleanCell(joined[layout.sensorColumn] ?? ""))) return;
    const time = timeOf(joined);
    if (time === null) {
      skip("No time that can be read: not a row of readings", line);
      return;
    }
    addValue(cleanCell(joined[layout.temperature] ?? ""), time, line);
    if (layout.unitColumn !== null) noteUnit(cleanCell(joined[layout.unitColumn] ?? ""));
  }

  function skip(says: string, line: number): void {
    tally.add(says, line);
    seen.notRows += 1;
  }

  function isWanted(sensor: string): boolean {
    const count = seen.sensors.get(sensor);
    if (count !== undefined || seen.sensors.size < KINDS_MAX) seen.sensors.set(sensor, (count ?? 0) + 1);
    return wantedSensor === null || sensor.toLowerCase() === wantedSensor;
  }

  function addValue(cell: string, time: RowTime, line: number): void {
    const value = readValue(cell, settings.decimal);
    if (value.kind === "number") {
      if (value.decimal === "comma") {
        if (seen.commas === 0) seen.firstComma = line;
        seen.commas += 1;
      } else if (value.decimal === "point") {
        if (seen.points === 0) seen.firstPoint = line;
        seen.points += 1;
      }
      if (value.unit !== null) seen.units.set(value.unit, (seen.units.get(value.unit) ?? 0) + 1);
      addRow(rows, time, value.value, 0, line);
      return;
    }
    const why = value.kind === "none" ? value.why : "garbled";
    const shown = cell === "" ? "an empty cell" : `"${cell.slice(0, 20)}"`;
    tally.add(`No reading: ${shown} (${why})`, line);
    addRow(rows, time, Number.NaN, codeOf(why), line);
  }

  function noteUnit(cell: string): void {
    const letter = /([CFK])$|^(c)elsius$|^(f)ahrenheit$/i.exec(cell);
    const unit = (letter?.[1] ?? letter?.[2] ?? letter?.[3])?.toUpperCase();
    if (unit === "C" || unit === "F" || unit === "K") seen.units.set(unit, (seen.units.get(unit) ?? 0) + 1);
  }

  function timeOf(row: readonly string[]): RowTime | null {
    const { time } = layout;
    switch (time.kind) {
      case "one":
        return fromStamp(readStampOf(cellAt(row, time.column)));
      case "two": {
        const date = dateBeside(cellAt(row, time.date));
        const clock = readStampOf(cellAt(row, time.time)) ?? readDottedTime(cellAt(row, time.time));
        // Databases write a time of day as one on 30 December 1899, and a date as its midnight.
        if (date?.date == null || clock === null || clock.time === null) return null;
        return fromStamp({ ...clock, date: date.date, offset: clock.offset ?? date.offset });
      }
      case "clock-only": {
        const clock = readStampOf(cellAt(row, time.column));
        return clock?.time == null ? null : fromStamp({ ...clock, date: { kind: "day", day: 0 } });
      }
      case "number": {
        const value = readValue(cellAt(row, time.column), null);
        if (value.kind !== "number") return null;
        return instantOf(value.value, time.counts);
      }
      case "elapsed":
        return time.unit === "clock"
          ? elapsedClock(cellAt(row, time.column))
          : elapsedNumber(cellAt(row, time.column), time.unit);
    }
  }

  function readStampOf(cell: string): Stamp | null {
    const stamp = readStamp(cell);
    if (stamp !== null && seen.firstStamp === "") seen.firstStamp = cell;
    return stamp;
  }

  /** Reports write the date only where it changes. */
  function dateBeside(cell: string): Stamp | null {
    if (cell === "") return lastDate;
    const stamp = readStampOf(cell);
    if (stamp?.date != null) lastDate = stamp;
    return stamp;
  }

  function fromStamp(stamp: Stamp | null): RowTime | null {
    if (stamp?.date == null) return null;
    // A date alone among dates with times is how spreadsheets write midnight.
    const time = stamp.time ?? 0;
    if (stamp.hasSeconds) seen.seconds = true;
    if (stamp.twelveHour) seen.twelveHour = true;
    const hour = Math.floor(time / HOUR);
    if (hour > seen.hourMax) seen.hourMax = hour;
    if (hour < seen.hourMin) seen.hourMin = hour;
    if (stamp.zoneName !== null && seen.zoneNames.size < KINDS_MAX) {
      seen.zoneNames.set(stamp.zoneName, (seen.zoneNames.get(stamp.zoneName) ?? 0) + 1);
    }
    return placed(stamp.date, time, stamp.offset ?? NO_OFFSET);
  }

  function placed(date: WrittenDate, time: number, offset: number): RowTime {
    if (date.kind === "day") return { kind: DAY_KNOWN, date: date.day ?? Number.NaN, time, offset };
    if (!date.dots) seen.dots = false;
    return { kind: date.kind === "short" ? SHORT_DATE : YEAR_LAST, date: date.packed, time, offset };
  }

  function elapsedClock(cell: string): RowTime | null {
    const match = /^(\d+):(\d{2})(?::(\d{2})(?:[.,](\d{1,3})\d*)?)?$/.exec(cell);
    if (match === null) return null;
    const [a, b, c] = [Number(match[1]), Number(match[2]), match[3]];
    if (c !== undefined) {
      const fraction = Number((match[4] ?? "0").padEnd(3, "0"));
      return whole(((a * 60 + b) * 60 + Number(c)) * 1_000 + fraction);
    }
    seen.twoPartElapsed += 1;
    return whole(settings.elapsedUnit === "min" ? (a * 60 + b) * 1_000 : (a * 60 + b) * 60_000);
  }
}

const cellAt = (row: readonly string[], column: number): string => cleanCell(row[column] ?? "");

/** Days from a spreadsheet's day 0, which is 30 December 1899, to 1 January 1970. */
const EXCEL_EPOCH = 25_569;
const UNIT_MS = { ms: 1, s: 1_000, min: 60_000, h: HOUR } as const;

function instantOf(value: number, counts: "epoch-s" | "epoch-ms" | "excel"): RowTime {
  switch (counts) {
    case "epoch-s":
      return { ...whole(value * 1_000), offset: 0 };
    case "epoch-ms":
      return { ...whole(value), offset: 0 };
    case "excel":
      // A spreadsheet's day is the clock's own, in no zone; its fractions hold a second, not a millisecond.
      return whole(Math.round(((value - EXCEL_EPOCH) * DAY) / 1_000) * 1_000);
  }
}

function elapsedNumber(cell: string, unit: keyof typeof UNIT_MS): RowTime | null {
  const value = readValue(cell, null);
  return value.kind === "number" ? whole(Math.round(value.value * UNIT_MS[unit])) : null;
}

const whole = (time: number): RowTime => ({ kind: WHOLE, date: 0, time, offset: NO_OFFSET });
