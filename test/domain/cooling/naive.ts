// Room: test/domain/cooling. The sentences of src/domain/cooling/README.md read a second time, instant by instant on a grid of 10 s.
// Slow and plain; shares nothing with judge.ts but the shapes. Every instant that goes in has to lie on the grid.

import type { CoolingLimit, CoolingProfile } from "../../../src/domain/cooling/profile.ts";
import type { MilkingClock, Outcome } from "../../../src/domain/cooling/verdict.ts";

export const STEP = 10_000;
const GRAVEST_FIRST: readonly Outcome[] = [
  "NOT_MILK",
  "FAIL",
  "NO_DATA",
  "COLLECTED_EARLY",
  "PENDING",
  "PASS",
];
const WEEK = 7 * 24 * 3_600_000;

export type Readings = readonly (readonly [at: number, celsius: number])[];
export type NaiveNow = number | "finished" | "clock-stepped";
export type NaiveLimit = { outcome: Outcome; deadline: number | null; reachedAt: number | null };
export type NaiveVerdict = {
  outcome: Outcome;
  kinds: readonly string[];
  limits: readonly NaiveLimit[];
  blend: Outcome | null;
  breaches: number;
  maximum: number | null;
  readings: number;
  gap: readonly [number, number] | null;
  to: number;
};

const warm = (celsius: number, limit: number) => celsius - limit > 1e-6;

