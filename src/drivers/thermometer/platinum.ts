// Room: drivers/thermometer. Platinum resistance thermometers, PT100 and PT1000: from a ratio to ohms to degrees.
// May live here: the equation of IEC 60751 both ways, and the converter's code, pure. May not: files, faults' causes.
// Invariant: outside −200 to +850 °C, which the equation is made for, there is no number.

import type { RawReading } from "../../domain/vat/reading.ts";
import { none } from "./round.ts";

/** Callendar–Van Dusen coefficients of IEC 60751. C counts below 0 °C only. */
const A = 3.9083e-3;
const B = -5.775e-7;
const C = -4.183e-12;

const CELSIUS_MIN = -200;
const CELSIUS_MAX = 850;
/** Codes of the converter are 15 bits: 32768 stands for the reference resistor (MAX31865 data sheet, "RTD data"). */
const FULL_SCALE = 32_768;
/** Newton's steps converge in four below zero; more are for nothing. */
const STEPS_MAX = 12;
const CLOSE_ENOUGH = 1e-9;

/** What hangs on the converter. */
export type Platinum = {
  /** Ohms at 0 °C: 100 or 1000. */
  readonly zeroOhms: number;
  /** The converter's reference resistor, ohms: 400 or 430 for a PT100, ten times that for a PT1000. */
  readonly referenceOhms: number;
};

/** Resistance over that at 0 °C. IEC 60751, for −200 to +850 °C. */
export function ratioAt(celsius: number): number {
  const t = celsius;
  const below = t < 0 ? C * (t - 100) * t ** 3 : 0;
  return 1 + A * t + B * t ** 2 + below;
}

/** Degrees Celsius for a resistance over that at 0 °C; null outside −200 to +850 °C. */
export function celsiusOf(ratio: number): number | null {
  if (ratio < ratioAt(CELSIUS_MIN) || ratio > ratioAt(CELSIUS_MAX)) return null;
  const aboveZero = (-A + Math.sqrt(A ** 2 - 4 * B * (1 - ratio))) / (2 * B);
  if (ratio >= 1) return aboveZero;
  let t = aboveZero;
  for (let step = 0; step < STEPS_MAX; step++) {
    const slope = A + 2 * B * t + C * (4 * t ** 3 - 300 * t ** 2);
    const change = (ratioAt(t) - ratio) / slope;
    t -= change;
    if (Math.abs(change) < CLOSE_ENOUGH) break;
  }
  return t;
}

/**
 * What a code of the converter means.
 * @param code 0..32767, the 15 bits of the ratio
 * @param isLeadFault the converter saw a voltage at a lead that cannot be (its over/undervoltage fault)
 */
export function readingOfCode(code: number, isLeadFault: boolean, platinum: Platinum): RawReading {
  const ratio = (code * platinum.referenceOhms) / FULL_SCALE / platinum.zeroOhms;
  // An open element reads as full scale, a shorted one as about zero: neither is a resistance of platinum.
  if (ratio > ratioAt(CELSIUS_MAX)) return none("open-lead");
  if (ratio < ratioAt(CELSIUS_MIN)) return none("shorted-lead");
  if (isLeadFault) return none("open-lead");
  const celsius = celsiusOf(ratio);
  return celsius === null ? none("garbled") : { kind: "celsius", celsius: Math.round(celsius * 1e3) / 1e3 };
}
