// Room: office/ui/entry. The farm's own clock, from the browser's tables: local time to instant and back.
// May live here: the zone's offsets. May not: words. Invariant: a local time that does not exist is refused; of one that exists twice the later counts.

import { err, ok, type Result } from "../../../domain/result.ts";

/** `offsetAt`: milliseconds to add to UTC for the farm's wall time at that instant. */
export type FarmZone = { readonly name: string; readonly offsetAt: (utcMs: number) => number };

/** UTC where the browser does not know the zone. */
export function zoneOf(name: string): FarmZone {
  try {
    const format = new Intl.DateTimeFormat("en-u-ca-iso8601-nu-latn", {
      timeZone: name,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    return { name, offsetAt: (utcMs) => offsetAt(format, utcMs) };
  } catch {
    return { name: "UTC", offsetAt: () => 0 };
  }
}

function offsetAt(format: Intl.DateTimeFormat, utcMs: number): number {
  const second = Math.floor(utcMs / 1_000) * 1_000;
  const part: { [type: string]: number } = {};
  for (const { type, value } of format.formatToParts(second)) part[type] = Number(value);
  const wall = Date.UTC(
    part.year ?? Number.NaN,
    (part.month ?? Number.NaN) - 1,
    part.day ?? Number.NaN,
    part.hour ?? Number.NaN,
    part.minute ?? Number.NaN,
    part.second ?? Number.NaN,
  );
  return wall - second;
}

const DAY = 86_400_000;
const LOCAL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?$/;

/** "2026-11-22T06:15" as the farm's clock showed it, as an instant. */
export function atFarm(text: string, zone: FarmZone): Result<number, string> {
  const match = LOCAL.exec(text);
  if (match === null) return err("This is not a date with a time. Choose both.");
  const [year, month, day, hour, minute] = match.slice(1).map(Number);
  const wall = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute);
  const offsets = [wall - DAY, wall, wall + DAY].map((near) => zone.offsetAt(near));
  const instants = [...new Set(offsets)]
    .map((offset) => wall - offset)
    .filter((ms) => ms + zone.offsetAt(ms) === wall);
  const [first, second] = instants;
  if (first === undefined) {
    return err("The clock skipped this hour: daylight saving began. Choose the hour after it.");
  }
  // In the autumn hour both are possible: the later one withholds longer.
  return ok(second === undefined ? first : Math.max(first, second));
}
