// Room: sim/world. How cows come into a herringbone: one race a reader, a gate, a beam, and places filled in order.
// May live here: walking, hearing, counting, and all that cows do wrong there. May not: what is concluded from it.
// Invariant: the cow that walks in first stands in the first place, whatever reader and beam make of it.
//
//   yard ──▶ ( −0.9 m ··· reader 0 ··· +0.3 m or more ) ──▶ beam +1.2 m ──▶ places, farthest first

import type { Eid, ReaderId } from "../../domain/ids.ts";
import type { HerringboneLayout, HerringboneRow } from "../../domain/shed/plan.ts";
import type { TrueCow } from "../herd/truth.ts";
import { strangeTag } from "../tags.ts";
import { arrives, endMilking, leaves, milks } from "./stay.ts";
import type { TrueVisit } from "./visit.ts";
import { afterWaiting, befalls, emit, later, type World } from "./world.ts";

const HEARD_FROM_M = 0.9;
const BEAM_M = 1.2;
/** Nose of one cow behind the nose of the cow before her, at the least: a cow is that long. */
const COW_M = 2.4;
const SLOWEST = 0.6;
const FASTEST = 1.5;

type Row = {
  readonly plan: HerringboneRow;
  readonly visits: TrueVisit[];
  phase: "empty" | "filling" | "milking" | "letting-go";
  /** Nothing has gone wrong with reading and counting since the gate opened. */
  clean: boolean;
  lastCountAt: number;
  /** Standing and not yet milked, in the order of the places. */
  readonly toMilk: TrueVisit[];
  milkerBusy: boolean;
  off: number;
  gateShut: boolean;
};
type Lane = {
  readonly reader: ReaderId;
  readonly rows: Row[];
  filling: Row | null;
  /** Waits at the closed gate with her head near the antenna. */
  front: TrueCow | null;
  comingUp: boolean;
};

export function installHerringbone(world: World, layout: HerringboneLayout): void {
  const lanes: Lane[] = [];
  for (const plan of layout.rows) {
    const row: Row = {
      plan,
      visits: [],
      phase: "empty",
      clean: true,
      lastCountAt: Number.NEGATIVE_INFINITY,
      toMilk: [],
      milkerBusy: false,
      off: 0,
      gateShut: true,
    };
    const lane = lanes.find((one) => one.reader === plan.reader);
    if (lane === undefined) {
      lanes.push({ reader: plan.reader, rows: [row], filling: null, front: null, comingUp: false });
    } else lane.rows.push(row);
  }
  const shed: Shed = { world, layout, lanes };
  world.startCows = () => {
    for (const lane of lanes) startFilling(shed, lane);
  };
  world.spoilt = (why) => {
    for (const lane of lanes) {
      for (const row of lane.rows) {
        const { plan } = row;
        const touched =
          why === "all" ||
          why.device === plan.reader ||
          [plan.beam, plan.entryGate, plan.exitGate].some(
            (name) => world.options.plan.inputs.find((input) => input.input === name)?.on === why.device,
          );
        if (!touched) continue;
        row.clean = false;
        if (why !== "all" && why.device === plan.reader) continue;
        for (const visit of row.visits) visit.healthy = false;
      }
    }
  };
}

type Shed = { readonly world: World; readonly layout: HerringboneLayout; readonly lanes: readonly Lane[] };

function startFilling(shed: Shed, lane: Lane): void {
  const { world } = shed;
  const row = lane.rows.find((one) => one.phase === "empty");
  if (lane.filling !== null || row === undefined) return;
  if (lane.front === null && world.yard.length === 0) {
    maybeOver(shed);
    return;
  }
  lane.filling = row;
  row.phase = "filling";
  row.clean = !world.away.has(row.plan.reader) && world.now > world.troubledUntil;
  for (const name of [row.plan.beam, row.plan.entryGate, row.plan.exitGate]) {
    const on = world.options.plan.inputs.find((input) => input.input === name)?.on;
    if (on !== undefined && world.away.has(on)) row.clean = false;
  }
  row.gateShut = false;
  row.off = 0;
  emit(world, { kind: "row", row: row.plan.row, what: "filling" });
  emit(world, { kind: "input", input: row.plan.entryGate, active: true });
  later(world, world.chance.walk.between(800, 2_500), () => admit(shed, lane, row));
}

