// Room: domain/tag. The LongRFID module's frame of 13 bytes:
//   AA | 0F 08 | 00, 2 country, 5 national id, highest byte first | XOR of these ten | BB
// May live here: reading it. Invariant: the byte before the country has only been seen as 00, and anything else is
// refused rather than guessed at.

import type { ByteFormat } from "./byte-parser.ts";
import { COUNTRY_MAX, NATIONAL_MAX } from "./code.ts";
import { type FrameReader, MORE, none, openFrames } from "./frames.ts";
import { animalTag } from "./tag-result.ts";

const LONG_RFID = "longrfid";
const FRAME_BYTES = 13;
const HEAD = [0xaa, 0x0f, 0x08] as const;
const CHECKSUM_AT = 11;
const END = 0xbb;

export const longRfidReader: FrameReader = {
  name: LONG_RFID,
  start: HEAD[0],
  read(bytes) {
    if (HEAD.some((byte, at) => at < bytes.length && bytes[at] !== byte)) return none(null);
    if (bytes.length < FRAME_BYTES) return MORE;
    let sum = 0;
    for (let at = 1; at < CHECKSUM_AT; at += 1) sum ^= bytes[at] ?? 0;
    if (bytes[CHECKSUM_AT] !== sum) return none("wrong-checksum");
    if (bytes[FRAME_BYTES - 1] !== END) return none("wrong-end");

    const [, , , flags, countryHigh = 0, countryLow = 0, ...nationalBytes] = bytes.subarray(0, CHECKSUM_AT);
    const country = countryHigh * 256 + countryLow;
    const national = nationalBytes.reduce((value, byte) => value * 256 + byte, 0);
    if (flags !== 0) return none("frame-unknown");
    if (country > COUNTRY_MAX) return none("country-too-large");
    if (national > NATIONAL_MAX) return none("national-too-large");
    if (country === 0 && national === 0) return none("blank");
    const about = { transmission: null, checked: true, format: LONG_RFID };
    return { kind: "frame", result: animalTag(country, national, about) };
  },
};

export const longRfidFormat: ByteFormat = {
  name: LONG_RFID,
  title: "LongRFID frames (AA 0F 08 … BB)",
  open: () => openFrames(longRfidReader),
};
