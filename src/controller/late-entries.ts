// Room: controller. A new herd table that says more about cows whose milk is in the vat already.
// May live here: which visits are looked at again, and the vat stop's words. May not: the rule (domain/holds/late-entry.ts).
// Invariant: an entry that makes milk in the vat unfit raises the vat stop in the step in which the table comes.

import type { Cow } from "../domain/holds/facts.ts";
import { type MilkedIn, withheldWhenMilkedIn } from "../domain/holds/late-entry.ts";
import { type CowId, cowId } from "../domain/ids.ts";
import { lookUp, sameJson } from "../domain/look-up.ts";
import { between, hours } from "../domain/units.ts";
import type { Note } from "./note.ts";
import type { Herd, Shed } from "./state.ts";
import { surelyAt } from "./visits.ts";

/** Where nobody told of a collection: a vat is emptied every third day at the latest. */
const VAT_EMPTIED_WITHIN = hours(96);

/**
 * Raises the vat stop for every cow whose milk is in the vat, or runs into it now, and who was withheld when she came, as the new
 * table says. Only cows about whom it says something else than the table before are looked at; after a start, all. `changed` names
 * those where they are known; null: any may be.
 */
export function lateEntries(
  before: Herd | null,
  shed: Shed,
  changed: ReadonlySet<CowId> | null,
  notes: Note[],
): Shed {
  const { herd } = shed;
  if (herd === null) return shed;
  for (const [cow, visits] of milkInVat(shed)) {
    if (changed !== null && !changed.has(cow)) continue;
    const now = cowOf(herd, cow);
    if (now === null || (before !== null && sameJson(cowOf(before, cow)?.facts, now.facts))) continue;
    const counted = lookUp(shed.carried.milkings, cow) ?? [];
    const hold = visits
      .flatMap((visit) => withheldWhenMilkedIn(now, counted, herd.table.policy, visit))
      .at(0);
    if (hold === undefined) continue;
    const reason = `cow ${cow} was milked to the vat, and is recorded now as withheld then: ${hold.rule}`;
    notes.push({ kind: "vat-stop-raised", at: shed.now.wall, reason, shutOff: false, by: "itself", cow });
  }
  return shed;
}

/** By cow: the visits that are over, and the one that runs to the vat now. */
function milkInVat(shed: Shed): ReadonlyMap<CowId, readonly MilkedIn[]> {
  const found = new Map<CowId, readonly MilkedIn[]>();
  const inVat = ({ began }: MilkedIn) =>
    began === null || between(began, shed.now.wall) <= VAT_EMPTIED_WITHIN;
  for (const [cow, visits] of Object.entries(shed.carried.milkedIn)) {
    found.set(cowId(cow), visits.filter(inVat));
  }
  for (const { visit } of shed.bails) {
    if (visit === null || visit.cow === null || !visit.toVat) continue;
    const { began } = visit;
    found.set(visit.cow, [...(found.get(visit.cow) ?? []), { began, surely: surelyAt(shed, visit) }]);
  }
  return found;
}

function cowOf(herd: Herd, cow: CowId): Cow | null {
  const index = lookUp(herd.byCow, cow);
  return index === undefined ? null : (herd.table.cows[index] ?? null);
}
