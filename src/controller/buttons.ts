// Room: controller. The button at every bail: a press says "looked at, she is fine", two seconds say "divert her".
// May live here: what a press means. May not: debouncing (the board does that).
// Invariant: a press can only ever answer a CHECK that was asked of the cow standing there when it began.

import type { BailNo, CowId } from "../domain/ids.ts";
import { between, epochMs } from "../domain/units.ts";
import type { Note } from "./note.ts";
import type { Bail, Button, Shed, Visit } from "./state.ts";
import { surelyAt, withBail } from "./visits.ts";

/** The button of the bail at `index` is `down` or not. `first` when this is the first word from its board. */
export function pressed(shed: Shed, index: number, down: boolean, first: boolean, notes: Note[]): Shed {
  const bail = shed.bails[index];
  const plan = shed.plan.bails[index];
  if (bail === undefined || plan === undefined) return shed;
  const { button, visit } = bail;
  if (down) {
    if (button !== null) return shed;
    const began = {
      since: shed.now.mono,
      visit: visit?.visit ?? null,
      asked: askedFor(shed, bail),
      spent: first,
    };
    return withBail(shed, index, { ...bail, button: began });
  }
  if (button === null) return shed;
  const released = withBail(shed, index, { ...bail, button: null });
  if (button.spent || visit === null || visit.visit !== button.visit) return released;
  // Released before a tick could see it: two seconds are two seconds.
  if (heldLong(shed, button)) return divertedByHand(released, index, plan.bail, visit, notes);
  if (button.asked === null || button.asked !== askedFor(shed, bail)) return released;
  return lookedAt(shed, index, visit, button.asked, notes);
}

/**
 * The cow that CHECK is asked of; null where it is not. Nor while the controller was held up: how long a press
 * lasted that waited in a buffer nobody knows, and a long one means the opposite.
 */
function askedFor(shed: Shed, bail: Bail): CowId | null {
  return shed.heldUpUntil === null && bail.reasons.includes("check") ? (bail.visit?.cow ?? null) : null;
}

const heldLong = (shed: Shed, button: Button): boolean =>
  between(button.since, shed.now.mono) >= shed.plan.button.divertHold;

function divertedByHand(shed: Shed, index: number, number: BailNo, visit: Visit, notes: Note[]): Shed {
  const bail = shed.bails[index];
  if (bail === undefined) return shed;
  notes.push({ kind: "diverted-by-hand", bail: number, by: "button" });
  return withBail(shed, index, { ...bail, visit: { ...visit, divertedByHand: true } });
}

function lookedAt(shed: Shed, index: number, visit: Visit, cow: CowId, notes: Note[]): Shed {
  const bail = shed.bails[index];
  const plan = shed.plan.bails[index];
  if (bail === undefined || plan === undefined) return shed;
  notes.push({ kind: "looked-at", cow, bail: plan.bail, at: surelyAt(shed, visit) ?? epochMs(0) });
  return withBail(shed, index, { ...bail, button: null, visit: { ...visit, lookedAt: true } });
}

/** Buttons held long enough to mean "divert this cow now". */
export function pressesOver(shed: Shed, notes: Note[]): Shed {
  let next = shed;
  for (const [index, { bail: number }] of shed.plan.bails.entries()) {
    const bail = next.bails[index];
    if (bail === undefined || bail.button === null || bail.button.spent || bail.visit === null) continue;
    if (!heldLong(shed, bail.button)) continue;
    const { visit } = bail;
    const same = bail.button.visit === visit.visit;
    next = withBail(next, index, { ...bail, button: { ...bail.button, spent: true } });
    if (same) next = divertedByHand(next, index, number, visit, notes);
  }
  return next;
}
