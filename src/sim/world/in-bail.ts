// Room: sim/world. How cows come into single bails, each with its own reader, place switch and exit gate.
// May live here: walking in, being heard there, and what goes wrong with it. May not: what is concluded from it.
// Invariant: a place switch is shut while, and only while, a cow stands there or a fault says so.

import type { Eid, ReaderId } from "../../domain/ids.ts";
import type { InBailLayout, InBailPlace } from "../../domain/shed/plan.ts";
import type { TrueCow } from "../herd/truth.ts";
import { strangeTag } from "../tags.ts";
import { arrives, endMilking, leaves, milks } from "./stay.ts";
import type { TrueVisit } from "./visit.ts";
import { afterWaiting, befalls, emit, later, type World } from "./world.ts";

type Place = { readonly plan: InBailPlace; phase: "empty" | "coming" | "in"; visit: TrueVisit | null };

export function installInBail(world: World, layout: InBailLayout): void {
  const places: Place[] = layout.places.map((plan) => ({ plan, phase: "empty", visit: null }));
  const shed: Shed = { world, places };
  world.startCows = () => {
    for (const place of places) later(world, world.chance.walk.between(500, 8_000), () => next(shed, place));
  };
  world.spoilt = (why) => {
    for (const { plan, visit } of places) {
      if (visit === null) continue;
      const on = (name: string): string | undefined =>
        world.options.plan.inputs.find((input) => input.input === name)?.on;
      if (why === "all" || why.device === plan.reader || why.device === on(plan.placeSwitch)) {
        visit.readCleanly = false;
      }
    }
  };
}

type Shed = { readonly world: World; readonly places: readonly Place[] };

function next(shed: Shed, place: Place): void {
  const { world } = shed;
  const { walk } = world.chance;
  if (place.phase !== "empty") return;
  const cow = world.yard.shift();
  if (cow === undefined) {
    if (world.milkingOn && shed.places.every((one) => one.phase === "empty")) endMilking(world);
    return;
  }
  place.phase = "coming";
  later(world, walk.between(3_000, 9_000), () => walksIn(shed, place, cow));
}

function walksIn(shed: Shed, place: Place, cow: TrueCow): void {
  const { world } = shed;
  const { walk } = world.chance;
  const { plan } = place;
  const where = `cow ${cow.cow}`;
  place.phase = "in";
  const missed = befalls(world, "tag-missed", where);
  const delayed = !missed && befalls(world, "read-delayed", where);
  const bounces = befalls(world, "beam-bounces", where);
  const unknown = !missed && befalls(world, "tag-unknown", where);
  const wears = missed ? null : unknown ? strangeTag(walk.whole(1, 9_999)) : cow.wears;
  const visit = arrives(world, cow, plan.bail, null);
  place.visit = visit;
  visit.readCleanly =
    wears !== null &&
    !unknown &&
    !bounces &&
    !delayed &&
    !world.away.has(plan.reader) &&
    switchHeard(world, plan);
  emit(world, { kind: "input", input: plan.placeSwitch, active: true });
  if (bounces) {
    later(world, 60, () => emit(world, { kind: "input", input: plan.placeSwitch, active: false }));
    later(world, 140, () => emit(world, { kind: "input", input: plan.placeSwitch, active: true }));
  }
  if (wears !== null) {
    later(world, delayed ? walk.between(1_500, 6_000) : walk.between(0, 600), () =>
      keepHearing(world, place, visit, plan.reader, wears),
    );
    const neighbour = walk.pick(shed.places);
    if (neighbour !== place && befalls(world, "read-doubled", where)) {
      if (neighbour.visit !== null) neighbour.visit.readCleanly = false;
      for (const wait of [500, 700, 900]) {
        later(world, wait, () =>
          emit(world, { kind: "tag-heard", reader: neighbour.plan.reader, eid: wears }),
        );
      }
      visit.readCleanly = false;
    }
  }
  later(world, walk.between(1_500, 3_000), () =>
    emit(world, { kind: "cow", cow: cow.cow, what: "stands", bail: plan.bail }),
  );
  later(world, world.chance.hands.between(6_000, 20_000), () =>
    milks(world, visit, () => letsGo(shed, place, visit)),
  );
}

/** In-bail readers hear the cow all the time she stands there, now better, now worse. */
function keepHearing(world: World, place: Place, visit: TrueVisit, reader: ReaderId, eid: Eid): void {
  if (place.visit !== visit) return;
  emit(world, { kind: "tag-heard", reader, eid });
  const { walk } = world.chance;
  const fresh = world.now - visit.countedAt < 2_000;
  later(world, fresh ? walk.between(60, 120) : walk.between(500, 8_000), () =>
    keepHearing(world, place, visit, reader, eid),
  );
}

function letsGo(shed: Shed, place: Place, visit: TrueVisit): void {
  const { world } = shed;
  const { hands } = world.chance;
  const { exitGate, placeSwitch } = place.plan;
  afterWaiting(world, hands.between(2_000, 10_000), () => {
    if (exitGate !== undefined) emit(world, { kind: "input", input: exitGate, active: true });
    later(world, hands.between(1_000, 4_000), () => {
      leaves(world, visit);
      place.visit = null;
      emit(world, { kind: "input", input: placeSwitch, active: false });
      later(world, 2_000, () => {
        if (exitGate !== undefined) emit(world, { kind: "input", input: exitGate, active: false });
        place.phase = "empty";
        later(world, 500, () => next(shed, place));
      });
    });
  });
}

const switchHeard = (world: World, plan: InBailPlace): boolean => {
  const on = world.options.plan.inputs.find((input) => input.input === plan.placeSwitch)?.on;
  return on === undefined || !world.away.has(on);
};
