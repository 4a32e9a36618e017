// Room: test/domain/vat. A start or an end that only the probe guessed: no verdict hangs on it, a warning may, and a person settles it.

import { describe, expect, test } from "vitest";
import type { CoolingLimit } from "../../../src/domain/cooling/profile.ts";
import { hours } from "../../../src/domain/units.ts";
import type { Said } from "../../../src/domain/vat/happening.ts";
import { verdictsNow } from "../../../src/domain/vat/verdicts.ts";
import { happeningInWords } from "../../../src/domain/vat/words.ts";
import { profile } from "../cooling/make.ts";
import { of, PLAN, type Run, run, type Script, wallAt } from "./bench.ts";
import { type Course, inTurn, milking, towards } from "./curves.ts";

/** Milked into from hour 6 to 7.5 with 35 °C, onto 3,000 l at 4 °C or into an empty vat at 15 °C; due at 9.5. */
const onto = (kw: number): Course => inTurn([0, () => 4], [6, milking({ there: 3_000, inflow: 35, kw })]);
const into = (kw: number): Course => inTurn([0, () => 15], [6, milking({ inflow: 35, kw })]);
/** Cold half an hour before the deadline: much less than a probe may be late. */
const LITTLE_IN_HAND = onto(33);
/** Six minutes late: the milk may have begun to come so much later. */
const JUST_LATE = onto(27);

const alone = (course: Course, script: Script = [], to = 12) => run(course, [4, to], script);
const now = ({ vat, now: at }: Run) => verdictsNow(vat, PLAN, at)[0];
const told = (one: Run) => of(one, "cooling-judged").map(({ outcome }) => outcome);
const confirm: Said = { kind: "confirm-start", milking: 1 };

describe("where only the probe shows when milking began", () => {
  test.each([onto, into])(
    "PASS and FAIL are said only where they are the truth, whatever the plant's duty",
    (vat) => {
      const said = [];
      for (const kw of [26, 28, 40, 58]) {
        const guessed = now(alone(vat(kw)));
        const truth = now(alone(vat(kw), [[6, { kind: "milking-began" }]]));
        expect(truth?.hangsOn).toEqual([]);
        if (guessed?.outcome !== "NO_DATA") expect([kw, guessed?.outcome]).toEqual([kw, truth?.outcome]);
        said.push(guessed?.outcome);
      }
      expect(new Set(said)).toEqual(new Set(["FAIL", "NO_DATA", "PASS"]));
    },
  );

  test("a PASS that an earlier start would not be is NO_DATA, and the words say what settles it", () => {
    const one = alone(LITTLE_IN_HAND);
    expect(now(one)).toMatchObject({
      outcome: "NO_DATA",
      likeliest: "PASS",
      hangsOn: ["start"],
      guess: true,
      verdict: { outcome: "PASS" },
    });
    const [judged] = of(one, "cooling-judged");
    expect(judged).toMatchObject({ outcome: "NO_DATA", likeliest: "PASS", hangsOn: ["start"] });
    if (judged === undefined) throw new Error("nothing was told");
    const words = happeningInWords(judged, String);
    expect(words).toContain("NO_DATA");
    expect(words).toContain("Say when milking began");
  });

  test("a FAIL that a later start would not be is NO_DATA; while that one could still pass nothing is said", () => {
    const one = alone(JUST_LATE);
    expect(now(one)).toMatchObject({ outcome: "NO_DATA", likeliest: "FAIL", hangsOn: ["start"] });
    expect(told(one)).toEqual(["NO_DATA"]);
    expect(now(alone(JUST_LATE, [], 9.55))).toMatchObject({
      outcome: "PENDING",
      likeliest: "FAIL",
      hangsOn: ["start"],
    });
    expect(told(alone(JUST_LATE, [], 9.55))).toEqual([]);
  });

  test("milk that is late from every start that the guess allows FAILs", () => {
    expect(now(alone(onto(20)))).toMatchObject({ outcome: "FAIL", likeliest: "FAIL", hangsOn: [] });
    expect(told(alone(onto(20)))).toEqual(["FAIL"]);
  });
});

test("every instant that is told is a whole millisecond: the records keep no parts of one", () => {
  for (const course of [onto(28), onto(40), into(33)]) {
    const { told: all } = alone(course);
    expect(all.filter(({ what }) => !Number.isInteger(what.at))).toEqual([]);
  }
});

