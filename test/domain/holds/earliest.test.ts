// Room: test/domain/holds. Of several records that end a hold, or date one, which counts: told by CHECK and the sale.

import { describe, expect, it } from "vitest";
import type { CowFact } from "../../../src/domain/holds/facts.ts";
import { holdsOf } from "../../../src/domain/holds/holds.ts";
import { type EpochMs, epochMs } from "../../../src/domain/units.ts";
import {
  afterCalving,
  boughtIn,
  byDryPeriod,
  calved,
  cleared,
  correcting,
  course,
  cowWith,
  day,
  driedOff,
  dryCowTube,
  farmIn,
  held,
  hoursOnly,
  lookedAt,
  NIL,
  offLabel,
  POLICY,
  sampled,
  seen,
  tested,
  treated,
  tube,
} from "./make.ts";

const at = (now: EpochMs, policy = POLICY, ...facts: readonly CowFact[]) =>
  holdsOf(cowWith(...facts), [], policy, now);
const ended = (...facts: readonly CowFact[]) => at(day(90), POLICY, ...facts).ended.map((one) => one.endedAt);
/** Either order in the file. */
const bothWays = (a: CowFact, b: CowFact): readonly (readonly CowFact[])[] => [
  [a, b],
  [b, a],
];

describe("the first of several endings counts, in whatever order they were written", () => {
  it("of two looks after mastitis", () => {
    for (const looks of bothWays(lookedAt("l", day(2)), lookedAt("m", day(5)))) {
      expect(ended(seen("o", day(0), "mastitis"), ...looks)).toEqual([day(2)]);
    }
  });
  it("of two clearances, each from its own date on", () => {
    for (const both of bothWays(cleared("x", "h", day(2)), cleared("y", "h", day(5)))) {
      expect(ended(held("h", day(0)), ...both)).toEqual([day(2)]);
      expect(at(day(1), POLICY, held("h", day(0)), ...both).open).toHaveLength(1);
    }
  });
  it("of two negative results", () => {
    for (const both of bothWays(tested("x", "s", day(2), "negative"), tested("y", "s", day(5), "negative"))) {
      expect(ended(sampled("s", day(0)), ...both)).toEqual([day(2)]);
    }
  });
  it("clearing what was over already ends nothing once more, clearing it before does", () => {
    expect(ended(treated("t", hoursOnly(72), day(0)), cleared("x", "t", day(9)))).toEqual([day(3)]);
    expect(ended(treated("t", hoursOnly(72), day(0)), cleared("x", "t", day(1)))).toEqual([day(1)]);
  });
});

describe("a date that nobody knew", () => {
  const branch = course("t", dryCowTube(byDryPeriod(20, hoursOnly(24), hoursOnly(60 * 24))), day(0));
  const calving = calved("c", day(30));
  const noColostrum = cleared("x", "c", day(31));
  it("of a drying off leaves the branches of a label open until a correction gives it", () => {
    const unknown = driedOff("d", null);
    expect(
      at(day(80), POLICY, branch, unknown, calving, noColostrum).open.map((hold) => hold.source),
    ).toEqual(["t", "d"]);
    const dated = correcting("d", driedOff("e", day(1)));
    expect(at(day(80), POLICY, branch, unknown, dated, calving, noColostrum).open).toEqual([]);
    const stillUnknown = correcting("d", driedOff("e", null));
    expect(at(day(80), POLICY, branch, unknown, stillUnknown, calving, noColostrum).open).toHaveLength(3);
    const lateOfSeveral = correcting("e", driedOff("f", day(1)));
    expect(
      at(day(80), POLICY, branch, unknown, stillUnknown, lateOfSeveral, calving, noColostrum).open,
    ).toEqual([]);
  });
  it("of doses is the earliest first and the latest last that corrections give", () => {
    const label = tube(hoursOnly(24), { courseDaysMax: 5 });
    const undated = course("a", label, null, null);
    const corrections = [
      correcting("a", course("b", tube(NIL), day(4), day(6))),
      correcting("a", course("c", tube(NIL), day(2), day(5))),
    ];
    for (const [b, c] of [corrections, corrections.toReversed()]) {
      if (b === undefined || c === undefined) throw new Error("two");
      // Four days from the first to the last: within the label's five, and over 24 hours after the last.
      expect(at(day(6, 23), POLICY, undated, b, c).open.map((hold) => hold.source)).toEqual(["a"]);
      expect(at(day(7), POLICY, undated, b, c).open).toEqual([]);
    }
    // From day 0 to day 6 is longer than the label allows.
    const longer = correcting("a", course("e", tube(NIL), day(0), day(1)));
    expect(at(day(90), POLICY, undated, ...corrections, longer).open.map((hold) => hold.source)).toEqual([
      "a",
    ]);
    // What the treatment knew itself is not looked up.
    const known = course("a", label, day(1), null);
    expect(at(day(7), POLICY, known, ...corrections, longer).open).toEqual([]);
  });
});

