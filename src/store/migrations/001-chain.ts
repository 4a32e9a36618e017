// Room: store/migrations. The chain that every piece of evidence hangs on, and the answers that entries were given.
// Released migrations are never edited. `evidence` has no `id`: its own triggers are written out here.

import type { Migration } from "../store.ts";

export const chain: Migration = {
  id: 1,
  name: "chain",
  evidence: [],
  sql: `
    CREATE TABLE evidence (
      seq INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      trusted INTEGER NOT NULL CHECK (trusted IN (0, 1)),
      boot TEXT NOT NULL,
      "by" TEXT NOT NULL,
      family TEXT NOT NULL,
      record TEXT NOT NULL,
      says TEXT NOT NULL,
      row_hash TEXT NOT NULL CHECK (length(row_hash) = 64),
      hash TEXT NOT NULL CHECK (length(hash) = 64),
      UNIQUE (family, record)
    ) STRICT;
    CREATE INDEX evidence_at ON evidence (at);
    CREATE TRIGGER evidence_no_update BEFORE UPDATE ON evidence
      BEGIN SELECT RAISE(ABORT, 'evidence is permanent: evidence is never changed'); END;
    CREATE TRIGGER evidence_no_delete BEFORE DELETE ON evidence
      BEGIN SELECT RAISE(ABORT, 'evidence is permanent: evidence is never deleted'); END;
    CREATE TABLE entry (
      entry TEXT PRIMARY KEY,
      route TEXT NOT NULL,
      body_hash TEXT NOT NULL CHECK (length(body_hash) = 64),
      answer TEXT NOT NULL,
      at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
