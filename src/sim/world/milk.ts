// Room: sim/world. How a cow lets down her milk: litres against time.
// May not: valves, clocks. Invariant: the whole yield has flowed when her time is over, and never more.

/** One milking of one cow, from cluster on to cluster off. */
export type Milking = {
  readonly startsAt: number;
  readonly endsAt: number;
  /** Litres, about 8 to 16. */
  readonly litres: number;
};

/**
 * Litres given up to `at`. Rises over the first tenth, runs level, and falls over the last three tenths, as
 * measured curves do; exact, so that nothing needs to be added up in small steps.
 */
export function litresBy(milking: Milking, at: number): number {
  const length = milking.endsAt - milking.startsAt;
  if (at <= milking.startsAt || length <= 0) return 0;
  if (at >= milking.endsAt) return milking.litres;
  return (milking.litres * areaTo((at - milking.startsAt) / length)) / AREA;
}

const RISE = 0.1;
const FALL_FROM = 0.7;
const AREA = RISE / 2 + (FALL_FROM - RISE) + (1 - FALL_FROM) / 2;

function areaTo(x: number): number {
  if (x < RISE) return (x * x) / (2 * RISE);
  if (x < FALL_FROM) return RISE / 2 + (x - RISE);
  const left = 1 - x;
  return AREA - (left * left) / (2 * (1 - FALL_FROM));
}
