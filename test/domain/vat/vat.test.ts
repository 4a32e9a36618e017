// Room: test/domain/vat. The vat as a machine: what starts and ends a milking, whose word counts, what is recorded, what a restart leaves.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inputId, personId, probeId } from "../../../src/domain/ids.ts";
import { epochMs, minutes, monoMs } from "../../../src/domain/units.ts";
import { carryVat, NOTHING_CARRIED_OF_VAT } from "../../../src/domain/vat/carried.ts";
import type { Said, VatInput } from "../../../src/domain/vat/happening.ts";
import type { Instant, VatMilking } from "../../../src/domain/vat/milking.ts";
import { vatStep } from "../../../src/domain/vat/vat.ts";
import { type Vat, vatAtStart } from "../../../src/domain/vat/vat-state.ts";
import { verdictsNow } from "../../../src/domain/vat/verdicts.ts";
import { tries } from "../../runs.ts";
import { ANNA, MIDNIGHT, nowAt, of, PLAN, type Run, run, type Script, statesOf, wallAt } from "./bench.ts";
import { type Course, HOUR, inTurn, milking, towards } from "./curves.ts";

const flat =
  (celsius: number): Course =>
  () =>
    celsius;
/** A vat at 4 °C, milked into from hour 6 to 7.5 with 35 °C; cold after 3.27 hours. */
const onto = (kw = 29.863) => inTurn([0, flat(4)], [6, milking({ there: 3_000, inflow: 35, kw })]);
const ended = { kind: "last-cow" } as const;
const cow = { kind: "first-cow" } as const;
const pump = (on: boolean | null) => ({ kind: "switch", which: "milkPump", on }) as const;
const PUMPED = { ...PLAN, switches: { milkPump: inputId("pump") } };
const verdictOf = ({ vat, plan, now }: Run) => verdictsNow(vat, plan, now).map(({ outcome }) => outcome);
const hoursOf = (at: number) => (at - MIDNIGHT) / HOUR;

describe("the start of milking", () => {
  test("is the first cow's, and the milk that the probe sees later moves nothing", () => {
    const told = run(
      onto(),
      [4, 9],
      [
        [6, cow],
        [6.2, cow],
        [7.5, ended],
      ],
    );
    const starts = of(told, "milking-clock-started");
    expect(starts).toHaveLength(1);
    expect(starts[0]).toMatchObject({
      at: wallAt(6),
      trusted: true,
      told: { source: "first-cow", guess: false },
    });
    expect(of(told, "milking-start-seen")).toMatchObject([
      { milking: 1, told: { source: "probe", guess: true } },
    ]);
    expect(of(told, "milking-clock-corrected")).toEqual([]);
    expect(told.vat.milkings[0]?.start.wall).toBe(wallAt(6));
  });

  test("is a guess where only the probe shows it, back-dated", () => {
    const told = run(onto(), [4, 9]);
    const [start] = of(told, "milking-clock-started");
    expect(start).toMatchObject({ told: { source: "probe", guess: true, sign: "rise" }, first: false });
    expect(Math.abs(hoursOf(start?.at ?? 0) - 6)).toBeLessThan(0.1);
    expect(of(told, "milking-clock-ended")).toMatchObject([
      { told: { source: "probe", guess: true, sign: "top" } },
    ]);
  });

  test("the top of the curve ends no milking of which cows tell, for the last cow will", () => {
    expect(of(run(onto(), [4, 9], [[6, cow]]), "milking-clock-ended")).toEqual([]);
  });

  test("is the milk pump's, and a pump that rests between two strokes ends nothing", () => {
    const strokes = [6, 6.2, 6.4, 6.6, 6.8, 7, 7.2, 7.4].flatMap((hours) => [
      [hours, pump(true)] as const,
      [hours + 0.1, pump(false)] as const,
    ]);
    const told = run(onto(), [4, 9], strokes, { plan: PUMPED });
    expect(of(told, "milking-clock-started")).toMatchObject([
      { at: wallAt(6), told: { source: "milk-pump" } },
    ]);
    expect(of(told, "milking-clock-ended").map(({ at }) => at)).toEqual([wallAt(7.5)]);
    expect(of(told, "milking-clock-resumed")).toEqual([]);
  });

  test("a pump that goes on after a long pause goes on with the milking", () => {
    const told = run(
      onto(),
      [4, 9],
      [
        [6, pump(true)],
        [6.5, pump(false)],
        [7, pump(true)],
        [7.5, pump(false)],
      ],
      { plan: PUMPED },
    );
    expect(of(told, "milking-clock-started")).toHaveLength(1);
    expect(of(told, "milking-clock-ended", "milking-clock-resumed").map(({ kind }) => kind)).toEqual([
      "milking-clock-ended",
      "milking-clock-resumed",
      "milking-clock-ended",
    ]);
    expect(told.vat.milkings[0]?.end?.wall).toBe(wallAt(7.5));
  });

  test("a pump that rinses the plant after the last cow begins nothing and resumes nothing", () => {
    const told = run(
      onto(),
      [4, 9],
      [
        [6, cow],
        [7.5, ended],
        [7.7, pump(true)],
        [7.9, pump(false)],
      ],
      { plan: PUMPED },
    );
    expect(of(told, "milking-clock-started")).toHaveLength(1);
    expect(of(told, "milking-clock-resumed")).toEqual([]);
    expect(told.vat.milkings[0]?.end?.wall).toBe(wallAt(7.5));
  });

  test("a cow that comes an hour and more after the end is another milking", () => {
    const told = run(
      flat(4),
      [4, 9],
      [
        [6, cow],
        [7, ended],
        [8.1, cow],
      ],
    );
    expect(of(told, "milking-clock-started").map(({ at }) => at)).toEqual([wallAt(6), wallAt(8.1)]);
    expect(told.vat.milkings[0]?.nextStart?.wall).toBe(wallAt(8.1));
  });

  test("a cow that comes half an hour after the end goes on with the milking", () => {
    const told = run(
      flat(4),
      [4, 10],
      [
        [6, cow],
        [7, ended],
        [7.5, cow],
        [8, ended],
      ],
    );
    expect(of(told, "milking-clock-started")).toHaveLength(1);
    expect(told.vat.milkings[0]?.end?.wall).toBe(wallAt(8));
  });
});

