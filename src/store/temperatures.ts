// Room: store. Temperatures: one row a probe and hour, its readings packed beside it, and the hour that is still running.
// May live here: packing, figures of an hour, statements. May not: judging readings (domain/vat/probe.ts), corrections (readers apply them).
// Invariant: a reading that is not there is not a number; an hour's figures and digest are evidence and outlive its readings.

import { createHash } from "node:crypto";
import { type ProbeId, probeId } from "../domain/ids.ts";
import { assert } from "../domain/result.ts";
import { type EpochMs, epochMs } from "../domain/units.ts";
import type { ReadingTrouble } from "../domain/vat/reading.ts";
import { instantOf, numberOf, numberOrNull, type ReadRow, textOf } from "./columns.ts";
import type { Pen, Store, Written } from "./store.ts";

export const HOUR_MS = 3_600_000;
/** More readings of one hour go into a second part: a clock that stands must not make a row without end. */
export const READINGS_MAX = 4_000;

/** One reading: a number that is believed (`why` null), one that is not, or none. As the probe gave it, no correction applied. */
export type Kept = {
  readonly at: EpochMs;
  /** Degrees Celsius; null: there was no number. */
  readonly raw: number | null;
  readonly why: ReadingTrouble | null;
  /** Whether the clock was trusted. */
  readonly trusted: boolean;
};

/** Readings of one probe within one hour of the wall clock, in the order in which they came. */
export type Hour = { readonly probe: ProbeId; readonly hour: EpochMs; readonly readings: readonly Kept[] };

export type HourFigures = {
  /** Of the readings that are believed; null: there were none. */
  readonly low: number | null;
  readonly high: number | null;
  readonly mean: number | null;
  readonly count: number;
  /** Numbers that are not believed, and readings without a number. */
  readonly doubted: number;
  readonly missing: number;
  /** Readings while the clock was not trusted. */
  readonly untrusted: number;
};
export type HourRow = HourFigures & { readonly probe: ProbeId; readonly hour: EpochMs };

export const hourOf = (at: EpochMs): EpochMs => epochMs(Math.floor(at / HOUR_MS) * HOUR_MS);

/** A ten-thousandth of a degree: a DS18B20's sixteenths are whole numbers of it. */
const PER_DEGREE = 10_000;
/** What no thermometer shows is kept without its number. */
const RAW_MAX = 10_000;

/** The numbers of troubles in packed readings. Only ever added to at the end. */
const TROUBLE_NUMBERS: readonly ReadingTrouble[] = [
  "not-yet",
  "no-answer",
  "unplugged",
  "shorted",
  "checksum",
  "power-on-value",
  "low-power",
  "stale",
  "converting",
  "open-lead",
  "shorted-lead",
  "garbled",
  "hung",
  "stuck",
  "no-permission",
  "implausible",
  "jumped",
  "disagrees",
  "too-old",
  "not-acceptable",
];
const FORM = 1;
const [BELIEVED, DOUBTED, NONE] = [0, 1, 2];

/** As it can be packed: to a ten-thousandth of a degree. */
export function kept(reading: Kept): Kept {
  const { raw } = reading;
  if (raw === null) return { ...reading, why: reading.why ?? "garbled" };
  if (!Number.isFinite(raw) || Math.abs(raw) > RAW_MAX) return { ...reading, raw: null, why: "implausible" };
  return { ...reading, raw: Math.round(raw * PER_DEGREE) / PER_DEGREE };
}

/**
 * Byte 0 the form; then for each reading: one number of variable length (by how much longer than the last the time since the one before was, doubled
 * and made positive; clock; kind),
 * the change of the value in ten-thousandths where there is one, and the trouble's number where there is one.
 */
export function pack({ hour, readings }: Pick<Hour, "hour" | "readings">): Uint8Array {
  const bytes: number[] = [FORM];
  let at: number = hour;
  let pace = 0;
  let value = 0;
  for (const { at: then, raw, why, trusted } of readings) {
    const kind = raw === null ? NONE : why === null ? BELIEVED : DOUBTED;
    pushNumber(bytes, zigzag(then - at - pace) * 8 + (trusted ? 4 : 0) + kind);
    pace = then - at;
    at = then;
    if (raw !== null) {
      const now = Math.round(raw * PER_DEGREE);
      pushNumber(bytes, zigzag(now - value));
      value = now;
    }
    if (kind !== BELIEVED) bytes.push(Math.max(0, TROUBLE_NUMBERS.indexOf(why ?? "garbled")));
  }
  return Uint8Array.from(bytes);
}

const zigzag = (n: number): number => (n >= 0 ? n * 2 : -n * 2 - 1);
const unzigzag = (n: number): number => (n % 2 === 0 ? n / 2 : -(n + 1) / 2);

