// Room: domain/vat. What the milk probe's curve alone shows: milk coming in, its end, collection, wash. A fold over good readings.
// May live here: reading a curve, live (every 10 s) or from a logger (1 to 15 minutes). May not: switches and people (vat.ts), verdicts.
// Invariants: everything said is a guess and carries how it was told and between which instants it lies; what turns out to have been
// something else is taken back in so many words, never changed silently; the state is small, plain and bounded.

import { type Curve, timeOf, warmthOf } from "../cooling/curve.ts";
import { type MonoMs, minutes, monoMs } from "../units.ts";

/** How it was told. Words in words.ts. */
export type PhaseSign =
  /** The cold milk got warmer, steadily, faster than a vat that stands can. */
  | "rise"
  /** Warmth on a probe that lay in an empty vat, and it stayed. */
  | "warm-milk"
  /** What lies in the vat is being cooled as only milk is; when it came was not to be seen well. */
  | "cooling-seen"
  /** After the top of the filling curve it only got colder. */
  | "top"
  /** From milk temperature towards the surroundings faster than milk can. */
  | "air"
  /** Hot water came where milk had been. */
  | "wash-follows"
  /** Above 45 °C. */
  | "hot"
  /** The cold milk was back at once: the probe had been out of it. */
  | "cold-again";

type Seen = {
  /** The likeliest instant, back-dated. */
  readonly at: MonoMs;
  /** It lies between these; `earliest` null: it may lie before what was seen. */
  readonly earliest: MonoMs | null;
  readonly latest: MonoMs;
  /** When the curve had shown enough to say so. */
  readonly foundAt: MonoMs;
  readonly sign: PhaseSign;
};
export type Phase =
  /** `first`: into an empty vat; null where that cannot be said. */
  | (Seen & { readonly kind: "milking-began"; readonly first: boolean | null })
  | (Seen & { readonly kind: "milking-ended" })
  | (Seen & { readonly kind: "collected" })
  | (Seen & { readonly kind: "wash-began" })
  | (Seen & { readonly kind: "wash-ended" })
  /** The last found of that kind, with this very `at`, was none. */
  | (Seen & { readonly kind: "taken-back"; readonly what: "milking-began" | "collected" });

/** Milk is never this warm; hot water is. */
export const HOT_ABOVE = 45;
/** Readings of three minutes count as one, their mean: noise and quantisation of a probe go down with it. */
const BIN = minutes(3) - 5_000;
/** So long a rise is looked at as a whole. */
const WINDOW = minutes(75);
/** Longer than this without a reading and what was seen before says nothing about now. */
const BLIND_AFTER = minutes(180);
/**
 * A rise counts as milk coming in when, over the window and without its steepest quarter of an hour, so much of it is left.
 * Over the full hour that remains: faster than any vat warms that only stands (AS 1187: 1 K in 4 h; a bad one half filled,
 * 0.7 K/h), slower than 18 °C onto twice the milk at 4 °C (1.1 K). The step of an agitator (1.4 to 1.8 K within minutes) is
 * in the quarter that is left out.
 */
const STEADY_RISE = 0.9;
const STEEPEST = minutes(15);
/** Above the warmest that the held milk swings to by itself. */
const ABOVE_SWING = 0.3;
/** The swing is forgotten by half in so long. */
const SWING_HALF_LIFE = minutes(360);
/** More than any agitator's step and hysteresis together. */
const STEP_MIN = 3;
/** Kelvin an hour, over a quarter of an hour. Milk onto as much cold milk makes 20 at most. */
const FAST = 22;
/** A probe lifted out of the milk is back within this (domain/cooling/handling.ts). */
const LIFTED_MAX = minutes(45);
const BACK_WITHIN = 1;
/** Warm milk in an empty vat has to stay so long: a lukewarm rinse does not. */
const STAYS = minutes(30);
/** No vat holds its milk warmer than this; no colder than many an empty vat on a winter's night, but nobody knows better. */
const HELD_TO = 6;
/** As warm as this stands no milk that anybody keeps; the air of an empty vat does. */
const EMPTY_ABOVE = 12;
/** Less than this below the warmest it had, nothing has cooled it. */
const COOLED_MIN = 2;
/** Milk this cold has been cooled. */
const COOLED_TO = 7;
/**
 * In an empty vat: a fall to here by so much and more, at no less than so many kelvin an hour, and not much slower in its last half hour
 * than in the one before: milk on an ice bank 0.7 times, a bare vat wall in cold air 0.6. An evening getting cold is slower.
 */
