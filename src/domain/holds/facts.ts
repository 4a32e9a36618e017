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

/**
 * What a label row asks of the milk. The three shapes that labels have (facts/shed-and-withholding §4a, §4d).
 */
export type MilkRule =
  /** Of a cow in milk: the period runs from the last dose. */
  | { readonly kind: "after-last-dose"; readonly period: MilkPeriod }
  /**
   * Dry-cow treatment and teat sealant: the period runs from the calving, and where she calved early from the end of
   * the minimum dry period: from the later of calving and last dose + minimumDryDays (0..400).
   */
  | { readonly kind: "after-calving"; readonly minimumDryDays: number; readonly period: MilkPeriod }
  /**
   * Dry-cow treatment whose label has two branches: dry for longer than so many days (1..400), a period after calving;
   * dry for as long or shorter, a period after the treatment.
   */
  | {
      readonly kind: "by-dry-period";
      readonly longerThanDays: number;
      readonly afterCalving: MilkPeriod;
      readonly otherwiseAfterLastDose: MilkPeriod;
    };

/** A withholding period for meat, or an export slaughter interval, after the last dose. */
export type MeatPeriod =
  | { readonly kind: "nil" }
  | { readonly kind: "never" }
  | { readonly kind: "unknown" }
  /** 1..20 000 hours; labels say days, of 24 hours each. */
  | { readonly kind: "period"; readonly hours: number };

/** What a product is given for; a cow with a dry-cow product or a teat sealant in her is not in milk. */
export type GivenAs = "lactating-treatment" | "dry-cow-treatment" | "teat-sealant";

/** One row of one label, as a person copied it. A changed label is a new version, never an edit. */
export type LabelRow = {
  readonly label: string;
  readonly version: number;
  readonly product: string;
  /** Route or dose that this row is for, in the label's words, where the label tells them apart. */
  readonly use?: string;
  readonly givenAs: GivenAs;
  /** "after-last-dose" for a lactating treatment, one of the others for the rest. */
  readonly milk: MilkRule;
  readonly meat: MeatPeriod;
  /** Export slaughter interval (ESI). */
  readonly exportSlaughter: MeatPeriod;
  /** The longest course that the label allows, days from first to last dose; longer is off-label. */
  readonly courseDaysMax?: number;
  /** Labels that this one allows at the same time; with any other two medicines at once may be off-label. */
  readonly usedWith: readonly string[];
  readonly enteredBy: PersonId;
  readonly enteredAt: EpochMs;
};

export type FactBase = {
  readonly fact: FactId;
  readonly cow: CowId;
  readonly by: PersonId;
  readonly recordedAt: EpochMs;
  /**
   * Another fact of the same kind that this one corrects. The corrected one stays on record and its hold runs on;
   * only what it did not know (a date, the vet's direction, an end) is taken from the correction.
   */
  readonly supersedes?: FactId;
};

