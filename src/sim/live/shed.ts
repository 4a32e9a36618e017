// Room: sim/live. The simulated shed beside the wall clock: world, emulated boards and pseudo-terminals, wired together.
// May live here: wires. May not: screens, the controller (it is another process and hears only bytes).
// Invariant: nothing reaches the controller but through the lines; nothing moves a valve but the boards' pins.

import { setMaxListeners } from "node:events";
import { performance } from "node:perf_hooks";
import type { ShedConfig } from "../../config/shed-config.ts";
import type { ReasonCode } from "../../domain/alarms/catalogue.ts";
import type { HoldPolicy } from "../../domain/holds/facts.ts";
import type { BailNo, CowId, NodeId, ReaderId } from "../../domain/ids.ts";
import type { EpochMs } from "../../domain/units.ts";
import { type BoardDrive, type EmulatedBoard, runBoardsRealTime } from "../avr/board.ts";
import type { TrueCow } from "../herd/truth.ts";
import { openReplugablePty, type ReplugablePty } from "../pty.ts";
import type { FaultRates } from "../world/faults.ts";
import type { Happening } from "../world/happening.ts";
import { installLayout } from "../world/layout.ts";
import { milkerReads, milkerSeesValve, press } from "../world/milker.ts";
import { installMishaps } from "../world/mishaps.ts";
import { beginMilking } from "../world/stay.ts";
import {
  advance,
  createWorld,
  later,
  moveValve,
  nextAt,
  type Pace,
  setCoil,
  setShutOff,
  settle,
  spotOf,
  takeHappenings,
  type World,
} from "../world/world.ts";
import { createNumberedBoard } from "./numbered-board.ts";
import { openPiPins, type PiPins } from "./pi-pins.ts";
import { readerBytes } from "./reader-bytes.ts";
import { createLiveVat, type LiveVat, type LiveVatOptions, type VatAction } from "./vat.ts";

export type LiveShedOptions = {
  /** Its ports are paths where links to the lines are made. */
  readonly config: ShedConfig;
  readonly firmwareHex: string;
  /** A folder of its own for the pins of the simulated computer; made if something is wired to them. */
  readonly pinsFolder: string;
  readonly policy: HoldPolicy;
  readonly cows: TrueCow[];
  readonly seed: number;
  readonly beginsAt: EpochMs;
  /** Milliseconds of the shed's time, only forward; boards and lines keep the computer's own. */
  readonly clock: () => number;
  readonly pace: Pace;
  /** From the end of a milking to the next, milliseconds of the shed's time. */
  readonly rest: number;
  /** Null where the shed watches no vat. */
  readonly vat: LiveVatOptions | null;
  readonly faults: FaultRates;
  /** Aborting it ends the world, the boards and the lines. */
  readonly signal: AbortSignal;
  readonly told: (happening: Happening) => void;
  /** The rest is over: gates and cows are about to move, and the clock has to run as they do. */
  readonly wakes: () => void;
  readonly measured: (measured: Measured) => void;
};

/** Seen at the pins of a board: a bail's coil is off and its red lamp lit, for the first time since its cow came. */
export type Measured = {
  readonly bail: BailNo;
  readonly cow: CowId;
  /** Milliseconds from what made it known (the beam, or a later read) to the pins. */
  readonly sinceSeen: number;
  /** Milliseconds from the last byte of her tag; null when none was sent. */
  readonly sinceTag: number | null;
  readonly coil: boolean;
};

export type LiveShed = {
  readonly world: World;
  /** The gates are tried, and the cows come: to be called once the controller hears all boards. */
  begin(): void;
  /** Pulls or puts back a reader's cable; gives the new state. */
  plugReader(reader: ReaderId): Promise<boolean>;
  plugNode(node: NodeId): Promise<boolean>;
  resetNode(node: NodeId): void;
  /** Holds a valve fast where it is, or frees it; gives whether it sticks now. */
  stickValve(bail: BailNo): boolean;
  pressButton(bail: BailNo, forMs: number): void;
  /** Stops the platform for a while or lets it back; says how far or long, null where it does not turn. */
  letPlatform(how: "stop" | "back"): string | null;
  reads(bail: BailNo, reasons: readonly ReasonCode[]): void;
  /** The board shows this valve as faulty, or no longer. */
  seesValve(bail: BailNo, faulty: boolean): void;
  /** Does something to the vat; says what, or why not. Null where there is none. */
  actOnVat(action: VatAction): string | null;
  /** Brings the cows in for the next milking now; false while they are milked. */
  bringCows(): boolean;
  /** What the pins of a bail drive now. */
  pins(bail: BailNo): { readonly coil: boolean; readonly green: boolean; readonly red: boolean } | null;
};

