// Room: domain/cooling. A whole log: its milkings, found or given, each judged by each profile.
// May live here: the way from raw readings to verdicts. May not: files (temperature-log), the judgement itself (judge.ts), words (words.ts).
// Invariant: parts of a log between which its clock was set back are never joined; what was found and not given is marked a guess.

import { type DurationMs, hours, type MonoMs, monoMs } from "../units.ts";
import { type Phase, type PhaseSign, phasesOf } from "../vat/phases.ts";
import { cleaned } from "../vat/probe.ts";
import type { ReadingTrouble } from "../vat/reading.ts";
import { type Correction, UNCORRECTED } from "../vat/thermometer-check.ts";
import { type Curve, EMPTY_CURVE, firstFrom, lastUpTo, timeOf, warmthOf } from "./curve.ts";
import { asksForEnd, endBetween } from "./guessed-end.ts";
import { passesFromStart } from "./guessed-start.ts";
import { type Excursion, withoutHandling } from "./handling.ts";
import { judge } from "./judge.ts";
import { GAP_MAX } from "./milk.ts";
import type { CoolingProfile } from "./profile.ts";
import type { MilkingClock, Verdict } from "./verdict.ts";

/**
 * Raw readings in columns of equal length, as a logger's file gives them: `at` milliseconds on the logger's clock, strictly rising; `celsius`
 * without offset, NaN where there was none, and `missing` says why, by index. A log's parts are told apart by steps back of its clock.
 */
export type LogColumns = {
  readonly at: ArrayLike<number>;
  readonly celsius: ArrayLike<number>;
  readonly missing: ReadonlyMap<number, { readonly why: ReadingTrouble }>;
};

/** What a person says. Instants on the logger's clock. */
export type ReviewOptions = {
  /** The commencement of milking: exactly that milking is judged, and later ones that are found. */
  readonly start?: MonoMs;
  /** Of the milking that is given. */
  readonly end?: MonoMs;
  readonly collected?: MonoMs;
  /** Whether it went into an empty vat. */
  readonly first?: boolean;
  readonly gapMax?: DurationMs;
  /** The probe's offset, from a thermometer check. */
  readonly correction?: Correction;
};

/** A start so long after another is another milking's (domain/vat, "Start of milking"). */
const NEW_MILKING_AFTER = hours(3);
/** So long before a start is looked at to see what was in the vat. */
const LOOK_BACK = hours(1);
/** Milk that is kept is never this warm. */
const EMPTY_VAT = 12;

/** Where an instant comes from: a person gave it, or the curve shows it by this sign (a guess). */
export type FoundBy = "given" | PhaseSign;

export type ReviewedMilking = {
  /** Index into `parts`; null: the start that was given lies in none of them. */
  readonly part: number | null;
  readonly start: MonoMs;
  readonly startSource: FoundBy;
  /** The start was found and not given. */
  readonly guess: boolean;
  /** Between these it lies, where it was found. */
  readonly startBetween: { readonly earliest: MonoMs | null; readonly latest: MonoMs } | null;
  readonly end: MonoMs | null;
  readonly endSource: FoundBy | null;
  readonly first: boolean | null;
  /** "given", or told from what the curve shows before the start (a guess); null: not known. */
  readonly firstSource: "given" | "curve" | null;
  readonly nextStart: MonoMs | null;
  readonly collected: MonoMs | null;
  readonly collectedSource: FoundBy | null;
  readonly notMilkFrom: MonoMs | null;
  /** In the order of the profiles that were asked for. */
  readonly verdicts: readonly Verdict[];
};

