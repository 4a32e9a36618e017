// Room: test/store. Going back to a backup: only one of the list, checked first, nothing lost, and every cow touched since under review.

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { epochMs } from "../../src/domain/units.ts";
import { makeBackup } from "../../src/store/backup.ts";
import { verifyChain } from "../../src/store/chain.ts";
import { openStore } from "../../src/store/open.ts";
import { backupsFolder } from "../../src/store/open-files.ts";
import { finishRestore, type RecordedCows, restoreWanted, wantRestore } from "../../src/store/restore.ts";
import { cowsUnderReview, lastRestore, writeLooked } from "../../src/store/review.ts";
import type { Store } from "../../src/store/store.ts";
import { type Bench, by, freshStore, MORNING, must } from "./bench.ts";
import { changeGroup, changePolicy, enterFact, hoursLater, registerCow } from "./cows.ts";

const at = (path: string) => ({ path, folder: backupsFolder(path) });
const NOTHING: RecordedCows = async () => ({ cows: new Map(), everything: true });
const asked = (backup: string, request = "request-1") => ({
  request,
  backup,
  by: "anna",
  reason: "the book was spoilt",
  at: hoursLater(10),
  trusted: true,
});

/** A farm with a backup in the morning, and then a day's work: `after`. */
async function farm(after: (store: Store) => void): Promise<Bench & { readonly backup: string }> {
  const bench = freshStore();
  for (const cow of ["7", "8", "9", "10", "11"]) registerCow(bench.store, cow);
  enterFact(bench.store, "t-1", "7");
  const { name } = must(
    await makeBackup(bench.store, { folder: backupsFolder(bench.path), clock: bench.clock }),
  );
  after(bench.store);
  return { ...bench, store: bench.store, backup: name };
}

/** Wants it, closes, does it, and opens again, as the office does with a restart between. */
async function goBack(
  farm: Bench & { readonly backup: string },
  recorded = NOTHING,
  request = "request-1",
): Promise<Store> {
  expect(must(await wantRestore(at(farm.path), asked(farm.backup, request)))?.name).toBe(farm.backup);
  farm.store.close();
  must(await finishRestore({ ...at(farm.path), boot: "boot-2", recorded }));
  expect(restoreWanted(farm.path)).toBe(false);
  return farm.reopen();
}
const underReview = (store: Store): readonly string[] => cowsUnderReview(store).map(({ cow }) => cow);

test("every cow with an entry, a changed register or a group since the backup is under review, and only those", async () => {
  const store = await goBack(
    await farm((store) => {
      enterFact(store, "t-2", "8", hoursLater(2));
      registerCow(store, "9", hoursLater(3), 2);
      registerCow(store, "12", hoursLater(4));
      changeGroup(store, ["10", "8"], hoursLater(5));
    }),
  );
  expect(underReview(store)).toEqual(["8", "9", "10", "12"]);
  expect(cowsUnderReview(store)[0]).toMatchObject({ lastTouched: hoursLater(2), since: hoursLater(10) });
  expect(store.db.prepare("SELECT fact FROM fact").pluck().all()).toEqual(["t-1"]);
  expect(lastRestore(store)).toMatchObject({ by: "anna", reason: "the book was spoilt" });
  expect(verifyChain(store.db, store.evidence).good).toBe(true);
});

test("cows that the recordings tell of are under review too, from the place the backup had taken in", async () => {
  const places: unknown[] = [];
  const store = await goBack(await farm(() => undefined), async (after) => {
    places.push(after);
    return { cows: new Map([["11", hoursLater(6)]]), everything: true };
  });
  expect(underReview(store)).toEqual(["11"]);
  expect(places).toEqual([null]);
});

test.each([
  ["the records are damaged", (path: string) => writeFileSync(path, Buffer.alloc(20_000, 7))],
  ["the records are gone", (path: string) => rmSync(path)],
])("where %s every cow is under review", async (_, harm) => {
  const bench = await farm((store) => enterFact(store, "t-2", "8"));
  bench.store.close();
  harm(bench.path);
  expect(openStore({ path: bench.path, clock: bench.clock, boot: "b" }).ok).toBe(false);
  must(await wantRestore(at(bench.path), asked(bench.backup)));
  must(await finishRestore({ ...at(bench.path), boot: "b", recorded: NOTHING }));
  expect(underReview(bench.reopen())).toEqual(["7", "8", "9", "10", "11"]);
});

