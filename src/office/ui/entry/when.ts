// Room: office/ui/entry. When something was done, as a person says it: now, a time or a day at the farm, not known.
// May live here: the words of a date field, turned into what the contract takes. May not: fields, clocks.
// Invariant: a time is read at the farm, wherever the phone thinks it is; of two possible ones the later is taken.

import { err, ok, type Result } from "../../../domain/result.ts";
import { atFarm, type FarmZone } from "./farm-zone.ts";

/** "now", "unknown", a day "2026-11-22", a time at the farm "2026-11-22T06:15", or an instant with Z. */
export type WhenText = string;

/** What the contract takes: an instant, a day, or "unknown". The error is a sentence for the field. */
export function resolveWhen(text: WhenText, now: number, zone: FarmZone): Result<string, string> {
  const said = text.trim();
  if (said === "unknown") return ok("unknown");
  if (said === "now") return ok(new Date(now).toISOString());
  if (said === "") return err("Say when: now, a time, or a day.");
  if (DAY_ONLY.test(said)) return Date.parse(said) > now + DAY ? err(STILL_TO_COME) : ok(said);
  const at = said.endsWith("Z") ? ok(Date.parse(said)) : atFarm(said, zone);
  if (!at.ok) return at;
  if (Number.isNaN(at.value)) return err("This is not a date. Choose it again.");
  if (at.value > now + AHEAD_MAX) return err(STILL_TO_COME);
  return ok(new Date(at.value).toISOString());
}
const DAY = 86_400_000;
const DAY_ONLY = /^\d{4}-\d{2}-\d{2}$/;
const STILL_TO_COME = "This is still to come. Only what has happened is recorded: look at the date again.";
/** A phone's clock and the shed's may differ by so much without harm. */
const AHEAD_MAX = 5 * 60_000;

/** Now at the farm, in the shape of a date-and-time field. */
export const localNow = (now: number, zone: FarmZone): string =>
  new Date(now + zone.offsetAt(now)).toISOString().slice(0, 16);

/** An instant, a day or "unknown" of a record, back into the shape of a field, for correcting it. */
export function whenText(recorded: string, zone: FarmZone): WhenText {
  if (recorded === "unknown" || DAY_ONLY.test(recorded)) return recorded;
  const at = Date.parse(recorded);
  return Number.isNaN(at) ? "" : localNow(at, zone);
}

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** As people say it at the farm: "today 06:15", "Tue 24 Nov 06:15", "22 Nov 2024"; the year where it is another. */
export function whenInWords(recorded: string | null, now: number, zone: FarmZone): string {
  if (recorded === null || recorded === "") return "–";
  if (recorded === "unknown") return "date not known";
  const bareDay = DAY_ONLY.test(recorded);
  const at = Date.parse(recorded);
  if (Number.isNaN(at)) return recorded;
  const wall = new Date(bareDay ? at : at + zone.offsetAt(at));
  const today = new Date(now + zone.offsetAt(now));
  const time = bareDay ? "" : ` ${wall.toISOString().slice(11, 16)}`;
  const days = Math.floor(wall.getTime() / DAY) - Math.floor(today.getTime() / DAY);
  if (days === 0) return `today${time}`;
  if (days === -1) return `yesterday${time}`;
  const date = `${wall.getUTCDate()} ${MONTHS[wall.getUTCMonth()] ?? ""}`;
  const year = wall.getUTCFullYear() === today.getUTCFullYear() ? "" : ` ${wall.getUTCFullYear()}`;
  const weekday = Math.abs(days) <= 10 ? `${WEEKDAYS[wall.getUTCDay()] ?? ""} ` : "";
  return `${weekday}${date}${year}${time}`;
}

/** "from 2026-11-14T12:33:20.839Z", "… to …": with each of its dates as people say it. */
export const spanInWords = (recorded: string, now: number, zone: FarmZone): string =>
  recorded === "unknown" || recorded === ""
    ? whenInWords(recorded, now, zone)
    : recorded.replace(/\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z)?/g, (one) => whenInWords(one, now, zone));

/** A day of a pack or a register: "31 Mar 2027". */
export function dateInWords(day: string): string {
  const at = Date.parse(day);
  if (Number.isNaN(at)) return day;
  const date = new Date(at);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ""} ${date.getUTCFullYear()}`;
}

/** For a printed table: "2026-11-22 06:15" at the farm, "2026-11-22", or "unknown". */
export function whenInTable(recorded: string | null, zone: FarmZone): string {
  if (recorded === null || recorded === "") return "";
  if (recorded === "unknown" || DAY_ONLY.test(recorded)) return recorded;
  const at = Date.parse(recorded);
  return Number.isNaN(at) ? recorded : localNow(at, zone).replace("T", " ");
}
