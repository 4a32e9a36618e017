// Room: sim/world. A turning platform: it passes the entry bail by bail, cows walk on, are milked on the way, and back off.
// May live here: turning, stopping, walking on and off, and all that cows and switches do wrong there. May not: conclusions.
// Invariant: a cow rides in the bail she walked into, whatever reader and switches make of it.
//
//   queue ──▶ reader ──▶ entry: bail `first of the passage` ──▶ cups on 2.5 bails on ··· exit ··· stayed ··· entry again
//
// The platform's place is a whole number of notches, twenty to a bail. All switches are functions of it.

import type { Eid, InputId } from "../../domain/ids.ts";
import type { RotaryLayout } from "../../domain/shed/plan.ts";
import type { TrueCow } from "../herd/truth.ts";
import { strangeTag } from "../tags.ts";
import { arrives, endMilking, leaves, milks } from "./stay.ts";
import type { TrueVisit } from "./visit.ts";
import { afterWaiting, befalls, emit, later, spotOf, type World } from "./world.ts";

const NOTCHES = 20;
/** In notches of a bail's passage: see RotaryLayout for what each switch sees. */
const FIRST = { from: 0, to: 10 };
const SECOND = { from: 5, to: 15 };
const SEEN = { from: 2, to: 18 };
/** She sets off no later than this, so that she stands in the bail before it closes. */
const LAST_STEP = 11;
const INDEX_NOTCHES = 3;
/** Bails that have passed the entry when the cups go on, and bails before `stayed` at which a cow is let off. */
const CUPS_ON_BAILS = 2.5;
const EXIT_BEFORE_STAYED = 1.6;
/**
 * Notches before the index mark at which the platform stands at the very start. The first cow is let on once the mark has
 * passed and the bails from `stayed` on have been seen empty.
 */
const STANDS_BEFORE_INDEX = 4;
/** Full speed: half of it is longer than the pairing's read-to-count, as config/README.md asks, also when it turns unevenly. */
const FASTEST_BAIL_MS = 8_700;
const LONGEST_MILKING_MS = 440_000;
const GOES_AROUND = 0.12;
const BALKS = 0.02;
const STOPS_AN_HOUR = 12;
/** Faults at the entry may leave doubt about cows that came this long before, and about so many after. */
const SPOILT_BEFORE_MS = 30_000;
const SPOILT_BOARDINGS = 6;

/** What can strike the platform and its switches from outside: see faults.ts for what each means. */
export type PlatformFault =
  | "halt"
  | "pulse-lost"
  | "pulse-doubled"
  | "pulse-late"
  | "index-lost"
  | "boarded-stuck"
  | "stayed-stuck"
  | "rolls-back"
  | "reversal";

type Wire = {
  readonly input: InputId;
  truly: boolean;
  shown: boolean;
  drops: number;
  wait: number;
  stuck: boolean;
};
type Rider = {
  readonly visit: TrueVisit;
  readonly wears: Eid | null;
  seenWhenBoarding: boolean;
  stays: boolean;
};
type Front = { readonly cow: TrueCow; readonly wears: Eid | null; readonly delay: number; ready: boolean };
type Platform = {
  readonly world: World;
  readonly layout: RotaryLayout;
  readonly wires: { readonly [Name in "first" | "second" | "index" | "boarded" | "stayed"]: Wire };
  /** By place in layout.bails. */
  readonly riders: (Rider | null)[];
  notch: number;
  /** 1 forward, −1 back, 0 standing. */
  turns: -1 | 0 | 1;
  notchMs: number;
  front: Front | null;
  comingUp: boolean;
  steppingOn: boolean;
  /** The bail in which the cow at the front has made up her mind, and at which notch of its passage she goes. */
  mind: { bail: number; at: number };
  /** Boardings still to come that a fault at the entry may have touched. */
  spoiltBoardings: number;
  /** Before this notch nobody's place is sure: the index mark has to pass once more. */
  sureFrom: number;
  /** Raised with each stop and start, so that a planned notch is void. */
  turn: number;
  running: boolean;
};

