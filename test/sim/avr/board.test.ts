// Room: test/sim/avr. The emulated board: that it is the chip and not a kinder one.

import { CPU } from "avr8js";
import { describe, expect, test } from "vitest";
import { PIN_COUNT, PINS } from "../../../src/drivers/bail-node/protocol.ts";
import { createEmulatedBoard, runBoardsRealTime } from "../../../src/sim/avr/board.ts";
import { parseIntelHex } from "../../../src/sim/avr/intel-hex.ts";
import { megaPin } from "../../../src/sim/avr/mega-pins.ts";
import { attachTimer0 } from "../../../src/sim/avr/timer.ts";
import { attachUsart0 } from "../../../src/sim/avr/usart.ts";
import { CYCLES_A_MS, createRig, RELEASED_HEX } from "../../firmware/rig.ts";

describe("the firmware file", () => {
  test("is read to the words of the flash", () => {
    const parsed = parseIntelHex(":0400000012345678E8\n:00000001FF\n");
    expect(parsed.ok && [...parsed.value.subarray(0, 3)]).toEqual([0x3412, 0x7856, 0xffff]);
  });

  test("is refused when a digit is wrong, a line is missing its end, or the end record is gone", () => {
    const spoiled = RELEASED_HEX.replace(
      /^(:.{20})(.)/m,
      (_, head: string, digit: string) => head + (digit === "0" ? "1" : "0"),
    );
    expect(parseIntelHex(spoiled)).toMatchObject({ ok: false });
    expect(parseIntelHex(":0400000012345678")).toMatchObject({ ok: false });
    expect(parseIntelHex(":0400000012345678E8\n")).toEqual({
      ok: false,
      error: "the file has no end record",
    });
    expect(() => createEmulatedBoard({ hex: spoiled })).toThrow("firmware file");
  });
});

describe("the pins of an Arduino Mega", () => {
  test("70 numbers are 70 different pins, and the channels lie in order on their ports", () => {
    const places = Array.from({ length: PIN_COUNT }, (_, pin) => megaPin(pin));
    expect(new Set(places.map((place) => `${place?.port}${place?.bit}`)).size).toBe(70);
    const rows = [
      ["A", PINS.valves],
      ["C", PINS.redLamps],
      ["L", PINS.greenLamps],
      ["F", PINS.vatSwitches],
      ["K", PINS.divertSwitches],
      ["B", PINS.buttons],
    ] as const;
    for (const [port, pins] of rows) expect(pins.map(megaPin)).toEqual(pins.map((_, bit) => ({ port, bit })));
    expect([megaPin(PINS.shutOff), megaPin(PINS.vatStop), megaPin(70)]).toEqual([
      { port: "G", bit: 0 },
      { port: "G", bit: 1 },
      undefined,
    ]);
  });
});

describe("the chip", () => {
  test("its timer matches every prescaler × (compare + 1) cycles", () => {
    const cpu = new CPU(new Uint16Array(0x100));
    attachTimer0(cpu);
    cpu.writeData(0x44, 0x02);
    cpu.writeData(0x47, 249);
    cpu.writeData(0x45, 0x03);
    const matches: number[] = [];
    for (cpu.cycles = 0; cpu.cycles < 50_000; cpu.cycles += 1) {
      cpu.tick();
      if (((cpu.data[0x35] ?? 0) & 0x02) === 0) continue;
      matches.push(cpu.cycles);
      cpu.writeData(0x35, 0x02);
    }
    expect(matches).toEqual([16_000, 32_000, 48_000]);
  });

  test("its receiver keeps two bytes, loses the third and says so", () => {
    const cpu = new CPU(new Uint16Array(0x100));
    const usart = attachUsart0(cpu, 100, () => undefined);
    cpu.writeData(0xc1, 0x10);
    usart.receive(Uint8Array.of(1, 2, 3));
    for (cpu.cycles = 0; cpu.cycles < 400; cpu.cycles += 1) cpu.tick();
    expect((cpu.data[0xc0] ?? 0) & 0x08).toBe(0x08);
    expect([cpu.readData(0xc6), cpu.readData(0xc6), (cpu.data[0xc0] ?? 0) & 0x80]).toEqual([1, 2, 0]);
  });

  test("asleep or awake makes no difference to when things happen", () => {
    const strides = [1, 7.3, 400].map((stride) => {
      const rig = createRig();
      rig.grant({ released: 3 });
      while (rig.board.cycle() < 600 * CYCLES_A_MS) rig.board.runFor(stride);
      return rig.edges.filter((edge) => edge.cycle < 590 * CYCLES_A_MS);
    });
    expect(strides[1]).toEqual(strides[0]);
    expect(strides[2]).toEqual(strides[0]);
  });

  test("two boards given the same bytes at the same cycles do the same", () => {
    const [a, b] = [createRig(), createRig()];
    for (const rig of [a, b]) {
      rig.grant({ released: 9, openShutOff: true });
      rig.board.runFor(300);
    }
    expect(a.edges).toEqual(b.edges);
    expect(a.bytes).toEqual(b.bytes);
  });
});

describe("beside a clock", () => {
  /** Runs a board beside a clock that `advance` moves at each look, until it shows `untilMs`. */
  async function runBeside(advance: (nowMs: number) => number, untilMs: number): Promise<[number, number]> {
    const board = createEmulatedBoard({ hex: RELEASED_HEX });
    const stop = new AbortController();
    let nowMs = 0;
    const look = (): number => {
      nowMs = advance(nowMs);
      if (nowMs >= untilMs) stop.abort();
      return nowMs;
    };
    await runBoardsRealTime([board], stop.signal, look);
    return [board.cycle() / CYCLES_A_MS, nowMs];
  }

  test("the board keeps up in slices of at most 2 ms, and stops when told", async () => {
    const [boardMs, clockMs] = await runBeside((nowMs) => nowMs + 1.9, 200);
    expect(clockMs - boardMs).toBeLessThan(4);
    expect(boardMs).toBeLessThanOrEqual(clockMs);
  });

  test("after a long stop of the computer it goes on from there, instead of lapsing leases nobody was late with", async () => {
    const [boardMs] = await runBeside((nowMs) => nowMs + (nowMs > 50 && nowMs < 60 ? 5_000 : 1.9), 5_100);
    expect(boardMs).toBeLessThan(200);
  });
});
