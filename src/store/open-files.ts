// Room: store. Where the files of the records lie, and the few file operations that must be on the disk when they return.
// May live here: names, syncing, swapping. May not: SQL. Invariant: a swap is one rename; what is replaced keeps a name of its own.

import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { Database } from "better-sqlite3";
import { assert } from "../domain/result.ts";
import { codeOf } from "./open-trouble.ts";

export const storePath = (dataDir: string): string => join(dataDir, "office", "records.db");
/** Says that there was a database here once: without the database, it is missing and not new. */
export const markerPath = (path: string): string => join(dirname(path), "records-begun");
export const backupsFolder = (path: string): string => join(dirname(path), "backups");

export function syncPath(path: string): void {
  const file = openSync(path, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
export const syncFolderOf = (path: string): void => syncPath(dirname(path));

export function removeDatabase(path: string): void {
  for (const end of ["", "-wal", "-shm", "-journal"]) rmSync(path + end, { force: true });
}

export function writeMarker(path: string): void {
  const marker = markerPath(path);
  if (existsSync(marker)) return;
  writeFileSync(
    marker,
    "There are records of Vatguard in this folder: records.db. If that file is gone, they are missing.\n",
    { flush: true },
  );
  syncFolderOf(path);
}

/** Before a database gets its name: turning it into WAL mode later would write to it, with a journal that a crash leaves behind. */
export const makeWal = (db: Database): void => void db.pragma("journal_mode = WAL");

/**
 * Puts the checked file `next` in the place of the database `path`, in one rename, and keeps what was there as `aside`. Both must be
 * closed and without a write-ahead log: a stale one would be played into the new file.
 */
export function swapIn(next: string, path: string, aside: string): void {
  for (const end of ["-wal", "-journal"]) {
    assert(!existsSync(path + end), `${path}${end} is gone before the swap`);
    assert(!existsSync(next + end), `${next}${end} is gone before the swap`);
  }
  syncPath(next);
  // After a crash between these two it is there already.
  if (!existsSync(aside)) keepAside(path, aside);
  renameSync(next, path);
  syncFolderOf(path);
}

/** A second name for the same file; a copy where the card's file system has no such thing. */
export function keepAside(path: string, aside: string): void {
  try {
    linkSync(path, aside);
  } catch (error) {
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"].includes(codeOf(error))) throw error;
    copyFileSync(path, aside);
    syncPath(aside);
  }
}
