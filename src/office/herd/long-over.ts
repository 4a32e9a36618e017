// Room: office/herd. Which facts of a cow need not be published, because nothing about her can depend on them any more.
// May live here: the rule, and its reasons. May not: forgetting: the records keep everything.
// Invariant: with or without them, every verdict, CHECK and answer about a sale is the same at any instant after `sure`.

import type { Cow, CowFact, HoldPolicy, MilkingsCounted, TreatmentFact } from "../../domain/holds/facts.ts";
import { holdsOf } from "../../domain/holds/holds.ts";
import { milkingsOf } from "../../domain/holds/milkings.ts";
import { labelUses, ruleEnd } from "../../domain/holds/off-label.ts";
import { saleCheck } from "../../domain/holds/sale.ts";
import type { FactId } from "../../domain/ids.ts";
import { after, days, type EpochMs, earliestOf, hours, latestOf } from "../../domain/units.ts";

/** A clock that was trusted and wrong by less than this still leaves nothing out that holds. */
export const LEFT_OUT_AFTER = days(100);

/** What is known of one cow at an instant that has surely passed. */
type Past = {
  readonly cow: Cow;
  readonly policy: HoldPolicy;
  readonly sure: EpochMs;
  readonly ended: ReadonlyMap<FactId, EpochMs>;
  readonly open: ReadonlySet<FactId>;
  readonly running: ReadonlySet<FactId>;
  /** Facts that correct one or are corrected. */
  readonly tied: ReadonlySet<FactId>;
  readonly isOffLabel: (treatment: TreatmentFact) => boolean;
};

/**
 * The names of her facts that may be left out. Only of kinds whose hold hangs on the fact itself: a treatment of a cow in milk, something seen, a
 * paddock or feed, a taint, a manual hold; over at `sure`, its periods for meat and export as well; not off-label, never given at once with
 * another medicine, not corrected and no correction. With it go the clearances of it. Of the looks the last is kept, and the first after
 * everything seen that is kept. A hold that was the last to end before a CHECK is kept, unless a look came after it.
 * Calvings, dryings off, purchases, dry-cow treatments and tests are never left out: others wait for them.
 */
export function longOver(
  cow: Cow,
  counted: MilkingsCounted,
  policy: HoldPolicy,
  sure: EpochMs,
): ReadonlySet<FactId> {
  const past = pastOf(cow, counted, policy, sure);
  const over = cow.facts.filter((fact) => isOver(fact, past));
  const looks = cow.facts.filter((fact) => fact.kind === "looked-at" && fact.at <= sure);
  const lastLook = latestOf(looks.map((look) => ("at" in look && look.at !== null ? look.at : sure)));
  const shield = shieldFor(over, past, lastLook);
  const left = new Set<FactId>();
  for (const fact of over) {
    const end = past.ended.get(fact.fact);
    if (fact !== shield.keep && (end === undefined || (shield.until !== null && end <= shield.until))) {
      left.add(fact.fact);
    }
  }
  for (const fact of cow.facts) {
    if (fact.kind === "clearance" && left.has(fact.of)) left.add(fact.fact);
  }
  for (const look of looksNotNeeded(past, left, lastLook)) left.add(look);
  return left;
}

function pastOf(cow: Cow, counted: MilkingsCounted, policy: HoldPolicy, sure: EpochMs): Past {
  const milkings = milkingsOf(cow, counted, policy).filter((began) => began <= sure);
  const { open, ended } = holdsOf(cow, milkings, policy, sure);
  const uses = labelUses(cow.facts, policy.jurisdiction, sure);
  return {
    cow,
    policy,
    sure,
    ended: new Map(ended.map(({ source, endedAt }) => [source, endedAt])),
    open: new Set(open.map(({ source }) => source)),
    running: new Set(
      saleCheck(cow, milkings, policy, sure).flatMap((market) => market.running.map(({ source }) => source)),
    ),
    tied: new Set(
      cow.facts.flatMap(({ fact, supersedes }) => (supersedes === undefined ? [] : [fact, supersedes])),
    ),
    isOffLabel: (treatment) => uses(treatment).offLabel,
  };
}