const PULLED_DOWN_TO = 6.5;
const PULLED_DOWN_MIN = 2.2;
const PULLED_DOWN_BY = 2;
const PULLED_OVER = minutes(30);
const STRAIGHT = 0.65;
/** Wash water below 45 °C for so long: the wash is over. */
const WASH_OVER = minutes(30);
/** Warm milk on cold milk that does not move for so long is all there. */
const STILL = minutes(60);
/** A top so soon after the beginning is the beginning's own. */
const TOP_AFTER = minutes(20);
/** What is remembered, and how many bins that can be. */
const RECENT = minutes(90);
const RECENT_MAX = 32;
const HOUR = minutes(60);
/** The first milk is slow to come, and slow to show in what is there: so long after it the curve begins to move, at most. */
const SHOWS_AFTER = minutes(10);
/** A speed is told over no less: noise. */
const SHORTEST = minutes(9);
/** The level before a rise is the mean of so long. */
const LEVEL_OVER = minutes(30);
/** Colder than this in steady state the first readings of all show milk, not a vat that is empty in winter. */
const SURELY_MILK = 5;
/** After a collection or hot water what the probe shows in the empty vat means nothing for so long. */
const SETTLES = minutes(90);
/** Kelvin an hour: milk that only stands gets warmer by a third of it at most, a probe in the air of an empty vat by more. */
const AIR_RATE = 3;
/** A trend is looked at over so long. */
const RATE_OVER = minutes(20);
/** Milk that changes by less, kelvin an hour, is held. */
const HELD_RATE = 1;
/** Kelvin a millisecond: 1 K a minute, faster than any plant cools a vat (domain/cooling/handling.ts). */
const PLANT_MAX = 1 / minutes(1);
/** In an empty vat: kelvin an hour that count as falling; kelvin within minutes that count as a sudden change. */
const FALL_RATE = 1.5;
/** From where it stood: so much within so long, and still down after so long, is milk colder than the air. A cold rinse warms up again. */
const PLUNGE_MIN = 4;
const PLUNGE_WITHIN = minutes(45);
const PLUNGE_LASTS = minutes(90);
const BUMP_OVER = minutes(6);
const BUMP_MIN = 0.45;
/** How long a milking may have run before its milk began to get colder. */
const MILKING_MAX = minutes(300);
/** A collection this long past is not taken back any more. */
const GONE_FOR = minutes(600);

type Rise = {
  readonly base: number;
  readonly onset: number;
  readonly earliest: number;
  readonly latest: number;
  readonly top: number;
  readonly topAt: number;
  /** Kelvin an hour, over a quarter of an hour. */
  readonly fastest: number;
  /** Much of it is left without its steepest quarter of an hour. */
  readonly steady: boolean;
};

type Level = { readonly at: number; readonly celsius: number };

/** Small and plain. */
export type PhaseState = {
  // The bin under way: its first and last instant, sum, and how many readings.
  readonly binFrom: number;
  readonly binAt: number;
  readonly binSum: number;
  readonly binCount: number;
  readonly view: View;
};
type View = {
  /** Bins, oldest first. */
  readonly at: readonly number[];
  readonly celsius: readonly number[];
  /** What lies on the probe. */
  readonly stage: "unknown" | "milk" | "empty" | "hot";
  /** Milk runs in, as far as the curve says. */
  readonly filling: boolean;
  /**
   * Whether what lies in the vat is known, and not only concluded from the first readings. It is empty since `emptyFrom`, which is the first
   * reading of all where it is not known.
   */
  readonly known: boolean;
  readonly emptyFrom: number | null;
  readonly rise: Rise | null;
  /** The last milking that was found, while it may still turn out to be none or to have an end. */
  readonly began: { readonly at: number; readonly base: number; readonly sign: PhaseSign } | null;
  readonly top: number;
  readonly topAt: number;
  /** The last minute about as warm as the top. */
  readonly nearTopAt: number;
  /** The warmest that held milk swings to; null while it is not held yet. */
  readonly swing: number | null;
  /** A collection that may turn out to be none. */
  readonly gone: { readonly at: number; readonly base: number; readonly rise: Rise } | null;
  // Above 45 °C: since when, until when, and the last instant before.
  readonly hotFrom: number;
  readonly hotLast: number;
  readonly beforeHot: number;
  // In an empty vat: since when it neither fell nor rose, since when it falls and from what, and the last sudden change.
  readonly flatFrom: number | null;
  readonly fallFrom: number | null;
  /** When it last stood still, and at what; and a plunge from there that has yet to prove that it lasts. */
  readonly stood: Level | null;
  readonly plunge: Level | null;
  readonly bump: { readonly at: number; readonly size: number } | null;
};

const NEVER = -1;

const NOTHING_VIEWED: View = {
  at: [],
  celsius: [],
  stage: "unknown",
  filling: false,
  known: false,
  emptyFrom: null,
  rise: null,
  began: null,
  top: 0,
  topAt: 0,
  nearTopAt: 0,
  swing: null,
  gone: null,
  hotFrom: NEVER,
  hotLast: NEVER,
  beforeHot: NEVER,
  flatFrom: null,
  fallFrom: null,
  stood: null,
  plunge: null,
  bump: null,
};

export const phasesAtStart = (): PhaseState => ({
  binFrom: 0,
  binAt: 0,
  binSum: 0,
  binCount: 0,
  view: NOTHING_VIEWED,
});

const NOTHING_FOUND: readonly Phase[] = [];

