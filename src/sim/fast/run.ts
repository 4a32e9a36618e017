// Room: sim/fast. World and nodes around the controller's step, in virtual time: one run of a simulated shed.
// May live here: carrying events in and effects out. May not: rules of the controller, real time.
// Invariant: what the controller gets is what its drivers could have got; the oracle never reaches it.

import { type Carried, carry, NOTHING_CARRIED } from "../../controller/carried.ts";
import type { Effect } from "../../controller/effect.ts";
import type { ControllerEvent, NodeReport, Stamped } from "../../controller/event.ts";
import type { Note } from "../../controller/note.ts";
import { type ControllerState, initialState } from "../../controller/state.ts";
import { step } from "../../controller/step.ts";
import type { Cow, CowFact } from "../../domain/holds/facts.ts";
import type { BailNo } from "../../domain/ids.ts";
import type { ShedPlan } from "../../domain/shed/plan.ts";
import { type EpochMs, epochMs, type MonoMs, monoMs } from "../../domain/units.ts";
import type { Herd } from "../herd/generate.ts";
import { createRandom, type Random } from "../random.ts";
import type { FaultRates } from "../world/faults.ts";
import type { Happening } from "../world/happening.ts";
import { installLayout } from "../world/layout.ts";
import { milkerReads, milkerSeesValve } from "../world/milker.ts";
import { factInForce, installMishaps } from "../world/mishaps.ts";
import { beginMilking } from "../world/stay.ts";
import type { TrueVisit } from "../world/visit.ts";
import { advance, createWorld, later, nextAt, takeHappenings, type World, wallNow } from "../world/world.ts";
import {
  changed,
  connect,
  createNode,
  deadman,
  deadmanAt,
  type NodeSays,
  reset,
  type SimNode,
  takeLease,
  unplug,
} from "./node.ts";
import { harvest, hashIn, keepOffence, note, watchOf } from "./oracle.ts";
import { isCalm, restUntil } from "./rest.ts";
import { clock, newSummary, type Summary } from "./summary.ts";

/** What a run is made of. */
export type RunOptions = {
  readonly plan: ShedPlan;
  readonly seed: number;
  readonly herd: Pick<Herd, "policy" | "cows" | "truth">;
  /** True time at world time 0. */
  readonly beginsAt: EpochMs;
  readonly faults: FaultRates;
  /** Share of real milking time that milk takes; 1 is real. Rules of time are never touched. */
  readonly milkingPace: number;
  /** Make every tick of the controller, also those that change nothing: slower, to compare with. */
  readonly everyTick?: boolean;
  /** Why there is no herd table at the start; without it, the herd's own is in force. */
  readonly noTableYet?: string;
  /** Told each event that the controller was given, what it led to and the state after it. */
  readonly taken?: (stamped: Stamped, effects: readonly Effect[], after: ControllerState) => void;
};

/** The controller's tick, and the longest it may be while nothing is on its way (its own limit is 300 ms). */
const TICK_MS = 100;
const CALM_TICK_MS = 300;
/** A stretch of rest shorter than this is not worth finding out; a longer one is looked at in parts. */
const REST_MS_MIN = 500;
const REST_MS_MAX = 20_000;
/** A tick so often is enough while nobody is milked. */
const LONG_TICK_MS = 600_000;
const REPEAT_MS = 200;

export type Run = {
  readonly options: RunOptions;
  readonly summary: Summary;
  readonly world: World;
  readonly nodes: readonly SimNode[];
  readonly nodeOfBail: ReadonlyMap<BailNo, SimNode>;
  readonly chance: Random;
  readonly says: NodeSays;
  cows: Cow[];
  knownTags: Set<string>;
  tables: number;
  tableReadable: boolean;
  waitingFacts: CowFact[];
  levels: Map<string, boolean>;
  readersPlugged: Set<string>;
  lastHeard: Map<string, { eid: string; at: number }>;
  synchronised: boolean;
  state: ControllerState;
  up: boolean;
  startedAt: number;
  nextTick: number;
  /** A stretch of rest was looked for in vain: not again before this. */
  noRestBefore: number;
  durable: Carried;
  notYetDurable: { at: number; note: Note }[];
  over: boolean;
  hash: number;
  watched: Map<TrueVisit, Watch>;
  /** When the controller last counted a milking, by cow. */
  countedAt: Map<string, number>;
  /** Cows with a true milking that it could not count (unread, killed, time not sure): rightly held longer. */
  uncounted: Set<string>;
  diary: { at: number; bail: BailNo | null; text: string; wide: boolean }[];
};
export type Watch = {
  fit: boolean;
  known: boolean;
  identifiedAt: number | null;
  reasons: Set<string>;
  settled: boolean;
};

