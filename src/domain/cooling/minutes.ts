// Room: domain/cooling. A curve by the minute: what the forecast looks at.
// May live here: means of readings and straight lines through them. May not: what they say about milk (pull-down.ts, filling.ts).
// Invariant: a minute without a reading is not there; nothing is filled in.

import { type DurationMs, type MonoMs, minutes } from "../units.ts";
import { type Curve, firstFrom } from "./curve.ts";

/** Means of the readings of one minute each, in two columns; `at`: minutes since `from`, rising. */
export type Minutes = { readonly at: readonly number[]; readonly celsius: readonly number[] };

export const MINUTE: DurationMs = minutes(1);

/** The minutes of the curve from `from` to `to`, both included. */
export function byTheMinute(curve: Curve, from: MonoMs, to: MonoMs): Minutes {
  const at: number[] = [];
  const celsius: number[] = [];
  let minute = -1;
  let sumAt = 0;
  let sum = 0;
  let many = 0;
  for (let i = firstFrom(curve, from); i < curve.at.length; i += 1) {
    const instant = curve.at[i];
    const value = curve.celsius[i];
    if (instant === undefined || value === undefined || instant > to) break;
    const here = Math.floor((instant - from) / MINUTE);
    if (here !== minute && many > 0) {
      at.push(sumAt / many);
      celsius.push(sum / many);
      sumAt = 0;
      sum = 0;
      many = 0;
    }
    minute = here;
    sumAt += (instant - from) / MINUTE;
    sum += value;
    many += 1;
  }
  if (many > 0) {
    at.push(sumAt / many);
    celsius.push(sum / many);
  }
  return { at, celsius };
}

/** The minutes from `from` to `to`, both included, on the same clock. */
export function within(all: Minutes, from: number, to: number): Minutes {
  const first = all.at.findIndex((at) => at >= from);
  if (first < 0) return { at: [], celsius: [] };
  const beyond = all.at.findIndex((at) => at > to);
  const end = beyond < 0 ? all.at.length : beyond;
  return { at: all.at.slice(first, end), celsius: all.celsius.slice(first, end) };
}

export type Line = {
  /** The value at the middle, and where that is. */
  readonly middle: number;
  readonly at: number;
  /** A minute. */
  readonly slope: number;
  /** Standard error of the slope, from the scatter about the line. */
  readonly doubt: number;
  /** Weighted sum of squares about the line. */
  readonly scatter: number;
};

/** The line of least squares through these points, each with its weight; null of fewer than three, or all at one time. */
export function lineThrough(
  at: readonly number[],
  values: readonly number[],
  weights: readonly number[] | null,
): Line | null {
  let total = 0;
  let sumAt = 0;
  let sum = 0;
  for (let i = 0; i < at.length; i += 1) {
    const weight = weights?.[i] ?? 1;
    total += weight;
    sumAt += weight * (at[i] ?? 0);
    sum += weight * (values[i] ?? 0);
  }
  if (at.length < 3 || total <= 0) return null;
  const middleAt = sumAt / total;
  const middle = sum / total;
  let squares = 0;
  let products = 0;
  for (let i = 0; i < at.length; i += 1) {
    const weight = weights?.[i] ?? 1;
    squares += weight * ((at[i] ?? 0) - middleAt) ** 2;
    products += weight * ((at[i] ?? 0) - middleAt) * ((values[i] ?? 0) - middle);
  }
  if (squares <= 0) return null;
  const slope = products / squares;
  let scatter = 0;
  for (let i = 0; i < at.length; i += 1) {
    const off = (values[i] ?? 0) - middle - slope * ((at[i] ?? 0) - middleAt);
    scatter += (weights?.[i] ?? 1) * off * off;
  }
  return { middle, at: middleAt, slope, doubt: Math.sqrt(scatter / (at.length - 2) / squares), scatter };
}
