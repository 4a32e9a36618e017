// Room: main. The computer's own two clocks. `performance` is monotonic and is not touched by changes of wall time.

import { epochMs, monoMs } from "../domain/units.ts";
import type { Clock } from "../ports/clock.ts";

export const systemClock: Clock = {
  mono: () => monoMs(Math.floor(performance.now())),
  wall: () => epochMs(Date.now()),
};
