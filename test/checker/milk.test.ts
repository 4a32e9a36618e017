// Room: test/checker. May her milk go? Every kind of fact, at the instants where the answer turns.

import { describe, expect, test } from "vitest";
import type { CowFact } from "../../src/domain/holds/facts.ts";
import {
  AUTOMATIC,
  afterCalving,
  at,
  both,
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
  offLabel,
  sampled,
  sealant,
  seen,
  tainted,
  tested,
  treated,
  tube,
  UNKNOWN,
} from "../domain/holds/make.ts";
import { answerTo, withCow } from "./evidence.ts";
import { farm, holds, PLAIN, YEARS } from "./until.ts";

describe("a treatment of a cow in milk", () => {
  const t = (milk: Parameters<typeof treated>[1]) => treated("t", milk, day(0));
  const six = milkedEvery(12, 6);
  holds([
    ["72 hours", [t(hoursOnly(72))], 3],
    ["72 hours from a dose still to come", [treated("t", hoursOnly(72), day(5))], 8],
    ["no hours, from a dose still to come", [treated("t", hoursOnly(0), day(5))], 5],
    ["6 milkings, the sixth on day 3", [t(milkingsOnly(6))], 3, { milkings: six }],
    ["6 milkings, five seen", [t(milkingsOnly(6))], "for ever", { milkings: milkedEvery(12, 5) }],
    ["hours and milkings, the hours later", [t(both(96, 6))], 4, { milkings: six }],
    ["hours and milkings, the milkings later", [t(both(24, 6))], 3, { milkings: six }],
    ["hours or milkings, the hours first", [t(either(24, 6))], 1, { milkings: six }],
    ["hours or milkings, the milkings first", [t(either(96, 6))], 3, { milkings: six }],
    ["a period without any clause", [t({ kind: "period", combine: "either" })], "for ever"],
    ["nil", [t(NIL)], "never"],
    ["nil, from a dose still to come", [treated("t", NIL, day(5))], "never"],
    ["never", [t(NEVER)], "for ever"],
    ["unknown", [t(UNKNOWN)], "for ever"],
    ["nil, on a day that nobody knows", [treated("t", NIL, null)], "for ever"],
    [
      "a milking at the dose is the one she was treated in",
      [t(milkingsOnly(1))],
      "for ever",
      { milkings: [day(0)] },
    ],
    ["a milking on record", [t(milkingsOnly(1)), milked("m", day(1))], 1],
    [
      "one milking on record twice",
      [t(milkingsOnly(2)), milked("m", at(23)), milked("n", at(24)), milked("o", at(48))],
      2,
    ],
    [
      "milkings apart by the least there may be",
      [t(milkingsOnly(2)), milked("m", at(20)), milked("n", at(24))],
      1,
    ],
    ["no milkings at all, from a dose still to come", [treated("t", milkingsOnly(0), day(5))], 5],
    ["cleared on day 2", [t(NEVER), cleared("c", "t", day(2))], 2],
    ["cleared twice: the first ends it", [t(NEVER), cleared("c", "t", day(3)), cleared("d", "t", day(2))], 2],
    ["another one cleared", [t(NEVER), cleared("c", "x", day(2))], "for ever"],
    ["two, the later counts", [t(hoursOnly(24)), treated("u", hoursOnly(48), day(1))], 3],
  ]);
});

