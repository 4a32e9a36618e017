import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { probeId } from "../../../src/domain/ids.ts";
import { parseW1Slave } from "../../../src/drivers/thermometer/scratchpad.ts";
import { createLiveVat, type LiveVat, type SwitchChange } from "../../../src/sim/live/vat.ts";

const MILK = "28-0316a2795aff";
const ROOM = "28-0516a1c2e8ff";

/** A vat for 1,000 l a milking, and what its milk probe's file says. */
function vatIn(onTestFinished: (end: () => void) => void) {
  const folder = mkdtempSync(join(tmpdir(), "vatguard-vat-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const live = createLiveVat({
    probes: [
      { probe: probeId("milk"), role: "milk", romId: MILK },
      { probe: probeId("room"), role: "ambient", romId: ROOM },
    ],
    folder: join(folder, "w1"),
    milking: 1_000,
    secondOfDay: 6 * 3_600,
    seed: 5,
  });
  const says = (romId = MILK) =>
    parseW1Slave(readFileSync(join(folder, "w1", "devices", romId, "w1_slave"), "utf8")).reading;
  return { live, says };
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Runs it on by half minutes, and gives every switch that changed. `litres` an hour flow in. */
function run(live: LiveVat, from: number, to: number, litres: (at: number) => number): SwitchChange[] {
  const changes: SwitchChange[] = [];
  for (let at = from; at <= to; at += 30 * SECOND) changes.push(...live.advance(at, litres(at)));
  return changes;
}

describe("the demo's vat", () => {
  it("cools a milking that flows in, and its switches and probe tell of it", ({ onTestFinished }) => {
    const { live, says } = vatIn(onTestFinished);
    const milked = (at: number): number => Math.min(1_000, (1_000 * at) / (90 * MINUTE));
    const first = run(live, 0, 90 * MINUTE, milked);
    expect(first).toContainEqual({ switch: "mains", active: true });
    expect(first).toContainEqual({ switch: "milkPump", active: true });
    expect(first).toContainEqual({ switch: "compressor", active: true });
    expect(live.vat.litres).toBeCloseTo(1_000, 3);
    const later = run(live, 90 * MINUTE, 300 * MINUTE, milked);
    expect(later).toContainEqual({ switch: "milkPump", active: false });
    expect(later).toContainEqual({ switch: "compressor", active: false });
    const reading = says();
    expect(reading.kind === "celsius" && Math.abs(reading.celsius - live.vat.celsius)).toBeLessThan(0.5);
    expect(live.vat.celsius).toBeLessThan(5);
    expect(says(ROOM)).toHaveProperty("kind", "celsius");
  });

  it("stays warm with the chiller off, and says what was done", ({ onTestFinished }) => {
    const { live } = vatIn(onTestFinished);
    run(live, 0, 60 * MINUTE, () => 1_000);
    expect(live.act({ kind: "chiller", on: false })).toMatch(/^chiller switched off: 1000 l at \d+\.\d °C/);
    const before = live.vat.celsius;
    const changes = run(live, 60 * MINUTE, 120 * MINUTE, () => 1_000);
    expect(changes).toContainEqual({ switch: "compressor", active: false });
    expect(live.vat.celsius).toBeGreaterThan(before - 0.5);
  });

  it("is collected and then washed, in that order only", ({ onTestFinished }) => {
    const { live, says } = vatIn(onTestFinished);
    expect(live.act({ kind: "collect" })).toContain("nothing in the vat");
    run(live, 0, 10 * MINUTE, () => 1_000);
    expect(live.act({ kind: "wash" })).toContain("nobody washes a vat with milk in it");
    live.act({ kind: "collect" });
    expect(run(live, 10 * MINUTE, 30 * MINUTE, () => 1_000)).toContainEqual({
      switch: "outlet",
      active: false,
    });
    expect(live.vat.litres).toBe(0);
    expect(live.act({ kind: "wash" })).toContain("wash begins");
    run(live, 30 * MINUTE, 42 * MINUTE, () => 1_000);
    const hot = says();
    expect(hot.kind === "celsius" && hot.celsius).toBeGreaterThan(65);
  });

  it("has probes that can be pulled, put back and broken, by name or the first", ({ onTestFinished }) => {
    const { live, says } = vatIn(onTestFinished);
    run(live, 0, 10 * MINUTE, () => 1_000);
    live.act({ kind: "probe", probe: null, what: "85" });
    expect(says()).toEqual({ kind: "none", why: "power-on-value" });
    live.act({ kind: "probe", probe: probeId("room"), what: "pull" });
    expect(() => says(ROOM)).toThrow(/ENOENT/);
    live.act({ kind: "probe", probe: probeId("room"), what: "back" });
    expect(says(ROOM)).toHaveProperty("kind", "celsius");
    expect(live.act({ kind: "probe", probe: probeId("moon"), what: "pull" })).toBe(
      "there are probes milk, room",
    );
  });
});
