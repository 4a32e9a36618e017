// Room: domain/clock. Whether the wall clock may end a withholding.
// May live here: the judgement of time, as a value. May not: reading a clock or a time source.
// Invariant: trusted time never runs ahead of what the monotonic clock and the time source both say (DESIGN "Time").
//
//   state      | time source says yes          | jump against monotonic | below high water | manager confirms
//   -----------+-------------------------------+------------------------+------------------+-----------------
//   untrusted  | trusted (if >= high water)    | untrusted              | untrusted        | trusted
//   trusted    | trusted                       | untrusted (jumped)     | as confirmed     | trusted
//
// A trusted clock turns untrusted as well when the time source says no, unless a manager confirmed the time.

import { between, type EpochMs, type MonoMs, seconds } from "../units.ts";

/** A step of the wall clock against the monotonic clock of more than this is a jump. */
const JUMP_MIN = seconds(2);
/** A disciplined clock is slewed by no more than 500 parts in a million (adjtime's limit). */
const SLEW_MAX = 0.0005;

export type ClockTrust = {
  readonly trusted: boolean;
  readonly why: "no-time-source" | "jumped" | "before-last-record" | "synchronised" | "confirmed";
  /** The highest trusted wall time ever seen, over restarts; a manager who confirms an earlier time lowers it. */
  readonly highWater: EpochMs | null;
  /** Where wall and monotonic time were last agreed. */
  readonly anchor: { readonly mono: MonoMs; readonly wall: EpochMs };
  /** What the time source last said. */
  readonly synchronised: boolean;
};

/** At the start nothing is trusted: a computer without a clock module wakes up in the past, or in the future. */
export function clockAtStart(mono: MonoMs, wall: EpochMs, highWater: EpochMs | null): ClockTrust {
  return { trusted: false, why: "no-time-source", highWater, anchor: { mono, wall }, synchronised: false };
}

/** Looks at both clocks as one event came in. */
export function clockRead(clock: ClockTrust, mono: MonoMs, wall: EpochMs): ClockTrust {
  if (!clock.trusted) return clock;
  const elapsed = between(clock.anchor.mono, mono);
  const drift = between(clock.anchor.wall, wall) - elapsed;
  if (Math.abs(drift) > JUMP_MIN + SLEW_MAX * Math.max(0, elapsed)) {
    return { ...clock, trusted: false, why: "jumped", anchor: { mono, wall } };
  }
  return clock.highWater !== null && wall <= clock.highWater ? clock : { ...clock, highWater: wall };
}

/** The operating system's time source spoke. Its yes counts only from when it is said: a jump takes a new one. */
export function timeSourceSays(
  clock: ClockTrust,
  synchronised: boolean,
  mono: MonoMs,
  wall: EpochMs,
): ClockTrust {
  if (!synchronised) {
    const lost = clock.trusted && clock.why !== "confirmed";
    return lost
      ? { ...clock, synchronised, trusted: false, why: "no-time-source" }
      : { ...clock, synchronised };
  }
  if (clock.trusted) return { ...clock, synchronised };
  if (clock.highWater !== null && wall < clock.highWater) {
    return { ...clock, synchronised, why: "before-last-record" };
  }
  return trustedFrom({ ...clock, synchronised }, "synchronised", mono, wall);
}

/**
 * A manager looked at the shown time and says that it is right; holds until the next start or jump. A high water
 * above it was wrong, and would end holds early the next time the clock is not trusted.
 */
export function timeConfirmed(clock: ClockTrust, mono: MonoMs, wall: EpochMs): ClockTrust {
  return trustedFrom({ ...clock, highWater: null }, "confirmed", mono, wall);
}

/**
 * An instant that has surely passed; null where none is known. When the time source puts the wall clock below the
 * high water one of the two is wrong, and the earlier one is the safe one.
 */
export function surelyPassed(clock: ClockTrust, wall: EpochMs): EpochMs | null {
  if (clock.trusted) return wall;
  const { highWater } = clock;
  return highWater !== null && clock.synchronised && wall < highWater ? wall : highWater;
}

function trustedFrom(
  clock: ClockTrust,
  why: "synchronised" | "confirmed",
  mono: MonoMs,
  wall: EpochMs,
): ClockTrust {
  const highWater = clock.highWater === null || wall > clock.highWater ? wall : clock.highWater;
  return { ...clock, trusted: true, why, highWater, anchor: { mono, wall } };
}
