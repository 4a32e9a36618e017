// Room: controller. The button at every bail: a press says "looked at, she is fine", two seconds say "divert her".
// May live here: what a press means. May not: debouncing (the board does that).
// Invariant: a press can only ever answer a CHECK that was asked of the cow standing there when it began.

import { between, epochMs } from "../domain/units.ts";
import type { Note } from "./note.ts";
import type { Shed, Visit } from "./state.ts";
import { surelyAt, withBail } from "./visits.ts";

/** The button of the bail at `index` is `down` or not. `first` when this is the first word from its board. */
export function pressed(shed: Shed, index: number, down: boolean, first: boolean, notes: Note[]): Shed {
  const bail = shed.bails[index];
  const plan = shed.plan.bails[index];
  if (bail === undefined || plan === undefined) return shed;
  const { button, visit } = bail;
  if (down) {
    if (button !== null) return shed;
    const began = { since: shed.now.mono, visit: visit?.visit ?? null, spent: first };
    return withBail(shed, index, { ...bail, button: began });
  }
  if (button === null) return shed;
  const released = { ...bail, button: null };
  const asked = visit !== null && bail.reasons.includes("check") && visit.cow !== null;
  if (button.spent || !asked || visit.visit !== button.visit) return withBail(shed, index, released);
  return lookedAt(shed, index, visit, visit.cow, notes);
}

function lookedAt(
  shed: Shed,
  index: number,
  visit: Visit,
  cow: NonNullable<Visit["cow"]>,
  notes: Note[],
): Shed {
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
    if (between(bail.button.since, shed.now.mono) < shed.plan.button.divertHold) continue;
    const button = { ...bail.button, spent: true };
    if (bail.button.visit !== bail.visit.visit) {
      next = withBail(next, index, { ...bail, button });
      continue;
    }
    notes.push({ kind: "diverted-by-hand", bail: number, by: "button" });
    next = withBail(next, index, { ...bail, button, visit: { ...bail.visit, divertedByHand: true } });
  }
  return next;
}
