// Room: drivers/thermometer. A round of a DS18B20 through the kernel's w1 files: set it up, then read it.
// May live here: which files are asked in which order, and what their answers mean together. May not: processes, bytes.
// Invariant: a value that another program left in the chip is never taken for one measured now; a chip that was away is
// set up anew before its next reading counts for more than that.
//
//   power ─▶ set-features ─▶ features ─▶ resolution ─▶ set-resolution ─▶ resolution-again     (only to set it up)
//   ─▶ bulk ─0─▶ value ─────────────────────────────▶ done
//        ├─1──▶ discard ─▶ bulk-again ─▶ value ─────▶ done        value ─empty─▶ why-empty ─▶ done
//        └─-1─▶ done: converting

import { type DurationMs, milliseconds } from "../../domain/units.ts";
import type { RawReading } from "../../domain/vat/reading.ts";
import {
  featuresCannotBeSet,
  parasitePower,
  resolutionCannotBeSet,
  resolutionDoesNotStick,
} from "./messages.ts";
import { type Answer, type Ask, type Done, none, troubleOf } from "./round.ts";
import { parseW1Slave } from "./scratchpad.ts";

export type Ds18b20 = {
  readonly kind: "ds18b20";
  /** The kernel's folder of one-wire devices. */
  readonly folder: string;
  /** Its name there, from the number that the maker burnt in: `28-` and twelve hexadecimal digits. */
  readonly romId: string;
  /** Bits, 9 to 12: half a degree to a sixteenth. */
  readonly resolution: number;
};

export type Ds18b20Round = {
  readonly device: "ds18b20";
  readonly at:
    | "power"
    | "set-features"
    | "features"
    | "resolution"
    | "set-resolution"
    | "resolution-again"
    | "bulk"
    | "discard"
    | "bulk-again"
    | "value"
    | "why-empty";
  readonly features: number;
  /** A value of another program's bulk conversion may lie unread in some chip on the wire. */
  readonly leftUnread: boolean;
  /** What the chip's resolution was in its last good reading; null before there was one, and after setting it. */
  readonly resolutionBefore: number | null;
  /** Something could not be asked or set this time, though the reading may be good. */
  readonly setUpAgain: boolean;
  readonly remarks: readonly string[];
};

/**
 * Bits of the kernel's file `features` (Linux, Documentation/w1/slaves/w1_therm.rst): 1, the value of a chip that lost
 * its power counts as a failed read; 2, wait for the chip to say that it is done, which needs a power wire of its own.
 */
const CHECK_RESULT = 1;
const WAIT_FOR_IT = 2;
/** A read with a conversion in it lasts 95 ms at the least (9 bits); handing over a value left in the chip about 12. */
const TOO_FAST_FOR_A_CONVERSION: DurationMs = milliseconds(40);

/** `resolutionBefore`: of the last good reading, where the chip need not be set up again. */
export const beginDs18b20 = (setUp: boolean, resolutionBefore: number | null): Ds18b20Round => ({
  device: "ds18b20",
  at: setUp ? "power" : "bulk",
  features: CHECK_RESULT,
  leftUnread: false,
  resolutionBefore: setUp ? null : resolutionBefore,
  setUpAgain: false,
  remarks: [],
});

export function askOfDs18b20(of: Ds18b20, round: Ds18b20Round): Ask {
  const path = (file: string): string => `${of.folder}/${of.romId}/${file}`;
  switch (round.at) {
    case "power":
      return { kind: "read", path: path("ext_power") };
    case "set-features":
      return { kind: "write", path: path("features"), value: String(round.features) };
    case "features":
      return { kind: "read", path: path("features") };
    case "set-resolution":
      return { kind: "write", path: path("resolution"), value: String(of.resolution) };
    case "resolution":
    case "resolution-again":
      return { kind: "read", path: path("resolution") };
    case "bulk":
    case "bulk-again":
    case "why-empty":
      // The device's folder is a link into that of its wire, where this file is.
      return { kind: "read", path: path("../therm_bulk_read") };
    case "discard":
    case "value":
      return { kind: "read", path: path("w1_slave") };
  }
}

