// Room: domain/vat. The vat as a machine: probes, switches and people in, state, clocks and happenings out.
// May live here: what an input changes. May not: reading curves (phases.ts), judging them (domain/cooling), alarms, words.
// Invariants: pure and total; plain JSON and bounded; a start of milking is never moved silently; a person's word replaces a
// guess and both are kept; all rules go by the steady clock, so that a jump of the wall clock changes nothing.

import type { Curve } from "../cooling/curve.ts";
import { SHOWN_LATE } from "../cooling/guessed-start.ts";
import { withoutHandling } from "../cooling/handling.ts";
import { judge } from "../cooling/judge.ts";
import type { CoolingProfile } from "../cooling/profile.ts";
import type { Because, Outcome, Verdict } from "../cooling/verdict.ts";
import type { PersonId, ProbeId, ProfileId } from "../ids.ts";
import { unreachable } from "../result.ts";
import {
  before,
  between,
  type DurationMs,
  type EpochMs,
  hours,
  type MonoMs,
  minutes,
  monoMs,
} from "../units.ts";
import {
  checksWith,
  correctedTo,
  milkingBegun,
  type VatCarried,
  withoutNext,
  withTemperature,
} from "./carried.ts";
import type {
  Moment,
  Said,
  TakenBack,
  TemperatureTaken,
  Told,
  VatHappening,
  VatInput,
  VatNow,
  VatState,
} from "./happening.ts";
import { curveOf, type KeptCurve, kept, lastBefore, NOTHING_KEPT, nearestTo } from "./kept-curve.ts";
import {
  carriedOver,
  clockOf,
  type Instant,
  instantOf,
  KEPT_BESIDE,
  restsOnGuess,
  settled,
  type VatMilking,
  wallAhead,
  wallOf,
  withInstants,
} from "./milking.ts";
import { type Phase, type PhaseState, phasesAtStart, phasesSaw } from "./phases.ts";
import type { TemperatureRange, VatPlan, VatSwitch } from "./plan.ts";
import {
  milkValue,
  type Probes,
  probeHeard,
  probesAtStart,
  probesCorrected,
  probesTick,
  probeValue,
} from "./probe.ts";
import type { RawReading } from "./reading.ts";
import {
  compared,
  correctionOf,
  outcomeOf,
  type ThermometerCheck,
  thermometerCheck,
} from "./thermometer-check.ts";
import { WASH_MAX, type Wash, washBegins, washDetergent, washJudged, washSaw } from "./wash.ts";

/** README "Start of milking". */
const NEW_MILKING_AFTER = hours(3);
const NEW_MILKING_AFTER_END = hours(1);
/** A releaser's pump rests for minutes between two strokes; for good is longer. */
const PUMP_OFF_FOR_GOOD = minutes(15);
/** A sample is taken at the outlet in less; no vat is empty in less. */
const OUTLET_OPEN_FOR = minutes(2);
/** A temperature stands for a moment no farther away than this. */
const TAKEN_WITHIN = minutes(10);
/** What a guess may still be taken back in: longer than a probe is out of its milk. */
const CLOSED_AFTER = minutes(60);
/** And a milking: no pick-up takes so long to show as one. */
const GUESS_STANDS_AFTER = hours(6);
/** Running clocks: six milkings fill any vat (ISO 5708), one more for what people tell. */
const MILKINGS_MAX = 7;
/** As long as the curve goes back. */
const REMEMBERED = hours(72);
const JUDGED_EVERY = minutes(1);
/** Two computers' clocks, or a person's and ours, may differ by so much. */
const AHEAD_MAX = minutes(1);
const REASON_MAX = 500;

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
  readonly wash: { readonly wash: Wash; readonly began: Instant; readonly told: Told } | null;
  readonly judgedAt: MonoMs | null;
};

/** A verdict as things stand. */
export type VerdictNow = {
  readonly milking: number;
  readonly profile: ProfileId;
  readonly outcome: Outcome;
  /** Null where nobody knows how long ago the milking began; the outcome is NO_DATA then, or what an earlier run found. */
  readonly verdict: Verdict | null;
  readonly guess: boolean;
  /** A PASS that an earlier start, of those that a probe's guess allows, would not have been. */
  readonly hangsOnGuess: boolean;
  readonly corrected: boolean;
};

const PROGRAM: Told = { source: "program", guess: false, by: null, sign: null };

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
    wash: null,
    judgedAt: null,
  };
}

/** One turn of the machine: the vat so far, and what there is to tell. */
type Turn = { readonly vat: Vat; readonly told: readonly VatHappening[] };

/** One input. Total: no input breaks it; a person's word that cannot be taken is refused in words. */
export function vatStep(
  vat: Vat,
  plan: VatPlan,
  input: VatInput,
  now: VatNow,
): { readonly vat: Vat; readonly happened: readonly VatHappening[] } {
  let turn = placedInTime({ vat, told: [] }, now);
  switch (input.kind) {
    case "reading":
      turn = readingCame(turn, plan, input.probe, input.raw, now);
      break;
    case "switch":
      turn = switchTold(turn, plan, input.which, input.on, now);
      break;
    case "first-cow":
      turn = cowCame(turn, plan, now);
      break;
    case "last-cow":
      turn = milkingEnds(turn, plan, before(now.mono, agoOf(input.ago)), fact("last-cow"), now);
      break;
    case "tick":
      turn = timePasses(turn, plan, now);
      break;
    case "told":
      turn = personTold(turn, plan, input.by, input.what, now);
      break;
    default:
      return unreachable(input);
  }
  return { vat: turn.vat, happened: turn.told };
}

const agoOf = (ago: DurationMs | undefined): DurationMs =>
  ago !== undefined && ago > 0 && ago <= REMEMBERED ? ago : minutes(0);

