// Room: domain/heat. What a judgement of heating says: an outcome, and the numbers behind it.
// May live here: shapes. May not: words (words.ts), judging (judge.ts).
// Invariant: everything a person needs to check the outcome by hand is in it; NO_DATA says what is missing.

import type { HeatRuleId } from "../ids.ts";
import type {
  AcidityStep,
  AnyOfStep,
  DeclaredStep,
  DryStep,
  HoldStep,
  LethalityStep,
  RuleStep,
  ThroughoutStep,
} from "./rule.ts";
import type { Stretch } from "./track.ts";

/** FAIL: it was not so, whatever hides in gaps. NO_DATA: it cannot be told; what is missing is named. */
export type HeatOutcome = "PASS" | "FAIL" | "NO_DATA";

export type HeatVerdict = {
  readonly rule: HeatRuleId;
  readonly outcome: HeatOutcome;
  readonly steps: readonly StepVerdict[];
  /** From the first to the last reading that was looked at; null without readings. */
  readonly judged: { readonly from: number; readonly to: number } | null;
  readonly readings: number;
  /** The usual time from one reading to the next, milliseconds; null of fewer than two readings. */
  readonly spacing: number | null;
};

export type StepVerdict =
  | HoldVerdict
  | LethalityVerdict
  | DryVerdict
  | AcidityVerdict
  | ThroughoutVerdict
  | DeclaredVerdict
  | AnyOfVerdict
  | RuleVerdict;

type Judged<Step, Why> = {
  readonly step: Step;
  /** "NOT_JUDGED": the step before it is not met, so there is no time from which it would count. */
  readonly outcome: HeatOutcome | "NOT_JUDGED";
  /** Null for PASS and NOT_JUDGED. */
  readonly because: Why | null;
};

/** What keeps a curve from showing it. Instants on the clock of the curve, lengths in milliseconds. */
export type Blind =
  | { readonly why: "no-readings" }
  /** Readings are usually farther apart than the step allows. */
  | { readonly why: "too-slow"; readonly spacing: number; readonly needed: number }
  | { readonly why: "gap"; readonly from: number; readonly to: number; readonly needed: number }
  /** The log begins, or ends, while it was so. */
  | { readonly why: "cut-off" }
  /** Its log ends before the step before was met. */
  | { readonly why: "ended" }
  /** Only a single reading was so; it shows no time. */
  | { readonly why: "one-reading" };

/** The best that lasted as long as was asked: its figure, how long that was kept, and the stretch. */
export type NearestMiss = { readonly figure: number; readonly stretch: Stretch };

export type HoldVerdict = Judged<
  HoldStep,
  | Blind
  | { readonly why: "not-held" }
  /** Held once, where twice is asked. */
  | { readonly why: "once-only" }
> & {
  readonly kind: "hold";
  /** The stretch that meets it; two for twice; the first of two where there is no second. */
  readonly met: readonly Stretch[];
  /** The longest stretch within the band that is shown. */
  readonly longest: Stretch | null;
  /** On FAIL: the highest temperature that was kept for the time asked. */
  readonly nearest: NearestMiss | null;
};
export type LethalityVerdict = Judged<LethalityStep, Blind | { readonly why: "too-little" }> & {
  readonly kind: "lethality";
  /** Of the heating that counts most, exact on straight lines; it decides where no gap lies in it. */
  readonly minutes: number;
  /** The same by the trapezoids of canning manuals, never less. */
  readonly byTrapezoid: number;
  readonly heating: { readonly from: number; readonly to: number } | null;
};
export type DryVerdict = Judged<
  DryStep,
  Blind | { readonly why: "not-held" } | { readonly why: "no-curve" }
> & {
  readonly kind: "dry";
  readonly met: readonly Stretch[];
  readonly onItsOwnCurve: boolean;
};
export type AcidityVerdict = Judged<
  AcidityStep,
  Blind | { readonly why: "not-held" } | { readonly why: "no-curve" }
> & {
  readonly kind: "acidity";
  readonly met: readonly Stretch[];
  readonly longest: Stretch | null;
  /** On FAIL: the lowest pH that was kept for the time asked; where none is asked, the last. */
  readonly nearest: NearestMiss | null;
};
export type ThroughoutVerdict = Judged<
  ThroughoutStep,
  Blind | { readonly why: "left-band" } | { readonly why: "no-window" }
> & {
  readonly kind: "throughout";
  /** The reading farthest below, or above; null without readings. */
  readonly lowest: { readonly at: number; readonly figure: number } | null;
  readonly highest: { readonly at: number; readonly figure: number } | null;
};
export type DeclaredVerdict = Judged<DeclaredStep, { readonly why: "not-declared" }> & {
  readonly kind: "declared";
};
export type AnyOfVerdict = Judged<AnyOfStep, { readonly why: "no-way-met" }> & {
  readonly kind: "any-of";
  readonly ways: readonly StepVerdict[];
};
export type RuleVerdict = Judged<RuleStep, { readonly why: "not-all-met" }> & {
  readonly kind: "rule";
  readonly steps: readonly StepVerdict[];
};