/** A shed whose controller has just started, its bails seen empty. */
export function createRun(options: RunOptions): Run {
  const { plan, seed, herd } = options;
  const world = createWorld({
    plan,
    policy: herd.policy,
    cows: herd.truth,
    seed,
    beginsAt: options.beginsAt,
    faults: options.faults,
    pace: { milking: options.milkingPace, waiting: 1 },
    // In one shed the antenna hears a cow just around itself, in the next almost up to the beam, never past it.
    heardToM: seed % 2 === 0 ? 0.3 : 1.1,
  });
  const chance = createRandom(seed).fork("machines");
  const nodes = plan.nodes.map((node) => createNode(node, plan, chance));
  const nodeOfBail = new Map<BailNo, SimNode>();
  for (const node of nodes) for (const { bail } of node.channels) nodeOfBail.set(bail, node);
  const run: Run = {
    options,
    summary: newSummary(seed),
    world,
    nodes,
    nodeOfBail,
    chance,
    says: {
      listening: () => run.up,
      up: (node) => {
        deliver(run, {
          kind: "node-up",
          node: node.plan.node,
          session: node.session,
          resetCause: "power-on",
        });
        later(world, chance.between(30, 200), () => {
          if (node.known) tellInputs(run, node.plan.node);
        });
      },
      down: (node, why) => {
        deliver(run, { kind: "node-down", node: node.plan.node, why });
        for (const { input, on } of plan.inputs) {
          if (on === node.plan.node) deliver(run, { kind: "input-changed", input, level: "unknown" });
        }
      },
      reported: (node, report: NodeReport) =>
        deliver(run, { kind: "node-reported", node: node.plan.node, report }),
      broken: (node, why) => {
        throw new Error(`seed ${seed}: a lease for ${node.plan.node} breaks the frame's rules: ${why}`);
      },
    },
    cows: [...herd.cows],
    knownTags: new Set(herd.cows.flatMap((cow) => cow.eids)),
    tables: 0,
    tableReadable: options.noTableYet === undefined,
    waitingFacts: [],
    levels: new Map(plan.inputs.map(({ input }) => [input, false])),
    readersPlugged: new Set(plan.readers.map(({ reader }) => reader)),
    lastHeard: new Map(),
    synchronised: true,
    state: initialState(),
    up: false,
    startedAt: 0,
    nextTick: Number.POSITIVE_INFINITY,
    noRestBefore: 0,
    durable: NOTHING_CARRIED,
    notYetDurable: [],
    over: true,
    hash: 0x811c9dc5,
    watched: new Map(),
    countedAt: new Map(),
    uncounted: new Set(),
    diary: [],
  };
  installLayout(world);
  installMishaps(world);
  startController(run);
  runUntil(run, 3_000);
  showEmptyRows(run);
  return run;
}

/** Before the first milking the exit gates are opened and shut once: so the controller knows that nobody stands there. */
function showEmptyRows(run: Run): void {
  const { layout } = run.options.plan;
  if (layout.kind !== "herringbone") return;
  for (const active of [true, false]) {
    for (const row of layout.rows) setInput(run, row.exitGate, active);
    runUntil(run, run.world.now + 1_000);
  }
}

export function milkOnce(run: Run): void {
  run.over = false;
  run.nextTick = run.world.now;
  beginMilking(run.world);
  handleAll(run, takeHappenings(run.world));
  while (!run.over) oneStep(run, Number.POSITIVE_INFINITY);
  runUntil(run, run.world.now + 1_000);
}

export function runUntil(run: Run, at: number): void {
  while (run.world.now < at) oneStep(run, at);
}

/** Moves on to whatever comes first: something in the world, a board's deadman, or the next tick. */
function oneStep(run: Run, limit: number): void {
  const { world } = run;
  const at = Math.min(limit, run.nextTick, nextAt(world), deadmanAt(run.nodes));
  const happened = advance(world, Math.max(at, world.now));
  if (happened.length > 0) handleAll(run, happened);
  for (const node of run.nodes) deadman(world, node, run.says);
  harvest(run);
  if (world.now < run.nextTick || !run.up) return;
  deliver(run, { kind: "ticked" });
  const calm = run.options.everyTick !== true && run.state.shed !== null && isCalm(run.state.shed);
  run.nextTick = world.now + (calm ? CALM_TICK_MS : TICK_MS);
  if (calm && !run.over) rest(run);
}

