// Room: test/store. Migrations: in their order, each whole, on a checked copy; what was there before is kept.

import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import type { Database } from "better-sqlite3";
import { expect, test } from "vitest";
import { evidenceTables, migrate, schemaOf } from "../../src/store/migrate.ts";
import { chain } from "../../src/store/migrations/001-chain.ts";
import { MIGRATIONS } from "../../src/store/migrations/index.ts";
import { openStore } from "../../src/store/open.ts";
import { SqliteFile } from "../../src/store/sqlite.ts";
import type { Migration } from "../../src/store/store.ts";
import { clockAt, must } from "./bench.ts";
import { oldRecords } from "./kill.ts";
import { OLD, OLD_AND_SLOW } from "./kill-migrations.ts";

const migration = (sql: string, evidence: readonly string[] = []): Migration => ({
  id: 9,
  name: "tried",
  sql,
  evidence,
});
const tried = (one: Migration): Database => {
  const db = new SqliteFile(":memory:");
  migrate(db, [chain]);
  migrate(db, [chain, one]);
  return db;
};

test("the program's own migrations rise by one, and give every table of evidence its triggers", () => {
  const db = new SqliteFile(":memory:");
  migrate(db, MIGRATIONS);
  expect(MIGRATIONS.map(({ id }) => id)).toEqual(MIGRATIONS.map((_, at) => at + 1));
  expect(schemaOf(db)).toBe(MIGRATIONS.length);
  const triggers = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all();
  for (const table of evidenceTables(MIGRATIONS))
    expect(triggers).toEqual(
      expect.arrayContaining(["update", "delete", "replace"].map((what) => `${table}_no_${what}`)),
    );
  expect(new Set(evidenceTables(MIGRATIONS)).size).toBe(evidenceTables(MIGRATIONS).length);
});

test("a migration that would make loose tables, or evidence without an id, is a mistake and leaves nothing", () => {
  for (const [wrong, words] of [
    [migration("CREATE TABLE loose (a)"), "STRICT"],
    [migration("CREATE TABLE e (a TEXT PRIMARY KEY) STRICT", ["e"]), "INTEGER PRIMARY KEY"],
    [migration("CREATE TABLE e (id INT PRIMARY KEY) STRICT", ["e"]), "INTEGER PRIMARY KEY"],
    [migration("CREATE TABLE e (id INTEGER PRIMARY KEY) STRICT", ["e", "f"]), "INTEGER PRIMARY KEY"],
    [migration("CREATE TABLE good (a TEXT) STRICT; CREATE NONSENSE"), "NONSENSE"],
    [{ ...migration("SELECT 1"), id: 1 }, "higher number"],
  ] as const) {
    const db = new SqliteFile(":memory:");
    migrate(db, [chain]);
    expect(() => migrate(db, [chain, wrong])).toThrow(words);
    expect(schemaOf(db)).toBe(1);
    expect(
      db.prepare("SELECT count(*) FROM sqlite_schema WHERE name IN ('loose', 'e', 'good')").pluck().get(),
    ).toBe(0);
  }
  expect(schemaOf(tried(migration("CREATE TABLE fine (a TEXT) STRICT")))).toBe(9);
});

test("an older database is brought up to date at the opening; its chain goes on, and the old file is kept", () => {
  const { path, remove } = oldRecords();
  const store = must(openStore({ path, clock: clockAt(), boot: "b", migrations: OLD_AND_SLOW }));
  expect(store.head().records).toBe(40);
  expect(store.db.prepare("SELECT count(*) FROM place").pluck().get()).toBe(1);
  store.close();
  const kept = readdirSync(dirname(path)).filter((name) => name.startsWith("records-form-2-"));
  expect(kept).toHaveLength(1);
  const old = openStore({
    path: `${dirname(path)}/${kept[0]}`,
    clock: clockAt(),
    boot: "b",
    migrations: OLD,
  });
  expect(must(old).head().records).toBe(40);
  must(old).close();
  remove();
});

const FAILING: readonly [string, Migration][] = [
  ["has a mistake in it", migration("CREATE TABLE half (a TEXT) STRICT; INSERT INTO nowhere VALUES (1)")],
  [
    "changes evidence",
    migration("DROP TRIGGER note_no_update; UPDATE note SET says = 'better' WHERE id = 17"),
  ],
  ["loses evidence", migration("DROP TRIGGER evidence_no_delete; DELETE FROM evidence WHERE seq = 40")],
];
test.each(FAILING)("a migration that %s is not taken: the old database stays as it was", (_, failing) => {
  const { path, remove } = oldRecords();
  const opened = openStore({ path, clock: clockAt(), boot: "b", migrations: [...OLD, failing] });
  expect(opened).toMatchObject({
    ok: false,
    error: { kind: "older", fix: expect.stringContaining("version") },
  });
  const store = must(openStore({ path, clock: clockAt(), boot: "b", migrations: OLD }));
  expect(store.head().records).toBe(40);
  expect(store.db.prepare("SELECT says FROM note WHERE id = 17").pluck().get()).toBe("note 17");
  store.close();
  expect(readdirSync(dirname(path)).filter((name) => /next|half|form/.test(name))).toEqual([]);
  remove();
});
