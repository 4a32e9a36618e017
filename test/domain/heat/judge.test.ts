// Room: test/domain/heat. Each rule that comes with the program, on curves that meet it and on curves that just do not.

import { describe, expect, test } from "vitest";
import { judgeHeat } from "../../../src/domain/heat/judge.ts";
import { acidity, heated, judged, readings, ruleOf } from "./rules.ts";

const outcomes = (verdict: ReturnType<typeof judged>) => verdict.steps.map((step) => step.outcome);
const MINUTE = 60;

describe("72 °C for 15 seconds (HTST)", () => {
  test.each([
    ["72.0 °C for 15 s: the figure itself counts", heated(1, [72, 15]), "PASS"],
    ["75 °C for 60 s", heated(5, [75, 60]), "PASS"],
    ["71.9 °C for 15 s", heated(1, [71.9, 15]), "FAIL"],
    ["71.9 °C for twice as long is not 72 °C", heated(1, [71.9, 30]), "FAIL"],
    ["71.9 °C for an hour is not 72 °C", heated(5, [71.9, 3600]), "FAIL"],
    ["71 °C for 25.5 s, which a z of 4.33 would call as good", heated(0.5, [71, 25.5]), "FAIL"],
    ["71.7 °C for 17.6 s, likewise", heated(0.2, [71.7, 17.6]), "FAIL"],
    ["70 °C for 43.4 s, likewise", heated(0.2, [70, 43.4]), "FAIL"],
    ["75 °C for 3.04 s, likewise", heated(0.16, [75, 3.04]), "FAIL"],
    ["63 °C for 30 minutes is another rule", heated(5, [63, 30 * MINUTE]), "FAIL"],
    ["15 s with a dip to 71.9 in the middle", heated(1, [72.5, 7], [71.9, 0], [72.5, 7]), "FAIL"],
    ["never warm", heated(1, [30, 60]), "FAIL"],
  ])("%s: %s", (_, curve, outcome) => {
    expect(judged("htst", curve).outcome).toBe(outcome);
  });

  test("14 s is too short, however hot", () => {
    const verdict = judged("htst", heated(0.1, [120, 14]));
    expect(verdict.outcome).toBe("FAIL");
  });

  test("between readings a straight line: the flanks count from where it crosses 72 °C", () => {
    // 62 to 82 in 4 s crosses 72 after 2 s; 11 s on top and 2 s of each flank are 15 s.
    const curve = readings([0, 62], [4, 82], [8, 82], [12, 82], [15, 82], [19, 62]);
    expect(judged("htst", curve).outcome).toBe("PASS");
    const shorter = readings([0, 62], [4, 82], [8, 82], [12, 82], [14.9, 82], [18.9, 62]);
    expect(judged("htst", shorter).outcome).toBe("FAIL");
  });

  test("readings 5 s apart are enough, 6 s apart are too slow: nothing is said", () => {
    expect(judged("htst", heated(5, [75, 60])).outcome).toBe("PASS");
    const slow = judged("htst", heated(6, [75, 60]));
    expect(slow.outcome).toBe("NO_DATA");
    expect(slow.steps[0]?.because).toEqual({ why: "too-slow", spacing: 6_000, needed: 5_000 });
  });

  test("a log of every minute is too slow to show 15 s, even ten minutes at 75 °C", () => {
    expect(judged("htst", heated(60, [75, 600])).steps[0]?.because).toMatchObject({ why: "too-slow" });
  });

  test("a log of every minute that never reaches 72 °C is a FAIL: the milk was not heated", () => {
    expect(judged("htst", heated(60, [71.9, 600])).outcome).toBe("FAIL");
  });

  test("a reading missing in the middle of the hold: a gap, and NO_DATA", () => {
    const curve = readings([0, 20], [5, 73], [10, 73], [20, 73], [25, 73], [30, 20]);
    const verdict = judged("htst", curve);
    expect(verdict.outcome).toBe("NO_DATA");
    expect(verdict.steps[0]?.because).toEqual({ why: "gap", from: 10_000, to: 20_000, needed: 5_000 });
  });

  test("a gap before the hold, or after it, may have been part of it", () => {
    expect(judged("htst", readings([0, 20], [10, 73], [15, 73], [20, 73], [25, 20])).outcome).toBe("NO_DATA");
    expect(judged("htst", readings([0, 20], [5, 73], [10, 73], [15, 73], [25, 20])).outcome).toBe("NO_DATA");
  });

  test("of several gaps the one beside the hold is told, not a longer one in the cold", () => {
    const curve = readings([0, 20], [600, 20], [605, 73], [610, 73], [620, 73], [625, 73], [630, 20]);
    expect(judged("htst", curve).steps[0]?.because).toMatchObject({ from: 610_000, to: 620_000 });
  });

  test("a gap elsewhere does not matter", () => {
    const curve = readings([0, 20], [600, 20], [605, 75], [610, 75], [615, 75], [620, 75], [625, 20]);
    expect(judged("htst", curve).outcome).toBe("PASS");
  });

  test("a gap of more than 15 minutes may hide anything: NO_DATA, though both ends are cold", () => {
    expect(judged("htst", readings([0, 20], [901, 20], [905, 20])).outcome).toBe("NO_DATA");
    expect(judged("htst", readings([0, 20], [900, 20], [905, 20])).outcome).toBe("FAIL");
  });

  test("a log that begins while it is hot likewise", () => {
    const verdict = judged("htst", readings([0, 75], [5, 75], [10, 20]));
    expect(verdict.outcome).toBe("NO_DATA");
    expect(verdict.steps[0]?.because).toEqual({ why: "cut-off" });
  });

  test("a log that ends while it is hot shows no more than it shows", () => {
    const verdict = judged("htst", readings([0, 20], [5, 75], [10, 75]));
    expect(verdict.outcome).toBe("NO_DATA");
    expect(verdict.steps[0]?.because).toEqual({ why: "cut-off" });
  });

  test("no readings, or one: nothing is said", () => {
    expect(judged("htst", readings()).outcome).toBe("NO_DATA");
    expect(judged("htst", readings([0, 90])).steps[0]?.because).toEqual({ why: "no-readings" });
  });

  test("161.6 °F is 72 °C, whatever the last binary digit says", () => {
    expect(judged("htst", heated(1, [(161.6 - 32) / 1.8, 15])).outcome).toBe("PASS");
    expect(judged("htst", heated(1, [(161.5 - 32) / 1.8, 15])).outcome).toBe("FAIL");
  });

  test("instants since 1970 lose nothing of the 15 s", () => {
    const curve = heated(1, [72, 15]);
    const shifted = { ...curve, at: curve.at.map((at) => at + 1_790_000_000_123) };
    expect(judged("htst", shifted).outcome).toBe("PASS");
  });

  test("it tells when it was held, from where to where, and of how many readings", () => {
    const step = judged("htst", heated(5, [75, 60])).steps[0];
    if (step?.kind !== "hold") throw new Error("a hold");
    // The flank from 20 to 75 °C in 5 s crosses 72 °C 3/11 of a second before its top.
    expect(step.met[0]?.from).toBeCloseTo(10_000 - (3 / 55) * 5_000, 3);
    expect(step.met[0]?.to).toBeCloseTo(70_000 + (3 / 55) * 5_000, 3);
    expect(step.met[0]?.readings).toBe(13);
  });

  test("it tells the nearest miss: 71.9 °C was held for 40 s, and how long 72 °C was", () => {
    const step = judged("htst", heated(1, [71.9, 30], [72.4, 10], [30, 20])).steps[0];
    if (step?.kind !== "hold") throw new Error("a hold");
    expect(step.nearest?.figure).toBeCloseTo(71.9, 4);
    expect((step.nearest?.stretch.to ?? 0) - (step.nearest?.stretch.from ?? 0)).toBeGreaterThan(40_000);
    expect((step.longest?.to ?? 0) - (step.longest?.from ?? 0)).toBeLessThan(12_000);
  });
});

