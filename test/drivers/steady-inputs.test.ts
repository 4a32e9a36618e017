import { describe, expect, it } from "vitest";
import type { ControllerEvent } from "../../src/controller/event.ts";
import type { InputLevel } from "../../src/domain/arrivals/identity.ts";
import { inputId } from "../../src/domain/ids.ts";
import { milliseconds } from "../../src/domain/units.ts";
import { steadyInputs } from "../../src/drivers/steady-inputs.ts";

const beam = inputId("beam");

/** A beam with its levels at given milliseconds, and what is delivered when. */
function heard(levels: readonly (readonly [number, InputLevel])[], until = 1_000) {
  let now = 0;
  const timers: { at: number; act: () => void }[] = [];
  const delivered: [number, InputLevel][] = [];
  const deliver = (event: ControllerEvent) => {
    if (event.kind === "input-changed") delivered.push([now, event.level]);
  };
  const later = (length: number, act: () => void) => {
    const timer = { at: now + length, act };
    timers.push(timer);
    return () => {
      timers.splice(timers.indexOf(timer), 1);
    };
  };
  const steady = steadyInputs(deliver, new Map([[beam, milliseconds(50)]]), later);
  for (now = 0; now <= until; now++) {
    for (const timer of timers.filter(({ at }) => at === now)) {
      timers.splice(timers.indexOf(timer), 1);
      timer.act();
    }
    for (const [at, level] of levels) {
      if (at === now) steady({ kind: "input-changed", input: beam, level });
    }
  }
  return delivered;
}

describe("a switch that chatters", () => {
  it("counts once its level has stayed", () => {
    expect(
      heard([
        [0, "inactive"],
        [100, "active"],
        [400, "inactive"],
      ]),
    ).toEqual([
      [0, "inactive"],
      [150, "active"],
      [450, "inactive"],
    ]);
  });

  it("bouncing at the edge is one change, not several", () => {
    const bounce: [number, InputLevel][] = [
      [0, "inactive"],
      [100, "active"],
      [110, "inactive"],
      [115, "active"],
    ];
    expect(heard(bounce)).toEqual([
      [0, "inactive"],
      [165, "active"],
    ]);
  });

  it("a pulse shorter than that is no change at all", () => {
    expect(
      heard([
        [0, "inactive"],
        [100, "active"],
        [130, "inactive"],
      ]),
    ).toEqual([[0, "inactive"]]);
  });

  it("going away is said at once, and what was waiting is forgotten", () => {
    expect(
      heard([
        [0, "inactive"],
        [100, "active"],
        [120, "unknown"],
        [300, "active"],
      ]),
    ).toEqual([
      [0, "inactive"],
      [120, "unknown"],
      [300, "active"],
    ]);
  });
});
