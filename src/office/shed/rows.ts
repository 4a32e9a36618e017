// Room: office/shed. Entries into their tables.
// May live here: which table each goes to, and the sentence that stands in the chain. May not: when (follower.ts), what is refused (set-aside.ts).
// Invariant: what is written can be listed again: no instant goes in that no calendar has.

import { unreachable } from "../../domain/result.ts";
import { type EpochMs, epochMs } from "../../domain/units.ts";
import { happeningInWords } from "../../domain/vat/words.ts";
import {
  appendAlarm,
  appendHappening,
  appendMilking,
  appendReadRate,
  appendVisit,
} from "../../store/shed-records.ts";
import type { Pen, Store, Written } from "../../store/store.ts";
import { appendHour } from "../../store/temperatures.ts";
import { appendVat } from "../../store/vat-records.ts";
import type { Changed } from "../context.ts";
import type { Entry } from "./take-in.ts";
import { alarmSays, type FarmTime, happeningSays } from "./words.ts";

/** What can become a row. */
export type Takeable = Exclude<Entry, { readonly kind: "not-understood" }>;

/** Throws where the book has no place for its values. */
export function writeEntry(store: Store, pen: Pen, entry: Takeable, time: FarmTime): void {
  const written: Written = { by: "controller", at: entry.at, trusted: entry.trusted };
  for (const at of [entry.at, ...instantsOf(entry)]) assertInstant(at);
  switch (entry.kind) {
    case "milking":
      appendMilking(pen, entry.mark, written);
      return;
    case "read-rate":
      appendReadRate(pen, entry.rate, written);
      return;
    case "visit":
      appendVisit(pen, entry.visit, written);
      return;
    case "happening":
      appendHappening(pen, entry.about, entry.happenedAt, written, happeningSays(entry.about, time));
      return;
    case "alarm":
      appendAlarm(pen, entry.about, written, alarmSays(entry.about));
      return;
    case "vat":
      appendVat(pen, entry.about, written, happeningInWords(entry.about, time));
      return;
    case "hour":
      appendHour(store, pen, entry.hour, written);
      return;
    default:
      unreachable(entry);
  }
}

/** Everything that is an instant and goes into lists as one. */
function instantsOf(entry: Takeable): readonly (EpochMs | null)[] {
  switch (entry.kind) {
    case "milking":
      return [entry.mark.at];
    case "read-rate":
      return [entry.rate.at];
    case "visit": {
      const { opened, began, surely, ended, counted } = entry.visit;
      return [opened, began, surely, ended, counted];
    }
    case "happening":
      return [entry.happenedAt];
    case "alarm":
    case "vat":
      return [entry.about.at];
    case "hour":
      return [entry.hour.hour];
    default:
      return unreachable(entry);
  }
}

/** A list would not be shown at all for the sake of one instant that no calendar has. */
function assertInstant(at: EpochMs | null): void {
  if (at !== null && instantOrNone(at) === null) throw new Error(`${String(at)} is no instant`);
}

/** As an instant that can be kept and shown, or null. */
export const instantOrNone = (at: number): EpochMs | null =>
  Number.isInteger(at) && Math.abs(at) <= LAST_INSTANT ? epochMs(at) : null;
/** What a Date can hold. */
const LAST_INSTANT = 8.64e15;

/** The lists that pages should read again. */
export const CHANGES: { readonly [kind in Entry["kind"]]: Changed } = {
  milking: "milkings",
  "read-rate": "milkings",
  visit: "milkings",
  happening: "milkings",
  alarm: "alarms",
  vat: "vat",
  hour: "vat",
  "not-understood": "milkings",
};

/** What people want to read soon. Visits and hours of temperatures can wait: pages that ask get them at once anyway. */
export const isSoon = (entry: Entry): boolean =>
  entry.kind === "alarm" ||
  entry.kind === "vat" ||
  (entry.kind === "happening" && entry.about.kind !== "milking-counted");
