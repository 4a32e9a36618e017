// Room: domain/cooling. One milking by one profile: was the milk cold in time, and was it kept so.
// May live here: the judgement, rule by rule as README.md says them. May not: finding milkings (review.ts), words (words.ts).
// Invariant: a gap over the deadline is never a PASS; warmer readings never make a FAIL a PASS; it costs what is judged, not the curve.

import { type DurationMs, days, earliestOf, latestOf, type MonoMs, milliseconds, monoMs } from "../units.ts";
import { type Curve, timeOf, warmthOf } from "./curve.ts";
import {
  GAP_MAX,
  interval,
  isAbove,
  type Known,
  lastSeen,
  lengthOf,
  type Milk,
  milkOf,
  reachedAfter,
  reachedBefore,
  stretchesAbove,
  stretchesOutside,
  temperatureBefore,
} from "./milk.ts";
import type { CoolingLimit, CoolingProfile } from "./profile.ts";
import {
  type Because,
  type BlendVerdict,
  type LimitVerdict,
  type MilkingClock,
  OUTCOMES,
  type Outcome,
  type Stretch,
  type Verdict,
} from "./verdict.ts";

/** Nothing is looked at later than this after the start: no farm keeps its milk longer (ISO 5708 goes to six milkings, 72 h). */
export const JUDGED_MAX: DurationMs = days(7);

/**
 * Up to when a curve goes: the present, "finished" for a log that ended with its last reading, or "clock-stepped" for one whose clock was set
 * back after its last reading.
 */
export type Now = MonoMs | "finished" | "clock-stepped";

/**
 * Judges one milking by one profile.
 * `curve`: milk only (see handling.ts), on the same clock as `clock` and `now`.
 * `line`: the delivery line's curve, where it is measured. `gapMax`: for loggers that are set to more than GAP_MAX; the verdict says it.
 * Instants of `clock` that are not after the start, or that lie after now, count as not known.
 */
export function judge(
  profile: CoolingProfile,
  curve: Curve,
  clock: MilkingClock,
  now: Now,
  line: Curve | null = null,
  gapMax: DurationMs = GAP_MAX,
): Verdict {
  const matter = matterOf(curve, clock, now, gapMax);
  const applying = profile.limits.filter((limit) => applies(limit, matter.first));
  const judged = applying.map((limit) => judgeLimit(limit, matter));
  const limits = eitherWay(applying, judged, matter.first);
  const deadline = lastDeadline(
    applying,
    limits.map((one) => one.verdict),
  );
  const to = judgedTo(matter, deadline);
  const seen = interval(matter.milk, matter.start, to);
  const blend = judgeBlend(profile, matter, deadline);
  const holdBreaches = judgeHold(profile, matter, applying, limits, deadline);
  const unseen = nothingSeen(matter);
  const all: Reason[] = [
    ...unseen,
    ...notMilk(matter, applying, deadline),
    ...limits.flatMap((one) => one.reasons),
    ...holdBreaches.map((breach) => fail({ kind: "not-held", from: breach.from })),
    ...(blend?.reasons ?? []),
    ...judgeContinuous(profile, matter, line),
    ...judgeLoading(profile, matter),
  ];
  const reasons = unseen.length === 0 ? all : all.filter(({ because }) => !isOfGap(because));
  const because = OUTCOMES.flatMap((outcome) => reasons.filter((reason) => reason.outcome === outcome));
  return {
    profile: profile.id,
    outcome: because[0]?.outcome ?? "PASS",
    because: because.map((reason) => reason.because),
    limits: limits.map((one) => one.verdict),
    maximum: seen.maximum,
    blend: blend?.verdict ?? null,
    holdBreaches,
    coverage: seen.coverage,
    longestGap: seen.longestGap,
    readings: seen.readings,
    judged: { from: matter.start, to },
    gapMax,
  };
}

/** What is judged: the milk, and the instants of its clock that had come by `now`. */
type Matter = {
  readonly milk: Milk;
  readonly start: MonoMs;
  readonly end: MonoMs | null;
  readonly first: boolean | null;
  readonly next: MonoMs | null;
  readonly collected: MonoMs | null;
  readonly washed: MonoMs | null;
  readonly now: MonoMs;
  /** No reading will ever come after the last. */
  readonly isFinished: boolean;
  readonly isClockStepped: boolean;
};