/** `took`: how long the answer was in coming. */
export function stepDs18b20(
  of: Ds18b20,
  round: Ds18b20Round,
  answer: Answer,
  took: DurationMs,
): Ds18b20Round | Done {
  const text = answer.kind === "text" ? answer.text.trim() : null;
  switch (round.at) {
    case "power":
      return afterPower(round, text);
    case "set-features":
      if (answer.kind === "text") return { ...round, at: "features" };
      return remarked(round, "resolution", featuresCannotBeSet(round.features, answer));
    case "features":
      if (text === String(round.features)) return { ...round, at: "resolution" };
      return remarked(round, "resolution", featuresCannotBeSet(round.features, answer));
    case "resolution":
      if (text === String(of.resolution)) return { ...round, at: "bulk" };
      if (isResolution(text)) return { ...round, at: "set-resolution" };
      // The chip did not say: asked again before the next reading, unless the kernel has no such file.
      return { ...round, at: "bulk", setUpAgain: text !== null };
    case "set-resolution":
      if (answer.kind === "text") return { ...round, at: "resolution-again" };
      return remarked(round, "bulk", resolutionCannotBeSet(of.resolution, answer));
    case "resolution-again":
      if (text === String(of.resolution)) return { ...round, at: "bulk" };
      return remarked(round, "bulk", resolutionDoesNotStick(of.resolution, text));
    case "bulk":
      if (text === "-1") return done(round, none("converting"));
      return { ...round, at: text === "1" ? "discard" : "value" };
    case "discard":
      return { ...round, at: "bulk-again" };
    case "bulk-again":
      if (text === "-1") return done(round, none("converting"));
      return { ...round, at: "value", leftUnread: text === "1" };
    case "value":
      if (answer.kind !== "text") return done(round, troubleOf(answer));
      if (text === "") return { ...round, at: "why-empty" };
      return afterValue(round, answer.text, took);
    case "why-empty":
      return done(round, none(text === "-1" ? "converting" : "no-answer"));
  }
}

function afterPower(round: Ds18b20Round, text: string | null): Ds18b20Round {
  // A kernel before 5.8 has none of these files; a chip that is away has none either, and its reading says so.
  if (text === null) return { ...round, at: "bulk" };
  if (text === "1") return { ...round, at: "set-features", features: CHECK_RESULT + WAIT_FOR_IT };
  return text === "0"
    ? remarked(round, "set-features", parasitePower())
    : { ...round, at: "set-features", features: CHECK_RESULT };
}

function afterValue(round: Ds18b20Round, text: string, took: DurationMs): Done {
  const { reading, resolution } = parseW1Slave(text);
  if (round.leftUnread && reading.kind === "celsius" && took < TOO_FAST_FOR_A_CONVERSION) {
    return done(round, none("stale"));
  }
  // A chip that lost its power comes back with the resolution burnt into it.
  const changed = round.resolutionBefore !== null && resolution !== round.resolutionBefore;
  const end = done(round, reading);
  return { ...end, setUpAgain: end.setUpAgain || changed, ...(resolution === null ? {} : { resolution }) };
}

const isResolution = (text: string | null): boolean => text !== null && /^(?:9|1[012])$/.test(text);

const remarked = (round: Ds18b20Round, at: Ds18b20Round["at"], remark: string): Ds18b20Round => ({
  ...round,
  at,
  remarks: [...round.remarks, remark],
});

function done(round: Ds18b20Round, reading: RawReading): Done {
  const why = reading.kind === "none" ? reading.why : null;
  return {
    at: "done",
    reading,
    // What could not be set on a chip that is away needs no saying: its reading says that it is away.
    remarks: why === "no-answer" ? [] : round.remarks,
    setUpAgain: round.setUpAgain || (why !== null && why !== "converting" && why !== "stale"),
  };
}
