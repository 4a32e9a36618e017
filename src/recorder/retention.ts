// Room: recorder. Which old recordings may go.
// May live here: the choice (pure) and carrying it out. May not: touching the newest two files, ever.
// Invariant: a jump of the wall clock costs one old file a rotation at most.

import type { EpochMs } from "../domain/units.ts";
import type { FlightDisk } from "./disk.ts";
import type { RecorderLimits } from "./limits.ts";
import { type FlightName, parseFlightName } from "./line.ts";

/** The file being written and the one before it, which the next start may have to fall back on. */
const NEWEST_KEPT = 2;

export type Shelved = FlightName & { readonly bytes: number };

/** Recordings among the files of a directory, oldest first. */
export function recordings(
  files: readonly { readonly name: string; readonly bytes: number }[],
): readonly Shelved[] {
  const found: Shelved[] = [];
  for (const file of files) {
    const name = parseFlightName(file.name);
    if (name !== null) found.push({ ...name, bytes: file.bytes });
  }
  return found.sort((a, b) => a.counter - b.counter || (a.name < b.name ? -1 : 1));
}

/** Names of files that may go, oldest first. `current` never does. */
export function outlived(
  shelf: readonly Shelved[],
  limits: Pick<RecorderLimits, "totalBytesMax" | "keepFor">,
  current: string,
  now: EpochMs,
): readonly string[] {
  const candidates = shelf.slice(0, -NEWEST_KEPT).filter((file) => file.name !== current);
  const gone: string[] = [];
  let total = shelf.reduce((sum, file) => sum + file.bytes, 0);
  for (const [i, file] of candidates.entries()) {
    const tooOld = i === 0 && now - file.started > limits.keepFor;
    if (total <= limits.totalBytesMax && !tooOld) break;
    gone.push(file.name);
    total -= file.bytes;
  }
  return gone;
}

/** Removes what may go. Rejects with the system's error; the rest then waits for the next rotation. */
export async function applyRetention(
  disk: FlightDisk,
  limits: RecorderLimits,
  current: string,
  now: EpochMs,
): Promise<void> {
  for (const name of outlived(recordings(await disk.list()), limits, current, now)) await disk.remove(name);
}