type Reason = { readonly outcome: Outcome; readonly because: Because };
const fail = (because: Because): Reason => ({ outcome: "FAIL", because });
const noData = (because: Because): Reason => ({ outcome: "NO_DATA", because });

type Judged = { readonly verdict: LimitVerdict; readonly reasons: readonly Reason[] };

function matterOf(curve: Curve, clock: MilkingClock, now: Now, gapMax: DurationMs): Matter {
  const { start } = clock;
  const horizon = start + JUDGED_MAX;
  const isFinished = now === "finished" || now === "clock-stepped";
  const lastReading = curve.at.length === 0 ? start : timeOf(curve, curve.at.length - 1);
  // A log is finished with its last reading, or with what a person knows of later: that the milk was collected.
  const present = isFinished
    ? Math.max(start, lastReading, clock.collected ?? start, clock.notMilkFrom ?? start)
    : now;
  const until = monoMs(Math.min(present, horizon));
  const come = (at: MonoMs | null) => (at !== null && at > start && at <= until ? at : null);
  const collected = come(clock.collected);
  const washed = clock.notMilkFrom === start ? start : come(clock.notMilkFrom);
  const ended = earliestOf([collected, washed].filter((at) => at !== null));
  return {
    milk: milkOf(curve, start, ended, until, gapMax),
    start,
    end: clock.end !== null && clock.end <= until ? clock.end : null,
    first: clock.first,
    next: come(clock.nextStart),
    collected,
    washed,
    now: until,
    isFinished,
    isClockStepped: now === "clock-stepped",
  };
}

const applies = (limit: CoolingLimit, first: boolean | null): boolean =>
  limit.appliesTo === "any" || first === null || limit.appliesTo === (first ? "first" : "later");

/** When a limit is due: at an instant, not before somebody ends the milking or collects, or at an unknown instant from `earliest` on. */
type Due =
  | { readonly kind: "at"; readonly at: MonoMs }
  | { readonly kind: "not-yet" }
  | { readonly kind: "unknown"; readonly earliest: MonoMs; readonly latest: MonoMs | null };

function dueOf(limit: CoolingLimit, matter: Matter): Due {
  const { start, end, collected } = matter;
  const known: number[] = [];
  const hidden: number[] = [];
  for (const { after, within } of limit.by) {
    if (after === "start-of-milking") known.push(start + within);
    else if (after === "collection") {
      if (collected !== null) known.push(collected);
    } else if (end !== null) known.push(end + within);
    else if (milkingIsOver(matter)) hidden.push(start + within);
  }
  const at = known.length === 0 ? null : monoMs(Math.min(...known));
  const earliestHidden = Math.min(...hidden);
  if (earliestHidden < (at ?? Number.POSITIVE_INFINITY))
    return { kind: "unknown", earliest: monoMs(earliestHidden), latest: at };
  return at === null ? { kind: "not-yet" } : { kind: "at", at };
}

/** Somebody knows that it ended, only not when. */
const milkingIsOver = (matter: Matter): boolean =>
  matter.isFinished || matter.collected !== null || matter.washed !== null || matter.next !== null;

function judgeLimit(limit: CoolingLimit, matter: Matter): Judged {
  const due = dueOf(limit, matter);
  switch (due.kind) {
    case "at":
      return judgeAt(limit, due.at, matter);
    case "not-yet":
      return notYet(limit, null, null, matter);
    case "unknown":
      return judgeUnknown(limit, due.earliest, due.latest, matter);
  }
}

