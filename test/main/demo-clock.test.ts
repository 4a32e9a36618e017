import { describe, expect, it } from "vitest";
import { epochMs, monoMs } from "../../src/domain/units.ts";
import { createDemoClock } from "../../src/main/demo-clock.ts";

describe("the demo's clock", () => {
  it("runs as many times as fast as it is told, without a jump when that changes", () => {
    let ms = 1_000;
    const clock = createDemoClock({ mono: () => monoMs(ms), wall: () => epochMs(ms + 5_000_000) });
    expect([clock.mono(), clock.wall()]).toEqual([1_000, 5_001_000]);
    clock.runs(60);
    expect(clock.mono()).toBe(1_000);
    ms += 100;
    expect([clock.mono(), clock.wall()]).toEqual([7_000, 5_007_000]);
    clock.runs(1);
    ms += 50;
    expect([clock.mono(), clock.wall()]).toEqual([7_050, 5_007_050]);
    clock.isOffBy(-7_000);
    expect([clock.mono(), clock.wall()]).toEqual([7_050, 5_000_050]);
  });

  it("goes on only forward while its wall time is put wrong and right", () => {
    let ms = 0;
    const clock = createDemoClock({ mono: () => monoMs(ms), wall: () => epochMs(ms) });
    let last: number = clock.mono();
    for (const times of [3, 60, 1, 20, 1]) {
      clock.runs(times);
      clock.isOffBy(times * -86_400_000);
      ms += 7;
      expect(clock.mono()).toBeGreaterThan(last);
      last = clock.mono();
    }
  });
});