describe("a correction", () => {
  const undated = treated("t", hoursOnly(24), null);
  const later = (fact: CowFact, of = "t") => correcting(of, fact);
  holds([
    [
      "opens a hold of its own, and the first one's runs on",
      [treated("t", hoursOnly(72), day(0)), later(treated("u", hoursOnly(24), day(0)))],
      3,
    ],
    [
      "that lengthens counts at once",
      [treated("t", hoursOnly(24), day(0)), later(treated("u", hoursOnly(72), day(0)))],
      3,
    ],
    ["gives the date that nobody knew", [undated, later(treated("u", hoursOnly(24), day(1)))], 2],
    ["of another kind gives no date", [undated, later(calved("u", day(1)))], "for ever"],
    ["that does not know the date either gives none", [undated, later(treated("u", NIL, null))], "for ever"],
    [
      "gives it through others",
      [undated, later(treated("u", NIL, null)), later(treated("v", hoursOnly(24), day(1)), "u")],
      2,
    ],
    [
      "that corrects itself in a ring gives none",
      [later(undated, "u"), later(treated("u", NIL, null))],
      "for ever",
    ],
    [
      "dates a calving",
      [calved("t", null), later(calved("u", day(1)))],
      5,
      { policy: { ...AUTOMATIC, colostrum: hoursOnly(96) } },
    ],
    ["dates a drying off", [driedOff("t", null), later(driedOff("u", day(1))), calved("c", day(2))], 2],
    ["ends what had no end", [tainted("t", day(0), null), later(tainted("u", day(0), day(1)))], 1 + 4 / 24],
    [
      "ends it with the latest of several",
      [
        grazed("t", day(0), null, hoursOnly(24)),
        later(grazed("u", day(0), day(1), NIL)),
        later(grazed("v", day(0), day(2), NIL), "u"),
      ],
      3,
    ],
    [
      "does not end before it began",
      [tainted("t", day(3), null), later(tainted("u", day(0), day(1)))],
      3 + 4 / 24,
    ],
    [
      "does not shorten an end that is known",
      [grazed("t", day(0), day(3), hoursOnly(24)), later(grazed("u", day(0), day(1), NIL))],
      4,
    ],
  ]);
});

