// Room: domain/alarms. The vat's alarms as a machine: conditions in, alarms and what happened to them out.
// May live here: families, grades, hysteresis, acknowledgement, escalation, explanation. May not: words (catalogue),
// finding out whether a condition holds (controller), sirens and messages (controller, office).
// Invariants: at most one open alarm a family; the list is the fold of what happened; nothing leaves it unexplained and untold.

import { type AlarmId, alarmId, type PersonId } from "../ids.ts";
import { err, ok, type Result, unreachable } from "../result.ts";
import {
  between,
  type DurationMs,
  type EpochMs,
  type MonoMs,
  milliseconds,
  minutes,
  seconds,
} from "../units.ts";
import type {
  Alarm,
  AlarmCondition,
  AlarmFamily,
  AlarmHappening,
  AlarmKind,
  AlarmStage,
  CarriedAlarms,
} from "./alarm.ts";
import { type ALARM_REFUSALS, ALARMS } from "./catalogue.ts";

/** What comes back before it was quiet for so long is the same alarm again: a plant that trips and starts trips again. */
export const SAME_AGAIN = minutes(30);
/** Unacknowledged so long: the siren; whoever is in the shed has had the time to read the board. */
export const SIREN_AFTER = minutes(10);
/** Unacknowledged so long: others are told; nobody is in the shed. */
export const OTHERS_AFTER = minutes(30);
/** The most alarms listed: more than a person will explain at once. */
export const LISTED_MAX = 20;
/** The most letters of figures and of a reason that are kept: a line under an alarm, and a few sentences. */
export const FIGURES_MAX = 200;
export const REASON_MAX = 500;

/**
 * From the least grave to the gravest. It matters among conditions that can belong to one alarm: those of a family, and
 * those that mains lost take in: with no mains a standing agitator or compressor says nothing new, a missed deadline does.
 */
const GRAVITY: readonly AlarmKind[] = [
  "refrigeration-slowing",
  "thermometer-not-acceptable",
  "layers",
  "agitator-off",
  "probe-fault",
  "blind",
  "wash-too-cold",
  "too-cold",
  "cooling-not-started",
  "mains-lost",
  "will-miss-deadline",
  "deadline-missed",
  "warming",
];

type Rule = {
  readonly family: AlarmFamily;
  readonly raiseAfter: DurationMs;
  readonly clearAfter: DurationMs;
};

/** How long each must hold to raise its alarm, and be away for its alarm to be over. */
const RULES: { readonly [kind in AlarmKind]: Rule } = {
  // Its half hour is in the condition already.
  "cooling-not-started": { family: "cooling", raiseAfter: minutes(1), clearAfter: minutes(10) },
  // A forecast is made each minute and swings while milk runs in: ten that agree call a person out for nothing in 1 of 237 coolings, five in 1 of 169.
  "will-miss-deadline": { family: "cooling", raiseAfter: minutes(10), clearAfter: minutes(15) },
  // A verdict, not a measurement.
  "deadline-missed": { family: "cooling", raiseAfter: milliseconds(0), clearAfter: minutes(10) },
  // A few warm readings after the agitator starts are a layer, not the milk.
  warming: { family: "cooling", raiseAfter: minutes(5), clearAfter: minutes(15) },
  "too-cold": { family: "cold", raiseAfter: minutes(5), clearAfter: minutes(15) },
  // Milk lies in layers at each fill until the agitator has been round.
  layers: { family: "mixing", raiseAfter: minutes(15), clearAfter: minutes(10) },
  "agitator-off": { family: "mixing", raiseAfter: minutes(5), clearAfter: minutes(2) },
  // Two minutes have passed before a reading is none.
  blind: { family: "blind", raiseAfter: minutes(3), clearAfter: minutes(2) },
  "probe-fault": { family: "blind", raiseAfter: minutes(5), clearAfter: minutes(5) },
  // While there is still time to heat the water again.
  "wash-too-cold": { family: "wash", raiseAfter: seconds(30), clearAfter: minutes(2) },
  // A dip of the mains is over before anything warms.
  "mains-lost": { family: "mains", raiseAfter: seconds(20), clearAfter: minutes(5) },
  "refrigeration-slowing": { family: "upkeep", raiseAfter: milliseconds(0), clearAfter: minutes(60) },
  "thermometer-not-acceptable": { family: "upkeep", raiseAfter: milliseconds(0), clearAfter: minutes(1) },
};

/** What stands still without mains. */
const NEEDS_MAINS: readonly AlarmFamily[] = ["cooling", "mixing"];

/** Milk for so long without cooling: Welba's defaults for a tank guard (facts, cooling 3c). */
const NOT_STARTED_AFTER = [minutes(30), minutes(45), minutes(60)] as const;

