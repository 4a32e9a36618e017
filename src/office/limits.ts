// Room: office. Every limit of the office that faces the network or people, each with its reason.
// May live here: numbers. May not: code that uses them.
// Invariant: nothing that a stranger can make grow is without a number here.

import type { Role } from "./contract/people.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** What one shed with a dozen phones needs, several times over, and far below what would take the office's memory. */
export type ServerLimits = {
  readonly [Key in keyof typeof SERVER_LIMITS]: number;
};
export const SERVER_LIMITS = {
  /** A treatment of a thousand cows is 20 KB. Routes that need more say so in the table. */
  bodyBytes: 64 * 1024,
  /** Method, path, query and headers together: a browser on this page sends less than 2 KB. */
  headerBytes: 8 * 1024,
  /** From the first byte to the end of the headers: a phone at the edge of the radio needs less. */
  headersMs: 10 * SECOND,
  /** From the first byte to the end of the body. */
  requestMs: 15 * SECOND,
  /** How often the two above are looked at; Node's own half a minute would treble them. */
  lookEveryMs: SECOND,
  /** An idle connection is a place that somebody else cannot have. */
  keepAliveMs: 5 * SECOND,
  /** A connection on which nothing moves, neither in nor out; event streams ping every 5 s. */
  silentSocketMs: 30 * SECOND,
  requestsPerSocket: 1_000,
  connections: 100,
  /** Of these, so many are kept for the shed's own screen: the network cannot lock it out. */
  connectionsKeptHere: 10,
  /** One address: a browser opens six and its event streams. */
  connectionsPerAddress: 40,
  /** Requests a minute of one address: a page that is used hard makes five a second at its peak. */
  requestsPerMinute: 1_200,
  /** Requests a minute of the whole network. The shed's own screen does not count here. */
  requestsPerMinuteAll: 3_600,
  streamsPerAddress: 10,
  streams: 40,
  /** What may wait for one slow reader of the event stream before it is dropped: a few boards of 80 bails. */
  streamBytesWaiting: 256 * 1024,
  /** At most four boards a second: quicker is not seen. */
  boardEveryMs: 250,
  pingEveryMs: 5 * SECOND,
  /** The live board comes again after this much quiet, with its age: a page must tell a dead controller from a dead network. */
  boardAgainMs: 1 * SECOND,
  /** Rows of one CSV: ten years of visits of 400 cows are 3 million; who wants more asks for a range. */
  csvRows: 500_000,
} as const;

/** How often something that stands in the way is looked at again. */
export const OFFICE_TIMES = {
  /** Records that cannot be opened: a person may put the file back, or go back to a backup. */
  recordsMs: 10 * SECOND,
  /** A port that another program has. */
  portMs: 5 * SECOND,
  /** The two small files of a certificate: one that was put right is served, and one that has run out is told. */
  certificateMs: MINUTE,
};

/** A session ends by itself: unused, and in any case. A milking lasts four hours, a day's work less than twelve. */
export const SESSION_LIMITS: Readonly<Record<Role, { readonly idleMs: number; readonly wholeMs: number }>> = {
  milker: { idleMs: 30 * MINUTE, wholeMs: 12 * HOUR },
  manager: { idleMs: 30 * MINUTE, wholeMs: 12 * HOUR },
  vet: { idleMs: 30 * MINUTE, wholeMs: 12 * HOUR },
  auditor: { idleMs: 30 * MINUTE, wholeMs: 12 * HOUR },
};

export const PEOPLE_LIMITS = {
  /** How long the PIN given once more counts. */
  pinAgainMs: 2 * MINUTE,
  /** Sessions of one person: phone, pit, office. The oldest ends when there is another. */
  sessionsPerPerson: 10,
  sessions: 200,
  people: 200,
  /** The last use of a session is written at most this often: each write is a sync of the card. */
  useWrittenEveryMs: MINUTE,
  /** PINs worked out at once, and waiting for it: each takes 32 MiB and a tenth of a second. */
  pinsAtOnce: 1,
  pinsWaiting: 8,
  /** scrypt, N = 2^15, r = 8, p = 1: the usual choice for signing in; 125 ms on a slow shared x86 core. */
  scryptLogN: 15,
  /** Names that were tried and do not exist: so many are remembered. */
  throttleRows: 2_000,
} as const;

/** How wrong tries are slowed down. Nobody is locked out for good: the longest wait is an end. */
export type ThrottleRule = {
  /** Wrong tries that cost nothing. */
  readonly free: number;
  /** The first wait, doubled with each further wrong try. */
  readonly firstMs: number;
  readonly longestMs: number;
  /** One wrong try is forgotten in each such time. */
  readonly forgetMs: number;
};
export const THROTTLES = {
  /** One name: three wrong tries cost nothing, the fourth 5 s, the next 10 s, … 15 minutes. At the longest wait that is 96 tries a day of a million PINs. */
  person: { free: 3, firstMs: 5 * SECOND, longestMs: 15 * MINUTE, forgetMs: 6 * HOUR },
  /** All names together: a whole milking crew can mistype at once, a list of names cannot be tried. */
  all: { free: 20, firstMs: 2 * SECOND, longestMs: MINUTE, forgetMs: 2 * MINUTE },
  /** The code of the first start: one of 40 million million. */
  setup: { free: 5, firstMs: 5 * SECOND, longestMs: MINUTE, forgetMs: 10 * MINUTE },
} as const satisfies Record<string, ThrottleRule>;
