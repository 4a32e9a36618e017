// Room: domain/cooling. Verdicts in sentences, for the farmer and for the auditor.
// May live here: words, and figures rounded for reading. May not: deciding (judge.ts), dates (a function that is passed in).
// Invariant: no rounding makes a miss look like a hit: time in hand is rounded down, lateness up, and a figure over its limit reads as over it.

import { unreachable } from "../result.ts";
import { between, type DurationMs, type MonoMs, milliseconds } from "../units.ts";
import { lengthOf } from "./milk.ts";
import type { CoolingLimit, CoolingProfile, ProfileSource } from "./profile.ts";
import type { Because, LimitVerdict, Outcome, Verdict } from "./verdict.ts";

/** Writes an instant for the reader: time of day at the farm, or as in the log. */
export type TimeInWords = (at: MonoMs) => string;

export type VerdictInWords = {
  /** One line: the outcome, the figure that decided it, and the rule. */
  readonly headline: string;
  /** What else a person needs to check it by hand, a sentence each. */
  readonly details: readonly string[];
  /** What to do next; null where nothing is. */
  readonly next: string | null;
};

/** A verdict in sentences. `profile` has to be the one it was judged by. */
export function verdictInWords(verdict: Verdict, profile: CoolingProfile, time: TimeInWords): VerdictInWords {
  const reasons = verdict.because.map((because) => becauseInWords(because, verdict, profile, time));
  const [first, ...others] = reasons;
  const says = first ?? passInWords(verdict, profile);
  return {
    headline: `${verdict.outcome}: ${says} (${ruleInWords(verdict, profile)}).`,
    details: [...others.map(sentence), ...figuresInWords(verdict, time), ...sourceInWords(profile.source)],
    next: isUnsaid(verdict) ? UNSAID_NEXT : NEXT[verdict.outcome],
  };
}

/** Whether what decides is something that nobody has said, and not something that nobody has measured. */
const isUnsaid = ({ because }: Verdict): boolean => UNSAID.some((kind) => kind === because[0]?.kind);
const UNSAID: readonly Because["kind"][] = [
  "start-of-milking-unknown",
  "end-of-milking-unknown",
  "first-or-later-unknown",
];
const UNSAID_NEXT = "The curve alone does not tell. Let the one who knows say it, and judge again.";

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

/** The limit that the outcome turns on, and where it is written. */
function ruleInWords(verdict: Verdict, profile: CoolingProfile): string {
  const { document, section } = profile.source;
  const limit = decisiveLimit(verdict, profile);
  return [...(limit === null ? [] : [limitInWords(limit)]), `${document}, ${section}`].join("; ");
}

function decisiveLimit(verdict: Verdict, profile: CoolingProfile): CoolingLimit | null {
  const [because] = verdict.because;
  const id =
    because === undefined ? tightest(verdict)?.limit : "limit" in because ? because.limit : undefined;
  return profile.limits.find((limit) => limit.id === id) ?? null;
}

/** Of limits that were kept, the one with the least in hand. */
const tightest = (verdict: Verdict): LimitVerdict | undefined =>
  verdict.limits.reduce<LimitVerdict | undefined>(
    (least, one) =>
      least === undefined || (one.margin ?? Infinity) < (least.margin ?? Infinity) ? one : least,
    undefined,
  );

/** "limit 6 °C within 6 h of the start or 2 h of the end of milking, whichever is sooner". */
export function limitInWords(limit: CoolingLimit): string {
  const due = limit.by.map(({ after, within }) =>
    after === "collection"
      ? "when collected"
      : within === 0
        ? `at the ${ANCHORS[after]}`
        : `within ${durationInWords(within)} of the ${ANCHORS[after]}`,
  );
  const sooner = due.length > 1 ? ", whichever is sooner" : "";
  return `limit ${celsiusInWords(limit.atMost)} ${due.join(" or ")}${sooner}${APPLIES[limit.appliesTo]}`;
}

