// Room: checker. What is on record of one cow, laid out so that questions can be asked of it.
// May live here: looking facts up: who corrects whom, which calving counts, which milkings, when a period ends.
// May not: what a kind of fact asks of her milk (milk.ts, medicine.ts). Invariant: an end is an instant that has surely
// passed; what has not ended, or is not known, ends at infinity; minus infinity is "there was nothing to end".

import type {
  CalvingFact,
  CowFact,
  HoldPolicy,
  MilkPeriod,
  TestResultFact,
  TestSampleFact,
  TreatmentFact,
} from "../domain/holds/facts.ts";
import type { FactId } from "../domain/ids.ts";
import type { EpochMs } from "../domain/units.ts";

/** It has not ended. */
export const NOT_OVER = Number.POSITIVE_INFINITY;
/** There was nothing to end. */
export const NOTHING = Number.NEGATIVE_INFINITY;
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/**
 * The records keep this many milkings of a cow, more than any label asks for (30) and any floor makes of it (45). With
 * so many since, when the first of them were is forgotten.
 */
const REMEMBERED = 48;

/** One cow's record at an instant that has surely passed. */
export type OnRecord = {
  readonly facts: readonly CowFact[];
  readonly policy: HoldPolicy;
  /** Minus infinity when no instant is known. */
  readonly surely: number;
  /** Begun times of the milkings that count and have surely passed, oldest first. */
  readonly milkings: readonly number[];
  /** The facts that name a fact as the one they correct. */
  readonly correctedBy: ReadonlyMap<FactId, readonly CowFact[]>;
  /** The facts that a fact corrects or is corrected by. */
  readonly tied: ReadonlyMap<FactId, readonly CowFact[]>;
  /** The samples that were found negative and never positive, and when that had surely come. */
  readonly negatives: readonly { readonly sample: TestSampleFact; readonly came: number }[];
  /** Her calvings whose date is known, earliest first. */
  readonly calvings: readonly DatedCalving[];
};
export type DatedCalving = CalvingFact & { readonly at: EpochMs };

/** `own` are the milkings that this program counted itself. */
export function layOut(
  written: readonly CowFact[],
  own: readonly EpochMs[],
  policy: HoldPolicy,
  surely: EpochMs | null,
): OnRecord {
  const facts = dosesDated(written);
  const named = new Map(facts.map((fact) => [fact.fact, fact]));
  const correctedBy = new Map<FactId, CowFact[]>();
  const tied = new Map<FactId, CowFact[]>();
  const calvings: DatedCalving[] = [];
  const times: number[] = [...own];
  for (const fact of facts) {
    const corrected = fact.supersedes === undefined ? undefined : named.get(fact.supersedes);
    if (corrected !== undefined) {
      enter(correctedBy, corrected.fact, fact);
      enter(tied, corrected.fact, fact);
      enter(tied, fact.fact, corrected);
    }
    if (fact.kind === "calving" && fact.at !== null) calvings.push({ ...fact, at: fact.at });
    if (fact.kind === "milked") times.push(fact.at);
  }
  calvings.sort((a, b) => a.at - b.at);
  const passed = surely ?? Number.NEGATIVE_INFINITY;
  const milkings = apart(times, policy.milkingsApartMin).filter((began) => began <= passed);
  const negatives = negativesOf(facts, passed);
  return { facts, policy, surely: passed, milkings, correctedBy, tied, negatives, calvings };
}

/**
 * A treatment whose last dose nobody knew counts as long as its corrections make it: from the earliest first dose to the
 * latest last dose that they know. Without any it stays unknown.
 */
const dosesDated = (written: readonly CowFact[]): readonly CowFact[] =>
  written.map((fact) =>
    fact.kind === "treatment" && fact.lastDoseAt === null ? doseDated(fact, written) : fact,
  );

function doseDated(undated: TreatmentFact, written: readonly CowFact[]): TreatmentFact {
  const tree = new Set([undated]);
  for (const { fact } of tree) {
    for (const other of written) if (other.kind === "treatment" && other.supersedes === fact) tree.add(other);
  }
  let { firstDoseAt, lastDoseAt } = undated;
  for (const { firstDoseAt: first, lastDoseAt: last } of tree) {
    if (last !== null && last > (lastDoseAt ?? NOTHING)) lastDoseAt = last;
    if (undated.firstDoseAt === null && first !== null && first < (firstDoseAt ?? NOT_OVER))
      firstDoseAt = first;
  }
  return { ...undated, firstDoseAt, lastDoseAt };
}

function enter<Fact extends CowFact>(index: Map<FactId, Fact[]>, under: FactId, fact: Fact): void {
  const others = index.get(under);
  if (others === undefined) index.set(under, [fact]);
  else others.push(fact);
}