describe("a person's word", () => {
  test("replaces the probe's guess of a start, and both are kept", () => {
    const told = run(onto(), [4, 8], [[7.8, { kind: "milking-began", at: wallAt(5.9) }]]);
    const [guess] = of(told, "milking-clock-started");
    expect(of(told, "milking-clock-corrected")).toMatchObject([
      { at: wallAt(5.9), was: guess?.at, told: { source: "person", by: ANNA, guess: false } },
    ]);
    expect(told.vat.milkings[0]?.corrections).toMatchObject([
      { told: { source: "probe", guess: true }, by: ANNA },
    ]);
  });

  test("confirms a guess without moving it", () => {
    const told = run(onto(), [4, 8], [[7.8, { kind: "confirm-start", milking: 1 }]]);
    expect(of(told, "milking-clock-confirmed")).toMatchObject([{ milking: 1, by: ANNA }]);
    expect(told.vat.milkings[0]?.told).toMatchObject({ source: "probe", guess: false, by: ANNA });
    expect(told.vat.milkings[0]?.start.wall).toBe(of(told, "milking-clock-started")[0]?.at);
  });

  test("corrects a start with a reason, and the milking is judged from the new one, noted as corrected", () => {
    const correction = {
      kind: "correct-start",
      milking: 1,
      at: wallAt(5.5),
      reason: "the reader was off",
    } as const;
    const told = run(
      onto(),
      [4, 10],
      [
        [6, cow],
        [7.5, ended],
        [8, correction],
      ],
    );
    expect(of(told, "milking-clock-corrected")).toMatchObject([
      { was: wallAt(6), at: wallAt(5.5), reason: "the reader was off" },
    ]);
    // 5 °C after 3.27 hours from six: too late from half past five.
    expect(verdictOf(told)).toEqual(["FAIL"]);
    expect(verdictsNow(told.vat, PLAN, told.now)[0]).toMatchObject({ corrected: true, guess: false });
    expect(
      verdictOf(
        run(
          onto(),
          [4, 10],
          [
            [6, cow],
            [7.5, ended],
          ],
        ),
      ),
    ).toEqual(["PASS"]);
  });

  test("that it was no milking, or no collection, takes back what was told, with the reason, and erases nothing", () => {
    const course = inTurn([0, flat(4)], [6, towards(4, 18, 0.4)], [7, flat(17)]);
    const script: Script = [
      [5, cow],
      [5.2, ended],
      [7.2, { kind: "not-collected", reason: "the probe had fallen out" }],
      [7.3, { kind: "not-a-milking", milking: 1, reason: "a cow had strayed in" }],
    ];
    const told = run(course, [4, 7.5], script);
    expect(of(told, "collected")).toMatchObject([{ told: { source: "probe", guess: true } }]);
    expect(of(told, "collection-taken-back")).toMatchObject([
      { milkings: [1], because: { by: ANNA, reason: "the probe had fallen out" } },
    ]);
    expect(of(told, "milking-taken-back")).toMatchObject([
      { milking: 1, at: wallAt(5), because: { by: ANNA, reason: "a cow had strayed in" } },
    ]);
    expect(of(told, "cooling-judged").map(({ outcome, final }) => [outcome, final])).toContainEqual([
      "NOT_MILK",
      true,
    ]);
  });

  test("that milking ended is not undone by a cow that comes within the hour", () => {
    const told = run(
      flat(4),
      [4, 8],
      [
        [5, cow],
        [5.5, { kind: "milking-ended" }],
        [6, cow],
      ],
    );
    expect(of(told, "milking-clock-resumed")).toEqual([]);
    expect(told.vat.milkings[0]?.end).toMatchObject({ wall: wallAt(5.5), told: { source: "person" } });
  });

  test("confirms a state, and with it the collection that was guessed", () => {
    const course = inTurn([0, flat(4)], [6, towards(4, 18, 0.4)]);
    const told = run(
      course,
      [4, 7.5],
      [
        [5, cow],
        [5.2, ended],
        [7.2, { kind: "confirm-state" }],
      ],
    );
    expect(of(told, "collected").map(({ told: by }) => [by.guess, by.by])).toEqual([
      [true, null],
      [false, ANNA],
    ]);
    expect(told.vat.told).toMatchObject({ source: "probe", guess: false, by: ANNA });
  });

  const refusals: readonly (readonly [string, Said, RegExp])[] = [
    [
      "a correction without a reason",
      { kind: "correct-start", milking: 1, at: wallAt(6), reason: " " },
      /reason/,
    ],
    [
      "a correction of a milking that is not there",
      { kind: "correct-start", milking: 9, at: wallAt(6), reason: "x" },
      /Milking 9/,
    ],
    [
      "a correction to after the end",
      { kind: "correct-start", milking: 1, at: wallAt(7.7), reason: "x" },
      /after the end/,
    ],
    ["that nothing was collected when nothing was", { kind: "not-collected", reason: "x" }, /No milk/],
    [
      "that a milking was none, without a reason",
      { kind: "not-a-milking", milking: 1, reason: "" },
      /reason/,
    ],
    [
      "that a milking was none that is not there",
      { kind: "not-a-milking", milking: 7, reason: "x" },
      /Milking 7/,
    ],
    ["a time that lies ahead", { kind: "milking-began", at: wallAt(20) }, /lies ahead/],
    ["a time longer ago than is remembered", { kind: "collected", at: wallAt(-80) }, /72 hours/],
    ["an end with nothing running", { kind: "milking-ended", at: wallAt(5) }, /No milking runs/],
    ["the end of a wash that is not there", { kind: "wash-ended" }, /No wash/],
    [
      "a check of a probe nobody knows",
      { kind: "ice-point", thermometer: probeId("x"), readings: [0, 0, 0] },
      /"x".*vat/,
    ],
    ["a check with two readings", { kind: "ice-point", thermometer: "hand", readings: [0, 0] }, /three/],
    [
      "a hand reading that is no number",
      { kind: "hand-reading", probe: PLAN.probes[0]?.probe ?? probeId(""), celsius: Number.NaN },
      /no temperature/,
    ],
    [
      "a milking that began long before one that is recorded",
      { kind: "milking-began", at: wallAt(2) },
      /later milking/,
    ],
  ];
  for (const [name, said, why] of refusals)
    test(`is refused in words: ${name}`, () => {
      const told = run(
        flat(4),
        [4, 9],
        [
          [6, cow],
          [7.5, ended],
          [8, said],
        ],
      );
      expect(of(told, "vat-refused")).toMatchObject([
        { by: ANNA, what: said.kind, why: expect.stringMatching(why) },
      ]);
    });

  test("of a time of day is refused while the computer is not sure of the time, and taken without one", () => {
    const clocks = { trusted: false };
    const told = run(flat(4), [4, 6], [[5, { kind: "milking-began", at: wallAt(4.5) }]], { clocks });
    expect(of(told, "vat-refused")).toMatchObject([{ why: expect.stringMatching(/not sure of the time/) }]);
    const now = run(flat(4), [4, 6], [[5, { kind: "milking-began" }]], { clocks });
    expect(of(now, "milking-clock-started")).toMatchObject([{ trusted: false, told: { source: "person" } }]);
  });

  test("about the end outranks a guess, and a guess does not come back over it", () => {
    const told = run(onto(), [4, 9], [[7.4, { kind: "milking-ended" }]]);
    expect(told.vat.milkings[0]?.end).toMatchObject({ wall: wallAt(7.4), told: { source: "person" } });
    expect(of(told, "milking-clock-ended")).toHaveLength(1);
  });
});

