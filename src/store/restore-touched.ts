// Room: store. Which cows were touched since a backup: in the records that are being replaced.
// May live here: comparing two databases. May not: changing either, reading recordings.
// Invariant: what cannot be told for sure is said to be so; then every cow counts as touched.

import type { Database } from "better-sqlite3";
import { verifyChain } from "./chain.ts";
import { lostFacts, type ObeyedFact } from "./in-force-before.ts";
import { evidenceTables } from "./migrate.ts";
import type { Migration } from "./store.ts";

/** Of a cow: why she is looked at, and when she was last touched. */
export type Touched = Map<string, { readonly why: string; readonly last: number | null }>;
export type TouchedSince = { readonly cows: Touched; readonly everything: boolean };

/** Evidence about a cow, in words; other tables with a column `cow` count too. */
const WHY: { readonly [table: string]: string } = {
  fact: "something was entered about her",
  cow_register: "her entry in the register was changed",
  cow_tag: "her tag was changed",
  visit: "she was milked",
  happening: "something was noted about her at the bail",
  restore_review: "she was under review",
};
const OTHER = "there was a record about her";

/** `replaced`: null where it cannot be opened. Both may be of an older form. */
export function touchedSince(
  replaced: Database | null,
  restored: Database,
  {
    migrations,
    obeyed,
  }: { readonly migrations: readonly Migration[]; readonly obeyed: readonly ObeyedFact[] },
): TouchedSince {
  const cows: Touched = new Map();
  if (replaced === null) return { cows, everything: false };
  try {
    const tables = evidenceTables(migrations).filter((table) => columnsOf(replaced, table).length > 0);
    // A record that was changed in place is no guide to what else was.
    const sound = verifyChain(replaced, tables).good;
    const common = commonRecords(replaced, restored);
    for (const table of tables) {
      if (columnsOf(replaced, table).includes("cow")) addCows(cows, replaced, table, common);
    }
    addGroups(cows, replaced, common);
    if (policyChanged(replaced, common))
      for (const cow of registered(replaced))
        touch(cows, cow, "the farm's rules for withholding were changed", null);
    // An older copy put in their place by hand lacks what the bails had obeyed already.
    const whole = goesOnFrom(replaced, restored, common) && lostFacts(replaced, obeyed).length === 0;
    return { cows, everything: sound && whole };
  } catch {
    // Damaged where it was read: whatever was found counts, and so does every other cow.
    return { cows, everything: false };
  }
}

/**
 * Whether what is replaced holds all that was entered since the backup: it goes on from the backup's last record; or it parted from it by going
 * back before, when whoever was touched came under review. Records of another farm, of a new beginning on another card, or of before the backup
 * know nothing of what was entered after it.
 */
function goesOnFrom(replaced: Database, restored: Database, common: number): boolean {
  if (common === recordsOf(restored)) return true;
  return (
    common > 0 &&
    columnsOf(replaced, "restore").length > 0 &&
    replaced.prepare("SELECT 1 FROM restore WHERE id = ?").get(common + 1) !== undefined
  );
}

const recordsOf = (db: Database): number =>
  Number(db.prepare("SELECT ifnull(max(seq), 0) FROM evidence").pluck().get());

const columnsOf = (db: Database, table: string): readonly string[] =>
  db.prepare<[string], string>("SELECT name FROM pragma_table_info(?)").pluck().all(table);

/** How many records the two have in common, from the beginning: after an earlier restore the chains part. */
function commonRecords(a: Database, b: Database): number {
  const hashAt = (db: Database, seq: number): unknown =>
    db.prepare<[number], string>("SELECT hash FROM evidence WHERE seq = ?").pluck().get(seq);
  let same = 0;
  let different = Math.min(recordsOf(a), recordsOf(b)) + 1;
  while (different - same > 1) {
    const middle = Math.floor((same + different) / 2);
    if (hashAt(a, middle) === hashAt(b, middle)) same = middle;
    else different = middle;
  }
  return same;
}

export function touch(cows: Touched, cow: string, why: string, last: number | null): void {
  const before = cows.get(cow);
  if (before === undefined) {
    cows.set(cow, { why, last });
    return;
  }
  const both = before.why.includes(why) ? before.why : `${before.why}; ${why}`;
  cows.set(cow, { why: both, last: last === null ? before.last : Math.max(last, before.last ?? last) });
}

function addCows(cows: Touched, db: Database, table: string, common: number): void {
  const rows = db
    .prepare<[string, number], { cow: string; last: number }>(
      `SELECT t.cow AS cow, max(e.at) AS last FROM "${table}" AS t JOIN evidence AS e ON e.seq = t.id AND e.family = ?
       WHERE t.id > ? AND t.cow IS NOT NULL GROUP BY t.cow`,
    )
    .all(table, common);
  for (const { cow, last } of rows) touch(cows, cow, WHY[table] ?? OTHER, last);
}

function addGroups(cows: Touched, db: Database, common: number): void {
  if (columnsOf(db, "herd_group").length === 0) return;
  const rows = db
    .prepare<[number], string>(
      "SELECT DISTINCT member.value FROM herd_group, json_each(herd_group.cows) AS member WHERE herd_group.id > ?",
    )
    .pluck()
    .all(common);
  for (const cow of rows) touch(cows, String(cow), "she is in a group that was changed", null);
}

const policyChanged = (db: Database, common: number): boolean =>
  columnsOf(db, "herd_policy").length > 0 &&
  db.prepare("SELECT 1 FROM herd_policy WHERE id > ?").get(common) !== undefined;

/** Every cow that the register knows. */
export const registered = (db: Database): readonly string[] =>
  columnsOf(db, "cow_register").length === 0
    ? []
    : db.prepare<[], string>("SELECT DISTINCT cow FROM cow_register").pluck().all();
