// Room: config. What facts of a herd file say of each other: corrections, clearances, test results.
// May live here: references, and whether they can be so. May not: what a fact means for the milk (domain/holds).
// Invariant: a fact that refers to something that is not there, or could not be meant, is a problem.

import type { CowFact } from "../domain/holds/facts.ts";
import type { CowId, FactId } from "../domain/ids.ts";
import { unreachable } from "../domain/result.ts";
import { type HerdIndex, type KnownFact, nearestOf, timeAt } from "./herd-index.ts";
import { listed } from "./nearest.ts";
import type { Finding, Path } from "./problem.ts";

/** Everything about references between facts, once all are read. */
export function referenceFindings(index: HerdIndex): readonly Finding[] {
  const findings: Finding[] = [];
  for (const known of index.facts.values()) {
    const { fact } = known;
    if (fact.supersedes !== undefined) findings.push(...correctionTrouble(known, fact.supersedes, index));
    if (fact.kind === "clearance") findings.push(...clearanceTrouble(known, fact.of, index));
    if (fact.kind === "test-result") findings.push(...resultTrouble(known, fact.of, index));
  }
  findings.push(...ringFindings(index));
  return findings;
}

/** What a reference leads to, or what is wrong with it; null where the fact that is meant could not be read. */
type Target = KnownFact | readonly Finding[] | null;

function targetOf(from: KnownFact, key: string, to: FactId, index: HerdIndex): Target {
  const path = [...from.path, key];
  const target = index.facts.get(to);
  if (target === undefined) return index.unreadFacts.has(to) ? null : [noFact(to, path, index)];
  const { fact } = from;
  const words = { path, found: `"${to}"` };
  const stranger = cowsOf(from).find((cow) => !isAbout(target, cow));
  if (stranger !== undefined) {
    const whose =
      target.cows === null ? `about cow ${target.fact.cow}` : `about a group of ${target.cows.size} cows`;
    return [
      {
        ...words,
        says: `Fact ${to} is ${whose}, not about cow ${stranger}.`,
        expected: from.cows === null ? "a fact of the same cow" : "a fact that all of these cows have",
        fix: "Make sure which cow is meant. A fact of the wrong cow is put right by a new fact for each.",
      },
    ];
  }
  if (to === fact.fact || target.recordedFrom > fact.recordedAt) {
    return [
      {
        ...words,
        says: to === fact.fact ? "A fact cannot refer to itself." : `Fact ${to} was recorded after this one.`,
        expected: "a fact recorded earlier",
        fix: "Look at both recorded-at dates, and at which corrects which.",
      },
    ];
  }
  return target;
}

const cowsOf = ({ fact, cows }: KnownFact): readonly CowId[] => (cows === null ? [fact.cow] : [...cows]);

const isAbout = ({ fact, cows }: KnownFact, cow: CowId): boolean =>
  cows === null ? fact.cow === cow : cows.has(cow);

const isFound = (target: Target): target is KnownFact => target !== null && "fact" in target;

function correctionTrouble(from: KnownFact, to: FactId, index: HerdIndex): readonly Finding[] {
  const target = targetOf(from, "supersedes", to, index);
  if (!isFound(target)) return target ?? [];
  if (target.fact.kind === from.fact.kind) return [];
  return [
    {
      path: [...from.path, "supersedes"],
      says: `Fact ${to} is of another kind: ${target.fact.kind}, not ${from.fact.kind}.`,
      found: `"${to}"`,
      expected: "a fact of the same kind",
      fix: "Correct the name. A hold that should not be there is ended by a clearance with a reason.",
    },
  ];
}

function resultTrouble(from: KnownFact, to: FactId, index: HerdIndex): readonly Finding[] {
  const target = targetOf(from, "of", to, index);
  if (!isFound(target)) return target ?? [];
  const path = [...from.path, "of"];
  if (target.fact.kind !== "test-sample") {
    return [
      {
        path,
        says: `A fact of kind ${target.fact.kind} has no test result.`,
        found: `"${to}"`,
        expected: "a test-sample",
        fix: "Name the sample that was tested. A sample that is not written down yet gets a fact of its own.",
      },
    ];
  }
  return beforeTrouble(from, target, index, {
    says: "The result is from before the sample.",
    expected: "a result after its sample",
    fix: "Correct the date that is wrong, or name the sample that was tested.",
  });
}

