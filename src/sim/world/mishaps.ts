// Room: sim/world. What goes wrong with devices and clocks while cows are milked, and when it is mended.
// May live here: each injector that comes by the hour. May not: what befalls single cows (herringbone.ts, in-bail.ts).
// Invariant: everything that breaks is mended again, so that the shed's recovery is seen too.

import { epochMs } from "../../domain/units.ts";
import { PRODUCT_NAMES, treatment } from "../herd/generate.ts";
import { fitFrom } from "../herd/truth.ts";
import type { FaultName } from "./faults.ts";
import { trueTime } from "./visit.ts";
import { emit, later, moveValve, rateOf, type Spot, settle, showSwitches, type World } from "./world.ts";

/** A fault after which the system may take this long until no withheld milk runs to the vat (DESIGN promise 2). */
export const GRACE_MS = 500;

const MINUTE = 60_000;

/** Starts the injectors of this world. */
export function installMishaps(world: World): void {
  for (const [name, strike] of Object.entries(STRIKES)) {
    const fault = name;
    if (isStrike(fault) && rateOf(world, fault) > 0) plan(world, fault, strike);
  }
  if (rateOf(world, "tags-swapped") > 0) plan(world, "tags-swapped", swapTags);
}

function plan(world: World, fault: FaultName, strike: Strike): void {
  later(world, world.chance.fault.waitMs(rateOf(world, fault)), () => {
    if (world.milkingOn) {
      const where = strike(world);
      if (where !== null) emit(world, { kind: "fault", fault, where });
    }
    plan(world, fault, strike);
  });
}

/** Does it, and says where; null when it found nothing to strike. */
type Strike = (world: World) => string | null;

const STRIKES = {
  "valve-stuck-at-vat": (world) => stick(world, "vat"),
  "valve-stuck-at-divert": (world) => stick(world, "divert"),
  "valve-pushed": (world) => {
    const spot = soundSpot(world);
    if (spot === null) return null;
    settle(world, spot);
    broken(spot);
    spot.valve.pushed = true;
    spot.graceUntil = world.now + GRACE_MS;
    moveValve(world, spot);
    mend(world, spot, world.chance.fault.between(2_000, MINUTE), () => {
      spot.valve.pushed = false;
    });
    return `bail ${spot.bail}`;
  },
  "wire-open": (world) => wire(world, "open"),
  "wire-shorted": (world) => wire(world, "shorted"),
  "node-reset": (world) => {
    const { node } = world.chance.fault.pick(world.options.plan.nodes);
    if (world.away.has(node)) return null;
    nodeTrouble(world, node, 5_000);
    emit(world, { kind: "node", node, what: "reset" });
    return node;
  },
  "node-unplugged": (world) => {
    const { node } = world.chance.fault.pick(world.options.plan.nodes);
    if (world.away.has(node)) return null;
    const forMs = world.chance.fault.between(2_000, MINUTE);
    nodeTrouble(world, node, forMs + 5_000);
    emit(world, { kind: "node", node, what: "unplugged" });
    later(world, forMs, () => emit(world, { kind: "node", node, what: "plugged" }));
    return node;
  },
  "reader-unplugged": (world) => {
    const { reader } = world.chance.fault.pick(world.options.plan.readers);
    if (world.away.has(reader)) return null;
    const forMs = world.chance.fault.between(2_000, MINUTE);
    world.away.add(reader);
    world.spoilt({ device: reader });
    emit(world, { kind: "reader", reader, what: "unplugged" });
    later(world, forMs, () => {
      emit(world, { kind: "reader", reader, what: "plugged" });
      later(world, 3_000, () => world.away.delete(reader));
    });
    return reader;
  },
  "clock-forward": (world) => stepClock(world, 1),
  "clock-back": (world) => stepClock(world, -1),
  "time-source-lost": (world) => {
    if (world.wallOffBy !== 0) return null;
    emit(world, { kind: "time-source", synchronised: false });
    later(world, world.chance.fault.between(MINUTE, 30 * MINUTE), () => {
      if (world.wallOffBy === 0) emit(world, { kind: "time-source", synchronised: true });
    });
    return "the computer";
  },
  "treated-late": (world) => {
    const { fault } = world.chance;
    const inBail = [...world.spots.values()].filter((spot) => spot.visit !== null);
    const visit = inBail.length > 0 && fault.chance(0.6) ? fault.pick(inBail).visit : null;
    const cow = visit?.cow ?? fault.pick(world.options.cows);
    const now = trueTime(world.options.beginsAt, world.now);
    // Written at the minute, as people do: the dose is dated up to a minute after it is recorded, never before.
    const at = epochMs(Math.ceil(now / MINUTE) * MINUTE);
    emit(world, { kind: "recorded", fact: treatment(cow.cow, fault.pick(PRODUCT_NAMES), at, now) });
    return `cow ${cow.cow}`;
  },
  "table-reloaded": (world) => {
    if (world.chance.fault.chance(0.5)) {
      emit(world, { kind: "table", what: "readable" });
      return "the herd file, as it was";
    }
    const forMs = world.chance.fault.between(1_000, MINUTE);
    shedTrouble(world, forMs + 2_000);
    emit(world, { kind: "table", what: "unreadable" });
    later(world, forMs, () => emit(world, { kind: "table", what: "readable" }));
    return "the herd file, unreadable";
  },
  "controller-killed": (world) => {
    shedTrouble(world, 15_000);
    world.spoilt("all");
    emit(world, { kind: "controller-killed" });
    return "the computer";
  },
  "pulse-lost": (world) => world.platform?.strikes("pulse-lost") ?? null,
  "pulse-doubled": (world) => world.platform?.strikes("pulse-doubled") ?? null,
  "pulse-late": (world) => world.platform?.strikes("pulse-late") ?? null,
  "index-lost": (world) => world.platform?.strikes("index-lost") ?? null,
  "boarded-stuck": (world) => world.platform?.strikes("boarded-stuck") ?? null,
  "stayed-stuck": (world) => world.platform?.strikes("stayed-stuck") ?? null,
  "rolls-back": (world) => world.platform?.strikes("rolls-back") ?? null,
  reversal: (world) => world.platform?.strikes("reversal") ?? null,
} as const satisfies Partial<Record<FaultName, Strike>>;

