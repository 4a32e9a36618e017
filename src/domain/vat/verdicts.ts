// Room: domain/vat. Each running milking judged by each profile: as things stand, what of it is told, and when all is said.
// May live here: asking for judgements, telling them once, closing clocks. May not: the judgement (domain/cooling), words.
// Invariants: no PASS and no FAIL hangs on a guess; what an earlier run found stands; a failure is always told; a clock is closed only when no guess can be taken back any more.

import type { Curve } from "../cooling/curve.ts";
import { asksForEnd, endBetween } from "../cooling/guessed-end.ts";
import { SHOWN_LATE } from "../cooling/guessed-start.ts";
import { withoutHandling } from "../cooling/handling.ts";
import { judge } from "../cooling/judge.ts";
import type { CoolingProfile } from "../cooling/profile.ts";
import type { Because, MilkingClock, Outcome, Verdict } from "../cooling/verdict.ts";
import type { ProfileId } from "../ids.ts";
import { before, between, type DurationMs, hours, type MonoMs, minutes } from "../units.ts";
import { judgedOf } from "./carried.ts";
import type { VatHappening, VatNow } from "./happening.ts";
import { curveOf } from "./kept-curve.ts";
import {
  clockOf,
  type GuessedInstant,
  type Instant,
  restsOnGuess,
  type VatMilking,
  wallAhead,
} from "./milking.ts";
import type { VatPlan } from "./plan.ts";
import { change, dated, REMEMBERED, replaceMilking, type Turn, type Vat } from "./vat-state.ts";

/** What a guess may still be taken back in: longer than a probe is out of its milk. */
const CLOSED_AFTER = minutes(60);
/** And a milking: no pick-up takes so long to show as one. */
const GUESS_STANDS_AFTER = hours(6);

/** A sudden change that the curve shows is dated to within less (phases.ts: a trend of 20 minutes). */
const SEEN_COMING = minutes(30);

/** A verdict as things stand. */
export type VerdictNow = {
  readonly milking: number;
  readonly profile: ProfileId;
  readonly outcome: Outcome;
  /** The outcome from the likeliest start and end: to warn by, for a warning may rest on a guess. It is `outcome` unless that hangs on a guess. */
  readonly likeliest: Outcome;
  /** From the likeliest start and end. Null where nobody knows how long ago the milking began; the outcome is NO_DATA then, or what an earlier run found. */
  readonly verdict: Verdict | null;
  readonly guess: boolean;
  /** Where not all that a probe's guess allows gives the same outcome: what a person has to say. Empty: it is judged plainly. */
  readonly hangsOn: readonly GuessedInstant[];
  readonly corrected: boolean;
};

/** The kept curve of the milk without what was not milk: a probe that somebody lifted out. For verdicts, forecasts and charts. */
export const milkCurve = (vat: Vat): Curve => withoutHandling(curveOf(vat.curve)).curve;

/** Every running milking by every profile, as things stand. Costs what there is to judge: for a page or an alarm, not for each step. */
export function verdictsNow(vat: Vat, plan: VatPlan, now: { readonly mono: MonoMs }): readonly VerdictNow[] {
  const seen = seenBy(vat);
  return vat.milkings.flatMap((milking) => judgedBy(seen, milking, plan.profiles, now.mono));
}

/** The curves of the milk and of the delivery line. */
type SeenCurves = { readonly milk: Curve; readonly line: Curve | null };
const seenBy = (vat: Vat): SeenCurves => ({
  milk: milkCurve(vat),
  line: vat.line === null ? null : curveOf(vat.line),
});

function judgedBy(
  seen: SeenCurves,
  milking: VatMilking,
  profiles: readonly CoolingProfile[],
  now: MonoMs,
): readonly VerdictNow[] {
  const clock = clockOf(milking);
  return profiles.map((profile) => {
    const verdict = clock === null ? null : judge(profile, seen.milk, clock, now, seen.line);
    const found = foundBefore(milking, profile.id, verdict);
    const likeliest = found ?? verdict?.outcome ?? "NO_DATA";
    const outcome =
      found ??
      (clock === null ? likeliest : whateverWasGuessed(profile, seen, milking, clock, likeliest, now));
    return {
      milking: milking.milking,
      profile: profile.id,
      outcome,
      likeliest,
      verdict,
      guess: restsOnGuess(milking),
      hangsOn: outcome === likeliest ? [] : guessedFor(profile, milking),
      corrected: milking.corrections.length > 0,
    };
  });
}