export function installRotary(world: World, layout: RotaryLayout): void {
  const wire = (input: InputId): Wire => ({
    input,
    truly: false,
    shown: false,
    drops: 0,
    wait: 0,
    stuck: false,
  });
  const platform: Platform = {
    world,
    layout,
    wires: {
      first: wire(layout.firstPulse),
      second: wire(layout.secondPulse),
      index: wire(layout.indexMark),
      boarded: wire(layout.boarded),
      stayed: wire(layout.stayed),
    },
    riders: layout.bails.map(() => null),
    // Between two bails, where no switch is made.
    notch: -STANDS_BEFORE_INDEX,
    turns: 0,
    notchMs: bailMs(world, layout) / NOTCHES,
    front: null,
    comingUp: false,
    steppingOn: false,
    mind: { bail: Number.NaN, at: 0 },
    spoiltBoardings: 0,
    sureFrom: gateOpens(layout),
    turn: 0,
    running: false,
  };
  world.startCows = () => {
    platform.running = true;
    turn(platform, 1);
    nextStop(platform);
    comesUp(platform);
  };
  world.spoilt = (why) => {
    const { entryReader } = layout;
    if (why === "all") spoilAll(platform);
    else if (why.device === entryReader) spoilEntry(platform);
    else if (Object.values(platform.wires).some(({ input }) => onDevice(world, input) === why.device))
      spoilAll(platform);
  };
  world.platform = { strikes: (fault) => strikes(platform, fault) };
}

/** So slow that most cows are milked out at the exit, and never faster than cows can walk on. */
function bailMs({ options, chance }: World, { bails, stayedBails }: RotaryLayout): number {
  const ride = Math.max(1, bails.length - stayedBails - EXIT_BEFORE_STAYED - CUPS_ON_BAILS);
  const milking = (LONGEST_MILKING_MS * options.pace.milking) / ride;
  return Math.max(FASTEST_BAIL_MS, milking) * chance.walk.between(1, 1.25);
}

// Turning.

function turn(platform: Platform, way: -1 | 0 | 1): void {
  platform.turns = way;
  platform.turn += 1;
  if (way !== 0) planNotch(platform);
}

function planNotch(platform: Platform): void {
  const { world } = platform;
  const { turn } = platform;
  later(world, platform.notchMs * world.chance.walk.between(0.93, 1.07), () => {
    if (platform.turn !== turn) return;
    platform.notch += platform.turns;
    passes(platform);
    if (platform.turn === turn) planNotch(platform);
  });
}

/** Where the platform is now: the place in layout.bails of the bail at the entry, and the notch of its passage. */
function at({ notch, layout }: Platform): { readonly bail: number; readonly within: number } {
  const bails = Math.floor(notch / NOTCHES);
  const { length } = layout.bails;
  return { bail: ((bails % length) + length) % length, within: notch - bails * NOTCHES };
}

function passes(platform: Platform): void {
  showAll(platform);
  if (platform.turns === 1) {
    for (const [place, rider] of platform.riders.entries()) if (rider !== null) rides(platform, place, rider);
    maybeStepOn(platform);
  }
  maybeOver(platform);
}

const inside = (within: number, { from, to }: { readonly from: number; readonly to: number }): boolean =>
  within >= from && within < to;

function showAll(platform: Platform): void {
  const { wires, layout, riders } = platform;
  const { bail, within } = at(platform);
  const round = layout.bails.length * NOTCHES;
  const fromIndex = ((platform.notch % round) + round) % round;
  show(platform, wires.first, inside(within, FIRST));
  show(platform, wires.second, inside(within, SECOND));
  show(platform, wires.index, fromIndex < INDEX_NOTCHES || fromIndex >= round - INDEX_NOTCHES);
  const here = riders[bail] ?? null;
  show(platform, wires.boarded, here?.seenWhenBoarding === true && inside(within, SEEN));
  const there = riders[(bail + layout.stayedBails) % layout.bails.length] ?? null;
  show(platform, wires.stayed, there !== null && inside(within, SEEN));
}

/** A switch shows what it sees, but for what has been done to it. */
function show(platform: Platform, wire: Wire, truly: boolean): void {
  const { world } = platform;
  if (wire.truly === truly) return;
  wire.truly = truly;
  if (wire.stuck) return;
  if (wire.drops > 0) {
    wire.drops -= 1;
    return;
  }
  if (wire.wait > 0) {
    const { wait } = wire;
    wire.wait = 0;
    later(world, wait, () => says(platform, wire, wire.stuck ? wire.shown : truly));
    return;
  }
  says(platform, wire, truly);
}

function says({ world }: Platform, wire: Wire, active: boolean): void {
  if (wire.shown === active) return;
  wire.shown = active;
  emit(world, { kind: "input", input: wire.input, active });
}

/** Now and then somebody pulls the cord: a kick, a cup off, a cow down. */
function nextStop(platform: Platform): void {
  const { world } = platform;
  const { hands } = world.chance;
  later(world, hands.waitMs(STOPS_AN_HOUR), () => {
    if (!platform.running) return;
    if (platform.turns === 1) halt(platform, hands.between(5_000, 40_000));
    nextStop(platform);
  });
}

