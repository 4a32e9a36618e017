// Room: test/store. Readings packed and unpacked, hours as evidence, what may be shed.

import fc from "fast-check";
import { expect, test } from "vitest";
import { probeId } from "../../src/domain/ids.ts";
import { epochMs } from "../../src/domain/units.ts";
import { TROUBLES } from "../../src/domain/vat/probe-words.ts";
import type { ReadingTrouble } from "../../src/domain/vat/reading.ts";
import { verifyChain } from "../../src/store/chain.ts";
import { checkEvidence } from "../../src/store/evidence-check.ts";
import type { Store } from "../../src/store/store.ts";
import {
  appendHour,
  figuresOf,
  HOUR_MS,
  type Hour,
  hoursBetween,
  hoursThatDiffer,
  type Kept,
  kept,
  pack,
  readingsBetween,
  readOpenHours,
  shedReadings,
  stepsBetween,
  unpack,
  writeOpenHours,
} from "../../src/store/temperatures.ts";
import { by, freshStore, MORNING } from "./bench.ts";

const HOUR = epochMs(Math.floor(MORNING / HOUR_MS) * HOUR_MS);
const MILK = probeId("milk");
const troubles = Object.keys(TROUBLES) as ReadingTrouble[];
const reading = fc
  .record({
    after: fc.integer({ min: -HOUR_MS, max: 2 * HOUR_MS }),
    raw: fc.option(fc.double({ min: -999, max: 999, noNaN: true }), { nil: null }),
    why: fc.option(fc.constantFrom(...troubles), { nil: null }),
    trusted: fc.boolean(),
  })
  .map(({ after, ...rest }): Kept => kept({ ...rest, at: epochMs(HOUR + after) }));

const write = (store: ReturnType<typeof freshStore>["store"], hour: Hour): void => {
  store.write((pen) => appendHour(store, pen, hour, by("controller")));
};
const steady = (count: number, celsius: number, hour = HOUR): Kept[] =>
  Array.from({ length: count }, (_, i) => ({
    at: epochMs(hour + i * 10_000),
    raw: celsius,
    why: null,
    trusted: true,
  }));

const toItsEnd = <T>(check: Generator<number, T>): T => {
  for (;;) {
    const step = check.next();
    if (step.done === true) return step.value;
  }
};
const differing = (store: Store) => toItsEnd(hoursThatDiffer(store.db));

test("readings come out of their packing as they went in, to a ten-thousandth of a degree", () => {
  fc.assert(
    fc.property(fc.array(reading, { maxLength: 60 }), (readings) => {
      expect(unpack(HOUR, pack({ hour: HOUR, readings }))).toEqual(
        readings.map((one) => ({ ...one, raw: one.raw === null ? null : one.raw + 0 })),
      );
    }),
  );
});

test("an hour of a probe read every ten seconds takes less than a kilobyte and a half", () => {
  const readings = steady(360, 4).map((one, i) =>
    kept({ ...one, at: epochMs(one.at + ((i * 7) % 13)), raw: 4 + (i % 9) / 16 }),
  );
  expect(pack({ hour: HOUR, readings }).length).toBeLessThan(1_500);
});

test("what was not read is no number, and is counted apart from what is not believed", () => {
  const at = HOUR;
  const readings: Kept[] = [
    { at, raw: 4, why: null, trusted: true },
    { at, raw: 5, why: null, trusted: false },
    { at, raw: 85, why: "power-on-value", trusted: true },
    { at, raw: null, why: "checksum", trusted: true },
  ];
  expect(figuresOf(readings)).toEqual({
    low: 4,
    high: 5,
    mean: 4.5,
    count: 2,
    doubted: 1,
    missing: 1,
    untrusted: 1,
  });
  expect(figuresOf(readings.slice(2))).toMatchObject({ low: null, high: null, mean: null, count: 0 });
  expect(kept({ at, raw: Number.NaN, why: null, trusted: true })).toMatchObject({
    raw: null,
    why: "implausible",
  });
});

