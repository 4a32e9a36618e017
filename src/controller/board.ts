// Room: controller. What the pit board shows: a plain view of the state, for any screen.
// May live here: the view's shape and the function that makes it. May not: layout, colours, terminals.

import { type FaultCode, REASONS, type ReasonCode } from "../domain/alarms/catalogue.ts";
import { isLost } from "../domain/arrivals/rotary-position.ts";
import { holdInWords } from "../domain/holds/words.ts";
import type { BailNo, CowId, NodeId, ReaderId, RowId, VisitId } from "../domain/ids.ts";
import type { LampCode } from "../domain/release/lamp.ts";
import type { Valve } from "../domain/release/valve.ts";
import type { EpochMs } from "../domain/units.ts";
import type { Subject } from "./note.ts";
import type { ControllerState, Shed } from "./state.ts";

export type Board = {
  readonly shed: string;
  readonly milking: { readonly number: number; readonly cows: number; readonly diverted: number } | null;
  readonly bails: readonly BoardBail[];
  readonly rows: readonly { readonly row: RowId; readonly bails: readonly BailNo[] }[];
  /** The platform of a rotary; null in other sheds. */
  readonly platform: BoardPlatform | null;
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
  /** Why there is no table, in words; empty while there is one. */
  readonly tableGone: string;
  readonly vatStop: { readonly since: EpochMs; readonly reasons: readonly string[] } | null;
};
export type BoardPlatform = {
  /** The bail at the entry; null while nobody knows. */
  readonly atEntry: BailNo | null;
  readonly sure: boolean;
  /** The bails as they come to the entry, one after the other. */
  readonly order: readonly BailNo[];
  /** How many bails before the entry it is seen who stays on. */
  readonly stayedBails: number;
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

/** What the board shows now; null before the shed has started. */
export function boardOf({ shed }: ControllerState): Board | null {
  if (shed === null) return null;
  const { plan } = shed;
  return {
    shed: plan.name,
    milking: shed.milking,
    bails: plan.bails.map(({ bail }, index) => boardBail(shed, bail, index)),
    rows: plan.layout.kind === "herringbone" ? plan.layout.rows : [],
    platform: platformOf(shed),
    readers: plan.readers.map(({ reader }, index) => ({
      reader,
      up: shed.readers[index]?.link.up ?? false,
      cows: shed.readers[index]?.cows ?? 0,
      read: shed.readers[index]?.read ?? 0,
    })),
    nodes: plan.nodes.map(({ node }, index) => ({ node, up: shed.nodes[index]?.session != null })),
    faults: Object.values(shed.faults),
    clockTrusted: shed.clock.trusted,
    table:
      shed.herd === null
        ? null
        : { cows: shed.herd.table.cows.length, fingerprint: shed.herd.table.fingerprint },
    tableGone: shed.herdGone,
    vatStop: shed.carried.vatStop,
  };
}

function platformOf({ plan, arrivals }: Shed): BoardPlatform | null {
  if (plan.layout.kind !== "rotary" || arrivals.platform === null) return null;
  const { bails, stayedBails } = plan.layout;
  const { position } = arrivals.platform;
  return {
    atEntry: isLost(position) ? null : (bails[position.at] ?? null),
    sure: position.trust === "sound",
    order: bails,
    stayedBails,
  };
}

function boardBail(shed: Shed, bail: BailNo, index: number): BoardBail {
  const state = shed.bails[index];
  const node = shed.plan.nodes.findIndex((plan) => plan.node === shed.plan.bails[index]?.node);
  const visit = state?.visit ?? null;
  const reasons = state?.reasons ?? ["empty"];
  const first = reasons[0];
  return {
    bail,
    visit: visit?.visit ?? null,
    cow: visit?.cow ?? null,
    eid: visit?.identity.kind === "tag" ? visit.identity.eid : null,
    reasons,
    why: visit?.standing?.open.map((hold) => holdInWords(hold, shed.plan.timeZone)) ?? [],
    lamp: first === undefined ? "green-steady" : REASONS[first].lamp,
    commanded: state?.valve.order ?? "divert",
    confirmed: state === undefined || shed.nodes[node]?.session == null ? "unknown" : confirmed(state.valve),
  };
}

function confirmed(valve: Valve): BoardBail["confirmed"] {
  if (valve.proven !== null) return valve.proven;
  return valve.fault === null ? "moving" : "unproven";
}
