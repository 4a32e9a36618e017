// Room: domain/arrivals. Who stands in a bail, as far as is known: the shape all layouts share.
// May live here: identities, occupants, what can be told to a layout. May not: one layout's rules.
// Invariant: "nobody known" is the value one gets by doing nothing.

import type { BailNo, CowId, Eid, InputId, PersonId, ReaderId } from "../ids.ts";
import { unreachable } from "../result.ts";
import { type DurationMs, type MonoMs, seconds } from "../units.ts";

/**
 * A read may reach the rules this long after its cow walked away from the antenna: 20 s on the way (a serial adapter
 * that stalled), and some seconds in which she was still heard as she went.
 */
export const LATE_READ_MAX: DurationMs = seconds(25);

/** Why reads and counts could not be paired one to one. */
export type DoubtCode =
  | "two-reads-one-count"
  | "read-without-count"
  | "counts-too-close"
  | "read-again"
  | "row-overfull"
  | "gates"
  | "device-away"
  | "count-unclear"
  | "two-rows-open"
  | "place-reader"
  | "platform-position"
  | "platform-back"
  | "platform-switch-away"
  | "go-around"
  | "exit-read";

export type Identity =
  | { readonly kind: "unread" }
  | { readonly kind: "in-doubt"; readonly because: DoubtCode }
  | { readonly kind: "tag"; readonly eid: Eid }
  | { readonly kind: "two-tags"; readonly eids: readonly Eid[] }
  | { readonly kind: "settled"; readonly cow: CowId; readonly by: PersonId };

/** Whether two identities say the same, whoever built them. */
export function sameIdentity(a: Identity, b: Identity): boolean {
  switch (a.kind) {
    case "unread":
      return b.kind === "unread";
    case "in-doubt":
      return b.kind === "in-doubt" && a.because === b.because;
    case "tag":
      return b.kind === "tag" && a.eid === b.eid;
    case "two-tags":
      return b.kind === "two-tags" && a.eids.join() === b.eids.join();
    case "settled":
      return b.kind === "settled" && a.cow === b.cow && a.by === b.by;
    default:
      return unreachable(a);
  }
}

/** A cow in a bail. A new `arrival` is a new cow, whatever her identity. */
export type Occupant = {
  readonly arrival: number;
  readonly since: MonoMs;
  readonly identity: Identity;
};

export type InputLevel = "active" | "inactive" | "unknown";

/** All that a layout is ever told. */
export type ArrivalInput =
  | { readonly kind: "tag"; readonly reader: ReaderId; readonly eid: Eid }
  | { readonly kind: "input"; readonly input: InputId; readonly level: InputLevel }
  | { readonly kind: "settle"; readonly bail: BailNo; readonly cow: CowId; readonly by: PersonId }
  | { readonly kind: "tick" };

/** Who stands where, by bail number. A bail that is not listed is empty. */
export type Occupants = { readonly [bail: number]: Occupant };
