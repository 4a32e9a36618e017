// Room: ports. The two clocks. Nothing else in the program reads time.

import type { EpochMs, MonoMs } from "../domain/units.ts";

export type Clock = {
  /** Monotonic milliseconds, whole numbers. */
  mono(): MonoMs;
  /** Wall clock milliseconds since the epoch, whole numbers; may jump. */
  wall(): EpochMs;
};
