// Room: test/store. Visits, milkings and happenings as rows: pages that do not shift, a cow's visits, milkings that count.

import fc from "fast-check";
import { expect, test } from "vitest";
import { carry, NOTHING_CARRIED } from "../../src/controller/carried.ts";
import { bailNo, cowId, personId, readerId, visitId } from "../../src/domain/ids.ts";
import { epochMs } from "../../src/domain/units.ts";
import {
  appendHappening,
  appendMilking,
  appendReadRate,
  appendVisit,
  cowsToVatSince,
  hasVisit,
  listHappenings,
  listMilkings,
  listVisits,
  lookedAtAll,
  milkingsCounted,
  milkingsCountedAll,
  SUM_EVERY,
  sumMilkings,
  type VisitRecord,
} from "../../src/store/shed-records.ts";
import type { Store } from "../../src/store/store.ts";
import { by, freshStore, MORNING } from "./bench.ts";

const ALL = { after: null, from: null, to: null, limit: 100_000 };
const ANY = { milking: null, cow: null, diverted: null };
const visit = (
  milking: number,
  cow: string | null,
  n: number,
  given: Partial<VisitRecord> = {},
): VisitRecord => ({
  visit: visitId(`${milking}-1-${n}`),
  milking,
  bail: bailNo(1),
  cow: cow === null ? null : cowId(cow),
  eid: null,
  identity: { kind: "unread" },
  opened: MORNING,
  began: MORNING,
  surely: MORNING,
  ended: epochMs(MORNING + n * 1_000),
  trusted: true,
  toVat: true,
  diverted: false,
  divertedFor: [],
  holds: [],
  facts: [],
  mayGo: [],
  counted: null,
  ...given,
});
const write = (store: Store, visits: readonly VisitRecord[]): void =>
  store.write((pen) => {
    for (const one of visits) appendVisit(pen, one, by("controller"));
  });

test("a visit comes back as it was written", () => {
  const { store } = freshStore();
  const written = visit(7, "constructor", 1, {
    eid: "982000001088420",
    identity: { kind: "settled", cow: cowId("constructor"), by: personId("kim") },
    toVat: false,
    diverted: true,
    divertedFor: ["withheld", "check"],
    holds: ["lactating-treatment"],
    mayGo: [{ destination: "drain", ruling: "allowed", rule: "effluent-stays-on-the-farm" }],
    counted: epochMs(MORNING - 5),
    began: null,
  });
  write(store, [written]);
  expect(listVisits(store, { ...ALL, ...ANY })).toEqual([{ ...written, record: 1 }]);
  expect(hasVisit(store, 7, written.visit)).toBe(true);
  expect(hasVisit(store, 8, written.visit)).toBe(false);
});

test("pages put one after the other are the whole list, though rows are added while somebody reads", () => {
  const { store } = freshStore();
  write(
    store,
    Array.from({ length: 95 }, (_, n) => visit(1 + Math.floor(n / 40), `${n % 30}`, Math.floor(n / 3))),
  );
  const whole = listVisits(store, { ...ALL, ...ANY }).map(({ record }) => record);
  expect(whole).toHaveLength(95);
  const seen: number[] = [];
  for (let after: { at: VisitRecord["ended"]; record: number } | null = null; ; ) {
    const page = listVisits(store, { ...ALL, ...ANY, after, limit: 10 });
    seen.push(...page.map(({ record }) => record));
    const last = page.at(-1);
    if (last === undefined) break;
    after = { at: last.ended, record: last.record };
    write(store, [visit(9, "x", 10_000 + seen.length)]);
  }
  expect(seen).toEqual(whole);
});

test("a cow's visits, a milking's, diverted ones and those of some hours are found", () => {
  const { store } = freshStore();
  write(store, [
    visit(1, "11", 1),
    visit(1, "12", 2, { toVat: false, diverted: true }),
    visit(2, "11", 3, { diverted: true }),
    visit(3, null, 4),
    visit(3, "11", 5),
  ]);
  const found = (given: object) =>
    listVisits(store, { ...ALL, ...ANY, ...given }).map(({ record }) => record);
  expect(found({ cow: cowId("11") })).toEqual([5, 3, 1]);
  expect(found({ cow: cowId("11"), milking: 1 })).toEqual([1]);
  expect(found({ milking: 3 })).toEqual([5, 4]);
  expect(found({ diverted: true })).toEqual([3, 2]);
  expect(found({ diverted: false, cow: cowId("11") })).toEqual([5, 1]);
  expect(found({ from: epochMs(MORNING + 2_000), to: epochMs(MORNING + 4_000) })).toEqual([4, 3, 2]);
  expect([...cowsToVatSince(store, 3, MORNING)]).toEqual(["11"]);
});

