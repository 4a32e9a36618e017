// Room: controller. The vat in the controller: its machine, its forecast and its alarms, fed from what a step has heard.
// May live here: handing inputs to the vat's rules and noting what they tell. May not: rules of cooling, words, valves.
// Invariant: nothing in here moves a valve or raises the vat stop: warm milk never does that by itself (DESIGN "The vat").

import { ALARM_REFUSALS } from "../domain/alarms/catalogue.ts";
import { type AlarmStep, acknowledged, alarmsFollow, explained } from "../domain/alarms/vat-alarms.ts";
import { forecast } from "../domain/cooling/forecast.ts";
import { slowing } from "../domain/cooling/slowing.ts";
import { type CooledMilking, cooledMilking, usualCooling } from "../domain/cooling/usual.ts";
import type { PersonId } from "../domain/ids.ts";
import { between, type MonoMs, minutes, seconds } from "../domain/units.ts";
import type { VatHappening, VatInput, VatNow } from "../domain/vat/happening.ts";
import { clockOf } from "../domain/vat/milking.ts";
import type { VatPlan, VatSwitch } from "../domain/vat/plan.ts";
import { probeValue } from "../domain/vat/probe.ts";
import { vatStep } from "../domain/vat/vat.ts";
import type { Vat } from "../domain/vat/vat-state.ts";
import { milkCurve, type VerdictNow, verdictsNow } from "../domain/vat/verdicts.ts";
import type { ControllerEvent, Intent } from "./event.ts";
import type { Note } from "./note.ts";
import type { Shed, VatForecast, VatWatch } from "./state.ts";
import { conditionsOf } from "./vat-conditions.ts";

/** Probes are read every ten seconds, alarms count in minutes. */
const TICK_EVERY = seconds(1);
/** Verdicts and the forecast are made anew this often. */
const LOOK_EVERY = minutes(1);
/** No cow in the shed and none that came for so long: the last has gone. One that comes all the same goes on with the milking. */
const LAST_COW_AFTER = minutes(20);
/** Early in a milking single forecasts see cooling where there is none: so many minutes of it have to agree. */
const STARTED_AFTER = minutes(5);
/** A wash that was too cold is told for so long after its end. */
const WASH_TOLD_FOR = minutes(30);

/** What the step has heard, told to the vat. `notes` are those of this step so far; what the vat tells is appended. */
export function vatFollows(shed: Shed, event: ControllerEvent, notes: Note[]): Shed {
  const plan = shed.plan.vat;
  if (plan === undefined || shed.vat === null) return shed;
  const cows: readonly VatInput[] = notes.some(({ kind }) => kind === "visit-opened") ? [COW] : [];
  const heard = [...switched(shed, plan, shed.vat.machine), ...cows, ...inputOf(event)].reduce(
    (so, input) => told(so, plan, input, notes),
    event.kind === "intended" ? answered(shed, event.by, event.intent, notes) : shed,
  );
  return event.kind === "ticked" ? ticked(heard, plan, notes) : heard;
}

const COW = { kind: "first-cow" } as const;

function inputOf(event: ControllerEvent): readonly VatInput[] {
  if (event.kind === "temperature-read") return [{ kind: "reading", probe: event.probe, raw: event.reading }];
  if (event.kind === "intended" && event.intent.kind === "vat-told")
    return [{ kind: "told", by: event.by, what: event.intent.what }];
  return [];
}

/** Switches of the vat that say something else than the vat was told last. */
function switched(shed: Shed, plan: VatPlan, machine: Vat): readonly VatInput[] {
  const changed: VatInput[] = [];
  for (const which of SWITCHES) {
    const input = plan.switches[which];
    if (input === undefined) continue;
    const level = shed.levels[input] ?? "unknown";
    const on = level === "unknown" ? null : level === "active";
    if ((machine.switches[which] ?? null) !== on) changed.push({ kind: "switch", which, on });
  }
  return changed;
}
const SWITCHES: readonly VatSwitch[] = ["milkPump", "compressor", "agitator", "outlet", "wash", "mains"];