describe("63 °C for 30 minutes, and the old rules of Great Britain", () => {
  test.each([
    ["batch", "63 °C for 30 minutes", heated(60, [63, 30 * MINUTE]), "PASS"],
    ["batch", "63 °C for 29.9 minutes, which one z would round up", heated(60, [63, 27 * MINUTE]), "FAIL"],
    ["batch", "62.9 °C for an hour", heated(60, [62.9, 60 * MINUTE]), "FAIL"],
    ["batch", "readings every 10 minutes are enough", heated(600, [63.5, 40 * MINUTE]), "PASS"],
    ["batch", "readings every 11 minutes are not", heated(660, [63.5, 44 * MINUTE]), "NO_DATA"],
    ["gb-1988", "62.8 °C for 30 minutes", heated(60, [62.8, 30 * MINUTE]), "PASS"],
    ["gb-1988", "65.6 °C for 30 minutes", heated(60, [65.6, 30 * MINUTE]), "PASS"],
    ["gb-1988", "62.7 °C for 30 minutes", heated(5, [62.7, 30 * MINUTE]), "FAIL"],
    ["gb-1988", "65.7 °C for 30 minutes is outside the band", heated(5, [65.7, 30 * MINUTE]), "FAIL"],
    ["gb-1988", "71.7 °C for 15 s", heated(1, [71.7, 15]), "PASS"],
    ["gb-1988", "71.6 °C for 15 s", heated(1, [71.6, 15]), "FAIL"],
  ])("%s: %s", (id, _, curve, outcome) => {
    expect(judged(id, curve).outcome).toBe(outcome);
  });
});

