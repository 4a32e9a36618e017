// Room: store. The chain of evidence: appending to it, and working it out anew.
// May live here: links and their hashes. May not: what a record means, opening files.
// Invariant: a row of evidence and its link are written together; any change of either afterwards is found.

import type { Database, Statement } from "better-sqlite3";
import { assert } from "../domain/result.ts";
import { canonicalJson, canonicalRow, type StoredRow, sha256 } from "./canonical.ts";
import type { ChainHead, Row, Written } from "./store.ts";

/** The hash that the first record hangs on. */
export const CHAIN_START = "0".repeat(64);

type Link = {
  readonly seq: number;
  readonly at: number;
  readonly trusted: number;
  readonly boot: string;
  readonly by: string;
  readonly family: string;
  readonly record: string;
  readonly says: string;
  readonly row_hash: string;
};
type HashedLink = Link & { readonly hash: string };

const hashOf = (before: string, link: Link): string =>
  sha256(
    canonicalJson([
      before,
      link.seq,
      link.at,
      link.trusted,
      link.boot,
      link.by,
      link.family,
      link.record,
      link.says,
      link.row_hash,
    ]),
  );

export function headOf(db: Database): ChainHead {
  const last = db
    .prepare<[], { seq: number; hash: string }>("SELECT seq, hash FROM evidence ORDER BY seq DESC LIMIT 1")
    .get();
  return last === undefined ? { records: 0, hash: CHAIN_START } : { records: last.seq, hash: last.hash };
}

export type Appends = {
  readonly table: string;
  readonly row: Row;
  readonly written: Written;
  readonly says: string;
  readonly boot: string;
};

/** Writes one row and its link after `head`, within a transaction. Gives the new head. */
export function appendEvidence(db: Database, head: ChainHead, given: Appends): ChainHead {
  const { table, row, written } = given;
  assert(!("id" in row), `a row of "${table}" gets its id from the chain`);
  const seq = head.records + 1;
  const columns = Object.keys(row).map((column) => `"${column}"`);
  const places = columns.map(() => ", ?").join("");
  db.prepare(`INSERT INTO "${table}" (${["id", ...columns].join(", ")}) VALUES (?${places})`).run(
    seq,
    ...Object.values(row),
  );
  const link: Link = {
    seq,
    at: written.at,
    trusted: written.trusted ? 1 : 0,
    boot: given.boot,
    by: written.by,
    family: table,
    record: String(seq),
    says: asStored(given.says),
    row_hash: rowHash(rowsOf(db, table), seq) ?? assertRow(table, seq),
  };
  const hash = hashOf(head.hash, link);
  db.prepare(
    `INSERT INTO evidence (seq, at, trusted, boot, "by", family, record, says, row_hash, hash)
     VALUES ($seq, $at, $trusted, $boot, $by, $family, $record, $says, $row_hash, $hash)`,
  ).run({ ...link, hash });
  return { records: seq, hash };
}

/** As it will be read back: half of a character that takes two halves is not one, and would be kept as something else. */
const asStored = (text: string): string => Buffer.from(text, "utf8").toString("utf8");

function assertRow(table: string, seq: number): never {
  throw new Error(`broken assumption: row ${seq} of "${table}" is there after it was written`);
}

type RowsOf = Statement<[number], StoredRow>;
const rowsOf = (db: Database, table: string): RowsOf =>
  db.prepare<[number], StoredRow>(`SELECT * FROM "${table}" WHERE id = ?`).safeIntegers(true);

/** The hash of a row as it is stored; null: there is none. */
function rowHash(rows: RowsOf, id: number): string | null {
  const row = rows.get(id);
  return row === undefined ? null : sha256(canonicalRow(row));
}

/** The first thing that does not hold. */
export type Difference = { readonly seq: number; readonly family: string; readonly says: string };
export type ChainVerdict = {
  readonly good: boolean;
  readonly head: ChainHead;
  readonly first: Difference | null;
  readonly says: string;
};

/** How many records are looked at without letting anything else happen: a few milliseconds. */
const SLICE = 100;

