// Room: test/office/shed. What becomes of a recording that is not as it should be: it is said, once, and the following goes on.

import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readIngested } from "../../../src/store/ingest-position.ts";
import {
  listHappenings,
  listMilkings,
  listVisits,
  type ShedHappening,
} from "../../../src/store/shed-records.ts";
import type { Store } from "../../../src/store/store.ts";
import { folder, freshStore } from "../../store/bench.ts";
import { type Followed, followShed, HASTY, pathOf, recordShed, takenIn } from "./shed-bench.ts";

const ALL = { after: null, from: null, to: null, limit: 100_000 };
const visitsIn = (store: Store) =>
  listVisits(store, { ...ALL, milking: null, cow: null, diverted: null }).toReversed();
const told = (store: Store, kind: ShedHappening["kind"]) =>
  listHappenings(store, { ...ALL, kind, cow: null })
    .map(({ about }) => about)
    .toReversed();
const flights = (dir: string) => readdirSync(dir).filter((name) => name.startsWith("flight-"));

/** Three runs of the controller, each with visits of its own, each begun where the one before ended. */
async function threeRuns(dir: string) {
  const first = await recordShed({ dir });
  first.milks(1, 11);
  await first.record();
  await first.close();
  const second = await recordShed({ dir });
  second.milks(2, 12);
  second.milks(3, 20);
  await second.record();
  await second.close();
  const third = await recordShed({ dir });
  third.milks(4, null);
  await third.record();
  return third;
}

test("visits come with who, where, when, and whether their milk went to the vat", async () => {
  const shed = await threeRuns(folder());
  const followed = followShed(shed);
  await takenIn(followed);
  expect(
    visitsIn(followed.store).map(({ cow, bail, toVat, diverted, holds, trusted }) => ({
      cow,
      bail,
      toVat,
      diverted,
      holds,
      trusted,
    })),
  ).toEqual([
    { cow: "11", bail: 1, toVat: true, diverted: false, holds: [], trusted: true },
    { cow: "12", bail: 2, toVat: true, diverted: false, holds: [], trusted: true },
    { cow: "20", bail: 3, toVat: false, diverted: true, holds: ["lactating-treatment"], trusted: true },
    { cow: null, bail: 4, toVat: false, diverted: true, holds: [], trusted: true },
  ]);
  expect(visitsIn(followed.store)[2]?.facts).toHaveLength(1);
  expect(told(followed.store, "started")).toHaveLength(3);
  expect(followed.remarks).toEqual([]);
  expect(followed.changed).toContain("milkings");
});

test("a damaged line is passed over and said with its place, and all others count", async () => {
  const shed = await threeRuns(folder());
  const [, second = ""] = flights(shed.dir);
  const bytes = readFileSync(pathOf(shed.dir, second));
  const place = bytes.indexOf('"cow":"12"', bytes.indexOf('"visit-ended"'));
  bytes[place + 7] = 0x39;
  writeFileSync(pathOf(shed.dir, second), bytes);
  const followed = followShed(shed);
  await takenIn(followed);
  expect(visitsIn(followed.store).map(({ cow }) => cow)).toEqual(["11", "20", null]);
  const [damage] = told(followed.store, "recording-damaged");
  expect(damage).toMatchObject({ file: second, lines: 1 });
  if (damage?.kind !== "recording-damaged") throw new Error("no damage told");
  expect(damage.from).toBeLessThan(place);
  expect(damage.to).toBeGreaterThan(place);
  expect(followed.remarks).toHaveLength(1);
  expect(followed.remarks[0]).toMatch(/is damaged .*Usual cause.*Keep the file/);
});

test("files that were removed while the office was away are said to be missing, and what is left counts", async () => {
  const dir = folder();
  const shed = await threeRuns(dir);
  const [first = "", second = ""] = flights(dir);
  // The first run was taken in; then the office was away.
  const bench = freshStore();
  const early = followShed(
    { dir, link: { durable: () => shed.link.durable(), listen: () => () => undefined } },
    bench,
  );
  await takenIn(early);
  await early.follower.stop();
  rmSync(pathOf(dir, first));
  rmSync(pathOf(dir, second));
  const followed = followShed(shed, freshStore());
  await takenIn(followed);
  expect(told(followed.store, "recording-missing")).toEqual([
    { kind: "recording-missing", file: second, after: null },
  ]);
  expect(visitsIn(followed.store).map(({ bail }) => bail)).toEqual([4]);
  // Who had taken them in misses nothing.
  const later = followShed(shed, bench);
  await takenIn(later);
  expect(told(later.store, "recording-missing")).toEqual([]);
  expect(visitsIn(later.store)).toHaveLength(4);
});

test("a file gone from the middle is said to be missing once, and what the cows in the bails did is not made up", async () => {
  const dir = folder();
  const shed = await threeRuns(dir);
  const [first = "", second = ""] = flights(dir);
  rmSync(pathOf(dir, second));
  const followed = followShed(shed);
  await takenIn(followed);
  expect(told(followed.store, "recording-missing")).toEqual([
    { kind: "recording-missing", file: second, after: first },
  ]);
  expect(visitsIn(followed.store).map(({ bail }) => bail)).toEqual([1, 4]);
});

test("a recording cut off in the middle of a line, and one cut shorter than it should be, do not stop the following", async () => {
  const dir = folder();
  const shed = await threeRuns(dir);
  const [first = "", second = ""] = flights(dir);
  const whole = readFileSync(pathOf(dir, second));
  const end = whole.indexOf('"kind":"visit-ended"', whole.indexOf('"kind":"visit-ended"') + 9);
  truncateSync(pathOf(dir, second), end);
  writeFileSync(pathOf(dir, first), `${readFileSync(pathOf(dir, first), "utf8")}3f9a01c2 {"in":{"mo`);
  const followed = followShed(shed);
  await takenIn(followed);
  expect(told(followed.store, "recording-cut-short")).toMatchObject([{ file: second }]);
  expect(visitsIn(followed.store).map(({ bail }) => bail)).toEqual([1, 2, 4]);
});

