// Room: controller. What the page about the shed itself shows: boards, readers, valves, switches, time, recording.
// May live here: the view's shape and the function that makes it. May not: words, layout.

import type { InputLevel } from "../domain/arrivals/identity.ts";
import type { BailNo, InputId, NodeId, ReaderId } from "../domain/ids.ts";
import type { DurationMs, EpochMs } from "../domain/units.ts";
import type { LinkState, LinkTrouble } from "./event.ts";
import type { ControllerState } from "./state.ts";

export type Devices = {
  readonly version: string;
  readonly nodes: readonly {
    readonly node: NodeId;
    readonly up: boolean;
    readonly why: LinkTrouble;
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
export function devicesOf(state: ControllerState): Devices | null {
  return state.shed === null ? null : null;
}
