// Room: test/domain/release. Commanded is not confirmed: the table of valve.ts, all switches in all states.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  fitForRelease,
  isMoving,
  notAtDivertNow,
  type Valve,
  type ValveFault,
  type ValveOrder,
  valveAtStart,
  valveCleared,
  valveOrdered,
  valveOutOfSight,
  valveSeen,
  valveTick,
  valveUnheard,
} from "../../../src/domain/release/valve.ts";
import { milliseconds, monoMs } from "../../../src/domain/units.ts";

const TRAVEL = milliseconds(800);
type Seen = "divert" | "vat" | "neither" | "both";
const see = (valve: Valve, seen: Seen, now: number): Valve =>
  valveSeen(valve, seen === "vat" || seen === "both", seen === "divert" || seen === "both", monoMs(now));
const tick = (valve: Valve, now: number): Valve => valveTick(valve, TRAVEL, monoMs(now));
const order = (valve: Valve, to: ValveOrder, now: number): Valve => valveOrdered(valve, to, monoMs(now));
const atDivert = see(valveAtStart(false), "divert", 0);
const atVat = see(order(atDivert, "vat", 100), "vat", 400);

test("at rest nothing is proven, and it is not fit for release until its switches show divert", () => {
  const rest = valveAtStart(false);
  expect(rest).toMatchObject({ order: "divert", proven: null, fault: null });
  expect(fitForRelease(rest)).toBe(false);
  expect(fitForRelease(atDivert)).toBe(true);
});
test("a fault that nobody cleared is still there after a restart", () => {
  const valve = see(valveAtStart(true), "divert", 0);
  expect(valve.fault).toBe("valve-not-at-divert");
  expect(fitForRelease(valve)).toBe(false);
});

describe("what the switches show, against what was ordered", () => {
  // [switches, order, what is proven, the fault once travel is over]
  const table: readonly [Seen, ValveOrder, ValveOrder | null, ValveFault | null][] = [
    ["divert", "divert", "divert", null],
    ["vat", "divert", "vat", "valve-not-at-divert"],
    ["neither", "divert", null, "valve-not-at-divert"],
    ["both", "divert", null, "valve-not-at-divert"],
    ["divert", "vat", "divert", "valve-not-at-vat"],
    ["vat", "vat", "vat", null],
    ["neither", "vat", null, "valve-not-at-vat"],
    ["both", "vat", null, "valve-not-at-vat"],
  ];
  test.each(table)("%s, ordered to %s: proven %s, fault %s", (seen, to, proven, fault) => {
    const from = to === "divert" ? atVat : atDivert;
    const moving = see(order(from, to, 1_000), seen, 1_010);
    expect(moving.proven).toBe(proven);
    expect(tick(moving, 1_000 + TRAVEL).fault).toBeNull();
    expect(tick(moving, 1_000 + TRAVEL + 1).fault).toBe(fault);
  });
  test.each(["divert", "neither", "both"] as const)(
    "a valve at vat that comes to show %s has left it",
    (seen) => {
      const left = see(atVat, seen, 5_000);
      expect(tick(left, 5_000 + TRAVEL).fault).toBeNull();
      expect(tick(left, 5_001 + TRAVEL).fault).toBe("valve-left-vat");
    },
  );
  test.each(["neither", "both"] as const)(
    "a valve proven at divert that comes to show %s without an order has 300 ms, not its travel time",
    (seen) => {
      const left = see(atDivert, seen, 5_000);
      expect(fitForRelease(left)).toBe(false);
      expect(notAtDivertNow(left, TRAVEL, monoMs(5_300))).toBe(false);
      expect(notAtDivertNow(left, TRAVEL, monoMs(5_301))).toBe(true);
      expect(tick(left, 5_301).fault).toBe("valve-not-at-divert");
    },
  );
  test("a valve proven at divert that comes to show vat without an order is not at divert from that moment", () => {
    const left = see(atDivert, "vat", 5_000);
    expect(notAtDivertNow(left, TRAVEL, monoMs(5_000))).toBe(true);
    expect(tick(left, 5_000).fault).toBe("valve-not-at-divert");
  });
  test("a valve sent back to divert still has its travel time, although it shows vat", () => {
    const sent = order(atVat, "divert", 1_000);
    expect(notAtDivertNow(sent, TRAVEL, monoMs(1_000 + TRAVEL))).toBe(false);
    expect(isMoving(sent)).toBe(true);
  });
  test("switches that flutter do not start the time anew while none of them is right", () => {
    let valve = order(atVat, "divert", 1_000);
    for (let now = 1_010; now < 1_800; now += 10) valve = see(valve, now % 20 === 0 ? "vat" : "neither", now);
    expect(tick(valve, 1_801).fault).toBe("valve-not-at-divert");
  });
});

test("travel within its time is no fault, and the valve may be released and sent back for ever", () => {
  let valve = atDivert;
  for (let now = 1_000; now < 50_000; now += 4_000) {
    valve = tick(see(order(valve, "vat", now), "neither", now + 50), now + 200);
    expect(fitForRelease(valve)).toBe(true);
    valve = tick(see(valve, "vat", now + 300), now + 1_500);
    valve = tick(see(order(valve, "divert", now + 2_000), "neither", now + 2_050), now + 2_100);
    valve = tick(see(valve, "divert", now + 2_400), now + 3_900);
    expect(valve.fault).toBeNull();
  }
});
test("the same order again does not start its time anew", () => {
  const moving = order(atVat, "divert", 1_000);
  expect(order(moving, "divert", 1_700)).toBe(moving);
});
test("an order to where it already stands is reached at once", () => {
  const back = order(order(atDivert, "vat", 100), "divert", 150);
  expect(back).toMatchObject({ reached: true, differsSince: null });
});

