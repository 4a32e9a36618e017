// Room: office/shed. Entries into their tables.
// May live here: which table each goes to, and the sentence that stands in the chain. May not: when (follower.ts).

import { unreachable } from "../../domain/result.ts";
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

export function writeEntry(store: Store, pen: Pen, entry: Entry, time: FarmTime): void {
  const written: Written = { by: "controller", at: entry.at, trusted: entry.trusted };
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

/** The lists that pages should read again. */
export const CHANGES: { readonly [kind in Entry["kind"]]: Changed } = {
  milking: "milkings",
  "read-rate": "milkings",
  visit: "milkings",
  happening: "milkings",
  alarm: "alarms",
  vat: "vat",
  hour: "vat",
};

/** What people want to read soon. Visits and hours of temperatures can wait: pages that ask get them at once anyway. */
export const isSoon = (entry: Entry): boolean =>
  entry.kind === "alarm" ||
  entry.kind === "vat" ||
  (entry.kind === "happening" && entry.about.kind !== "milking-counted");