export type ReviewedPart = {
  readonly from: MonoMs;
  readonly to: MonoMs;
  /** Rows of the log, and readings that were good. */
  readonly rows: number;
  readonly readings: number;
  /** Rows without a good reading, counted by why. */
  readonly missing: { readonly [why in ReadingTrouble]?: number };
  /** Handling of the probe, taken out. */
  readonly excursions: readonly Excursion[];
  /** Stretches without readings longer than `gapMax`, in what was judged. */
  readonly gaps: readonly { readonly from: MonoMs; readonly to: MonoMs }[];
  /** What was judged: good readings of milk, offsets applied. */
  readonly curve: Curve;
  /** What the curve shows by itself: guesses. */
  readonly phases: readonly Phase[];
  /** The logger's clock was set back after this part. */
  readonly endsInClockStep: boolean;
};

export type Reviewed = {
  readonly parts: readonly ReviewedPart[];
  /** By part, then by start. */
  readonly milkings: readonly ReviewedMilking[];
  readonly gapMax: DurationMs;
};

/**
 * Reviews a log. `profiles`: at least one; each milking is judged by each. Without `options.start` milkings are found by what the curve shows.
 */
export function review(
  parts: readonly LogColumns[],
  profiles: readonly CoolingProfile[],
  options: ReviewOptions = {},
): Reviewed {
  const gapMax = options.gapMax ?? GAP_MAX;
  const seen = parts
    .filter((part) => part.at.length > 0)
    .map((part, index, all) =>
      partOf(part, index < all.length - 1, gapMax, options.correction ?? UNCORRECTED),
    );
  const milkings = seen.flatMap((part, index) =>
    milkingsIn(seen, part, options, gapMax).map((milking) => ({
      part: index,
      ...milking,
      verdicts: verdictsOf(milking, part, profiles, gapMax),
    })),
  );
  const { start } = options;
  if (start === undefined || milkings.some(({ startSource }) => startSource === "given"))
    return { parts: seen, milkings, gapMax };
  const lost = nowhere(options, start);
  return {
    parts: seen,
    milkings: [{ part: null, ...lost, verdicts: verdictsOf(lost, null, profiles, gapMax) }],
    gapMax,
  };
}

function partOf(
  part: LogColumns,
  endsInClockStep: boolean,
  gapMax: DurationMs,
  correction: Correction,
): ReviewedPart {
  const { celsius, troubles } = cleaned("milk", part.at, part.celsius, part.missing, correction);
  const good = goodOf(part.at, celsius);
  const { curve, excursions } = withoutHandling(good);
  const missing: { [why in ReadingTrouble]?: number } = {};
  for (const why of troubles.values()) missing[why] = (missing[why] ?? 0) + 1;
  return {
    from: monoMs(part.at[0] ?? 0),
    to: monoMs(part.at[part.at.length - 1] ?? 0),
    rows: part.at.length,
    readings: good.at.length,
    missing,
    excursions,
    gaps: gapsIn(curve, gapMax),
    curve,
    phases: phasesOf(curve),
    endsInClockStep,
  };
}

function goodOf(at: ArrayLike<number>, celsius: Float64Array): Curve {
  let count = 0;
  for (const value of celsius) if (!Number.isNaN(value)) count++;
  const good = { at: new Float64Array(count), celsius: new Float64Array(count) };
  let next = 0;
  for (let index = 0; index < at.length; index++) {
    const value = celsius[index] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    good.at[next] = at[index] ?? Number.NaN;
    good.celsius[next] = value;
    next++;
  }
  return good;
}

function gapsIn(curve: Curve, gapMax: DurationMs): readonly { readonly from: MonoMs; readonly to: MonoMs }[] {
  const gaps: { readonly from: MonoMs; readonly to: MonoMs }[] = [];
  for (let index = 1; index < curve.at.length; index++) {
    const [from, to] = [timeOf(curve, index - 1), timeOf(curve, index)];
    if (to - from > gapMax) gaps.push({ from: monoMs(from), to: monoMs(to) });
  }
  return gaps;
}

/** A milking before it is judged. */
type Begun = Omit<ReviewedMilking, "verdicts" | "part">;