/** Stands for a while, perhaps after rolling back by a few notches. */
function halt(platform: Platform, forMs: number, rollsBack = 0): void {
  const { world } = platform;
  turn(platform, 0);
  emit(world, { kind: "platform", what: "stands" });
  const { turn: stopped } = platform;
  for (let notch = 1; notch <= rollsBack; notch += 1) {
    later(world, 200 + notch * 120, () => {
      if (platform.turn !== stopped) return;
      platform.notch -= 1;
      showAll(platform);
    });
  }
  afterWaiting(world, forMs, () => goOn(platform, stopped));
}

function goOn(platform: Platform, stopped: number): void {
  if (platform.turn !== stopped || !platform.running) return;
  emit(platform.world, { kind: "platform", what: "turns" });
  turn(platform, 1);
}

// Riding.

/** How far the bail has travelled since it came to the entry, in bails. */
function travelled(platform: Platform, place: number): number {
  const { length } = platform.layout.bails;
  const from = platform.notch / NOTCHES - place;
  return from - Math.floor(from / length) * length;
}

function rides(platform: Platform, place: number, rider: Rider): void {
  const { world, layout } = platform;
  const { visit } = rider;
  const way = travelled(platform, place);
  const exit = layout.bails.length - layout.stayedBails - EXIT_BEFORE_STAYED;
  if (visit.milking === null && way >= CUPS_ON_BAILS && way < exit) milks(world, visit, () => undefined);
  if (way < CUPS_ON_BAILS) rider.stays = false;
  if (way < exit || way >= exit + 1 || rider.stays) return;
  const left = visit.milking === null ? Number.POSITIVE_INFINITY : visit.milking.endsAt + 1_200 - world.now;
  if (left > 0 && left < 15_000) {
    halt(platform, left / world.options.pace.waiting);
    return;
  }
  // Decided once a turn: she stays on, or is let off.
  rider.stays = true;
  if (left > 0 || world.chance.walk.chance(GOES_AROUND)) {
    emit(world, { kind: "cow", cow: visit.cow.cow, what: "goes-around", bail: visit.bail });
    if (left <= 0 && befalls(world, "leaves-late", `cow ${visit.cow.cow}`))
      leavesLate(platform, place, rider);
    return;
  }
  later(world, world.chance.walk.between(500, 3_000), () => walksOff(platform, place, rider, true));
}

function walksOff(platform: Platform, place: number, rider: Rider, pastReader: boolean): void {
  const { world, layout } = platform;
  if (platform.riders[place] !== rider) return;
  const { exitReader } = layout;
  leaves(world, rider.visit);
  platform.riders[place] = null;
  showAll(platform);
  const { wears } = rider;
  if (!pastReader || exitReader === undefined || wears === null) return;
  if (befalls(world, "exit-missed", `cow ${rider.visit.cow.cow}`)) return;
  for (let i = 0; i < 6; i += 1) {
    later(world, 200 + i * 110, () => emit(world, { kind: "tag-heard", reader: exitReader, eid: wears }));
  }
}

/** She stayed on past the exit and its switch, and backs off in front of the entry after all. */
function leavesLate(platform: Platform, place: number, rider: Rider): void {
  const { world, layout } = platform;
  spoilAll(platform);
  const gone = layout.bails.length - platform.world.chance.walk.between(0.3, 1.2);
  const look = (): void => {
    if (platform.riders[place] !== rider) return;
    const way = travelled(platform, place);
    if (way >= gone) walksOff(platform, place, rider, false);
    else if (way > CUPS_ON_BAILS) later(world, 300, look);
  };
  look();
}

// Walking on.

/** The next cow walks up to the antenna, no sooner than the cow before her stands in her bail. */
function comesUp(platform: Platform): void {
  const { world } = platform;
  const { walk } = world.chance;
  if (platform.front !== null || platform.comingUp || !platform.running) return;
  const cow = world.yard.shift();
  if (cow === undefined) return;
  platform.comingUp = true;
  const where = `cow ${cow.cow}`;
  const missed = befalls(world, "tag-missed", where);
  const unknown = !missed && befalls(world, "tag-unknown", where);
  const delay = !missed && befalls(world, "read-delayed", where) ? walk.between(500, 4_000) : 0;
  if (delay > 0) spoilEntry(platform);
  const wears = missed ? null : unknown ? strangeTag(walk.whole(1, 9_999)) : cow.wears;
  const front: Front = { cow, wears, delay, ready: false };
  later(world, walk.between(1_000, 3_000), () => {
    platform.comingUp = false;
    platform.front = front;
    isHeard(platform, front);
    later(world, walk.between(500, 1_200), () => {
      front.ready = true;
    });
  });
  if (befalls(world, "backs-out", where)) {
    spoilEntry(platform);
    later(world, walk.between(4_000, 9_000), () => {
      if (platform.front !== front || platform.steppingOn) return;
      platform.front = null;
      world.yard.splice(walk.whole(0, 3), 0, cow);
      later(world, walk.between(1_000, 4_000), () => comesUp(platform));
    });
  }
}

