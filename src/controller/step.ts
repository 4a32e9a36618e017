// Room: controller. THE step: one event in, the next state and what is to be done out.
// May live here: the order of the parts. May not: clocks, chance, waiting, anything from outside the event.
// Invariant: pure and total; the same events give the same effects, byte for byte (DESIGN promises 8 and 9).

import { act } from "./act.ts";
import { carry } from "./carried.ts";
import { decide } from "./decide.ts";
import type { Effect } from "./effect.ts";
import type { Stamped } from "./event.ts";
import { faultsFollow } from "./faults.ts";
import { gather } from "./gather.ts";
import type { Note } from "./note.ts";
import { type ControllerState, type Shed, shedAtStart } from "./state.ts";

export type Stepped = { readonly state: ControllerState; readonly effects: readonly Effect[] };

/** Gather, decide, act. Until "started" has come there is no shed and nothing is done. */
export function step(state: ControllerState, stamped: Stamped): Stepped {
  const { event, mono, wall } = stamped;
  const before =
    event.kind === "started" ? shedAtStart(event.plan, event.carried, event.version, mono, wall) : state.shed;
  if (before === null) return { state, effects: [] };
  const notes: Note[] = [];
  const gathered = carryNotes(gather(before, stamped, notes), notes, 0);
  const heard = notes.length;
  const ticked = event.kind === "ticked";
  const decided = decide(gathered, ticked, notes);
  const faulted = carryNotes(faultsFollow(decided.shed, notes), notes, heard);
  // A shut-off that has just closed counts in this very step: nothing is released beside it.
  const shutNow = isShut(faulted) && !isShut(gathered);
  const last = shutNow ? decide(faulted, ticked, notes) : { shed: faulted, decisions: decided.decisions };
  const { shed, effects } = act(last.shed, last.decisions, ticked, notes);
  return { state: { shed }, effects };
}

const isShut = (shed: Shed): boolean => shed.carried.vatStop?.shutOff ?? false;

/** What notes leave behind is added up in one place, here and at the next start. */
function carryNotes(shed: Shed, notes: readonly Note[], from: number): Shed {
  const carried = notes.slice(from).reduce(carry, shed.carried);
  return carried === shed.carried ? shed : { ...shed, carried };
}