describe("the vat's states", () => {
  test("go through a milking: filling, cooling, holding", () => {
    const told = run(
      onto(),
      [4, 10],
      [
        [6, cow],
        [7.5, ended],
      ],
    );
    expect(statesOf(told)).toEqual(["filling", "cooling", "holding"]);
  });

  test("collection, wash and an empty vat are seen by the probe alone, as guesses", () => {
    const course = inTurn(
      [0, flat(4)],
      [6, towards(4, 18, 0.3)],
      [6.8, flat(72)],
      [7.2, towards(35, 16, 0.5)],
    );
    const told = run(
      course,
      [2, 10],
      [
        [3, cow],
        [3.5, ended],
      ],
    );
    expect(statesOf(told)).toEqual(["filling", "cooling", "holding", "collected", "washing", "empty"]);
    expect(of(told, "collected")).toMatchObject([{ told: { source: "probe", guess: true }, milkings: [1] }]);
    const [wash] = of(told, "wash-ended");
    expect(wash?.wash).toMatchObject({
      detergent: null,
      detergentRule: "not-judged",
      hotWaterRule: "not-judged",
    });
  });

  test("an outlet that stays open is a collection, a sample taken there is none", () => {
    const plan = { ...PLAN, switches: { outlet: inputId("outlet") } };
    const outlet = (on: boolean) => ({ kind: "switch", which: "outlet", on }) as const;
    const told = run(
      flat(4),
      [4, 9],
      [
        [5, cow],
        [5.5, ended],
        [6, outlet(true)],
        [6.02, outlet(false)],
        [8, outlet(true)],
        [8.3, outlet(false)],
      ],
      { plan },
    );
    expect(of(told, "collected")).toMatchObject([
      { at: wallAt(8), told: { source: "outlet", guess: false } },
    ]);
  });

  test("a wash that a switch tells of is judged by nobody where nobody said that detergent circulated", () => {
    const plan = { ...PLAN, switches: { wash: inputId("wash") } };
    const wash = (on: boolean) => ({ kind: "switch", which: "wash", on }) as const;
    const course = inTurn([0, flat(20)], [6, flat(72)], [6.4, flat(20)]);
    const told = run(
      course,
      [4, 9],
      [
        [5.9, wash(true)],
        [6.4, wash(false)],
      ],
      { plan },
    );
    expect(of(told, "wash-ended")).toMatchObject([
      { began: wallAt(5.9), wash: { detergentRule: "not-judged" } },
    ]);
    expect(statesOf(told)).toEqual(["washing", "empty"]);
  });
});

