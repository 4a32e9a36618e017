// Room: test/domain/cooling. One milking by one profile, case by case.

import { describe, expect, it, test } from "vitest";
import { EMPTY_CURVE } from "../../../src/domain/cooling/curve.ts";
import { JUDGED_MAX, judge } from "../../../src/domain/cooling/judge.ts";
import { hours, minutes } from "../../../src/domain/units.ts";
import { at, BEGA, clock, curve, NZ, PMO, profile, sampled, vat } from "./make.ts";

const outcomeOf = (...args: Parameters<typeof judge>) => judge(...args).outcome;

describe("vats by closed form", () => {
  test.each([
    ["A empty, 35 °C in, 29.9 kW", vat(29.863, 35), "PASS", 3.387],
    ["A' the same with 20 kW", vat(20, 35), "FAIL", 5.058],
    ["B 35 °C onto 3000 l", vat(29.863, 35, 3000), "PASS", 3.274],
    ["B' the same with 20 kW", vat(20, 35, 3000), "FAIL", 4.889],
    ["C pre-cooled to 18 °C", vat(20, 18), "PASS", 2.192],
    ["D 18 °C onto 3000 l", vat(20, 18, 3000), "PASS", 2.023],
    ["E 20 °C onto 3000 l", vat(20, 20, 3000), "PASS", 2.36],
    ["F 18 °C onto 6000 l", vat(20, 18, 6000), "PASS", 1.854],
  ])("%s", (_, celsius, outcome, reachedHours) => {
    const verdict = judge(BEGA, sampled(0, 600, 1, celsius), clock(), "finished");
    expect(verdict.outcome).toBe(outcome);
    const [limit] = verdict.limits;
    expect((Number(limit?.reachedAt) - at(0)) / 3_600_000).toBeCloseTo(reachedHours, 2);
    expect(limit?.margin).toBe(Number(limit?.deadline) - Number(limit?.reachedAt));
    expect([verdict.coverage, verdict.longestGap]).toEqual([1, null]);
  });
  it("B passes Bega and fails the blend limit of New Zealand and the United States", () => {
    const seen = sampled(0, 600, 1, vat(29.863, 35, 3000));
    const later = clock({ first: false });
    for (const one of [NZ, PMO]) {
      const verdict = judge(one, seen, later, "finished");
      expect(verdict.blend?.outcome).toBe("FAIL");
      expect(verdict.blend?.peak?.celsius).toBeCloseTo(12.857, 2);
      expect(verdict.because[0]?.kind).toBe("blend-too-warm");
    }
  });
});

describe("the threshold includes its own figure", () => {
  test.each([
    [5, "PASS"],
    [5.000_000_000_000_001, "PASS"],
    [5.0625, "FAIL"],
  ])("%f °C at the deadline and after", (celsius, outcome) => {
    expect(
      outcomeOf(
        BEGA,
        sampled(0, 600, 10, () => celsius),
        clock(),
        "finished",
      ),
    ).toBe(outcome);
  });
});

/** Straight down from 35 °C to 4 °C, at 5 °C after `minute`. */
const coldAt = (minute: number) => (t: number) => Math.max(4, 35 - (30 * t) / minute);
const kinds = (...args: Parameters<typeof judge>) => judge(...args).because.map(({ kind }) => kind);