describe("dry cows", () => {
  const dry = (milk: Parameters<typeof dryCowTube>[0], first = day(0)) =>
    course("t", dryCowTube(milk), first);
  const cow = (...facts: readonly CowFact[]) => facts;
  const cepravin = afterCalving(49, milkingsOnly(8));
  const twoBranches = byDryPeriod(35, hoursOnly(24), hoursOnly(36 * 24));
  holds([
    ["dried off and not calved", [driedOff("d", day(0))], "for ever"],
    ["dried off on a day that nobody knows", [driedOff("d", null), calved("c", day(9))], "for ever"],
    ["dried off, calved since", [driedOff("d", day(0)), calved("c", day(9))], 9],
    ["dried off, calved at the same instant", [driedOff("d", day(9)), calved("c", day(9))], "for ever"],
    ["dried off, calved on a day that nobody knows", [driedOff("d", day(0)), calved("c", null)], "for ever"],
    [
      "minimum dry days and milkings, calved late",
      cow(dry(cepravin), calved("c", day(60))),
      64,
      {
        milkings: milkedEvery(12, 20, 60 * 24),
      },
    ],
    [
      "minimum dry days and milkings, calved early",
      cow(dry(cepravin), calved("c", day(40))),
      53,
      {
        milkings: milkedEvery(12, 40, 40 * 24),
      },
    ],
    ["not calved at all", cow(dry(afterCalving(0, NIL))), "for ever"],
    ["nil after calving: until she calves", cow(dry(afterCalving(0, NIL)), calved("c", day(9))), 9],
    ["nil and minimum dry days, calved early", cow(dry(afterCalving(30, NIL)), calved("c", day(9))), 30],
    ["dry for longer: after calving", cow(dry(twoBranches), calved("c", day(36))), 37],
    ["dry for as long: after the dose", cow(dry(twoBranches), calved("c", day(35))), 36],
    [
      "calved late in the day that was written: the day's beginning counts",
      cow(dry(twoBranches), calved("c", at(35 * 24 + 23), day(35))),
      36,
    ],
    [
      "the beginning of the day she calved not known: no branch is",
      cow(dry(twoBranches), calved("c", day(60), null)),
      "for ever",
    ],
    [
      "dried off after the dose: dry since then",
      cow(dry(twoBranches), driedOff("d", day(1)), calved("c", day(36))),
      36,
    ],
    [
      "drying off not known: no branch is",
      cow(dry(twoBranches), driedOff("d", null), calved("c", day(60)), cleared("x", "d", day(60))),
      "for ever",
    ],
    [
      "the second branch ended before she calved, by a later version of the calving",
      cow(
        dry(byDryPeriod(35, hoursOnly(24), hoursOnly(24))),
        calved("c", day(20)),
        correcting("c", calved("e", day(30))),
        cleared("x", "e", day(1)),
      ),
      30,
    ],
    [
      "the second branch ended before she calved",
      cow(dry(byDryPeriod(35, hoursOnly(24), hoursOnly(24))), calved("c", day(20))),
      20,
    ],
    ["a seal without any period", [course("s", sealant(afterCalving(0, NIL)), day(0))], "never"],
    [
      "a seal with a period",
      [course("s", sealant(afterCalving(0, hoursOnly(24))), day(0)), calved("c", day(9))],
      10,
    ],
    ["a seal with dry days", [course("s", sealant(afterCalving(1, NIL)), day(0)), calved("c", day(9))], 9],
    [
      "a corrected calving: every version must satisfy the label",
      cow(dry(afterCalving(0, hoursOnly(24))), calved("c", day(9)), correcting("c", calved("e", day(8)))),
      10,
    ],
    [
      "a calving corrected to a later day",
      cow(dry(afterCalving(0, hoursOnly(24))), calved("c", day(9)), correcting("c", calved("e", day(20)))),
      21,
    ],
    [
      "a calving corrected to before the dose ended nothing",
      cow(dry(afterCalving(0, NIL), day(5)), calved("c", day(9)), correcting("c", calved("e", day(3)))),
      "for ever",
    ],
    [
      "calved at the instant of the dose, and again",
      cow(dry(afterCalving(0, NIL), day(9)), calved("c", day(9)), calved("e", day(20))),
      20,
    ],
    [
      "a calving corrected to the instant of the dose ended nothing",
      cow(dry(afterCalving(0, NIL), day(5)), calved("c", day(9)), correcting("c", calved("e", day(5)))),
      "for ever",
    ],
    [
      "calvings are not versions of each other by way of another kind of record",
      cow(
        dry(afterCalving(0, hoursOnly(24))),
        calved("c", day(9)),
        correcting("c", treated("u", NIL, day(0))),
        correcting("u", calved("e", day(20))),
      ),
      20,
    ],
    [
      "two calvings of one instant: every version of both",
      cow(
        dry(afterCalving(0, hoursOnly(24))),
        calved("c", day(9)),
        calved("e", day(9)),
        correcting("e", calved("f", day(20))),
      ),
      21,
    ],
    [
      "and the next calving does",
      cow(
        dry(afterCalving(0, NIL), day(5)),
        calved("c", day(9)),
        correcting("c", calved("e", day(3))),
        calved("f", day(20)),
      ),
      20,
    ],
    [
      "a calving corrected from before the dose to after it",
      cow(dry(afterCalving(0, NIL), day(5)), calved("c", day(3)), correcting("c", calved("e", day(9)))),
      9,
    ],
  ]);
  const on = (days: number, ...facts: readonly CowFact[]) =>
    answerTo(withCow(cowWith(...facts), { surely: day(days) }, PLAIN));
  test("it is the first calving since the dose that counts, not the next", () => {
    const facts = [dry(afterCalving(0, hoursOnly(24))), calved("c", day(9)), calved("e", day(300))];
    expect(on(299, ...facts, cleared("x", "e", day(20)))).toBe("yes");
  });
  test("a drying off after that calving is of the next dry period", () => {
    const rule = byDryPeriod(35, hoursOnly(24), hoursOnly(60 * 24));
    const facts = [dry(rule), calved("c", day(36)), driedOff("d", day(50)), cleared("x", "d", day(37))];
    expect(on(37, ...facts)).toBe("yes");
  });
});

