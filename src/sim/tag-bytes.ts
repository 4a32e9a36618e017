// Room: sim. Prints what a tag reader would send for an EID.
// May live here: the readers' grammars, written the other way round. May not: parsing.
// Invariant: printing then parsing gives the same tag; a test proves it for every style.

import type { Eid } from "../domain/ids.ts";
import { countryOf, nationalOf, upperBits } from "../domain/tag/code.ts";

/** Line styles of ASCII readers, by who prints them. */
export const ASCII_STYLES = [
  "allflex",
  "allflex-joined",
  "s2000",
  "iso-long",
  "iso-short",
  "four-digit-country",
  "bdn",
  "ascii15",
  "ascii16",
  "underscore",
] as const;
export type AsciiStyle = (typeof ASCII_STYLES)[number];

/** Upper fields of a code that the S2000 style prints; all off unless told. */
export type PrintedFields = {
  readonly retagging?: number;
  readonly userInformation?: number;
  readonly reserved?: number;
  readonly advanced?: boolean;
  readonly dataBlock?: boolean;
};

/** One line for one read. `end` is the line end the reader is set to. */
export function asciiTag(
  eid: Eid,
  style: AsciiStyle = "allflex",
  end = "\r\n",
  fields: PrintedFields = {},
): Uint8Array {
  return latin1(`${asciiText(eid, style, fields)}${end}`);
}

function asciiText(eid: Eid, style: AsciiStyle, fields: PrintedFields): string {
  const country = eid.slice(0, 3);
  const national = nationalOf(eid);
  const block = fields.dataBlock === true ? "1" : "0";
  const upper = upperBits({
    retagging: fields.retagging ?? 0,
    userInformation: fields.userInformation ?? 0,
    reserved: fields.reserved ?? 0,
    advanced: fields.advanced ?? false,
  });
  const reserved = String(upper).padStart(5, "0");
  switch (style) {
    case "allflex":
      return `LA ${country} ${national}`;
    case "allflex-joined":
      return `LA${eid}`;
    case "s2000":
      return `LA ${reserved} ${block} ${country} ${national}`;
    case "iso-long":
      return `A0000000${eid}`;
    case "iso-short":
      return `${country} ${national}`;
    case "four-digit-country":
      return `A ${reserved} ${block} 0${country} ${national}`;
    case "bdn":
      return `10000000${eid}`;
    case "ascii15":
      return eid;
    case "ascii16":
      return `0${eid}`;
    case "underscore":
      return `${country}_${national}`;
  }
}

/** A tag of another trade, as an Allflex reader prints it. */
export const industrialTag = (application: number, id: string): Uint8Array =>
  latin1(`LR ${String(application).padStart(4, "0")} ${id.padStart(16, "0")}\r\n`);

export type Wl134Tag = {
  readonly transmission?: "fdx-b" | "hdx";
  readonly animal?: boolean;
  readonly dataBlock?: boolean;
  /** 4 and 6 characters 0-9, A-F, as the module sends them. */
  readonly reserved?: string;
  readonly userData?: string;
};

/** The WL-134's 30 bytes for one read. */
export function wl134Tag(eid: Eid, tag: Wl134Tag = {}): Uint8Array {
  const flags = `${tag.dataBlock === true ? 1 : 0}${tag.animal === false ? 0 : 1}`;
  const text =
    leastFirst(Number(nationalOf(eid)), 10) +
    leastFirst(countryOf(eid), 4) +
    flags +
    (tag.reserved ?? "0000") +
    (tag.userData ?? "000000");
  return wl134Frame(text, tag.transmission === "hdx" ? 0x07 : 0x03);
}

/** Wraps 26 characters in a frame with a fitting checksum. */
export function wl134Frame(text: string, end: number): Uint8Array {
  const characters = latin1(text);
  const sum = characters.reduce((xor, byte) => xor ^ byte, 0);
  return Uint8Array.of(0x02, ...characters, sum, ~sum & 0xff, end);
}

const leastFirst = (value: number, digits: number): string =>
  [...value.toString(16).toUpperCase().padStart(digits, "0")].reverse().join("");

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