describe("the deadline is the earliest of its anchors", () => {
  it("New Zealand's table: how warm the milk may be when a milking of 4 to 6 hours ends", () => {
    // A straight line from 10 °C at 4 h to 6 °C at 6 h (hours after the start) is just legal, wherever the milking ends on it.
    const celsius = (t: number) => (t <= 240 ? 30 - t / 12 : Math.max(5.5, 10 - (t - 240) / 30));
    for (const [length, atEnd, left] of [
      [4, 10, 2],
      [4.5, 9, 1.5],
      [5, 8, 1],
      [5.5, 7, 0.5],
      [6, 6, 0],
    ] as const) {
      const seen = sampled(-60, 720, 1, celsius);
      const end = at(length * 60);
      expect(seen.celsius[60 + length * 60]).toBeCloseTo(atEnd, 9);
      const verdict = judge(
        NZ,
        seen,
        clock({ end }),
        "finished",
        sampled(-60, 720, 5, () => 5),
      );
      expect([verdict.outcome, verdict.limits.map((limit) => limit.deadline)]).toEqual([
        "PASS",
        [at(240), at(360)],
      ]);
      expect((Number(verdict.limits[1]?.deadline) - end) / 3_600_000).toBe(left);
      const slower = sampled(-60, 720, 1, (t) => celsius(t) + 0.05);
      expect(
        outcomeOf(
          NZ,
          slower,
          clock({ end }),
          "finished",
          sampled(-60, 720, 5, () => 5),
        ),
      ).toBe("FAIL");
    }
  });
  it("a milking of an hour has to be cold two hours after its end, not six after its start", () => {
    const seen = sampled(0, 600, 5, (t) => Math.max(4, 20 - t / 15));
    expect(judge(NZ, seen, clock({ end: at(60) }), "finished").limits[1]).toMatchObject({
      outcome: "FAIL",
      deadline: at(180),
      reachedAt: at(210),
      margin: -minutes(30),
      atDeadline: 8,
    });
    expect(outcomeOf(NZ, seen, clock({ end: at(90) }), "finished")).toBe("PASS");
  });
  it("an end that is now is known, one that lies ahead is not", () => {
    const seen = sampled(0, 100, 5, () => 4);
    expect(judge(PMO, seen, clock({ end: at(100) }), at(100)).limits[1]?.deadline).toBe(at(220));
    expect(judge(PMO, seen, clock({ end: at(101) }), at(100)).limits[1]?.deadline).toBeNull();
  });
  it("while milking runs, the anchor on its end cannot come due", () => {
    const seen = sampled(0, 200, 5, (t) => Math.max(8, 20 - t / 15));
    const running = judge(PMO, seen, clock({ end: null }), at(200));
    expect(running.limits).toMatchObject([
      { outcome: "PENDING", deadline: at(240), reachedAt: at(150) },
      { outcome: "PENDING", deadline: null, reachedAt: null, margin: null },
    ]);
    expect(running.outcome).toBe("PENDING");
  });
  it("where nobody knows when it ended: kept all the time passes, failed by what is known fails, else it is not known", () => {
    const unknown = clock({ end: null });
    expect(
      outcomeOf(
        NZ,
        sampled(0, 600, 5, () => 5),
        unknown,
        "finished",
      ),
    ).toBe("PASS");
    expect(
      judge(
        NZ,
        sampled(0, 600, 5, () => 5),
        unknown,
        "finished",
      ).limits[1]?.deadline,
    ).toBe(at(120));
    expect(
      kinds(
        NZ,
        sampled(0, 600, 5, (t) => 20 - t / 60),
        unknown,
        "finished",
      )[0],
    ).toBe("late");
    expect(kinds(NZ, sampled(0, 600, 5, coldAt(150)), unknown, "finished")).toEqual([
      "end-of-milking-unknown",
    ]);
    expect(
      kinds(
        PMO,
        sampled(0, 600, 5, () => 4),
        unknown,
        "finished",
      ),
    ).toEqual(["end-of-milking-unknown"]);
    // It had not come due before the log ended, or before the tanker came.
    expect(
      kinds(
        NZ,
        sampled(0, 100, 5, () => 4),
        unknown,
        "finished",
      ),
    ).toEqual(["deadline-not-yet", "deadline-not-yet"]);
    const early = clock({ end: null, collected: at(100) });
    expect(
      outcomeOf(
        NZ,
        sampled(0, 100, 5, () => 4),
        early,
        "finished",
      ),
    ).toBe("COLLECTED_EARLY");
  });
  it("a limit at collection is due when the tanker comes, and judged by the last reading before it", () => {
    const buyer = profile({
      limits: [{ id: "c", appliesTo: "any", atMost: 4, by: [{ after: "collection", within: minutes(0) }] }],
      hold: null,
    });
    const seen = sampled(0, 600, 10, coldAt(150));
    expect(outcomeOf(buyer, seen, clock(), "finished")).toBe("PENDING");
    expect(judge(buyer, seen, clock({ collected: at(597) }), "finished").limits[0]).toMatchObject({
      outcome: "PASS",
      deadline: at(597),
      atDeadline: 4,
    });
    expect(outcomeOf(buyer, seen, clock({ collected: at(100) }), "finished")).toBe("FAIL");
    expect(outcomeOf(buyer, seen, clock({ collected: at(700) }), "finished")).toBe("NO_DATA");
  });
});

describe("two clocks side by side", () => {
  // Cold after 150 min; the next milking warms it from 180 min on, before the deadline of the first.
  const seen = sampled(0, 700, 5, (t) => (t <= 180 ? coldAt(150)(t) : Math.max(4, 13 - (t - 180) / 20)));
  it("a limit that was reached when the next milking began is kept", () => {
    const first = judge(BEGA, seen, clock({ nextStart: at(180) }), "finished");
    expect(first.limits[0]).toMatchObject({ outcome: "PASS", reachedAt: at(150), margin: minutes(60) });
    expect(first.judged.to).toBe(at(210));
    const second = judge(BEGA, seen, clock({ start: at(180), end: at(260), first: false }), "finished");
    expect(second.limits[0]).toMatchObject({ outcome: "PASS", reachedAt: at(340), margin: minutes(50) });
  });
  it("a next milking that begins at the deadline, or before the next reading, takes nothing from it", () => {
    const seen = curve(
      ...Array.from({ length: 21 }, (_, i): readonly [number, number] => [10 * i + 5, 4.5]),
      [215, 9],
      [225, 8],
    );
    expect(outcomeOf(BEGA, seen, clock({ nextStart: at(210) }), "finished")).toBe("PASS");
    expect(outcomeOf(BEGA, seen, clock({ nextStart: at(214) }), "finished")).toBe("PASS");
    // A reading before it is of the old milk.
    expect(outcomeOf(BEGA, seen, clock({ nextStart: at(215) }), "finished")).toBe("FAIL");
  });
  it("one that was not may still be at its own deadline, in the mixed milk", () => {
    const slow = sampled(0, 700, 5, (t) => (t < 208 ? 6 : 4.8));
    expect(outcomeOf(BEGA, slow, clock({ nextStart: at(180) }), "finished")).toBe("PASS");
    expect(
      outcomeOf(
        BEGA,
        sampled(0, 700, 5, () => 6),
        clock({ nextStart: at(180) }),
        "finished",
      ),
    ).toBe("FAIL");
  });
  it("just before the next milk counts what was read before it, not the way to the warm reading after it", () => {
    const slow = curve(
      [0, 20],
      [100, 8],
      [110, 6],
      [115, 4.9],
      [125, 14],
      [140, 13],
      [150, 12],
      [165, 11],
      [180, 10],
      [195, 9],
      [210, 8],
      [220, 7],
    );
    expect(judge(BEGA, slow, clock({ nextStart: at(117) }), "finished").limits[0]).toMatchObject({
      outcome: "PASS",
    });
    const holed = curve(
      [0, 20],
      [100, 8],
      [115, 4.9],
      [135, 14],
      [150, 13],
      [165, 11],
      [180, 10],
      [195, 9],
      [210, 8],
      [220, 7],
    );
    expect(kinds(BEGA, holed, clock({ nextStart: at(117) }), "finished")).toEqual(["gap-over-deadline"]);
  });
});

