// Room: config. Watches the herd file and says when another table is in force, or none can be had.
// May live here: polling, patience with half-written saves. May not: holds, or what the controller makes of it.
// Invariant: at most one read at a time; whatever goes wrong ends in "lost" with words, never in the old table for long.

import { stat } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import type { HerdTable } from "../domain/holds/facts.ts";
import type { EpochMs } from "../domain/units.ts";
import { HERD_LENGTH_MAX, loadHerd } from "./herd-file.ts";
import type { Problem } from "./problem.ts";
import { readText } from "./read-file.ts";

/** Shaped as the controller's events of the same names, with the problems beside for whoever prints them. */
export type HerdChange = {
  readonly event:
    | { readonly kind: "table-loaded"; readonly table: HerdTable }
    | { readonly kind: "table-lost"; readonly why: string };
  readonly problems: readonly Problem[];
};

export type WatchOptions = {
  readonly timeZone: string;
  /** The wall clock while it is trusted, else null; asked at each read. */
  readonly now: () => EpochMs | null;
  readonly pollMs?: number;
  readonly patienceMs?: number;
};

/** Often enough that a treatment counts before the next row is in; a look at the file costs microseconds. */
const POLL_MS = 500;
/** A save by a spreadsheet, or over the network, can take this long from first to last byte. */
const PATIENCE_MS = 2_000;
/** As many problems as fit the board's fault line; all of them are in `problems`. */
const PROBLEMS_IN_WHY = 3;

/**
 * Calls `onChange` with the first state at once and with each later one. A file that goes bad after it was good is
 * given `patienceMs` to become good again. Resolves when `signal` is aborted.
 */
export async function watchHerd(
  path: string,
  options: WatchOptions,
  onChange: (change: HerdChange) => void,
  signal: AbortSignal,
): Promise<void> {
  const pollMs = options.pollMs ?? POLL_MS;
  const looksPatient = Math.ceil((options.patienceMs ?? PATIENCE_MS) / pollMs);
  let told: Told = { kind: "nothing" };
  let seen: Seen | null = null;
  let badLooks = 0;
  while (!signal.aborted) {
    const now = options.now();
    const mark = await markOf(path);
    const unchanged = seen !== null && seen.mark === mark && (seen.withTime || now === null);
    if (!unchanged) {
      seen = {
        mark,
        withTime: now !== null,
        change: await readHerdFile(path, { timeZone: options.timeZone, now }),
      };
    }
    if (signal.aborted || seen === null) return;
    const bad = seen.change.event.kind === "table-lost";
    badLooks = bad ? badLooks + 1 : 0;
    if (!bad || told.kind !== "loaded" || badLooks > looksPatient) told = tell(told, seen.change, onChange);
    await pause(pollMs, signal);
  }
}

type Seen = { readonly mark: string; readonly withTime: boolean; readonly change: HerdChange };
type Told =
  | { readonly kind: "nothing" }
  | { readonly kind: "loaded"; readonly fingerprint: string }
  | { readonly kind: "lost"; readonly why: string };

/** Hands a change on unless it is the one that was handed on last. */
function tell(told: Told, change: HerdChange, onChange: (change: HerdChange) => void): Told {
  const { event } = change;
  if (event.kind === "table-loaded") {
    const { fingerprint } = event.table;
    if (told.kind !== "loaded" || told.fingerprint !== fingerprint) onChange(change);
    return { kind: "loaded", fingerprint };
  }
  if (told.kind !== "lost" || told.why !== event.why) onChange(change);
  return { kind: "lost", why: event.why };
}

/** Reads the file once: its table, or why there is none. `now`: the wall clock while it is trusted, else null. */
export async function readHerdFile(
  path: string,
  { timeZone, now }: { readonly timeZone: string; readonly now: EpochMs | null },
): Promise<HerdChange> {
  const read = await readText(path, HERD_LENGTH_MAX);
  if (!read.ok) return lost([read.error]);
  const loaded = loadHerd(read.value, { timeZone, now, file: path });
  return loaded.ok
    ? { event: { kind: "table-loaded", table: loaded.value }, problems: [] }
    : lost(loaded.error);
}

function lost(problems: readonly Problem[]): HerdChange {
  const first = problems.slice(0, PROBLEMS_IN_WHY).map((problem) => {
    const line = problem.line === 0 ? "" : `line ${problem.line}: `;
    return `${line}${problem.says} ${problem.fix}`;
  });
  const more = problems.length - first.length;
  const why = [...first, ...(more > 0 ? [`… and ${more} more`] : [])].join(" · ");
  return { event: { kind: "table-lost", why }, problems };
}

/** Empty while there is no such file. */
async function markOf(path: string): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return `${dev}:${ino}:${size}:${mtimeNs}:${ctimeNs}`;
  } catch (thrown) {
    if (!(thrown instanceof Error && "code" in thrown)) throw thrown;
    return String(thrown.code);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(ms, undefined, { signal });
  } catch (thrown) {
    if (!(thrown instanceof Error && thrown.name === "AbortError")) throw thrown;
  }
}