/** The stage of `cooling-not-started` when milk has lain `forSoLong` without being cooled; null: not yet. */
export function coolingNotStartedStage(forSoLong: DurationMs): AlarmStage | null {
  const [first, second, third] = NOT_STARTED_AFTER;
  return forSoLong >= third ? 3 : forSoLong >= second ? 2 : forSoLong >= first ? 1 : null;
}

/** One condition that holds. */
type Watch = {
  readonly condition: AlarmCondition;
  /** The family that it belongs to as things are. */
  readonly family: AlarmFamily;
  readonly since: MonoMs;
};

/** Times of one family's last listed alarm, on the clock of this run. */
type Times = {
  /** Since when an answer is awaited. */
  readonly askedAt: MonoMs;
  /** Since when none of its conditions holds; null: one does. */
  readonly awaySince: MonoMs | null;
  /** Over: when one of its conditions was last seen, however briefly. Null: it is open. */
  readonly quietSince: MonoMs | null;
};

/** The alarms, and what the machine has to remember between two looks. Plain JSON. */
export type VatAlarms = CarriedAlarms & {
  readonly watches: readonly Watch[];
  readonly times: { readonly [family in AlarmFamily]?: Times };
};

/** What one call came to: the alarms, and what is to be written down, in order. */
export type AlarmStep = { readonly alarms: VatAlarms; readonly happened: readonly AlarmHappening[] };

export type AlarmRefusal = keyof typeof ALARM_REFUSALS;

/** One instant on both clocks: how long by the steady one, when by the other. */
type Now = { readonly mono: MonoMs; readonly wall: EpochMs };

/** Before anything was ever raised. */
export const NO_ALARMS: CarriedAlarms = { listed: [], raised: 0 };

/** After a start: the alarms of before are still there. Open ones have their conditions looked for anew, and ask anew from now. */
export const alarmsAtStart = (carried: CarriedAlarms = NO_ALARMS): VatAlarms => ({
  ...carried,
  watches: [],
  times: {},
});

/**
 * One look at what holds now. To be called at least once a second; more conditions of one kind and probe count as one.
 * Where nothing changes the same value comes back.
 */
export function alarmsFollow(alarms: VatAlarms, conditions: readonly AlarmCondition[], now: Now): AlarmStep {
  const nothingRuns = !alarms.listed.some((one) => isOpen(one) || alarms.times[one.family] === undefined);
  if (conditions.length === 0 && alarms.watches.length === 0 && nothingRuns) return { alarms, happened: [] };
  const looked = { ...alarms, watches: watched(alarms, conditions, now.mono) };
  return FAMILIES.reduce<AlarmStep>((step, family) => familyFollows(step, family, now), {
    alarms: looked,
    happened: [],
  });
}

const FAMILIES: readonly AlarmFamily[] = ["mains", "cooling", "cold", "mixing", "blind", "wash", "upkeep"];

function watched(alarms: VatAlarms, conditions: readonly AlarmCondition[], now: MonoMs): readonly Watch[] {
  const mains = conditions.some(({ kind }) => kind === "mains-lost") || mainsStand(alarms, now);
  const watches = new Map<string, Watch>();
  for (const condition of conditions) {
    const key = keyOf(condition);
    if (watches.has(key)) continue;
    const own = RULES[condition.kind].family;
    const takenIn =
      mains && NEEDS_MAINS.includes(own) && !alarms.listed.some((one) => one.family === own && isOpen(one));
    const before = alarms.watches.find((watch) => keyOf(watch.condition) === key);
    watches.set(key, { condition, family: takenIn ? "mains" : own, since: before?.since ?? now });
  }
  return [...watches.values()];
}

/** The mains' alarm goes on, or was over so lately that what comes now comes of it. */
function mainsStand(alarms: VatAlarms, now: MonoMs): boolean {
  const last = lastOf(alarms, "mains");
  return last !== null && (isOpen(last) || overLately(alarms.times.mains, now));
}

const overLately = (times: Times | undefined, now: MonoMs): boolean =>
  times === undefined || times.quietSince === null || between(times.quietSince, now) <= SAME_AGAIN;

const keyOf = ({ kind, stage, probe }: AlarmCondition): string => `${kind} ${stage ?? 1} ${probe ?? ""}`;
const isOpen = (alarm: Alarm): boolean => alarm.overAt === null;
const lastOf = (alarms: CarriedAlarms, family: AlarmFamily): Alarm | null =>
  alarms.listed.findLast((one) => one.family === family) ?? null;
const gravityOf = ({ kind, stage }: { readonly kind: AlarmKind; readonly stage?: AlarmStage }): number =>
  GRAVITY.indexOf(kind) * 10 + (stage ?? 1);

