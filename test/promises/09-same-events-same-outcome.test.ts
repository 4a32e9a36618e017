// Promise 9. Same events, same outcome: the flight recorder replays any milking and reproduces every output. Here the
// controller's part: whatever it needs is in the event, so the same events give the same effects, byte for byte, also from
// any snapshot in between. Over random happenings in test/controller/any-events; from a real recording in test/recorder.

import { expect, test } from "vitest";
import { type ControllerState, initialState } from "../../src/controller/state.ts";
import { step } from "../../src/controller/step.ts";
import { bailNo } from "../../src/domain/ids.ts";
import { epochMs, monoMs } from "../../src/domain/units.ts";
import { createBench, HERD } from "../controller/bench.ts";

/** A milking with everything in it. */
function milking() {
  const bench = createBench({});
  bench.enters(1, 12);
  bench.enters(2, 20);
  bench.enters(3, null);
  bench.enters(4, 30);
  bench.run(1_000);
  bench.settle(3, "11");
  bench.button(4, true);
  bench.run(300);
  bench.button(4, false);
  bench.run(2_000);
  bench.stick(1);
  bench.input("gate-1", "active");
  bench.input("gate-1", "inactive");
  bench.tag("r1", 20);
  bench.run(2_000);
  bench.intend({ kind: "clear-vat-stop", reason: "tested" });
  bench.intend({ kind: "clear-valve-fault", bail: bailNo(1), reason: "mended" });
  bench.unplug("B");
  bench.shiftWall(-3_600_000);
  bench.run(1_000);
  bench.plug("B");
  bench.send({ kind: "table-lost", why: "gone" });
  bench.pass(700);
  bench.send({ kind: "table-loaded", table: HERD });
  bench.send({ kind: "time-source-changed", synchronised: true, source: "ntp" });
  bench.run(1_000);
  return bench;
}
const bench = milking();
const told = bench.told();

test("the milking has every kind of effect in it", () => {
  expect(new Set(bench.effects().map(({ kind }) => kind))).toEqual(new Set(["lease", "signal", "noted"]));
  expect(new Set(bench.notes().map(({ kind }) => kind)).size).toBeGreaterThan(12);
});
test("told again from its own record, it comes out the same, byte for byte", () => {
  let state = initialState();
  for (const line of told.map((one) => JSON.stringify(one))) {
    const { mono, wall, event, effects } = JSON.parse(line);
    const stepped = step(state, { mono, wall, event });
    expect(JSON.stringify(stepped.effects)).toBe(JSON.stringify(effects));
    state = stepped.state;
  }
  expect(state).toEqual(bench.state());
});
test("so it does from a snapshot taken anywhere", () => {
  const snapshots: string[] = [];
  let state: ControllerState = initialState();
  for (const { mono, wall, event } of told) {
    snapshots.push(JSON.stringify(state));
    state = step(state, { mono: monoMs(mono), wall: epochMs(wall), event }).state;
  }
  for (let from = 0; from < told.length; from += 17) {
    let again: ControllerState = JSON.parse(snapshots[from] ?? "null");
    for (const { mono, wall, event, effects } of told.slice(from, from + 20)) {
      const stepped = step(again, { mono: monoMs(mono), wall: epochMs(wall), event });
      expect(stepped.effects).toEqual(effects);
      again = stepped.state;
    }
  }
});
test("a state is plain JSON: it comes back from a file as it went in", () => {
  expect(JSON.parse(JSON.stringify(bench.state()))).toEqual(bench.state());
  expect(JSON.stringify(bench.state())).not.toMatch(/NaN|Infinity/);
});
test("a step changes nothing of what it was given", () => {
  const freeze = (value: unknown): void => {
    if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
    Object.freeze(value);
    for (const part of Object.values(value)) freeze(part);
  };
  let state: ControllerState = initialState();
  for (const { mono, wall, event } of told) {
    const stamped = { mono: monoMs(mono), wall: epochMs(wall), event };
    freeze(state);
    freeze(stamped);
    state = step(state, stamped).state;
  }
  expect(state).toEqual(bench.state());
});
