// Room: test/office/ui. What the vat's pictures are made of: columns, gaps, ranges, milkings laid over each other.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Curve, MilkingCooled } from "../../../src/office/contract/vat.ts";
import { zoneOf } from "../../../src/office/ui/entry/farm-zone.ts";
import { columnsOf, limitsOf, spanOf, summaryOf } from "../../../src/office/ui/vat/curve-columns.ts";
import { curveInWords } from "../../../src/office/ui/vat/curve-words.ts";
import { coldAfter, laidOver } from "../../../src/office/ui/vat/lay-over.ts";
import { asksFor, OUTCOMES, outcomeShown, SHAPES } from "../../../src/office/ui/vat/outcomes.ts";
import {
  dayStart,
  kept,
  LONGEST,
  monthOf,
  panned,
  rangeNamed,
  SHORTEST,
  zoomed,
} from "../../../src/office/ui/vat/ranges.ts";

const series = (probe: string, at: number[], celsius: (number | null)[]) => ({
  probe,
  role: "milk",
  step: 0,
  at,
  low: celsius,
  high: celsius,
});

describe("Columns of a curve", () => {
  it("two probes that were read at other instants share one time, and neither breaks the other's line", () => {
    const { at, probes } = columnsOf([series("a", [10, 30], [4, 5]), series("b", [20, 30], [6, null])]);
    expect(at).toEqual([10, 20, 30]);
    expect(probes[0]?.high).toEqual([4, undefined, 5]);
    expect(probes[1]?.high).toEqual([undefined, 6, null]);
  });

  it("every reading comes through, and a gap stays a gap", () => {
    const column = fc
      .uniqueArray(
        fc.tuple(fc.integer({ min: 0, max: 500 }), fc.option(fc.double({ min: -5, max: 90, noNaN: true }))),
        {
          selector: ([at]) => at,
          minLength: 1,
          maxLength: 40,
        },
      )
      .map((rows) => rows.sort((a, b) => a[0] - b[0]));
    fc.assert(
      fc.property(column, column, (one, other) => {
        const given = [one, other].map((rows, index) =>
          series(
            `p${index}`,
            rows.map(([at]) => at),
            rows.map(([, celsius]) => celsius),
          ),
        );
        const { at, probes } = columnsOf(given);
        expect([...at].sort((a, b) => a - b)).toEqual(at);
        given.forEach((each, index) => {
          each.at.forEach((instant, row) => {
            expect(probes[index]?.high[at.indexOf(instant)]).toBe(each.high[row]);
          });
        });
      }),
    );
  });

  it("a gap reaches from the last reading before it to the first after it", () => {
    const { gaps, lowest, highest, last } = summaryOf(
      series("a", [10, 20, 30, 40, 50], [4, null, null, 7, 5]),
    );
    expect(gaps).toEqual([{ from: 10, to: 40 }]);
    expect([lowest?.celsius, highest?.celsius, last?.at]).toEqual([4, 7, 50]);
  });

  it("a probe that falls silent is a gap to the end of what is shown", () => {
    expect(summaryOf(series("a", [10, 20, 30], [4, null, null])).gaps).toEqual([{ from: 10, to: 30 }]);
  });

  it("a wash's heat does not press the milk's curve flat", () => {
    const columns = columnsOf([series("a", [0, 10, 20, 30], [4, 71, 70, 6])]);
    expect(spanOf(columns, [5], [{ from: 10, to: 20 }]).to).toBeLessThan(12);
    expect(spanOf(columns, [5], []).to).toBe(42);
  });
});

describe("Ranges", () => {
  const melbourne = zoneOf("Australia/Melbourne");

  it("today begins at the farm's midnight, wherever the device is", () => {
    const { from, to } = rangeNamed("today", Date.parse("2026-11-22T21:10:00Z"), melbourne);
    expect(new Date(from).toISOString()).toBe("2026-11-22T13:00:00.000Z");
    expect(new Date(to).toISOString()).toBe("2026-11-23T13:00:00.000Z");
  });

  it("the day on which the clocks change is as long as it is", () => {
    const at = Date.parse("2026-10-04T05:00:00Z");
    expect(dayStart(at, melbourne, 1) - dayStart(at, melbourne)).toBe(23 * 3_600_000);
  });

  it("a month has its days, each beginning at midnight", () => {
    const month = monthOf(Date.parse("2026-11-22T21:10:00Z"), melbourne, -1);
    expect(month.days).toHaveLength(31);
    expect(month.firstWeekday).toBe(3);
    expect(month.days.every((day) => dayStart(day, melbourne) === day)).toBe(true);
  });

  it("however often it is moved and zoomed, a range stays one that can be drawn", () => {
    const move = fc.oneof(
      fc
        .double({ min: -3, max: 3, noNaN: true })
        .map((by) => (range: { from: number; to: number }) => panned(range, by)),
      fc
        .double({ min: 0.1, max: 8, noNaN: true })
        .map((by) => (range: { from: number; to: number }) => zoomed(range, by)),
    );
    fc.assert(
      fc.property(fc.array(move, { maxLength: 30 }), (moves) => {
        const end = moves.reduce((range, one) => kept(one(range)), { from: 0, to: 86_400_000 });
        expect(end.to - end.from).toBeGreaterThanOrEqual(SHORTEST - 1);
        expect(end.to - end.from).toBeLessThanOrEqual(LONGEST + 1);
      }),
    );
  });
});

