// Room: store/migrations. Migration 3: the herd's records: register, tags, facts, treatments, medicines, stock, groups, policy.
// May live here: the schema of these tables. May not: queries. Invariant: every one of them is evidence: what is entered stays.

import type { Migration } from "../store.ts";

/** `at` and `trusted`: when the row was written, and whether the clock was trusted then. Lists and bodies are JSON. */
const WRITTEN = `
  "by" TEXT NOT NULL,
  at INTEGER NOT NULL,
  trusted INTEGER NOT NULL CHECK (trusted IN (0, 1))`;

export const herd: Migration = {
  id: 3,
  name: "herd",
  sql: `
    CREATE TABLE cow_register (
      id INTEGER PRIMARY KEY,
      cow TEXT NOT NULL,
      version INTEGER NOT NULL,
      name TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('in-milk', 'dry', 'heifer', 'sold', 'died')),
      eids TEXT NOT NULL CHECK (json_valid(eids)),
      breed TEXT NOT NULL,
      born TEXT,
      note TEXT NOT NULL,
      reason TEXT NOT NULL,
      record TEXT NOT NULL UNIQUE,${WRITTEN},
      UNIQUE (cow, version)
    ) STRICT;

    CREATE TABLE cow_tag (
      id INTEGER PRIMARY KEY,
      cow TEXT NOT NULL,
      eid TEXT NOT NULL CHECK (length(eid) = 15),
      change TEXT NOT NULL CHECK (change IN ('on', 'off')),${WRITTEN}
    ) STRICT;
    CREATE INDEX cow_tag_cow ON cow_tag (cow);

    CREATE TABLE fact (
      id INTEGER PRIMARY KEY,
      fact TEXT NOT NULL,
      cow TEXT NOT NULL,
      kind TEXT NOT NULL,
      supersedes TEXT,
      recorded_at INTEGER NOT NULL,
      body TEXT NOT NULL CHECK (json_valid(body)),
      herd_group TEXT NOT NULL,
      detail TEXT NOT NULL CHECK (json_valid(detail)),${WRITTEN},
      UNIQUE (fact, cow)
    ) STRICT;
    CREATE INDEX fact_cow ON fact (cow);

    CREATE TABLE treatment (
      id INTEGER PRIMARY KEY,
      record TEXT NOT NULL UNIQUE,
      herd_group TEXT NOT NULL,
      place TEXT NOT NULL,
      product TEXT NOT NULL,
      version INTEGER NOT NULL,
      product_name TEXT NOT NULL,
      row_use TEXT NOT NULL,
      batch TEXT,
      batch_number TEXT NOT NULL,
      batch_use_by TEXT,
      supplier TEXT NOT NULL,
      quantity_each REAL NOT NULL,
      unit TEXT NOT NULL,
      reason TEXT NOT NULL,
      dose TEXT NOT NULL,
      route TEXT NOT NULL,
      quarters TEXT NOT NULL CHECK (json_valid(quarters)),
      first_dose TEXT NOT NULL,
      last_dose TEXT NOT NULL,
      last_dose_at INTEGER,
      milk_words TEXT NOT NULL,
      meat_words TEXT NOT NULL,
      esi_words TEXT NOT NULL,
      vet TEXT NOT NULL,
      direction TEXT NOT NULL,
      note TEXT NOT NULL,
      late INTEGER NOT NULL CHECK (late IN (0, 1)),
      supersedes TEXT,${WRITTEN}
    ) STRICT;
    CREATE INDEX treatment_at ON treatment (at);
    CREATE INDEX treatment_supersedes ON treatment (supersedes);

    CREATE TABLE product (
      id INTEGER PRIMARY KEY,
      product TEXT NOT NULL,
      version INTEGER NOT NULL,
      name TEXT NOT NULL,
      unit TEXT NOT NULL,
      route TEXT NOT NULL,
      dose TEXT NOT NULL,
      supplier TEXT NOT NULL,${WRITTEN},
      UNIQUE (product, version)
    ) STRICT;

    CREATE TABLE label (
      id INTEGER PRIMARY KEY,
      label TEXT NOT NULL,
      version INTEGER NOT NULL,
      row_use TEXT NOT NULL,
      body TEXT NOT NULL CHECK (json_valid(body)),${WRITTEN},
      UNIQUE (label, version, row_use)
    ) STRICT;

    CREATE TABLE batch (
      id INTEGER PRIMARY KEY,
      batch TEXT NOT NULL UNIQUE,
      product TEXT NOT NULL,
      number TEXT NOT NULL,
      use_by TEXT NOT NULL,
      supplier TEXT NOT NULL,
      received_on TEXT NOT NULL,${WRITTEN}
    ) STRICT;
    CREATE INDEX batch_product ON batch (product);

    CREATE TABLE stock_move (
      id INTEGER PRIMARY KEY,
      batch TEXT NOT NULL,
      what TEXT NOT NULL CHECK (what IN ('received', 'used', 'counted')),
      quantity REAL NOT NULL,
      left_after REAL NOT NULL CHECK (left_after >= 0),
      reason TEXT NOT NULL,
      record TEXT,${WRITTEN}
    ) STRICT;
    CREATE INDEX stock_move_batch ON stock_move (batch);

    CREATE TABLE herd_group (
      id INTEGER PRIMARY KEY,
      herd_group TEXT NOT NULL,
      version INTEGER NOT NULL,
      cows TEXT NOT NULL CHECK (json_valid(cows)),${WRITTEN},
      UNIQUE (herd_group, version)
    ) STRICT;

    CREATE TABLE herd_policy (
      id INTEGER PRIMARY KEY,
      policy TEXT NOT NULL CHECK (json_valid(policy)),
      source TEXT NOT NULL,${WRITTEN}
    ) STRICT;
  `,
  evidence: [
    "cow_register",
    "cow_tag",
    "fact",
    "treatment",
    "product",
    "label",
    "batch",
    "stock_move",
    "herd_group",
    "herd_policy",
  ],
};