/** The rule "Reached" of README.md for a known deadline. */
function judgeAt(limit: CoolingLimit, deadline: MonoMs, matter: Matter): Judged {
  const { milk, next } = matter;
  const told = { limit: limit.id, atMost: limit.atMost, deadline };
  const done = (outcome: LimitVerdict["outcome"], reachedAt: MonoMs | null, atDeadline: number | null) => ({
    ...told,
    outcome,
    reachedAt,
    margin: reachedAt === null ? null : milliseconds(deadline - reachedAt),
    atDeadline,
  });
  const beforeNext = next !== null && next < deadline ? temperatureBefore(milk, next, next) : null;
  const atDeadline = isSeen(deadline, matter) ? temperatureBefore(milk, next, deadline) : null;
  const shown = atDeadline?.kind === "seen" ? atDeadline.celsius : null;
  if (next !== null && beforeNext?.kind === "seen" && !isAbove(beforeNext.celsius, limit.atMost))
    return { verdict: done("PASS", reachedBefore(milk, next, limit.atMost), shown), reasons: [] };
  if (milk.ended !== null && milk.ended < deadline) {
    const isCollected = milk.ended === matter.collected;
    const reached = lastStretch(milk, limit.atMost);
    if (!isCollected) return { verdict: done("NO_DATA", reached, null), reasons: [] };
    return {
      verdict: done("COLLECTED_EARLY", reached, null),
      reasons: [
        { outcome: "COLLECTED_EARLY", because: { kind: "collected-before-deadline", limit: limit.id } },
      ],
    };
  }
  if (atDeadline === null) return notYet(limit, deadline, lastStretch(milk, limit.atMost), matter);
  if (atDeadline.kind === "seen" && !isAbove(atDeadline.celsius, limit.atMost))
    return { verdict: done("PASS", reachedBefore(milk, deadline, limit.atMost), shown), reasons: [] };
  const hidden = [beforeNext, atDeadline].find((known) => isHidden(known, limit.atMost));
  if (hidden?.kind === "gap") {
    const { from, to } = hidden;
    return {
      verdict: done("NO_DATA", null, shown),
      reasons: [noData({ kind: "gap-over-deadline", limit: limit.id, from, to })],
    };
  }
  const reachedAt = reachedAfter(milk, deadline, limit.atMost);
  return { verdict: done("FAIL", reachedAt, shown), reasons: [fail({ kind: "late", limit: limit.id })] };
}

/** It lies in a gap that has not the readings of this milk at both ends above the limit. */
const isHidden = (known: Known | null, limit: number): boolean =>
  known?.kind === "gap" && known.ends?.every((celsius) => isAbove(celsius, limit)) !== true;

/** Whether anything can still be learned about an instant: false while it lies ahead, or its reading may still come. */
function isSeen(at: MonoMs, { milk, now, isFinished }: Matter): boolean {
  const last = lastSeen(milk);
  if (milk.ended !== null || (last !== null && at <= last)) return true;
  if (isFinished) return last === null;
  return at <= now && now - (last ?? milk.start) > milk.gapMax;
}

/** Where the milk is at or below the limit with its last reading: since when. */
function lastStretch(milk: Milk, limit: number): MonoMs | null {
  const last = lastSeen(milk);
  return last === null || isAbove(warmthOf(milk.curve, milk.last), limit)
    ? null
    : reachedBefore(milk, last, limit);
}

/** Not due yet, as far as the curve goes; where a stepped clock ended it, it never will be. */
function notYet(
  limit: CoolingLimit,
  deadline: MonoMs | null,
  reachedAt: MonoMs | null,
  { isClockStepped, now }: Matter,
): Judged {
  return {
    verdict: {
      limit: limit.id,
      atMost: limit.atMost,
      deadline,
      outcome: isClockStepped ? "NO_DATA" : "PENDING",
      reachedAt,
      margin: deadline === null || reachedAt === null ? null : milliseconds(deadline - reachedAt),
      atDeadline: null,
    },
    reasons: [
      isClockStepped
        ? noData({ kind: "clock-step", limit: limit.id, at: now })
        : { outcome: "PENDING", because: { kind: "deadline-not-yet", limit: limit.id } },
    ],
  };
}

/**
 * A limit that may have come due at any time from `earliest` on, to `latest` (the anchor that is known) or to the next milking: it fails where
 * the known anchor fails it, passes where it was kept all that time, and is otherwise not known.
 */
