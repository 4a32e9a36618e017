// Room: store. Goes back to a backup: first it is wanted, then, with nothing open, it is done; a crash between does it at the next start.
// May live here: the wish, checking, swapping, the review. May not: deciding who may, reading recordings.
// Invariant: what is replaced is kept; the records name who went back, why, and every cow to look at, before they take their place.

import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Database } from "better-sqlite3";
import { err, ok, type Result } from "../domain/result.ts";
import { type EpochMs, epochMs } from "../domain/units.ts";
import { checkFile } from "./backup-check.ts";
import { type Backup, backupPath, listBackups, sha256OfFile } from "./backup-files.ts";
import { headOf } from "./chain.ts";
import type { ObeyedFact } from "./in-force-before.ts";
import { evidenceTables, migrate } from "./migrate.ts";
import { fileTime } from "./migrate-copy.ts";
import { MIGRATIONS } from "./migrations/index.ts";
import { keepAside, makeWal, removeDatabase, swapIn, syncFolderOf, writeMarker } from "./open-files.ts";
import { takeLock } from "./open-lock.ts";
import { BUSY_MS } from "./open-settings.ts";
import { codeOf, troubleOf } from "./open-trouble.ts";
import { writeTo } from "./open-write.ts";
import { registered, type Touched, touch, touchedSince } from "./restore-touched.ts";
import { SqliteFile } from "./sqlite.ts";
import type { ChainHead, Migration, Pen, StoreTrouble, Written } from "./store.ts";

export type Wanted = {
  /** One wish, one restore. */
  readonly request: string;
  readonly backup: string;
  readonly sha256: string;
  readonly by: string;
  readonly reason: string;
  readonly at: EpochMs;
  readonly trusted: boolean;
};

const wantedPath = (path: string): string => join(dirname(path), "restore-wanted.json");
export const restoreWanted = (path: string): boolean => existsSync(wantedPath(path));

/**
 * Checks a backup of the list from end to end and puts down the wish to go back to it. It is done at the next start, by `finishRestore`.
 * Null: there is no backup of that name.
 */