describe("a wash with detergent", () => {
  const course = inTurn([0, flat(20)], [5, flat(72)], [5.3, flat(66)], [5.5, flat(30)]);
  const began = { kind: "wash-began", detergent: true } as const;

  test("is judged from hot to when a person says that it ended", () => {
    const hot = run(
      course,
      [4, 7],
      [
        [5, began],
        [5.45, { kind: "wash-ended" }],
      ],
    );
    expect(of(hot, "wash-ended")).toMatchObject([{ wash: { detergentRule: "kept", lowest: 66 } }]);
    const cooled = run(
      course,
      [4, 7],
      [
        [5, began],
        [5.8, { kind: "wash-ended" }],
      ],
    );
    expect(of(cooled, "wash-ended")).toMatchObject([{ wash: { detergentRule: "broken", lowest: 30 } }]);
  });

  test("is not judged where only the next milking ends it: when the water was let out nobody knows", () => {
    const told = run(
      course,
      [4, 7],
      [
        [5, began],
        [6, cow],
      ],
    );
    expect(of(told, "wash-ended")).toMatchObject([
      { wash: { detergent: true, detergentRule: "not-judged" } },
    ]);
  });
});

describe("a wash that a switch tells of", () => {
  const wash = (on: boolean) => ({ kind: "switch", which: "wash", on }) as const;
  const washed = { ...PLAN, switches: { wash: inputId("wash"), milkPump: inputId("pump") } };

  test("makes no milking of the pump that moves its water, nor of warm water on the probe", () => {
    const course = inTurn([0, flat(15)], [6, flat(38)], [7, flat(15)]);
    const told = run(
      course,
      [4, 9],
      [
        [5.9, wash(true)],
        [6, pump(true)],
        [7, pump(false)],
        [7.5, wash(false)],
      ],
      { plan: washed },
    );
    expect(of(told, "milking-clock-started")).toEqual([]);
    expect(statesOf(told)).toEqual(["washing", "empty"]);
  });

  test("shows that there is no milk; the pick-up that the probe dates before it takes its place", () => {
    const course = inTurn([0, flat(4)], [6, towards(4, 18, 0.3)], [6.5, flat(70)], [7, flat(16)]);
    const told = run(
      course,
      [1, 9],
      [
        [2, cow],
        [2.5, ended],
        [6.4, wash(true)],
        [7, wash(false)],
      ],
      { plan: washed },
    );
    expect(of(told, "milk-gone")).toMatchObject([{ at: wallAt(6.4), milkings: [1] }]);
    const [collected] = of(told, "collected");
    expect(collected).toMatchObject({ milkings: [1], told: { guess: true } });
    expect(Math.abs(hoursOf(collected?.at ?? 0) - 6)).toBeLessThan(0.2);
    expect(of(told, "cooling-judged").map(({ outcome, final }) => [outcome, final])).toEqual([
      ["PASS", false],
      ["PASS", true],
    ]);
  });
});

