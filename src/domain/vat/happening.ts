// Room: domain/vat. What reaches the vat, and what it tells: closed lists of plain JSON.
// May live here: shapes. May not: rules (vat.ts), words (words.ts).
// Invariant: a guess says that it is one; wall instants say whether the clock was trusted when they were written.

import type { Outcome, Verdict } from "../cooling/verdict.ts";
import type { PersonId, ProbeId, ProfileId } from "../ids.ts";
import type { DurationMs, EpochMs, MonoMs } from "../units.ts";
import type { GuessedInstant } from "./milking.ts";
import type { PhaseSign } from "./phases.ts";
import type { TemperatureRange, VatSwitch } from "./plan.ts";
import type { RawReading } from "./reading.ts";
import type {
  CheckOutcome,
  Comparison,
  HandReading,
  Thermometer,
  ThermometerCheck,
} from "./thermometer-check.ts";
import type { WashVerdict } from "./wash.ts";

/** Both clocks as they read when an input came, and whether the wall clock is trusted (domain/clock). */
export type VatNow = { readonly mono: MonoMs; readonly wall: EpochMs; readonly trusted: boolean };

export type VatInput =
  | { readonly kind: "reading"; readonly probe: ProbeId; readonly raw: RawReading }
  /** `on` null: the input cannot be read. Only changes need to be told, but repeats do no harm. */
  | { readonly kind: "switch"; readonly which: VatSwitch; readonly on: boolean | null }
  /** A cow came. Every one is told; the first begins the milking. */
  | { readonly kind: "first-cow" }
  /** The shed's milking is over; its last cow left now, or `ago` before. */
  | { readonly kind: "last-cow"; readonly ago?: DurationMs }
  /** At least every minute; every second is right. */
  | { readonly kind: "tick" }
  | { readonly kind: "told"; readonly by: PersonId; readonly what: Said };

/**
 * What a person says. Instants are wall time, absent: now. The vat turns them into its own time by the clocks of the step they come in, and
 * refuses them while the wall clock is not trusted, and where they lie ahead or before what it remembers.
 */
export type Said =
  | { readonly kind: "milking-began"; readonly at?: EpochMs }
  | { readonly kind: "milking-ended"; readonly at?: EpochMs }
  | { readonly kind: "collected"; readonly at?: EpochMs }
  /** `detergent` null: not said. */
  | { readonly kind: "wash-began"; readonly detergent: boolean | null }
  | { readonly kind: "wash-ended" }
  | { readonly kind: "empty" }
  | {
      readonly kind: "correct-start";
      readonly milking: number;
      readonly at: EpochMs;
      readonly reason: string;
    }
  | { readonly kind: "confirm-start"; readonly milking: number }
  /** What was taken for a milking was none; what was taken for a collection was none, and the milk is still there. */
  | { readonly kind: "not-a-milking"; readonly milking: number; readonly reason: string }
  | { readonly kind: "not-collected"; readonly reason: string }
  | { readonly kind: "confirm-state" }
  /** The ice point, Bega Manual 2 Appendix 7: three readings in ice slurry, degrees Celsius as shown. */
  | { readonly kind: "ice-point"; readonly thermometer: Thermometer; readonly readings: readonly number[] }
  /** A hand thermometer held beside a probe. */
  | { readonly kind: "hand-reading"; readonly probe: ProbeId; readonly celsius: number };

export type VatState = "empty" | "filling" | "cooling" | "holding" | "collected" | "washing" | "unknown";

/** Who or what told. "program": it follows from what was known before (an end of milking makes it cooling). */
export type VatSource =
  | "milk-pump"
  | "first-cow"
  | "last-cow"
  | "outlet"
  | "wash-switch"
  | "probe"
  | "person"
  | "program";

export type Told = {
  readonly source: VatSource;
  /** True for what a probe's curve shows, until a person confirms it. */
  readonly guess: boolean;
  readonly by: PersonId | null;
  /** What in the curve shows it, where the source is the probe. */
  readonly sign: PhaseSign | null;
};

/** The three moments of Bega Manual 2, section 7. */
export type Moment = "before-milking" | "end-of-milking" | "pick-up";

/** One of the three temperatures. */
export type TemperatureTaken = {
  /** Null: there was no reading of the milk. */
  readonly celsius: number | null;
  /** "empty-vat": the probe lay in air, so the range says nothing of it. "no-reading": nothing within ten minutes. */
  readonly note: "milk" | "empty-vat" | "no-reading";
  readonly normal: TemperatureRange;
  /** Null where the range says nothing. */
  readonly within: boolean | null;
};

/** `at`: wall time by the clock as it stood when this was written; `trusted`: whether that clock was trusted then. */
type Dated = { readonly at: EpochMs; readonly trusted: boolean };

