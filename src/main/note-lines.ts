// Room: main. Notes as lines for a log or a terminal: code first, then where, then the words of the catalogue.
// May live here: the layout of a line. May not: words about reasons and faults (domain/alarms has them).
// Invariant: one note, at most one line; a line never carries a control character.

import type { Note, Subject } from "../controller/note.ts";
import type { AlarmHappening } from "../domain/alarms/alarm.ts";
import { ALARMS, DOUBTS, FAULTS, REASONS } from "../domain/alarms/catalogue.ts";
import type { Identity } from "../domain/arrivals/identity.ts";
import type { CoolingProfile } from "../domain/cooling/profile.ts";
import { verdictInWords } from "../domain/cooling/words.ts";
import { isAsFit } from "../domain/diverted-milk/destinations.ts";
import { destinationsInWords } from "../domain/diverted-milk/words.ts";
import { unreachable } from "../domain/result.ts";
import type { ShedPlan } from "../domain/shed/plan.ts";
import { type EpochMs, epochMs, type MonoMs } from "../domain/units.ts";
import type { VatHappening } from "../domain/vat/happening.ts";
import { happeningInWords } from "../domain/vat/words.ts";

/** What a line needs of the farm: how its clock reads, and the cooling profiles in force. */
export type FarmView = {
  readonly time: (at: EpochMs) => string;
  readonly profiles: readonly CoolingProfile[];
};

/** The farm of this plan; times as hours and minutes. */
export function farmViewOf(plan: ShedPlan): FarmView {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: plan.timeZone, timeStyle: "short" });
  return { time: (at) => format.format(at), profiles: plan.vat?.profiles ?? [] };
}

/** The line for a note, without its time; null for notes that only the record needs. */
export function noteLine(note: Note, farm: FarmView): string | null {
  const line = lineOf(note, farm);
  // Names come from files and tags: nothing in them may move the cursor of a terminal.
  return line === null ? null : line.replaceAll(/\p{Cc}/gu, "?");
}

function lineOf(note: Note, farm: FarmView): string | null {
  switch (note.kind) {
    case "clock-mark":
      return null;
    case "milking-began":
      return `${code("milking-began")} milking ${note.milking}`;
    case "milking-ended":
      return `${code("milking-ended")} milking ${note.milking}`;
    case "visit-opened":
      return `${code("arrived")} ${bail(note.bail)} ${who(note.identity, note.cow)}`;
    case "identified":
      return `${code("identified")} ${bail(note.bail)} ${who(note.identity, note.cow)}`;
    case "decided":
      return decided(note);
    case "visit-ended":
      return left(note);
    case "milking-counted":
      return `${code("milking-counted")} ${cow(note.cow)}`;
    case "looked-at":
      return `${code("looked-at")} ${bail(note.bail)} ${cow(note.cow)} found fine`;
    case "diverted-by-hand":
      return `${code("diverted-by-hand")} ${bail(note.bail)} by ${note.by}`;
    case "place-settled":
      return `${code("place-settled")} ${bail(note.bail)} ${cow(note.cow)} by ${note.by}`;
    case "pairing-doubt":
      return `${code("pairing-doubt")} row ${note.row} from place ${note.fromPlace}: ${DOUBTS[note.because]}`;
    case "fault-raised": {
      const fault = FAULTS[note.fault];
      return `${code(note.fault)} ${subject(note.subject)} ${fault.says}. ${fault.usualCause} ${fault.whatToDo}`;
    }
    case "fault-cleared":
      return `${code(note.fault)} ${subject(note.subject)} cleared by ${note.by}`;
    case "vat-stop-raised":
      return `${code("vat-stop")} RAISED by ${note.by}: ${note.reason}. ${FAULTS["vat-stop"].whatToDo}`;
    case "vat-stop-cleared":
      return `${code("vat-stop")} cleared by ${note.by}: ${note.reason}`;
    case "table-in-force":
      return `${code("table-in-force")} ${note.cows} cows, fingerprint ${note.fingerprint}`;
    case "table-gone":
      return `${code("table-missing")} everything diverts: ${note.why}`;
    case "time-confirmed":
      return `${code("time-confirmed")} by ${note.by}`;
    case "lamps-tested":
      return `${code("lamps-tested")} by ${note.by} ${note.bails.length} empty bails`;
    case "read-rate":
      return `${code("read-rate")} reader ${note.reader} read ${note.read} of ${note.cows} cows in milking ${note.milking}`;
    case "refused":
      return `${code("refused")} ${note.intent} by ${note.by}: ${note.why}`;
    case "milking-cooled":
      return null;
    default:
      return "alarm" in note ? alarmLine(note) : vatLine(note, farm);
  }
}