describe("calving, purchase, observation, feed, taint, samples, a person's hold", () => {
  const colostrum = { policy: AUTOMATIC, milkings: milkedEvery(12, 8) };
  const dryOne = [boughtIn("b", day(0), "dry"), calved("c", day(60))];
  const milkings = milkedEvery(12, 20, 60 * 24);
  holds([
    ["colostrum: 96 hours and 8 milkings", [calved("c", day(0))], 4, colostrum],
    [
      "colostrum, seven milkings seen",
      [calved("c", day(0))],
      "for ever",
      { ...colostrum, milkings: milkedEvery(12, 7) },
    ],
    ["calved on a day that nobody knows", [calved("c", null)], "for ever"],
    ["bought in milk, not tested", [boughtIn("b", day(0), "in-milk")], "for ever"],
    [
      "bought in milk, a sample taken since is negative",
      [boughtIn("b", day(0), "in-milk"), sampled("s", day(1)), tested("r", "s", day(2), "negative")],
      2,
    ],
    [
      "bought in milk, the sample taken at the same instant",
      [boughtIn("b", day(1), "in-milk"), sampled("s", day(1)), tested("r", "s", day(2), "negative")],
      "for ever",
    ],
    ["bought with her treatments declared", [boughtIn("b", day(0), "in-milk", "declared")], "never"],
    [
      "bought dry, not calved",
      [boughtIn("b", day(0), "dry"), sampled("s", day(80)), tested("r", "s", day(81), "negative")],
      "for ever",
    ],
    ["bought dry, calved, not tested", dryOne, "for ever", { milkings }],
    [
      "bought dry, tested after calving and 8 milkings of a day each",
      [...dryOne, sampled("s", at(68 * 24 + 1)), tested("r", "s", day(70), "negative")],
      70,
      { milkings },
    ],
    [
      "bought dry, tested too early",
      [...dryOne, sampled("s", day(68)), tested("r", "s", day(70), "negative")],
      "for ever",
      { milkings },
    ],
    [
      "mastitis, until a look is on record after it",
      [seen("o", day(1), "mastitis"), lookedAt("l", day(1)), lookedAt("m", day(3))],
      3,
    ],
    [
      "blood, and a button pressed in the shed",
      [seen("o", day(1), "blood")],
      "for ever",
      { lookedAt: day(2), lookedAtNow: true },
    ],
    ["a sprayed paddock that she left", [grazed("g", day(0), day(2), hoursOnly(24))], 3],
    ["a sprayed paddock that asks for nothing", [grazed("g", day(0), day(2), NIL)], 2],
    ["a sprayed paddock that she grazes still", [grazed("g", day(0), null, NIL)], "for ever"],
    ["feed that is never for milk", [grazed("g", day(0), day(1), NEVER)], "for ever"],
    ["taint: four hours after she left", [tainted("g", day(0), day(1))], 1 + 4 / 24],
    ["taint that goes on", [tainted("g", day(0), null)], "for ever"],
    ["a sample without a result", [sampled("s", day(0))], "for ever"],
    ["a sample found positive", [sampled("s", day(0)), tested("r", "s", day(1), "positive")], "for ever"],
    ["a sample found negative", [sampled("s", day(0)), tested("r", "s", day(1), "negative")], 1],
    [
      "the result of another sample",
      [sampled("s", day(0)), tested("r", "x", day(1), "negative")],
      "for ever",
    ],
    [
      "positive, then negative: of one sample it proves nothing",
      [sampled("s", day(0)), tested("r", "s", day(1), "positive"), tested("q", "s", day(2), "negative")],
      "for ever",
    ],
    [
      "negative, then positive: nor that",
      [sampled("s", day(0)), tested("r", "s", day(1), "negative"), tested("q", "s", day(2), "positive")],
      "for ever",
    ],
    [
      "positive, and a later sample negative",
      [
        sampled("s", day(0)),
        tested("r", "s", day(1), "positive"),
        sampled("z", day(2)),
        tested("q", "z", day(3), "negative"),
      ],
      3,
    ],
    [
      "a result dated before its sample counts from the sample on",
      [sampled("s", day(3)), tested("r", "s", day(1), "negative")],
      3,
    ],
    [
      "two samples at one instant, one of them negative",
      [sampled("s", day(0)), sampled("z", day(0)), tested("q", "z", day(3), "negative")],
      "for ever",
    ],
    ["a person's hold", [held("h", day(0))], "for ever"],
    ["a person's hold from tomorrow", [held("h", day(YEARS + 1))], "for ever"],
    ["a person's hold, cleared", [held("h", day(0)), cleared("c", "h", day(2))], 2],
  ]);
});