function pushNumber(bytes: number[], number: number): void {
  let rest = number;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}

/** Tells each reading in turn, without making an object of it: a year of them passes here. `raw` NaN: there is no number. */
export type Hears = (at: number, raw: number, why: ReadingTrouble | null, trusted: boolean) => void;

export function unpackTo(hour: EpochMs, packed: Uint8Array, hears: Hears): void {
  assert(packed[0] === FORM, "readings are packed in a form that this program knows");
  let place = 1;
  let at: number = hour;
  let pace = 0;
  let value = 0;
  const number = (): number => {
    let [read, scale] = [0, 1];
    for (;;) {
      const byte = packed[place] ?? 0;
      place += 1;
      read += (byte & 127) * scale;
      if (byte < 128) return read;
      scale *= 128;
    }
  };
  while (place < packed.length) {
    const head = number();
    const kind = head % 4;
    pace += unzigzag(Math.floor(head / 8));
    at += pace;
    if (kind !== NONE) value += unzigzag(number());
    let why: ReadingTrouble | null = null;
    if (kind !== BELIEVED) {
      why = TROUBLE_NUMBERS[packed[place] ?? 0] ?? "garbled";
      place += 1;
    }
    hears(at, kind === NONE ? Number.NaN : value / PER_DEGREE, why, head % 8 >= 4);
  }
}

export function unpack(hour: EpochMs, packed: Uint8Array): readonly Kept[] {
  const readings: Kept[] = [];
  unpackTo(hour, packed, (at, raw, why, trusted) => {
    readings.push({ at: epochMs(at), raw: Number.isNaN(raw) ? null : raw, why, trusted });
  });
  return readings;
}

export function figuresOf(readings: readonly Kept[]): HourFigures {
  let [low, high, sum, count, doubted, missing, untrusted] = [Infinity, -Infinity, 0, 0, 0, 0, 0];
  for (const { raw, why, trusted } of readings) {
    if (!trusted) untrusted += 1;
    if (raw === null) missing += 1;
    else if (why !== null) doubted += 1;
    else {
      count += 1;
      sum += raw;
      low = Math.min(low, raw);
      high = Math.max(high, raw);
    }
  }
  const none = count === 0;
  const mean = none ? null : Math.round((sum / count) * PER_DEGREE) / PER_DEGREE;
  return { low: none ? null : low, high: none ? null : high, mean, count, doubted, missing, untrusted };
}

/** An hour that is over: its figures and the digest of its readings into the chain, the readings beside it. */
export function appendHour(store: Store, pen: Pen, hour: Hour, written: Written): void {
  const packed = pack(hour);
  const figures = figuresOf(hour.readings);
  const digest = createHash("sha256").update(packed).digest("hex");
  const part = store.db
    .prepare<[number, string], number>("SELECT count(*) FROM temperature_hour WHERE hour = ? AND probe = ?")
    .pluck()
    .get(hour.hour, hour.probe);
  const key = { probe: hour.probe, hour: hour.hour, part: part ?? 0 };
  pen.append("temperature_hour", { ...key, ...figures, digest }, written, hourInWords(hour.probe, figures));
  pen.run(
    "INSERT INTO temperature_readings (hour, probe, part, packed) VALUES (?, ?, ?, ?)",
    key.hour,
    key.probe,
    key.part,
    packed,
  );
}

const hourInWords = (probe: ProbeId, { low, high, count }: HourFigures): string =>
  low === null || high === null
    ? `Probe ${probe}: no reading in an hour.`
    : `Probe ${probe}: ${low.toFixed(1)} to ${high.toFixed(1)} °C in an hour, ${count} readings.`;

/** The hours that are still running, as of the position in the recording. */
export function writeOpenHours(pen: Pen, hours: readonly Hour[]): void {
  pen.run("DELETE FROM temperature_open");
  for (const hour of hours) {
    pen.run(
      "INSERT INTO temperature_open (probe, hour, packed) VALUES (?, ?, ?)",
      hour.probe,
      hour.hour,
      pack(hour),
    );
  }
}

export const readOpenHours = (store: Store): readonly Hour[] =>
  store.db
    .prepare<[], ReadRow>("SELECT probe, hour, packed FROM temperature_open ORDER BY probe")
    .all()
    .map((row) => {
      const hour = instantOf(row, "hour");
      return { probe: probeId(textOf(row, "probe")), hour, readings: unpack(hour, packedOf(row)) };
    });

function packedOf(row: ReadRow): Uint8Array {
  const { packed } = row;
  assert(packed instanceof Uint8Array, "column packed holds bytes");
  return packed;
}