/** The next cow sets off, unless the row is full or nobody is left. */
function admit(shed: Shed, lane: Lane, row: Row): void {
  const { world } = shed;
  const { walk } = world.chance;
  if (row.visits.length >= row.plan.bails.length) {
    later(world, walk.between(300, 1_000), () => shutEntry(shed, lane, row));
    return;
  }
  const stood = lane.front;
  lane.front = null;
  const cow = stood ?? world.yard.shift();
  if (cow === undefined) {
    afterWaiting(world, walk.between(3_000, 8_000), () => shutEntry(shed, lane, row));
    return;
  }
  const speed = walk.between(SLOWEST, FASTEST);
  const way = stood === null ? BEAM_M + walk.between(0, 3) : walk.between(0.1, 0.6);
  let atReader = world.now + (way / speed) * 1_000;
  const soonest =
    row.lastCountAt + Math.max(shed.layout.pairing.closestCows * 1.2, (COW_M / FASTEST) * 1_000);
  atReader = Math.max(atReader, soonest - (BEAM_M / speed) * 1_000);
  if (stood === null) atReader = Math.max(atReader, world.now + (HEARD_FROM_M / speed) * 1_000);
  const pass: Pass = {
    cow,
    speed,
    from: stood === null ? atReader - (HEARD_FROM_M / speed) * 1_000 : world.now,
    to: atReader + (world.options.heardToM / speed) * 1_000,
    atBeam: atReader + (BEAM_M / speed) * 1_000,
  };
  walkIn(shed, lane, row, pass);
}

type Pass = {
  readonly cow: TrueCow;
  readonly speed: number;
  readonly from: number;
  readonly to: number;
  readonly atBeam: number;
};

function walkIn(shed: Shed, lane: Lane, row: Row, pass: Pass): void {
  const { world } = shed;
  const { walk } = world.chance;
  const { cow } = pass;
  const where = `cow ${cow.cow}`;
  const at = (when: number, thing: () => void): void => later(world, when - world.now, thing);

  if (befalls(world, "backs-out", where)) {
    row.clean = false;
    hear(world, lane.reader, cow.wears, pass.from, pass.to + walk.between(500, 2_000), 0);
    world.yard.splice(walk.whole(0, 3), 0, cow);
    at(pass.to + walk.between(2_500, 6_000), () => admit(shed, lane, row));
    return;
  }
  const hidden = befalls(world, "hidden-cow", where);
  const missed = hidden || befalls(world, "tag-missed", where);
  const unknown = !missed && befalls(world, "tag-unknown", where);
  const delay = !missed && befalls(world, "read-delayed", where) ? walk.between(500, 4_000) : 0;
  const wears = missed ? null : unknown ? strangeTag(walk.whole(1, 9_999)) : cow.wears;
  const heard = hear(world, lane.reader, wears, pass.from, pass.to, delay) && !unknown;
  if (delay > 0) row.clean = false;
  if (!missed && wears !== null && befalls(world, "read-doubled", where)) {
    row.clean = false;
    const other = shed.lanes.find((one) => one !== lane);
    if (other !== undefined && walk.chance(0.5)) {
      for (const one of other.rows) one.clean = false;
      hear(world, other.reader, wears, pass.from, pass.to, 0);
    } else {
      const again = pass.atBeam + walk.between(3_000, 60_000);
      hear(world, lane.reader, wears, again, again + 400, 0);
    }
  }
  // A cow missed by reader and beam at once is "hidden-cow", a thing of its own.
  const unseen = hidden || (!missed && wears !== null && befalls(world, "beam-misses", where));
  const bounces = !unseen && befalls(world, "beam-bounces", where);
  const abreast =
    row.visits.length + 2 <= row.plan.bails.length &&
    world.yard.length > 0 &&
    befalls(world, "two-abreast", where);
  if (unseen || bounces || abreast) row.clean = false;
  const partner = abreast ? world.yard.shift() : undefined;
  if (partner !== undefined) {
    const behind = walk.between(50, 500);
    hear(world, lane.reader, partner.wears, pass.from + behind, pass.to + behind, 0);
  }
  at(pass.atBeam, () => {
    if (!unseen) breakBeam(shed, row, bounces, partner === undefined ? walk.between(300, 800) : 120);
    const pair = partner === undefined ? [cow] : walk.chance(0.5) ? [cow, partner] : [partner, cow];
    for (const [i, one] of pair.entries()) {
      const clean = row.clean && one === cow && heard;
      enters(shed, row, one, clean, pass.speed, i);
    }
    row.lastCountAt = world.now;
    if (partner !== undefined && walk.chance(0.5)) {
      later(world, walk.between(200, 700), () => breakBeam(shed, row, false, walk.between(300, 800)));
    }
    later(world, 10, () => admit(shed, lane, row));
  });
}

function enters(shed: Shed, row: Row, cow: TrueCow, clean: boolean, speed: number, behind: number): void {
  const { world } = shed;
  const place = row.visits.length;
  const bail = row.plan.bails[place];
  if (bail === undefined) throw new Error("broken assumption: a full row takes no cow");
  const visit = arrives(world, cow, bail, row.plan.row);
  visit.readCleanly = clean;
  row.visits.push(visit);
  const metres = (row.plan.bails.length - place) * 0.8 + 1;
  later(world, (metres / speed) * 1_000 + behind * 700, () => {
    emit(world, { kind: "cow", cow: cow.cow, what: "stands", bail });
    row.toMilk.push(visit);
    milkNext(shed, row);
  });
}

