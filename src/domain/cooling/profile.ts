// Room: domain/cooling. What a law, a code or a buyer asks of cooling, as data.
// May live here: the shape that config/profiles/ is read into. May not: judging (judge.ts), reading files (config).
// Invariant: a number here has a source; wording that nobody has seen in the original is marked so.

import type { ProfileId } from "../ids.ts";
import type { DurationMs } from "../units.ts";

export type CoolingProfile = {
  readonly id: ProfileId;
  /** For people: "Bega Cheese On-Farm Quality Assurance, 2018". */
  readonly title: string;
  /** ISO 3166 code, with a subdivision where it is one: AU, AU-VIC, US-MA. */
  readonly jurisdiction: string;
  readonly basis: "law" | "code" | "buyer" | "equipment";
  readonly source: ProfileSource;
  /** Days as written, YYYY-MM-DD, in force from the first through the last; null: not known, or no end. */
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  readonly limits: readonly CoolingLimit[];
  /** From the limits' deadline on until collected, while no later milking runs in; null: nothing said. */
  readonly hold: HoldLimit | null;
  /** While a later milking runs onto cold milk; null: nothing said. */
  readonly blend: BlendLimit | null;
  /** A milking this long or longer is continuous: its milk has to enter the vat cold; null: nothing said. */
  readonly continuous: { readonly fromLength: DurationMs; readonly enterAtMost: number } | null;
  /** Milk that has been warmer than this for longer than that in one stretch must not be loaded. */
  readonly doNotLoad: readonly { readonly above: number; readonly longerThan: DurationMs }[];
  readonly records: {
    /** How long records have to be kept, days; null: not said. */
    readonly keepDays: number | null;
    /** Checks of the cooling by a person, a year; null: not said. */
    readonly checksPerYear: number | null;
  };
};

export type ProfileSource = {
  readonly document: string;
  readonly section: string;
  /** "unverified": the figures are known, the wording of the original has not been seen. */
  readonly wording: "seen" | "unverified";
};

/** At or below `atMost` (included) by the EARLIEST of `by`. */
export type CoolingLimit = {
  /** Short, unique within the profile: "5-in-3h30". */
  readonly id: string;
  /** The first milking into an empty vat, a later one onto cold milk, or any. */
  readonly appliesTo: "any" | "first" | "later";
  /** Degrees Celsius. */
  readonly atMost: number;
  readonly by: readonly {
    /** "collection": the milk's last temperature in the vat, whenever it is collected. */
    readonly after: "start-of-milking" | "end-of-milking" | "collection";
    readonly within: DurationMs;
  }[];
};
/** Both ends included: at 5.0 the limit of 5.0 is kept. */
export type HoldLimit = { readonly atMost: number; readonly atLeast: number | null };
/** A peak above `atMost` for longer than `tolerate` in one stretch is a breach. */
export type BlendLimit = { readonly atMost: number; readonly tolerate: DurationMs };
