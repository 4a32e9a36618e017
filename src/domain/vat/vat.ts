// Room: domain/vat. The vat as a machine, one input at a time: readings, switches, cows, people and time in, state and happenings out.
// May live here: the step, its order, and where each input goes. May not: what it does there (milkings.ts, collections.ts, washing.ts,
// persons.ts, verdicts.ts), reading curves (phases.ts), alarms, words.
// Invariants: pure and total; all rules go by the steady clock, so that a jump of the wall clock changes nothing.

import type { ProbeId } from "../ids.ts";
import { unreachable } from "../result.ts";
import { before, between, type DurationMs, type MonoMs, minutes } from "../units.ts";
import { collectedAt, collectionTakenBack } from "./collections.ts";
import type { VatHappening, VatInput, VatNow } from "./happening.ts";
import { kept, NOTHING_KEPT } from "./kept-curve.ts";
import {
  coldEnough,
  cowCame,
  milkingBegins,
  milkingEnds,
  milkingResumes,
  milkingTakenBack,
  milkSeenComing,
  probeSawEnd,
} from "./milkings.ts";
import { personTold } from "./persons.ts";
import { type Phase, phasesSaw } from "./phases.ts";
import { placedInTime } from "./placed-in-time.ts";
import type { VatPlan, VatSwitch } from "./plan.ts";
import { milkValue, probeHeard, probesTick, probeValue } from "./probe.ts";
import type { RawReading } from "./reading.ts";
import { change, fact, guess, PROGRAM, REMEMBERED, type Turn, type Vat } from "./vat-state.ts";
import { judgedAgain } from "./verdicts.ts";
import { WASH_MAX } from "./wash.ts";
import { washBeganAt, washEndedAt, washing } from "./washing.ts";

/** A releaser's pump rests for minutes between two strokes; for good is longer. */
const PUMP_OFF_FOR_GOOD = minutes(15);
/** A sample is taken at the outlet in less; no vat is empty in less. */
const OUTLET_OPEN_FOR = minutes(2);

const JUDGED_EVERY = minutes(1);

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
