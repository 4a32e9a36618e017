// Room: test/controller. A treatment written down after the cow's milk went into the vat: the vat stop is raised at once.

import { describe, expect, test } from "vitest";
import { type Carried, carry, NOTHING_CARRIED } from "../../src/controller/carried.ts";
import type { CowFact } from "../../src/domain/holds/facts.ts";
import { sameJson } from "../../src/domain/look-up.ts";
import { at, calved, cow, driedOff, herd, hoursOnly, seen, treated } from "../domain/holds/make.ts";
import { type Bench, createBench, HERD, WALL } from "./bench.ts";

/** The hours since START at which the bench begins, and cow 12 is milked a few seconds later. */
const MILKED = 1_000;
const withFacts = (number: string, facts: readonly CowFact[]) => ({
  ...HERD,
  fingerprint: `${HERD.fingerprint}+${facts.map(({ fact }) => fact).join("+")}`,
  cows: HERD.cows.map((one) => (one.cow === number ? { ...one, facts: [...one.facts, ...facts] } : one)),
});
const milk = (bench: Bench, number: number): void => {
  bench.enters(2, number);
  bench.run(4_000);
  bench.leaves(2);
  bench.run(500);
};
const enter = (bench: Bench, number: string, ...facts: readonly CowFact[]): void => {
  bench.send({ kind: "table-loaded", table: withFacts(number, facts) });
};
const raised = (bench: Bench) => bench.notes("vat-stop-raised");

describe("a cow was milked to the vat this morning", () => {
  test("and a treatment of the day before is entered now: the vat stop is raised in that step, with the cow and the rule", () => {
    const bench = createBench({});
    milk(bench, 12);
    enter(bench, "12", treated("tube", hoursOnly(72), at(MILKED - 10)));
    expect(raised(bench)).toMatchObject([{ cow: "12", by: "itself", shutOff: false }]);
    expect(raised(bench)[0]).toMatchObject({
      reason: expect.stringContaining("cow 12 was milked to the vat"),
    });
    expect(bench.order("B")?.clearVatStop).toBe(false);
    // The way in stays open: the milk of the others is as good as before, and the outlet is what must not open.
    expect(bench.order("A")?.openShutOff).toBe(true);
  });
  test("and she was treated after that milking: nothing is raised, and tonight she is diverted", () => {
    const bench = createBench({});
    milk(bench, 12);
    enter(bench, "12", treated("tube", hoursOnly(72), at(MILKED + 1)));
    expect(raised(bench)).toEqual([]);
    bench.wait(8 * 3_600_000);
    bench.enters(2, 12);
    bench.run(1_000);
    expect(bench.reasons(2)).toEqual(["withheld"]);
  });
  test("and nobody knows when she was treated: it may have been before", () => {
    const bench = createBench({});
    milk(bench, 12);
    enter(bench, "12", { ...treated("tube", hoursOnly(72), at(MILKED + 1)), firstDoseAt: null });
    expect(raised(bench)).toHaveLength(1);
  });
  test("and a calving of last night is entered now: colostrum is in the vat", () => {
    const bench = createBench({});
    milk(bench, 12);
    enter(bench, "12", calved("calved", at(MILKED - 5)));
    expect(raised(bench)).toHaveLength(1);
  });
  test("and she is dried off, or seen with mastitis: nothing is raised", () => {
    const bench = createBench({});
    milk(bench, 12);
    enter(bench, "12", driedOff("dried", at(MILKED - 1)), seen("seen", at(MILKED - 1), "mastitis"));
    expect(raised(bench)).toEqual([]);
  });
  test("and another cow's treatment is entered: nothing is raised", () => {
    const bench = createBench({});
    milk(bench, 12);
    enter(bench, "11", treated("tube", hoursOnly(72), at(MILKED - 10)));
    expect(raised(bench)).toEqual([]);
  });
  test("and the treatment was over by then: nothing is raised", () => {
    const bench = createBench({});
    milk(bench, 12);
    enter(bench, "12", treated("tube", hoursOnly(5), at(MILKED - 10)));
    expect(raised(bench)).toEqual([]);
  });
});

test("a withheld cow whose milk was diverted raises nothing, whatever is entered of her", () => {
  const bench = createBench({});
  milk(bench, 20);
  enter(bench, "20", treated("more", hoursOnly(96), at(MILKED - 20)));
  expect(raised(bench)).toEqual([]);
});
test("a cow who stands in the bail and runs to the vat: she is diverted, and what went in already raises the vat stop", () => {
  const bench = createBench({});
  bench.enters(2, 12);
  bench.run(4_000);
  enter(bench, "12", treated("tube", hoursOnly(72), at(MILKED - 10)));
  expect(bench.released(2)).toBe(false);
  expect(raised(bench)).toHaveLength(1);
});
test("it is told once: a cleared stop is not raised again by the same visit", () => {
  const bench = createBench({});
  milk(bench, 12);
  const late = treated("tube", hoursOnly(72), at(MILKED - 10));
  enter(bench, "12", late);
  bench.intend({ kind: "clear-vat-stop", reason: "vat tested negative" });
  enter(bench, "12", late, seen("seen", at(MILKED), "blood"));
  expect(raised(bench)).toHaveLength(1);
  expect(bench.order("B")?.clearVatStop).toBe(true);
});
test("over a restart the milk is still in the vat: an entry made meanwhile raises the stop", () => {
  const first = createBench({});
  milk(first, 12);
  const carried = first.notes().reduce<Carried>(carry, NOTHING_CARRIED);
  const table = withFacts("12", [treated("tube", hoursOnly(72), at(MILKED - 10))]);
  const next = createBench({ carried, table, startsAt: at(MILKED + 1) });
  expect(raised(next)).toMatchObject([{ cow: "12" }]);
});
test("milk of five days ago is no longer in the vat", () => {
  const bench = createBench({});
  milk(bench, 12);
  bench.wait(5 * 24 * 3_600_000);
  enter(bench, "12", treated("tube", hoursOnly(72), at(MILKED - 10)));
  expect(raised(bench)).toEqual([]);
});
test("a table that is the same about her is not looked at again", () => {
  const bench = createBench({ table: herd([cow("12")]) });
  milk(bench, 12);
  bench.send({ kind: "table-loaded", table: herd([cow("12")]) });
  expect(raised(bench)).toEqual([]);
  expect([WALL, sameJson({ a: [1, { b: null }] }, { a: [1, { b: null }], c: undefined })]).toEqual([
    WALL,
    true,
  ]);
  expect(sameJson({ a: [1] }, { a: [1, 2] })).toBe(false);
  expect(sameJson({ a: null }, { a: {} })).toBe(false);
});
