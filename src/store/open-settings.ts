// Room: store. The settings of SQLite that durability hangs on, set and read back.
// May live here: pragmas and the versions they need. May not: paths, migrations.
// Invariant: a connection that does not read back what was set is never used.

import type { Database } from "better-sqlite3";

/** Before it, two connections that clean up the write-ahead log at once could damage the file (sqlite.org/wal.html#walresetbug). */
const OLDEST_SQLITE = [3, 51, 3] as const;
/** The write-ahead log is cut back to this after it has grown: a card has little room. */
const WAL_BYTES_KEPT = 16 * 1024 * 1024;
/** One process owns the file, so that a lock is hardly ever met; waiting for it would only hang the office. */
export const BUSY_MS = 100;

/** better-sqlite3 is built to open with synchronous=NORMAL in WAL mode: what was acknowledged would be lost in a power cut. */
const SETTINGS: readonly (readonly [pragma: string, set: string, reads: string | number])[] = [
  ["journal_mode", "WAL", "wal"],
  ["synchronous", "FULL", 2],
  ["foreign_keys", "ON", 1],
  ["recursive_triggers", "ON", 1],
  ["trusted_schema", "OFF", 0],
  ["cell_size_check", "ON", 1],
  ["journal_size_limit", String(WAL_BYTES_KEPT), WAL_BYTES_KEPT],
  ["wal_autocheckpoint", "1000", 1_000],
  ["busy_timeout", String(BUSY_MS), BUSY_MS],
];

/** Sets everything and reads it back. What does not hold, in words; empty: all holds. */
export function applySettings(db: Database): readonly string[] {
  const version = versionTrouble(sqliteVersion(db));
  if (version !== null) return [version];
  return SETTINGS.flatMap(([pragma, set, reads]) => {
    db.pragma(`${pragma} = ${set}`);
    const found = db.pragma(pragma, { simple: true });
    return found === reads ? [] : [`the setting ${pragma} reads ${String(found)} and must be ${reads}`];
  });
}

export const sqliteVersion = (db: Database): string =>
  String(db.prepare("SELECT sqlite_version()").pluck().get());

/** What is wrong with this version of SQLite; null: nothing. */
export function versionTrouble(version: string): string | null {
  const parts = version.split(".").map(Number);
  for (const [at, least] of OLDEST_SQLITE.entries()) {
    const part = parts[at] ?? 0;
    if (part > least) return null;
    if (part < least || Number.isNaN(part))
      return `SQLite is ${version} and must be ${OLDEST_SQLITE.join(".")} or newer`;
  }
  return null;
}
