// Room: sim/world. What the world lets be seen and felt from outside, in order of time.
// May live here: plain shapes. Invariant: nothing here says what the milk is; that is for the oracle alone.

import type { Intent } from "../../controller/event.ts";
import type { CowFact } from "../../domain/holds/facts.ts";
import type { BailNo, CowId, Eid, InputId, NodeId, PersonId, ReaderId, RowId } from "../../domain/ids.ts";
import type { FaultName } from "./faults.ts";

/** `at` is world time: milliseconds since the world began; true time is that plus its first instant. */
export type Happening = { readonly at: number } & HappeningKind;

export type HappeningKind =
  | { readonly kind: "tag-heard"; readonly reader: ReaderId; readonly eid: Eid }
  | { readonly kind: "input"; readonly input: InputId; readonly active: boolean }
  | {
      readonly kind: "switches";
      readonly bail: BailNo;
      readonly atVat: boolean;
      readonly atDivert: boolean;
    }
  | { readonly kind: "button"; readonly bail: BailNo; readonly held: boolean }
  | { readonly kind: "intent"; readonly by: PersonId; readonly intent: Intent }
  | { readonly kind: "node"; readonly node: NodeId; readonly what: "unplugged" | "plugged" | "reset" }
  | { readonly kind: "reader"; readonly reader: ReaderId; readonly what: "unplugged" | "plugged" }
  /** The wall clock is now this far from true time. */
  | { readonly kind: "wall-clock"; readonly offBy: number }
  | { readonly kind: "time-source"; readonly synchronised: boolean }
  /** People wrote in the herd file. */
  | { readonly kind: "recorded"; readonly fact: CowFact }
  | { readonly kind: "table"; readonly what: "unreadable" | "readable" }
  | { readonly kind: "controller-killed" }
  /** For the story on the screen; no machine hears it. */
  | {
      readonly kind: "cow";
      readonly cow: CowId;
      readonly what: "walks-in" | "stands" | "cluster-on" | "cluster-off" | "goes-around" | "leaves";
      readonly bail: BailNo | null;
    }
  | { readonly kind: "row"; readonly row: RowId; readonly what: "filling" | "full" | "let-go" }
  | { readonly kind: "platform"; readonly what: "turns" | "stands" | "reverses" }
  | { readonly kind: "fault"; readonly fault: FaultName; readonly where: string }
  | { readonly kind: "milking"; readonly what: "began" | "over" };
