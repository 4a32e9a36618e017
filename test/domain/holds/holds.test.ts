// Room: test/domain/holds. From the facts about a cow to her holds.

import { describe, expect, test } from "vitest";
import type { CowFact } from "../../../src/domain/holds/facts.ts";
import { holdsOf } from "../../../src/domain/holds/holds.ts";
import { holdInWords, periodInWords, timeInWords } from "../../../src/domain/holds/words.ts";
import { factId } from "../../../src/domain/ids.ts";
import { type EpochMs, epochMs } from "../../../src/domain/units.ts";
import {
  afterCalving,
  at,
  both,
  boughtIn,
  calved,
  cleared,
  correcting,
  course,
  cowWith,
  day,
  driedOff,
  dryCowTube,
  either,
  grazed,
  held,
  hoursOnly,
  lookedAt,
  milked,
  milkedEvery,
  milkingsOnly,
  NEVER,
  NIL,
  POLICY,
  sampled,
  sealant,
  seen,
  tainted,
  treated,
  UNKNOWN,
} from "./make.ts";

const holds = (now: EpochMs, milkings: readonly EpochMs[], ...facts: readonly CowFact[]) =>
  holdsOf(cowWith(...facts), milkings, POLICY, now);
const open = (now: EpochMs, milkings: readonly EpochMs[], ...facts: readonly CowFact[]) =>
  holds(now, milkings, ...facts).open.map((hold) => hold.source);

test("a cow nothing is recorded about has no hold", () => {
  expect(holds(at(0), [])).toEqual({ open: [], ended: [] });
});
test("records that are no holds open none: milkings, looks, and a clearance of nothing", () => {
  expect(holds(at(9), [], milked("a", at(1)), lookedAt("b", at(2)), cleared("c", "x", at(3)))).toEqual({
    open: [],
    ended: [],
  });
});
test("a treatment withholds from the moment it is written down, also where the dose is dated tomorrow", () => {
  expect(open(at(0), milkedEvery(12, 9, -200), treated("t", hoursOnly(72), at(24)))).toEqual(["t"]);
});
test("the withholding of a course runs from its last dose", () => {
  const course = { ...treated("t", hoursOnly(72), at(48)), firstDoseAt: at(0) };
  expect(open(at(119.9), [], course)).toEqual(["t"]);
  expect(open(at(120), [], course)).toEqual([]);
});
test("nil after a treatment is no hold; unknown and never are, until a person ends them", () => {
  expect(open(at(0), [], treated("t", NIL, at(0)))).toEqual([]);
  expect(open(at(5_000), milkedEvery(12, 30), treated("t", NEVER, at(0)))).toEqual(["t"]);
  expect(open(at(5_000), milkedEvery(12, 30), treated("t", UNKNOWN, at(0)))).toEqual(["t"]);
});
describe("the vet's written direction only ever adds", () => {
  test("a longer direction decides", () => {
    expect(open(at(100), [], treated("t", hoursOnly(72), at(0), hoursOnly(168)))).toEqual(["t"]);
    expect(open(at(168), [], treated("t", hoursOnly(72), at(0), hoursOnly(168)))).toEqual([]);
  });
  test("a shorter direction, or nil, does not shorten the label", () => {
    expect(open(at(71), [], treated("t", hoursOnly(72), at(0), hoursOnly(24)))).toEqual(["t"]);
    expect(open(at(71), [], treated("t", hoursOnly(72), at(0), NIL))).toEqual(["t"]);
  });
  test("a label that says never stays never", () => {
    expect(open(at(500), [], treated("t", NEVER, at(0), hoursOnly(24)))).toEqual(["t"]);
  });
});
test("a fresh cow waits for 96 hours and 8 milkings", () => {
  expect(open(at(96), milkedEvery(12, 7), calved("c", at(0)))).toEqual(["c"]);
  expect(open(at(95), milkedEvery(8, 8), calved("c", at(0)))).toEqual(["c"]);
  expect(open(at(96), milkedEvery(12, 8), calved("c", at(0)))).toEqual([]);
});
test("of overlapping holds the last to end decides", () => {
  const facts = [
    treated("short", hoursOnly(48), at(0)),
    treated("long", hoursOnly(96), at(24)),
    held("hand", at(0)),
  ];
  expect(open(at(47), [], ...facts)).toEqual(["short", "long", "hand"]);
  expect(open(at(48), [], ...facts)).toEqual(["long", "hand"]);
  expect(open(at(120), [], ...facts)).toEqual(["hand"]);
  expect(open(at(120), [], ...facts, cleared("c", "hand", at(60)))).toEqual([]);
});
test("a person's own hold ends by a clearance alone", () => {
  expect(open(at(9_000), milkedEvery(12, 30), held("h", at(0)))).toEqual(["h"]);
});
test("a clearance ends its own hold and no other, and not before it is given", () => {
  const facts = [held("h", at(0)), held("other", at(0)), cleared("c", "h", at(10))];
  expect(open(at(9), [], ...facts)).toEqual(["h", "other"]);
  expect(holds(at(10), [], ...facts)).toMatchObject({
    open: [{ source: "other" }],
    ended: [{ source: "h", endedAt: at(10) }],
  });
});
test("a correction that supersedes a treatment never shortens: the first one's hold runs on", () => {
  const first = treated("wrong", hoursOnly(96), at(0));
  const correction = { ...treated("right", hoursOnly(24), at(0)), supersedes: factId("wrong") };
  expect(open(at(30), [], first, correction)).toEqual(["wrong"]);
  expect(open(at(30), [], first, correction, cleared("c", "wrong", at(29)))).toEqual([]);
  const longer = { ...treated("right", hoursOnly(200), at(0)), supersedes: factId("wrong") };
  expect(open(at(100), [], first, longer)).toEqual(["right"]);
});