const ANCHORS = { "start-of-milking": "start of milking", "end-of-milking": "end of milking" };
const APPLIES = { any: "", first: ", for the first milking", later: ", for later milkings" };

function passInWords(verdict: Verdict, profile: CoolingProfile): string {
  const limit = tightest(verdict);
  if (limit === undefined) return "nothing that the profile asks for was missed";
  const { reachedAt, margin, atMost } = limit;
  if (reachedAt === null || margin === null) return `at or below ${celsiusInWords(atMost)} in time`;
  const isAtCollection = profile.limits.some(
    ({ id, by }) => id === limit.limit && by.every(({ after }) => after === "collection"),
  );
  if (isAtCollection && limit.atDeadline !== null)
    return `${celsiusInWords(limit.atDeadline)} when collected`;
  const since = between(verdict.judged.from, reachedAt);
  const reached =
    since === 0
      ? `at or below ${celsiusInWords(atMost)} from the start`
      : `at ${celsiusInWords(atMost)} ${durationInWords(since)} after the start`;
  return `${reached}, ${durationInWords(margin)} in hand`;
}

/**
 * Says that a profile was not in force on a day (YYYY-MM-DD, of the milking, at the farm); null where it was, or where nobody knows that it was
 * not.
 */
export function notInForce(profile: CoolingProfile, day: string): string | null {
  const { id, validFrom, validUntil } = profile;
  if (validFrom !== null && day < validFrom)
    return `${id} is in force from ${validFrom} on: this milking, on ${day}, was before it. Judge it by the rule of its day.`;
  if (validUntil !== null && day > validUntil)
    return `${id} was in force until ${validUntil}: this milking, on ${day}, was after it. Judge it by the rule of its day.`;
  return null;
}

/** One reason for an outcome, in words without a full stop. */
export function becauseInWords(
  because: Because,
  verdict: Verdict,
  profile: CoolingProfile,
  time: TimeInWords,
): string {
  const gap = (from: MonoMs, to: MonoMs) =>
    `no readings from ${time(from)} to ${time(to)} (${durationInWords(between(from, to))})`;
  switch (because.kind) {
    case "late":
      return lateInWords(because.limit, verdict, time);
    case "not-held":
      return heldInWords(because.from, verdict, profile, time);
    case "blend-too-warm":
      return blendInWords(verdict, profile, time);
    case "entered-too-warm":
      return `from ${time(because.at)} on milk entered the vat warmer than ${celsiusInWords(profile.continuous?.enterAtMost ?? 0)}, which a milking this long must not`;
    case "do-not-load": {
      const length = durationInWords(between(because.from, because.to));
      return `the milk must not be loaded: warmer than ${celsiusInWords(because.above)} for ${length}, from ${time(because.from)} to ${time(because.to)}`;
    }
    case "not-milk":
      return `from ${time(because.at)} on there was no milk to judge: the vat was washed or empty`;
    case "no-readings":
      return `there is no reading of this milking`;
    case "gap-over-deadline":
      return `${gap(because.from, because.to)}, over the deadline: nobody can tell whether the milk was cold in time`;
    case "gap-in-blend":
      return `${gap(because.from, because.to)} while the milking ran onto cold milk: nobody can tell how warm it got`;
    case "start-of-milking-unknown":
      return `nobody saw when the milking began: it is a PASS only if that was at ${time(because.passesFrom)} or later`;
    case "end-of-milking-unknown":
      return `the limit depends on the end of milking, which is not known`;
    case "first-or-later-unknown":
      return `${because.limit === "blend" ? "the blend limit" : "the limit"} depends on whether this was the first milking into an empty vat, which is not known`;
    case "line-not-measured":
      return `a milking this long has to enter the vat cold, and the delivery line was not measured`;
    case "collected-before-deadline":
      return collectedInWords(because.limit, verdict, time);
    case "deadline-not-yet":
      return pendingInWords(because.limit, verdict, time);
    case "clock-step":
      return `the logger's clock was set back at ${time(because.at)}, before the deadline: what was read after it cannot be put in time`;
    default:
      return unreachable(because);
  }
}

