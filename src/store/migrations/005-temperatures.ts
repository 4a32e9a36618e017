// Room: store. Migration 5: temperatures, one row a probe and hour.
// May live here: this step of the schema. May not: anything else; once released it is never edited.
// Invariant: an hour's figures and the digest of its readings are evidence; the readings themselves may be shed when the disk is nearly full.

import type { Migration } from "../store.ts";

export const temperatures: Migration = {
  id: 5,
  name: "temperatures",
  sql: `
CREATE TABLE temperature_hour (
  id INTEGER PRIMARY KEY,
  probe TEXT NOT NULL,
  hour INTEGER NOT NULL,
  part INTEGER NOT NULL,
  low REAL,
  high REAL,
  mean REAL,
  count INTEGER NOT NULL,
  doubted INTEGER NOT NULL,
  missing INTEGER NOT NULL,
  untrusted INTEGER NOT NULL,
  digest TEXT NOT NULL
) STRICT;
CREATE INDEX temperature_hour_when ON temperature_hour (hour, probe, part, low, high);

CREATE TABLE temperature_readings (
  hour INTEGER NOT NULL,
  probe TEXT NOT NULL,
  part INTEGER NOT NULL,
  packed BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX temperature_readings_when ON temperature_readings (hour, probe, part);

CREATE TABLE temperature_open (
  probe TEXT PRIMARY KEY,
  hour INTEGER NOT NULL,
  packed BLOB NOT NULL
) STRICT;
`,
  evidence: ["temperature_hour"],
};