function clearanceTrouble(from: KnownFact, to: FactId, index: HerdIndex): readonly Finding[] {
  const target = targetOf(from, "of", to, index);
  if (!isFound(target)) return target ?? [];
  if (!canHold(target.fact)) {
    return [
      {
        path: [...from.path, "of"],
        says: `A fact of kind ${target.fact.kind} holds nothing, so there is nothing to clear.`,
        found: `"${to}"`,
        expected: "a fact that withholds milk, such as a treatment or a manual hold",
        fix: "Name the fact whose hold ends.",
      },
    ];
  }
  return beforeTrouble(from, target, index, {
    says: "The hold was cleared before it began.",
    expected: "a clearance after the fact it clears",
    fix: "Correct the date that is wrong. A later treatment needs a clearance of its own.",
  });
}

/** Whether a fact of this kind can keep milk out of the vat by itself. */
function canHold({ kind }: CowFact): boolean {
  switch (kind) {
    case "treatment":
    case "calving":
    case "dry-off":
    case "bought-in":
    case "observation":
    case "paddock-or-feed":
    case "taint":
    case "test-sample":
    case "manual-hold":
      return true;
    case "test-result":
    case "clearance":
    case "milked":
    case "looked-at":
      return false;
    default:
      return unreachable(kind);
  }
}

function beforeTrouble(
  from: KnownFact,
  target: KnownFact,
  index: HerdIndex,
  words: Pick<Finding, "says" | "expected" | "fix">,
): readonly Finding[] {
  const { fact } = from;
  if (!("at" in fact) || fact.at === null || target.begins === null || fact.at >= target.begins) return [];
  const found = `${fact.kind} ${timeAt(fact.at, index)}, ${target.fact.kind} ${timeAt(target.begins, index)}`;
  return [{ path: [...from.path, "at"], found, ...words }];
}

/** Corrections that lead back to where they began, each ring told once, at its fact that comes first in the file. */
function ringFindings(index: HerdIndex): readonly Finding[] {
  const findings: Finding[] = [];
  const done = new Set<FactId>();
  for (const [begin, { fact }] of index.facts) {
    // Most facts correct nothing: no way begins at them.
    if (fact.supersedes === undefined) continue;
    const way: FactId[] = [];
    const onWay = new Set<FactId>();
    let at: FactId | undefined = begin;
    while (at !== undefined && !done.has(at) && !onWay.has(at)) {
      way.push(at);
      onWay.add(at);
      at = index.facts.get(at)?.fact.supersedes;
    }
    for (const name of way) done.add(name);
    if (at === undefined || !onWay.has(at)) continue;
    const ring = way.slice(way.indexOf(at));
    // A fact that supersedes itself has been told of already.
    if (ring.length > 1) findings.push(ringOf(ring, at, index));
  }
  return findings;
}

const ringOf = (ring: readonly FactId[], at: FactId, index: HerdIndex): Finding => ({
  path: [...(index.facts.get(at)?.path ?? []), "supersedes"],
  says: "These corrections correct each other in a ring.",
  found: listed([...ring, at]),
  expected: "each correction to name an earlier fact",
  fix: "Look which was written down first: that one supersedes nothing.",
});

function noFact(to: FactId, path: Path, index: HerdIndex): Finding {
  const meant = nearestOf(to, [...index.facts.keys()]);
  return {
    path,
    says: `There is no fact "${to}" in this file.`,
    found: `"${to}"`,
    expected: "the name of a fact in this file",
    fix:
      meant === null
        ? "Facts are never removed: put it back, or correct the name."
        : `Did you mean "${meant}"?`,
  };
}
