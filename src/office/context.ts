// Room: office. What every part of the office is given, and nothing else: records, the controller, time, the shed's plan.
// May live here: shapes. May not: code. Invariant: no part of the office reaches another but through this.

import type { ShedConfig } from "../config/shed-config.ts";
import type { Board } from "../controller/board.ts";
import type { Devices } from "../controller/devices.ts";
import type { Intent } from "../controller/event.ts";
import type { PersonId } from "../domain/ids.ts";
import type { EpochMs } from "../domain/units.ts";
import type { Clock } from "../ports/clock.ts";
import type { Store } from "../store/store.ts";

/** The controller, as the office hears it. Made in `link.ts` over the process's message channel. */
export type Link = {
  /** The last board, and when it came by the office's monotonic clock; null: none yet. */
  board(): {
    readonly board: Board;
    readonly devices: Devices;
    readonly wall: EpochMs;
    readonly age: number;
  } | null;
  /** The table in force; fingerprint null: none. */
  inForce(): { readonly fingerprint: string | null; readonly why: string };
  /** How far the running flight recording is on the disk; null: not told yet. */
  durable(): { readonly file: string; readonly bytes: number } | null;
  /** Vouches for the published table. */
  published(fingerprint: string): void;
  noTable(why: string): void;
  /** Resolves true when this table is in force and on the disk, false after `within` milliseconds or when the controller refuses it. */
  untilInForce(fingerprint: string, within: number): Promise<boolean>;
  /** Asks the controller. Never rejects: a controller that does not answer is an answer too, `accepted` false. */
  intend(
    by: PersonId,
    intent: Intent,
  ): Promise<{ readonly accepted: boolean; readonly why: string; readonly recorded: boolean }>;
  /** Told what changed, after it did. Returns the way to stop it. */
  listen(heard: (what: "board" | "in-force" | "durable" | "not-taken") => void): () => void;
};

/** What the pages should read again (contract/shed.ts, "changed"). */
export type Changed = "herd" | "treatments" | "stock" | "milkings" | "alarms" | "vat" | "people" | "upkeep";

/** A trouble of the office that every page shows at its top until it is over. */
export type Notice = {
  readonly code: string;
  readonly grave: boolean;
  readonly says: string;
  readonly fix: string;
};

export type OfficeContext = {
  readonly store: Store;
  readonly link: Link;
  readonly clock: Clock;
  readonly shed: ShedConfig;
  /** The folder of the flight recordings; the office's own files lie in `office/` below it. */
  readonly dataDir: string;
  readonly version: string;
  /** Tells every open page that lists have changed. */
  readonly changed: (...what: readonly Changed[]) => void;
  /** Raises or ends a notice by its code. */
  readonly notice: (code: string, notice: Notice | null) => void;
  readonly notices: () => readonly Notice[];
  /** What went wrong, in words, for the console. */
  readonly remark: (text: string) => void;
};
