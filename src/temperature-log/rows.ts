// Room: temperature-log. What was read of each row, in columns of numbers, so that millions of rows fit.
// May live here: keeping and growing. May not: what the numbers mean. Invariant: all columns are of one length.

import type { ReadingTrouble } from "../domain/vat/reading.ts";

/** How the time of a row was written. */
export const DAY_KNOWN = 0;
export const YEAR_LAST = 1;
export const SHORT_DATE = 2;
/** The row's time is the whole of it: an instant, or time since the start. */
export const WHOLE = 3;

export const NO_OFFSET = 32_767;

/** Every reason that a row without a number can have, by its place in this list plus one; 0: there is a number. */
export const TROUBLES: readonly ReadingTrouble[] = [
  "no-answer",
  "unplugged",
  "open-lead",
  "shorted-lead",
  "garbled",
  "implausible",
  "power-on-value",
  "low-power",
];

export type Rows = {
  length: number;
  /** DAY_KNOWN, YEAR_LAST, SHORT_DATE or WHOLE. */
  kind: Uint8Array;
  /** Days since 1970 (NaN: no such day), or the three numbers of the date packed. */
  date: Float64Array;
  /** Milliseconds since midnight, or the whole time. */
  time: Float64Array;
  /** Minutes, or NO_OFFSET. */
  offset: Int16Array;
  /** As written, in the unit of the file; NaN without a number. */
  value: Float64Array;
  /** 0, or one more than the place in TROUBLES. */
  why: Uint8Array;
  line: Int32Array;
};

const ROOM_AT_FIRST = 4_096;

export function openRows(): Rows {
  return {
    length: 0,
    kind: new Uint8Array(ROOM_AT_FIRST),
    date: new Float64Array(ROOM_AT_FIRST),
    time: new Float64Array(ROOM_AT_FIRST),
    offset: new Int16Array(ROOM_AT_FIRST),
    value: new Float64Array(ROOM_AT_FIRST),
    why: new Uint8Array(ROOM_AT_FIRST),
    line: new Int32Array(ROOM_AT_FIRST),
  };
}

/** The time of a row, as in the columns of `Rows`. */
export type RowTime = {
  readonly kind: number;
  readonly date: number;
  readonly time: number;
  readonly offset: number;
};

/** `value` NaN needs a `why`. */
export function addRow(
  rows: Rows,
  { kind, date, time, offset }: RowTime,
  value: number,
  why: number,
  line: number,
): void {
  const at = rows.length;
  if (at === rows.kind.length) grow(rows);
  rows.kind[at] = kind;
  rows.date[at] = date;
  rows.time[at] = time;
  rows.offset[at] = offset;
  rows.value[at] = value;
  rows.why[at] = why;
  rows.line[at] = line;
  rows.length = at + 1;
}

function grow(rows: Rows): void {
  const size = rows.kind.length * 2;
  const keep = <T extends { set(from: T): void }>(to: T, from: T): T => {
    to.set(from);
    return to;
  };
  rows.kind = keep(new Uint8Array(size), rows.kind);
  rows.date = keep(new Float64Array(size), rows.date);
  rows.time = keep(new Float64Array(size), rows.time);
  rows.offset = keep(new Int16Array(size), rows.offset);
  rows.value = keep(new Float64Array(size), rows.value);
  rows.why = keep(new Uint8Array(size), rows.why);
  rows.line = keep(new Int32Array(size), rows.line);
}

export const codeOf = (why: ReadingTrouble): number => TROUBLES.indexOf(why) + 1;
export const troubleOf = (code: number): ReadingTrouble => TROUBLES[code - 1] ?? "garbled";
