// Room: test/drivers/bail-node. Bytes from a port cut into messages, whatever the line does to them.

import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeStatus } from "../../../src/drivers/bail-node/frame.ts";
import {
  createMessageCutter,
  type FirmataMessage,
  SYSEX_DATA_BYTES_MAX,
} from "../../../src/drivers/bail-node/messages.ts";
import { REST } from "./double-board.ts";

const VERSION = Uint8Array.of(0xf9, 2, 6);
const PORT_TWO = Uint8Array.of(0x92, 0x0c, 0x00);
const STATUS = encodeStatus(REST);

function cut(...chunks: Uint8Array[]): FirmataMessage[] {
  const cutter = createMessageCutter();
  return chunks.flatMap((chunk) => cutter.push(chunk));
}

test("a version, a port and a status are three messages", () => {
  expect(cut(VERSION, PORT_TWO, STATUS)).toEqual([
    { kind: "short", bytes: VERSION },
    { kind: "short", bytes: PORT_TWO },
    { kind: "sysex", command: 0x0b, data: STATUS.subarray(2, -1) },
  ]);
});

test("however the bytes are split, the messages are the same", () => {
  const message = fc.constantFrom(VERSION, PORT_TWO, STATUS, Uint8Array.of(0xf0, 0x79, 1, 0, 0xf7));
  fc.assert(
    fc.property(
      fc.array(message, { maxLength: 8 }),
      fc.array(fc.nat(60), { maxLength: 20 }),
      (messages, sizes) => {
        const bytes = Buffer.concat(messages);
        const chunks: Uint8Array[] = [];
        let at = 0;
        for (const size of sizes) {
          chunks.push(bytes.subarray(at, at + size));
          at += size;
        }
        chunks.push(bytes.subarray(at));
        expect(cut(...chunks)).toEqual(cut(bytes));
        expect(cut(...chunks)).toHaveLength(messages.length);
      },
    ),
  );
});

test("after any noise the second of two whole messages is heard, and every byte is a message's or counted", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
      const cutter = createMessageCutter();
      const heard = [...cutter.push(noise), ...cutter.push(STATUS), ...cutter.push(STATUS)];
      expect(heard.at(-1)).toEqual({ kind: "sysex", command: 0x0b, data: STATUS.subarray(2, -1) });
      const taken = heard.reduce(
        (sum, message) => sum + (message.kind === "short" ? message.bytes.length : message.data.length + 3),
        0,
      );
      expect(taken + cutter.discarded()).toBe(noise.length + 2 * STATUS.length);
    }),
  );
});

test("a sysex message that never ends is thrown away, not kept", () => {
  const cutter = createMessageCutter();
  cutter.push(Uint8Array.of(0xf0, 0x71));
  cutter.push(new Uint8Array(100_000));
  expect(cutter.discarded()).toBeGreaterThan(100_000 - SYSEX_DATA_BYTES_MAX);
  expect(cutter.push(VERSION)).toHaveLength(1);
});

test("half a message from before a cut is not completed after it", () => {
  const cutter = createMessageCutter();
  cutter.push(STATUS.subarray(0, 20));
  cutter.reset();
  expect(cutter.push(STATUS.subarray(20))).toEqual([]);
  expect(cutter.push(STATUS)).toHaveLength(1);
});