const limitOf = (id: string, verdict: Verdict): LimitVerdict | undefined =>
  verdict.limits.find((limit) => limit.limit === id);

function lateInWords(id: string, verdict: Verdict, time: TimeInWords): string {
  const limit = limitOf(id, verdict);
  if (limit === undefined) return "not cold in time";
  const { atMost, atDeadline, deadline, reachedAt } = limit;
  const at = deadline === null ? "at the deadline" : `at the deadline, ${time(deadline)}`;
  const had =
    atDeadline === null
      ? `above ${celsiusInWords(atMost)} ${at}`
      : `${celsiusInWords(atDeadline, atMost)} ${at}, ${kelvinInWords(atDeadline - atMost)} too warm`;
  if (reachedAt === null || deadline === null)
    return `${had}; ${celsiusInWords(atMost)} was not reached after it`;
  const late = durationInWords(between(deadline, reachedAt), "up");
  const after = durationInWords(between(verdict.judged.from, reachedAt), "up");
  return `${had}; ${celsiusInWords(atMost)} was reached ${late} late, ${after} after the start`;
}

function heldInWords(from: MonoMs, verdict: Verdict, profile: CoolingProfile, time: TimeInWords): string {
  const breach = verdict.holdBreaches.find((stretch) => stretch.from === from);
  const hold = profile.hold;
  if (breach === undefined || hold === null) return `not kept cold from ${time(from)} on`;
  const { peak } = breach;
  const isWarm = peak.celsius > hold.atMost;
  const limit = isWarm ? hold.atMost : (hold.atLeast ?? 0);
  const what = isWarm ? `warmer than ${celsiusInWords(limit)}` : `colder than ${celsiusInWords(limit)}`;
  const length = durationInWords(lengthOf(breach));
  const farthest = `${isWarm ? "up" : "down"} to ${celsiusInWords(peak.celsius, limit)}`;
  return `not kept: ${what} for ${length} from ${time(from)} to ${time(breach.to)}, ${farthest}`;
}

function blendInWords(verdict: Verdict, profile: CoolingProfile, time: TimeInWords): string {
  const { blend } = verdict;
  if (blend === null || blend.peak === null) return "too warm while the milking ran onto cold milk";
  const { peak, atMost, longestAbove } = blend;
  const tolerated = profile.blend?.tolerate ?? 0;
  const allowed = tolerated === 0 ? "" : `, ${durationInWords(milliseconds(tolerated))} are allowed`;
  return `up to ${celsiusInWords(peak.celsius, atMost)} at ${time(peak.at)} while the milking ran onto cold milk, where ${celsiusInWords(atMost)} is the most; above it for ${durationInWords(longestAbove)}${allowed}`;
}

function collectedInWords(id: string, verdict: Verdict, time: TimeInWords): string {
  const limit = limitOf(id, verdict);
  const early = limit?.deadline == null ? null : between(verdict.judged.to, limit.deadline);
  const before = early === null ? "before the deadline" : `${durationInWords(early)} before the deadline`;
  const was =
    limit === undefined
      ? ""
      : limit.reachedAt === null
        ? `; it was still above ${celsiusInWords(limit.atMost)}`
        : `; it was at or below ${celsiusInWords(limit.atMost)} since ${time(limit.reachedAt)}`;
  return `the milk was collected at ${time(verdict.judged.to)}, ${before}${was}`;
}

