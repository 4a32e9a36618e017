// Room: test/domain/holds. When a label's period is over, as a table a vet could check by hand.

import { describe, expect, test } from "vitest";
import { MILKINGS_KEPT, type MilkPeriod } from "../../../src/domain/holds/facts.ts";
import { clearing, periodAt, periodFrom } from "../../../src/domain/holds/period.ts";
import { type EpochMs, epochMs } from "../../../src/domain/units.ts";
import { at, both, either, HOUR, hoursOnly, milkedEvery, milkingsOnly, NEVER, NIL, UNKNOWN } from "./make.ts";

const justBefore = (when: EpochMs): EpochMs => epochMs(when - 1);

describe("after a last dose at hour 0", () => {
  // [what the label says, the herd's milkings, hour at which the milk is fit, or null for never by itself]
  const table: readonly [string, MilkPeriod, readonly EpochMs[], number | null][] = [
    ["72 hours", hoursOnly(72), [], 72],
    ["72 hours, milked or not", hoursOnly(72), milkedEvery(12, 20), 72],
    ["6 milkings, twice a day", milkingsOnly(6), milkedEvery(12, 20), 72],
    ["6 milkings, once a day", milkingsOnly(6), milkedEvery(24, 20), 144],
    ["6 milkings, three times a day", milkingsOnly(6), milkedEvery(8, 20), 48],
    ["6 milkings, only five of them seen", milkingsOnly(6), milkedEvery(12, 5), null],
    ["72 hours and 6 milkings, twice a day", both(72, 6), milkedEvery(12, 20), 72],
    ["72 hours and 6 milkings, once a day: the milkings decide", both(72, 6), milkedEvery(24, 20), 144],
    ["72 hours and 6 milkings, three times a day: the hours decide", both(72, 6), milkedEvery(8, 20), 72],
    ["72 hours and 6 milkings, no milking seen", both(72, 6), [], null],
    ["72 hours or 6 milkings, once a day", either(72, 6), milkedEvery(24, 20), 72],
    ["72 hours or 6 milkings, three times a day", either(72, 6), milkedEvery(8, 20), 48],
    ["72 hours or 6 milkings, no milking seen", either(72, 6), [], 72],
    ["colostrum: 96 hours and 8 milkings, twice a day", both(96, 8), milkedEvery(12, 20), 96],
    ["colostrum: 96 hours and 8 milkings, once a day", both(96, 8), milkedEvery(24, 20), 192],
    ["0 hours", hoursOnly(0), [], 0],
    ["0 milkings", milkingsOnly(0), [], 0],
    ["nothing stated at all", { kind: "period", combine: "both" }, milkedEvery(12, 20), null],
    ["nothing stated at all, either of it", { kind: "period", combine: "either" }, milkedEvery(12, 20), null],
    ["never for milk", NEVER, milkedEvery(12, 20), null],
    ["a period nobody knows", UNKNOWN, milkedEvery(12, 20), null],
  ];
  test.each(table)("%s", (_label, period, milkings, fit) => {
    if (fit === null) {
      expect(periodAt(period, at(0), milkings, at(10_000)).over).toBe(false);
      return;
    }
    if (fit > 0) expect(periodAt(period, at(0), milkings, justBefore(at(fit))).over).toBe(false);
    expect(periodAt(period, at(0), milkings, at(fit))).toEqual({ over: true, at: at(fit), was: "a-hold" });
    expect(periodAt(period, at(0), milkings, at(10_000))).toMatchObject({ over: true, at: at(fit) });
  });
});

test("nil leaves no hold behind it, so there is nothing to look at afterwards", () => {
  expect(periodAt(NIL, at(0), [], at(0))).toEqual({ over: true, at: at(0), was: "nothing" });
});

test("a cow treated in the bail: the milking that began before the dose does not count, nor one begun with it", () => {
  const dose = at(10);
  const milkings = [epochMs(dose - 5 * 60_000), dose, at(22)];
  expect(periodAt(milkingsOnly(1), dose, milkings.slice(0, 2), at(20)).over).toBe(false);
  expect(periodAt(milkingsOnly(1), dose, milkings, at(22))).toMatchObject({ over: true, at: at(22) });
});

test("a milking dated in the future has not been", () => {
  const typing = [at(12), at(24), at(36), at(480)];
  expect(periodAt(milkingsOnly(4), at(0), typing, at(48)).over).toBe(false);
  expect(periodAt(milkingsOnly(4), at(0), typing, at(48))).toMatchObject({
    missing: [{ kind: "milkings", left: 1 }],
  });
});

