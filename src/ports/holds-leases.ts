// Room: ports. A bail node as the controller's effects see it.

import type { LeaseOrder } from "../controller/effect.ts";

export type HoldsLeases = {
  /**
   * Sends one lease frame now. A lease for another session than the board's present one is dropped here and
   * would be refused by the board. Never blocks, never queues more than one frame: an unsent frame is replaced.
   */
  lease(session: number, order: LeaseOrder): void;
};
