// Room: office/ui/shed. Each device in the words of NAMUR NE 107: Good, Maintenance required, Out of spec, Function check, Failure.
// May live here: which of the five a device has, from what the controller and the office say. May not: drawing, fetching.
// Invariant: what is wrong and what to do comes from the domain's catalogues; doubt never reads as good.

import { FAULTS, type FaultCode } from "../../../domain/alarms/catalogue.ts";
import { LINK_TROUBLES } from "../../../domain/alarms/link-troubles.ts";
import { TROUBLES } from "../../../domain/vat/probe-words.ts";
import type { Live } from "../../contract/shed.ts";
import type { Upkeep } from "../../contract/upkeep.ts";

export type Board = NonNullable<Live["board"]>;
export type Devices = NonNullable<Live["devices"]>;
type Node = Devices["nodes"][number];
type Reader = Devices["readers"][number];
export type Valve = Devices["valves"][number];
type Input = Devices["inputs"][number];
export type Probe = NonNullable<Board["vat"]>["probes"][number];

/** The gravest first. */
export const SIGNS = ["failure", "function-check", "out-of-spec", "maintenance", "good"] as const;
export type Sign = (typeof SIGNS)[number];
export const SIGN_WORDS: { readonly [sign in Sign]: string } = {
  failure: "Failure",
  "function-check": "Function check",
  "out-of-spec": "Out of spec",
  maintenance: "Maintenance required",
  good: "Good",
};

export type Condition = {
  readonly sign: Sign;
  /** What it is doing, or what is wrong with it: a short line. */
  readonly says: string;
  readonly usualCause: string;
  /** Empty: nothing to do. */
  readonly whatToDo: string;
};
/** One device with its name, as a line of the page. */
export type Listed = { readonly key: string; readonly name: string; readonly condition: Condition };

const good = (says: string): Condition => ({ sign: "good", says, usualCause: "", whatToDo: "" });
const faulty = (sign: Sign, code: FaultCode, says?: string): Condition => {
  const { usualCause, whatToDo } = FAULTS[code];
  return { sign, says: says ?? FAULTS[code].says, usualCause, whatToDo };
};

export function nodeCondition({ up, why, leaseLive, shutOffOpen, vatStopClear }: Node): Condition {
  if (!up) {
    const { says, usualCause, whatToDo } = LINK_TROUBLES[why];
    const sign = why === "not-yet" || why === "restarted" ? "function-check" : "failure";
    return { sign, says: `${says}; its bails divert`, usualCause, whatToDo };
  }
  const parts = [
    leaseLive === true ? "answers, hears the controller" : "answers, all its bails at divert",
    ...(shutOffOpen === null ? [] : [shutOffOpen ? "way to the vat open" : "way to the vat shut"]),
    ...(vatStopClear === null ? [] : [vatStopClear ? "vat stop dark" : "vat stop lit"]),
  ];
  return good(parts.join(", "));
}

/** Below this part of cows read, after so many cows, a reader wants a look. */
const READ_RATE_LEAST = 0.97;
const READ_RATE_FROM = 30;

export function readerCondition(
  { reader, link, cows, read, missed }: Reader,
  faults: Board["faults"],
): Condition {
  if (!link.up) {
    const { says, usualCause, whatToDo } = LINK_TROUBLES[link.why];
    return { sign: link.why === "not-yet" ? "function-check" : "failure", says, usualCause, whatToDo };
  }
  if (isSilent(faults, reader)) return faulty("failure", "reader-silent");
  const counted = cows === 0 ? "no cows yet this milking" : `${read} of ${cows} cows read`;
  if (cows >= READ_RATE_FROM && read / cows < READ_RATE_LEAST) {
    return {
      sign: "maintenance",
      says: `${counted}, ${missed} missed`,
      usualCause:
        "The antenna is out of tune or dirty, iron has come near it, or several cows have lost their tags.",
      whatToDo:
        "Hold a tag to the antenna and see how far it reads. Look on Records which cows are missed again and again.",
    };
  }
  return good(`connected, ${counted}`);
}

const isSilent = (faults: Board["faults"], reader: Reader["reader"]): boolean =>
  faults.some(
    ({ fault, subject }) =>
      fault === "reader-silent" && subject.kind === "reader" && subject.reader === reader,
  );

const VALVE_FAULTS: readonly FaultCode[] = ["valve-not-at-divert", "valve-not-at-vat", "valve-left-vat"];
const isFault = (code: string): code is FaultCode => code in FAULTS;
/** A move that takes more than this part of what it may is slow. */
const SLOW = 0.8;

