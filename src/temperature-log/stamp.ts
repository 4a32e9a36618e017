// Room: temperature-log. What a cell says about time.
// May live here: the shapes in which dates and times are written, one cell at a time. May not: which of day and month is which
// (date-order.ts), time zones (zones.ts).
// Invariant: a cell is read whole or not at all; a day that could be a month is kept as its three numbers.

import { CELL_LENGTH_MAX } from "./limits.ts";

/** The three numbers of a date, as written. */
export type WrittenDate =
  /** Year first, or the month by its name: no doubt. Days since 1970-01-01; null: no such day. */
  | { readonly kind: "day"; readonly day: number | null }
  /** Year last, in four digits. `dots`: written 22.11.2026, which is day first wherever it is used. */
  | { readonly kind: "year-last"; readonly packed: number; readonly dots: boolean }
  /** All in two digits. */
  | { readonly kind: "short"; readonly packed: number; readonly dots: boolean };

export type Stamp = {
  readonly date: WrittenDate | null;
  /** Milliseconds since midnight; null: no time of day. */
  readonly time: number | null;
  readonly hasSeconds: boolean;
  readonly twelveHour: boolean;
  /** Minutes to add to UTC, where the cell says so. */
  readonly offset: number | null;
  /** Letters after the time that name a zone, such as AEST; they are kept, not believed. */
  readonly zoneName: string | null;
};

export const packed = (a: number, b: number, c: number): number => (a * 10_000 + b) * 10_000 + c;
export const unpacked = (pack: number): readonly [number, number, number] => [
  Math.floor(pack / 100_000_000),
  Math.floor(pack / 10_000) % 10_000,
  pack % 10_000,
];

const DAY = 86_400_000;
/** Loggers whose clock was never set say 2000 or 1970; anything before 1970 or after 2199 is no date. */
const YEAR_MIN = 1970;
const YEAR_MAX = 2199;

// Small boards write 6:5:0 for 06:05:00.
const COLON_TIME = String.raw`(?<h>\d{1,2}):(?<m>\d{1,2})(?::(?<s>\d{1,2})(?:[.,:](?<f>\d{1,9}))?)?`;
const DOT_TIME = String.raw`(?<h2>\d{1,2})[.hH](?<m2>\d{2})(?:[.m](?<s2>\d{2})s?)?`;
const HALF = String.raw`(?:\s*(?<half>[aApP])\.?\s?[mM]\.?)?`;
const ZONE = String.raw`(?:\s*(?<zone>Z|\(?(?:UTC|GMT)?\s?[+-]\d{1,2}(?::?\d{2})?\)?|\(?(?:UTC|GMT)\)?|\(?[A-Z]{2,5}\)?|\[[A-Za-z_/]+\]))?`;
const NUMBERS = String.raw`(?<a>\d{1,4})(?<mark>[-/.])(?<b>\d{1,2})\k<mark>(?<c>\d{1,4})\.?`;
const JAPANESE = String.raw`(?<ja>\d{4})年(?<jb>\d{1,2})月(?<jc>\d{1,2})日`;
const NAMED = String.raw`(?<dd>\d{1,2})\.?[\s\-/.]*(?<mon>\p{L}{3,10})\.?[\s\-/.,]*(?:de\s+)?(?<yy>\d{4}|\d{2})`;
const MONTH_FIRST = String.raw`(?<mon2>\p{L}{3,10})\.?\s+(?<dd2>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<yy2>\d{4})`;
const COMPACT = String.raw`(?<cy>(?:19|20|21)\d{2})(?<cm>\d{2})(?<cd>\d{2})`;
const WEEKDAY = String.raw`(?:\p{L}{2,10}\.?,?\s+)?`;
const DATE = `${WEEKDAY}(?:${NUMBERS}|${JAPANESE}|${NAMED}|${MONTH_FIRST}|${COMPACT})`;
const BETWEEN = String.raw`(?:T|\s*[\s,;_@]\s*|\s*-\s*)`;

const DATE_AND_TIME = new RegExp(
  `^${DATE}${BETWEEN}(?:at\\s+|um\\s+|à\\s+)?(?:${COLON_TIME}|${DOT_TIME})(?:\\s*Uhr)?${HALF}${ZONE}$`,
  "u",
);
const TIME_AND_DATE = new RegExp(`^${COLON_TIME}${HALF}${BETWEEN}${DATE}$`, "u");
const ONLY_DATE = new RegExp(`^${DATE}$`, "u");
const ONLY_TIME = new RegExp(
  `^(?:${COLON_TIME}|(?<h2>\\d{1,2})[hH](?<m2>\\d{2})(?:m?(?<s2>\\d{2})s?)?)(?:\\s*Uhr)?${HALF}${ZONE}$`,
  "u",
);
const COMPACT_BOTH =
  /^(?<cy>(?:19|20|21)\d{2})(?<cm>\d{2})(?<cd>\d{2})[T\s_-]?(?<h>\d{2})(?<m>\d{2})(?<s>\d{2})?(?<zone>Z)?$/;
