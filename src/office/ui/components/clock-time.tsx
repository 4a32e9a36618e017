// Room: office/ui/components. Instants as people at the farm read them: in the shed's zone, whatever zone this device is in.
// May live here: words for instants and lengths. May not: rules about time.

import { useEffect, useState } from "preact/hooks";
import { useOffice } from "../office.ts";

type At = string | number;
const date = (at: At): Date => new Date(at);
const LOCALE = "en-GB";
const parts = (zone: string, shape: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(LOCALE, { timeZone: zone, ...shape });

/** "06:05". */
export const timeWords = (at: At, zone: string): string =>
  parts(zone, { hour: "2-digit", minute: "2-digit" }).format(date(at));
/** "Tue 24 Nov", with the year where it is another one. */
export function dayWords(at: At, zone: string, now: At): string {
  const year = (one: At) => parts(zone, { year: "numeric" }).format(date(one));
  const shape: Intl.DateTimeFormatOptions = { weekday: "short", day: "numeric", month: "short" };
  return parts(zone, year(at) === year(now) ? shape : { ...shape, year: "numeric" })
    .format(date(at))
    .replace(",", "");
}
/** "06:05" for today, else "Tue 24 Nov, 06:05". */
export function whenWords(at: At, zone: string, now: At): string {
  const time = timeWords(at, zone);
  return isoDay(at, zone) === isoDay(now, zone) ? time : `${dayWords(at, zone, now)}, ${time}`;
}
/** The day at the farm: "2026-11-24". */
export const isoDay = (at: At, zone: string): string =>
  new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(date(at));
/** "45 s", "12 min", "3 h 05 min", "2 days". */
export function lengthWords(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${String(minutes % 60).padStart(2, "0")} min`;
  return `${Math.floor(hours / 24)} days`;
}

/** The box's clock, epoch milliseconds, drawn again every `everyMs`. A device's own clock may be wrong by years. */
export function useNow(everyMs = 30_000): number {
  const { live, session } = useOffice();
  const [, again] = useState(0);
  const [begun] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => again((round) => round + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  // Looked at, not listened to: a list of instants must not be drawn anew with every picture of the board.
  const shed = live.now.peek();
  if (shed?.at != null) return Date.parse(shed.at) + shed.age;
  const known = session.session.value?.now;
  return known === undefined ? Date.now() : Date.parse(known) + (performance.now() - begun);
}

type Props = { readonly at: At; readonly show?: "when" | "time" | "day" };
/** An instant in its place in a sentence or a cell. */
export function ClockTime({ at, show = "when" }: Props) {
  const { session } = useOffice();
  const zone = session.zone.value;
  const now = useNow();
  const words =
    show === "time"
      ? timeWords(at, zone)
      : show === "day"
        ? dayWords(at, zone, now)
        : whenWords(at, zone, now);
  return <time dateTime={date(at).toISOString()}>{words}</time>;
}
