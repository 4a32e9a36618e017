// Room: office/shed. One place in the recording that goes forward: reads, checks the chain, hands lines on, moves to the next file.
// May live here: order of files, torn ends, damage, files that are gone. May not: rows, transactions, waiting.
// Invariant: the place only goes forward; everything passed over is told; no error ends in trying for ever.

import { join } from "node:path";
import { CHAIN_START, hex8, LINE_END, open as openLine } from "../../recorder/chain.ts";
import { type FlightName, parseLine } from "../../recorder/line.ts";
import type { Place } from "../../store/ingest-position.ts";
import type { ShedHappening } from "../../store/shed-records.ts";
import { glance } from "./glance.ts";
import type { FollowLimits } from "./limits.ts";
import {
  type Durable,
  goesOnFrom,
  type Horizon,
  horizonOf,
  readPart,
  shelfOf,
  sureFiles,
} from "./recording.ts";
import type { TakeIn } from "./take-in.ts";

export type Reader = {
  /** Takes in a little. False: there is nothing more for now. */
  advance(): Promise<boolean>;
  /** Null: nothing has been found yet. */
  place(): Place | null;
  /** Files finished since the last call. */
  takeFinished(): readonly Place[];
  /** Damage that is still going on is told: before the place is written down. */
  settle(): void;
};

type Damage = { readonly from: number; to: number; lines: number };