/** Heard as she comes, whenever she turns her head while she waits, and as she sets off. */
function isHeard(platform: Platform, front: Front): void {
  const { world } = platform;
  if (platform.front !== front) return;
  const { walk } = world.chance;
  heardOnce(platform, front);
  later(world, front.ready ? walk.between(200, 1_500) : walk.between(60, 120), () =>
    isHeard(platform, front),
  );
}

function heardOnce({ world, layout }: Platform, { wears, delay }: Front): void {
  if (wears === null) return;
  later(world, delay, () => emit(world, { kind: "tag-heard", reader: layout.entryReader, eid: wears }));
}

const gateOpens = ({ stayedBails }: RotaryLayout): number => stayedBails * NOTCHES;

function maybeStepOn(platform: Platform): void {
  const { world, front } = platform;
  const { walk } = world.chance;
  const { bail, within } = at(platform);
  if (platform.notch < gateOpens(platform.layout)) return;
  if (front === null || !front.ready || platform.steppingOn || !inside(within, SECOND)) return;
  if (platform.riders[bail] !== null) return;
  if (platform.mind.bail !== bail) {
    const goes = walk.chance(BALKS) ? Number.POSITIVE_INFINITY : walk.whole(SECOND.from, LAST_STEP);
    platform.mind = { bail, at: goes };
  }
  if (within < platform.mind.at || within > LAST_STEP) return;
  platform.steppingOn = true;
  const takes = walk.between(300, 900);
  for (const wait of [0, takes / 2]) later(world, wait, () => heardOnce(platform, front));
  const partner = befalls(world, "two-abreast", `cow ${front.cow.cow}`) ? world.yard.shift() : undefined;
  const beside: Front | null =
    partner === undefined ? null : { cow: partner, wears: partner.wears, delay: 0, ready: true };
  if (beside !== null) {
    spoilEntry(platform);
    for (const wait of [50, takes / 2 + 60]) later(world, wait, () => heardOnce(platform, beside));
  }
  later(world, takes, () => {
    platform.steppingOn = false;
    platform.front = null;
    const [on, next] = beside !== null && walk.chance(0.5) ? [beside, front] : [front, beside];
    stepsOn(platform, bail, on);
    if (next === null) comesUp(platform);
    else {
      platform.front = next;
      isHeard(platform, next);
    }
  });
}

function stepsOn(platform: Platform, place: number, { cow, wears, delay }: Front): void {
  const { world, layout } = platform;
  const number = layout.bails[place];
  if (number === undefined || spotOf(world, number).visit !== null) return;
  const where = `cow ${cow.cow}`;
  const visit = arrives(world, cow, number, null);
  const known = wears !== null && wears === cow.wears;
  visit.readCleanly =
    known &&
    delay === 0 &&
    platform.spoiltBoardings === 0 &&
    platform.notch >= platform.sureFrom &&
    !world.away.has(layout.entryReader) &&
    world.now > world.troubledUntil;
  platform.spoiltBoardings = Math.max(0, platform.spoiltBoardings - 1);
  // Missed by reader and switch at once is "hidden-cow", a thing of its own.
  const hidden = befalls(world, "hidden-cow", where);
  const unseen = hidden || (wears !== null && befalls(world, "beam-misses", where));
  platform.riders[place] = { visit, wears: hidden ? null : wears, seenWhenBoarding: !unseen, stays: false };
  if (unseen) spoilAll(platform);
  showAll(platform);
  if (!unseen && befalls(world, "beam-bounces", where)) {
    spoilEntry(platform);
    bounce(platform, platform.wires.boarded);
  }
  if (wears !== null && befalls(world, "read-doubled", where)) {
    spoilEntry(platform);
    for (const wait of [3_000, 3_100, 3_250]) {
      const again = wait + world.chance.walk.between(0, 20_000);
      later(world, again, () => emit(world, { kind: "tag-heard", reader: layout.entryReader, eid: wears }));
    }
  }
  later(world, world.chance.walk.between(1_000, 2_000), () =>
    emit(world, { kind: "cow", cow: cow.cow, what: "stands", bail: number }),
  );
}

