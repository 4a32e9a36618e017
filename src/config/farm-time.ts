// Room: config. Dates as people write them, turned into instants: with an offset, or at the farm.
// May live here: ISO 8601 dates and times, the farm's time zone, its daylight saving. May not: reading a clock.
// Invariant: an instant is never guessed. A local time that does not exist, or exists twice, is refused.

import { type FarmZone, farmZoneNamed, instantsOf } from "../domain/clock/farm-zone.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { type EpochMs, epochMs } from "../domain/units.ts";
import { nearest } from "./nearest.ts";

export { type FarmZone, instantsOf } from "../domain/clock/farm-zone.ts";
export type TimeTrouble = {
  readonly says: string;
  readonly expected: string;
  readonly fix: string;
};

/** What a date without a time stands for; which of the two is the careful one depends on the fact. */
export type BareDate = "start-of-day" | "end-of-day" | "refused";

/** Records older than this are a slip in the year. */
const YEAR_MIN = 1990;
const YEAR_MAX = 2199;
const MINUTE = 60_000;
const DAY = 86_400_000;
/** Offsets of the world lie between -12 h and +14 h. */
const OFFSET_MAX = 14 * 60;

/** The zone's rules, from the running Node's own tables. Fixed offsets and abbreviations are refused. */
export function farmZone(name: string): Result<FarmZone, TimeTrouble> {
  const trouble = {
    says: `"${name}" is not a time zone.`,
    expected: "an IANA time zone such as Australia/Melbourne, Pacific/Auckland, Europe/Dublin or UTC",
  };
  if (name !== "UTC" && !/^[A-Za-z]+(?:\/[A-Za-z0-9_+-]+){1,2}$/.test(name)) {
    return err({ ...trouble, fix: zoneFix(name, "Write it as Area/City.") });
  }
  const zone = farmZoneNamed(name);
  return zone === null
    ? err({ ...trouble, fix: zoneFix(name, "See the list of time zones of the operating system.") })
    : ok(zone);
}

function zoneFix(name: string, otherwise: string): string {
  const zones = [...Intl.supportedValuesOf("timeZone"), "UTC"];
  const city = name.toLowerCase().replaceAll(/[\s_]+/g, "_");
  const meant =
    zones.find((zone) => zone.toLowerCase().endsWith(`/${city}`)) ??
    nearest(name.replaceAll(" ", "_"), zones);
  return meant === null || meant === undefined ? otherwise : `Did you mean "${meant}"?`;
}

type Fields = { year: number; month: number; day: number };
const SHAPE =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d{0,6})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** When a written date may mean, as the earliest and the last instant: one and the same where a time is given. */
export type Moment = {
  readonly at: EpochMs;
  /** The first instant that the writing covers: midnight for a date alone. Later than now means "in the future". */
  readonly begins: EpochMs;
};

/**
 * Reads `2026-11-22T06:15:00+11:00`, `…Z`, `2026-11-22T06:15` (at the farm) or `2026-11-22` (a day at the farm).
 * The end of a day is the first instant of the next, which is never too early.
 */
export function parseMoment(text: string, zone: FarmZone, bare: BareDate): Result<Moment, TimeTrouble> {
  const match = SHAPE.exec(text.trim());
  if (match === null) return err(notADate(text));
  const date = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
  if (date.year < YEAR_MIN || date.year > YEAR_MAX) return err(oddYear(date.year));
  const midnight = utcOf(date);
  if (midnight === null) return err(noSuchDay(text));
  if (match[4] === undefined) return wholeDay(midnight, zone, bare);
  const [hour, minute, second] = [Number(match[4]), Number(match[5]), Number(match[6] ?? "0")];
  if (hour > 23 || minute > 59 || second > 59) return err(noSuchTime(text));
  const wall =
    midnight + hour * 3_600_000 + minute * MINUTE + second * 1_000 + Number((match[7] ?? "0").padEnd(3, "0"));
  const offset = match[8];
  if (offset === undefined) return localMoment(wall, zone, text);
  const minutes = offset === "Z" ? 0 : offsetMinutes(offset);
  if (minutes === null) return err(badOffset(offset));
  return ok(sure(wall - minutes * MINUTE));
}

/** Whether a written date means nothing before one knows where the farm is. False where it cannot be read at all. */
export function needsZone(text: string): boolean {
  const match = SHAPE.exec(text.trim());
  return match !== null && match[8] === undefined;
}