/** One good reading, offset applied. Readings come in the order of time; one that does not is passed over. */
export function phasesSaw(
  state: PhaseState,
  at: MonoMs,
  celsius: number,
): { readonly state: PhaseState; readonly found: readonly Phase[] } {
  const { binFrom, binAt, binSum, binCount, view } = state;
  if (!Number.isFinite(celsius) || (binCount > 0 && !(at > binAt))) return { state, found: NOTHING_FOUND };
  const begun = { binFrom: at, binAt: at, binSum: celsius, binCount: 1 };
  if (binCount === 0) return { state: { ...begun, view }, found: NOTHING_FOUND };
  if (at - binFrom < BIN) {
    return {
      state: { binFrom, binAt: at, binSum: binSum + celsius, binCount: binCount + 1, view },
      found: NOTHING_FOUND,
    };
  }
  const { view: seen, found } = binSeen(view, (binFrom + binAt) / 2, binSum / binCount);
  return { state: { ...begun, view: seen }, found };
}

/** All that a whole curve shows, in the order of its instants, without what was taken back. */
export function phasesOf(curve: Curve): readonly Phase[] {
  let state = phasesAtStart();
  const all: Phase[] = [];
  for (let index = 0; index < curve.at.length; index += 1) {
    const { state: next, found } = phasesSaw(state, monoMs(timeOf(curve, index)), warmthOf(curve, index));
    state = next;
    if (found.length > 0) all.push(...found);
  }
  const { binFrom, binAt, binSum, binCount, view } = state;
  if (binCount > 0) all.push(...binSeen(view, (binFrom + binAt) / 2, binSum / binCount).found);
  return withoutTakenBack(all).sort((one, other) => one.at - other.at);
}

function withoutTakenBack(all: readonly Phase[]): Phase[] {
  const left: Phase[] = [];
  for (const phase of all) {
    if (phase.kind !== "taken-back") {
      left.push(phase);
      continue;
    }
    const index = left.findLastIndex((one) => one.kind === phase.what && one.at === phase.at);
    if (index >= 0) left.splice(index, 1);
  }
  return left;
}

// --- A bin at a time ---

type Turn = { readonly view: View; readonly found: readonly Phase[] };

function binSeen(view: View, at: number, celsius: number): Turn {
  const lastAt = view.at.at(-1);
  // Nothing was seen for hours: what lay in the vat may have gone, or come.
  const blind = lastAt !== undefined && at - lastAt > BLIND_AFTER;
  const seen = withBin(blind ? NOTHING_VIEWED : view, at, celsius);
  const hot = hotSeen(seen, at, celsius);
  if (hot !== null) return hot;
  return seen.stage === "milk" ? milkSeen(seen, at, celsius) : airSeen(seen, at, celsius);
}

function withBin(state: View, at: number, celsius: number): View {
  let from = state.at.length >= RECENT_MAX ? 1 : 0;
  while (from < state.at.length && at - (state.at[from] ?? 0) > RECENT) from += 1;
  const ats = state.at.slice(from);
  const warmths = state.celsius.slice(from);
  ats.push(at);
  warmths.push(celsius);
  return { ...state, at: ats, celsius: warmths };
}

/** Only the last bin is remembered: what came before has been explained. */
const fresh = (state: View): Pick<View, "at" | "celsius" | "rise"> => ({
  at: state.at.slice(-1),
  celsius: state.celsius.slice(-1),
  rise: null,
});

// --- Hot water ---

/** What a bin above 45 °C, or one after such, says; null: nothing hot is about. */
function hotSeen(state: View, at: number, celsius: number): Turn | null {
  const hot = celsius > HOT_ABOVE;
  if (state.stage === "hot") {
    if (hot) return quiet({ ...state, hotLast: at });
    return at - state.hotLast < WASH_OVER ? quiet(state) : washOver(state, at);
  }
  if (!hot && state.hotFrom === NEVER) return null;
  if (hot && state.hotFrom === NEVER) {
    const before = state.at.at(-2) ?? NEVER;
    return quiet({ ...state, hotFrom: at, hotLast: at, beforeHot: before });
  }
  const before = state.celsius.at(-3) ?? celsius;
  // One figure far out, and the next is where the one before was: no wash does that, a bad reading does.
  if (!hot && Math.abs(celsius - before) < BACK_WITHIN && state.at.length > 2) {
    return quiet({
      ...state,
      hotFrom: NEVER,
      hotLast: NEVER,
      at: [...state.at.slice(0, -2), at],
      celsius: [...state.celsius.slice(0, -2), celsius],
    });
  }
  return washFound({ ...state, hotLast: hot ? at : state.hotLast }, at);
}

const quiet = (state: View): Turn => ({ view: state, found: NOTHING_FOUND });

function washFound(state: View, at: number): Turn {
  const found: Phase[] = [];
  const hotAt = state.hotFrom;
  const earliest = state.beforeHot === NEVER ? null : monoMs(state.beforeHot);
  if (state.stage === "milk") found.push(...goneBeforeWash(state, at));
  found.push({
    kind: "wash-began",
    at: monoMs(hotAt),
    earliest,
    latest: monoMs(hotAt),
    foundAt: monoMs(at),
    sign: "hot",
  });
  return {
    view: {
      ...state,
      ...fresh(state),
      stage: "hot",
      known: true,
      filling: false,
      began: null,
      gone: null,
      swing: null,
    },
    found,
  };
}

