// Room: temperature-log. What is made of a logger's file.
// May live here: shapes. Invariant: every row of the file is a reading, a missing reading with its reason, or listed as skipped.

import type { RawReading } from "../domain/vat/reading.ts";
import type { LogZone } from "./zones.ts";

export type TemperatureLog = {
  /** Rows in the order of time, split where the logger's clock stepped back: within a part times strictly rise. */
  readonly parts: readonly LogPart[];
  /** How the file was understood, for the person to check: delimiter, columns, unit, time format, spacing. */
  readonly understood: Understood;
  /** What the instants are: of the world, of the logger's own clock, or counted from its start. */
  readonly clock: LogClock;
  /** What a person should know: skipped rows by kind with the first line of each, clock steps, duplicate times, sentinels. */
  readonly remarks: readonly LogRemark[];
};

/** Columns of equal length. `at`: milliseconds since the epoch (of the logger's own clock where it has no zone). */
export type LogPart = {
  readonly at: Float64Array;
  /** NaN where there was no reading; `missing` says why, by index. */
  readonly celsius: Float64Array;
  readonly missing: ReadonlyMap<number, RawReading & { readonly kind: "none" }>;
  /** Line in the file of the first row. */
  readonly firstLine: number;
};

export type LogClock =
  /** `at` are instants of the world, shown by this zone's clock. */
  | { readonly kind: "zone"; readonly zone: LogZone }
  /** `at` are what the logger's clock showed, as if it were UTC. */
  | { readonly kind: "own" }
  /** `at` are milliseconds since the logger was started. */
  | { readonly kind: "counted" };

export type Understood = {
  readonly encoding: string;
  readonly delimiter: string;
  readonly decimal: "point" | "comma";
  readonly timeFormat: string;
  readonly timeColumn: string;
  readonly temperatureColumn: string;
  readonly unit: "C" | "F" | "K";
  /** How the unit is known: by the column's name, behind the values, by the values, as said. */
  readonly unitBy: string;
  /** "as written in the file", or the zone that was given. */
  readonly zone: string;
  /** The usual time from one reading to the next, milliseconds. */
  readonly spacing: number;
  readonly rows: number;
};

/** `line` from 1, of the first of them; 0: the file as a whole. */
export type LogRemark = { readonly line: number; readonly says: string; readonly count: number };
