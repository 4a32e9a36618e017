// Room: controller. What the pit board shows: a plain view of the state, for any screen.
// May live here: the view's shape and the function that makes it. May not: layout, colours, terminals.

import type { FaultCode, ReasonCode } from "../domain/alarms/catalogue.ts";
import type { BailNo, CowId, NodeId, ReaderId, RowId, VisitId } from "../domain/ids.ts";
import type { LampCode } from "../domain/release/lamp.ts";
import type { EpochMs } from "../domain/units.ts";
import type { Subject } from "./note.ts";

export type Board = {
  readonly shed: string;
  readonly milking: { readonly number: number; readonly cows: number; readonly diverted: number } | null;
  readonly bails: readonly BoardBail[];
  readonly rows: readonly { readonly row: RowId; readonly bails: readonly BailNo[] }[];
  readonly readers: readonly {
    readonly reader: ReaderId;
    readonly up: boolean;
    readonly cows: number;
    readonly read: number;
  }[];
  readonly nodes: readonly { readonly node: NodeId; readonly up: boolean }[];
  readonly faults: readonly {
    readonly fault: FaultCode;
    readonly subject: Subject;
    readonly since: EpochMs;
  }[];
  readonly clockTrusted: boolean;
  readonly table: { readonly cows: number; readonly fingerprint: string } | null;
  readonly vatStop: { readonly since: EpochMs; readonly reason: string } | null;
};
export type BoardBail = {
  readonly bail: BailNo;
  readonly visit: VisitId | null;
  readonly cow: CowId | null;
  readonly eid: string | null;
  /** Empty for a release. First is the one to show. */
  readonly reasons: readonly ReasonCode[];
  /** Words behind a hold: which rule, until when or how many milkings. */
  readonly why: readonly string[];
  readonly lamp: LampCode;
  /** What was sent to the valve, and what its switches prove. */
  readonly commanded: "vat" | "divert";
  readonly confirmed: "vat" | "divert" | "moving" | "unproven" | "unknown";
};