function negativesOf(facts: readonly CowFact[], surely: number): OnRecord["negatives"] {
  const results = new Map<FactId, TestResultFact[]>();
  for (const fact of facts) {
    if (fact.kind === "test-result") enter(results, fact.of, fact);
  }
  return facts.flatMap((sample) => {
    if (sample.kind !== "test-sample") return [];
    const found = results.get(sample.fact) ?? [];
    if (found.some(({ result }) => result === "positive")) return [];
    const came = Math.min(...found.map(({ at }) => Math.max(sample.at, at)));
    return came <= surely ? [{ sample, came }] : [];
  });
}

/** A cow that goes around once more is milked once. */
function apart(times: number[], least: number): readonly number[] {
  times.sort((a, b) => a - b);
  const kept: number[] = [];
  for (const time of times) {
    const last = kept[kept.length - 1];
    if (last === undefined || time - last >= least) kept.push(time);
  }
  return kept;
}

/** Every fact of the same kind that corrects `fact`, directly or through others; not `fact` itself. */
export function correctionsOf<Fact extends CowFact>(fact: Fact, r: OnRecord): readonly Fact[] {
  const alike = (other: CowFact): other is Fact => other.kind === fact.kind;
  const found = new Set<Fact>([fact]);
  for (const one of found) {
    for (const other of r.correctedBy.get(one.fact) ?? []) if (alike(other)) found.add(other);
  }
  found.delete(fact);
  return [...found];
}

/** What a fact says, or where it did not know, what its corrections say: none, one or several. */
export function known<Fact extends CowFact, Value>(
  fact: Fact,
  says: (fact: Fact) => Value | null | undefined,
  r: OnRecord,
): readonly Value[] {
  const own = says(fact);
  if (own !== null && own !== undefined) return [own];
  return correctionsOf(fact, r).flatMap((other) => says(other) ?? []);
}

/** A fact of unknown date forbids until a correction knows better; then the correction speaks for itself. */
export const unknownDate = <Fact extends CowFact>(
  fact: Fact,
  date: (fact: Fact) => number | null,
  r: OnRecord,
): number => (known(fact, date, r).length === 0 ? NOT_OVER : NOTHING);

/**
 * The calving that ends what began at `since`, in every dated version of it later than that; where two are on record of
 * one instant, in every version of both. Empty: she has not calved since. A calving that a correction puts at or before
 * `since` is none.
 */
export function calvedSince(since: number, r: OnRecord): readonly DatedCalving[] {
  const isOne = (calving: DatedCalving) =>
    calving.at > since &&
    !correctionsOf<CalvingFact>(calving, r).some((other) => other.at !== null && other.at <= since);
  const first = r.calvings.find(isOne);
  if (first === undefined || first.at > r.surely) return [];
  const tied = new Set<FactId>();
  for (const calving of r.calvings) {
    if (calving.at !== first.at || !isOne(calving)) continue;
    for (const name of versionsOf(calving, r)) tied.add(name);
  }
  return r.calvings.filter((calving) => calving.at > since && tied.has(calving.fact));
}

/** The names of a fact and of all of its kind that are tied to it by corrections, either way and through others. */
export function versionsOf(fact: CowFact, r: OnRecord): ReadonlySet<FactId> {
  const tied = new Set<FactId>([fact.fact]);
  for (const name of tied) {
    for (const other of r.tied.get(name) ?? []) if (other.kind === fact.kind) tied.add(other.fact);
  }
  return tied;
}

/** The latest of the ends, `NOTHING` of none. */
export const latest = (ends: readonly number[]): number => Math.max(NOTHING, ...ends);
/** `instant` where it has surely passed. */
export const passed = (instant: number, r: OnRecord): number => (instant <= r.surely ? instant : NOT_OVER);

/** When a period that begins at `from` ended. "nil" ends as it begins. */
export function endOf(period: MilkPeriod, from: number, r: OnRecord): number {
  if (period.kind === "nil") return passed(from, r);
  if (period.kind !== "period" || from > r.surely) return NOT_OVER;
  const ends: number[] = [];
  if (period.hours !== undefined) ends.push(passed(from + period.hours * HOUR, r));
  if (period.milkings !== undefined) ends.push(endOfMilkings(period.milkings, from, r));
  if (ends.length === 0) return NOT_OVER;
  return period.combine === "either" ? Math.min(...ends) : Math.max(...ends);
}

/** When the last of so many milkings after `from` began. */
function endOfMilkings(asked: number, from: number, r: OnRecord): number {
  if (asked <= 0) return from;
  const since = r.milkings.filter((began) => began > from);
  // As many as are ever remembered: it was over long ago, and nobody knows when. More than that can never be known.
  if (since.length >= REMEMBERED && asked <= REMEMBERED) return from;
  return since[asked - 1] ?? NOT_OVER;
}

/** As `endOf`, of a period that begins with the last dose: there "nil" asks for nothing at all. */
export const endAfterDose = (period: MilkPeriod, dose: number, r: OnRecord): number =>
  period.kind === "nil" ? NOTHING : endOf(period, dose, r);