test("what is still missing is said: both clauses, or the one that is left", () => {
  expect(periodAt(both(72, 6), at(0), milkedEvery(12, 2), at(30))).toEqual({
    over: false,
    missing: [
      { kind: "hours", until: at(72) },
      { kind: "milkings", left: 4 },
    ],
  });
  expect(periodAt(both(72, 6), at(0), milkedEvery(12, 5), at(80))).toMatchObject({
    missing: [{ kind: "milkings", left: 1 }],
  });
  expect(periodAt(NEVER, at(0), [], at(80))).toMatchObject({ missing: [{ kind: "clearance" }] });
});

test("an either-or period ended with the first of the two, also once the other has come true as well", () => {
  expect(periodAt(either(96, 3), at(0), milkedEvery(12, 3), at(200))).toMatchObject({ at: at(36) });
});

test("of a cow milked more often since than is remembered it stays known that the period is over", () => {
  const many = milkedEvery(12, MILKINGS_KEPT + 20).slice(-MILKINGS_KEPT);
  const over = periodAt(milkingsOnly(8), at(0), many, at(10_000));
  expect(over.over).toBe(true);
  // Its end must not wander along with the milkings kept: each look at the cow would count for nothing again.
  if (over.over) expect(over.at).toBeLessThanOrEqual(at(96));
});

describe("daylight saving changes nothing: hours are hours", () => {
  // Sydney: clocks forward 2026-10-04 02:00 → 03:00, back 2026-04-05 03:00 → 02:00.
  const table: readonly [string, number, number][] = [
    ["over the night the clocks go forward", Date.UTC(2026, 9, 3, 6), Date.UTC(2026, 9, 6, 6)],
    ["over the night the clocks go back", Date.UTC(2026, 3, 4, 6), Date.UTC(2026, 3, 7, 6)],
  ];
  test.each(table)("%s", (_night, dose, fit) => {
    expect(fit - dose).toBe(72 * HOUR);
    expect(periodAt(hoursOnly(72), epochMs(dose), [], epochMs(fit - 1)).over).toBe(false);
    expect(periodAt(hoursOnly(72), epochMs(dose), [], epochMs(fit)).over).toBe(true);
  });
});

describe("when a hold can clear, as far as can be said", () => {
  const hours = (n: number) => ({ kind: "hours", until: at(n) }) as const;
  const milkings = (left: number) => ({ kind: "milkings", left }) as const;
  const eitherOf = (n: number, left: number) => ({ kind: "hours-or-milkings", until: at(n), left }) as const;
  const cases: readonly [string, Parameters<typeof clearing>[0], EpochMs | null, number][] = [
    ["nothing missing", [], null, 0],
    ["hours", [hours(72)], at(72), 0],
    ["the longest of hours", [hours(72), hours(96), hours(60)], at(96), 0],
    ["milkings alone: no instant can be said", [milkings(6)], null, 6],
    ["the most of milkings", [milkings(6), milkings(8), milkings(2)], null, 8],
    ["hours and milkings", [hours(72), milkings(6)], at(72), 6],
    ["hours or milkings: when the hours are over", [eitherOf(96, 8)], at(96), 8],
    ["several of them", [eitherOf(96, 8), hours(100), milkings(9)], at(100), 9],
    ["a person besides", [hours(72), { kind: "clearance" }], null, 0],
    ["a calving besides", [{ kind: "calving" }, hours(72), milkings(3)], null, 3],
    ["a test", [{ kind: "negative-test" }], null, 0],
    ["a date besides", [hours(72), { kind: "date", of: "calving" }], null, 0],
  ];
  test.each(cases)("%s", (_, missing, clearsAt, milkingsLeft) => {
    expect(clearing(missing)).toEqual({ clearsAt, milkingsLeft });
  });
});

test("of a period that has not begun, its beginning is missing as well", () => {
  expect(periodFrom(milkingsOnly(3), at(9), [], at(0))).toEqual({
    over: false,
    missing: [
      { kind: "hours", until: at(9) },
      { kind: "milkings", left: 3 },
    ],
  });
  expect(periodFrom(NIL, at(9), [], at(0))).toEqual({
    over: false,
    missing: [{ kind: "hours", until: at(9) }],
  });
  expect(periodFrom(NIL, at(9), [], at(9))).toEqual({ over: true, at: at(9), was: "a-hold" });
  expect(periodFrom(UNKNOWN, at(9), [], at(9))).toEqual({ over: false, missing: [{ kind: "clearance" }] });
});

test("of an either-or period the first of the two is its end", () => {
  expect(periodAt(either(24, 3), at(0), milkedEvery(12, 3), at(90))).toMatchObject({ at: at(24) });
  expect(periodAt(either(24, 3), at(0), milkedEvery(6, 3), at(90))).toMatchObject({ at: at(18) });
  expect(periodAt({ kind: "period", combine: "both" }, at(0), [], at(90))).toEqual({
    over: false,
    missing: [{ kind: "clearance" }],
  });
});