describe("off-label use", () => {
  const given = (milk: Parameters<typeof treated>[1]) => treated("t", milk, day(0));
  const directed = (days: number) => ({ direction: hoursOnly(days * 24) });
  const long = course("t", tube(hoursOnly(24), { courseDaysMax: 3 }), day(0), at(3 * 24 + 1));
  holds([
    ["without a direction", [offLabel(given(hoursOnly(24)))], "for ever"],
    ["a direction longer than the label", [offLabel(given(hoursOnly(24)), directed(9))], 9],
    ["a direction shorter than the label", [offLabel(given(hoursOnly(48)), directed(1))], 2],
    ["a direction of nil", [offLabel(given(hoursOnly(48)), { direction: NIL })], 2],
    ["never for milk, directed: never", [offLabel(given(NEVER), directed(9))], "for ever"],
    [
      "the direction comes with a correction",
      [
        offLabel(given(hoursOnly(24))),
        correcting("t", offLabel(treated("u", hoursOnly(24), day(0)), directed(9))),
      ],
      9,
    ],
    ["a longer course than the label's", [long], "for ever"],
    [
      "a course as long as the label's",
      [course("t", tube(hoursOnly(24), { courseDaysMax: 3 }), day(0), day(3))],
      4,
    ],
    [
      "a course whose first dose nobody knows",
      [course("t", tube(NIL, { courseDaysMax: 3 }), null, day(3))],
      "for ever",
    ],
    [
      "a dry-cow tube: the direction runs from the calving",
      [offLabel(course("t", dryCowTube(afterCalving(0, NIL)), day(0)), directed(2)), calved("c", day(9))],
      11,
    ],
    [
      "a seal without any period, given off-label, waits for the calving",
      [offLabel(course("t", sealant(afterCalving(0, NIL)), day(0)), { direction: NIL }), calved("c", day(9))],
      9,
    ],
    ["gb: half as long again", [offLabel(given(hoursOnly(48)), directed(1))], 3, { policy: farm("gb") }],
    ["gb: never for milk is 7 days", [offLabel(given(NEVER), directed(1))], 7, { policy: farm("gb") }],
    ["gb: nil is a day", [offLabel(given(NIL), { direction: NIL })], 1, { policy: farm("gb") }],
    [
      "gb: unknown stays unknown",
      [offLabel(given(UNKNOWN), directed(1))],
      "for ever",
      { policy: farm("gb") },
    ],
    [
      "gb: 5 milkings are 8",
      [offLabel(given(milkingsOnly(5)), directed(1))],
      4,
      {
        policy: farm("gb"),
        milkings: milkedEvery(12, 20),
      },
    ],
    [
      "gb: 30 milkings are 45",
      [offLabel(given(milkingsOnly(30)), directed(1))],
      22.5,
      {
        policy: farm("gb"),
        milkings: milkedEvery(12, 48),
      },
    ],
    [
      "gb: more milkings than are ever remembered are never known to be over",
      [offLabel(given(milkingsOnly(33)), directed(1))],
      "for ever",
      { policy: farm("gb"), milkings: milkedEvery(12, 48) },
    ],
    [
      "gb: another row of the label is longer",
      [offLabel(given(hoursOnly(24)), { ...directed(1), rows: [tube(hoursOnly(24)), tube(hoursOnly(72))] })],
      4.5,
      {
        policy: farm("gb"),
      },
    ],
    [
      "gb: a row for dry cows says nothing of a cow in milk",
      [
        offLabel(given(hoursOnly(24)), {
          ...directed(1),
          rows: [tube(hoursOnly(24)), dryCowTube(afterCalving(50, NEVER))],
        }),
      ],
      1.5,
      {
        policy: farm("gb"),
      },
    ],
    [
      "gb: minimum dry days, too, are half as long again",
      [
        offLabel(course("t", dryCowTube(afterCalving(10, hoursOnly(24))), day(0)), directed(1)),
        calved("c", day(9)),
      ],
      16.5,
      {
        policy: farm("gb"),
      },
    ],
    [
      "gb: the days that tell the two branches apart, too",
      [
        offLabel(course("t", dryCowTube(byDryPeriod(20, hoursOnly(24), hoursOnly(40 * 24))), day(0)), {
          direction: NIL,
        }),
        calved("c", day(25)),
      ],
      60,
      { policy: farm("gb") },
    ],
    ["nz: 35 days", [offLabel(given(hoursOnly(24)), directed(1))], 35, { policy: farm("nz") }],
    [
      "nz: never gives way to direction and floor",
      [offLabel(given(NEVER), directed(1))],
      35,
      { policy: farm("nz") },
    ],
    [
      "nz: and the other branch of the label stands",
      [
        offLabel(course("t", dryCowTube(byDryPeriod(20, NEVER, hoursOnly(40 * 24))), day(0)), {
          direction: NIL,
        }),
        calved("c", day(9)),
      ],
      40,
      { policy: farm("nz") },
    ],
    ["us: the vet sets the time", [offLabel(given(hoursOnly(24)), directed(2))], 2, { policy: farm("us") }],
    ["au: the vet sets the time", [offLabel(given(hoursOnly(24)), directed(2))], 2, { policy: farm("au") }],
  ]);
});

