// Room: domain/vat. Milkings: which one a sign belongs to, when it begins, ends, goes on, and what proves to have been none.
// May live here: the rules of README "Start of milking" and "End of milking". May not: a milking's shape (milking.ts), curves (phases.ts).
// Invariants: a start is never moved silently; a lower word never replaces a higher one; at most MILKINGS_MAX clocks run.

import { between, hours, type MonoMs } from "../units.ts";
import { correctedTo, milkingBegun, withoutNext } from "./carried.ts";
import type { TakenBack, Told, VatNow } from "./happening.ts";
import { type Instant, instantOf, KEPT_BESIDE, type VatMilking } from "./milking.ts";
import type { Phase } from "./phases.ts";
import type { VatPlan } from "./plan.ts";
import { milkValue } from "./probe.ts";
import { taken } from "./temperatures.ts";
import {
  change,
  dated,
  datedBy,
  fact,
  guess,
  PROGRAM,
  rank,
  replaceMilking,
  stateBecomes,
  type Turn,
  type Vat,
} from "./vat-state.ts";
import { closed } from "./verdicts.ts";
import { washEndedAt } from "./washing.ts";

/** README "Start of milking". */
const NEW_MILKING_AFTER = hours(3);
const NEW_MILKING_AFTER_END = hours(1);

/** Running clocks: six milkings fill any vat (ISO 5708), one more for what people tell. */
const MILKINGS_MAX = 7;

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

/** A milking that began at `at` would have begun hours before the last one on record. */
export function isLongBeforeLast(vat: Vat, at: MonoMs): boolean {
  const last = vat.milkings.at(-1)?.start.mono ?? null;
  return last !== null && between(at, last) >= NEW_MILKING_AFTER;
}

/** By the probe. Milk that was there when the first reading came may have come at any time before: that says nothing of its start. */
export function milkSeenComing(
  turn: Turn,
  plan: VatPlan,
  phase: Phase & { readonly kind: "milking-began" },
  told: Told,
  now: VatNow,
): Turn {
  const last = turn.vat.milkings.at(-1);
  const there = last !== undefined && last.collected === null && last.notMilkFrom === null;
  if (phase.earliest === null && there) return startSeenToo(turn, last, phase.at, told, now);
  // Where cows or the pump tell of milkings, what warms without them is no milk that came in: held milk that gets warm, or a bare probe.
  if (turn.vat.milkingsAreTold && milkingOf(turn.vat, phase.at) === null) return turn;
  return milkingBegins(turn, plan, phase.at, told, phase.first, now, phase);
}

const FACTS: readonly Told["source"][] = ["first-cow", "milk-pump"];

/** A new clock, or one more source for the one that runs. `allowed`: what a guess allows; `earliest` null: it was there before the first reading. */
export function milkingBegins(
  turn: Turn,
  plan: VatPlan,
  at: MonoMs,
  told: Told,
  first: boolean | null,
  now: VatNow,
  allowed: Pick<Phase, "earliest" | "latest"> = { earliest: at, latest: at },
): Turn {
  const heard = FACTS.includes(told.source) ? change(turn, { milkingsAreTold: true }) : turn;
  const last = milkingOf(heard.vat, at);
  if (last !== null) return startSeenToo(heard, last, at, told, now);
  const over = heard.vat.wash === null ? heard : washEndedAt(heard, at, told, now);
  const milking = over.vat.lastMilking + 1;
  const start = instantOf(at, now);
  const earliest = allowed.earliest === null ? null : instantOf(allowed.earliest, now);
  const latest = instantOf(allowed.latest, now);
  const begun = { ...milkingBegun(milking, start, told, firstOf(over.vat, first)), earliest, latest };
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
      latest: latest.wall,
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

/** What the start was stays beside it, with the reason; the milking before it ends where this one begins now. */
export function startMoved(
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
export function milkingEnds(turn: Turn, plan: VatPlan, at: MonoMs, told: Told, now: VatNow): Turn {
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

/** Holding begins at the first limit of the first profile; of a milking whose end nobody told, once nothing has come for long. */
export function coldEnough(turn: Turn, plan: VatPlan, celsius: number, now: VatNow): Turn {
  const limit = plan.profiles[0]?.limits[0]?.atMost;
  const { state, switches } = turn.vat;
  const quiet = state === "filling" && switches.milkPump !== true && milkingOf(turn.vat, now.mono) === null;
  if (limit === undefined || celsius > limit || !(state === "cooling" || quiet)) return turn;
  return stateBecomes(turn, "holding", now.mono, PROGRAM, now);
}

/** The curve's top counts for an end only where nothing better will tell: no pump is wired, no cow was counted. */
export function probeSawEnd(turn: Turn, plan: VatPlan, phase: Phase, now: VatNow): Turn {
  const last = turn.vat.milkings.at(-1);
  const sources = [last?.told.source, ...(last?.alsoTold.map((one) => one.told.source) ?? [])];
  if (sources.includes("first-cow") || plan.switches.milkPump !== undefined) return turn;
  return milkingEnds(turn, plan, phase.at, guess(phase), now);
}

/** Every cow that comes is told; the first of a milking begins it. */
export const cowCame = (turn: Turn, plan: VatPlan, now: VatNow): Turn =>
  milkingResumes(milkingBegins(turn, plan, now.mono, fact("first-cow"), null, now), fact("first-cow"), now);

/**
 * Milk flows again soon after the end, so it was none. A cow ends it for all but a person's word; the pump only for its own, for it also runs
 * while the plant is rinsed.
 */
export function milkingResumes(turn: Turn, told: Told, now: VatNow): Turn {
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

/** The curve shows that what it had shown for a milking was none. */
export function milkingTakenBack(turn: Turn, phase: Phase, now: VatNow): Turn {
  const none = turn.vat.milkings.find(
    (one) => one.told.guess && one.start.mono === phase.at && one.notMilkFrom === null,
  );
  // Somebody or something else told of it too: then it was one.
  return none === undefined || none.alsoTold.length > 0
    ? turn
    : wasNoMilking(turn, none, { sign: phase.sign }, guess(phase), now);
}

/** The clock is kept, and says NOT_MILK; the milking before it runs on. */
export function wasNoMilking(
  turn: Turn,
  none: VatMilking,
  because: TakenBack,
  told: Told,
  now: VatNow,
): Turn {
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
