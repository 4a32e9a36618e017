// Room: domain/tag. The 134K-RW-USB-D1's frames: 02 | reader | command or status | length | data | XOR of all before | 03
//   reading with N = 0: 6 bytes national id, 2 country, both in decimal digits, ½ data block, 2½ reserved, 1 animal flag
//   reading with N = 1: the telegram's 16 bytes, lowest bit first; with N = 2: 8 bytes code, lowest first, 2 checksum
// May live here: reading them. Invariant: what kind of reply it is follows from its length alone, which no two share.

import type { ByteFormat } from "./byte-parser.ts";
import { isCarried, MISSING_COUNTRY, UPPER_BITS_MAX, upperFields } from "./code.ts";
import { CHECKED_BYTES, eachReversed, readChecked, readTelegram, TELEGRAM_BYTES } from "./fdx-b.ts";
import { type FrameReader, type FrameReading, MORE, none, openFrames } from "./frames.ts";
import {
  type AnimalTag,
  animalTag,
  type DiscardReason,
  type NotAnimal,
  type TagResult,
} from "./tag-result.ts";

const RW_USB = "rw-usb";
const STX = 0x02;
const ETX = 0x03;
const STATUS_AT = 2;
const LENGTH_AT = 3;
const DATA_AT = 4;
const STATUS_FINE = 0x00;
/** Commands to read tags and to write them, as the host sends them. */
const COMMANDS: ReadonlySet<number> = new Set([0xa7, 0xa8]);
const DECIMAL_BYTES = 12;
/** Longer data has not been seen; a stray 02 must not swallow the frames behind it. */
const DATA_BYTES_MAX = TELEGRAM_BYTES;

export const rwUsbReader: FrameReader = {
  name: RW_USB,
  start: STX,
  read(bytes) {
    const dataBytes = bytes[LENGTH_AT];
    if (dataBytes === undefined) return MORE;
    if (dataBytes > DATA_BYTES_MAX) return none(null);
    const checksumAt = DATA_AT + dataBytes;
    if (bytes.length < checksumAt + 2) return MORE;
    if (bytes[checksumAt + 1] !== ETX) return none("wrong-end");
    const covered = bytes.subarray(0, checksumAt);
    if (covered.reduce((sum, byte) => sum ^ byte, 0) !== bytes[checksumAt]) return none("wrong-checksum");
    return readWhole(bytes[STATUS_AT] ?? 0, covered.subarray(DATA_AT), bytes);
  },
};

export const rwUsbFormat: ByteFormat = {
  name: RW_USB,
  title: "134K-RW-USB replies: decimal, telegram, or code with checksum",
  open: () => openFrames(rwUsbReader),
};

function readWhole(status: number, data: Uint8Array, frame: Uint8Array): FrameReading {
  if (status === STATUS_FINE && data.length > 0) {
    const read = readReply(data);
    return typeof read === "string" ? none(read) : { kind: "frame", result: read };
  }
  // A reply without data says that nothing was read, or that something was done.
  if (COMMANDS.has(status) || data.length === 0) return { kind: "frame", result: said(status, frame) };
  return none("frame-unknown");
}

function said(status: number, frame: Uint8Array): TagResult {
  const text = [...frame].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  const kind = COMMANDS.has(status) ? "echo" : status === STATUS_FINE ? "reply" : "no-read";
  return { kind: "status", status: kind, text, format: RW_USB };
}

function readReply(data: Uint8Array): AnimalTag | NotAnimal | DiscardReason {
  switch (data.length) {
    case DECIMAL_BYTES:
      return readDecimal(data);
    case TELEGRAM_BYTES:
      return readTelegram([eachReversed(data)], RW_USB);
    case CHECKED_BYTES:
      return readChecked(data, RW_USB);
    default:
      return "frame-unknown";
  }
}

function readDecimal(data: Uint8Array): AnimalTag | NotAnimal | DiscardReason {
  const digits = [...data].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const fields =
    /^(?<national>[0-9]{12})(?<country>[0-9]{4})(?<block>[01])(?<upper>[0-9]{5})(?<animal>[01]0|01)$/.exec(
      digits,
    )?.groups;
  if (fields === undefined) return "frame-unknown";
  const country = Number(fields.country);
  const national = Number(fields.national);
  const upper = Number(fields.upper);
  const animal = fields.animal !== "00";
  if (country === 0 && national === 0) return "blank";
  if (upper > UPPER_BITS_MAX) return "upper-bits-too-large";
  if (!isCarried(country, 0)) return "country-too-large";
  if (!isCarried(country, national)) return "national-too-large";
  if (!animal && country === MISSING_COUNTRY) {
    return { kind: "not-animal", application: null, id: String(national), format: RW_USB };
  }
  return animalTag(country, national, {
    animal,
    ...upperFields(upper),
    dataBlock: fields.block === "1",
    transmission: null,
    checked: true,
    format: RW_USB,
  });
}