describe("the table of the Pasteurized Milk Ordinance: each row by itself", () => {
  // A thermometer that is quick enough for the row.
  test.each([
    [63, 30 * MINUTE, 60],
    [72, 15, 1],
    [89, 1, 0.25],
    [90, 0.5, 0.1],
    [94, 0.1, 0.02],
    [96, 0.05, 0.01],
    [100, 0.01, 0.002],
    [138, 2, 0.5],
  ])("%d °C for %d s", (celsius, seconds, every) => {
    const enough = judged("us-pmo", heated(every, [celsius, seconds]));
    expect(enough.outcome).toBe("PASS");
  });

  test.each([
    ["80 °C for 10 s lies between two rows, and no line is drawn through them", heated(0.25, [80, 10])],
    ["88.9 °C for 14 s", heated(0.25, [88.9, 14])],
    ["71.9 °C for 29 minutes", heated(5, [71.9, 29 * MINUTE])],
    ["62.9 °C for a day", heated(60, [62.9, 24 * 60 * MINUTE])],
  ])("%s", (_, curve) => {
    expect(judged("us-pmo", curve).outcome).toBe("FAIL");
  });
});

describe("HTST twice", () => {
  test("two separate stretches with a fall between them", () => {
    expect(judged("htst-twice", heated(1, [72, 15], [20, 10], [72, 15])).outcome).toBe("PASS");
  });

  test("one stretch of 30 s is once", () => {
    const verdict = judged("htst-twice", heated(1, [72, 30]));
    expect(verdict.outcome).toBe("FAIL");
    const anyOf = verdict.steps[0];
    expect(anyOf?.kind === "any-of" ? anyOf.ways[0]?.because : null).toEqual({ why: "once-only" });
  });

  test("a dip of 0.1 K splits a hold, and does not make one heating two", () => {
    expect(judged("htst-twice", heated(1, [72, 15], [71.9, 0], [72, 15])).outcome).toBe("FAIL");
  });

  test("between the two it has to fall by 10 K, the figure included", () => {
    expect(judged("htst-twice", heated(1, [72, 15], [62.1, 5], [72, 15])).outcome).toBe("FAIL");
    expect(judged("htst-twice", heated(1, [72, 15], [62, 5], [72, 15])).outcome).toBe("PASS");
  });

  test("a second stretch of 14 s is not a second time", () => {
    expect(judged("htst-twice", heated(1, [72, 15], [20, 10], [72, 13])).outcome).toBe("FAIL");
  });

  test("an equivalent, shown by a phosphatase test that a person declares; without it nobody is asked", () => {
    const curve = heated(1, [71.9, 40]);
    expect(judged("htst-twice", curve).outcome).toBe("FAIL");
    expect(judged("htst-twice", curve, { declared: ["phosphatase-test-negative"] }).outcome).toBe("PASS");
  });

  test("no gap makes one time two: 28 s are not twice 15, whatever it hides", () => {
    const curve = readings([0, 20], [5, 73], [10, 73], [28, 73], [33, 73], [38, 20]);
    expect(judged("htst-twice", curve).outcome).toBe("FAIL");
  });

  test("where a gap may hide the fall, NO_DATA", () => {
    const curve = readings(
      [0, 20],
      [5, 73],
      [10, 73],
      [15, 73],
      [20, 73],
      [60, 73],
      [65, 73],
      [70, 73],
      [75, 73],
      [80, 20],
    );
    expect(judged("htst-twice", curve).outcome).toBe("NO_DATA");
  });
});

