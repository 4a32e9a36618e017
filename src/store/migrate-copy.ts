// Room: store. Brings an existing database up to date on a copy, which takes its place only when it checks out.
// May live here: copying, checking, swapping. May not: what migrations do.
// Invariant: at every moment there is one whole database under its name, the old one or the new one; the old one is kept.

import type { Database } from "better-sqlite3";
import type { EpochMs } from "../domain/units.ts";
import { headOf, verifyChain } from "./chain.ts";
import { evidenceTables, migrate } from "./migrate.ts";
import { MIGRATIONS } from "./migrations/index.ts";
import { makeWal, removeDatabase, swapIn } from "./open-files.ts";
import { BUSY_MS } from "./open-settings.ts";
import { StoreFailure, troubleOf, troubles } from "./open-trouble.ts";
import { SqliteFile } from "./sqlite.ts";
import type { ChainHead, Migration } from "./store.ts";

export type Migrates = {
  readonly path: string;
  readonly clock: { wall(): EpochMs };
  readonly migrations?: readonly Migration[];
};

/** A time as it stands in the name of a file. */
export const fileTime = (at: number): string =>
  `${new Date(at).toISOString().replaceAll(":", "-").slice(0, 19)}Z`;

/** Throws a `StoreFailure`; the database is then as it was. */
export function migrateCopy({ path, clock, migrations = MIGRATIONS }: Migrates, schema: number): void {
  const copy = `${path}.next`;
  try {
    removeDatabase(copy);
    const head = copyWhole(path, copy);
    bringUp(copy, migrations, head);
    swapIn(copy, path, path.replace(/\.db$/, `-form-${schema}-${fileTime(clock.wall())}.db`));
  } catch (error) {
    removeDatabase(copy);
    if (error instanceof StoreFailure) throw error;
    const trouble = troubleOf(error, path);
    if (trouble?.kind === "full") throw new StoreFailure(trouble, { cause: error });
    const what = error instanceof Error ? error.message : String(error);
    throw new StoreFailure(troubles.older(path, schema, what), { cause: error });
  }
}

/** Takes the write-ahead log in and copies. After it, the database is one closed file. */
function copyWhole(path: string, copy: string): ChainHead {
  const db = new SqliteFile(path, { fileMustExist: true, timeout: BUSY_MS });
  try {
    db.prepare("VACUUM INTO ?").run(copy);
    db.pragma("wal_checkpoint(TRUNCATE)");
    return headOf(db);
  } finally {
    db.close();
  }
}

function bringUp(copy: string, migrations: readonly Migration[], before: ChainHead): void {
  const db = new SqliteFile(copy, { fileMustExist: true, timeout: BUSY_MS });
  try {
    makeWal(db);
    db.pragma("synchronous = FULL");
    db.pragma("foreign_keys = ON");
    migrate(db, migrations);
    checkWhole(db, migrations, before);
  } finally {
    db.close();
  }
}

function checkWhole(db: Database, migrations: readonly Migration[], before: ChainHead): void {
  const found = String(db.pragma("integrity_check(1)", { simple: true }));
  if (found !== "ok") throw new Error(`the copy is damaged (${found})`);
  const verdict = verifyChain(db, evidenceTables(migrations), [before]);
  if (!verdict.good) throw new Error(verdict.says);
}
