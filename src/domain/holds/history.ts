// Room: domain/holds. What a cow's facts say when read together: corrections, calvings, dry periods, tests.
// May live here: which fact belongs to which. May not: periods and holds.
// Invariant: a correction supplies what was not known; it never takes away what was.

import type { FactId } from "../ids.ts";
import {
  after,
  between,
  type DurationMs,
  days,
  type EpochMs,
  earliestOf,
  later,
  latestOf,
} from "../units.ts";
import type {
  CalvingFact,
  CowFact,
  DryOffFact,
  PaddockOrFeedFact,
  TaintFact,
  TestSampleFact,
} from "./facts.ts";

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
  let root = fact;
  const seen = new Set<FactId>();
  while (!seen.has(root.fact)) {
    seen.add(root.fact);
    root = ofKind.find((other) => other.fact === root.supersedes) ?? root;
  }
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
  const calvings = factsOf(facts, "calving").filter(isDated);
  const movedBefore = (calving: CalvingFact) =>
    correctionsOf(calving.fact, "calving", facts).some(({ at }) => at !== null && at <= since);
  const later = calvings.filter((calving) => calving.at > since);
  const first = earliestOf(later.filter((calving) => !movedBefore(calving)).map((calving) => calving.at));
  // A calving entered twice counts in every version of both.
  const entered = later.filter((calving) => calving.at === first && !movedBefore(calving));
  const versions = new Set(
    entered.flatMap((one) => versionsOf(one, "calving", facts).map(({ fact }) => fact)),
  );
  return later.filter((calving) => versions.has(calving.fact));
}

/** Whether a correction knows the date that `fact` does not. */
export const isDateSupplied = (fact: CalvingFact | DryOffFact, facts: readonly CowFact[]): boolean =>
  correctionsOf(fact.fact, fact.kind, facts).some((correction) => correction.at !== null);

/** When she last had it: what the record says, or the latest that its corrections give; null while it goes on. */
export function endOfExposure(
  exposure: PaddockOrFeedFact | TaintFact,
  facts: readonly CowFact[],
): EpochMs | null {
  const corrected = correctionsOf(exposure.fact, exposure.kind, facts).flatMap((one) => one.until ?? []);
  const until = exposure.until ?? latestOf(corrected);
  // An end before the beginning is a slip somewhere: the later of the two is the careful one.
  return until === null ? null : later(exposure.from, until);
}

/** How long she was dry at the least, from the later of the last dose and the drying off; null when not known. */
export function dryFor(
  lastDoseAt: EpochMs,
  calving: DatedCalving,
  facts: readonly CowFact[],
): DurationMs | null {
  const dryOffs = factsOf(facts, "dry-off");
  if (dryOffs.some((dryOff) => dryOff.at === null && !isDateSupplied(dryOff, facts))) return null;
  const before = dryOffs.flatMap(({ at }) => (at !== null && at < calving.at ? [at] : []));
  return between(latestOf([lastDoseAt, ...before]) ?? lastDoseAt, calving.notBefore ?? calving.at);
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
  const came = factsOf(facts, "test-sample")
    .filter(counts)
    .flatMap((sample) => {
      const own = results.filter((result) => result.of === sample.fact);
      const isPositive = own.some((result) => result.result === "positive");
      return isPositive ? [] : own.map((result) => later(sample.at, result.at));
    });
  return earliestOf(came.filter((at) => at <= now));
}

/**
 * Her facts with the dates of doses that nobody knew taken from corrections: the latest last dose and the earliest first
 * dose that they give. The treatment itself stays what it was, with its own row and its own off-label mark.
 */
export function withDosesDated(facts: readonly CowFact[]): readonly CowFact[] {
  return facts.map((fact) => {
    if (fact.kind !== "treatment" || fact.lastDoseAt !== null) return fact;
    const corrections = correctionsOf(fact.fact, "treatment", facts);
    return {
      ...fact,
      firstDoseAt: fact.firstDoseAt ?? earliestOf(corrections.flatMap((one) => one.firstDoseAt ?? [])),
      lastDoseAt: latestOf(corrections.flatMap((one) => one.lastDoseAt ?? [])),
    };
  });
}

/** When the hold of fact `of` was ended by a person, if it was by `now`: the first time, where it was twice. */
export function clearedAt(of: FactId, facts: readonly CowFact[], now: EpochMs): EpochMs | null {
  const clearances = factsOf(facts, "clearance").filter((one) => one.of === of && one.at <= now);
  return earliestOf(clearances.map((one) => one.at));
}
