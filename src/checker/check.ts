// Room: checker. The second yes: a release also needs this check, written apart from domain/ and sharing no rule
// with it (DESIGN promise 3). It reads raw facts and says yes only when it finds nothing against the cow.
// May live here: the questions and their order. May import: domain/units, domain/ids and the fact shapes. May not: any
// rule of domain/holds, arrivals or release. Invariant: it can only say no to a release; it can never make one.

import type { HerdTable } from "../domain/holds/facts.ts";
import type { BailNo, CowId, Eid } from "../domain/ids.ts";
import type { EpochMs } from "../domain/units.ts";
import { askForALook } from "./looked-at.ts";
import { lookForAHold } from "./milk.ts";
import { layOut } from "./record.ts";
import { type Seen, whoIsShe } from "./who.ts";

/** One bail that is about to be released, and everything this check needs to see for itself. */
export type Evidence = {
  readonly bail: BailNo;
  /** The tag that was read in this visit, or the cow that a person settled the place with. */
  readonly seen: Seen | null;
  /** The cow that the other side decided for. */
  readonly decidedFor: CowId | null;
  /** Every place that is occupied now, with what was seen there. */
  readonly elsewhere: readonly Elsewhere[];
  readonly table: HerdTable | null;
  /** An instant that has surely passed; null when none is known. */
  readonly surely: EpochMs | null;
  /** Begun times of counted milkings of this cow, from this program's own records. */
  readonly milkings: readonly EpochMs[];
  /** When this program last saw her looked at; infinity is not a time: null when never. */
  readonly lookedAt: EpochMs | null;
  readonly lookedAtNow: boolean;
  /** Position switches of the bail as last reported, and whether it is ordered to the vat already. */
  readonly switches: { readonly vat: boolean; readonly divert: boolean; readonly orderedToVat: boolean };
};
/** Another place, and every tag read there. */
export type Elsewhere = {
  readonly bail: BailNo;
  readonly eids: readonly Eid[];
  readonly settled: CowId | null;
};

export type SecondOpinion = { readonly yes: true } | { readonly yes: false; readonly because: string };

const no = (because: string): SecondOpinion => ({ yes: false, because });

/** Whether the checker agrees to release this bail. */
export function agrees(e: Evidence): SecondOpinion {
  if (e.table === null) return no("there is no herd table");
  if (e.seen === null) return no("nobody was read or settled in this bail");
  const cow = whoIsShe(e.seen, e.table);
  if (cow === null) return no("the tag or number does not belong to exactly one cow");
  if (cow.cow !== e.decidedFor) return no(`the decision was for ${e.decidedFor}, the tag is of ${cow.cow}`);
  if (cow.status !== "in-milk") return no(`${cow.cow} is recorded as ${cow.status}`);
  for (const other of e.elsewhere) {
    if (other.bail === e.bail) continue;
    if (other.settled === cow.cow || other.eids.some((eid) => cow.eids.includes(eid))) {
      return no(`${cow.cow} is also in bail ${other.bail}`);
    }
  }
  // A valve on its way to the vat is watched by others; a new release begins only from a proven divert.
  const atDivert = e.switches.divert && !e.switches.vat;
  if (!e.switches.orderedToVat && !atDivert) return no("the valve is not proven at divert");
  const record = layOut(cow.facts, e.milkings, e.table.policy, e.surely);
  const milk = lookForAHold(record);
  if (milk.held !== null) return no(`${milk.held.kind} ${milk.held.fact} is not over`);
  return askForALook(record, milk.lastEnd, e)
    ? no("nobody has looked at her since her hold ended")
    : { yes: true };
}
