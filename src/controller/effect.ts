// Room: controller. Everything the controller can do to the world: one closed list of effects.
// May live here: plain JSON shapes only, so that a replay can compare them byte for byte.
// May not: functions. Invariant: with no effect at all, every bail diverts.

import type { NodeId } from "../domain/ids.ts";
import type { LampCode } from "../domain/release/lamp.ts";
import type { Note } from "./note.ts";

export type Effect =
  /** One lease frame to one node. Sent at every tick and at once on a change. */
  | { readonly kind: "lease"; readonly node: NodeId; readonly session: number; readonly lease: LeaseOrder }
  /** A pin of the computer: signals only, never a valve. */
  | { readonly kind: "signal"; readonly signal: "siren" | "beacon"; readonly on: boolean }
  /** Something worth keeping: evidence goes to disk at once, the rest within a second. */
  | { readonly kind: "noted"; readonly evidence: boolean; readonly note: Note };

export type LeaseOrder = {
  /** Channels released, bit 0 = channel 0. Zero is divert for all. */
  readonly released: number;
  /** Eight lamp codes, channel 0 first. */
  readonly lamps: readonly LampCode[];
  /** Energise the shut-off output: milk may flow. */
  readonly openShutOff: boolean;
  /** Energise the vat stop output: the stop sign goes dark. */
  readonly clearVatStop: boolean;
  /** Milliseconds, 50..480. */
  readonly ttl: number;
};
