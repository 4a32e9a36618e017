// Room: controller. Which of the vat's alarm conditions hold now, with their figures.
// May live here: from what is known of the vat to conditions. May not: hysteresis and grades (domain/alarms), words of alarms.
// Invariant: a condition is a consequence of the state; what is not known raises nothing but "blind".

import type { AlarmCondition } from "../domain/alarms/alarm.ts";
import { coolingNotStartedStage } from "../domain/alarms/vat-alarms.ts";
import { missInWords } from "../domain/cooling/forecast-words.ts";
import { minutesInWords } from "../domain/cooling/words.ts";
import { before, between, type MonoMs, minutes } from "../domain/units.ts";
import { curveOf, lastBefore } from "../domain/vat/kept-curve.ts";
import type { VatPlan } from "../domain/vat/plan.ts";
import { milkValue, probeFaults } from "../domain/vat/probe.ts";
import { TROUBLES } from "../domain/vat/probe-words.ts";
import type { Vat } from "../domain/vat/vat-state.ts";
import type { VatWatch } from "./state.ts";

/** Milk that lies colder than this begins to freeze on the plate (Welba's direct limit; facts, cooling 3c). */
const TOO_COLD = 0.5;
/** Ontario asks for five minutes of stirring in each hour: a whole hour without is a fault. */
const UNSTIRRED_MAX = minutes(60);
/** A failed milking is told for as long as its milk is above the limit, and so long at least. */
const MISSED_TOLD_FOR = minutes(30);

/**
 * Milk in its vat warms by a kelvin in four hours (AS 1187, 35 °C around it), without insulation perhaps by two in one. What warms by more than
 * one in a quarter of an hour is not the milk that was held.
 */
const MILK_RISES_AT_MOST = 1;
const RISE_OVER = minutes(15);

/** Every condition that holds at `now`. */
export function conditionsOf(watch: VatWatch, plan: VatPlan, now: MonoMs): readonly AlarmCondition[] {
  return [
    ...ofCooling(watch, plan, now),
    ...ofMilk(watch, plan, now),
    ...ofProbes(watch, now),
    ...ofPlant(watch, now),
  ];
}

function ofCooling(watch: VatWatch, plan: VatPlan, now: MonoMs): readonly AlarmCondition[] {
  const found: AlarmCondition[] = [];
  const { forecast: foreseen, notCooling } = watch;
  const celsius = milkValue(watch.machine.probes, now).celsius;
  const stage = notCooling === null ? null : coolingNotStartedStage(between(notCooling.since, now));
  if (foreseen !== null) {
    const { forecast, deadline, atMost } = foreseen;
    const left = minutesInWords(between(now, deadline));
    const here = celsius === null ? "" : `${degrees(celsius)} now, `;
    if (stage !== null && notCooling !== null) {
      const long = minutesInWords(between(notCooling.since, now));
      found.push({
        kind: "cooling-not-started",
        stage,
        figures: `${here}not cooled for ${long}, ${left} to the deadline for ${degrees(atMost)}`,
      });
    }
    // Until the whole interval lies after the deadline a person would be called out for nothing too often.
    const missed = forecast.miss === "sure" ? missInWords(forecast, { atMost, deadline }) : null;
    if (missed !== null) {
      found.push({
        kind: "will-miss-deadline",
        figures: `${here}${missed}; ${left} left for ${degrees(atMost)}`,
      });
    }
  }
  const profile = plan.profiles[0]?.id;
  // A warning may rest on a guess; a verdict may not.
  const failed = watch.verdicts.findLast((one) => one.profile === profile && one.likeliest === "FAIL");
  const limit = failed?.verdict?.limits.find((one) => one.outcome === "FAIL");
  if (limit?.deadline != null && celsius !== null) {
    const since = between(limit.deadline, now);
    if (celsius > limit.atMost || since < MISSED_TOLD_FOR) {
      const then = limit.atDeadline === null ? "" : `${degrees(limit.atDeadline)} at the deadline, `;
      const guessed = (failed?.hangsOn.length ?? 0) > 0 ? ", if milking was when the probe shows it" : "";
      const late =
        limit.margin === null
          ? `${minutesInWords(since)} late so far`
          : `${minutesInWords(limit.margin)} late`;
      found.push({
        kind: "deadline-missed",
        figures: `${then}${degrees(celsius)} now, limit ${degrees(limit.atMost)}, ${late}${guessed}`,
      });
    }
  }
  return found;
}