test("missing recordings, a record that was tampered with, or changed rules put every cow under review", async () => {
  const tampered = await farm((store) => {
    store.db.exec("DROP TRIGGER fact_no_update; UPDATE fact SET cow = '9' WHERE cow = '7'");
  });
  expect(underReview(await goBack(tampered))).toHaveLength(5);
  const missing = await goBack(await farm(() => undefined), async () => ({
    cows: new Map(),
    everything: false,
  }));
  expect(underReview(missing)).toHaveLength(5);
  expect(lastRestore(missing)?.knownFrom).toContain("recordings are missing");
  const rules = await farm((store) => changePolicy(store));
  expect(underReview(await goBack(rules))).toHaveLength(5);
});

test("records that do not go on from the backup cannot tell what was entered since: every cow is under review", async () => {
  const old = await farm((store) => enterFact(store, "t-2", "8"));
  const takeBackup = (to: Bench): void => {
    mkdirSync(backupsFolder(to.path), { recursive: true });
    for (const end of ["", ".json", ".sha256"])
      copyFileSync(
        join(backupsFolder(old.path), old.backup + end),
        join(backupsFolder(to.path), old.backup + end),
      );
  };
  // A new card in the same box, or the box of another farm: begun anew, and the backup comes on a stick.
  const anew = freshStore();
  registerCow(anew.store, "7", hoursLater(1));
  takeBackup(anew);
  const onNewCard = await goBack({ ...anew, store: anew.store, backup: old.backup });
  expect(underReview(onNewCard)).toEqual(["7", "8", "9", "10", "11"]);
  expect(lastRestore(onNewCard)?.knownFrom).toContain("do not tell of all");
  // An old copy of the whole card, and a newer backup.
  const copy = join(dirname(old.path), "older.db");
  const before = await farm(() => undefined);
  await before.store.db.backup(copy);
  enterFact(before.store, "t-9", "9");
  before.clock.pass(60_000);
  const later = must(
    await makeBackup(before.store, { folder: backupsFolder(before.path), clock: before.clock }),
  ).name;
  must(await wantRestore(at(before.path), asked(later)));
  before.store.close();
  for (const end of ["-wal", "-shm"]) rmSync(before.path + end, { force: true });
  copyFileSync(copy, before.path);
  must(await finishRestore({ ...at(before.path), boot: "b", recorded: NOTHING }));
  expect(underReview(before.reopen())).toEqual(["7", "8", "9", "10", "11"]);
});

test("what was replaced is kept, whole, with what was still in its log of writes", async () => {
  const bench = await farm((store) => enterFact(store, "t-2", "8"));
  await goBack(bench);
  const [kept = ""] = readdirSync(dirname(bench.path)).filter((name) =>
    /^records-replaced-.*\.db$/.test(name),
  );
  const old = must(openStore({ path: join(dirname(bench.path), kept), clock: bench.clock, boot: "b" }));
  expect(old.db.prepare("SELECT fact FROM fact ORDER BY id").pluck().all()).toEqual(["t-1", "t-2"]);
  old.close();
});

test("a stale log of writes beside damaged records is not played into the restored ones", async () => {
  const bench = await farm((store) => enterFact(store, "t-2", "8"));
  const [db, wal] = [readFileSync(bench.path), readFileSync(`${bench.path}-wal`)];
  must(await wantRestore(at(bench.path), asked(bench.backup)));
  bench.store.close();
  writeFileSync(bench.path, db.fill(3, 0, 4_096));
  writeFileSync(`${bench.path}-wal`, wal);
  must(await finishRestore({ ...at(bench.path), boot: "b", recorded: NOTHING }));
  const store = bench.reopen();
  expect(store.db.prepare("SELECT fact FROM fact").pluck().all()).toEqual(["t-1"]);
  expect(verifyChain(store.db, store.evidence).good).toBe(true);
  expect(
    readdirSync(dirname(bench.path)).filter((name) => name.endsWith(".db-wal") && name.includes("replaced")),
  ).toHaveLength(1);
});

