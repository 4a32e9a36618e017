// Room: store. What every table family is written against: an open database, a pen for one transaction, a chain.
// May live here: shapes. May not: SQL. Invariant: evidence is written with a pen, and a pen only appends to it.

import type { Database } from "better-sqlite3";
import type { EpochMs } from "../domain/units.ts";

/** A value of a STRICT column. */
export type Cell = string | number | bigint | null | Uint8Array;
export type Row = { readonly [column: string]: Cell };

/** Who wrote a record, when, and whether the clock was trusted then. `by` is a person, "controller" or "office". */
export type Written = { readonly by: string; readonly at: EpochMs; readonly trusted: boolean };

export type ChainHead = { readonly records: number; readonly hash: string };

/** Valid within one transaction. */
export type Pen = {
  /**
   * Appends one row to an evidence table and to the chain, in this transaction. `says` is the change in a sentence, for the list
   * of changes. Throws on a table that is not declared as evidence by a migration. Returns the record's place in the chain, which is also
   * the row's `id`: `row` must not give one.
   */
  append(table: string, row: Row, written: Written, says: string): number;
  /** Runs a statement on a table that is not evidence (sessions, positions, the outbox). */
  run(sql: string, ...params: readonly Cell[]): void;
  /**
   * Does `work` within the transaction, or none of it: gives why its values are refused (refusal.ts), null where they are taken. Throws what is
   * no refusal: the disk, the file, a bug of SQLite's use.
   */
  attempt(work: () => void): string | null;
};

export type Store = {
  /** For reading. Writing goes through `write`. */
  readonly db: Database;
  readonly path: string;
  /** The tables whose rows hang on the chain. */
  readonly evidence: readonly string[];
  /**
   * One transaction (BEGIN IMMEDIATE): all of it is on the disk when this returns, or none of it and it throws: a `StoreFailure` with the
   * StoreTrouble (open-trouble.ts) where disk or file are the trouble, else what `work` threw. `work` must not wait for anything.
   */
  write<T>(work: (pen: Pen) => T): T;
  head(): ChainHead;
  /** From now on `write` throws this, for the time that the records are being replaced. Null: writes again. */
  stopWriting(why: string | null): void;
  close(): void;
};

/** Why a store cannot be opened or written, in words for the screen. Never answered by making a new one. */
export type StoreTrouble = {
  readonly kind:
    | "missing"
    | "corrupt"
    | "older"
    | "newer"
    | "in-use"
    | "unreadable"
    | "full"
    | "unsafe-settings";
  readonly says: string;
  readonly fix: string;
};

/** One step of the schema. Numbers rise by one; a released migration is never edited. */
export type Migration = {
  readonly id: number;
  readonly name: string;
  readonly sql: string;
  /** The tables of this migration that are evidence: append-only by trigger, chained. Each has an INTEGER PRIMARY KEY called `id`. */
  readonly evidence: readonly string[];
};
