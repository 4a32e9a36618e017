// Room: domain/vat. Milk that leaves the vat: collected, seen or said to be gone, and what only looked like it.
// May live here: what that does to the running clocks. May not: how a curve shows it (phases.ts), washes (washing.ts).
// Invariant: a collection that was none stays on record as taken back, and the milk's clocks run on.

import type { MonoMs } from "../units.ts";
import type { TakenBack, Told, VatNow } from "./happening.ts";
import { type Instant, instantOf, type VatMilking } from "./milking.ts";
import type { Phase } from "./phases.ts";
import type { VatPlan } from "./plan.ts";
import { taken } from "./temperatures.ts";
import { change, dated, datedBy, guess, rank, stateBecomes, type Turn } from "./vat-state.ts";

/** Ends the clocks of all milk that was in the vat then; where none was, only the state changes. */
export function collectedAt(turn: Turn, plan: VatPlan, at: MonoMs, told: Told, now: VatNow): Turn {
  const there = turn.vat.milkings.filter(
    (one) =>
      (one.collected === null || rank(one.collected.told) < rank(told)) &&
      (one.notMilkFrom === null || isBefore(at, one.notMilkFrom)) &&
      (one.start.mono === null || one.start.mono < at),
  );
  const { state } = turn.vat;
  const known = state === "collected" || state === "empty" || state === "washing";
  if (there.length === 0 && (known || told.guess)) {
    return known ? turn : stateBecomes(turn, "collected", at, told, now);
  }
  const collected = { ...instantOf(at, now), told };
  const numbers = there.map(({ milking }) => milking);
  const gone = change(
    turn,
    {
      milkings: turn.vat.milkings.map((one) =>
        numbers.includes(one.milking) ? { ...one, collected, notMilkFrom: null } : one,
      ),
      judgedAt: null,
    },
    { kind: "collected", told, milkings: numbers, ...dated(at, now) },
  );
  const last = there.at(-1);
  const measured = last === undefined ? gone : taken(gone, plan, last, "pick-up", at, now);
  return state === "washing" || state === "empty"
    ? measured
    : stateBecomes(measured, "collected", at, told, now);
}

/** The curve shows that the probe was only out of the milk. */
export function collectionTakenBack(turn: Turn, phase: Phase, now: VatNow): Turn {
  const back = turn.vat.milkings.filter(
    ({ collected }) => collected?.told.guess && collected.mono === phase.at,
  );
  return wasNoCollection(turn, back, { sign: phase.sign }, guess(phase), now);
}

/** The milk is still there. */
export function wasNoCollection(
  turn: Turn,
  back: readonly VatMilking[],
  because: TakenBack,
  told: Told,
  now: VatNow,
): Turn {
  const last = back.at(-1)?.collected ?? null;
  if (last === null) return turn;
  const numbers = back.map(({ milking }) => milking);
  const there = change(
    turn,
    {
      milkings: turn.vat.milkings.map((one) =>
        numbers.includes(one.milking) ? { ...one, collected: null, atPickUp: null } : one,
      ),
      judgedAt: null,
    },
    { kind: "collection-taken-back", milkings: numbers, because, ...datedBy(last) },
  );
  const { state, stateBefore } = turn.vat;
  return state === "collected" && (turn.vat.told.guess || !told.guess)
    ? stateBecomes(there, stateBefore, now.mono, told, now)
    : there;
}

/** No milk in it any more, and nobody saw it collected: what runs is not milk from here on. */
export function milkGone(turn: Turn, at: MonoMs, told: Told, now: VatNow): Turn {
  const there = turn.vat.milkings.filter(
    (one) =>
      one.collected === null && one.notMilkFrom === null && (one.start.mono === null || one.start.mono <= at),
  );
  if (there.length === 0) return turn;
  const numbers = there.map(({ milking }) => milking);
  const notMilkFrom = instantOf(at, now);
  return change(
    turn,
    {
      milkings: turn.vat.milkings.map((one) =>
        numbers.includes(one.milking) ? { ...one, notMilkFrom } : one,
      ),
    },
    { kind: "milk-gone", told, milkings: numbers, ...dated(at, now) },
  );
}

const isBefore = (at: MonoMs, instant: Instant): boolean => instant.mono !== null && at < instant.mono;
