// Room: test/drivers/bail-node. What waits to be written: one lease at most, and it goes first.

import fc from "fast-check";
import { expect, test } from "vitest";
import { monoMs } from "../../../src/domain/units.ts";
import {
  createOutbox,
  FIRMATA_BYTES_MAX,
  FIRMATA_CHUNK_BYTES,
  WRITE_DEADLINE,
} from "../../../src/drivers/bail-node/outbox.ts";

const AT = monoMs(0);
const frame = (n: number): Uint8Array => Uint8Array.of(0xf0, n, 0xf7);

test("while the line is blocked a newer lease takes the place of an unsent one: two never wait", () => {
  const outbox = createOutbox();
  outbox.lease(frame(1));
  expect(outbox.next(AT)).toEqual(frame(1));
  expect(outbox.next(AT)).toBeNull();
  expect([2, 3, 4].map((n) => outbox.lease(frame(n)))).toEqual([false, true, true]);
  expect(outbox.waiting()).toBe(3);
  outbox.written();
  expect(outbox.next(AT)).toEqual(frame(4));
  outbox.written();
  expect(outbox.next(AT)).toBeNull();
});

test("a lease overtakes all Firmata that waits, and lands between messages", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 10 }), (sizes) => {
      const outbox = createOutbox();
      const messages = sizes.map((size, n) => new Uint8Array(size).fill(n));
      for (const message of messages) expect(outbox.firmata(message)).toBe(true);
      const written: Uint8Array[] = [];
      for (let next = outbox.next(AT); next !== null; next = outbox.next(AT)) {
        written.push(next);
        outbox.written();
        outbox.lease(frame(0x55));
        expect(outbox.next(AT)).toEqual(frame(0x55));
        outbox.written();
      }
      expect(Buffer.concat(written)).toEqual(Buffer.concat(messages));
      const ends = new Set(messages.map((_, n) => Buffer.concat(messages.slice(0, n + 1)).length));
      let at = 0;
      for (const chunk of written) {
        at += chunk.length;
        expect(ends.has(at)).toBe(true);
        expect(chunk.length).toBeLessThanOrEqual(Math.max(FIRMATA_CHUNK_BYTES, ...sizes));
      }
    }),
  );
});

test("Firmata that does not fit is refused, not queued without end", () => {
  const outbox = createOutbox();
  expect(outbox.firmata(new Uint8Array(FIRMATA_BYTES_MAX))).toBe(true);
  expect(outbox.firmata(Uint8Array.of(1))).toBe(false);
  expect(outbox.waiting()).toBe(FIRMATA_BYTES_MAX);
});

test("a write that takes too long is a stall at the second look, and none if it ended between the two", () => {
  const outbox = createOutbox();
  const late = monoMs(WRITE_DEADLINE + 1);
  outbox.lease(frame(1));
  outbox.next(AT);
  expect(outbox.stalled(monoMs(WRITE_DEADLINE))).toBe(false);
  expect(outbox.stalled(late)).toBe(false);
  expect(outbox.stalled(late)).toBe(true);
  outbox.written();
  expect(outbox.stalled(late)).toBe(false);
});

test("what waited is gone after a clear, and a write under way is still under way", () => {
  const outbox = createOutbox();
  outbox.lease(frame(1));
  outbox.next(AT);
  outbox.lease(frame(2));
  outbox.firmata(frame(3));
  outbox.clear();
  outbox.lease(frame(4));
  expect(outbox.next(AT)).toBeNull();
  outbox.written();
  expect(outbox.next(AT)).toEqual(frame(4));
  outbox.reset();
  expect(outbox.next(AT)).toBeNull();
  expect(outbox.firmata(frame(5))).toBe(true);
  expect(Array.from(outbox.next(AT) ?? [])).toEqual([0xf0, 5, 0xf7]);
});