/** The world is looked at this often even when nothing is due, milliseconds. */
const LOOK_EVERY_MS = 20;
/** The antenna hears a cow up to the moment before she breaks the beam, metres; past it a missed tag would cost the row. */
const HEARD_TO_M = 1.15;
/** From opening the empty rows' gates to the first cow, milliseconds. */
const GATES_TRIED_MS = 2_000;
/** A vat takes two milkings; then it is collected, this long before the next, and washed when it is empty, milliseconds. */
const MILKINGS_A_VAT = 2;
const COLLECTED_BEFORE_MS = 5_400_000;
const WASHED_BEFORE_MS = 3_600_000;

/** Builds and starts it. Rejects, in words, when there is no `script`. */
export async function startLiveShed(options: LiveShedOptions): Promise<LiveShed> {
  const { config, signal } = options;
  // Each line listens for the end, and there are as many lines as readers and boards.
  setMaxListeners(0, signal);
  const world = createWorld({
    plan: config.plan,
    policy: options.policy,
    cows: options.cows,
    seed: options.seed,
    beginsAt: options.beginsAt,
    faults: options.faults,
    pace: options.pace,
    heardToM: HEARD_TO_M,
  });
  installLayout(world);
  installMishaps(world);
  const nodes = new Map<NodeId, LiveNode>();
  const readers = new Map<ReaderId, ReplugablePty>();
  for (const { reader, port } of config.devices.readers) {
    readers.set(reader, await openReplugablePty(port, signal));
  }
  for (const { node, port, number } of config.devices.nodes) {
    const board = createNumberedBoard(options.firmwareHex, number);
    const pty = await openReplugablePty(port, signal);
    nodes.set(node, { node, board, pty, drive: board.drive() });
  }
  const piLines = config.devices.inputs.flatMap(({ on }) => (on.kind === "pi" ? [on.line] : []));
  const shed: Shed = {
    options,
    pins: piLines.length === 0 ? null : openPiPins(options.pinsFolder, piLines, signal),
    world,
    nodes,
    readers,
    began: options.clock(),
    vat: options.vat === null ? null : createLiveVat(options.vat),
    milkings: 0,
    tagAt: new Map(),
    seenAt: new Map(),
  };
  for (const live of nodes.values()) wire(shed, live);
  // Ends with the signal; a board that cannot run is a bug and ends the program.
  void runBoardsRealTime(
    [...nodes.values()].map(({ board }) => board),
    signal,
    () => performance.now(),
  );
  restLevels(shed);
  look(shed);
  return {
    world,
    begin: () => {
      catchUp(shed);
      milk(shed, 0);
    },
    plugReader: (reader) => plug(readers.get(reader)),
    plugNode: (node) => plug(nodes.get(node)?.pty),
    resetNode: (node) => nodes.get(node)?.board.reset("external"),
    stickValve: (bail) => {
      catchUp(shed);
      const spot = spotOf(world, bail);
      spot.valve.stuck = !spot.valve.stuck;
      moveValve(world, spot);
      catchUp(shed);
      return spot.valve.stuck;
    },
    pressButton: (bail, forMs) => {
      catchUp(shed);
      press(world, bail, forMs);
      catchUp(shed);
    },
    letPlatform: (how) => {
      catchUp(shed);
      return world.platform?.strikes(how === "stop" ? "halt" : "reversal") ?? null;
    },
    reads: (bail, reasons) => {
      catchUp(shed);
      milkerReads(world, bail, reasons);
    },
    seesValve: (bail, faulty) => {
      catchUp(shed);
      milkerSeesValve(world, bail, faulty);
    },
    actOnVat: (action) => {
      catchUp(shed);
      if (action.kind === "collect" && world.milkingOn) return "nobody collects while cows are milked";
      return shed.vat?.act(action) ?? null;
    },
    bringCows: () => {
      catchUp(shed);
      if (world.milkingOn) return false;
      milk(shed, shed.milkings);
      return true;
    },
    pins: (bail) => {
      const place = placeOf(shed, bail);
      if (place === null) return null;
      const bit = 1 << place.channel;
      const { coils, green, red } = place.live.drive;
      return { coil: (coils & bit) !== 0, green: (green & bit) !== 0, red: (red & bit) !== 0 };
    },
  };
}

