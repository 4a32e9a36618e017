// Room: store/migrations. What was restored, and which cows a person still has to look at because of it.
// Released migrations are never edited.

import type { Migration } from "../store.ts";

export const restore: Migration = {
  id: 7,
  name: "restore",
  evidence: ["restore", "restore_review"],
  sql: `
    -- One row for each time the records went back to a backup.
    CREATE TABLE restore (
      id INTEGER PRIMARY KEY,
      -- One wish, one restore: after a crash it is not done twice.
      request TEXT NOT NULL UNIQUE,
      backup TEXT NOT NULL,
      backup_at INTEGER NOT NULL,
      at INTEGER NOT NULL,
      "by" TEXT NOT NULL,
      reason TEXT NOT NULL,
      kept_aside TEXT NOT NULL,
      -- What the cows to look at were taken from, in words, and whether that was all there is.
      known_from TEXT NOT NULL,
      everything INTEGER NOT NULL CHECK (everything IN (0, 1))
    ) STRICT;
    -- One row for each cow that comes under review, one more when a person has looked.
    CREATE TABLE restore_review (
      id INTEGER PRIMARY KEY,
      restore INTEGER NOT NULL REFERENCES restore (id),
      cow TEXT NOT NULL,
      why TEXT NOT NULL,
      last_touched INTEGER,
      looked INTEGER NOT NULL CHECK (looked IN (0, 1)),
      "by" TEXT NOT NULL,
      at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX restore_review_cow ON restore_review (cow, id);
  `,
};
