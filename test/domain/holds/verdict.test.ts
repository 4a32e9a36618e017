// Room: test/domain/holds. The verdict on a cow outside any bail, and her records as they stood on another day.

import { describe, expect, it } from "vitest";
import type { CowFact, CowStatus } from "../../../src/domain/holds/facts.ts";
import { asAt, verdictOn } from "../../../src/domain/holds/verdict.ts";
import type { EpochMs } from "../../../src/domain/units.ts";
import {
  AUTOMATIC,
  boughtIn,
  calved,
  cleared,
  course,
  cow,
  cowWith,
  day,
  driedOff,
  grazed,
  held,
  hoursOnly,
  lookedAt,
  milked,
  POLICY,
  sampled,
  seen,
  tainted,
  tested,
  treated,
  tube,
} from "./make.ts";

const verdict = (facts: readonly CowFact[], at: EpochMs, status: CowStatus = "in-milk", policy = POLICY) => {
  const { verdict, because } = verdictOn(cow("12", facts, status), [], null, policy, at);
  return [verdict, because];
};

describe("the verdict", () => {
  const facts = [treated("t", hoursOnly(72), day(0))];

  it("is divert for a cow that is in no table", () => {
    expect(verdictOn(null, [], null, POLICY, day(0))).toEqual({
      verdict: "divert",
      because: "unknown",
      standing: null,
    });
  });

  it("is divert for a cow that is dry, sold or a heifer, whatever her holds", () => {
    for (const status of ["dry", "heifer", "sold", "died"] as const) {
      expect(verdict([], day(0), status)).toEqual(["divert", "not-in-milk"]);
    }
  });

  it("is divert, then CHECK, then release", () => {
    expect(verdict(facts, day(2, 23))).toEqual(["divert", "withheld"]);
    expect(verdict(facts, day(3))).toEqual(["check", "check"]);
    expect(verdict([...facts, lookedAt("l", day(3))], day(3))).toEqual(["release", null]);
    expect(verdict(facts, day(3), "in-milk", AUTOMATIC)).toEqual(["release", null]);
  });

  it("takes a look that the shed saw", () => {
    expect(verdictOn(cowWith(...facts), [], day(3, 1), POLICY, day(4)).verdict).toBe("release");
    expect(verdictOn(cowWith(...facts), [], day(2), POLICY, day(4)).verdict).toBe("check");
  });
});

describe("her records as they stood", () => {
  const left = (facts: readonly CowFact[], at: EpochMs) =>
    asAt(cowWith(...facts), at).notYet.map((fact) => fact.fact);

  it("leave out what had not begun: a treatment, a calving, a hold, a milking to come", () => {
    const facts = [
      treated("t", hoursOnly(72), day(5)),
      calved("c", day(5)),
      held("h", day(5)),
      milked("m", day(5)),
      sampled("s", day(5)),
      grazed("g", day(5), null, hoursOnly(24)),
      tainted("n", day(5), null),
      tested("r", "s", day(5), "negative"),
      cleared("x", "h", day(5)),
      lookedAt("l", day(5)),
    ];
    const names = ["t", "c", "h", "m", "s", "g", "n", "r", "x", "l"];
    expect(left(facts, day(4, 23))).toEqual(names);
    expect(asAt(cowWith(...facts), day(4, 23)).cow.facts).toEqual([]);
    expect(asAt(cowWith(...facts), day(5)).cow.facts).toEqual(facts);
  });

  it("keep a course that is under way, and what nobody can date", () => {
    const facts = [course("t", tube(hoursOnly(72)), day(1), day(5)), treated("u", hoursOnly(72), null)];
    expect(left([...facts, calved("c", null), driedOff("d", null)], day(2))).toEqual([]);
  });

  it("keep what was written with a date alone all that day, however long the day was", () => {
    // A date alone stands for the end of its day; asked about in the middle of it, it may have been in the morning.
    const facts = [driedOff("d", day(5)), boughtIn("p", day(5), "dry"), seen("o", day(5), "blood")];
    expect(left(facts, day(4))).toEqual([]);
    expect(left(facts, day(3, 22))).toEqual(["d", "p", "o"]);
    expect(left([calved("c", day(5), day(4))], day(4))).toEqual([]);
  });
});