function told(shed: Shed, plan: VatPlan, input: VatInput, notes: Note[]): Shed {
  const { vat } = shed;
  if (vat === null) return shed;
  const before = notes.length;
  const { vat: machine, happened } = vatStep(vat.machine, plan, input, nowOf(shed));
  notes.push(...happened);
  if (notes.length === before && machine === vat.machine) return shed;
  const lookedAt = happened.some(movesVerdicts) ? null : vat.lookedAt;
  const washTooColdAt = happened.some(wasCold) ? shed.now.mono : vat.washTooColdAt;
  return { ...shed, vat: { ...vat, machine, lookedAt, washTooColdAt } };
}

/** After these the verdicts and the forecast are those of something else. */
const movesVerdicts = ({ kind }: VatHappening): boolean =>
  kind !== "temperature-recorded" && kind !== "cooling-judged" && kind !== "vat-refused";

const wasCold = (one: VatHappening): boolean =>
  one.kind === "wash-ended" && one.wash.detergentRule === "broken";

const nowOf = ({ now, clock }: Shed): VatNow => ({ mono: now.mono, wall: now.wall, trusted: clock.trusted });

function ticked(shed: Shed, plan: VatPlan, notes: Note[]): Shed {
  const { mono } = shed.now;
  if (shed.vat === null || between(shed.vat.tickedAt, mono) < TICK_EVERY) return shed;
  const ended = lastCowGone(shed) ? told(shed, plan, lastCow(shed), notes) : shed;
  const on = told(ended, plan, { kind: "tick" }, notes);
  if (on.vat === null) return on;
  const due = on.vat.lookedAt === null || between(on.vat.lookedAt, mono) >= LOOK_EVERY;
  const looked = due ? looksAgain(on, plan, on.vat, notes) : on.vat;
  const watch = withSince(looked, shed);
  const step = alarmsFollow(watch.alarms, conditionsOf(watch, plan, mono), shed.now);
  notes.push(...step.happened);
  return { ...on, vat: { ...watch, alarms: step.alarms, tickedAt: mono } };
}

function lastCowGone({ vat, milking, bails, now }: Shed): boolean {
  const last = vat?.machine.milkings.at(-1);
  if (milking === null || last === undefined || last.end !== null) return false;
  return between(milking.lastCowAt, now.mono) >= LAST_COW_AFTER && bails.every(({ visit }) => visit === null);
}
const lastCow = ({ milking, now }: Shed): VatInput => ({
  kind: "last-cow",
  ago: milking === null ? minutes(0) : between(milking.lastCowAt, now.mono),
});

/** Since when what has to last a while to matter has lasted. */
function withSince(watch: VatWatch, { now }: Shed): VatWatch {
  const { machine } = watch;
  return {
    ...watch,
    notCooling: notCoolingNow(watch, now.mono),
    agitatorOffSince: machine.switches.agitator === false ? (watch.agitatorOffSince ?? now.mono) : null,
    washTooColdAt:
      watch.washTooColdAt !== null && between(watch.washTooColdAt, now.mono) < WASH_TOLD_FOR
        ? watch.washTooColdAt
        : null,
  };
}

function notCoolingNow({ forecast: foreseen, notCooling }: VatWatch, now: MonoMs): VatWatch["notCooling"] {
  if (foreseen?.forecast.basis === "not-cooling") return { since: notCooling?.since ?? now, last: now };
  return notCooling !== null && foreseen !== null && between(notCooling.last, now) < STARTED_AFTER
    ? notCooling
    : null;
}

/** Each minute, and when something has changed: how every running milking stands, and when the last of them will be cold. */
function looksAgain(shed: Shed, plan: VatPlan, watch: VatWatch, notes: Note[]): VatWatch {
  const verdicts = verdictsNow(watch.machine, plan, shed.now);
  const cowsToVat =
    shed.milking === null ? watch.cowsToVat : Math.max(0, shed.milking.cows - shed.milking.diverted);
  const looked: VatWatch = {
    ...watch,
    verdicts,
    cowsToVat,
    lookedAt: shed.now.mono,
    forecast: forecastOf(shed, plan, watch, verdicts),
  };
  return cooledNoted(shed, plan, looked, notes);
}

