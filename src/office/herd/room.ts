// Room: office/herd. What every handler of this room works with.
// May live here: shapes. May not: code. Invariant: questions about the shed's milkings are asked through `ShedSays` alone.

import type { EpochMs } from "../../domain/units.ts";
import type { OfficeContext } from "../context.ts";
import type { CowPage } from "../contract/herd.ts";
import type { ClearCows } from "./clear-cows.ts";
import type { KnownHerd } from "./known-herd.ts";
import type { Publisher } from "./publisher.ts";

/** A cow who came back from a backup and whom nobody has looked at since: she is held until then. */
export type UnderReview = { readonly cow: string; readonly why: string; readonly since: EpochMs };

/** What the records of the shed know of cows. */
export type ShedSays = {
  /** Milkings that were counted, of each cow. */
  readonly milkingsCounted: () => (cow: string) => readonly EpochMs[];
  /** When a milker last looked at each cow and pressed the button. */
  readonly lookedAt: () => (cow: string) => EpochMs | null;
  /** The cows whose milk is in the vat now. */
  readonly milkedIn: () => ReadonlySet<string>;
  /** Her last visits, the newest first. */
  readonly visitsOf: (cow: string) => CowPage["visits"];
  readonly underReview: () => readonly UnderReview[];
};

export type Room = {
  readonly context: OfficeContext;
  readonly herd: KnownHerd;
  readonly publisher: Publisher;
  readonly shed: ShedSays;
  /** Cows that were clear when somebody asked last. */
  readonly clear: ClearCows;
};