export function valveCondition(valve: Valve): Condition {
  const { fault, proven, order, toVat, toDivert, travelMax } = valve;
  if (fault !== null) {
    return isFault(fault)
      ? faulty("failure", fault)
      : { ...faulty("failure", "valve-not-at-divert"), says: fault };
  }
  if (proven === null) {
    return {
      sign: "function-check",
      says: `sent to ${order}, not proven yet`,
      usualCause: "It is on its way, or its board has just come back.",
      whatToDo: "Nothing. It is proven within its travel time, or becomes a failure.",
    };
  }
  const slowest = Math.max(toVat ?? 0, toDivert ?? 0);
  if (slowest > travelMax * SLOW) {
    return {
      sign: "out-of-spec",
      says: `at ${proven}, proven; slow: ${slowest} of at most ${travelMax} ms`,
      usualCause: "Little air pressure, a dirty valve, or a worn seal.",
      whatToDo: "Check the air pressure and clean the valve before it stops a milking.",
    };
  }
  return good(`at ${proven}, proven`);
}

export const isLatched = ({ fault }: Valve): boolean =>
  fault !== null && VALVE_FAULTS.some((code) => code === fault);

export const inputCondition = ({ level }: Input): Condition =>
  level === "unknown" ? faulty("failure", "input-away") : good(level === "active" ? "on" : "off");

const SOURCE_WORDS: { readonly [role in Probe["role"]]: string } = {
  milk: "in the milk",
  "delivery-line": "in the delivery line",
  "wash-source": "at the hot water cylinder",
  "wash-outlet": "at the plant's drain",
  ambient: "of the shed's air",
};
export const roleInWords = (role: Probe["role"]): string => SOURCE_WORDS[role];

export function probeCondition({ quality, why, celsius }: Probe): Condition {
  if (quality === "good") return good(`${celsius?.toFixed(1) ?? "?"} °C`);
  const words = why === null ? null : TROUBLES[why];
  const { usualCause, whatToDo } = words ?? { usualCause: "", whatToDo: "" };
  if (quality === "none" || celsius === null) {
    const sign = why === "not-yet" || why === "converting" ? "function-check" : "failure";
    return { sign, says: `no reading: ${words?.says ?? "nobody knows why"}`, usualCause, whatToDo };
  }
  const sign = why === "not-acceptable" ? "maintenance" : "out-of-spec";
  return { sign, says: `${celsius.toFixed(1)} °C, doubtful: ${words?.says ?? ""}`, usualCause, whatToDo };
}

const CLOCK_WORDS: { readonly [why: string]: string } = {
  "no-time-source": "nothing has told the time since the start",
  jumped: "the clock jumped",
  "before-last-record": "the clock stands before the last record",
  synchronised: "told by a time source",
  confirmed: "confirmed by a manager",
};

export function clockCondition({ trusted, why }: Devices["clock"]): Condition {
  const words = CLOCK_WORDS[why] ?? why;
  return trusted ? good(`sure: ${words}`) : faulty("out-of-spec", "clock-untrusted", `not sure: ${words}`);
}

export const recordingCondition = ({ writing, why }: Devices["recording"]): Condition =>
  writing ? good("reaching the disk") : faulty("failure", "recorder-stopped", why === "" ? undefined : why);

export function diskCondition({ state, says, freeBytes, totalBytes }: Upkeep["disk"]): Condition {
  const room = `${bytesInWords(freeBytes)} free of ${bytesInWords(totalBytes)}`;
  if (state === "fine") return good(room);
  return {
    sign: state === "full" ? "failure" : "maintenance",
    says: `${room}. ${says}`,
    usualCause: "Old recordings or other files fill the disk.",
    whatToDo: "Copy old backups away and delete them, or fit a larger card. Evidence is kept to the last.",
  };
}

/** How far the office may be behind the recording before it is told. */
const BEHIND_MUCH = 256 * 1024;

export function ingestCondition({ behind, file }: Upkeep["ingest"]): Condition {
  if (file === null) return { ...good("nothing to take in yet"), sign: "function-check" };
  return behind <= BEHIND_MUCH
    ? good(behind === 0 ? "up to date" : `up to date but ${bytesInWords(behind)}`)
    : {
        sign: "function-check",
        says: `${bytesInWords(behind)} still to take in`,
        usualCause: "The office was away, and catches up now.",
        whatToDo: "Nothing. Lists and pages are complete when it has caught up.",
      };
}

export function mqttCondition({ configured, connected, waiting, says }: Upkeep["mqtt"]): Condition {
  if (!configured) return good("not set up; nothing is sent to others");
  if (connected) return good(waiting === 0 ? "connected, nothing waits" : `connected, ${waiting} on the way`);
  return {
    sign: "maintenance",
    says: `not connected, ${waiting} ${waiting === 1 ? "message waits" : "messages wait"}${says === "" ? "" : `: ${says}`}`,
    usualCause: "The network or the other computer is away.",
    whatToDo: "Look at the network. What waits is sent when it is back; the bails need none of it.",
  };
}

/** "3.1 GB": three figures, as disks are spoken of. */
export function bytesInWords(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ""}`;
}

/** The gravest sign of a list; good for an empty one. */
export const gravest = (listed: readonly { readonly condition: Condition }[]): Sign =>
  SIGNS.find((sign) => listed.some(({ condition }) => condition.sign === sign)) ?? "good";