describe("sterilised, F0 of 3 or more", () => {
  test.each([
    ["121.1 °C for 3 minutes", heated(5, [121.1, 180]), "PASS"],
    ["121 °C for 3 minutes is 2.93 and no more", heated(0.5, [121, 180]), "FAIL"],
    ["121 °C for 184.2 s", heated(0.1, [121, 184.2]), "PASS"],
    ["132 °C for 1 s is 0.2: UHT is not sterilised", heated(0.01, [132, 1]), "FAIL"],
    ["140 °C for 4 s is 5.2", heated(0.1, [140, 4]), "PASS"],
    ["138 °C for 2 s is 1.6", heated(0.01, [138, 2]), "FAIL"],
    ["111.1 °C for 30 minutes", heated(10, [111.1, 1800]), "PASS"],
    ["72 °C for a day counts next to nothing", heated(10, [72, 86_400]), "FAIL"],
  ])("%s", (_, curve, outcome) => {
    expect(judged("f0-3", curve).outcome).toBe(outcome);
  });

  test("a log of every 2 minutes is too slow to judge by, though its lines come to more than 3", () => {
    const curve = readings(
      ...(
        [
          [0, 20],
          [2, 60],
          [4, 90],
          [6, 110],
          [8, 118],
          [10, 121.1],
          [12, 121.1],
          [14, 121.1],
          [16, 100],
          [18, 60],
        ] as const
      ).map(([minute, celsius]) => [minute * 60, celsius] as const),
    );
    const verdict = judged("f0-3", curve);
    expect(verdict.outcome).toBe("NO_DATA");
    const step = verdict.steps[0];
    if (step?.kind !== "lethality") throw new Error("a lethality");
    expect(step.byTrapezoid).toBeCloseTo(7.1519, 2);
    expect(step.minutes).toBeLessThan(step.byTrapezoid);
    expect(step.because).toMatchObject({ why: "too-slow", needed: 10_000 });
  });

  test("between two readings a minute apart it may have been as warm as the warmer of them: NO_DATA, not FAIL", () => {
    const verdict = judged("f0-3", heated(60, [121.1, 120]));
    expect(verdict.outcome).toBe("NO_DATA");
    const step = verdict.steps[0];
    expect(step?.kind === "lethality" ? step.minutes : 0).toBeCloseTo(2.2, 0);
    expect(judged("f0-3", heated(60, [115, 120])).outcome).toBe("FAIL");
  });

  test("a log of every minute that stays below 100 °C is a FAIL", () => {
    expect(judged("f0-3", heated(60, [95, 600])).outcome).toBe("FAIL");
  });

  test("the exact sum decides, where the trapezoids of a canning manual would round up", () => {
    // Flanks of 10 s from 100 to 121.1 °C and back: the trapezoid gives them more than the line does.
    const flat = 180 - 2 * (10 / (Math.LN10 * 2.11)) * (1 - 10 ** -2.11) - 0.3;
    const steps = Math.floor(flat / 10);
    const points: [number, number][] = [
      [0, 100],
      [10, 121.1],
    ];
    for (let i = 1; i <= steps; i++) points.push([10 + (flat * i) / steps, 121.1]);
    points.push([20 + flat, 100], [30 + flat, 60]);
    const verdict = judged("f0-3", readings(...points));
    const step = verdict.steps[0];
    if (step?.kind !== "lethality") throw new Error("a lethality");
    expect(step.minutes).toBeLessThan(3);
    expect(step.byTrapezoid).toBeGreaterThan(3);
    expect(verdict.outcome).toBe("FAIL");
  });

  test("a log that begins or ends at 111.1 °C or more leaves out what may count; at less it does not", () => {
    expect(judged("f0-3", readings([0, 111.1], [10, 20], [20, 20])).outcome).toBe("NO_DATA");
    expect(judged("f0-3", readings([0, 20], [10, 20], [20, 111.1])).outcome).toBe("NO_DATA");
    expect(judged("f0-3", readings([0, 111], [10, 20], [20, 111])).outcome).toBe("FAIL");
  });

  test("two heatings are not added up", () => {
    const once = heated(0.5, [121.1, 100]);
    expect(judged("f0-3", once).outcome).toBe("FAIL");
    expect(judged("f0-3", heated(0.5, [121.1, 100], [20, 5], [121.1, 100])).outcome).toBe("FAIL");
    expect(judged("f0-3", heated(0.5, [121.1, 200])).outcome).toBe("PASS");
  });

  test("as a later step, only what comes after the step before it counts", () => {
    const [uht, sterilised] = [ruleOf("uht"), ruleOf("f0-3")];
    const both = { ...uht, steps: [...uht.steps, ...sterilised.steps] };
    const rest = { acidity: null, dryer: null, declared: [], window: { from: null, to: null } };
    const [long, short] = [[121.1, 200] as const, [132, 2] as const];
    const judge = (...parts: readonly (readonly [number, number])[]) =>
      judgeHeat(both, { temperature: heated(0.5, ...parts), ...rest }).outcome;
    expect(judge(long, [20, 5], short)).toBe("FAIL");
    expect(judge(short, [20, 5], long)).toBe("PASS");
  });

  test("the rule states its reference temperature and its z", () => {
    expect(ruleOf("f0-3").steps[0]).toMatchObject({ reference: 121.1, z: 10, atLeast: 3 });
    expect(ruleOf("f0-3").note).toContain("2.93");
  });
});