/** Of the youngest milking that is pending by the first profile, for the limit that is due first. */
function forecastOf(
  shed: Shed,
  plan: VatPlan,
  { machine }: VatWatch,
  verdicts: readonly VerdictNow[],
): VatForecast | null {
  const profile = plan.profiles[0]?.id;
  const pending = verdicts.findLast((one) => one.profile === profile && one.outcome === "PENDING");
  const milking = machine.milkings.find((one) => one.milking === pending?.milking);
  const clock = milking === undefined ? null : clockOf(milking);
  const limit = pending?.verdict?.limits.find((one) => one.outcome === "PENDING" && one.deadline !== null);
  if (milking === undefined || clock === null || limit === undefined || limit.deadline === null) return null;
  const { mono } = shed.now;
  const pump = plan.switches.milkPump !== undefined;
  const known = {
    // Where no pump tells, the curve itself shows the end of milking sooner than the last cow does.
    filling: clock.end !== null ? false : pump && machine.state === "filling" ? true : null,
    compressor: machine.switches.compressor ?? null,
    agitator: machine.switches.agitator ?? null,
    ambient: ambientNow(plan, machine, mono),
    usual: usualCooling(shed.carried.cooled, clock.first, limit.atMost, milking.start.wall),
  };
  const { atMost, deadline } = limit;
  const made = forecast(milkCurve(machine), clock, { atMost, deadline }, known, mono);
  return { milking: milking.milking, atMost, deadline, forecast: made };
}

/** Degrees Celsius around the vat; null where nothing probes them, or there is no reading. */
function ambientNow(plan: VatPlan, { probes }: Vat, now: MonoMs): number | null {
  const ambient = plan.probes.find(({ role }) => role === "ambient");
  return ambient === undefined ? null : probeValue(probes, ambient.probe, now).celsius;
}

/** Once a milking has come to its limit, what it took is kept: the next forecasts and the trend over weeks rest on it. */
function cooledNoted(shed: Shed, plan: VatPlan, watch: VatWatch, notes: Note[]): VatWatch {
  const profile = plan.profiles[0]?.id;
  const records: CooledMilking[] = [];
  let { cooledUpTo } = watch;
  for (const { milking: number, profile: by, verdict } of watch.verdicts) {
    const limit = verdict?.limits.at(-1);
    const milking = watch.machine.milkings.find((one) => one.milking === number);
    if (by !== profile || number <= cooledUpTo || limit === undefined || milking === undefined) continue;
    if (limit.reachedAt === null || limit.outcome === "PENDING" || limit.outcome === "NO_DATA") continue;
    const clock = clockOf(milking);
    cooledUpTo = number;
    if (clock === null || !milking.start.trusted) continue;
    const record = cooledMilking(milkCurve(watch.machine), clock, limit.atMost, limit.reachedAt, {
      startedAt: milking.start.wall,
      amount: watch.cowsToVat,
      ambient: ambientNow(plan, watch.machine, shed.now.mono),
    });
    if (record !== null) {
      records.push(record);
      notes.push({ kind: "milking-cooled", milking: number, record });
    }
  }
  if (cooledUpTo === watch.cooledUpTo) return watch;
  return { ...watch, cooledUpTo, slower: slowing([...shed.carried.cooled, ...records]) };
}

/** A person's word about an alarm. */
function answered(shed: Shed, by: PersonId, intent: Intent, notes: Note[]): Shed {
  const { vat, now } = shed;
  if (vat === null) return shed;
  if (intent.kind !== "acknowledge-alarm" && intent.kind !== "explain-alarm") return shed;
  const answer =
    intent.kind === "acknowledge-alarm"
      ? acknowledged(vat.alarms, intent.alarm, by, now.wall)
      : explained(vat.alarms, intent.alarm, by, intent.reason, now.wall);
  if (!answer.ok) {
    notes.push({ kind: "refused", by, intent: intent.kind, why: ALARM_REFUSALS[answer.error] });
    return shed;
  }
  const step: AlarmStep = answer.value;
  notes.push(...step.happened);
  return { ...shed, vat: { ...vat, alarms: step.alarms } };
}
