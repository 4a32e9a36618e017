// Room: domain/cooling. A temperature curve: when, and how warm.
// May live here: the shape and plain look-ups in it. May not: rules.
// Invariant: only readings that are there and are milk, one clock, times strictly rising. What is not there is a gap.

/**
 * Readings in two columns of equal length, so that a year of them fits (Float64Array) and so does plain JSON (arrays).
 * `at`: milliseconds on one steady clock (MonoMs), strictly rising. `celsius`: finite, offsets applied.
 */
export type Curve = {
  readonly at: ArrayLike<number>;
  readonly celsius: ArrayLike<number>;
};

export const EMPTY_CURVE: Curve = { at: [], celsius: [] };

/** The index of the first reading at or after an instant; the curve's length where there is none. Binary search. */
export function firstFrom(curve: Curve, at: number): number {
  let low = 0;
  let high = curve.at.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((curve.at[middle] ?? Number.POSITIVE_INFINITY) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The index of the last reading at or before an instant; -1 where there is none. Binary search. */
export function lastUpTo(curve: Curve, at: number): number {
  const next = firstFrom(curve, at);
  return curve.at[next] === at ? next : next - 1;
}

/** When reading `index` was taken; the curve has to have it. */
export const timeOf = (curve: Curve, index: number): number => curve.at[index] ?? Number.NaN;
/** How warm reading `index` was; the curve has to have it. */
export const warmthOf = (curve: Curve, index: number): number => curve.celsius[index] ?? Number.NaN;