describe("two medicines at once", () => {
  const a = (first = day(0), last = first) => course("a", tube(hoursOnly(48), { label: "A" }), first, last);
  const b = (first: ReturnType<typeof day> | null, more: object = {}) =>
    course("b", tube(hoursOnly(24), { label: "B", ...more }), first, first ?? day(2));
  const us = { policy: farm("us") };
  const directed = <F extends ReturnType<typeof a>>(fact: F) => offLabel(fact, { direction: hoursOnly(24) });
  holds([
    ["the second while the first is in her: no direction", [a(), b(day(2))], "for ever", us],
    ["none and au do not look at it", [a(), b(day(2))], 3, { policy: farm("au") }],
    ["the second after the first has gone", [a(), b(at(49))], 3 + 1 / 24, us],
    ["in whichever order they were entered", [b(day(2)), a()], "for ever", us],
    ["the same label is one medicine", [a(), b(day(2), { label: "A" })], 3, us],
    ["the second label allows the first", [a(), b(day(2), { usedWith: ["A"] })], 3, us],
    ["a direction on one serves for both", [directed(a()), b(day(2))], 3, us],
    ["a direction on the other serves for both", [a(), directed(b(day(2)))], 3, us],
    ["it does not cover what is off-label by itself", [directed(a()), offLabel(b(day(2)))], "for ever", us],
    [
      "of several each needs one, or it does",
      [a(), directed(b(day(0))), course("c", tube(NIL, { label: "C" }), day(1)), cleared("x", "c", day(1))],
      "for ever",
      us,
    ],
    ["a first dose that nobody knows counts as at once", [a(), b(null)], "for ever", us],
    [
      "a last dose that nobody knows has no end",
      [{ ...a(), lastDoseAt: null }, cleared("x", "a", day(9)), b(day(3))],
      "for ever",
      us,
    ],
    ["cleared before the second was begun", [a(), cleared("x", "a", day(1)), b(at(25))], 2 + 1 / 24, us],
    [
      "a milking counts for a day, however many came since",
      [course("a", tube(milkingsOnly(6), { label: "A" }), day(0)), b(day(6))],
      "for ever",
      {
        ...us,
        milkings: milkedEvery(6, 48),
      },
    ],
    [
      "six milkings are over after six days",
      [course("a", tube(milkingsOnly(6), { label: "A" }), day(0)), b(at(145))],
      7 + 1 / 24,
      {
        ...us,
        milkings: milkedEvery(12, 6),
      },
    ],
    [
      "a tube in a dry cow that has not calved",
      [
        course("a", dryCowTube(afterCalving(0, NIL), { label: "A" }), day(0)),
        cleared("x", "a", day(200)),
        b(day(100)),
      ],
      "for ever",
      us,
    ],
    [
      "a course entered again under the right label is one medicine",
      [a(), correcting("a", b(day(0)))],
      2,
      us,
    ],
    ["nz: each has 35 days", [directed(a()), b(day(2))], 37, { policy: farm("nz") }],
  ]);
});
