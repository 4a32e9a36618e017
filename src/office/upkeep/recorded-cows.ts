// Room: office/upkeep. Which cows the flight recordings after a place tell of, for a restore.
// May live here: reading recordings for the names of cows. May not: taking them in (office/shed), records.
// Invariant: a recording that is missing or damaged is said to be so; then nobody relies on what was found.

import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { type EpochMs, epochMs } from "../../domain/units.ts";
import { CHAIN_START, LINE_END, open, SEAL_LENGTH } from "../../recorder/chain.ts";
import { parseFlightName, parseLine } from "../../recorder/line.ts";
import { readBlocks } from "../../recorder/reading.ts";
import type { RecordedCows } from "../../store/restore.ts";

/** A line that can name a cow holds this; the others, nearly all, are only checked. */
const NOTED = Buffer.from('{"kind":"noted"');

export const recordedCows =
  (dataDir: string): RecordedCows =>
  async (after) => {
    const cows = new Map<string, EpochMs>();
    const shelf = (await readdir(dataDir))
      .flatMap((name) => parseFlightName(name) ?? [])
      .sort((a, b) => a.counter - b.counter);
    const from = after === null ? 0 : shelf.findIndex(({ name }) => name === after.file);
    // Where the backup had taken in nothing, only a recording from its very beginning is whole.
    let everything = after === null ? (shelf[0]?.counter ?? 1) === 1 : from >= 0;
    for (const { name } of shelf.slice(Math.max(0, from))) {
      const path = join(dataDir, name);
      const fromByte = name === after?.file ? after.bytes : 0;
      // Shorter than what the backup had taken in: an older copy of it, and what came after is not there.
      everything &&= (await stat(path)).size >= fromByte;
      const whole = await readCows(path, fromByte, cows);
      everything &&= whole;
    }
    return { cows, everything };
  };

/** Adds the cows of one file. False: a line of it was damaged. A torn end is none: it was never told to anybody. */
async function readCows(path: string, fromByte: number, cows: Map<string, EpochMs>): Promise<boolean> {
  let seed = CHAIN_START;
  let whole = true;
  let wall = 0;
  for await (const block of readBlocks(path)) {
    if (block.torn) break;
    for (let at = 0; at < block.bytes.length; ) {
      const stop = block.bytes.indexOf(LINE_END, at);
      const opened = open(block.bytes, seed, at, stop);
      whole &&= opened.intact;
      seed = opened.written ?? opened.found;
      const line = block.bytes.subarray(at + SEAL_LENGTH, stop);
      if (opened.intact && block.at + at >= fromByte) wall = addCows(line, wall, cows);
      at = stop + 1;
    }
  }
  return whole;
}

/** Gives the wall clock of the last event. */
function addCows(bytes: Buffer, wall: number, cows: Map<string, EpochMs>): number {
  const isEvent = bytes.subarray(0, 6).toString("latin1") === '{"in":';
  if (!isEvent && !bytes.includes(NOTED)) return wall;
  const line = parseLine(bytes.toString("utf8"));
  if (!line.ok) return wall;
  if (line.value.kind === "in") return line.value.stamped.wall;
  if (line.value.kind !== "out") return wall;
  for (const effect of line.value.effects) {
    if (effect.kind !== "noted" || !("cow" in effect.note) || typeof effect.note.cow !== "string") continue;
    cows.set(effect.note.cow, epochMs(Math.max(wall, cows.get(effect.note.cow) ?? 0)));
  }
  return wall;
}
