// Room: temperature-log. How a file is laid out: delimiter, header, which column is what.
// May live here: looking at the first lines. May not: reading the whole file (read-log.ts).
// Invariant: a column is chosen because its name or its content leaves one possibility; else the person is asked.

import { err, ok, type Result } from "../domain/result.ts";
import { cellsOf, DELIMITERS, type Delimiter } from "./cells.ts";
import {
  type ColumnKind,
  type ElapsedUnit,
  elapsedUnitOf,
  kindOfName,
  saysMilk,
  saysOther,
  unitOfName,
  zoneOfName,
} from "./header.ts";
import { KINDS_MAX } from "./limits.ts";
import type { LogSettings } from "./settings.ts";
import { plainLetters, readDottedTime, readStamp } from "./stamp.ts";
import type { LogProblem } from "./text.ts";
import { readValue, toCelsius, type Unit } from "./value.ts";

export type TimeColumns =
  | { readonly kind: "one"; readonly column: number }
  | { readonly kind: "two"; readonly date: number; readonly time: number }
  | { readonly kind: "clock-only"; readonly column: number }
  | { readonly kind: "number"; readonly column: number; readonly counts: "epoch-s" | "epoch-ms" | "excel" }
  | { readonly kind: "elapsed"; readonly column: number; readonly unit: ElapsedUnit | "clock" };

export type Layout = {
  readonly delimiter: Delimiter;
  /** Index of the first line after the header. */
  readonly from: number;
  /** The header as written, to know it again further down; null where there is none. */
  readonly header: string | null;
  readonly names: readonly string[];
  readonly time: TimeColumns;
  readonly temperature: number;
  /** From the column's name; null: to be found. */
  readonly unit: Unit | null;
  readonly unitColumn: number | null;
  readonly sensorColumn: number | null;
  /** A comma file with decimal commas and no quotes: how many cells a row has once they are joined. */
  readonly joinTo: number | null;
  /** What the time column's name says about its zone. */
  readonly zone: { readonly offset: number } | { readonly zone: string } | null;
  /** Choices worth telling. */
  readonly says: readonly string[];
};

/** Lines looked at to find what is in the columns. */
const SAMPLE_LINES = 400;

export function layoutOf(
  lines: readonly string[],
  settings: LogSettings,
): Result<Layout, readonly LogProblem[]> {
  const separator = /^"?sep=(.)"?\s*$/i.exec(lines[0] ?? "");
  const written = DELIMITERS.find((one) => one === separator?.[1]) ?? null;
  const delimiter = settings.delimiter ?? written ?? delimiterOf(lines, settings);
  if (delimiter === null) return err([noTable(lines)]);
  const rows = cellsOf(lines, delimiter).map((row) => row.map(cleanCell));
  const isData = rows.map((row) => looksLikeData(row, delimiter) > 0);
  const head = findHeader(rows, isData);
  if (!isData.some((data, at) => data && at >= head.from)) return err([noTable(lines)]);
  let sample: readonly (readonly string[])[] = rows.filter((_, at) => at >= head.from && isData[at] === true);
  const joinTo = joinOf(sample, head.names, delimiter, settings);
  if (joinTo !== null) {
    sample = sample.flatMap((row) => {
      const joined = joinDecimals(row, joinTo);
      return joined === null ? [] : [joined];
    });
  }
  const columns = lookAt(spread(sample, SAMPLE_LINES), head.names, settings);
  const time = timeColumnsOf(columns, settings);
  const temperature = temperatureColumnOf(columns, time.ok ? time.value : null, settings);
  if (!time.ok || !temperature.ok) {
    return err([...(time.ok ? [] : [time.error]), ...(temperature.ok ? [] : [temperature.error])]);
  }
  const chosen = columns[temperature.value.column];
  const timeName = head.names[timeColumnNumber(time.value)] ?? "";
  return ok({
    delimiter,
    from: head.from,
    header: head.at === null ? null : (lines[head.at] ?? null),
    names: head.names,
    time: time.value,
    temperature: temperature.value.column,
    unit: chosen === undefined ? null : unitOfName(chosen.name),
    unitColumn: columns.find((one) => isUnitColumn(one))?.at ?? null,
    sensorColumn: sensorColumnOf(columns, time.value, temperature.value.column),
    joinTo,
    zone: zoneOfName(timeName),
    says: temperature.value.says,
  });
}

