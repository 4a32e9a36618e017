// Room: domain/vat. The ice point (Bega Manual 2, Appendix 7): what a check of a thermometer says, when the next is due,
// and a hand thermometer beside a probe. For fixed probes and for the hand thermometer.
// May live here: the rules of checks. May not: the list of checks (its owner keeps it), readings (probe.ts).
// Invariant: checks are facts with who and when; a later one supersedes, none is changed.

import type { PersonId, ProbeId } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";
import { after, before, days, type EpochMs } from "../units.ts";

/** The hand thermometer, or a fixed probe by its name. */
export type Thermometer = ProbeId | "hand";

/** One check in ice slurry: three readings, five minutes in the refrigerator between them (Appendix 7, steps 3 and 4). */
export type ThermometerCheck = {
  readonly thermometer: Thermometer;
  readonly readings: readonly [number, number, number];
  readonly by: PersonId;
  readonly at: EpochMs;
};

/** "An average variation greater than 1 °C is not acceptable" (Appendix 7, step 5): 1.0 itself is acceptable. */
export const ACCEPTABLE_MEAN = 1;
/** Readings farther apart were not taken "when the gauge comes to rest" (step 3): as much as a good probe is allowed to be off. */
export const SPREAD_MAX = 0.5;
/** Farther from zero it was not in ice: a mistake in writing, or the wrong thermometer. */
const ICE_READING_MAX = 20;
/** "The accuracy of this method is to 0.001 °C" (step 3): finer differences are dust of binary fractions. */
const ICE_POINT_DECIMALS = 3;

/** Twice a year, in summer and in winter (Manual 2, section 7). */
export const CHECK_EVERY = days(182);
/** Said so long before it is due. */
export const SAID_BEFORE = days(30);

export type CheckOutcome =
  | { readonly kind: "acceptable"; readonly mean: number; readonly offset: number }
  | { readonly kind: "not-acceptable"; readonly mean: number }
  /** It says nothing: the one before stays in force. */
  | { readonly kind: "repeat"; readonly mean: number; readonly spread: number };

/** What is subtracted from a thermometer's readings, and whether they may be good. */
export type Correction = { readonly offset: number; readonly acceptable: boolean };
export const UNCORRECTED: Correction = { offset: 0, acceptable: true };

/** Every problem with what a person entered, in sentences. */
export function thermometerCheck(
  entered: { readonly thermometer: Thermometer; readonly readings: readonly number[] },
  by: PersonId,
  at: EpochMs,
): Result<ThermometerCheck, readonly string[]> {
  const [first, second, third] = entered.readings;
  const problems = entered.readings.flatMap((reading, index) =>
    Number.isFinite(reading) && Math.abs(reading) <= ICE_READING_MAX
      ? []
      : [
          `Reading ${index + 1} is ${reading}; a thermometer in ice shows about 0 °C, between -${ICE_READING_MAX} and ${ICE_READING_MAX}. Enter what it showed, in °C.`,
        ],
  );
  const complete =
    entered.readings.length === 3 && first !== undefined && second !== undefined && third !== undefined;
  if (complete && problems.length === 0) {
    return ok({ thermometer: entered.thermometer, readings: [first, second, third], by, at });
  }
  const count = `There are ${entered.readings.length} readings; the check takes exactly three, five minutes in the refrigerator between them. Enter all three.`;
  return err(complete ? problems : [count, ...problems]);
}

/** What a check found. A mean of exactly 1.000 is acceptable. */
export function outcomeOf(check: ThermometerCheck): CheckOutcome {
  const [first, second, third] = check.readings;
  const mean = exact((first + second + third) / 3);
  const spread = exact(Math.max(...check.readings) - Math.min(...check.readings));
  if (Math.abs(mean) > ACCEPTABLE_MEAN) return { kind: "not-acceptable", mean };
  if (spread > SPREAD_MAX) return { kind: "repeat", mean, spread };
  return { kind: "acceptable", mean, offset: mean };
}

/** Adding nothing makes a zero of minus zero. */
const exact = (celsius: number): number => Number(celsius.toFixed(ICE_POINT_DECIMALS)) + 0;

/** The last check of a thermometer that says something; of two at one instant the later in the list. Null: never checked. */
export function checkInForce(
  checks: readonly ThermometerCheck[],
  thermometer: Thermometer,
): ThermometerCheck | null {
  return checks.reduce<ThermometerCheck | null>((last, check) => {
    if (check.thermometer !== thermometer || outcomeOf(check).kind === "repeat") return last;
    return last === null || check.at >= last.at ? check : last;
  }, null);
}

/** The correction in force. A thermometer that was never checked is taken as it is. */
export function correctionOf(checks: readonly ThermometerCheck[], thermometer: Thermometer): Correction {
  const check = checkInForce(checks, thermometer);
  if (check === null) return UNCORRECTED;
  const outcome = outcomeOf(check);
  return outcome.kind === "acceptable"
    ? { offset: outcome.offset, acceptable: true }
    : { offset: 0, acceptable: false };
}

/** `never` and `failed` are due now. */
export type CheckDue =
  | { readonly state: "never" }
  | { readonly state: "failed"; readonly last: ThermometerCheck }
  | {
      readonly state: "due" | "soon" | "fine";
      readonly dueAt: EpochMs;
      readonly last: ThermometerCheck;
    };

/** When the next check is due: half a year after the last, said a month before. */
export function checkDue(
  checks: readonly ThermometerCheck[],
  thermometer: Thermometer,
  now: EpochMs,
): CheckDue {
  const last = checkInForce(checks, thermometer);
  if (last === null) return { state: "never" };
  if (outcomeOf(last).kind === "not-acceptable") return { state: "failed", last };
  const dueAt = after(last.at, CHECK_EVERY);
  return { state: now >= dueAt ? "due" : now >= before(dueAt, SAID_BEFORE) ? "soon" : "fine", dueAt, last };
}

/** A person held the hand thermometer beside a probe. Both as they showed it, no offset applied. */
export type HandReading = {
  readonly probe: ProbeId;
  readonly hand: number;
  /** The probe's raw value then; null: it had none. */
  readonly raw: number | null;
  readonly by: PersonId;
  readonly at: EpochMs;
};

/** What a thermometer may be off after an acceptable check: ±0.5 °C, as the DS18B20's data sheet gives from -10 to +85 °C. */
export const OFF_WHEN_CHECKED = 0.5;
/** And without one: ±1 °C, what Appendix 7 accepts and what Canada's quality milk programme asks of a tank thermometer. */
export const OFF_UNCHECKED = 1;

export type Comparison = {
  /** Probe less hand thermometer, both corrected. */
  readonly difference: number;
  /** What the two may be off together. */
  readonly allowed: number;
  readonly within: boolean;
};

/** A hand reading beside a probe; null where the probe had no value, or the check in force of either is not acceptable. */
export function compared(reading: HandReading, checks: readonly ThermometerCheck[]): Comparison | null {
  const hand = correctionOf(checks, "hand");
  const probe = correctionOf(checks, reading.probe);
  if (reading.raw === null || !hand.acceptable || !probe.acceptable) return null;
  const difference = exact(reading.raw - probe.offset - (reading.hand - hand.offset));
  if (!Number.isFinite(difference)) return null;
  const allowed = offBy(checks, "hand") + offBy(checks, reading.probe);
  return { difference, allowed, within: Math.abs(difference) <= allowed };
}

const offBy = (checks: readonly ThermometerCheck[], thermometer: Thermometer): number =>
  checkInForce(checks, thermometer) === null ? OFF_UNCHECKED : OFF_WHEN_CHECKED;
