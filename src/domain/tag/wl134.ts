// Room: domain/tag. The WL-134 module's frame of 30 bytes:
//   02 | 10 hex national id, LEAST significant digit first | 4 hex country, likewise | data flag | animal flag |
//   4 reserved | 6 user data | XOR of these 26 characters | its complement | 03 for FDX-B, 07 for HDX
// May live here: reading it. Invariant: framed by length, never by looking for an end byte, because the checksum is a
// raw byte and can be 02, 03, 07, 0A or 0D.

import type { ByteFormat } from "./byte-parser.ts";
import { COUNTRY_MAX, MISSING_COUNTRY, NATIONAL_MAX } from "./code.ts";
import { type FrameReader, MORE, none, openFrames } from "./frames.ts";
import { animalTag, type DiscardReason, type TagResult } from "./tag-result.ts";

const WL134 = "wl134";
export const FRAME_BYTES = 30;

const STX = 0x02;
const CR = 0x0d;
const LF = 0x0a;
const END_FDX_B = 0x03;
const END_HDX = 0x07;
/** Characters of the two flags. */
const OFF = 0x30;
const ON = 0x31;
/** Characters covered by the checksum: bytes 1..26. */
const CHARACTERS = 26;
const NATIONAL_AT = 1;
const NATIONAL_DIGITS = 10;
const COUNTRY_AT = NATIONAL_AT + NATIONAL_DIGITS;
const COUNTRY_DIGITS = 4;
const DATA_FLAG_AT = COUNTRY_AT + COUNTRY_DIGITS;
const ANIMAL_FLAG_AT = DATA_FLAG_AT + 1;
const CHECKSUM_AT = CHARACTERS + 1;

export const wl134Reader: FrameReader = {
  name: WL134,
  start: STX,
  read(bytes) {
    // A stray 02 is given up at its first byte that is no hexadecimal digit; a frame that had its id says so, unless
    // it was a line of text.
    for (let at = 1; at < bytes.length && at < CHECKSUM_AT; at += 1) {
      const byte = bytes[at];
      if (hexValue(byte) !== null) continue;
      return none(at < COUNTRY_AT || byte === CR || byte === LF ? null : "not-hex-digits");
    }
    if (bytes.length < FRAME_BYTES) return MORE;
    const read = readFrame(bytes);
    return typeof read === "string" ? none(read) : { kind: "frame", result: read };
  },
};

export const wl134Format: ByteFormat = {
  name: WL134,
  title: "WL-134 frames of 30 bytes, FDX-B and HDX",
  open: () => openFrames(wl134Reader),
};

/** Reads 30 bytes, STX and 26 hexadecimal digits first, or says why they are no frame. */
function readFrame(frame: Uint8Array): TagResult | DiscardReason {
  const end = frame[FRAME_BYTES - 1];
  if (end !== END_FDX_B && end !== END_HDX) return "wrong-end";
  let sum = 0;
  for (let at = 1; at <= CHARACTERS; at += 1) sum ^= frame[at] ?? 0;
  if (frame[CHECKSUM_AT] !== sum || frame[CHECKSUM_AT + 1] !== (~sum & 0xff)) return "wrong-checksum";

  const [dataFlag, animalFlag] = [frame[DATA_FLAG_AT], frame[ANIMAL_FLAG_AT]];
  if (!isFlag(dataFlag) || !isFlag(animalFlag)) return "not-hex-digits";
  const national = numberAt(frame, NATIONAL_AT, NATIONAL_DIGITS);
  const country = numberAt(frame, COUNTRY_AT, COUNTRY_DIGITS);
  if (country > COUNTRY_MAX) return "country-too-large";
  if (national > NATIONAL_MAX) return "national-too-large";
  if (country === 0 && national === 0) return "blank";
  if (animalFlag === OFF && country === MISSING_COUNTRY) {
    return { kind: "not-animal", application: null, id: String(national), format: WL134 };
  }
  return animalTag(country, national, {
    animal: animalFlag === ON,
    dataBlock: dataFlag === ON,
    transmission: end === END_HDX ? "hdx" : "fdx-b",
    checked: true,
    format: WL134,
  });
}

const isFlag = (byte: number | undefined): boolean => byte === OFF || byte === ON;

/** A number of hexadecimal digits, least significant first. At most 40 bits, so it fits a number exactly. */
function numberAt(frame: Uint8Array, at: number, digits: number): number {
  let value = 0;
  for (let digit = digits - 1; digit >= 0; digit -= 1)
    value = value * 16 + (hexValue(frame[at + digit]) ?? 0);
  return value;
}

/** Upper case only: anything else in a frame is noise. */
function hexValue(byte = 0): number | null {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  if (byte >= 0x41 && byte <= 0x46) return byte - 0x41 + 10;
  return null;
}
