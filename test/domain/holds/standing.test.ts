// Room: test/domain/holds. How a cow stands at cups-on: withheld, to be looked at, or clear; and whose clock says so.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CowFact, type HoldPolicy, MILKINGS_KEPT } from "../../../src/domain/holds/facts.ts";
import { type Standing, standingOf } from "../../../src/domain/holds/standing.ts";
import type { EpochMs } from "../../../src/domain/units.ts";
import { tries } from "../../runs.ts";
import { anyCow, anyMilkings, anyTime } from "./any-cow.ts";
import {
  AUTOMATIC,
  at,
  both,
  cleared,
  cowWith,
  either,
  held,
  hoursOnly,
  lookedAt,
  milked,
  milkedEvery,
  milkingsOnly,
  NIL,
  POLICY,
  treated,
} from "./make.ts";

type Asked = {
  readonly sure: EpochMs | null;
  readonly wall?: EpochMs;
  readonly looked?: EpochMs;
  readonly milkings?: readonly EpochMs[];
  readonly policy?: HoldPolicy;
};
function standing(asked: Asked, ...facts: readonly CowFact[]): Standing {
  const { sure, wall = sure ?? at(0), looked = null, milkings = [], policy = POLICY } = asked;
  return standingOf(cowWith(...facts), milkings, looked, policy, { sure, wall });
}
const WITHHELD = { heldByClockAlone: false, checkDue: false };
const tube = treated("t", hoursOnly(72), at(0));

test("a cow without holds is clear, whatever the clock", () => {
  expect(standing({ sure: null })).toEqual({ open: [], heldByClockAlone: false, checkDue: false });
});
test("a treated cow is withheld until her time, and then has to be looked at", () => {
  expect(standing({ sure: at(71) }, tube)).toMatchObject({ open: [{ source: "t" }], ...WITHHELD });
  expect(standing({ sure: at(72) }, tube)).toEqual({ open: [], heldByClockAlone: false, checkDue: true });
});

describe("CHECK", () => {
  test("a look ends it, whether pressed at the bail or on record", () => {
    expect(standing({ sure: at(80), looked: at(73) }, tube).checkDue).toBe(false);
    expect(standing({ sure: at(80) }, tube, lookedAt("l", at(73))).checkDue).toBe(false);
    expect(standing({ sure: at(80), looked: at(72) }, tube).checkDue).toBe(false);
  });
  test("a look before the hold ended, or dated in the future, does not", () => {
    expect(standing({ sure: at(80), looked: at(71.9) }, tube).checkDue).toBe(true);
    expect(standing({ sure: at(80) }, tube, lookedAt("l", at(71))).checkDue).toBe(true);
    expect(standing({ sure: at(80) }, tube, lookedAt("l", at(81))).checkDue).toBe(true);
  });
  test("the last of several looks counts, in whatever order they are on record", () => {
    const looks = [lookedAt("a", at(10)), lookedAt("b", at(75)), lookedAt("c", at(20))];
    expect(standing({ sure: at(80), looked: at(12) }, tube, ...looks).checkDue).toBe(false);
  });
  test("it is asked anew after each hold", () => {
    const second = treated("t2", hoursOnly(24), at(100));
    expect(standing({ sure: at(130), looked: at(73) }, tube, second).checkDue).toBe(true);
  });
  test("it is asked after a clearance and not after nil", () => {
    expect(standing({ sure: at(80) }, held("h", at(0)), cleared("c", "h", at(70))).checkDue).toBe(true);
    expect(standing({ sure: at(80) }, treated("t", NIL, at(0))).checkDue).toBe(false);
  });
  test("where the farm has it go by itself it is never asked", () => {
    expect(standing({ sure: at(80), policy: AUTOMATIC }, tube).checkDue).toBe(false);
  });
  test("once answered it stays answered, however many milkings follow", () => {
    const label = treated("t", milkingsOnly(8), at(0));
    for (let count = 10; count < MILKINGS_KEPT * 3; count += 1) {
      const milkings = milkedEvery(12, count).slice(-MILKINGS_KEPT);
      const asked = { sure: at(count * 12 + 6), looked: at(9 * 12), milkings };
      expect(standing(asked, label)).toEqual({ open: [], heldByClockAlone: false, checkDue: false });
    }
  });
  test("an either-or label ends once: its second half coming true asks for no second look", () => {
    const label = treated("t", either(96, 3), at(0));
    const milkings = milkedEvery(12, 9);
    expect(standing({ sure: at(60), looked: at(49), milkings }, label).checkDue).toBe(false);
    expect(standing({ sure: at(110), looked: at(49), milkings }, label).checkDue).toBe(false);
  });
});

describe("an unsure clock", () => {
  test("ends no hold: she stays withheld, and the reason is the clock", () => {
    expect(standing({ sure: null, wall: at(500) }, tube)).toMatchObject({
      open: [{ source: "t" }],
      heldByClockAlone: true,
    });
    expect(standing({ sure: at(71), wall: at(73) }, tube)).toMatchObject({ heldByClockAlone: true });
  });
  test("what had surely passed before still counts", () => {
    expect(standing({ sure: at(72), wall: at(0) }, tube)).toMatchObject({ open: [], checkDue: true });
  });
  test("the clock is not blamed for a hold that time alone would not end", () => {
    const label = treated("t", both(72, 6), at(0));
    expect(standing({ sure: at(10), wall: at(500) }, label).heldByClockAlone).toBe(false);
    expect(standing({ sure: at(10), wall: at(500) }, tube, held("h", at(0))).heldByClockAlone).toBe(false);
  });
  test("a clock behind the sure time is not blamed either", () => {
    expect(standing({ sure: at(71), wall: at(10) }, tube).heldByClockAlone).toBe(false);
  });
  test("a clearance dated after the sure time has not been given yet", () => {
    const facts = [held("h", at(0)), cleared("c", "h", at(20))];
    expect(standing({ sure: at(10), wall: at(30) }, ...facts)).toMatchObject({
      open: [{ source: "h" }],
      heldByClockAlone: true,
    });
  });
});

test("milkings on record and milkings counted here count together", () => {
  const facts = [treated("t", milkingsOnly(3), at(0)), milked("a", at(12)), milked("b", at(24))];
  expect(standing({ sure: at(40) }, ...facts).open[0]?.missing).toEqual([{ kind: "milkings", left: 1 }]);
  expect(standing({ sure: at(40), milkings: [at(24.2), at(36)] }, ...facts).open).toEqual([]);
});

test("the less is sure of the time, the more is withheld", () => {
  fc.assert(
    fc.property(anyCow, anyMilkings, anyTime, anyTime, (cow, own, one, other) => {
      const [less, more] = one < other ? [one, other] : [other, one];
      const now = (sure: EpochMs | null) => standingOf(cow, own, null, POLICY, { sure, wall: more });
      const sources = (s: Standing) => s.open.map((hold) => hold.source);
      expect(sources(now(less))).toEqual(expect.arrayContaining(sources(now(more))));
      expect(sources(now(null))).toEqual(expect.arrayContaining(sources(now(less))));
    }),
    tries(300),
  );
});
