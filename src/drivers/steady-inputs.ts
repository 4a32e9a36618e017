// Room: drivers. Switches that chatter: a level counts once it has stayed for as long as the configuration says.
// May live here: that one rule, for inputs of boards and of the Pi alike. May not: what an input means.
// Invariant: "unknown" is never held back, and what was waiting when it came is forgotten.

import type { InputLevel } from "../domain/arrivals/identity.ts";
import type { InputId } from "../domain/ids.ts";
import type { DurationMs } from "../domain/units.ts";
import type { Deliver } from "../ports/delivers-events.ts";

/** Calls `act` after so long; the returned function calls it off. */
export type Later = (length: DurationMs, act: () => void) => () => void;

type Waiting = { readonly level: InputLevel; readonly callOff: () => void };

/**
 * Wraps `deliver` so that each `input-changed` waits for its level to stay. Everything else passes through.
 * @param steadyFor how long a level of each input must stay; inputs not listed are not held back
 */
export function steadyInputs(
  deliver: Deliver,
  steadyFor: ReadonlyMap<InputId, DurationMs>,
  later: Later,
): Deliver {
  const said = new Map<InputId, InputLevel>();
  const waiting = new Map<InputId, Waiting>();

  const say = (input: InputId, level: InputLevel): void => {
    waiting.delete(input);
    said.set(input, level);
    deliver({ kind: "input-changed", input, level });
  };

  return (event) => {
    if (event.kind !== "input-changed") {
      deliver(event);
      return;
    }
    const { input, level } = event;
    const before = waiting.get(input);
    if (before?.level === level) return;
    before?.callOff();
    waiting.delete(input);
    const length = steadyFor.get(input);
    // The first word after being away is taken as it is: there is nothing yet that it could chatter against.
    const first = (said.get(input) ?? "unknown") === "unknown";
    if (length === undefined || length <= 0 || level === "unknown" || first) {
      say(input, level);
      return;
    }
    if (said.get(input) === level) return;
    waiting.set(input, { level, callOff: later(length, () => say(input, level)) });
  };
}