describe("the three temperatures", () => {
  test("before, at the end and at pick-up are recorded with their range", () => {
    const told = run(
      onto(),
      [4, 12],
      [
        [6, cow],
        [7.5, ended],
        [11, { kind: "collected" }],
      ],
    );
    const [before, end, pickUp] = of(told, "temperature-recorded");
    expect(before).toMatchObject({
      moment: "before-milking",
      taken: { note: "milk", celsius: 4, within: true },
    });
    expect(end).toMatchObject({ moment: "end-of-milking", at: wallAt(7.5), taken: { within: true } });
    expect(end?.taken.celsius ?? 0).toBeCloseTo(12.86, 0);
    expect(pickUp).toMatchObject({
      moment: "pick-up",
      taken: { celsius: 4, within: true, normal: { from: 1, to: 5 } },
    });
  });

  test("say that there was none where the probe was silent, and that the vat was empty", () => {
    const silent = run(flat(Number.NaN), [5, 7], [[6, cow]]);
    expect(of(silent, "temperature-recorded")).toMatchObject([
      { taken: { celsius: null, note: "no-reading", within: null } },
    ]);
    const empty = run(
      flat(17),
      [5, 7],
      [
        [5.5, { kind: "empty" }],
        [6, cow],
      ],
    );
    expect(of(empty, "temperature-recorded")).toMatchObject([
      { taken: { note: "empty-vat", celsius: 17, within: null } },
    ]);
    expect(of(empty, "milking-clock-started")).toMatchObject([{ first: true }]);
  });
});

describe("the judgement", () => {
  const script = [
    [6, cow],
    [7.5, ended],
  ] as const;

  test("is PENDING until the deadline, then PASS, told once; and final an hour after collection", () => {
    expect(verdictOf(run(onto(), [4, 9], script))).toEqual(["PENDING"]);
    const told = run(onto(), [4, 14], [...script, [12, { kind: "collected" }]]);
    expect(of(told, "cooling-judged").map(({ outcome, final }) => [outcome, final])).toEqual([
      ["PASS", false],
      ["PASS", true],
    ]);
    expect(of(told, "milking-clock-closed")).toMatchObject([{ milking: 1 }]);
    expect(told.vat.milkings).toEqual([]);
    expect(told.carried.milkings).toEqual([]);
  });

  test("turns FAIL at the deadline when the plant is too weak, with the numbers behind it", () => {
    const told = run(onto(20), [4, 10], script);
    const [judged, ...more] = of(told, "cooling-judged");
    expect(more).toEqual([]);
    expect(judged).toMatchObject({ outcome: "FAIL", final: false, guess: false });
    expect(judged?.verdict?.limits[0]?.deadline).not.toBeNull();
    const deadline = (judged?.verdict?.limits[0]?.deadline ?? 0) + (judged?.wallAhead ?? 0);
    expect(deadline).toBe(wallAt(9.5));
  });

  test("of milk collected before its deadline is COLLECTED_EARLY", () => {
    const told = run(onto(), [4, 10], [...script, [8, { kind: "collected" }]]);
    expect(of(told, "cooling-judged").map(({ outcome, final }) => [outcome, final])).toEqual([
      ["COLLECTED_EARLY", true],
    ]);
  });

  test("of a vat that is emptied and warms up is no failure, though the probe needs the hour to say so", () => {
    const course = inTurn(
      [0, onto()],
      [12, towards(4, 18, 0.3)],
      [12.8, flat(72)],
      [13.2, towards(35, 16, 0.5)],
    );
    const told = run(course, [4, 16], script);
    expect(of(told, "cooling-judged").map(({ outcome, final }) => [outcome, final])).toEqual([
      ["PASS", false],
      ["PASS", true],
    ]);
  });

  test("of two milkings whose clocks overlap runs side by side on one curve", () => {
    const second = milking({ there: 3_000, cold: 12, inflow: 35, kw: 40 });
    const course = inTurn([0, onto(20)], [9, second]);
    const told = run(
      course,
      [4, 9.3],
      [
        [6, cow],
        [7.5, ended],
        [9, cow],
      ],
    );
    const verdicts = verdictsNow(told.vat, PLAN, told.now);
    expect(verdicts.map(({ milking: number }) => number)).toEqual([1, 2]);
    expect(verdicts[1]?.outcome).toBe("PENDING");
    expect(told.vat.milkings[0]?.nextStart?.wall).toBe(wallAt(9));
  });

  test("of a probe that was silent over the deadline is never PASS", () => {
    const course: Course = (hours) => (hours > 8.5 && hours < 10 ? Number.NaN : onto()(hours));
    expect(verdictOf(run(course, [4, 11], script))).toEqual(["NO_DATA"]);
  });

  test("does not take a lifted probe for warm milk", () => {
    const course: Course = (hours) => (hours > 11 && hours < 11.3 ? 18 : onto()(hours));
    expect(verdictOf(run(course, [4, 13], script))).toEqual(["PASS"]);
  });
});