function milkingsIn(
  parts: readonly ReviewedPart[],
  part: ReviewedPart,
  options: ReviewOptions,
  gapMax: DurationMs,
): readonly Begun[] {
  const found = foundIn(part.phases);
  const { start } = options;
  if (start === undefined) return found;
  if (holds(part, start, gapMax)) return [given(found, part, options, start), ...laterThan(found, start)];
  const firstHolding = parts.findIndex((one) => holds(one, start, gapMax));
  return firstHolding >= 0 && parts.indexOf(part) > firstHolding ? found : [];
}

/** Whether an instant lies in a part, or so little before it that its milking is seen. */
const holds = (part: ReviewedPart, at: MonoMs, gapMax: DurationMs): boolean =>
  at >= part.from - gapMax && at <= part.to;

/** The milkings that a curve shows by itself. */
function foundIn(phases: readonly Phase[]): readonly Begun[] {
  return phases.flatMap((phase, index) => {
    if (phase.kind !== "milking-began") return [];
    const { at, earliest, latest, sign } = phase;
    const first = phase.first === false && !isMilkedInto(phases.slice(0, index)) ? null : phase.first;
    return [
      {
        start: at,
        startSource: sign,
        guess: true,
        startBetween: { earliest, latest },
        first,
        firstSource: first === null ? null : ("curve" as const),
        ...afterwards(phases.slice(index + 1)),
      },
    ];
  });
}

type Afterwards = Pick<
  Begun,
  "end" | "endSource" | "nextStart" | "collected" | "collectedSource" | "notMilkFrom"
>;

/** What became of a milking, from the phases after its start: its end, the next, and how its milk left the vat. */
function afterwards(phases: readonly Phase[]): Afterwards {
  const gone = phases.find(({ kind }) => kind === "collected" || kind === "wash-began");
  const next = phases.find(
    ({ kind, at }) => kind === "milking-began" && (gone === undefined || at < gone.at),
  );
  const until = next ?? gone;
  const end = phases.find(
    ({ kind, at }) => kind === "milking-ended" && (until === undefined || at <= until.at),
  );
  const isCollected = gone?.kind === "collected";
  return {
    end: end?.at ?? null,
    endSource: end?.sign ?? null,
    nextStart: next?.at ?? null,
    collected: isCollected ? gone.at : null,
    collectedSource: isCollected ? gone.sign : null,
    notMilkFrom: gone === undefined || isCollected ? null : gone.at,
  };
}

/** Milkings that are not the one that was given. */
const laterThan = (found: readonly Begun[], start: MonoMs): readonly Begun[] =>
  found.filter((one) => one.start - start >= NEW_MILKING_AFTER);

/** The milking whose start a person gave: what was not given with it is what the curve shows. */
function given(found: readonly Begun[], part: ReviewedPart, options: ReviewOptions, start: MonoMs): Begun {
  const { end, collected } = options;
  const after = part.phases.filter((phase) => phase.at > start && !isSameStart(phase, start));
  const shown = afterwards(after);
  const same = found.find((one) => Math.abs(one.start - start) < NEW_MILKING_AFTER);
  const first = options.first ?? same?.first ?? firstBy(part, start);
  const isNextIn = shown.nextStart !== null && (collected === undefined || shown.nextStart < collected);
  return {
    start,
    startSource: "given",
    guess: false,
    startBetween: null,
    end: end ?? shown.end,
    endSource: end === undefined ? shown.endSource : "given",
    first,
    firstSource: options.first !== undefined ? "given" : first === null ? null : "curve",
    nextStart: isNextIn ? shown.nextStart : null,
    collected: collected ?? shown.collected,
    collectedSource: collected === undefined ? shown.collectedSource : "given",
    notMilkFrom: shown.notMilkFrom,
  };
}

const isSameStart = (phase: Phase, start: MonoMs): boolean =>
  phase.kind === "milking-began" && phase.at - start < NEW_MILKING_AFTER;

/** Milk was seen to come, and not to go. Cold alone is no milk: in winter an empty vat is as cold. */
const isMilkedInto = (before: readonly Phase[]): boolean =>
  before.findLast(({ kind }) => kind !== "milking-ended")?.kind === "milking-began";

