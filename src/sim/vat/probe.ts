// Room: sim/vat. A DS18B20 in the vat or beside it: what surrounds it, and the errors it makes of that.
// May live here: place, lag, offset, noise, steps of its converter, and ways of failing. May not: bytes (sim/live/w1-tree.ts).
// Invariant: with no error set, what it says is what surrounds it to half a step.

import type { ProbeRole } from "../../domain/vat/reading.ts";
import type { Random } from "../random.ts";
import { airOf, lower, lowerLitres, upper, type Vat } from "./vat.ts";

export type ProbeMake = {
  readonly role: ProbeRole;
  /** In the vat: it lies in milk from this many litres on. */
  readonly coveredFrom: number;
  /** What it says too much, K; a DS18B20 is sold within ±0.5. */
  readonly offset: number;
  /** Of each reading beside the last, standard deviation, K. */
  readonly noise: number;
  /** 1/e of a step in milk, seconds; four times that in air. */
  readonly lag: number;
};

export type ProbeFault =
  | "none"
  /** Cable off: the chip does not answer, or, from older kernels, all ones. */
  | "pulled"
  /** It has lost its power and says 85. */
  | "reset"
  /** The read does not come back. */
  | "hangs"
  /** Lifted out of the milk, into the shed's air. */
  | "lifted";

export type Probe = {
  readonly make: ProbeMake;
  readonly random: Random;
  /** Of the chip itself, degrees Celsius. */
  celsius: number;
  fault: ProbeFault;
};

/** The converter's step at 12 bits, K. */
export const PROBE_STEP = 1 / 16;
const LAG_IN_AIR = 4;

export const createProbe = (make: ProbeMake, vat: Vat, random: Random): Probe => ({
  make,
  random,
  celsius: around(make, vat, "none").celsius,
  fault: "none",
});

/** Lets the chip follow what surrounds it, for `seconds` in which that stayed as it is now. */
export function feel(probe: Probe, vat: Vat, seconds: number): void {
  const { celsius, wet } = around(probe.make, vat, probe.fault);
  const lag = probe.make.lag * (wet ? 1 : LAG_IN_AIR);
  probe.celsius = lag <= 0 ? celsius : celsius + (probe.celsius - celsius) * Math.exp(-seconds / lag);
}

/** What it says now, degrees Celsius in sixteenths; null where it says nothing. 85 after a reset. */
export function reads(probe: Probe): number | null {
  if (probe.fault === "pulled" || probe.fault === "hangs") return null;
  if (probe.fault === "reset") return 85;
  const { offset, noise } = probe.make;
  const felt = probe.celsius + offset + (noise > 0 ? noise * bell(probe.random) : 0);
  return Math.round(felt / PROBE_STEP) * PROBE_STEP;
}

/** About normal: the sum of four throws, with a standard deviation of 1. */
function bell(random: Random): number {
  const sum = random.next() + random.next() + random.next() + random.next();
  return (sum - 2) * Math.sqrt(3);
}

function around(
  make: ProbeMake,
  vat: Vat,
  fault: ProbeFault,
): { readonly celsius: number; readonly wet: boolean } {
  if (fault === "lifted") return { celsius: airOf(vat), wet: false };
  switch (make.role) {
    case "milk":
      if (vat.litres <= 0 || vat.litres < make.coveredFrom) {
        return { celsius: vat.wall, wet: vat.wash !== null };
      }
      return { celsius: make.coveredFrom < lowerLitres(vat) ? lower(vat) : upper(vat), wet: true };
    case "delivery-line":
      return { celsius: vat.line, wet: vat.fed || vat.wash !== null };
    case "wash-source":
      return { celsius: vat.washSource, wet: true };
    case "wash-outlet":
      return { celsius: vat.washOutlet, wet: true };
    case "ambient":
      return { celsius: airOf(vat), wet: false };
  }
}
