// Room: controller. Everything the controller knows, as one plain JSON value.
// May live here: the shape of the state and its start. May not: Maps, functions, proofs (a release is never stored).
// Invariant: JSON.parse(JSON.stringify(state)) is the same state, so that any recording can go on from a snapshot.

import type { FaultCode, ReasonCode } from "../domain/alarms/catalogue.ts";
import { alarmsAtStart, type VatAlarms } from "../domain/alarms/vat-alarms.ts";
import { type Arrivals, arrivalsAtStart } from "../domain/arrivals/arrivals.ts";
import type { Identity, InputLevel } from "../domain/arrivals/identity.ts";
import { type ClockTrust, clockAtStart } from "../domain/clock/trust.ts";
import type { Forecast } from "../domain/cooling/forecast.ts";
import { type Slowing, slowing } from "../domain/cooling/slowing.ts";
import type { HerdTable } from "../domain/holds/facts.ts";
import type { HoldKind } from "../domain/holds/holds.ts";
import type { Standing } from "../domain/holds/standing.ts";
import type { BailNo, CowId, VisitId } from "../domain/ids.ts";
import { type Valve, valveAtStart } from "../domain/release/valve.ts";
import type { ShedPlan } from "../domain/shed/plan.ts";
import type { EpochMs, MonoMs } from "../domain/units.ts";
import { type Vat, vatAtStart } from "../domain/vat/vat-state.ts";
import type { VerdictNow } from "../domain/vat/verdicts.ts";
import type { Carried } from "./carried.ts";
import type { LeaseOrder } from "./effect.ts";
import type { LinkState, LinkTrouble, NodeReport } from "./event.ts";
import type { Subject } from "./note.ts";

/** Before the first event there is no shed, and nothing can be released. */
export type ControllerState = { readonly shed: Shed | null };

export type Shed = {
  readonly version: string;
  readonly plan: ShedPlan;
  readonly startedAt: MonoMs;
  readonly now: { readonly mono: MonoMs; readonly wall: EpochMs };
  /** When the last tick came; a long gap means that the controller itself was held up. */
  readonly tickedAt: MonoMs;
  readonly heldUpUntil: MonoMs | null;
  readonly clock: ClockTrust;
  readonly markedAt: MonoMs | null;
  readonly herd: Herd | null;
  readonly herdGone: string;
  readonly arrivals: Arrivals;
  /** In the order of plan.bails. */
  readonly bails: readonly Bail[];
  /** In the order of plan.nodes. */
  readonly nodes: readonly Node[];
  /** In the order of plan.readers. */
  readonly readers: readonly Reader[];
  readonly levels: { readonly [input: string]: InputLevel };
  readonly recording: { readonly writing: boolean; readonly why: string };
  readonly milking: Milking | null;
  /** The bails whose lamps are being tested; null: none. */
  readonly lampTest: { readonly since: MonoMs; readonly bails: readonly BailNo[] } | null;
  readonly carried: Carried;
  readonly shutOff: ShutOff;
  /** By fault and subject, see faultKey. */
  readonly faults: { readonly [key: string]: RaisedFault };
  /** Null where no vat is watched. */
  readonly vat: VatWatch | null;
  readonly siren: boolean;
  readonly beacon: boolean;
};

/** What holds the shut-off closed: the vat stop until a person clears it, or valves that have yet to show themselves. */
export type ShutOff = "open" | "vat-stop" | "valves-awaited";

/** The table in force with its look-ups: position in table.cows, or -1 where two cows share a tag or number. */
export type Herd = {
  readonly table: HerdTable;
  readonly byEid: { readonly [eid: string]: number };
  readonly byCow: { readonly [cow: string]: number };
};

export type Bail = {
  readonly visit: Visit | null;
  readonly valve: Valve;
  readonly button: Button | null;
  /** The reasons last decided; none for a release. */
  readonly reasons: readonly ReasonCode[];
};

export type Visit = {
  readonly visit: VisitId;
  readonly arrival: number;
  readonly since: MonoMs;
  /** When she came, by a trusted clock; null where it was not trusted. */
  readonly began: EpochMs | null;
  readonly identity: Identity;
  readonly cow: CowId | null;
  /** Null until worked out, and again whenever the table or her identity changes. */
  readonly standing: Standing | null;
  readonly lookedAt: boolean;
  readonly divertedByHand: boolean;
  /** The same cow was seen elsewhere while she stood here; stays until the place is settled. */
  readonly conflict: boolean;
  /** The checker has said yes to this cow as things stand; asked again every second. */
  readonly checkerSaidYes: boolean;
  /** Why the checker said no; stays until the next cow. */
  readonly checkerSaidNo: string | null;
  /** The valve was released for her at any time. */
  readonly toVat: boolean;
  readonly divertedFor: readonly ReasonCode[];
  /** The kinds of every hold that was open while her milk was diverted. */
  readonly heldFor: readonly HoldKind[];
};

