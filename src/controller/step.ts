// Room: controller. THE step: one event in, the next state and what is to be done out.
// May live here: the order of the parts. May not: clocks, chance, waiting, anything from outside the event.
// Invariant: pure and total; the same events give the same effects, byte for byte (DESIGN promises 8 and 9).

import { act } from "./act.ts";
import { carry } from "./carried.ts";
import { decide, weigh } from "./decide.ts";
import type { Effect } from "./effect.ts";
import type { Stamped } from "./event.ts";
import { faultsFollow } from "./faults.ts";
import { gather } from "./gather.ts";
import { lampTestFollows } from "./lamp-test.ts";
import type { Note } from "./note.ts";
import { shutOffNow, vatStopFollows } from "./shut-off.ts";
import { type ControllerState, type Shed, shedAtStart } from "./state.ts";
import { vatFollows } from "./vat.ts";

export type Stepped = { readonly state: ControllerState; readonly effects: readonly Effect[] };

/** Gather, guard, decide, act. Until "started" has come there is no shed and nothing is done. */
export function step(state: ControllerState, stamped: Stamped): Stepped {
  const { event, mono, wall } = stamped;
  const before =
    event.kind === "started" ? shedAtStart(event.plan, event.carried, event.version, mono, wall) : state.shed;
  if (before === null) return { state, effects: [] };
  const notes: Note[] = [];
  const heardOf = vatFollows(gather(before, stamped, notes), event, notes);
  const gathered = carryNotes(heardOf, notes, 0);
  const ticked = event.kind === "ticked";
  // The shut-off first: nothing is released beside one that closes in this very step.
  const guarded = guard(weigh(gathered, ticked), notes);
  const heard = notes.length;
  const decided = decide(guarded, ticked, notes);
  const faulted = carryNotes(faultsFollow(decided.shed, notes), notes, heard);
  const { shed, effects } = act(lampTestFollows(faulted), decided.decisions, ticked, notes);
  return { state: { shed }, effects };
}

function guard(shed: Shed, notes: Note[]): Shed {
  const heard = notes.length;
  vatStopFollows(shed, notes);
  const stopped = carryNotes(shed, notes, heard);
  const shutOff = shutOffNow(stopped);
  return shutOff === stopped.shutOff ? stopped : { ...stopped, shutOff };
}

/** What notes leave behind is added up in one place, here and at the next start. */
function carryNotes(shed: Shed, notes: readonly Note[], from: number): Shed {
  const carried = notes.slice(from).reduce(carry, shed.carried);
  return carried === shed.carried ? shed : { ...shed, carried };
}
