// Promise 5. The clock can only lengthen a withholding: backward or forward jumps, no time source, daylight saving, restart,
// restore: no cow is ever released earlier than her records and labels say.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Carried, carry, NOTHING_CARRIED } from "../../src/controller/carried.ts";
import { createBench } from "../controller/bench.ts";
import { AUTOMATIC, at, cow, HOUR, herd, hoursOnly, treated } from "../domain/holds/make.ts";
import { tries } from "../runs.ts";

// The bench starts at hour 1000. Cow 20 is fit at hour 1001, cow 12 has no hold.
const SOON = herd([cow("12"), cow("20", [treated("tube", hoursOnly(72), at(929))])], AUTOMATIC);
type Bench = ReturnType<typeof createBench>;
/** Bails she comes to in turn: back in the same one so soon, her tag could be a late read of her last stay. */
const IN_TURN = [2, 3, 4] as const;
const comes = (bench: Bench, tag = 20): readonly string[] => {
  const before = IN_TURN.findIndex((bail) => !bench.reasons(bail).includes("empty"));
  const bail = IN_TURN[(before + 1) % IN_TURN.length] ?? 2;
  for (const one of IN_TURN) bench.leaves(one);
  bench.run(200);
  bench.enters(bail, tag);
  bench.run(1_200);
  return bench.reasons(bail);
};
const carriedBy = (bench: Bench): Carried => bench.notes().reduce<Carried>(carry, NOTHING_CARRIED);

test("her hour comes when it comes, and not before", () => {
  const bench = createBench({ table: SOON });
  expect(comes(bench)).toEqual(["withheld"]);
  bench.wait(58 * 60_000);
  expect(comes(bench)).toEqual(["withheld"]);
  bench.wait(2 * 60_000);
  expect(comes(bench)).toEqual([]);
});
test("a cow whose hour comes while she stands in the bail stays withheld for this milking, and the clock is not blamed", () => {
  const bench = createBench({ table: SOON });
  bench.wait(59 * 60_000);
  expect(comes(bench)).toEqual(["withheld"]);
  bench.wait(5 * 60_000);
  bench.run(2_000);
  expect(bench.reasons(2)).toEqual(["withheld"]);
});

test("nor does it end because the clock was lost meanwhile", () => {
  const bench = createBench({ table: SOON });
  bench.wait(59 * 60_000);
  expect(comes(bench)).toEqual(["withheld"]);
  bench.wait(5 * 60_000);
  bench.send({ kind: "time-source-changed", synchronised: false, source: "none" });
  bench.run(2_000);
  expect(bench.released(2)).toBe(false);
});

test("nor for a cow that came while the time was not sure, once it is: what counts is when she came", () => {
  const bench = createBench({ table: SOON, ready: false });
  for (const board of ["A", "B"]) bench.plug(board);
  bench.input("place-2", "inactive");
  bench.send({ kind: "table-loaded", table: SOON });
  bench.wait(59 * 60_000);
  expect(comes(bench)).toEqual(["withheld"]);
  bench.send({ kind: "time-source-changed", synchronised: true, source: "ntp" });
  bench.wait(5 * 60_000);
  bench.run(2_000);
  expect(bench.reasons(2)).toEqual(["withheld"]);
  expect(comes(bench)).toEqual([]);
});
test("the trusted time is written down once a minute, and only while it is trusted", () => {
  const bench = createBench({ table: SOON });
  bench.run(180_000);
  const marks = bench.notes("clock-mark").length;
  expect(marks).toBeGreaterThanOrEqual(3);
  expect(marks).toBeLessThanOrEqual(4);
  bench.shiftWall(9 * HOUR);
  bench.run(120_000);
  expect(bench.notes("clock-mark").length).toBe(marks);
});

