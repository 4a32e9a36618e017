// Room: recorder. Why the disk does not take what is written, in words for people.
// May live here: the words. May not: deciding what to do about it.
// Invariant: each says what happened, the usual cause and what to do next.

import type { DurationMs } from "../domain/units.ts";

const WORDS: { readonly [code: string]: string } = {
  ENOSPC: "the disk is full. Usually other files fill it up. Free some space; recording goes on by itself.",
  EDQUOT:
    "the disk quota is used up. Usually other files fill it up. Free some space; recording goes on by itself.",
  EIO: "the disk reports an error. Usually the SD card or its socket is failing. Replace the card and keep the old one.",
  EROFS:
    "the disk has become read-only. Usually the SD card is failing and the system protects it. Replace the card and keep the old one.",
  EACCES:
    "this program may not write in the data directory. Usually its owner is another user. Give the directory to the user that runs vatguard.",
  EPERM:
    "this program may not write in the data directory. Usually its owner is another user. Give the directory to the user that runs vatguard.",
  ENOENT: "the data directory is gone. Usually its disk was unmounted. Mount it again.",
  ENODEV: "the disk is gone. Usually it was pulled out. Put it back and restart the computer.",
  EMFILE: "too many files are open in this program. Restart it, and send the log to its makers.",
};

/** Words for an error of the file system. */
export function diskTrouble(error: unknown): string {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  const words = code === null ? undefined : WORDS[code];
  return words === undefined
    ? `the disk does not take the recording (${message}). Look at the disk; recording goes on by itself.`
    : `${words} (${message})`;
}

/** Words for a disk that does not answer. */
export const diskStalled = (forLong: DurationMs): string =>
  `the disk has not answered for ${Math.floor(forLong / 1000)} s. Usually the SD card is worn out or failing. ` +
  "Recording goes on by itself when it answers; if this comes again, replace the card.";

/** Words for records lost because memory is bounded. */
export const recordsLost = (lost: number): string =>
  `the disk was away for so long that ${lost} records were lost. The recording will say so. ` +
  "Look at the disk; recording goes on by itself.";

/** The error's code, such as ENOSPC, or null. */
export const codeOf = (error: unknown): string | null =>
  typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
    ? error.code
    : null;