describe("held", () => {
  const warmed = (from: number, to: number, celsius = 6) =>
    sampled(0, 700, 5, (t) => (t >= from && t <= to ? celsius : coldAt(150)(t)));
  it("two readings above after the deadline are a breach, one is not, and before the deadline it is none", () => {
    expect(outcomeOf(BEGA, warmed(400, 400), clock(), "finished")).toBe("PASS");
    expect(judge(BEGA, warmed(400, 405), clock(), "finished")).toMatchObject({
      outcome: "FAIL",
      holdBreaches: [{ from: at(400), to: at(405), peak: { celsius: 6 } }],
      because: [{ kind: "not-held", from: at(400) }],
    });
    expect(outcomeOf(BEGA, warmed(180, 190), clock(), "finished")).toBe("PASS");
  });
  it("ends with collection, a wash, and the next milking", () => {
    for (const over of [{ collected: at(300) }, { notMilkFrom: at(300) }, { nextStart: at(300) }])
      expect(outcomeOf(BEGA, warmed(305, 700, 15), clock(over), "finished")).toBe("PASS");
  });
  it("of a late limit begins when it is reached, and never where it is not", () => {
    const late = judge(
      BEGA,
      sampled(0, 700, 5, (t) => (t >= 500 && t <= 520 ? 7 : coldAt(300)(t))),
      clock(),
      "finished",
    );
    expect(late.because.map(({ kind }) => kind)).toEqual(["late", "not-held"]);
    expect(late.holdBreaches).toMatchObject([{ from: at(500), to: at(520) }]);
    expect(
      judge(
        BEGA,
        sampled(0, 700, 5, () => 9),
        clock(),
        "finished",
      ).holdBreaches,
    ).toEqual([]);
  });
  it("begins at the deadline also where the milk was too warm for a limit at collection", () => {
    const buyer = profile({
      limits: [
        ...BEGA.limits,
        { id: "c", appliesTo: "any", atMost: 3, by: [{ after: "collection", within: minutes(0) }] },
      ],
    });
    const verdict = judge(buyer, warmed(400, 420), clock({ collected: at(600) }), "finished");
    expect(verdict.because.map(({ kind }) => kind)).toEqual(["late", "not-held"]);
  });
  it("ice is a breach where the profile says so", () => {
    const seen = sampled(0, 700, 5, (t) => (t > 600 ? -0.3 : Math.max(3, 20 - t / 5)));
    expect(kinds(NZ, seen, clock(), "finished")).toEqual(["not-held"]);
    expect(outcomeOf(BEGA, seen, clock(), "finished")).toBe("PASS");
  });
});

describe("blend", () => {
  const tolerant = profile({ blend: { atMost: 10, tolerate: minutes(15) } });
  const peak = (minutesAbove: number) =>
    sampled(0, 600, 1, (t) => (t >= 30 && t <= 30 + minutesAbove ? 12 : 4));
  const later = clock({ first: false });
  it("may be above for as long as is tolerated, in one stretch", () => {
    expect(judge(tolerant, peak(14), later, "finished").blend).toMatchObject({
      outcome: "PASS",
      peak: { celsius: 12 },
    });
    const failed = judge(tolerant, peak(16), later, "finished");
    expect([failed.outcome, failed.blend?.outcome, failed.blend?.longestAbove]).toEqual([
      "FAIL",
      "FAIL",
      minutes(16.5),
    ]);
    const twice = sampled(0, 600, 1, (t) => ((t >= 30 && t <= 42) || (t >= 60 && t <= 72) ? 12 : 4));
    expect(judge(tolerant, twice, later, "finished").blend).toMatchObject({
      outcome: "PASS",
      longestAbove: minutes(12.5),
      totalAbove: minutes(25),
    });
  });
  it("where nothing is tolerated one reading is too much, and one at the limit is not", () => {
    const once = (celsius: number) => sampled(0, 600, 5, (t) => (t === 50 ? celsius : 4));
    expect(outcomeOf(NZ, once(10), later, "finished")).toBe("PASS");
    expect(outcomeOf(NZ, once(10.0625), later, "finished")).toBe("FAIL");
  });
  it("is not asked of the first milking, and not known where nobody knows", () => {
    expect(judge(tolerant, peak(60), clock({ first: true }), "finished").blend).toBeNull();
    expect(judge(tolerant, peak(60), clock({ first: null }), "finished").because).toEqual([
      { kind: "first-or-later-unknown", limit: "blend" },
    ]);
    expect(outcomeOf(tolerant, peak(5), clock({ first: null }), "finished")).toBe("PASS");
  });
  it("with a gap in it is NO_DATA, unless it failed", () => {
    const holed = (celsius: number) => {
      const full = sampled(0, 600, 1, (t) => (t >= 10 && t <= 50 ? celsius : 4));
      const kept = Array.from(full.at).flatMap((t, i) => (t > at(60) && t < at(80) ? [] : [i]));
      return { at: kept.map((i) => full.at[i] ?? 0), celsius: kept.map((i) => full.celsius[i] ?? 0) };
    };
    expect(judge(tolerant, holed(4), later, "finished").because).toEqual([
      { kind: "gap-in-blend", from: at(60), to: at(80) },
    ]);
    expect(kinds(tolerant, holed(12), later, "finished")).toEqual(["blend-too-warm"]);
  });
});