const milking = (
  number: number,
  start: string,
  outcomes: readonly MilkingCooled["verdicts"][number]["outcome"][],
): MilkingCooled => ({
  milking: number,
  start,
  startSource: "the first cow",
  guess: false,
  corrected: false,
  ended: null,
  closed: false,
  takenBack: false,
  temperatures: [],
  verdicts: outcomes.map((outcome, index) => ({
    profile: `p${index}`,
    profileName: "",
    outcome,
    final: true,
    says: [],
    limit: 5,
    deadline: null,
    hangsOn: [],
  })),
});

describe("Outcomes", () => {
  it("of several rules the gravest is shown, and what was taken back is no milk", () => {
    const both = milking(1, "2026-11-22T05:00:00.000Z", ["PASS", "FAIL"]);
    expect(outcomeShown(both)).toBe("FAIL");
    expect(outcomeShown({ ...both, takenBack: true })).toBe("NOT_MILK");
  });

  it("letters are all different, and so are shapes of unlike tones", () => {
    const looks = Object.values(OUTCOMES);
    expect(new Set(looks.map(({ letter }) => letter)).size).toBe(looks.length);
    expect(new Set(Object.values(SHAPES)).size).toBe(Object.keys(SHAPES).length);
  });

  it("says what a person has to say", () => {
    const one = milking(1, "2026-11-22T05:00:00.000Z", ["PENDING"]);
    const hanging = {
      ...one,
      verdicts: one.verdicts.map((verdict) => ({ ...verdict, hangsOn: ["start", "end"] })),
    };
    expect(asksFor(one)).toBeNull();
    expect(asksFor(hanging)).toBe("Say when milking began and when it ended, and it is judged plainly.");
  });
});

describe("Milkings laid over each other", () => {
  const curveOf = (start: string, celsius: (hour: number) => number | null) => {
    const began = Date.parse(start) / 1_000;
    const at = Array.from({ length: 151 }, (_, index) => began + index * 120);
    return {
      series: [
        series(
          "a",
          at,
          at.map((one) => celsius((one - began) / 3_600)),
        ),
      ],
      states: [],
      milkings: [],
      events: [],
      marked: "all" as const,
      limits: [5],
    };
  };

  it("each begins at its own start, and says after how long it was cold", () => {
    const early = milking(1, "2026-11-22T05:00:00.000Z", ["PASS"]);
    const late = milking(2, "2026-11-22T16:20:00.000Z", ["FAIL"]);
    const laid = laidOver([
      {
        milking: early,
        curve: curveOf(early.start, (hour) => (hour < 1 ? 4 + 8 * hour : 12 - 4 * (hour - 1))),
      },
      {
        milking: late,
        curve: curveOf(late.start, (hour) => (hour < 1 ? 4 + 8 * hour : 12 - 1 * (hour - 1))),
      },
    ]);
    expect(coldAfter(laid, 1, 5)).toBeCloseTo(2.75, 1);
    expect(coldAfter(laid, 2, 5)).toBeNull();
  });

  it("a stretch without readings is no line", () => {
    const one = milking(1, "2026-11-22T05:00:00.000Z", ["NO_DATA"]);
    const laid = laidOver([
      { milking: one, curve: curveOf(one.start, (hour) => (hour > 1 && hour < 2 ? null : 6)) },
    ]);
    const [hours, column] = laid.data;
    const within = hours.flatMap((hour, index) => (hour > 1.1 && hour < 1.9 ? [column?.[index]] : []));
    expect(within.every((celsius) => celsius === null)).toBe(true);
  });
});

describe("A curve in words", () => {
  const day = Date.parse("2026-11-23T00:00:00.000Z");
  const range = { from: day - 366 * 86_400_000, to: day };
  const year = (milkings: MilkingCooled[]): Curve => ({
    series: [{ ...series("a", [day / 1_000 - 3_600, day / 1_000], [3, 4]), step: 21_600 }],
    states: [],
    milkings,
    events: [],
    marked: "not-in-order",
    limits: [5],
  });

  it("over a year the limit is drawn though no milking is told, and nobody reads that there was none", () => {
    expect(limitsOf(year([]))).toEqual([5]);
    const words = curveInWords(year([]), range, "UTC", day);
    expect(words).toContain("No milking was out of order. All milkings stand under Milkings.");
    expect(words).not.toContain("No milking.");
  });

  it("over a year those that did not pass are told", () => {
    const failed = milking(7, "2026-11-05T05:00:00.000Z", ["FAIL"]);
    expect(curveInWords(year([failed]), range, "UTC", day)).toContain("Not in order: One milking: 1 FAIL.");
  });
});
