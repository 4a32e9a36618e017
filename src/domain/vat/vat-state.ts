// Room: domain/vat. The vat as a value: what it holds, how a run begins with it, and the small changes that every part of the machine makes.
// May live here: the shape, one turn of the machine, telling. May not: what an input means (vat.ts and the files it names).
// Invariants: plain JSON and bounded; nothing changes without passing through `change`, and what there is to tell is told with it.

import type { PersonId } from "../ids.ts";
import { hours, type MonoMs } from "../units.ts";
import type { VatCarried } from "./carried.ts";
import type { Told, VatHappening, VatNow, VatState } from "./happening.ts";
import { type KeptCurve, NOTHING_KEPT } from "./kept-curve.ts";
import {
  carriedOver,
  type Instant,
  instantOf,
  settled,
  type VatMilking,
  wallOf,
  withInstants,
} from "./milking.ts";
import { type Phase, type PhaseState, phasesAtStart } from "./phases.ts";
import type { VatPlan, VatSwitch } from "./plan.ts";
import { type Probes, probesAtStart } from "./probe.ts";
import { correctionOf, type ThermometerCheck } from "./thermometer-check.ts";
import type { Wash } from "./wash.ts";

/** As long as the curve goes back. */
export const REMEMBERED = hours(72);

/** Plain JSON, bounded. */
export type Vat = {
  readonly probes: Probes;
  /** The checks that count, one a thermometer. */
  readonly checks: readonly ThermometerCheck[];
  readonly phases: PhaseState;
  /** Of the milk, or whatever lies on its probe. */
  readonly curve: KeptCurve;
  /** Of the delivery line; null where none is probed. */
  readonly line: KeptCurve | null;
  readonly switches: { readonly [which in VatSwitch]?: boolean | null };
  /** Since when the pump has been off after it ran, and the outlet open; null: neither. */
  readonly pumpOffSince: MonoMs | null;
  readonly outletOpenSince: MonoMs | null;
  readonly state: VatState;
  readonly since: Instant;
  readonly told: Told;
  /** What the state was before, where a guess replaced it that may be taken back. */
  readonly stateBefore: VatState;
  /** Whose clocks run, oldest first, at most MILKINGS_MAX. */
  readonly milkings: readonly VatMilking[];
  readonly lastMilking: number;
  /** Cows or the milk pump have told of a milking since the start of the program: then none goes by without them. */
  readonly milkingsAreTold: boolean;
  readonly wash: { readonly wash: Wash; readonly began: Instant; readonly told: Told } | null;
  readonly judgedAt: MonoMs | null;
};

/** The program itself tells: it follows from what was known. */
export const PROGRAM: Told = { source: "program", guess: false, by: null, sign: null };

/** At the start of the program: clocks and state as the last run left them, nothing known of the time between. */
export function vatAtStart(plan: VatPlan, carried: VatCarried, now: VatNow): Vat {
  const carriedState = carried.state;
  return {
    probes: probesAtStart(plan.probes, (probe) => correctionOf(carried.checks, probe)),
    checks: carried.checks,
    phases: phasesAtStart(),
    curve: NOTHING_KEPT,
    line: plan.probes.some(({ role }) => role === "delivery-line") ? NOTHING_KEPT : null,
    switches: {},
    pumpOffSince: null,
    outletOpenSince: null,
    // A wash that ran when the program ended has ended or will show itself; what was milk is still milk until something shows otherwise.
    state: carriedState === null || carriedState.state === "washing" ? "unknown" : carriedState.state,
    since: carriedState === null ? instantOf(now.mono, now) : settled(carriedOver(carriedState.since), now),
    told: carriedState?.told ?? PROGRAM,
    stateBefore: "unknown",
    milkings: carried.milkings.map((one) => ({
      ...withInstants(one, (instant) => settled(carriedOver(instant), now)),
      judged: one.judged.map((judged) => ({ ...judged, earlierRun: true })),
    })),
    lastMilking: carried.lastMilking,
    milkingsAreTold: false,
    wash: null,
    judgedAt: null,
  };
}

/** One turn of the machine: the vat so far, and what there is to tell. */
export type Turn = { readonly vat: Vat; readonly told: readonly VatHappening[] };

/** The vat changed in `what`, and what there is to tell of it. */
export const change = (turn: Turn, what: Partial<Vat>, ...told: readonly VatHappening[]): Turn => ({
  vat: { ...turn.vat, ...what },
  told: told.length === 0 ? turn.told : [...turn.told, ...told],
});
/** When a happening was, by the wall clock as it stands now. */
export const dated = (at: MonoMs, now: VatNow) => ({ at: wallOf(at, now), trusted: now.trusted });
/** The same of an instant that is on record. */
export const datedBy = ({ wall, trusted }: Instant) => ({ at: wall, trusted });

/** Whose word it is: a switch or a cow, which is a fact; a person; a curve, which only guesses. */
export const fact = (source: Told["source"]): Told => ({ source, guess: false, by: null, sign: null });
export const person = (by: PersonId): Told => ({ source: "person", guess: false, by, sign: null });
export const guess = (phase: Phase): Told => ({ source: "probe", guess: true, by: null, sign: phase.sign });

/** Whose word stands over whose: the greater one. */
export const rank = (told: Told): number => (told.source === "person" ? 2 : told.guess ? 0 : 1);

/** The same clocks with one of them changed. */
export const replaceMilking = (milkings: readonly VatMilking[], changed: VatMilking): readonly VatMilking[] =>
  milkings.map((one) => (one.milking === changed.milking ? changed : one));

/** Told only where it is news; a guess does not replace the same state that is sure. */
export function stateBecomes(turn: Turn, state: VatState, at: MonoMs, told: Told, now: VatNow): Turn {
  const { vat } = turn;
  const same = vat.state === state && (vat.told.guess === told.guess || told.guess);
  if (same) return turn;
  const stateBefore = vat.state === state ? vat.stateBefore : vat.state;
  return change(
    turn,
    { state, since: instantOf(at, now), told, stateBefore },
    { kind: "vat-state", state, told, ...dated(at, now) },
  );
}
