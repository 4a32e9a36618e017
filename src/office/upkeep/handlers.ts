// Room: office/upkeep. The answers about the office itself: versions, disk, chain, changes, backups, restore, review.
// May live here: questions and their replies. May not: HTTP, doing what they ask about.
// Invariant: a restore names a backup of the list and nothing else; a cow leaves the review by a record.

import { randomUUID } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { ok } from "../../domain/result.ts";
import { type EpochMs, epochMs } from "../../domain/units.ts";
import { schemaOf } from "../../store/migrate.ts";
import { sqliteVersion } from "../../store/open-settings.ts";
import { StoreFailure } from "../../store/open-trouble.ts";
import { wantRestore } from "../../store/restore.ts";
import { cowsUnderReview, lastRestore, writeLooked } from "../../store/review.ts";
import type { Cell, Store } from "../../store/store.ts";
import type { OfficeContext } from "../context.ts";
import { type Caller, type Handlers, refused } from "../contract/handlers.ts";
import type { Asked, Reply } from "../contract/routes.ts";
import type { Backups } from "./backups.ts";
import type { ChainWatch } from "./chain-watch.ts";
import type { DiskWatch } from "./disk-watch.ts";
import type { Jobs } from "./jobs.ts";
import { UPKEEP_LIMITS } from "./limits.ts";

export const UPKEEP_ROUTES = [
  "upkeep",
  "chain",
  "verifyChain",
  "changes",
  "backups",
  "makeBackup",
  "restore",
  "review",
  "reviewed",
] as const satisfies readonly (keyof Handlers)[];
export type UpkeepHandlers = Pick<Handlers, (typeof UPKEEP_ROUTES)[number]>;

/** What upkeep asks of the other rooms and of the process. */
export type UpkeepParts = {
  readonly backups: Backups;
  readonly chain: ChainWatch;
  readonly disk: DiskWatch;
  readonly jobs: Jobs;
  readonly startedAt: EpochMs;
  readonly mqtt: () => Reply<"upkeep">["mqtt"];
  readonly ingest: () => Reply<"upkeep">["ingest"];
  readonly progress: () => Reply<"upkeep">["progress"];
  /** The herd is published anew: a cow has been looked at. */
  readonly herdChanged: () => void;
  /** Ends the office in good order, to be started again: a restore is done before the records are opened. */
  readonly restart: (why: string) => void;
};

const iso = (at: EpochMs): string => new Date(at).toISOString();
const isoOrNull = (at: EpochMs | null): string | null => (at === null ? null : iso(at));

export function createUpkeepHandlers(context: OfficeContext, parts: UpkeepParts): UpkeepHandlers {
  const { store } = context;
  const { backups, chain } = parts;
  return {
    upkeep: () => ok(upkeepOf(context, parts)),
    chain: () => ok(chainOf(store, chain)),
    async verifyChain() {
      await Promise.race([chain.verify(), pause(UPKEEP_LIMITS.verifyAnswerMs, null, { ref: false })]);
      return ok(chainOf(store, chain));
    },
    changes: ({ query }) => ok(changesOf(store, query)),
    backups: () => ok(backupsOf(backups)),
    makeBackup() {
      // It tells how it went by its notice and its place in the list; the page reads `progress` meanwhile.
      void backups.make();
      return ok(backupsOf(backups));
    },
    restore: ({ body }, caller) => restoreAsked(context, parts, body, caller),
    review: () => ok(reviewOf(store)),
    reviewed: ({ body }, caller) => lookedAt(context, parts, body, caller),
  };
}

function upkeepOf({ store, version }: OfficeContext, parts: UpkeepParts): Reply<"upkeep"> {
  const { disk, jobs, startedAt, mqtt, ingest, progress } = parts;
  const { freeBytes, totalBytes, state, says } = disk.room();
  const wal = `${store.path}-wal`;
  return {
    version,
    node: process.versions.node,
    sqlite: sqliteVersion(store.db),
    startedAt: iso(startedAt),
    store: {
      bytes: statSync(store.path).size,
      walBytes: existsSync(wal) ? statSync(wal).size : 0,
      schema: schemaOf(store.db),
      synchronous: store.db.pragma("synchronous", { simple: true }) === 2 ? "FULL" : "not FULL",
    },
    ingest: ingest(),
    disk: { freeBytes, totalBytes, state, says },
    memory: { rssBytes: process.memoryUsage.rss() },
    mqtt: mqtt(),
    jobs: jobs
      .states()
      .map(({ lastRun, next, ...job }) => ({ ...job, lastRun: isoOrNull(lastRun), next: isoOrNull(next) })),
    progress: progress(),
  };
}

function chainOf(store: Store, chain: ChainWatch): Reply<"chain"> {
  const { records, hash } = store.head();
  const verified = chain.verified();
  return {
    records,
    head: hash,
    verified: verified === null ? null : { ...verified, at: iso(verified.at) },
    progress: chain.progress(),
  };
}