test("a crash after the swap does not do it again; one before it does it at the next start", async () => {
  const bench = await farm((store) => enterFact(store, "t-2", "8"));
  must(await wantRestore(at(bench.path), asked(bench.backup)));
  const wish = join(dirname(bench.path), "restore-wanted.json");
  copyFileSync(wish, `${wish}.kept`);
  bench.store.close();
  must(await finishRestore({ ...at(bench.path), boot: "b", recorded: NOTHING }));
  const first = bench.reopen();
  const head = first.head();
  first.close();
  copyFileSync(`${wish}.kept`, wish);
  expect(must(await finishRestore({ ...at(bench.path), boot: "b", recorded: NOTHING }))).toMatchObject({
    done: null,
  });
  expect(bench.reopen().head()).toEqual(head);
  expect(existsSync(wish)).toBe(false);
});

test("going back a second time, past an earlier restore, finds what was touched in either life", async () => {
  const bench = await farm((store) => enterFact(store, "t-2", "8"));
  bench.clock.pass(60_000);
  const second = must(
    await makeBackup(bench.store, { folder: backupsFolder(bench.path), clock: bench.clock }),
  ).name;
  const store = await goBack(bench);
  enterFact(store, "t-3", "10");
  const again = await goBack({ ...bench, store, backup: second }, NOTHING, "request-2");
  expect(again.db.prepare("SELECT fact FROM fact ORDER BY id").pluck().all()).toEqual(["t-1", "t-2"]);
  expect(underReview(again)).toEqual(["8", "10"]);
});

test("only a name of the list is taken, whatever is sent, and a backup that is not as it was made is refused", async () => {
  const bench = await farm(() => undefined);
  for (const name of [
    "../records.db",
    "..",
    "",
    ".",
    "/etc/passwd",
    `./${bench.backup}`,
    `${bench.backup}/`,
    `${bench.backup}\u0000.txt`,
    `x/../${bench.backup}`,
    `${bench.backup}.json`,
    bench.backup.toUpperCase(),
    "records-2026-11-23T05-40-13Z.db",
    "%2e%2e%2frecords.db",
  ])
    expect(await wantRestore(at(bench.path), asked(name)), JSON.stringify(name)).toEqual({
      ok: true,
      value: null,
    });
  const file = join(backupsFolder(bench.path), bench.backup);
  writeFileSync(file, readFileSync(file).fill("!", 9_000, 9_010));
  expect(await wantRestore(at(bench.path), asked(bench.backup))).toMatchObject({
    ok: false,
    error: expect.stringContaining("SHA-256"),
  });
  expect(restoreWanted(bench.path)).toBe(false);
});

test("a backup that changes between the wish and the restart is not taken, and the records stay", async () => {
  const bench = await farm((store) => enterFact(store, "t-2", "8"));
  must(await wantRestore(at(bench.path), asked(bench.backup)));
  bench.store.close();
  rmSync(join(backupsFolder(bench.path), bench.backup));
  const finished = must(await finishRestore({ ...at(bench.path), boot: "b", recorded: NOTHING }));
  expect(finished).toMatchObject({ done: null, says: expect.stringContaining("as they were") });
  expect(bench.reopen().db.prepare("SELECT count(*) FROM fact").pluck().get()).toBe(2);
});

test("a cow leaves the review by the record of a person who looked, and not otherwise", async () => {
  const store = await goBack(
    await farm((store) => {
      for (const cow of ["8", "9"]) enterFact(store, `t-${cow}`, cow);
    }),
  );
  const [first] = cowsUnderReview(store);
  if (first === undefined) throw new Error("nobody is under review");
  store.write((pen) => writeLooked(pen, first, "her book on paper agrees", by("anna", epochMs(MORNING))));
  expect(underReview(store)).toEqual(["9"]);
  expect(verifyChain(store.db, store.evidence).good).toBe(true);
});
