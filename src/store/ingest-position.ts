// Room: store. How far the flight recording has been taken in, and what has to be remembered to go on from there.
// May live here: the position's rows. May not: reading the recording (office/shed).
// Invariant: the position is written in the transaction of the rows that were read up to it, so every record counts exactly once.

import type { EpochMs } from "../domain/units.ts";
import { instantOf, jsonOf, numberOf, type ReadRow, textOf } from "./columns.ts";
import type { Pen, Store } from "./store.ts";

/** A place between two lines of a recording; `crc` is the checksum that seeds the next line's. */
export type Place = { readonly file: string; readonly bytes: number; readonly crc: number };

export type Ingested = {
  readonly place: Place;
  /** The wall clock of the last record taken in; null: none yet. */
  readonly upTo: EpochMs | null;
  /** Plain JSON: cows in the bails, the clock, the probes, as of this place. */
  readonly memory: unknown;
};

/** Null: nothing has been taken in yet. */
export function readIngested(store: Store): Ingested | null {
  const row = store.db.prepare<[], ReadRow>("SELECT * FROM ingest_position WHERE id = 1").get();
  if (row === undefined) return null;
  return {
    place: { file: textOf(row, "file"), bytes: numberOf(row, "bytes"), crc: numberOf(row, "crc") },
    upTo: row.up_to === null ? null : instantOf(row, "up_to"),
    memory: jsonOf(row, "memory"),
  };
}

export function writeIngested(pen: Pen, { place, upTo, memory }: Ingested): void {
  pen.run(
    `INSERT INTO ingest_position (id, file, bytes, crc, up_to, memory) VALUES (1, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET file = excluded.file, bytes = excluded.bytes, crc = excluded.crc,
       up_to = excluded.up_to, memory = excluded.memory`,
    place.file,
    place.bytes,
    place.crc,
    upTo,
    JSON.stringify(memory),
  );
}

/** Nothing more of this file will be taken in. */
export function fileFinished(pen: Pen, { file, bytes }: Place): void {
  pen.run("INSERT OR REPLACE INTO ingest_file (file, bytes) VALUES (?, ?)", file, bytes);
}

/** The names of all files that have been taken in to their end. */
export const filesFinished = (store: Store): ReadonlySet<string> =>
  new Set(store.db.prepare<[], string>("SELECT file FROM ingest_file").pluck().all());
