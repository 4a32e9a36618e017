// Room: office/shed. The recordings in the data folder: which file comes next, and up to where each counts.
// May live here: names, first lines, reading bytes. May not: what lines mean, the position's rows.
// Invariant: nothing counts that a later file may tell again: in the running file what is durable, in an older one what the next goes on from.

import { type FileHandle, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { CHAIN_START, LINE_END, open as openLine } from "../../recorder/chain.ts";
import { type FlightName, type Previous, parseFlightName } from "../../recorder/line.ts";
import { diskTrouble } from "../../recorder/trouble.ts";
import { glance } from "./glance.ts";

export type Durable = { readonly file: string; readonly bytes: number };

/** Up to where a file counts, and what comes after it. */
export type Horizon = {
  /** Null: to its end, since no other file says where. */
  readonly bytes: number | null;
  /** The file to go on with once all that is taken in; null: this is the running one, or nobody knows yet. */
  readonly next: string | null;
  /** What the next file says it goes on from; null: it says nothing, or there is no next. */
  readonly goesOnFrom: Previous | null;
};

/** The longest first line that is read: a state with a herd table of thousands of cows is far shorter. */
const HEADER_MAX = 32 * 1024 * 1024;
const HEADER_STEP = 64 * 1024;

/** The recordings, in their order. */
export async function shelfOf(dir: string): Promise<readonly FlightName[]> {
  const found = (await readdir(dir)).flatMap((name) => parseFlightName(name) ?? []);
  return found.sort((a, b) => a.counter - b.counter || (a.name < b.name ? -1 : 1));
}

/**
 * The files that are surely part of the recording: up to the running one. A newer file may have been begun whose first line is not on the disk yet;
 * it would be gone after a power cut. While the controller has said nothing, the newest is such a one.
 */
export function sureFiles(shelf: readonly FlightName[], durable: Durable | null): readonly FlightName[] {
  const running = durable === null ? -1 : shelf.findIndex(({ name }) => name === durable.file);
  return shelf.slice(0, running < 0 ? -1 : running + 1);
}

/** Up to where `file` counts. `shelf`: only files that are sure. */
export async function horizonOf(
  dir: string,
  shelf: readonly FlightName[],
  file: string,
  durable: Durable | null,
): Promise<Horizon> {
  if (durable?.file === file) return { bytes: durable.bytes, next: null, goesOnFrom: null };
  const at = shelf.findIndex(({ name }) => name === file);
  const next = shelf[at + 1]?.name ?? null;
  if (next === null) return { bytes: 0, next: null, goesOnFrom: null };
  const previous = await goesOnFrom(dir, next);
  if (previous === undefined) return acrossUnreadable(dir, shelf.slice(at + 2), { file, next, durable });
  if (previous?.file === file) return { bytes: previous.bytes, next, goesOnFrom: previous };
  // It goes on from a file before this one, or from none: this one holds nothing that counts, as after a start that failed.
  const before = shelf.findIndex(({ name }) => name === previous?.file);
  const earlier = previous === null || (before >= 0 && before < at);
  return { bytes: earlier ? 0 : null, next, goesOnFrom: previous };
}

/**
 * The file after `file` has no readable beginning: a failing disk did not take it, nor let it be removed, or it was damaged later. Where the next
 * that can be read goes on from `file`, what stands behind that place is told again there. Otherwise `file` counts to its end.
 */
async function acrossUnreadable(
  dir: string,
  later: readonly FlightName[],
  { file, next, durable }: { readonly file: string; readonly next: string; readonly durable: Durable | null },
): Promise<Horizon> {
  for (const { name } of later) {
    const previous = await goesOnFrom(dir, name);
    if (previous === undefined) continue;
    const isTold = previous?.file === file;
    return { bytes: isTold ? previous.bytes : null, next, goesOnFrom: isTold ? previous : null };
  }
  // While the controller has said nothing, the file that says so may be the newest, which is not sure yet.
  return durable === null
    ? { bytes: 0, next: null, goesOnFrom: null }
    : { bytes: null, next, goesOnFrom: null };
}

/** What a file says it goes on from; undefined: it has no readable beginning. */
export async function goesOnFrom(dir: string, file: string): Promise<Previous | null | undefined> {
  const handle = await open(join(dir, file), "r");
  try {
    let bytes: Buffer = Buffer.alloc(0);
    for (;;) {
      const step = await readAt(handle, bytes.length, HEADER_STEP);
      const end = step.indexOf(LINE_END);
      bytes = Buffer.concat([bytes, end < 0 ? step : step.subarray(0, end)]);
      if (end >= 0) break;
      if (step.length === 0 || bytes.length > HEADER_MAX) return undefined;
    }
    if (!openLine(bytes, CHAIN_START).intact) return undefined;
    const header = glance(bytes, 0, bytes.length);
    return header.ok && header.value.kind === "header" ? header.value.previous : undefined;
  } finally {
    await handle.close();
  }
}

export async function readAt(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await handle.read(buffer, read, length - read, at + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return buffer.subarray(0, read);
}

/** Bytes of a file from `at` on, no more than `length`. An error in words. */
export async function readPart(
  path: string,
  at: number,
  length: number,
): Promise<{ readonly bytes: Buffer } | { readonly why: string }> {
  try {
    const handle = await open(path, "r");
    try {
      return { bytes: await readAt(handle, at, length) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return { why: diskTrouble(error) };
  }
}