describe("a continuous milking", () => {
  const long = clock({ end: at(400) });
  const cold = sampled(-30, 700, 5, () => 4);
  it("has to enter cold, by the delivery line", () => {
    expect(
      outcomeOf(
        NZ,
        cold,
        long,
        "finished",
        sampled(-30, 700, 5, () => 6),
      ),
    ).toBe("PASS");
    const warm = sampled(-30, 700, 5, (t) => (t === 100 || t === 105 ? 6.5 : 5));
    expect(judge(NZ, cold, long, "finished", warm).because).toEqual([
      { kind: "entered-too-warm", at: at(100) },
    ]);
  });
  it("is not known without one, or with a gap in it; FAIL where the vat itself was too warm", () => {
    expect(kinds(NZ, cold, long, "finished")).toEqual(["line-not-measured"]);
    const holed = curve([0, 5], [10, 5], [40, 5], [400, 5]);
    expect(kinds(NZ, cold, long, "finished", holed)).toEqual(["line-not-measured"]);
    const warmVat = sampled(-30, 700, 5, (t) => (t < 20 ? 7 : 4));
    expect(kinds(NZ, warmVat, long, "finished")).toEqual(["entered-too-warm"]);
  });
  it("begins with the length that the profile says, also while it runs", () => {
    expect(outcomeOf(NZ, cold, clock({ end: at(359) }), "finished")).toBe("PASS");
    expect(outcomeOf(NZ, cold, clock({ end: at(360) }), "finished")).toBe("NO_DATA");
    expect(kinds(NZ, cold, clock({ end: null }), at(365))).toContain("line-not-measured");
    expect(kinds(NZ, cold, clock({ end: null }), at(355))).not.toContain("line-not-measured");
  });
});

describe("milk that must not be loaded", () => {
  const german = profile({ limits: [], hold: null, doNotLoad: [{ above: 13, longerThan: minutes(600) }] });
  const warm = (length: number) => sampled(0, 2000, 10, (t) => (t >= 100 && t < 100 + length ? 15 : 5));
  it("was warmer for longer in one stretch, whatever milkings came after", () => {
    expect(outcomeOf(german, warm(590), clock(), "finished")).toBe("PASS");
    expect(judge(german, warm(620), clock({ nextStart: at(300) }), "finished").because).toMatchObject([
      { kind: "do-not-load", above: 13 },
    ]);
  });
  it("and was collected before it had been so long, was not", () => {
    expect(outcomeOf(german, warm(900), clock({ collected: at(690) }), "finished")).toBe("PASS");
  });
});