function judgeUnknown(limit: CoolingLimit, earliest: MonoMs, latest: MonoMs | null, matter: Matter): Judged {
  const { milk, next } = matter;
  const byKnown = latest === null ? null : judgeAt(limit, latest, matter);
  if (byKnown?.verdict.outcome === "FAIL") return byKnown;
  const byEarliest = judgeAt(limit, earliest, matter);
  const [why] = byEarliest.reasons;
  const isAhead = why?.because.kind === "deadline-not-yet" || why?.because.kind === "clock-step";
  if (isAhead || byEarliest.verdict.outcome === "COLLECTED_EARLY")
    return { ...byEarliest, verdict: { ...byEarliest.verdict, deadline: null, margin: null } };
  const until = earliestOf([latest, next].filter((at) => at !== null));
  if (until !== null) {
    // At the known anchor it has not failed, so that what stands before it decides as at the next milking's start.
    const known = temperatureBefore(milk, until, until);
    if (known.kind === "seen" && !isAbove(known.celsius, limit.atMost)) {
      const reachedAt = reachedBefore(milk, until, limit.atMost);
      const due = monoMs(Math.min(earliest, until));
      if (reachedAt <= due) {
        const margin = milliseconds(due - reachedAt);
        return {
          verdict: { ...byEarliest.verdict, outcome: "PASS", deadline: due, reachedAt, margin },
          reasons: [],
        };
      }
    }
  }
  return {
    verdict: {
      limit: limit.id,
      atMost: limit.atMost,
      deadline: null,
      outcome: "NO_DATA",
      reachedAt: null,
      margin: null,
      atDeadline: null,
    },
    reasons: [noData({ kind: "end-of-milking-unknown", limit: limit.id })],
  };
}

/**
 * Where nobody knows whether it was the first milking: what holds either way stands, and so does what is not due yet; the rest is not known.
 */
function eitherWay(
  limits: readonly CoolingLimit[],
  judged: readonly Judged[],
  first: boolean | null,
): readonly Judged[] {
  if (first !== null) return judged;
  const isSo = (appliesTo: CoolingLimit["appliesTo"], outcome: Outcome) =>
    judged.some((one, i) => limits[i]?.appliesTo === appliesTo && one.verdict.outcome === outcome);
  return judged.map((one, i) => {
    const { outcome } = one.verdict;
    const isKnown = limits[i]?.appliesTo === "any" || outcome === "PASS" || outcome === "PENDING";
    if (isKnown || outcome === "NO_DATA" || (isSo("first", outcome) && isSo("later", outcome))) return one;
    return {
      verdict: { ...one.verdict, outcome: "NO_DATA" },
      reasons: [noData({ kind: "first-or-later-unknown", limit: one.verdict.limit })],
    };
  });
}

/** A limit that comes due by time, not by the tanker. */
const isTimed = (limit: CoolingLimit): boolean => limit.by.some(({ after }) => after !== "collection");

/** When the last of the timed limits is due; null where one of them has no deadline, or there is none. */
function lastDeadline(limits: readonly CoolingLimit[], verdicts: readonly LimitVerdict[]): MonoMs | null {
  const timed = verdicts.filter((_, i) => {
    const limit = limits[i];
    return limit !== undefined && isTimed(limit);
  });
  const deadlines = timed.flatMap(({ deadline }) => (deadline === null ? [] : [deadline]));
  return deadlines.length < timed.length ? null : latestOf(deadlines);
}

function judgedTo(matter: Matter, deadline: MonoMs | null): MonoMs {
  const { milk, next, now } = matter;
  const to = milk.ended ?? now;
  return next === null ? to : monoMs(Math.min(to, Math.max(next, deadline ?? next)));
}

/** The rule "Held": from the last deadline, or from when a late limit was reached, while no later milking runs in. */
function judgeHold(
  profile: CoolingProfile,
  { milk, next, now }: Matter,
  limits: readonly CoolingLimit[],
  judged: readonly Judged[],
  deadline: MonoMs | null,
): readonly Stretch[] {
  const { hold } = profile;
  if (hold === null || deadline === null) return [];
  const late = judged.filter(({ verdict }, i) => {
    const limit = limits[i];
    return limit !== undefined && isTimed(limit) && verdict.outcome === "FAIL";
  });
  if (late.some((one) => one.verdict.reachedAt === null)) return [];
  const from = Math.max(deadline, ...late.map((one) => one.verdict.reachedAt ?? deadline));
  const to = Math.min(milk.ended ?? now, next ?? now);
  return stretchesOutside(milk, monoMs(from), monoMs(to), hold);
}

type JudgedBlend = { readonly verdict: BlendVerdict; readonly reasons: readonly Reason[] };

