// Room: office/upkeep. The records at the start of the office: first a restore that is wanted is done, then they are opened or begun.
// May live here: this order. May not: what is done with a trouble (office.ts: everything diverts, and the page says why).

import { err, ok, type Result } from "../../domain/result.ts";
import { openOrCreateStore } from "../../store/create.ts";
import { lostFacts, outdated } from "../../store/in-force-before.ts";
import type { StoreOptions } from "../../store/open.ts";
import { backupsFolder, storePath } from "../../store/open-files.ts";
import { type Finished, finishRestore, restoreWanted } from "../../store/restore.ts";
import type { Store, StoreTrouble } from "../../store/store.ts";
import { noteHead } from "./chain-heads.ts";
import { forgetObeyed, obeyedFacts } from "./obeyed-facts.ts";
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
  const opened = openOrCreateStore({ ...options, path: storePath(options.dataDir) });
  if (!opened.ok) return opened;
  const lost = lostFacts(opened.value.db, obeyedFacts(options.dataDir));
  if (lost.length === 0) return opened;
  opened.value.close();
  return err(outdated(opened.value.path, lost));
}

/** Does the restore that is wanted, if any. */
export async function doRestore(
  options: Pick<OpenRecords, "dataDir" | "backupFolder" | "boot" | "clock" | "remark">,
): Promise<Result<Finished | null, StoreTrouble>> {
  const { dataDir, backupFolder, boot, clock, remark } = options;
  const path = storePath(dataDir);
  if (!restoreWanted(path)) return ok(null);
  const folder = backupFolderOf(dataDir, backupFolder);
  const obeyed = obeyedFacts(dataDir);
  const finished = await finishRestore({ path, folder, boot, recorded: recordedCows(dataDir), obeyed });
  if (finished.ok && finished.value !== null) {
    remark(finished.value.says);
    if (finished.value.done !== null) forgetObeyed(dataDir);
    const { done } = finished.value;
    if (done !== null) noteHead(path, done.head, clock.wall(), done.backup);
  }
  return finished;
}
