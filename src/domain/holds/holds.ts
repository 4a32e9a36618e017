// Room: domain/holds. From the facts about a cow to the holds that keep her milk out of the vat.
// May live here: which facts open a hold, and what ends it. May not: clocks, bails, lamps.
// Invariant: superseding, forgetting or misdating a fact never ends a hold; only its own rule or a clearance does.

import type { FactId } from "../ids.ts";
import { unreachable } from "../result.ts";
import type { EpochMs } from "../units.ts";
import type { ClearanceFact, Cow, CowFact, HoldPolicy, MilkingsCounted, MilkPeriod } from "./facts.ts";
import { type Missing, periodAt } from "./period.ts";

export type HoldKind = "treatment" | "colostrum" | "manual";

/** One reason why a cow's milk must stay out of the vat. */
export type Hold = {
  readonly kind: HoldKind;
  /** The rule in words, for people: what was recorded and what it asks for. */
  readonly rule: string;
  readonly source: FactId;
  readonly missing: readonly Missing[];
};

/** A hold that was and is over: the first milking after it is a CHECK. */
export type EndedHold = { readonly source: FactId; readonly endedAt: EpochMs };

export type Holds = { readonly open: readonly Hold[]; readonly ended: readonly EndedHold[] };

/**
 * All holds of one cow at `now`. Facts count from the moment they are known, even those dated after `now`:
 * a wrong clock can then only withhold more. `milkings` are the cow's counted milkings (see milkings.ts).
 */
export function holdsOf(cow: Cow, milkings: MilkingsCounted, policy: HoldPolicy, now: EpochMs): Holds {
  const open: Hold[] = [];
  const ended: EndedHold[] = [];
  for (const fact of cow.facts) {
    const found = openedBy(fact, policy);
    if (found === null) continue;
    const cleared = clearanceOf(fact.fact, cow.facts, now);
    if (cleared !== undefined) {
      ended.push({ source: fact.fact, endedAt: cleared.at });
      continue;
    }
    const missing: Missing[] = [];
    let endedAt: EpochMs | null = null;
    for (const clause of found.clauses) {
      const state = periodAt(clause.period, clause.since, milkings, now);
      if (!state.over) missing.push(...state.missing);
      else if (state.was === "a-hold" && (endedAt === null || state.at > endedAt)) endedAt = state.at;
    }
    if (missing.length > 0) open.push({ kind: found.kind, rule: found.rule, source: fact.fact, missing });
    else if (endedAt !== null) ended.push({ source: fact.fact, endedAt });
  }
  return { open, ended };
}

type Opened = {
  readonly kind: HoldKind;
  readonly rule: string;
  /** All must be over. */
  readonly clauses: readonly { readonly period: MilkPeriod; readonly since: EpochMs }[];
};

function openedBy(fact: CowFact, policy: HoldPolicy): Opened | null {
  switch (fact.kind) {
    case "treatment": {
      const row = { period: fact.row.milk, since: fact.lastDoseAt };
      const label = `${fact.row.product}: ${inWords(fact.row.milk)} after the last dose`;
      // A vet's direction can only add to the label: both must be over (DESIGN "Holds", off-label use).
      return fact.direction === undefined
        ? { kind: "treatment", rule: label, clauses: [row] }
        : {
            kind: "treatment",
            rule: `${label}; the vet directs ${inWords(fact.direction)}`,
            clauses: [row, { period: fact.direction, since: fact.lastDoseAt }],
          };
    }
    case "calving":
      return {
        kind: "colostrum",
        rule: `colostrum: ${inWords(policy.colostrum)} after calving`,
        clauses: [{ period: policy.colostrum, since: fact.at }],
      };
    case "manual-hold":
      return {
        kind: "manual",
        rule: `held by ${fact.by}: ${fact.reason}`,
        clauses: [{ period: { kind: "never" }, since: fact.from }],
      };
    case "clearance":
    case "milked":
    case "looked-at":
      return null;
    default:
      return unreachable(fact);
  }
}

/** The clearance that ends the hold of fact `of`, if a person has given one by `now`. */
function clearanceOf(of: FactId, facts: readonly CowFact[], now: EpochMs): ClearanceFact | undefined {
  return facts.find(
    (fact): fact is ClearanceFact => fact.kind === "clearance" && fact.of === of && fact.at <= now,
  );
}

/** A period in the words of a label: "72 h and 6 milkings". */
export function inWords(period: MilkPeriod): string {
  switch (period.kind) {
    case "nil":
      return "nil";
    case "never":
      return "never for milk";
    case "unknown":
      return "an unknown period";
    case "period": {
      const parts: string[] = [];
      if (period.hours !== undefined) parts.push(`${period.hours} h`);
      if (period.milkings !== undefined)
        parts.push(period.milkings === 1 ? "1 milking" : `${period.milkings} milkings`);
      return parts.length === 0
        ? "an unknown period"
        : parts.join(period.combine === "either" ? " or " : " and ");
    }
    default:
      return unreachable(period);
  }
}