function ofMilk(watch: VatWatch, plan: VatPlan, now: MonoMs): readonly AlarmCondition[] {
  const { machine } = watch;
  const { celsius } = milkValue(machine.probes, now);
  const first = plan.profiles[0];
  if (celsius === null || !hasMilk(watch)) return [];
  const found: AlarmCondition[] = [];
  const atMost = first?.hold?.atMost ?? first?.limits.at(-1)?.atMost;
  const isWarm = machine.state === "holding" && atMost !== undefined && celsius > atMost;
  if (isWarm && !warmsLikeAir(machine, celsius, now)) {
    found.push({
      kind: "warming",
      figures: `${degrees(celsius)}, held at ${degrees(atMost)} or below until now`,
    });
  }
  const atLeast = Math.max(TOO_COLD, first?.hold?.atLeast ?? TOO_COLD);
  if (celsius < atLeast) {
    found.push({ kind: "too-cold", figures: `${degrees(celsius)}, at least ${degrees(atLeast)}` });
  }
  return found;
}

/** A bare probe after a collection, or new milk: the vat's own rules tell within the hour which. */
function warmsLikeAir(machine: Vat, celsius: number, now: MonoMs): boolean {
  const earlier = lastBefore(curveOf(machine.curve), before(now, RISE_OVER), RISE_OVER);
  return earlier !== null && celsius - earlier > MILK_RISES_AT_MOST;
}

function ofProbes(watch: VatWatch, now: MonoMs): readonly AlarmCondition[] {
  const { probes } = watch.machine;
  const found: AlarmCondition[] = [];
  for (const { probe, kind, why } of probeFaults(probes, now)) {
    if (kind === "disagrees")
      found.push({ kind: "layers", probe, figures: `probe ${probe} and another differ` });
    else if (kind === "not-acceptable")
      found.push({ kind: "thermometer-not-acceptable", probe, figures: `probe ${probe}` });
    else found.push({ kind: "probe-fault", probe, figures: `probe ${probe} ${TROUBLES[why].says}` });
  }
  const milk = milkValue(probes, now);
  if (milk.quality === "none" && !isEmpty(watch)) {
    found.push({
      kind: "blind",
      figures: milk.why === null ? "no reading of the milk" : `the probe ${TROUBLES[milk.why].says}`,
    });
  }
  return found;
}

function ofPlant(watch: VatWatch, now: MonoMs): readonly AlarmCondition[] {
  const { machine, agitatorOffSince } = watch;
  const found: AlarmCondition[] = [];
  if (machine.switches.mains === false)
    found.push({ kind: "mains-lost", figures: "the mains input says off" });
  if (agitatorOffSince !== null && hasMilk(watch) && between(agitatorOffSince, now) >= UNSTIRRED_MAX) {
    found.push({
      kind: "agitator-off",
      figures: `not stirred for ${minutesInWords(between(agitatorOffSince, now))}`,
    });
  }
  if (watch.washTooColdAt !== null) {
    found.push({ kind: "wash-too-cold", figures: "the last wash fell below 65 °C with detergent" });
  }
  if (watch.slower !== null) {
    const { by, milkings } = watch.slower;
    const figures = `${Math.round(by * 100)} % slower over ${milkings} milkings, at like amount of milk`;
    found.push({ kind: "refrigeration-slowing", figures });
  }
  return found;
}

const hasMilk = ({ machine }: VatWatch): boolean =>
  machine.state === "filling" || machine.state === "cooling" || machine.state === "holding";
const isEmpty = ({ machine }: VatWatch): boolean =>
  machine.state === "empty" || machine.state === "collected" || machine.state === "washing";

const degrees = (celsius: number): string => `${celsius.toFixed(1)} °C`;