export const timeColumnNumber = (time: TimeColumns): number =>
  time.kind === "two" ? time.time : time.column;

/** Spreadsheets' ways of keeping a text a text: `'06:10`, `="06:10"`; and no-break spaces. */
export function cleanCell(cell: string): string {
  const trimmed = cell.trim();
  const first = trimmed.charCodeAt(0);
  if (first !== 0x27 && first !== 0x3d && first !== 0x22 && first !== 0xfeff && !trimmed.includes("\u00a0"))
    return trimmed;
  return trimmed
    .replaceAll("\u00a0", " ")
    .replace(/^\ufeff/, "")
    .replace(/^="(.*)"$/, "$1")
    .replace(/^"(.*)"$/, "$1")
    .replace(/^'/, "")
    .trim();
}

/** 1 for a row with a time and a value, less for one of numbers only, 0 for anything else. */
function looksLikeData(row: readonly string[], delimiter: Delimiter): number {
  let stamps = 0;
  let values = 0;
  let dashes = 0;
  for (const cell of row) {
    if (cell === "") continue;
    const isForeign = /[;\t|]/.test(cell) || (delimiter.startsWith("space") && cell.endsWith(","));
    if (isForeign) return 0;
    if (readStamp(cell) !== null || /^\d+:\d{2}(?::\d{2})?$/.test(cell)) stamps += 1;
    else {
      const value = readValue(cell, null).kind;
      if (value === "number") values += 1;
      else if (value === "none") dashes += 1;
    }
  }
  if (stamps > 0 && values + dashes > 0) return values > 0 ? 1 : 0.9;
  return values >= 2 ? 0.3 : 0;
}

function delimiterOf(lines: readonly string[], settings: LogSettings): Delimiter | null {
  const sample = spread(
    lines.filter((line) => line.trim() !== ""),
    SAMPLE_LINES,
  );
  let best: { readonly delimiter: Delimiter; readonly score: number } | null = null;
  for (const delimiter of DELIMITERS) {
    // A decimal comma that was promised cannot be what parts the columns, unless nothing else does.
    const doubt = settings.decimal === "comma" && delimiter === "," ? 0.5 : 1;
    const rows = cellsOf(sample, delimiter);
    const score = doubt * rows.reduce((sum, row) => sum + looksLikeData(row.map(cleanCell), delimiter), 0);
    if (score > 0 && (best === null || score > best.score * 1.05)) best = { delimiter, score };
  }
  return best?.delimiter ?? null;
}

function spread<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all;
  const step = all.length / most;
  return Array.from({ length: most }, (_, at) => all[Math.floor(at * step)]).flatMap((one) =>
    one === undefined ? [] : [one],
  );
}

type Head = { readonly at: number | null; readonly from: number; readonly names: readonly string[] };

const HEADER_KINDS: readonly ColumnKind[] = ["time", "date", "elapsed", "temperature"];

function findHeader(rows: readonly (readonly string[])[], isData: readonly boolean[]): Head {
  const start = isData.indexOf(true);
  const candidates = rows.flatMap((row, at) =>
    isData[at] !== true && (isHeader(row) || (at === start - 1 && isNames(row, rows[start] ?? [])))
      ? [at]
      : [],
  );
  let best: { readonly at: number; readonly rows: number } | null = null;
  for (const [index, at] of candidates.entries()) {
    // The same line again further down is the same header.
    const next = candidates.slice(index + 1).find((later) => !same(rows[later], rows[at])) ?? rows.length;
    let count = 0;
    for (let line = at + 1; line < next; line += 1) if (isData[line] === true) count += 1;
    if (count > (best?.rows ?? 0)) best = { at, rows: count };
  }
  const before = best === null ? 0 : isData.slice(0, best.at).filter(Boolean).length;
  if (best === null || before > best.rows) return { at: null, from: Math.max(0, start), names: [] };
  const names = [...(rows[best.at] ?? [])];
  while (names.length > 0 && names.at(-1) === "") names.pop();
  // `# time temp`: the sign before a remark is no column's name. Over a column of its own it is one, also where the last cells are empty.
  const header = best.at;
  const isBelow = (at: number): boolean => at > header && isData[at] === true;
  if (names[0] === "#" && rows.every((row, at) => !isBelow(at) || row.length < names.length)) names.shift();
  // Names on one line and units on the next, or the other way about.
  const above = rows[best.at - 1];
  const below = rows[best.at + 1];
  const joined =
    above !== undefined && above.length >= names.length && isHeader(above) && !same(above, rows[best.at])
      ? names.map((name, at) => `${above[at] ?? ""} ${name}`.trim())
      : below !== undefined && isData[best.at + 1] !== true && isUnits(below)
        ? names.map((name, at) => `${name} ${below[at] ?? ""}`.trim())
        : names;
  return { at: best.at, from: best.at + 1, names: joined };
}

