// Room: recorder. What the recorder and the replay need to know of the machine they record: nothing but this.
// May live here: the shape. May not: the controller itself, so that both are tested with toy machines.
// Invariant: the state is plain JSON; a state written and read again steps just like the one it came from.

import type { Carried } from "../controller/carried.ts";
import type { Effect } from "../controller/effect.ts";
import type { Stamped } from "../controller/event.ts";
import type { Note } from "../controller/note.ts";

export type Machine<State> = {
  /** The state before the first event. */
  initial(): State;
  /** One event. Pure: the same state and event always give the same state and effects. */
  step(state: State, stamped: Stamped): { readonly state: State; readonly effects: readonly Effect[] };
  /** Takes a state back out of a file whose checksum was right. */
  revive(json: unknown): State;
};

/** What one note adds to what is left for the next run of the program. Pure. */
export type Carry = (carried: Carried, note: Note) => Carried;
