// Room: controller. What the page about the shed itself shows: boards, readers, valves, switches, time, recording.
// May live here: the view's shape and the function that makes it. May not: words, layout.

import type { InputLevel } from "../domain/arrivals/identity.ts";
import type { ClockTrust } from "../domain/clock/trust.ts";
import type { BailNo, InputId, NodeId, ReaderId } from "../domain/ids.ts";
import { lookUp } from "../domain/look-up.ts";
import type { Valve } from "../domain/release/valve.ts";
import type { ShedPlan } from "../domain/shed/plan.ts";
import type { DurationMs, EpochMs } from "../domain/units.ts";
import type { LinkState, LinkTrouble } from "./event.ts";
import type { ControllerState, Node, Reader, Shed } from "./state.ts";

export type Devices = {
  readonly version: string;
  readonly nodes: readonly {
    readonly node: NodeId;
    readonly up: boolean;
    readonly why: LinkTrouble;
    /** Null also where another board has the shut-off, or none; so the next. */
    readonly shutOffOpen: boolean | null;
    readonly vatStopClear: boolean | null;
    readonly leaseLive: boolean | null;
  }[];
  readonly readers: readonly {
    readonly reader: ReaderId;
    readonly link: LinkState;
    readonly cows: number;
    readonly read: number;
    readonly missed: number;
  }[];
  readonly valves: readonly {
    readonly bail: BailNo;
    readonly order: "vat" | "divert";
    readonly proven: "vat" | "divert" | null;
    readonly fault: string | null;
    /** How long the last moves took until the switches proved them; null: not moved since the start. */
    readonly toVat: DurationMs | null;
    readonly toDivert: DurationMs | null;
    /** How many moves were proven since the start, and the longest that a move may take. */
    readonly moves: number;
    readonly travelMax: DurationMs;
  }[];
  readonly inputs: readonly { readonly input: InputId; readonly level: InputLevel }[];
  readonly clock: { readonly trusted: boolean; readonly why: string; readonly highWater: EpochMs | null };
  readonly recording: { readonly writing: boolean; readonly why: string };
};

/** The devices now; null before the shed has started. */
export function devicesOf({ shed }: ControllerState): Devices | null {
  if (shed === null) return null;
  const { plan } = shed;
  return {
    version: shed.version,
    nodes: plan.nodes.map(({ node }, index) => nodeNow(plan, node, shed.nodes[index])),
    readers: plan.readers.map(({ reader }, index) => {
      const { link, cows, read, missed } = shed.readers[index] ?? NOT_HEARD;
      return { reader, link, cows, read, missed };
    }),
    valves: plan.bails.map(({ bail }, index) =>
      valveNow(bail, shed.bails[index]?.valve, plan.valve.travelMax),
    ),
    inputs: plan.inputs.map(({ input }) => ({ input, level: lookUp(shed.levels, input) ?? "unknown" })),
    clock: clockNow(shed),
    recording: shed.recording,
  };
}

const NOT_HEARD: Reader = { link: { up: false, why: "not-yet" }, cows: 0, read: 0, missed: 0 };

/** What a board that is away said last is not what it does now. */
function nodeNow(plan: ShedPlan, node: NodeId, state: Node | undefined): Devices["nodes"][number] {
  const up = state !== undefined && state.session !== null;
  const report = up ? state.report : null;
  return {
    node,
    up,
    why: state?.why ?? "not-yet",
    shutOffOpen: plan.shutOffOn === node ? (report?.shutOffOpen ?? null) : null,
    vatStopClear: plan.vatStopOn === node ? (report?.vatStopClear ?? null) : null,
    leaseLive: report?.leaseLive ?? null,
  };
}

function valveNow(bail: BailNo, valve: Valve | undefined, travelMax: DurationMs): Devices["valves"][number] {
  const { moves, toVat, toDivert } = valve?.moved ?? { moves: 0, toVat: null, toDivert: null };
  const { order, proven, fault } = valve ?? { order: "divert" as const, proven: null, fault: null };
  return { bail, order, proven, fault, toVat, toDivert, moves, travelMax };
}

const TIME_IN_WORDS = {
  "no-time-source": "No time source says that the clock is right.",
  jumped: "The clock jumped; it counts again when the time source, or a manager, says that it is right.",
  "before-last-record": "The clock is behind what was written down already.",
  synchronised: "The time source says that it is right.",
  confirmed: "A manager has confirmed it, until the next start.",
} as const satisfies Record<ClockTrust["why"], string>;

const clockNow = ({ clock }: Shed): Devices["clock"] => ({
  trusted: clock.trusted,
  why: TIME_IN_WORDS[clock.why],
  highWater: clock.highWater,
});
