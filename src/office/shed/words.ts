// Room: office/shed. What happened in the shed as sentences, for lists and for the chain of evidence.
// May live here: sentences about notes, put together from the domain's words. May not: words of reasons, faults and alarms (domain/alarms).
// Invariant: everything that is kept as a happening has a sentence that a stranger to the program understands.

import type { Subject } from "../../controller/note.ts";
import type { AlarmHappening } from "../../domain/alarms/alarm.ts";
import { ALARMS, DOUBTS, FAULTS } from "../../domain/alarms/catalogue.ts";
import { unreachable } from "../../domain/result.ts";
import type { EpochMs } from "../../domain/units.ts";
import type { SetAside, ShedHappening } from "../../store/shed-records.ts";
import { HAPPENING_KINDS } from "../contract/happening-kinds.ts";

/** Day and time of day at the farm: "23 Nov, 05:40". */
export type FarmTime = (at: EpochMs) => string;
export function farmTimeOf(timeZone: string): FarmTime {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
  return (at) => format.format(at);
}

/** A kind that is written and has no name to be found by, or a name of none, does not compile. */
export const KINDS_NAMED: { readonly [kind in ShedHappening["kind"]]: string } & {
  readonly [kind in keyof typeof HAPPENING_KINDS as Exclude<kind, ShedHappening["kind"]>]: never;
} = HAPPENING_KINDS;

/** One or two sentences. */
export function happeningSays(about: ShedHappening, time: FarmTime): string {
  switch (about.kind) {
    case "milking-counted":
      return `A milking of ${cow(about.cow)} counts, from ${time(about.at)}.`;
    case "looked-at":
      return `Somebody looked at ${cow(about.cow)} in bail ${about.bail} and found her fine.`;
    case "diverted-by-hand":
      return `Bail ${about.bail} was diverted by hand (${about.by === "button" ? "the bail's button" : about.by}).`;
    case "place-settled":
      return `${about.by} settled bail ${about.bail}: ${cow(about.cow)} stands there.`;
    case "pairing-doubt":
      return `Row ${about.row} is in doubt from place ${about.fromPlace} on: ${DOUBTS[about.because]}.`;
    case "fault-raised": {
      const { says, usualCause, whatToDo } = FAULTS[about.fault];
      return `${subject(about.subject)}${says}. ${usualCause} ${whatToDo}`;
    }
    case "fault-cleared": {
      const by = about.by === "itself" ? "it is over" : `cleared by ${about.by}`;
      return `${subject(about.subject)}${FAULTS[about.fault].says}: ${by}.`;
    }
    case "vat-stop-raised": {
      const by = about.by === "itself" ? "by the program" : `by ${about.by}`;
      return `Vat stop raised ${by}: ${sentence(about.reason)}${about.shutOff ? " The way into the vat was shut." : ""}`;
    }
    case "vat-stop-cleared":
      return `Vat stop cleared by ${about.by}: ${sentence(about.reason)}`;
    case "table-in-force":
      return `A herd table of ${about.cows} cows came into force (fingerprint ${about.fingerprint}).`;
    case "table-gone":
      return `No herd table in force, everything diverts: ${sentence(about.why)}`;
    case "time-confirmed":
      return `${about.by} confirmed that the time is right: ${time(about.at)}.`;
    case "lamps-tested":
      return `${about.by} tested the lamps of ${about.bails.length === 1 ? "one empty bail" : `${about.bails.length} empty bails`}: ${about.bails.join(", ")}.`;
    case "milking-cooled":
      return `What milking ${about.milking} took to cool was kept for forecasts.`;
    case "refused":
      return `Refused to ${about.by} (${about.intent}): ${sentence(about.why)}`;
    case "started":
      return `The controller started, version ${about.version}. Bails divert until it is ready.`;
    case "visit-cut-off":
      return `The controller was ended while ${cow(about.cow)} stood in bail ${about.bail}. ${
        about.toVat ? "Some of her milk had gone to the vat" : "None of her milk had gone to the vat"
      }; after that the bail was at divert.`;
    case "milking-cut-off":
      return `Milking ${about.milking} was cut off: the controller was stopped, or lost its power. The last that is known of it is from ${time(about.at)}; cows milked after the start belong to another milking.`;
    case "recording-missing":
      return about.after === null
        ? `The records begin here: what was recorded before, up to ${about.file ?? "?"}, was no longer there. Usual cause: it was older than what is kept.`
        : `A part of the recording is missing after ${about.after}: ${about.file ?? "a file"} is not there. Usual cause: the office was away for longer than recordings are kept, or somebody removed files. What happened meanwhile is not in these records.`;
    case "recording-damaged":
      return `The recording ${about.file} is damaged from byte ${about.from} to ${about.to}: what ${about.lines === 1 ? "a line" : `${about.lines} lines`} said is lost. Usual cause: the SD card is failing, or somebody changed the file. Keep the file and look at the card.`;
    case "recording-cut-short":
      return `The recording ${about.file} could not be read from byte ${about.from} on: ${sentence(about.why)} What it said after that is not in these records.`;
    case "recording-does-not-fit":
      return `The recording ${about.file} does not go on where ${about.after} was left: one of the two was changed or replaced. Keep both files and compare with a backup.`;
    case "recording-gap":
      return `${about.lost} records never reached the disk, from ${time(about.from)} to ${time(about.to)}: ${sentence(about.why)} The bails went on as always; these records do not say what they did.`;
    case "not-taken-in":
      return setAsideSays(about);
    default:
      return unreachable(about);
  }
}

