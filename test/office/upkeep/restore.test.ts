// Room: test/office/upkeep. Going back to a backup from the page: who may, what happens at the restart, and the review until somebody has looked.

import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { EpochMs } from "../../../src/domain/units.ts";
import { herdText } from "../../../src/office/herd/herd-text.ts";
import { herdInForcePath } from "../../../src/office/herd/publisher.ts";
import { UPKEEP_ROUTES } from "../../../src/office/upkeep/handlers.ts";
import { openRecords } from "../../../src/office/upkeep/open-records.ts";
import { recordedCows } from "../../../src/office/upkeep/recorded-cows.ts";
import { createUpkeep, type UpkeepOptions } from "../../../src/office/upkeep/upkeep.ts";
import { makeBackup } from "../../../src/store/backup.ts";
import { backupsFolder } from "../../../src/store/open-files.ts";
import { restoreWanted, wantRestore } from "../../../src/store/restore.ts";
import { cowsUnderReview } from "../../../src/store/review.ts";
import { folder, freshStore, MORNING, must } from "../../store/bench.ts";
import { enterFact, hoursLater, registerCow } from "../../store/cows.ts";
import { manager, type Office, office, ZONE } from "./office.ts";
import { recordCows } from "./recordings.ts";

type Made = Office & { readonly restarts: readonly string[]; readonly published: () => number } & ReturnType<
    typeof createUpkeep
  >;

function made(given: Partial<UpkeepOptions> = {}, of: Office = office()): Made {
  const restarts: string[] = [];
  let published = 0;
  const upkeep = createUpkeep(of.context, {
    zone: ZONE,
    backups: { folder: null, hour: 11 },
    mqtt: null,
    forgetOldSessions: () => 0,
    ingest: () => ({ file: null, bytes: 0, behind: 0, upTo: null }),
    progress: () => null,
    herdChanged: () => {
      published += 1;
    },
    restart: (why) => restarts.push(why),
    ...given,
  });
  return { ...of, ...upkeep, restarts, published: () => published };
}
const asked = <Body>(body: Body) => ({ params: {}, query: {}, body });
const nothing = asked(undefined);

