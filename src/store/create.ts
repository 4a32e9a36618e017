// Room: store. Makes the very first database of a data folder.
// May live here: making, and telling new from missing. May not: opening what is there (open.ts).
// Invariant: a database is made only where there is none and no sign that there ever was one.

import { existsSync, mkdirSync, readdirSync, renameSync } from "node:fs";
import { dirname } from "node:path";
import { err, type Result } from "../domain/result.ts";
import { migrate } from "./migrate.ts";
import { MIGRATIONS } from "./migrations/index.ts";
import { openStore, type StoreOptions } from "./open.ts";
import { backupsFolder, makeWal, markerPath, removeDatabase, syncFolderOf, syncPath } from "./open-files.ts";
import { troubleOf, troubles } from "./open-trouble.ts";
import { SqliteFile } from "./sqlite.ts";
import type { Store, StoreTrouble } from "./store.ts";

/** There are records, or a sign that there were some: the marker, a write-ahead log, a database set aside, a backup. */
export function recordsBegun(path: string): boolean {
  if (existsSync(path) || existsSync(`${path}-wal`) || existsSync(markerPath(path))) return true;
  const beside = listed(dirname(path)).some((name) => /^records-.*\.db$/.test(name));
  return beside || listed(backupsFolder(path)).some((name) => name.endsWith(".db"));
}

const listed = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);

/** Makes a new database and opens it. It is made aside and renamed, so that a crash leaves nothing that looks like records. */
export function createStore(options: StoreOptions): Result<Store, StoreTrouble> {
  const { path, migrations = MIGRATIONS } = options;
  const aside = `${path}.new`;
  try {
    if (recordsBegun(path)) return err(troubles.alreadyThere(path));
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    removeDatabase(aside);
    const db = new SqliteFile(aside);
    try {
      makeWal(db);
      db.pragma("synchronous = FULL");
      migrate(db, migrations);
    } finally {
      db.close();
    }
    syncPath(aside);
    renameSync(aside, path);
    syncFolderOf(path);
  } catch (error) {
    const trouble = troubleOf(error, path);
    if (trouble === null) throw error;
    return err(trouble);
  }
  return openStore(options);
}

/** What the office does at its start: opens what is there, and begins only where nothing ever was. */
export const openOrCreateStore = (options: StoreOptions): Result<Store, StoreTrouble> =>
  recordsBegun(options.path) ? openStore(options) : createStore(options);