describe("an hour that comes only by the wall clock does not count", () => {
  test("set forward by two hours", () => {
    const bench = createBench({ table: SOON });
    bench.shiftWall(2 * HOUR);
    expect(comes(bench)).toEqual(["held-by-clock"]);
    expect(bench.faults()).toEqual([]);
    bench.run(5_000);
    expect(bench.faults()).toEqual(["clock-untrusted"]);
  });
  test("set forward under her while she stands there", () => {
    const bench = createBench({ table: SOON });
    comes(bench);
    bench.shiftWall(2 * HOUR);
    bench.run(3_000);
    expect(bench.released(2)).toBe(false);
  });
  test("set back and forward again", () => {
    const bench = createBench({ table: SOON });
    bench.shiftWall(-5 * HOUR);
    bench.run(300);
    bench.shiftWall(8 * HOUR);
    expect(comes(bench)).toEqual(["held-by-clock"]);
  });
  test("at a start without a time source, however late the clock shows", () => {
    const bench = createBench({ ready: false });
    bench.shiftWall(500 * HOUR);
    for (const board of ["A", "B"]) bench.plug(board);
    for (const input of ["gate-1", "place-2"]) bench.input(input, "inactive");
    bench.send({ kind: "table-loaded", table: SOON });
    expect(comes(bench)).toEqual(["held-by-clock"]);
  });
  test("after a restart with a clock that woke up in the future", () => {
    const first = createBench({ table: SOON });
    first.run(2_000);
    const next = createBench({ ready: false, carried: carriedBy(first) });
    next.shiftWall(500 * HOUR);
    for (const board of ["A", "B"]) next.plug(board);
    next.input("place-2", "inactive");
    next.send({ kind: "table-loaded", table: SOON });
    expect(comes(next)).toEqual(["held-by-clock"]);
  });
  test("after a time that was confirmed wrongly and then put right", () => {
    const wrong = createBench({ ready: false });
    wrong.shiftWall(500 * HOUR);
    wrong.intend({ kind: "confirm-time" });
    wrong.run(200);
    wrong.shiftWall(-500 * HOUR);
    wrong.intend({ kind: "confirm-time" });
    for (const board of ["A", "B"]) wrong.plug(board);
    wrong.input("place-2", "inactive");
    wrong.send({ kind: "table-loaded", table: SOON });
    wrong.shiftWall(-1 * HOUR);
    expect(comes(wrong)).toEqual(["withheld"]);
    const next = createBench({ ready: false, carried: carriedBy(wrong) });
    for (const board of ["A", "B"]) next.plug(board);
    next.input("place-2", "inactive");
    next.send({ kind: "table-loaded", table: SOON });
    expect(comes(next)).toEqual(["withheld"]);
  });
});

describe("and cows without holds are milked as ever", () => {
  test.each([-500, -1, 1, 500])("with the clock off by %s hours and no time source", (hours) => {
    const bench = createBench({ table: SOON });
    bench.shiftWall(hours * HOUR);
    expect(comes(bench, 12)).toEqual([]);
  });
});

test("a hold that was over by a trusted clock stays over through a restart in the past", () => {
  const first = createBench({ table: SOON });
  first.wait(2 * HOUR);
  expect(comes(first)).toEqual([]);
  first.run(61_000);
  const next = createBench({ ready: false, carried: carriedBy(first) });
  next.shiftWall(-50 * HOUR);
  for (const board of ["A", "B"]) next.plug(board);
  next.input("place-2", "inactive");
  next.send({ kind: "table-loaded", table: SOON });
  expect(comes(next)).toEqual([]);
});
test("the time source, or a manager's word, ends the wait", () => {
  const bench = createBench({ table: SOON });
  bench.shiftWall(2 * HOUR);
  expect(comes(bench)).toEqual(["held-by-clock"]);
  bench.send({ kind: "time-source-changed", synchronised: true, source: "ntp" });
  expect(bench.reasons(2)).toEqual([]);
  expect(comes(bench)).toEqual([]);
  const other = createBench({ table: SOON });
  other.shiftWall(2 * HOUR);
  expect(comes(other)).toEqual(["held-by-clock"]);
  other.intend({ kind: "confirm-time" });
  expect(comes(other)).toEqual([]);
});

test("whatever is done to the clock, without a lying source she is never released before her true hour", () => {
  const act = fc.oneof(
    fc.integer({ min: 1, max: 40 }).map((minutes) => ({ pass: minutes })),
    fc.integer({ min: -100, max: 100 }).map((hours) => ({ shift: hours })),
    fc.constantFrom({ source: "right" }, { source: "gone" }, { restart: true }, { confirm: true }),
  );
  fc.assert(
    fc.property(fc.array(act, { minLength: 1, maxLength: 12 }), (acts) => {
      let bench = createBench({ table: SOON });
      let [passed, off, carried] = [500, 0, NOTHING_CARRIED as Carried];
      let notes = 0;
      const keep = () => {
        carried = bench.notes().slice(notes).reduce<Carried>(carry, carried);
        notes = bench.notes().length;
      };
      for (const one of acts) {
        if ("pass" in one) {
          bench.wait(one.pass * 60_000);
          passed += one.pass * 60_000;
        } else if ("shift" in one) {
          off += one.shift * HOUR;
          bench.shiftWall(one.shift * HOUR);
        } else if ("restart" in one) {
          keep();
          bench = createBench({ carried, ready: false });
          notes = 0;
          bench.shiftWall(passed + off);
          for (const board of ["A", "B"]) bench.plug(board);
          bench.input("place-2", "inactive");
          bench.send({ kind: "table-loaded", table: SOON });
        } else if ("confirm" in one) {
          bench.shiftWall(-off);
          off = 0;
          bench.intend({ kind: "confirm-time" });
        } else {
          if (one.source === "right") {
            bench.shiftWall(-off);
            off = 0;
          }
          bench.send({ kind: "time-source-changed", synchronised: one.source === "right", source: "ntp" });
        }
        comes(bench);
        passed += 1_400;
        if (IN_TURN.some((bail) => bench.released(bail))) expect(passed).toBeGreaterThanOrEqual(HOUR - 3_000);
      }
    }),
    tries(50),
  );
});
