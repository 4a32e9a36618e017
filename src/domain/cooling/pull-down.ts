// Room: domain/cooling. Milk that only cools: a straight line (constant duty) or an exponential towards what the plant tends to.
// May live here: fitting the recent curve and going on from it. May not: milk that still comes in (filling.ts), how sure it is (forecast.ts).
// Invariant: as things are. What has changed in the curve counts from the change on, and not from before.

import { type Line, lineThrough, type Minutes, within } from "./minutes.ts";

/**
 * How far below the limit lies what the plant tends to, kelvin: an ice bank's water 2 to 4 K, an evaporator farther; Infinity is
 * constant duty, a straight line. Each with how common it is before anything is seen.
 */
const APPROACHES: readonly (readonly [kelvin: number, prior: number])[] = [
  [0.4, 0.02],
  [0.8, 0.03],
  [1.5, 0.05],
  [2.5, 0.1],
  [3.5, 0.1],
  [5, 0.06],
  [8, 0.12],
  [13, 0.1],
  [22, 0.12],
  [45, 0.2],
  [Number.POSITIVE_INFINITY, 0.2],
];
/** Windows that end now, minutes: each longer one is taken while it agrees with the shorter ones. */
const WINDOWS = [10, 18, 30, 50, 90, 160] as const;
/** Scatter of a minute's mean about the true curve, kelvin: a sixteenth of a degree, agitator, cows. */
const SCATTER = 0.035;
/** Minutes near each other err alike: this many count as one. */
const ALIKE = 3;
/** A longer window disagrees where the rates differ by this part, beyond the doubt of both. */
const TOLERANCE = 0.1;
/** And by more than this, kelvin a minute. */
const TOLERANCE_LEAST = 0.003;

export type PullDown = {
  /** Now, without the scatter. */
  readonly celsius: number;
  /** Kelvin a minute, positive where it cools. */
  readonly rate: number;
  /** Standard error of the rate. */
  readonly doubt: number;
  /** Chances of each approach, in the order of the table; they sum to 1. */
  readonly approaches: readonly Weighted[];
  /** The window that was taken, minutes. */
  readonly window: number;
};
export type Weighted = { readonly approach: number; readonly chance: number };

/**
 * The recent curve, minutes since the milking's start, none of it while milk came in.
 * `usual`: how far below the limit the plant tends to by earlier milkings; null: not known. Null of too few points.
 */
export function fitPullDown(
  points: Minutes,
  now: number,
  limit: number,
  usual: number | null,
): PullDown | null {
  const taken: PullDown[] = [];
  for (const window of WINDOWS) {
    const recent = within(points, now - window, now);
    const fit = fitWindow(recent, now, limit, usual, window);
    if (fit === null) continue;
    if (taken.length > 0 && (points.at[0] ?? now) > now - window * 0.7) break;
    if (!taken.every((shorter) => agrees(fit, shorter))) break;
    taken.push(fit);
  }
  return taken.at(-1) ?? null;
}

const agrees = (longer: PullDown, shorter: PullDown): boolean =>
  Math.abs(longer.rate - shorter.rate) <=
  2.5 * shorter.doubt + TOLERANCE * Math.abs(shorter.rate) + TOLERANCE_LEAST;

function fitWindow(
  points: Minutes,
  now: number,
  limit: number,
  usual: number | null,
  window: number,
): PullDown | null {
  if (points.at.length < 4) return null;
  const lines: { approach: number; line: Line; log: number }[] = [];
  for (const [approach, prior] of APPROACHES) {
    const bent = bend(points.celsius, limit, approach);
    const line = bent === null ? null : lineThrough(points.at, bent.values, bent.weights);
    if (line === null) continue;
    const own = usual === null ? 0 : -2 * Math.log(likeApproach(approach) / likeApproach(usual)) ** 2;
    lines.push({ approach, line, log: Math.log(prior) + own - line.scatter / (2 * SCATTER ** 2 * ALIKE) });
  }
  const best = lines.reduce((most, one) => Math.max(most, one.log), Number.NEGATIVE_INFINITY);
  const total = lines.reduce((sum, one) => sum + Math.exp(one.log - best), 0);
  let celsius = 0;
  let rate = 0;
  let doubt = 0;
  const approaches: Weighted[] = [];
  for (const { approach, line, log } of lines) {
    const chance = Math.exp(log - best) / total;
    const above = line.middle + line.slope * (now - line.at);
    const here = unbend(above, limit, approach);
    const steepness = Number.isFinite(approach) ? Math.max(0.2, here - limit + approach) / approach : 1;
    celsius += chance * here;
    rate -= chance * line.slope * steepness;
    doubt += chance * Math.max(line.doubt * Math.sqrt(ALIKE), SCATTER / window) * steepness;
    approaches.push({ approach, chance });
  }
  return lines.length === 0 ? null : { celsius, rate, doubt, approaches, window };
}

const likeApproach = (approach: number): number => Math.min(approach, 80);

/**
 * The scale on which an exponential towards limit − approach is a straight line that is 0 at the limit: d·ln((T − limit + d)/d).
 * The weights give each point the scatter that it has in degrees. Null where the curve lies too near that end for this approach.
 */
function bend(celsius: readonly number[], limit: number, approach: number) {
  if (!Number.isFinite(approach)) {
    return { values: celsius.map((value) => value - limit), weights: celsius.map(() => 1) };
  }
  const parts = celsius.map((value) => (value - limit + approach) / approach);
  if (parts.some((part) => part < 0.15)) return null;
  return {
    values: parts.map((part) => approach * Math.log(part)),
    weights: parts.map((part) => part * part),
  };
}

const unbend = (above: number, limit: number, approach: number): number =>
  Number.isFinite(approach) ? limit - approach + approach * Math.exp(above / approach) : limit + above;

/** Minutes from `celsius` to `limit` at this rate now, weakening towards limit − approach; Infinity where it does not cool. */
export function minutesTo(limit: number, celsius: number, rate: number, approach: number): number {
  const above = celsius - limit;
  if (above <= 0) return 0;
  if (rate <= 0) return Number.POSITIVE_INFINITY;
  if (!Number.isFinite(approach)) return above / rate;
  return ((above + approach) / rate) * Math.log((above + approach) / approach);
}

/** Where it is so many minutes on, cooling (or warming) like that. */
export function celsiusAfter(
  minutes: number,
  limit: number,
  celsius: number,
  rate: number,
  approach: number,
): number {
  if (rate <= 0 || !Number.isFinite(approach)) return celsius - rate * minutes;
  const above = celsius - limit + approach;
  if (above <= 0) return celsius;
  return limit - approach + above * Math.exp((-rate * minutes) / above);
}

/** How far below the limit the plant tends to, by a whole pull-down; null of too few points. 80: as good as straight. */
export function approachOf(points: Minutes, limit: number): number | null {
  let best: { approach: number; scatter: number } | null = null;
  for (const [approach] of APPROACHES) {
    const bent = bend(points.celsius, limit, approach);
    const line = bent === null ? null : lineThrough(points.at, bent.values, bent.weights);
    if (line !== null && points.at.length >= 10 && (best === null || line.scatter < best.scatter)) {
      best = { approach: likeApproach(approach), scatter: line.scatter };
    }
  }
  return best?.approach ?? null;
}