describe("UHT, drying, and pH", () => {
  const UHT = heated(0.5, [132, 1]);
  test("132 °C for a second, read every second or faster", () => {
    expect(judged("uht", UHT).outcome).toBe("PASS");
    expect(judged("uht", heated(1, [135, 10])).outcome).toBe("PASS");
    expect(judged("uht", heated(0.5, [131.9, 10])).outcome).toBe("FAIL");
    expect(judged("uht", heated(2, [135, 10])).outcome).toBe("NO_DATA");
  });

  test("a single reading shows no time, whatever lines lead to it", () => {
    const verdict = judged("uht", readings([0, 100], [1, 140], [2, 140 - 1e-3], [3, 100]));
    expect(verdict.outcome).toBe("PASS");
    const single = judged("uht", readings([0, 130], [1, 145], [2, 130]));
    expect(single.outcome).toBe("NO_DATA");
    expect(single.steps[0]?.because).toEqual({ why: "one-reading" });
  });

  test("then dried: the dryer's thermometer is asked for, and that it was dried", () => {
    const verdict = judged("uht-and-dry", UHT);
    expect(verdict.outcome).toBe("NO_DATA");
    expect(verdict.steps.map((step) => step.because?.why ?? null)).toEqual([
      null,
      "no-curve",
      "not-declared",
    ]);
  });

  test("with both it passes; a dryer at 71.9 °C fails; one that was hot only before the heating fails", () => {
    const declared = ["dried-to-a-powder"];
    const hot = readings([0, 20], [30, 80], [60, 80], [90, 80]);
    expect(judged("uht-and-dry", UHT, { declared, dryer: hot }).outcome).toBe("PASS");
    const cool = readings([0, 20], [30, 71.9], [60, 71.9], [90, 71.9]);
    expect(judged("uht-and-dry", UHT, { declared, dryer: cool }).outcome).toBe("FAIL");
    const later = { at: UHT.at.map((at) => at + 600_000), celsius: UHT.celsius };
    const before = readings(
      [0, 80],
      [60, 80],
      [90, 20],
      [140, 20],
      [200, 20],
      [260, 20],
      [320, 20],
      [700, 20],
    );
    expect(judged("uht-and-dry", later, { declared, dryer: before }).outcome).toBe("FAIL");
  });

  test("on one curve the drying is a heating of its own: the tail of the first does not count", () => {
    const declared = ["dried-to-a-powder"];
    expect(judged("pasteurise-and-dry", heated(5, [75, 600]), { declared }).outcome).toBe("NO_DATA");
    expect(judged("pasteurise-and-dry", heated(5, [75, 20], [40, 20], [75, 60]), { declared }).outcome).toBe(
      "PASS",
    );
  });

  const pasteurised = heated(5, [75, 20]);
  test.each([
    [
      "below 6 for an hour",
      acidity([5, 6.6], [10, 5.9], [25, 5.8], [40, 5.8], [55, 5.8], [70, 5.8], [72, 5.9]),
      "PASS",
    ],
    ["6.0 is not below 6", acidity([5, 6.6], [10, 6], [25, 6], [40, 6], [55, 6], [71, 6], [80, 6.1]), "FAIL"],
    [
      "59 minutes",
      acidity([5, 6.6], [6, 5.9], [20, 5.8], [35, 5.8], [50, 5.8], [65, 5.9], [65.1, 6.2]),
      "FAIL",
    ],
    ["read too seldom", acidity([5, 6.6], [30, 5.9], [60, 5.8], [90, 5.8], [120, 5.8]), "NO_DATA"],
    ["the log of pH ends too early", acidity([5, 6.6], [10, 5.9], [20, 5.8]), "NO_DATA"],
  ])("pH: %s", (_, curve, outcome) => {
    expect(judged("pasteurise-and-ph", pasteurised, { acidity: curve }).outcome).toBe(outcome);
  });

  test("nor does it where the heating may have been over sooner, as the log began while it was hot", () => {
    const hot = readings([7_200, 75], [7_205, 75], [7_210, 75], [7_215, 75], [7_220, 20]);
    const hours = [0, 15, 30, 45, 60, 75].map((minute) => [minute, 5.5] as const);
    const before = acidity(...hours, [80, 6.5], [95, 6.5], [110, 6.5], [121, 6.5]);
    expect(judged("pasteurise-and-ph", hot, { acidity: before }).outcome).toBe("NO_DATA");
  });

  test("a log of pH, or of the dryer, that ends before the heating shows nothing after it", () => {
    const later = { at: pasteurised.at.map((at) => at + 7_200_000), celsius: pasteurised.celsius };
    for (const ph of [5.5, 6.5]) {
      const verdict = judged("pasteurise-and-ph", later, { acidity: acidity([0, ph], [5, ph]) });
      expect(verdict.outcome).toBe("NO_DATA");
      expect(JSON.stringify(verdict.steps)).toContain('"ended"');
    }
    const dryer = readings([0, 50], [60, 50]);
    expect(judged("pasteurise-and-dry", later, { dryer, declared: ["dried-to-a-powder"] }).outcome).toBe(
      "NO_DATA",
    );
  });

  test("of two ways that are met, the hour counts from the one that was met first", () => {
    const forLong = heated(5, [75, 40 * MINUTE]);
    const curve = acidity([5, 6.6], [10, 5.9], [25, 5.8], [40, 5.8], [55, 5.8], [70, 5.8], [72, 6.2]);
    expect(judged("pasteurise-and-ph", forLong, { acidity: curve }).outcome).toBe("PASS");
  });

  test("an hour before the heating does not count", () => {
    const later = { at: pasteurised.at.map((at) => at + 7_200_000), celsius: pasteurised.celsius };
    const curve = acidity(
      [0, 5.5],
      [15, 5.5],
      [30, 5.5],
      [45, 5.5],
      [60, 5.5],
      [75, 6.5],
      [90, 6.5],
      [105, 6.5],
      [120, 6.5],
      [125, 6.5],
    );
    expect(judged("pasteurise-and-ph", later, { acidity: curve }).outcome).toBe("FAIL");
  });

  test("without a log of pH it is asked for; a person who measured it may declare it", () => {
    expect(judged("pasteurise-and-ph", pasteurised).outcome).toBe("NO_DATA");
    expect(judged("pasteurise-and-ph", pasteurised, { declared: ["ph-below-6-for-1-hour"] }).outcome).toBe(
      "PASS",
    );
  });

  test("milk that was not pasteurised fails, and what would follow is not judged", () => {
    const verdict = judged("pasteurise-and-ph", heated(5, [60, 20]), { acidity: acidity([0, 5], [5, 5]) });
    expect(verdict.outcome).toBe("FAIL");
    expect(outcomes(verdict)).toEqual(["FAIL", "NOT_JUDGED"]);
  });
});

