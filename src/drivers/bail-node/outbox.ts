// Room: drivers/bail-node. What waits to be written to a board: at most one lease, and a little Firmata.
// May live here: the order of writes and their deadline. May not: ports, clocks, the meaning of bytes.
// Invariant: one write is under way at a time; a lease goes before everything else; a newer lease replaces an unsent one.

import { between, type DurationMs, type MonoMs, milliseconds } from "../../domain/units.ts";

export type Outbox = {
  /** Puts a lease frame first in line. True when it took the place of one not yet sent. */
  lease(frame: Uint8Array): boolean;
  /** Queues Firmata bytes. False when they would not fit: the caller has to bring the board up again. */
  firmata(bytes: Uint8Array): boolean;
  /** The next bytes to write, or null while a write is under way or nothing waits. The caller writes them now. */
  next(at: MonoMs): Uint8Array | null;
  /** The write under way is with the kernel. */
  written(): void;
  /** Whether the write under way has taken too long. Call at every tick. */
  stalled(at: MonoMs): boolean;
  /** Bytes waiting, not counting the write under way. */
  waiting(): number;
  /** Forgets what waits: it is too old. A write under way stays under way. */
  clear(): void;
  /** A new line: nothing waits and nothing is under way. */
  reset(): void;
};

/** serialport has no write deadline. A healthy write takes well under 1 ms; a lease older than this is worthless. */
export const WRITE_DEADLINE: DurationMs = milliseconds(150);
/** A whole set-up of 18 pins is some 150 bytes. */
export const FIRMATA_BYTES_MAX = 1_024;
/** One write of Firmata holds up a lease by at most this many bytes: 5.6 ms at 115 200 baud. */
export const FIRMATA_CHUNK_BYTES = 64;

/** An empty outbox, for one connection or several with `reset` between. */
export function createOutbox(): Outbox {
  let lease: Uint8Array | null = null;
  let queue: Uint8Array[] = [];
  let queued = 0;
  let begunAt: MonoMs | null = null;
  let late = false;

  const clear = (): void => {
    lease = null;
    queue = [];
    queued = 0;
  };

  return {
    lease(frame) {
      const replaced = lease !== null;
      lease = frame;
      return replaced;
    },
    firmata(bytes) {
      if (queued + bytes.length > FIRMATA_BYTES_MAX) return false;
      queue.push(bytes);
      queued += bytes.length;
      return true;
    },
    next(at) {
      if (begunAt !== null) return null;
      if (lease !== null) {
        const frame = lease;
        lease = null;
        begunAt = at;
        return frame;
      }
      const chunk = firstMessages(queue);
      if (chunk.messages === 0) return null;
      queue = queue.slice(chunk.messages);
      queued -= chunk.bytes.length;
      begunAt = at;
      return chunk.bytes;
    },
    written() {
      begunAt = null;
      late = false;
    },
    stalled(at) {
      if (begunAt === null || between(begunAt, at) <= WRITE_DEADLINE) return false;
      // Judged at the second tick only: after a stall of this program the good news may not have been read yet.
      const wasLate = late;
      late = true;
      return wasLate;
    },
    waiting: () => queued + (lease?.length ?? 0),
    clear,
    reset() {
      clear();
      begunAt = null;
      late = false;
    },
  };
}

/** As many whole messages as fit one chunk, at least one: a lease must never land inside a message. */
function firstMessages(queue: readonly Uint8Array[]): { messages: number; bytes: Uint8Array } {
  let messages = 0;
  let length = 0;
  for (const message of queue) {
    if (messages > 0 && length + message.length > FIRMATA_CHUNK_BYTES) break;
    messages += 1;
    length += message.length;
  }
  return { messages, bytes: Buffer.concat(queue.slice(0, messages)) };
}
