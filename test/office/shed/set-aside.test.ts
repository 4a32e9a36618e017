// Room: test/office/shed. A record that the book refuses: it is set aside with its place, said in words, and all others are taken in.
// May live here: odd records in real recordings, followed into a real book. May not: how the rows are made.

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { carry } from "../../../src/controller/carried.ts";
import type { Note } from "../../../src/controller/note.ts";
import { initialState } from "../../../src/controller/state.ts";
import { bailNo, cowId, visitId } from "../../../src/domain/ids.ts";
import { epochMs, monoMs } from "../../../src/domain/units.ts";
import { createShedSays } from "../../../src/office/shed/says.ts";
import { RECORDER_LIMITS } from "../../../src/recorder/limits.ts";
import { openRecorder } from "../../../src/recorder/recorder.ts";
import { verifyChain } from "../../../src/store/chain.ts";
import { StoreFailure, troubles } from "../../../src/store/open-trouble.ts";
import { listHappenings, listVisits, type SetAside } from "../../../src/store/shed-records.ts";
import type { Store } from "../../../src/store/store.ts";
import { tries } from "../../runs.ts";
import { folder, freshStore, must } from "../../store/bench.ts";
import { followShed, HASTY, pathOf, takenIn, WALL } from "./shed-bench.ts";

const ALL = { after: null, from: null, to: null, limit: 100_000 };

/** Ways for a record to be one that the book has no place for. */
const ODD: { readonly [what: string]: object } = {
  "an instant with a fraction": { at: WALL + 0.5 },
  "an instant that no calendar has": { at: 8.9e15 },
  "a number out of range": { began: 1e300 },
  "a bail with a fraction": { bail: 1.5 },
  "a text where a number belongs": { bail: "the one by the door" },
  "a part that is missing": { divertedFor: undefined },
};
/** Odd, and yet to be kept. */
const FINE: { readonly [what: string]: object } = {
  "nothing odd": {},
  "half of a character": { divertedFor: ["\ud83d"] },
};
const KINDS = { ...FINE, ...ODD };
type Odd = keyof typeof KINDS & string;

const visitEnded = (cow: number, odd: Odd): Note => ({
  kind: "visit-ended",
  visit: visitId(`1-1-${cow}`),
  bail: bailNo(1),
  cow: cowId(String(cow)),
  at: epochMs(WALL + cow),
  began: null,
  surely: null,
  toVat: true,
  divertedFor: [],
  holds: [],
  mayGo: [],
  ...KINDS[odd],
});

/** A recording of these notes, each in a line of its own, by the real recorder. */
async function recorded(notes: readonly Note[], dir = folder()) {
  let durable: { file: string; bytes: number } | null = null;
  const opened = must(
    await openRecorder({
      dir,
      limits: RECORDER_LIMITS,
      clock: { mono: () => monoMs(Math.floor(performance.now())), wall: () => epochMs(WALL) },
      deliver: () => undefined,
      version: "odd",
      initial: initialState(),
      carry,
      pid: process.pid,
      onDurableAt: (file, bytes) => {
        durable = { file, bytes };
      },
    }),
  );
  for (const [i, note] of notes.entries()) {
    const stamped = { mono: monoMs(i), wall: epochMs(WALL + i), event: { kind: "ticked" as const } };
    opened.recorder.record(stamped, [{ kind: "noted", evidence: true, note }], initialState());
  }
  await opened.recorder.close();
  return { dir, link: { durable: () => durable, listen: () => () => undefined } };
}

const visitsIn = (store: Store) =>
  listVisits(store, { ...ALL, milking: null, cow: null, diverted: null })
    .toReversed()
    .map(({ cow }) => Number(cow));
const asideIn = (store: Store) =>
  listHappenings(store, { ...ALL, kind: "not-taken-in", cow: null })
    .toSorted((a, b) => a.record - b.record)
    .flatMap(({ about }) => (about.kind === "not-taken-in" ? [about] : []));
const cowOf = ({ said }: SetAside): string => /"cow":"(\d+)"/.exec(said)?.[1] ?? "";

