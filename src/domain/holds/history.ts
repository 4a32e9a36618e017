// Room: domain/holds. What a cow's facts say when read together: corrections, calvings, dry periods, tests.
// May live here: which fact belongs to which. May not: periods and holds.
// Invariant: a correction supplies what was not known; it never takes away what was.

import type { FactId } from "../ids.ts";
import { after, between, type DurationMs, days, type EpochMs, later } from "../units.ts";
import type { CalvingFact, CowFact, TestSampleFact } from "./facts.ts";

export type KindOf<Kind extends CowFact["kind"]> = Extract<CowFact, { readonly kind: Kind }>;

export const factsOf = <Kind extends CowFact["kind"]>(
  facts: readonly CowFact[],
  kind: Kind,
): readonly KindOf<Kind>[] => facts.filter((fact): fact is KindOf<Kind> => fact.kind === kind);

/** The facts of this kind that correct the fact called `name`, directly or through others. */
export function correctionsOf<Kind extends CowFact["kind"]>(
  name: FactId,
  kind: Kind,
  facts: readonly CowFact[],
): readonly KindOf<Kind>[] {
  const found: KindOf<Kind>[] = [];
  const names: FactId[] = [name];
  // The list of names grows while it is gone through; no name twice, so a ring ends too.
  for (const corrected of names) {
    for (const other of factsOf(facts, kind)) {
      if (other.supersedes !== corrected || names.includes(other.fact)) continue;
      names.push(other.fact);
      found.push(other);
    }
  }
  return found;
}

/** The fact with every version of its kind that it corrects or that corrects it, directly or through others. */
export function versionsOf<Kind extends CowFact["kind"]>(
  fact: KindOf<Kind>,
  kind: Kind,
  facts: readonly CowFact[],
): readonly KindOf<Kind>[] {
  const ofKind = factsOf(facts, kind);
  const seen: KindOf<Kind>[] = [fact];
  for (;;) {
    const first = seen.at(-1);
    const earlier = ofKind.find((other) => other.fact === first?.supersedes);
    if (first === undefined || earlier === undefined || seen.includes(earlier)) break;
    seen.push(earlier);
  }
  const root = seen.at(-1) ?? fact;
  return [root, ...correctionsOf(root.fact, kind, ofKind)];
}

/** A calving whose date is known. */
export type DatedCalving = CalvingFact & { readonly at: EpochMs };
const isDated = (calving: CalvingFact): calving is DatedCalving => calving.at !== null;

/**
 * The calving that ends what began at `since`: the first one later than that, in every version of it that is. Empty
 * while there is none. A calving that a correction puts at or before `since` ended nothing.
 */
export function calvingsAfter(since: EpochMs, facts: readonly CowFact[]): readonly DatedCalving[] {
  let first: DatedCalving[] = [];
  for (const fact of facts) {
    if (fact.kind !== "calving" || !isDated(fact) || fact.at <= since) continue;
    const [other] = first;
    if (other !== undefined && fact.at > other.at) continue;
    const movedBefore = correctionsOf(fact.fact, "calving", facts).some(
      (one) => one.at !== null && one.at <= since,
    );
    if (movedBefore) continue;
    first = other !== undefined && fact.at === other.at ? [...first, fact] : [fact];
  }
  // A calving entered twice counts in every version of both.
  const versions = new Set(first.flatMap((calving) => versionsOf(calving, "calving", facts)));
  return [...versions].filter(isDated).filter((calving) => calving.at > since);
}

/** How long she was dry at the least, from the later of the last dose and the drying off; null when not known. */
export function dryFor(
  lastDoseAt: EpochMs,
  calving: DatedCalving,
  facts: readonly CowFact[],
): DurationMs | null {
  let from = lastDoseAt;
  for (const fact of factsOf(facts, "dry-off")) {
    if (fact.at === null) {
      if (!correctionsOf(fact.fact, "dry-off", facts).some((correction) => correction.at !== null))
        return null;
    } else if (fact.at < calving.at) from = later(from, fact.at);
  }
  return between(from, calving.notBefore ?? calving.at);
}

/** The end of the minimum dry period. Days of a label are of 24 hours. */
export const dryUntil = (lastDoseAt: EpochMs, minimumDryDays: number): EpochMs =>
  after(lastDoseAt, days(minimumDryDays));

/**
 * When the first negative result came, by `now`, of a sample that `counts`; null while there is none. A sample that
 * also has a positive result is not negative.
 */
export function negativeSince(
  counts: (sample: TestSampleFact) => boolean,
  facts: readonly CowFact[],
  now: EpochMs,
): EpochMs | null {
  const results = factsOf(facts, "test-result");
  let first: EpochMs | null = null;
  for (const sample of factsOf(facts, "test-sample")) {
    if (!counts(sample)) continue;
    const own = results.filter((result) => result.of === sample.fact);
    if (own.some((result) => result.result === "positive")) continue;
    for (const result of own) {
      const came = later(sample.at, result.at);
      if (came <= now && (first === null || came < first)) first = came;
    }
  }
  return first;
}

/**
 * Her facts with the dates of doses that nobody knew taken from corrections: the latest last dose and the earliest first
 * dose that they give. The treatment itself stays what it was, with its own row and its own off-label mark.
 */
export function withDosesDated(facts: readonly CowFact[]): readonly CowFact[] {
  return facts.map((fact) => {
    if (fact.kind !== "treatment" || fact.lastDoseAt !== null) return fact;
    let { firstDoseAt } = fact;
    let lastDoseAt: EpochMs | null = null;
    for (const { firstDoseAt: first, lastDoseAt: last } of correctionsOf(fact.fact, "treatment", facts)) {
      if (last !== null) lastDoseAt = lastDoseAt === null ? last : later(lastDoseAt, last);
      if (fact.firstDoseAt !== null || first === null) continue;
      if (firstDoseAt === null || first < firstDoseAt) firstDoseAt = first;
    }
    return { ...fact, firstDoseAt, lastDoseAt };
  });
}