function familyFollows(step: AlarmStep, family: AlarmFamily, now: Now): AlarmStep {
  const { alarms } = step;
  const mine = alarms.watches.filter((watch) => watch.family === family);
  const ripe = gravestOf(mine.filter((watch) => hasHeld(watch, now.mono)));
  const last = lastOf(alarms, family);
  if (last === null) return ripe === null ? step : raise(step, family, ripe, now);
  const times = alarms.times[family] ?? {
    askedAt: now.mono,
    awaySince: null,
    quietSince: isOpen(last) ? null : now.mono,
  };
  const timed = withTimes(step, family, times);
  if (isOpen(last)) return openFollows(timed, last, times, mine.length > 0, ripe, now);
  const lately = overLately(times, now.mono);
  if (ripe === null) {
    return lately && mine.length > 0 ? withTimes(timed, family, { ...times, quietSince: now.mono }) : timed;
  }
  if (!lately) return raise(timed, family, ripe, now);
  return asking(
    timed,
    { kind: "alarm-again", alarm: last.id, at: now.wall, ...told(ripe) },
    family,
    now.mono,
  );
}

function openFollows(
  step: AlarmStep,
  alarm: Alarm,
  times: Times,
  present: boolean,
  ripe: AlarmCondition | null,
  now: Now,
): AlarmStep {
  const { id, kind, family } = alarm;
  if (ripe !== null && gravityOf(ripe) > gravityOf(alarm)) {
    const graver: AlarmHappening = { kind: "alarm-graver", alarm: id, at: now.wall, ...told(ripe) };
    // One that nobody has answered keeps its siren: it asks on, it does not begin to ask.
    return alarm.acknowledged === null
      ? withTimes(happens(step, graver), family, { ...times, awaySince: null })
      : asking(step, graver, family, now.mono);
  }
  if (!present) {
    const awaySince = times.awaySince ?? now.mono;
    const gone = between(awaySince, now.mono) >= RULES[kind].clearAfter;
    const next = withTimes(step, family, { ...times, awaySince, quietSince: gone ? now.mono : null });
    return gone ? happens(next, { kind: "alarm-over", alarm: id, at: now.wall, condition: kind }) : next;
  }
  const back = times.awaySince === null ? step : withTimes(step, family, { ...times, awaySince: null });
  const to = escalated(alarm, between(times.askedAt, now.mono));
  return to === null
    ? back
    : happens(back, { kind: "alarm-escalated", alarm: id, at: now.wall, condition: kind, to });
}

/** How far an alarm that has asked for so long is to be carried; null: no farther than it has been. */
function escalated(alarm: Alarm, asking: DurationMs): 1 | 2 | null {
  if (alarm.acknowledged !== null || !ALARMS[alarm.kind].escalates) return null;
  if (asking >= OTHERS_AFTER && alarm.escalation < 2) return 2;
  return asking >= SIREN_AFTER && alarm.escalation < 1 ? 1 : null;
}

function raise(step: AlarmStep, family: AlarmFamily, condition: AlarmCondition, now: Now): AlarmStep {
  const alarm = alarmId(`${family}-${now.wall}-${step.alarms.raised + 1}`);
  const raised: AlarmHappening = { kind: "alarm-raised", alarm, at: now.wall, family, ...told(condition) };
  const next = asking(step, raised, family, now.mono);
  const oldest = next.alarms.listed.find((one) => !isOpen(one));
  return next.alarms.listed.length > LISTED_MAX && oldest !== undefined
    ? happens(next, {
        kind: "alarm-left-unexplained",
        alarm: oldest.id,
        at: now.wall,
        condition: oldest.kind,
      })
    : next;
}

/** From now on an answer is awaited. */
const asking = (step: AlarmStep, happening: AlarmHappening, family: AlarmFamily, mono: MonoMs): AlarmStep =>
  withTimes(happens(step, happening), family, { askedAt: mono, awaySince: null, quietSince: null });

/** The one way in which the list changes. */
const happens = ({ alarms, happened }: AlarmStep, happening: AlarmHappening): AlarmStep => ({
  alarms: { ...alarms, ...carryAlarms(alarms, happening) },
  happened: [...happened, happening],
});

const withTimes = ({ alarms, happened }: AlarmStep, family: AlarmFamily, times: Times): AlarmStep => ({
  alarms: { ...alarms, times: { ...alarms.times, [family]: times } },
  happened,
});

const hasHeld = ({ condition, since }: Watch, now: MonoMs): boolean =>
  between(since, now) >= RULES[condition.kind].raiseAfter;

const gravestOf = (watches: readonly Watch[]): AlarmCondition | null =>
  watches.reduce<AlarmCondition | null>(
    (gravest, { condition }) =>
      gravest === null || gravityOf(condition) > gravityOf(gravest) ? condition : gravest,
    null,
  );

