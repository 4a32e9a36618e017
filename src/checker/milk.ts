// Room: checker. Second question: may her milk go? Each fact is asked on its own until when it forbids her milk.
// May live here: what each kind of fact asks for. May not: who she is, whether she was looked at; any rule of domain/.
// Invariant: facts are asked one by one; none excuses another but a clearance that names it.

import type {
  BoughtInFact,
  CowFact,
  PaddockOrFeedFact,
  TaintFact,
  TestSampleFact,
} from "../domain/holds/facts.ts";
import type { FactId } from "../domain/ids.ts";
import { endOfMedicine, endOfRule, type Medicine, medicinesOf, nominalEnd } from "./medicine.ts";
import {
  calvedSince,
  endOf,
  known,
  latest,
  NOT_OVER,
  NOTHING,
  type OnRecord,
  passed,
  unknownDate,
} from "./record.ts";

/** A fact that still forbids her milk, or none and when the last that did stopped (minus infinity: none ever did). */
export type Found =
  | { readonly held: CowFact; readonly lastEnd: null }
  | { readonly held: null; readonly lastEnd: number };

/** Goes through the facts one by one and looks for one that still forbids her milk. */
export function lookForAHold(r: OnRecord): Found {
  const clearedAt = clearances(r);
  const forbidsUntil = asked(medicinesOf(clearedAt, r), r);
  let lastEnd = NOTHING;
  for (const fact of r.facts) {
    const end = Math.min(forbidsUntil(fact), clearedAt.get(fact.fact) ?? NOT_OVER);
    if (end === NOT_OVER) return { held: fact, lastEnd: null };
    lastEnd = Math.max(lastEnd, end);
  }
  return { held: null, lastEnd };
}

/** The earliest clearance of each fact that was cleared, of those that have surely come. */
function clearances(r: OnRecord): ReadonlyMap<FactId, number> {
  const earliest = new Map<FactId, number>();
  for (const fact of r.facts) {
    if (fact.kind !== "clearance" || fact.at > r.surely) continue;
    earliest.set(fact.of, Math.min(fact.at, earliest.get(fact.of) ?? NOT_OVER));
  }
  return earliest;
}

function asked(medicines: readonly Medicine[], r: OnRecord): (fact: CowFact) => number {
  return (fact) => {
    switch (fact.kind) {
      case "treatment":
        return endOfMedicine(fact, medicines, r);
      case "dry-off":
        if (fact.at === null) return unknownDate(fact, (other) => other.at, r);
        return hasCalvedSince(fact.at, r);
      case "calving":
        if (fact.at === null) return unknownDate(fact, (other) => other.at, r);
        return endOf(r.policy.colostrum, fact.at, r);
      case "bought-in":
        return fact.treatments === "declared" ? NOTHING : endOfPurchase(fact, r);
      case "observation":
        return firstLookAfter(fact.at, r);
      case "paddock-or-feed":
        return afterItsEnd(fact, (end) => endOf(fact.milk, end, r), r);
      case "taint":
        return afterItsEnd(fact, (end) => endOf(r.policy.taint, end, r), r);
      case "test-sample":
        return firstNegative(r, (sample) => sample.fact === fact.fact || sample.at > fact.at);
      case "manual-hold":
        return NOT_OVER;
      case "test-result":
      case "clearance":
      case "milked":
      case "looked-at":
        return NOTHING;
    }
  };
}

function hasCalvedSince(since: number, r: OnRecord): number {
  const calvings = calvedSince(since, r);
  return calvings.length === 0 ? NOT_OVER : latest(calvings.map((calving) => passed(calving.at, r)));
}

function endOfPurchase(fact: BoughtInFact, r: OnRecord): number {
  const rule = r.policy.boughtInDry;
  // When milkings are forgotten the end seems to have been earlier, and a test that came too soon must not pass for that.
  const mayBeTested =
    fact.state === "in-milk" ? fact.at : Math.max(endOfRule(rule, fact.at, r), nominalEnd(rule, fact.at, r));
  return firstNegative(r, (sample) => sample.at > mayBeTested);
}

/** When the first negative result came of a sample that counts. */
function firstNegative(r: OnRecord, counts: (sample: TestSampleFact) => boolean): number {
  let first = NOT_OVER;
  for (const { sample, came } of r.negatives) if (counts(sample)) first = Math.min(first, came);
  return first;
}

/** A look that is on record as a fact: the button of a bail is pressed for other reasons, too. */
function firstLookAfter(seen: number, r: OnRecord): number {
  let first = NOT_OVER;
  for (const fact of r.facts) {
    if (fact.kind === "looked-at" && fact.at > seen) first = Math.min(first, passed(fact.at, r));
  }
  return first;
}

/** What goes on has no end; of several ends the latest counts, and none before it began. */
function afterItsEnd(
  fact: PaddockOrFeedFact | TaintFact,
  then: (end: number) => number,
  r: OnRecord,
): number {
  const ends = known<PaddockOrFeedFact | TaintFact, number>(fact, (other) => other.until, r);
  return ends.length === 0 ? NOT_OVER : then(latest([fact.from, ...ends]));
}
