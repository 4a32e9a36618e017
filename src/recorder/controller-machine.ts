// Room: recorder. The controller as the recorder and the replay see it.
// May live here: the one value that names its parts. May not: anything else.

import { type ControllerState, initialState } from "../controller/state.ts";
import { step } from "../controller/step.ts";
import type { Machine } from "./machine.ts";

export const CONTROLLER_MACHINE: Machine<ControllerState> = {
  initial: initialState,
  step,
  // Written by this program and unchanged since: the line's checksum was right.
  revive: (json) => json as ControllerState,
};
