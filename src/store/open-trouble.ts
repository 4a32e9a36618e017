// Room: store. What SQLite and the file system say when something is wrong, in words that help.
// May live here: codes to troubles, the one error that carries a trouble. May not: opening, SQL.
// Invariant: an error that is not known here is a bug and is thrown on as it is. What it means for the milk is not said here: records that
// cannot be opened divert everything, one write that fails diverts nobody.

import type { StoreTrouble } from "./store.ts";

/** What `Store.write` throws when the disk or the file is the trouble, and not the work. */
export class StoreFailure extends Error {
  readonly trouble: StoreTrouble;
  constructor(trouble: StoreTrouble, options?: ErrorOptions) {
    super(`${trouble.says} ${trouble.fix}`, options);
    this.name = "StoreFailure";
    this.trouble = trouble;
  }
}

export const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The trouble behind an error of SQLite, of a file operation or of `Store.write`; null: a bug. */
export function troubleOf(error: unknown, path: string): StoreTrouble | null {
  if (error instanceof StoreFailure) return error.trouble;
  const code = codeOf(error);
  if (isFull(code)) return troubles.full(path);
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return troubles.inUse(path);
  if (/^SQLITE_(CORRUPT|NOTADB|FORMAT)/.test(code)) return troubles.corrupt(path, wordsOf(error));
  if (/^(SQLITE_(IOERR|READONLY|CANTOPEN|PERM|AUTH|NOLFS)|E[A-Z]+$)/.test(code))
    return troubles.unreadable(path, `${wordsOf(error)} (${code})`);
  return null;
}

/** SHMSIZE: the index of the write-ahead log could not grow, which is the same full disk met at another place. */
const isFull = (code: string): boolean =>
  ["SQLITE_FULL", "SQLITE_IOERR_SHMSIZE", "ENOSPC", "EDQUOT"].includes(code);

/** Runs `work`; a known trouble is thrown as a `StoreFailure`, anything else as it is. */
export function inWords<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const trouble = troubleOf(error, path);
    if (trouble === null || error instanceof StoreFailure) throw error;
    throw new StoreFailure(trouble, { cause: error });
  }
}

const BACK =
  "Nothing has been changed. Go back to a backup: stop the program, then `vatguard restore --list` and `vatguard restore NAME`.";

export const troubles = {
  missing: (path: string): StoreTrouble => ({
    kind: "missing",
    says: `The records are gone: there is no ${path}, though there was one. Usually the disk or card was changed, or the data folder moved.`,
    fix: `Put the file back, or point --data at the right folder. Otherwise go back to a backup: stop the program, then \`vatguard restore --list\` and \`vatguard restore NAME\`.`,
  }),
  movedAway: (path: string): StoreTrouble => ({
    kind: "missing",
    says: `The file of the records was removed or replaced while the program had it open: there is another, or none, at ${path}. What was just entered is NOT recorded: it would have been lost at the next start.`,
    fix: "Put the very file back. If that cannot be done, stop the program and go back to a backup: `vatguard restore --list` and `vatguard restore NAME`. Until then mark treated cows by hand.",
  }),
  corrupt: (path: string, what: string): StoreTrouble => ({
    kind: "corrupt",
    says: `The records in ${path} are damaged (${what}). Usually a failing card or a power cut on a card that lies about writing.`,
    fix: `${BACK} Use a new card.`,
  }),
  notOurs: (path: string): StoreTrouble => ({
    kind: "corrupt",
    says: `${path} is not a database of Vatguard, or has been emptied.`,
    fix: `${BACK}`,
  }),
  older: (path: string, schema: number, what: string): StoreTrouble => ({
    kind: "older",
    says: `The records in ${path} are of an older form (${schema}), and bringing them up to date did not work: ${what}. They are as they were.`,
    fix: "Start the version of the program that was used before, and send this message to those who look after the program.",
  }),
  newer: (path: string, schema: number, known: number): StoreTrouble => ({
    kind: "newer",
    says: `The records in ${path} were written by a newer program (form ${schema}; this one knows up to ${known}). They have not been touched.`,
    fix: "Install the newer program again. An older one must not write into them.",
  }),
  inUse: (path: string): StoreTrouble => ({
    kind: "in-use",
    says: `Another program is using the records in ${path}. Usually the program was started twice.`,
    fix: "Stop the other one, then start this one again.",
  }),
  alreadyThere: (path: string): StoreTrouble => ({
    kind: "in-use",
    says: `There are records, or a sign that there were some, where new ones should begin: ${path}.`,
    fix: "Open those, or choose an empty data folder. Nothing has been changed.",
  }),
  unreadable: (path: string, what: string): StoreTrouble => ({
    kind: "unreadable",
    says: `The records in ${path} cannot be read or written: ${what}. Usually the rights of the folder, or a card that has gone read-only.`,
    fix: "Give the program's user the data folder (`chown -R`), or change the card, and start again.",
  }),
  full: (path: string): StoreTrouble => ({
    kind: "full",
    says: `The disk is full: nothing can be recorded in ${path}. What was just entered is NOT recorded.`,
    fix: "Free some space: old flight recordings and backups can be copied off and removed. Then enter it again. Until then mark treated cows by hand.",
  }),
  unsafeSettings: (path: string, what: string): StoreTrouble => ({
    kind: "unsafe-settings",
    says: `The records in ${path} cannot be kept safely: ${what}.`,
    fix: "Start the program as it was installed; if this stays, go back to a backup (`vatguard restore --list`).",
  }),
  stopped: (path: string, why: string): StoreTrouble => ({
    kind: "in-use",
    says: `Nothing is written to ${path} now: ${why}`,
    fix: "Wait a minute, look at the page again, and enter it once more.",
  }),
} as const;
