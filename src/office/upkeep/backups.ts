// Room: office/upkeep. Making backups, one at a time, and saying how far the one under way is.
// May live here: one at a time, notices. May not: copying and checking (store/backup.ts), when (jobs.ts).

import { err, type Result } from "../../domain/result.ts";
import { makeBackup } from "../../store/backup.ts";
import { type Backup, listBackups } from "../../store/backup-files.ts";
import type { StoreTrouble } from "../../store/store.ts";
import type { OfficeContext } from "../context.ts";
import { noteHead } from "./chain-heads.ts";

export type Backups = {
  readonly folder: string;
  list(): readonly Backup[];
  /** 0 to 1; null: none under way. */
  progress(): number | null;
  /** One at a time: who asks meanwhile gets the same answer. */
  make(): Promise<Result<Backup, StoreTrouble>>;
};

const NOTICE = "backup-failed";

export function createBackups(
  context: Pick<OfficeContext, "store" | "clock" | "notice" | "changed">,
  folder: string,
): Backups {
  const { store, clock, notice, changed } = context;
  let progress: number | null = null;
  let running: Promise<Result<Backup, StoreTrouble>> | null = null;

  async function make(): Promise<Result<Backup, StoreTrouble>> {
    progress = 0;
    changed("upkeep");
    try {
      const made = await makeBackup(store, {
        folder,
        clock,
        progress: (done) => {
          progress = done;
        },
      });
      if (made.ok)
        noteHead(store.path, { records: made.value.records, hash: made.value.chainHead }, clock.wall());
      notice(
        NOTICE,
        made.ok ? null : { code: NOTICE, grave: false, says: made.error.says, fix: made.error.fix },
      );
      return made;
    } catch (error) {
      // Closing the office ends a backup under way with an error of SQLite: nothing was put in place.
      const what = error instanceof Error ? error.message : String(error);
      return err({ kind: "unreadable", says: `The backup was cut off: ${what}.`, fix: "Make it again." });
    } finally {
      progress = null;
      running = null;
      changed("upkeep");
    }
  }
  return {
    folder,
    list: () => listBackups(folder),
    progress: () => progress,
    make() {
      running ??= make();
      return running;
    },
  };
}
