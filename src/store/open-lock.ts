// Room: store. One office a database.
// May live here: taking and giving up the lock. May not: the database itself.
// Invariant: the lock dies with the process that holds it; nothing stale is ever left to clear away.

import { err, ok, type Result } from "../domain/result.ts";
import { codeOf, troubleOf, troubles } from "./open-trouble.ts";
import { SqliteFile } from "./sqlite.ts";
import type { StoreTrouble } from "./store.ts";

export type StoreLock = { release(): void };

/** An empty file beside the database, held by an exclusive transaction of SQLite, which the kernel ends with the process. */
export const lockPath = (path: string): string => path.replace(/\.db$/, ".lock");

export function takeLock(path: string): Result<StoreLock, StoreTrouble> {
  try {
    const file = new SqliteFile(lockPath(path), { timeout: 0 });
    try {
      file.exec("BEGIN EXCLUSIVE");
    } catch (error) {
      file.close();
      throw error;
    }
    return ok({ release: () => void file.close() });
  } catch (error) {
    if (codeOf(error) === "SQLITE_BUSY") return err(troubles.inUse(path));
    const trouble = troubleOf(error, path) ?? folderTrouble(path, error);
    if (trouble === null) throw error;
    return err(trouble);
  }
}

/** better-sqlite3 says a missing folder with a TypeError. */
const folderTrouble = (path: string, error: unknown): StoreTrouble | null =>
  error instanceof TypeError ? troubles.unreadable(path, error.message) : null;