describe("two medicines at once end being so with a clearance", () => {
  const nz = farmIn("nz");
  const first = course("a", tube({ kind: "never" }), day(0));
  const second = course("b", tube(hoursOnly(24), { label: "other" }), day(10));
  const openOf = (now: EpochMs, ...facts: readonly CowFact[]) =>
    at(now, nz, ...facts).open.map((hold) => hold.source);
  it("that came before the second was given, and by now", () => {
    expect(openOf(day(12), first, second, cleared("x", "a", day(9)))).toEqual([]);
    expect(openOf(day(12), first, second, cleared("x", "a", day(10)))).toEqual(["b"]);
    expect(openOf(day(12), first, second, cleared("x", "other", day(9)))).toEqual(["a", "b"]);
  });
  it("the earliest of several, and never later than the label's own end", () => {
    for (const both of bothWays(cleared("x", "a", day(9)), cleared("y", "a", day(11)))) {
      expect(openOf(day(12), first, second, ...both)).toEqual([]);
    }
    const short = course("a", tube(hoursOnly(24)), day(0));
    expect(openOf(day(12), short, second, cleared("x", "a", day(11)))).toEqual([]);
  });
  it("dated to come does not count yet", () => {
    expect(openOf(day(8), first, course("b", second.row, day(7)), cleared("x", "a", day(9)))).toEqual([
      "a",
      "b",
    ]);
  });
});

describe("boundaries", () => {
  it("the minimum dry period is missing until its last instant, and no longer", () => {
    const dry = course("t", dryCowTube(afterCalving(10, NIL)), day(0));
    const missing = (now: EpochMs) => at(now, POLICY, dry).open[0]?.missing;
    expect(missing(day(9, 23))).toEqual([{ kind: "calving" }, { kind: "hours", until: day(10) }]);
    expect(missing(day(10))).toEqual([{ kind: "calving" }]);
  });
  it("a calving of the very instant of the dose ends nothing, nor does a version of it there", () => {
    const dry = course("t", dryCowTube(afterCalving(0, NIL)), day(0));
    expect(at(day(60), POLICY, dry, calved("c", day(0)), cleared("x", "c", day(1))).open).toHaveLength(1);
    const moved = correcting("c", calved("d", day(0)));
    const cleared2 = [cleared("x", "c", day(1)), cleared("y", "d", day(1))];
    expect(
      at(day(60), POLICY, dry, calved("c", day(5)), moved, ...cleared2).open.map((one) => one.source),
    ).toEqual(["t"]);
  });
});

describe("which rows and treatments a floor or a combination asks about", () => {
  const [gb, us] = [farmIn("gb"), farmIn("us")];
  const sources = (now: EpochMs, policy: typeof POLICY, ...facts: readonly CowFact[]) =>
    at(now, policy, ...facts).open.map((hold) => hold.source);
  it("half as long again is reckoned from rows given as the same, not from another use of the product", () => {
    const dry = dryCowTube(afterCalving(0, hoursOnly(999)), { label: "tube" });
    const given = offLabel(course("t", tube(hoursOnly(24)), day(0)), {
      direction: hoursOnly(24),
      rows: [dry],
    });
    expect(sources(day(1, 11), gb, given)).toEqual(["t"]);
    expect(sources(day(1, 12), gb, given)).toEqual([]);
  });
  it("half as long again of a label unknown stays unknown", () => {
    const given = offLabel(course("t", tube({ kind: "unknown" }), day(0)), { direction: hoursOnly(24) });
    expect(sources(day(99), gb, given)).toEqual(["t"]);
  });
  it("a first dose that nobody knows counts as at once with every medicine, and as a course too long", () => {
    const one = course("a", tube(hoursOnly(24)), day(0));
    const unknown = course("b", tube(hoursOnly(24), { label: "other" }), null, day(50));
    expect(sources(day(90), us, one, unknown)).toEqual(["a", "b"]);
    expect(sources(day(90), us, unknown, one)).toEqual(["b", "a"]);
    expect(
      sources(day(90), POLICY, course("t", tube(hoursOnly(24), { courseDaysMax: 9 }), null, day(50))),
    ).toEqual(["t"]);
    // Without a last dose the course has no length, and the date is what is missing.
    const undated = course("t", tube(hoursOnly(24), { courseDaysMax: 9 }), day(0), null);
    expect(at(day(90), POLICY, undated).open[0]?.missing).toEqual([{ kind: "date", of: "last-dose" }]);
  });
  it("two medicines begun at one instant are at once, whatever their ends", () => {
    const nil = course("a", tube(NIL), day(0));
    const other = course("b", tube(NIL, { label: "other" }), day(0));
    expect(sources(day(9), us, nil, other, cleared("x", "a", day(-1)))).toEqual(["b"]);
    expect(sources(day(9), us, nil, course("b", other.row, day(0, 1)))).toEqual([]);
  });
  it("a medicine is at once with a dry-cow product until the branch of its label that ends later", () => {
    const branch = course("a", dryCowTube(byDryPeriod(9, hoursOnly(24), hoursOnly(20 * 24))), day(0));
    const given = (when: number) => course("b", tube(hoursOnly(1)), day(when));
    const over = [calved("c", day(10)), cleared("x", "c", day(11))];
    expect(sources(day(90), us, branch, ...over, given(20))).toEqual(["a", "b"]);
    expect(sources(day(90), us, branch, ...over, given(21))).toEqual([]);
    const never = course("a", dryCowTube(byDryPeriod(9, hoursOnly(24), { kind: "never" })), day(0));
    expect(sources(day(90), us, never, ...over, given(60))).toEqual(["a", "b"]);
    expect(sources(day(90), us, branch, given(60))).toEqual(["a", "b"]);
  });
});

