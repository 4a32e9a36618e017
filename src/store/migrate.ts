// Room: store. Brings a database from one form to the next, one migration a transaction.
// May live here: running migrations, the triggers that make evidence permanent, the checks of a form. May not: choosing the file to run on.
// Invariant: a migration is there whole, with its number and its triggers, or not at all.

import type { Database } from "better-sqlite3";
import { assert } from "../domain/result.ts";
import type { Migration } from "./store.ts";

/** "Vatg", so that `file` and SQLite can tell whose database it is. */
export const APPLICATION_ID = 0x56617467;

export const schemaOf = (db: Database): number => Number(db.pragma("user_version", { simple: true }));
export const latestOf = (migrations: readonly Migration[]): number => migrations.at(-1)?.id ?? 0;
export const evidenceTables = (migrations: readonly Migration[]): readonly string[] =>
  migrations.flatMap(({ evidence }) => evidence);

/** Runs every migration that the database has not had. Throws what SQLite throws; each transaction is whole. */
export function migrate(db: Database, migrations: readonly Migration[]): void {
  assertRising(migrations);
  for (const migration of migrations) {
    if (migration.id <= schemaOf(db)) continue;
    db.exec("BEGIN IMMEDIATE");
    try {
      db.exec(migration.sql);
      for (const table of migration.evidence) makePermanent(db, table);
      assertStrict(db);
      db.pragma(`application_id = ${APPLICATION_ID}`);
      db.pragma(`user_version = ${migration.id}`);
      db.exec("COMMIT");
    } catch (error) {
      if (db.inTransaction) db.exec("ROLLBACK");
      throw error;
    }
  }
}

function assertRising(migrations: readonly Migration[]): void {
  migrations.forEach(({ id, name }, at) => {
    assert(
      id > (migrations[at - 1]?.id ?? 0),
      `migration ${id} (${name}) has a higher number than the one before`,
    );
  });
}

/** The triggers of an evidence table, by name. The third is for INSERT OR REPLACE. */
export function triggersOf(table: string): readonly { readonly name: string; readonly sql: string }[] {
  const refuse = (what: string): string =>
    `SELECT RAISE(ABORT, 'evidence is permanent: ${table} is never ${what}');`;
  return [
    { name: `${table}_no_update`, on: "BEFORE UPDATE", when: "", body: refuse("changed") },
    { name: `${table}_no_delete`, on: "BEFORE DELETE", when: "", body: refuse("deleted") },
    {
      name: `${table}_no_replace`,
      on: "BEFORE INSERT",
      when: `WHEN EXISTS (SELECT 1 FROM "${table}" WHERE id = NEW.id) `,
      body: refuse("replaced"),
    },
  ].map(({ name, on, when, body }) => ({
    name,
    sql: `CREATE TRIGGER "${name}" ${on} ON "${table}" ${when}BEGIN ${body} END`,
  }));
}

function makePermanent(db: Database, table: string): void {
  assert(/^[a-z][a-z0-9_]*$/.test(table), `"${table}" is a plain table name`);
  const key = db
    .prepare<[string], { name: string; type: string }>(
      "SELECT name, type FROM pragma_table_info(?) WHERE pk > 0",
    )
    .all(table);
  assert(
    key.length === 1 && key[0]?.name === "id" && key[0].type === "INTEGER",
    `evidence table "${table}" has id INTEGER PRIMARY KEY`,
  );
  for (const { sql } of triggersOf(table)) db.exec(sql);
}

function assertStrict(db: Database): void {
  const loose = db
    .prepare<[], string>(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )
    .pluck()
    .all();
  assert(loose.length === 0, `every table is STRICT (${loose.join(", ")})`);
}

/** The triggers that should be there and are not, or are others. */
export function triggersMissing(db: Database, migrations: readonly Migration[]): readonly string[] {
  const found = new Map(
    db
      .prepare<[], { name: string; sql: string }>(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'",
      )
      .all()
      .map(({ name, sql }) => [name, sql]),
  );
  const wanted = evidenceTables(migrations).flatMap(triggersOf);
  const gone = wanted.filter(({ name, sql }) => found.get(name) !== sql).map(({ name }) => name);
  return ["evidence_no_update", "evidence_no_delete"].filter((name) => !found.has(name)).concat(gone);
}
