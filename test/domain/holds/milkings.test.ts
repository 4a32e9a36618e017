// Room: test/domain/holds. Which visits count as milkings.

import fc from "fast-check";
import { expect, test } from "vitest";
import { MILKINGS_KEPT } from "../../../src/domain/holds/facts.ts";
import { countsAsMilking, milkingsOf, withMilking } from "../../../src/domain/holds/milkings.ts";
import { type EpochMs, epochMs, hours, minutes } from "../../../src/domain/units.ts";
import { anyMilkings } from "./any-cow.ts";
import { at, cowWith, HOUR, milked, milkedEvery, POLICY } from "./make.ts";

const visit = (began: EpochMs | null, length = minutes(6)) => ({ began, length });

test("an ordinary visit is a milking", () => {
  expect(countsAsMilking(visit(at(12)), [at(0)], POLICY)).toBe(true);
});
test("a cow that goes around on the platform counts once", () => {
  expect(countsAsMilking(visit(epochMs(at(12) + 10 * 60_000)), [at(0), at(12)], POLICY)).toBe(false);
});
test("visits must be four hours apart, to the minute, on either side", () => {
  expect(countsAsMilking(visit(epochMs(at(4) - 1)), [at(0)], POLICY)).toBe(false);
  expect(countsAsMilking(visit(at(4)), [at(0)], POLICY)).toBe(true);
  expect(countsAsMilking(visit(at(4)), [at(6)], POLICY)).toBe(false);
  expect(countsAsMilking(visit(at(4)), [at(0)], { ...POLICY, milkingsApartMin: hours(6) })).toBe(false);
});
test("a visit of less than two minutes is not a milking", () => {
  expect(countsAsMilking(visit(at(12), minutes(1.99)), [], POLICY)).toBe(false);
  expect(countsAsMilking(visit(at(12), minutes(2)), [], POLICY)).toBe(true);
});
test("a visit whose beginning no trusted clock saw counts zero", () => {
  expect(countsAsMilking(visit(null), [], POLICY)).toBe(false);
});

test("the newest milkings are kept, oldest first, and never more than fit", () => {
  const many = milkedEvery(12, MILKINGS_KEPT + 8);
  expect(many.reduce<readonly EpochMs[]>(withMilking, [])).toEqual(many.slice(-MILKINGS_KEPT));
  expect(withMilking([at(24)], at(12))).toEqual([at(12), at(24)]);
});

test("a milking on record and the same one counted here are one milking", () => {
  const cow = cowWith(milked("m1", at(0)), milked("m2", at(12)));
  expect(milkingsOf(cow, [epochMs(at(12) + HOUR), at(24)], POLICY)).toEqual([at(0), at(12), at(24)]);
});
test("when the farm asks for milkings farther apart, those counted before are counted anew", () => {
  const policy = { ...POLICY, milkingsApartMin: hours(10) };
  expect(milkingsOf(cowWith(), [at(0), at(5), at(12)], policy)).toEqual([at(0), at(12)]);
});
test("visits of the shed that come in any order are counted as a person would who sorts them", () => {
  const anyVisits = fc.array(fc.integer({ min: 0, max: 96 }), { maxLength: 30 });
  fc.assert(
    fc.property(anyVisits, fc.integer({ min: 1, max: 6 }), (hoursSeen, apart) => {
      const policy = { ...POLICY, milkingsApartMin: hours(apart) };
      let counted: readonly EpochMs[] = [];
      for (const hour of hoursSeen) {
        const seen = visit(at(hour));
        if (countsAsMilking(seen, counted, policy)) counted = withMilking(counted, seen.began);
      }
      expect(counted).toEqual([...counted].sort((a, b) => a - b));
      // None that counts is too near another, and none that does not would have had room.
      const near = (one: EpochMs) => counted.filter((other) => Math.abs(one - other) < apart * HOUR);
      for (const hour of hoursSeen) expect(near(at(hour)).length).toBeGreaterThan(0);
      for (const one of counted) expect(near(one)).toEqual([one]);
    }),
  );
});
test("a cow is never milked more often than hours allow: once in every stretch of four", () => {
  fc.assert(
    fc.property(
      anyMilkings,
      fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 10 }),
      (own, quarters) => {
        const facts = quarters.map((n, i) => milked(`m${i}`, at(n / 4)));
        const counted = milkingsOf(cowWith(...facts), own, POLICY);
        for (const from of counted) {
          const day = counted.filter((began) => began >= from && began < from + 24 * HOUR);
          expect(day.length).toBeLessThanOrEqual(6);
        }
      },
    ),
  );
});
test.each([
  ["once a day", 24, 7],
  ["twice a day", 12, 14],
  ["three times a day", 8, 21],
])("a week %s is as many milkings", (_herd, apart, count) => {
  const seen = milkedEvery(apart, count);
  expect(milkingsOf(cowWith(), seen, POLICY)).toHaveLength(count);
  expect(milkingsOf(cowWith(...seen.map((when, i) => milked(`m${i}`, when))), seen, POLICY)).toHaveLength(
    count,
  );
});
test("however milkings come in, those that count lie apart, and another one on record never makes them more than one more", () => {
  fc.assert(
    fc.property(anyMilkings, fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 10 }), (own, half) => {
      const facts = half.map((n, i) => milked(`m${i}`, at(n / 2)));
      const counted = milkingsOf(cowWith(...facts), own, POLICY);
      for (const [i, began] of counted.entries()) {
        const before = counted[i - 1];
        if (before !== undefined) expect(began - before).toBeGreaterThanOrEqual(4 * HOUR);
      }
      const more = milkingsOf(cowWith(...facts, milked("another", at(100))), own, POLICY);
      expect(more.length).toBeLessThanOrEqual(counted.length + 1);
    }),
  );
});

test("milkings on record and those counted here are one count, whichever came first", () => {
  const cow = cowWith(milked("a", at(30)), milked("b", at(6)));
  expect(milkingsOf(cow, [at(18), at(32), at(42)], POLICY)).toEqual([at(6), at(18), at(30), at(42)]);
});
