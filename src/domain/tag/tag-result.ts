// Room: domain/tag. What can come out of a reader's bytes: a closed list, and the words for what is thrown away.
// May live here: the shapes every format gives. May not: how one format spells them.
// Invariant: only kind "animal" may become an event; bytes thrown away are counted and say why.

import type { Eid } from "../ids.ts";
import {
  codeFromBits,
  eidOf,
  isTestCode,
  lacksCountry,
  MISSING_COUNTRY,
  NO_ATTRIBUTES,
  nationalOf,
  type TagAttributes,
} from "./code.ts";

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
  /** The 24 bits after the code's checksum, 6 hexadecimal digits, where the whole telegram was heard. */
  readonly trailer?: string;
  /** Degrees Celsius, from a trailer that holds them (Bio-Thermo). The trailer has no checksum of its own. */
  readonly temperature?: number;
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
  readonly status: "no-read" | "power-up" | "prompt" | "echo" | "reply" | "report" | "alarm";
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
const SAMPLE_BYTES_MAX = 40;

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
    meaning: "Digits in hexadecimal that are no animal's code for certain, or could be read in two ways.",
    whatToDo: "Set the reader to decimal, 15 digits.",
  },
  "country-unassigned": {
    meaning: "A line that may have lost a digit: a country of nobody's, or one that a longer line leaves.",
    whatToDo: "Nothing if it is rare: a misread line. Otherwise check the baud rate and the cable.",
  },
  "country-letters": {
    meaning: "A tag with its country in letters that stand for no number in ISO 3166.",
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
    whatToDo: "Check the baud rate, and that this port's reader speaks the format named here.",
  },
  "not-hex-digits": {
    meaning: "A frame with a character other than 0-9 and A-F, or a flag other than 0 and 1.",
    whatToDo: "Nothing if it is rare: noise on the line. Otherwise check cable and ground.",
  },
  "wrong-end": {
    meaning: "A frame without its end byte.",
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
  "frame-unknown": {
    meaning: "A whole frame with a fitting checksum, whose contents are not known.",
    whatToDo: "Set the reader to send the tag's number as src/domain/tag/README.md shows.",
  },
  "no-telegram": {
    meaning: "Bits without a telegram's header and control bits, from whichever bit they are read.",
    whatToDo: "Check that the capture is the whole telegram, 16 bytes, first bit in the highest place.",
  },
  blank: {
    meaning: "A code of nothing but zeros, as an empty memory or a dead line gives.",
    whatToDo: "Nothing: no tag has it. Read the tag again.",
  },
  "wrong-size": {
    meaning: "A capture that is longer or shorter than one code in this format.",
    whatToDo: "Put each code on a line of its own, whole.",
  },
} as const satisfies Record<string, { meaning: string; whatToDo: string }>;
export type DiscardReason = keyof typeof DISCARD_REASONS;

/** What a format knows of a tag beside its code. */
export type AboutTag = Pick<AnimalTag, "transmission" | "checked" | "format"> &
  Partial<Pick<AnimalTag, "trailer" | "temperature">>;

/**
 * What a whole code is: an animal; a tag of another trade (no animal flag, and no country that could be one); or why
 * it is neither. The animal flag alone decides nothing: some tags on animals leave it out.
 */
export function tagOfCode(bits: bigint, about: AboutTag): AnimalTag | NotAnimal | DiscardReason {
  if (bits === 0n) return "blank";
  const code = codeFromBits(bits);
  const isFlagged = bits >> 63n === 1n;
  if (!isFlagged && (code === null || code.country === MISSING_COUNTRY))
    return industrialOf(bits, about.format);
  if (code === null) return "country-too-large";
  const { country, national, ...attributes } = code;
  return animalTag(country, national, { ...attributes, ...about });
}

/** The same 64 bits as TIRIS readers split them: 12 bits of application, 52 of number, in decimal. */
const industrialOf = (bits: bigint, format: string): NotAnimal => ({
  kind: "not-animal",
  application: String(bits >> 52n).padStart(4, "0"),
  id: String(bits & 0xf_ffff_ffff_ffffn).padStart(16, "0"),
  format,
});

/** An animal tag with the two numbers of its EID, which must be `isCarried`. */
export function animalTag(
  country: number,
  national: number,
  about: Partial<TagAttributes> & AboutTag,
): AnimalTag {
  const eid = eidOf(country, national);
  const { transmission, checked, format, trailer, temperature, ...attributes } = about;
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
    ...(trailer === undefined ? {} : { trailer }),
    ...(temperature === undefined ? {} : { temperature }),
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
