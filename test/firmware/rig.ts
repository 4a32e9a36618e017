// Room: test/firmware. One emulated board with the released firmware, and what a host would know of it.
// Invariant: nothing here reaches into the firmware; it is bytes in, bytes and pins out.

import { readFileSync } from "node:fs";
import type { LampCode } from "../../src/domain/release/lamp.ts";
import {
  decodeStatus,
  encodeAsk,
  encodeLease,
  type LeaseFrame,
  type StatusFrame,
} from "../../src/drivers/bail-node/frame.ts";
import { COMMANDS } from "../../src/drivers/bail-node/protocol.ts";
import {
  type BoardDrive,
  type BoardMakings,
  createEmulatedBoard,
  type EmulatedBoard,
} from "../../src/sim/avr/board.ts";

export const RELEASED_HEX = readFileSync(
  new URL("../../firmware/bail-node/bail-node.hex", import.meta.url),
  "utf8",
);
export const CYCLES_A_MS = 16_000;
/** From the call of `receive` to the last byte of a LEASE being in the chip. */
export const LEASE_ON_THE_LINE_CYCLES = 31 * 1_389;
export const ALL_RED: readonly LampCode[] = Array.from({ length: 8 }, () => "red-steady");
export const ALL_GREEN: readonly LampCode[] = Array.from({ length: 8 }, () => "green-steady");

export type DriveEdge = BoardDrive & { readonly cycle: number };

export type Rig = {
  readonly board: EmulatedBoard;
  /** Every change of a reserved output, oldest first. */
  readonly edges: DriveEdge[];
  /** All bytes from the board so far. */
  readonly bytes: number[];
  /** All STATUS frames so far; throws on a damaged one. */
  statuses(): StatusFrame[];
  /** Asks for a STATUS and waits for it. */
  status(): StatusFrame;
  session(): number;
  /** Whole frame bytes of a LEASE for the present session with the next sequence number. */
  lease(order?: Partial<LeaseFrame>): Uint8Array;
  /** Sends such a LEASE and runs until it has been read and acted on. */
  grant(order?: Partial<LeaseFrame>): void;
};

/** A board that has started and told its session. */
export function createRig(makings: Partial<BoardMakings> = {}): Rig {
  const board = createEmulatedBoard({ hex: RELEASED_HEX, ...makings });
  const edges: DriveEdge[] = [];
  const bytes: number[] = [];
  let sequence = 0;
  board.onDrive((cycle, drive) => edges.push({ cycle, ...drive }));
  const seen: StatusFrame[] = [];
  let parsed = 0;
  board.onBytes((more) => {
    bytes.push(...more);
  });
  const statuses = (): StatusFrame[] => {
    const end = bytes.lastIndexOf(0xf7) + 1;
    if (end > parsed) seen.push(...statusesIn(bytes.slice(parsed, end)));
    parsed = Math.max(parsed, end);
    return seen;
  };
  const status = (): StatusFrame => {
    board.receive(encodeAsk());
    // Read within 1 ms, due within 5 ms of the last one, on the line for 4 ms.
    board.runFor(12);
    return last(statuses());
  };
  const session = (): number => last(statuses()).session;
  const lease = (order: Partial<LeaseFrame> = {}): Uint8Array => {
    sequence += 1;
    return encodeLease({
      session: session(),
      sequence,
      released: 0,
      lamps: ALL_RED,
      openShutOff: false,
      clearVatStop: false,
      ttl: 480,
      ...order,
    });
  };
  const grant = (order: Partial<LeaseFrame> = {}): void => {
    board.receive(lease(order));
    board.runFor(6);
  };
  board.runFor(60);
  return { board, edges, bytes, statuses, status, session, lease, grant };
}

/** Every STATUS frame in a stream of bytes. */
export function statusesIn(bytes: readonly number[]): StatusFrame[] {
  const found: StatusFrame[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] !== 0xf0 || bytes[at + 1] !== COMMANDS.status) continue;
    const end = bytes.indexOf(0xf7, at);
    if (end < 0) break;
    const decoded = decodeStatus(Uint8Array.from(bytes.slice(at + 2, end)));
    if (!decoded.ok) throw new Error(`the board sent a damaged STATUS: ${decoded.error}`);
    found.push(decoded.value);
    at = end;
  }
  return found;
}

/** Texts that the board sent as Firmata strings. */
export function textsIn(bytes: readonly number[]): string[] {
  const texts: string[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] !== 0xf0 || bytes[at + 1] !== 0x71) continue;
    const letters = bytes.slice(at + 2, bytes.indexOf(0xf7, at)).filter((_, i) => i % 2 === 0);
    texts.push(String.fromCharCode(...letters));
  }
  return texts;
}

export function last<T>(list: readonly T[]): T {
  const item = list.at(-1);
  if (item === undefined) throw new Error("nothing there yet");
  return item;
}
