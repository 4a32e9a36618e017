// Room: sim/world. A cow's stay in a bail: she stands, is milked, is looked at, and leaves.
// May live here: what is alike in every layout. May not: how she got there (herringbone.ts, in-bail.ts).
// Invariant: a cluster is off before its cow is let go.

import type { BailNo, RowId } from "../../domain/ids.ts";
import { assert } from "../../domain/result.ts";
import { milked, type TrueCow } from "../herd/truth.ts";
import { createVisit, type TrueVisit, trueTime } from "./visit.ts";
import { afterWaiting, emit, later, settle, spotOf, type World } from "./world.ts";

/** She belongs to this bail from now on. */
export function arrives(world: World, cow: TrueCow, bail: BailNo, row: RowId | null): TrueVisit {
  const spot = spotOf(world, bail);
  assert(spot.visit === null, `bail ${bail} is empty when a cow comes`);
  const visit = createVisit(cow, bail, row, world.now);
  const { plan } = world.options;
  const node = plan.bails.find((one) => one.bail === bail)?.node;
  visit.healthy =
    !spot.faulty &&
    world.shutOffOpen &&
    !(node !== undefined && world.away.has(node)) &&
    world.now > world.troubledUntil;
  spot.visit = visit;
  spot.turn += 1;
  emit(world, { kind: "cow", cow: cow.cow, what: "walks-in", bail });
  return visit;
}

/** Cluster on now; `done` when it is off again. Flow begins two seconds later and lasts five to seven minutes. */
export function milks(world: World, visit: TrueVisit, done: () => void): void {
  const { milk } = world.chance;
  const spot = spotOf(world, visit.bail);
  settle(world, spot);
  const startsAt = world.now + 2_000;
  const lasts = Math.round(milk.between(300_000, 420_000) * world.options.pace.milking);
  visit.milking = { startsAt, endsAt: startsAt + lasts, litres: milk.between(8, 16) };
  emit(world, { kind: "cow", cow: visit.cow.cow, what: "cluster-on", bail: visit.bail });
  later(world, 2_000 + lasts + 1_000, () => {
    settle(world, spot);
    milked(
      visit.cow,
      trueTime(world.options.beginsAt, visit.countedAt),
      world.now - visit.countedAt,
      world.options.policy,
    );
    emit(world, { kind: "cow", cow: visit.cow.cow, what: "cluster-off", bail: visit.bail });
    done();
  });
}

/** She walks out. */
export function leaves(world: World, visit: TrueVisit): void {
  const spot = spotOf(world, visit.bail);
  settle(world, spot);
  visit.leftAt = world.now;
  spot.visit = null;
  spot.turn += 1;
  spot.graceUntil = Number.NEGATIVE_INFINITY;
  world.finished.push(visit);
  emit(world, { kind: "cow", cow: visit.cow.cow, what: "leaves", bail: visit.bail });
}

/** The cows of one milking, in about the order they always come, go into the yard. */
export function beginMilking(world: World): void {
  assert(!world.milkingOn, "one milking at a time");
  world.milkingOn = true;
  world.yard = world.chance.walk.shuffled(world.options.cows.filter((cow) => cow.comes));
  emit(world, { kind: "milking", what: "began" });
  afterWaiting(world, 1_000, () => world.startCows());
}

export function endMilking(world: World): void {
  world.milkingOn = false;
  emit(world, { kind: "milking", what: "over" });
}