/** The figures of every hour that begins within, oldest first; both ends included. */
export const hoursBetween = (store: Store, from: EpochMs, to: EpochMs): readonly HourRow[] =>
  store.db
    .prepare<[number, number], ReadRow>(
      "SELECT * FROM temperature_hour WHERE hour >= ? AND hour <= ? ORDER BY hour, probe, part",
    )
    .all(from, to)
    .map((row) => ({
      probe: probeId(textOf(row, "probe")),
      hour: instantOf(row, "hour"),
      low: numberOrNull(row, "low"),
      high: numberOrNull(row, "high"),
      mean: numberOrNull(row, "mean"),
      count: numberOf(row, "count"),
      doubted: numberOf(row, "doubted"),
      missing: numberOf(row, "missing"),
      untrusted: numberOf(row, "untrusted"),
    }));

/** Lowest and highest of so many whole hours together, of every probe. Null: nothing was read in them. A number given to SQLite is a fraction unless it is said not to be: hours must be divided as whole numbers. */
export const stepsBetween = (
  store: Store,
  from: EpochMs,
  to: EpochMs,
  stepMs: number,
): readonly (readonly [probe: string, step: number, low: number | null, high: number | null])[] =>
  store.db
    .prepare<[number, number, number], [string, number, number | null, number | null]>(
      `SELECT probe, hour / CAST(? AS INTEGER) AS step, min(low), max(high) FROM temperature_hour
       WHERE hour >= ? AND hour <= ? GROUP BY step, probe`,
    )
    .raw()
    .all(stepMs, from, to);

/** The readings of every hour that begins within, oldest first. Hours whose readings were shed are left out. */
export function* readingsBetween(
  store: Store,
  from: EpochMs,
  to: EpochMs,
): Generator<{ readonly probe: ProbeId; readonly hour: EpochMs; readonly packed: Uint8Array }> {
  const rows = store.db.prepare<[number, number], ReadRow>(
    "SELECT probe, hour, packed FROM temperature_readings WHERE hour >= ? AND hour <= ? ORDER BY hour, probe, part",
  );
  for (const row of rows.iterate(from, to)) {
    yield { probe: probeId(textOf(row, "probe")), hour: instantOf(row, "hour"), packed: packedOf(row) };
  }
}

/** What goes first when the disk is nearly full: readings of hours before this one, at most so many. Says how many went. Figures and digests stay. */
export function shedReadings(store: Store, before: EpochMs, most: number): number {
  return store.write((pen) => {
    const count = store.db
      .prepare<[number], number>("SELECT count(*) FROM temperature_readings WHERE hour < ?")
      .pluck()
      .get(before);
    pen.run(
      "DELETE FROM temperature_readings WHERE rowid IN (SELECT rowid FROM temperature_readings WHERE hour < ? ORDER BY hour LIMIT ?)",
      before,
      most,
    );
    return Math.min(count ?? 0, most);
  });
}

/** An hour whose readings are not those that were recorded; `record`: its place in the chain, null where it has none. */
export type HourThatDiffers = {
  readonly probe: ProbeId;
  readonly hour: EpochMs;
  readonly record: number | null;
};
/** Hours looked at without letting anything else happen: some milliseconds. */
const HOURS_AT_ONCE = 100;
/** More say nothing new. */
const DIFFERENCES_MOST = 20;

/** Looks whether the readings of every hour are as their digests say, a slice at a time: yields how much is done, 0 to 1. Shed ones say nothing. */
export function* hoursThatDiffer(db: Store["db"]): Generator<number, readonly HourThatDiffers[]> {
  const last = db.prepare<[], number | null>("SELECT max(rowid) FROM temperature_readings").pluck().get();
  const hours = db.prepare<[number, number], ReadRow>(
    `SELECT r.rowid AS place, r.probe, r.hour, r.packed, h.id, h.digest FROM temperature_readings r
     LEFT JOIN temperature_hour h USING (hour, probe, part) WHERE r.rowid > ? ORDER BY r.rowid LIMIT ?`,
  );
  const found: HourThatDiffers[] = [];
  for (let place = Number.MIN_SAFE_INTEGER; ; ) {
    const slice = hours.all(place, HOURS_AT_ONCE);
    for (const row of slice) {
      place = numberOf(row, "place");
      const record = numberOrNull(row, "id");
      const isAsRecorded =
        record !== null && createHash("sha256").update(packedOf(row)).digest("hex") === textOf(row, "digest");
      if (!isAsRecorded)
        found.push({ probe: probeId(textOf(row, "probe")), hour: instantOf(row, "hour"), record });
    }
    if (slice.length < HOURS_AT_ONCE || found.length >= DIFFERENCES_MOST) return found;
    yield Math.min(1, Math.max(0, place / Math.max(1, last ?? 1)));
  }
}