function isHeader(row: readonly string[]): boolean {
  const filled = row.filter((cell) => cell !== "");
  if (filled.length < 2) return false;
  if (filled.some((cell) => readStamp(cell) !== null || readValue(cell, null).kind === "number"))
    return false;
  return filled.some((cell) => HEADER_KINDS.includes(kindOfName(cell)));
}

/** Words in a language that is not known here, above the first row and as many as its cells. */
const isNames = (row: readonly string[], data: readonly string[]): boolean =>
  row.length >= 2 &&
  lengthOf(row) === lengthOf(data) &&
  row.every((cell) => readStamp(cell) === null && readValue(cell, null).kind === "text");

const isUnits = (row: readonly string[]): boolean =>
  row.some((cell) => unitOfName(cell) !== null) &&
  row.every((cell) => cell.length < 24 && readStamp(cell) === null);

const same = (a: readonly string[] | undefined, b: readonly string[] | undefined): boolean =>
  a !== undefined && b !== undefined && a.join("\u0000") === b.join("\u0000");

/** How many cells rows have once `4` and `5` are one again; null where a comma is no decimal mark here. */
function joinOf(
  rows: readonly (readonly string[])[],
  names: readonly string[],
  delimiter: Delimiter,
  settings: LogSettings,
): number | null {
  if (delimiter !== "," || settings.decimal === "point") return null;
  const lengths = rows.map((row) => lengthOf(row));
  const usual = median(lengths);
  if (names.length > 0) {
    // More cells than names, and the surplus is digits behind digits.
    const more = rows.filter(
      (row) => lengthOf(row) > names.length && joinDecimals(row, names.length) !== null,
    ).length;
    return more > rows.length / 2 || (settings.decimal === "comma" && more > 0) ? names.length : null;
  }
  if (settings.decimal !== "comma") return null;
  const numbers = (rows.find((row) => lengthOf(row) === usual) ?? []).filter((cell) =>
    /^[+-]?\d+$/.test(cell),
  ).length;
  return numbers % 2 === 0 && numbers > 0 ? usual - numbers / 2 : null;
}

const lengthOf = (row: readonly string[]): number => {
  let length = row.length;
  while (length > 0 && row[length - 1] === "") length -= 1;
  return length;
};

/** A row with its decimals joined to `to` cells; null where there is no way, or more than one, to do it. */
export function joinDecimals(row: readonly string[], to: number): readonly string[] | null {
  const length = lengthOf(row);
  if (length <= to) return row;
  const surplus = length - to;
  const pairs: number[] = [];
  for (let at = 0; at + 1 < length; at += 1) {
    if (/^[+-]?\d+$/.test(row[at] ?? "") && /^\d{1,4}$/.test(row[at + 1] ?? "")) pairs.push(at);
  }
  const ways = waysToPick(pairs, surplus);
  const [only, second] = ways;
  if (only === undefined || second !== undefined) return null;
  const joined: string[] = [];
  for (let at = 0; at < length; at += 1) {
    if (only.includes(at)) {
      joined.push(`${row[at] ?? ""},${row[at + 1] ?? ""}`);
      at += 1;
    } else joined.push(row[at] ?? "");
  }
  return joined;
}

/** Up to two ways to pick `count` of these places so that no two are neighbours. */
function waysToPick(places: readonly number[], count: number): readonly (readonly number[])[] {
  const found: (readonly number[])[] = [];
  const pick = (from: number, picked: readonly number[]): void => {
    if (found.length > 1) return;
    if (picked.length === count) {
      found.push(picked);
      return;
    }
    for (let at = from; at < places.length; at += 1) {
      const place = places[at];
      const last = picked.at(-1);
      if (place !== undefined && (last === undefined || place > last + 1)) pick(at + 1, [...picked, place]);
    }
  };
  // A row of a hundred numbers is no row of decimals torn apart.
  if (places.length <= 12) pick(0, []);
  return found;
}