test("a file of garbage and one without a beginning do not stop the following", async () => {
  const dir = folder();
  const shed = await threeRuns(dir);
  const [first = "", second = ""] = flights(dir);
  writeFileSync(pathOf(dir, second), Buffer.alloc(300_000, 0xfe));
  const followed = followShed(shed);
  await takenIn(followed);
  expect(visitsIn(followed.store).map(({ bail }) => bail)).toEqual([1, 4]);
  expect(followed.remarks.length).toBeGreaterThan(0);
  expect(followed.remarks.length).toBeLessThan(5);
  expect(readIngested(followed.store)?.place.file).toBe(flights(dir)[2]);
  expect(first).not.toBe("");
});

test("a cow who stood in a bail when the program was ended is told of, with where her milk had gone", async () => {
  const dir = folder();
  const first = await recordShed({ dir });
  first.bench.enters(1, 11);
  first.bench.enters(2, 20);
  first.bench.run(5_000);
  await first.record();
  await first.close();
  const second = await recordShed({ dir });
  await second.record();
  const followed = followShed(second);
  await takenIn(followed);
  expect(told(followed.store, "visit-cut-off")).toMatchObject([
    { bail: 1, cow: "11", toVat: true },
    { bail: 2, cow: "20", toVat: false },
  ]);
  expect(followed.remarks).toEqual([]);
  expect(visitsIn(followed.store)).toEqual([]);
});

test("a milking that was running when the program was stopped ends with the last that is known of it, and the next is another one", async () => {
  const dir = folder();
  const bench = freshStore();
  const first = await recordShed({ dir });
  first.milks(1, 11);
  await first.record();
  await first.close();
  const early = followShed(first, bench);
  await takenIn(early);
  expect(listMilkings(bench.store, ALL)).toMatchObject([{ milking: 1, ended: null, cutOff: false }]);
  await early.follower.stop();
  const lastKnown = first.bench.told().at(-1)?.wall ?? 0;
  // Off and on again without a cow, then a milking that comes to its end.
  await (await recordShed({ dir, startsAt: lastKnown + 3_600_000 })).close();
  const third = await recordShed({ dir, startsAt: lastKnown + 7_200_000 });
  third.milks(2, 12);
  third.bench.wait(4_000_000);
  await third.record();
  const followed = followShed(third, bench);
  await takenIn(followed);
  expect(listMilkings(bench.store, ALL).toReversed()).toMatchObject([
    { milking: 1, ended: lastKnown, cutOff: true, visits: 1 },
    { milking: 2, cutOff: false, visits: 1 },
  ]);
  expect(listMilkings(bench.store, ALL)[0]?.ended).toBeGreaterThan(lastKnown + 7_200_000);
  expect(told(bench.store, "milking-cut-off")).toEqual([
    { kind: "milking-cut-off", milking: 1, at: lastKnown },
  ]);
});

test("nothing beyond what is durable counts, and it counts once it is", async () => {
  const shed = await recordShed();
  shed.milks(1, 11);
  await shed.record();
  const all = shed.link.durable();
  let durable = { file: all?.file ?? "", bytes: 0 };
  const followed = followShed({
    dir: shed.dir,
    link: { durable: () => durable, listen: () => () => undefined },
  });
  await takenIn(followed);
  expect(visitsIn(followed.store)).toEqual([]);
  durable = all ?? durable;
  await takenIn(followed);
  expect(visitsIn(followed.store)).toHaveLength(1);
  expect(readIngested(followed.store)?.place).toMatchObject(durable);
});

test("while the disk takes no more, reading waits, a notice stands, and afterwards nothing is missing or doubled", async () => {
  const shed = await recordShed();
  const bench = freshStore();
  const followed: Followed = followShed(shed, bench, { ...HASTY, rowsHeldMax: 20, rowsMax: 5 });
  await takenIn(followed);
  const pages = Number(bench.store.db.pragma("page_count", { simple: true }));
  bench.store.db.pragma(`max_page_count = ${pages}`);
  for (let n = 0; n < 40; n++) shed.milks(1 + (n % 4), 11, 1_000);
  await shed.record();
  for (let tries = 0; tries < 60 && followed.notices.size === 0; tries++)
    expect(await followed.follower.flush(300)).toBe(false);
  expect(followed.notices.get("records-not-taken-in")?.says).toMatch(/not in the book yet/);
  const held = followed.follower.visitsHeld().length;
  expect(held).toBeLessThan(40);
  bench.store.db.pragma("max_page_count = 1000000");
  await takenIn(followed);
  expect(visitsIn(followed.store)).toHaveLength(40);
  expect(followed.notices.size).toBe(0);
});

test("a question is answered with what was recorded the moment before, and the rest waits for company", async () => {
  const shed = await recordShed();
  const followed = followShed(shed);
  await takenIn(followed);
  shed.milks(1, 11);
  await shed.record();
  expect(await followed.follower.flush()).toBe(true);
  expect(visitsIn(followed.store)).toHaveLength(1);
  shed.milks(2, 12);
  await shed.record();
  expect(await followed.follower.look()).toBe(true);
  // Alarms and happenings go soon, a visit not by itself.
  expect(visitsIn(followed.store).length + followed.follower.visitsHeld().length).toBe(2);
});
