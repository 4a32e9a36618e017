// Room: main. The demo's own clock, the same for shed and controller: it can run faster than the computer's, and its wall
// time can be put wrong. May live here: that arithmetic. May not: deciding when (demo.ts).
// Invariant: it never jumps on a change of pace, and its monotonic side never goes back.

import { epochMs, monoMs } from "../domain/units.ts";
import type { Clock } from "../ports/clock.ts";

export type DemoClock = Clock & {
  /** From now on a second of the computer is `times` seconds here; 1 or more. */
  runs(times: number): void;
  /** How many times as fast as the computer's it runs now. */
  times(): number;
  /** Wall time is off by so many milliseconds from now on. */
  isOffBy(ms: number): void;
};

/**
 * Why the whole clock and not the vat's alone: milking, inputs, readings and deadlines are stamped with one clock, and two
 * would make a curve that no event fits to. Why it harms nobody: it runs fast only while no cow is in the shed; serial
 * lines, boards, leases and the disk keep the computer's own time (`ShedOptions.deviceClock`).
 */
export function createDemoClock(computer: Clock): DemoClock {
  let times = 1;
  let since: number = computer.mono();
  /** How much farther than the computer's it is at `since`. */
  let ahead = 0;
  let offBy = 0;
  const aheadNow = (): number => ahead + (computer.mono() - since) * (times - 1);
  return {
    mono: () => monoMs(Math.floor(computer.mono() + aheadNow())),
    wall: () => epochMs(Math.floor(computer.wall() + aheadNow() + offBy)),
    runs: (faster) => {
      ahead = aheadNow();
      since = computer.mono();
      times = Math.max(1, faster);
    },
    times: () => times,
    isOffBy: (ms) => {
      offBy = ms;
    },
  };
}