/** The curve shows it, or a person says so. */
export type TakenBack = { readonly sign: PhaseSign } | { readonly by: PersonId; readonly reason: string };

export type VatHappening =
  | (Dated & { readonly kind: "vat-state"; readonly state: VatState; readonly told: Told })
  /** `at`: the commencement of milking. `first`: into an empty vat; null where not known. */
  | (Dated & {
      readonly kind: "milking-clock-started";
      readonly milking: number;
      readonly told: Told;
      readonly first: boolean | null;
      /**
       * The earliest that the source allows: `at` itself unless the probe guessed it. Null: the milk was there before the first reading, so
       * that `at` says nothing of when it came.
       */
      readonly earliest: EpochMs | null;
      /** The latest that the source allows: `at` itself unless the probe guessed it. */
      readonly latest: EpochMs;
    })
  /** Another source told of a start that is running: kept beside it, it moves nothing. */
  | (Dated & { readonly kind: "milking-start-seen"; readonly milking: number; readonly told: Told })
  | (Dated & { readonly kind: "milking-clock-ended"; readonly milking: number; readonly told: Told })
  /** The end was told too early: milk flowed again. */
  | (Dated & { readonly kind: "milking-clock-resumed"; readonly milking: number; readonly told: Told })
  /** `at`: the new start; `was` the old one, which stays on record. */
  | (Dated & {
      readonly kind: "milking-clock-corrected";
      readonly milking: number;
      readonly was: EpochMs;
      readonly told: Told;
      readonly reason: string;
    })
  | (Dated & { readonly kind: "milking-clock-confirmed"; readonly milking: number; readonly by: PersonId })
  /** The wall clock has become trusted: when by it this milking began (`at`) and what ended it; null: that has not been. */
  | (Dated & {
      readonly kind: "milking-clock-timed";
      readonly milking: number;
      readonly earliest: EpochMs | null;
      readonly latest: EpochMs | null;
      readonly ended: EpochMs | null;
      readonly next: EpochMs | null;
      readonly collected: EpochMs | null;
      readonly notMilkFrom: EpochMs | null;
    })
  /** What was taken for a milking was none. `at`: its start. It is judged NOT_MILK. */
  | (Dated & { readonly kind: "milking-taken-back"; readonly milking: number; readonly because: TakenBack })
  /** All is said about this milking; its clock runs no more. */
  | (Dated & { readonly kind: "milking-clock-closed"; readonly milking: number })
  | (Dated & {
      readonly kind: "temperature-recorded";
      readonly milking: number;
      readonly moment: Moment;
      readonly taken: TemperatureTaken;
    })
  | (Dated & { readonly kind: "collected"; readonly told: Told; readonly milkings: readonly number[] })
  /** What was taken for a collection was none: the milk is still there. `at`: when it was thought to be. */
  | (Dated & {
      readonly kind: "collection-taken-back";
      readonly milkings: readonly number[];
      readonly because: TakenBack;
    })
  /** A wash or a person shows that there is no milk in the vat any more; nobody saw it collected. */
  | (Dated & { readonly kind: "milk-gone"; readonly told: Told; readonly milkings: readonly number[] })
  | (Dated & { readonly kind: "wash-ended"; readonly began: EpochMs; readonly wash: WashVerdict })
  | (Dated & {
      readonly kind: "thermometer-checked";
      readonly check: ThermometerCheck;
      readonly outcome: CheckOutcome;
    })
  /** `comparison` null: the probe had no value, or a check says that one of the two is not acceptable. */
  | (Dated & {
      readonly kind: "hand-compared";
      readonly reading: HandReading;
      readonly comparison: Comparison | null;
    })
  | (Dated & {
      readonly kind: "cooling-judged";
      readonly milking: number;
      readonly profile: ProfileId;
      /** NO_DATA, without a verdict, where nobody knows how long ago the milking began; and where it hangs on a guess. */
      readonly outcome: Outcome;
      /** The outcome from the likeliest start and end; another than `outcome` only where that hangs on a guess. */
      readonly likeliest: Outcome;
      /** From the likeliest start and end. */
      readonly verdict: Verdict | null;
      /** Add this to the instants in the verdict for wall time. */
      readonly wallAhead: DurationMs;
      /** False: it says so already, at its deadline or when it failed, and goes on. */
      readonly final: boolean;
      /** What it was judged from is a guess: the start, or the collection. */
      readonly guess: boolean;
      /** What a person has to say, because not all starts or ends that a guess allows give the same outcome; empty: nothing. */
      readonly hangsOn: readonly GuessedInstant[];
      /** A person has corrected the start. */
      readonly corrected: boolean;
    })
  /** A person's word that could not be taken: what happened, and what to do, in words. */
  | (Dated & {
      readonly kind: "vat-refused";
      readonly by: PersonId;
      readonly what: Said["kind"];
      readonly why: string;
    });
