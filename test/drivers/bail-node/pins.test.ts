// Room: test/drivers/bail-node. johnny-five kept alive over a board that comes and goes.

import fc from "fast-check";
import five from "johnny-five";
import { afterEach, expect, test } from "vitest";
import { inputId } from "../../../src/domain/ids.ts";
import { createMessageCutter } from "../../../src/drivers/bail-node/messages.ts";
import { createOrdinaryPins, type OrdinaryPins } from "../../../src/drivers/bail-node/pins.ts";
import { tries } from "../../runs.ts";
import { createDoubleBoard, type DoubleBoard } from "./double-board.ts";
import { cleanUp, onCleanUp } from "./rig.ts";

afterEach(cleanUp);

const BEAM = inputId("beam");

/** The pins of a double board without a serial port between: what is sent arrives in the next turn. */
function kept(): { pins: OrdinaryPins; board: DoubleBoard; told: string[]; up(): Promise<void> } {
  const told: string[] = [];
  const cutter = createMessageCutter();
  let hear: (bytes: Buffer) => void = () => undefined;
  let settled: () => void = () => undefined;
  const pins = createOrdinaryPins(
    [{ input: BEAM, pin: 18, activeWhen: "open" }],
    [{ name: "pump", pin: 16 }],
    {
      send: (bytes) => {
        setImmediate(() => hear(Buffer.from(bytes)));
        return true;
      },
      overflowed: () => told.push("overflowed"),
      set: () => settled(),
      changed: (_, level) => told.push(level),
    },
  );
  const board = createDoubleBoard({
    write: (bytes) => {
      for (const message of cutter.push(bytes)) pins.hear(message);
    },
    onData: (listener) => {
      hear = listener;
    },
  });
  onCleanUp(board.end);
  onCleanUp(pins.end);
  return {
    pins,
    board,
    told,
    up: () =>
      new Promise((resolve) => {
        settled = resolve;
        pins.setUp();
      }),
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));

test("two hundred losses leave as many listeners on the library as one, and the switch still works", async () => {
  const { pins, board, told, up } = kept();
  await up();
  const io = five.Board.cache.at(-1)?.io;
  if (io === undefined) throw new Error("johnny-five has a board");
  const listeners = () => io.eventNames().map((name) => [String(name), io.listenerCount(name)]);
  const before = listeners();
  const boards = five.Board.cache.length;
  for (let loss = 0; loss < 200; loss += 1) {
    pins.lost();
    board.restart(loss);
    await up();
  }
  expect(listeners()).toEqual(before);
  expect(five.Board.cache).toHaveLength(boards);
  expect(told).toEqual([]);
  board.contact(18, true);
  board.contact(18, false);
  expect(told).toEqual(["inactive", "active"]);
});

test("no REPL, no signal handler, and no board left in the library's list when it ends", async () => {
  const signals = () => ["SIGINT", "SIGTERM", "SIGHUP"].map((name) => process.listenerCount(name));
  const before = {
    signals: signals(),
    input: process.stdin.listenerCount("data"),
    boards: five.Board.cache.length,
  };
  const { pins, up } = kept();
  await up();
  expect(signals()).toEqual(before.signals);
  expect(process.stdin.listenerCount("data")).toBe(before.input);
  expect(five.Board.cache).toHaveLength(before.boards + 1);
  pins.end();
  expect(five.Board.cache).toHaveLength(before.boards);
});

test("a relay is confirmed by the board, not by the command, and is off after a loss until commanded anew", async () => {
  const { pins, board, up } = kept();
  expect(pins.command("pump", true)).toBe(false);
  await up();
  expect(pins.relays()).toEqual([{ name: "pump", commanded: false, confirmed: "off" }]);
  expect(pins.command("pump", true)).toBe(true);
  expect(pins.relays()).toEqual([{ name: "pump", commanded: true, confirmed: "unknown" }]);
  await turn();
  expect(pins.relays()).toEqual([{ name: "pump", commanded: true, confirmed: "on" }]);
  pins.lost();
  expect(pins.relays()).toEqual([{ name: "pump", commanded: false, confirmed: "unknown" }]);
  expect(pins.command("pump", true)).toBe(false);
  await up(); // the same board, never restarted: its pin was still high
  expect(board.outputs.get(16)).toBe(0);
});

test("messages that firmata-io would choke on never reach it", async () => {
  const { pins, told, up } = kept();
  await up();
  pins.hear({ kind: "sysex", command: 0x6e, data: Uint8Array.of(120, 1, 1) });
  pins.hear({ kind: "sysex", command: 0x6c, data: Uint8Array.of(1, 2, 3) });
  pins.hear({ kind: "sysex", command: 0x79, data: new Uint8Array(0) });
  pins.hear({ kind: "short", bytes: Uint8Array.of(0x9f, 0x7f, 0x01) });
  pins.hear({ kind: "short", bytes: Uint8Array.of(0xef, 0x7f, 0x01) });
  expect(told).toEqual([]);
});

test("no bytes from a board make the library throw, before or after it is ready", async () => {
  const likely = fc.constantFrom(
    0xf0,
    0xf7,
    0xf9,
    0x79,
    0x6a,
    0x6c,
    0x6e,
    0x71,
    0x90,
    0x92,
    0x9f,
    0xe0,
    0,
    0x7f,
  );
  const noise = fc.array(fc.oneof(likely, fc.nat(255)), { maxLength: 60 });
  for (const ready of [false, true]) {
    const { pins, up } = kept();
    if (ready) await up();
    else pins.setUp();
    const cutter = createMessageCutter();
    fc.assert(
      fc.property(noise, (bytes) => {
        for (const message of cutter.push(Uint8Array.from(bytes))) pins.hear(message);
      }),
      tries(600),
    );
  }
});

test.each([
  ["a reserved pin", [22]],
  ["one pin twice", [18, 18]],
])("%s is a mistake of the caller", (_, numbers) => {
  const inputs = numbers.map((pin) => ({ input: BEAM, pin, activeWhen: "closed" as const }));
  const outlet = {
    send: () => true,
    overflowed: () => undefined,
    set: () => undefined,
    changed: () => undefined,
  };
  expect(() => createOrdinaryPins(inputs, [], outlet)).toThrow("broken assumption");
});