type Column = {
  readonly at: number;
  readonly name: string;
  readonly kind: ColumnKind;
  readonly rows: number;
  readonly filled: number;
  readonly both: number;
  readonly dates: number;
  readonly times: number;
  /** Hours, minutes and seconds, also beyond 24 hours. */
  readonly clocks: number;
  readonly numbers: number;
  readonly nothings: number;
  readonly units: number;
  readonly values: readonly number[];
  readonly texts: ReadonlySet<string>;
};

function lookAt(
  rows: readonly (readonly string[])[],
  names: readonly string[],
  settings: LogSettings,
): readonly Column[] {
  const width = rows.reduce((most, row) => Math.max(most, lengthOf(row)), names.length);
  return Array.from({ length: width }, (_, at) => {
    const name = names[at] ?? "";
    let [filled, both, dates, times, clocks, numbers, nothings, units] = [0, 0, 0, 0, 0, 0, 0, 0];
    const values: number[] = [];
    const texts = new Set<string>();
    for (const row of rows) {
      const cell = row[at] ?? "";
      if (cell === "") continue;
      filled += 1;
      const stamp = readStamp(cell);
      if (/^\d+:\d{2}(?::\d{2}(?:[.,]\d+)?)?$/.test(cell)) clocks += 1;
      if (stamp?.date != null && stamp.time !== null) both += 1;
      else if (stamp?.date != null) dates += 1;
      else if (stamp != null) times += 1;
      const value = readValue(cell, settings.decimal);
      if (value.kind === "number") {
        numbers += 1;
        values.push(value.value);
        if (value.unit !== null) units += 1;
      } else if (value.kind === "none") nothings += 1;
      if (texts.size < KINDS_MAX) texts.add(cell);
    }
    const kind = kindOfName(name);
    return {
      at,
      name,
      kind,
      rows: rows.length,
      filled,
      both,
      dates,
      times,
      clocks,
      numbers,
      nothings,
      units,
      values,
      texts,
    };
  });
}

const mostly = (count: number, column: Column): boolean =>
  count > 0 && count >= 0.8 * Math.max(1, column.filled - column.nothings);
/** A column whose cells are empty in most rows is not what the rows are about. */
const isFull = (column: Column): boolean => column.filled >= column.rows / 2;

function timeColumnsOf(columns: readonly Column[], settings: LogSettings): Result<TimeColumns, LogProblem> {
  const full = columns.filter(isFull);
  if (settings.timeColumn !== null) {
    const named = findNamed(columns, settings.timeColumn);
    if (named === null) return err(noSuchColumn("--time-column", settings.timeColumn, columns));
    return timeColumnOf(named, full, settings);
  }
  const both = full.filter((column) => mostly(column.both, column));
  if (both.length > 0) {
    const byName = both.filter((column) => column.kind === "time" || column.kind === "date");
    const choice = byName.length === 1 ? byName : both;
    return choice.length === 1 && choice[0] !== undefined
      ? ok({ kind: "one", column: choice[0].at })
      : severalTimes(choice);
  }
  const dates = full.filter((column) => mostly(column.dates, column));
  const clocks = full.filter((column) => mostly(column.times, column) || mostly(column.clocks, column));
  const [date] = dates.length > 0 ? dates : columns.filter(isDateOnChange);
  const [clock] = clocks.length > 0 || date === undefined ? clocks : full.filter(isDottedClock);
  if (date !== undefined && clock !== undefined) {
    if (dates.length > 1) return severalTimes(dates);
    const times = clocks.filter((column) => column.kind !== "elapsed");
    const [first] = clocks.length === 0 ? [clock] : times;
    return times.length <= 1 && first !== undefined
      ? ok({ kind: "two", date: date.at, time: first.at })
      : severalTimes(times.length > 1 ? times : clocks);
  }
  const numbers = full.filter((column) => mostly(column.numbers, column));
  const counted = numbers.flatMap((column) => {
    const counts = countsOf(column);
    return counts === null ? [] : [{ column, counts }];
  });
  if (counted.length > 0) {
    const [only, second] = counted;
    return only !== undefined && second === undefined
      ? ok({ kind: "number", column: only.column.at, counts: only.counts })
      : severalTimes(counted.map(({ column }) => column));
  }
  if (clock !== undefined) {
    if (clocks.length > 1) return severalTimes(clocks);
    return timeColumnOf(clock, full, settings);
  }
  const elapsed = numbers.filter(
    (column) => column.kind === "elapsed" || (column.kind === "time" && rises(column)),
  );
  const [only, second] = elapsed;
  if (only !== undefined && second === undefined) return timeColumnOf(only, full, settings);
  if (elapsed.length > 1) return severalTimes(elapsed);
  if (date !== undefined) return err(onlyDates(date));
  return err(noTimes(columns));
}