/** Skips the ticks before the next thing happens in the world, where they would change nothing but the time. */
function rest(run: Run): void {
  const { world } = run;
  const until = Math.min(nextAt(world) - 1, world.now + REST_MS_MAX);
  if (world.now < run.noRestBefore || until - world.now < REST_MS_MIN) return;
  const rested = restUntil(run.state, monoAt(run, until), epochMs(wallNow(world) + until - world.now));
  if (rested === null) {
    run.noRestBefore = world.now + REST_MS_MIN;
    return;
  }
  run.state = rested;
  run.nextTick = until + CALM_TICK_MS;
  // As each of those ticks would have renewed them.
  for (const node of run.nodes) if (node.leased) node.leaseUntil += until - world.now;
}

const monoAt = (run: Run, at: number): MonoMs => monoMs(at - run.startedAt + 10_000);

/** The ticks before `at` are thought of as made: bails are empty, and what they set going is found by the tick then. */
function ticksPass(run: Run, at: number): void {
  const { shed } = run.state;
  const passed = at - TICK_MS;
  if (shed === null || passed <= run.world.now) return;
  const now = { mono: monoAt(run, passed), wall: epochMs(wallNow(run.world) + passed - run.world.now) };
  run.state = { shed: { ...shed, now, tickedAt: now.mono } };
  for (const node of run.nodes) if (node.leased) node.leaseUntil += passed - run.world.now;
}

/** Time passes over empty bails. The next tick is to be set by who goes on. */
export function waitUntil(run: Run, end: number): void {
  const { world } = run;
  run.nextTick = Number.POSITIVE_INFINITY;
  while (world.now < end) {
    const at = Math.min(end, world.now + LONG_TICK_MS, Math.max(nextAt(world), world.now + 1));
    ticksPass(run, at);
    const happened = advance(world, at);
    if (happened.length > 0) handleAll(run, happened);
    harvest(run);
    deliver(run, { kind: "ticked" });
  }
}

function handleAll(run: Run, happenings: readonly Happening[]): void {
  for (const happening of happenings) handle(run, happening);
  // What the controller did may have set something off at once.
  for (let more = takeHappenings(run.world); more.length > 0; more = takeHappenings(run.world)) {
    for (const happening of more) handle(run, happening);
  }
}

function handle(run: Run, happening: Happening): void {
  const { world, says, chance } = run;
  switch (happening.kind) {
    case "tag-heard": {
      if (!run.readersPlugged.has(happening.reader)) return;
      const last = run.lastHeard.get(happening.reader);
      if (last !== undefined && last.eid === happening.eid && world.now - last.at < REPEAT_MS) return;
      run.lastHeard.set(happening.reader, { eid: happening.eid, at: world.now });
      deliver(run, { kind: "tag-read", reader: happening.reader, eid: happening.eid });
      return;
    }
    case "input":
      setInput(run, happening.input, happening.active);
      return;
    case "switches": {
      note(
        run,
        `switches: ${happening.atVat ? "vat" : ""} ${happening.atDivert ? "divert" : ""}`,
        happening.bail,
      );
      const node = run.nodeOfBail.get(happening.bail);
      if (node !== undefined) changed(world, node, says);
      return;
    }
    case "button": {
      const node = run.nodeOfBail.get(happening.bail);
      const channel = node?.channels.find(({ bail }) => bail === happening.bail)?.channel;
      if (node === undefined || channel === undefined) return;
      const bit = 1 << channel;
      node.buttons = happening.held ? node.buttons | bit : node.buttons & ~bit;
      changed(world, node, says);
      return;
    }
    case "intent":
      note(
        run,
        `${happening.by} asks: ${JSON.stringify(happening.intent)}`,
        "bail" in happening.intent ? happening.intent.bail : null,
        happening.intent.kind === "clear-vat-stop",
      );
      deliver(run, { kind: "intended", by: happening.by, intent: happening.intent });
      return;
    case "node": {
      const node = run.nodes.find((one) => one.plan.node === happening.node);
      if (node === undefined) return;
      if (happening.what === "unplugged") unplug(node, says);
      else if (happening.what === "reset") reset(world, node, chance, says);
      else {
        node.plugged = true;
        connect(world, node, chance.between(500, 3_000), says);
      }
      return;
    }
    case "reader": {
      const up = happening.what === "plugged";
      if (up) run.readersPlugged.add(happening.reader);
      else run.readersPlugged.delete(happening.reader);
      deliver(run, {
        kind: "reader-changed",
        reader: happening.reader,
        link: up ? { up: true } : { up: false, why: "unplugged" },
      });
      return;
    }
    case "wall-clock":
      note(run, `wall clock is off by ${happening.offBy} ms`, null, true);
      return;
    case "time-source":
      run.synchronised = happening.synchronised;
      deliver(run, {
        kind: "time-source-changed",
        synchronised: happening.synchronised,
        source: "timesyncd",
      });
      return;
    case "recorded":
      run.waitingFacts.push(happening.fact);
      later(world, chance.between(20, 300), () => loadTable(run));
      return;
    case "table":
      run.tableReadable = happening.what === "readable";
      if (run.tableReadable) loadTable(run);
      else deliver(run, { kind: "table-lost", why: "the herd file cannot be read" });
      return;
    case "controller-killed":
      killController(run);
      return;
    case "cow":
      if (happening.what === "walks-in" && happening.bail !== null) watchOf(run, happening.bail);
      note(run, `cow ${happening.cow} ${happening.what}`, happening.bail);
      return;
    case "row":
      note(run, `row ${happening.row} ${happening.what}`);
      return;
    case "platform":
      note(run, `platform ${happening.what}`, null, true);
      return;
    case "fault":
      run.summary.faults[happening.fault] = (run.summary.faults[happening.fault] ?? 0) + 1;
      note(run, `FAULT ${happening.fault}: ${happening.where}`, null, true);
      return;
    case "milking":
      run.over = happening.what === "over";
      return;
  }
}

