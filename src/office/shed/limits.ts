// Room: office/shed. Every limit of taking in, with its reason.
// May live here: numbers. May not: anything else. Invariant: what is read, waits or is written has one of these.

export type FollowLimits = {
  /** Read at once. A line longer than this is read with more. */
  readonly chunkBytes: number;
  /** The longest line: a header holds the whole state with the herd table in it. */
  readonly lineBytesMax: number;
  /** Lines are taken in for so long before anything else has its turn. Milliseconds. */
  readonly turnMs: number;
  /** Rows written in one transaction, which nothing can interrupt: some 10 ms on a desktop computer. */
  readonly rowsMax: number;
  /** Rows kept waiting while the disk takes none; then reading stops. */
  readonly rowsHeldMax: number;
  /** A row waits so long for others to come: each transaction writes a dozen pages of 4 KiB, however few its rows. */
  readonly rowsWaitMs: number;
  /** The same for what people want to read soon. */
  readonly soonWaitMs: number;
  /** The position alone, with the running hours, is written this often: what is read again after a crash. */
  readonly positionEveryMs: number;
  /** And after so many bytes, while catching up. */
  readonly positionEveryBytes: number;
  /** The recording is looked at so soon after the controller said that there is more, and at least this often. */
  readonly lookAfterMs: number;
  readonly lookEveryMs: number;
  /** A file that cannot be read is tried so often before it is passed over. */
  readonly readTries: number;
  /** Damage told of one file; more would say nothing new. */
  readonly damagesTold: number;
};

export const FOLLOW_LIMITS: FollowLimits = {
  chunkBytes: 64 * 1024,
  lineBytesMax: 32 * 1024 * 1024,
  turnMs: 6,
  rowsMax: 30,
  rowsHeldMax: 2_000,
  rowsWaitMs: 180_000,
  soonWaitMs: 20_000,
  positionEveryMs: 900_000,
  positionEveryBytes: 4 * 1024 * 1024,
  lookAfterMs: 1_000,
  lookEveryMs: 5_000,
  readTries: 3,
  damagesTold: 50,
};
