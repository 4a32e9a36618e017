// Room: drivers/bail-node. The frames between controller and board as bytes; drawn in firmware/bail-node/README.md.
// May live here: pure encoding and decoding of one whole frame. May not: framing of a byte stream, time, state.
// Invariant: decode(encode(x)) = x, and a frame with any bit changed is refused, never misread.

import { LAMP_CODES, type LampCode } from "../../domain/release/lamp.ts";
import { assert, err, ok, type Result } from "../../domain/result.ts";
import {
  BOARD_NUMBER_MAX,
  BOARD_NUMBER_MIN,
  COMMANDS,
  CONFIGURATION_TEXT,
  FLAG_LEASE_LIVE,
  FLAG_OWN_PATTERN,
  LEASE_BYTES,
  NUMBER_BYTES,
  OUTPUT_SHUT_OFF_OPEN,
  OUTPUT_VAT_STOP_CLEAR,
  PROTOCOL_VERSION,
  REFUSALS,
  type Refusal,
  STATUS_BYTES,
  TTL_MS_MAX,
  TTL_MS_MIN,
} from "./protocol.ts";

const SYSEX_START = 0xf0;
const SYSEX_END = 0xf7;
const CHANNELS = 8;
const U32_MAX = 0xffff_ffff;

/** What a LEASE says. Masks have bit 0 for channel 0. */
export type LeaseFrame = {
  /** The board's nonce as its STATUS gave it. */
  readonly session: number;
  /** Strictly greater than the last one accepted in the session; the first is at least 1. */
  readonly sequence: number;
  readonly released: number;
  /** Eight codes, channel 0 first; green only where released. */
  readonly lamps: readonly LampCode[];
  readonly openShutOff: boolean;
  readonly clearVatStop: boolean;
  /** Milliseconds, 50..480. */
  readonly ttl: number;
};

/** What a STATUS says. Masks have bit 0 for channel 0. */
export type StatusFrame = {
  /** 0 = the board has no number yet. */
  readonly boardNumber: number;
  readonly session: number;
  readonly lastSequence: number;
  readonly coils: number;
  readonly atVat: number;
  readonly atDivert: number;
  readonly buttons: number;
  readonly shutOffOpen: boolean;
  readonly vatStopClear: boolean;
  readonly leaseLive: boolean;
  readonly lampsOnOwnPattern: boolean;
  /** Bits RESET_* of protocol.ts. */
  readonly resetCause: number;
  readonly leaseRemainingMs: number;
  /** LEASE and NUMBER frames refused since the board started; stays at 65535. */
  readonly refusedFrames: number;
  readonly lastRefusal: Refusal;
  readonly configurationHash: number;
  readonly uptimeMs: number;
};

export type NumberFrame = { readonly boardNumber: number; readonly session: number };

/** Why bytes are not a frame. The names are those the board itself uses when it refuses. */
export type FrameFault = Refusal;