export function setInput(run: Run, input: string, active: boolean): void {
  run.levels.set(input, active);
  const plan = run.options.plan.inputs.find((one) => one.input === input);
  if (plan === undefined) return;
  const node = run.nodes.find((one) => one.plan.node === plan.on);
  note(run, `input ${input} ${active ? "active" : "inactive"}${node?.known === false ? " (unheard)" : ""}`);
  if (node !== undefined && !node.known) return;
  deliver(run, { kind: "input-changed", input: plan.input, level: active ? "active" : "inactive" });
}

function tellInputs(run: Run, on: string): void {
  for (const plan of run.options.plan.inputs) {
    if (plan.on !== on) continue;
    const active = run.levels.get(plan.input) === true;
    deliver(run, { kind: "input-changed", input: plan.input, level: active ? "active" : "inactive" });
  }
}

/** Records come into force at the bails together with the table that holds them. */
export function loadTable(run: Run): void {
  if (!run.up || !run.tableReadable) return;
  const facts = run.waitingFacts;
  run.waitingFacts = [];
  for (const fact of facts) {
    const cow = run.world.options.cows.find((one) => one.cow === fact.cow);
    const visit = [...run.watched.keys()].find((one) => one.cow.cow === fact.cow);
    if (visit !== undefined) visit.healthy = false;
    if (cow !== undefined) {
      factInForce(run.world, fact.cow, () => {
        cow.facts = [...cow.facts, fact];
      });
    }
    run.cows = run.cows.map((one) => (one.cow === fact.cow ? { ...one, facts: [...one.facts, fact] } : one));
    note(run, `in force: ${fact.kind} ${fact.fact}`, null, true);
  }
  run.tables += 1;
  const { policy } = run.world.options;
  const table = { fingerprint: `t${run.tables}`, policy, cows: run.cows };
  deliver(run, { kind: "table-loaded", table });
}

function startController(run: Run): void {
  const { plan } = run.options;
  run.up = true;
  run.startedAt = run.world.now;
  run.state = initialState();
  run.lastHeard.clear();
  run.summary.controllerStarts += 1;
  deliver(run, { kind: "started", version: "0.1.0", plan, carried: run.durable });
  loadTable(run);
  if (!run.tableReadable) {
    deliver(run, { kind: "table-lost", why: run.options.noTableYet ?? "the herd file cannot be read" });
  }
  // After a start the time source is asked: it tells the truth about a clock that is wrong.
  const synchronised = run.synchronised && run.world.wallOffBy === 0;
  deliver(run, { kind: "time-source-changed", synchronised, source: "timesyncd" });
  for (const { reader } of plan.readers) {
    if (run.readersPlugged.has(reader)) deliver(run, { kind: "reader-changed", reader, link: { up: true } });
  }
  tellInputs(run, "pi");
  for (const node of run.nodes) connect(run.world, node, run.chance.between(200, 900), run.says);
  run.nextTick = run.world.now;
}

