// Room: store/migrations. Persons as evidence; their PINs, sessions and wrong tries, which are not.
// Released migrations are never edited. What is in `person_pin` and `session` never goes into an export.

import type { Migration } from "../store.ts";

export const people: Migration = {
  id: 2,
  name: "people",
  evidence: ["person"],
  sql: `
    CREATE TABLE person (
      id INTEGER PRIMARY KEY,
      person TEXT NOT NULL,
      -- 1 when they were added, one more with every change; the highest is how they are now.
      version INTEGER NOT NULL CHECK (version > 0),
      name TEXT NOT NULL,
      role TEXT NOT NULL CHECK (role IN ('milker', 'manager', 'vet', 'auditor')),
      active INTEGER NOT NULL CHECK (active IN (0, 1)),
      -- This version came with another PIN. Which, is nobody's business.
      new_pin INTEGER NOT NULL CHECK (new_pin IN (0, 1)),
      "by" TEXT NOT NULL,
      at INTEGER NOT NULL,
      trusted INTEGER NOT NULL CHECK (trusted IN (0, 1)),
      UNIQUE (person, version)
    ) STRICT;
    CREATE TABLE person_pin (
      person TEXT PRIMARY KEY,
      -- scrypt with its parameters and salt.
      derived BLOB NOT NULL,
      last_sign_in INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE session (
      -- SHA-256 of the secret that the browser holds.
      secret_hash TEXT PRIMARY KEY,
      person TEXT NOT NULL,
      begun_at INTEGER NOT NULL,
      used_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE throttle (
      what TEXT PRIMARY KEY,
      wrong REAL NOT NULL CHECK (wrong >= 0),
      -- How long has to be waited after the last wrong try, in milliseconds; begins again at every start.
      wait INTEGER NOT NULL CHECK (wait >= 0),
      at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