test("figures and digest of an hour are evidence; its readings can be shed, and a changed reading shows", () => {
  const { store } = freshStore();
  const later = epochMs(HOUR + HOUR_MS);
  write(store, { probe: MILK, hour: HOUR, readings: steady(360, 4) });
  write(store, { probe: MILK, hour: later, readings: steady(360, 5, later) });
  expect(hoursBetween(store, HOUR, later).map(({ mean, count }) => [mean, count])).toEqual([
    [4, 360],
    [5, 360],
  ]);
  expect(verifyChain(store.db, store.evidence).good).toBe(true);
  expect(() => store.db.exec("UPDATE temperature_hour SET high = 3")).toThrow(/permanent/);
  expect(differing(store)).toEqual([]);
  store.db
    .prepare("UPDATE temperature_readings SET packed = ? WHERE hour = ?")
    .run(pack({ hour: HOUR, readings: steady(360, 3.9) }), HOUR);
  expect(differing(store)).toMatchObject([{ probe: MILK, hour: HOUR, record: 1 }]);
  const verdict = toItsEnd(checkEvidence(store.db, store.evidence));
  expect(verdict).toMatchObject({ good: false, first: { seq: 1, family: "temperature_hour" } });
  expect(verdict.says).toMatch(
    /chain of evidence holds, but the readings of probe .*compare it with a backup/,
  );
  expect(shedReadings(store, later, 100)).toBe(1);
  expect(toItsEnd(checkEvidence(store.db, store.evidence)).good).toBe(true);
  // Readings that were never recorded, put beside the others.
  store.db
    .prepare("INSERT INTO temperature_readings (hour, probe, part, packed) VALUES (?, ?, 7, ?)")
    .run(later, MILK, pack({ hour: later, readings: steady(10, 4, later) }));
  expect(differing(store)).toEqual([{ probe: MILK, hour: later, record: null }]);
  store.db.exec("DELETE FROM temperature_readings WHERE part = 7");
  expect([...readingsBetween(store, HOUR, later)].map(({ hour }) => hour)).toEqual([later]);
  expect(hoursBetween(store, HOUR, later)).toHaveLength(2);
  expect(verifyChain(store.db, store.evidence).good).toBe(true);
});

test("the hour that is still running is written over, and an hour told again by a clock put back is a second part", () => {
  const { store } = freshStore();
  for (const count of [10, 20])
    store.write((pen) => writeOpenHours(pen, [{ probe: MILK, hour: HOUR, readings: steady(count, 4) }]));
  expect(readOpenHours(store).map(({ readings }) => readings.length)).toEqual([20]);
  store.write((pen) => writeOpenHours(pen, []));
  expect(readOpenHours(store)).toEqual([]);
  write(store, { probe: MILK, hour: HOUR, readings: steady(3, 4) });
  write(store, { probe: MILK, hour: HOUR, readings: steady(2, 6) });
  expect(hoursBetween(store, HOUR, HOUR).map(({ count }) => count)).toEqual([3, 2]);
});

test("a step of several hours has the lowest and highest of all of them, and there is one of each step", () => {
  const { store } = freshStore();
  const begin = epochMs(Math.floor(HOUR / (3 * HOUR_MS)) * 3 * HOUR_MS);
  for (const [n, celsius] of [4, 78, 5, 3, 9, 4].entries()) {
    const hour = epochMs(begin + n * HOUR_MS);
    write(store, { probe: MILK, hour, readings: steady(2, celsius, hour) });
  }
  const first = begin / (3 * HOUR_MS);
  expect(stepsBetween(store, begin, epochMs(begin + 6 * HOUR_MS), 3 * HOUR_MS)).toEqual([
    [MILK, first, 4, 78],
    [MILK, first + 1, 3, 9],
  ]);
});