/** Milk does not get hot: it was gone before. What was taken for milk coming in was the air, unless it had begun to be cooled. */
function goneBeforeWash(state: View, at: number): Phase[] {
  const { began, rise } = state;
  const last = state.beforeHot === NEVER ? state.hotFrom : state.beforeHot;
  const shape = { foundAt: monoMs(at), sign: "wash-follows" } as const;
  if (began !== null && state.filling && began.sign === "rise") {
    const back = monoMs(began.at);
    return [
      { kind: "taken-back", what: "milking-began", at: back, earliest: back, latest: back, ...shape },
      { kind: "collected", at: back, earliest: back, latest: monoMs(state.hotFrom), ...shape },
    ];
  }
  const warming = warmingFrom(state) ?? last;
  const since = Math.min(rise?.onset ?? last, warming);
  const earliest = Math.min(rise?.earliest ?? last, warming);
  return [
    {
      kind: "collected",
      at: monoMs(since),
      earliest: monoMs(earliest),
      latest: monoMs(state.hotFrom),
      ...shape,
    },
  ];
}

/** Since when what lay on the probe got warmer, up to the hot water, faster than milk can by itself; null: it did not. */
function warmingFrom({ at, celsius, hotFrom }: View): number | null {
  const last = at.findLastIndex((one) => one < hotFrom);
  let low = last;
  for (let index = last; index >= 0 && (at[last] ?? 0) - (at[index] ?? 0) <= LIFTED_MAX; index -= 1) {
    if ((celsius[index] ?? 0) < (celsius[low] ?? 0)) low = index;
  }
  const level = celsius[low] ?? 0;
  let from = low;
  while (from < last && (celsius[from + 1] ?? 0) <= level + ABOVE_SWING) from += 1;
  const rise = (celsius[last] ?? 0) - level;
  const long = (at[last] ?? 0) - (at[from] ?? 0);
  return rise >= STEADY_RISE && rise * HOUR >= AIR_RATE * long ? (at[from] ?? null) : null;
}

function washOver(state: View, at: number): Turn {
  const ended = state.hotLast;
  return {
    view: { ...emptied(state, ended), hotFrom: NEVER, hotLast: NEVER, beforeHot: NEVER },
    found: [
      {
        kind: "wash-ended",
        at: monoMs(ended),
        earliest: monoMs(ended),
        latest: monoMs(at),
        foundAt: monoMs(at),
        sign: "hot",
      },
    ],
  };
}

const emptied = (state: View, emptyFrom: number): View => ({
  ...state,
  ...fresh(state),
  stage: "empty",
  known: true,
  emptyFrom,
  filling: false,
  began: null,
  swing: null,
  flatFrom: null,
  fallFrom: null,
  stood: null,
  plunge: null,
  bump: null,
});

// --- Milk on the probe ---

function milkSeen(state: View, at: number, celsius: number): Turn {
  if (state.filling) return fillingSeen(state, at, celsius);
  const held = withSwing(state, at, celsius);
  const { rise } = held;
  if (rise !== null) return riseGoesOn(held, risen(rise, held, at, celsius), at, celsius);
  const begun = riseIn(held);
  if (begun === null) return quiet(held);
  return riseGoesOn(held, risen(begun, held, at, celsius), at, celsius);
}

/** How warm held milk gets by itself: known only of what lies a window back, so that a rise under way does not excuse itself. */
function withSwing(state: View, at: number, celsius: number): View {
  if (state.rise !== null) return state;
  const then = state.celsius[0] ?? celsius;
  const since = at - (state.at.at(-2) ?? at);
  if (state.swing === null) {
    const falls = rateOver(state, RATE_OVER) < -HELD_RATE;
    const seenFor = at - (state.at[0] ?? at);
    // What was warmer before was not held.
    return celsius <= COOLED_TO && seenFor >= STAYS && !falls
      ? { ...state, ...fresh(state), swing: celsius }
      : state;
  }
  const faded = celsius + (state.swing - celsius) * 0.5 ** (since / SWING_HALF_LIFE);
  return { ...state, swing: Math.max(Math.min(state.swing, faded), Math.min(then, state.swing + STEP_MIN)) };
}

/** A rise in the window that asks for an explanation; null: none. */
function riseIn(state: View): Rise | null {
  const { at, celsius } = state;
  const last = at.length - 1;
  const now = at[last] ?? 0;
  const warm = levelNow(state);
  let low = last;
  for (let index = last; index >= 0 && now - (at[index] ?? 0) <= WINDOW; index -= 1) {
    if ((celsius[index] ?? 0) < (celsius[low] ?? 0)) low = index;
  }
  const rise = warm - (celsius[low] ?? 0);
  if (rise < STEADY_RISE) return null;
  if (state.swing !== null && warm < state.swing + ABOVE_SWING) return null;
  const steady = rise - steepestIn(state, low).step >= STEADY_RISE;
  return steady || rise >= STEP_MIN ? riseFrom(state, low, steady) : null;
}

