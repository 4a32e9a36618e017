// Room: domain/heat. The steps that ask for a stretch of time: a hold, drying, acidity, and never outside a band.
// May live here: these four. May not: stretches themselves (track.ts), the order of steps (judge.ts), F (lethality-step.ts).
// Invariant: the figure counts as reached only by straight lines between readings that are near enough; 71.9 is not 72.

import {
  type Answer,
  becauseOf,
  blindness,
  type From,
  type Met,
  outcomeOf,
  READINGS_MIN,
  type Window,
} from "./answer.ts";
import type { AcidityStep, Band, DryStep, HoldStep, ThroughoutStep } from "./rule.ts";
import {
  fallAfter,
  firstLasting,
  highestHeld,
  isGap,
  isSeenTwice,
  isWithin,
  type Lasting,
  longestOf,
  possibleFallAfter,
  possibleStretches,
  shownStretches,
  type Track,
  timeAt,
  valueAt,
} from "./track.ts";
import type {
  AcidityVerdict,
  Blind,
  DryVerdict,
  HoldVerdict,
  NearestMiss,
  ThroughoutVerdict,
} from "./verdict.ts";

/** A hold, once or twice: the milk's own curve shows it. */
export function answerHold(step: HoldStep, from: From, track: Track): Answer<HoldVerdict> {
  const { band, length, readingsEvery, times } = step;
  const { shown, possible } = stretchesOf(track, band, readingsEvery);
  const first = {
    shown: firstLasting(shown, from.shown, length),
    possible: firstLasting(possible, from.possible, length),
  };
  const falls = times === "once" ? null : (band.lower?.figure ?? 0) - times.twiceWithFallBy;
  const last =
    falls === null
      ? first
      : {
          shown: then(first.shown, (at) => {
            const fell = fallAfter(track, at, falls);
            return fell === null ? null : firstLasting(shown, fell, length);
          }),
          possible: then(first.possible, (at) => {
            const fell = possibleFallAfter(track, at, falls, readingsEvery);
            return fell === null ? null : firstLasting(possible, fell, length);
          }),
        };
  const met = metBy(last, from, track);
  const outcome = outcomeOf(met);
  const isOnceOnly = falls !== null && first.shown !== null;
  return {
    ...met,
    verdict: {
      kind: "hold",
      step,
      outcome,
      because: becauseOf(outcome, { why: isOnceOnly ? "once-only" : "not-held" }, () =>
        blindIn(track, band, readingsEvery, from),
      ),
      met: (falls === null ? [first.shown] : [first.shown, last.shown]).flatMap((one) => one?.stretch ?? []),
      longest: longestOf(shown),
      nearest: outcome === "FAIL" && !isOnceOnly ? highestHeld(track, length, readingsEvery) : null,
    },
  };
}

/** Drying: on the dryer's own curve, or after a fall on that of the milk. Without the first, never FAIL. */
export function answerDry(
  step: DryStep,
  from: From,
  { dryer, temperature }: { readonly dryer: Track | null; readonly temperature: Track },
): Answer<DryVerdict> {
  const { band, readingsEvery, fallBy } = step;
  const track = dryer ?? temperature;
  const { shown, possible } = stretchesOf(track, band, readingsEvery);
  const begins =
    dryer === null ? fallAfter(track, from.shown, (band.lower?.figure ?? 0) - fallBy) : from.shown;
  const found = {
    shown: begins === null ? null : firstLasting(shown, begins, 0),
    possible: firstLasting(possible, from.possible, 0),
  };
  const met: Met =
    dryer === null
      ? { shown: found.shown?.metAt ?? null, possible: from.possible }
      : metBy(found, from, track);
  const outcome = outcomeOf(met);
  return {
    ...met,
    verdict: {
      kind: "dry",
      step,
      outcome,
      because: becauseOf(outcome, { why: "not-held" }, () =>
        dryer === null ? { why: "no-curve" } : blindIn(track, band, readingsEvery, from),
      ),
      met: found.shown === null ? [] : [found.shown.stretch],
      onItsOwnCurve: dryer !== null,
    },
  };
}

/** pH below a figure for a time; or, where no time is said, at the last reading. */
export function answerAcidity(step: AcidityStep, from: From, track: Track | null): Answer<AcidityVerdict> {
  const { below, length, readingsEvery } = step;
  if (track === null) return acidityUnknown(step, from);
  const band: Band = { lower: null, upper: { figure: below, included: false } };
  const { shown, possible } = stretchesOf(track, band, readingsEvery);
  const found =
    length === null
      ? { shown: atTheLast(track, band, from.shown), possible: atTheLast(track, band, from.possible) }
      : {
          shown: firstLasting(shown, from.shown, length),
          possible: firstLasting(possible, from.possible, length),
        };
  const met = metBy(found, from, track);
  const outcome = outcomeOf(met);
  return {
    ...met,
    verdict: {
      kind: "acidity",
      step,
      outcome,
      because: becauseOf(outcome, { why: "not-held" }, () => blindIn(track, band, readingsEvery, from)),
      met: found.shown === null ? [] : [found.shown.stretch],
      longest: longestOf(shown),
      nearest: outcome === "FAIL" ? lowestHeld(track, length, readingsEvery) : null,
    },
  };
}