function bounce(platform: Platform, wire: Wire): void {
  const { world } = platform;
  for (const wait of [60, 140]) {
    later(world, wait, () => {
      if (!wire.stuck) says(platform, wire, !wire.shown);
    });
  }
}

// What goes wrong.

const onDevice = (world: World, input: InputId): string | undefined =>
  world.options.plan.inputs.find((one) => one.input === input)?.on;

function spoilEntry(platform: Platform): void {
  const { world } = platform;
  platform.spoiltBoardings = SPOILT_BOARDINGS;
  for (const rider of platform.riders) {
    if (rider !== null && world.now - rider.visit.countedAt < SPOILT_BEFORE_MS)
      rider.visit.readCleanly = false;
  }
}

/** Nobody's place is sure any more: neither of those who ride, nor of those who come before the mark has passed again. */
function spoilAll(platform: Platform): void {
  spoilEntry(platform);
  platform.sureFrom = platform.notch + (platform.layout.bails.length + 6) * NOTCHES;
  for (const rider of platform.riders) if (rider !== null) rider.visit.readCleanly = false;
}

function strikes(platform: Platform, fault: PlatformFault): string | null {
  const { world, wires } = platform;
  const dice = world.chance.fault;
  if (!platform.running || platform.turns !== 1) return null;
  // A stop is no fault: nobody's place gets less sure.
  if (fault !== "halt") spoilAll(platform);
  const pulse = dice.chance(0.5) ? wires.first : wires.second;
  switch (fault) {
    case "halt":
      halt(platform, 10_000 / world.options.pace.waiting);
      return "for ten seconds";
    case "pulse-lost":
      pulse.drops = 1;
      return pulse.input;
    case "index-lost":
      wires.index.drops = 1;
      return wires.index.input;
    case "pulse-late":
      pulse.wait = dice.between(300, 3_000);
      return `${pulse.input}, ${Math.round(pulse.wait)} ms`;
    case "pulse-doubled":
      for (const wait of [0, dice.between(30, 300)])
        later(world, wait, () => says(platform, pulse, !pulse.shown));
      return pulse.input;
    case "boarded-stuck":
      return stuck(platform, wires.boarded);
    case "stayed-stuck":
      return stuck(platform, wires.stayed);
    case "rolls-back": {
      const notches = dice.whole(1, 3);
      halt(platform, dice.between(5_000, 40_000), notches);
      return `${notches} twentieths of a bail`;
    }
    case "reversal":
      return reversed(platform);
  }
}

function stuck(platform: Platform, wire: Wire): string {
  const dice = platform.world.chance.fault;
  const active = dice.chance(0.5);
  wire.stuck = true;
  says(platform, wire, active);
  later(platform.world, dice.between(10_000, 120_000), () => {
    wire.stuck = false;
    spoilAll(platform);
    says(platform, wire, wire.truly);
  });
  return `${wire.input}, ${active ? "on" : "off"}`;
}

/** Stopped, let back a little to free something, and on again. */
function reversed(platform: Platform): string {
  const { world } = platform;
  const notches = world.chance.fault.whole(2, 60);
  turn(platform, 0);
  const back = platform.notch - notches;
  const { turn: stopped } = platform;
  later(world, 2_000, () => {
    if (platform.turn !== stopped) return;
    emit(world, { kind: "platform", what: "reverses" });
    turn(platform, -1);
    const look = (): void => {
      if (platform.turns !== -1) return;
      if (platform.notch > back) {
        later(world, 100, look);
        return;
      }
      turn(platform, 0);
      spoilAll(platform);
      const { turn: rests } = platform;
      later(world, world.chance.fault.between(2_000, 6_000), () => goOn(platform, rests));
    };
    look();
  });
  return `${(notches / NOTCHES).toFixed(1)} bails back`;
}

function maybeOver(platform: Platform): void {
  const { world } = platform;
  if (!platform.running || world.yard.length > 0 || platform.front !== null || platform.comingUp) return;
  if (platform.steppingOn || platform.riders.some((rider) => rider !== null)) return;
  const { within } = at(platform);
  // It comes to rest between two bails.
  if (within !== NOTCHES - 1) return;
  platform.running = false;
  turn(platform, 0);
  if (world.milkingOn) endMilking(world);
}
