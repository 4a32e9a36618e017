// Room: test/sim. The physics that the oracle rests on: milk is neither made nor lost, a valve takes its time.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { litresBy } from "../../../src/sim/world/milk.ts";
import {
  closesDivertSwitch,
  closesVatSwitch,
  createValve,
  leadsToVat,
  turningPoints,
  urge,
} from "../../../src/sim/world/valve.ts";

describe("a cow's milk", () => {
  it("flows from nothing to all of it and never back", () => {
    const milking = { startsAt: 1_000, endsAt: 361_000, litres: 12 };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400_000 }), fc.integer({ min: 0, max: 400_000 }), (a, b) => {
        const [early, late] = a < b ? [a, b] : [b, a];
        expect(litresBy(milking, late)).toBeGreaterThanOrEqual(litresBy(milking, early));
      }),
    );
    expect(litresBy(milking, 1_000)).toBe(0);
    expect(litresBy(milking, 361_000)).toBe(12);
  });
});

describe("a divert valve", () => {
  const opened = () => {
    const valve = createValve(400);
    valve.coil = true;
    urge(valve, 1_000);
    return valve;
  };

  it("shows neither position while it travels, and leads to the vat from half way", () => {
    const valve = opened();
    expect([closesVatSwitch(valve, 1_100), closesDivertSwitch(valve, 1_100)]).toEqual([false, false]);
    expect(leadsToVat(valve, 1_150)).toBe(false);
    expect(leadsToVat(valve, 1_250)).toBe(true);
    expect(closesVatSwitch(valve, 1_400)).toBe(true);
  });

  it("springs back to divert without current", () => {
    const valve = opened();
    valve.coil = false;
    urge(valve, 1_400);
    expect(leadsToVat(valve, 1_700)).toBe(false);
    expect(closesDivertSwitch(valve, 1_800)).toBe(true);
  });

  it("stays where it is when it sticks, and says so by its switches", () => {
    const valve = opened();
    valve.stuck = true;
    urge(valve, 1_400);
    valve.coil = false;
    urge(valve, 1_500);
    expect(closesVatSwitch(valve, 9_000)).toBe(true);
    expect(turningPoints(valve, 1_500)).toEqual([]);
  });

  it("shows both positions with a wire that touches ground", () => {
    const valve = opened();
    valve.divertWire = "shorted";
    expect([closesVatSwitch(valve, 1_500), closesDivertSwitch(valve, 1_500)]).toEqual([true, true]);
  });
});