describe("whey, colostrum, sludge", () => {
  const declared = ["clotted-16-hours-before"];
  const twice = heated(1, [72, 15], [20, 10], [72, 15]);
  test("whey: of treated milk, 16 hours after clotting, below pH 6 at the last reading", () => {
    const low = acidity([0, 6.4], [2, 5.9]);
    expect(judged("whey", twice, { declared, acidity: low }).outcome).toBe("PASS");
    expect(judged("whey", twice, { declared, acidity: acidity([0, 6.4], [2, 6]) }).outcome).toBe("FAIL");
    expect(judged("whey", twice, { acidity: low }).outcome).toBe("NO_DATA");
    expect(judged("whey", twice, { declared }).outcome).toBe("NO_DATA");
    expect(judged("whey", twice, { declared: [...declared, "whey-ph-below-6"] }).outcome).toBe("PASS");
    expect(judged("whey", twice, { declared, acidity: acidity([0, 5], [0.2, 5]) }).outcome).toBe("NO_DATA");
  });

  test("whey of milk that was heated once only fails, by every one of the six ways", () => {
    const verdict = judged("whey", heated(1, [30, 15]), { declared, acidity: acidity([0, 5], [2, 5]) });
    expect(verdict.outcome).toBe("FAIL");
    const ways = verdict.steps[0];
    expect(ways?.kind === "any-of" ? ways.ways.map(({ outcome }) => outcome) : []).toEqual(
      Array(6).fill("FAIL"),
    );
  });

  test("colostrum: HTST, a holding free of the three diseases, and no sign of disease", () => {
    const all = ["officially-disease-free-holding", "no-signs-of-disease"];
    expect(judged("colostrum", heated(1, [72, 15]), { declared: all }).outcome).toBe("PASS");
    expect(judged("colostrum", heated(1, [71.9, 15]), { declared: all }).outcome).toBe("FAIL");
    expect(judged("colostrum", heated(1, [63, 1800]), { declared: all }).outcome).toBe("FAIL");
    for (const one of all)
      expect(judged("colostrum", heated(1, [72, 15]), { declared: [one] }).outcome).toBe("NO_DATA");
  });

  test("a FAIL of the heating still says which declarations are missing", () => {
    expect(outcomes(judged("colostrum", heated(1, [60, 15])))).toEqual(["FAIL", "NO_DATA", "NO_DATA"]);
  });

  test.each([
    ["70 °C for 60 minutes", heated(60, [70, 60 * MINUTE]), "PASS"],
    ["80 °C for 30 minutes", heated(60, [80, 30 * MINUTE]), "PASS"],
    ["79.9 °C for 50 minutes", heated(60, [79.9, 50 * MINUTE]), "FAIL"],
    ["69.9 °C for two hours", heated(60, [69.9, 120 * MINUTE]), "FAIL"],
    ["75 °C for 45 minutes, which a line between the two would allow", heated(60, [75, 45 * MINUTE]), "FAIL"],
    ["85 °C for 29 minutes", heated(30, [85, 28.5 * MINUTE]), "FAIL"],
  ])("sludge: %s", (_, curve, outcome) => {
    expect(judged("sludge", curve).outcome).toBe(outcome);
  });
});