export async function wantRestore(
  { path, folder }: { readonly path: string; readonly folder: string },
  asked: Omit<Wanted, "sha256">,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<Result<Backup | null, string>> {
  const backup = listBackups(folder).find(({ name }) => name === asked.backup);
  if (backup === undefined) return ok(null);
  const file = backupPath(folder, backup.name);
  if ((await sha256OfFile(file)) !== backup.sha256)
    return err("it is not the file that was made then: its SHA-256 is another one.");
  const sound = await checkFile(file, migrations);
  if (!sound.ok) return sound;
  if (sound.value.head.hash !== backup.chainHead)
    return err("its chain of evidence ends in another record than it says.");
  const wanted: Wanted = { ...asked, sha256: backup.sha256 };
  const aside = `${wantedPath(path)}.new`;
  writeFileSync(aside, JSON.stringify(wanted), { flush: true, mode: 0o600 });
  renameSync(aside, wantedPath(path));
  syncFolderOf(path);
  return ok(backup);
}

/** What recordings after a place say about cows. Null place: the backup had taken in nothing yet. */
export type RecordedCows = (
  after: { readonly file: string; readonly bytes: number } | null,
) => Promise<{ readonly cows: ReadonlyMap<string, EpochMs>; readonly everything: boolean }>;

export type FinishOptions = {
  readonly path: string;
  /** Where backups lie. */
  readonly folder: string;
  readonly boot: string;
  readonly recorded: RecordedCows;
  /** What the bails obeyed last. */
  readonly obeyed?: readonly ObeyedFact[];
  readonly migrations?: readonly Migration[];
};
export type Finished = {
  /** What was done or not, in words. */
  readonly says: string;
  readonly done: {
    readonly backup: string;
    readonly cows: number;
    readonly keptAside: string;
    readonly head: ChainHead;
  } | null;
};

/** Does what was wanted, if anything. Null: nothing was. To be called before the records are opened. */
export async function finishRestore(options: FinishOptions): Promise<Result<Finished | null, StoreTrouble>> {
  const { path } = options;
  if (!restoreWanted(path)) return ok(null);
  const lock = takeLock(path);
  if (!lock.ok) return lock;
  try {
    const wanted = readWanted(path);
    const finished =
      wanted === null ? notDone("the note that says so cannot be read.") : await finish(options, wanted);
    rmSync(wantedPath(path), { force: true });
    syncFolderOf(path);
    return ok(finished);
  } catch (error) {
    const trouble = troubleOf(error, path);
    if (trouble === null) throw error;
    return err(trouble);
  } finally {
    removeDatabase(stagedPath(path));
    lock.value.release();
  }
}

const stagedPath = (path: string): string => `${path}.restoring`;
const notDone = (why: string): Finished => ({
  says: `The records did not go back to the backup: ${why} They are as they were.`,
  done: null,
});

function readWanted(path: string): Wanted | null {
  try {
    const read: unknown = JSON.parse(readFileSync(wantedPath(path), "utf8"));
    return isWanted(read) ? read : null;
  } catch {
    // Written whole and renamed: what cannot be read was not written by us.
    return null;
  }
}

const isWanted = (read: unknown): read is Wanted =>
  typeof read === "object" &&
  read !== null &&
  ["request", "backup", "sha256", "by", "reason"].every(
    (key) => key in read && typeof Object.entries(read).find(([name]) => name === key)?.[1] === "string",
  ) &&
  "at" in read &&
  Number.isSafeInteger(read.at) &&
  "trusted" in read &&
  typeof read.trusted === "boolean";

async function finish(
  { path, folder, boot, recorded, obeyed = [], migrations = MIGRATIONS }: FinishOptions,
  wanted: Wanted,
): Promise<Finished> {
  const file = listBackups(folder).find(({ name }) => name === wanted.backup);
  if (file === undefined) return notDone(`the backup ${wanted.backup} is gone.`);
  const staged = stagedPath(path);
  removeDatabase(staged);
  copyFileSync(backupPath(folder, wanted.backup), staged);
  if ((await sha256OfFile(staged)) !== wanted.sha256) return notDone("the backup has changed since.");
  const aside = path.replace(/\.db$/, `-replaced-${fileTime(wanted.at)}.db`);
  const restored = new SqliteFile(staged, { fileMustExist: true, timeout: BUSY_MS });
  const replaced = openReplaced(path);
  try {
    if (replaced !== null && alreadyDone(replaced, wanted)) return notDone("that had been done already.");
    makeWal(restored);
    restored.pragma("synchronous = FULL");
    restored.pragma("foreign_keys = ON");
    migrate(restored, migrations);
    const touched = touchedSince(replaced, restored, { migrations, obeyed });
    const known = withRecorded(touched, await recorded(placeOf(restored)), restored);
    writeTo(restored, { boot, evidence: evidenceTables(migrations) }, (pen) =>
      writeRestored(pen, { wanted, backupAt: file.at, aside: basename(aside), ...known }),
    );
    const done = {
      backup: wanted.backup,
      cows: known.cows.size,
      keptAside: basename(aside),
      head: headOf(restored),
    };
    restored.close();
    replaced?.close();
    settle(path, aside);
    if (existsSync(path)) swapIn(staged, path, aside);
    else renameSync(staged, path);
    writeMarker(path);
    return { says: doneWords(done), done };
  } finally {
    restored.close();
    replaced?.close();
  }
}

const doneWords = ({ backup, cows, keptAside }: NonNullable<Finished["done"]>): string =>
  `The records went back to ${backup}. ${cows} cows divert until a person has looked at their records. What was there before is kept as ${keptAside}.`;

/** Null: missing, or so damaged that it cannot be opened. */
function openReplaced(path: string): Database | null {
  if (!existsSync(path)) return null;
  try {
    const db = new SqliteFile(path, { readonly: true, fileMustExist: true, timeout: BUSY_MS });
    // Opening reads nothing yet.
    headOf(db);
    return db;
  } catch (error) {
    if (codeOf(error).startsWith("SQLITE_")) return null;
    throw error;
  }
}

const alreadyDone = (db: Database, { request }: Wanted): boolean => {
  try {
    return db.prepare("SELECT 1 FROM restore WHERE request = ?").get(request) !== undefined;
  } catch (error) {
    if (codeOf(error).startsWith("SQLITE_")) return false;
    throw error;
  }
};

const placeOf = (db: Database): { file: string; bytes: number } | null =>
  db.prepare<[], { file: string; bytes: number }>("SELECT file, bytes FROM ingest_position").get() ?? null;

type Known = { readonly cows: Touched; readonly everything: boolean; readonly knownFrom: string };

function withRecorded(
  inRecords: { readonly cows: Touched; readonly everything: boolean },
  inRecordings: Awaited<ReturnType<RecordedCows>>,
  restored: Database,
): Known {
  const { cows } = inRecords;
  for (const [cow, last] of inRecordings.cows)
    touch(cows, cow, "the recordings since the backup tell of her", last);
  const everything = inRecords.everything && inRecordings.everything;
  if (!everything)
    for (const cow of registered(restored))
      touch(cows, cow, "nobody can tell for sure what was entered since the backup", null);
  const from = ["the records that were replaced", "the recordings since the backup"];
  const gaps = [
    ...(inRecords.everything ? [] : ["the replaced records do not tell of all that was entered since"]),
    ...(inRecordings.everything ? [] : ["recordings are missing"]),
  ];
  const knownFrom = `${from.join(" and ")}${gaps.length === 0 ? "" : `; but ${gaps.join(" and ")}, so every cow counts`}`;
  return { cows, everything, knownFrom };
}

function writeRestored(
  pen: Pen,
  given: Known & { readonly wanted: Wanted; readonly backupAt: EpochMs; readonly aside: string },
): void {
  const { wanted, backupAt, aside, cows, everything, knownFrom } = given;
  const { request, backup, by, reason, at, trusted } = wanted;
  const written: Written = { by, at: epochMs(at), trusted };
  const restore = pen.append(
    "restore",
    {
      request,
      backup,
      backup_at: backupAt,
      at,
      by,
      reason,
      kept_aside: aside,
      known_from: knownFrom,
      everything: everything ? 1 : 0,
    },
    written,
    `The records went back to ${backup}: ${reason}`,
  );
  for (const [cow, { why, last }] of cows)
    pen.append(
      "restore_review",
      { restore, cow, why, last_touched: last, looked: 0, by, at },
      written,
      `Cow ${cow} diverts until a person has looked at her records: ${why}`,
    );
}

/** Takes the log of writes into the file that is replaced; where that cannot be done, the log is kept beside it. */
function settle(path: string, aside: string): void {
  if (!existsSync(path)) {
    removeDatabase(path);
    return;
  }
  try {
    const db = new SqliteFile(path, { fileMustExist: true, timeout: BUSY_MS });
    try {
      db.pragma("wal_checkpoint(TRUNCATE)");
    } finally {
      db.close();
    }
  } catch (error) {
    if (!codeOf(error).startsWith("SQLITE_")) throw error;
  }
  // A file so damaged that SQLite will not take its log in: both are kept together.
  for (const end of ["-wal", "-journal"]) {
    if (!existsSync(path + end)) continue;
    if (!existsSync(aside + end)) keepAside(path + end, aside + end);
    rmSync(path + end);
  }
  rmSync(`${path}-shm`, { force: true });
}