/** CRC-32 as zlib and Ethernet have it (polynomial 0xEDB88320, start and end inverted). */
export function crc32(bytes: Iterable<number>): number {
  let crc = U32_MAX;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/** What a board built from this protocol.ts reports as its configuration hash. */
export const CONFIGURATION_HASH = crc32(new TextEncoder().encode(CONFIGURATION_TEXT));

/** Packs bytes into 7-bit bytes, lowest bits first, as Firmata's Encoder7Bit does. Spare bits are zero. */
export function pack7(bytes: Uint8Array): Uint8Array {
  const packed = new Uint8Array(Math.ceil((bytes.length * 8) / 7));
  let pending = 0;
  let pendingBits = 0;
  let at = 0;
  for (const byte of bytes) {
    pending |= byte << pendingBits;
    pendingBits += 8;
    while (pendingBits >= 7) {
      packed[at] = pending & 0x7f;
      at += 1;
      pending >>= 7;
      pendingBits -= 7;
    }
  }
  if (pendingBits > 0) packed[at] = pending;
  return packed;
}

/** Undoes `pack7` for exactly `length` bytes. Refuses another length, a byte over 0x7F, and a spare bit that is set. */
export function unpack7(packed: Uint8Array, length: number): Result<Uint8Array, FrameFault> {
  if (packed.length !== Math.ceil((length * 8) / 7)) return err("length");
  const bytes = new Uint8Array(length);
  let pending = 0;
  let pendingBits = 0;
  let at = 0;
  for (const septet of packed) {
    if (septet > 0x7f) return err("packing");
    pending |= septet << pendingBits;
    pendingBits += 7;
    if (pendingBits >= 8) {
      bytes[at] = pending & 0xff;
      at += 1;
      pending >>= 8;
      pendingBits -= 8;
    }
  }
  return pending === 0 && at === length ? ok(bytes) : err("packing");
}

/** The whole LEASE frame, F0 to F7. Throws on values out of range: the caller decides those, not the line. */
export function encodeLease(lease: LeaseFrame): Uint8Array {
  assert(
    isU32(lease.session) && isU32(lease.sequence) && lease.sequence >= 1,
    "session and sequence are u32",
  );
  assert(isMask(lease.released), "released is a mask of eight channels");
  assert(lease.lamps.length === CHANNELS, "eight lamps");
  assert(isTtl(lease.ttl), "time to live within what the firmware accepts");
  const codes = lease.lamps.map((lamp) => LAMP_CODES.indexOf(lamp));
  assert(greenOnlyWhereReleased(codes, lease.released), "green only on a released channel");
  const payload = new Uint8Array(LEASE_BYTES);
  const view = new DataView(payload.buffer);
  const outputs =
    (lease.openShutOff ? OUTPUT_SHUT_OFF_OPEN : 0) | (lease.clearVatStop ? OUTPUT_VAT_STOP_CLEAR : 0);
  view.setUint8(0, PROTOCOL_VERSION);
  view.setUint32(1, lease.session, true);
  view.setUint32(5, lease.sequence, true);
  view.setUint8(9, lease.released);
  view.setUint8(10, ~lease.released & 0xff);
  view.setUint32(11, nibbles(codes), true);
  view.setUint8(15, outputs);
  view.setUint8(16, ~outputs & 0xff);
  view.setUint16(17, lease.ttl, true);
  return seal(COMMANDS.lease, payload);
}

/** Reads the packed bytes of a LEASE (between command and F7). All checks of the board but session and sequence. */
export function decodeLease(packed: Uint8Array): Result<LeaseFrame, FrameFault> {
  const opened = open(COMMANDS.lease, packed, LEASE_BYTES);
  if (!opened.ok) return opened;
  const view = opened.value;
  if (view.getUint8(0) !== PROTOCOL_VERSION) return err("version");
  const sequence = view.getUint32(5, true);
  if (sequence === 0) return err("sequence");
  const released = view.getUint8(9);
  if ((released ^ view.getUint8(10)) !== 0xff) return err("released-complement");
  const codes = fromNibbles(view.getUint32(11, true));
  const lamps = lampsOf(codes);
  if (lamps === undefined) return err("lamp-code");
  if (!greenOnlyWhereReleased(codes, released)) return err("green-not-released");
  const outputs = view.getUint8(15);
  if ((outputs ^ view.getUint8(16)) !== 0xff) return err("outputs-complement");
  if ((outputs & ~(OUTPUT_SHUT_OFF_OPEN | OUTPUT_VAT_STOP_CLEAR)) !== 0) return err("outputs-unknown");
  const ttl = view.getUint16(17, true);
  if (!isTtl(ttl)) return err("time-to-live");
  if (view.getUint8(19) !== 0) return err("reserved-byte");
  return ok({
    session: view.getUint32(1, true),
    sequence,
    released,
    lamps,
    openShutOff: (outputs & OUTPUT_SHUT_OFF_OPEN) !== 0,
    clearVatStop: (outputs & OUTPUT_VAT_STOP_CLEAR) !== 0,
    ttl,
  });
}

/** The whole STATUS frame as a board sends it; for doubles of the board. */
export function encodeStatus(status: StatusFrame): Uint8Array {
  const payload = new Uint8Array(STATUS_BYTES);
  const view = new DataView(payload.buffer);
  view.setUint8(0, PROTOCOL_VERSION);
  view.setUint8(1, status.boardNumber);
  view.setUint32(2, status.session, true);
  view.setUint32(6, status.lastSequence, true);
  view.setUint8(10, status.coils);
  view.setUint8(11, status.atVat);
  view.setUint8(12, status.atDivert);
  view.setUint8(13, status.buttons);
  view.setUint8(
    14,
    (status.shutOffOpen ? OUTPUT_SHUT_OFF_OPEN : 0) | (status.vatStopClear ? OUTPUT_VAT_STOP_CLEAR : 0),
  );
  view.setUint8(
    15,
    (status.leaseLive ? FLAG_LEASE_LIVE : 0) | (status.lampsOnOwnPattern ? FLAG_OWN_PATTERN : 0),
  );
  view.setUint8(16, status.resetCause);
  view.setUint16(18, status.leaseRemainingMs, true);
  view.setUint16(20, status.refusedFrames, true);
  view.setUint8(22, REFUSALS.indexOf(status.lastRefusal));
  view.setUint32(24, status.configurationHash, true);
  view.setUint32(28, status.uptimeMs, true);
  return seal(COMMANDS.status, payload);
}

/** Reads the packed bytes of a STATUS (between command and F7). */
export function decodeStatus(packed: Uint8Array): Result<StatusFrame, FrameFault> {
  const opened = open(COMMANDS.status, packed, STATUS_BYTES);
  if (!opened.ok) return opened;
  const view = opened.value;
  if (view.getUint8(0) !== PROTOCOL_VERSION) return err("version");
  const outputs = view.getUint8(14);
  if ((outputs & ~(OUTPUT_SHUT_OFF_OPEN | OUTPUT_VAT_STOP_CLEAR)) !== 0) return err("outputs-unknown");
  const flags = view.getUint8(15);
  const lastRefusal = REFUSALS[view.getUint8(22)];
  const reserved = view.getUint8(17) | view.getUint8(23) | (flags & ~(FLAG_LEASE_LIVE | FLAG_OWN_PATTERN));
  if (lastRefusal === undefined || reserved !== 0) return err("reserved-byte");
  return ok({
    boardNumber: view.getUint8(1),
    session: view.getUint32(2, true),
    lastSequence: view.getUint32(6, true),
    coils: view.getUint8(10),
    atVat: view.getUint8(11),
    atDivert: view.getUint8(12),
    buttons: view.getUint8(13),
    shutOffOpen: (outputs & OUTPUT_SHUT_OFF_OPEN) !== 0,
    vatStopClear: (outputs & OUTPUT_VAT_STOP_CLEAR) !== 0,
    leaseLive: (flags & FLAG_LEASE_LIVE) !== 0,
    lampsOnOwnPattern: (flags & FLAG_OWN_PATTERN) !== 0,
    resetCause: view.getUint8(16),
    leaseRemainingMs: view.getUint16(18, true),
    refusedFrames: view.getUint16(20, true),
    lastRefusal,
    configurationHash: view.getUint32(24, true),
    uptimeMs: view.getUint32(28, true),
  });
}

/** The whole ASK frame: the board answers with a STATUS. */
export function encodeAsk(): Uint8Array {
  return Uint8Array.of(SYSEX_START, COMMANDS.ask, SYSEX_END);
}

/** The whole NUMBER frame. `boardNumber` 1..250. */
export function encodeNumber(frame: NumberFrame): Uint8Array {
  assert(isBoardNumber(frame.boardNumber) && isU32(frame.session), "board number 1..250, session u32");
  const payload = new Uint8Array(NUMBER_BYTES);
  const view = new DataView(payload.buffer);
  view.setUint8(0, frame.boardNumber);
  view.setUint8(1, ~frame.boardNumber & 0xff);
  view.setUint32(2, frame.session, true);
  return seal(COMMANDS.number, payload);
}

/** Reads the packed bytes of a NUMBER (between command and F7). */
export function decodeNumber(packed: Uint8Array): Result<NumberFrame, FrameFault> {
  const opened = open(COMMANDS.number, packed, NUMBER_BYTES);
  if (!opened.ok) return opened;
  const boardNumber = opened.value.getUint8(0);
  if ((boardNumber ^ opened.value.getUint8(1)) !== 0xff) return err("number-complement");
  if (!isBoardNumber(boardNumber)) return err("number-range");
  return ok({ boardNumber, session: opened.value.getUint32(2, true) });
}

/** Puts the checksum of command and payload in the last four bytes, packs, and wraps in F0 … F7. */
function seal(command: number, payload: Uint8Array): Uint8Array {
  const end = payload.length - 4;
  new DataView(payload.buffer).setUint32(end, checksum(command, payload), true);
  return Uint8Array.of(SYSEX_START, command, ...pack7(payload), SYSEX_END);
}

function open(command: number, packed: Uint8Array, length: number): Result<DataView, FrameFault> {
  const unpacked = unpack7(packed, length);
  if (!unpacked.ok) return unpacked;
  const view = new DataView(unpacked.value.buffer);
  if (view.getUint32(length - 4, true) !== checksum(command, unpacked.value)) return err("checksum");
  return ok(view);
}

/** The command goes first, so that a frame of one kind can never pass as another. */
function checksum(command: number, payload: Uint8Array): number {
  return crc32([command, ...payload.subarray(0, payload.length - 4)]);
}

function nibbles(codes: readonly number[]): number {
  return codes.reduce((word, code, channel) => word | (code << (4 * channel)), 0) >>> 0;
}

function fromNibbles(word: number): number[] {
  return Array.from({ length: CHANNELS }, (_, channel) => (word >>> (4 * channel)) & 0xf);
}

function lampsOf(codes: readonly number[]): LampCode[] | undefined {
  const lamps = codes.flatMap((code) => LAMP_CODES[code] ?? []);
  return lamps.length === CHANNELS ? lamps : undefined;
}

function greenOnlyWhereReleased(codes: readonly number[], released: number): boolean {
  const green = LAMP_CODES.indexOf("green-steady");
  return codes.every((code, channel) => code !== green || (released & (1 << channel)) !== 0);
}

const isU32 = (n: number): boolean => Number.isInteger(n) && n >= 0 && n <= U32_MAX;
const isMask = (n: number): boolean => Number.isInteger(n) && n >= 0 && n <= 0xff;
const isTtl = (n: number): boolean => Number.isInteger(n) && n >= TTL_MS_MIN && n <= TTL_MS_MAX;
const isBoardNumber = (n: number): boolean =>
  Number.isInteger(n) && n >= BOARD_NUMBER_MIN && n <= BOARD_NUMBER_MAX;
