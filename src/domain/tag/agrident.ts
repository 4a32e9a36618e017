// Room: domain/tag. Agrident readers' frames: 02 | to | from | command | data | checksum | 03, where 10 goes before a
// byte that could be taken for a control byte. Tags come in a block of data:
//   23 | pointer, id | pointer, type | [pointer, hours, minutes, seconds, hundredths] | 00
// May live here: reading them. Invariant: the manual's page on the id's byte order was not to be had, so an id is
// taken only if exactly one order makes an animal's code of it; anything else is refused.

import type { ByteFormat } from "./byte-parser.ts";
import { codeFromBits, isCarried, upperBits } from "./code.ts";
import { isAssigned } from "./country.ts";
import { CODE_BYTES, codeOfBytes } from "./fdx-b.ts";
import { FRAME_BYTES_MAX, type FrameReader, type FrameReading, MORE, none, openFrames } from "./frames.ts";
import { animalTag, type ReaderStatus, tagOfCode } from "./tag-result.ts";

const AGRIDENT = "agrident";
const STX = 0x02;
const ETX = 0x03;
const DLE = 0x10;
/** Bytes that mean something in a frame; inside data they come with a DLE before them. */
const CONTROLS: ReadonlySet<number> = new Set([STX, ETX, DLE]);
/** Start, to, from, command, checksum, end. */
const SHORTEST = 6;
const DATA_AT = 4;
/** The host's address: frames from it are commands heard back. */
const HOST = 0xf0;

export const agridentReader: FrameReader = {
  name: AGRIDENT,
  start: STX,
  read(bytes) {
    // Which bytes stand behind a DLE: counted from the start, because 10 10 03 ends a frame and 10 03 does not.
    let isEscaped = false;
    for (let at = 1; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (!isEscaped && byte === STX) return none(null);
      if (!isEscaped && byte === ETX) {
        return bytes.length >= SHORTEST ? readWhole(bytes) : none(null);
      }
      isEscaped = !isEscaped && byte === DLE;
    }
    return bytes.length < FRAME_BYTES_MAX ? MORE : none(null);
  },
};

export const agridentFormat: ByteFormat = {
  name: AGRIDENT,
  title: "Agrident frames (02 … checksum 03)",
  open: () => openFrames(agridentReader),
};

/** CRC-8: polynomial 1D, reflected, starting from 0. Found by search over two printed frames; both fit. */
export function crc8(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? (crc >> 1) ^ 0xb8 : crc >> 1;
  }
  return crc;
}

function readWhole(frame: Uint8Array): FrameReading {
  const covered = frame.subarray(0, frame.length - 2);
  const checksum = frame[frame.length - 2];
  // Covered is all up to the checksum as it was sent, every DLE too: so it is in the one printed frame that has one. To
  // take either way would let one flipped bit in a hundred pass.
  if (crc8(covered) !== checksum) return none("wrong-checksum");
  const data = covered.subarray(DATA_AT);
  if (data[0] !== ID_BLOCK) return isOfHost(frame) ? { kind: "frame", result: said(frame) } : none(null);
  for (const plain of [
    withoutEscapes(data, () => true),
    withoutEscapes(data, (byte) => CONTROLS.has(byte)),
  ]) {
    const id = idIn(plain);
    if (id === null) continue;
    const read = readId(id);
    return typeof read === "string" ? none(read) : { kind: "frame", result: read };
  }
  return none("frame-unknown");
}

/** Questions go from the host to a reader, answers back. Anything else is other bytes whose checksum fits by chance. */
const isOfHost = (frame: Uint8Array): boolean => frame[1] === HOST || frame[2] === HOST;

function said(frame: Uint8Array): ReaderStatus {
  const text = [...frame].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  return { kind: "status", status: frame[2] === HOST ? "echo" : "reply", text, format: AGRIDENT };
}

function withoutEscapes(data: Uint8Array, isEscapable: (byte: number) => boolean): Uint8Array {
  const plain: number[] = [];
  for (let at = 0; at < data.length; at += 1) {
    const next = data[at + 1];
    if (data[at] === DLE && next !== undefined && isEscapable(next)) at += 1;
    // A DLE at the end belongs to the checksum behind it.
    else if (data[at] === DLE && next === undefined) break;
    plain.push(data[at] ?? 0);
  }
  return Uint8Array.from(plain);
}

const ID_BLOCK = 0x23;
const BLOCK_END = 0x00;
const TYPE_BYTES_MAX = 2;
const TIME_BYTES = 4;

/** The id of a block whose pointers lead from one to the next and whose fields have the lengths known; or null. */
function idIn(block: Uint8Array): Uint8Array | null {
  for (let typeBytes = 1; typeBytes <= TYPE_BYTES_MAX; typeBytes += 1) {
    for (const fields of [
      [CODE_BYTES, typeBytes],
      [CODE_BYTES, typeBytes, TIME_BYTES],
    ]) {
      const length = 2 + fields.reduce((sum, bytes) => sum + 1 + bytes, 0);
      if (block.length !== length || block[length - 1] !== BLOCK_END) continue;
      if (pointersFit(block, fields)) return block.subarray(2, 2 + CODE_BYTES);
    }
  }
  return null;
}

/** Whether every pointer is the distance to the next, or every one the length of its field, or every one a place. */
function pointersFit(block: Uint8Array, fields: readonly number[]): boolean {
  const fits = [true, true, true];
  let at = 1;
  for (const bytes of fields) {
    const pointer = block[at];
    if (pointer !== bytes + 1) fits[0] = false;
    if (pointer !== bytes) fits[1] = false;
    if (pointer !== at + bytes + 1) fits[2] = false;
    at += bytes + 1;
  }
  return fits.includes(true);
}

/** An id of eight bytes: the code with its highest or its lowest byte first, or sixteen decimal digits. */
function readId(id: Uint8Array) {
  const about = { transmission: null, checked: true, format: AGRIDENT };
  const animals = [codeOfBytes(id.toReversed()), codeOfBytes(id)].filter(isPlainAnimal);
  // Exactly sixteen characters.
  const digits = /0([0-9]{3})([0-9]{12})/.exec(
    [...id].map((byte) => byte.toString(16).padStart(2, "0")).join(""),
  );
  const country = Number(digits?.[1]);
  const national = Number(digits?.[2]);
  const isDecimal = digits !== null && isCarried(country, national) && isAssigned(country);
  const [code, other] = animals;
  if (isDecimal && code === undefined) return animalTag(country, national, about);
  return code === undefined || other !== undefined || isDecimal ? "frame-unknown" : tagOfCode(code, about);
}

/** With the order of bytes unknown, a code is believed only with its animal flag, an assigned country, and no rarer bits. */
function isPlainAnimal(bits: bigint): boolean {
  const code = codeFromBits(bits);
  return code?.animal === true && isAssigned(code.country) && upperBits(code) === 0;
}
