// Room: office/upkeep. The records at the start of the office: first a restore that is wanted is done, then they are opened or begun.
// May live here: this order. May not: what is done with a trouble (office.ts: everything diverts, and the page says why).

import type { Result } from "../../domain/result.ts";
import { openOrCreateStore } from "../../store/create.ts";
import type { StoreOptions } from "../../store/open.ts";
import { backupsFolder, storePath } from "../../store/open-files.ts";
import { type Finished, finishRestore } from "../../store/restore.ts";
import type { Store, StoreTrouble } from "../../store/store.ts";
import { noteHead } from "./chain-heads.ts";
import { recordedCows } from "./recorded-cows.ts";

export type OpenRecords = Omit<StoreOptions, "path"> & {
  readonly dataDir: string;
  /** Where backups lie; null: beside the records. */
  readonly backupFolder: string | null;
  /** What was done at the opening, for the console. */
  readonly remark: (text: string) => void;
};

export const backupFolderOf = (dataDir: string, given: string | null): string =>
  given ?? backupsFolder(storePath(dataDir));

export async function openRecords(options: OpenRecords): Promise<Result<Store, StoreTrouble>> {
  const restored = await doRestore(options);
  if (!restored.ok) return restored;
  return openOrCreateStore({ ...options, path: storePath(options.dataDir) });
}

/** Does the restore that is wanted, if any. */
export async function doRestore(
  options: Pick<OpenRecords, "dataDir" | "backupFolder" | "boot" | "clock" | "remark">,
): Promise<Result<Finished | null, StoreTrouble>> {
  const { dataDir, backupFolder, boot, clock, remark } = options;
  const path = storePath(dataDir);
  const folder = backupFolderOf(dataDir, backupFolder);
  const finished = await finishRestore({ path, folder, boot, recorded: recordedCows(dataDir) });
  if (finished.ok && finished.value !== null) {
    remark(finished.value.says);
    const { done } = finished.value;
    if (done !== null) noteHead(path, done.head, clock.wall(), done.backup);
  }
  return finished;
}
