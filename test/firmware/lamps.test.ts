// Room: test/firmware. What the lamps of the released firmware say, and that green is never said without proof.

import { describe, expect, test } from "vitest";
import type { LampCode } from "../../src/domain/release/lamp.ts";
import { ALL_GREEN, CYCLES_A_MS, createRig, type Rig } from "./rig.ts";

/** Samples each channel every 5 ms for a second of renewed lease: "R", "G", "B" for both, "." for dark. */
function watch(rig: Rig, order: { released: number; lamps: readonly LampCode[] }): string[] {
  const seen = Array.from({ length: 8 }, () => "");
  for (let at = 0; at < 10; at += 1) {
    rig.board.receive(rig.lease(order));
    for (let i = 0; i < 20; i += 1) {
      rig.board.runFor(5);
      const { red, green } = rig.board.drive();
      for (const channel of seen.keys()) seen[channel] += lampNow(red >> channel, green >> channel);
    }
  }
  return seen.map((samples) => samples.slice(2));
}

function lampNow(red: number, green: number): string {
  if (red & 1) return green & 1 ? "B" : "R";
  return green & 1 ? "G" : ".";
}

const changes = (seen: string): number =>
  [...seen].filter((lamp, at) => at > 0 && lamp !== seen[at - 1]).length;
const only = (seen: string): string => [...new Set(seen)].sort().join("");

describe("lamp patterns", () => {
  test("each code has its own rhythm: dark, steady, 1 Hz, 4 Hz", () => {
    const lamps: LampCode[] = ["off", "red-steady", "red-slow", "red-fast", "off", "off", "off", "off"];
    const order = { released: 0, lamps };
    const rig = createRig();
    const [off = "", steady = "", slow = "", fast = ""] = watch(rig, order);
    expect(only(off)).toBe(".");
    expect(only(steady)).toBe("R");
    expect(only(slow)).toBe(".R");
    expect([1, 2]).toContain(changes(slow));
    expect(only(fast)).toBe(".R");
    expect([7, 8]).toContain(changes(fast));
  });

  test("without a lease red and green take turns, 2 Hz, never both", () => {
    const rig = createRig();
    rig.edges.length = 0;
    rig.board.runFor(2_000);
    expect(rig.edges.every(({ red, green }) => (red & green) === 0)).toBe(true);
    const reds = rig.edges.filter(({ red }) => red === 0xff);
    expect(reds.length).toBe(4);
    expect(((reds[1]?.cycle ?? 0) - (reds[0]?.cycle ?? 0)) / CYCLES_A_MS).toBeCloseTo(500, 0);
  });
});

describe("green is proven", () => {
  test("it is lit while the switches say vat, and gone within 2 ms when they no longer do", () => {
    const rig = createRig();
    rig.board.setSwitches(0, true, false);
    rig.grant({ released: 1, lamps: ["green-steady", ...ALL_GREEN.slice(1).map((): LampCode => "off")] });
    expect(rig.board.drive().green).toBe(1);
    for (const [atVat, atDivert] of [
      [false, false],
      [true, true],
      [false, true],
    ] as const) {
      rig.board.setSwitches(0, true, false);
      rig.board.runFor(2);
      expect(rig.board.drive().green).toBe(1);
      rig.board.setSwitches(0, atVat, atDivert);
      rig.board.runFor(2);
      expect(rig.board.drive().green).toBe(0);
    }
  });

  test("switches in neither or in both places never give green, on any channel", () => {
    for (const atBoth of [false, true]) {
      const rig = createRig();
      for (let channel = 0; channel < 8; channel += 1) rig.board.setSwitches(channel, atBoth, atBoth);
      rig.grant({ released: 0xff, lamps: ALL_GREEN });
      const since = rig.board.cycle();
      for (let i = 0; i < 8; i += 1) {
        rig.board.runFor(94);
        rig.grant({ released: 0xff, lamps: ALL_GREEN });
      }
      expect(rig.edges.filter((edge) => edge.cycle > since && edge.green !== 0)).toEqual([]);
      expect(rig.board.drive().coils).toBe(0xff);
    }
  });

  test("released but not proven flashes slowly while the valve travels, then fast", () => {
    const rig = createRig();
    const order = {
      released: 1,
      lamps: ALL_GREEN.map((green, channel): LampCode => (channel === 0 ? green : "off")),
    };
    expect(changes(watch(rig, order)[0] ?? "")).toBeLessThanOrEqual(3);
    expect(changes(watch(rig, order)[0] ?? "")).toBeGreaterThanOrEqual(6);
  });

  test("every combination of switches and released: green means released, vat closed and divert open", () => {
    const rig = createRig();
    const released = 0b0000_1111;
    for (let channel = 0; channel < 8; channel += 1) {
      rig.board.setSwitches(channel, (channel & 1) !== 0, (channel & 2) !== 0);
    }
    const lamps = ALL_GREEN.map(
      (green, channel): LampCode => (released & (1 << channel) ? green : "red-steady"),
    );
    rig.grant({ released, lamps });
    expect(rig.board.drive().green).toBe(0b0000_0010);
    rig.grant({ released, lamps: ALL_GREEN.map((): LampCode => "red-slow") });
    expect(rig.board.drive()).toMatchObject({ coils: released, green: 0 });
  });
});
