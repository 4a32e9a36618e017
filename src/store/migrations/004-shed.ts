// Room: store. Migration 4: what the controller did, and how far its recording has been taken in.
// May live here: this step of the schema. May not: anything else; once released it is never edited.
// Invariant: what the controller told is evidence; only the place in the recording and the sum of counted milkings are rewritten.

import type { Migration } from "../store.ts";

/**
 * Indexes end with what grows in time, so that a new row touches pages that are warm already: an index by cow alone would
 * write a page of its own for every visit. A cow's visits are found milking by milking.
 */
export const shed: Migration = {
  id: 4,
  name: "shed",
  sql: `
CREATE TABLE milking (
  id INTEGER PRIMARY KEY,
  milking INTEGER NOT NULL,
  what TEXT NOT NULL CHECK (what IN ('began', 'ended')),
  at INTEGER NOT NULL,
  trusted INTEGER NOT NULL
) STRICT;
CREATE INDEX milking_number ON milking (milking, what);
CREATE INDEX milking_began ON milking (at) WHERE what = 'began';

CREATE TABLE read_rate (
  id INTEGER PRIMARY KEY,
  milking INTEGER NOT NULL,
  reader TEXT NOT NULL,
  cows INTEGER NOT NULL,
  read INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX read_rate_milking ON read_rate (milking);

CREATE TABLE visit (
  id INTEGER PRIMARY KEY,
  visit TEXT NOT NULL,
  milking INTEGER NOT NULL,
  bail INTEGER NOT NULL,
  cow TEXT,
  eid TEXT,
  identity TEXT,
  opened INTEGER,
  began INTEGER,
  surely INTEGER,
  ended INTEGER NOT NULL,
  trusted INTEGER NOT NULL,
  to_vat INTEGER NOT NULL,
  diverted INTEGER NOT NULL,
  diverted_for TEXT NOT NULL,
  holds TEXT NOT NULL,
  facts TEXT NOT NULL,
  may_go TEXT NOT NULL,
  counted INTEGER
) STRICT;
CREATE INDEX visit_milking ON visit (milking, cow, to_vat);
CREATE INDEX visit_ended ON visit (ended);
CREATE INDEX visit_diverted ON visit (ended) WHERE diverted = 1;

CREATE TABLE happening (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  trusted INTEGER NOT NULL,
  "by" TEXT,
  cow TEXT,
  bail INTEGER,
  about TEXT NOT NULL
) STRICT;
CREATE INDEX happening_at ON happening (at);
CREATE INDEX happening_kind ON happening (kind, at);
CREATE INDEX happening_cow ON happening (cow, at) WHERE cow IS NOT NULL;

CREATE TABLE alarm_event (
  id INTEGER PRIMARY KEY,
  alarm TEXT NOT NULL,
  kind TEXT NOT NULL,
  condition TEXT NOT NULL,
  at INTEGER NOT NULL,
  trusted INTEGER NOT NULL,
  "by" TEXT,
  about TEXT NOT NULL
) STRICT;
CREATE INDEX alarm_event_alarm ON alarm_event (alarm);
CREATE INDEX alarm_event_raised ON alarm_event (at) WHERE kind = 'alarm-raised';

CREATE TABLE vat_event (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  trusted INTEGER NOT NULL,
  milking INTEGER,
  profile TEXT,
  outcome TEXT,
  "by" TEXT,
  about TEXT NOT NULL
) STRICT;
CREATE INDEX vat_event_kind ON vat_event (kind, at);
CREATE INDEX vat_event_milking ON vat_event (milking) WHERE milking IS NOT NULL;

CREATE TABLE ingest_position (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  file TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  crc INTEGER NOT NULL,
  up_to INTEGER,
  memory TEXT NOT NULL
) STRICT;
CREATE TABLE ingest_file (
  file TEXT PRIMARY KEY,
  bytes INTEGER NOT NULL
) STRICT;

CREATE TABLE milkings_counted (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  visit INTEGER NOT NULL,
  happening INTEGER NOT NULL,
  cows TEXT NOT NULL
) STRICT;
`,
  evidence: ["milking", "read_rate", "visit", "happening", "alarm_event", "vat_event"],
};
