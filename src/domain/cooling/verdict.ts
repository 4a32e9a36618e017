// Room: domain/cooling. What a judgement says: an outcome, and the numbers behind it.
// May live here: shapes. May not: words (words.ts), judging (judge.ts).
// Invariant: everything a person needs to check the outcome by hand is in it.

import type { ProfileId } from "../ids.ts";
import type { DurationMs, MonoMs } from "../units.ts";

/** From the gravest down: of several that apply, the first stands. */
export const OUTCOMES = ["NOT_MILK", "FAIL", "NO_DATA", "COLLECTED_EARLY", "PENDING", "PASS"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The milking that is judged. Instants on the clock of the curve. */
export type MilkingClock = {
  /** Commencement of milking. */
  readonly start: MonoMs;
  /** Null: not known, or milking still runs. */
  readonly end: MonoMs | null;
  /** The first milking into an empty vat; null: not known, and what depends on it is NO_DATA. */
  readonly first: boolean | null;
  /** When the next milking began; null: it has not, or not within the curve. */
  readonly nextStart: MonoMs | null;
  /** When the vat was collected; null: it has not been, or not within the curve. */
  readonly collected: MonoMs | null;
  /** When a wash or an empty vat shows that there was no milk to judge; null: nothing shows it. */
  readonly notMilkFrom: MonoMs | null;
};

export type Verdict = {
  readonly profile: ProfileId;
  readonly outcome: Outcome;
  /** Every reason for an outcome other than PASS, gravest first; none for PASS. */
  readonly because: readonly Because[];
  /** One for each limit of the profile that applies. */
  readonly limits: readonly LimitVerdict[];
  /** The warmest from the start to the end of what was judged; null without readings. */
  readonly maximum: TemperatureAt | null;
  readonly blend: BlendVerdict | null;
  /** Stretches after the deadline outside the hold limit. */
  readonly holdBreaches: readonly Stretch[];
  /** Part of the time from the start to the end of what was judged that was seen, 0 to 1. */
  readonly coverage: number;
  /** The longest gap in that time, as told by `gapMax`; null: none. */
  readonly longestGap: { readonly from: MonoMs; readonly to: MonoMs } | null;
  readonly readings: number;
  /**
   * What was judged: from the start to the earliest of collection, a wash, now (the last reading in a finished log), and the start of the
   * next milking where that comes after this one's deadline, else this deadline.
   */
  readonly judged: { readonly from: MonoMs; readonly to: MonoMs };
  /** The spacing of readings above which nothing is said of what lay between: 15 minutes, or as was asked for. */
  readonly gapMax: DurationMs;
};

export type TemperatureAt = { readonly at: MonoMs; readonly celsius: number };
/** `peak` is the farthest outside the limit. */
export type Stretch = { readonly from: MonoMs; readonly to: MonoMs; readonly peak: TemperatureAt };

export type LimitVerdict = {
  readonly limit: string;
  readonly atMost: number;
  /** Null while it depends on an end of milking, or a collection, that is not known. */
  readonly deadline: MonoMs | null;
  readonly outcome: "PASS" | "FAIL" | "PENDING" | "NO_DATA" | "COLLECTED_EARLY";
  /** The beginning of the stretch at or below the limit that holds at the deadline; else when it came there later. */
  readonly reachedAt: MonoMs | null;
  /** Deadline less reachedAt: negative when late; null when it never came there or there is no deadline. */
  readonly margin: DurationMs | null;
  /** By a straight line between the readings beside it; null where they are too far apart. */
  readonly atDeadline: number | null;
};
export type BlendVerdict = {
  readonly atMost: number;
  readonly peak: TemperatureAt | null;
  /** The longest stretch above the limit. */
  readonly longestAbove: DurationMs;
  /** All time above the limit. */
  readonly totalAbove: DurationMs;
  readonly outcome: "PASS" | "FAIL" | "PENDING" | "NO_DATA";
};

/** Why an outcome is not PASS. Words in words.ts. */
export type Because =
  | { readonly kind: "not-milk"; readonly at: MonoMs }
  | { readonly kind: "late"; readonly limit: string }
  | { readonly kind: "not-held"; readonly from: MonoMs }
  | { readonly kind: "blend-too-warm" }
  | { readonly kind: "entered-too-warm"; readonly at: MonoMs }
  | { readonly kind: "do-not-load"; readonly above: number; readonly from: MonoMs; readonly to: MonoMs }
  | { readonly kind: "no-readings" }
  | { readonly kind: "gap-over-deadline"; readonly limit: string; readonly from: MonoMs; readonly to: MonoMs }
  | { readonly kind: "gap-in-blend"; readonly from: MonoMs; readonly to: MonoMs }
  /** Nobody saw when milking began; it is a PASS for any start from `passesFrom` on. */
  | { readonly kind: "start-of-milking-unknown"; readonly limit: string; readonly passesFrom: MonoMs }
  | { readonly kind: "end-of-milking-unknown"; readonly limit: string }
  | { readonly kind: "first-or-later-unknown"; readonly limit: string }
  | { readonly kind: "line-not-measured" }
  | { readonly kind: "collected-before-deadline"; readonly limit: string }
  | { readonly kind: "deadline-not-yet"; readonly limit: string }
  /** The logger's clock was set back at `at`, before the deadline: what was read after it cannot be put in time. */
  | { readonly kind: "clock-step"; readonly limit: string; readonly at: MonoMs };