/** The rule "Blend": from a later milking's start to its last deadline. Null where the profile or the milking has none. */
function judgeBlend(profile: CoolingProfile, matter: Matter, deadline: MonoMs | null): JudgedBlend | null {
  const { blend } = profile;
  const { milk, start, first, next, now } = matter;
  if (blend === null || first === true) return null;
  const over = earliestOf([deadline, milk.ended, next].filter((at) => at !== null));
  const to = monoMs(Math.min(over ?? now, now));
  const stretches = stretchesAbove(milk, start, to, blend.atMost);
  const lengths = stretches.map(lengthOf);
  const longestAbove = milliseconds(Math.max(0, ...lengths));
  const seen = interval(milk, start, to);
  const isTooWarm = longestAbove > blend.tolerate || (stretches.length > 0 && blend.tolerate === 0);
  const told = {
    atMost: blend.atMost,
    peak: seen.maximum,
    longestAbove,
    totalAbove: milliseconds(lengths.reduce((sum, length) => sum + length, 0)),
  };
  const said = (outcome: BlendVerdict["outcome"], ...reasons: readonly Reason[]): JudgedBlend => ({
    verdict: { ...told, outcome },
    reasons,
  });
  if (isTooWarm && first === null)
    return said("NO_DATA", noData({ kind: "first-or-later-unknown", limit: "blend" }));
  if (isTooWarm) return said("FAIL", fail({ kind: "blend-too-warm" }));
  if (seen.longestGap !== null) return said("NO_DATA", noData({ kind: "gap-in-blend", ...seen.longestGap }));
  if (seen.readings === 0 && over !== null && over <= now)
    return said("NO_DATA", noData({ kind: "gap-in-blend", from: start, to }));
  return said(over === null || over > now ? "PENDING" : "PASS");
}

/** The rule "Continuous": a milking that long has to enter the vat cold. */
function judgeContinuous(profile: CoolingProfile, matter: Matter, line: Curve | null): readonly Reason[] {
  const { continuous } = profile;
  const { milk, start, end, now } = matter;
  if (continuous === null) return [];
  if (end === null && milkingIsOver(matter)) return [];
  const to = end ?? now;
  if (to - start < continuous.fromLength) return [];
  const limits = { atMost: continuous.enterAtMost, atLeast: null };
  const entering = line === null ? null : milkOf(line, start, null, to, milk.gapMax);
  const tooWarm = (of: Milk) => stretchesOutside(of, start, to, limits)[0];
  const seen = entering === null ? null : interval(entering, start, to);
  const isMeasured = seen !== null && seen.longestGap === null;
  const breach =
    (entering === null ? undefined : tooWarm(entering)) ?? (isMeasured ? undefined : tooWarm(milk));
  if (breach !== undefined) return [fail({ kind: "entered-too-warm", at: breach.from })];
  return isMeasured ? [] : [noData({ kind: "line-not-measured" })];
}

/** The rule "Do not load": from the start to collection, whatever milkings come after. */
function judgeLoading(profile: CoolingProfile, { milk, start, now }: Matter): readonly Reason[] {
  return profile.doNotLoad.flatMap(({ above, longerThan }) =>
    stretchesAbove(milk, start, milk.ended ?? now, above)
      .filter((stretch) => lengthOf(stretch) > longerThan)
      .map(({ from, to }) => fail({ kind: "do-not-load", above, from, to })),
  );
}

/** The rule "Not milk". Where a deadline is not known, it is taken to be as early as it can be. */
function notMilk(
  matter: Matter,
  limits: readonly CoolingLimit[],
  deadline: MonoMs | null,
): readonly Reason[] {
  const { start, washed, collected } = matter;
  if (washed === null || (collected !== null && collected <= washed)) return [];
  const soonest = limits.map(({ by }) => start + Math.min(...by.map(({ within }) => within)));
  const due = deadline ?? Math.max(start, ...soonest);
  return washed < due ? [{ outcome: "NOT_MILK", because: { kind: "not-milk", at: washed } }] : [];
}

/** Said once for all where there is no reading at all. */
const isOfGap = ({ kind }: Because): boolean => kind === "gap-over-deadline" || kind === "gap-in-blend";

function nothingSeen({ milk, now, isFinished }: Matter): readonly Reason[] {
  const isDue = isFinished || now - milk.start > milk.gapMax;
  return lastSeen(milk) === null && isDue ? [noData({ kind: "no-readings" })] : [];
}