describe("once a person has said", () => {
  test.each([
    ["PASS", LITTLE_IN_HAND],
    ["FAIL", JUST_LATE],
  ])("that the guess is right it is judged plainly, and told again: %s", (outcome, course) => {
    const one = alone(course, [[11, confirm]]);
    expect(now(one)).toMatchObject({ outcome, likeliest: outcome, hangsOn: [] });
    expect(told(one)).toEqual(["NO_DATA", outcome]);
  });

  test("another start it is judged from that one, and told again", () => {
    const late = { kind: "correct-start", milking: 1, at: wallAt(5.4), reason: "I was there" } as const;
    const one = alone(LITTLE_IN_HAND, [[11, late]]);
    expect(now(one)).toMatchObject({ outcome: "FAIL", hangsOn: [], corrected: true });
    expect(told(one)).toEqual(["NO_DATA", "FAIL"]);
  });

  test("before the deadline that the guess is right, nothing was ever in doubt", () => {
    expect(told(alone(LITTLE_IN_HAND, [[8, confirm]]))).toEqual(["PASS"]);
  });

  test("after a restart: what the readings of the earlier run showed from that start stands", () => {
    const before = alone(LITTLE_IN_HAND, [], 10);
    const next = (script: Script) => run(LITTLE_IN_HAND, [10.2, 12], script, { carried: before.carried });
    expect(now(next([]))).toMatchObject({ outcome: "NO_DATA" });
    expect(told(next([]))).toEqual([]);
    expect(now(next([[11, confirm]]))).toMatchObject({ outcome: "PASS" });
    expect(told(next([[11, confirm]]))).toEqual(["PASS"]);
  });
});

describe("by a rule that counts from the end of milking, which only the probe shows", () => {
  const afterEnd: CoolingLimit = {
    id: "7-in-2h",
    appliesTo: "any",
    atMost: 7,
    by: [{ after: "end-of-milking", within: hours(2) }],
  };
  const plan = { ...PLAN, profiles: [profile({ limits: [afterEnd], hold: null })] };
  const judged = (course: Course, script: Script = []) => run(course, [4, 14.5], script, { plan });
  const last = ({ vat, now: at }: Run) => verdictsNow(vat, plan, at)[0];

  test("a PASS that another end would not be hangs on it, until a person says when milking ended", () => {
    const one = judged(onto(28));
    expect(last(one)).toMatchObject({ outcome: "NO_DATA", likeliest: "PASS", hangsOn: ["end"] });
    const [first] = of(one, "cooling-judged");
    if (first === undefined) throw new Error("nothing was told");
    expect(happeningInWords(first, String)).toContain("Say when milking ended");
    const settled = judged(onto(28), [[14, { kind: "milking-ended", at: wallAt(7.5) }]]);
    expect(last(settled)).toMatchObject({ outcome: "PASS", hangsOn: [] });
    expect(told(settled)).toEqual(["NO_DATA", "PASS"]);
  });

  test("confirming the start does not settle the end", () => {
    expect(last(judged(onto(28), [[14, confirm]]))).toMatchObject({ outcome: "NO_DATA", hangsOn: ["end"] });
  });

  test("nor does it after a restart: what was found hung on the end", () => {
    const { carried } = run(onto(28), [4, 12.5], [], { plan });
    expect(carried.milkings[0]?.judged).toMatchObject([{ outcome: "NO_DATA", likeliest: "PASS" }]);
    const next = run(onto(28), [12.7, 14], [[13, confirm]], { plan, carried });
    expect(last(next)).toMatchObject({ outcome: "NO_DATA" });
  });

  test("nothing is said while a later end that the curve allows is not yet due", () => {
    const one = run(onto(48), [4, 10], [], { plan });
    expect(last(one)).toMatchObject({ outcome: "PENDING", likeliest: "PASS", hangsOn: ["end"] });
    expect(told(one)).toEqual([]);
  });

  test("what no end that the curve allows would change is said", () => {
    expect(last(judged(onto(48)))).toMatchObject({ outcome: "PASS", hangsOn: [] });
    expect(last(judged(into(8)))).toMatchObject({ outcome: "FAIL", hangsOn: [] });
  });
});

describe("a washed vat that stands empty in frost, which no curve tells from milk that is cooled", () => {
  /** Collected at 6, washed at 68 °C; then towards the air of the shed, so many hours for two thirds of the way. */
  const frost = (air: number, tau: number): Course =>
    inTurn([0, () => 4], [6, () => 68], [6.5, towards(68, air, tau)]);

  test.each([
    [-10, 1],
    [-10, 2],
    [-5, 3],
    [0, 2],
  ])("in %d °C, %d h: nothing is said of it but that a person has to say", (air, tau) => {
    const one = alone(frost(air, tau), [], 26);
    expect(of(one, "milking-clock-started").map(({ told: by }) => by.sign)).toEqual(["cooling-seen"]);
    expect(new Set(told(one))).toEqual(new Set(["NO_DATA"]));
    expect(now(one)).toMatchObject({ outcome: "NO_DATA", hangsOn: ["start"] });
  });

  test("a person says that it was no milking", () => {
    const none: Said = { kind: "not-a-milking", milking: 1, reason: "empty since the wash" };
    const one = alone(frost(-10, 1), [[20, none]], 20.5);
    expect(of(one, "cooling-judged").at(-1)).toMatchObject({ outcome: "NOT_MILK", final: true, hangsOn: [] });
  });
});
