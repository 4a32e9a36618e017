// Room: sim/world. The milker: reads the board, looks at cows, presses buttons, settles places, clears what is mended.
// May live here: hands and their delays. May not: what the milker cannot see (tags, holds, oracle).
// Invariant: she settles a place with the number of the cow that really stands there.

import type { ReasonCode } from "../../domain/alarms/catalogue.ts";
import { type BailNo, personId } from "../../domain/ids.ts";
import { afterWaiting, emit, later, type Spot, spotOf, type World } from "./world.ts";

const MILKER = personId("Sam");
const MANAGER = personId("Robin");

/** Tells the milker what the board and lamp of a bail say now. */
export function milkerReads(world: World, bail: BailNo, reasons: readonly ReasonCode[]): void {
  const spot = spotOf(world, bail);
  if (spot.reads.length === reasons.length && spot.reads.every((one, i) => one === reasons[i])) return;
  spot.reads = reasons;
  spot.turn += 1;
  const { turn } = spot;
  const [first] = reasons;
  const { hands } = world.chance;
  const ifStillSo = (wait: number, thing: () => void): void =>
    later(world, wait, () => {
      if (spot.turn === turn) thing();
    });
  if (first === "check" && spot.visit !== null) {
    ifStillSo(hands.between(10_000, 30_000), () => press(world, bail, hands.between(150, 600)));
  } else if (isUnidentified(first) && spot.visit !== null && hands.chance(0.6)) {
    ifStillSo(hands.between(20_000, 90_000), () => settlePlace(world, spot));
  } else if (first === "shut-off-closed") {
    afterWaiting(world, hands.between(60_000, 300_000), () => clearVatStop(world, spot));
  }
}

/** A press of a bail's button; two seconds and more means divert. */
export function press(world: World, bail: BailNo, forMs: number): void {
  emit(world, { kind: "button", bail, held: true });
  later(world, forMs, () => emit(world, { kind: "button", bail, held: false }));
}

const isUnidentified = (reason: ReasonCode | undefined): boolean =>
  reason === "unread" || reason === "in-doubt" || reason === "two-tags" || reason === "two-places";

function settlePlace(world: World, spot: Spot): void {
  if (spot.visit === null) return;
  const { cow } = spot.visit.cow;
  emit(world, { kind: "intent", by: MILKER, intent: { kind: "settle-place", bail: spot.bail, cow } });
}

/** Tells the milker that the board shows a valve as faulty, or no longer. Two in ten clear it before it is mended. */
export function milkerSeesValve(world: World, bail: BailNo, faulty: boolean): void {
  const { hands } = world.chance;
  if (!faulty) {
    world.valvesShown.delete(bail);
    return;
  }
  if (world.valvesShown.has(bail)) return;
  world.valvesShown.add(bail);
  const spot = spotOf(world, bail);
  if (spot.clearing) return;
  spot.clearing = true;
  const wait = hands.chance(0.2) ? hands.between(5_000, 20_000) : hands.between(60_000, 300_000);
  afterWaiting(world, wait, () => clearValve(world, bail));
}

function clearValve(world: World, bail: BailNo): void {
  const spot = spotOf(world, bail);
  if (!world.valvesShown.has(bail)) {
    spot.clearing = false;
    return;
  }
  emit(world, {
    kind: "intent",
    by: MANAGER,
    intent: { kind: "clear-valve-fault", bail, reason: "mended, seen to move" },
  });
  afterWaiting(world, world.chance.hands.between(60_000, 120_000), () => clearValve(world, bail));
}

function clearVatStop(world: World, spot: Spot): void {
  if (!spot.reads.includes("shut-off-closed")) return;
  if (world.valvesShown.size > 0) {
    afterWaiting(world, 60_000, () => clearVatStop(world, spot));
    return;
  }
  emit(world, {
    kind: "intent",
    by: MANAGER,
    intent: { kind: "clear-vat-stop", reason: "vat tested, negative" },
  });
}
