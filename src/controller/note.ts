// Room: controller. What the controller writes down for people: one closed list of notes.
// May live here: plain JSON shapes. May not: words for people (those come from domain/alarms by code).
// Invariant: a note is appended once and never changed; a correction is another note.

import type { AlarmHappening } from "../domain/alarms/alarm.ts";
import type { FaultCode, ReasonCode } from "../domain/alarms/catalogue.ts";
import type { Subject } from "../domain/alarms/subject.ts";
import type { DoubtCode, Identity } from "../domain/arrivals/identity.ts";
import type { CooledMilking } from "../domain/cooling/usual.ts";
import type { Answer } from "../domain/diverted-milk/destinations.ts";
import type { HoldKind } from "../domain/holds/holds.ts";
import type { BailNo, CowId, FactId, PersonId, ReaderId, RowId, VisitId } from "../domain/ids.ts";
import type { EpochMs } from "../domain/units.ts";
import type { VatHappening } from "../domain/vat/happening.ts";

export type Note =
  | {
      readonly kind: "milking-began";
      readonly milking: number;
      readonly at: EpochMs;
      readonly source: "first-cow";
    }
  | { readonly kind: "milking-ended"; readonly milking: number; readonly at: EpochMs }
  | {
      readonly kind: "visit-opened";
      readonly visit: VisitId;
      readonly bail: BailNo;
      readonly milking: number;
      readonly at: EpochMs;
      readonly identity: Identity;
      /** The cow in the herd table that this identity means, if any. */
      readonly cow: CowId | null;
    }
  | {
      readonly kind: "identified";
      readonly visit: VisitId;
      readonly bail: BailNo;
      readonly identity: Identity;
      readonly cow: CowId | null;
    }
  /** The decision for a bail changed: these reasons, or none for a release. */
  | {
      readonly kind: "decided";
      readonly visit: VisitId;
      readonly bail: BailNo;
      readonly cow: CowId | null;
      readonly outcome: "release" | "divert";
      readonly reasons: readonly ReasonCode[];
      /** The facts behind the holds, where the reason is a hold. */
      readonly facts: readonly FactId[];
    }
  | {
      readonly kind: "visit-ended";
      readonly visit: VisitId;
      readonly bail: BailNo;
      readonly cow: CowId | null;
      readonly at: EpochMs;
      /** When she came, and an instant that had surely passed then: null where the clock was not trusted, or there is none. */
      readonly began: EpochMs | null;
      readonly surely: EpochMs | null;
      /** Whether any of her milk may have gone to the vat. */
      readonly toVat: boolean;
      /** Every reason her milk was diverted for during the visit. */
      readonly divertedFor: readonly ReasonCode[];
      /** The kinds of hold it was diverted for. */
      readonly holds: readonly HoldKind[];
      /** Where the diverted milk may go; none where nothing was diverted. */
      readonly mayGo: readonly Answer[];
    }
  | { readonly kind: "milking-counted"; readonly cow: CowId; readonly at: EpochMs }
  | { readonly kind: "looked-at"; readonly cow: CowId; readonly bail: BailNo; readonly at: EpochMs }
  | { readonly kind: "diverted-by-hand"; readonly bail: BailNo; readonly by: PersonId | "button" }
  | { readonly kind: "place-settled"; readonly bail: BailNo; readonly cow: CowId; readonly by: PersonId }
  | {
      readonly kind: "pairing-doubt";
      readonly row: RowId;
      readonly fromPlace: number;
      readonly because: DoubtCode;
    }
  | { readonly kind: "fault-raised"; readonly fault: FaultCode; readonly subject: Subject }
  | {
      readonly kind: "fault-cleared";
      readonly fault: FaultCode;
      readonly subject: Subject;
      readonly by: PersonId | "itself";
    }
  | {
      readonly kind: "vat-stop-raised";
      readonly at: EpochMs;
      readonly reason: string;
      readonly shutOff: boolean;
      readonly by: PersonId | "itself";
      /** The cow milked in too early, where a late entry raised it. */
      readonly cow?: CowId;
    }
  | {
      readonly kind: "vat-stop-cleared";
      readonly at: EpochMs;
      readonly reason: string;
      readonly by: PersonId;
    }
  | { readonly kind: "table-in-force"; readonly fingerprint: string; readonly cows: number }
  | { readonly kind: "table-gone"; readonly why: string }
  | { readonly kind: "time-confirmed"; readonly by: PersonId; readonly at: EpochMs }
  | {
      readonly kind: "lamps-tested";
      readonly by: PersonId;
      readonly at: EpochMs;
      /** The empty ones, whose lamps showed the patterns. */
      readonly bails: readonly BailNo[];
    }
  | { readonly kind: "clock-mark"; readonly highWater: EpochMs }
  | {
      readonly kind: "read-rate";
      readonly reader: ReaderId;
      readonly milking: number;
      readonly cows: number;
      readonly read: number;
    }
  /** What a milking took to cool: forecasts and the trend over weeks rest on it. */
  | { readonly kind: "milking-cooled"; readonly milking: number; readonly record: CooledMilking }
  | VatHappening
  | AlarmHappening
  | { readonly kind: "refused"; readonly by: PersonId; readonly intent: string; readonly why: string };

export type { Subject };

/** Notes that people must be able to rely on afterwards: on disk at once. The rest follows within a second. */
export function isEvidence(note: Note): boolean {
  switch (note.kind) {
    case "clock-mark":
    case "read-rate":
    case "milking-began":
    case "milking-ended":
    case "visit-opened":
    case "identified":
    case "pairing-doubt":
    case "milking-cooled":
      return false;
    // Everything else: one that nobody thought of is kept rather than lost.
    default:
      return true;
  }
}