/** kill -9: what was not yet on disk is lost, and so is everything else. Boards may restart with the line. */
function killController(run: Run): void {
  if (!run.up) return;
  note(run, "controller killed", null, true);
  makeDurable(run, 1_000);
  run.notYetDurable = [];
  run.up = false;
  run.nextTick = Number.POSITIVE_INFINITY;
  run.state = initialState();
  for (const node of run.nodes) {
    node.known = false;
    if (run.chance.chance(0.5)) reset(run.world, node, run.chance, run.says);
  }
  later(run.world, run.chance.between(1_000, 5_000), () => startController(run));
}

function makeDurable(run: Run, age: number): void {
  let count = 0;
  for (const { at, note } of run.notYetDurable) {
    if (run.world.now - at < age) break;
    run.durable = carry(run.durable, note);
    count += 1;
  }
  if (count > 0) run.notYetDurable.splice(0, count);
}

export function deliver(run: Run, event: ControllerEvent): void {
  if (!run.up) return;
  const { world } = run;
  run.summary.events += 1;
  const before = run.state.shed;
  const stamped: Stamped = { mono: monoAt(run, world.now), wall: epochMs(wallNow(world)), event };
  const { state, effects } = step(run.state, stamped);
  run.state = state;
  for (const effect of effects) act(run, effect);
  run.options.taken?.(stamped, effects, state);
  const { shed } = state;
  // What an event has set going is looked at a tick later.
  if (
    event.kind !== "ticked" &&
    run.nextTick !== Number.POSITIVE_INFINITY &&
    (shed === null || !isCalm(shed))
  ) {
    run.nextTick = Math.min(run.nextTick, world.now + TICK_MS);
  }
  if (shed === null || shed.bails === before?.bails) return;
  for (const [i, { bail }] of shed.plan.bails.entries()) {
    const reasons = shed.bails[i]?.reasons;
    if (reasons !== undefined && reasons !== before?.bails[i]?.reasons) milkerReads(world, bail, reasons);
  }
}

function act(run: Run, effect: Effect): void {
  switch (effect.kind) {
    case "lease": {
      const node = run.nodes.find((one) => one.plan.node === effect.node);
      if (node !== undefined) takeLease(run.world, node, effect.session, effect.lease, run.says);
      return;
    }
    case "signal":
      return;
    case "noted":
      hashIn(run, JSON.stringify(effect.note));
      noted(run, effect.note);
      if (effect.evidence) {
        makeDurable(run, 0);
        run.durable = carry(run.durable, effect.note);
      } else {
        makeDurable(run, 1_000);
        run.notYetDurable.push({ at: run.world.now, note: effect.note });
      }
      return;
  }
}

function noted(run: Run, one: Note): void {
  const { summary } = run;
  if (one.kind !== "clock-mark") {
    const bail =
      "bail" in one ? one.bail : "subject" in one && one.subject.kind === "bail" ? one.subject.bail : null;
    const wide =
      one.kind === "vat-stop-raised" || one.kind === "pairing-doubt" || one.kind.startsWith("table");
    note(run, JSON.stringify(one), bail, wide || (one.kind === "fault-raised" && bail === null));
  }
  switch (one.kind) {
    case "visit-opened":
    case "identified": {
      const watch = watchOf(run, one.bail);
      if (watch === undefined) return;
      if (one.identity.kind === "tag") watch.identifiedAt ??= run.world.now;
      if (one.identity.kind === "settled") watch.settled = true;
      return;
    }
    case "decided": {
      const watch = watchOf(run, one.bail);
      for (const reason of one.reasons) watch?.reasons.add(reason);
      return;
    }
    case "milking-counted":
      run.countedAt.set(one.cow, run.world.now);
      return;
    case "vat-stop-raised":
      summary.vatStops += 1;
      return;
    case "fault-cleared":
      if (one.subject.kind === "bail" && one.fault.startsWith("valve-")) {
        milkerSeesValve(run.world, one.subject.bail, false);
      }
      return;
    case "fault-raised":
      if (one.subject.kind === "bail" && one.fault.startsWith("valve-")) {
        milkerSeesValve(run.world, one.subject.bail, true);
      }
      if (one.fault === "checker-disagreed") {
        summary.checkerDisagreed += 1;
        const lately = run.diary.slice(-25).map(({ at, text }) => `${clock(at)} ${text}`);
        keepOffence(run, [`seed ${summary.seed}: the checker disagreed`, ...lately].join("\n  "));
      }
      return;
    default:
      return;
  }
}