/** One or more doses of a product. Null dates are not known, which withholds. */
export type TreatmentFact = FactBase & {
  readonly kind: "treatment";
  /** The label row used, frozen: later versions of the label do not touch this treatment. */
  readonly row: LabelRow;
  /** The other rows of the label's version, frozen too, where it has several: floors ask for the longest of all. */
  readonly otherRows?: readonly LabelRow[];
  readonly firstDoseAt: EpochMs | null;
  /** The withholding runs from here. A date without a time is the end of that day at the farm. */
  readonly lastDoseAt: EpochMs | null;
  /**
   * Given otherwise than the label says: dose, route, interval, course, species. Needs the vet's direction; the floor
   * of the farm's jurisdiction holds as well (DESIGN "Holds": off-label use).
   */
  readonly offLabel?: {
    /** The vet's written direction for milk, after the last dose; absent where none is on record yet. */
    readonly direction?: MilkPeriod;
    /** The vet's written direction for meat, after the last dose. */
    readonly meatDirection?: MeatPeriod;
  };
};
/** `at` is null when the date is not known, which withholds. */
export type CalvingFact = FactBase & {
  readonly kind: "calving";
  readonly at: EpochMs | null;
  /** The first instant that the written date covers: the beginning of the day where no time was written. */
  readonly notBefore: EpochMs | null;
};
/** She was dried off: until she calves she gives no milk for the vat. Null when the date is not known. */
export type DryOffFact = FactBase & { readonly kind: "dry-off"; readonly at: EpochMs | null };
/** She came from another farm. */
export type BoughtInFact = FactBase & {
  readonly kind: "bought-in";
  readonly at: EpochMs;
  readonly state: "in-milk" | "dry";
  /** "declared": the vendor declared her treatments and they are on record here as treatments of hers. */
  readonly treatments: "unknown" | "declared";
};
/** Seen at stripping: withheld until a person looks and finds her milk fit. */
export type ObservationFact = FactBase & {
  readonly kind: "observation";
  readonly at: EpochMs;
  readonly seen: "mastitis" | "blood";
};
/** She grazed a treated paddock or ate feed that asks for a withholding; usually recorded for a group. */
export type PaddockOrFeedFact = FactBase & {
  readonly kind: "paddock-or-feed";
  readonly from: EpochMs;
  /** When she last had it; null while it goes on. */
  readonly until: EpochMs | null;
  readonly what: string;
  readonly milk: MilkPeriod;
  readonly meat: MeatPeriod;
};
/** She grazed plants that taint milk. Source of the four hours: Bega Manual 2 §5 (policy.taint). */
export type TaintFact = FactBase & {
  readonly kind: "taint";
  readonly from: EpochMs;
  readonly until: EpochMs | null;
  readonly what: string;
};
/** Milk of hers was sent for an antibiotic test: withheld until its result is negative. */
export type TestSampleFact = FactBase & { readonly kind: "test-sample"; readonly at: EpochMs };
export type TestResultFact = FactBase & {
  readonly kind: "test-result";
  /** The test-sample it is the result of. */
  readonly of: FactId;
  readonly at: EpochMs;
  readonly result: "negative" | "positive";
};
/** A person withholds the cow for a reason of their own, until a person ends it. */
export type ManualHoldFact = FactBase & {
  readonly kind: "manual-hold";
  readonly from: EpochMs;
  readonly reason: string;
};
/** A person with the right ends one hold early, with a reason. Names the fact whose hold ends. Milk only. */
export type ClearanceFact = FactBase & {
  readonly kind: "clearance";
  readonly of: FactId;
  readonly at: EpochMs;
  readonly reason: string;
};
/** A past milking of this cow, from records made before this program was there. */
export type MilkedFact = FactBase & { readonly kind: "milked"; readonly at: EpochMs };
/** A person looked at the cow and found her fit to milk into the vat. */
export type LookedAtFact = FactBase & { readonly kind: "looked-at"; readonly at: EpochMs };

export type CowFact =
  | TreatmentFact
  | CalvingFact
  | DryOffFact
  | BoughtInFact
  | ObservationFact
  | PaddockOrFeedFact
  | TaintFact
  | TestSampleFact
  | TestResultFact
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

/** Where the farm is, as far as off-label floors go; "none" has no floors and asks for the vet's direction. */
export type Jurisdiction = "none" | "au" | "gb" | "nz" | "us";

/** The farm's own decisions about holds. Sources: DESIGN "Holds"; Bega Manual 2 App. 2 (colostrum). */
export type HoldPolicy = {
  /** Visits of one cow closer together than this are one milking. Default 4 h. */
  readonly milkingsApartMin: DurationMs;
  /** A visit shorter than this is not a milking. Default 2 min. */
  readonly milkingLengthMin: DurationMs;
  /** Milk after calving. Default 96 h and 8 milkings, both. */
  readonly colostrum: MilkPeriod & { readonly kind: "period" };
  /** After grazing plants that taint milk. Default 4 h. Source: Bega Manual 2 §5. */
  readonly taint: MilkPeriod & { readonly kind: "period" };
  /**
   * The dry-cow route of a cow bought in dry, counted from the purchase as from a treatment, before an antibiotic
   * test counts. Default 56 days dry, then 96 h and 8 milkings after calving: the longest of the labels found
   * (facts/shed-and-withholding §4c).
   */
  readonly boughtInDry: MilkRule & { readonly kind: "after-calving" };
  /** Whose floors hold for off-label use: see domain/holds/floors.ts. */
  readonly jurisdiction: Jurisdiction;
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
/** More than any label asks for (30, see MilkPeriod.milkings), lengthened by half where off-label use asks for it (45). */
export const MILKINGS_KEPT = 48;
