// Room: sim. Prints what a tag reader would send for an EID.
// May live here: the readers' grammars, written the other way round. May not: parsing.
// Invariant: printing then parsing gives the same tag; a test proves it for every style.

import type { Eid } from "../domain/ids.ts";
import { crc8 } from "../domain/tag/agrident.ts";
import { codeToBits, countryOf, nationalOf, type TagCode, upperBits } from "../domain/tag/code.ts";
import { crc16, eachReversed } from "../domain/tag/fdx-b.ts";

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
  "iso-24631",
  "other-fields",
  "dot",
  "grouped",
  "hexadecimal",
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
    case "iso-24631":
      return `\u0002A0000000${eid}`;
    case "other-fields":
      return `A ${fields.retagging ?? 0} 00 000 ${country} ${national}`;
    case "dot":
      return `${country}.${national}`;
    case "grouped":
      return eid.replace(/(...)(?=.)/g, "$1 ");
    case "hexadecimal":
      return codeToBits(plainCode(eid)).toString(16).toUpperCase().padStart(16, "0");
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

/** The code of an animal's tag with nothing else set. */
export const plainCode = (eid: Eid): TagCode => ({
  animal: true,
  retagging: 0,
  userInformation: 0,
  reserved: 0,
  advanced: false,
  dataBlock: false,
  country: countryOf(eid),
  national: Number(nationalOf(eid)),
});

/** Eight bytes of a code, lowest first. */
export function codeBytes(code: TagCode): Uint8Array {
  const bits = codeToBits(code);
  return Uint8Array.from({ length: 8 }, (_, at) => Number((bits >> BigInt(8 * at)) & 0xffn));
}

/** Code and checksum, and the trailer (24 bits) if one is given; lowest byte first. */
export function checkedBytes(code: TagCode, trailer?: number): Uint8Array {
  const bytes = codeBytes(code);
  const crc = crc16(bytes);
  const end = trailer === undefined ? [] : [trailer & 0xff, (trailer >> 8) & 0xff, trailer >> 16];
  return Uint8Array.of(...bytes, crc & 0xff, crc >> 8, ...end);
}

/** The FDX-B telegram's 16 bytes, first bit sent highest. */
export function telegram(code: TagCode, trailer = 0): Uint8Array {
  let bits = "00000000001";
  for (const byte of eachReversed(checkedBytes(code, trailer)))
    bits += `${byte.toString(2).padStart(8, "0")}1`;
  return Uint8Array.from({ length: 16 }, (_, at) => Number.parseInt(bits.slice(8 * at, 8 * at + 8), 2));
}

/** The 134K-RW-USB's reply: in decimal digits, the telegram, or code and checksum. */
export function rwUsbTag(code: TagCode, style: "decimal" | "telegram" | "checked" = "checked"): Uint8Array {
  switch (style) {
    case "decimal": {
      const upper = String(upperBits(code)).padStart(5, "0");
      const national = String(code.national).padStart(12, "0");
      const country = String(code.country).padStart(4, "0");
      const digits = `${national}${country}${code.dataBlock ? 1 : 0}${upper}${code.animal ? "10" : "00"}`;
      return rwUsbFrame(0x00, hexadecimal(digits));
    }
    case "telegram":
      return rwUsbFrame(0x00, eachReversed(telegram(code)));
    case "checked":
      return rwUsbFrame(0x00, checkedBytes(code));
  }
}

/** Wraps a status or command and its data in a frame with a fitting checksum. */
export function rwUsbFrame(status: number, data: Uint8Array): Uint8Array {
  const covered = Uint8Array.of(0x02, 0x01, status, data.length, ...data);
  return Uint8Array.of(
    ...covered,
    covered.reduce((xor, byte) => xor ^ byte, 0),
    0x03,
  );
}

/** The LongRFID module's 13 bytes for one read. */
export function longRfidTag(eid: Eid): Uint8Array {
  const digits = `0F0800${countryOf(eid).toString(16).padStart(4, "0")}${Number(nationalOf(eid)).toString(16).padStart(10, "0")}`;
  const data = hexadecimal(digits);
  return Uint8Array.of(
    0xaa,
    ...data,
    data.reduce((xor, byte) => xor ^ byte, 0),
    0xbb,
  );
}

/** An Agrident reader's frame for one read; with a DLE before every byte that looks like a control byte. */
export function agridentTag(
  code: TagCode,
  order: "highest-first" | "lowest-first" = "highest-first",
): Uint8Array {
  const id = order === "lowest-first" ? codeBytes(code) : codeBytes(code).reverse();
  return agridentFrame(0x20, Uint8Array.of(0x23, 0x09, ...id, 0x02, 0x01, 0x00));
}

/** Wraps a command and its data in a frame from reader 1 to the host, with a fitting checksum. */
export function agridentFrame(command: number, data: Uint8Array): Uint8Array {
  const escaped = (bytes: Iterable<number>): number[] =>
    [...bytes].flatMap((byte) => (byte === 0x02 || byte === 0x03 || byte === 0x10 ? [0x10, byte] : [byte]));
  const covered = [0x02, ...escaped([0xf0, 0x01, command, ...data])];
  const sum = crc8(Uint8Array.from(covered));
  if (escaped([sum]).length === 1) return Uint8Array.of(...covered, sum, 0x03);
  // The DLE before the checksum counts in it, and changes it.
  const withEscape = [...covered, 0x10];
  return Uint8Array.of(...withEscape, crc8(Uint8Array.from(withEscape)), 0x03);
}

const hexadecimal = (digits: string): Uint8Array =>
  Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

const leastFirst = (value: number, digits: number): string =>
  [...value.toString(16).toUpperCase().padStart(digits, "0")].reverse().join("");

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
