// Room: sim/fast. A controller at rest: a stretch of time in which its ticks would change nothing, so none need be made.
// May live here: finding that out, with the controller's own step. May not: guessing it from the world.
// Invariant: what is skipped would have given nothing but the same leases again.
//
// Everything that passes with time in the rules is of one kind: a limit that, once passed, stays passed. So a tick at the end of a
// stretch that changes nothing shows that no tick within it does. Two things are of another kind and forbid any stretch: a time
// that is not sure (then the wall clock counts, which can do anything), and what is made anew in turns while it can differ.

import type { ControllerState, Shed } from "../../controller/state.ts";
import { step } from "../../controller/step.ts";
import { between, type EpochMs, type MonoMs, monoMs } from "../../domain/units.ts";

/** Time between the last tick that is thought of and the one that is tried. */
const TICK_MS = 100;

/** The state after ticks up to `mono` (wall clock then `wall`), when they change nothing; else null. */
export function restUntil(state: ControllerState, mono: MonoMs, wall: EpochMs): ControllerState | null {
  const { shed } = state;
  if (shed === null || !isCalm(shed) || !isTimeSure(shed)) return null;
  const passed = mono - TICK_MS;
  if (passed <= shed.now.mono) return null;
  const now = { mono: monoMs(passed), wall: shed.now.wall };
  const before: Shed = { ...shed, now, tickedAt: monoMs(passed) };
  const { state: after, effects } = step({ shed: before }, { mono, wall, event: { kind: "ticked" } });
  if (after.shed === null || effects.some(({ kind }) => kind !== "lease")) return null;
  return same(shed, after.shed) ? after : null;
}

/** Nothing is on its way: no valve within its travel time, no hand on a button, no catching up. */
export function isCalm({ bails, heldUpUntil, plan, now }: Shed): boolean {
  if (heldUpUntil !== null) return false;
  for (const { valve, button } of bails) {
    if (button !== null) return false;
    const { differsSince } = valve;
    if (differsSince !== null && between(differsSince, now.mono) <= plan.valve.travelMax) return false;
  }
  return true;
}

const isTimeSure = ({ clock, bails }: Shed): boolean =>
  clock.trusted && bails.every(({ visit }) => visit === null || visit.began !== null);

/** Alike in all that a tick may touch but the time. */
function same(a: Shed, b: Shed): boolean {
  return (
    alike(a.bails, b.bails) &&
    alike(a.nodes, b.nodes) &&
    alike(a.readers, b.readers) &&
    alike(a.arrivals.rows, b.arrivals.rows) &&
    alike(a.arrivals.places, b.arrivals.places) &&
    a.arrivals.platform === b.arrivals.platform &&
    a.herd === b.herd &&
    a.levels === b.levels &&
    a.carried === b.carried &&
    a.faults === b.faults &&
    a.milking === b.milking &&
    a.shutOff === b.shutOff &&
    a.clock.trusted === b.clock.trusted &&
    a.heldUpUntil === b.heldUpUntil
  );
}

const alike = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a === b || (a.length === b.length && a.every((one, i) => one === b[i]));
