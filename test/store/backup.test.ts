// Room: test/store. Backups: made while the office goes on, checked whole before they get a name, the newest kept.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { makeBackup } from "../../src/store/backup.ts";
import { checkFile } from "../../src/store/backup-check.ts";
import { listBackups } from "../../src/store/backup-files.ts";
import { MIGRATIONS } from "../../src/store/migrations/index.ts";
import { backupsFolder } from "../../src/store/open-files.ts";
import { SqliteFile } from "../../src/store/sqlite.ts";
import { freshStore, must } from "./bench.ts";
import { appendNote, notesOf, writeNotes } from "./rows.ts";

test("a backup is one plain file with its page and a checksum that any computer can check", async () => {
  const { store, path, clock } = freshStore();
  writeNotes(store, "one", "two");
  const backup = must(await makeBackup(store, { folder: backupsFolder(store.path), clock }));
  expect(backup).toMatchObject({
    name: "records-2026-11-23T05-40-12Z.db",
    records: 2,
    chainHead: store.head().hash,
  });
  const folder = backupsFolder(path);
  expect(readdirSync(folder).sort()).toEqual([backup.name, `${backup.name}.json`, `${backup.name}.sha256`]);
  expect(
    createHash("sha256")
      .update(readFileSync(join(folder, backup.name)))
      .digest("hex"),
  ).toBe(backup.sha256);
  expect(spawnSync("sha256sum", ["-c", `${backup.name}.sha256`], { cwd: folder }).status).toBe(0);
  const db = new SqliteFile(join(folder, backup.name), { readonly: true });
  expect(db.pragma("journal_mode", { simple: true })).toBe("delete");
  expect(db.prepare("SELECT count(*) FROM restore").pluck().get()).toBe(2);
  db.close();
  expect(listBackups(backupsFolder(path))).toEqual([backup]);
});

test("entries go on while a backup is made, and the backup is whole all the same", async () => {
  const { store, clock } = freshStore();
  store.write((pen) => {
    for (let at = 0; at < 3_000; at++) appendNote(pen, `${at} ${"x".repeat(500)}`);
  });
  const heard: number[] = [];
  let meanwhile = 0;
  let longest = 0;
  let last = performance.now();
  const ticks = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
    writeNotes(store, `meanwhile ${meanwhile++}`);
  }, 5);
  const backup = must(
    await makeBackup(store, {
      folder: backupsFolder(store.path),
      clock,
      progress: (done) => heard.push(done),
    }),
  );
  clearInterval(ticks);
  expect(backup.records).toBeGreaterThanOrEqual(3_000);
  expect(meanwhile).toBeGreaterThan(3);
  expect(notesOf(store)).toHaveLength(3_000 + meanwhile);
  expect(heard).toEqual([...heard].sort((a, b) => a - b));
  expect(heard.at(-1)).toBe(1);
  // Nothing held the office up for long; a loaded computer is allowed some of it.
  expect(longest).toBeLessThan(500);
});

test("only the newest are kept", async () => {
  const { store, path, clock } = freshStore();
  for (let day = 0; day < 5; day++) {
    writeNotes(store, `day ${day}`);
    must(await makeBackup(store, { folder: backupsFolder(store.path), clock, keep: 3 }));
    clock.pass(86_400_000);
  }
  expect(listBackups(backupsFolder(path)).map(({ records }) => records)).toEqual([5, 4, 3]);
  expect(readdirSync(backupsFolder(path))).toHaveLength(9);
});

test("records whose chain is broken give no backup: the good ones are not pushed out", async () => {
  const { store, path, clock } = freshStore();
  writeNotes(store, "one", "two");
  must(await makeBackup(store, { folder: backupsFolder(store.path), clock }));
  store.db.exec("DROP TRIGGER restore_no_update; UPDATE restore SET reason = 'other' WHERE id = 1");
  clock.pass(1_000);
  expect(await makeBackup(store, { folder: backupsFolder(store.path), clock })).toMatchObject({
    ok: false,
    error: { kind: "corrupt", says: expect.stringContaining("record 1 ") },
  });
  expect(readdirSync(backupsFolder(path))).toHaveLength(3);
});

test("what a crash left half done, links, folders and strangers in the folder are no backups", async () => {
  const { store, path, clock } = freshStore();
  const folder = backupsFolder(path);
  const good = must(await makeBackup(store, { folder: backupsFolder(store.path), clock }));
  writeFileSync(join(folder, "records-2026-11-24T00-00-00Z.db.part"), "half");
  writeFileSync(join(folder, "records-2026-11-24T00-00-01Z.db"), "no page");
  writeFileSync(join(folder, "holiday.db"), "");
  mkdirSync(join(folder, "records-2026-11-24T00-00-02Z.db"));
  symlinkSync("/etc/passwd", join(folder, "records-2026-11-24T00-00-03Z.db"));
  for (const name of ["01", "02", "03"])
    writeFileSync(
      join(folder, `records-2026-11-24T00-00-${name}Z.db.json`),
      name === "01" ? "{}" : readFileSync(join(folder, `${good.name}.json`)),
    );
  expect(listBackups(backupsFolder(path)).map(({ name }) => name)).toEqual([good.name]);
  clock.pass(1_000);
  must(await makeBackup(store, { folder: backupsFolder(store.path), clock }));
  expect(readdirSync(folder).filter((name) => name.includes(".part"))).toEqual([]);
});

test("a backup that was cut short is listed as not verified", async () => {
  const { store, path, clock } = freshStore();
  const { name } = must(await makeBackup(store, { folder: backupsFolder(store.path), clock }));
  writeFileSync(join(backupsFolder(path), name), "short");
  expect(listBackups(backupsFolder(path))).toMatchObject([{ name, verified: false }]);
});

test("damage anywhere in a file of records either shows, or changes nothing that is read", async () => {
  const { store, path, clock } = freshStore();
  writeNotes(store, ...Array.from({ length: 30 }, (_, at) => `reason ${at}`));
  const { name } = must(await makeBackup(store, { folder: backupsFolder(store.path), clock }));
  const whole = readFileSync(join(backupsFolder(path), name));
  const wanted = notesOf(store);
  const file = join(dirname(path), "harmed.db");
  let shown = 0;
  for (let at = 0; at < 16; at++) {
    const bytes = Buffer.from(whole);
    // Every other time in a record (the last copy: SQLite leaves dead ones behind in its pages), else anywhere.
    const anywhere = Math.floor((at * whole.length) / 16) + at * 7;
    const place = at % 2 === 0 ? whole.lastIndexOf(`reason ${at}`) + 3 : anywhere;
    bytes[place % bytes.length] = (bytes[place % bytes.length] ?? 0) ^ 0x41;
    writeFileSync(`${file}.new`, bytes);
    renameSync(`${file}.new`, file);
    if (!(await checkFile(file, MIGRATIONS)).ok) {
      shown += 1;
      continue;
    }
    const db = new SqliteFile(file, { readonly: true });
    expect(db.prepare("SELECT reason FROM restore ORDER BY id").pluck().all()).toEqual(wanted);
    db.close();
  }
  expect(shown).toBeGreaterThanOrEqual(8);
});
