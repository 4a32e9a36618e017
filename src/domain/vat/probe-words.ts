// Room: domain/vat. Probes and their checks in words: why there is no number, what is wrong, what to do.
// May live here: sentences. May not: rules (probe.ts, thermometer-check.ts).
// Invariant: every trouble has words of its own; each tells what happened, the usual cause and what to do next.

import { unreachable } from "../result.ts";
import type { EpochMs } from "../units.ts";
import type { ProbeFault, ProbeValue } from "./probe.ts";
import type { ReadingTrouble } from "./reading.ts";
import {
  type CheckDue,
  type CheckOutcome,
  type Comparison,
  SPREAD_MAX,
  type Thermometer,
} from "./thermometer-check.ts";

type Words = {
  /** For the line beside a probe's name. */
  readonly says: string;
  readonly usualCause: string;
  readonly whatToDo: string;
};

/** Why there is no number, or only a doubtful one. */
export const TROUBLES: { readonly [trouble in ReadingTrouble]: Words } = {
  "not-yet": {
    says: "nothing heard yet",
    usualCause: "The program has just started, or the probe is not connected.",
    whatToDo: "Wait half a minute. If it stays, check the plug and the probe's name in the configuration.",
  },
  "no-answer": {
    says: "does not answer",
    usualCause: "Its plug is out, its cable is cut, or its number in the configuration is another's.",
    whatToDo: "Check plug and cable. `npx vatguard check --hardware` lists the probes that answer.",
  },
  unplugged: {
    says: "unplugged: its line reads all ones",
    usualCause: "The plug is out or the data wire is broken.",
    whatToDo: "Push the plug home, then look along the cable.",
  },
  shorted: {
    says: "shorted: its line reads all zeros",
    usualCause: "Water in the plug, or a crushed cable.",
    whatToDo: "Dry the plug; replace the cable if it stays.",
  },
  checksum: {
    says: "garbled on the way: the checksum does not fit",
    usualCause: "A cable that is too long, a bad contact, or a motor's cable beside it.",
    whatToDo:
      "Check the contacts, keep the cable away from motor cables, and see that the line has its resistor.",
  },
  "power-on-value": {
    says: "85.0 °C: it has lost its power and not measured since",
    usualCause: "A bad contact in the probe's supply.",
    whatToDo: "Check the supply wire and the plug. Feed the probe with three wires, not two.",
  },
  "low-power": {
    says: "127.94 °C: too little power to measure",
    usualCause: "A probe fed over its data wire, on a long cable.",
    whatToDo: "Feed it with three wires.",
  },
  stale: {
    says: "an old value, measured earlier",
    usualCause: "The probe did not measure when it was asked.",
    whatToDo: "Wait for the next reading. If it comes often, check its supply.",
  },
  converting: {
    says: "still measuring",
    usualCause: "It was asked too early.",
    whatToDo: "Nothing. The next reading comes in ten seconds.",
  },
  "open-lead": {
    says: "a lead is open",
    usualCause: "A loose terminal or a broken wire of the resistance probe.",
    whatToDo: "Tighten the terminals, then replace the probe if it stays.",
  },
  "shorted-lead": {
    says: "leads are shorted",
    usualCause: "Water in the head of the resistance probe, or a crushed cable.",
    whatToDo: "Dry the head, then replace the probe if it stays.",
  },
  garbled: {
    says: "sent what it cannot have measured",
    usualCause: "Another device is at its place, or the line is disturbed.",
    whatToDo: "Check that the probe in the configuration is the one on the line.",
  },
  hung: {
    says: "did not answer in time",
    usualCause: "The line is disturbed, or its adapter is busy.",
    whatToDo: "Wait. If it stays, pull the adapter and put it back.",
  },
  stuck: {
    says: "reading it hangs in the computer and cannot be ended",
    usualCause: "The adapter of the line was pulled while it was read, or has failed.",
    whatToDo: "Restart the computer after the milking; the bails keep working until then.",
  },
  "no-permission": {
    says: "may not be read",
    usualCause: "The program runs as a user that may not read the probes.",
    whatToDo: "Add that user to the group that may, as the set-up page says, and start again.",
  },
  implausible: {
    says: "a figure that cannot be",
    usualCause: "A broken wire, or a figure by which a logger says that it has none.",
    whatToDo: "Check plug and cable.",
  },
  jumped: {
    says: "moved faster than what it measures can",
    usualCause:
      "A loose contact; or milk or wash water has just reached it, and the next readings will show it.",
    whatToDo: "Nothing at once. If it comes often, check its plug and cable.",
  },
  disagrees: {
    says: "disagrees with the other probe in the same milk",
    usualCause: "One of them is not in the milk, the agitator stands, or one is off.",
    whatToDo: "Run the agitator, measure by hand beside both, and check the one that is off in ice.",
  },
  "too-old": {
    says: "its last reading is too old",
    usualCause: "It has stopped answering.",
    whatToDo: "Check plug and cable.",
  },
  "not-acceptable": {
    says: "was more than 1 °C off in ice",
    usualCause: "An old or wet thermometer, or ice that was not a slurry.",
    whatToDo: "Repeat the check in fresh ice slurry. If it is off again, adjust or replace it.",
  },
};