const fact = (source: Told["source"]): Told => ({ source, guess: false, by: null, sign: null });
const person = (by: PersonId): Told => ({ source: "person", guess: false, by, sign: null });
const guess = (phase: Phase): Told => ({ source: "probe", guess: true, by: null, sign: phase.sign });

const change = (turn: Turn, what: Partial<Vat>, ...told: readonly VatHappening[]): Turn => ({
  vat: { ...turn.vat, ...what },
  told: told.length === 0 ? turn.told : [...turn.told, ...told],
});
const dated = (at: MonoMs, now: VatNow) => ({ at: wallOf(at, now), trusted: now.trusted });
const datedBy = ({ wall, trusted }: Instant) => ({ at: wall, trusted });

/** Puts instants in their place as soon as the wall clock is trusted, and tells what an untrusted one had dated. */
function placedInTime(turn: Turn, now: VatNow): Turn {
  const { vat } = turn;
  if (!now.trusted) return turn;
  const open = (instant: Instant | null) => instant !== null && settled(instant, now) !== instant;
  const needs = (one: VatMilking) =>
    open(one.start) || open(one.end) || open(one.nextStart) || open(one.collected) || open(one.notMilkFrom);
  if (!vat.milkings.some(needs) && !open(vat.since)) return turn;
  const milkings = vat.milkings.map((one) => withInstants(one, (instant) => settled(instant, now)));
  const timed = milkings.filter((one, index) => isTimed(one, vat.milkings[index])).map(timedHappening);
  return change(turn, { milkings, since: settled(vat.since, now) }, ...timed);
}

/** An instant of it that an untrusted clock had dated has its time now. */
function isTimed(now: VatMilking, was: VatMilking | undefined): boolean {
  const newly = (one: Instant | null, before: Instant | null | undefined) =>
    one?.trusted === true && before?.trusted === false;
  return (
    newly(now.start, was?.start) ||
    newly(now.end, was?.end) ||
    newly(now.nextStart, was?.nextStart) ||
    newly(now.collected, was?.collected) ||
    newly(now.notMilkFrom, was?.notMilkFrom)
  );
}

const timedHappening = ({
  milking,
  start,
  earliest,
  end,
  nextStart,
  collected,
  notMilkFrom,
}: VatMilking): VatHappening => ({
  kind: "milking-clock-timed",
  milking,
  ...datedBy(start),
  earliest: trustedWall(earliest),
  ended: trustedWall(end),
  next: trustedWall(nextStart),
  collected: trustedWall(collected),
  notMilkFrom: trustedWall(notMilkFrom),
});
const trustedWall = (instant: Instant | null): EpochMs | null => (instant?.trusted ? instant.wall : null);

// --- Readings ---

function readingCame(turn: Turn, plan: VatPlan, probe: ProbeId, raw: RawReading, now: VatNow): Turn {
  const role = plan.probes.find((one) => one.probe === probe)?.role;
  if (role === undefined) return turn;
  const probes = probeHeard(turn.vat.probes, probe, raw, now.mono);
  const next = change(turn, { probes });
  const own = probeValue(probes, probe, now.mono);
  const ownIsNew = own.quality === "good" && own.celsius !== null && own.at === now.mono;
  if (role === "delivery-line" && ownIsNew && own.celsius !== null) {
    return change(next, { line: kept(next.vat.line ?? NOTHING_KEPT, now.mono, own.celsius) });
  }
  if (role !== "milk") return ownIsNew && own.celsius !== null ? washing(next, role, own.celsius, now) : next;
  const milk = milkValue(probes, now.mono);
  // Of two probes that disagree the warmer one counts; of one whose check failed none does.
  const counts = milk.quality === "good" || (milk.quality === "doubtful" && milk.why === "disagrees");
  if (!counts || milk.celsius === null || milk.at !== now.mono) return next;
  return milkSeen(washing(next, role, milk.celsius, now), plan, milk.celsius, now);
}

function washing(turn: Turn, role: Parameters<typeof washSaw>[1], celsius: number, now: VatNow): Turn {
  const { wash } = turn.vat;
  return wash === null
    ? turn
    : change(turn, { wash: { ...wash, wash: washSaw(wash.wash, role, now.mono, celsius) } });
}

function milkSeen(turn: Turn, plan: VatPlan, celsius: number, now: VatNow): Turn {
  const { state: phases, found } = phasesSaw(turn.vat.phases, now.mono, celsius);
  const seen = change(turn, { phases, curve: kept(turn.vat.curve, now.mono, celsius) });
  return coldEnough(
    found.reduce((so, phase) => phaseFound(so, plan, phase, now), seen),
    plan,
    celsius,
    now,
  );
}

/** Holding begins at the first limit of the first profile; of a milking whose end nobody told, once nothing has come for long. */
function coldEnough(turn: Turn, plan: VatPlan, celsius: number, now: VatNow): Turn {
  const limit = plan.profiles[0]?.limits[0]?.atMost;
  const { state, switches } = turn.vat;
  const quiet = state === "filling" && switches.milkPump !== true && milkingOf(turn.vat, now.mono) === null;
  if (limit === undefined || celsius > limit || !(state === "cooling" || quiet)) return turn;
  return stateBecomes(turn, "holding", now.mono, PROGRAM, now);
}

