// Room: recorder. What earlier runs left in the data directory, found at the start.
// May live here: choosing files and folding their notes. May not: writing; damaged files stay as they are.
// Invariant: what cannot be read is said in words, never passed over in silence.

import { join } from "node:path";
import { type Carried, NOTHING_CARRIED } from "../controller/carried.ts";
import { hex8, LINE_END, open, SEAL_LENGTH } from "./chain.ts";
import type { FlightDisk } from "./disk.ts";
import { type Header, type Line, type Previous, parseLine } from "./line.ts";
import type { Carry } from "./machine.ts";
import { readBlocks } from "./reading.ts";
import { recordings } from "./retention.ts";
import { diskTrouble } from "./trouble.ts";

export type CarriedOver = {
  readonly carried: Carried;
  /** What the next recording goes on from. */
  readonly previous: Previous | null;
  readonly nextCounter: number;
  /** Whatever could not be read, in words for people. */
  readonly remarks: readonly string[];
};

/** An effect begins so wherever it stands; within a text its quotes would be escaped. */
const NOTED = Buffer.from('{"kind":"noted"');
const OUT = Buffer.from('{"out":[');

/**
 * Starts from the newest file whose header can be read and folds the notes of it and of every later file.
 * Rejects only when the directory itself cannot be listed.
 */
export async function readCarriedOver(
  directory: string,
  disk: FlightDisk,
  carry: Carry,
): Promise<CarriedOver> {
  const shelf = recordings(await disk.list());
  const nextCounter = (shelf.at(-1)?.counter ?? 0) + 1;
  const remarks: string[] = [];
  const later: Scan[] = [];
  for (const file of shelf.toReversed()) {
    if (file.bytes === 0) {
      remarks.push(`${file.name} is empty: the program ended while beginning it.`);
      continue;
    }
    const scan = await scanFile(join(directory, file.name), file.name);
    remarks.push(...scan.remarks);
    later.unshift(scan);
    if (scan.header === null) {
      remarks.push(`${file.name} has no readable beginning; going back to the file before it.`);
      continue;
    }
    break;
  }
  const first = later[0];
  if (first === undefined) return { carried: NOTHING_CARRIED, previous: null, nextCounter, remarks };
  if (first.header === null) {
    remarks.push(
      "No earlier recording has a readable beginning, so what earlier runs left is known only in part. " +
        "Holds are longer than they would be, never shorter. Keep these files and look at the disk.",
    );
  }
  // A file whose beginning never reached the disk holds nothing: the recording goes on from the one before it.
  const previous = later.findLast(({ end }) => end !== null)?.end ?? null;
  return { carried: fold(later, carry), previous, nextCounter, remarks };
}

/**
 * After a write error the end of one file is told again in the next. Told twice, a milking must count once: twice
 * would shorten a hold. Every other note may be told twice without harm, and some truly come twice.
 */
function fold(scans: readonly Scan[], carry: Carry): Carried {
  let carried = scans[0]?.header?.carried ?? NOTHING_CARRIED;
  const counted = new Set<string>();
  for (const scan of scans) {
    for (const json of scan.noted) {
      const line = parseLine(json);
      if (!line.ok || line.value.kind !== "out") continue;
      for (const effect of line.value.effects) {
        if (effect.kind !== "noted") continue;
        if (effect.note.kind === "milking-counted") {
          const milking = `${effect.note.at} ${effect.note.cow}`;
          if (counted.has(milking)) continue;
          counted.add(milking);
        }
        carried = carry(carried, effect.note);
      }
    }
  }
  return carried;
}

type Scan = {
  readonly header: Header | null;
  /** Every intact line that holds a note, as JSON, from its first note on. */
  readonly noted: readonly string[];
  /** The last intact line. */
  readonly end: Previous | null;
  readonly remarks: readonly string[];
};

async function scanFile(path: string, name: string): Promise<Scan> {
  const noted: string[] = [];
  const remarks: string[] = [];
  let header: Header | null = null;
  let endAt = 0;
  let endCrc = 0;
  let seed = 0;
  let lineNumber = 0;
  let damaged = 0;
  let firstDamaged = 0;
  try {
    for await (const block of readBlocks(path)) {
      if (block.torn) {
        remarks.push(`${name} ends in a torn line, as after a power cut; all before it counts.`);
        continue;
      }
      let nextNoted = block.bytes.indexOf(NOTED);
      for (let at = 0; at < block.bytes.length; ) {
        const stop = block.bytes.indexOf(LINE_END, at);
        const opened = open(block.bytes, seed, at, stop);
        lineNumber += 1;
        // A damaged line is passed over, and the next is checked against the seal it was written after.
        seed = opened.written ?? seed;
        if (!opened.intact) {
          damaged += 1;
          if (damaged === 1) firstDamaged = lineNumber;
        } else {
          endAt = block.at + stop + 1;
          endCrc = opened.found;
          if (lineNumber === 1) header = headerOf(parseLine(text(block.bytes, at, stop)));
          if (nextNoted !== -1 && nextNoted < stop && isOut(block.bytes, at)) {
            // The leases before the first note are not parsed: they are most of the line.
            noted.push(`{"out":[${block.bytes.toString("utf8", nextNoted, stop)}`);
          }
        }
        at = stop + 1;
        if (nextNoted !== -1 && nextNoted < at) nextNoted = block.bytes.indexOf(NOTED, at);
      }
    }
  } catch (error) {
    remarks.push(`${name} could not be read to its end: ${diskTrouble(error)}`);
  }
  if (damaged > 0) {
    remarks.push(
      `${name} is damaged in ${damaged} lines, the first of them line ${firstDamaged}; what they said is lost. ` +
        "Usually the SD card is failing, or someone changed the file. Keep the file and look at the card.",
    );
  }
  const end = endAt === 0 ? null : { file: name, bytes: endAt, crc: hex8(endCrc) };
  return { header, noted, end, remarks };
}

const isOut = (bytes: Buffer, at: number): boolean =>
  bytes.compare(OUT, 0, OUT.length, at + SEAL_LENGTH, at + SEAL_LENGTH + OUT.length) === 0;

const text = (bytes: Buffer, from: number, to: number): string =>
  bytes.toString("utf8", from + SEAL_LENGTH, to);

const headerOf = (line: { readonly ok: boolean; readonly value?: Line }): Header | null =>
  line.value?.kind === "header" ? line.value.header : null;
