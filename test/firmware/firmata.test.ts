// Room: test/firmware. The released firmware as real Firmata clients see it: firmata-io and johnny-five, unchanged.

import { EventEmitter } from "node:events";
import { createRequire } from "node:module";
import { afterEach, describe, expect, test } from "vitest";
import { PINS } from "../../src/drivers/bail-node/protocol.ts";
import { createRig, type Rig, textsIn } from "./rig.ts";

type Io = EventEmitter & {
  isReady: boolean;
  readonly firmware: { name: string; version: { major: number; minor: number } };
  readonly version: { major: number; minor: number };
  readonly pins: { supportedModes: number[]; mode: number | undefined; value: number; state?: number }[];
  readonly analogPins: number[];
  pinMode(pin: number, mode: number): void;
  digitalWrite(pin: number, value: number): void;
  digitalRead(pin: number, listener: (value: number) => void): void;
  queryPinState(pin: number, done: () => void): void;
  setSamplingInterval(ms: number): void;
};
type JohnnyFive = {
  Board: new (options: object) => EventEmitter;
  Switch: new (options: object) => EventEmitter & { isClosed: boolean };
  Button: new (options: object) => EventEmitter;
  Relay: new (options: object) => { close(): void; open(): void };
};

const load = createRequire(import.meta.url);
const { Board: FirmataBoard }: { Board: new (transport: object, options: object) => Io } = {
  Board: load("firmata-io").Firmata,
};

/** Lets a client's timers and promises run between milliseconds of the board. */
async function runBoth(rig: Rig, ms: number): Promise<void> {
  for (let at = 0; at < ms; at += 1) {
    rig.board.runFor(1);
    if (at % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

async function connect(): Promise<{ rig: Rig; io: Io }> {
  const rig = createRig();
  const line = Object.assign(new EventEmitter(), {
    write: (bytes: Uint8Array) => rig.board.receive(Uint8Array.from(bytes)),
  });
  rig.board.onBytes((bytes) => line.emit("data", Buffer.from(bytes)));
  const io = new FirmataBoard(line, { reportVersionTimeout: 1 });
  await new Promise((resolve) => setTimeout(resolve, 5));
  await runBoth(rig, 120);
  return { rig, io };
}

describe("firmata-io takes it for a board", () => {
  test("the whole handshake: version, name, capabilities, no analog pins", async () => {
    const { io } = await connect();
    expect(io.isReady).toBe(true);
    expect(io.version).toEqual({ major: 2, minor: 6 });
    expect(io.firmware).toEqual({ name: "vatguard-bail-node", version: { major: 1, minor: 0 } });
    expect(io.analogPins).toEqual([]);
    expect(io.pins.length).toBe(70);
    const usable = io.pins.flatMap(({ supportedModes }, pin) => (supportedModes.length > 0 ? [pin] : []));
    expect(usable).toEqual([...PINS.ordinary]);
    expect(io.pins[2]?.supportedModes.sort((a, b) => a - b)).toEqual([0, 1, 0x0b]);
  });

  test("an ordinary output drives its pin; its neighbours on the same port stay as they are", async () => {
    const { rig, io } = await connect();
    const driven = new Map<number, boolean | undefined>();
    rig.board.onOrdinary((_, pin, high) => driven.set(pin, high));
    io.pinMode(19, 1);
    io.digitalWrite(19, 1);
    await runBoth(rig, 5);
    expect([...driven]).toEqual([[19, true]]);
    io.digitalWrite(19, 0);
    await runBoth(rig, 5);
    expect(driven.get(19)).toBe(false);
    expect(rig.board.drive().coils).toBe(0);
  });

  test("every ordinary pin can be read and driven, each on its own", async () => {
    const { rig, io } = await connect();
    for (const pin of PINS.ordinary) {
      const heard: number[] = [];
      io.pinMode(pin, 0x0b);
      io.digitalRead(pin, (value) => heard.push(value));
      await runBoth(rig, 4);
      rig.board.setPin(pin, false);
      await runBoth(rig, 4);
      rig.board.setPin(pin, true);
      await runBoth(rig, 4);
      expect(
        heard.filter((value, at) => value !== heard[at - 1]),
        `pin ${pin}`,
      ).toEqual([1, 0, 1]);
      const edges: (boolean | undefined)[] = [];
      rig.board.onOrdinary((_, which, high) => which === pin && edges.push(high));
      io.pinMode(pin, 1);
      io.digitalWrite(pin, 1);
      await runBoth(rig, 3);
      expect(edges, `pin ${pin}`).toEqual([false, true]);
    }
  });

  test("a pin's state can be asked for", async () => {
    const { rig, io } = await connect();
    io.pinMode(4, 1);
    io.digitalWrite(4, 1);
    let answered = false;
    io.queryPinState(4, () => {
      answered = true;
    });
    io.setSamplingInterval(50);
    await runBoth(rig, 10);
    expect([answered, io.pins[4]?.mode, io.pins[4]?.state]).toEqual([true, 1, 1]);
    expect(textsIn(rig.bytes)).toEqual([]);
  });

  test("a coil asked for by way of Firmata stays off, and the board says why", async () => {
    const { rig, io } = await connect();
    const texts: string[] = [];
    io.on("string", (text: string) => texts.push(text));
    io.pinMode(22, 1);
    io.digitalWrite(22, 1);
    await runBoth(rig, 30);
    expect(rig.board.drive().coils).toBe(0);
    expect(texts).toEqual(["refused: only a lease moves pin 22"]);
  });
});

describe("johnny-five components work on ordinary pins", () => {
  const cleanUps: (() => void)[] = [];
  afterEach(() => {
    for (const cleanUp of cleanUps.splice(0)) cleanUp();
  });

  test("a switch, a button and a relay", async () => {
    const { rig, io } = await connect();
    const five: JohnnyFive = load("johnny-five");
    const board = new five.Board({ io, repl: false, debug: false, sigint: false });
    await Promise.race([new Promise((resolve) => board.once("ready", resolve)), runBoth(rig, 3_000)]);
    const heard: string[] = [];
    const gate = new five.Switch({ pin: 5, type: "NC", board });
    gate.on("open", () => heard.push("gate opened"));
    gate.on("close", () => heard.push("gate closed"));
    const button = new five.Button({ pin: 16, isPullup: true, board });
    button.on("press", () => heard.push("pressed"));
    const relay = new five.Relay({ pin: 38, board });
    const relayLevels: (boolean | undefined)[] = [];
    rig.board.onOrdinary((_, pin, high) => pin === 38 && relayLevels.push(high));
    await runBoth(rig, 30);
    heard.length = 0;
    rig.board.setPin(5, false);
    rig.board.setPin(16, false);
    relay.close();
    await runBoth(rig, 30);
    await new Promise((resolve) => setTimeout(resolve, 40));
    await runBoth(rig, 10);
    expect(heard.sort()).toEqual(["gate opened", "pressed"]);
    expect(relayLevels.at(-1)).toBe(true);
    relay.open();
    await runBoth(rig, 10);
    expect(relayLevels.at(-1)).toBe(false);
    expect(rig.board.drive()).toMatchObject({ coils: 0, shutOffOpen: false, vatStopClear: false });
  });
});