test("milkings are listed with what came of them", () => {
  const { store } = freshStore();
  const at = (hour: number) => epochMs(MORNING + hour * 3_600_000);
  store.write((pen) => {
    const mark = (milking: number, what: "began" | "ended", hour: number) =>
      appendMilking(pen, { milking, what, at: at(hour), trusted: true }, by("controller"));
    mark(1, "began", 0);
    appendVisit(pen, visit(1, "11", 1), by("controller"));
    appendVisit(pen, visit(1, null, 2, { toVat: false, diverted: true }), by("controller"));
    appendReadRate(
      pen,
      { milking: 1, reader: readerId("race"), cows: 2, read: 1, at: at(1) },
      by("controller"),
    );
    mark(1, "ended", 2);
    mark(2, "began", 10);
  });
  expect(listMilkings(store, ALL)).toMatchObject([
    { milking: 2, began: at(10), ended: null, visits: 0, toVat: 0, unidentified: 0, readers: [] },
    {
      milking: 1,
      began: at(0),
      ended: at(2),
      visits: 2,
      toVat: 1,
      unidentified: 1,
      readers: [{ reader: "race", cows: 2, read: 1 }],
    },
  ]);
});

test("milkings that count are those that the controller carries, whatever their order, with and without a sum", () => {
  const counts = fc.array(
    fc.record({ cow: fc.constantFrom("1", "2", "constructor"), at: fc.integer({ min: 0, max: 2_000 }) }),
    { minLength: 1, maxLength: 180 },
  );
  fc.assert(
    fc.property(counts, fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), (list, alone) => {
      const { store } = freshStore();
      let carried = NOTHING_CARRIED;
      store.write((pen) => {
        for (const [n, { cow, at }] of list.entries()) {
          const note = { kind: "milking-counted", cow: cowId(cow), at: epochMs(at) } as const;
          carried = carry(carried, note);
          if (alone[n % 4] === true) appendHappening(pen, note, note.at, by("controller"), "counted");
          else appendVisit(pen, visit(1, cow, n, { counted: note.at }), by("controller"));
        }
      });
      expect(milkingsCountedAll(store)).toEqual(carried.milkings);
      expect(milkingsCounted(store, cowId("constructor"))).toEqual(
        Object.hasOwn(carried.milkings, "constructor") ? carried.milkings.constructor : [],
      );
    }),
    { numRuns: 5 },
  );
});

test("a sum of many milkings is written, and counts go on from it", () => {
  const { store } = freshStore();
  let carried = NOTHING_CARRIED;
  const add = (from: number, to: number): void =>
    store.write((pen) => {
      for (let n = from; n < to; n++) {
        const note = { kind: "milking-counted", cow: cowId(String(n % 40)), at: epochMs(n * 1_000) } as const;
        carried = carry(carried, note);
        appendVisit(pen, visit(n, String(n % 40), n, { counted: note.at }), by("controller"));
      }
      sumMilkings(store, pen);
    });
  add(0, 50);
  expect(store.db.prepare("SELECT count(*) FROM milkings_counted").pluck().get()).toBe(0);
  add(50, SUM_EVERY + 10);
  expect(store.db.prepare("SELECT visit FROM milkings_counted").pluck().get()).toBe(SUM_EVERY + 10);
  add(SUM_EVERY + 10, SUM_EVERY + 30);
  expect(milkingsCountedAll(store)).toEqual(carried.milkings);
  expect(milkingsCounted(store, cowId("7"))).toEqual(carried.milkings[7]);
});

test("who was looked at when is the last look of each, and sums are not listed among happenings", () => {
  const { store } = freshStore();
  store.write((pen) => {
    for (const [cow, at] of [
      ["11", 5],
      ["12", 3],
      ["11", 2],
    ] as const) {
      const note = { kind: "looked-at", cow: cowId(cow), bail: bailNo(2), at: epochMs(at) } as const;
      appendHappening(pen, note, note.at, by("controller"), "looked");
    }
    const counted = { kind: "milking-counted", cow: cowId("11"), at: epochMs(9) } as const;
    appendHappening(pen, counted, counted.at, by("controller"), "counted");
  });
  expect(lookedAtAll(store)).toEqual({ 11: 5, 12: 3 });
  const found = (kind: string | null, cow: string | null) =>
    listHappenings(store, { ...ALL, kind, cow: cow === null ? null : cowId(cow) }).map(
      ({ record }) => record,
    );
  expect(found(null, null)).toEqual([1, 2, 3]);
  expect(found("milking-counted", null)).toEqual([4]);
  expect(found(null, "11")).toEqual([1, 3]);
});
