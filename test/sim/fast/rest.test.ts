// Room: test/sim/fast. A stretch of time is passed over only where its ticks would have changed nothing.

import { describe, expect, it } from "vitest";
import type { ControllerState } from "../../../src/controller/state.ts";
import { epochMs, monoMs } from "../../../src/domain/units.ts";
import { restUntil } from "../../../src/sim/fast/rest.ts";
import { type Bench, createBench } from "../../controller/bench.ts";

/** The state after `ms` of rest, with the wall clock going along; null where there is no rest. */
const rest = (bench: Bench, ms: number): ControllerState | null => {
  const { mono, wall } = bench.shed().now;
  return restUntil(bench.state(), monoMs(mono + ms), epochMs(wall + ms));
};
/** Long enough for the first mark of the clock to be behind, and the next one ahead. */
const settled = (): Bench => {
  const bench = createBench({});
  bench.run(1_000);
  return bench;
};

describe("a controller with nothing on its way", () => {
  it("rests to the same state as it comes to tick by tick", () => {
    for (const cow of [null, 12, 20, 99]) {
      const bench = settled();
      bench.enters(2, cow);
      bench.run(2_000);
      const rested = rest(bench, 20_000);
      bench.run(20_000);
      expect(rested).toEqual(bench.state());
    }
  });
});

describe("there is no rest", () => {
  it("over the time at which the clock has to be written down", () => {
    expect(rest(settled(), 50_000)).not.toBeNull();
    expect(rest(settled(), 70_000)).toBeNull();
  });
  it("over the end of a milking", () => {
    const bench = settled();
    bench.enters(2, 12);
    bench.run(1_000);
    bench.leaves(2);
    bench.run(1_000);
    bench.wait(3_570_000);
    expect(rest(bench, 15_000)).not.toBeNull();
    expect(rest(bench, 40_000)).toBeNull();
  });
  it("while a valve is under way, or a hand on a button", () => {
    const moving = settled();
    moving.enters(2, 12);
    expect(rest(moving, 5_000)).toBeNull();
    const pressed = settled();
    pressed.enters(2, 12);
    pressed.run(2_000);
    pressed.button(2, true);
    expect(rest(pressed, 5_000)).toBeNull();
  });
  it("while the time is not sure", () => {
    const bench = settled();
    bench.send({ kind: "time-source-changed", synchronised: false, source: "ntp" });
    bench.shiftWall(3_600_000);
    bench.run(1_000);
    expect(rest(bench, 5_000)).toBeNull();
  });
  it("in a controller that has not started", () => {
    expect(restUntil({ shed: null }, monoMs(1), epochMs(1))).toBeNull();
  });
});