describe("what is there and what is not", () => {
  it("a wash before the deadline is NOT_MILK, after it the end of the milk", () => {
    expect(
      outcomeOf(BEGA, sampled(0, 600, 5, coldAt(150)), clock({ notMilkFrom: at(209) }), "finished"),
    ).toBe("NOT_MILK");
    expect(
      outcomeOf(BEGA, sampled(0, 600, 5, coldAt(150)), clock({ notMilkFrom: at(210) }), "finished"),
    ).toBe("PASS");
    const washedAfterwards = clock({ collected: at(100), notMilkFrom: at(150) });
    expect(outcomeOf(BEGA, sampled(0, 600, 5, coldAt(150)), washedAfterwards, "finished")).toBe(
      "COLLECTED_EARLY",
    );
    expect(outcomeOf(BEGA, sampled(0, 600, 5, coldAt(150)), clock({ notMilkFrom: at(0) }), "finished")).toBe(
      "NOT_MILK",
    );
  });
  it("collected at the deadline is judged, a second before it is early", () => {
    const seen = sampled(0, 600, 5, coldAt(150));
    expect(outcomeOf(BEGA, seen, clock({ collected: at(210) }), "finished")).toBe("PASS");
    expect(outcomeOf(BEGA, seen, clock({ collected: at(209.99) }), "finished")).toBe("COLLECTED_EARLY");
    expect(judge(BEGA, seen, clock({ collected: at(200) }), "finished").limits[0]).toMatchObject({
      outcome: "COLLECTED_EARLY",
      reachedAt: at(150),
      margin: minutes(60),
      atDeadline: null,
    });
  });
  it("a gap over the deadline is NO_DATA, and FAIL where both its ends are too warm", () => {
    const ends = (before: number, behind: number) =>
      curve([0, 9], [10, 9], [200, before], [220, behind], [230, 4], [240, 4]);
    expect(kinds(BEGA, ends(4, 4), clock(), "finished")).toEqual(["gap-over-deadline"]);
    expect(kinds(BEGA, ends(6, 4), clock(), "finished")).toEqual(["gap-over-deadline"]);
    expect(kinds(BEGA, ends(4, 6), clock(), "finished")).toEqual(["gap-over-deadline"]);
    const both = judge(BEGA, ends(6, 6), clock(), "finished");
    expect(both.limits[0]).toMatchObject({ outcome: "FAIL", reachedAt: at(225), atDeadline: null });
    expect(judge(BEGA, ends(4, 4), clock(), "finished").because).toMatchObject([
      { from: at(200), to: at(220) },
    ]);
    // Fifteen minutes are no gap yet.
    const joined = curve([0, 9], [200, 4], [215, 4]);
    expect(outcomeOf(BEGA, joined, clock(), "finished")).toBe("PASS");
  });
  it("a wider spacing can be allowed, and is told", () => {
    const slow = sampled(0, 600, 20, coldAt(150));
    const shifted = { ...slow, at: Array.from(slow.at, (t) => t + 60_000) };
    expect(outcomeOf(BEGA, shifted, clock(), "finished")).toBe("NO_DATA");
    const allowed = judge(BEGA, shifted, clock(), "finished", null, minutes(20));
    expect([allowed.outcome, allowed.gapMax, allowed.coverage]).toEqual(["PASS", minutes(20), 1]);
  });
  it("a curve that begins late, stops early or has a hole says so", () => {
    const seen = curve([30, 9], [40, 8], [50, 7], [100, 6], [110, 5]);
    const verdict = judge(BEGA, seen, clock(), at(150));
    expect(verdict).toMatchObject({
      readings: 5,
      longestGap: { from: at(50), to: at(100) },
      maximum: { at: at(30), celsius: 9 },
    });
    expect(verdict.coverage).toBeCloseTo(1 - (30 + 50 + 40) / 150, 9);
    expect(verdict.judged).toEqual({ from: at(0), to: at(150) });
  });
  it("nothing at all is NO_DATA once it should have been there", () => {
    expect(kinds(BEGA, EMPTY_CURVE, clock(), "finished")).toEqual(["no-readings"]);
    expect(kinds(BEGA, EMPTY_CURVE, clock({ end: null }), at(15))).toEqual(["deadline-not-yet"]);
    expect(kinds(BEGA, EMPTY_CURVE, clock({ end: null }), at(16))).toEqual([
      "no-readings",
      "deadline-not-yet",
    ]);
    expect(judge(BEGA, EMPTY_CURVE, clock(), "finished")).toMatchObject({
      coverage: 0,
      readings: 0,
      maximum: null,
    });
  });
  it("pending: ahead of now, or not read yet; after a gap it is NO_DATA", () => {
    const seen = sampled(0, 205, 5, coldAt(150));
    expect(outcomeOf(BEGA, seen, clock(), at(206))).toBe("PENDING");
    expect(outcomeOf(BEGA, seen, clock(), at(220))).toBe("PENDING");
    expect(outcomeOf(BEGA, seen, clock(), at(221))).toBe("NO_DATA");
    expect(outcomeOf(BEGA, seen, clock(), "finished")).toBe("PENDING");
    expect(kinds(BEGA, seen, clock(), "clock-stepped")).toEqual(["clock-step"]);
  });
  it("what lies ahead of now is not known yet", () => {
    const seen = sampled(0, 700, 5, coldAt(150));
    const ahead = clock({ end: at(300), nextStart: at(300), collected: at(400), notMilkFrom: at(450) });
    expect(judge(BEGA, seen, ahead, at(250))).toEqual(judge(BEGA, seen, clock({ end: null }), at(250)));
  });
  it("a next start or a collection that does not lie after the start is none", () => {
    const seen = sampled(-60, 700, 5, coldAt(150));
    for (const over of [
      { nextStart: at(0) },
      { nextStart: at(-30) },
      { collected: at(0) },
      { collected: at(-30) },
      { notMilkFrom: at(-1) },
    ])
      expect(judge(BEGA, seen, clock(over), "finished")).toEqual(judge(BEGA, seen, clock(), "finished"));
  });
  it("a finished log goes to its last reading, or to what a person knows of later", () => {
    const seen = sampled(0, 300, 5, coldAt(150));
    const to = (over: Parameters<typeof clock>[0]) => judge(BEGA, seen, clock(over), "finished").judged.to;
    expect([to({}), to({ collected: at(400) }), to({ notMilkFrom: at(350) })]).toEqual([
      at(300),
      at(400),
      at(350),
    ]);
    expect(judge(BEGA, EMPTY_CURVE, clock(), "finished").judged).toEqual({ from: at(0), to: at(0) });
    expect(judge(BEGA, curve([-60, 4]), clock(), "finished").judged).toEqual({ from: at(0), to: at(0) });
  });
  it("nothing is looked at later than a week after the start", () => {
    const warmTooLate = sampled(0, 11_000, 10, (t) => (t > 10_090 ? 9 : coldAt(150)(t)));
    const verdict = judge(BEGA, warmTooLate, clock(), "finished");
    expect([verdict.outcome, verdict.judged.to]).toEqual(["PASS", at(0) + JUDGED_MAX]);
    expect(JUDGED_MAX).toBe(hours(168));
  });
  it("whether it was the first is not known: what fails either way fails", () => {
    const old = profile({
      limits: [
        { id: "18", appliesTo: "first", atMost: 18, by: [{ after: "end-of-milking", within: minutes(0) }] },
        { id: "13", appliesTo: "later", atMost: 13, by: [{ after: "end-of-milking", within: minutes(0) }] },
      ],
      hold: null,
    });
    const unknown = clock({ first: null });
    expect(
      kinds(
        old,
        sampled(0, 300, 5, () => 20),
        unknown,
        "finished",
      ),
    ).toEqual(["late", "late"]);
    expect(
      kinds(
        old,
        sampled(0, 300, 5, () => 15),
        unknown,
        "finished",
      ),
    ).toEqual(["first-or-later-unknown"]);
    expect(
      outcomeOf(
        old,
        sampled(0, 300, 5, () => 13),
        unknown,
        "finished",
      ),
    ).toBe("PASS");
    expect(
      outcomeOf(
        old,
        sampled(0, 300, 5, () => 15),
        clock({ first: true }),
        "finished",
      ),
    ).toBe("PASS");
    expect(
      outcomeOf(
        old,
        sampled(0, 300, 5, () => 15),
        clock({ first: false }),
        "finished",
      ),
    ).toBe("FAIL");
  });
});

