// Room: domain/vat. What people say about the vat, and why it cannot be taken where it cannot.
// May live here: each kind of word, its refusals. May not: what it then changes (milkings.ts, collections.ts, washing.ts).
// Invariants: a person's word replaces a guess and both are kept; every refusal says what is wrong and what to do.

import type { PersonId } from "../ids.ts";
import { unreachable } from "../result.ts";
import { between, type EpochMs, type MonoMs, minutes, monoMs } from "../units.ts";
import { checksWith } from "./carried.ts";
import { collectedAt, milkGone, wasNoCollection } from "./collections.ts";
import type { Said, VatNow } from "./happening.ts";
import { instantOf } from "./milking.ts";
import { isLongBeforeLast, milkingBegins, milkingEnds, startMoved, wasNoMilking } from "./milkings.ts";
import type { VatPlan } from "./plan.ts";
import { probesCorrected, probeValue } from "./probe.ts";
import { compared, correctionOf, outcomeOf, thermometerCheck } from "./thermometer-check.ts";
import {
  change,
  dated,
  datedBy,
  person,
  REMEMBERED,
  replaceMilking,
  stateBecomes,
  type Turn,
} from "./vat-state.ts";
import { washBeganAt, washEndedAt } from "./washing.ts";

/** Two computers' clocks, or a person's and ours, may differ by so much. */
const AHEAD_MAX = minutes(1);
const REASON_MAX = 500;

/** What a person says, taken or refused in words. */
export function personTold(turn: Turn, plan: VatPlan, by: PersonId, what: Said, now: VatNow): Turn {
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
