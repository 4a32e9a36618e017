// Room: test/store. Opening the records: what holds, what does not, and that nothing is ever made in its place.

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { createStore, openOrCreateStore } from "../../src/store/create.ts";
import { openStore } from "../../src/store/open.ts";
import { backupsFolder, markerPath, storePath } from "../../src/store/open-files.ts";
import { versionTrouble } from "../../src/store/open-settings.ts";
import { codeOf, StoreFailure } from "../../src/store/open-trouble.ts";
import { SqliteFile } from "../../src/store/sqlite.ts";
import { clockAt, folder, freshStore, must } from "./bench.ts";
import { appendNote, notesOf, writeNotes } from "./rows.ts";

const options = (path: string) => ({ path, clock: clockAt(), boot: "boot-1" });

/** A closed database of a farm that has begun, to be harmed. */
function closedRecords(): string {
  const { store, path } = freshStore();
  writeNotes(store, "one", "two");
  store.close();
  return path;
}
const bytesOf = (path: string): Buffer => readFileSync(path);
const kindOf = (path: string): string => {
  const opened = openStore(options(path));
  if (opened.ok) opened.value.close();
  return opened.ok ? "opened" : opened.error.kind;
};

test("a fresh store reads back the settings that durability hangs on", () => {
  const { store, reopen } = freshStore();
  const read = (of: typeof store): readonly unknown[] =>
    ["journal_mode", "synchronous", "foreign_keys", "recursive_triggers"].map((name) =>
      of.db.pragma(name, { simple: true }),
    );
  expect(read(store)).toEqual(["wal", 2, 1, 1]);
  expect(read(reopen())).toEqual(["wal", 2, 1, 1]);
});

test("what was written is there after a restart, at its place in the chain", () => {
  const bench = freshStore();
  expect(bench.store.write((pen) => appendNote(pen, "first"))).toBe(1);
  expect(bench.store.write((pen) => [appendNote(pen, "second"), appendNote(pen, "third")])).toEqual([2, 3]);
  const head = bench.store.head();
  const again = bench.reopen();
  expect(again.head()).toEqual(head);
  expect(notesOf(again)).toEqual(["first", "second", "third"]);
});

test("of a transaction that fails nothing stays, and the next one goes on from there", () => {
  const { store } = freshStore();
  const failing = () =>
    store.write((pen) => {
      appendNote(pen, "lost");
      throw new Error("a bug");
    });
  expect(failing).toThrow("a bug");
  expect(store.head().records).toBe(0);
  expect(store.write((pen) => appendNote(pen, "kept"))).toBe(1);
});

test("evidence is not written around the chain by a slip of a programmer", () => {
  const { store } = freshStore();
  expect(() =>
    store.write((pen) => pen.append("entry", {}, { by: "x", at: clockAt().wall(), trusted: true }, "")),
  ).toThrow("table of evidence");
  expect(() => store.write((pen) => pen.run("INSERT INTO restore DEFAULT VALUES"))).toThrow("append");
  expect(() => store.write((pen) => pen.run("INSERT OR REPLACE INTO evidence DEFAULT VALUES"))).toThrow(
    "append",
  );
});

test("a data folder where nothing ever was gets new records; one that had some does not", () => {
  const path = storePath(folder());
  expect(kindOf(path)).toBe("missing");
  must(openOrCreateStore(options(path))).close();
  expect(existsSync(markerPath(path))).toBe(true);
  rmSync(path);
  const again = openOrCreateStore(options(path));
  expect(again).toMatchObject({
    ok: false,
    error: { kind: "missing", fix: expect.stringContaining("restore") },
  });
  expect(createStore(options(path))).toMatchObject({ ok: false });
  expect(existsSync(path)).toBe(false);
});

test("a backup, a log of writes or a database set aside is a sign that there were records", () => {
  for (const sign of ["backups/records-1.db", "records.db-wal", "records-form-1-2026.db"]) {
    const path = storePath(folder());
    mkdirSync(backupsFolder(path), { recursive: true });
    writeFileSync(join(dirname(path), sign), "");
    expect(openOrCreateStore(options(path)), sign).toMatchObject({ ok: false, error: { kind: "missing" } });
    expect(existsSync(path)).toBe(false);
  }
});

test("a crash while the very first records are made leaves nothing that is taken for records", () => {
  const path = storePath(folder());
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, "half of something");
  const store = must(openOrCreateStore(options(path)));
  expect(store.head().records).toBe(0);
  store.close();
  expect(readdirSync(dirname(path)).filter((name) => name.includes(".new"))).toEqual([]);
});