function changesOf(store: Store, query: Asked<"changes">["query"]): Reply<"changes"> {
  const { cursor, limit, from, to, by, family } = query;
  const conditions: (readonly [string, Cell | undefined])[] = [
    ["seq < ?", cursor === undefined ? undefined : Number.parseInt(cursor, 10) || 0],
    ["at >= ?", from === undefined ? undefined : Date.parse(from)],
    ["at <= ?", to === undefined ? undefined : Date.parse(to)],
    ['"by" = ?', by],
    ["family = ?", family],
  ];
  const asked = conditions.filter(([, value]) => value !== undefined);
  const where = asked.length === 0 ? "" : `WHERE ${asked.map(([sql]) => sql).join(" AND ")}`;
  const rows = store.db
    .prepare<Cell[], ChangeRow>(
      `SELECT seq, at, trusted, "by", family, record, says, hash FROM evidence ${where} ORDER BY seq DESC LIMIT ?`,
    )
    .all(...asked.map(([, value]) => value ?? null), limit + 1);
  const items = rows
    .slice(0, limit)
    .map((row) => ({ ...row, at: iso(epochMs(row.at)), trusted: row.trusted === 1 }));
  return { items, next: rows.length > limit ? String(items.at(-1)?.seq ?? 0) : null };
}
type ChangeRow = {
  readonly seq: number;
  readonly at: number;
  readonly trusted: number;
  readonly by: string;
  readonly family: string;
  readonly record: string;
  readonly says: string;
  readonly hash: string;
};

function backupsOf(backups: Backups): Reply<"backups"> {
  const items = backups.list().map(({ at, ...backup }) => ({ ...backup, at: iso(at) }));
  const lastGood = items.find(({ verified }) => verified)?.at ?? null;
  return { folder: backups.folder, items, progress: backups.progress(), lastGood };
}

async function restoreAsked(
  context: OfficeContext,
  { backups, restart }: UpkeepParts,
  { name, reason }: Asked<"restore">["body"],
  caller: Caller,
): Promise<Awaited<ReturnType<UpkeepHandlers["restore"]>>> {
  const { store } = context;
  if (caller.person === null) return notSignedIn();
  if (backups.progress() !== null)
    return refused("conflict", "A backup is being made just now.", "Wait until it is done, then go back.");
  const asked = {
    request: randomUUID(),
    backup: name,
    by: caller.person.person,
    reason,
    at: caller.at,
    trusted: caller.trusted,
  };
  const wanted = await wantRestore({ path: store.path, folder: backups.folder }, asked);
  if (!wanted.ok)
    return refused(
      "not-ready",
      `This backup cannot be used: ${wanted.error} The records are as they were.`,
      "Take another backup of the list.",
    );
  if (wanted.value === null)
    return refused("not-found", "There is no backup of this name.", "Choose one of the list of backups.");
  // From here on every entry is refused with words, until the records are the restored ones.
  store.stopWriting("the records are going back to a backup, which takes less than a minute.");
  restart(`the records go back to ${name}`);
  const says = `The records go back to ${name} now: the office starts anew, which takes less than a minute. Every cow touched since that backup diverts until a person has looked at her records. What is there now is kept.`;
  return ok({ says });
}

const notSignedIn = () => refused("not-signed-in", "Nobody is signed in.", "Sign in, then do it again.");

function reviewOf(store: Store): Reply<"review"> {
  const cows = cowsUnderReview(store);
  const last = lastRestore(store);
  return {
    since:
      cows.length === 0
        ? null
        : isoOrNull(
            cows.reduce<EpochMs | null>(
              (first, { since }) => (first === null || since < first ? since : first),
              null,
            ),
          ),
    backup: last?.backup ?? "",
    cows: cows.map(({ cow, why, lastTouched }) => ({ cow, why, lastTouched: isoOrNull(lastTouched) })),
  };
}

function lookedAt(
  { store, changed }: OfficeContext,
  { herdChanged }: UpkeepParts,
  { cow, says }: Asked<"reviewed">["body"],
  caller: Caller,
): Awaited<ReturnType<UpkeepHandlers["reviewed"]>> {
  if (caller.person === null) return notSignedIn();
  const { person } = caller.person;
  const found = cowsUnderReview(store).find((one) => one.cow === cow);
  if (found === undefined)
    return refused(
      "not-found",
      `Cow ${cow} is not under review.`,
      "Look at the list again: somebody may have looked at her already.",
    );
  try {
    store.write((pen) =>
      writeLooked(pen, found, says, { by: person, at: caller.at, trusted: caller.trusted }),
    );
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    return refused("not-ready", error.trouble.says, error.trouble.fix);
  }
  herdChanged();
  changed("upkeep", "herd");
  return ok(reviewOf(store));
}
