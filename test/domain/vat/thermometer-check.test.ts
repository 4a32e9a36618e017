// Room: test/domain/vat. The ice point, what is due, and a hand thermometer beside a probe: rules and words.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { personId, probeId } from "../../../src/domain/ids.ts";
import { days, epochMs, after as later, monoMs } from "../../../src/domain/units.ts";
import { probeHeard, probesAtStart, probeValue } from "../../../src/domain/vat/probe.ts";
import {
  comparisonInWords,
  dueInWords,
  faultInWords,
  LOG_AND_HAND_CHECK,
  outcomeInWords,
  TROUBLES,
  valueInWords,
} from "../../../src/domain/vat/probe-words.ts";
import {
  CHECK_EVERY,
  checkDue,
  checkInForce,
  compared,
  correctionOf,
  outcomeOf,
  type Thermometer,
  type ThermometerCheck,
  thermometerCheck,
} from "../../../src/domain/vat/thermometer-check.ts";

const MILK = probeId("vat");
const JO = personId("Jo");
const SUMMER = epochMs(Date.UTC(2026, 0, 10));
const check = (
  readings: readonly [number, number, number],
  at = SUMMER,
  thermometer: Thermometer = MILK,
): ThermometerCheck => ({ thermometer, readings, by: JO, at });

