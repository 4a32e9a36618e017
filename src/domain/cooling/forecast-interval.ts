// Room: domain/cooling. How far a forecast may be off: quantiles of what it was off by in simulated coolings.
// May live here: reading the table (forecast-doubt.ts). May not: the forecast itself (forecast.ts), figures.
// Invariant: no figure of the table is changed by hand; the bench makes it, on seeds that no check uses.

import { DOUBT } from "./forecast-doubt.ts";

/** What a forecast rests on, as the table tells them apart. */
export const GROUNDS = [
  /** Milk comes in: at or below the limit; as usual for this vat, or unlike it; without earlier milkings, into an empty vat or onto milk; not cooled. */
  "filling-cold",
  "filling-as-usual",
  "filling-unlike",
  "filling-first",
  "filling-later",
  "filling-warm",
  /** It falls as it does after milking, but nobody told the end. */
  "end-untold",
  /** After the end of milking: just; steadily; with a rate that changes or swings; towards more than the limit; unstirred; not. */
  "cooling-begun",
  "cooling",
  "cooling-unsteady",
  "flattening",
  "layers",
  "not-cooling",
] as const;
export type Ground = (typeof GROUNDS)[number];

/**
 * At a reckoned remainder of `at` minutes: of all true remainders one in a hundred, a tenth, a fifth, half and nine tenths were less than this many
 * percent of it (both plus `OFFSET`); null: they never came.
 */
export type Doubt = { readonly at: number; readonly percent: readonly (number | null)[] };
export const QUANTILES = [0.01, 0.1, 0.2, 0.5, 0.9] as const;
/** Minutes; so that the last minutes are not told apart by their ratio. */
export const OFFSET = 3;

/** What a forecast is off by: the logarithm of the ratio of which the table gives the quantiles. */
export const offBy = (reckoned: number, truly: number): number =>
  Math.log((truly + OFFSET) / (reckoned + OFFSET));

/** Minutes from now. `latest` null: it may never be; all null: it will not, as things are. */
export type Span = {
  readonly earliest: number | null;
  readonly likely: number | null;
  readonly latest: number | null;
  /** Before this only one in a hundred was. */
  readonly hardlyBefore: number | null;
};

/**
 * The interval that holds the truth in 80 of 100 cases: from a tenth to nine tenths; where more than a tenth never came, all after the first
 * fifth.
 */
export function intervalOf(ground: Ground, reckoned: number): Span {
  const at = (index: number): number | null => {
    const percent = quantile(DOUBT[ground], reckoned, index);
    return percent === null ? null : ((reckoned + OFFSET) * percent) / 100 - OFFSET;
  };
  const latest = at(4);
  return { hardlyBefore: at(0), earliest: at(latest === null ? 2 : 1), likely: at(3), latest };
}

/** Between two rows in proportion, by the logarithm of the remainder; where one of them has more that never come, the nearer. */
function quantile(rows: readonly Doubt[], reckoned: number, index: number): number | null {
  const after = rows.findIndex((row) => row.at >= reckoned);
  const high = rows[after < 0 ? rows.length - 1 : after];
  const low = rows[Math.max(0, (after < 0 ? rows.length : after) - 1)];
  if (high === undefined || low === undefined) return 100;
  const span = Math.log((high.at + OFFSET) / (low.at + OFFSET));
  const part =
    span <= 0 ? 0 : Math.min(1, Math.max(0, Math.log((reckoned + OFFSET) / (low.at + OFFSET)) / span));
  const nearer = part < 0.5 ? low : high;
  if (neverFrom(low) !== neverFrom(high)) return nearer.percent[index] ?? null;
  const from = low.percent[index] ?? null;
  const to = high.percent[index] ?? null;
  return from === null || to === null ? null : from + part * (to - from);
}
const neverFrom = (row: Doubt): number => row.percent.indexOf(null);
