// Room: main. What the thread that reads the herd and the thread that moves valves say to each other.
// May live here: shapes. May not: how a table comes to be in force.
// Invariant: a table that is told whole or as a change has been read without a mistake.

import type { Problem } from "../config/problem.ts";
import type { ControllerEvent } from "../controller/event.ts";
import type { EpochMs } from "../domain/units.ts";

/** What the thread is started with. */
export type HerdWork = {
  readonly path: string;
  readonly timeZone: string;
  /** "watched": a person's file, in force as soon as it has no mistakes. "vouched": the office's, only when it says so, and only that one. */
  readonly kind: "watched" | "vouched";
  /** What an earlier thread told last: the next is told as what it changes. */
  readonly marks: string | null;
  /** Whether the file is to be read before the office vouches for it, so that nothing has to be waited for when it does. */
  readonly ahead: boolean;
};

export type HerdEvent = ControllerEvent & {
  readonly kind: "table-loaded" | "table-changed" | "table-lost";
};

export type FromHerdThread =
  /** `ask` of a vouched table: which "published" it answers. */
  | {
      readonly kind: "herd";
      readonly event: HerdEvent;
      readonly problems: readonly Problem[];
      readonly ask: number;
      /** For the next thread; null: of a table that is lost there is nothing to say a change of. */
      readonly marks: string | null;
    }
  /** What was vouched for could not be taken; the table in force stays. */
  | { readonly kind: "not-taken"; readonly fingerprint: string; readonly why: string; readonly ask: number };

export type ToHerdThread =
  /** The wall clock while it is trusted, else null: a person's file must not tell of the future. */
  | { readonly kind: "time"; readonly trustedNow: EpochMs | null }
  /** The office vouches for the table with this fingerprint. `whole`: none is in force, so that a change would fit none. */
  | {
      readonly kind: "published";
      readonly fingerprint: string;
      readonly ask: number;
      readonly whole: boolean;
    }
  /** What was told of a person's file as a change did not fit: the whole table, please. */
  | { readonly kind: "whole" };
