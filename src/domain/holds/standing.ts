// Room: domain/holds. How a cow stands at the moment she is in a bail: withheld, to be looked at, or clear.
// May live here: holds, the CHECK rule and the sureness of time put together. May not: bails and valves.
// Invariant: no hold ends by an untrusted clock (DESIGN promise 5).

import { type EpochMs, epochMs, latestOf } from "../units.ts";
import type { Cow, HoldPolicy, MilkingsCounted } from "./facts.ts";
import { type Hold, holdsOf } from "./holds.ts";
import { milkingsOf } from "./milkings.ts";

/** What time it is for holds. */
export type HoldTime = {
  /** An instant that has surely passed: the time itself when trusted, else the last trusted time (or null). */
  readonly sure: EpochMs | null;
  /** What the wall clock says, trusted or not: only ever used to word why a hold is still open. */
  readonly wall: EpochMs;
};

export type Standing = {
  readonly open: readonly Hold[];
  /** Every open hold would be over if the wall clock could be believed. */
  readonly heldByClockAlone: boolean;
  /** Her last hold has ended and nobody has looked at her since. */
  readonly checkDue: boolean;
};

/** The standing of `cow`. `lookedAt` is when this program last saw the milker press "looked at, she is fine". */
export function standingOf(
  cow: Cow,
  counted: MilkingsCounted,
  lookedAt: EpochMs | null,
  policy: HoldPolicy,
  time: HoldTime,
): Standing {
  const milkings = milkingsOf(cow, counted, policy);
  const sure = time.sure ?? epochMs(0);
  const { open, ended } = holdsOf(cow, milkings, policy, sure);
  const heldByClockAlone =
    open.length > 0 && time.wall > sure && holdsOf(cow, milkings, policy, time.wall).open.length === 0;
  const looked = lastLook(cow, lookedAt, sure);
  const checkDue =
    policy.check === "button" && ended.some((hold) => looked === null || hold.endedAt > looked);
  return { open, heldByClockAlone, checkDue };
}

function lastLook(cow: Cow, lookedAt: EpochMs | null, sure: EpochMs): EpochMs | null {
  const onRecord = cow.facts.flatMap((fact) =>
    fact.kind === "looked-at" && fact.at <= sure ? [fact.at] : [],
  );
  return latestOf([...onRecord, ...(lookedAt === null ? [] : [lookedAt])]);
}