/** What of a milking's instants is a guess, of those that the profile counts from. */
function guessedFor(profile: CoolingProfile, milking: VatMilking): readonly GuessedInstant[] {
  const start = milking.told.guess && (asksForStart(profile) || isPerhapsNone(milking));
  const end = milking.end?.told.guess === true && asksForEnd(profile);
  return [...(start ? ["start" as const] : []), ...(end ? ["end" as const] : [])];
}
const asksForStart = ({ limits, blend }: CoolingProfile): boolean =>
  blend !== null || limits.some(({ by }) => by.some(({ after }) => after === "start-of-milking"));

/**
 * The outcome that stands for every start and end that a probe's guess allows; `likeliest` is the one from the likeliest. Where they differ it
 * is PENDING while one of them still is, and NO_DATA from then on: a person has to say when milking was.
 */
function whateverWasGuessed(
  profile: CoolingProfile,
  { milk, line }: SeenCurves,
  milking: VatMilking,
  clock: MilkingClock,
  likeliest: Outcome,
  now: MonoMs,
): Outcome {
  const guessed = guessedFor(profile, milking);
  if (guessed.length === 0 || (likeliest !== "PASS" && likeliest !== "FAIL")) return likeliest;
  if (isPerhapsNone(milking)) return "NO_DATA";
  const by = (change: Partial<MilkingClock>) => judge(profile, milk, { ...clock, ...change }, now, line);
  const starts = guessed.includes("start")
    ? startBetween(milking)
    : { earliest: clock.start, latest: clock.start };
  if (starts === null) return "NO_DATA";
  const end = guessed.includes("end") ? clock.end : null;
  const { nextStart, collected, notMilkFrom } = clock;
  const ends = end === null ? null : endBetween({ ...clock, end }, [nextStart, collected, notMilkFrom, now]);
  const byEnds = ends === null ? [] : [by({ end: ends.earliest }).outcome, by({ end: ends.latest }).outcome];
  // An earlier start or end makes earlier deadlines. Readings from before the milking are not of its milk: of that one only they count.
  const strict = () =>
    by({ start: starts.earliest, end: ends?.earliest ?? clock.end }).limits.every(
      ({ outcome }) => outcome === "PASS",
    );
  const others: readonly Outcome[] =
    likeliest === "PASS"
      ? [...byEnds, strict() ? "PASS" : "NO_DATA"]
      : [...byEnds, by({ start: starts.latest, end: ends?.latest ?? clock.end }).outcome];
  if (others.every((other) => other === likeliest)) return likeliest;
  return others.includes("PENDING") ? "PENDING" : "NO_DATA";
}

/** Nobody saw milk come, not even the probe: a washed vat that stands empty in frost gets as cold as fast. */
const isPerhapsNone = ({ told, alsoTold, earliest, start }: VatMilking): boolean =>
  told.guess &&
  told.sign === "cooling-seen" &&
  alsoTold.length === 0 &&
  (earliest === null || between(earliest.wall, start.wall) > SEEN_COMING);

/** Milk may run for a while before a probe shows it. Null: nobody knows. */
function startBetween({
  earliest,
  latest,
}: VatMilking): { readonly earliest: MonoMs; readonly latest: MonoMs } | null {
  if (earliest === null || earliest.mono === null || latest.mono === null) return null;
  return { earliest: before(earliest.mono, SHOWN_LATE), latest: latest.mono };
}

/**
 * What an earlier run found stands where this one has no readings of that time: a failure always, a limit that was kept where this run can
 * only say that it did not see it. What hung on a guess then stands once a person has said that the guess was right. Null: nothing stands.
 */
function foundBefore(milking: VatMilking, profile: ProfileId, verdict: Verdict | null): Outcome | null {
  const before = milking.judged.find((one) => one.profile === profile && one.earlierRun);
  // An end that a person names is another one; a start that is another one wipes out what was said.
  const confirmed = !milking.told.guess && before?.hangsOn.includes("end") === false;
  const said = confirmed ? before?.likeliest : before?.outcome;
  if (said === "FAIL") return "FAIL";
  return said === "PASS" && verdict?.outcome === "NO_DATA" ? "PASS" : null;
}

/** Each minute: what has been decided since is told, and clocks whose all is said are closed. */
export function judgedAgain(turn: Turn, plan: VatPlan, now: VatNow): Turn {
  if (turn.vat.milkings.length === 0) return turn;
  const seen = seenBy(turn.vat);
  return turn.vat.milkings.reduce((so, milking) => {
    const verdicts = judgedBy(seen, milking, plan.profiles, now.mono);
    if (isOver(milking, so.vat, verdicts, now)) return closed(so, plan, milking, now);
    return verdicts.reduce((told, verdict) => toldOnce(told, milking.milking, verdict, now), so);
  }, turn);
}