const HARMS: readonly [string, (path: string) => void, string][] = [
  ["emptied", (path) => truncateSync(path, 0), "corrupt"],
  ["cut in half", (path) => truncateSync(path, bytesOf(path).length / 2), "corrupt"],
  ["overwritten with noise", (path) => writeFileSync(path, Buffer.alloc(8_192, 0xa5)), "corrupt"],
  [
    "another program's database",
    (path) => {
      rmSync(path);
      new SqliteFile(path).exec("CREATE TABLE holiday (photo BLOB)").close();
    },
    "corrupt",
  ],
  [
    "without its triggers",
    (path) => {
      new SqliteFile(path).exec("DROP TRIGGER restore_no_update").close();
    },
    "unsafe-settings",
  ],
  [
    "a folder",
    (path) => {
      rmSync(path);
      mkdirSync(path);
    },
    "unreadable",
  ],
];
test.each(HARMS)("records that are %s are said to be so and left as they are", (_, harm, kind) => {
  const path = closedRecords();
  harm(path);
  const before = kind === "unreadable" ? null : bytesOf(path);
  const opened = openOrCreateStore(options(path));
  expect(opened).toMatchObject({ ok: false, error: { kind } });
  if (!opened.ok) expect(opened.error.fix.length).toBeGreaterThan(20);
  if (before !== null) expect(bytesOf(path).equals(before)).toBe(true);
});

test("records of a newer program are not touched", () => {
  const path = closedRecords();
  const newer = new SqliteFile(path);
  newer.pragma("user_version = 4000");
  newer.close();
  const before = bytesOf(path);
  expect(kindOf(path)).toBe("newer");
  expect(bytesOf(path).equals(before)).toBe(true);
});

test("a transaction that was cut off with a journal is taken back at the opening", () => {
  const path = closedRecords();
  const db = new SqliteFile(path);
  db.pragma("journal_mode = DELETE");
  db.exec("BEGIN; CREATE TABLE half (a TEXT) STRICT");
  db.pragma("cache_spill = 1");
  db.pragma("cache_size = 1");
  db.exec(
    "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 20000) INSERT INTO half SELECT n || '........................' FROM c",
  );
  const torn = storePath(folder());
  mkdirSync(dirname(torn), { recursive: true });
  for (const end of ["", "-journal"]) copyFileSync(path + end, torn + end);
  db.close();
  const store = must(openStore(options(torn)));
  expect(notesOf(store)).toEqual(["one", "two"]);
  store.close();
});

test("two offices do not write into the same records", () => {
  const { path, store } = freshStore();
  expect(kindOf(path)).toBe("in-use");
  writeNotes(store, "the first one goes on");
  store.close();
  expect(kindOf(path)).toBe("opened");
});

test("a store that is being replaced takes no more entries, and says so", () => {
  const { store } = freshStore();
  store.stopWriting("a backup is being put in its place.");
  expect(() => writeNotes(store, "late")).toThrow(StoreFailure);
  store.stopWriting(null);
  writeNotes(store, "on time");
  expect(notesOf(store)).toEqual(["on time"]);
});

test("records whose file was taken away or replaced while they are open take nothing, until it is back", () => {
  const { store, path } = freshStore();
  writeNotes(store, "before");
  renameSync(path, `${path}.away`);
  expect(() => writeNotes(store, "into nothing")).toThrow(/removed or replaced.*NOT recorded/s);
  copyFileSync(`${path}.away`, path);
  expect(() => writeNotes(store, "beside another file")).toThrow(StoreFailure);
  renameSync(`${path}.away`, path);
  writeNotes(store, "back");
  expect(notesOf(store)).toEqual(["before", "back"]);
});

test("only a SQLite without the write-ahead log bug is used", () => {
  expect(
    ["3.51.2", "3.9.99", "2.99.99", "nonsense"].map((version) => versionTrouble(version) === null),
  ).toEqual([false, false, false, false]);
  expect(["3.51.3", "3.53.2", "4.0.0"].map(versionTrouble)).toEqual([null, null, null]);
});

test("evidence is neither changed, nor deleted, nor replaced, even by SQL", () => {
  const { store } = freshStore();
  writeNotes(store, "as it was");
  for (const sql of [
    "UPDATE restore SET reason = 'other'",
    "DELETE FROM restore",
    "INSERT OR REPLACE INTO restore SELECT * FROM restore",
    "UPDATE evidence SET says = 'other'",
    "DELETE FROM evidence",
  ])
    expect(
      codeThrownBy(() => store.db.exec(sql)),
      sql,
    ).toMatch(/^SQLITE_CONSTRAINT/);
  expect(notesOf(store)).toEqual(["as it was"]);
});

function codeThrownBy(work: () => unknown): string {
  try {
    work();
    return "nothing";
  } catch (error) {
    return codeOf(error);
  }
}
