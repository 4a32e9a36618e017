// Room: drivers/thermometer. One round of one probe: what is asked of the kernel's files, and what comes of it.
// May live here: the shapes that every kind of probe shares. May not: bytes of any one kind, processes, time.
// Invariant: a round asks one thing at a time and always ends in a reading, be it only why there is none.

import type { RawReading } from "../../domain/vat/reading.ts";

/** One thing to do with one of the kernel's files. In a path, `*` stands for the part that the kernel numbers. */
export type Ask =
  | { readonly kind: "read"; readonly path: string }
  | { readonly kind: "write"; readonly path: string; readonly value: string };

export type Answer =
  /** What stood in the file; nothing after writing. */
  | { readonly kind: "text"; readonly text: string }
  /** There is no such file, or its device has just gone. */
  | { readonly kind: "absent" }
  | { readonly kind: "no-permission" }
  /** Any other objection, in the system's own words. */
  | { readonly kind: "refused"; readonly words: string };

/** The end of a round. */
export type Done = {
  readonly at: "done";
  readonly reading: RawReading;
  /** What a person should know besides, each as whole sentences. */
  readonly remarks: readonly string[];
  /** What the device was set to may be lost: set it again before the next reading. */
  readonly setUpAgain: boolean;
  /** Of a DS18B20 whose bytes could be believed: the bits it works with. */
  readonly resolution?: number;
};

export const none = (why: Extract<RawReading, { kind: "none" }>["why"]): RawReading => ({
  kind: "none",
  why,
});

/** The trouble behind an answer that is not text. A device that refuses to be read does not answer. */
export function troubleOf(answer: Exclude<Answer, { kind: "text" }>): RawReading {
  return none(answer.kind === "no-permission" ? "no-permission" : "no-answer");
}