export function createReader(given: {
  readonly dir: string;
  readonly limits: FollowLimits;
  readonly durable: () => Durable | null;
  readonly takeIn: TakeIn;
  readonly from: Place | null;
  readonly finished: ReadonlySet<string>;
  readonly tell: (about: ShedHappening) => void;
}): Reader {
  const { dir, limits, takeIn, tell } = given;
  let place = given.from;
  const finished = new Set(given.finished);
  let finishedNow: Place[] = [];
  let horizon: Horizon | null = null;
  /** Earlier lines are missing: what was remembered says nothing of this file. */
  let isFresh = given.from === null;
  let chunk = limits.chunkBytes;
  let tries = 0;
  let damage: Damage | null = null;
  let damagesTold = 0;

  const settle = (): void => {
    if (damage === null || place === null) return;
    damagesTold += 1;
    if (damagesTold <= limits.damagesTold) tell({ kind: "recording-damaged", file: place.file, ...damage });
    damage = null;
  };
  const damaged = (from: number, to: number, lines: number): void => {
    damage ??= { from, to, lines: 0 };
    damage.to = to;
    damage.lines += lines;
  };

  const enter = (file: string): void => {
    place = { file, bytes: 0, crc: CHAIN_START };
    horizon = null;
    chunk = limits.chunkBytes;
    tries = 0;
    damagesTold = 0;
  };

  const previousOf = async (file: string) => {
    try {
      return await goesOnFrom(dir, file);
    } catch {
      // Gone or unreadable by now: its own reading will say so.
      return undefined;
    }
  };

  const cutShort = (from: Place, why: string): void => {
    settle();
    tell({ kind: "recording-cut-short", file: from.file, from: from.bytes, why });
  };

  /** A file of which nothing was taken in, and which nothing goes on from: its disk never took its beginning. Null: not known yet. */
  const heldNothing = async (from: Place, later: readonly FlightName[]): Promise<boolean | null> => {
    if (from.bytes > 0) return false;
    for (const { name } of later) {
      const previous = await previousOf(name);
      if (previous !== undefined) return previous === null || finished.has(previous.file);
    }
    return given.durable() === null ? null : false;
  };

  /** The first file that is there and has not been finished, where the one of the place is not; null: the very beginning. */
  const begin = async (from: Place | null): Promise<boolean> => {
    const shelf = sureFiles(await shelfOf(dir), given.durable());
    const next = shelf.find(({ name }) => !finished.has(name) && name !== from?.file);
    if (next === undefined) return false;
    const previous = await previousOf(next.name);
    if (from === null) {
      if (previous != null) tell({ kind: "recording-missing", file: previous.file, after: null });
      isFresh = true;
    } else if (previous?.file !== from.file) {
      const wasEmpty = await heldNothing(from, shelf.slice(shelf.indexOf(next)));
      if (wasEmpty === null) return false;
      if (!wasEmpty) tell({ kind: "recording-missing", file: previous?.file ?? null, after: from.file });
      isFresh = true;
    } else if (previous.bytes > from.bytes) {
      cutShort(from, "the file is gone. Usually it was older than what is kept, or somebody removed it.");
      isFresh = true;
    }
    enter(next.name);
    return true;
  };

  const leave = (from: Place): void => {
    settle();
    finished.add(from.file);
    finishedNow.push(from);
  };

  const moveOn = (from: Place, to: string, { goesOnFrom: previous }: Horizon): void => {
    leave(from);
    if (previous?.file === from.file) {
      if (previous.bytes !== from.bytes || previous.crc !== hex8(from.crc))
        tell({ kind: "recording-does-not-fit", file: to, after: from.file });
    } else if (previous !== null && !finished.has(previous.file)) {
      tell({ kind: "recording-missing", file: previous.file, after: from.file });
      isFresh = true;
    }
    enter(to);
  };

  /** Up to where this file counts, asked anew where it is the running one or was. */
  const lookAhead = async (from: Place): Promise<Horizon | null> => {
    const durable = given.durable();
    if (durable?.file === from.file) return { bytes: durable.bytes, next: null, goesOnFrom: null };
    if (horizon !== null) return horizon;
    const shelf = sureFiles(await shelfOf(dir), durable);
    if (!shelf.some(({ name }) => name === from.file)) return null;
    const found = await horizonOf(dir, shelf, from.file, durable);
    if (found.next !== null) horizon = found;
    return found;
  };

  /** The file is not there any more, or not surely: goes on with what is, when there is something. */
  const lost = async (from: Place): Promise<boolean> => {
    if ((await shelfOf(dir)).some(({ name }) => name === from.file)) return false;
    if (!(await begin(from))) return false;
    finished.add(from.file);
    finishedNow.push(from);
    return true;
  };

  const line = (bytes: Buffer, from: number, to: number, at: number): void => {
    const seen = glance(bytes, from, to);
    if (!seen.ok) {
      damaged(at, at + to - from + 1, 1);
      return;
    }
    settle();
    takeIn.from(place?.file ?? "", at);
    const found = seen.value;
    if (found.kind === "passed") takeIn.passed(found.stamped);
    else if (found.kind === "line") takeIn.line(found.line);
    else if (found.kind === "header" && isFresh) {
      const header = parseLine(found.text());
      if (header.ok && header.value.kind === "header") takeIn.begin(header.value.header.state);
      isFresh = false;
    }
  };

  /** Whole lines of `bytes`, which begin at the place. False: there was none. */
  const lines = (bytes: Buffer, file: string): boolean => {
    const until = performance.now() + limits.turnMs;
    let at = 0;
    for (;;) {
      const stop = bytes.indexOf(LINE_END, at);
      if (stop < 0 || place === null) return at > 0;
      const opened = openLine(bytes, place.crc, at, stop);
      const begins: number = place.bytes;
      if (opened.intact) line(bytes, at, stop, begins);
      else damaged(begins, begins + stop - at + 1, 1);
      // A damaged line is passed over, and the next is checked against the seal that it was written after.
      const crc: number = opened.intact ? opened.found : (opened.written ?? place.crc);
      place = { file, bytes: begins + stop - at + 1, crc };
      at = stop + 1;
      if (takeIn.waiting() >= limits.rowsMax || performance.now() >= until) return true;
    }
  };

  /** Nothing more can be had of this file, though it should. */
  const giveUp = (from: Place, ahead: Horizon, why: string): boolean => {
    if (ahead.next === null) return false;
    cutShort(from, why);
    moveOn(from, ahead.next, { ...ahead, goesOnFrom: null });
    return true;
  };

  return {
    async advance() {
      if (place === null) return begin(null);
      const from = place;
      const ahead = await lookAhead(from);
      if (ahead === null) return lost(from);
      const left = ahead.bytes === null ? chunk : ahead.bytes - from.bytes;
      if (left <= 0) {
        if (ahead.next === null) return false;
        moveOn(from, ahead.next, ahead);
        return true;
      }
      const part = await readPart(join(dir, from.file), from.bytes, Math.min(chunk, left));
      if ("why" in part) {
        tries += 1;
        return tries >= limits.readTries && giveUp(from, ahead, part.why);
      }
      tries = 0;
      if (lines(part.bytes, from.file)) {
        chunk = limits.chunkBytes;
        return true;
      }
      const isEnd = part.bytes.length < Math.min(chunk, left);
      if (!isEnd && part.bytes.length === chunk && chunk < limits.lineBytesMax) {
        chunk = Math.min(limits.lineBytesMax, chunk * 4);
        return true;
      }
      if (isEnd && ahead.bytes === null) {
        if (ahead.next === null) return false;
        if (part.bytes.length > 0) cutShort(from, "it ends in a torn line, as after a power cut.");
        moveOn(from, ahead.next, ahead);
        return true;
      }
      if (isEnd) return giveUp(from, ahead, "it is shorter than the file after it says.");
      // More than any line can be, or what counts does not end with a line: garbage.
      damaged(from.bytes, from.bytes + part.bytes.length, 1);
      place = { ...from, bytes: from.bytes + part.bytes.length };
      chunk = limits.chunkBytes;
      return true;
    },
    place: () => place,
    takeFinished() {
      const taken = finishedNow;
      finishedNow = [];
      return taken;
    },
    settle,
  };
}