type LiveNode = {
  readonly node: NodeId;
  readonly board: EmulatedBoard;
  readonly pty: ReplugablePty;
  drive: BoardDrive;
};
type Shed = {
  readonly options: LiveShedOptions;
  readonly pins: PiPins | null;
  readonly world: World;
  readonly nodes: ReadonlyMap<NodeId, LiveNode>;
  readonly readers: ReadonlyMap<ReaderId, ReplugablePty>;
  readonly began: number;
  readonly vat: LiveVat | null;
  /** Milkings that are over. */
  milkings: number;
  /** When the last byte of a tag was written, by tag. */
  readonly tagAt: Map<string, number>;
  /** When the cow now in a bail was counted, by bail, until her red lamp has been measured. */
  readonly seenAt: Map<BailNo, number>;
};

const worldTime = (shed: Shed): number => Math.floor(shed.options.clock() - shed.began);

function wire(shed: Shed, live: LiveNode): void {
  const { board, pty, node } = live;
  pty.onData((bytes) => board.receive(bytes));
  board.onBytes((bytes) => pty.write(bytes));
  board.onDrive((_cycle, drive) => {
    live.drive = drive;
    catchUp(shed);
    for (const { bail, node: on, channel } of shed.options.config.plan.bails) {
      if (on !== node) continue;
      setCoil(shed.world, bail, (drive.coils & (1 << channel)) !== 0);
      measure(shed, bail, drive, channel);
    }
    if (shed.options.config.plan.shutOffOn === node) setShutOff(shed.world, drive.shutOffOpen);
    handleAll(shed, takeHappenings(shed.world));
  });
  for (const { bail, node: on, channel } of shed.options.config.plan.bails) {
    if (on !== node) continue;
    const spot = spotOf(shed.world, bail);
    board.setSwitches(channel, spot.atVat, spot.atDivert);
  }
}

/** The first red lamp for a cow since she was counted, with the coil off. */
function measure(shed: Shed, bail: BailNo, drive: BoardDrive, channel: number): void {
  const seen = shed.seenAt.get(bail);
  const visit = spotOf(shed.world, bail).visit;
  const bit = 1 << channel;
  // Released first: what comes later is another story than her arrival.
  if ((drive.coils & bit) !== 0) shed.seenAt.delete(bail);
  if (seen === undefined || visit === null || (drive.coils & bit) !== 0 || (drive.red & bit) === 0) return;
  shed.seenAt.delete(bail);
  const now = performance.now();
  const tag = visit.cow.wears === null ? undefined : shed.tagAt.get(visit.cow.wears);
  shed.options.measured({
    bail,
    cow: visit.cow.cow,
    sinceSeen: now - seen,
    sinceTag: tag === undefined ? null : now - tag,
    coil: (drive.coils & bit) !== 0,
  });
}

/** Lets the world catch up with the wall clock and carries out what happened. */
function catchUp(shed: Shed): void {
  const to = worldTime(shed);
  if (to > shed.world.now) handleAll(shed, advance(shed.world, to));
  else handleAll(shed, takeHappenings(shed.world));
  coolMilk(shed);
}

/** Lets the vat catch up with the shed. */
function coolMilk(shed: Shed): void {
  const { vat, world } = shed;
  if (vat === null) return;
  for (const spot of world.spots.values()) settle(world, spot);
  const { switches } = shed.options.config.plan.vat ?? {};
  for (const change of vat.advance(world.now, world.litresToVat)) {
    const input = switches?.[change.switch];
    if (input !== undefined) setInput(shed, input, change.active);
  }
}

/** The shed stands empty until the next milking; before it the vat is collected and washed, if it is its turn. */
function rest(shed: Shed): void {
  const { world, options, vat } = shed;
  shed.milkings += 1;
  const { milkings } = shed;
  later(world, options.rest, () => milk(shed, milkings));
  if (vat === null || milkings % MILKINGS_A_VAT !== 0 || options.rest < COLLECTED_BEFORE_MS) return;
  const inTime = (before: number, action: VatAction): void =>
    later(world, options.rest - before, () => {
      if (!world.milkingOn && shed.milkings === milkings) vat.act(action);
    });
  inTime(COLLECTED_BEFORE_MS, { kind: "collect" });
  inTime(WASHED_BEFORE_MS, { kind: "wash" });
}

