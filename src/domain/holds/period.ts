// Room: domain/holds. When a withholding period of a label is over.
// May live here: the sum of hours and milkings after one instant, and sums of such sums. May not: which facts open a
// hold (holds.ts). Invariant: what is not known keeps the period open.

import { unreachable } from "../result.ts";
import { after, type EpochMs, epochMs, hours, latestOf } from "../units.ts";
import { MILKINGS_KEPT, type MilkingsCounted, type MilkPeriod, type MilkRule } from "./facts.ts";

/** What a hold still waits for. */
export type Missing =
  | { readonly kind: "hours"; readonly until: EpochMs }
  | { readonly kind: "milkings"; readonly left: number }
  /** The label says either. */
  | { readonly kind: "hours-or-milkings"; readonly until: EpochMs; readonly left: number }
  | { readonly kind: "calving" }
  /** A date that nobody knows: a correction of the fact gives it. */
  | { readonly kind: "date"; readonly of: "calving" | "drying-off" | "last-dose" }
  /** The vet's written direction for an off-label use. */
  | { readonly kind: "direction" }
  | { readonly kind: "negative-test" }
  | { readonly kind: "look" }
  /** She still grazes it, or is fed it. */
  | { readonly kind: "end" }
  /** Only a person with the right can end it: "never for milk", an unknown period, a manual hold. */
  | { readonly kind: "clearance" };

/** "nothing": there never was a hold, as with a period of nil. */
export type PeriodState =
  | { readonly over: true; readonly at: EpochMs; readonly was: "nothing" | "a-hold" }
  | { readonly over: false; readonly missing: readonly Missing[] };

export const waitsFor = (...missing: readonly Missing[]): PeriodState => ({ over: false, missing });
export const overSince = (at: EpochMs): PeriodState => ({ over: true, at, was: "a-hold" });
export const noHold = (at: EpochMs): PeriodState => ({ over: true, at, was: "nothing" });

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
      return noHold(since);
    case "never":
    case "unknown":
      return waitsFor({ kind: "clearance" });
    case "period":
      return hoursAndMilkings(period, since, milkings, now);
    default:
      return unreachable(period);
  }
}

/** As periodAt, from an instant that may be to come and before which nothing is over, not even a period of nil. */
export function periodFrom(
  period: MilkPeriod,
  start: EpochMs,
  milkings: MilkingsCounted,
  now: EpochMs,
): PeriodState {
  const state = periodAt(period, start, milkings, now);
  if (start <= now) return period.kind === "nil" ? overSince(start) : state;
  const notBefore = waitsFor({ kind: "hours", until: start });
  return state.over ? notBefore : allOver([notBefore, state], start);
}

/** All must be over: the end is the latest end, and what is missing is all that is missing, each thing said once. */
export function allOver(states: readonly PeriodState[], otherwise: EpochMs): PeriodState {
  const missing = states.flatMap((state) => (state.over ? [] : state.missing));
  if (missing.length > 0) return { over: false, missing: saidOnce(missing) };
  const last = latestOf(states.flatMap((state) => (state.over && state.was === "a-hold" ? [state.at] : [])));
  return last === null ? noHold(otherwise) : overSince(last);
}

/** The rule with each of its periods changed. */
export const withPeriods = (rule: MilkRule, change: (period: MilkPeriod) => MilkPeriod): MilkRule =>
  rule.kind === "by-dry-period"
    ? {
        ...rule,
        afterCalving: change(rule.afterCalving),
        otherwiseAfterLastDose: change(rule.otherwiseAfterLastDose),
      }
    : { ...rule, period: change(rule.period) };

/** When a hold that waits for `missing` can clear, as far as can be said. */
export function clearing(missing: readonly Missing[]): {
  /**
   * The earliest instant that the records allow; null where no instant can be said yet (it waits for a person, a
   * calving, a test, or for milkings alone). Where a label says hours or milkings: when the hours are over.
   */
  readonly clearsAt: EpochMs | null;
  /** Milkings to come, 0 when it waits for none. */
  readonly milkingsLeft: number;
} {
  const hours = missing.flatMap((one) => ("until" in one ? [one.until] : []));
  const milkings = missing.flatMap((one) => ("left" in one ? [one.left] : []));
  const isSayable = missing.every((one) => "until" in one || "left" in one);
  return { clearsAt: isSayable ? latestOf(hours) : null, milkingsLeft: Math.max(0, ...milkings) };
}

/** Of several waits for hours the longest says all; of several for milkings the most; any other once. */
function saidOnce(missing: readonly Missing[]): readonly Missing[] {
  const said = new Map<string, Missing>();
  for (const one of missing) {
    const other = said.get(nameOf(one));
    if (other === undefined || amountOf(one) > amountOf(other)) said.set(nameOf(one), one);
  }
  return [...said.values()];
}

/** Two of one name say the same thing, if not as much of it; one hold never waits for two dates. */
function nameOf(missing: Missing): string {
  return missing.kind === "hours-or-milkings" ? `${missing.until} or ${missing.left}` : missing.kind;
}

function amountOf(missing: Missing): number {
  if (missing.kind === "hours") return missing.until;
  return missing.kind === "milkings" ? missing.left : 0;
}

function hoursAndMilkings(
  period: MilkPeriod & { readonly kind: "period" },
  since: EpochMs,
  milkings: MilkingsCounted,
  now: EpochMs,
): PeriodState {
  const byHours = period.hours === undefined ? null : hoursClause(period.hours, since, now);
  const byMilkings =
    period.milkings === undefined ? null : milkingsClause(period.milkings, since, milkings, now);
  if (byHours === null || byMilkings === null) {
    // A period without any clause says nothing about when the milk is fit, so it never ends by itself.
    return byHours ?? byMilkings ?? waitsFor({ kind: "clearance" });
  }
  if (period.combine === "both") return allOver([byHours, byMilkings], since);
  if (byHours.over) return byMilkings.over && byMilkings.at < byHours.at ? byMilkings : byHours;
  if (byMilkings.over) return byMilkings;
  return waitsFor({ kind: "hours-or-milkings", until: byHours.until, left: byMilkings.left });
}

type HoursClause = (PeriodState & { over: true }) | (PeriodState & { over: false; until: EpochMs });
type MilkingsClause = (PeriodState & { over: true }) | (PeriodState & { over: false; left: number });

function hoursClause(count: number, since: EpochMs, now: EpochMs): HoursClause {
  const until = after(since, hours(count));
  if (now >= until) return { over: true, at: until, was: "a-hold" };
  return { over: false, until, missing: [{ kind: "hours", until }] };
}

function milkingsClause(
  count: number,
  since: EpochMs,
  milkings: MilkingsCounted,
  now: EpochMs,
): MilkingsClause {
  const counted = milkings.filter((began) => began > since && began <= now);
  // Of a cow milked this often since, the first milkings are forgotten: that it is over is known, not when.
  if (count <= 0 || counted.length >= MILKINGS_KEPT) return { over: true, at: since, was: "a-hold" };
  const last = counted[count - 1];
  if (last !== undefined) return { over: true, at: epochMs(last), was: "a-hold" };
  const left = count - counted.length;
  return { over: false, left, missing: [{ kind: "milkings", left }] };
}