async function backedUp(one: Made): Promise<string> {
  const { handlers, bench } = one;
  expect(must(await handlers.makeBackup(nothing, manager(bench))).progress).not.toBeNull();
  for (;;) {
    const { items, progress } = must(await handlers.backups(nothing, manager(bench)));
    if (progress === null) return items[0]?.name ?? "";
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test("from the wish on the page to the last cow looked at", async () => {
  const one = made();
  const { bench, handlers } = one;
  for (const cow of ["7", "8", "9"]) registerCow(bench.store, cow);
  const name = await backedUp(one);
  enterFact(bench.store, "t-2", "8", hoursLater(1));
  recordCows(bench.dataDir, 1, hoursLater(2), ["9"]);

  const went = must(await handlers.restore(asked({ name, reason: "the book was spoilt" }), manager(bench)));
  expect(went.says).toContain(name);
  expect(one.restarts).toHaveLength(1);
  expect(() => enterFact(bench.store, "t-3", "7")).toThrow("going back to a backup");

  bench.store.close();
  const remarks: string[] = [];
  const options = {
    dataDir: bench.dataDir,
    backupFolder: null,
    boot: "b",
    clock: bench.clock,
    remark: (text: string) => remarks.push(text),
  };
  const store = must(await openRecords(options));
  expect(remarks[0]).toContain("2 cows divert");
  store.close();
  const again = made({}, office({ ...bench, store: bench.reopen() }));
  const review = must(await again.handlers.review(nothing, manager(bench)));
  expect(review).toMatchObject({
    backup: name,
    cows: [{ cow: "8" }, { cow: "9", why: expect.stringContaining("recordings") }],
  });
  const look = (cow: string) =>
    again.handlers.reviewed(asked({ cow, says: "the paper agrees" }), manager(bench));
  expect(await look("7")).toMatchObject({ ok: false, error: { code: "not-found" } });
  must(await look("8"));
  expect(await look("8")).toMatchObject({ ok: false });
  expect(must(await look("9"))).toMatchObject({ since: null, cows: [] });
  expect(again.published()).toBe(2);
  // The chain that was noted before the restore does not count against the one after it.
  expect(must(await again.handlers.verifyChain(nothing, manager(bench))).verified).toMatchObject({
    good: true,
  });
  expect(again.notices.size).toBe(0);
});

test("path tricks in the name of a backup are a name that is not in the list", async () => {
  const one = made();
  const name = await backedUp(one);
  for (const trick of [
    "../records.db",
    "/etc/shadow",
    "..\\records.db",
    `${name}/../${name}`,
    ` ${name}`,
    `${name}\n`,
    "%2e%2e/records.db",
    "",
  ])
    expect(
      await one.handlers.restore(asked({ name: trick, reason: "r" }), manager(one.bench)),
      trick,
    ).toMatchObject({
      ok: false,
      error: { code: "not-found" },
    });
  expect(one.restarts).toEqual([]);
  expect(restoreWanted(one.bench.path)).toBe(false);
});

test("nobody signed in goes back to nothing; a spoilt backup is refused, and entries go on", async () => {
  const one = made();
  const { bench, handlers } = one;
  const name = await backedUp(one);
  const nobody = { ...manager(bench), person: null };
  expect(await handlers.restore(asked({ name, reason: "r" }), nobody)).toMatchObject({ ok: false });
  expect(await handlers.reviewed(asked({ cow: "7", says: "r" }), nobody)).toMatchObject({ ok: false });
  const file = join(bench.dataDir, "office/backups", name);
  writeFileSync(file, readFileSync(file).fill("!", 9_000, 9_010));
  expect(await handlers.restore(asked({ name, reason: "r" }), manager(bench))).toMatchObject({
    ok: false,
    error: { code: "not-ready", says: expect.stringContaining("as they were") },
  });
  enterFact(bench.store, "t-1", "7");
});

test("a trouble with the records is told by the opening, and nothing is made in their place", async () => {
  const { store, dataDir, path, clock } = freshStore();
  store.close();
  writeFileSync(path, "not records");
  const opened = await openRecords({
    dataDir,
    backupFolder: null,
    boot: "b",
    clock,
    remark: () => undefined,
  });
  expect(opened).toMatchObject({ ok: false, error: { kind: "corrupt" } });
});

test("an old copy put over the records by hand is not opened; going back to a backup then puts every cow under review", async () => {
  const bench = freshStore();
  const { path, dataDir, clock } = bench;
  for (const cow of ["7", "8", "9"]) registerCow(bench.store, cow);
  enterFact(bench.store, "t-1", "7");
  const { name } = must(await makeBackup(bench.store, { folder: backupsFolder(path), clock }));
  enterFact(bench.store, "t-2", "8", hoursLater(2));
  const obeyed = (fact: string, recordedAt: EpochMs) => ({
    body: { fact, kind: "treatment", by: "anna", "recorded-at": new Date(recordedAt).toISOString() },
    cows: ["7", "8"],
  });
  const inForce = herdText({
    policy: null,
    labels: [],
    cows: [],
    single: new Map(),
    shared: [obeyed("t-1", MORNING), obeyed("t-2", hoursLater(2))],
  });
  writeFileSync(herdInForcePath(dataDir), inForce);
  const open = () => openRecords({ dataDir, backupFolder: null, boot: "b", clock, remark: () => undefined });
  bench.store.close();
  must(await open()).close();
  copyFileSync(join(backupsFolder(path), name), path);
  expect(await open()).toMatchObject({
    ok: false,
    error: { kind: "older", says: expect.stringContaining("1 entry that they obeyed (t-2)") },
  });
  // Another entry under the name of the lost one is not that one.
  const other = bench.reopen();
  enterFact(other, "t-2", "9", hoursLater(3));
  other.close();
  expect(await open()).toMatchObject({ ok: false, error: { kind: "older" } });
  const asked = {
    request: "r",
    backup: name,
    by: "console",
    reason: "lost",
    at: hoursLater(4),
    trusted: false,
  };
  must(await wantRestore({ path, folder: backupsFolder(path) }, asked));
  const store = must(await open());
  expect(cowsUnderReview(store).map(({ cow }) => cow)).toEqual(["7", "8", "9"]);
  store.close();
  must(await open()).close();
});

test("recordings tell of cows from a place on; a missing or damaged one is said to be so", async () => {
  const dir = folder();
  const first = recordCows(dir, 1, MORNING, ["1", "2", "3"]);
  const second = recordCows(dir, 2, hoursLater(2), ["4"]);
  const cowsAfter = async (after: { file: string; bytes: number } | null) => {
    const { cows, everything } = await recordedCows(dir)(after);
    return [[...cows.keys()].join(" "), everything];
  };
  expect(await cowsAfter(null)).toEqual(["1 2 3 4", true]);
  expect(await cowsAfter({ file: first.name, bytes: first.ends[4] ?? 0 })).toEqual(["3 4", true]);
  expect(await cowsAfter({ file: second.name, bytes: 0 })).toEqual(["4", true]);
  expect(await cowsAfter({ file: "flight-2020-01-01T00-00-00Z-000009.log", bytes: 0 })).toEqual([
    "1 2 3 4",
    false,
  ]);
  // An older copy of the file, which ends before the place that the backup had come to.
  expect(await cowsAfter({ file: second.name, bytes: (second.ends.at(-1) ?? 0) + 1 })).toEqual(["", false]);
  const path = join(dir, second.name);
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.subarray(0, bytes.length - 3));
  expect(await cowsAfter({ file: second.name, bytes: 0 })).toEqual(["4", true]);
  writeFileSync(path, bytes.fill("x", (second.ends[1] ?? 0) + 30, (second.ends[1] ?? 0) + 31));
  expect(await cowsAfter({ file: second.name, bytes: 0 })).toMatchObject([expect.anything(), false]);
});

test("changes come newest first, page by page, and can be asked for by person, family and time", async () => {
  const one = made();
  const { bench, handlers } = one;
  for (let at = 0; at < 5; at++) registerCow(bench.store, String(at), hoursLater(at));
  enterFact(bench.store, "t-1", "1", hoursLater(9));
  const changes = async (query: object) =>
    must(await handlers.changes({ ...nothing, query: { limit: 2, ...query } }, manager(bench)));
  const first = await changes({});
  expect(first.items.map(({ seq }) => seq)).toEqual([6, 5]);
  const second = await changes({ cursor: first.next ?? "" });
  expect(second.items.map(({ seq }) => seq)).toEqual([4, 3]);
  expect((await changes({ cursor: second.next ?? "" })).next).toBeNull();
  expect((await changes({ family: "fact" })).items).toHaveLength(1);
  expect((await changes({ by: "nobody" })).items).toEqual([]);
  const from = new Date(hoursLater(3)).toISOString();
  expect((await changes({ from, to: from })).items.map(({ record }) => record)).toEqual(["4"]);
  expect((await changes({ cursor: "'; DROP TABLE evidence" })).items).toEqual([]);
});

test("the page of upkeep says what durability hangs on", async () => {
  const one = made();
  const { bench, handlers } = one;
  const page = must(await handlers.upkeep(nothing, manager(bench)));
  expect(page).toMatchObject({
    store: { synchronous: "FULL" },
    mqtt: { configured: false },
    disk: { state: expect.any(String) },
    jobs: [
      { job: "backup" },
      { job: "verify-chain" },
      { job: "note-chain-head" },
      { job: "forget-old-sessions" },
    ],
  });
  expect(must(await handlers.chain(nothing, manager(bench)))).toMatchObject({ records: 0, verified: null });
  expect(UPKEEP_ROUTES.toSorted()).toEqual(Object.keys(handlers).toSorted());
});

test("a broken chain is a notice on every page", async () => {
  const one = made();
  const { bench, handlers, notices } = one;
  registerCow(bench.store, "7");
  bench.store.db.exec("DROP TRIGGER cow_register_no_update; UPDATE cow_register SET cow = '8'");
  expect(must(await handlers.verifyChain(nothing, manager(bench))).verified).toMatchObject({ good: false });
  expect(notices.get("chain-broken")).toMatchObject({
    grave: true,
    says: expect.stringContaining("record 1 (cow_register)"),
  });
});