/** Called a time, and 6.05 in every row. */
const isDottedClock = (column: Column): boolean =>
  column.kind === "time" &&
  column.numbers === column.filled &&
  [...column.texts].every((text) => readDottedTime(text) !== null);

/** A column of dates that are written only where they change. */
const isDateOnChange = (column: Column): boolean =>
  column.dates > 0 &&
  column.dates === column.filled &&
  (column.kind === "date" || column.kind === "time" || column.name === "");

/** One column, by itself or named by the person. */
function timeColumnOf(
  column: Column,
  full: readonly Column[],
  settings: LogSettings,
): Result<TimeColumns, LogProblem> {
  if (mostly(column.both, column)) return ok({ kind: "one", column: column.at });
  const counts = countsOf(column);
  if (counts !== null && mostly(column.numbers, column))
    return ok({ kind: "number", column: column.at, counts });
  if (mostly(column.times, column) || mostly(column.clocks, column)) {
    const date = full.find((other) => mostly(other.dates, other));
    if (date !== undefined) return ok({ kind: "two", date: date.at, time: column.at });
    const isElapsed = column.kind === "elapsed" || column.clocks > column.times;
    return isElapsed
      ? ok({ kind: "elapsed", column: column.at, unit: "clock" })
      : ok({ kind: "clock-only", column: column.at });
  }
  if (mostly(column.numbers, column)) {
    const unit = settings.elapsedUnit ?? elapsedUnitOf(column.name);
    return unit === null ? err(noElapsedUnit(column)) : ok({ kind: "elapsed", column: column.at, unit });
  }
  return err(noTimes([column]));
}

/** Numbers that can be nothing but instants: seconds or milliseconds since 1970, or a spreadsheet's days since 1900. */
function countsOf(column: Column): "epoch-s" | "epoch-ms" | "excel" | null {
  const { values } = column;
  if (values.length === 0 || column.kind === "temperature") return null;
  const within = (from: number, to: number) => values.every((value) => value >= from && value < to);
  if (within(631_152_000, 4_102_444_800)) return "epoch-s";
  if (within(631_152_000_000, 4_102_444_800_000)) return "epoch-ms";
  // 32,874 is 1 January 1990, 73,051 the last day of 2099; row numbers have no fractions.
  const fractions = values.filter((value) => !Number.isInteger(value)).length;
  return within(32_874, 73_051) && fractions > values.length / 2 ? "excel" : null;
}

const rises = ({ values }: Column): boolean =>
  values.length > 1 && values.every((value, at) => at === 0 || value > (values[at - 1] ?? value));

type Chosen = { readonly column: number; readonly says: readonly string[] };

function temperatureColumnOf(
  columns: readonly Column[],
  time: TimeColumns | null,
  settings: LogSettings,
): Result<Chosen, LogProblem> {
  if (settings.column !== null) {
    const named = findNamed(columns, settings.column);
    return named === null
      ? err(noSuchColumn("--column", settings.column, columns))
      : ok({ column: named.at, says: [] });
  }
  const isTime = (column: Column): boolean =>
    time !== null &&
    (time.kind === "two" ? column.at === time.date || column.at === time.time : column.at === time.column);
  // A probe that gave nothing but "Err" has a column, too, if its name says so.
  const possible = columns.filter(
    (column) =>
      !isTime(column) &&
      !(column.rows > 10 && unitOfName(column.name) === null && isRowNumber(column)) &&
      column.both + column.dates + column.times < Math.max(1, column.filled / 2) &&
      (mostly(column.numbers, column) ||
        (column.kind === "temperature" && column.numbers + column.nothings > 0)),
  );
  const byName = possible.filter(
    (column) => column.kind === "temperature" || column.units > column.numbers / 2,
  );
  const filled = byName.filter((column) => column.numbers > 0);
  const temperatures = filled.length > 0 ? filled : byName;
  const [only, second] = temperatures;
  if (temperatures.length > 1) return oneOf(temperatures);
  const rest = possible.filter((column) => column.kind === "unknown" || column.kind === "sensor");
  const unnumbered = rest.filter((column) => !isRowNumber(column) || rest.length === 1);
  if (only !== undefined && second === undefined) {
    // "Ambient temp" beside "CH1": the milk may be the one that is not called a temperature.
    const isOther = saysOther(only.name) && !saysMilk(only.name);
    const others = unnumbered.filter((column) => column.at !== only.at);
    if (isOther && others.length > 0) return err(severalTemperatures([only, ...others]));
    const says = isOther
      ? [`The only temperature of this file is called "${only.name}": see that it is the milk's.`]
      : [];
    return ok({ column: only.at, says });
  }
  const [value, another] = unnumbered;
  if (value !== undefined && another === undefined) return ok({ column: value.at, says: [] });
  if (unnumbered.length > 1) return err(severalTemperatures(unnumbered));
  // "Min °C", "Max °C", "Set point °C": a temperature each, and none surely the milk's.
  const others = possible.filter((column) => column.kind === "not-milk" && unitOfName(column.name) !== null);
  return err(others.length > 0 ? severalTemperatures(others) : noTemperature(columns));
}

