// Room: store. Persons in all their versions, their PINs, sessions and wrong tries.
// May live here: SQL of these tables and their rows as values. May not: what a PIN is worth, how long a session lasts.
// Invariant: a person's versions are evidence and only grow; a PIN is kept only as scrypt made it, a session only as the digest of its secret.

import { type PersonId, personId } from "../domain/ids.ts";
import { assert } from "../domain/result.ts";
import type { EpochMs } from "../domain/units.ts";
import { appendSigned, flagOf, instantOf, numberOf, type ReadRow, textOf } from "./columns.ts";
import type { Pen, Store, Written } from "./store.ts";

const ROLES = ["milker", "manager", "vet", "auditor"] as const;
export type StoredRole = (typeof ROLES)[number];
export type StoredPerson = {
  readonly person: PersonId;
  readonly version: number;
  readonly name: string;
  readonly role: StoredRole;
  readonly active: boolean;
  /** When they were added. */
  readonly since: EpochMs;
  readonly lastSignIn: EpochMs | null;
};
export type StoredSession = {
  readonly secretHash: string;
  readonly person: PersonId;
  readonly begunAt: EpochMs;
  readonly usedAt: EpochMs;
};
export type StoredThrottle = { readonly what: string; readonly wrong: number; readonly wait: number };

const NOW = `
  SELECT p.*, first.at AS since, pin.last_sign_in
  FROM person p
  JOIN person first ON first.person = p.person AND first.version = 1
  LEFT JOIN person_pin pin ON pin.person = p.person
  WHERE p.version = (SELECT max(version) FROM person WHERE person = p.person)`;

/** Reading persons, with statements prepared once: a session is looked up with every request. */
export type PeopleReader = {
  /** Everybody as they are now, by name. */
  everybody(): readonly StoredPerson[];
  one(person: string): StoredPerson | null;
  /** What scrypt made of the PIN; null: there is no such person. */
  pin(person: string): Uint8Array | null;
};

export function peopleReader({ db }: Store): PeopleReader {
  const everybody = db.prepare<[], ReadRow>(`${NOW} ORDER BY p.name, p.person`);
  const one = db.prepare<[string], ReadRow>(`${NOW} AND p.person = ?`);
  const pin = db.prepare<[string], ReadRow>("SELECT derived FROM person_pin WHERE person = ?");
  return {
    everybody: () => everybody.all().map(personOf),
    one: (person) => {
      const row = one.get(person);
      return row === undefined ? null : personOf(row);
    },
    pin: (person) => {
      const row = pin.get(person);
      if (row === undefined) return null;
      assert(row.derived instanceof Uint8Array, "a PIN is kept as bytes");
      return row.derived;
    },
  };
}

export type PersonVersion = Pick<StoredPerson, "person" | "version" | "name" | "role" | "active"> & {
  readonly newPin: boolean;
};

export function appendPerson(pen: Pen, version: PersonVersion, written: Written, says: string): void {
  const row = {
    person: version.person,
    version: version.version,
    name: version.name,
    role: version.role,
    active: version.active ? 1 : 0,
    new_pin: version.newPin ? 1 : 0,
  };
  appendSigned(pen, "person", row, written, says);
}

export const writePin = (pen: Pen, person: PersonId, derived: Uint8Array): void =>
  pen.run(
    `INSERT INTO person_pin (person, derived) VALUES (?, ?)
     ON CONFLICT (person) DO UPDATE SET derived = excluded.derived`,
    person,
    derived,
  );

export const writeSignIn = (pen: Pen, person: PersonId, at: EpochMs): void =>
  pen.run("UPDATE person_pin SET last_sign_in = ? WHERE person = ?", at, person);

export const readSessions = (store: Store): readonly StoredSession[] =>
  store.db
    .prepare<[], ReadRow>("SELECT * FROM session ORDER BY used_at")
    .all()
    .map((row) => ({
      secretHash: textOf(row, "secret_hash"),
      person: personId(textOf(row, "person")),
      begunAt: instantOf(row, "begun_at"),
      usedAt: instantOf(row, "used_at"),
    }));

export const writeSession = (pen: Pen, { secretHash, person, begunAt, usedAt }: StoredSession): void =>
  pen.run(
    `INSERT INTO session (secret_hash, person, begun_at, used_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (secret_hash) DO UPDATE SET used_at = excluded.used_at`,
    secretHash,
    person,
    begunAt,
    usedAt,
  );

export const endSession = (pen: Pen, secretHash: string): void =>
  pen.run("DELETE FROM session WHERE secret_hash = ?", secretHash);

export const readThrottles = (store: Store): readonly StoredThrottle[] =>
  store.db
    .prepare<[], ReadRow>("SELECT * FROM throttle ORDER BY at")
    .all()
    .map((row) => ({
      what: textOf(row, "what"),
      wrong: numberOf(row, "wrong"),
      wait: numberOf(row, "wait"),
    }));

export const writeThrottle = (pen: Pen, { what, wrong, wait }: StoredThrottle, at: EpochMs): void =>
  pen.run(
    `INSERT INTO throttle (what, wrong, wait, at) VALUES (?, ?, ?, ?)
     ON CONFLICT (what) DO UPDATE SET wrong = excluded.wrong, wait = excluded.wait, at = excluded.at`,
    what,
    wrong,
    wait,
    at,
  );

export const forgetThrottle = (pen: Pen, what: string): void =>
  pen.run("DELETE FROM throttle WHERE what = ?", what);

function personOf(row: ReadRow): StoredPerson {
  const role = ROLES.find((known) => known === row.role);
  assert(role !== undefined, "column role holds a role");
  return {
    person: personId(textOf(row, "person")),
    version: numberOf(row, "version"),
    name: textOf(row, "name"),
    role,
    active: flagOf(row, "active"),
    since: instantOf(row, "since"),
    lastSignIn: row.last_sign_in === null ? null : instantOf(row, "last_sign_in"),
  };
}