const isStrike = (name: string): name is keyof typeof STRIKES => name in STRIKES;

/**
 * A fact comes into force at the bails: from now on she is truly withheld, if the fact says so. Milk already on
 * its way has the grace; where her valve sticks at vat nobody can know before its travel time is over.
 */
export function factInForce(world: World, cow: string, apply: () => void): void {
  const { plan: shed, policy, beginsAt } = world.options;
  for (const spot of world.spots.values()) {
    if (spot.visit?.cow.cow !== cow) continue;
    settle(world, spot);
    apply();
    if (fitFrom(spot.visit.cow, policy) > beginsAt + world.now) {
      const blind = spot.faulty ? shed.valve.travelMax : 0;
      spot.graceUntil = Math.max(spot.graceUntil, world.now + GRACE_MS + blind);
    }
    return;
  }
  apply();
}

function stick(world: World, at: "vat" | "divert"): string | null {
  const spot = soundSpot(world);
  if (spot === null) return null;
  broken(spot);
  spot.sticksAt = at;
  mend(world, spot, world.chance.fault.between(2 * MINUTE, 15 * MINUTE), () => {
    spot.sticksAt = null;
    spot.valve.stuck = false;
  });
  return `bail ${spot.bail}`;
}

function wire(world: World, how: "open" | "shorted"): string | null {
  const spot = soundSpot(world);
  if (spot === null) return null;
  broken(spot);
  if (world.chance.fault.chance(0.5)) spot.valve.vatWire = how;
  else spot.valve.divertWire = how;
  showSwitches(world, spot);
  mend(world, spot, world.chance.fault.between(MINUTE, 10 * MINUTE), () => {
    spot.valve.vatWire = "sound";
    spot.valve.divertWire = "sound";
  });
  return `bail ${spot.bail}`;
}

function soundSpot(world: World): Spot | null {
  const sound = [...world.spots.values()].filter((spot) => !spot.faulty);
  return sound.length === 0 ? null : world.chance.fault.pick(sound);
}

function broken(spot: Spot): void {
  spot.faulty = true;
  if (spot.visit !== null) spot.visit.healthy = false;
}

/** Mended now, but it takes the milker a while to clear it: cows that come before that are not to be called needless. */
function mend(world: World, spot: Spot, after: number, how: () => void): void {
  later(world, after, () => {
    settle(world, spot);
    how();
    spot.graceUntil = Math.max(spot.graceUntil, world.now + GRACE_MS);
    moveValve(world, spot);
    showSwitches(world, spot);
    const whenCleared = (): void => {
      if (world.valvesShown.has(spot.bail)) later(world, 10_000, whenCleared);
      else spot.faulty = false;
    };
    later(world, 5_000, whenCleared);
  });
}

function nodeTrouble(world: World, node: string, forMs: number): void {
  world.away.add(node);
  world.spoilt({ device: node });
  for (const { bail, node: on } of world.options.plan.bails) {
    const visit = on === node ? world.spots.get(bail)?.visit : null;
    if (visit !== null && visit !== undefined) visit.healthy = false;
  }
  later(world, forMs, () => world.away.delete(node));
}

function shedTrouble(world: World, forMs: number): void {
  world.troubledUntil = Math.max(world.troubledUntil, world.now + forMs);
  for (const { visit } of world.spots.values()) if (visit !== null) visit.healthy = false;
}

/** The clock steps; the time source notices within 20 s, and puts it right within 20 min. */
function stepClock(world: World, sign: 1 | -1): string | null {
  const { fault } = world.chance;
  if (world.wallOffBy !== 0) return null;
  const by = Math.round(sign * MINUTE * Math.exp(fault.between(0, Math.log(5 * 24 * 60))));
  world.wallOffBy = by;
  emit(world, { kind: "wall-clock", offBy: by });
  later(world, fault.between(0, 20_000), () => emit(world, { kind: "time-source", synchronised: false }));
  later(world, fault.between(30_000, 20 * MINUTE), () => {
    world.wallOffBy = 0;
    emit(world, { kind: "wall-clock", offBy: 0 });
    later(world, fault.between(0, 5_000), () => emit(world, { kind: "time-source", synchronised: true }));
  });
  return `${Math.round(by / 1_000)} s`;
}

const swapTags: Strike = (world) => {
  const a = world.chance.fault.pick(world.options.cows);
  const b = world.chance.fault.pick(world.options.cows);
  const { wears } = a;
  a.wears = b.wears;
  b.wears = wears;
  return `cows ${a.cow} and ${b.cow}`;
};