/** Several temperatures: the one called milk, or the Celsius twin of a Fahrenheit column. */
function oneOf(columns: readonly Column[]): Result<Chosen, LogProblem> {
  const milk = columns.filter((column) => saysMilk(column.name) && !saysOther(column.name));
  const [named] = milk;
  if (milk.length === 1 && named !== undefined) {
    return ok({
      column: named.at,
      says: [`Of ${columns.length} temperatures the one called "${named.name}" is taken.`],
    });
  }
  const [one, two] = columns;
  if (columns.length === 2 && one !== undefined && two !== undefined) {
    const celsius = unitOfName(one.name) === "C" ? one : two;
    const other = celsius === one ? two : one;
    const twins =
      unitOfName(celsius.name) === "C" &&
      unitOfName(other.name) === "F" &&
      celsius.values.length === other.values.length &&
      celsius.values.every((value, at) => Math.abs(toCelsius(other.values[at] ?? 0, "F") - value) < 0.2);
    if (twins)
      return ok({
        column: celsius.at,
        says: [`"${celsius.name}" and "${other.name}" are one temperature in two units.`],
      });
  }
  return err(severalTemperatures(columns));
}

/** Whole numbers that rise by one. */
const isRowNumber = (column: Column): boolean =>
  column.kind === "row-number" ||
  (column.values.length > 1 &&
    column.values.every(
      (value, at) => Number.isInteger(value) && (at === 0 || value > (column.values[at - 1] ?? value)),
    ));

const isUnitColumn = (column: Column): boolean =>
  column.filled > 0 &&
  (column.kind === "unit" || column.kind === "unknown") &&
  [...column.texts].every((text) => /^(?:°|º|˚|\ufffd|deg)?\s?[CFK]$|^celsius$|^fahrenheit$/i.test(text));

function sensorColumnOf(columns: readonly Column[], time: TimeColumns, temperature: number): number | null {
  const named = columns.filter(
    (column) =>
      (column.kind === "sensor" || namesSensors(column)) &&
      column.at !== temperature &&
      column.at !== timeColumnNumber(time) &&
      isFull(column),
  );
  // Of several, the one that tells rows apart.
  const telling = named.filter(
    (column) => column.texts.size > 1 && column.texts.size <= column.rows / 2 && !isRowNumber(column),
  );
  return (telling[0] ?? named.find((column) => !isRowNumber(column)))?.at ?? null;
}

/** Without a header: words in every row, each with a number in it or the name of a place, such as sensor1, 28-0316a2 or room. */
const namesSensors = (column: Column): boolean =>
  column.name === "" &&
  column.filled > 0 &&
  column.numbers + column.nothings + column.both + column.dates + column.times === 0 &&
  [...column.texts].every(
    (text) =>
      /\p{L}/u.test(text) &&
      (/\d/.test(text) || saysMilk(text) || saysOther(text) || kindOfName(text) === "sensor"),
  );