describe("a start that nobody saw", () => {
  test.each([6.1, 6.7, 7.3, 7.8])(
    "of milk that is there already when the program starts at %d h: nothing passes until a person says when it began",
    (from) => {
      const alone = run(onto(), [from, 12]);
      expect(verdictOf(alone)).not.toContain("PASS");
      expect(verdictsNow(alone.vat, PLAN, alone.now).some(({ hangsOn }) => hangsOn.length > 0)).toBe(false);
      const [started] = of(alone, "milking-clock-started");
      if (started === undefined) return;
      expect(started).toMatchObject({ earliest: null, told: { guess: true } });
      const told = run(
        onto(),
        [from, 12],
        [[11.9, { kind: "correct-start", milking: 1, at: wallAt(6), reason: "I was there" }]],
      );
      expect(verdictOf(told)).toEqual(["PASS"]);
    },
  );
});

describe("what only looked like a milking", () => {
  test("is taken back when a wash follows, and is never judged as cooled milk", () => {
    const course = inTurn([0, flat(4)], [6, towards(4, 18, 0.9)], [8, flat(72)], [8.4, towards(40, 18, 0.5)]);
    const told = run(
      course,
      [1, 12],
      [
        [2, { kind: "milking-began" }],
        [2.5, ended],
      ],
    );
    expect(of(told, "milking-clock-started").map(({ told: by }) => by.source)).toEqual(["person", "probe"]);
    expect(of(told, "milking-taken-back")).toMatchObject([{ milking: 2, because: { sign: "wash-follows" } }]);
    expect(of(told, "collected")).toMatchObject([{ milkings: [1] }]);
    const last = of(told, "cooling-judged").filter(({ final }) => final);
    expect(last.map(({ milking: number, outcome }) => [number, outcome])).toEqual(
      [
        [2, "NOT_MILK"],
        [1, "PASS"],
      ].sort(),
    );
  });
});

test("where cows tell of milkings the probe alone begins none: held milk that gets warm stays held milk, and FAILs", () => {
  const course = inTurn([0, flat(4)], [6, (hour: number) => Math.min(9, 4 + hour)]);
  const told = run(course, [1, 12], [[2, cow]]);
  expect(of(told, "milking-clock-started").map(({ told: by }) => by.source)).toEqual(["first-cow"]);
  expect(told.vat.state).not.toBe("filling");
  expect(verdictOf(told)).toEqual(["FAIL"]);
});

describe("what more than the probe told of", () => {
  test("stays a milking, though a wash follows: it is no milk from there on", () => {
    const course = inTurn([0, flat(4)], [6, towards(4, 18, 0.9)], [8, flat(72)], [8.4, towards(40, 18, 0.5)]);
    const told = run(course, [2, 12], [[7.8, cow]]);
    expect(of(told, "milking-start-seen")).toMatchObject([{ told: { source: "first-cow" } }]);
    expect(of(told, "milking-taken-back")).toEqual([]);
    expect(of(told, "cooling-judged").map(({ outcome }) => outcome)).not.toContain("PASS");
  });
});