test("whatever is odd in a record, and wherever in a batch it stands: it is set aside once, with its place, and every other is in the book once", async () => {
  const { store } = freshStore();
  let cow = 0;
  const oddity = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom<Odd[]>(...Object.keys(FINE)) },
    { weight: 1, arbitrary: fc.constantFrom<Odd[]>(...Object.keys(ODD)) },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(oddity, { minLength: 1, maxLength: 25 }),
      fc.integer({ min: 1, max: 9 }),
      // Before which writes the disk is full for once, and after which the office is ended.
      fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 2 }),
      fc.integer({ min: 0, max: 4 }),
      async (kinds, rowsMax, fullAt, endedAfter) => {
        store.db.exec("DELETE FROM ingest_position; DELETE FROM ingest_file");
        const before = { visits: visitsIn(store).length, aside: asideIn(store).length };
        const cows = kinds.map((odd) => ({ cow: ++cow, odd }));
        const recording = await recorded(cows.map((one) => visitEnded(one.cow, one.odd)));
        let writes = 0;
        const faulty: Store = {
          ...store,
          write(work) {
            writes += 1;
            if (fullAt.includes(writes)) throw new StoreFailure(troubles.full(store.path));
            return store.write(work);
          },
        };
        const limits = { ...HASTY, chunkBytes: 700, rowsMax, lookEveryMs: 1 };
        const first = followShed(recording, { store: faulty }, limits);
        while (writes < endedAfter && !(await first.follower.flush(5)));
        await first.follower.stop();
        const followed = followShed(recording, { store }, limits);
        await takenIn(followed);
        await followed.follower.stop();
        const isOdd = ({ odd }: { odd: Odd }): boolean => odd in ODD;
        expect(visitsIn(store).slice(before.visits)).toEqual(
          cows.filter((one) => !isOdd(one)).map((one) => one.cow),
        );
        const aside = asideIn(store).slice(before.aside);
        const odd = cows.filter(isOdd);
        expect(aside.map(cowOf)).toEqual(odd.map((one) => String(one.cow)));
        for (const one of aside) {
          const line = readFileSync(pathOf(recording.dir, one.file)).subarray(one.from).toString("utf8");
          expect(line.slice(0, line.indexOf("\n"))).toContain(`"cow":"${cowOf(one)}"`);
        }
        expect(followed.notices.has("records-set-aside")).toBe(asideIn(store).length > 0);
      },
    ),
    tries(15),
  );
  expect(verifyChain(store.db, store.evidence).says).toMatch(/holds/);
});

test("what was set aside is said on every page with its place, the usual cause and what to do, after a restart too, and for a week", async () => {
  const bench = freshStore();
  bench.clock.set(epochMs(Date.now()));
  const recording = await recorded([
    visitEnded(11, "nothing odd"),
    visitEnded(12, "a bail with a fraction"),
    visitEnded(13, "nothing odd"),
  ]);
  const followed = followShed(recording, bench);
  await takenIn(followed);
  const { says = "", fix = "" } = followed.notices.get("records-set-aside") ?? {};
  expect(says).toMatch(/One record .*a visit of cow 12 in flight-.*\.log, from byte \d+ on .*Usual cause: /);
  expect(says).toMatch(/missing in the lists; no cow is released earlier/);
  expect(fix).toMatch(/records set aside/);
  expect(followed.remarks.filter((remark) => remark.includes("cow 12"))).toHaveLength(1);
  await followed.follower.stop();
  const again = followShed(recording, bench);
  expect(again.notices.has("records-set-aside")).toBe(true);
  expect(again.remarks).toEqual([]);
});

test("a cow whose visit was set aside counts as milked in, and the milking of it does not count", async () => {
  const bench = freshStore();
  const recording = await recorded([
    visitEnded(12, "a bail with a fraction"),
    visitEnded(14, "a part that is missing"),
  ]);
  const followed = followShed(recording, bench);
  await takenIn(followed);
  const clock = { ...bench.clock, wall: () => epochMs(WALL + 60_000) };
  const says = createShedSays(bench.store, clock, followed.follower);
  expect([...says.milkedIn()].toSorted()).toEqual(["12", "14"]);
  expect(says.milkingsCounted()("12")).toEqual([]);
});

test("a flood of refused records makes a bounded number of rows, each cow still counts as milked in, and the rest is taken in", async () => {
  const bench = freshStore();
  const cows = Array.from({ length: 400 }, (_, i) => i + 1);
  const notes = cows.map((cow) => visitEnded(cow, cow % 20 === 0 ? "nothing odd" : "a bail with a fraction"));
  const recording = await recorded(notes);
  const followed = followShed(recording, bench, { ...HASTY, rowsMax: 60 });
  await takenIn(followed);
  expect(visitsIn(bench.store)).toEqual(cows.filter((cow) => cow % 20 === 0));
  const aside = asideIn(bench.store);
  expect(aside.length).toBeLessThan(70);
  expect(aside.reduce((sum, { records }) => sum + records, 0)).toBe(380);
  expect(new Set(aside.flatMap(({ toVat }) => toVat)).size).toBe(380);
  expect(verifyChain(bench.store.db, bench.store.evidence).good).toBe(true);
});

test("a full disk is no refusal: nothing is set aside, and it is tried again", async () => {
  const bench = freshStore();
  const recording = await recorded([visitEnded(11, "nothing odd"), visitEnded(12, "a bail with a fraction")]);
  let isFull = true;
  const { store } = bench;
  const faulty: Store = {
    ...store,
    write(work) {
      if (isFull) throw new StoreFailure(troubles.full(store.path));
      return store.write(work);
    },
  };
  const followed = followShed(recording, { store: faulty });
  for (let tries = 0; tries < 20 && followed.notices.size === 0; tries++) await followed.follower.flush(100);
  expect([...followed.notices.keys()]).toEqual(["records-not-taken-in"]);
  expect(asideIn(store)).toEqual([]);
  isFull = false;
  await takenIn(followed);
  expect([...followed.notices.keys()]).toEqual(["records-set-aside"]);
  expect(visitsIn(store)).toEqual([11]);
  expect(asideIn(store).map(cowOf)).toEqual(["12"]);
});
