// Room: store. Whether the records hold every fact that the bails obeyed last: a copy of them that is older does not.
// May live here: that comparison. May not: reading herd files, deciding what to do about it.
// Invariant: a fact is in the records for good before the bails obey it, so one that is missing was lost.

import type { Database } from "better-sqlite3";
import type { StoreTrouble } from "./store.ts";

/** As it stood in the herd that was in force. `at` null: not written as an instant. */
export type ObeyedFact = { readonly fact: string; readonly at: number | null };

/** Those that the records do not have, or have as something else that was written at another time. */
export const lostFacts = (db: Database, obeyed: readonly ObeyedFact[]): readonly string[] =>
  db
    .prepare<[string], string>(
      `SELECT json_extract(value, '$.fact') AS name FROM json_each(?) WHERE NOT EXISTS (
         SELECT 1 FROM fact WHERE fact.fact = json_extract(value, '$.fact')
         AND fact.recorded_at = ifnull(json_extract(value, '$.at'), fact.recorded_at))`,
    )
    .pluck()
    .all(JSON.stringify(obeyed));

export function outdated(path: string, lost: readonly string[]): StoreTrouble {
  const names = lost.slice(0, 5).join(", ") + (lost.length > 5 ? ", …" : "");
  const what = lost.length === 1 ? "1 entry" : `${lost.length} entries`;
  return {
    kind: "older",
    says: `The records in ${path} are older than what the bails obeyed last: ${what} that they obeyed (${names}) is not in them. Usually a backup or an old copy was put over the records by hand.`,
    fix: "Stop the program and put the file back that was there. If it is lost, go back to a backup with `vatguard restore --list` and `vatguard restore NAME`: then every cow diverts until a person has looked at her records.",
  };
}
