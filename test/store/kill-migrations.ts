// Room: test/store. An old form of a small database and the two migrations that bring it up to date, each statement slow enough to be killed in.
// May live here: migrations of tests. May not: expectations.

import { chain } from "../../src/store/migrations/001-chain.ts";
import type { Migration } from "../../src/store/store.ts";
import { MORNING } from "./morning.ts";

export const CLOCK: number = MORNING;

/** Work that takes some milliseconds and leaves rows behind. */
const SLOW = `INSERT INTO slow (n) WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 8000) SELECT n FROM c;`;

const note: Migration = {
  id: 2,
  name: "note",
  evidence: ["note"],
  sql: "CREATE TABLE note (id INTEGER PRIMARY KEY, says TEXT NOT NULL) STRICT; CREATE TABLE slow (n INTEGER NOT NULL) STRICT;",
};
const kinds: Migration = {
  id: 3,
  name: "kinds",
  evidence: ["kind"],
  sql: `${SLOW} CREATE TABLE kind (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT; ${SLOW}
    CREATE INDEX kind_name ON kind (name); ${SLOW} ALTER TABLE note ADD COLUMN kind TEXT; ${SLOW}`,
};
const places: Migration = {
  id: 4,
  name: "places",
  evidence: [],
  sql: `ALTER TABLE note ADD COLUMN place TEXT; ${SLOW} CREATE TABLE place (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID; ${SLOW}
    INSERT INTO place VALUES ('shed'); DELETE FROM slow; ${SLOW}`,
};

export const OLD: readonly Migration[] = [chain, note];
export const OLD_AND_SLOW: readonly Migration[] = [...OLD, kinds, places];
