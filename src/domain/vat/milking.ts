// Room: domain/vat. One milking whose clock runs: when it began, by whose word, and what has been said of it since.
// May live here: its shape, and instants over restarts. May not: when milkings begin (milkings.ts), verdicts (domain/cooling).
// Invariants: a start is never moved silently: what it was is kept beside it. Wall time that was not trusted dates nothing.

import type { MilkingClock, Outcome } from "../cooling/verdict.ts";
import type { PersonId, ProfileId } from "../ids.ts";
import { before, between, type DurationMs, type EpochMs, epochMs, type MonoMs } from "../units.ts";
import type { TemperatureTaken, Told, VatNow } from "./happening.ts";

/**
 * An instant. `mono` is what rules go by; null: it comes from an earlier run of the program, and as long as the wall clock is not
 * trusted nobody knows how long ago it was.
 */
export type Instant = {
  readonly mono: MonoMs | null;
  readonly wall: EpochMs;
  readonly trusted: boolean;
};

export type VatMilking = {
  readonly milking: number;
  readonly start: Instant;
  readonly told: Told;
  /**
   * The earliest start that what told of it allows; the start itself, where no probe guessed it. Null: the milk was there when the first
   * reading came, and may have been there long before. Nothing is judged then.
   */
  readonly earliest: Instant | null;
  /** The latest start that what told of it allows; the start itself, where no probe guessed it. */
  readonly latest: Instant;
  /** Others that told of the same start, oldest first. */
  readonly alsoTold: readonly { readonly start: Instant; readonly told: Told }[];
  /** Starts that a person corrected, oldest first; the one in force is `start`. */
  readonly corrections: readonly Correction[];
  /** The last instant at which anything showed that milk runs in. */
  readonly lastSign: MonoMs | null;
  readonly end: (Instant & { readonly told: Told }) | null;
  readonly first: boolean | null;
  readonly nextStart: Instant | null;
  readonly collected: (Instant & { readonly told: Told }) | null;
  readonly notMilkFrom: Instant | null;
  readonly beforeMilking: TemperatureTaken | null;
  readonly atEnd: TemperatureTaken | null;
  readonly atPickUp: TemperatureTaken | null;
  /** What has been said of it, by profile; the last word of each. */
  readonly judged: readonly Judged[];
};
export type Correction = {
  readonly was: Instant;
  readonly told: Told;
  readonly by: PersonId | null;
  readonly reason: string;
};
/** What a verdict may hang on. */
export type GuessedInstant = "start" | "end";
export type Judged = {
  readonly profile: ProfileId;
  readonly outcome: Outcome;
  /** What it was from the likeliest start and end: another outcome only where it hung on a guess. */
  readonly likeliest: Outcome;
  readonly hangsOn: readonly GuessedInstant[];
  /** It was said by a run of the program whose readings are not at hand any more. */
  readonly earlierRun: boolean;
};

/** How many sources and corrections of one milking are kept; the record has them all. */
export const KEPT_BESIDE = 8;

/** The instant `mono` of this run, as the clocks stand now. */
export const instantOf = (mono: MonoMs, now: VatNow): Instant => ({
  mono,
  wall: wallOf(mono, now),
  trusted: now.trusted,
});
export const wallOf = (mono: MonoMs, now: VatNow): EpochMs => before(now.wall, between(mono, now.mono));

/** How far the wall clock is ahead of the steady one. */
export const wallAhead = (now: VatNow): DurationMs => between(epochMs(now.mono), now.wall);

/**
 * As soon as the wall clock is trusted: an instant of an earlier run gets its place in this one, one of this run its wall time.
 * One that an untrusted clock dated in an earlier run never gets a place; nor one that lies ahead: one of the two clocks is wrong.
 */
export function settled<T extends Instant>(instant: T, now: VatNow): T {
  if (!now.trusted) return instant;
  if (instant.mono !== null) {
    return instant.trusted ? instant : { ...instant, ...instantOf(instant.mono, now) };
  }
  const ago = between(instant.wall, now.wall);
  return instant.trusted && ago >= 0 ? { ...instant, mono: before(now.mono, ago) } : instant;
}

/** As a run of the program finds it that did not write it. */
export const carriedOver = <T extends Instant>(instant: T): T => ({ ...instant, mono: null });

/** Every instant of a milking put through the same change. */
export function withInstants(milking: VatMilking, change: <T extends Instant>(instant: T) => T): VatMilking {
  const changed = <T extends Instant>(instant: T | null): T | null =>
    instant === null ? null : change(instant);
  return {
    ...milking,
    start: change(milking.start),
    earliest: changed(milking.earliest),
    latest: change(milking.latest),
    end: changed(milking.end),
    nextStart: changed(milking.nextStart),
    collected: changed(milking.collected),
    notMilkFrom: changed(milking.notMilkFrom),
  };
}

/**
 * The clock to judge by, on this run's steady clock; null where nobody knows when the milking began, or what ended it: then nothing is
 * judged.
 */
export function clockOf(milking: VatMilking): MilkingClock | null {
  const { start, end, nextStart, collected, notMilkFrom } = milking;
  const all = [start, end, nextStart, collected, notMilkFrom];
  if (
    milking.earliest === null ||
    start.mono === null ||
    all.some((instant) => instant !== null && instant.mono === null)
  )
    return null;
  return {
    start: start.mono,
    end: end?.mono ?? null,
    first: milking.first,
    nextStart: nextStart?.mono ?? null,
    collected: collected?.mono ?? null,
    notMilkFrom: notMilkFrom?.mono ?? null,
  };
}

/** What a judgement of it rests on is a guess that nobody has confirmed. */
export const restsOnGuess = (milking: VatMilking): boolean =>
  milking.told.guess || (milking.collected?.told.guess ?? false) || (milking.end?.told.guess ?? false);
