// Room: domain/holds. When a withholding period of a label is over.
// May live here: the sum of hours and milkings after one instant. May not: which facts open a hold (holds.ts).
// Invariant: what is not known keeps the period open.

import { unreachable } from "../result.ts";
import { after, type EpochMs, epochMs, hours } from "../units.ts";
import { MILKINGS_KEPT, type MilkingsCounted, type MilkPeriod } from "./facts.ts";

/** What a period still waits for. */
export type Missing =
  | { readonly kind: "hours"; readonly until: EpochMs }
  | { readonly kind: "milkings"; readonly left: number }
  /** Only a person with the right can end it: "never for milk", an unknown period, a manual hold. */
  | { readonly kind: "clearance" };

export type PeriodState =
  | { readonly over: true; readonly at: EpochMs; readonly was: "nothing" | "a-hold" }
  | { readonly over: false; readonly missing: readonly Missing[] };

/**
 * Whether `period`, running from `since` (the last dose, the calving), is over at `now`.
 * Hours and milkings both count when the label gives both, unless it says either (DESIGN "Holds";
 * facts/shed-and-withholding §4d). A milking counts when it began after `since` and not after `now`: one that is
 * dated in the future has not been.
 */
export function periodAt(
  period: MilkPeriod,
  since: EpochMs,
  milkings: MilkingsCounted,
  now: EpochMs,
): PeriodState {
  switch (period.kind) {
    case "nil":
      return { over: true, at: since, was: "nothing" };
    case "never":
    case "unknown":
      return { over: false, missing: [{ kind: "clearance" }] };
    case "period":
      return hoursAndMilkings(period, since, milkings, now);
    default:
      return unreachable(period);
  }
}

type Clause = { readonly metAt: EpochMs } | { readonly missing: Missing };

function hoursAndMilkings(
  period: MilkPeriod & { readonly kind: "period" },
  since: EpochMs,
  milkings: MilkingsCounted,
  now: EpochMs,
): PeriodState {
  const clauses: Clause[] = [];
  if (period.hours !== undefined) clauses.push(hoursClause(period.hours, since, now));
  if (period.milkings !== undefined) clauses.push(milkingsClause(period.milkings, since, milkings, now));
  const met = clauses.flatMap((clause) => ("metAt" in clause ? [clause.metAt] : []));
  const missing = clauses.flatMap((clause) => ("missing" in clause ? [clause.missing] : []));
  // A period without any clause says nothing about when the milk is fit, so it never ends by itself.
  if (clauses.length === 0) return { over: false, missing: [{ kind: "clearance" }] };
  const over = period.combine === "either" ? met.length > 0 : missing.length === 0;
  if (!over) return { over: false, missing };
  const at = period.combine === "either" ? Math.min(...met) : Math.max(since, ...met);
  return { over: true, at: epochMs(at), was: "a-hold" };
}

function hoursClause(count: number, since: EpochMs, now: EpochMs): Clause {
  const until = after(since, hours(count));
  return now >= until ? { metAt: until } : { missing: { kind: "hours", until } };
}

function milkingsClause(count: number, since: EpochMs, milkings: MilkingsCounted, now: EpochMs): Clause {
  const counted = milkings.filter((began) => began > since && began <= now);
  const last = counted[count - 1];
  // Of a cow milked this often since, the first milkings are forgotten: that it is over is known, not when.
  if (count <= 0 || counted.length >= MILKINGS_KEPT) return { metAt: since };
  return last === undefined
    ? { missing: { kind: "milkings", left: count - counted.length } }
    : { metAt: last };
}