describe("when it was reached", () => {
  it("is the start where it was never above, also where the first reading comes a little later", () => {
    const reached = (...points: readonly (readonly [number, number])[]) =>
      judge(BEGA, curve(...points), clock(), "finished").limits[0]?.reachedAt;
    const tail = Array.from({ length: 20 }, (_, i): readonly [number, number] => [20 + 10 * i, 4]);
    expect(reached([10, 4], ...tail)).toBe(at(0));
    expect(reached([-5, 4], [5, 4], [15, 4], ...tail)).toBe(at(0));
    expect(reached([16, 4], ...tail)).toBe(at(16));
    // On the line from a reading before the start.
    expect(reached([-5, 9], [5, 4], [15, 4], ...tail)).toBe(at(3));
    expect(reached([-5, 5.5], [5, 4], [15, 4], ...tail)).toBe(at(0));
    // After a gap, the reading after it.
    expect(reached([0, 4], [5, 4], ...tail.slice(1))).toBe(at(30));
  });
  it("is rounded up to a whole millisecond", () => {
    const seen = curve(
      [0, 8],
      [7, 4.3],
      [20, 4],
      ...Array.from({ length: 20 }, (_, i): readonly [number, number] => [30 + 10 * i, 4]),
    );
    expect(judge(BEGA, seen, clock(), "finished").limits[0]?.reachedAt).toBe(
      Math.ceil(at(0) + (3 / 3.7) * 420_000),
    );
  });
});