const sure = (ms: number): Moment => ({ at: epochMs(ms), begins: epochMs(ms) });

function wholeDay(midnight: number, zone: FarmZone, bare: BareDate): Result<Moment, TimeTrouble> {
  if (bare === "refused") return err(TIME_NEEDED);
  const begins = epochMs(firstInstant(midnight, zone));
  return ok({ at: bare === "start-of-day" ? begins : epochMs(firstInstant(midnight + DAY, zone)), begins });
}

/** The first instant of the day whose wall midnight is `midnight`, even where the clock skips midnight itself. */
function firstInstant(midnight: number, zone: FarmZone): number {
  const [earliest] = instantsOf(midnight, zone);
  if (earliest !== undefined) return earliest;
  // Midnight was skipped: the day begins at the jump, which is midnight by the offset from before it.
  return midnight - zone.offsetAt(midnight - DAY);
}

function localMoment(wall: number, zone: FarmZone, text: string): Result<Moment, TimeTrouble> {
  const [only, second] = instantsOf(wall, zone);
  if (only === undefined) {
    return err({
      says: "The clock at the farm never showed this time.",
      expected: "a time that exists",
      fix: `Daylight saving began in ${zone.name} and skipped it: write the time with its offset, such as ${text}+11:00.`,
    });
  }
  if (second !== undefined) {
    return err({
      says: "The clock at the farm showed this time twice.",
      expected: "a time with its offset",
      fix: `Daylight saving ended in ${zone.name}: write ${text}${offsetText(wall - only)} or ${text}${offsetText(wall - second)}.`,
    });
  }
  return ok(sure(only));
}

/** As people read it at the farm: `2026-11-22 06:15`. */
export function farmTimeText(at: EpochMs, zone: FarmZone): string {
  return new Date(at + zone.offsetAt(at)).toISOString().slice(0, 16).replace("T", " ");
}

function utcOf({ year, month, day }: Fields): number | null {
  const ms = Date.UTC(year, month - 1, day);
  const back = new Date(ms);
  return back.getUTCFullYear() === year && back.getUTCMonth() === month - 1 && back.getUTCDate() === day
    ? ms
    : null;
}

function offsetMinutes(text: string): number | null {
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(-2));
  const size = hours * 60 + minutes;
  if (minutes > 59 || size > OFFSET_MAX) return null;
  return text.startsWith("-") ? -size : size;
}

function offsetText(offsetMs: number): string {
  const minutes = Math.abs(offsetMs) / MINUTE;
  const two = (n: number) => String(Math.floor(n)).padStart(2, "0");
  return `${offsetMs < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
}

const EXPECTED = "2026-11-22, 2026-11-22T06:15, or 2026-11-22T06:15:00+11:00";

function notADate(text: string): TimeTrouble {
  const slashes = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})/.exec(text.trim());
  const fix =
    slashes === null
      ? "Write year-month-day, all digits."
      : `Day and month could be swapped here, so it is not guessed: write ${slashes[3]}-MM-DD.`;
  return { says: "This is not a date that can be read without guessing.", expected: EXPECTED, fix };
}
const noSuchDay = (text: string): TimeTrouble => ({
  says: "There is no such day.",
  expected: EXPECTED,
  fix: `Look the date up: ${text.slice(0, 10)} is not in the calendar.`,
});
const noSuchTime = (text: string): TimeTrouble => ({
  says: "There is no such time of day.",
  expected: "hours 00 to 23, minutes and seconds 00 to 59",
  fix: `Correct ${text.slice(11)}; midnight is 00:00 of the day that begins.`,
});
const oddYear = (year: number): TimeTrouble => ({
  says: `The year ${year} cannot be right.`,
  expected: `a year from ${YEAR_MIN} to ${YEAR_MAX}`,
  fix: "Correct the year.",
});
const badOffset = (offset: string): TimeTrouble => ({
  says: `${offset} is not an offset from UTC.`,
  expected: "Z, or +HH:MM or -HH:MM up to 14:00",
  fix: "Leave the offset out to mean the farm's own time.",
});
const TIME_NEEDED: TimeTrouble = {
  says: "This needs a time, not only a date.",
  expected: "2026-11-22T06:15, or 2026-11-22T06:15:00+11:00",
  fix: "Add the time of day: what came first that day decides whether her milk is withheld.",
};
