// Promise 7. Evidence is permanent: records are appended, never edited; a correction names who, when and why; tampering shows.
// (Kills, full disks and damage: test/store. Corrections by the herd's entries: test/office/herd.)

import { expect, test } from "vitest";
import { makeBackup } from "../../src/store/backup.ts";
import { verifyChain } from "../../src/store/chain.ts";
import { MIGRATIONS } from "../../src/store/migrations/index.ts";
import { backupsFolder } from "../../src/store/open-files.ts";
import { StoreFailure } from "../../src/store/open-trouble.ts";
import { SqliteFile } from "../../src/store/sqlite.ts";
import { freshStore, must } from "../store/bench.ts";
import { enterFact, hoursLater, registerCow } from "../store/cows.ts";

/** Tables that hold no record: positions, sessions, PINs, what waits, readings whose hours are recorded. */
const NO_EVIDENCE = [
  "entry",
  "ingest_file",
  "ingest_position",
  "job",
  "milkings_counted",
  "outbox",
  "person_pin",
  "session",
  "temperature_open",
  "temperature_readings",
  "throttle",
  "told",
];

test("every table is evidence, or is named here as one that holds none", () => {
  const { store } = freshStore();
  const tables = store.db
    .prepare<[], string>(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'",
    )
    .pluck()
    .all();
  const others = tables.filter((table) => table !== "evidence" && !store.evidence.includes(table));
  for (const table of others) expect(NO_EVIDENCE).toContain(table);
});

test("no table of evidence lets a row be changed, deleted or replaced", () => {
  const { store } = freshStore();
  const refusals = ["UPDATE", "DELETE", "INSERT"];
  for (const table of [...MIGRATIONS.flatMap(({ evidence }) => evidence)]) {
    const triggers = store.db
      .prepare<[string], string>("SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?")
      .pluck()
      .all(table);
    for (const refusal of refusals)
      expect(
        triggers.some((sql) => sql.includes(`BEFORE ${refusal}`) && sql.includes("RAISE(ABORT")),
        `${table} ${refusal}`,
      ).toBe(true);
  }
  registerCow(store, "7");
  for (const sql of [
    "UPDATE cow_register SET cow = '8'",
    "DELETE FROM cow_register",
    "INSERT OR REPLACE INTO cow_register SELECT * FROM cow_register",
  ])
    expect(() => store.db.exec(sql), sql).toThrow("evidence is permanent");
});

test("a correction is a record beside the first one, and both name who and when", () => {
  const { store } = freshStore();
  registerCow(store, "7", hoursLater(0), 1);
  registerCow(store, "7", hoursLater(2), 2);
  const rows = store.db
    .prepare('SELECT version, "by", at FROM cow_register WHERE cow = ? ORDER BY id')
    .all("7");
  expect(rows).toEqual([
    { version: 1, by: "anna", at: hoursLater(0) },
    { version: 2, by: "anna", at: hoursLater(2) },
  ]);
  expect(store.db.prepare('SELECT "by", at, says FROM evidence ORDER BY seq').all()).toHaveLength(2);
});

test("whoever goes around the program and changes, removes or slips in a record is found at that record", async () => {
  const bench = freshStore();
  for (const cow of ["7", "8", "9"]) registerCow(bench.store, cow);
  enterFact(bench.store, "t-1", "8");
  const head = bench.store.head();
  const { path } = bench;
  const backup = must(await makeBackup(bench.store, { folder: backupsFolder(path), clock: bench.clock }));
  bench.store.close();
  for (const [harm, seq] of [
    ["UPDATE fact SET cow = '9'", 4],
    ["UPDATE evidence SET at = at - 3600000 WHERE seq = 2", 2],
    ["DELETE FROM cow_register WHERE id = 3", 3],
    ["DELETE FROM fact; DELETE FROM evidence WHERE seq = 4", 4],
    [
      "INSERT INTO fact SELECT 5, 't-2', cow, kind, supersedes, recorded_at, body, herd_group, detail, \"by\", at, trusted FROM fact",
      5,
    ],
  ] as const) {
    const copy = new SqliteFile(`${backupsFolder(path)}/${backup.name}`, { readonly: true });
    const db = new SqliteFile(copy.serialize());
    copy.close();
    for (const name of db
      .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
      .pluck()
      .all())
      db.exec(`DROP TRIGGER "${name}"`);
    expect(verifyChain(db, bench.store.evidence, [head]).good).toBe(true);
    db.exec(harm);
    expect(verifyChain(db, bench.store.evidence, [head]), harm).toMatchObject({
      good: false,
      first: { seq },
    });
    db.close();
  }
});

test("a record that could not be written whole is not there at all, and the entry is told so", () => {
  const { store } = freshStore();
  registerCow(store, "7");
  const head = store.head();
  store.db.pragma(`max_page_count = ${Number(store.db.pragma("page_count", { simple: true }))}`);
  const enter = (): void => {
    for (let at = 0; at < 200; at++) enterFact(store, `t-${at}-${"x".repeat(500)}`, "7");
  };
  expect(enter).toThrow(StoreFailure);
  store.db.pragma("max_page_count = 100000");
  const verdict = verifyChain(store.db, store.evidence, [head]);
  expect(verdict.good).toBe(true);
  expect(store.db.prepare("SELECT count(*) FROM fact").pluck().get()).toBe(verdict.head.records - 1);
});