/** What was in the vat before a start: by the last phase before it, else empty where it was warm. Null: it does not show. */
function firstBy(part: ReviewedPart, start: MonoMs): boolean | null {
  const isSame = ({ kind, at }: Phase) => kind === "milking-began" && start - at < NEW_MILKING_AFTER;
  const before = part.phases.findLast(
    (phase) => phase.at < start && phase.kind !== "milking-ended" && !isSame(phase),
  );
  if (before !== undefined) return before.kind !== "milking-began";
  const { curve } = part;
  const last = lastUpTo(curve, start);
  if (last < 0 || start - timeOf(curve, last) > LOOK_BACK) return null;
  const from = firstFrom(curve, timeOf(curve, last) - LOOK_BACK);
  const celsius = warmthOf(curve, from + ((last - from) >> 1));
  return celsius >= EMPTY_VAT ? true : null;
}

/** A start that lies in no part of the log: nothing is known of that milking but what was given. */
function nowhere(options: ReviewOptions, start: MonoMs): Begun {
  return {
    start,
    startSource: "given",
    guess: false,
    startBetween: null,
    end: options.end ?? null,
    endSource: options.end === undefined ? null : "given",
    first: options.first ?? null,
    firstSource: options.first === undefined ? null : "given",
    nextStart: null,
    collected: options.collected ?? null,
    collectedSource: options.collected === undefined ? null : "given",
    notMilkFrom: null,
  };
}

function verdictsOf(
  milking: Begun,
  part: ReviewedPart | null,
  profiles: readonly CoolingProfile[],
  gapMax: DurationMs,
): readonly Verdict[] {
  const { start, end, endSource, first, nextStart, collected, notMilkFrom } = milking;
  const clock: MilkingClock = { start, end, first, nextStart, collected, notMilkFrom };
  const now = part?.endsInClockStep === true ? "clock-stepped" : "finished";
  const curve = part?.curve ?? EMPTY_CURVE;
  const judgedBy = (profile: CoolingProfile, by: MilkingClock) =>
    judge(profile, curve, by, now, null, gapMax);
  return profiles.map((profile) => {
    const verdict = judgedBy(profile, clock);
    if (end === null || endSource === "given" || !asksForEnd(profile))
      return unlessUnseen(verdict, milking, profile);
    // Where another end that the curve allows makes another verdict, the guess is not taken for the end.
    const { earliest, latest } = endBetween({ start, end, first }, [
      nextStart,
      collected,
      notMilkFrom,
      part?.to ?? null,
    ]);
    const isSame = [earliest, latest].every(
      (other) => judgedBy(profile, { ...clock, end: other }).outcome === verdict.outcome,
    );
    return unlessUnseen(isSame ? verdict : judgedBy(profile, { ...clock, end: null }), milking, profile);
  });
}

/** A PASS whose deadline counts from a start that may lie any time before the first reading is none: nobody can tell. */
function unlessUnseen(verdict: Verdict, milking: Begun, profile: CoolingProfile): Verdict {
  const { guess, start, startBetween } = milking;
  if (!guess || startBetween?.earliest !== null || verdict.outcome !== "PASS") return verdict;
  const passesFrom = passesFromStart(start, verdict, profile);
  if (passesFrom === null) return verdict;
  const unseen = verdict.limits.filter(
    ({ limit, margin }) =>
      margin !== null && passesFrom === start - margin && countsFromStart(profile, limit),
  );
  return {
    ...verdict,
    outcome: "NO_DATA",
    because: unseen.map(({ limit }) => ({ kind: "start-of-milking-unknown", limit, passesFrom })),
    limits: verdict.limits.map((one) =>
      countsFromStart(profile, one.limit) ? { ...one, outcome: "NO_DATA", margin: null } : one,
    ),
  };
}

const countsFromStart = ({ limits }: CoolingProfile, id: string): boolean =>
  limits.some((limit) => limit.id === id && limit.by.some(({ after }) => after === "start-of-milking"));