describe("the ice point (Bega Manual 2, Appendix 7)", () => {
  test("the example of the manual: 0.5, 0.6 and 0.4 make an offset of 0.5", () => {
    expect(outcomeOf(check([0.5, 0.6, 0.4]))).toEqual({ kind: "acceptable", mean: 0.5, offset: 0.5 });
  });
  test.each([
    [[1, 1, 1], "acceptable"],
    [[1.1, 0.9, 1], "acceptable"],
    [[-1, -1, -1], "acceptable"],
    [[1, 1, 1.1], "not-acceptable"],
    [[-1.2, -1, -1], "not-acceptable"],
    [[3, 1, 2], "not-acceptable"],
    [[0, 0.5, 0.2], "acceptable"],
    [[1.1, 0.6, 0.8], "acceptable"],
    [[0, 0.6, 0.2], "repeat"],
    [[-0.3, 0.3, 0], "repeat"],
  ] as const)("%j is %s", (readings, kind) => {
    expect(outcomeOf(check(readings)).kind).toBe(kind);
  });
  test("exactly three readings, each near zero; all problems are told at once", () => {
    expect(thermometerCheck({ thermometer: "hand", readings: [0.1, 0.2, 0] }, JO, SUMMER)).toEqual({
      ok: true,
      value: check([0.1, 0.2, 0], SUMMER, "hand"),
    });
    expect(thermometerCheck({ thermometer: MILK, readings: [20, -20, 0] }, JO, SUMMER).ok).toBe(true);
    expect(thermometerCheck({ thermometer: MILK, readings: [20.1, 0, 0] }, JO, SUMMER).ok).toBe(false);
    for (const readings of [[], [0], [0, 0], [0, 0, 0, 0]]) {
      expect(thermometerCheck({ thermometer: "hand", readings }, JO, SUMMER).ok).toBe(false);
    }
    const wrong = thermometerCheck({ thermometer: MILK, readings: [32, Number.NaN] }, JO, SUMMER);
    expect(wrong.ok ? [] : wrong.error).toEqual([
      "There are 2 readings; the check takes exactly three, five minutes in the refrigerator between them. Enter all three.",
      "Reading 1 is 32; a thermometer in ice shows about 0 °C, between -20 and 20. Enter what it showed, in °C.",
      "Reading 2 is NaN; a thermometer in ice shows about 0 °C, between -20 and 20. Enter what it showed, in °C.",
    ]);
  });
  test("whatever three readings: an offset is never more than a degree, and no dust of fractions is left", () => {
    const reading = fc.double({ min: -20, max: 20, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(reading, reading, reading), (readings) => {
        const outcome = outcomeOf(check(readings));
        expect(Number(outcome.mean.toFixed(3))).toBe(outcome.mean);
        if (outcome.kind === "acceptable") expect(Math.abs(outcome.offset)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("which check counts", () => {
  const first = check([0.5, 0.5, 0.5]);
  test("a later one supersedes, whatever the order of the list", () => {
    const second = check([0.2, 0.2, 0.2], later(SUMMER, days(1)));
    expect(correctionOf([first, second], MILK)).toEqual({ offset: 0.2, acceptable: true });
    expect(correctionOf([second, first], MILK)).toEqual({ offset: 0.2, acceptable: true });
  });
  test("of two at one instant the one entered later counts", () => {
    expect(correctionOf([first, check([0.1, 0.1, 0.1])], MILK).offset).toBe(0.1);
  });
  test("one to be repeated says nothing: the one before counts", () => {
    const shaky = check([0, 0.9, 0.1], later(SUMMER, days(1)));
    expect(checkInForce([first, shaky], MILK)).toBe(first);
  });
  test("one that is not acceptable makes the readings doubtful, and gives no offset", () => {
    const failed = check([2, 2, 2], later(SUMMER, days(1)));
    expect(correctionOf([first, failed], MILK)).toEqual({ offset: 0, acceptable: false });
    const plan = [{ probe: MILK, role: "milk" }] as const;
    const state = probeHeard(
      probesAtStart(plan, (probe) => correctionOf([first, failed], probe)),
      MILK,
      { kind: "celsius", celsius: 4 },
      monoMs(0),
    );
    expect(valueInWords(probeValue(state, MILK, monoMs(0)))).toBe(
      "4.0 °C (doubtful: was more than 1 °C off in ice)",
    );
  });
  test("another thermometer's check does not count", () => {
    expect(correctionOf([first], "hand")).toEqual({ offset: 0, acceptable: true });
  });
});

describe("when the next is due", () => {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  const said = (checks: readonly ThermometerCheck[], now: number) =>
    dueInWords(MILK, checkDue(checks, MILK, epochMs(now)), day);
  test("never checked: now", () => {
    expect(said([], SUMMER)).toBe("Probe vat has never been checked in ice: check it now.");
  });
  test("half a year after the last, said a month before", () => {
    const passed = [check([0, 0, 0])];
    const due = SUMMER + CHECK_EVERY;
    expect(said(passed, SUMMER)).toBe("Probe vat is checked; the next time by 2026-07-11.");
    expect(checkDue(passed, MILK, epochMs(due - days(30) - 1)).state).toBe("fine");
    expect(said(passed, due - days(30))).toBe("The ice check of probe vat is due by 2026-07-11.");
    expect(checkDue(passed, MILK, epochMs(due - 1)).state).toBe("soon");
    expect(said(passed, due)).toBe(
      "The ice check of probe vat is due since 2026-07-11: twice a year, in summer and in winter.",
    );
  });
  test("not passed: now", () => {
    expect(said([check([2, 2, 2])], SUMMER)).toContain("did not pass its last check");
  });
});

describe("a hand thermometer beside the probe", () => {
  const beside = (hand: number, raw: number | null) => ({ probe: MILK, hand, raw, by: JO, at: SUMMER });
  const bothChecked = [check([0.4, 0.4, 0.4]), check([-0.2, -0.2, -0.2], SUMMER, "hand")];
  test("both corrected, within what both may be off", () => {
    expect(compared(beside(4, 5.2), bothChecked)).toEqual({ difference: 0.6, allowed: 1, within: true });
    expect(compared(beside(4, 5.6), bothChecked)).toEqual({ difference: 1, allowed: 1, within: true });
    expect(compared(beside(4, 5.7), bothChecked)).toMatchObject({ difference: 1.1, within: false });
  });
  test("unchecked they may be off farther", () => {
    expect(compared(beside(4, 5.9), [])).toEqual({ difference: 1.9, allowed: 2, within: true });
  });
  test("no value, or a check that was not passed: not compared", () => {
    expect(compared(beside(4, null), bothChecked)).toBeNull();
    expect(compared(beside(4, 4), [check([2, 2, 2])])).toBeNull();
    expect(compared(beside(4, 4), [check([2, 2, 2], SUMMER, "hand")])).toBeNull();
    expect(compared(beside(Number.NaN, 4), bothChecked)).toBeNull();
    expect(comparisonInWords(null)).toContain("Not compared");
  });
  test("in words", () => {
    expect(comparisonInWords(compared(beside(4, 3.9), bothChecked))).toBe(
      "The probe is 0.7 °C below the hand thermometer: within 1.0 °C, what the two may be off together.",
    );
    expect(comparisonInWords(compared(beside(4, 7), bothChecked))).toContain("check both in ice");
  });
});

describe("words", () => {
  test("each trouble has its own, and a cause and a next step in sentences", () => {
    const all = Object.values(TROUBLES);
    expect(new Set(all.map(({ says }) => says)).size).toBe(all.length);
    for (const { usualCause, whatToDo } of all) {
      expect(usualCause).toMatch(/^[A-Z].*\.$/);
      expect(whatToDo).toMatch(/^[A-Z`].*\.$/);
    }
  });
  test("a value that is not there is not a number, and zero has no minus", () => {
    expect(valueInWords({ at: null, celsius: null, raw: null, quality: "none", why: "unplugged" })).toBe(
      "none: unplugged: its line reads all ones",
    );
    expect(valueInWords({ at: monoMs(0), celsius: -0.04, raw: 0, quality: "good", why: null })).toBe(
      "0.0 °C",
    );
  });
  test("a fault says what happened, the usual cause and what to do", () => {
    expect(faultInWords({ probe: MILK, kind: "bad-readings", why: "unplugged" })).toBe(
      "Probe vat: unplugged: its line reads all ones, three times in a row. The plug is out or the data wire is broken. Push the plug home, then look along the cable.",
    );
  });
  test("a check says what it found", () => {
    expect(outcomeInWords("hand", outcomeOf(check([0.5, 0.6, 0.4])))).toContain(
      "0.50 °C in ice on the mean: acceptable",
    );
    expect(outcomeInWords("hand", outcomeOf(check([2, 2, 2])))).toContain("Adjust or replace it");
    expect(outcomeInWords("hand", outcomeOf(check([0, 0.9, 0])))).toContain("0.9 °C apart, more than 0.5 °C");
  });
  test("the log supports the hand check and does not replace it", () => {
    expect(LOG_AND_HAND_CHECK).toContain("does not replace it");
  });
});
