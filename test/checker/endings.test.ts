// Room: test/checker. Of several records that end or date the same thing, which the checker goes by.

import { describe } from "vitest";
import { MILKINGS_KEPT } from "../../src/domain/holds/facts.ts";
import {
  afterCalving,
  boughtIn,
  byDryPeriod,
  calved,
  cleared,
  correcting,
  course,
  day,
  driedOff,
  dryCowTube,
  hoursOnly,
  lookedAt,
  milkedEvery,
  milkingsOnly,
  NEVER,
  NIL,
  offLabel,
  sampled,
  sealant,
  seen,
  tested,
  treated,
  tube,
  UNKNOWN,
} from "../domain/holds/make.ts";
import { farm, holds } from "./until.ts";

const us = { policy: farm("us") };
const gb = { policy: farm("gb") };
const dry = (minimumDryDays: number, hours: number) =>
  course("t", dryCowTube(afterCalving(minimumDryDays, hoursOnly(hours))), day(0));

describe("a treatment that only corrections can date", () => {
  const undated = treated("t", hoursOnly(72), null);
  holds([
    ["by nobody", [undated], "for ever"],
    [
      "by a correction that does not know either",
      [undated, correcting("t", treated("u", NIL, null))],
      "for ever",
    ],
    ["by one of another kind", [undated, correcting("t", calved("c", day(0)))], "for ever"],
    ["by one of another treatment", [undated, correcting("x", treated("u", NIL, day(0)))], "for ever"],
    ["by one", [undated, correcting("t", treated("u", NIL, day(1)))], 4],
    [
      "by the latest of several, through others too",
      [
        undated,
        correcting("t", treated("u", NIL, day(1))),
        correcting("u", treated("v", NIL, day(5))),
        correcting("t", treated("w", NIL, day(3))),
      ],
      8,
    ],
    [
      "never for milk stays never",
      [treated("t", NEVER, null), correcting("t", treated("u", NIL, day(1)))],
      "for ever",
    ],
    [
      "its course is as long as the earliest first dose makes it",
      [
        course("t", tube(hoursOnly(24), { courseDaysMax: 3 }), null),
        correcting("t", course("u", tube(NIL), day(4), day(6))),
        correcting("t", course("v", tube(NIL), day(3), day(5))),
      ],
      7,
    ],
    [
      "and too long by an earlier one",
      [
        course("t", tube(hoursOnly(24), { courseDaysMax: 3 }), null),
        correcting("t", course("u", tube(NIL), day(2), day(3))),
        correcting("t", course("v", tube(NIL), day(4), day(6))),
      ],
      "for ever",
    ],
    [
      "but its own first dose is known",
      [
        course("t", tube(hoursOnly(24), { courseDaysMax: 3 }), day(4), null),
        correcting("t", course("u", tube(NIL), day(0), day(6))),
      ],
      7,
    ],
  ]);
});

describe("the first of several endings", () => {
  holds([
    ["two looks", [seen("o", day(0), "mastitis"), lookedAt("l", day(5)), lookedAt("m", day(2))], 2],
    ["a look of the same instant is none", [seen("o", day(0), "blood"), lookedAt("l", day(0))], "for ever"],
    [
      "two negative results",
      [sampled("s", day(0)), tested("r", "s", day(5), "negative"), tested("q", "s", day(2), "negative")],
      2,
    ],
    [
      "a result before its sample counts from the sample",
      [sampled("s", day(3)), tested("r", "s", day(1), "negative")],
      3,
    ],
    [
      "a sample of the instant of the purchase is not one since",
      [boughtIn("p", day(0), "in-milk"), sampled("s", day(0)), tested("r", "s", day(1), "negative")],
      "for ever",
    ],
    [
      "two clearances",
      [treated("t", NEVER, day(0)), cleared("x", "t", day(6)), cleared("y", "t", day(4))],
      4,
    ],
  ]);
});

