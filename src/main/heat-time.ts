// Room: main. Instants of a heating, to the second: fifteen of them decide.
// May live here: their writing on the log's own clock. May not: choosing the clock (temperature-log).

import { instantText, wallOf } from "../temperature-log/clock-text.ts";
import type { LogClock } from "../temperature-log/log.ts";

/** `2026-11-22 06:01:05`, or `1 min 5 s after the log began`; the day only where it is another than that of `first`. */
export function secondsText(at: number, clock: LogClock, first: number | null): string {
  const second = Math.round(at / 1_000) * 1_000;
  if (clock.kind === "counted") return instantText(second, clock);
  const [day, time] = isoOf(second);
  return first !== null && isoOf(first)[0] === day ? time : `${day} ${time}`;

  function isoOf(instant: number): readonly [day: string, time: string] {
    const iso = new Date(wallOf(instant, clock)).toISOString();
    return [iso.slice(0, 10), iso.slice(11, 19)];
  }
}
