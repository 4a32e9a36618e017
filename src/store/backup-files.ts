// Room: store. The backups in their folder: their names, and the page beside each that says what is in it.
// May live here: names, listing, pruning. May not: copying databases, checking them.
// Invariant: a name comes from the clock or from the list, never from a person; a backup without its page is none.

import { createHash } from "node:crypto";
import {
  createReadStream,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type EpochMs, epochMs } from "../domain/units.ts";
import { fileTime } from "./migrate-copy.ts";
import { removeDatabase, syncFolderOf } from "./open-files.ts";

export type Backup = {
  readonly name: string;
  readonly at: EpochMs;
  readonly bytes: number;
  readonly sha256: string;
  /** Integrity and chain were worked out anew when it was made. */
  readonly verified: boolean;
  readonly chainHead: string;
  readonly records: number;
};

/** Two weeks of days; one of each is a few dozen megabytes. */
export const BACKUPS_KEPT = 14;
const NAME = /^records-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ)\.db$/;
const PAGE_BYTES_MAX = 4_096;

/** A name that no backup has yet, by the clock. */
export function newBackupName(folder: string, at: EpochMs): string {
  for (let second = 0; ; second++) {
    const name = `records-${fileTime(at + second * 1_000)}.db`;
    if (!existsSync(join(folder, name))) return name;
  }
}

export const backupPath = (folder: string, name: string): string => join(folder, name);

/** Makes the folder and clears what a crash left half done. */
export function prepareFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(folder))
    if (/\.part(-wal|-shm|-journal)?$/.test(name)) rmSync(join(folder, name), { force: true });
}

/** All backups, the newest first. Anything else in the folder is passed over: links, folders, files without a page. */
export function listBackups(folder: string): readonly Backup[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => NAME.test(name))
    .sort()
    .reverse()
    .flatMap((name) => readBackup(join(folder, name), name) ?? []);
}

function readBackup(file: string, name: string): Backup | null {
  const found = lstatSync(file);
  if (!found.isFile()) return null;
  const page = readPage(`${file}.json`);
  if (page === null) return null;
  const { at, sha256, chainHead, records, bytes } = page;
  return {
    name,
    at: epochMs(at),
    bytes: found.size,
    sha256,
    verified: bytes === found.size,
    chainHead,
    records,
  };
}

type Page = {
  readonly at: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly chainHead: string;
  readonly records: number;
};

function readPage(file: string): Page | null {
  if (!existsSync(file) || lstatSync(file).size > PAGE_BYTES_MAX) return null;
  try {
    const page: unknown = JSON.parse(readFileSync(file, "utf8"));
    return isPage(page) ? page : null;
  } catch {
    // Not one of ours, or torn: then the backup does not count.
    return null;
  }
}

const isPage = (page: unknown): page is Page =>
  typeof page === "object" &&
  page !== null &&
  "at" in page &&
  Number.isSafeInteger(page.at) &&
  "bytes" in page &&
  Number.isSafeInteger(page.bytes) &&
  "records" in page &&
  Number.isSafeInteger(page.records) &&
  "sha256" in page &&
  isHash(page.sha256) &&
  "chainHead" in page &&
  isHash(page.chainHead);
const isHash = (text: unknown): boolean => typeof text === "string" && /^[0-9a-f]{64}$/.test(text);

/** Gives a checked copy its name, after its page: whoever sees the name can rely on it. */
export function putInPlace(folder: string, part: string, backup: Backup): void {
  const file = backupPath(folder, backup.name);
  const { name, ...page } = backup;
  writeFileSync(`${file}.json`, `${JSON.stringify(page, null, 2)}\n`, { flush: true, mode: 0o600 });
  // For `sha256sum -c` on any computer.
  writeFileSync(`${file}.sha256`, `${backup.sha256}  ${name}\n`, { flush: true, mode: 0o600 });
  renameSync(part, file);
  syncFolderOf(file);
}

/** Removes the oldest beyond `keep`. */
export function prune(folder: string, keep: number): void {
  for (const { name } of listBackups(folder).slice(Math.max(1, keep))) {
    const file = backupPath(folder, name);
    removeDatabase(file);
    for (const end of [".json", ".sha256"]) rmSync(file + end, { force: true });
  }
}

/** Reads the file in pieces, so that nothing waits for it. */
export async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(file, { highWaterMark: 1024 * 1024 })) hash.update(piece);
  return hash.digest("hex");
}