describe("over a restart", () => {
  const before = run(onto(), [4, 7], [[6, cow]]);
  const carried = JSON.parse(JSON.stringify(before.carried));

  test("a running clock, its state and its temperature come back, and the readings before are a gap", () => {
    const told = run(onto(), [7.1, 8], [], { carried, clocks: { monoAtZero: -7 * HOUR } });
    expect(told.vat.state).toBe("filling");
    expect(told.vat.milkings).toHaveLength(1);
    expect(told.vat.milkings[0]).toMatchObject({
      milking: 1,
      start: { wall: wallAt(6) },
      beforeMilking: { celsius: 4 },
    });
    expect(verdictOf(told)).toEqual(["PENDING"]);
    const on = run(onto(), [7.1, 10], [[7.5, ended]], { carried, clocks: { monoAtZero: -7 * HOUR } });
    expect(verdictOf(on)).toEqual(["PASS"]);
    expect(on.vat.lastMilking).toBe(1);
  });

  test("nothing passes while the clock is not trusted, and it is judged as soon as it is", () => {
    const script = [[7.5, ended]] as const;
    const clocks = { trusted: false, monoAtZero: 99 };
    expect(verdictOf(run(onto(), [7.1, 11], script, { carried, clocks }))).toEqual(["NO_DATA"]);
    const later = run(onto(), [7.1, 11], script, { carried, clocks: { ...clocks, trusted: 10.5 } });
    expect(verdictOf(later)).toEqual(["PASS"]);
  });

  test("a start that an untrusted clock dated is told again once the time is known, and carried", () => {
    const told = run(onto(), [4, 7], [[6, cow]], {
      clocks: { trusted: 6.5, wrongBy: (hours) => (hours < 6.5 ? -HOUR : 0) },
    });
    expect(of(told, "milking-clock-started")).toMatchObject([{ at: wallAt(5), trusted: false }]);
    expect(of(told, "milking-clock-timed")).toMatchObject([{ at: wallAt(6), trusted: true }]);
    expect(told.carried.milkings[0]?.start).toMatchObject({ wall: wallAt(6), trusted: true });
  });

  test("a start that an untrusted clock dated and nobody could date since gives NO_DATA", () => {
    const told = run(onto(), [4, 7], [[6, cow]], { clocks: { trusted: false } });
    const next = run(onto(), [7.1, 11], [[7.5, ended]], { carried: told.carried });
    expect(verdictOf(next)).toEqual(["NO_DATA"]);
  });

  test("a start that lies ahead by a clock that was set back is not judged: one of the two is wrong", () => {
    const told = run(onto(), [7.1, 11], [[7.5, ended]], { carried, clocks: { wrongBy: () => -6 * HOUR } });
    expect(verdictOf(told)).toEqual(["NO_DATA"]);
  });

  test("a collection that was taken back is not found again", () => {
    const course = inTurn([0, flat(4)], [6, towards(4, 18, 0.05)], [8, flat(4)]);
    const told = run(
      course,
      [3, 9],
      [
        [4, cow],
        [4.5, ended],
      ],
    );
    expect(of(told, "collected", "collection-taken-back").map(({ kind }) => kind)).toEqual([
      "collected",
      "collection-taken-back",
    ]);
    expect(told.vat).toMatchObject({ state: "holding" });
    expect(told.carried.milkings[0]).toMatchObject({ collected: null, atPickUp: null });
  });

  test("a failure that was found before stays one, though its readings are gone", () => {
    const failed = run(
      onto(20),
      [4, 10],
      [
        [6, cow],
        [7.5, ended],
      ],
    );
    expect(failed.carried.milkings[0]?.judged).toMatchObject([{ outcome: "FAIL" }]);
    const told = run(flat(4), [10.5, 12], [], { carried: failed.carried });
    expect(verdictOf(told)).toEqual(["FAIL"]);
  });

  test("a limit kept before the restart stays kept; what came after it is a gap in holding", () => {
    const passed = run(
      onto(),
      [4, 10],
      [
        [6, cow],
        [7.5, ended],
      ],
    );
    const told = run(flat(4), [12, 14], [], { carried: passed.carried });
    expect(verdictOf(told)).toEqual(["PASS"]);
  });
});

