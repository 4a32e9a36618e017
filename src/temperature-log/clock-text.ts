// Room: temperature-log. Instants of a log as people and programs write and read them.
// May live here: both ways between an instant and its writing, on the log's own clock. May not: choosing the clock.
// Invariant: a `Z` is written only where the zone is known; a time that the log has twice, or never, is refused.

import { err, ok, type Result } from "../domain/result.ts";
import type { LogClock } from "./log.ts";
import { dayNumber, readStamp, unpacked, type WrittenDate } from "./stamp.ts";

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;
const two = (n: number): string => String(n).padStart(2, "0");

/** For people: `2026-11-22 06:10` on the log's clock, or `5 h 30 min after the log began`. */
export function instantText(at: number, clock: LogClock): string {
  if (clock.kind === "counted") return `${lengthText(at)} after the log began`;
  const wall = new Date(wallOf(at, clock)).toISOString();
  return `${wall.slice(0, 10)} ${timeOfDay(wall)}`;
}

/** Only the time of day: `06:10`. */
export function timeText(at: number, clock: LogClock): string {
  if (clock.kind === "counted") return countedText(at);
  return timeOfDay(new Date(wallOf(at, clock)).toISOString());
}

/** To the minute, as people read a clock: the seconds of an instant that was worked out mean nothing. */
const timeOfDay = (iso: string): string => iso.slice(11, 16);

/** For programs: ISO 8601, with `Z` where the zone is known, without where it is not, a duration where the log only counts. */
export function instantIso(at: number, clock: LogClock): string {
  switch (clock.kind) {
    case "zone":
      return new Date(at).toISOString();
    case "own":
      return new Date(at).toISOString().slice(0, -1);
    case "counted":
      return `${at < 0 ? "-" : ""}PT${Math.abs(at) / 1_000}S`;
  }
}

/** What the clock of the log shows, as milliseconds since 1970-01-01T00:00 on it. */
export const wallOf = (at: number, clock: LogClock): number =>
  clock.kind === "zone" ? at + clock.zone.offsetAt(at) : at;

/** `5 h 30 min`, `3 min 20 s`, `0 min`. */
export function lengthText(ms: number): string {
  const whole = Math.round(Math.abs(ms) / 1_000);
  const [hours, minutes, seconds] = [Math.floor(whole / 3_600), Math.floor((whole % 3_600) / 60), whole % 60];
  const parts = [
    hours > 0 ? `${hours} h` : "",
    minutes > 0 ? `${minutes} min` : "",
    seconds > 0 && hours === 0 ? `${seconds} s` : "",
  ].filter((part) => part !== "");
  return `${ms < 0 && parts.length > 0 ? "-" : ""}${parts.length === 0 ? "0 min" : parts.join(" ")}`;
}

const countedText = (at: number): string =>
  `${at < 0 ? "-" : ""}${Math.floor(Math.abs(at) / HOUR)}:${two(Math.floor((Math.abs(at) % HOUR) / MINUTE))}`;

/** Where instants may lie: the log's parts, and a gap before and after. */
export type Span = { readonly from: number; readonly to: number };

/**
 * Reads a time that a person gave, on the log's clock: `2026-11-22T06:10`, `06:10` where the log has only one such time, with an offset
 * where the zone is known, and `5:30` after the beginning where the log only counts. The error says what to write instead.
 */
export function readInstant(text: string, clock: LogClock, log: Span): Result<number, string> {
  if (clock.kind === "counted") return readCounted(text.trim());
  const stamp = readStamp(text.trim());
  if (stamp === null || stamp.time === null || (stamp.date !== null && sureDay(stamp.date) === "unsure")) {
    return err(`"${text}" is not a time that can be read without guessing. Write ${exampleOf(clock, log)}.`);
  }
  if (stamp.offset !== null && clock.kind === "own") {
    return err(
      `"${text}" has an offset, but nothing says in which zone the logger's clock is. Leave the offset out, or give --time-zone.`,
    );
  }
  if (stamp.date === null) return onlyOne(text, stamp.time, clock, log);
  const day = sureDay(stamp.date);
  if (day === null || day === "unsure")
    return err(`"${text}": there is no such day. Write ${exampleOf(clock, log)}.`);
  const wall = day * DAY + stamp.time;
  if (stamp.offset !== null) return ok(wall - stamp.offset * MINUTE);
  return onClock(text, wall, clock);
}

/** The day that a date means beyond doubt: 22/11/2026 is one, 03/11/2026 is not. Null: no such day. */
function sureDay(date: WrittenDate): number | null | "unsure" {
  if (date.kind === "day") return date.day;
  const [a, b, year] = unpacked(date.packed);
  const [dayFirst, monthFirst] = [dayNumber(year, b, a), dayNumber(year, a, b)];
  if (date.kind === "short") return "unsure";
  if (date.dots || dayFirst === monthFirst || monthFirst === null) return dayFirst;
  return dayFirst === null ? monthFirst : "unsure";
}

function onClock(text: string, wall: number, clock: LogClock): Result<number, string> {
  if (clock.kind !== "zone") return ok(wall);
  const [first, second] = clock.zone.instantsOf(wall);
  if (first === undefined) return err(`"${text}": a clock in ${clock.zone.name} never showed this time.`);
  if (second === undefined) return ok(first);
  const offset = (at: number) => offsetText(clock.zone.offsetAt(at));
  const shown = text.trim().replace(" ", "T");
  return err(
    `"${text}": the clock in ${clock.zone.name} showed this time twice. Write ${shown}${offset(first)} or ${shown}${offset(second)}.`,
  );
}

function onlyOne(text: string, time: number, clock: LogClock, log: Span): Result<number, string> {
  const firstDay = Math.floor(wallOf(log.from, clock) / DAY);
  const lastDay = Math.floor(wallOf(log.to, clock) / DAY);
  const found: number[] = [];
  for (let day = firstDay; day <= lastDay && found.length < 3; day += 1) {
    const at = onClock(text, day * DAY + time, clock);
    if (at.ok && at.value >= log.from && at.value <= log.to) found.push(at.value);
  }
  const [only, second] = found;
  if (only === undefined) {
    return err(
      `${text} lies on no day of this log, which goes from ${instantText(log.from, clock)} to ${instantText(log.to, clock)}. Write the day as well: ${exampleOf(clock, log)}.`,
    );
  }
  if (second === undefined) return ok(only);
  return err(
    `${text} comes on more than one day of this log: write the day as well, ${isoMinute(only, clock)} or ${isoMinute(second, clock)}.`,
  );
}

const isoMinute = (at: number, clock: LogClock): string => instantText(at, clock).replace(" ", "T");
const exampleOf = (clock: LogClock, log: Span): string => `it like ${isoMinute(log.from, clock)}`;

function readCounted(text: string): Result<number, string> {
  const match = /^\+?(\d{1,5}):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (match === null) {
    return err(
      `"${text}" cannot be found in this log, which counts from its start. Write hours and minutes after it, such as 1:30; or give --begun with the day and time at which it started.`,
    );
  }
  return ok((Number(match[1]) * 60 + Number(match[2])) * MINUTE + Number(match[3] ?? "0") * 1_000);
}

function offsetText(ms: number): string {
  const minutes = Math.abs(ms) / MINUTE;
  return `${ms < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