/** `Sun Nov 22 06:10:00 2026`, as the Unix command `date` writes it, with or without a zone. */
const UNIX_DATE = new RegExp(
  String.raw`^\p{L}{2,4}\s+(?<mon>\p{L}{3,5})\s+(?<dd>\d{1,2})\s+${COLON_TIME}\s+(?:(?<zone>[A-Z]{2,5}|[+-]\d{4})\s+)?(?<yy>\d{4})$`,
  "u",
);

/** A time of day with a dot, `6.05`: only where a date stands beside it, as it is a number too. */
const DOTTED_TIME = /^(?<h>\d{1,2})\.(?<m>\d{2})(?:\.(?<s>\d{2}))?$/;

/** `6.05` as a time of day; null: none. */
export function readDottedTime(cell: string): Stamp | null {
  const groups: Groups | undefined = DOTTED_TIME.exec(cell)?.groups;
  const time = groups?.h === undefined ? undefined : timeOf(groups, groups.h, undefined);
  if (groups === undefined || time === undefined) return null;
  const hasSeconds = groups.s !== undefined;
  return { date: null, time, hasSeconds, twelveHour: false, offset: null, zoneName: null };
}

type Groups = { readonly [name: string]: string | undefined };

/** What the cell says about time; null where it is no date and no time. */
export function readStamp(cell: string): Stamp | null {
  if (cell.length > CELL_LENGTH_MAX || cell.length < 4) return null;
  return readUsual(cell) ?? readAny(cell);
}

/**
 * The writings that nearly all loggers use, without a regular expression, as a year of rows has three million of them:
 * `2026-11-22 06:10:00`, `22/11/2026 06:10`, either part alone. Null: something else, which `readAny` may know.
 */
function readUsual(cell: string): Stamp | null {
  const { length } = cell;
  if (length === 16 || length === 19) {
    const between = cell.charCodeAt(10);
    if (between !== 0x20 && between !== 0x54) return null;
    const date = usualDate(cell);
    const time = date === null ? -1 : usualTime(cell, 11);
    return date === null || time < 0 ? null : usual(date, time, length === 19);
  }
  if (length === 5 || length === 8) {
    const time = usualTime(cell, 0);
    return time < 0 ? null : usual(null, time, length === 8);
  }
  if (length !== 10) return null;
  const date = usualDate(cell);
  return date === null ? null : usual(date, null, false);
}

const usual = (date: WrittenDate | null, time: number | null, hasSeconds: boolean): Stamp => ({
  date,
  time,
  hasSeconds,
  twelveHour: false,
  offset: null,
  zoneName: null,
});

/** The first ten letters as a date, year first or last. */
function usualDate(cell: string): WrittenDate | null {
  const [first, second] = [cell.charCodeAt(4), cell.charCodeAt(2)];
  if (isDateMark(first) && cell.charCodeAt(7) === first) {
    const [year, month, dayOfMonth] = [pair(cell, 0) * 100 + pair(cell, 2), pair(cell, 5), pair(cell, 8)];
    return Number.isNaN(year + month + dayOfMonth) ? null : day(year, month, dayOfMonth);
  }
  if (!isDateMark(second) || cell.charCodeAt(5) !== second) return null;
  const numbers = packed(pair(cell, 0), pair(cell, 3), pair(cell, 6) * 100 + pair(cell, 8));
  return Number.isNaN(numbers) ? null : { kind: "year-last", packed: numbers, dots: second === 0x2e };
}

const isDateMark = (code: number): boolean => code === 0x2d || code === 0x2f || code === 0x2e;

/** Milliseconds since midnight of `06:10` or `06:10:00` from there to the end; negative: something else. */
function usualTime(cell: string, from: number): number {
  if (cell.charCodeAt(from + 2) !== 0x3a) return -1;
  const [hour, minute] = [pair(cell, from), pair(cell, from + 3)];
  const hasSeconds = cell.length === from + 8;
  if (hasSeconds && cell.charCodeAt(from + 5) !== 0x3a) return -1;
  const second = hasSeconds ? pair(cell, from + 6) : 0;
  return hour <= 23 && minute <= 59 && second <= 59 ? ((hour * 60 + minute) * 60 + second) * 1_000 : -1;
}

/** Two digits as a number; NaN for anything else. */
function pair(cell: string, at: number): number {
  const [tens, units] = [cell.charCodeAt(at) - 48, cell.charCodeAt(at + 1) - 48];
  return tens >= 0 && tens <= 9 && units >= 0 && units <= 9 ? tens * 10 + units : Number.NaN;
}

function readAny(written: string): Stamp | null {
  // One blank between words is as good as seventy, and quicker to be done with.
  const cell = written.replaceAll(/\s+/g, " ");
  const match =
    DATE_AND_TIME.exec(cell) ??
    ONLY_TIME.exec(cell) ??
    ONLY_DATE.exec(cell) ??
    COMPACT_BOTH.exec(cell) ??
    TIME_AND_DATE.exec(cell) ??
    UNIX_DATE.exec(cell);
  const groups: Groups | undefined = match?.groups;
  if (groups === undefined) return null;
  const date = dateOf(groups);
  if (date === undefined) return null;
  const hour = groups.h ?? groups.h2;
  const half = groups.half?.toLowerCase();
  const time = hour === undefined ? null : timeOf(groups, hour, half);
  if (time === undefined) return null;
  const zone = zoneOf(groups.zone);
  if (zone === undefined) return null;
  return {
    date,
    time,
    hasSeconds: (groups.s ?? groups.s2) !== undefined,
    twelveHour: half !== undefined,
    ...zone,
  };
}

