// Room: sim/world. The simulated shed: its state, its time, and the hands and wires that reach into it from outside.
// May live here: creating it, moving time, coils and outputs in, happenings out. May not: real clocks, the controller.
// Invariant: the same options and the same inputs at the same world times give the same happenings.

import type { ReasonCode } from "../../domain/alarms/catalogue.ts";
import type { HoldPolicy } from "../../domain/holds/facts.ts";
import type { BailNo } from "../../domain/ids.ts";
import { assert } from "../../domain/result.ts";
import type { ShedPlan } from "../../domain/shed/plan.ts";
import type { EpochMs } from "../../domain/units.ts";
import { type Agenda, createAgenda } from "../agenda.ts";
import type { TrueCow } from "../herd/truth.ts";
import { createRandom, type Random } from "../random.ts";
import type { FaultName, FaultRates } from "./faults.ts";
import type { Happening, HappeningKind } from "./happening.ts";
import type { PlatformFault } from "./rotary.ts";
import {
  closesDivertSwitch,
  closesVatSwitch,
  createValve,
  leadsToVat,
  positionAt,
  turningPoints,
  urge,
  type Valve,
} from "./valve.ts";
import { book, type TrueVisit, type Way } from "./visit.ts";

export type WorldOptions = {
  readonly plan: ShedPlan;
  readonly policy: HoldPolicy;
  readonly cows: TrueCow[];
  readonly seed: number;
  /** True time at world time 0. */
  readonly beginsAt: EpochMs;
  readonly faults: FaultRates;
  readonly pace: Pace;
  /** How far past a race reader a tag is still heard, metres; the beam stands at 1.2 m. */
  readonly heardToM: number;
};

/** 1 is a real shed. Only milking and waiting may go faster: walking, valves and hands on buttons never do. */
export type Pace = { readonly milking: number; readonly waiting: number };

/** One bail: its valve, and the cow in it. */
export type Spot = {
  readonly bail: BailNo;
  readonly valve: Valve;
  visit: TrueVisit | null;
  way: Way;
  /** Sticks when it next gets there. */
  sticksAt: "vat" | "divert" | null;
  /** One thing wrong with one valve at a time. */
  faulty: boolean;
  graceUntil: number;
  atVat: boolean;
  atDivert: boolean;
  /** Someone is seeing to its valve and will clear it. */
  clearing: boolean;
  /** What the milker reads on the board for this bail. */
  reads: readonly ReasonCode[];
  /** Raised with each visit and each change of what is read, so that a planned hand movement can be void. */
  turn: number;
};

export type World = {
  readonly options: WorldOptions;
  readonly agenda: Agenda;
  readonly spots: ReadonlyMap<BailNo, Spot>;
  readonly chance: {
    readonly walk: Random;
    readonly hands: Random;
    readonly fault: Random;
    readonly milk: Random;
  };
  now: number;
  /** Cows that still have to come in this milking, next first. */
  yard: TrueCow[];
  milkingOn: boolean;
  /** The second element: milk can reach the vat while open, or always where none is fitted. */
  shutOffOpen: boolean;
  wallOffBy: number;
  /** Bails whose valve the pit board shows as faulty, until a person has cleared it. */
  readonly valvesShown: Set<BailNo>;
  /** Nodes and readers that cannot be reached, by name; for the oracle's idea of healthy. */
  readonly away: Set<string>;
  /** Until then nothing that depends on table or controller can be called healthy. */
  troubledUntil: number;
  finished: TrueVisit[];
  /** All milk that has been booked to the vat, fit or not, litres. */
  litresToVat: number;
  happened: Happening[];
  /** Called when a fault touches where cows are counted: rows that fill now are no longer clean. */
  spoilt: (why: { readonly device: string } | "all") => void;
  /** Strikes the platform or its switches and says where; null in a shed that has none. Set by the layout. */
  platform: { strikes(fault: PlatformFault): string | null } | null;
  /** What to do when the milking of this row or bail may go on; set by the layout. */
  startCows: () => void;
};

export function createWorld(options: WorldOptions): World {
  const chance = createRandom(options.seed);
  const { plan } = options;
  const spots = new Map<BailNo, Spot>();
  const mechanics = chance.fork("mechanics");
  for (const { bail } of plan.bails) {
    // Healthy valves are set up to be faster than the plan allows them.
    const travel = Math.round(Math.min(mechanics.between(200, 600), plan.valve.travelMax * 0.8));
    spots.set(bail, {
      bail,
      valve: createValve(travel),
      visit: null,
      way: "divert",
      sticksAt: null,
      faulty: false,
      graceUntil: Number.NEGATIVE_INFINITY,
      atVat: false,
      atDivert: true,
      clearing: false,
      reads: [],
      turn: 0,
    });
  }
  return {
    options,
    agenda: createAgenda(),
    spots,
    chance: {
      walk: chance.fork("walk"),
      hands: chance.fork("hands"),
      fault: chance.fork("fault"),
      milk: chance.fork("milk"),
    },
    now: 0,
    yard: [],
    milkingOn: false,
    shutOffOpen: plan.shutOffOn === undefined,
    wallOffBy: 0,
    valvesShown: new Set(),
    away: new Set(),
    troubledUntil: Number.NEGATIVE_INFINITY,
    finished: [],
    litresToVat: 0,
    happened: [],
    spoilt: () => undefined,
    platform: null,
    startCows: () => undefined,
  };
}

