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
