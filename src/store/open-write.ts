// Room: store. One transaction, and the pen that is valid within it.
// May live here: BEGIN, COMMIT, ROLLBACK. May not: what is written. Invariant: all of it is on the disk afterwards, or none of it.

import type { Database } from "better-sqlite3";
import { assert } from "../domain/result.ts";
import { appendEvidence, headOf } from "./chain.ts";
import { refusalOf } from "./refusal.ts";
import type { ChainHead, Pen } from "./store.ts";

/** One transaction on an open database. Throws what SQLite or `work` throws. */
export function writeTo<T>(
  db: Database,
  { boot, evidence }: { readonly boot: string; readonly evidence: readonly string[] },
  work: (pen: Pen) => T,
): T {
  assert(!db.inTransaction, "one transaction at a time");
  db.exec("BEGIN IMMEDIATE");
  try {
    const made = work(penOf(db, boot, evidence));
    assert(!(made instanceof Promise), "a transaction waits for nothing");
    db.exec("COMMIT");
    return made;
  } catch (error) {
    // SQLite itself rolls back on a full disk, but not always.
    if (db.inTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

function penOf(db: Database, boot: string, evidence: readonly string[]): Pen {
  let head: ChainHead | null = null;
  return {
    append(table, row, written, says) {
      assert(evidence.includes(table), `"${table}" is a table of evidence`);
      head = appendEvidence(db, head ?? headOf(db), { table, row, written, says, boot });
      return head.records;
    },
    run(sql, ...params) {
      const table = /^\s*(?:insert|replace)\b.*?\binto\s+"?(\w+)/is.exec(sql)?.[1] ?? "";
      assert(table !== "evidence" && !evidence.includes(table), `"${table}" is written with append`);
      db.prepare(sql).run(...params);
    },
    attempt(work) {
      const before = head;
      db.exec("SAVEPOINT attempt");
      try {
        work();
        db.exec("RELEASE attempt");
        return null;
      } catch (error) {
        const refused = refusalOf(error);
        // Where SQLite has given up the whole transaction there is nothing to go back to.
        if (refused === null || !db.inTransaction) throw error;
        db.exec("ROLLBACK TO attempt; RELEASE attempt");
        head = before;
        return refused;
      }
    },
  };
}
