// Room: recorder. One line of a recording and its checksum.
// May live here: sealing and opening lines, pure. May not: what the lines mean, files.
// Invariant: each checksum is seeded with the one before it, so no line can be changed, dropped or moved unseen.

import { crc32 } from "node:zlib";

/** The seed of a file's first line. */
export const CHAIN_START = 0;
/** Eight hexadecimal digits and a space. */
export const SEAL_LENGTH = 9;
export const LINE_END = 0x0a;
const SPACE = 0x20;

/** A CRC-32 as it stands in a file: 8 lower-case hexadecimal digits. */
export const hex8 = (crc: number): string => crc.toString(16).padStart(8, "0");

/** One whole line for `json`, and the checksum that seeds the next one. */
export function seal(json: string, before: number): { readonly line: string; readonly crc: number } {
  const crc = crc32(json, before);
  return { line: `${hex8(crc)} ${json}\n`, crc };
}

/** A line without its line end, looked at but not trusted. */
export type Opened = {
  /** The checksum as written, or null where the first 9 bytes are no seal at all. */
  readonly written: number | null;
  /** The checksum that the line's bytes give. */
  readonly found: number;
  readonly intact: boolean;
};

/** Checks one line (without its line end), bytes `from` to `to`, against the checksum `before` it. */
export function open(bytes: Uint8Array, before: number, from = 0, to = bytes.length): Opened {
  const found = crc32(bytes.subarray(Math.min(from + SEAL_LENGTH, to), to), before);
  const written = readSeal(bytes, from, to);
  return { written, found, intact: written === found };
}

/** The checksum written at the head of a line, or null. Upper case is damage: we never write it. */
function readSeal(bytes: Uint8Array, from: number, to: number): number | null {
  if (to - from <= SEAL_LENGTH || bytes[from + 8] !== SPACE) return null;
  let crc = 0;
  for (let i = from; i < from + 8; i++) {
    const digit = hexDigit(bytes[i]);
    if (digit < 0) return null;
    crc = crc * 16 + digit;
  }
  return crc;
}

/** -1 for a byte that is none. */
function hexDigit(byte = 0): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  if (byte >= 0x61 && byte <= 0x66) return byte - 0x61 + 10;
  return -1;
}
