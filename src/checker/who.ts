// Room: checker. First question: who is she?
// May live here: finding the one cow that a tag or a settled number belongs to. May not: look at her milk.
// Invariant: a tag or number of no cow, or of two, is nobody's.

import type { Cow, HerdTable } from "../domain/holds/facts.ts";
import type { CowId, Eid } from "../domain/ids.ts";

/** The tag that was read in this visit, or the cow that a person settled the place with. */
export type Seen = { readonly eid: Eid } | { readonly settled: CowId };

/** The one cow it belongs to, or null. */
export function whoIsShe(seen: Seen, table: HerdTable): Cow | null {
  const fits = table.cows.filter((cow) =>
    "eid" in seen ? cow.eids.includes(seen.eid) : cow.cow === seen.settled,
  );
  return fits.length === 1 ? (fits[0] ?? null) : null;
}
