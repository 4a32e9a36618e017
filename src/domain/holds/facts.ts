// Room: domain/holds. What people recorded about cows and labels: the only ground of every hold.
// May live here: the shapes of facts, label rows and the herd's policy. May not: conclusions drawn from them.
// Invariant: facts are dated, attributed and never edited; a correction is a new fact that supersedes one.

import type { CowId, Eid, FactId, PersonId } from "../ids.ts";
import type { DurationMs, EpochMs } from "../units.ts";

/**
 * A milk withholding period as a label states it, after the last dose.
 * "Never for milk" is not zero, and "nil" is not unknown.
 */
export type MilkPeriod =
  | { readonly kind: "nil" }
  | { readonly kind: "never" }
  | { readonly kind: "unknown" }
  | {
      readonly kind: "period";
      /** At least one of hours (0..10 000) and milkings (1..30) is given. */
      readonly hours?: number;
      readonly milkings?: number;
      /** What a label that gives both means; both unless the herd's policy says either. */
      readonly combine: "both" | "either";
    };

/** One row of one label, as a person copied it. A changed label is a new version, never an edit. */
export type LabelRow = {
  readonly label: string;
  readonly version: number;
  readonly product: string;
  /** Route or dose that this row is for, in the label's words, where the label tells them apart. */
  readonly use?: string;
  readonly milk: MilkPeriod;
  readonly enteredBy: PersonId;
  readonly enteredAt: EpochMs;
};

export type FactBase = {
  readonly fact: FactId;
  readonly cow: CowId;
  readonly by: PersonId;
  readonly recordedAt: EpochMs;
  /** Another fact that this one replaces: the replaced one no longer counts, but stays on record. */
  readonly supersedes?: FactId;
};

/** One or more doses of a medicine to a cow in milk. */
export type TreatmentFact = FactBase & {
  readonly kind: "treatment";
  /** The label row used, frozen: later versions of the label do not touch this treatment. */
  readonly row: LabelRow;
  readonly firstDoseAt: EpochMs;
  /** The withholding runs from here. A date without a time is the end of that day at the farm. */
  readonly lastDoseAt: EpochMs;
  /** The vet's written direction where the use is off-label: only ever longer than the row. */
  readonly direction?: MilkPeriod;
};
export type CalvingFact = FactBase & { readonly kind: "calving"; readonly at: EpochMs };
/** A person withholds the cow for a reason of their own, until a person ends it. */
export type ManualHoldFact = FactBase & {
  readonly kind: "manual-hold";
  readonly from: EpochMs;
  readonly reason: string;
};
/** A person with the right ends one hold early, with a reason. Names the fact whose hold ends. */
export type ClearanceFact = FactBase & {
  readonly kind: "clearance";
  readonly of: FactId;
  readonly at: EpochMs;
  readonly reason: string;
};
/** A past milking of this cow, from records made before this program was there. */
export type MilkedFact = FactBase & { readonly kind: "milked"; readonly at: EpochMs };
/** A person looked at the cow after her hold ended and found her fit to milk into the vat. */
export type LookedAtFact = FactBase & { readonly kind: "looked-at"; readonly at: EpochMs };

export type CowFact =
  | TreatmentFact
  | CalvingFact
  | ManualHoldFact
  | ClearanceFact
  | MilkedFact
  | LookedAtFact;

/** "in-milk" is the only status that may ever be released. */
export type CowStatus = "in-milk" | "dry" | "heifer" | "sold" | "died";

export type Cow = {
  readonly cow: CowId;
  readonly eids: readonly Eid[];
  readonly status: CowStatus;
  readonly facts: readonly CowFact[];
};

/** The farm's own decisions about holds. Sources: DESIGN "Holds"; Bega Manual 2 App. 2 (colostrum). */
export type HoldPolicy = {
  /** Visits of one cow closer together than this are one milking. Default 4 h. */
  readonly milkingsApartMin: DurationMs;
  /** A visit shorter than this is not a milking. Default 2 min. */
  readonly milkingLengthMin: DurationMs;
  /** Milk after calving. Default 96 h and 8 milkings, both. */
  readonly colostrum: MilkPeriod & { readonly kind: "period" };
  /** First milking after a hold: the milker looks and presses the button, or it goes by itself. */
  readonly check: "button" | "automatic";
};

/** Everything the bails decide from. */
export type HerdTable = {
  /** Short fingerprint of the file it came from: two tables with one fingerprint are the same table. */
  readonly fingerprint: string;
  readonly policy: HoldPolicy;
  readonly cows: readonly Cow[];
};

/** The milkings of one cow that count, as begun, oldest first, at most MILKINGS_KEPT. */
export type MilkingsCounted = readonly EpochMs[];
/** More than any label asks for; see MilkPeriod.milkings. */
export const MILKINGS_KEPT = 32;
