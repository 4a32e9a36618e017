// Room: office/herd. What is published of the herd, and whether the reader of herd files takes it.
// May live here: choosing the facts, the hold of a review, the check of the text. May not: files, the controller.
// Invariant: a text that does not load is never given out.

import { loadHerd } from "../../config/herd-file.ts";
import { formatProblems } from "../../config/problem.ts";
import type { CowFact, MilkingsCounted } from "../../domain/holds/facts.ts";
import { err, ok } from "../../domain/result.ts";
import { before, type EpochMs, epochMs, latestOf } from "../../domain/units.ts";
import type { FactBody } from "../../store/facts.ts";
import type { RegisteredCow } from "../../store/herd.ts";
import { herdText } from "./herd-text.ts";
import { type KnownHerd, partsFor } from "./known-herd.ts";
import { LEFT_OUT_AFTER, longOver } from "./long-over.ts";
import type { ToPublish } from "./publisher.ts";
import type { ShedSays, UnderReview } from "./room.ts";
import { iso } from "./standing.ts";

type Kept = {
  readonly facts: readonly CowFact[];
  readonly counted: string;
  readonly left: ReadonlySet<string>;
};

/** Gives the builder. It remembers what may be left out of each cow until something about her changes. */
export function createBuilder(
  herd: KnownHerd,
  shed: Pick<ShedSays, "milkingsCounted" | "underReview">,
): () => ToPublish {
  const kept = new Map<string, Kept>();
  const leftOut = (cow: string, milkings: (cow: string) => MilkingsCounted): ReadonlySet<string> => {
    const known = herd.cow(cow);
    if (known === null) return new Set();
    const own = milkings(cow);
    const counted = `${own.length} ${own.at(-1)}`;
    const before = kept.get(cow);
    if (before?.facts === known.facts && before.counted === counted) return before.left;
    const sure = sureOf(herd, cow);
    const left = sure === null ? new Set<string>() : longOver(known, own, herd.policy, sure);
    kept.set(cow, { facts: known.facts, counted, left });
    return left;
  };
  return () => {
    if (herd.register.size === 0) return err(NO_COWS);
    const milkings = shed.milkingsCounted();
    const left = new Map([...herd.register.keys()].map((cow) => [cow, leftOut(cow, milkings)]));
    const facts = [...herd.facts.values()].flatMap(({ body, cows }) => {
      const who = cows.filter((cow) => left.get(cow)?.has(body.fact) !== true);
      return who.length === 0 ? [] : [{ body, cows: who }];
    });
    const parts = partsFor([...herd.register.values()], facts, {
      policy: herd.policyWritten,
      labels: herd.labels,
    });
    const text = herdText({ ...parts, single: withReviews(parts.single, herd, shed.underReview()) });
    const loaded = loadHerd(text, { timeZone: herd.timeZone, now: null, file: "herd-in-force.json" });
    if (!loaded.ok) throw new Error(`the herd of the records is not one: ${formatProblems(loaded.error)}`);
    return ok({ text, fingerprint: loaded.value.fingerprint });
  };
}

const NO_COWS = {
  why: "No cow is in the register yet: every cow is diverted.",
  fix: "Enter the cows, or bring in a herd file: whoever comes into the shed has to be known.",
};

/** So long before the last record of hers that a trusted clock dated. */
function sureOf(herd: KnownHerd, cow: string): EpochMs | null {
  const dated = herd.namesOf(cow).flatMap((name) => {
    const fact = herd.facts.get(name);
    return fact?.trusted === true ? [fact.at] : [];
  });
  const last = latestOf(dated);
  return last === null ? null : before(last, LEFT_OUT_AFTER);
}

/** With a hold on every cow whom somebody has to look at after a restore. */
function withReviews(
  single: ReadonlyMap<string, readonly FactBody[]>,
  herd: KnownHerd,
  review: readonly UnderReview[],
): ReadonlyMap<string, readonly FactBody[]> {
  if (review.length === 0) return single;
  const order = new Map<string, number>(
    [...herd.register.values()].map(({ cow }: RegisteredCow, n) => [cow, n + 1]),
  );
  const held = new Map(single);
  for (const { cow, why, since } of review) {
    const n = order.get(cow);
    // Who is not in the register is unknown at the bails: she is diverted as it is.
    if (n === undefined) continue;
    const at = iso(epochMs(since));
    const body: FactBody = {
      fact: `review-of-cow-${n}`,
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