/** Null: none in the cell. Undefined: what looked like one is none. */
function dateOf(groups: Groups): WrittenDate | null | undefined {
  const { a, b, c } = groups;
  if (a !== undefined && b !== undefined && c !== undefined) {
    if (a.length === 4) return c.length <= 2 ? day(Number(a), Number(b), Number(c)) : undefined;
    if (a.length === 3 || c.length === 3 || c.length === 1) return undefined;
    const numbers = packed(Number(a), Number(b), Number(c));
    return { kind: c.length === 4 ? "year-last" : "short", packed: numbers, dots: groups.mark === "." };
  }
  if (groups.ja !== undefined) return day(Number(groups.ja), Number(groups.jb), Number(groups.jc));
  if (groups.cy !== undefined) return day(Number(groups.cy), Number(groups.cm), Number(groups.cd));
  const name = groups.mon ?? groups.mon2;
  if (name === undefined) return null;
  const month = monthOf(name);
  if (month === null) return undefined;
  return day(fullYear(Number(groups.yy ?? groups.yy2)), month, Number(groups.dd ?? groups.dd2));
}

function day(year: number, month: number, dayOfMonth: number): WrittenDate {
  return { kind: "day", day: dayNumber(year, month, dayOfMonth) };
}

/** Two digits are of this century: no logger of a farm is older. */
export const fullYear = (year: number): number => (year < 100 ? 2_000 + year : year);

/** Days since 1970-01-01; null where the calendar has no such day. */
export function dayNumber(year: number, month: number, dayOfMonth: number): number | null {
  if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12 || dayOfMonth < 1) return null;
  const ms = Date.UTC(year, month - 1, dayOfMonth);
  return new Date(ms).getUTCDate() === dayOfMonth ? ms / DAY : null;
}

/** Undefined: no such time of day. */
function timeOf(groups: Groups, hourText: string, half: string | undefined): number | undefined {
  let hour = Number(hourText);
  const minute = Number(groups.m ?? groups.m2);
  const second = Number(groups.s ?? groups.s2 ?? "0");
  if (half !== undefined) {
    if (hour > 12 || hour < 1) {
      // "13:05 PM" is written by programs that mean 13:05; "0:05 AM" is five past midnight.
      if (hour > 23 || (hour > 12 && half === "a")) return undefined;
    } else {
      hour = (hour % 12) + (half === "p" ? 12 : 0);
    }
  }
  if (minute > 59 || second > 59 || hour > 24 || (hour === 24 && minute + second > 0)) return undefined;
  const fraction = Number((groups.f ?? "0").slice(0, 3).padEnd(3, "0"));
  return ((hour * 60 + minute) * 60 + second) * 1_000 + fraction;
}

/** The offset that a cell or a header writes out: `Z`, `+11:00`, `GMT-0800`, `UTC`. Null for a name; undefined for nonsense. */
function zoneOf(text: string | undefined): Pick<Stamp, "offset" | "zoneName"> | undefined {
  if (text === undefined) return { offset: null, zoneName: null };
  const plain = text.replaceAll(/[()[\]\s]/g, "");
  const offset = readOffset(plain);
  if (offset !== null) return { offset, zoneName: null };
  if (/\d/.test(plain)) return undefined;
  return { offset: null, zoneName: plain };
}

/** `Z`, `UTC`, `GMT+02:00`, `UTC-8`, `+1100` in minutes; null for anything else. */
export function readOffset(text: string): number | null {
  if (/^(?:Z|UTC|GMT)$/.test(text)) return 0;
  const match = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$/.exec(text);
  if (match === null) return null;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? "0");
  if (minutes > 14 * 60) return null;
  return match[1] === "-" ? -minutes : minutes;
}

/** Months by the first three or four letters of their names in English, German, French, Spanish, Italian, Portuguese and Dutch. */
const MONTHS: readonly (readonly string[])[] = [
  ["jan", "ene", "gen"],
  ["feb", "fev"],
  ["mar", "mrz", "mae", "maa", "mrt"],
  ["apr", "abr", "avr"],
  ["may", "mai", "mag", "mei"],
  ["jun", "juin", "giu"],
  ["jul", "juil", "lug"],
  ["aug", "ago", "aou"],
  ["sep", "set"],
  ["oct", "okt", "ott", "out"],
  ["nov"],
  ["dec", "dez", "dic"],
];

function monthOf(name: string): number | null {
  const plain = plainLetters(name);
  for (const letters of [4, 3]) {
    const found = MONTHS.findIndex((names) => names.includes(plain.slice(0, letters)));
    if (found >= 0) return found + 1;
  }
  return null;
}

/** Small letters without accents. */
export const plainLetters = (text: string): string =>
  text.toLowerCase().normalize("NFD").replaceAll(/\p{M}/gu, "");