describe("time in which nobody could hear the switches", () => {
  const moving = order(atVat, "divert", 1_000);
  test("is not held against a valve that was on its way", () => {
    const back = valveUnheard(moving, milliseconds(5_000));
    expect(tick(back, 6_000 + TRAVEL).fault).toBeNull();
    expect(tick(back, 6_001 + TRAVEL).fault).toBe("valve-not-at-divert");
    expect(valveUnheard(moving, milliseconds(0))).toBe(moving);
    expect(valveUnheard(atDivert, milliseconds(5_000))).toBe(atDivert);
  });
  test("does not hide a valve that sticks from a controller that is held up all the time", () => {
    let valve = moving;
    let now = 1_000;
    while (valve.fault === null && now < 60_000) {
      now += 400;
      valve = tick(valveUnheard(see(valve, "neither", now), milliseconds(400)), now);
    }
    expect(now).toBeLessThan(5_000);
  });
  test("is allowed for again at the next order", () => {
    let valve = moving;
    for (let i = 0; i < 5; i += 1) valve = valveUnheard(valve, milliseconds(400));
    const next = order(see(valve, "divert", 3_000), "vat", 10_000);
    expect(tick(valveUnheard(next, milliseconds(5_000)), 15_000).fault).toBeNull();
  });
});

describe("faults latch", () => {
  const faulty = tick(see(order(atDivert, "vat", 0), "neither", 10), 1_000);
  test("a fault stays when the switches are right again", () => {
    expect(faulty.fault).toBe("valve-not-at-vat");
    expect(tick(see(order(faulty, "divert", 1_000), "divert", 1_100), 9_000).fault).toBe("valve-not-at-vat");
  });
  test("the graver fault takes the place of the lesser, and not the other way round", () => {
    const grave = tick(order(faulty, "divert", 1_000), 2_000);
    expect(grave.fault).toBe("valve-not-at-divert");
    const vat = { ...grave, order: "vat" as const, reached: true };
    expect(tick(vat, 9_000).fault).toBe("valve-not-at-divert");
  });
  test("a person clears it; where nothing was mended it is back after the travel time", () => {
    const grave = tick(order(faulty, "divert", 1_000), 2_000);
    const cleared = valveCleared(grave, monoMs(3_000));
    expect(cleared.fault).toBeNull();
    expect(tick(cleared, 3_000 + TRAVEL).fault).toBeNull();
    expect(tick(cleared, 3_001 + TRAVEL).fault).toBe("valve-not-at-divert");
    const mended = see(grave, "divert", 2_500);
    expect(tick(valveCleared(mended, monoMs(3_000)), 90_000).fault).toBeNull();
  });
});

describe("a board out of sight", () => {
  test("leaves nothing proven and no fault of the valve, however long it lasts", () => {
    const away = valveOutOfSight(atVat);
    expect(away).toMatchObject({ order: "divert", proven: null, differsSince: null, reached: false });
    expect(tick(away, 1_000_000).fault).toBeNull();
    expect(fitForRelease(away)).toBe(false);
    expect(notAtDivertNow(away, TRAVEL, monoMs(1_000_000))).toBe(false);
  });
  test("hides no fault", () => {
    const faulty = tick(see(atDivert, "vat", 0), 1_000);
    expect(valveOutOfSight(faulty).fault).toBe("valve-not-at-divert");
  });
  test("that comes back with its valve at vat is a fault after the travel time", () => {
    expect(tick(see(valveOutOfSight(atVat), "vat", 5_000), 5_801).fault).toBe("valve-not-at-divert");
  });
});

test("whatever happens to it, a valve is fit only without a fault, and a fault goes only by a person", () => {
  const act = fc.oneof(
    fc.constantFrom<Seen>("divert", "vat", "neither", "both").map((seen) => ({ seen })),
    fc.constantFrom<ValveOrder>("divert", "vat").map((to) => ({ to })),
    fc.constantFrom({ away: true }, { tick: true }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(act, fc.integer({ min: 0, max: 1_500 })), { maxLength: 40 }), (acts) => {
      let valve = valveAtStart(false);
      let now = 0;
      for (const [what, wait] of acts) {
        now += wait;
        const before = valve;
        if ("seen" in what) valve = see(valve, what.seen, now);
        else if ("to" in what) valve = order(valve, what.to, now);
        else valve = "away" in what ? valveOutOfSight(valve) : tick(valve, now);
        if (before.fault !== null) expect(valve.fault).not.toBeNull();
        if (valve.fault !== null) expect(fitForRelease(valve)).toBe(false);
        if (valve.order === "divert" && valve.proven !== "divert") expect(fitForRelease(valve)).toBe(false);
        if (valve.proven === valve.order) expect(valve.differsSince).toBeNull();
      }
    }),
  );
});

describe("sent to vat and back at once, before its switches have moved", () => {
  const sentBack = see(order(order(atDivert, "vat", 1_000), "divert", 1_010), "divert", 1_020);
  test("a valve that first makes the journey it was sent on is no fault", () => {
    const away = tick(see(sentBack, "neither", 1_050), 1_500);
    const there = tick(see(away, "vat", 1_510), 1_600);
    const back = tick(see(there, "divert", 1_790), 1_811);
    expect(back.fault).toBeNull();
  });
  test("a valve that stays at vat is found when its travel time is over", () => {
    const stuck = see(sentBack, "vat", 1_300);
    expect(tick(stuck, 1_010 + TRAVEL).fault).toBeNull();
    expect(tick(stuck, 1_010 + TRAVEL + 1).fault).toBe("valve-not-at-divert");
  });
});