describe("calvings", () => {
  holds([
    [
      "the first, not next year's, in either order",
      [dry(0, 24), calved("d", day(50)), cleared("x", "d", day(4)), calved("c", day(5))],
      6,
    ],
    [
      "entered twice, one of them corrected",
      [dry(0, 24), calved("c", day(5)), calved("d", day(5)), correcting("d", calved("e", day(7)))],
      8,
    ],
    [
      "taken away by a correction: the next one",
      [dry(0, 24), calved("c", day(5)), correcting("c", calved("d", day(-3))), calved("e", day(50))],
      51,
    ],
    [
      "corrected by one of unknown date",
      [dry(0, 24), calved("c", day(5)), correcting("c", calved("d", null))],
      "for ever",
    ],
    ["of unknown date, then dated", [dry(0, 24), calved("c", null), correcting("c", calved("d", day(5)))], 6],
    ["on the instant of the dose is none", [dry(0, 24), calved("c", day(0))], "for ever"],
    ["as the drying off ends", [driedOff("d", day(0)), calved("c", day(5))], 5],
    [
      "a drying off on its very instant is not before it",
      [
        course("t", dryCowTube(byDryPeriod(1, hoursOnly(24), hoursOnly(60 * 24))), day(0)),
        driedOff("d", day(10)),
        cleared("x", "d", day(10)),
        calved("c", day(10)),
      ],
      11,
    ],
    [
      "a sealant of nil with dry days waits for it",
      [course("t", sealant(afterCalving(9, NIL)), day(0)), calved("c", day(3))],
      9,
    ],
    [
      "a dry-cow product of nil waits for it",
      [course("t", dryCowTube(afterCalving(0, NIL)), day(0)), calved("c", day(3))],
      3,
    ],
  ]);
});

describe("periods that say nothing", () => {
  const silent = { kind: "period", combine: "both" } as const;
  holds([
    ["no hours and no milkings", [treated("t", silent, day(0))], "for ever"],
    ["unknown", [treated("t", UNKNOWN, day(0))], "for ever"],
    [
      "as many milkings as are remembered",
      [treated("t", milkingsOnly(MILKINGS_KEPT), day(0))],
      MILKINGS_KEPT / 2,
      { milkings: milkedEvery(12, MILKINGS_KEPT) },
    ],
    [
      "milkings told in any order",
      [treated("t", milkingsOnly(2), day(0))],
      1,
      { milkings: [day(2), day(0, 12), day(1)] },
    ],
  ]);
});

describe("two medicines at once", () => {
  const other = (when: number) => course("b", tube(hoursOnly(24), { label: "other" }), day(when));
  const branch = course("a", dryCowTube(byDryPeriod(9, hoursOnly(24), hoursOnly(20 * 24))), day(0));
  const long = course("a", dryCowTube(afterCalving(30, hoursOnly(48))), day(0));
  const calving = calved("c", day(10));
  holds([
    ["up to the later branch of a dry-cow label", [branch, calving, other(20)], "for ever", us],
    ["and not after it", [branch, calving, other(21)], 22, us],
    ["up to the end of the dry days and the period after", [long, calving, other(32)], "for ever", us],
    ["and not after them", [long, calving, other(33)], 34, us],
    ["while she has not calved", [long, other(200)], "for ever", us],
    ["after a nil product: only on its very instant", [treated("a", NIL, day(0)), other(0)], "for ever", us],
    ["after a nil product: no more", [treated("a", NIL, day(0)), other(1)], 2, us],
    [
      "after one of unknown period, once it is cleared",
      [treated("a", UNKNOWN, day(0)), cleared("x", "a", day(4)), other(5)],
      6,
      us,
    ],
    [
      "before it is cleared",
      [treated("a", UNKNOWN, day(0)), cleared("x", "a", day(4)), other(4)],
      "for ever",
      us,
    ],
    [
      "a course of unknown beginning, long over",
      [course("a", tube(hoursOnly(24)), null, day(5)), other(50)],
      "for ever",
      us,
    ],
    [
      "the same, told the other way round",
      [other(50), course("a", tube(hoursOnly(24)), null, day(5))],
      "for ever",
      us,
    ],
    [
      "begun at one instant, whatever was cleared before",
      [treated("a", NIL, day(0)), other(0), cleared("x", "a", day(-1))],
      "for ever",
      us,
    ],
    [
      "half as long again of an unknown label",
      [offLabel(treated("t", UNKNOWN, day(0)), { direction: NIL })],
      "for ever",
      gb,
    ],
  ]);
});
