// Room: drivers/pins. A way to the pins, as the driver sees it: sysfs or the tools.
// May live here: the shape. May not: anything else.
// Invariant: `lost` is called at most once; after it nothing is heard any more.

import type { Level } from "./gpio-tools.ts";

export type WayEvents = {
  heard(line: number, level: Level): void;
  /** Something worth a remark, in words; the way goes on. */
  remark(what: string): void;
  /** The way is gone, in words. The driver looks for one again later. */
  lost(why: string): void;
};

export type Way = {
  /** Sets an output. Never throws; trouble arrives through `lost`. */
  write(line: number, level: Level): void;
  /** Lets go of everything. Nothing is heard after it. */
  close(): void;
};
