// Room: office/herd. What is published of each cow, as lines of a herd file; kept from one entry to the next.
// May live here: choosing the facts, the hold of a review, remembering lines. May not: reading them back, files.
// Invariant: the same records give the same lines; a line is remembered only as long as nothing that goes into it has changed.

import type { CowFact, MilkingsCounted } from "../../domain/holds/facts.ts";
import { before, type EpochMs, epochMs, latestOf } from "../../domain/units.ts";
import type { FactBody } from "../../store/facts.ts";
import type { RegisteredCow } from "../../store/herd.ts";
import { cowLine, type HerdFact, sharedLine } from "./herd-text.ts";
import type { KnownFact, KnownHerd } from "./known-herd.ts";
import { LEFT_OUT_AFTER, longOver } from "./long-over.ts";
import type { ShedSays, UnderReview } from "./room.ts";
import { iso } from "./standing.ts";

/** What is published of a cow. */
export type PublishedCow = {
  readonly entry: RegisteredCow;
  /** Her own facts. */
  readonly facts: readonly FactBody[];
  readonly line: string;
};
/** How the holds of a review are named, which the records do not know. */
export const REVIEW_HOLD = "review-of-cow-";

export type PublishedLines = {
  readonly cows: readonly PublishedCow[];
  /** Facts of several cows, with those for whom they are published. */
  readonly shared: readonly { readonly fact: HerdFact; readonly line: string }[];
  /** Holds of a review are in it, with names that the records do not know. */
  readonly reviewed: boolean;
};
type Says = Pick<ShedSays, "milkingsCounted" | "underReview">;

/** Gives the lines as the records are now. */
export function createPublishedLines(herd: KnownHerd, shed: Says): () => PublishedLines {
  const leftOut = createLeftOut(herd);
  const kept = new Map<string, PublishedCow & { readonly of: readonly unknown[] }>();
  let several: { readonly known: number; readonly facts: readonly KnownFact[] } = { known: 0, facts: [] };
  return () => {
    const milkings = shed.milkingsCounted();
    const left = new Map([...herd.register.keys()].map((cow) => [cow, leftOut(cow, milkings)]));
    // Facts are only ever added, so that their number says whether there are others.
    if (several.known !== herd.facts.size)
      several = {
        known: herd.facts.size,
        facts: [...herd.facts.values()].filter(({ cows }) => cows.length > 1),
      };
    const { shared, alone } = sharedOf(several.facts, left);
    const held = reviewHolds(herd, shed.underReview());
    const cows = [...herd.register.values()].map((entry): PublishedCow => {
      const { cow } = entry;
      const [own, lone, hold] = [herd.factsOf(cow), alone.get(cow) ?? "", held.get(cow)];
      const of = [entry, own, left.get(cow), lone, JSON.stringify(hold)];
      const before = kept.get(cow);
      if (before?.of.every((one, n) => one === of[n]) === true) return before;
      const facts = [...herd.namesOf(cow).flatMap(bodyOf), ...(hold ?? [])];
      const made = { entry, facts, line: cowLine(entry, facts), of };
      kept.set(cow, made);
      return made;

      function bodyOf(name: string): readonly FactBody[] {
        const known = herd.facts.get(name);
        if (known === undefined || left.get(cow)?.has(name) === true) return [];
        return known.cows.length === 1 || lone.includes(` ${name} `) ? [known.body] : [];
      }
    });
    return { cows, shared, reviewed: held.size > 0 };
  };
}

type LeftOut = ReadonlySet<string>;
const NOTHING: LeftOut = new Set();

/** It remembers what may be left out of each cow until something about her changes. */
function createLeftOut(
  herd: KnownHerd,
): (cow: string, milkings: (cow: string) => MilkingsCounted) => LeftOut {
  const kept = new Map<
    string,
    { readonly facts: readonly CowFact[]; readonly counted: string; readonly left: LeftOut }
  >();
  return (cow, milkings) => {
    const facts = herd.factsOf(cow);
    const own = milkings(cow);
    const counted = `${own.length} ${own.at(-1)}`;
    const before = kept.get(cow);
    if (before?.facts === facts && before.counted === counted) return before.left;
    const [known, sure] = [herd.cow(cow), sureOf(herd, cow)];
    const found = known === null || sure === null ? NOTHING : longOver(known, own, herd.policy, sure);
    // The same as before is the same object: her line need not be made anew for a milking.
    const isSame = before?.left.size === found.size && [...found].every((one) => before.left.has(one));
    const left = isSame ? before.left : found;
    kept.set(cow, { facts, counted, left });
    return left;
  };
}

/** So long before the last record of hers that a trusted clock dated. */
function sureOf(herd: KnownHerd, cow: string): EpochMs | null {
  const dated = herd.namesOf(cow).flatMap((name) => {
    const fact = herd.facts.get(name);
    return fact?.trusted === true ? [fact.at] : [];
  });
  const last = latestOf(dated);
  return last === null ? null : before(last, LEFT_OUT_AFTER);
}

/** Facts for several cows; and of each cow those that are left for her alone, their names between spaces. */
function sharedOf(facts: readonly KnownFact[], left: ReadonlyMap<string, LeftOut>) {
  const shared: { readonly fact: HerdFact; readonly line: string }[] = [];
  const alone = new Map<string, string>();
  for (const { body, cows } of facts) {
    const who = cows.filter((cow) => left.get(cow)?.has(body.fact) !== true);
    const [first] = who;
    if (who.length > 1) shared.push({ fact: { body, cows: who }, line: sharedLine({ body, cows: who }) });
    else if (first !== undefined) alone.set(first, `${alone.get(first) ?? ""} ${body.fact} `);
  }
  return { shared, alone };
}

/** A hold on every cow whom somebody has to look at after a restore. */
function reviewHolds(
  herd: KnownHerd,
  review: readonly UnderReview[],
): ReadonlyMap<string, readonly FactBody[]> {
  const held = new Map<string, readonly FactBody[]>();
  if (review.length === 0) return held;
  const order = new Map<string, number>([...herd.register.keys()].map((cow, n) => [cow, n + 1]));
  for (const { cow, why, since } of review) {
    const n = order.get(cow);
    // Who is not in the register is unknown at the bails: she is diverted as it is.
    if (n === undefined) continue;
    const at = iso(epochMs(since));
    const body: FactBody = {
      fact: `${REVIEW_HOLD}${n}`,
      kind: "manual-hold",
      by: "office",
      "recorded-at": at,
      from: at,
      reason: `the records went back to a backup: ${why}`.slice(0, REASON_LONGEST),
    };
    held.set(cow, [...(held.get(cow) ?? []), body]);
  }
  return held;
}

/** As the herd file has it for reasons. */
const REASON_LONGEST = 300;
