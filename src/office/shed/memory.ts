// Room: office/shed. What has to be remembered between two lines of the recording: cows in the bails, the clock, the probes.
// May live here: the shape, and making it anew from a recording's beginning. May not: reading files, rows.
// Invariant: plain JSON, bounded by the shed's bails and probes; stored beside the position, so that a restart goes on as if nothing had been.

import type { Identity } from "../../domain/arrivals/identity.ts";
import type { ClockTrust } from "../../domain/clock/trust.ts";
import type { BailNo, CowId, FactId, VisitId } from "../../domain/ids.ts";
import type { EpochMs, MonoMs } from "../../domain/units.ts";
import type { ProbeState } from "../../domain/vat/probe.ts";
import type { ProbeRole } from "../../domain/vat/reading.ts";

/** A cow in a bail: nothing is written of her before she leaves. */
export type OpenVisit = {
  readonly visit: VisitId;
  readonly milking: number;
  readonly bail: BailNo;
  readonly opened: EpochMs;
  readonly identity: Identity;
  readonly cow: CowId | null;
  readonly released: boolean;
  readonly facts: readonly FactId[];
};

export type Memory = {
  /** Both clocks of the last record; null: none yet. */
  readonly now: { readonly mono: MonoMs; readonly wall: EpochMs } | null;
  /** Null: not known, so nothing counts as trusted. */
  readonly clock: ClockTrust | null;
  /** In the order in which they came. */
  readonly visits: readonly OpenVisit[];
  readonly roles: { readonly [probe: string]: ProbeRole };
  readonly probes: { readonly [probe: string]: ProbeState };
  /** The milking that is running, by its number; null: none. */
  readonly milking: number | null;
};

export const NOTHING_REMEMBERED: Memory = {
  now: null,
  clock: null,
  visits: [],
  roles: {},
  probes: {},
  milking: null,
};

/** More cows than any shed has bails: only a damaged recording gets here, and the oldest are let go of. */
export const VISITS_MAX = 250;
/** The facts behind one cow's holds that are kept with her visit. */
export const FACTS_MAX = 20;
/** More probes than any vat has. */
export const PROBES_MAX = 32;

/**
 * Where a recording is begun in its middle (earlier files are gone): what its first line says of the clock and the probes. That line holds the
 * controller's whole state as it was; only what is plainly there is taken.
 */
export function rememberedFrom(state: unknown): Memory {
  const shed = field(state, "shed");
  const clock = field(shed, "clock");
  const roles: { [probe: string]: ProbeRole } = {};
  const probes = field(field(field(shed, "plan"), "vat"), "probes");
  for (const one of Array.isArray(probes) ? probes.slice(0, PROBES_MAX) : []) {
    const [probe, role] = [field(one, "probe"), field(one, "role")];
    if (typeof probe === "string" && isRole(role)) roles[probe] = role;
  }
  const milking = field(field(shed, "milking"), "number");
  return {
    ...NOTHING_REMEMBERED,
    clock: isClock(clock) ? clock : null,
    roles,
    milking: typeof milking === "number" ? milking : null,
  };
}

export const field = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;

const ROLES: readonly unknown[] = ["milk", "delivery-line", "wash-source", "wash-outlet", "ambient"];
const isRole = (value: unknown): value is ProbeRole => ROLES.includes(value);

const isClock = (value: unknown): value is ClockTrust =>
  typeof field(value, "trusted") === "boolean" &&
  typeof field(value, "synchronised") === "boolean" &&
  typeof field(field(value, "anchor"), "mono") === "number" &&
  typeof field(field(value, "anchor"), "wall") === "number" &&
  (field(value, "highWater") === null || typeof field(value, "highWater") === "number");
