// Room: domain/tag. What can come out of a reader's bytes: a closed list, and the words for what is thrown away.
// May live here: the shapes every format gives. May not: how one format spells them.
// Invariant: only kind "animal" may become an event; bytes thrown away are counted and say why.

import type { Eid } from "../ids.ts";
import { eidOf, isTestCode, lacksCountry, NO_ATTRIBUTES, nationalOf, type TagAttributes } from "./code.ts";

/** How a tag talks to a reader, where the reader tells. The code is the same. */
export type Transmission = "fdx-b" | "hdx";

/** A whole animal tag was heard. */
export type AnimalTag = TagAttributes & {
  readonly kind: "animal";
  readonly eid: Eid;
  readonly country: number;
  /** 12 digits. */
  readonly national: string;
  /** Country 999: makers reuse such codes. */
  readonly test: boolean;
  /** Country 000: nobody's number by right. */
  readonly lacksCountry: boolean;
  readonly transmission: Transmission | null;
  /** A checksum in the bytes fitted. Without one a single read proves less. */
  readonly checked: boolean;
  readonly format: string;
};
/** A tag of another trade (bins, gates, meters). Its number is not an EID. */
export type NotAnimal = {
  readonly kind: "not-animal";
  /** Application code as sent, or null where the format has none. */
  readonly application: string | null;
  readonly id: string;
  readonly format: string;
};
/** The reader talking of itself. */
export type ReaderStatus = {
  readonly kind: "status";
  readonly status: "no-read" | "power-up" | "prompt" | "echo" | "reply" | "report";
  readonly text: string;
  readonly format: string;
};
/** Bytes that are nothing known. */
export type Discarded = {
  readonly kind: "discarded";
  readonly reason: DiscardReason;
  /** How many bytes are thrown away. */
  readonly count: number;
  /** The first of them in hexadecimal, at most SAMPLE_BYTES_MAX. */
  readonly bytes: string;
  readonly format: string;
};
export type TagResult = AnimalTag | NotAnimal | ReaderStatus | Discarded;

/** Enough to recognise a line or a frame by; a log of noise stays short. */
export const SAMPLE_BYTES_MAX = 40;

/** Why bytes are thrown away: what it means and what to do about it. */
export const DISCARD_REASONS = {
  "not-a-tag": {
    meaning: "A line that is no tag, status or reply of any reader known.",
    whatToDo: "Nothing if it is rare. Otherwise set the reader to a format of the table in src/domain/tag.",
  },
  "too-long": {
    meaning: "More bytes without a line end than any reader sends in one line.",
    whatToDo: "Check the baud rate, and that a reader and not another device is on this port.",
  },
  unprintable: {
    meaning: "A line with bytes that no reader prints.",
    whatToDo: "Check the baud rate and parity, and the cable's screen and ground.",
  },
  "wrong-length": {
    meaning: "A line of digits, but not as many as any tag format has.",
    whatToDo: "Let the reader print leading zeros and all 15 digits, in decimal.",
  },
  hexadecimal: {
    meaning: "A tag in hexadecimal, which this format does not take.",
    whatToDo: "Set the reader to decimal, 15 digits.",
  },
  "country-letters": {
    meaning: "A tag with its country in letters: they do not say for certain which number was meant.",
    whatToDo: "Set the reader to numeric country codes (Allflex: bit 8 of B).",
  },
  "country-too-large": {
    meaning: "A country or manufacturer above 999.",
    whatToDo: "Nothing: no animal tag has it. A tag of another trade, or a misread line.",
  },
  "country-missing": {
    meaning: "Bare digits that start with 0000: the end of an industrial tag's line, or a tag of no country.",
    whatToDo: "Let the reader print the mark A or R before the number, if such tags are really used.",
  },
  "national-too-large": {
    meaning: "A national id above 274877906943, more than a tag can carry.",
    whatToDo: "Nothing if it is rare: a misread line. Otherwise check the baud rate and the cable.",
  },
  "upper-bits-too-large": {
    meaning: "A reserved field above 16383, more than a tag can carry.",
    whatToDo: "Nothing if it is rare: a misread line. Otherwise check the baud rate and the cable.",
  },
  "outside-a-frame": {
    meaning: "Bytes between frames.",
    whatToDo: "Check the baud rate, and that this port's reader speaks WL-134.",
  },
  "not-hex-digits": {
    meaning: "A frame with a character other than 0-9 and A-F, or a flag other than 0 and 1.",
    whatToDo: "Nothing if it is rare: noise on the line. Otherwise check cable and ground.",
  },
  "wrong-end": {
    meaning: "A frame that does not end in 03 (FDX-B) or 07 (HDX).",
    whatToDo: "Nothing if it is rare: noise on the line. Otherwise check cable and ground.",
  },
  "wrong-checksum": {
    meaning: "A frame whose checksum does not fit.",
    whatToDo: "Nothing if it is rare: noise on the line. Otherwise check cable and ground.",
  },
  "cut-short": {
    meaning: "A frame that the end of the bytes cut off.",
    whatToDo: "Nothing: the tag is read again.",
  },
  "no-format": {
    meaning: "Bytes in which no format has found a tag yet.",
    whatToDo: "Check the baud rate and that a reader is on this port; name its format instead of `auto`.",
  },
} as const satisfies Record<string, { meaning: string; whatToDo: string }>;
export type DiscardReason = keyof typeof DISCARD_REASONS;

/** An animal tag with the two numbers of its EID, which must be `isCarried`. */
export function animalTag(
  country: number,
  national: number,
  about: Partial<TagAttributes> & Pick<AnimalTag, "transmission" | "checked" | "format">,
): AnimalTag {
  const eid = eidOf(country, national);
  const { transmission, checked, format, ...attributes } = about;
  return {
    kind: "animal",
    eid,
    country,
    national: nationalOf(eid),
    ...NO_ATTRIBUTES,
    ...attributes,
    test: isTestCode(eid),
    lacksCountry: lacksCountry(eid),
    transmission,
    checked,
    format,
  };
}

/** Bytes thrown away; `count` is told where the bytes at hand are only the first of them. */
export function discarded(
  format: string,
  reason: DiscardReason,
  bytes: Uint8Array,
  count: number = bytes.length,
): Discarded {
  let sample = "";
  for (const byte of bytes.subarray(0, SAMPLE_BYTES_MAX)) sample += byte.toString(16).padStart(2, "0");
  return { kind: "discarded", reason, count, bytes: sample, format };
}
