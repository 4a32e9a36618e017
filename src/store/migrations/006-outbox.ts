// Room: store/migrations. What waits to be sent to others, and when each job last ran. Neither is evidence.
// Released migrations are never edited.

import type { Migration } from "../store.ts";

export const outbox: Migration = {
  id: 6,
  name: "outbox",
  evidence: [],
  sql: `
    CREATE TABLE outbox (
      -- AUTOINCREMENT: a number is never given twice, so that a late acknowledgement removes nothing else.
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      at INTEGER NOT NULL,
      -- Alarms are kept; telemetry is dropped first, the oldest before the newer.
      kind TEXT NOT NULL CHECK (kind IN ('alarm', 'telemetry')),
      topic TEXT NOT NULL,
      payload TEXT NOT NULL,
      retain INTEGER NOT NULL CHECK (retain IN (0, 1))
    ) STRICT;
    CREATE INDEX outbox_kind ON outbox (kind, id);
    CREATE TABLE job (
      job TEXT PRIMARY KEY,
      -- The beginning of the last time it was due that is done, whatever the clock said then.
      last_run INTEGER NOT NULL,
      good INTEGER NOT NULL CHECK (good IN (0, 1)),
      says TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    -- Up to which record of a table others have been told.
    CREATE TABLE told (
      family TEXT PRIMARY KEY,
      up_to INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
