// Room: office/ui/entry. A time as the farm's clock showed it, as an instant.
// May live here: what a page does where there is none or two (domain/clock finds them).
// Invariant: a local time that does not exist is refused; of one that exists twice the later counts.

import { type FarmZone, farmZoneNamed, instantsOf } from "../../../domain/clock/farm-zone.ts";
import { err, ok, type Result } from "../../../domain/result.ts";

export type { FarmZone } from "../../../domain/clock/farm-zone.ts";

/** UTC where the browser does not know the zone. */
export const zoneOf = (name: string): FarmZone => farmZoneNamed(name) ?? { name: "UTC", offsetAt: () => 0 };

const LOCAL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?$/;

/** "2026-11-22T06:15" as the farm's clock showed it, as an instant. */
export function atFarm(text: string, zone: FarmZone): Result<number, string> {
  const match = LOCAL.exec(text);
  if (match === null) return err("This is not a date with a time. Choose both.");
  const [year, month, day, hour, minute] = match.slice(1).map(Number);
  const wall = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute);
  const [first, second] = instantsOf(wall, zone);
  if (first === undefined) {
    return err("The clock skipped this hour: daylight saving began. Choose the hour after it.");
  }
  // In the autumn hour both are possible: the later one withholds longer.
  return ok(second ?? first);
}
