// Room: sim/world. One cow in one bail, as it truly is: where each litre of hers went, and whether it may have.
// May live here: the oracle's book-keeping. May not: what any program believes about her.
// Invariant: milk is booked exactly once, at the way the valve really stood.

import type { HoldPolicy } from "../../domain/holds/facts.ts";
import type { BailNo, RowId } from "../../domain/ids.ts";
import { epochMs } from "../../domain/units.ts";
import { fitFrom, type TrueCow } from "../herd/truth.ts";
import { litresBy, type Milking } from "./milk.ts";

export type TrueVisit = {
  readonly cow: TrueCow;
  readonly bail: BailNo;
  readonly row: RowId | null;
  /** When she was counted in: broke the beam, or stepped on the place. */
  readonly countedAt: number;
  leftAt: number | null;
  milking: Milking | null;
  /** Nothing went wrong at the entry of her row from its first cow on, and she was read. */
  readCleanly: boolean;
  /** No device she depends on has failed since she was counted. */
  healthy: boolean;
  litresToVat: number;
  litresDiverted: number;
  /** Stopped by the shut-off: neither in the vat nor in the divert line. */
  litresHeldBack: number;
  /** Into the vat though truly withheld, later than the grace allows, millilitres. */
  contaminationMl: number;
  contaminatedAt: number | null;
  /** Into the vat though withheld, within the grace after a fault or a late entry, millilitres. */
  graceMl: number;
  /** When her valve first led to the vat with the coil on. */
  releasedAt: number | null;
  /** Milk booked up to here. */
  bookedTo: number;
};

/** Where milk of a bail flows at this moment. */
export type Way = "vat" | "divert" | "held-back";

export function createVisit(cow: TrueCow, bail: BailNo, row: RowId | null, countedAt: number): TrueVisit {
  return {
    cow,
    bail,
    row,
    countedAt,
    leftAt: null,
    milking: null,
    readCleanly: true,
    healthy: true,
    litresToVat: 0,
    litresDiverted: 0,
    litresHeldBack: 0,
    contaminationMl: 0,
    contaminatedAt: null,
    graceMl: 0,
    releasedAt: null,
    bookedTo: countedAt,
  };
}

export type Booking = {
  readonly way: Way;
  readonly to: number;
  /** World time + this = true time. */
  readonly epoch: number;
  readonly policy: HoldPolicy;
  /** Withheld milk to the vat up to here is the fault's doing, not the system's. */
  readonly graceUntil: number;
};

/** Less than this is rounding, millilitres. */
const TRACE_ML = 0.001;

/** Books the milk that flowed since the last booking. To be called before anything about the way changes. */
export function book(visit: TrueVisit, { way, to, epoch, policy, graceUntil }: Booking): void {
  const from = visit.bookedTo;
  visit.bookedTo = to;
  const { milking } = visit;
  if (milking === null || to <= from || to <= milking.startsAt || from >= milking.endsAt) return;
  const litres = litresBy(milking, to) - litresBy(milking, from);
  if (way === "divert") visit.litresDiverted += litres;
  else if (way === "held-back") visit.litresHeldBack += litres;
  else {
    visit.litresToVat += litres;
    const withheldTo = Math.min(to, fitFrom(visit.cow, policy) - epoch);
    const badFrom = Math.max(from, Math.min(graceUntil, withheldTo));
    visit.graceMl += mlBetween(milking, from, Math.min(badFrom, withheldTo));
    const bad = mlBetween(milking, badFrom, withheldTo);
    if (bad > TRACE_ML) {
      visit.contaminationMl += bad;
      visit.contaminatedAt ??= Math.max(badFrom, milking.startsAt);
    }
  }
}

const mlBetween = (milking: Milking, from: number, to: number): number =>
  to <= from ? 0 : (litresBy(milking, to) - litresBy(milking, from)) * 1_000;

/** True time at a world time. */
export const trueTime = (epoch: number, at: number) => epochMs(epoch + at);