describe("where nobody knows when milking ended", () => {
  const unknown = clock({ end: null });
  const cold = sampled(0, 600, 5, () => 4);
  it("the earliest it can have come due is told, and what was in hand then", () => {
    const seen = sampled(0, 600, 5, (t) => (t < 90 ? 9 : 4));
    expect(judge(NZ, seen, unknown, "finished").limits[1]).toEqual({
      limit: "6-in-6h-or-2h-after",
      atMost: 6,
      deadline: at(120),
      outcome: "PASS",
      reachedAt: at(88),
      margin: minutes(32),
      atDeadline: 4,
    });
  });
  it("failed by the anchor that is known, it fails", () => {
    const seen = sampled(0, 600, 5, (t) => Math.max(7, 30 - t / 10));
    expect(judge(NZ, seen, unknown, "finished").because).toEqual([
      { kind: "late", limit: "6-in-6h-or-2h-after" },
    ]);
  });
  it("reached just when it can first have come due, it was kept; a moment later nobody knows", () => {
    const reached = (minute: number) => sampled(0, 600, 1, (t) => (t < minute ? 9 : 6));
    expect(judge(NZ, reached(120), unknown, "finished").limits[1]).toMatchObject({
      outcome: "PASS",
      margin: 0,
    });
    expect(judge(NZ, reached(121), unknown, "finished").limits[1]).toEqual({
      limit: "6-in-6h-or-2h-after",
      atMost: 6,
      deadline: null,
      outcome: "NO_DATA",
      reachedAt: null,
      margin: null,
      atDeadline: null,
    });
  });
  it("warm again before the last instant at which it can have come due, it is not known", () => {
    const rewarmed = sampled(0, 600, 5, (t) => (t >= 200 && t <= 220 ? 7 : 4));
    expect(kinds(NZ, rewarmed, unknown, "finished")).toEqual(["end-of-milking-unknown"]);
  });
  it("up to the next milking is enough, and just before its milk counts", () => {
    const warmAfter = sampled(0, 600, 5, (t) => (t <= 200 ? 5 : 9.5));
    const next = clock({ end: null, nextStart: at(202) });
    expect(judge(NZ, warmAfter, next, "finished").limits[1]).toMatchObject({
      outcome: "PASS",
      deadline: at(120),
    });
    const soon = clock({ end: null, nextStart: at(100) });
    expect(
      judge(
        NZ,
        sampled(0, 600, 5, (t) => (t <= 100 ? 5 : 9.5)),
        soon,
        "finished",
      ).limits[1],
    ).toMatchObject({
      outcome: "PASS",
      reachedAt: at(0),
    });
  });
  it("collected while it can have been due or not, it is not known", () => {
    const taken = clock({ end: null, collected: at(200) });
    expect(judge(NZ, cold, taken, "finished").limits.map(({ outcome }) => outcome)).toEqual([
      "COLLECTED_EARLY",
      "NO_DATA",
    ]);
    const before = clock({ end: null, collected: at(100) });
    expect(judge(NZ, cold, before, "finished").limits[1]).toMatchObject({
      outcome: "COLLECTED_EARLY",
      deadline: null,
      margin: null,
    });
  });
  it("a log whose clock was set back before it can have come due says that", () => {
    expect(
      kinds(
        NZ,
        sampled(0, 100, 5, () => 4),
        unknown,
        "clock-stepped",
      ),
    ).toEqual(["clock-step", "clock-step"]);
    expect(
      kinds(
        PMO,
        sampled(0, 100, 5, () => 4),
        clock({ end: null }),
        "clock-stepped",
      ),
    ).toContain("clock-step");
  });
  it("an anchor on the end that cannot come before the known one changes nothing", () => {
    const late = profile({
      limits: [
        {
          id: "l",
          appliesTo: "any",
          atMost: 5,
          by: [
            { after: "start-of-milking", within: minutes(210) },
            { after: "end-of-milking", within: minutes(210) },
          ],
        },
      ],
    });
    const holed = curve([0, 9], [200, 4], [220, 4], [230, 4]);
    expect(kinds(late, holed, unknown, "finished")).toEqual(["gap-over-deadline"]);
    expect(judge(late, cold, unknown, "finished").limits[0]?.deadline).toBe(at(210));
  });
  it("is once something came after it: a next milking, a collection, a wash; not for having been long", () => {
    expect(kinds(PMO, cold, unknown, at(300))).toEqual(["deadline-not-yet"]);
    expect(kinds(PMO, cold, clock({ end: null, nextStart: at(290) }), at(300))).toEqual([]);
    for (const over of [{ collected: at(290) }, { notMilkFrom: at(290) }])
      expect(kinds(PMO, cold, clock({ end: null, ...over }), at(300))).toContain("end-of-milking-unknown");
  });
});

describe("told in a limit that is not due", () => {
  it("what is in hand since it was reached, and nothing where it was not", () => {
    const seen = sampled(0, 180, 5, coldAt(150));
    expect(judge(BEGA, seen, clock(), at(180)).limits[0]).toEqual({
      limit: "5-in-3h30",
      atMost: 5,
      deadline: at(210),
      outcome: "PENDING",
      reachedAt: at(150),
      margin: minutes(60),
      atDeadline: null,
    });
    expect(
      judge(
        BEGA,
        sampled(0, 600, 5, () => 9),
        clock(),
        "finished",
      ).limits[0],
    ).toMatchObject({
      outcome: "FAIL",
      reachedAt: null,
      margin: null,
    });
    expect(judge(BEGA, sampled(0, 100, 5, coldAt(150)), clock(), at(100)).limits[0]).toMatchObject({
      reachedAt: null,
      margin: null,
    });
  });
  it("after a wash no limit that was due later has an outcome", () => {
    const washed = judge(BEGA, sampled(0, 600, 5, coldAt(150)), clock({ notMilkFrom: at(180) }), "finished");
    expect(washed.limits[0]).toMatchObject({ outcome: "NO_DATA", reachedAt: at(150), atDeadline: null });
    expect(washed.because).toEqual([{ kind: "not-milk", at: at(180) }]);
  });
  it("the next milking's milk is not told as this one's at the deadline, once it was collected", () => {
    const kept = judge(
      BEGA,
      sampled(0, 205, 5, coldAt(100)),
      clock({ nextStart: at(150), collected: at(206) }),
      "finished",
    );
    expect(kept.limits[0]).toMatchObject({ outcome: "PASS", atDeadline: null });
  });
});

