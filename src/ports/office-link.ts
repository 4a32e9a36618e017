// Room: ports. What controller and office say to each other: two closed lists of plain JSON messages.
// May live here: shapes. May not: how they travel, rules.
// Invariant: the office can ask and withhold; nothing it sends is a release. Neither side ever waits for the other:
// boards are sent only against a credit, everything else is small and rare.

import type { Board } from "../controller/board.ts";
import type { Devices } from "../controller/devices.ts";
import type { Intent } from "../controller/event.ts";
import type { PersonId } from "../domain/ids.ts";
import type { EpochMs } from "../domain/units.ts";

/** From the controller's process to the office. */
export type ToOffice =
  /** What the shed looks like now. Sent at most every 250 ms, and only after the office has said "board-taken". */
  | { readonly kind: "board"; readonly board: Board; readonly devices: Devices; readonly wall: EpochMs }
  /** So much of this flight recording is on the disk for good: the office may take it in up to here. */
  | { readonly kind: "durable"; readonly file: string; readonly bytes: number }
  /**
   * The table that the bails obey now, and the note that says so is on the disk. Null: none, everything diverts; `why` says it
   * in words. Told on every change, and once at the beginning.
   */
  | { readonly kind: "in-force"; readonly fingerprint: string | null; readonly why: string }
  /** The published table could not be taken: it has mistakes, or is not the one that was vouched for. */
  | { readonly kind: "not-taken"; readonly fingerprint: string; readonly why: string }
  /** What became of an intent. `recorded`: the notes it made are on the disk. Refusals are recorded too. */
  | {
      readonly kind: "answer";
      readonly id: number;
      readonly accepted: boolean;
      /** Empty where accepted; else what to do instead, in words. */
      readonly why: string;
      readonly recorded: boolean;
    };

/** From the office to the controller. */
export type ToController =
  /** The last board has been taken: one more may be sent. */
  | { readonly kind: "board-taken" }
  /** The herd table with this fingerprint stands in the published file: put it in force. */
  | { readonly kind: "table-published"; readonly fingerprint: string }
  /** There are no records that could be vouched for: no table may be in force. Everything diverts. */
  | { readonly kind: "no-table"; readonly why: string }
  /** A signed-in person asks for something. Checked again by the controller. */
  | { readonly kind: "intend"; readonly id: number; readonly by: PersonId; readonly intent: Intent };
