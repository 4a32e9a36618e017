// Room: domain/vat. Instants that a clock nobody trusted had dated, once it is trusted.
// May live here: putting them in their place, and telling so. May not: what trusts a clock (domain/clock), one instant's rule (milking.ts).
// Invariant: an instant that has its place keeps it.

import type { EpochMs } from "../units.ts";
import type { VatHappening, VatNow } from "./happening.ts";
import { type Instant, settled, type VatMilking, withInstants } from "./milking.ts";
import { change, datedBy, type Turn } from "./vat-state.ts";

/** Puts instants in their place as soon as the wall clock is trusted, and tells what an untrusted one had dated. */
export function placedInTime(turn: Turn, now: VatNow): Turn {
  const { vat } = turn;
  if (!now.trusted) return turn;
  const open = (instant: Instant | null) => instant !== null && settled(instant, now) !== instant;
  const needs = (one: VatMilking) =>
    open(one.start) || open(one.end) || open(one.nextStart) || open(one.collected) || open(one.notMilkFrom);
  if (!vat.milkings.some(needs) && !open(vat.since)) return turn;
  const milkings = vat.milkings.map((one) => withInstants(one, (instant) => settled(instant, now)));
  const timed = milkings.filter((one, index) => isTimed(one, vat.milkings[index])).map(timedHappening);
  return change(turn, { milkings, since: settled(vat.since, now) }, ...timed);
}

/** An instant of it that an untrusted clock had dated has its time now. */
function isTimed(now: VatMilking, was: VatMilking | undefined): boolean {
  const newly = (one: Instant | null, before: Instant | null | undefined) =>
    one?.trusted === true && before?.trusted === false;
  return (
    newly(now.start, was?.start) ||
    newly(now.end, was?.end) ||
    newly(now.nextStart, was?.nextStart) ||
    newly(now.collected, was?.collected) ||
    newly(now.notMilkFrom, was?.notMilkFrom)
  );
}

const timedHappening = ({
  milking,
  start,
  earliest,
  latest,
  end,
  nextStart,
  collected,
  notMilkFrom,
}: VatMilking): VatHappening => ({
  kind: "milking-clock-timed",
  milking,
  ...datedBy(start),
  earliest: trustedWall(earliest),
  latest: trustedWall(latest),
  ended: trustedWall(end),
  next: trustedWall(nextStart),
  collected: trustedWall(collected),
  notMilkFrom: trustedWall(notMilkFrom),
});
const trustedWall = (instant: Instant | null): EpochMs | null => (instant?.trusted ? instant.wall : null);
