// Room: config. Bounded, asynchronous reads of whole files; everything of this room that is read comes through here.
// May live here: reading a whole text, and the words for a file that cannot be read. May not: parsing.
// Invariant: never reads more than it was told, and never blocks the loop that renews leases.

import { open, stat } from "node:fs/promises";
import type { HerdTable } from "../domain/holds/facts.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { EpochMs } from "../domain/units.ts";
import { HERD_LENGTH_MAX, loadHerdAndZone } from "./herd-file.ts";
import { type Problem, wholeFileProblem } from "./problem.ts";

/** Reads a whole file as UTF-8, at most `bytesMax`. */
export async function readText(path: string, bytesMax: number): Promise<Result<string, Problem>> {
  try {
    const file = await open(path, "r");
    try {
      const stat = await file.stat();
      if (!stat.isFile()) return err(unreadable(path, "It is not a file.", "a folder or device", NAME_FIX));
      if (stat.size > bytesMax) {
        return err(
          unreadable(
            path,
            "The file is too large.",
            `${stat.size} bytes`,
            `At most ${bytesMax} bytes are read.`,
          ),
        );
      }
      const bytes = new Uint8Array(stat.size);
      const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
      return decode(path, bytes.subarray(0, bytesRead));
    } finally {
      await file.close();
    }
  } catch (thrown) {
    if (!(thrown instanceof Error && "code" in thrown)) throw thrown;
    return err(cannotRead(path, String(thrown.code), thrown.message));
  }
}

/** Whether users of this computer who are neither its owner nor of its group may read or change it. False where it cannot be seen. */
export async function isOpenToOthers(path: string): Promise<boolean> {
  try {
    return ((await stat(path)).mode & 0o006) !== 0;
  } catch (thrown) {
    if (!(thrown instanceof Error && "code" in thrown)) throw thrown;
    return false;
  }
}

function decode(path: string, bytes: Uint8Array): Result<string, Problem> {
  try {
    return ok(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
    return err(unreadable(path, "The file is not text in UTF-8.", "other bytes", "Save it again as UTF-8."));
  }
}

/** The table, and the zone that its dates were read in: null where nobody said where the farm is. */
export type HerdRead = HerdTable & { readonly timeZone: string | null };

/** Reads a herd file; see `loadHerd`. Without a zone the file's own `time-zone` counts. */
export async function readHerd(
  path: string,
  options: { readonly timeZone: string | null; readonly now: EpochMs | null },
): Promise<Result<HerdRead, readonly Problem[]>> {
  const read = await readText(path, HERD_LENGTH_MAX);
  if (!read.ok) return err([read.error]);
  const herd = loadHerdAndZone(read.value, { ...options, file: path });
  return herd.ok ? ok({ ...herd.value.table, timeZone: herd.value.timeZone }) : herd;
}

function cannotRead(path: string, code: string, message: string): Problem {
  switch (code) {
    case "ENOENT":
      return unreadable(path, "There is no such file.", "nothing of this name", NAME_FIX);
    case "EACCES":
    case "EPERM":
      return unreadable(
        path,
        "The file may not be read.",
        "no permission",
        "Give the program's user the right to read it.",
      );
    case "EISDIR":
      return unreadable(path, "It is not a file.", "a folder", NAME_FIX);
    default:
      return unreadable(path, "The file cannot be read.", message, "See that the disk is there and healthy.");
  }
}

const NAME_FIX = "Look for a slip in the name; a relative name starts from the folder of the configuration.";

const unreadable = (file: string, says: string, found: string, fix: string): Problem =>
  wholeFileProblem(file, { says, found, expected: "a readable text file", fix });