/** Moves time on to `to` and gives what happened on the way, in order. */
export function advance(world: World, to: number): Happening[] {
  assert(to >= world.now, "time in the shed runs forward");
  while (world.agenda.nextAt() <= to) {
    const due = world.agenda.take();
    if (due === undefined) break;
    if (due.at > world.now) world.now = due.at;
    due.thing();
  }
  world.now = to;
  return takeHappenings(world);
}

/** What happened since last asked; also what an input set off at once. */
export function takeHappenings(world: World): Happening[] {
  const { happened } = world;
  if (happened.length > 0) world.happened = [];
  return happened;
}

/** When the next thing happens by itself. */
export const nextAt = (world: World): number => world.agenda.nextAt();

/** The wall clock of the controller's computer, as it stands now. */
export const wallNow = (world: World): number => world.options.beginsAt + world.now + world.wallOffBy;

/** Current to the valve's coil, or none. */
export function setCoil(world: World, bail: BailNo, on: boolean): void {
  const spot = spotOf(world, bail);
  if (spot.valve.coil === on) return;
  spot.valve.coil = on;
  moveValve(world, spot);
}

/** The shut-off output: energised means that milk may reach the vat. Nothing happens where none is fitted. */
export function setShutOff(world: World, open: boolean): void {
  if (world.options.plan.shutOffOn === undefined || open === world.shutOffOpen) return;
  for (const spot of world.spots.values()) {
    settle(world, spot);
    if (spot.visit !== null) spot.visit.healthy = false;
  }
  world.shutOffOpen = open;
  for (const spot of world.spots.values()) spot.way = wayNow(world, spot);
}

export function emit(world: World, kind: HappeningKind): void {
  world.happened.push({ at: world.now, ...kind });
}

export function later(world: World, wait: number, thing: () => void): void {
  world.agenda.put(world.now + Math.max(0, Math.round(wait)), thing);
}

/** As `later`, for waiting that a faster pace shortens. */
export function afterWaiting(world: World, wait: number, thing: () => void): void {
  later(world, wait * world.options.pace.waiting, thing);
}

export function spotOf(world: World, bail: BailNo): Spot {
  const spot = world.spots.get(bail);
  assert(spot !== undefined, `bail ${bail} is in the shed`);
  return spot;
}

/** How often this fault comes: share per cow, or count per hour. */
export const rateOf = (world: World, fault: FaultName): number => world.options.faults[fault] ?? 0;

/** Throws the die for a fault that can befall one cow. */
export function befalls(world: World, fault: FaultName, where: string): boolean {
  if (!world.chance.fault.chance(rateOf(world, fault))) return false;
  emit(world, { kind: "fault", fault, where });
  return true;
}

/** Books milk up to now, then lets the valve go where coil, spring, hand and dirt let it. */
export function moveValve(world: World, spot: Spot): void {
  settle(world, spot);
  if (!urge(spot.valve, world.now)) {
    showSwitches(world, spot);
    return;
  }
  const { turn } = spot.valve;
  for (const at of turningPoints(spot.valve, world.now)) {
    world.agenda.put(at, () => {
      if (spot.valve.turn === turn) turned(world, spot);
    });
  }
  turned(world, spot);
}

/** Books the milk of this bail up to now. */
export function settle(world: World, spot: Spot): void {
  if (spot.visit === null) return;
  const before = spot.visit.litresToVat;
  book(spot.visit, {
    way: spot.way,
    to: world.now,
    epoch: world.options.beginsAt,
    policy: world.options.policy,
    graceUntil: spot.graceUntil,
  });
  world.litresToVat += spot.visit.litresToVat - before;
}

/** Tells what the switches of a bail show, if that has changed. */
export function showSwitches(world: World, spot: Spot): void {
  const atVat = closesVatSwitch(spot.valve, world.now);
  const atDivert = closesDivertSwitch(spot.valve, world.now);
  if (atVat === spot.atVat && atDivert === spot.atDivert) return;
  spot.atVat = atVat;
  spot.atDivert = atDivert;
  emit(world, { kind: "switches", bail: spot.bail, atVat, atDivert });
}

function turned(world: World, spot: Spot): void {
  settle(world, spot);
  spot.way = wayNow(world, spot);
  const position = positionAt(spot.valve, world.now);
  if (spot.way === "vat" && spot.visit !== null) spot.visit.releasedAt ??= world.now;
  if ((spot.sticksAt === "vat" && position >= 1) || (spot.sticksAt === "divert" && position <= 0)) {
    spot.valve.stuck = true;
    spot.sticksAt = null;
    if (spot.visit !== null) spot.visit.healthy = false;
  }
  showSwitches(world, spot);
}

const wayNow = (world: World, spot: Spot): Way =>
  !leadsToVat(spot.valve, world.now) ? "divert" : world.shutOffOpen ? "vat" : "held-back";