/** A button being held. `void` presses mean nothing: it was down before there was anything to say. */
export type Button = {
  readonly since: MonoMs;
  readonly visit: VisitId | null;
  /** The cow a CHECK was asked for when it went down; null when none was. */
  readonly asked: CowId | null;
  readonly spent: boolean;
};

export type Node = {
  /** Null while the board is away. */
  readonly session: number | null;
  readonly why: LinkTrouble;
  readonly report: NodeReport | null;
  /** The order last sent in this session. */
  readonly sent: LeaseOrder | null;
};

export type Reader = {
  readonly link: LinkState;
  /** Cows that passed it in this milking, and how many of them it read. */
  readonly cows: number;
  readonly read: number;
  /** Cows in a row that it did not read, just now. */
  readonly missed: number;
};

export type Milking = {
  readonly number: number;
  readonly began: EpochMs;
  readonly cows: number;
  readonly diverted: number;
  readonly lastCowAt: MonoMs;
};

/** What is known of the vat. Instants are of this run. */
export type VatWatch = {
  readonly machine: Vat;
  readonly alarms: VatAlarms;
  /** How every running milking stood when last looked at; made anew each minute and when something changes. */
  readonly verdicts: readonly VerdictNow[];
  readonly forecast: VatForecast | null;
  readonly lookedAt: MonoMs | null;
  readonly tickedAt: MonoMs;
  /** Since when the milk has not been cooled, and when that was last seen; a single forecast to the contrary ends it not. */
  readonly notCooling: { readonly since: MonoMs; readonly last: MonoMs } | null;
  readonly agitatorOffSince: MonoMs | null;
  /** When a wash ended that was too cold; null: none, or it has been told long enough. */
  readonly washTooColdAt: MonoMs | null;
  /** Cows milked to the vat in the running or last milking: how much milk came, where nothing measures it. */
  readonly cowsToVat: number | null;
  /** The last milking whose cooling has been kept for later forecasts. */
  readonly cooledUpTo: number;
  /** How much slower the refrigeration has become over weeks; null: not beyond doubt. Made anew with each cooled milking. */
  readonly slower: Slowing | null;
};

/** The forecast for one limit of one milking, by the first profile. */
export type VatForecast = {
  readonly milking: number;
  readonly atMost: number;
  readonly deadline: MonoMs;
  readonly forecast: Forecast;
};

export type RaisedFault = { readonly fault: FaultCode; readonly subject: Subject; readonly since: EpochMs };

export const initialState = (): ControllerState => ({ shed: null });

/** A shed at its start: nothing is known, everything diverts. */
export function shedAtStart(
  plan: ShedPlan,
  carried: Carried,
  version: string,
  mono: MonoMs,
  wall: EpochMs,
): Shed {
  return {
    version,
    plan,
    startedAt: mono,
    now: { mono, wall },
    tickedAt: mono,
    heldUpUntil: null,
    clock: clockAtStart(mono, wall, carried.highWater),
    markedAt: null,
    herd: null,
    herdGone: "not read yet",
    arrivals: arrivalsAtStart(plan.layout),
    bails: plan.bails.map(({ bail }) => ({
      visit: null,
      valve: valveAtStart(carried.valvesUnproven.includes(bail)),
      button: null,
      reasons: ["empty"],
    })),
    nodes: plan.nodes.map(() => ({ session: null, why: "not-yet", report: null, sent: null })),
    readers: plan.readers.map(() => ({ link: { up: false, why: "not-yet" }, cows: 0, read: 0, missed: 0 })),
    levels: Object.fromEntries(plan.inputs.map(({ input }) => [input, "unknown" as const])),
    recording: { writing: true, why: "" },
    milking: null,
    lampTest: null,
    carried,
    shutOff: "valves-awaited",
    faults: {},
    vat: vatWatched(plan, carried, mono, wall),
    siren: false,
    beacon: false,
  };
}

function vatWatched(plan: ShedPlan, carried: Carried, mono: MonoMs, wall: EpochMs): VatWatch | null {
  if (plan.vat === undefined) return null;
  return {
    machine: vatAtStart(plan.vat, carried.vat, { mono, wall, trusted: false }),
    alarms: alarmsAtStart(carried.alarms),
    verdicts: [],
    forecast: null,
    lookedAt: null,
    tickedAt: mono,
    notCooling: null,
    agitatorOffSince: null,
    washTooColdAt: null,
    cowsToVat: null,
    cooledUpTo: 0,
    slower: slowing(carried.cooled),
  };
}

/** The table with its look-ups made once. */
export function herdOf(table: HerdTable): Herd {
  const byEid: { [eid: string]: number } = {};
  const byCow: { [cow: string]: number } = {};
  for (const [index, cow] of table.cows.entries()) {
    byCow[cow.cow] = Object.hasOwn(byCow, cow.cow) ? -1 : index;
    for (const eid of cow.eids) byEid[eid] = Object.hasOwn(byEid, eid) ? -1 : index;
  }
  return { table, byEid, byCow };
}