const RECORDS_NAMED: { readonly [what: string]: string } = {
  visit: "a visit",
  milking: "the beginning or end of a milking",
  "read-rate": "how many cows a reader read",
  happening: "something that happened in the shed",
  alarm: "something that happened to an alarm",
  vat: "something about the vat",
  hour: "an hour of temperatures",
};

/** What was not taken into the book, where it stands, and why. */
export function setAsideSays({ what, records, cow: whose, file, from, why }: SetAside): string {
  const name = RECORDS_NAMED[what] ?? "a line";
  const count =
    records === 1 ? `${name}${whose === null ? "" : ` of cow ${whose}`}` : `${records} more records`;
  return `Not taken into the book, and set aside: ${count} in ${file}, from byte ${from} on (${sentence(why).slice(0, -1)}). Usual cause: a value that the book has no place for, as from a fault of the program, or from a newer one. What it tells is missing in the lists; no cow is released earlier for it. Keep this recording, and send it to those who look after the program.`;
}

/** One sentence for what happened to an alarm. */
export function alarmSays(about: AlarmHappening): string {
  const { says } = ALARMS[about.condition];
  switch (about.kind) {
    case "alarm-raised":
      return `${says}: ${about.figures}.`;
    case "alarm-graver":
      return `Graver: ${says}: ${about.figures}.`;
    case "alarm-again":
      return `Again: ${says}: ${about.figures}.`;
    case "alarm-acknowledged":
      return `${says}: acknowledged by ${about.by}.`;
    case "alarm-escalated":
      return `${says}: nobody had answered; ${about.to === 1 ? "the siren sounded" : "others were told"}.`;
    case "alarm-over":
      return `${says}: over.`;
    case "alarm-explained":
      return `${says}: explained by ${about.by}: ${sentence(about.reason)}`;
    case "alarm-left-unexplained":
      return `${says}: left the list without a reason, because the list was full.`;
    default:
      return unreachable(about);
  }
}

const cow = (id: string | null | undefined): string => (id == null ? "a cow nobody knows" : `cow ${id}`);
/** With a full stop at its end. */
const sentence = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);

function subject(about: Subject): string {
  switch (about.kind) {
    case "bail":
      return `Bail ${about.bail}: `;
    case "node":
      return `Board ${about.node}: `;
    case "reader":
      return `Reader ${about.reader}: `;
    case "row":
      return `Row ${about.row}: `;
    case "input":
      return `Input ${about.input}: `;
    case "shed":
      return "";
    default:
      return unreachable(about);
  }
}