/** The beam is seen broken for up to 0.8 s; a bouncing one opens and closes again within the time no two cows can. */
function breakBeam(shed: Shed, row: Row, bounces: boolean, width: number): void {
  const { world, layout } = shed;
  const { walk } = world.chance;
  const { beam } = row.plan;
  emit(world, { kind: "input", input: beam, active: true });
  const open = (wait: number): void =>
    later(world, wait, () => emit(world, { kind: "input", input: beam, active: false }));
  if (!bounces) {
    open(width);
    return;
  }
  const shut = walk.between(40, 150);
  const again = shut + walk.between(30, Math.max(60, layout.pairing.closestCows * 0.8 - shut));
  open(shut);
  later(world, again, () => emit(world, { kind: "input", input: beam, active: true }));
  open(again + walk.between(100, 300));
}

/** Her tag is heard every 60 to 120 ms while near the antenna, with gaps. False when it is not heard at all. */
function hear(
  world: World,
  reader: ReaderId,
  eid: Eid | null,
  from: number,
  to: number,
  delay: number,
): boolean {
  if (eid === null) return false;
  const { walk } = world.chance;
  let count = 0;
  for (let at = Math.max(from, world.now); at <= to || count < 4; at += walk.between(60, 120)) {
    if (count > 200) break;
    if (walk.chance(0.15)) continue;
    count += 1;
    later(world, at + delay - world.now, () => emit(world, { kind: "tag-heard", reader, eid }));
  }
  return true;
}

function shutEntry(shed: Shed, lane: Lane, row: Row): void {
  const { world } = shed;
  row.gateShut = true;
  row.phase = "milking";
  lane.filling = null;
  emit(world, { kind: "input", input: row.plan.entryGate, active: false });
  emit(world, { kind: "row", row: row.plan.row, what: "full" });
  if (row.visits.length === 0) {
    row.phase = "empty";
    afterWaiting(world, 1_000, () => startFilling(shed, lane));
    return;
  }
  milkNext(shed, row);
  maybeLetGo(shed, lane, row);
  comesUp(shed, lane);
  later(world, world.chance.walk.between(2_000, 5_000), () => startFilling(shed, lane));
}

/** The next cow walks up to the shut gate and stands there, heard whenever she turns her head that way. */
function comesUp(shed: Shed, lane: Lane): void {
  const { world } = shed;
  const { walk } = world.chance;
  if (lane.comingUp || lane.front !== null) return;
  lane.comingUp = true;
  later(world, walk.between(2_500, 7_000), () => {
    lane.comingUp = false;
    if (lane.filling !== null || lane.front !== null) return;
    const cow = world.yard.shift();
    if (cow === undefined) {
      maybeOver(shed);
      return;
    }
    lane.front = cow;
    standAndBeHeard(shed, lane, cow);
  });
}

function standAndBeHeard(shed: Shed, lane: Lane, cow: TrueCow): void {
  const { world } = shed;
  const { walk } = world.chance;
  if (lane.front !== cow) return;
  const burst = walk.between(200, 1_500);
  let at = 0;
  while (at < burst) {
    const { wears } = cow;
    later(world, at, () => {
      if (lane.front === cow && wears !== null)
        emit(world, { kind: "tag-heard", reader: lane.reader, eid: wears });
    });
    at += walk.between(60, 120);
  }
  later(world, burst + walk.between(1_500, 15_000), () => standAndBeHeard(shed, lane, cow));
}

/** The milker of this row goes along it: five to nine seconds a cow, in the order of the places. */
function milkNext(shed: Shed, row: Row): void {
  const { world } = shed;
  if (row.milkerBusy || (row.visits.length < 4 && !row.gateShut)) return;
  const visit = row.toMilk.shift();
  if (visit === undefined) return;
  row.milkerBusy = true;
  later(world, world.chance.hands.between(5_000, 9_000), () => {
    row.milkerBusy = false;
    milks(world, visit, () => {
      row.off += 1;
      const lane = shed.lanes.find((one) => one.rows.includes(row));
      if (lane !== undefined) maybeLetGo(shed, lane, row);
    });
    milkNext(shed, row);
  });
}

function maybeLetGo(shed: Shed, lane: Lane, row: Row): void {
  const { world } = shed;
  if (row.phase !== "milking" || row.off < row.visits.length) return;
  row.phase = "letting-go";
  afterWaiting(world, world.chance.hands.between(2_000, 8_000), () => {
    emit(world, { kind: "row", row: row.plan.row, what: "let-go" });
    emit(world, { kind: "input", input: row.plan.exitGate, active: true });
    let wait = 1_000;
    for (const visit of row.visits) {
      later(world, wait, () => leaves(world, visit));
      wait += world.chance.walk.between(300, 1_200);
    }
    later(world, wait + 2_000, () => {
      row.visits.length = 0;
      row.phase = "empty";
      emit(world, { kind: "input", input: row.plan.exitGate, active: false });
      later(world, world.chance.hands.between(1_000, 4_000), () => startFilling(shed, lane));
    });
  });
}

function maybeOver(shed: Shed): void {
  const { world, lanes } = shed;
  const busy = lanes.some(
    (lane) => lane.front !== null || lane.comingUp || lane.rows.some((row) => row.phase !== "empty"),
  );
  if (world.milkingOn && !busy && world.yard.length === 0) endMilking(world);
}