/**
 * Works the whole chain out anew, a slice at a time: yields how much is done, 0 to 1. `noted` are heads that were written down elsewhere (on paper,
 * by MQTT): a chain alone does not show that its tail was cut off. Records may be appended meanwhile.
 */
export function* checkChain(
  db: Database,
  tables: readonly string[],
  noted: readonly ChainHead[] = [],
): Generator<number, ChainVerdict> {
  let head: ChainHead = { records: 0, hash: CHAIN_START };
  const heads = new Map(noted.map(({ records, hash }) => [records, hash]));
  const links = db.prepare<[number, number], HashedLink>(
    "SELECT * FROM evidence WHERE seq > ? ORDER BY seq LIMIT ?",
  );
  const rows = new Map(tables.map((table) => [table, rowsOf(db, table)]));
  for (;;) {
    const slice = links.all(head.records, SLICE);
    for (const link of slice) {
      const first = differenceOf(rows, head, link) ?? notedDifference(link, heads);
      if (first !== null) return broken(head, first);
      head = { records: link.seq, hash: link.hash };
    }
    if (slice.length < SLICE) break;
    yield head.records / Math.max(1, headOf(db).records);
  }
  const first = cutOff(head, noted) ?? unlinked(db, tables);
  if (first !== null) return broken(head, first);
  const says = `The chain of evidence holds: ${head.records} records, each as it was written.`;
  return { good: true, head, first: null, says };
}

/** As `checkChain`, without pauses. */
export function verifyChain(
  db: Database,
  tables: readonly string[],
  noted: readonly ChainHead[] = [],
): ChainVerdict {
  const check = checkChain(db, tables, noted);
  for (;;) {
    const step = check.next();
    if (step.done === true) return step.value;
  }
}

function broken(head: ChainHead, first: Difference): ChainVerdict {
  const says = `The chain of evidence is broken at record ${first.seq} (${first.family}): ${first.says} Somebody changed the file, or it is damaged. Keep it as it is, compare it with a backup, and tell those who rely on it.`;
  return { good: false, head, first, says };
}

function differenceOf(
  rows: ReadonlyMap<string, RowsOf>,
  head: ChainHead,
  link: HashedLink,
): Difference | null {
  const at = { seq: head.records + 1, family: link.family };
  if (link.seq !== at.seq) return { ...at, family: "?", says: "it is no longer there." };
  if (hashOf(head.hash, link) !== link.hash)
    return { ...at, says: "it, or the order of the records, has been changed." };
  const table = rows.get(link.family);
  if (table === undefined || link.record !== String(link.seq))
    return { ...at, says: "it belongs to no table of evidence." };
  const found = rowHash(table, link.seq);
  if (found === null) return { ...at, says: "its row is no longer there." };
  return found === link.row_hash ? null : { ...at, says: "its row has been changed." };
}

function notedDifference(link: HashedLink, heads: ReadonlyMap<number, string>): Difference | null {
  const noted = heads.get(link.seq);
  if (noted === undefined || noted === link.hash) return null;
  const says = "it is not the one whose hash was noted: the chain was written anew.";
  return { seq: link.seq, family: link.family, says };
}

function cutOff(head: ChainHead, noted: readonly ChainHead[]): Difference | null {
  const most = noted.reduce((most, { records }) => Math.max(most, records), 0);
  if (most <= head.records) return null;
  const says = `${most} records had been noted, and only ${head.records} are left: the end was cut off.`;
  return { seq: head.records + 1, family: "?", says };
}

/** A row that was put into a table of evidence without a link. */
function unlinked(db: Database, tables: readonly string[]): Difference | null {
  for (const family of tables) {
    const id = db
      .prepare<[string], number>(
        `SELECT id FROM "${family}" AS row WHERE NOT EXISTS
           (SELECT 1 FROM evidence WHERE evidence.seq = row.id AND evidence.family = ?) LIMIT 1`,
      )
      .pluck()
      .get(family);
    if (id !== undefined) return { seq: id, family, says: `row ${id} was put there without being recorded.` };
  }
  return null;
}
