// Room: store. Makes a backup while the office goes on: copied in steps, checked whole, and only then given its name.
// May live here: the order of these. May not: when backups are made, HTTP.
// Invariant: a file with the name of a backup was whole and its chain good when it got that name.

import { statSync } from "node:fs";
import { err, ok, type Result } from "../domain/result.ts";
import type { EpochMs } from "../domain/units.ts";
import { checkFile } from "./backup-check.ts";
import {
  BACKUPS_KEPT,
  type Backup,
  backupPath,
  newBackupName,
  prepareFolder,
  prune,
  putInPlace,
  sha256OfFile,
} from "./backup-files.ts";
import { diskRoom } from "./disk.ts";
import { MIGRATIONS } from "./migrations/index.ts";
import { removeDatabase, syncPath } from "./open-files.ts";
import { BUSY_MS } from "./open-settings.ts";
import { troubleOf, troubles } from "./open-trouble.ts";
import { SqliteFile } from "./sqlite.ts";
import type { Migration, Store, StoreTrouble } from "./store.ts";

export type BackupOptions = {
  /** Where backups lie: `backupsFolder` beside the records, or another disk. */
  readonly folder: string;
  readonly clock: { wall(): EpochMs };
  /** Told how much is done, 0 to 1. */
  readonly progress?: (done: number) => void;
  readonly keep?: number;
  readonly migrations?: readonly Migration[];
};

/** 400 KB at a time: some milliseconds on a slow card, then everything else has its turn. */
const PAGES_A_STEP = 100;

export async function makeBackup(
  store: Store,
  options: BackupOptions,
): Promise<Result<Backup, StoreTrouble>> {
  const { folder, clock, keep = BACKUPS_KEPT, progress = () => undefined } = options;
  const at = clock.wall();
  try {
    prepareFolder(folder);
    const bytes = statSync(store.path).size;
    const { freeBytes, state } = diskRoom(folder);
    if (state === "full" || freeBytes < bytes * 1.2) return err(noRoom(bytes, freeBytes));
    const name = newBackupName(folder, at);
    const part = `${backupPath(folder, name)}.part`;
    const made = await copyAndCheck(store, part, { ...options, progress });
    if (!made.ok) {
      removeDatabase(part);
      return err(notSound(made.error));
    }
    const backup = { name, at, verified: true, bytes: statSync(part).size, ...made.value };
    putInPlace(folder, part, backup);
    prune(folder, keep);
    progress(1);
    return ok(backup);
  } catch (error) {
    const trouble = troubleOf(error, folder);
    if (trouble === null) throw error;
    return err(trouble);
  }
}

async function copyAndCheck(
  store: Store,
  part: string,
  { migrations = MIGRATIONS, progress = () => undefined }: BackupOptions,
): Promise<Result<Pick<Backup, "sha256" | "chainHead" | "records">, string>> {
  await store.db.backup(part, {
    progress({ totalPages, remainingPages }) {
      progress(totalPages === 0 ? 0 : ((totalPages - remainingPages) / totalPages) * 0.5);
      return PAGES_A_STEP;
    },
  });
  makePlain(part);
  syncPath(part);
  const sound = await checkFile(part, migrations, (done) => progress(0.5 + done * 0.45));
  if (!sound.ok) return sound;
  const { hash, records } = sound.value.head;
  return ok({ sha256: await sha256OfFile(part), chainHead: hash, records });
}

/** One file that says of itself that it has no log beside it. */
function makePlain(part: string): void {
  const db = new SqliteFile(part, { fileMustExist: true, timeout: BUSY_MS });
  try {
    db.pragma("journal_mode = DELETE");
  } finally {
    db.close();
  }
}

const inMb = (bytes: number): string => `${Math.ceil(bytes / 1024 / 1024)} MB`;
const noRoom = (bytes: number, free: number): StoreTrouble => ({
  kind: "full",
  says: `There is no room for a backup: it needs ${inMb(bytes * 1.2)}, and ${inMb(free)} are free.`,
  fix: "Copy old backups or flight recordings to another computer and remove them here, then make the backup again.",
});
const notSound = (what: string): StoreTrouble => ({
  kind: "corrupt",
  says: `The backup was not kept, because it did not check out: ${what}`,
  fix: `Look at the chain of evidence on the page Shed. ${troubles.corrupt("", "").fix}`,
});