/** What the vat tells; a verdict with the figures it rests on. */
function vatLine(note: VatHappening, farm: FarmView): string | null {
  // That all is said about a milking is for the record; what was said has been told.
  if (note.kind === "milking-clock-closed") return null;
  const says = happeningInWords(note, farm.time);
  if (note.kind !== "cooling-judged" || note.verdict === null) return `${code("vat")} ${says}`;
  // The figures are of the likeliest start and end; where that does not decide they would read like a verdict.
  if (note.hangsOn.length > 0) return `${code(note.outcome)} ${says}`;
  const profile = farm.profiles.find(({ id }) => id === note.profile);
  if (profile === undefined) return `${code("vat")} ${says}`;
  const time = (at: MonoMs): string => farm.time(epochMs(at + note.wallAhead));
  const { headline, next } = verdictInWords(note.verdict, profile, time);
  // The headline begins with the outcome, which has been said.
  const figures = headline.slice(headline.indexOf(": ") + 2);
  const sentence = `${figures.charAt(0).toUpperCase()}${figures.slice(1)}`;
  return `${code(note.outcome)} ${says} ${sentence}${next === null ? "" : ` ${next}`}`;
}

/** One alarm: its words when it is raised or gets graver, and who did what about it. */
function alarmLine(note: AlarmHappening): string {
  const { says, usualCause, whatToDo } = ALARMS[note.condition];
  switch (note.kind) {
    case "alarm-raised":
    case "alarm-graver":
    case "alarm-again": {
      const how = { "alarm-raised": "", "alarm-graver": "GRAVER: ", "alarm-again": "AGAIN: " }[note.kind];
      return `${code("ALARM")} ${how}${says}: ${note.figures}. ${usualCause} ${whatToDo}`;
    }
    case "alarm-acknowledged":
      return `${code("alarm")} ${says}: acknowledged by ${note.by}`;
    case "alarm-escalated":
      return `${code("alarm")} ${says}: nobody has answered; ${note.to === 1 ? "the siren sounds" : "others are told"}`;
    case "alarm-over":
      return `${code("alarm")} ${says}: over. Say why it was`;
    case "alarm-explained":
      return `${code("alarm")} ${says}: explained by ${note.by}: ${note.reason}`;
    case "alarm-left-unexplained":
      return `${code("alarm")} ${says}: left the full list without a reason`;
    default:
      return unreachable(note);
  }
}

function decided(note: Note & { readonly kind: "decided" }): string {
  const where = `${bail(note.bail)} ${cow(note.cow)}`;
  const [first] = note.reasons;
  if (note.outcome === "release" || first === undefined) return `${code("release")} ${where} to the vat`;
  const { meaning, whatToDo } = REASONS[first];
  return `${code("divert")} ${where} ${note.reasons.join(", ")}: ${meaning} ${whatToDo}`;
}

function left(note: Note & { readonly kind: "visit-ended" }): string {
  const where = `${code("left")} ${bail(note.bail)} ${cow(note.cow)}`;
  if (note.toVat && isAsFit(note.mayGo)) return `${where} milk to the vat`;
  const why = note.holds.length === 0 ? "" : ` for ${note.holds.join(", ")}`;
  const goes = destinationsInWords(note.mayGo);
  const some = note.toVat ? "milk to the vat, some of it diverted" : "milk diverted";
  return `${where} ${some}${why}${goes === "" ? "" : `; may go to: ${goes}`}`;
}

const code = (text: string) => text.padEnd(16);
const bail = (n: number) => `bail ${String(n).padEnd(2)}`;
const cow = (id: string | null) => (id === null ? "cow ?" : `cow ${id}`);

function who(identity: Identity, known: string | null): string {
  switch (identity.kind) {
    case "unread":
      return "no tag read";
    case "in-doubt":
      return `place in doubt: ${DOUBTS[identity.because]}`;
    case "tag":
      return known === null ? `tag ${identity.eid}, no cow of the table` : `cow ${known}`;
    case "two-tags":
      return `two tags: ${identity.eids.join(" and ")}`;
    case "settled":
      return `cow ${identity.cow}, settled by ${identity.by}`;
    default: {
      const never: never = identity;
      return never;
    }
  }
}

function subject(about: Subject): string {
  switch (about.kind) {
    case "bail":
      return bail(about.bail);
    case "node":
      return `node ${about.node}:`;
    case "reader":
      return `reader ${about.reader}:`;
    case "row":
      return `row ${about.row}:`;
    case "input":
      return `input ${about.input}:`;
    case "shed":
      return "";
    default: {
      const never: never = about;
      return never;
    }
  }
}