/** "4.1 °C", "4.1 °C (doubtful: disagrees with …)", "none: does not answer". One decimal, as thermometers are read. */
export function valueInWords(value: ProbeValue): string {
  const why = value.why === null ? "" : TROUBLES[value.why].says;
  if (value.celsius === null) return `none: ${why}`;
  const shown = `${written(value.celsius, 1)} °C`;
  return value.quality === "good" ? shown : `${shown} (doubtful: ${why})`;
}

/** Without a minus before a zero. */
const written = (celsius: number, decimals: number): string => {
  const text = celsius.toFixed(decimals);
  return Number(text) === 0 ? (0).toFixed(decimals) : text;
};

/** One fault: what happened, the usual cause, what to do. */
export function faultInWords(fault: ProbeFault): string {
  const { says, usualCause, whatToDo } = TROUBLES[fault.why];
  const inARow = fault.kind === "bad-readings" ? ", three times in a row" : "";
  return `Probe ${fault.probe}: ${says}${inARow}. ${usualCause} ${whatToDo}`;
}

const nameOf = (thermometer: Thermometer): string =>
  thermometer === "hand" ? "the hand thermometer" : `probe ${thermometer}`;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What a check found, and what to do. */
export function outcomeInWords(thermometer: Thermometer, outcome: CheckOutcome): string {
  const name = capital(nameOf(thermometer));
  const mean = written(outcome.mean, 2);
  switch (outcome.kind) {
    case "acceptable":
      return `${name} reads ${mean} °C in ice on the mean: acceptable. ${mean} °C is subtracted from its readings from now on; the readings as they came are kept beside.`;
    case "not-acceptable":
      return `${name} reads ${mean} °C in ice on the mean, more than 1 °C off: not acceptable. ${TROUBLES["not-acceptable"].usualCause} Adjust or replace it and check again; until then its readings count as doubtful.`;
    case "repeat":
      return `The three readings of ${nameOf(thermometer)} lie ${outcome.spread.toFixed(1)} °C apart, more than ${SPREAD_MAX} °C: the gauge had not come to rest, or the ice was not a clear slurry. Repeat all three; until then the check before this one counts.`;
    default:
      return unreachable(outcome);
  }
}

/** When the next check is due; `shownDay` writes an instant as a day at the farm. */
export function dueInWords(
  thermometer: Thermometer,
  due: CheckDue,
  shownDay: (at: EpochMs) => string,
): string {
  const name = nameOf(thermometer);
  switch (due.state) {
    case "never":
      return `${capital(name)} has never been checked in ice: check it now.`;
    case "failed":
      return `${capital(name)} did not pass its last check: adjust or replace it, and check it now.`;
    case "due":
      return `The ice check of ${name} is due since ${shownDay(due.dueAt)}: twice a year, in summer and in winter.`;
    case "soon":
      return `The ice check of ${name} is due by ${shownDay(due.dueAt)}.`;
    case "fine":
      return `${capital(name)} is checked; the next time by ${shownDay(due.dueAt)}.`;
    default:
      return unreachable(due);
  }
}

/** A hand reading beside a probe. */
export function comparisonInWords(comparison: Comparison | null): string {
  if (comparison === null) {
    return "Not compared: the probe had no value then, or the last ice check of one of the two was not acceptable.";
  }
  const { difference, allowed, within } = comparison;
  const figures = `${Math.abs(difference).toFixed(1)} °C ${difference < 0 ? "below" : "above"} the hand thermometer`;
  return within
    ? `The probe is ${figures}: within ${allowed.toFixed(1)} °C, what the two may be off together.`
    : `The probe is ${figures}: more than ${allowed.toFixed(1)} °C, what the two may be off together. One of them is off, or not in the same milk. Run the agitator and compare again, then check both in ice.`;
}

/** For every report that shows a log beside the twice-yearly checks (Bega Manual 2, section 7). */
export const LOG_AND_HAND_CHECK =
  "This log supports the twice-yearly check with a calibrated hand thermometer, in summer and in winter, and does not replace it.";