/** Begins the next milking, unless it has been begun since `milkings` were over. */
function milk(shed: Shed, milkings: number): void {
  const { world, options } = shed;
  const isMeant = (): boolean => !world.milkingOn && shed.milkings === milkings && !options.signal.aborted;
  if (!isMeant()) return;
  options.wakes();
  // Once the world has caught up with what the clock was until now: the gates move in time as it runs from now on.
  setTimeout(() => {
    catchUp(shed);
    if (!isMeant()) return;
    showEmptyRows(shed);
    later(world, GATES_TRIED_MS, () => {
      if (isMeant()) beginMilking(world);
    });
  }, 0);
}

function look(shed: Shed): void {
  if (shed.options.signal.aborted) return;
  catchUp(shed);
  const wait = Math.min(LOOK_EVERY_MS, Math.max(1, nextAt(shed.world) - worldTime(shed)));
  setTimeout(() => look(shed), wait);
}

function handleAll(shed: Shed, happenings: readonly Happening[]): void {
  for (const happening of happenings) handle(shed, happening);
}

function handle(shed: Shed, happening: Happening): void {
  const { options } = shed;
  switch (happening.kind) {
    case "tag-heard": {
      const { reader, eid } = happening;
      const device = options.config.devices.readers.find((one) => one.reader === reader);
      if (device !== undefined) shed.readers.get(reader)?.write(readerBytes(device.format, eid));
      shed.tagAt.set(eid, performance.now());
      break;
    }
    case "input":
      setInput(shed, happening.input, happening.active);
      break;
    case "switches": {
      const place = placeOf(shed, happening.bail);
      place?.live.board.setSwitches(place.channel, happening.atVat, happening.atDivert);
      break;
    }
    case "button": {
      const place = placeOf(shed, happening.bail);
      place?.live.board.setButton(place.channel, happening.held);
      break;
    }
    case "cow":
      if (happening.bail === null) break;
      if (happening.what === "walks-in") shed.seenAt.set(happening.bail, performance.now());
      if (happening.what === "leaves") shed.seenAt.delete(happening.bail);
      break;
    case "milking":
      if (happening.what === "over") rest(shed);
      break;
    case "node":
      if (happening.what === "reset") shed.nodes.get(happening.node)?.board.reset("external");
      else void plug(shed.nodes.get(happening.node)?.pty);
      break;
    case "reader":
      void plug(shed.readers.get(happening.reader));
      break;
    default:
      break;
  }
  options.told(happening);
}

function setInput(shed: Shed, input: string, active: boolean): void {
  const device = shed.options.config.devices.inputs.find((one) => one.input === input);
  if (device === undefined) return;
  // Pulled up: an open contact reads high.
  const open = active === (device.activeWhen === "open");
  if (device.on.kind === "pi") shed.pins?.set(device.on.line, open);
  else shed.nodes.get(device.on.node)?.board.setPin(device.on.pin, open);
}

function restLevels(shed: Shed): void {
  for (const { input } of shed.options.config.devices.inputs) setInput(shed, input, false);
}

/** The milker opens and shuts the exit gates once before each milking, so that nobody is thought to stand there. */
function showEmptyRows(shed: Shed): void {
  const { layout } = shed.options.config.plan;
  if (layout.kind !== "herringbone") return;
  for (const { exitGate } of layout.rows) {
    setInput(shed, exitGate, true);
    later(shed.world, 1_000, () => setInput(shed, exitGate, false));
  }
}

function placeOf(shed: Shed, bail: BailNo): { readonly live: LiveNode; readonly channel: number } | null {
  const plan = shed.options.config.plan.bails.find((one) => one.bail === bail);
  const live = plan === undefined ? undefined : shed.nodes.get(plan.node);
  return plan === undefined || live === undefined ? null : { live, channel: plan.channel };
}

async function plug(pty: ReplugablePty | undefined): Promise<boolean> {
  if (pty === undefined) return false;
  if (pty.plugged) pty.unplug();
  else await pty.replug();
  return pty.plugged;
}
