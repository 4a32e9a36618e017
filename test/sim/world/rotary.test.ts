// Room: test/sim/world. The turning platform: its switches show what the layout's page says, and its cows ride in their bails.

import { describe, expect, it } from "vitest";
import { type BailNo, bailNo } from "../../../src/domain/ids.ts";
import { epochMs } from "../../../src/domain/units.ts";
import { generateHerd } from "../../../src/sim/herd/generate.ts";
import { rotaryPlan } from "../../../src/sim/plans.ts";
import { type FaultRates, faultRates } from "../../../src/sim/world/faults.ts";
import type { Happening } from "../../../src/sim/world/happening.ts";
import { installLayout } from "../../../src/sim/world/layout.ts";
import { installMishaps } from "../../../src/sim/world/mishaps.ts";
import { beginMilking } from "../../../src/sim/world/stay.ts";
import { advance, createWorld } from "../../../src/sim/world/world.ts";

const BAILS = 24;
const HOUR = 3_600_000;

/** Everything that happens in one milking of 60 cows. */
function milking(faults: FaultRates, seed = 3): readonly Happening[] {
  const now = epochMs(Date.UTC(2026, 8, 14, 5, 30));
  const herd = generateHerd({ cows: 60, seed, now });
  const world = createWorld({
    plan: rotaryPlan(BAILS),
    policy: herd.policy,
    cows: herd.truth,
    seed,
    beginsAt: now,
    faults,
    pace: { milking: 0.4, waiting: 1 },
    heardToM: 0.3,
  });
  installLayout(world);
  installMishaps(world);
  beginMilking(world);
  const happened: Happening[] = [];
  while (world.milkingOn && world.now < 6 * HOUR) happened.push(...advance(world, world.now + 10_000));
  return happened;
}

/** What somebody who only watches the switches makes of them: which bail is at the entry, where it boards, who stays. */
function watched(happened: readonly Happening[]) {
  const on = new Set<string>();
  let count: number | null = null;
  const orders: string[] = [];
  const boardedIn: BailNo[] = [];
  const walkedInto: BailNo[] = [];
  const quarters: string[] = [];
  let passed = 0;
  for (const happening of happened) {
    if (happening.kind === "cow" && happening.what === "walks-in" && happening.bail !== null) {
      walkedInto.push(happening.bail);
    }
    if (happening.kind !== "input") continue;
    const { input, active } = happening;
    if (active) on.add(input);
    else on.delete(input);
    if (input === "first-pulse" || input === "second-pulse") {
      orders.push(`${on.has("first-pulse") ? 1 : 0}${on.has("second-pulse") ? 1 : 0}`);
    }
    if (input === "first-pulse" && !on.has("second-pulse")) {
      passed += active ? 1 : -1;
      const forward = active ? 1 : -1;
      if (count !== null) count = (count + forward + BAILS) % BAILS;
      if (active && on.has("index-mark")) count = 0;
    }
    if (input === "boarded" && active && on.has("second-pulse") && count !== null) {
      boardedIn.push(rotaryPlan(BAILS).bails[count]?.bail ?? bailNo(0));
    }
    if (input === "index-mark") {
      quarters.push(
        `${active ? "on" : "off"} ${on.has("first-pulse") ? 1 : 0}${on.has("second-pulse") ? 1 : 0}`,
      );
    }
  }
  return { orders, boardedIn, walkedInto, quarters, passed };
}

const NONE: FaultRates = {};
const happenedInPeace = milking(NONE);

describe("a platform in peace", () => {
  const seen = watched(happenedInPeace);
  it("moves its two pulse switches one at a time, in the order of its four quarters", () => {
    const next: Readonly<Record<string, readonly string[]>> = {
      "00": ["10", "01"],
      "10": ["11", "00"],
      "11": ["01", "10"],
      "01": ["00", "11"],
    };
    for (const [i, order] of seen.orders.entries()) {
      if (i > 0) expect(next[seen.orders[i - 1] ?? ""]).toContain(order);
    }
    expect(seen.passed).toBeGreaterThan(60);
  });
  it("shows the index mark around the moment at which its first bail comes to the entry", () => {
    expect(new Set(seen.quarters)).toEqual(new Set(["on 00", "off 10"]));
  });
  it("has its cows walk into the bail that the switches say is at the entry, in its two middle quarters", () => {
    expect(seen.walkedInto.length).toBe(60);
    expect(seen.boardedIn).toEqual(seen.walkedInto.slice(-seen.boardedIn.length));
    expect(seen.boardedIn.length).toBeGreaterThan(55);
  });
  it("takes some cows around once more, and lets every cow off milked out", () => {
    const what = (name: string) =>
      happenedInPeace.filter((one) => one.kind === "cow" && one.what === name).length;
    expect(what("goes-around")).toBeGreaterThan(2);
    expect(what("goes-around")).toBeLessThan(25);
    expect([what("cluster-on"), what("cluster-off"), what("leaves")]).toEqual([60, 60, 60]);
  });
});

describe("a platform in trouble", () => {
  it.each([
    "pulse-lost",
    "pulse-doubled",
    "pulse-late",
    "index-lost",
    "boarded-stuck",
    "stayed-stuck",
    "rolls-back",
    "reversal",
    "leaves-late",
    "exit-missed",
    "two-abreast",
    "backs-out",
    "beam-misses",
  ])("still milks every cow and comes to an end: %s", (name) => {
    const rates = faultRates(`${name}*20`);
    const happened = "rates" in rates ? milking(rates.rates) : [];
    expect(happened.filter((one) => one.kind === "fault").length).toBeGreaterThan(0);
    expect(happened.filter((one) => one.kind === "cow" && one.what === "leaves")).toHaveLength(60);
    expect(happened.at(-1)).toBeDefined();
  });
  it("comes back to the same bail after a reversal, by its switches", () => {
    const rates = faultRates("reversal*30");
    const seen = watched("rates" in rates ? milking(rates.rates) : []);
    expect(seen.boardedIn).toEqual(seen.walkedInto.slice(-seen.boardedIn.length));
  });
});
