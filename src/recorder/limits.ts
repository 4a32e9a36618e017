// Room: recorder. Every limit of the recorder, with its reason.
// May live here: numbers. May not: defaults hidden anywhere else. Invariant: nothing in the recorder grows without one of these.

import { type DurationMs, days, hours, milliseconds, seconds } from "../domain/units.ts";

export type RecorderLimits = {
  /** Most bytes held in memory while the disk does not take them. */
  readonly heldBytesMax: number;
  /** A file this long is followed by a new one. */
  readonly fileBytesMax: number;
  /** A new file each day of the wall clock, but never oftener than this, should that clock jump to and fro. */
  readonly fileAgeMin: DurationMs;
  /** And one at least this often by the monotonic clock. */
  readonly fileAgeMax: DurationMs;
  /** All files together; the oldest go first, never the newest two. */
  readonly totalBytesMax: number;
  /** Files older than this go, one at each rotation: a clock that jumps ahead must not wipe the shelf. */
  readonly keepFor: DurationMs;
  /** Written (not yet synced) this long after a record came in: survives a crash of the program. */
  readonly writeWithin: DurationMs;
  /** Synced this long after it was written, evidence at once: survives a power cut. */
  readonly syncWithin: DurationMs;
  /** The disk has not answered for this long: not writing. */
  readonly stallAfter: DurationMs;
  readonly retryFirst: DurationMs;
  readonly retryMax: DurationMs;
};

export const RECORDER_LIMITS: RecorderLimits = {
  // Some ten hours of ordinary milking; small beside the controller's 80 MB.
  heldBytesMax: 8 * 1024 * 1024,
  // Three ordinary days; read through in a quarter of a second at the next start.
  fileBytesMax: 32 * 1024 * 1024,
  fileAgeMin: hours(1),
  fileAgeMax: hours(24),
  // About half a year at 10 MB a day; a 16 GB card keeps room for the records themselves.
  totalBytesMax: 2 * 1024 * 1024 * 1024,
  keepFor: days(400),
  // Writing and syncing together stay under the second that the design promises.
  writeWithin: milliseconds(100),
  syncWithin: milliseconds(800),
  stallAfter: seconds(5),
  retryFirst: milliseconds(250),
  retryMax: seconds(10),
};
