// Room: domain/shed. The shed as the rules see it: bails, rows, nodes, readers and switches, by name.
// May live here: the plan's shape and look-ups in it. May not: ports, pins, file paths (those are config).
// Invariant: a plan is built once by config, checked as a whole there, and never changes while running.

import type { BailNo, InputId, NodeId, ReaderId, RowId } from "../ids.ts";
import { unreachable } from "../result.ts";
import type { DurationMs } from "../units.ts";
import type { VatPlan } from "../vat/plan.ts";

/** The most bails one node drives: one port of the ATmega2560. */
export const BAILS_PER_NODE = 8;

/** One milking place. */
export type BailPlan = {
  readonly bail: BailNo;
  readonly node: NodeId;
  /** Which of the node's 8 bail channels, 0..7. */
  readonly channel: number;
};

/** One bail I/O board. Its ordinary inputs tell of gates and beams; losing the node loses those too. */
export type NodePlan = {
  readonly node: NodeId;
  /** The number stored in the board's EEPROM, 1..250: proves that the right board is on the port. */
  readonly number: number;
};

/** An ordinary input: gate switch, beam, place switch. */
export type InputPlan = {
  readonly input: InputId;
  /** The node whose pin it is on, or "pi" for a pin of the computer itself. */
  readonly on: NodeId | "pi";
};

export type ReaderPlan = {
  readonly reader: ReaderId;
  /** A format without a checksum of its own needs two equal reads before they count as one (1 or 2). */
  readonly equalReadsNeeded: number;
};

/** Every bail has its own reader, and a switch that says whether a cow stands there. */
export type InBailLayout = {
  readonly kind: "in-bail";
  readonly places: readonly InBailPlace[];
};
export type InBailPlace = {
  readonly bail: BailNo;
  readonly reader: ReaderId;
  /** Active while a cow stands in the bail. */
  readonly placeSwitch: InputId;
  /** Active while the bail's gate stands open, where the bail has one: opening it ends the visit. */
  readonly exitGate?: InputId;
};

/** Cows walk past one race reader into a row, first cow to the farthest place, and are let go together. */
export type HerringboneLayout = {
  readonly kind: "herringbone";
  readonly rows: readonly HerringboneRow[];
  readonly pairing: PairingTimes;
};
export type HerringboneRow = {
  readonly row: RowId;
  /** The race reader; two rows may share one. */
  readonly reader: ReaderId;
  /** Places in the order cows fill them: the first cow in goes to the first of these. */
  readonly bails: readonly BailNo[];
  /** Goes active once for each cow that walks in. */
  readonly beam: InputId;
  /** Active while the entry gate stands open. */
  readonly entryGate: InputId;
  /** Active while the exit gate (or rump rail) stands open. */
  readonly exitGate: InputId;
  /** Hears the cow in the row's first place, and only her, where fitted: a check on everyone's place. */
  readonly firstPlaceReader?: ReaderId;
  /** Hears the cow in the row's last place, and only her, where fitted. */
  readonly lastPlaceReader?: ReaderId;
};
/** How reads and counts at a row's entry may lie in time; outside these there is doubt. */
export type PairingTimes = {
  /** A read is followed by its cow's count within this time of the last time the tag was heard. */
  readonly readToCountMax: DurationMs;
  /** Two cows cannot pass the beam closer together than this. */
  readonly closestCows: DurationMs;
  /** A reader may go on hearing a tag this long after its cow was counted. */
  readonly lingerMax: DurationMs;
};

/**
 * A turning platform. Cows walk on at the entry, one to a bail, and back off at the exit nearly a turn later; a cow
 * that is not milked out stays on for another turn (goes around). Everything but the bails stands on the ground.
 *
 * Two switches over one ring of markers, one marker a bail and half a bail long, the second switch a quarter of a
 * bail behind the first. So a bail's passage at the entry has four quarters, and their order tells the direction:
 *
 *   first      ▁▔▔▁▁▔▔▁   the bail comes to the entry when `firstPulse` goes active while `secondPulse` is inactive
 *   second     ▁▁▔▔▁▁▔▔   cows walk on in the two middle quarters, while `secondPulse` is active
 *   boarded, stayed       a standing cow is seen from the first quarter of her bail's passage to its last
 *   indexMark             goes active in the last quarter of the last bail, inactive in the first of the first
 */
export type RotaryLayout = {
  readonly kind: "rotary";
  /** Bails in the order in which they come to the entry while the platform runs forward. */
  readonly bails: readonly BailNo[];
  /** Hears the next cow to walk on, shortly before she does. */
  readonly entryReader: ReaderId;
  /** Hears cows as they leave, where fitted: a check on everyone's place. */
  readonly exitReader?: ReaderId;
  /** Active for the first half of each bail's passage at the entry, while the platform runs forward. */
  readonly firstPulse: InputId;
  /** The same, a quarter of a bail later: active while the bail at the entry stands open to the next cow. */
  readonly secondPulse: InputId;
  /** Active once a turn, around the moment at which the first of `bails` comes to the entry. */
  readonly indexMark: InputId;
  /** Active while a cow stands in the bail at the entry. */
  readonly boarded: InputId;
  /** Active while a cow stands in the bail `stayedBails` before the entry, past the exit: she goes around. */
  readonly stayed: InputId;
  /** 1 to 6: how many bails before the entry `stayed` looks. */
  readonly stayedBails: number;
  readonly pairing: PairingTimes;
};

export type Layout = InBailLayout | HerringboneLayout | RotaryLayout;

export type ShedPlan = {
  readonly name: string;
  /** IANA time zone of the farm, for dates without a time. */
  readonly timeZone: string;
  /** The farm is a registered milk processor itself: more uses of its milk are open to it. Absent: it is not. */
  readonly registeredProcessor?: boolean;
  readonly bails: readonly BailPlan[];
  readonly nodes: readonly NodePlan[];
  readonly readers: readonly ReaderPlan[];
  readonly inputs: readonly InputPlan[];
  readonly layout: Layout;
  /** The vat and its probes; absent where none is watched. */
  readonly vat?: VatPlan;
  /** The node whose shut-off output closes the second element; absent where none is fitted. */
  readonly shutOffOn?: NodeId;
  /** The node whose vat stop output lights the stop sign; absent where none is fitted. */
  readonly vatStopOn?: NodeId;
  readonly valve: ValveTimes;
  readonly button: ButtonTimes;
};
export type ValveTimes = {
  /** How long the valve may take from one end to the other before it counts as stuck. */
  readonly travelMax: DurationMs;
  /** Time to live of a lease, at most 480 ms, so that the node ends it within 500 ms of silence. */
  readonly leaseTtl: DurationMs;
};
export type ButtonTimes = {
  /** Held this long, the bail's button means "divert this cow now". */
  readonly divertHold: DurationMs;
};

/** The reader whose reads name the cow in `bail`; null where the layout has none for it. */
export function readerOf(layout: Layout, bail: BailNo): ReaderId | null {
  switch (layout.kind) {
    case "in-bail":
      return layout.places.find((place) => place.bail === bail)?.reader ?? null;
    case "herringbone":
      return layout.rows.find((row) => row.bails.includes(bail))?.reader ?? null;
    case "rotary":
      return layout.entryReader;
    default:
      return unreachable(layout);
  }
}