test("a calving entered twice, and one of the entries corrected to later: she waits for the later one, in any order", () => {
  const tube = course("t", dryCowTube(afterCalving(0, NIL)), day(0));
  const [one, same] = [calved("one", day(1)), calved("same", day(1))];
  const later = correcting("one", calved("later", day(30)));
  expect(open(day(10), milkedEvery(12, 19), tube, one, same, later)).toContain("t");
  expect(open(day(10), milkedEvery(12, 19), tube, same, one, later)).toContain("t");
});

test.each<[kind: string, fact: CowFact]>([
  ["lactating-treatment", treated("f", hoursOnly(72), at(0))],
  ["dry-cow-treatment", course("f", dryCowTube(afterCalving(49, milkingsOnly(8))), at(0))],
  ["teat-sealant", course("f", sealant(afterCalving(0, milkingsOnly(8))), at(0))],
  ["colostrum", calved("f", at(0))],
  ["dried-off", driedOff("f", at(0))],
  ["bought-in", boughtIn("f", at(0), "in-milk")],
  ["mastitis-or-blood", seen("f", at(0), "blood")],
  ["paddock-or-feed", grazed("f", at(0), null, hoursOnly(24))],
  ["taint", tainted("f", at(0), null)],
  ["test-pending", sampled("f", at(0))],
  ["manual", held("f", at(0))],
])("a record of its own opens a hold called %s, ended by a clearance like every other", (kind, fact) => {
  expect(holds(at(1), [], fact).open).toMatchObject([{ kind, source: "f" }]);
  expect(holds(at(9), [], fact, cleared("c", "f", at(2)))).toEqual({
    open: [],
    ended: [{ source: "f", endedAt: at(2) }],
  });
});

describe("in words", () => {
  test("a hold says its rule, what it waits for, and when, in the farm's own time", () => {
    const [hold] = holds(at(0), milkedEvery(12, 1, -12), treated("t", both(72, 6), at(-13))).open;
    expect(hold === undefined ? "" : holdInWords(hold, "Australia/Sydney")).toBe(
      "Example tube: 72 h and 6 milkings after the last dose. Waits for Wed 4 Nov 22:00 and 5 more milkings.",
    );
  });
  test("one milking is one milking, and a person's hold waits for a person", () => {
    const [one] = holds(at(0), [], treated("t", milkingsOnly(1), at(0))).open;
    expect(one === undefined ? "" : holdInWords(one, "UTC")).toBe(
      "Example tube: 1 milking after the last dose. Waits for 1 more milking.",
    );
    const [hand] = holds(at(0), [], held("h", at(0))).open;
    expect(hand === undefined ? "" : holdInWords(hand, "UTC")).toBe(
      "held by Kim: clots. Waits for a person with the right to end it.",
    );
  });
  test("every shape of period has its words", () => {
    expect(
      [NIL, NEVER, UNKNOWN, hoursOnly(60), milkingsOnly(8), both(72, 6), either(96, 1)].map(periodInWords),
    ).toEqual([
      "nil",
      "never for milk",
      "an unknown period",
      "60 h",
      "8 milkings",
      "72 h and 6 milkings",
      "96 h or 1 milking",
    ]);
    expect(periodInWords({ kind: "period", combine: "both" })).toBe("an unknown period");
    const [directed] = holds(at(0), [], treated("t", hoursOnly(72), at(0), UNKNOWN)).open;
    expect(directed?.rule).toBe(
      "Example tube: 72 h after the last dose; off-label (recorded so); the vet directs an unknown period",
    );
    expect(holds(at(0), [], calved("c", at(0))).open[0]?.rule).toBe(
      "colostrum: 96 h and 8 milkings after calving",
    );
  });
  test("the same instant is said as each farm's own time, through daylight saving", () => {
    const night = epochMs(Date.UTC(2026, 9, 3, 16, 30));
    expect(timeInWords(night, "Australia/Sydney")).toBe("Sun 4 Oct 03:30");
    expect(timeInWords(night, "UTC")).toBe("Sat 3 Oct 16:30");
  });
});

describe("a treatment whose date nobody knew, once a correction gives one", () => {
  const undated = treated("a", NEVER, null);
  test("runs by its own label row all the same: never for milk stays never", () => {
    const dated = correcting("a", treated("b", NIL, at(0)));
    expect(open(at(99), [], undated, dated)).toEqual(["a"]);
    expect(holds(at(99), [], undated, dated).open[0]?.missing).toEqual([{ kind: "clearance" }]);
  });
  test("runs from the latest last dose that its corrections give", () => {
    const facts = [
      treated("a", hoursOnly(72), null),
      correcting("a", treated("b", NIL, at(10))),
      correcting("b", treated("c", NIL, at(0))),
    ];
    expect(open(at(81), [], ...facts)).toEqual(["a"]);
    expect(open(at(82), [], ...facts)).toEqual([]);
  });
  test("keeps its own off-label mark", () => {
    const offLabelUndated = { ...treated("a", hoursOnly(24), null), offLabel: {} };
    expect(open(at(999), [], offLabelUndated, correcting("a", treated("b", NIL, at(0))))).toEqual(["a"]);
  });
});