function findNamed(columns: readonly Column[], wanted: string): Column | null {
  const plain = (text: string) => plainLetters(text).replaceAll(/\s+/g, " ").trim();
  const exact = columns.filter((column) => plain(column.name) === plain(wanted));
  if (exact.length === 1) return exact[0] ?? null;
  if (/^\d+$/.test(wanted)) return columns[Number(wanted) - 1] ?? null;
  const close = columns.filter(
    (column) => plain(wanted) !== "" && plain(column.name).includes(plain(wanted)),
  );
  return close.length === 1 ? (close[0] ?? null) : null;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const titleOf = (column: Column): string => {
  const name = column.name === "" ? "" : ` "${column.name}"`;
  const first = [...column.texts].slice(0, 3).join(", ");
  return `column ${column.at + 1}${name} (${first === "" ? "empty" : first.slice(0, 60)})`;
};
const titles = (columns: readonly Column[]): string => columns.slice(0, 12).map(titleOf).join("; ");
const optionFor = (option: string, column: Column | undefined, all: readonly Column[] = []): string =>
  column === undefined
    ? option
    : `${option} ${column.name === "" || column.name.includes('"') || all.some((other) => other !== column && other.name === column.name) ? column.at + 1 : `"${column.name}"`}`;

const severalTimes = (columns: readonly Column[]): Result<never, LogProblem> =>
  err({
    line: 0,
    says: "More than one column holds times.",
    found: titles(columns),
    expected: "one that is the logger's own clock",
    fix: `Say which: ${columns
      .slice(0, 3)
      .map((column) => optionFor("--time-column", column, columns))
      .join(", or ")}.`,
  });
const severalTemperatures = (columns: readonly Column[]): LogProblem => ({
  line: 0,
  says: "More than one column could be the milk's temperature.",
  found: titles(columns),
  expected: "one that is the probe in the milk",
  fix: `Say which: ${columns
    .slice(0, 4)
    .map((column) => optionFor("--column", column, columns))
    .join(", or ")}.`,
});
const noTemperature = (columns: readonly Column[]): LogProblem => ({
  line: 0,
  says: "No column of this file looks like a temperature.",
  found: titles(columns),
  expected: "a column of numbers called temperature, °C, value, or nothing",
  fix: "Say which it is: --column NAME, or its number from the left.",
});
const noTimes = (columns: readonly Column[]): LogProblem => ({
  line: 0,
  says: "No column of this file can be read as times.",
  found: titles(columns),
  expected: "date and time in one column or two, seconds since 1970, or time since the start",
  fix: "Say which column it is: --time-column NAME; for time since the start also --time-unit s, min, h or ms.",
});
const onlyDates = (column: Column): LogProblem => ({
  line: 0,
  says: "The rows have a date but no time of day.",
  found: titleOf(column),
  expected: "date and time",
  fix: "Export the readings one by one, with their times: daily figures cannot show how milk was cooled.",
});
const noElapsedUnit = (column: Column): LogProblem => ({
  line: 0,
  says: "The time is a count, and nothing says of what.",
  found: titleOf(column),
  expected: "seconds, minutes or hours since the logger was started",
  fix: `Say which: --time-unit s (${countAs(column, 1)}), --time-unit min (${countAs(column, 60)}), or --time-unit h (${countAs(column, 3_600)}).`,
});
/** What the spacing of rows would be. */
function countAs({ values }: Column, unit: number): string {
  const steps = values.slice(1).map((value, at) => value - (values[at] ?? value));
  const seconds = median(steps) * unit;
  return seconds < 120
    ? `a row every ${seconds} s`
    : seconds < 7_200
      ? `a row every ${seconds / 60} min`
      : `a row every ${seconds / 3_600} h`;
}
const noSuchColumn = (option: string, wanted: string, columns: readonly Column[]): LogProblem => ({
  line: 0,
  says: `${option}: there is no one column "${wanted}" in this file.`,
  found: titles(columns),
  expected: "the name of a column, or its number from the left",
  fix: `Write it as in the file, such as ${optionFor(option, columns.at(-1))}.`,
});
function noTable(lines: readonly string[]): LogProblem {
  const shown = lines.find((line) => line.trim() !== "") ?? "";
  return {
    line: 0,
    says: "No rows of times and temperatures are found in this file.",
    found: `${lines.length} lines, the first: "${shown.slice(0, 80)}"`,
    expected: "rows with a time and a temperature, parted by comma, semicolon, tab, bar or spaces",
    fix: "See that it is the export of the readings, not of a summary. An unusual delimiter: --delimiter.",
  };
}
