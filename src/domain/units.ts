// Room: domain. The units of time that rules are written in.
// May live here: branded numbers and the few sums that are allowed between them.
// May not: reading a clock. Invariant: wall time and monotonic time never mix by accident.

declare const unit: unique symbol;
type Unit<Name extends string> = { readonly [unit]: Name };

/** An instant on the wall clock, milliseconds since 1970-01-01T00:00:00Z. Can be wrong: see domain/clock. */
export type EpochMs = number & Unit<"EpochMs">;
/**
 * An instant on a clock that never jumps, milliseconds: the monotonic clock of this run of the program, which means nothing
 * after a restart, or the clock of a temperature logger between two steps of it.
 */
export type MonoMs = number & Unit<"MonoMs">;
/** A length of time, milliseconds. */
export type DurationMs = number & Unit<"DurationMs">;

/** Brands a number of milliseconds since the epoch. Only for parsers, the clock port and tests. */
export const epochMs = (ms: number): EpochMs => ms as EpochMs;
/** Brands a monotonic reading in milliseconds. Only for parsers, the clock port and tests. */
export const monoMs = (ms: number): MonoMs => ms as MonoMs;

export const milliseconds = (n: number): DurationMs => n as DurationMs;
export const seconds = (n: number): DurationMs => (n * 1_000) as DurationMs;
export const minutes = (n: number): DurationMs => (n * 60_000) as DurationMs;
export const hours = (n: number): DurationMs => (n * 3_600_000) as DurationMs;
export const days = (n: number): DurationMs => hours(n * 24);

/** The instant `length` later, on the same clock. */
export const after = <T extends EpochMs | MonoMs>(at: T, length: DurationMs): T => (at + length) as T;
/** The instant `length` earlier, on the same clock. */
export const before = <T extends EpochMs | MonoMs>(at: T, length: DurationMs): T => (at - length) as T;
/** How long from `from` to `to`, both on one clock; negative when `to` is earlier. */
export const between = <T extends EpochMs | MonoMs>(from: T, to: NoInfer<T>): DurationMs =>
  (to - from) as DurationMs;
/** The later of two instants of one clock. */
export const later = <T extends EpochMs | MonoMs>(a: T, b: NoInfer<T>): T => (a > b ? a : b);
/** The latest of these instants of one clock; null of none. */
export const latestOf = <T extends EpochMs | MonoMs>(instants: readonly T[]): T | null =>
  instants.reduce<T | null>((last, at) => (last === null || at > last ? at : last), null);
/** The earliest of these instants of one clock; null of none. */
export const earliestOf = <T extends EpochMs | MonoMs>(instants: readonly T[]): T | null =>
  instants.reduce<T | null>((first, at) => (first === null || at < first ? at : first), null);
