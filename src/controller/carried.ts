// Room: controller. What one run of the program leaves to the next, through the flight recorder.
// May live here: the shape of it and its empty value. Invariant: with nothing carried, holds are longer, never shorter.

import type { MilkingsCounted } from "../domain/holds/facts.ts";
import type { EpochMs } from "../domain/units.ts";

export type Carried = {
  /** The highest trusted wall time ever seen. Wall time below it is not trusted. */
  readonly highWater: EpochMs | null;
  /** Milkings counted, by cow number. */
  readonly milkings: { readonly [cow: string]: MilkingsCounted };
  /** When each cow was last looked at after a hold, by cow number. */
  readonly lookedAt: { readonly [cow: string]: EpochMs };
  /** The vat stop stays raised over a restart until a person clears it. */
  readonly vatStop: VatStop | null;
  /** Bails whose valve was not proven at divert and that nobody has cleared yet. */
  readonly valvesUnproven: readonly number[];
  /** Last milking's number; the next is one more. */
  readonly milkingNo: number;
};

export type VatStop = {
  readonly since: EpochMs;
  readonly reason: string;
  /** The vat inlet is shut as well: a valve was not proven at divert with a withheld cow in the bail. */
  readonly shutOff: boolean;
};

export const NOTHING_CARRIED: Carried = {
  highWater: null,
  milkings: {},
  lookedAt: {},
  vatStop: null,
  valvesUnproven: [],
  milkingNo: 0,
};
