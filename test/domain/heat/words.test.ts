// Room: test/domain/heat. What a person reads: by how much it missed, what is missing, and what to do next.

import { describe, expect, test } from "vitest";
import type { HeatEvidence } from "../../../src/domain/heat/judge.ts";
import {
  bandInWords,
  figure,
  lengthInWords,
  ruleInWords,
  verdictInWords,
} from "../../../src/domain/heat/words.ts";
import { acidity, type Figures, heated, judged, RULES, readings, ruleOf } from "./rules.ts";

const said = (id: string, curve: Figures, rest: Partial<Omit<HeatEvidence, "temperature">> = {}): string =>
  verdictInWords(judged(id, curve, rest), ruleOf(id), (at) => `${Math.round(at / 1_000)} s`).join("\n");

describe("a FAIL says by how much", () => {
  test("71.9 °C for 40 s: 0.1 °C too cold, and that counts as not heated", () => {
    const words = said("htst", heated(5, [71.9, 40]));
    expect(words).toContain("htst: FAIL");
    expect(words).toContain(
      "The nearest: 71.9 °C for 40 s (10 s to 50 s): 0.1 °C too cold, and that counts as not heated.",
    );
    expect(words).toContain("next: Treat the milk again");
  });

  test("71.99 °C is never rounded onto 72", () => {
    const words = said("htst", heated(5, [71.99, 40]));
    expect(words).toContain("71.99 °C");
    expect(words).toContain("0.01 °C too cold");
  });

  test("long enough nowhere: how long it was, and how much too short", () => {
    const words = said("htst", heated(1, [72, 12]));
    expect(words).toContain("At 72 °C or more it was for 12 s at the longest");
    expect(words).toContain("3 s too short");
  });

  test("held once where twice is asked", () => {
    expect(said("htst-twice", heated(1, [75, 30]))).toContain(
      "not a second time after the milk was cooled by 10 K or more",
    );
  });

  test("F with the exact sum and the trapezoids", () => {
    const words = said("f0-3", heated(5, [121, 180]));
    expect(words).toMatch(/F is 2\.9\d* of 3 minutes at 121\.1 °C, z 10 °C/);
    expect(words).toContain("by the trapezoids of canning manuals 3.");
  });

  test("what follows a step that is not met is not judged", () => {
    const words = said("pasteurise-and-ph", heated(5, [60, 20]), { acidity: acidity([0, 5], [5, 5]) });
    expect(words).toContain("not judged: one of these. The step before it is not met.");
  });
});

describe("NO DATA says what is missing, and by which option it is given", () => {
  test.each([
    ["too slow", said("htst", heated(60, [75, 600])), "it reads every 60 s, and has to at least every 5 s"],
    [
      "a gap",
      said("htst", readings([0, 20], [5, 73], [10, 73], [20, 73], [25, 73], [30, 20])),
      "there is no reading for 10 s (10 s to 20 s)",
    ],
    ["cut off", said("htst", readings([0, 20], [5, 75], [10, 75])), "the log begins or ends while it was so"],
    ["nothing", said("htst", readings()), "fewer than two readings"],
    ["one reading", said("uht", readings([0, 130], [1, 145], [2, 130])), "only a single reading"],
    ["pH", said("pasteurise-and-ph", heated(5, [75, 20])), "--ph-column NAME"],
    ["pH by hand", said("pasteurise-and-ph", heated(5, [75, 20])), "--declare ph-below-6-for-1-hour"],
    ["the dryer", said("uht-and-dry", heated(1, [135, 5])), "--dryer-column NAME"],
    ["that it was dried", said("uht-and-dry", heated(1, [135, 5])), "--declare dried-to-a-powder"],
    ["the holding", said("colostrum", heated(1, [75, 20])), "--declare officially-disease-free-holding"],
    ["the times of a wash", said("wash-detergent", readings([0, 80], [60, 60])), "--start TIME --end TIME"],
  ])("%s", (_, words, expected) => {
    expect(words).toContain("NO DATA, what is missing stands below");
    expect(words).toContain(expected);
  });

  test("a phosphatase test is offered, and not asked for", () => {
    const words = said("htst-twice", heated(1, [71.9, 30]));
    expect(words).toContain("FAIL");
    expect(words).toContain("--declare phosphatase-test-negative");
  });
});

test("a PASS says when, and how long", () => {
  const words = said("htst", readings([0, 72], [5, 72], [10, 72], [15, 72], [20, 20]));
  expect(words).toContain("met: at 72 °C or more for 15 s (0 s to 15 s); 15 s is asked.");
});

test("a PASS that rests on a person's word says so", () => {
  const words = said("htst-twice", heated(1, [20, 5]), { declared: ["phosphatase-test-negative"] });
  expect(words).toContain("declared: It was heated by an equivalent time and temperature");
});

test("every rule says what it asks", () => {
  for (const rule of RULES) {
    const words = ruleInWords(rule).join(" ");
    expect(words, rule.id).toMatch(/°C|declared|pH/);
    expect(words, rule.id).not.toMatch(/undefined|NaN|null/);
  }
});

test.each([
  [14_999, "14.99 s"],
  [15_000, "15 s"],
  [10, "10 ms"],
  [999.999, "1 s"],
  [500, "500 ms"],
  [119_999, "119.99 s"],
  [1_794_000, "29 min 54 s"],
  [3_900_000, "1 h 5 min"],
  [86_400_000, "24 h"],
])("%d ms is %s, and never rounded up by more than it takes to cross a figure", (ms, words) => {
  expect(lengthInWords(ms)).toBe(words);
});

test.each([
  [71.9, 72, "71.9"],
  [71.96, 72, "71.96"],
  [71.9996, 72, "71.9996"],
  [72, 72, "72.0"],
  [5.95, 6, "5.95"],
])("%d beside %d is written %s", (value, limit, words) => {
  expect(figure(value, limit)).toBe(words);
});

test("bands in words", () => {
  expect(bandInWords({ lower: { figure: 94, included: false }, upper: null })).toBe("above 94 °C");
  expect(
    bandInWords({ lower: { figure: 62.8, included: true }, upper: { figure: 65.6, included: true } }),
  ).toBe("at 62.8 to 65.6 °C");
});
