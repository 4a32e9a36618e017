// Room: office/contract. The office itself: backups, restore, the chain of evidence, the disk, what is sent to others.

import { z } from "zod";
import { instant, page } from "./pieces.ts";

/** Every evidence record, in the order of the chain: who wrote what, when. */
export const change = z.object({
  seq: z.int(),
  at: instant,
  /** The clock was trusted when it was written. */
  trusted: z.boolean(),
  by: z.string(),
  family: z.string(),
  record: z.string(),
  says: z.string(),
  hash: z.string(),
});
export const changesPage = page(change);
export const chain = z.object({
  records: z.int(),
  head: z.string(),
  /** Null: not verified since the start. */
  verified: z.object({ at: instant, good: z.boolean(), says: z.string() }).nullable(),
  /** 0 to 1 while it is being worked out; null: it is not. */
  progress: z.number().nullable().optional(),
});
export const backup = z.object({
  name: z.string(),
  at: instant,
  bytes: z.int(),
  sha256: z.string(),
  verified: z.boolean(),
  chainHead: z.string(),
  records: z.int(),
});
export const backups = z.object({
  folder: z.string(),
  items: z.array(backup),
  /** Null: none under way. 0 to 1. */
  progress: z.number().nullable(),
  lastGood: instant.nullable(),
});
export const restoreIn = z.strictObject({
  name: z.string().max(120),
  reason: z.string().trim().min(1).max(200),
});
/** After a restore: every cow touched since, to be looked at one by one. Each diverts until then. */
export const review = z.object({
  /** Null: no review is under way. */
  since: instant.nullable(),
  backup: z.string(),
  cows: z.array(z.object({ cow: z.string(), why: z.string(), lastTouched: instant.nullable() })),
});
export const reviewedIn = z.strictObject({
  cow: z.string().max(20),
  says: z.string().trim().min(1).max(200),
});
export const upkeep = z.object({
  version: z.string(),
  node: z.string(),
  sqlite: z.string(),
  startedAt: instant,
  store: z.object({ bytes: z.int(), walBytes: z.int(), schema: z.int(), synchronous: z.string() }),
  /** How far the flight recording has been taken in. */
  ingest: z.object({
    file: z.string().nullable(),
    bytes: z.int(),
    behind: z.int(),
    upTo: instant.nullable(),
  }),
  disk: z.object({
    freeBytes: z.int(),
    totalBytes: z.int(),
    state: z.enum(["fine", "low", "full"]),
    says: z.string(),
  }),
  memory: z.object({ rssBytes: z.int() }),
  mqtt: z.object({ configured: z.boolean(), connected: z.boolean(), waiting: z.int(), says: z.string() }),
  jobs: z.array(
    z.object({
      job: z.string(),
      says: z.string(),
      lastRun: instant.nullable(),
      lastResult: z.string(),
      next: instant.nullable(),
    }),
  ),
  /** The first start of a demo: a month of history being made. Null: nothing under way. */
  progress: z.object({ what: z.string(), done: z.number() }).nullable(),
});
export type Change = z.output<typeof change>;
export type Upkeep = z.output<typeof upkeep>;
export type Backup = z.output<typeof backup>;
