// Room: domain/clock. The farm's own clock: how far it is ahead of UTC, and which instants it shows as one wall time.
// May live here: sums over the tables of time zones that every JavaScript engine has. May not: reading a clock, words.
// Invariant: a wall time in the spring gap is no instant, one in the autumn hour is two; which of them counts, the caller says.

/** `offsetAt`: milliseconds to add to UTC for the farm's wall time at that instant. */
export type FarmZone = { readonly name: string; readonly offsetAt: (utcMs: number) => number };

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const DAY = 24 * 60 * MINUTE;
/** A herd file names a few hundred days; bounded so that a hostile one cannot grow it. */
const OFFSETS_KEPT_MAX = 20_000;

/** Null: the engine does not know a zone of this name. */
export function farmZoneNamed(name: string): FarmZone | null {
  const format = formatOf(name);
  if (format === null) return null;
  const known = new Map<number, number>();
  return {
    name,
    offsetAt: (utcMs) => {
      // Since 1990 every zone has changed its offset on a quarter of an hour; asking Intl costs microseconds.
      const quarter = Math.floor(utcMs / QUARTER);
      const cached = known.get(quarter);
      if (cached !== undefined) return cached;
      if (known.size >= OFFSETS_KEPT_MAX) known.clear();
      const offset = offsetAt(format, quarter * QUARTER);
      known.set(quarter, offset);
      return offset;
    },
  };
}

function formatOf(name: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat("en-u-ca-iso8601-nu-latn", {
      timeZone: name,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
  } catch (thrown) {
    if (thrown instanceof RangeError) return null;
    throw thrown;
  }
}

function offsetAt(format: Intl.DateTimeFormat, utcMs: number): number {
  const part: { [type: string]: number } = {};
  for (const { type, value } of format.formatToParts(utcMs)) part[type] = Number(value);
  // biome-ignore lint/style/noRestrictedGlobals: a sum over the calendar; no clock is read.
  const wall = Date.UTC(
    part.year ?? Number.NaN,
    (part.month ?? Number.NaN) - 1,
    part.day,
    part.hour,
    part.minute,
    part.second,
  );
  return wall - utcMs;
}

/** Every instant at which the farm's clock shows `wall`, the earliest first: none in the spring gap, two in the autumn hour. */
export function instantsOf(wall: number, zone: FarmZone): readonly number[] {
  const [before, then, after] = [zone.offsetAt(wall - DAY), zone.offsetAt(wall), zone.offsetAt(wall + DAY)];
  // All but two days of a year, and a herd file has hundreds of thousands of dates.
  if (before === then && then === after) return zone.offsetAt(wall - then) === then ? [wall - then] : [];
  return [...new Set([before, then, after])]
    .map((offset) => wall - offset)
    .filter((ms) => ms + zone.offsetAt(ms) === wall)
    .sort((a, b) => a - b);
}
