// Room: sim/world. Which way cows come in, by the plan's layout. May not: how (herringbone, in-bail, rotary).

import { installHerringbone } from "./herringbone.ts";
import { installInBail } from "./in-bail.ts";
import { installRotary } from "./rotary.ts";
import type { World } from "./world.ts";

/** Gives the world its way in. */
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
      installRotary(world, layout);
      return;
  }
}