describe("a calving entered twice, and corrected", () => {
  const dry = course("t", dryCowTube(afterCalving(0, hoursOnly(24))), day(0));
  const noColostrum = ["c", "d", "e"].map((of) => cleared(`x-${of}`, of, day(60)));
  const isOpen = (now: EpochMs, ...calvings: readonly CowFact[]) =>
    at(now, POLICY, dry, ...calvings, ...noColostrum).open.some((hold) => hold.source === "t");
  it("counts in the later version of either entry, in whatever order they stand", () => {
    for (const twice of bothWays(calved("c", day(5)), calved("d", day(5)))) {
      expect(isOpen(day(7), ...twice, correcting("d", calved("e", day(7))))).toBe(true);
      expect(isOpen(day(8), ...twice, correcting("d", calved("e", day(7))))).toBe(false);
    }
  });
  it("counts from the first of two calvings, not from next year's", () => {
    for (const years of bothWays(calved("c", day(5)), calved("d", day(50)))) {
      expect(isOpen(day(6), ...years)).toBe(false);
    }
  });
  it("of unknown date in one version counts in the dated ones", () => {
    expect(isOpen(day(8), calved("c", null), correcting("c", calved("d", day(5))))).toBe(false);
    expect(isOpen(day(8), calved("c", day(5)), correcting("c", calved("d", null)))).toBe(false);
  });
});

describe("to the instant", () => {
  it("a calving ends the drying off as it happens", () => {
    const facts = [driedOff("d", day(0)), calved("c", day(5)), cleared("x", "c", day(5))];
    expect(at(epochMs(day(5) - 1), POLICY, ...facts).open.map((hold) => hold.source)).toContain("d");
    expect(at(day(5), POLICY, ...facts).open).toEqual([]);
  });
  it("a sample or a look of the very instant of purchase or observation is not one since", () => {
    const bought = [
      boughtIn("p", day(0), "in-milk"),
      sampled("s", day(0)),
      tested("r", "s", day(1), "negative"),
    ];
    expect(at(day(9), POLICY, ...bought).open.map((hold) => hold.source)).toEqual(["p"]);
    expect(at(day(9), POLICY, seen("o", day(0), "blood"), lookedAt("l", day(0))).open).toHaveLength(1);
  });
  it("the vet's direction for a dry-cow product runs from her calving", () => {
    const given = offLabel(course("t", dryCowTube(afterCalving(0, NIL)), day(0)), {
      direction: hoursOnly(72),
    });
    const facts = [given, calved("c", day(30)), cleared("x", "c", day(30))];
    expect(at(day(32, 23), POLICY, ...facts).open.map((hold) => hold.source)).toEqual(["t"]);
    expect(at(day(33), POLICY, ...facts).open).toEqual([]);
  });
});

describe("more of what counts as at once, and where", () => {
  const a = course("a", tube(hoursOnly(24)), day(50));
  it("a course of unknown beginning that ended long before is so all the same", () => {
    const unknown = course("b", tube(hoursOnly(24), { label: "other" }), null, day(5));
    for (const both of bothWays(a, unknown)) {
      expect(at(day(90), farmIn("us"), ...both).open).toHaveLength(2);
    }
  });
  it("is not looked at in Australia, nor where no jurisdiction is named", () => {
    const b = course("b", tube(hoursOnly(24), { label: "other" }), day(50));
    for (const where of ["au", "none"] as const) expect(at(day(90), farmIn(where), a, b).open).toEqual([]);
    expect(at(day(90), farmIn("us"), a, b).open).toHaveLength(2);
  });
  it("a calving that a correction takes away through one of unknown date is taken away", () => {
    const corrections = [correcting("c", calved("d", null)), correcting("d", calved("e", day(0)))];
    const ended = ["c", "d", "e"].map((of) => cleared(`x-${of}`, of, day(60)));
    const facts = [driedOff("o", day(0)), calved("c", day(5)), ...corrections, ...ended];
    expect(at(day(90), POLICY, ...facts).open.map((hold) => hold.source)).toEqual(["o"]);
  });
  it("a calving that a correction takes away leaves the next one to end the hold", () => {
    const dry = course("t", dryCowTube(afterCalving(0, hoursOnly(24))), day(0));
    const moved = [calved("c", day(5)), correcting("c", calved("d", day(-3)))];
    const ended = ["c", "d", "e"].map((of) => cleared(`x-${of}`, of, day(60)));
    expect(at(day(90), POLICY, dry, ...moved, ...ended).open.map((hold) => hold.source)).toEqual(["t"]);
    expect(at(day(90), POLICY, dry, ...moved, calved("e", day(50)), ...ended).open).toEqual([]);
  });
});
