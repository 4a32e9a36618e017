// Room: domain/tag. The FDX-B telegram of ISO 11785, 128 bits in the order they are sent:
//   00000000001, then 13 times (8 bits, lowest first, and a control bit 1): 8 bytes code, 2 checksum, 3 trailer
// May live here: its bits, checksum and trailer. May not: how a reader wraps them.
// Invariant: nothing is read from a code whose checksum does not fit. The trailer is not covered by it, so it is an
// attribute and never part of the identity.

import {
  type AboutTag,
  type AnimalTag,
  type DiscardReason,
  type NotAnimal,
  tagOfCode,
} from "./tag-result.ts";

export const CODE_BYTES = 8;
/** Code and checksum. */
export const CHECKED_BYTES = CODE_BYTES + 2;
/** Code, checksum and trailer. */
export const DATA_BYTES = CHECKED_BYTES + 3;
export const TELEGRAM_BYTES = 16;
const TELEGRAM_BITS = TELEGRAM_BYTES * 8;
const HEADER_ZEROS = 10;

/** The value with its eight bits in the other order. */
export function reverseBits(byte: number): number {
  let reversed = 0;
  for (let bit = 0; bit < 8; bit += 1) reversed |= ((byte >> bit) & 1) << (7 - bit);
  return reversed;
}

/** Bytes as sent, first bit highest, to bytes as numbered, and back: each byte's bits the other way round. */
export const eachReversed = (bytes: Uint8Array): Uint8Array => Uint8Array.from(bytes, reverseBits);

/** Every bit turned over, as where a receiver takes its two levels for each other. */
export const inverted = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => ~byte);

/** ISO 11785's CRC-CCITT over bytes as numbered, lowest first: 0x8408 reflected, starting from 0, nothing added. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? (crc >> 1) ^ 0x8408 : crc >> 1;
  }
  return crc;
}

/** The code as a number, from eight bytes, lowest first. */
export function codeOfBytes(bytes: Uint8Array): bigint {
  let code = 0n;
  for (let at = CODE_BYTES - 1; at >= 0; at -= 1) code = (code << 8n) | BigInt(bytes[at] ?? 0);
  return code;
}

/** Code and checksum, lowest byte first; with three more bytes the trailer too. */
export function readChecked(bytes: Uint8Array, format: string): AnimalTag | NotAnimal | DiscardReason {
  const crc = (bytes[CODE_BYTES] ?? 0) | ((bytes[CODE_BYTES + 1] ?? 0) << 8);
  if (crc16(bytes.subarray(0, CODE_BYTES)) !== crc) return "wrong-checksum";
  const about: AboutTag = { transmission: "fdx-b", checked: true, format };
  const trailer = bytes.length < DATA_BYTES ? {} : trailerOf(bytes.subarray(CHECKED_BYTES, DATA_BYTES));
  return tagOfCode(codeOfBytes(bytes), { ...about, ...trailer });
}

/**
 * The trailer, and the temperature in it where its parity and its empty bits say that there is one: 8 bits in steps
 * of 0.2 °F from 74 °F, an odd parity bit, three zeros.
 */
function trailerOf(bytes: Uint8Array): Pick<AnimalTag, "trailer" | "temperature"> {
  const [low = 0, middle = 0, high = 0] = bytes;
  const value = (high << 16) | (middle << 8) | low;
  const trailer = value.toString(16).padStart(6, "0");
  let ones = 0;
  for (let bit = 0; bit <= 8; bit += 1) ones += (value >> bit) & 1;
  if (ones % 2 === 0 || (value & 0xe00) !== 0) return { trailer };
  const fahrenheit = 74 + 0.2 * low;
  return { trailer, temperature: Math.round(((fahrenheit - 32) * 50) / 9) / 10 };
}

/**
 * Finds a whole telegram in 16 bytes, from whichever bit the capture began: a tag repeats its telegram without a pause.
 * Header and control bits fit at one place only. `captures`: the 16 bytes in each order they may be in, the bit that was sent
 * first highest; the first that holds a telegram counts.
 */
export function readTelegram(
  captures: readonly Uint8Array[],
  format: string,
): AnimalTag | NotAnimal | DiscardReason {
  let why: DiscardReason = "no-telegram";
  for (const sent of captures) {
    const read = readTurned(sent, format);
    if (typeof read !== "string") return read;
    if (why === "no-telegram") why = read;
  }
  return why;
}

function readTurned(sent: Uint8Array, format: string): AnimalTag | NotAnimal | DiscardReason {
  const bitAt = (at: number): number => {
    const place = at % TELEGRAM_BITS;
    return ((sent[place >> 3] ?? 0) >> (7 - (place & 7))) & 1;
  };
  let why: DiscardReason = "no-telegram";
  for (let start = 0; start < TELEGRAM_BITS; start += 1) {
    const data = dataAt(bitAt, start);
    if (data === null) continue;
    const read = readChecked(data, format);
    if (typeof read !== "string") return read;
    why = read;
  }
  return why;
}

/** The 13 bytes of a telegram that starts at this bit, lowest bit first; null where header or control bits are wrong. */
function dataAt(bitAt: (at: number) => number, start: number): Uint8Array | null {
  for (let zero = 0; zero < HEADER_ZEROS; zero += 1) if (bitAt(start + zero) === 1) return null;
  const first = start + HEADER_ZEROS + 1;
  if (bitAt(first - 1) === 0) return null;
  const data = new Uint8Array(DATA_BYTES);
  for (let at = 0; at < DATA_BYTES; at += 1) {
    let byte = 0;
    for (let bit = 0; bit < 8; bit += 1) byte |= bitAt(first + 9 * at + bit) << bit;
    data[at] = byte;
    if (bitAt(first + 9 * at + 8) === 0) return null;
  }
  return data;
}
