// Room: main. How much memory the controller's heap takes before it is cleaned.
// May live here: V8's own switches. May not: anything else.

import { setFlagsFromString } from "node:v8";

/**
 * V8 lets what is young grow to three times 16 MB before it cleans: on a small computer that is more than all the rest of the controller.
 * Cleaned oftener, each time is shorter. Has to be said before the program is loaded; costs nothing that can be measured in a decision.
 */
export function keepHeapSmall(): void {
  setFlagsFromString("--optimize-for-size");
  setFlagsFromString("--semi-space-growth-factor=1");
}
