// Room: domain/heat. What a law, a guidance or a manual asks of heating, as data.
// May live here: the shape that config/heat/ is read into, and its limits. May not: judging (judge.ts), reading files (config).
// Invariant: a rule is a temperature held for a time, never a point on a line of equal effect; F0 stands only where
// the rule names it with its reference temperature and z.

import type { HeatRuleId } from "../ids.ts";
import { type DurationMs, milliseconds, minutes, seconds } from "../units.ts";

/** What is heated, and for what. */
export const HEAT_PURPOSES = [
  "drinking-milk",
  "milk-for-feed",
  "whey-for-feed",
  "colostrum-for-feed",
  "sludge-for-feed",
  "wash",
] as const;
export type HeatPurpose = (typeof HEAT_PURPOSES)[number];

export type HeatRule = {
  readonly id: HeatRuleId;
  /** For people: "72 °C for 15 seconds (HTST)". */
  readonly title: string;
  readonly purpose: HeatPurpose;
  /** ISO 3166 code: AU, GB, US. */
  readonly jurisdiction: string;
  readonly source: HeatSource;
  /** What a person should know beside it; null: nothing. */
  readonly note: string | null;
  /** All of them, one after the other in time. At least one. */
  readonly steps: readonly HeatStep[];
};

export type HeatSource = {
  readonly document: string;
  readonly section: string;
  /** "unverified": the figures are known, the wording of the original has not been seen. */
  readonly wording: "seen" | "unverified";
};

export type HeatStep =
  | HoldStep
  | LethalityStep
  | DryStep
  | AcidityStep
  | ThroughoutStep
  | DeclaredStep
  | AnyOfStep
  | RuleStep;

/** One unbroken stretch within the band, at least this long; or two, with a fall between them. */
export type HoldStep = {
  readonly kind: "hold";
  readonly band: Band;
  readonly length: DurationMs;
  /** Twice: the milk has to be cooled by so many kelvin between the two, below the lower end of the band. */
  readonly times: "once" | { readonly twiceWithFallBy: number };
  /** Readings farther apart than this do not show it. */
  readonly readingsEvery: DurationMs;
};
/** F, minutes at the reference temperature with this z, of one unbroken heating. */
export type LethalityStep = {
  readonly kind: "lethality";
  readonly reference: number;
  readonly z: number;
  readonly atLeast: number;
  readonly readingsEvery: DurationMs;
};
/**
 * Dried within the band: shown by the dryer's own curve, or on that of the milk by another heating after it was cooled by so
 * many kelvin below the lower end of the band.
 */
export type DryStep = {
  readonly kind: "dry";
  readonly band: Band;
  readonly fallBy: number;
  readonly readingsEvery: DurationMs;
};
/** pH below the figure, for this long in one stretch; null: at the last reading. */
export type AcidityStep = {
  readonly kind: "acidity";
  readonly below: number;
  readonly length: DurationMs | null;
  readonly readingsEvery: DurationMs;
};
/** Never outside the band from the beginning to the end that a person gives. */
export type ThroughoutStep = {
  readonly kind: "throughout";
  readonly band: Band;
  readonly readingsEvery: DurationMs;
};
/** What no curve shows: a person declares it by its name, or it is not so. */
export type DeclaredStep = {
  readonly kind: "declared";
  readonly name: string;
  /** What is declared, as a sentence. */
  readonly says: string;
};
/** One of several ways. A declaration that is itself a way is an offer: nobody is asked for it. */
export type AnyOfStep = { readonly kind: "any-of"; readonly ways: readonly HeatStep[] };
/** The steps of another rule. */
export type RuleStep = {
  readonly kind: "rule";
  readonly rule: HeatRuleId;
  readonly title: string;
  readonly steps: readonly HeatStep[];
};

/** Within both ends; null: no end on that side. "At least 72" includes its figure, "above 94" does not. */
export type Band = { readonly lower: Bound | null; readonly upper: Bound | null };
export type Bound = { readonly figure: number; readonly included: boolean };

export const atLeast = (figure: number): Bound => ({ figure, included: true });
export const above = (figure: number): Bound => ({ figure, included: false });

/** A hold is shown by four readings or more, whatever fell between two of them: three spacings make it up. */
const SPACINGS_IN_A_HOLD = 3;
/** No logger of a plant reads oftener, and milk on a plate does not change more in one second than a line shows. */
export const SPACING_FINEST: DurationMs = seconds(1);
/** As for cooling: farther apart is a gap, whatever is held. */
export const SPACING_WIDEST: DurationMs = minutes(15);
/** F counts tenths of a kelvin by the second: a ramp of 100 to 121.1 °C is 2 % wrong at 1 minute, 0.05 % at 10 s. */
export const SPACING_FOR_LETHALITY: DurationMs = seconds(10);
/** Where no time is said that something must last. */
export const SPACING_WITHOUT_LENGTH: DurationMs = minutes(1);

/** How often a hold of this length has to be read to be shown: every third of it, from a second to 15 minutes. */
export const spacingFor = (length: DurationMs): DurationMs =>
  milliseconds(Math.min(SPACING_WIDEST, Math.max(SPACING_FINEST, length / SPACINGS_IN_A_HOLD)));
