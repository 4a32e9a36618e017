// Room: controller. Everything that can reach the controller: one closed list of events.
// May live here: plain JSON shapes only, so that the flight recorder can write and replay each one.
// May not: functions, classes, NaN, undefined in arrays. Invariant: time arrives in events, nowhere else.

import type { LinkTrouble } from "../domain/alarms/link-troubles.ts";
import type { InputLevel } from "../domain/arrivals/identity.ts";
import type { HerdTable } from "../domain/holds/facts.ts";
import type {
  AlarmId,
  BailNo,
  CowId,
  Eid,
  InputId,
  NodeId,
  PersonId,
  ProbeId,
  ReaderId,
} from "../domain/ids.ts";
import type { ShedPlan } from "../domain/shed/plan.ts";
import type { EpochMs, MonoMs } from "../domain/units.ts";
import type { Said } from "../domain/vat/happening.ts";
import type { RawReading } from "../domain/vat/reading.ts";
import type { Carried } from "./carried.ts";
import type { TableChange } from "./table-change.ts";

/** An event with both clocks as they read when it came in. */
export type Stamped = {
  readonly mono: MonoMs;
  readonly wall: EpochMs;
  readonly event: ControllerEvent;
};

export type ControllerEvent =
  /** Always the first. What an earlier run left behind comes with it. */
  | {
      readonly kind: "started";
      readonly version: string;
      readonly plan: ShedPlan;
      readonly carried: Carried;
    }
  /** Every 100 ms. Renewals and lapses are decided here. */
  | { readonly kind: "ticked" }
  | { readonly kind: "table-loaded"; readonly table: HerdTable }
  /** The table in force said otherwise about some cows. Applies only to the table `from`; to any other it is a table lost. */
  | ({ readonly kind: "table-changed" } & TableChange)
  /** No table can be had: missing, empty or unreadable. Everything diverts. */
  | { readonly kind: "table-lost"; readonly why: string }
  /** A whole animal tag was heard. Not yet filtered: repeats come too, at most one a reader and 200 ms. */
  | { readonly kind: "tag-read"; readonly reader: ReaderId; readonly eid: Eid }
  | { readonly kind: "reader-changed"; readonly reader: ReaderId; readonly link: LinkState }
  /** The right board answered on its port, or restarted: `session` is its new nonce. */
  | { readonly kind: "node-up"; readonly node: NodeId; readonly session: number; readonly resetCause: string }
  | { readonly kind: "node-down"; readonly node: NodeId; readonly why: LinkTrouble }
  /** What the board says of itself, sent on every change. */
  | { readonly kind: "node-reported"; readonly node: NodeId; readonly report: NodeReport }
  /** A gate, beam or place switch. "unknown" while the board it hangs on is away. */
  | { readonly kind: "input-changed"; readonly input: InputId; readonly level: InputLevel }
  /** What a temperature probe gave, every round; also that it gave nothing, and why. */
  | { readonly kind: "temperature-read"; readonly probe: ProbeId; readonly reading: RawReading }
  /** Whether the operating system's time source says that the wall clock is right. */
  | { readonly kind: "time-source-changed"; readonly synchronised: boolean; readonly source: string }
  /** Whether what the controller decides is reaching the disk. */
  | { readonly kind: "recorder-changed"; readonly writing: boolean; readonly why: string }
  | { readonly kind: "intended"; readonly by: PersonId; readonly intent: Intent };

export type { LinkTrouble };
export type LinkState = { readonly up: true } | { readonly up: false; readonly why: LinkTrouble };
/** Eight channels as bit masks, bit 0 = channel 0. */
export type NodeReport = {
  /** Coils energised now. */
  readonly coils: number;
  /** Position switches that say "vat". */
  readonly atVat: number;
  /** Position switches that say "divert". A channel in both or neither is a fault once travel is over. */
  readonly atDivert: number;
  /** Buttons held down now. */
  readonly buttons: number;
  /** The shut-off output is energised: milk may flow. */
  readonly shutOffOpen: boolean;
  /** The vat stop output is energised: the stop sign is dark. */
  readonly vatStopClear: boolean;
  /** A lease is live on the board. */
  readonly leaseLive: boolean;
};

/** What a person asks for. Each may be refused; none but these exist. */
export type Intent =
  | { readonly kind: "settle-place"; readonly bail: BailNo; readonly cow: CowId }
  | { readonly kind: "divert-bail"; readonly bail: BailNo }
  | { readonly kind: "raise-vat-stop"; readonly reason: string }
  | { readonly kind: "clear-vat-stop"; readonly reason: string }
  | { readonly kind: "clear-valve-fault"; readonly bail: BailNo; readonly reason: string }
  | { readonly kind: "confirm-time" }
  /** Every red pattern on the lamps of empty bails, for ten seconds. */
  | { readonly kind: "test-lamps" }
  /** What a person tells about the vat: milking began, collected, an ice-point check, … */
  | { readonly kind: "vat-told"; readonly what: Said }
  | { readonly kind: "acknowledge-alarm"; readonly alarm: AlarmId }
  /** Why it was: asked for when an alarm is over. */
  | { readonly kind: "explain-alarm"; readonly alarm: AlarmId; readonly reason: string };
