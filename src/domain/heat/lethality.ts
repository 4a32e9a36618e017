// Room: domain/heat. F: how many minutes at the reference temperature a heating was worth, by one z.
// May live here: the sums. May not: whether it is enough (judge.ts), or any use of z on a rule that is a hold.
// Invariant: only readings' own temperatures and the straight lines between them; nothing before the first or after the last.

import type { Curve } from "../cooling/curve.ts";

/** The temperature at which a minute counts as one, and the rise that makes it count ten, degrees Celsius. */
export type LethalityScale = { readonly reference: number; readonly z: number };
/** F0 as canners and dairies mean it; "F0 of 3" without more is this. */
export const F0_SCALE: LethalityScale = { reference: 121.1, z: 10 };

const MINUTE = 60_000;
/** Below this rise the formula of the ramp divides nothing by nothing; the line is level. */
const LEVEL = 1e-9;

/** What one minute at `celsius` counts: 10^((T − reference) / z). */
export const lethalRate = (celsius: number, { reference, z }: LethalityScale): number =>
  10 ** ((celsius - reference) / z);

/**
 * F of one straight line from one temperature to another in `ms`, exact:
 * z·t / (ln 10 · (T2 − T1)) · (L2 − L1), minutes.
 */
export function rampLethality(from: number, to: number, ms: number, scale: LethalityScale): number {
  const rise = to - from;
  const [first, last] = [lethalRate(from, scale), lethalRate(to, scale)];
  if (Math.abs(rise) < LEVEL) return (first * ms) / MINUTE;
  return ((scale.z * ms) / MINUTE / (Math.LN10 * rise)) * (last - first);
}

/** The same by the mean of both ends' rates, as canning manuals add it up: never less than the exact one. */
export const trapezoidLethality = (from: number, to: number, ms: number, scale: LethalityScale): number =>
  ((lethalRate(from, scale) + lethalRate(to, scale)) / 2) * (ms / MINUTE);

/** F of a whole curve by one of the two, minutes. */
export function lethalityOf(
  curve: Curve,
  scale: LethalityScale,
  of: typeof rampLethality = rampLethality,
): number {
  let sum = 0;
  for (let i = 1; i < curve.at.length; i++) {
    const length = (curve.at[i] ?? 0) - (curve.at[i - 1] ?? 0);
    sum += of(curve.celsius[i - 1] ?? 0, curve.celsius[i] ?? 0, length, scale);
  }
  return sum;
}