export function naive(
  profile: CoolingProfile,
  all: Readings,
  clock: MilkingClock,
  now: NaiveNow,
  gapMax: number,
  line: Readings | null = null,
): NaiveVerdict {
  const start: number = clock.start;
  const finished = now === "finished" || now === "clock-stepped";

  // Clock. The milk.
  let present = 0;
  if (finished) {
    present = start;
    for (const [at] of all) present = Math.max(present, at);
    for (const at of [clock.collected, clock.notMilkFrom]) if (at !== null) present = Math.max(present, at);
  } else present = now;
  present = Math.min(present, start + WEEK);
  const known = (at: number | null) => (at !== null && at > start && at <= present ? at : null);
  const next = known(clock.nextStart);
  const collected = known(clock.collected);
  const washed = clock.notMilkFrom === start ? start : known(clock.notMilkFrom);
  const end = clock.end !== null && clock.end <= present ? (clock.end as number) : null;
  const left = Math.min(collected ?? Infinity, washed ?? Infinity);
  const hasLeft = left < Infinity;
  const until = Math.min(left, present);
  const curve = all.filter(([at]) => at <= until);
  const milk = curve.filter(([at]) => at >= start);
  const lastReading = milk.at(-1)?.[0] ?? null;

  // Between readings.
  const lineAt = (of: Readings, at: number): number | null => {
    const before = of.filter((one) => one[0] <= at).at(-1);
    const behind = of.find((one) => one[0] >= at);
    if (before === undefined || behind === undefined) return null;
    if (before[0] === behind[0]) return before[1];
    if (behind[0] - before[0] > gapMax) return null;
    return before[1] + ((behind[1] - before[1]) * (at - before[0])) / (behind[0] - before[0]);
  };
  const standing = (at: number): number | null => {
    const before = milk.filter((one) => one[0] <= at).at(-1);
    return before !== undefined && at - before[0] <= gapMax ? before[1] : null;
  };
  const valueAt = (at: number): number | null => {
    const drawn = lineAt(curve, at);
    if (drawn !== null) return drawn;
    const isAfterLast = lastReading !== null && at > lastReading;
    return hasLeft && isAfterLast && at <= left ? standing(left) : null;
  };
  /** At the deadline, where the next milking begins at it or after it, before the reading that the line goes to. */
  const valueDue = (at: number): number | null => {
    const behind = milk.find((one) => one[0] > at);
    return next !== null && next >= at && behind !== undefined && behind[0] > next
      ? justBeforeNext(at)
      : valueAt(at);
  };
  const farEnd = (at: number): number => (next !== null && next >= at ? next : Infinity);
  const justBeforeNext = (at: number): number | null => {
    const drawn = valueAt(at);
    const before = milk.filter((one) => one[0] <= at).at(-1);
    return drawn === null || before === undefined ? drawn : Math.min(drawn, before[1]);
  };

  // Reached: the beginning of the stretch at or below that holds at an instant, on the grid.
  const heldSince = (check: number, limit: number): number => {
    let since = check;
    for (let at = check; at >= start; at -= STEP) {
      const value = lineAt(curve, at);
      if (value === null || warm(value, limit)) break;
      since = at;
      const before = curve.filter((one) => one[0] < at).at(-1);
      if (before !== undefined && at - before[0] > gapMax && curve.some((one) => one[0] === at)) break;
    }
    // A curve that begins a little after the start has no gap there.
    const begin = milk[0];
    if (
      begin !== undefined &&
      since === begin[0] &&
      since - start <= gapMax &&
      lineAt(curve, since - STEP) === null
    ) {
      const before = curve.filter((one) => one[0] < start).at(-1);
      if (before === undefined || begin[0] - before[0] > gapMax) return start;
    }
    return since;
  };
  const sinceWhen = (check: number, limit: number): number => {
    // Where the last reading stands, the stretch ends with it.
    const drawn = lineAt(curve, check);
    if (drawn !== null && !warm(drawn, limit)) return heldSince(check, limit);
    const last = milk.filter((one) => one[0] <= check).at(-1);
    return last === undefined ? start : heldSince(last[0], limit);
  };
  const firstAfter = (deadline: number, limit: number): number | null => {
    for (let at = deadline; at <= until; at += STEP) {
      const value = lineAt(curve, at);
      if (value !== null && !warm(value, limit)) return at;
    }
    return null;
  };

  // Gap over the deadline: both ends above.
  const bothEndsAbove = (at: number, limit: number, far: number): boolean => {
    const before = milk.filter((one) => one[0] <= at).at(-1);
    const behind = milk.find((one) => one[0] >= at);
    if (before === undefined || behind === undefined || behind[0] > far) return false;
    return warm(before[1], limit) && warm(behind[1], limit);
  };
  const isPending = (deadline: number): boolean => {
    if (hasLeft) return false;
    if (lastReading !== null && deadline <= lastReading) return false;
    if (finished) return lastReading !== null;
    if (deadline > present) return true;
    return present - (lastReading ?? start) <= gapMax;
  };

  const judgeAt = (limit: CoolingLimit, deadline: number): NaiveLimit & { kind: string | null } => {
    const { atMost } = limit;
    const isNextFirst = next !== null && next < deadline;
    if (isNextFirst) {
      const value = justBeforeNext(next);
      if (value !== null && !warm(value, atMost))
        return { outcome: "PASS", deadline, reachedAt: sinceWhen(next, atMost), kind: null };
    }
    const lastValue = milk.at(-1);
    const ending =
      lastValue !== undefined && !warm(lastValue[1], atMost) ? heldSince(lastValue[0], atMost) : null;
    if (hasLeft && left < deadline) {
      return left === collected
        ? { outcome: "COLLECTED_EARLY", deadline, reachedAt: ending, kind: "collected-before-deadline" }
        : { outcome: "NO_DATA", deadline, reachedAt: ending, kind: null };
    }
    if (isPending(deadline)) {
      return now === "clock-stepped"
        ? { outcome: "NO_DATA", deadline, reachedAt: ending, kind: "clock-step" }
        : { outcome: "PENDING", deadline, reachedAt: ending, kind: "deadline-not-yet" };
    }
    const value = valueDue(deadline);
    if (value !== null && !warm(value, atMost))
      return { outcome: "PASS", deadline, reachedAt: sinceWhen(deadline, atMost), kind: null };
    const nextUnknown = isNextFirst && justBeforeNext(next) === null && !bothEndsAbove(next, atMost, next);
    const dueUnknown = value === null && !bothEndsAbove(deadline, atMost, farEnd(deadline));
    if (nextUnknown || dueUnknown)
      return { outcome: "NO_DATA", deadline, reachedAt: null, kind: "gap-over-deadline" };
    return { outcome: "FAIL", deadline, reachedAt: firstAfter(deadline, atMost), kind: "late" };
  };

  // Deadline. End of milking unknown.
  const isOver = finished || next !== null || hasLeft;
  const judgeLimit = (limit: CoolingLimit): NaiveLimit & { kind: string | null } => {
    const due: number[] = [];
    const possible: number[] = [];
    for (const { after, within } of limit.by) {
      if (after === "start-of-milking") due.push(start + within);
      if (after === "collection" && collected !== null) due.push(collected + within);
      if (after === "end-of-milking" && end !== null) due.push(end + within);
      if (after === "end-of-milking" && end === null && isOver) possible.push(start + within);
    }
    const latest = due.length === 0 ? null : Math.min(...due);
    const earliest = Math.min(...possible);
    if (possible.length === 0 || (latest !== null && earliest >= latest)) {
      if (latest !== null) return judgeAt(limit, latest);
      const isStepped = now === "clock-stepped";
      return {
        outcome: isStepped ? "NO_DATA" : "PENDING",
        deadline: null,
        reachedAt: null,
        kind: isStepped ? "clock-step" : "deadline-not-yet",
      };
    }
    const byLatest = latest === null ? null : judgeAt(limit, latest);
    if (byLatest?.outcome === "FAIL") return byLatest;
    const byEarliest = judgeAt(limit, earliest);
    if (["deadline-not-yet", "clock-step", "collected-before-deadline"].includes(byEarliest.kind ?? ""))
      return { ...byEarliest, deadline: null };
    const last = Math.min(latest ?? Infinity, next ?? Infinity);
    if (last < Infinity && !isPending(last) && !(hasLeft && left < last)) {
      const atLast = last === next ? justBeforeNext(last) : valueAt(last);
      if (atLast !== null && !warm(atLast, limit.atMost)) {
        const since = sinceWhen(last, limit.atMost);
        const first = Math.min(earliest, last);
        if (since <= first) return { outcome: "PASS", deadline: first, reachedAt: since, kind: null };
      }
    }
    return { outcome: "NO_DATA", deadline: null, reachedAt: null, kind: "end-of-milking-unknown" };
  };

  // First or later.
  const applying = profile.limits.filter(
    ({ appliesTo }) => appliesTo === "any" || clock.first === null || (appliesTo === "first") === clock.first,
  );
  const asJudged = applying.map(judgeLimit);
  const limits = asJudged.map((one, i) => {
    if (clock.first !== null || applying[i]?.appliesTo === "any") return one;
    if (one.outcome === "PASS" || one.outcome === "PENDING" || one.outcome === "NO_DATA") return one;
    const sides = ["first", "later"].map((side) =>
      asJudged.some((other, k) => applying[k]?.appliesTo === side && other.outcome === one.outcome),
    );
    return sides.every(Boolean)
      ? one
      : { ...one, outcome: "NO_DATA" as const, kind: "first-or-later-unknown" };
  });

  const timed = limits.filter((_, i) => applying[i]?.by.some(({ after }) => after !== "collection"));
  const hasDeadline = timed.length > 0 && timed.every(({ deadline }) => deadline !== null);
  const lastDeadline = hasDeadline ? Math.max(...timed.map(({ deadline }) => deadline ?? 0)) : null;

  const outside: { outcome: Outcome; kind: string }[] = [];
  const say = (outcome: Outcome, kind: string) => outside.push({ outcome, kind });

  // Held.
  const stretches = (of: Readings, from: number, to: number, isOut: (c: number) => boolean): number => {
    let count = 0;
    let run = 0;
    let before: number | null = null;
    for (const [at, celsius] of of) {
      if (at < from || at > to) continue;
      const joined = before !== null && at - before <= gapMax;
      if (!isOut(celsius)) run = 0;
      else run = joined ? run + 1 : 1;
      if (run === 2) count++;
      before = at;
    }
    return count;
  };
  let breaches = 0;
  const late = timed.filter(({ outcome }) => outcome === "FAIL");
  const { hold } = profile;
  if (hold !== null && lastDeadline !== null && late.every(({ reachedAt }) => reachedAt !== null)) {
    const from = Math.max(lastDeadline, ...late.map(({ reachedAt }) => reachedAt ?? 0));
    const isOut = (c: number) => warm(c, hold.atMost) || (hold.atLeast !== null && warm(hold.atLeast, c));
    breaches = stretches(milk, from, Math.min(until, next ?? Infinity), isOut);
  }

  // Judged.
  let to = until;
  if (next !== null) to = Math.min(to, Math.max(next, lastDeadline ?? next));

  const gapsIn = (from: number, till: number): readonly [number, number] | null => {
    let longest: readonly [number, number] | null = null;
    const inside = milk.filter(([at]) => at <= till);
    const add = (a: number, b: number, whole: number) => {
      if (whole > gapMax && b > a && (longest === null || b - a > longest[1] - longest[0])) longest = [a, b];
    };
    if (inside.length === 0) add(from, till, till - from);
    for (const [i, [at]] of inside.entries()) {
      const before = i > 0 ? inside[i - 1]?.[0] : curve.filter((one) => one[0] < from).at(-1)?.[0];
      if (i > 0 && before !== undefined) add(before, at, at - before);
      if (i === 0 && !(before !== undefined && at - before <= gapMax)) add(from, at, at - from);
      if (i === inside.length - 1) {
        const behind = milk.find((one) => one[0] > at)?.[0];
        add(at, till, (behind ?? till) - at);
      }
    }
    return longest;
  };

  // Blend.
  let blend: Outcome | null = null;
  if (profile.blend !== null && clock.first !== true) {
    const { atMost, tolerate } = profile.blend;
    const over = Math.min(lastDeadline ?? Infinity, left, next ?? Infinity);
    const till = Math.min(over, present);
    let longest = 0;
    let run = -1;
    for (let at = start; at <= till; at += STEP) {
      const value = lineAt(curve, at);
      const isGap = value !== null && lineAt(curve, at - STEP / 2) === null;
      if (value === null || !warm(value, atMost)) run = -1;
      else if (run < 0 || isGap) run = at;
      if (run >= 0) longest = Math.max(longest, at - run, 1);
    }
    const readings = milk.filter(([at]) => at <= till).length;
    const gap = gapsIn(start, till);
    if (longest > tolerate) {
      blend = clock.first === null ? "NO_DATA" : "FAIL";
      say(blend, clock.first === null ? "first-or-later-unknown" : "blend-too-warm");
    } else if (gap !== null || (readings === 0 && over <= present)) {
      blend = "NO_DATA";
      say("NO_DATA", "gap-in-blend");
    } else blend = over <= present ? "PASS" : "PENDING";
  }

  // Continuous.
  if (profile.continuous !== null && !(end === null && isOver)) {
    const { fromLength, enterAtMost } = profile.continuous;
    if ((end ?? present) - start >= fromLength) {
      const till = end ?? present;
      const isOut = (c: number) => warm(c, enterAtMost);
      const entering = line === null ? null : line.filter(([at]) => at >= start && at <= till);
      const lineGap = (): boolean => {
        if (entering === null || line === null || entering.length === 0) return true;
        const before = line.filter(([at]) => at < start).at(-1)?.[0];
        const times = [...(before === undefined ? [start] : []), ...entering.map(([at]) => at), till];
        const first = entering[0]?.[0] ?? 0;
        if (before !== undefined && first - before > gapMax && first - start > gapMax) return true;
        return times.some((at, i) => i > 0 && at - (times[i - 1] ?? 0) > gapMax);
      };
      if (entering !== null && stretches(entering, start, till, isOut) > 0) say("FAIL", "entered-too-warm");
      else if (lineGap()) {
        if (stretches(milk, start, till, isOut) > 0) say("FAIL", "entered-too-warm");
        else say("NO_DATA", "line-not-measured");
      }
    }
  }

  // Do not load.
  for (const { above, longerThan } of profile.doNotLoad) {
    let run = -1;
    let isTooLong = false;
    for (let at = start; at <= until; at += STEP) {
      const value = lineAt(curve, at);
      const isGap = value !== null && lineAt(curve, at - STEP / 2) === null;
      if (value === null || !warm(value, above)) run = -1;
      else if (run < 0 || isGap) run = at;
      if (run >= 0 && at - run > longerThan) isTooLong = true;
    }
    if (isTooLong) say("FAIL", "do-not-load");
  }

  // Not milk.
  if (washed !== null && !(collected !== null && collected <= washed)) {
    const soonest = applying
      .filter(({ by }) => by.some(({ after }) => after !== "collection"))
      .map(({ by }) => start + Math.min(...by.map(({ within }) => within)));
    if (washed < (lastDeadline ?? Math.max(start, ...soonest))) say("NOT_MILK", "not-milk");
  }

  // No readings.
  const isUnseen = milk.length === 0 && (finished || present - start > gapMax);
  if (isUnseen) say("NO_DATA", "no-readings");
  if (breaches > 0) say("FAIL", "not-held");
  for (const { outcome, kind } of limits) if (kind !== null) say(outcome, kind);

  const said = outside.filter(({ kind }) => !(isUnseen && kind.startsWith("gap-")));
  const judgedReadings = milk.filter(([at]) => at <= to);
  return {
    outcome: GRAVEST_FIRST.find((outcome) => said.some((one) => one.outcome === outcome)) ?? "PASS",
    kinds: [...new Set(said.map(({ kind }) => kind))].sort(),
    limits: limits.map(({ outcome, deadline, reachedAt }) => ({ outcome, deadline, reachedAt })),
    blend,
    breaches,
    maximum: judgedReadings.length === 0 ? null : Math.max(...judgedReadings.map(([, celsius]) => celsius)),
    readings: judgedReadings.length,
    gap: gapsIn(start, to),
    to,
  };
}
