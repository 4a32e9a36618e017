// Room: test/controller. What the page about the shed itself is told of boards, readers, valves and time.

import { expect, test } from "vitest";
import { devicesOf } from "../../src/controller/devices.ts";
import { initialState } from "../../src/controller/state.ts";
import {
  valveAtStart,
  valveOrdered,
  valveOutOfSight,
  valveSeen,
  valveUnheard,
} from "../../src/domain/release/valve.ts";
import { milliseconds, monoMs } from "../../src/domain/units.ts";
import { createBench } from "./bench.ts";

const devices = (bench: ReturnType<typeof createBench>) => {
  const now = devicesOf(bench.state());
  if (now === null) throw new Error("the shed has started");
  return now;
};

test("before the shed has started there is nothing to show", () => {
  expect(devicesOf(initialState())).toBe(null);
});

test("a valve that has not moved yet has no times, and may take as long as the shed's file says", () => {
  const bench = createBench({});
  expect(devices(bench).valves[1]).toMatchObject({
    bail: 2,
    moves: 0,
    toVat: null,
    toDivert: null,
    travelMax: 800,
  });
});

test("each proven move is counted with the time from the order to the switches", () => {
  const bench = createBench({});
  bench.enters(2, 12);
  bench.run(4_000);
  const there = devices(bench).valves[1];
  expect(there).toMatchObject({ order: "vat", proven: "vat", moves: 1, toDivert: null, fault: null });
  expect(there?.toVat).toBeGreaterThan(0);
  expect(there?.toVat).toBeLessThanOrEqual(800);
  bench.leaves(2);
  bench.run(4_000);
  const back = devices(bench).valves[1];
  expect(back).toMatchObject({ order: "divert", proven: "divert", moves: 2, toVat: there?.toVat });
  expect(back?.toDivert).toBeGreaterThan(0);
});

test("a valve that sticks proves no move: its fault is told and no time", () => {
  const bench = createBench({});
  bench.stick(2);
  bench.enters(2, 12);
  bench.run(4_000);
  expect(devices(bench).valves[1]).toMatchObject({ moves: 0, toVat: null, fault: "valve-not-at-vat" });
});

test("only a move that was seen whole, from its order at the other end on, is timed", () => {
  const at = monoMs;
  const rested = valveSeen(valveAtStart(false), false, true, at(0));
  const sent = valveOrdered(rested, "vat", at(100));
  expect(valveSeen(sent, true, false, at(700)).moved).toMatchObject({ moves: 1, toVat: 600, since: null });
  // The controller was held up, the board was away, or the valve was sent back before it was there.
  expect(valveSeen(valveUnheard(sent, milliseconds(400)), true, false, at(700)).moved?.moves).toBe(0);
  expect(valveSeen(valveOutOfSight(sent), false, true, at(700)).moved?.moves).toBe(0);
  const onItsWay = valveSeen(sent, false, false, at(300));
  const sentBack = valveOrdered(onItsWay, "divert", at(400));
  expect(valveSeen(sentBack, false, true, at(450)).moved).toMatchObject({ moves: 0, toDivert: null });
  // Lost and found at the same end is no move.
  const there = valveSeen(sent, true, false, at(700));
  const again = valveSeen(valveSeen(there, false, false, at(800)), true, false, at(850));
  expect(again.moved).toMatchObject({ moves: 1, toVat: 600 });
});

test("what a board that is away said last is not told as what it does now", () => {
  const bench = createBench({});
  expect(devices(bench).nodes[0]).toMatchObject({ node: "A", up: true, leaseLive: true });
  bench.unplug("A");
  bench.run(200);
  expect(devices(bench).nodes[0]).toMatchObject({
    up: false,
    shutOffOpen: null,
    vatStopClear: null,
    leaseLive: null,
  });
  expect(devices(bench).inputs.find(({ input }) => input === "place-1")?.level).toBe("unknown");
});

test("time is told with the words for why it counts or does not", () => {
  const bench = createBench({});
  expect(devices(bench).clock).toMatchObject({ trusted: true, why: expect.stringContaining("time source") });
  bench.shiftWall(3_600_000);
  bench.run(200);
  expect(devices(bench).clock).toMatchObject({ trusted: false, why: expect.stringContaining("jumped") });
});