/** The most that it rose within a quarter of an hour from reading `low` on, and the fastest, kelvin an hour. */
function steepestIn({ at, celsius }: View, low: number): { readonly step: number; readonly perHour: number } {
  let step = 0;
  let perHour = 0;
  let from = low;
  for (let index = low + 1; index < at.length; index += 1) {
    while (from < index - 1 && (at[index] ?? 0) - (at[from] ?? 0) > STEEPEST) from += 1;
    const rise = (celsius[index] ?? 0) - (celsius[from] ?? 0);
    const long = Math.max(SHORTEST, (at[index] ?? 0) - (at[from] ?? 0));
    step = Math.max(step, rise);
    perHour = Math.max(perHour, (rise / long) * HOUR);
  }
  return { step, perHour };
}

/** The mean of the last readings, as far as they lie within six minutes. */
function levelNow({ at, celsius }: View): number {
  const last = at.length - 1;
  const close = (at[last] ?? 0) - (at[last - 1] ?? 0) <= minutes(6);
  const now = celsius[last] ?? 0;
  return close ? (now + (celsius[last - 1] ?? now)) / 2 : now;
}

/** Where a rise began: the line through its first part, back to the level that it began from. */
function riseFrom(state: View, low: number, steady: boolean): Rise {
  const { at, celsius } = state;
  const last = at.length - 1;
  const bottom = celsius[low] ?? 0;
  const rise = (celsius[last] ?? 0) - bottom;
  const near = bottom + Math.max(0.25, 0.12 * rise);
  const far = bottom + Math.max(0.5, 0.4 * rise);
  let below = last;
  while (below > low && (celsius[below] ?? 0) > near) below -= 1;
  let above = below + 1;
  while (above < last && (celsius[above] ?? 0) < far) above += 1;
  const level = levelBefore(state, below, near);
  const nearAt = crossing(state, below, near);
  const farAt =
    above - 1 > below ? crossing(state, above - 1, far) : nearAt + (far - near) * slopeInto(state, above);
  const back = far > near ? ((near - level) * (farAt - nearAt)) / (far - near) : 0;
  let quietUntil = below;
  while (quietUntil > 0 && (celsius[quietUntil] ?? 0) > level + 0.12) quietUntil -= 1;
  const earliest = at[quietUntil] ?? 0;
  // Instants are whole milliseconds everywhere; the earlier one is the stricter.
  const onset = Math.floor(Math.max(earliest, Math.min(nearAt, nearAt - back)));
  return {
    base: level,
    onset,
    earliest: Math.min(earliest, onset - SHOWS_AFTER),
    latest: at[Math.min(last, above)] ?? onset,
    top: celsius[last] ?? 0,
    topAt: at[last] ?? 0,
    fastest: steepestIn(state, low).perHour,
    steady,
  };
}