function pendingInWords(id: string, verdict: Verdict, time: TimeInWords): string {
  const limit = limitOf(id, verdict);
  if (limit === undefined || limit.deadline === null)
    return `it is too early to tell: the limit is not due yet`;
  const due = `too early to tell: due at ${time(limit.deadline)}`;
  return limit.reachedAt === null
    ? `${due}, not at ${celsiusInWords(limit.atMost)} yet`
    : `${due}, at or below ${celsiusInWords(limit.atMost)} since ${time(limit.reachedAt)}`;
}

/** The figures behind an outcome. */
function figuresInWords(verdict: Verdict, time: TimeInWords): readonly string[] {
  const { maximum, coverage, longestGap, readings, judged, gapMax, blend } = verdict;
  const warmest =
    maximum === null ? [] : [`The warmest was ${celsiusInWords(maximum.celsius)} at ${time(maximum.at)}.`];
  const blended =
    blend === null || blend.outcome !== "PASS" || blend.peak === null
      ? []
      : [`While it ran onto cold milk the vat had at most ${celsiusInWords(blend.peak.celsius)}.`];
  const gap =
    longestGap === null
      ? "without a gap"
      : `with gaps, the longest ${durationInWords(lengthOf(longestGap), "up")} from ${time(longestGap.from)} to ${time(longestGap.to)}`;
  const seen = `Judged from ${time(judged.from)} to ${time(judged.to)}: ${readings} readings, ${Math.floor(coverage * 1000) / 10} % of the time seen, ${gap}; readings more than ${durationInWords(gapMax)} apart leave a gap.`;
  return [...warmest, ...blended, seen];
}

const sourceInWords = ({ wording }: ProfileSource): readonly string[] =>
  wording === "seen"
    ? []
    : ["The original of this rule has not been seen: check its wording before relying on it."];

/** What happened is in the headline; this is the usual cause and what to do. */
const NEXT: { readonly [outcome in Outcome]: string | null } = {
  PASS: null,
  FAIL: "Usual causes: the refrigeration or the pre-cooler's water started late or is failing, or more milk than the plant can take. Tell the factory before the milk is collected, and have the plant looked at.",
  NO_DATA:
    "Usual causes: the logger or its probe was off, full or unplugged. Look at the probe; until it reads again, measure by hand and write it down.",
  COLLECTED_EARLY:
    "A collection before the deadline is no pass: the temperature at pick-up is on the tanker's docket; keep it with this record.",
  PENDING: "Judge again after the deadline.",
  NOT_MILK: "If there was milk, say when it was collected, or when the milking began, and judge again.",
};

/** "5 °C", "4.44 °C". Where it is above `limit` it never reads as equal to it. */
export function celsiusInWords(celsius: number, limit: number | null = null): string {
  const short = Math.round(celsius * 100) / 100;
  const isHidden = limit !== null && celsius !== limit && short === Math.round(limit * 100) / 100;
  return `${isHidden ? Math.round(celsius * 10_000) / 10_000 : short} °C`;
}

const kelvinInWords = (kelvin: number): string => `${Math.max(0.01, Math.round(kelvin * 100) / 100)} K`;

/** To the nearest minute, for a board: "48 min", "1 h 05 min". The sign is for the words around it. */
export function minutesInWords(length: DurationMs): string {
  const total = Math.round(Math.abs(length) / 60_000);
  return total < 60
    ? `${total} min`
    : `${Math.floor(total / 60)} h ${String(total % 60).padStart(2, "0")} min`;
}

/** "3 h 12 min"; seconds below 10 minutes. Rounded down, or up for what counts against the milk. */
export function durationInWords(length: DurationMs, rounded: "down" | "up" = "down"): string {
  const round = rounded === "down" ? Math.floor : Math.ceil;
  const total = Math.abs(length);
  if (total < 600_000) {
    const seconds = round(total / 1000);
    const minutes = Math.floor(seconds / 60);
    const rest = seconds % 60;
    if (minutes === 0) return `${seconds} s`;
    return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
  }
  const minutes = round(total / 60_000);
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return `${minutes} min`;
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}
