// Room: drivers/thermometer. What is said of a probe besides its readings: settings it did not take, reads that were ended.
// May live here: these sentences. May not: the words of a reading's trouble (domain/vat/words.ts).
// Invariant: each says what happened, the usual cause, and what to do, or that there is nothing to do.

import type { Answer } from "./round.ts";

const saidBy = (answer: Answer): string => {
  switch (answer.kind) {
    case "text":
      return `the kernel says "${answer.text.trim().slice(0, 20)}"`;
    case "absent":
      return "this kernel has no such file";
    case "no-permission":
      return "this user may not write to it";
    case "refused":
      return `the kernel says: ${answer.words.slice(0, 120)}`;
  }
};

const RULE = "The rule for udev in hardware/README.md gives this user the right.";
const HARMLESS = "Readings go on: a value from a loss of power is told by its bytes as well.";

export const featuresCannotBeSet = (wanted: number, answer: Answer): string =>
  `The kernel's check for losses of power cannot be switched on (features ${wanted}; ${saidBy(answer)}). ${
    answer.kind === "no-permission" ? `${RULE} ` : ""
  }${HARMLESS}`;

export const resolutionCannotBeSet = (wanted: number, answer: Answer): string =>
  `Its resolution cannot be set to ${wanted} bits (${saidBy(answer)}). ${
    answer.kind === "no-permission" ? `${RULE} ` : ""
  }Readings go on at the resolution it has.`;

export const resolutionDoesNotStick = (wanted: number, found: string | null): string =>
  `The resolution does not stick: ${wanted} bits were set, ${found === null || found === "" ? "nothing" : found.slice(0, 20)} came back. ` +
  "Usually the chip is a copy with a fixed resolution. Readings go on; replace the probe if they are coarse.";

export const parasitePower = (): string =>
  "It takes its power from the data wire (parasite power). That fails on long cables and in the cold: " +
  "connect its power wire to 3.3 V.";

export const filterDoesNotStick = (hertz: number, found: string | null): string =>
  `The converter's mains filter cannot be set to ${hertz} Hz (${found === null || found === "" ? "nothing" : found.slice(0, 20)} came back). ` +
  `Usually this user may not write to it. ${RULE} Readings go on, with more hum in them.`;

export const readEnded = (seconds: number): string =>
  `A read did not come back in ${seconds} s and was ended. Usually the wire is shorted or disturbed, or the converter ` +
  "has lost its clock. Look at the cable; it is tried again by itself.";

export const readStuck = (): string =>
  "A read hangs in the kernel and cannot be ended. Usually the bus adapter has failed. Unplug the adapter and plug it " +
  "in again, or restart the computer after milking. The other probes go on.";

export const helperEnded = (why: string): string =>
  `The helper that reads it has ended (${why.slice(0, 160)}). Usually the computer is short of memory. It is started again by itself.`;
