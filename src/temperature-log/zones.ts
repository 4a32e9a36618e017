// Room: temperature-log. The logger's clock and the world's.
// May live here: zones by name or offset, and what a clock's time means in them. May not: calendar rules (config/farm-time.ts, Intl).
// Invariant: an hour that was shown twice is settled by the rows around it, one that was never shown is told.

import { type FarmZone, farmZone, instantsOf } from "../config/farm-time.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { readOffset } from "./stamp.ts";

export type LogZone = {
  readonly name: string;
  /** Every instant at which this clock shows `wall`, earliest first: none, one or two. */
  readonly instantsOf: (wall: number) => readonly number[];
  /** Milliseconds to add to UTC. */
  readonly offsetAt: (utcMs: number) => number;
};

/** `Australia/Melbourne`, or a fixed offset such as `+10:00` for a logger that knows no daylight saving. */
export function logZone(name: string): Result<LogZone, { readonly says: string; readonly fix: string }> {
  const minutes = readOffset(name);
  if (minutes !== null && name !== "UTC") return ok(fixedZone(minutes));
  const zone = farmZone(name);
  if (!zone.ok) {
    const fix = `${zone.error.fix} A logger that keeps one time all year: its offset, such as +10:00.`;
    return err({ says: zone.error.says, fix });
  }
  return ok(areaZone(zone.value));
}

const areaZone = (zone: FarmZone): LogZone => ({
  name: zone.name,
  instantsOf: (wall) => instantsOf(wall, zone),
  offsetAt: zone.offsetAt,
});

export function fixedZone(minutes: number): LogZone {
  const offset = minutes * 60_000;
  return { name: offsetName(minutes), instantsOf: (wall) => [wall - offset], offsetAt: () => offset };
}

function offsetName(minutes: number): string {
  if (minutes === 0) return "UTC";
  const two = (n: number) => String(n).padStart(2, "0");
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
