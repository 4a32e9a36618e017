// Room: ports. How a driver hands in what happened.

import type { ControllerEvent } from "../controller/event.ts";

/** Called by a driver for each thing that happened, in order. Never throws; the receiver stamps the time. */
export type Deliver = (event: ControllerEvent) => void;

/** A device being driven. Created idle; `start` begins, aborting the signal ends it and closes its port. */
export type Driver = {
  start(signal: AbortSignal): void;
};