/** Whether all that the fact ever asked for is over, whatever comes. */
function isOver(fact: CowFact, past: Past): boolean {
  const { sure, tied, open, running } = past;
  if (tied.has(fact.fact) || open.has(fact.fact) || running.has(fact.fact)) return false;
  const clearances = past.cow.facts.filter((one) => one.kind === "clearance" && one.of === fact.fact);
  if (clearances.some((one) => tied.has(one.fact) || !("at" in one) || one.at === null || one.at > sure)) {
    return false;
  }
  switch (fact.kind) {
    case "treatment": {
      const { row, firstDoseAt, lastDoseAt } = fact;
      if (row.milk.kind !== "after-last-dose" || firstDoseAt === null || lastDoseAt === null) return false;
      const end = ruleEnd(row.milk, lastDoseAt, past.cow.facts);
      return end !== null && end <= sure && firstDoseAt <= sure && !past.isOffLabel(fact);
    }
    case "paddock-or-feed":
    case "taint":
      return fact.from <= sure && fact.until !== null && fact.until <= sure;
    case "observation":
      return fact.at <= sure;
    case "manual-hold":
      return fact.from <= sure;
    default:
      return false;
  }
}

/** What keeps the CHECK as it is: everything that ended by `until` was looked at since, or something kept ended no earlier. */
function shieldFor(
  over: readonly CowFact[],
  past: Past,
  lastLook: EpochMs | null,
): { readonly keep: CowFact | null; readonly until: EpochMs | null } {
  const unlooked = over.filter((fact) => {
    const end = past.ended.get(fact.fact);
    return end !== undefined && (lastLook === null || end > lastLook);
  });
  let keep: CowFact | null = null;
  let until = lastLook;
  for (const fact of unlooked) {
    const least = leastEnd(fact, past);
    if (least === null || (keep !== null && until !== null && least <= until)) continue;
    keep = fact;
    until = latestOf([least, ...(lastLook === null ? [] : [lastLook])]);
  }
  return { keep, until };
}

/** The earliest instant at which the hold can ever be said to have ended: milkings are forgotten in time, hours are not. */
function leastEnd(fact: CowFact, { ended, cow }: Past): EpochMs | null {
  const cleared = cow.facts.flatMap((one) =>
    one.kind === "clearance" && one.of === fact.fact ? [one.at] : [],
  );
  if (fact.kind === "observation" || fact.kind === "manual-hold") return ended.get(fact.fact) ?? null;
  if (fact.kind !== "treatment" || fact.lastDoseAt === null || fact.row.milk.kind !== "after-last-dose")
    return null;
  const { period } = fact.row.milk;
  if (period.kind !== "period") return null;
  const byHours =
    period.hours === undefined || (period.combine === "either" && period.milkings !== undefined)
      ? 0
      : period.hours;
  return earliestOf([after(fact.lastDoseAt, hours(byHours)), ...cleared]);
}

/** Looks that ended nothing that is kept, and were not the last. */
function looksNotNeeded(
  { cow, sure, tied }: Past,
  left: ReadonlySet<FactId>,
  lastLook: EpochMs | null,
): readonly FactId[] {
  const looks = cow.facts.flatMap((fact) => (fact.kind === "looked-at" ? [fact] : []));
  const needed = new Set<EpochMs>(lastLook === null ? [] : [lastLook]);
  for (const fact of cow.facts) {
    if (fact.kind !== "observation" || left.has(fact.fact)) continue;
    const first = earliestOf(looks.flatMap(({ at }) => (at > fact.at ? [at] : [])));
    if (first !== null) needed.add(first);
  }
  return looks.flatMap(({ fact, at }) => (at <= sure && !needed.has(at) && !tied.has(fact) ? [fact] : []));
}
