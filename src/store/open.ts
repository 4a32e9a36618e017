// Room: store. Opens the records, or says in words why they cannot be opened.
// May live here: the order of checks at the opening, transactions. May not: making a database, HTTP.
// Invariant: what is missing, damaged, newer or in use is left exactly as it is; nothing is ever made in its place.

import { existsSync, statSync } from "node:fs";
import type { Database } from "better-sqlite3";
import { err, ok, type Result } from "../domain/result.ts";
import type { EpochMs } from "../domain/units.ts";
import { headOf } from "./chain.ts";
import { giveUpReserve } from "./disk.ts";
import { APPLICATION_ID, evidenceTables, latestOf, schemaOf, triggersMissing } from "./migrate.ts";
import { migrateCopy } from "./migrate-copy.ts";
import { MIGRATIONS } from "./migrations/index.ts";
import { writeMarker } from "./open-files.ts";
import { takeLock } from "./open-lock.ts";
import { applySettings, BUSY_MS } from "./open-settings.ts";
import { inWords, StoreFailure, troubleOf, troubles } from "./open-trouble.ts";
import { writeTo } from "./open-write.ts";
import { SqliteFile } from "./sqlite.ts";
import type { Migration, Pen, Store, StoreTrouble } from "./store.ts";

export type StoreOptions = {
  readonly path: string;
  readonly clock: { wall(): EpochMs };
  /** Which run of the program writes: stands in every link of the chain. */
  readonly boot: string;
  /** Told of every write that failed for a reason of the disk or the file. */
  readonly troubled?: (trouble: StoreTrouble) => void;
  /** Only for tests of older forms. */
  readonly migrations?: readonly Migration[];
};

/** Opens the records and brings them up to date. Looks at every page once (`quick_check`), which takes a second for 100 MB. */
export function openStore(options: StoreOptions): Result<Store, StoreTrouble> {
  const opened = openOnce(options);
  // On a full disk SQLite cannot even open for reading: that is what the reserve is for.
  const again = !opened.ok && opened.error.kind === "full" && giveUpReserve(options.path);
  return again ? openOnce(options) : opened;
}

function openOnce(options: StoreOptions): Result<Store, StoreTrouble> {
  const { path, migrations = MIGRATIONS } = options;
  if (!existsSync(path)) return err(troubles.missing(path));
  const lock = takeLock(path);
  if (!lock.ok) return lock;
  let opened: Database | null = null;
  try {
    const schema = inspect(path, migrations);
    if (schema < latestOf(migrations)) migrateCopy(options, schema);
    opened = connect(path, migrations);
    writeMarker(path);
    return ok(storeOf(opened, options, lock.value.release));
  } catch (error) {
    opened?.close();
    lock.value.release();
    const trouble = troubleOf(error, path);
    if (trouble === null) throw error;
    return err(trouble);
  }
}

/** Looks at a database without changing anything. Gives the number of its form; throws what is wrong with it. */
function inspect(path: string, migrations: readonly Migration[]): number {
  // A journal is a transaction that was cut off: only a connection that may write can take it back, and nothing can be read before.
  const readonly = !existsSync(`${path}-journal`);
  const db = new SqliteFile(path, { readonly, fileMustExist: true, timeout: BUSY_MS });
  try {
    const id = Number(db.pragma("application_id", { simple: true }));
    const schema = schemaOf(db);
    if (id !== APPLICATION_ID || schema < 1) throw new StoreFailure(troubles.notOurs(path));
    const known = latestOf(migrations);
    if (schema > known) throw new StoreFailure(troubles.newer(path, schema, known));
    const found = String(db.pragma("quick_check(1)", { simple: true }));
    if (found !== "ok") throw new StoreFailure(troubles.corrupt(path, found));
    return schema;
  } finally {
    db.close();
  }
}

function connect(path: string, migrations: readonly Migration[]): Database {
  const db = new SqliteFile(path, { fileMustExist: true, timeout: BUSY_MS });
  try {
    const wrong = applySettings(db);
    if (wrong.length > 0) throw new StoreFailure(troubles.unsafeSettings(path, wrong.join("; ")));
    const gone = triggersMissing(db, migrations);
    if (gone.length > 0)
      throw new StoreFailure(
        troubles.unsafeSettings(path, `what keeps evidence from being changed is gone (${gone.join(", ")})`),
      );
    // A file that has gone read-only opens without a word, and says so only here.
    db.exec("BEGIN IMMEDIATE; ROLLBACK");
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Which file of which disk stands under this name; null: none. */
function placeOf(path: string): string | null {
  const file = statSync(path, { bigint: true, throwIfNoEntry: false });
  return file === undefined ? null : `${file.dev} ${file.ino}`;
}

function storeOf(
  db: Database,
  { path, boot, migrations = MIGRATIONS, troubled = () => undefined }: StoreOptions,
  unlock: () => void,
): Store {
  const evidence = evidenceTables(migrations);
  const opened = placeOf(path);
  let stopped: string | null = null;
  return {
    db,
    path,
    evidence,
    head: () => headOf(db),
    stopWriting(why) {
      stopped = why;
    },
    close() {
      db.close();
      unlock();
    },
    write<T>(work: (pen: Pen) => T): T {
      if (stopped !== null) throw new StoreFailure(troubles.stopped(path, stopped));
      try {
        // A file without its name takes everything, and is gone with the program.
        if (placeOf(path) !== opened) throw new StoreFailure(troubles.movedAway(path));
        return inWords(path, () => writeTo(db, { boot, evidence }, work));
      } catch (error) {
        if (!(error instanceof StoreFailure)) throw error;
        // This entry is refused; the next ones have room.
        if (error.trouble.kind === "full") giveUpReserve(path);
        troubled(error.trouble);
        throw error;
      }
    },
  };
}
