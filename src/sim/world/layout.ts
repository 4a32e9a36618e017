// Room: sim/world. Which way cows come in, by the plan's layout. May not: rotary, until its arrivals exist.

import { installHerringbone } from "./herringbone.ts";
import { installInBail } from "./in-bail.ts";
import type { World } from "./world.ts";

/** Gives the world its way in. Throws for a rotary platform, which this world cannot turn yet. */
export function installLayout(world: World): void {
  const { layout } = world.options.plan;
  switch (layout.kind) {
    case "herringbone":
      installHerringbone(world, layout);
      return;
    case "in-bail":
      installInBail(world, layout);
      return;
    case "rotary":
      throw new Error("the simulated shed has no turning platform yet; use a herringbone or in-bail shed");
  }
}
