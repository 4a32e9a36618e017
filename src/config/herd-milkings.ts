// Room: config. The short way to write a cow's past milkings: a list of times.
// May live here: the facts that are made of it. May not: which of them count (domain/holds).
// Invariant: a fact made here has a name that no written fact can have.

import type { CowFact } from "../domain/holds/facts.ts";
import { type CowId, factId, personId } from "../domain/ids.ts";
import type { EpochMs } from "../domain/units.ts";
import type { Explained } from "./explain.ts";
import { BARE_DATES } from "./herd-fact-schema.ts";
import { type HerdIndex, momentAt } from "./herd-index.ts";
import { milkingSchema } from "./herd-schema.ts";
import type { Finding, Path } from "./problem.ts";

/** Who is named for a milking that nobody signed for. */
const BY_LIST = personId("list of milkings");

/** A `milked` fact for each of the listed times, recorded when it was. */
export function readMilkings(
  milkings: readonly unknown[],
  cow: CowId,
  path: Path,
  index: HerdIndex,
  findings: Finding[],
  explain: (issues: Parameters<Explained["explain"]>[1], at: Path) => void,
): readonly CowFact[] {
  const seen = new Set<EpochMs>();
  const facts: CowFact[] = [];
  for (const [n, written] of milkings.entries()) {
    const parsed = milkingSchema.safeParse(written);
    if (!parsed.success) {
      explain(parsed.error.issues, [...path, n]);
      continue;
    }
    const moment = momentAt(parsed.data, path, n, BARE_DATES.milked, index, findings);
    if (moment === null) continue;
    if (seen.has(moment.at)) findings.push(milkingTwice(parsed.data, [...path, n]));
    seen.add(moment.at);
    facts.push({
      kind: "milked",
      // With a slash, which no written name may have.
      fact: factId(`${cow}/milking/${n + 1}`),
      cow,
      by: BY_LIST,
      recordedAt: moment.at,
      at: moment.at,
    });
  }
  return facts;
}

const milkingTwice = (written: string, path: Path): Finding => ({
  path,
  says: "This milking is there twice.",
  found: `"${written}"`,
  expected: "each milking once",
  fix: "Remove one of the two, or correct its time.",
});