describe("washes", () => {
  const whole = { from: 60_000, to: 300_000 };
  const wash = (...celsius: number[]) => readings(...celsius.map((one, i) => [i * 60, one] as const));
  test.each([
    ["65.0 °C all the way", wash(20, 80, 70, 66, 65, 65, 30), whole, "PASS"],
    ["64.9 °C once", wash(20, 80, 70, 64.9, 65, 65, 30), whole, "FAIL"],
    ["nobody said from when to when", wash(20, 80, 70, 66, 65, 65, 30), { from: null, to: null }, "NO_DATA"],
    ["nobody said, but it was never colder", wash(80, 70, 66, 65), { from: null, to: null }, "PASS"],
    ["the log begins after the wash", wash(80, 70, 66, 65), { from: -180_000, to: 120_000 }, "NO_DATA"],
    ["the log ends before the wash", wash(80, 70, 66, 65), { from: 0, to: 400_000 }, "NO_DATA"],
  ])("with detergent: %s", (_, curve, window, outcome) => {
    expect(judged("wash-detergent", curve, { window }).outcome).toBe(outcome);
  });

  test("a reading missing within the wash: NO_DATA", () => {
    const curve = readings([0, 80], [60, 80], [180, 75], [240, 70]);
    expect(judged("wash-detergent", curve, { window: { from: 0, to: 240_000 } }).outcome).toBe("NO_DATA");
  });

  test("boiling water: above 94 °C at the source, above 65 °C at the exit, the figures not included", () => {
    const window = { from: 0, to: 120_000 };
    expect(judged("wash-hot-source", wash(95, 95, 94.1), { window }).outcome).toBe("PASS");
    expect(judged("wash-hot-source", wash(95, 95, 94), { window }).outcome).toBe("FAIL");
    expect(judged("wash-hot-exit", wash(70, 70, 65.1), { window }).outcome).toBe("PASS");
    expect(judged("wash-hot-exit", wash(70, 70, 65), { window }).outcome).toBe("FAIL");
  });
});