describe("always", () => {
  test("a wall clock that jumps changes nothing but what is written", () => {
    const script = [
      [6, cow],
      [7.5, ended],
      [12, { kind: "collected" }],
    ] as const;
    const plain = run(onto(), [4, 14], script);
    const jumped = run(onto(), [4, 14], script, {
      clocks: { wrongBy: (hours) => (hours > 7 ? -30 * HOUR : 5 * HOUR) },
    });
    expect(jumped.told.map(({ hours, what }) => [hours, what.kind])).toEqual(
      plain.told.map(({ hours, what }) => [hours, what.kind]),
    );
    expect(of(jumped, "cooling-judged").map(({ outcome }) => outcome)).toEqual(["PASS", "PASS"]);
  });

  const at = fc.double({ min: -100, max: 30, noNaN: true }).map((hours) => wallAt(hours));
  const said: fc.Arbitrary<Said> = fc.oneof(
    at.map((then): Said => ({ kind: "milking-began", at: then })),
    at.map((then): Said => ({ kind: "milking-ended", at: then })),
    at.map((then): Said => ({ kind: "collected", at: then })),
    fc.constantFrom<Said>(
      { kind: "milking-began" },
      { kind: "milking-ended" },
      { kind: "collected" },
      { kind: "wash-ended" },
      { kind: "empty" },
      { kind: "confirm-state" },
    ),
    fc.constantFrom(true, false, null).map((detergent): Said => ({ kind: "wash-began", detergent })),
    fc
      .tuple(fc.integer({ min: 0, max: 6 }), at, fc.constantFrom("", "why not"))
      .map(([number, then, reason]): Said => ({ kind: "correct-start", milking: number, at: then, reason })),
    fc.integer({ min: 0, max: 6 }).map((number): Said => ({ kind: "confirm-start", milking: number })),
    fc
      .integer({ min: 0, max: 6 })
      .map((number): Said => ({ kind: "not-a-milking", milking: number, reason: "no" })),
    fc.constant<Said>({ kind: "not-collected", reason: "no" }),
    fc
      .tuple(
        fc.constantFrom("hand" as const, probeId("vat"), probeId("x")),
        fc.array(fc.double(), { maxLength: 4 }),
      )
      .map(([thermometer, readings]): Said => ({ kind: "ice-point", thermometer, readings })),
    fc
      .tuple(fc.constantFrom(probeId("vat"), probeId("x")), fc.double())
      .map(([probe, celsius]): Said => ({ kind: "hand-reading", probe, celsius })),
  );
  const input: fc.Arbitrary<VatInput> = fc.oneof(
    fc
      .double({ min: -40, max: 120 })
      .map(
        (celsius) => ({ kind: "reading", probe: probeId("vat"), raw: { kind: "celsius", celsius } }) as const,
      ),
    fc
      .constantFrom("milkPump", "outlet", "wash", "mains")
      .chain((which) =>
        fc.constantFrom(true, false, null).map((on) => ({ kind: "switch", which, on }) as const),
      ),
    fc.constant(cow),
    fc.integer({ min: -5, max: 120 }).map((ago) => ({ kind: "last-cow", ago: minutes(ago) }) as const),
    fc.constant({ kind: "tick" } as const),
    said.map((what) => ({ kind: "told", by: personId("bert"), what }) as const),
  );
  const steps = fc.array(
    fc.tuple(
      fc.integer({ min: 0, max: 7_200_000 }),
      fc.integer({ min: -HOUR, max: HOUR }),
      fc.boolean(),
      input,
    ),
    { maxLength: 60 },
  );

  test("no input breaks it; its state is plain, small JSON; no start is moved without a word; the same gives the same", () => {
    fc.assert(
      fc.property(steps, (list) => {
        let vat: Vat = vatAtStart(PUMPED, NOTHING_CARRIED_OF_VAT, nowAt(0));
        let carried = NOTHING_CARRIED_OF_VAT;
        let mono = 0;
        for (const [later, drift, trusted, one] of list) {
          mono += later;
          const now = { mono: monoMs(mono), wall: epochMs(MIDNIGHT + mono + drift), trusted };
          const step = vatStep(vat, PUMPED, one, now);
          const again = vatStep(JSON.parse(JSON.stringify(vat)), PUMPED, one, now);
          expect(again).toEqual(step);
          for (const milked of step.vat.milkings) {
            const was = vat.milkings.find(({ milking: number }) => number === milked.milking);
            if (was === undefined || was.start.mono === milked.start.mono) continue;
            const word = step.happened.find((what) => what.kind === "milking-clock-corrected");
            expect(word).toMatchObject({ milking: milked.milking });
            expect(milked.corrections.at(-1)?.was.mono).toEqual(was.start.mono);
          }
          for (const what of step.happened) carried = carryVat(carried, what);
          vat = step.vat;
          expect(vat.milkings.length).toBeLessThanOrEqual(7);
          expect(carried.milkings.map(({ milking: number }) => number)).toEqual(
            vat.milkings.map(({ milking: number }) => number),
          );
          expect(carried.lastMilking).toBe(vat.lastMilking);
          expect(carried.state?.state ?? "unknown").toBe(vat.state);
          for (const [index, here] of vat.milkings.entries())
            expect(essence(carried.milkings[index])).toEqual(essence(here));
          expect(carried.checks).toEqual(vat.checks);
          verdictsNow(vat, PUMPED, now);
        }
      }),
      tries(50),
    );
  });
});

/** What of a milking has to outlive a restart: all but its place on this run's clock. */
function essence(milked: VatMilking | undefined) {
  if (milked === undefined) return undefined;
  const dated = (one: Instant | null) => one && { wall: one.wall, trusted: one.trusted };
  const {
    start,
    earliest,
    latest,
    end,
    nextStart,
    collected,
    notMilkFrom,
    corrections,
    alsoTold,
    lastSign: _,
    ...rest
  } = milked;
  return {
    ...rest,
    start: dated(start),
    earliest: dated(earliest),
    latest: dated(latest),
    end: end && { ...dated(end), told: end.told },
    nextStart: dated(nextStart),
    collected: collected && { ...dated(collected), told: collected.told },
    notMilkFrom: dated(notMilkFrom),
    corrections: corrections.map(({ told, by, reason }) => ({ told, by, reason })),
    alsoTold: alsoTold.map(({ told }) => told),
  };
}