describe("to the minute", () => {
  const seen = sampled(0, 190, 5, () => 4);
  it("a deadline that is now, without a reading for longer than a gap, is not waited for", () => {
    expect(outcomeOf(BEGA, seen, clock(), at(209))).toBe("PENDING");
    expect(outcomeOf(BEGA, seen, clock(), at(210))).toBe("NO_DATA");
  });
  it("without any reading it is waited for as long as a gap, from the start", () => {
    const soon = profile({
      limits: [
        { id: "s", appliesTo: "any", atMost: 5, by: [{ after: "start-of-milking", within: minutes(5) }] },
      ],
    });
    expect(kinds(soon, EMPTY_CURVE, clock(), at(15))).toEqual(["deadline-not-yet"]);
    expect(kinds(soon, EMPTY_CURVE, clock(), at(16))).toEqual(["no-readings"]);
  });
  it("a wash at the collection is no wash of the milk, and one at the start leaves none", () => {
    const both = clock({ collected: at(300), notMilkFrom: at(300) });
    expect(
      outcomeOf(
        BEGA,
        sampled(0, 600, 5, () => 4),
        both,
        "finished",
      ),
    ).toBe("PASS");
    const early = clock({ collected: at(100), notMilkFrom: at(100) });
    expect(
      kinds(
        BEGA,
        sampled(0, 600, 5, () => 4),
        early,
        "finished",
      ),
    ).toEqual(["collected-before-deadline"]);
  });
  it("a wash before the collection leaves no milk to collect", () => {
    const washed = clock({ collected: at(150), notMilkFrom: at(100) });
    expect(
      outcomeOf(
        BEGA,
        sampled(0, 600, 5, () => 4),
        washed,
        "finished",
      ),
    ).toBe("NOT_MILK");
  });
  it("a blend without any reading is pending until it is over", () => {
    const by = profile({ blend: { atMost: 10, tolerate: minutes(0) } });
    const blendOf = (over: Parameters<typeof clock>[0], now: number) =>
      judge(by, EMPTY_CURVE, clock({ first: false, ...over }), at(now)).blend?.outcome;
    expect(blendOf({}, 10)).toBe("PENDING");
    expect(blendOf({ collected: at(10) }, 10)).toBe("NO_DATA");
    expect(blendOf({ collected: at(11) }, 10)).toBe("PENDING");
  });
  it("where no deadline is known, a wash counts before the earliest that it can be", () => {
    const washed = (minute: number) =>
      kinds(
        PMO,
        sampled(0, 600, 5, () => 4),
        clock({ end: null, notMilkFrom: at(minute) }),
        "finished",
      );
    // The later of 4 h after the start and, at the earliest, 2 h.
    expect(washed(239)).toContain("not-milk");
    expect(washed(240)).not.toContain("not-milk");
    const warm = sampled(0, 600, 5, () => 8);
    expect(kinds(NZ, warm, clock({ end: null, notMilkFrom: at(239) }), "finished")).toContain("not-milk");
    expect(kinds(NZ, warm, clock({ end: null, notMilkFrom: at(250) }), "finished")).not.toContain("not-milk");
    const buyer = profile({
      limits: [{ id: "c", appliesTo: "any", atMost: 4, by: [{ after: "collection", within: minutes(0) }] }],
      hold: null,
    });
    expect(
      kinds(
        buyer,
        sampled(0, 600, 5, () => 4),
        clock({ notMilkFrom: at(100) }),
        "finished",
      ),
    ).toEqual(["deadline-not-yet"]);
  });
  it("milk that was so warm for just so long may be loaded", () => {
    const german = profile({ limits: [], hold: null, doNotLoad: [{ above: 13, longerThan: minutes(60) }] });
    const warm = (length: number) =>
      curve([0, 5], [10, 13], ...steps(20, 10 + length - 10, 15), [10 + length, 13], [20 + length, 5]);
    expect(outcomeOf(german, warm(60), clock(), "finished")).toBe("PASS");
    const block = (to: number) => sampled(0, to, 10, () => 15);
    expect(outcomeOf(german, block(60), clock(), "finished")).toBe("PASS");
    expect(outcomeOf(german, block(70), clock(), "finished")).toBe("FAIL");
  });
  it("the blend is over at the deadline, and pending before it", () => {
    const later = clock({ first: false, nextStart: null });
    const by = profile({ blend: { atMost: 10, tolerate: minutes(0) }, hold: null });
    const warmAfter = sampled(0, 600, 5, (t) => (t > 230 ? 15 : 4));
    expect(judge(by, warmAfter, later, "finished").blend?.outcome).toBe("PASS");
    expect(
      judge(
        by,
        sampled(0, 100, 5, () => 4),
        later,
        at(100),
      ).blend?.outcome,
    ).toBe("PENDING");
    expect(
      judge(
        by,
        sampled(0, 210, 5, () => 4),
        later,
        at(210),
      ).blend?.outcome,
    ).toBe("PASS");
    expect(judge(by, warmAfter, clock({ first: false, nextStart: at(220) }), "finished").blend?.outcome).toBe(
      "PASS",
    );
    expect(
      judge(
        by,
        sampled(0, 100, 5, () => 4),
        clock({ first: false, collected: at(100) }),
        "finished",
      ).blend?.outcome,
    ).toBe("PASS");
  });
});

/** Readings of 15 °C every ten minutes from one to another. */
const steps = (from: number, to: number, celsius: number): readonly (readonly [number, number])[] =>
  Array.from({ length: Math.floor((to - from) / 10) + 1 }, (_, i): readonly [number, number] => [
    from + 10 * i,
    celsius,
  ]);
