// Room: main. The loop around step(): stamps what comes in, hands out what comes back, keeps the record.
// May live here: order and hand-over. May not: rules, device details.
// Invariant: effects leave before anything is recorded, and one event is finished before the next begins.

import type { Effect, LeaseOrder } from "../controller/effect.ts";
import type { ControllerEvent, Stamped } from "../controller/event.ts";
import { type ControllerState, initialState } from "../controller/state.ts";
import { type Stepped, step } from "../controller/step.ts";
import type { NodeId } from "../domain/ids.ts";
import { assert, unreachable } from "../domain/result.ts";
import type { Clock } from "../ports/clock.ts";
import type { GivesSignals } from "../ports/gives-signals.ts";

/** Drivers deliver from their own callbacks; more waiting than this means that something delivers in a circle. */
const WAITING_MAX = 10_000;

export type Outlets = {
  lease(node: NodeId, session: number, order: LeaseOrder): void;
  readonly signals: GivesSignals;
  record(stamped: Stamped, effects: readonly Effect[], state: ControllerState): void;
  /** The step crashed on this event: the program ends, and a replay must be able to crash there too. */
  lastWords(crashedOn: Stamped): void;
};

export type Loop = {
  /** Takes one event through the step. Safe to call from within an outlet: it waits its turn. */
  deliver(event: ControllerEvent): void;
  state(): ControllerState;
};

/** Creates the loop; nothing happens until the first event, which must be "started". */
export function createLoop(clock: Clock, outlets: Outlets): Loop {
  let state = initialState();
  let busy = false;
  const waiting: ControllerEvent[] = [];

  const takeThrough = (event: ControllerEvent): void => {
    const stamped: Stamped = { mono: clock.mono(), wall: clock.wall(), event };
    const stepped = stepOrEnd(state, stamped, outlets);
    state = stepped.state;
    for (const effect of stepped.effects) hand(effect, outlets);
    outlets.record(stamped, stepped.effects, state);
  };

  return {
    state: () => state,
    deliver(event) {
      waiting.push(event);
      assert(waiting.length <= WAITING_MAX, "events are taken through faster than they come in");
      if (busy) return;
      busy = true;
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) takeThrough(next);
      busy = false;
    },
  };
}

/** A throwing step is a mistake in this program: it is written down, and everything diverts by ending. */
function stepOrEnd(state: ControllerState, stamped: Stamped, outlets: Outlets): Stepped {
  try {
    return step(state, stamped);
  } catch (mistake) {
    outlets.lastWords(stamped);
    throw mistake;
  }
}

function hand(effect: Effect, outlets: Outlets): void {
  switch (effect.kind) {
    case "lease":
      outlets.lease(effect.node, effect.session, effect.lease);
      return;
    case "signal":
      outlets.signals.signal(effect.signal, effect.on);
      return;
    case "noted":
      return;
    default:
      unreachable(effect);
  }
}
