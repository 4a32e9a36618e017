// Room: office/upkeep. Every limit of upkeep, each with its reason.
// May live here: numbers. May not: code that uses them.

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const MB = 1024 * 1024;

export const UPKEEP_LIMITS = {
  /** How often the disk is looked at. A recording grows by some kilobytes a minute. */
  diskEveryMs: MINUTE,
  /** Room that shedding telemetry makes inside the database, for evidence: months of it. */
  roomInsideBytes: 8 * MB,
  /** Hours of readings that are shed in one transaction: some milliseconds. */
  hoursShedAtOnce: 200,
  /** Readings so young are kept while the disk is only low: the last milkings may still be asked about. */
  readingsKeptMs: 8 * 24 * 60 * MINUTE,
  /** A page that asks for the chain to be worked out waits no longer; it goes on behind. */
  verifyAnswerMs: 8 * SECOND,
  /** Heads that are read back from the file of noted heads. Thirty years of days. */
  headsKept: 11_000,
  /** How often due jobs are looked for. */
  jobsEvery: "*/5 * * * *",
  /** A last run so far ahead of the clock is a jump of the clock and counts for nothing. */
  jobAheadMs: 25 * 60 * MINUTE,
} as const;

export const EXPORT_LIMITS = {
  /** A reading a minute for a week of a broker that is down. */
  telemetryKept: 10_000,
  alarmsKept: 2_000,
  /** Telemetry in memory before it is written in one transaction: each is a sync of the card. */
  telemetryInMemory: 30,
  /** Alarms that the disk would not take. */
  alarmsInMemory: 100,
  /** Messages read from the outbox at once. */
  batch: 50,
  /** How often records and board are looked at for something to tell. */
  lookEveryMs: 5 * SECOND,
  temperatureEveryMs: MINUTE,
  /** A reading older than this is no reading: Home Assistant shows "unavailable". */
  expireAfterS: 180,
  /** No message of ours is longer; a broker may send us nothing longer either. */
  packetBytes: 8 * 1024,
  /** Answers of a broker to one that only publishes are four bytes long. */
  answerBytes: 64,
  connectMs: 10 * SECOND,
  publishMs: 10 * SECOND,
  keepAliveS: 30,
  /** The first wait after a failure, doubled each time, up to the longest; each by chance half as long or half as long again. */
  backoffFirstMs: SECOND,
  backoffLongestMs: 5 * MINUTE,
} as const;
export type ExportLimits = { readonly [Key in keyof typeof EXPORT_LIMITS]: number };