function phaseFound(turn: Turn, plan: VatPlan, phase: Phase, now: VatNow): Turn {
  const told = guess(phase);
  switch (phase.kind) {
    case "milking-began":
      // Warm water of a wash that somebody or a switch told of is no milk.
      return turn.vat.wash !== null && !turn.vat.wash.told.guess
        ? turn
        : milkSeenComing(turn, plan, phase, told, now);
    case "milking-ended":
      return probeSawEnd(turn, plan, phase, now);
    case "collected":
      return collectedAt(turn, plan, phase.at, told, now);
    case "wash-began":
      return washBeganAt(turn, phase.at, told, null, now);
    case "wash-ended":
      return turn.vat.wash !== null && turn.vat.wash.told.source === "probe"
        ? washEndedAt(turn, phase.at, told, now)
        : turn;
    case "taken-back":
      return phase.what === "collected"
        ? collectionTakenBack(turn, phase, now)
        : milkingTakenBack(turn, phase, now);
    default:
      return unreachable(phase);
  }
}

// --- State ---

function stateBecomes(turn: Turn, state: VatState, at: MonoMs, told: Told, now: VatNow): Turn {
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

// --- Milkings ---

/** The milking that something told of at `at` belongs to; null: it is a new one. */
function milkingOf(vat: Vat, at: MonoMs): VatMilking | null {
  const last = vat.milkings.at(-1);
  if (last === undefined || last.collected !== null || last.notMilkFrom !== null) return null;
  if (last.end !== null && last.end.mono !== null) {
    return between(last.end.mono, at) < NEW_MILKING_AFTER_END ? last : null;
  }
  // How long ago it began is not known: only one that runs on can be meant.
  if (last.start.mono === null) return last.end === null ? last : null;
  const quietFor = last.lastSign === null ? between(last.start.mono, at) : between(last.lastSign, at);
  const over = between(last.start.mono, at) >= NEW_MILKING_AFTER && quietFor >= NEW_MILKING_AFTER_END;
  return over ? null : last;
}

/** By the probe. Milk that was there when the first reading came may have come at any time before: that says nothing of its start. */
function milkSeenComing(
  turn: Turn,
  plan: VatPlan,
  phase: Phase & { readonly kind: "milking-began" },
  told: Told,
  now: VatNow,
): Turn {
  const last = turn.vat.milkings.at(-1);
  const there = last !== undefined && last.collected === null && last.notMilkFrom === null;
  if (phase.earliest === null && there) return startSeenToo(turn, last, phase.at, told, now);
  return milkingBegins(turn, plan, phase.at, told, phase.first, now, phase.earliest);
}

const replaceMilking = (milkings: readonly VatMilking[], changed: VatMilking): readonly VatMilking[] =>
  milkings.map((one) => (one.milking === changed.milking ? changed : one));

function milkingBegins(
  turn: Turn,
  plan: VatPlan,
  at: MonoMs,
  told: Told,
  first: boolean | null,
  now: VatNow,
  earliestAt: MonoMs | null = at,
): Turn {
  const last = milkingOf(turn.vat, at);
  if (last !== null) return startSeenToo(turn, last, at, told, now);
  const over = turn.vat.wash === null ? turn : washEndedAt(turn, at, told, now);
  const milking = over.vat.lastMilking + 1;
  const start = instantOf(at, now);
  const earliest = earliestAt === null ? null : instantOf(earliestAt, now);
  const begun = { ...milkingBegun(milking, start, told, firstOf(over.vat, first)), earliest };
  const milkings = over.vat.milkings.map((one) =>
    one.nextStart === null ? { ...one, nextStart: start } : one,
  );
  const started = change(
    over,
    { milkings: [...milkings, begun], lastMilking: milking },
    {
      kind: "milking-clock-started",
      milking,
      told,
      first: begun.first,
      earliest: earliest?.wall ?? null,
      ...dated(at, now),
    },
  );
  const measured = taken(started, plan, begun, "before-milking", at, now);
  return tooMany(stateBecomes(measured, "filling", at, told, now), plan, now);
}

/** Into an empty vat? What the state says, unless it is itself a guess that the curve contradicts. */
function firstOf(vat: Vat, seen: boolean | null): boolean | null {
  const sure = !vat.told.guess;
  switch (vat.state) {
    case "empty":
    case "collected":
    case "washing":
      return sure ? true : (seen ?? true);
    case "filling":
    case "cooling":
    case "holding":
      return sure ? false : (seen ?? false);
    default:
      return seen;
  }
}

/** Another source for a start that is known. A person who names an earlier or the only sure instant moves it, in so many words. */
function startSeenToo(turn: Turn, last: VatMilking, at: MonoMs, told: Told, now: VatNow): Turn {
  const start = instantOf(at, now);
  if (told.source === "person" && last.start.mono !== null) {
    const earlier = at < last.start.mono;
    if (earlier || (last.told.guess && at !== last.start.mono)) {
      return startMoved(turn, last, start, told, "a person told when it began", now);
    }
  }
  const known =
    last.told.source === told.source || last.alsoTold.some((one) => one.told.source === told.source);
  const sign = last.lastSign === null || at > last.lastSign ? at : last.lastSign;
  const seen = { ...last, lastSign: sign };
  if (known) return change(turn, { milkings: replaceMilking(turn.vat.milkings, seen) });
  const alsoTold = [...last.alsoTold, { start, told }].slice(-KEPT_BESIDE);
  return change(
    turn,
    { milkings: replaceMilking(turn.vat.milkings, { ...seen, alsoTold }) },
    { kind: "milking-start-seen", milking: last.milking, told, ...dated(at, now) },
  );
}

function startMoved(
  turn: Turn,
  milking: VatMilking,
  start: Instant,
  told: Told,
  reason: string,
  now: VatNow,
): Turn {
  const corrected = correctedTo(milking, start, { told, reason });
  const index = turn.vat.milkings.findIndex((one) => one.milking === milking.milking);
  const milkings = replaceMilking(turn.vat.milkings, corrected).map((one, at) =>
    at === index - 1 && one.nextStart !== null ? { ...one, nextStart: start } : one,
  );
  return change(
    turn,
    { milkings, judgedAt: null },
    {
      kind: "milking-clock-corrected",
      milking: milking.milking,
      was: milking.start.wall,
      told,
      reason,
      at: start.wall,
      trusted: now.trusted,
    },
  );
}

/** The end of the last milking, where it is running or was ended by less: a guess before a fact before a person. */
function milkingEnds(turn: Turn, plan: VatPlan, at: MonoMs, told: Told, now: VatNow): Turn {
  const last = turn.vat.milkings.at(-1);
  if (last === undefined || last.collected !== null || last.notMilkFrom !== null) return turn;
  if (last.end !== null && rank(last.end.told) >= rank(told)) return turn;
  if (last.start.mono !== null && at <= last.start.mono) return turn;
  const end = { ...instantOf(at, now), told };
  const ended = { ...last, end };
  const next = change(
    turn,
    { milkings: replaceMilking(turn.vat.milkings, ended) },
    { kind: "milking-clock-ended", milking: last.milking, told, ...dated(at, now) },
  );
  const measured = taken(next, plan, ended, "end-of-milking", at, now);
  const filling = measured.vat.state === "filling" || measured.vat.state === "unknown";
  const cooling = filling ? stateBecomes(measured, "cooling", at, told, now) : measured;
  const celsius = milkValue(cooling.vat.probes, now.mono).celsius;
  return celsius === null ? cooling : coldEnough(cooling, plan, celsius, now);
}

const rank = (told: Told): number => (told.source === "person" ? 2 : told.guess ? 0 : 1);

/** The curve's top counts for an end only where nothing better will tell: no pump is wired, no cow was counted. */
function probeSawEnd(turn: Turn, plan: VatPlan, phase: Phase, now: VatNow): Turn {
  const last = turn.vat.milkings.at(-1);
  const sources = [last?.told.source, ...(last?.alsoTold.map((one) => one.told.source) ?? [])];
  if (sources.includes("first-cow") || plan.switches.milkPump !== undefined) return turn;
  return milkingEnds(turn, plan, phase.at, guess(phase), now);
}

/** Every cow that comes is told; the first of a milking begins it. */
const cowCame = (turn: Turn, plan: VatPlan, now: VatNow): Turn =>
  milkingResumes(milkingBegins(turn, plan, now.mono, fact("first-cow"), null, now), fact("first-cow"), now);

/**
 * Milk flows again soon after the end, so it was none. A cow ends it for all but a person's word; the pump only for its own, for it also runs
 * while the plant is rinsed.
 */
function milkingResumes(turn: Turn, told: Told, now: VatNow): Turn {
  const last = turn.vat.milkings.at(-1);
  if (last === undefined || last.end === null || milkingOf(turn.vat, now.mono) === null) return turn;
  const by = last.end.told.source;
  if (by === "person" || (told.source === "milk-pump" && by !== "milk-pump")) return turn;
  const resumed = { ...last, end: null, atEnd: null, lastSign: now.mono };
  const again = change(
    turn,
    { milkings: replaceMilking(turn.vat.milkings, resumed) },
    { kind: "milking-clock-resumed", milking: last.milking, told, ...dated(now.mono, now) },
  );
  return stateBecomes(again, "filling", now.mono, told, now);
}

/** More clocks than a vat can have milkings: the oldest is closed with what can be said. */
function tooMany(turn: Turn, plan: VatPlan, now: VatNow): Turn {
  const oldest = turn.vat.milkings[0];
  return oldest === undefined || turn.vat.milkings.length <= MILKINGS_MAX
    ? turn
    : closed(turn, plan, oldest, now);
}

function milkingTakenBack(turn: Turn, phase: Phase, now: VatNow): Turn {
  const none = turn.vat.milkings.find(
    (one) => one.told.guess && one.start.mono === phase.at && one.notMilkFrom === null,
  );
  // Somebody or something else told of it too: then it was one.
  return none === undefined || none.alsoTold.length > 0
    ? turn
    : wasNoMilking(turn, none, { sign: phase.sign }, guess(phase), now);
}

/** The clock is kept, and says NOT_MILK; the milking before it runs on. */
function wasNoMilking(turn: Turn, none: VatMilking, because: TakenBack, told: Told, now: VatNow): Turn {
  const milkings = withoutNext(turn.vat.milkings, none.milking).map((one) =>
    one.milking === none.milking ? { ...one, notMilkFrom: one.start } : one,
  );
  const back = change(
    turn,
    { milkings, judgedAt: null },
    { kind: "milking-taken-back", milking: none.milking, because, ...datedBy(none.start) },
  );
  const isLast = turn.vat.milkings.at(-1)?.milking === none.milking;
  return isLast ? stateBecomes(back, "unknown", now.mono, told, now) : back;
}

// --- Collection, an empty vat ---

function collectedAt(turn: Turn, plan: VatPlan, at: MonoMs, told: Told, now: VatNow): Turn {
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

const isBefore = (at: MonoMs, instant: Instant): boolean => instant.mono !== null && at < instant.mono;

function collectionTakenBack(turn: Turn, phase: Phase, now: VatNow): Turn {
  const back = turn.vat.milkings.filter(
    ({ collected }) => collected?.told.guess && collected.mono === phase.at,
  );
  return wasNoCollection(turn, back, { sign: phase.sign }, guess(phase), now);
}

/** The milk is still there. */
function wasNoCollection(
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
function milkGone(turn: Turn, at: MonoMs, told: Told, now: VatNow): Turn {
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

// --- Wash ---

function washBeganAt(turn: Turn, at: MonoMs, told: Told, detergent: boolean | null, now: VatNow): Turn {
  const { wash } = turn.vat;
  if (wash !== null) {
    return told.source === "person" && detergent !== wash.wash.detergent
      ? change(turn, { wash: { ...wash, told, wash: washDetergent(wash.wash, detergent) } })
      : turn;
  }
  const gone = milkGone(turn, at, told, now);
  const began = instantOf(at, now);
  const washes = change(gone, { wash: { wash: washBegins(at, detergent), began, told } });
  return stateBecomes(washes, "washing", at, told, now);
}

/** `circulated`: somebody or a switch says that until now it circulated; otherwise only that it does no more. */
function washEndedAt(turn: Turn, at: MonoMs, told: Told, now: VatNow, circulated = false): Turn {
  const { wash } = turn.vat;
  if (wash === null) return turn;
  const ended = change(
    turn,
    { wash: null },
    {
      kind: "wash-ended",
      began: wash.began.wall,
      wash: washJudged(wash.wash, circulated),
      ...dated(at, now),
    },
  );
  return stateBecomes(ended, "empty", at, told, now);
}

// --- Switches and time ---

function switchTold(turn: Turn, plan: VatPlan, which: VatSwitch, on: boolean | null, now: VatNow): Turn {
  const was = turn.vat.switches[which] ?? null;
  const next = change(turn, { switches: { ...turn.vat.switches, [which]: on } });
  switch (which) {
    case "milkPump":
      return pumpTold(next, plan, was, on, now);
    case "outlet":
      return change(next, { outletOpenSince: on === true ? (next.vat.outletOpenSince ?? now.mono) : null });
    case "wash":
      if (on === true && was !== true) return washBeganAt(next, now.mono, fact("wash-switch"), null, now);
      return on === false && was === true
        ? washEndedAt(next, now.mono, fact("wash-switch"), now, true)
        : next;
    default:
      return next;
  }
}

/** While the vat or the plant is washed the pump moves water. */
function pumpTold(turn: Turn, plan: VatPlan, was: boolean | null, on: boolean | null, now: VatNow): Turn {
  if (on !== true) {
    // An input that cannot be read says nothing about an end.
    const pumpOffSince = on === false ? (was === true ? now.mono : turn.vat.pumpOffSince) : null;
    return change(turn, { pumpOffSince });
  }
  const running = change(turn, { pumpOffSince: null });
  if (running.vat.state === "washing") return running;
  const pump = fact("milk-pump");
  return milkingResumes(milkingBegins(running, plan, now.mono, pump, null, now), pump, now);
}

function timePasses(turn: Turn, plan: VatPlan, now: VatNow): Turn {
  const probes = probesTick(turn.vat.probes, now.mono);
  let next = probes === turn.vat.probes ? turn : change(turn, { probes });
  const { pumpOffSince, outletOpenSince, wash } = next.vat;
  if (pumpOffSince !== null && between(pumpOffSince, now.mono) >= PUMP_OFF_FOR_GOOD) {
    next = milkingEnds(change(next, { pumpOffSince: null }), plan, pumpOffSince, fact("milk-pump"), now);
  }
  if (outletOpenSince !== null && between(outletOpenSince, now.mono) >= OUTLET_OPEN_FOR) {
    next = outletStaysOpen(next, plan, outletOpenSince, now);
  }
  if (wash !== null && between(wash.wash.since, now.mono) >= WASH_MAX) {
    next = washEndedAt(next, now.mono, PROGRAM, now);
  }
  const { judgedAt } = next.vat;
  const due = judgedAt === null || between(judgedAt, now.mono) >= JUDGED_EVERY;
  return due ? judgedAgain(change(next, { judgedAt: now.mono }), plan, now) : next;
}

function outletStaysOpen(turn: Turn, plan: VatPlan, since: MonoMs, now: VatNow): Turn {
  const { state } = turn.vat;
  // A vat that is being washed, or is empty, drains.
  if (state === "washing" || state === "empty" || state === "collected") return turn;
  return collectedAt(turn, plan, since, fact("outlet"), now);
}

// --- Temperatures ---

function taken(
  turn: Turn,
  plan: VatPlan,
  milking: VatMilking,
  moment: Moment,
  at: MonoMs,
  now: VatNow,
): Turn {
  const curve = curveOf(turn.vat.curve);
  const celsius =
    moment === "end-of-milking" ? nearestTo(curve, at, TAKEN_WITHIN) : lastBefore(curve, at, TAKEN_WITHIN);
  const what = temperatureTaken(
    celsius,
    moment === "before-milking" && milking.first === true,
    rangeFor(plan, moment),
  );
  const current = turn.vat.milkings.find((one) => one.milking === milking.milking) ?? milking;
  return change(
    turn,
    { milkings: replaceMilking(turn.vat.milkings, withTemperature(current, moment, what)) },
    { kind: "temperature-recorded", milking: milking.milking, moment, taken: what, ...dated(at, now) },
  );
}

function temperatureTaken(
  celsius: number | null,
  empty: boolean,
  normal: TemperatureRange,
): TemperatureTaken {
  if (celsius === null) return { celsius, note: "no-reading", normal, within: null };
  if (empty) return { celsius, note: "empty-vat", normal, within: null };
  return { celsius, note: "milk", normal, within: celsius >= normal.from && celsius <= normal.to };
}

function rangeFor(plan: VatPlan, moment: Moment): TemperatureRange {
  switch (moment) {
    case "before-milking":
      return plan.normal.beforeMilking;
    case "end-of-milking":
      return plan.normal.endOfMilking;
    case "pick-up":
      return plan.normal.atPickUp;
    default:
      return unreachable(moment);
  }
}

// --- Verdicts ---

/** The kept curve of the milk without what was not milk: a probe that somebody lifted out. For verdicts, forecasts and charts. */
export const milkCurve = (vat: Vat): Curve => withoutHandling(curveOf(vat.curve)).curve;

/** Every running milking by every profile, as things stand. Costs what there is to judge: for a page or an alarm, not for each step. */
export function verdictsNow(vat: Vat, plan: VatPlan, now: { readonly mono: MonoMs }): readonly VerdictNow[] {
  const seen = seenBy(vat);
  return vat.milkings.flatMap((milking) => judgedBy(seen, milking, plan.profiles, now.mono));
}

/** The curves of the milk and of the delivery line. */
type SeenCurves = { readonly milk: Curve; readonly line: Curve | null };
const seenBy = (vat: Vat): SeenCurves => ({
  milk: milkCurve(vat),
  line: vat.line === null ? null : curveOf(vat.line),
});

function judgedBy(
  { milk, line }: SeenCurves,
  milking: VatMilking,
  profiles: readonly CoolingProfile[],
  now: MonoMs,
): readonly VerdictNow[] {
  const clock = clockOf(milking);
  return profiles.map((profile) => {
    const verdict = clock === null ? null : judge(profile, milk, clock, now, line);
    return {
      milking: milking.milking,
      profile: profile.id,
      outcome: outcomeWith(milking, profile.id, verdict),
      verdict,
      guess: restsOnGuess(milking),
      hangsOnGuess: verdict?.outcome === "PASS" && !passesEarlier(profile, { milk, line }, milking, now),
      corrected: milking.corrections.length > 0,
    };
  });
}

/** Whether it is a PASS, too, from the earliest start that a probe's guess allows. */
function passesEarlier(
  profile: CoolingProfile,
  { milk, line }: SeenCurves,
  milking: VatMilking,
  now: MonoMs,
): boolean {
  const clock = clockOf(milking);
  if (clock === null || !milking.told.guess || milking.told.source !== "probe") return true;
  const earliest = milking.earliest?.mono ?? null;
  if (earliest === null) return false;
  const start = before(earliest, SHOWN_LATE);
  // Readings from before the milking are not of its milk: only its deadlines move.
  const moved = judge(profile, milk, { ...clock, start }, now, line);
  return moved.limits.every(({ outcome }) => outcome === "PASS");
}

/**
 * What an earlier run found stands where this one has no readings of that time: a failure always, a limit that was kept where this run can
 * only say that it did not see it. While nobody knows how long ago a milking began nothing passes.
 */
function outcomeWith(milking: VatMilking, profile: ProfileId, verdict: Verdict | null): Outcome {
  const said = milking.judged.find((one) => one.profile === profile && one.earlierRun)?.outcome;
  if (said === "FAIL") return "FAIL";
  if (verdict === null) return "NO_DATA";
  return said === "PASS" && verdict.outcome === "NO_DATA" ? "PASS" : verdict.outcome;
}

/** Each minute: what has been decided since is told, and clocks whose all is said are closed. */
function judgedAgain(turn: Turn, plan: VatPlan, now: VatNow): Turn {
  if (turn.vat.milkings.length === 0) return turn;
  const seen = seenBy(turn.vat);
  return turn.vat.milkings.reduce((so, milking) => {
    const verdicts = judgedBy(seen, milking, plan.profiles, now.mono);
    if (isOver(milking, so.vat, verdicts, now)) return closed(so, plan, milking, now);
    return verdicts.reduce((told, verdict) => toldOnce(told, milking.milking, verdict, now), so);
  }, turn);
}

/** A verdict that has left PENDING is told once, and a failure always. */
function toldOnce(turn: Turn, number: number, now: VerdictNow, at: VatNow): Turn {
  const milking = turn.vat.milkings.find((one) => one.milking === number);
  if (milking === undefined || !isDecided(now, at)) return turn;
  const before = milking.judged.find((one) => one.profile === now.profile);
  if (before !== undefined && (before.outcome === now.outcome || now.outcome !== "FAIL")) return turn;
  const judged = [
    ...milking.judged.filter((one) => one.profile !== now.profile),
    { profile: now.profile, outcome: now.outcome, earlierRun: false },
  ];
  return change(
    turn,
    { milkings: replaceMilking(turn.vat.milkings, { ...milking, judged }) },
    judgedHappening(now, false, at),
  );
}

/**
 * Not while it is pending, nor while nobody knows how long ago the milking began. Milk that gets warm after it was cold may have been
 * collected: that shows within the hour, and only then is it said that it was not held.
 */
function isDecided({ outcome, verdict }: VerdictNow, now: VatNow): boolean {
  if (outcome === "PENDING" || outcome === "COLLECTED_EARLY" || verdict === null) return false;
  const failures = verdict.because.filter(({ kind }) => FAILURES.has(kind));
  return (
    outcome !== "FAIL" ||
    failures.length === 0 ||
    failures.some((one) => one.kind !== "not-held" || between(one.from, now.mono) >= CLOSED_AFTER)
  );
}
const FAILURES: ReadonlySet<Because["kind"]> = new Set([
  "late",
  "not-held",
  "blend-too-warm",
  "entered-too-warm",
  "do-not-load",
]);

const judgedHappening = (now: VerdictNow, final: boolean, at: VatNow): VatHappening => ({
  kind: "cooling-judged",
  milking: now.milking,
  profile: now.profile,
  outcome: now.outcome,
  verdict: now.verdict,
  wallAhead: wallAhead(at),
  final,
  guess: now.guess,
  hangsOnGuess: now.hangsOnGuess,
  corrected: now.corrected,
  at: at.wall,
  trusted: at.trusted,
});

/** All is said: the milk is gone for long enough that no guess is taken back, or the next milking's clock has taken over. */
function isOver(
  milking: VatMilking,
  { milkings: all, state }: Vat,
  verdicts: readonly VerdictNow[],
  now: VatNow,
): boolean {
  const agoAtLeast = (instant: Instant | null, long: DurationMs) =>
    instant !== null && instant.mono !== null && between(instant.mono, now.mono) >= long;
  if (agoAtLeast(milking.notMilkFrom, CLOSED_AFTER)) return true;
  // A guessed collection may be one of a probe that was lifted out, until something else comes or a person says so.
  const gone = milking.collected !== null && (!milking.collected.told.guess || state !== "collected");
  if (agoAtLeast(milking.collected, gone ? CLOSED_AFTER : GUESS_STANDS_AFTER)) return true;
  if (agoAtLeast(milking.start, REMEMBERED)) return true;
  const next = all.find(({ milking: number }) => number > milking.milking);
  // A milking that only the probe tells of and that nothing has confirmed yet may still be taken back.
  const sure = next === undefined || !next.told.guess || next.alsoTold.length > 0 || next.end !== null;
  const taken = agoAtLeast(milking.nextStart, sure ? CLOSED_AFTER : GUESS_STANDS_AFTER);
  return taken && verdicts.every(({ outcome }) => outcome !== "PENDING");
}

function closed(turn: Turn, plan: VatPlan, milking: VatMilking, now: VatNow): Turn {
  const last = judgedBy(seenBy(turn.vat), milking, plan.profiles, now.mono).map((verdict) =>
    judgedHappening(verdict, true, now),
  );
  return change(
    turn,
    { milkings: turn.vat.milkings.filter((one) => one.milking !== milking.milking) },
    ...last,
    { kind: "milking-clock-closed", milking: milking.milking, ...dated(now.mono, now) },
  );
}

// --- People ---

function personTold(turn: Turn, plan: VatPlan, by: PersonId, what: Said, now: VatNow): Turn {
  const refuse = (why: string) => refused(turn, by, what, why, now);
  const told = person(by);
  switch (what.kind) {
    case "milking-began":
      return atInstant(turn, by, what, what.at, now, (at) =>
        isLongBeforeLast(turn.vat, at)
          ? refuse(
              "A later milking is recorded already, and this one would have begun hours before it. Write it into the milking book; if the later one's start is wrong, correct that.",
            )
          : milkingBegins(turn, plan, at, told, null, now),
      );
    case "milking-ended":
      return atInstant(turn, by, what, what.at, now, (at) => endTold(turn, plan, at, by, now));
    case "collected":
      return atInstant(turn, by, what, what.at, now, (at) => collectedAt(turn, plan, at, told, now));
    case "wash-began":
      return washBeganAt(turn, now.mono, told, what.detergent, now);
    case "wash-ended":
      return turn.vat.wash === null
        ? refuse("No wash is running. If one began, say first that it began.")
        : washEndedAt(turn, now.mono, told, now, true);
    case "empty": {
      const over = turn.vat.wash === null ? turn : washEndedAt(turn, now.mono, told, now);
      return stateBecomes(milkGone(over, now.mono, told, now), "empty", now.mono, told, now);
    }
    case "correct-start":
      return startCorrected(turn, by, what, now);
    case "confirm-start":
      return startConfirmed(turn, by, what, now);
    case "confirm-state":
      return stateConfirmed(turn, plan, by, now);
    case "not-a-milking":
      return saidNoMilking(turn, by, what, now);
    case "not-collected":
      return saidNotCollected(turn, by, what, now);
    case "ice-point":
      return icePoint(turn, plan, by, what, now);
    case "hand-reading":
      return handReading(turn, plan, by, what, now);
    default:
      return unreachable(what);
  }
}

/** What a person says the vat is doing is what they see: a guess of a collection is confirmed with it. */
function stateConfirmed(turn: Turn, plan: VatPlan, by: PersonId, now: VatNow): Turn {
  const { state, since } = turn.vat;
  const told = { ...turn.vat.told, guess: false, by };
  if (state === "collected" && turn.vat.told.guess && since.mono !== null) {
    return collectedAt(turn, plan, since.mono, told, now);
  }
  return change(turn, { told }, { kind: "vat-state", state, told, ...datedBy(since) });
}

function saidNoMilking(turn: Turn, by: PersonId, what: Said & { kind: "not-a-milking" }, now: VatNow): Turn {
  const none = turn.vat.milkings.find(({ milking }) => milking === what.milking);
  const reason = reasonIn(what);
  if (none === undefined) return refused(turn, by, what, noSuchMilking(what.milking), now);
  if (reason === "") return refused(turn, by, what, NEEDS_REASON, now);
  return wasNoMilking(turn, none, { by, reason }, person(by), now);
}

function saidNotCollected(
  turn: Turn,
  by: PersonId,
  what: Said & { kind: "not-collected" },
  now: VatNow,
): Turn {
  const back = turn.vat.milkings.filter(({ collected }) => collected !== null);
  const reason = reasonIn(what);
  if (back.length === 0) {
    return refused(turn, by, what, "No milk is recorded as collected within the last hour.", now);
  }
  if (reason === "") return refused(turn, by, what, NEEDS_REASON, now);
  return wasNoCollection(turn, back, { by, reason }, person(by), now);
}

const reasonIn = ({ reason }: { readonly reason: string }): string => reason.trim().slice(0, REASON_MAX);
const NEEDS_REASON = "A correction needs a reason. Say why what is recorded is wrong.";
const noSuchMilking = (milking: number): string =>
  `Milking ${milking} is closed or was never there: what is recorded of it stands.`;

function isLongBeforeLast(vat: Vat, at: MonoMs): boolean {
  const last = vat.milkings.at(-1)?.start.mono ?? null;
  return last !== null && between(at, last) >= NEW_MILKING_AFTER;
}

const refused = (turn: Turn, by: PersonId, what: Said, why: string, now: VatNow): Turn =>
  change(turn, {}, { kind: "vat-refused", by, what: what.kind, why, ...dated(now.mono, now) });

/** A person's time of day as an instant of this run, or why not. */
function atInstant(
  turn: Turn,
  by: PersonId,
  what: Said,
  at: EpochMs | undefined,
  now: VatNow,
  then: (at: MonoMs) => Turn,
): Turn {
  if (at === undefined) return then(now.mono);
  const ago = between(at, now.wall);
  if (!now.trusted) {
    return refused(
      turn,
      by,
      what,
      "The computer is not sure of the time, so it cannot tell how long ago that was. Have a manager confirm the time, then say it again.",
      now,
    );
  }
  if (!(ago >= -AHEAD_MAX)) {
    return refused(
      turn,
      by,
      what,
      "That time lies ahead. Look at the date and the time, and say it again.",
      now,
    );
  }
  if (ago > REMEMBERED) {
    return refused(
      turn,
      by,
      what,
      "That is longer ago than the vat's curve goes back (72 hours). Write it into the milking book instead.",
      now,
    );
  }
  return then(monoMs(Math.min(now.mono, now.mono - ago)));
}

function endTold(turn: Turn, plan: VatPlan, at: MonoMs, by: PersonId, now: VatNow): Turn {
  const next = milkingEnds(turn, plan, at, person(by), now);
  return next !== turn
    ? next
    : refused(
        turn,
        by,
        { kind: "milking-ended" },
        "No milking runs that could have ended then. If one began, say first when it began.",
        now,
      );
}

function startCorrected(turn: Turn, by: PersonId, what: Said & { kind: "correct-start" }, now: VatNow): Turn {
  const { milkings } = turn.vat;
  const index = milkings.findIndex(({ milking }) => milking === what.milking);
  const milking = milkings[index];
  if (milking === undefined) {
    return refused(turn, by, what, noSuchMilking(what.milking), now);
  }
  const reason = reasonIn(what);
  if (reason === "") {
    return refused(turn, by, what, NEEDS_REASON, now);
  }
  return atInstant(turn, by, what, what.at, now, (at) => {
    const previous = milkings[index - 1]?.start.mono ?? null;
    const end = milking.end?.mono ?? milking.collected?.mono ?? null;
    if (previous !== null && at <= previous) {
      return refused(
        turn,
        by,
        what,
        "The milking before it began later than that. Correct that one first.",
        now,
      );
    }
    if (end !== null && at >= end) {
      return refused(
        turn,
        by,
        what,
        "That is after the end of this milking. Look at the date and the time.",
        now,
      );
    }
    return startMoved(turn, milking, instantOf(at, now), person(by), reason, now);
  });
}

function startConfirmed(turn: Turn, by: PersonId, what: Said & { kind: "confirm-start" }, now: VatNow): Turn {
  const milking = turn.vat.milkings.find((one) => one.milking === what.milking);
  if (milking === undefined) {
    return refused(turn, by, what, noSuchMilking(what.milking), now);
  }
  const confirmed = { ...milking, told: { ...milking.told, guess: false, by } };
  return change(
    turn,
    { milkings: replaceMilking(turn.vat.milkings, confirmed) },
    { kind: "milking-clock-confirmed", milking: milking.milking, by, ...datedBy(milking.start) },
  );
}

function icePoint(
  turn: Turn,
  plan: VatPlan,
  by: PersonId,
  what: Said & { kind: "ice-point" },
  now: VatNow,
): Turn {
  const { thermometer } = what;
  if (thermometer !== "hand" && !plan.probes.some(({ probe }) => probe === thermometer)) {
    return refused(
      turn,
      by,
      what,
      `No probe is called "${thermometer}". The plan names: ${namesOf(plan)}.`,
      now,
    );
  }
  const entered = thermometerCheck(what, by, now.wall);
  if (!entered.ok) return refused(turn, by, what, entered.error.join(" "), now);
  const checks = checksWith(turn.vat.checks, entered.value);
  return change(
    turn,
    { checks, probes: probesCorrected(turn.vat.probes, (probe) => correctionOf(checks, probe)) },
    {
      kind: "thermometer-checked",
      check: entered.value,
      outcome: outcomeOf(entered.value),
      ...dated(now.mono, now),
    },
  );
}

function handReading(
  turn: Turn,
  plan: VatPlan,
  by: PersonId,
  what: Said & { kind: "hand-reading" },
  now: VatNow,
): Turn {
  if (!plan.probes.some(({ probe }) => probe === what.probe)) {
    return refused(
      turn,
      by,
      what,
      `No probe is called "${what.probe}". The plan names: ${namesOf(plan)}.`,
      now,
    );
  }
  if (!Number.isFinite(what.celsius)) {
    return refused(
      turn,
      by,
      what,
      "That is no temperature. Enter what the hand thermometer showed, in °C.",
      now,
    );
  }
  const { raw } = probeValue(turn.vat.probes, what.probe, now.mono);
  const reading = { probe: what.probe, hand: what.celsius, raw, by, at: now.wall };
  return change(
    turn,
    {},
    {
      kind: "hand-compared",
      reading,
      comparison: compared(reading, turn.vat.checks),
      ...dated(now.mono, now),
    },
  );
}

const namesOf = (plan: VatPlan): string => plan.probes.map(({ probe }) => probe).join(", ");