const acidityUnknown = (step: AcidityStep, from: From): Answer<AcidityVerdict> => ({
  shown: null,
  possible: from.possible,
  verdict: {
    kind: "acidity",
    step,
    outcome: "NO_DATA",
    because: { why: "no-curve" },
    met: [],
    longest: null,
    nearest: null,
  },
});

/**
 * Never outside the band between the two instants that a person gave. Without both, only a log that is within the band all
 * the way is a PASS; and one that is not, NO_DATA: what lies outside may have been before or after.
 */
export function answerThroughout(
  step: ThroughoutStep,
  from: From,
  track: Track,
  window: Window,
): Answer<ThroughoutVerdict> {
  const { band, readingsEvery } = step;
  const figures = Array.from(track.value);
  const isOutside = figures.some((figure) => !isWithin(band, figure));
  const isBounded = window.from !== null && window.to !== null;
  const blind = isOutside ? null : blindThroughout(track, readingsEvery, window);
  const because =
    isOutside && isBounded
      ? ({ why: "left-band" } as const)
      : isOutside
        ? ({ why: "no-window" } as const)
        : blind;
  const last = timeAt(track, track.at.length - 1);
  const met: Met = {
    shown: because === null ? last : null,
    possible: because?.why === "left-band" ? null : track.at.length === 0 ? from.possible : last,
  };
  return {
    ...met,
    verdict: {
      kind: "throughout",
      step,
      outcome: outcomeOf(met),
      because,
      lowest: extreme(track, Math.min),
      highest: extreme(track, Math.max),
    },
  };
}

/** Too few readings, a gap, or a part of the given time without any. */
function blindThroughout(track: Track, needed: number, window: Window): Blind | null {
  const last = track.at.length - 1;
  if (track.at.length < READINGS_MIN) return { why: "no-readings" };
  const edges = {
    at: [window.from ?? timeAt(track, 0), ...Array.from(track.at), window.to ?? timeAt(track, last)],
  };
  for (let i = 0; i < edges.at.length - 1; i++) {
    if (isGap({ ...edges, value: [] }, i, needed))
      return blindness({ ...edges, value: [] }, needed, () => true);
  }
  return null;
}

function extreme(
  track: Track,
  of: (...figures: number[]) => number,
): { readonly at: number; readonly figure: number } | null {
  let found: { readonly at: number; readonly figure: number } | null = null;
  for (let i = 0; i < track.at.length; i++) {
    const figure = valueAt(track, i);
    if (found === null || of(figure, found.figure) !== found.figure) found = { at: timeAt(track, i), figure };
  }
  return found;
}

type Found = { readonly shown: Lasting | null; readonly possible: Lasting | null };

const then = (first: Lasting | null, next: (at: number) => Lasting | null): Lasting | null =>
  first === null ? null : next(first.metAt);

/** Too few readings, or none since the step before was met, leave everything possible. */
const metBy = ({ shown, possible }: Found, from: From, track: Track): Met => ({
  shown: shown?.metAt ?? null,
  possible: isUnseen(track, from) ? from.possible : (possible?.metAt ?? shown?.metAt ?? null),
});

const isUnseen = (track: Track, from: From): boolean =>
  track.at.length < READINGS_MIN || endsBefore(track, from);
const endsBefore = (track: Track, from: From): boolean => timeAt(track, track.at.length - 1) < from.possible;

const stretchesOf = (track: Track, band: Band, spacing: number) => ({
  shown: shownStretches(track, band, spacing).filter(isSeenTwice),
  possible: possibleStretches(track, band, spacing),
});

const blindIn = (track: Track, band: Band, spacing: number, from: From): Blind =>
  endsBefore(track, from)
    ? { why: "ended" }
    : blindness(track, spacing, (i) => i < track.at.length && isWithin(band, valueAt(track, i)));

/** The last reading, where it lies within the band and after an instant. */
function atTheLast(track: Track, band: Band, from: number): Lasting | null {
  const last = track.at.length - 1;
  const at = timeAt(track, last);
  if (last < 0 || at < from || !isWithin(band, valueAt(track, last))) return null;
  return { metAt: at, stretch: { from: at, to: at, readings: 1 } };
}

/** As `highestHeld`, upside down; where no time is asked, the last reading. */
function lowestHeld(track: Track, length: number | null, spacing: number): NearestMiss | null {
  const last = track.at.length - 1;
  if (length === null) {
    const at = timeAt(track, last);
    return { figure: valueAt(track, last), stretch: { from: at, to: at, readings: 1 } };
  }
  const turned = { at: track.at, value: Array.from(track.value, (figure) => -figure) };
  const held = highestHeld(turned, length, spacing);
  return held === null ? null : { ...held, figure: -held.figure };
}