/** A verdict that has left PENDING is told once, and a failure always; again when it does not hang on a guess any more. */
function toldOnce(turn: Turn, number: number, now: VerdictNow, at: VatNow): Turn {
  const milking = turn.vat.milkings.find((one) => one.milking === number);
  if (milking === undefined || !isDecided(now, at)) return turn;
  const before = milking.judged.find((one) => one.profile === now.profile);
  const hung = before !== undefined && before.hangsOn.length > 0;
  if (before?.outcome === now.outcome) return turn;
  if (before !== undefined && now.outcome !== "FAIL" && !hung) return turn;
  // What this run cannot show by its own readings is still the earlier run's word.
  const judged = [
    ...milking.judged.filter((one) => one.profile !== now.profile),
    { ...judgedOf(now), earlierRun: before?.earlierRun === true && now.verdict?.outcome !== now.outcome },
  ];
  return change(
    turn,
    { milkings: replaceMilking(turn.vat.milkings, { ...milking, judged }) },
    judgedHappening(now, false, at),
  );
}

/**
 * Not while it is pending, nor while nobody knows how long ago the milking began. Milk that gets warm after it was cold may have been
 * collected: that shows within the hour, and only then is it said that it was not held.
 */
function isDecided({ outcome, likeliest, verdict }: VerdictNow, now: VatNow): boolean {
  if (outcome === "PENDING" || outcome === "COLLECTED_EARLY" || verdict === null) return false;
  const failures = verdict.because.filter(({ kind }) => FAILURES.has(kind));
  return (
    likeliest !== "FAIL" ||
    failures.length === 0 ||
    failures.some((one) => one.kind !== "not-held" || between(one.from, now.mono) >= CLOSED_AFTER)
  );
}
const FAILURES: ReadonlySet<Because["kind"]> = new Set([
  "late",
  "not-held",
  "blend-too-warm",
  "entered-too-warm",
  "do-not-load",
]);

const judgedHappening = (now: VerdictNow, final: boolean, at: VatNow): VatHappening => ({
  kind: "cooling-judged",
  milking: now.milking,
  profile: now.profile,
  outcome: now.outcome,
  likeliest: now.likeliest,
  verdict: now.verdict,
  wallAhead: wallAhead(at),
  final,
  guess: now.guess,
  hangsOn: now.hangsOn,
  corrected: now.corrected,
  at: at.wall,
  trusted: at.trusted,
});

/** All is said: the milk is gone for long enough that no guess is taken back, or the next milking's clock has taken over. */
function isOver(
  milking: VatMilking,
  { milkings: all, state }: Vat,
  verdicts: readonly VerdictNow[],
  now: VatNow,
): boolean {
  const agoAtLeast = (instant: Instant | null, long: DurationMs) =>
    instant !== null && instant.mono !== null && between(instant.mono, now.mono) >= long;
  if (agoAtLeast(milking.notMilkFrom, CLOSED_AFTER)) return true;
  // A guessed collection may be one of a probe that was lifted out, until something else comes or a person says so.
  const gone = milking.collected !== null && (!milking.collected.told.guess || state !== "collected");
  if (agoAtLeast(milking.collected, gone ? CLOSED_AFTER : GUESS_STANDS_AFTER)) return true;
  if (agoAtLeast(milking.start, REMEMBERED)) return true;
  const next = all.find(({ milking: number }) => number > milking.milking);
  // A milking that only the probe tells of and that nothing has confirmed yet may still be taken back.
  const sure = next === undefined || !next.told.guess || next.alsoTold.length > 0 || next.end !== null;
  const taken = agoAtLeast(milking.nextStart, sure ? CLOSED_AFTER : GUESS_STANDS_AFTER);
  return taken && verdicts.every(({ outcome }) => outcome !== "PENDING");
}

/** The last word of each profile, and the clock runs no more. */
export function closed(turn: Turn, plan: VatPlan, milking: VatMilking, now: VatNow): Turn {
  const last = judgedBy(seenBy(turn.vat), milking, plan.profiles, now.mono).map((verdict) =>
    judgedHappening(verdict, true, now),
  );
  return change(
    turn,
    { milkings: turn.vat.milkings.filter((one) => one.milking !== milking.milking) },
    ...last,
    { kind: "milking-clock-closed", milking: milking.milking, ...dated(now.mono, now) },
  );
}