const told = ({ kind, stage, probe, figures }: AlarmCondition) => ({
  condition: kind,
  stage: stage ?? 1,
  probe: probe ?? null,
  figures: figures.slice(0, FIGURES_MAX),
});

/** The list after one more happening. Folding all that ever happened from NO_ALARMS gives the list of now. */
export function carryAlarms(carried: CarriedAlarms, happening: AlarmHappening): CarriedAlarms {
  const { listed, raised } = carried;
  const changed = (change: (alarm: Alarm) => Alarm | null): CarriedAlarms => ({
    listed: listed.flatMap((one) => (one.id === happening.alarm ? (change(one) ?? []) : [one])),
    raised,
  });
  const { at } = happening;
  switch (happening.kind) {
    case "alarm-raised":
      return { listed: [...listed, raisedAlarm(happening)], raised: raised + 1 };
    case "alarm-graver":
      return changed((one) => ({
        ...one,
        ...asked(happening),
        escalation: one.acknowledged === null ? one.escalation : 0,
      }));
    case "alarm-again":
      return changed((one) => ({ ...one, ...asked(happening), escalation: 0, overAt: null }));
    case "alarm-acknowledged":
      return changed((one) => ({ ...one, acknowledged: { by: happening.by, at } }));
    case "alarm-escalated":
      return changed((one) => ({ ...one, escalation: happening.to }));
    case "alarm-over":
      return changed((one) => (one.explained === null ? { ...one, overAt: at } : null));
    case "alarm-explained": {
      const { by, reason } = happening;
      return changed((one) =>
        isOpen(one)
          ? { ...one, explained: { by, at, reason }, acknowledged: one.acknowledged ?? { by, at } }
          : null,
      );
    }
    case "alarm-left-unexplained":
      return changed(() => null);
    default:
      return unreachable(happening);
  }
}

const raisedAlarm = (happening: AlarmHappening & { readonly kind: "alarm-raised" }): Alarm => ({
  id: happening.alarm,
  family: happening.family,
  ...asked(happening),
  raisedAt: happening.at,
  escalation: 0,
  overAt: null,
});

/** What a condition that is told makes of its alarm: who answered the last one has not answered this one. */
const asked = ({
  condition,
  stage,
  probe,
  figures,
}: AlarmHappening & { readonly kind: "alarm-raised" | "alarm-graver" | "alarm-again" }) => ({
  kind: condition,
  stage,
  probe,
  figures,
  acknowledged: null,
  explained: null,
});

/** A person has seen it: the siren is off, the alarm stays. Nothing happens where somebody has already. */
export function acknowledged(
  alarms: VatAlarms,
  id: AlarmId,
  by: PersonId,
  at: EpochMs,
): Result<AlarmStep, AlarmRefusal> {
  const alarm = alarms.listed.find((one) => one.id === id);
  if (alarm === undefined) return err("no-such-alarm");
  if (!isOpen(alarm)) return err("over-asks-for-a-reason");
  const step: AlarmStep = { alarms, happened: [] };
  if (alarm.acknowledged !== null) return ok(step);
  return ok(happens(step, { kind: "alarm-acknowledged", alarm: id, at, condition: alarm.kind, by }));
}

/**
 * A person says why it was. One that is over leaves the list; one that goes on is acknowledged by it, and leaves when it is
 * over. The reason is cut at 500 letters.
 */
export function explained(
  alarms: VatAlarms,
  id: AlarmId,
  by: PersonId,
  reason: string,
  at: EpochMs,
): Result<AlarmStep, AlarmRefusal> {
  const alarm = alarms.listed.find((one) => one.id === id);
  if (alarm === undefined) return err("no-such-alarm");
  const said = reason.trim().slice(0, REASON_MAX);
  if (said === "") return err("reason-missing");
  const step: AlarmStep = { alarms, happened: [] };
  return ok(
    happens(step, { kind: "alarm-explained", alarm: id, at, condition: alarm.kind, by, reason: said }),
  );
}

/** Whether an alarm that nobody has acknowledged has come to the siren. */
export const sirenWanted = (alarms: CarriedAlarms): boolean =>
  alarms.listed.some((one) => isOpen(one) && one.acknowledged === null && one.escalation >= 1);

/** The figures of an alarm as they are now; those it was last told with where its conditions do not hold at the moment. */
export function figuresNow(alarms: VatAlarms, alarm: Alarm): string {
  const mine = isOpen(alarm) ? alarms.watches.filter(({ family }) => family === alarm.family) : [];
  return gravestOf(mine)?.figures.slice(0, FIGURES_MAX) ?? alarm.figures;
}