/** The mean of the last half hour up to reading `until`, of what lies no higher than `near`. */
function levelBefore({ at, celsius }: View, until: number, near: number): number {
  let sum = 0;
  let count = 0;
  for (let index = until; index >= 0 && (at[until] ?? 0) - (at[index] ?? 0) <= LEVEL_OVER; index -= 1) {
    const value = celsius[index] ?? 0;
    if (value > near) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? near : sum / count;
}

/** When the line from reading `index` to the next passes `level`. */
function crossing({ at, celsius }: View, index: number, level: number): number {
  const [from, to] = [celsius[index] ?? level, celsius[index + 1] ?? level];
  const [start, end] = [at[index] ?? 0, at[index + 1] ?? at[index] ?? 0];
  const part = to === from ? 1 : (level - from) / (to - from);
  return start + (end - start) * Math.max(0, Math.min(1, part));
}

/** Milliseconds a kelvin, of the step that leads to reading `index`. */
function slopeInto({ at, celsius }: View, index: number): number {
  const warmer = (celsius[index] ?? 0) - (celsius[index - 1] ?? 0);
  return warmer > 0 ? ((at[index] ?? 0) - (at[index - 1] ?? 0)) / warmer : 0;
}

function risen(rise: Rise, state: View, at: number, celsius: number): Rise {
  const found = state.at.findIndex((one) => one >= rise.earliest);
  const low = Math.max(0, found);
  const { step, perHour } = steepestIn(state, low);
  return {
    ...rise,
    top: Math.max(rise.top, celsius),
    topAt: celsius > rise.top ? at : rise.topAt,
    fastest: Math.max(rise.fastest, perHour),
    steady: rise.steady || celsius - (state.celsius[low] ?? celsius) - step >= STEADY_RISE,
  };
}

/** A rise is milk, air on a probe that the milk has left, a probe in somebody's hand, or layers. */
function riseGoesOn(state: View, rise: Rise, at: number, celsius: number): Turn {
  const age = at - rise.onset;
  const height = rise.top - rise.base;
  if (celsius <= rise.base + BACK_WITHIN && age <= LIFTED_MAX + STEEPEST)
    return quiet({ ...state, ...fresh(state) });
  if (rise.steady && rise.fastest < FAST) return milkingFound(state, rise, at);
  const fallen = rise.top - celsius;
  // Colder again by a plant, not by a hand: over a quarter of an hour and longer.
  const cooled = fallen >= Math.max(0.7, 0.15 * height) && at - rise.topAt >= STEEPEST;
  if (cooled && fallen / (at - rise.topAt) < PLANT_MAX) return milkingFound(state, rise, at);
  if (age < LIFTED_MAX) return quiet({ ...state, rise });
  if (height < STEP_MIN) return quiet({ ...state, ...fresh(state) });
  return collectionFound(state, rise, at);
}

function milkingFound(state: View, rise: Rise, at: number): Turn {
  return {
    view: {
      ...state,
      ...fresh(state),
      filling: true,
      known: true,
      began: { at: rise.onset, base: rise.base, sign: "rise" },
      top: rise.top,
      topAt: rise.topAt,
      nearTopAt: rise.topAt,
      swing: null,
      gone: null,
    },
    found: [
      ...goneBeforeMilk(state, rise, at),
      {
        kind: "milking-began",
        first: isIntoEmpty(state, rise) ? true : state.known ? false : null,
        at: monoMs(rise.onset),
        earliest: monoMs(rise.earliest),
        latest: monoMs(Math.max(rise.latest, rise.onset)),
        foundAt: monoMs(at),
        sign: "rise",
      },
    ],
  };
}

/**
 * What seemed to be milk coming in, and stood there warm, was the air of a vat that had been collected: milk onto as much milk warms it far more
 * slowly than this.
 */
const isIntoEmpty = ({ began, top }: View, rise: Rise): boolean =>
  began?.sign === "rise" && rise.base >= Math.max(EMPTY_ABOVE, top - COOLED_MIN) && rise.fastest >= 2 * FAST;

function goneBeforeMilk(state: View, rise: Rise, at: number): readonly Phase[] {
  if (state.began === null || !isIntoEmpty(state, rise)) return NOTHING_FOUND;
  const back = monoMs(state.began.at);
  const shape = { at: back, earliest: back, foundAt: monoMs(at), sign: "air" } as const;
  return [
    { kind: "taken-back", what: "milking-began", latest: back, ...shape },
    { kind: "collected", latest: monoMs(rise.onset), ...shape },
  ];
}

function collectionFound(state: View, rise: Rise, at: number): Turn {
  return {
    view: { ...emptied(state, rise.onset), gone: { at: rise.onset, base: rise.base, rise } },
    found: [
      {
        kind: "collected",
        at: monoMs(rise.onset),
        earliest: monoMs(rise.earliest),
        latest: monoMs(Math.max(rise.latest, rise.onset)),
        foundAt: monoMs(at),
        sign: "air",
      },
    ],
  };
}

/** Milk runs in: until the top is past, or nothing has moved for a while. */
function fillingSeen(state: View, at: number, celsius: number): Turn {
  const { began } = state;
  const higher = celsius > state.top;
  const top = higher ? celsius : state.top;
  const topAt = higher ? at : state.topAt;
  const nearTopAt = celsius >= top - 0.25 ? at : state.nearTopAt;
  const so = { ...state, top, topAt, nearTopAt };
  if (began === null) return quiet({ ...so, filling: false });
  const height = Math.max(0, top - began.base);
  const past = top - celsius >= Math.max(0.5, 0.1 * height) && at - nearTopAt >= STEEPEST;
  if (past) {
    const told: Phase[] =
      nearTopAt - began.at < TOP_AFTER
        ? []
        : [
            {
              kind: "milking-ended",
              at: monoMs(nearTopAt),
              earliest: monoMs(Math.min(topAt, nearTopAt)),
              latest: monoMs(at),
              foundAt: monoMs(at),
              sign: "top",
            },
          ];
    return { view: { ...so, ...fresh(so), filling: false }, found: told };
  }
  const first = so.at[0] ?? at;
  const still = at - first >= STILL && Math.max(...so.celsius) - Math.min(...so.celsius) < 0.5;
  // Neither warmer nor colder: it stands there uncooled. The next rise is another milking's. (A first milking's blend stands still anyway.)
  return still && (began.sign === "rise" || at - began.at > MILKING_MAX)
    ? quiet({ ...so, ...fresh(so), filling: false })
    : quiet(so);
}

// --- An empty vat, or nobody knows what is in it ---

function airSeen(state: View, at: number, celsius: number): Turn {
  const so = withAirTrend(state, at, celsius);
  const back = coldAgain(so, at, celsius);
  if (back !== null) return back;
  const cooled = cooledAsMilk(so, at, celsius);
  if (cooled !== null) return cooled;
  if (so.stage === "unknown" && isHeldMilk(so, at, celsius)) {
    return quiet({ ...so, stage: "milk", known: celsius <= SURELY_MILK, swing: celsius });
  }
  const rise = so.rise === null ? warmthIn(so) : risen(so.rise, so, at, celsius);
  if (rise === null) return quiet(so);
  if (celsius <= rise.base + 2) return quiet({ ...so, ...fresh(so) });
  if (at - rise.onset < STAYS) return quiet({ ...so, rise });
  return {
    view: {
      ...so,
      ...fresh(so),
      stage: "milk",
      filling: true,
      known: true,
      began: { at: rise.onset, base: rise.base, sign: "warm-milk" },
      top: rise.top,
      topAt: rise.topAt,
      nearTopAt: at,
      swing: null,
      gone: null,
    },
    found: [
      {
        kind: "milking-began",
        first: so.known ? true : null,
        at: monoMs(rise.onset),
        earliest: !so.known && rise.earliest <= (so.emptyFrom ?? at) ? null : monoMs(rise.earliest),
        latest: monoMs(Math.max(rise.latest, rise.onset)),
        foundAt: monoMs(at),
        sign: "warm-milk",
      },
    ],
  };
}

/** Cold and steady for half an hour, and nobody knows of a vat being empty: it is milk. */
function isHeldMilk(state: View, at: number, celsius: number): boolean {
  const seenFor = at - (state.at[0] ?? at);
  if (state.plunge !== null || Math.max(...state.celsius) > COOLED_TO) return false;
  return seenFor >= STAYS && celsius <= HELD_TO && Math.abs(rateOver(state, STAYS)) < PULLED_DOWN_BY;
}

/** Warmth that came at once, at milk's temperature or its blend's. */
function warmthIn(state: View): Rise | null {
  const { at, celsius } = state;
  const last = at.length - 1;
  const now = at[last] ?? 0;
  const warm = celsius[last] ?? 0;
  if (warm < 10 || isSettling(state, now)) return null;
  let low = last;
  for (let index = last; index >= 0 && (now - (at[index] ?? 0) <= STAYS || index === last - 1); index -= 1) {
    if ((celsius[index] ?? 0) < (celsius[low] ?? 0)) low = index;
  }
  if (warm - (celsius[low] ?? 0) < STEP_MIN) return null;
  return riseFrom(state, low, false);
}

/** Kelvin an hour over about so long; 0 while too little is seen. */
function rateOver({ at, celsius }: View, over: number): number {
  const last = at.length - 1;
  const now = at[last] ?? 0;
  let from = last;
  while (from > 0 && now - (at[from] ?? 0) < over) from -= 1;
  const long = now - (at[from] ?? now);
  return long < over / 2 ? 0 : (((celsius[last] ?? 0) - (celsius[from] ?? 0)) / long) * HOUR;
}

/** The same over the time before that. */
function rateBefore(state: View, over: number): number {
  const until = (state.at.at(-1) ?? 0) - over;
  const count = state.at.findLastIndex((one) => one <= until) + 1;
  return count === 0
    ? 0
    : rateOver({ ...state, at: state.at.slice(0, count), celsius: state.celsius.slice(0, count) }, over);
}

/** A vat that was just emptied or washed is still being rinsed, drained, warmed and cooled. */
const isSettling = ({ known, emptyFrom }: View, at: number): boolean =>
  known && emptyFrom !== null && at - emptyFrom < SETTLES;

function withAirTrend(state: View, at: number, celsius: number): View {
  const rate = rateOver(state, RATE_OVER);
  const emptyFrom = state.emptyFrom ?? at;
  if (isSettling(state, at)) {
    const bump = Math.abs(rate) < HELD_RATE / 2 ? bumpIn(state, at, rate) : state.bump;
    return { ...state, emptyFrom, bump };
  }
  const seen = { ...state, emptyFrom, plunge: plungeIn(state, at, celsius) };
  if (rate < -FALL_RATE) return { ...seen, fallFrom: state.fallFrom ?? Math.max(emptyFrom, at - RATE_OVER) };
  const flatFrom =
    state.fallFrom !== null || state.flatFrom === null ? Math.max(emptyFrom, at - RATE_OVER) : state.flatFrom;
  const stands = Math.abs(rate) < HELD_RATE && at - (state.at[0] ?? at) >= RATE_OVER;
  const stood = stands ? { at, celsius } : state.stood;
  return { ...seen, bump: bumpIn(state, at, rate), flatFrom, fallFrom: null, stood };
}

/** A fall from where it stood, such as cold milk makes that comes in; or the one under way, as long as it stays down. */
function plungeIn({ plunge, stood }: View, at: number, celsius: number): Level | null {
  if (plunge !== null) return celsius > plunge.celsius - PLUNGE_MIN / 2 ? null : plunge;
  if (stood === null || at - stood.at > PLUNGE_WITHIN) return null;
  return celsius <= stood.celsius - PLUNGE_MIN ? stood : null;
}

/** A sudden change after which nothing moved: what milk does that comes in at nearly the vat's own temperature. The greatest counts. */
function bumpIn(state: View, now: number, rate: number): View["bump"] {
  const { at, celsius, bump } = state;
  const until = at.findLastIndex((one) => one <= now - RATE_OVER);
  const from = at.findLastIndex((one) => one <= (at[until] ?? 0) - BUMP_OVER);
  const old = bump === null || now - bump.at > MILKING_MAX ? null : bump;
  if (from < 0 || Math.abs(rate) > FALL_RATE) return old;
  const size = Math.abs((celsius[until] ?? 0) - (celsius[from] ?? 0));
  return size < BUMP_MIN || size < (old?.size ?? 0) ? old : { at: at[from] ?? now, size };
}

/** The probe was out of the milk for longer than hands take, and the milk is still there. */
function coldAgain(state: View, at: number, celsius: number): Turn | null {
  const { gone } = state;
  if (gone === null || celsius > gone.base + BACK_WITHIN) return null;
  const before = state.celsius.at(-3) ?? celsius;
  const long = at - (state.at.at(-3) ?? at);
  const sudden = before - celsius >= STEP_MIN && long > 0 && (before - celsius) / long > PLANT_MAX / 2;
  if (!sudden && (state.at.at(-1) ?? at) - (state.at.at(-2) ?? at) < minutes(4)) return null;
  const then = monoMs(gone.at);
  return {
    view: { ...state, ...fresh(state), stage: "milk", gone: null, swing: null },
    found: [
      {
        kind: "taken-back",
        what: "collected",
        at: then,
        earliest: then,
        latest: then,
        foundAt: monoMs(at),
        sign: "cold-again",
      },
    ],
  };
}

/** Nothing but milk that is being cooled falls steadily from warm to this cold; or comes in colder than the air, and stays. */
function cooledAsMilk(state: View, at: number, celsius: number): Turn | null {
  const { gone, plunge } = state;
  if (gone !== null && at - gone.at < GONE_FOR) {
    return isPulledDown(state, celsius) ? milkAfterAll(state, gone, at) : null;
  }
  if (plunge !== null && at - plunge.at >= PLUNGE_LASTS && rateOver(state, STILL) < HELD_RATE / 2) {
    return cooledMilkFound(state, likelyStart(state, plunge.at), plunge.at + RATE_OVER, at);
  }
  if (!isPulledDown(state, celsius)) return null;
  const fallFrom = state.fallFrom ?? at;
  return cooledMilkFound(state, likelyStart(state, fallFrom), fallFrom, at);
}

function isPulledDown(state: View, celsius: number): boolean {
  if (celsius > PULLED_DOWN_TO || Math.max(...state.celsius) - celsius < PULLED_DOWN_MIN) return false;
  const rate = rateOver(state, PULLED_OVER);
  const before = rateBefore(state, PULLED_OVER);
  return before < 0 && rate <= -PULLED_DOWN_BY && rate <= STRAIGHT * before;
}

/** What was taken for air after a collection is being cooled: warm milk had come onto little cold milk. */
function milkAfterAll(state: View, gone: { readonly at: number; readonly rise: Rise }, at: number): Turn {
  const then = monoMs(gone.at);
  const none: Phase = {
    kind: "taken-back",
    what: "collected",
    at: then,
    earliest: then,
    latest: then,
    foundAt: monoMs(at),
    sign: "cooling-seen",
  };
  const { view, found } = cooledMilkFound({ ...state, known: false }, gone.at, gone.at, at);
  return {
    view,
    found: [none, ...found.map((one) => ({ ...one, first: false, earliest: monoMs(gone.rise.earliest) }))],
  };
}

function cooledMilkFound(state: View, likely: number, latest: number, at: number): Turn {
  const from = state.emptyFrom ?? likely;
  const start = Math.max(from, likely);
  // Seen, or only concluded from where the fall began: then it may have come at any time since the vat was emptied.
  const earliest = start === state.bump?.at ? Math.max(from, start - RATE_OVER) : from;
  return {
    view: {
      ...state,
      ...fresh(state),
      stage: "milk",
      filling: false,
      known: true,
      began: { at: start, base: state.celsius.at(-1) ?? 0, sign: "cooling-seen" },
      swing: null,
      gone: null,
      fallFrom: null,
      flatFrom: null,
      stood: null,
      plunge: null,
      bump: null,
    },
    found: [
      {
        kind: "milking-began",
        first: state.known ? true : null,
        at: monoMs(start),
        // Milk that was there from the first reading on may have been there before it.
        earliest: !state.known && earliest <= from ? null : monoMs(earliest),
        latest: monoMs(Math.max(latest, start)),
        foundAt: monoMs(at),
        sign: "cooling-seen",
      },
    ],
  };
}

/**
 * The greatest sudden change before the fall, as far back as a milking is long; else the plunge; else when it last stood still, as far
 * back; else the fall.
 */
function likelyStart({ bump, plunge, stood }: View, fallFrom: number): number {
  if (bump !== null && bump.at <= fallFrom && fallFrom - bump.at <= MILKING_MAX) return bump.at;
  if (plunge !== null) return plunge.at;
  if (stood !== null && stood.at <= fallFrom && fallFrom - stood.at <= MILKING_MAX) return stood.at;
  return fallFrom;
}
