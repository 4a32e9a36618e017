// Room: test/controller. Milkings counted by the shed itself: which visits count towards a cow's label, over days,
// restarts, unread tags and an unsure clock.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Carried, carry, NOTHING_CARRIED } from "../../src/controller/carried.ts";
import type { HerdTable } from "../../src/domain/holds/facts.ts";
import { type EpochMs, epochMs } from "../../src/domain/units.ts";
import { AUTOMATIC, at, cow, HOUR, herd, milkingsOnly, treated } from "../domain/holds/make.ts";
import { tries } from "../runs.ts";
import { createBench } from "./bench.ts";

const MINUTE = 60_000;
/** Cow 12 was treated just before the bench starts: so many milkings from then on. */
const treatedFor = (milkings: number): HerdTable =>
  herd([cow("12", [treated("tube", milkingsOnly(milkings), at(999))])], AUTOMATIC);

type Milked = { minutes?: number; tag?: number | null; meanwhile?: () => void };

/** A shed that lives on over restarts: what it carries is what its notes add up to, as in the flight recorder. */
function shedOverDays(table: HerdTable) {
  let bench = createBench({ table });
  let carried: Carried = NOTHING_CARRIED;
  const now = (): EpochMs => bench.shed().now.wall;
  const sure = (synchronised: boolean) =>
    bench.send({ kind: "time-source-changed", synchronised, source: "ntp" });
  return {
    now,
    /** The power fails, and the shed starts again later. */
    restart: (downMs = MINUTE) => {
      const startsAt = epochMs(now() + downMs);
      carried = bench.notes().reduce(carry, carried);
      bench = createBench({ table, carried, startsAt });
    },
    pass: (ms: number) => bench.wait(ms),
    unsure: () => sure(false),
    sureAgain: () => sure(true),
    /** She stands in bail 2 for so long; `tag` null: it is not read. Whether her milk went to the vat. */
    milk: ({ minutes = 6, tag = 12, meanwhile = () => {} }: Milked = {}) => {
      bench.enters(2, tag);
      bench.wait((minutes / 2) * MINUTE);
      meanwhile();
      bench.wait((minutes / 2) * MINUTE);
      const toVat = bench.visit(2)?.toVat ?? false;
      bench.leaves(2);
      bench.run(100);
      return toVat;
    },
    counted: () => bench.notes().reduce(carry, carried).milkings["12"] ?? [],
  };
}

/** How often she went to the vat in so many milkings, so far apart: the number of the first that did. */
function firstToVat(apart: readonly number[], label: number): number {
  const shed = shedOverDays(treatedFor(label));
  for (let milking = 1; milking <= label + 3; milking += 1) {
    if (shed.milk()) return milking;
    shed.pass((apart[(milking - 1) % apart.length] ?? 12) * HOUR - 6 * MINUTE);
  }
  return 0;
}

describe("of a label of 6 milkings the seventh goes to the vat", () => {
  test.each([
    ["milked once a day", [24]],
    ["milked twice a day", [10, 14]],
    ["milked three times a day", [8]],
    ["milked ten times a week", [13, 25, 11, 24, 13]],
    ["milked at odd hours, never less than four apart", [4, 19, 5, 26]],
  ])("%s", (_herd, apart) => {
    expect(firstToVat(apart, 6)).toBe(7);
  });
  test("milked with less than four hours between every other visit, those count once", () => {
    expect(firstToVat([3, 9], 3)).toBe(6);
  });
});

test("a restart between any two milkings loses none and doubles none", () => {
  const shed = shedOverDays(treatedFor(3));
  const toVat = [];
  for (let milking = 1; milking <= 4; milking += 1) {
    toVat.push(shed.milk());
    shed.restart();
    expect(shed.counted()).toHaveLength(milking);
    shed.pass(12 * HOUR);
  }
  expect(toVat).toEqual([false, false, false, true]);
});
test("power that fails while she stands there: that visit is not counted, the withholding only grows", () => {
  const shed = shedOverDays(treatedFor(2));
  shed.milk();
  shed.pass(12 * HOUR);
  shed.milk({ meanwhile: () => shed.restart() });
  expect(shed.counted()).toHaveLength(1);
});
test("after a restart she goes around: still one milking", () => {
  const shed = shedOverDays(treatedFor(2));
  shed.milk();
  shed.restart();
  shed.milk();
  expect(shed.counted()).toHaveLength(1);
});
test("an unread visit, a short one and one on an unsure clock count zero", () => {
  const shed = shedOverDays(treatedFor(5));
  shed.milk({ tag: null });
  shed.pass(12 * HOUR);
  shed.milk({ minutes: 1.9 });
  shed.pass(12 * HOUR);
  shed.unsure();
  shed.milk();
  expect(shed.counted()).toHaveLength(0);
  shed.sureAgain();
  shed.pass(12 * HOUR);
  shed.milk();
  expect(shed.counted()).toHaveLength(1);
});
test("a clock that becomes unsure while she stands there: that visit does not count", () => {
  const shed = shedOverDays(treatedFor(5));
  shed.milk({ meanwhile: () => shed.unsure() });
  expect(shed.counted()).toEqual([]);
});
test("nor where it becomes sure only then: nobody knows when she came", () => {
  const shed = shedOverDays(treatedFor(5));
  shed.unsure();
  shed.milk({ meanwhile: () => shed.sureAgain() });
  expect(shed.counted()).toEqual([]);
});

type Happening = {
  readonly what: "milked" | "unread" | "short" | "restart" | "unsure";
  readonly hours: number;
};
const anyHappenings: fc.Arbitrary<Happening[]> = fc.array(
  fc.record({
    what: fc.constantFrom("milked", "milked", "milked", "unread", "short", "restart", "unsure"),
    hours: fc.constantFrom(1, 2, 3, 4, 6, 8, 12, 24),
  }),
  { maxLength: 20 },
);
test("whatever happens over days, the milkings counted are those that a person with a notebook would count", () => {
  fc.assert(
    fc.property(anyHappenings, (happenings) => {
      const shed = shedOverDays(treatedFor(30));
      const notebook: number[] = [];
      for (const { what, hours } of happenings) {
        shed.pass(hours * HOUR);
        if (what === "restart") shed.restart();
        else if (what === "unread") shed.milk({ tag: null });
        else if (what === "short") shed.milk({ minutes: 1 });
        else if (what === "unsure") {
          shed.unsure();
          shed.milk();
          shed.sureAgain();
        } else {
          const began = shed.now();
          shed.milk();
          if (notebook.every((other) => began - other >= 4 * HOUR)) notebook.push(began);
        }
      }
      expect(shed.counted()).toEqual(notebook);
    }),
    tries(25),
  );
});
