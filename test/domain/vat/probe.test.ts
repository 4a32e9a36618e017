// Room: test/domain/vat. What a probe is worth: jumps, sentinels, faults, age, disagreement, and a logger's file.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { probeId } from "../../../src/domain/ids.ts";
import { type MonoMs, minutes, monoMs, after as onwards, seconds } from "../../../src/domain/units.ts";
import {
  cleaned,
  DOUBTFUL_FOR,
  GOOD_FOR,
  heard,
  milkValue,
  type ProbeState,
  type Probes,
  probeAtStart,
  probeFaults,
  probeHeard,
  probesAtStart,
  probesCorrected,
  probesTick,
  probeValue,
} from "../../../src/domain/vat/probe.ts";
import type { ProbeRole, RawReading, ReadingTrouble } from "../../../src/domain/vat/reading.ts";
import { tries } from "../../runs.ts";

const MILK = probeId("vat");
const OTHER = probeId("vat-top");
const AIR = probeId("shed-air");
const celsius = (value: number): RawReading => ({ kind: "celsius", celsius: value });
const none = (why: ReadingTrouble): RawReading => ({ kind: "none", why });
const start = () => probesAtStart([{ probe: MILK, role: "milk" }]);
const two = () =>
  probesAtStart([
    { probe: MILK, role: "milk" },
    { probe: OTHER, role: "milk" },
    { probe: AIR, role: "ambient" },
  ]);

/** Readings ten seconds apart, the last one at `at`. */
function tenSecondly(readings: readonly RawReading[]): { state: Probes; at: MonoMs } {
  let state = start();
  let at = monoMs(0);
  for (const raw of readings) {
    at = onwards(at, seconds(10));
    state = probesTick(probeHeard(state, MILK, raw, at), at);
  }
  return { state, at };
}
const worthAfter = (...readings: readonly (number | ReadingTrouble)[]) => {
  const { state, at } = tenSecondly(
    readings.map((one) => (typeof one === "number" ? celsius(one) : none(one))),
  );
  return { value: probeValue(state, MILK, at), faults: probeFaults(state, at) };
};

/** A file of one probe, `spacing` seconds apart; NaN where there is none. */
const file = (spacing: number, readings: readonly number[], role: ProbeRole = "milk") => {
  const at = readings.map((_, index) => index * spacing * 1000);
  const { celsius: clean, troubles } = cleaned(role, at, readings, new Map());
  return { clean: [...clean], troubles: Object.fromEntries(troubles) };
};

describe("a reading and its reason", () => {
  test("before the first reading there is none, and no zero", () => {
    expect(probeValue(start(), MILK, monoMs(5))).toEqual({
      at: null,
      celsius: null,
      raw: null,
      quality: "none",
      why: "not-yet",
    });
  });
  test("a probe that is not in the plan has no value, and its readings are passed over", () => {
    const state = probeHeard(start(), OTHER, celsius(4), monoMs(0));
    expect(probeValue(state, OTHER, monoMs(0)).quality).toBe("none");
  });
  test("a plain reading is good", () => {
    expect(worthAfter(4.1).value).toEqual({
      at: monoMs(10_000),
      celsius: 4.1,
      raw: 4.1,
      quality: "good",
      why: null,
    });
  });
  test("after a bad reading the last true one is doubtful, with its own time and the bad one's reason", () => {
    const { value } = worthAfter(4.1, "checksum");
    expect(value).toEqual({
      at: monoMs(10_000),
      celsius: 4.1,
      raw: 4.1,
      quality: "doubtful",
      why: "checksum",
    });
  });
  test.each([888.8, -999, -127, -55, 127.94, 1e9])("%d is no milk", (sentinel) => {
    expect(worthAfter(4.1, sentinel).value).toMatchObject({ celsius: 4.1, why: "implausible" });
  });
  test.each([Number.NaN, Number.POSITIVE_INFINITY])("%d is garbled", (value) => {
    expect(worthAfter(4.1, value).value).toMatchObject({ celsius: 4.1, why: "garbled" });
  });
  test("85.0 after cold milk is the power-on value, however often it comes", () => {
    expect(worthAfter(4, 85, 85, 85, 85, 85, 85).value).toMatchObject({ celsius: 4, why: "power-on-value" });
    expect(worthAfter(85).value).toMatchObject({ celsius: null, why: "power-on-value" });
  });
  test("a wash that comes to 85.0 through 84.2 is 85.0", () => {
    expect(worthAfter(80, 82, 84.2, 85).value).toMatchObject({ celsius: 85, quality: "good" });
  });
  test("0.0 after milk at four degrees is a shorted line; milk comes to 0.0 through 0.1", () => {
    expect(worthAfter(4, 0, 0, 0, 0).value).toMatchObject({ celsius: 4, why: "shorted" });
    expect(worthAfter(0.5, 0.1, 0).value).toMatchObject({ celsius: 0, quality: "good" });
  });
});

describe("what a probe may show, both ends included, and how fast it may move", () => {
  test.each([
    ["milk", -30, 110, 2, 5],
    ["delivery-line", -30, 110, 10, 60],
    ["wash-source", -30, 120, 10, 60],
    ["wash-outlet", -30, 120, 10, 60],
    ["ambient", -45, 60, 3, 3],
  ] as const)("%s from %d to %d °C, %d K at once and %d K a minute", (role, from, to, step, perMinute) => {
    const troubles = (...readings: readonly (readonly [number, number])[]) =>
      Object.values(
        Object.fromEntries(
          cleaned(
            role,
            readings.map(([minute]) => minute * 60_000),
            readings.map(([, value]) => value),
            new Map(),
          ).troubles,
        ),
      );
    expect(troubles([0, from])).toEqual([]);
    expect(troubles([0, to])).toEqual([]);
    expect(troubles([0, from - 0.1])).toEqual(["implausible"]);
    expect(troubles([0, to + 0.1])).toEqual(["implausible"]);
    for (const way of [1, -1]) {
      const level = 30;
      const reached = level + way * (step + perMinute / 4);
      expect(troubles([0, level], [0.25, reached])).toEqual([]);
      expect(troubles([0, level], [0.25, reached + way * 0.1])).toEqual(["jumped"]);
    }
  });
});

describe("jumps", () => {
  test("one that comes back costs itself only", () => {
    expect(worthAfter(4, 30).value).toMatchObject({ celsius: 4, quality: "doubtful", why: "jumped" });
    expect(worthAfter(4, 30, 4.1).value).toMatchObject({ celsius: 4.1, quality: "good" });
  });
  test("three readings that agree are the new level", () => {
    expect(worthAfter(4, 30, 30.2).value).toMatchObject({ celsius: 4, why: "jumped" });
    expect(worthAfter(4, 30, 30.2, 30.1).value).toMatchObject({ celsius: 30.1, quality: "good" });
  });
  test("two on the way back down are not on their way up: they begin anew", () => {
    expect(worthAfter(4, 60, 40, 30).value).toMatchObject({ celsius: 4, why: "jumped" });
    expect(worthAfter(4, 60, -20, -20, -20).value).toMatchObject({ celsius: -20, quality: "doubtful" });
    expect(worthAfter(30, 10, -10, -25).value).toMatchObject({ celsius: -25, quality: "good" });
  });
  test("a wash at once that stands at 85.0 is 85.0: the reading before it was near", () => {
    expect(worthAfter(18, 84, 85, 84.5).value).toMatchObject({ celsius: 84.5, quality: "good" });
  });
  test("three that do not agree are a fault and never a level", () => {
    const { value, faults } = worthAfter(4, 60, 20, 90, -20);
    expect(value).toMatchObject({ celsius: 4, quality: "doubtful", why: "jumped" });
    expect(faults).toEqual([{ probe: MILK, kind: "bad-readings", why: "jumped" }]);
  });
  test.each([
    ["warm milk on a dry probe", [20, 20, 28.1, 31.3, 32.4, 32.8, 33, 33]],
    ["a wash that comes over a minute", [18, 18.5, 24, 45, 62, 71, 75, 76, 76]],
    ["a wash at once", [18, 72, 72.5, 72, 71]],
    ["cold rinse after the wash", [70, 69, 40, 25, 18, 15, 14, 13.8]],
    ["the probe falls dry at collection", [4, 4.2, 5.5, 7, 8.2, 9.3, 10.2]],
  ])("%s is followed, and no fault of the probe", (_, readings) => {
    for (let length = 1; length <= readings.length; length += 1) {
      expect(worthAfter(...readings.slice(0, length)).faults).toEqual([]);
    }
    expect(worthAfter(...readings).value).toMatchObject({ celsius: readings.at(-1), quality: "good" });
  });
});

describe("faults", () => {
  test("three bad readings of different kinds are a fault, and three good ones end it", () => {
    const bad = [4, "checksum", 888.8, "hung"] as const;
    expect(worthAfter(...bad.slice(0, 3)).faults).toEqual([]);
    expect(worthAfter(...bad).faults).toEqual([{ probe: MILK, kind: "bad-readings", why: "hung" }]);
    expect(worthAfter(...bad, 4, 4).faults).toHaveLength(1);
    expect(worthAfter(...bad, 4, 4).value).toMatchObject({ celsius: 4, quality: "doubtful", why: "hung" });
    expect(worthAfter(...bad, 4, 4, 4).faults).toEqual([]);
    expect(worthAfter(...bad, 4, 4, 4).value.quality).toBe("good");
  });
  test("a value grows old: good, doubtful, none", () => {
    const { state, at } = tenSecondly([celsius(4)]);
    expect(probeValue(state, MILK, onwards(at, GOOD_FOR)).quality).toBe("good");
    expect(probeValue(state, MILK, onwards(at, seconds(31)))).toMatchObject({
      quality: "doubtful",
      why: "too-old",
    });
    expect(probeValue(state, MILK, onwards(at, DOUBTFUL_FOR)).quality).toBe("doubtful");
    expect(probeValue(state, MILK, onwards(at, seconds(121)))).toEqual({
      at,
      celsius: null,
      raw: null,
      quality: "none",
      why: "too-old",
    });
    expect(probeFaults(state, onwards(at, seconds(121)))).toEqual([
      { probe: MILK, kind: "too-old", why: "too-old" },
    ]);
  });
  test("a probe that answers only with troubles says its trouble, not its age", () => {
    const readings = [celsius(4), ...Array.from({ length: 20 }, () => none("unplugged"))];
    const { state, at } = tenSecondly(readings);
    expect(probeValue(state, MILK, at)).toMatchObject({ quality: "none", why: "unplugged" });
  });
  test("a trouble that is itself old is not the reason any more: the probe is silent", () => {
    const { state, at } = tenSecondly([celsius(4), none("checksum")]);
    expect(probeValue(state, MILK, onwards(at, seconds(120))).why).toBe("checksum");
    expect(probeValue(state, MILK, onwards(at, seconds(121))).why).toBe("too-old");
  });
  test("a probe never heard is a fault two minutes after the start, not at once", () => {
    expect(probeFaults(start(), monoMs(1_000_000))).toEqual([]);
    const state = probesTick(start(), monoMs(1000));
    expect(probeFaults(state, monoMs(100_000))).toEqual([]);
    expect(probeFaults(state, monoMs(122_000))).toEqual([{ probe: MILK, kind: "too-old", why: "not-yet" }]);
  });
});

describe("two probes in the same milk", () => {
  const both = (first: number, second: number, lengthSeconds: number, from = two(), since = 0) => {
    let state = from;
    let at = monoMs(since);
    for (let passed = 0; passed <= lengthSeconds; passed += 10) {
      at = monoMs(since + passed * 1000);
      state = probeHeard(probeHeard(state, MILK, celsius(first), at), OTHER, celsius(second), at);
      state = probesTick(state, at);
    }
    return { state, at };
  };
  test("that agree give the warmer one, good", () => {
    const { state, at } = both(4, 4.5, 600);
    expect(milkValue(state, at)).toMatchObject({ celsius: 4.5, quality: "good" });
    expect(probeFaults(probeHeard(state, AIR, celsius(20), at), at)).toEqual([]);
  });
  test("that differ for five minutes are both doubtful, and the warmer one counts", () => {
    const early = both(4, 6, 290);
    expect(milkValue(early.state, early.at)).toMatchObject({ celsius: 6, quality: "good" });
    const { state, at } = both(4, 6, 300);
    expect(milkValue(state, at)).toMatchObject({ celsius: 6, quality: "doubtful", why: "disagrees" });
    expect(probeValue(state, MILK, at)).toMatchObject({ celsius: 4, quality: "doubtful", why: "disagrees" });
    expect(
      probeFaults(probeHeard(state, AIR, celsius(20), at), at).map(({ probe, kind }) => [probe, kind]),
    ).toEqual([
      [MILK, "disagrees"],
      [OTHER, "disagrees"],
    ]);
  });
  test("agree again within one degree, not at one and a half", () => {
    const apart = both(4, 6, 300).state;
    const near = both(4, 5.3, 60, apart, 310_000);
    expect(milkValue(near.state, near.at).why).toBe("disagrees");
    const nearer = both(4, 5, 60, apart, 310_000);
    expect(milkValue(nearer.state, nearer.at)).toMatchObject({ celsius: 5, quality: "good" });
  });
  test("one that is dead leaves the milk to the other", () => {
    let { state, at } = both(4, 4.2, 60);
    for (let passed = 0; passed < 20; passed += 1) {
      at = onwards(at, seconds(10));
      state = probeHeard(probeHeard(state, MILK, celsius(4.1), at), OTHER, none("unplugged"), at);
      state = probesTick(state, at);
    }
    expect(milkValue(state, at)).toMatchObject({ celsius: 4.1, quality: "good" });
  });
  test("a good one counts before a doubtful warmer one; of doubtful ones the warmest", () => {
    const plan = [
      { probe: MILK, role: "milk" },
      { probe: OTHER, role: "milk" },
    ] as const;
    const at = monoMs(0);
    const heardBoth = (acceptable: readonly string[]) =>
      [MILK, OTHER].reduce(
        (state, probe, index) => probeHeard(state, probe, celsius(index === 0 ? 4 : 5), at),
        probesAtStart(plan, (probe) => ({ offset: 0, acceptable: acceptable.includes(probe) })),
      );
    expect(milkValue(heardBoth([MILK]), at)).toMatchObject({ celsius: 4, quality: "good" });
    expect(milkValue(heardBoth([]), at)).toMatchObject({
      celsius: 5,
      quality: "doubtful",
      why: "not-acceptable",
    });
    expect(probeValue(heardBoth([]), OTHER, at).celsius).toBe(5);
    const cold = probeHeard(probeHeard(two(), MILK, celsius(-1), at), OTHER, none("unplugged"), at);
    expect(milkValue(cold, onwards(at, seconds(60)))).toMatchObject({ celsius: -1, why: "too-old" });
  });
  test("milk below zero is milk, and the air of the shed is none", () => {
    const frozen = probeHeard(probeHeard(two(), MILK, celsius(-1), monoMs(0)), AIR, celsius(20), monoMs(0));
    expect(milkValue(frozen, monoMs(0))).toMatchObject({ celsius: -1, quality: "good" });
    const both = probeHeard(frozen, OTHER, celsius(-1.2), monoMs(0));
    expect(milkValue(both, monoMs(0)).celsius).toBe(-1);
  });
  test("the air of the shed disagrees with nobody, and nobody's disagreement touches it", () => {
    let { state, at } = both(4, 6, 310);
    state = probeHeard(state, AIR, celsius(20), at);
    expect(probeValue(state, AIR, at).quality).toBe("good");
    let one = probesAtStart([
      { probe: MILK, role: "milk" },
      { probe: AIR, role: "ambient" },
    ]);
    for (let passed = 0; passed <= 400; passed += 10) {
      at = monoMs(passed * 1000);
      one = probesTick(probeHeard(probeHeard(one, MILK, celsius(4), at), AIR, celsius(20), at), at);
    }
    expect(milkValue(one, at).quality).toBe("good");
  });
  test("one that has died, or whose readings are bad, disagrees with nobody", () => {
    let { state, at } = both(4, 6, 310);
    const silent = onwards(at, seconds(121));
    state = probesTick(probeHeard(state, MILK, celsius(4), silent), silent);
    expect(milkValue(state, silent)).toMatchObject({ celsius: 4, quality: "good" });
    let bad = two();
    for (let passed = 0; passed <= 400; passed += 10) {
      at = monoMs(passed * 1000);
      bad = probeHeard(bad, MILK, celsius(4), at);
      bad = probeHeard(bad, OTHER, passed % 20 === 0 ? celsius(6) : none("checksum"), at);
      bad = probeHeard(bad, OTHER, passed % 60 === 0 ? celsius(6) : none("checksum"), at);
      bad = probesTick(bad, at);
    }
    expect(probeFaults(bad, at).map(({ probe, kind }) => [probe, kind])).toContainEqual([
      OTHER,
      "bad-readings",
    ]);
    expect(milkValue(bad, at)).toMatchObject({ celsius: 4, quality: "good" });
  });
  test("a third that has not given a value yet is not one of those that disagree", () => {
    let state = probesAtStart([MILK, OTHER, AIR].map((probe) => ({ probe, role: "milk" as const })));
    let at = monoMs(0);
    for (let passed = 0; passed <= 310; passed += 10) {
      at = monoMs(passed * 1000);
      state = probeHeard(probeHeard(state, MILK, celsius(4), at), OTHER, celsius(6), at);
      state = probesTick(state, at);
    }
    state = probeHeard(state, AIR, none("converting"), at);
    expect(probeFaults(state, at)).toEqual([
      { probe: MILK, kind: "disagrees", why: "disagrees" },
      { probe: OTHER, kind: "disagrees", why: "disagrees" },
    ]);
  });
  test("of two that disagree one whose last reading was bad keeps that reason", () => {
    const { state, at } = both(4, 6, 310);
    const later = probeHeard(state, MILK, none("checksum"), onwards(at, seconds(10)));
    expect(probeValue(later, MILK, onwards(at, seconds(10))).why).toBe("checksum");
  });
  test("little apart they never disagree, and a tick that changes nothing gives the same value back", () => {
    const { state, at } = both(4, 5.4, 600);
    expect(milkValue(state, at).quality).toBe("good");
    expect(probesTick(state, at)).toBe(state);
  });
  test("without any the milk says why", () => {
    const state = probeHeard(two(), MILK, none("shorted"), monoMs(0));
    expect(milkValue(state, monoMs(0))).toMatchObject({ celsius: null, quality: "none", why: "shorted" });
    expect(milkValue(probesAtStart([]), monoMs(0))).toMatchObject({ quality: "none", why: "not-yet" });
  });
});

describe("offsets", () => {
  test("are subtracted, and the raw value is kept beside", () => {
    const state = probesCorrected(probeHeard(start(), MILK, celsius(5.4), monoMs(0)), () => ({
      offset: 0.4,
      acceptable: true,
    }));
    expect(probeValue(state, MILK, monoMs(0))).toMatchObject({ celsius: 5, raw: 5.4, quality: "good" });
  });
  test("a probe that did not pass its check gives doubtful values, and is a fault", () => {
    const plan = [{ probe: MILK, role: "milk" }] as const;
    const state = probeHeard(
      probesAtStart(plan, () => ({ offset: 0, acceptable: false })),
      MILK,
      celsius(4),
      monoMs(0),
    );
    expect(milkValue(state, monoMs(0))).toMatchObject({
      celsius: 4,
      quality: "doubtful",
      why: "not-acceptable",
    });
    expect(probeFaults(state, monoMs(0))).toEqual([
      { probe: MILK, kind: "not-acceptable", why: "not-acceptable" },
    ]);
  });
});

describe("a logger's file", () => {
  test("readings a quarter of an hour apart: a fill, a collection and a wash come through whole", () => {
    const day = [4, 4.1, 15, 21, 18, 12, 7, 4.2, 4, 9, 16, 72, 55, 30, 22, 20, 33, 25, 14, 6, 4];
    expect(file(900, day)).toEqual({ clean: day, troubles: {} });
  });
  test("readings five minutes apart: the lone hot reading of a wash is kept, a lone spike is not", () => {
    expect(file(300, [12, 12, 68, 30, 18]).clean).toEqual([12, 12, 68, 30, 18]);
    expect(file(300, [4, 4, 68, 4.1, 4])).toEqual({
      clean: [4, 4, Number.NaN, 4.1, 4],
      troubles: { 2: "jumped" },
    });
  });
  test("readings ten seconds apart: what had to wait for the third is put back", () => {
    const wash = [18, 18, 24, 45, 62, 71, 75, 75];
    expect(file(10, wash)).toEqual({ clean: wash, troubles: {} });
  });
  test.each([10, 60, 300, 900])("sentinels never come through, at %d s", (spacing) => {
    const { clean, troubles } = file(
      spacing,
      [4, 888.8, 4, -127, 4, -999, 4, 85, 85, 85, 85, 4, 127.94, 4, 0, 4],
    );
    expect(clean.filter((value) => !Number.isNaN(value))).toEqual([4, 4, 4, 4, 4, 4, 4]);
    expect(Object.values(troubles)).toEqual([
      "implausible",
      "implausible",
      "implausible",
      ...Array.from({ length: 4 }, () => "power-on-value"),
      "implausible",
      "shorted",
    ]);
  });
  test("only those that agree are put back, over a gap too, and not an older one", () => {
    expect(file(10, [4, 60, 20, 20.1, 20.2]).clean).toEqual([4, Number.NaN, 20, 20.1, 20.2]);
    expect(file(10, [4, 30, Number.NaN, 30.1, 30.2]).clean).toEqual([4, 30, Number.NaN, 30.1, 30.2]);
    expect(file(300, [12, 70, 12.1, 68, 30, 18]).clean).toEqual([12, Number.NaN, 12.1, 68, 30, 18]);
    expect(file(300, [-8, -60, -8]).clean).toEqual([-8, Number.NaN, -8]);
  });
  test("two readings at one instant are compared like two at once", () => {
    const { troubles } = cleaned("milk", [0, 0, 0], [4, 5.9, 20], new Map());
    expect([...troubles]).toEqual([[2, "jumped"]]);
  });
  test("a missing reading keeps the reason that the file gave", () => {
    const { troubles } = cleaned(
      "milk",
      [0, 1000, 2000],
      [4, Number.NaN, Number.NaN],
      new Map([[1, { why: "hung" }]]),
    );
    expect([...troubles]).toEqual([
      [1, "hung"],
      [2, "garbled"],
    ]);
  });
  test("the offset is applied to what is kept", () => {
    const { celsius: clean } = cleaned("milk", [0, 10_000], [5.4, 5.5], new Map(), {
      offset: 0.4,
      acceptable: true,
    });
    expect([...clean]).toEqual([5, 5.1]);
  });
});

describe("whatever comes", () => {
  const troubles: readonly ReadingTrouble[] = ["no-answer", "unplugged", "checksum", "hung", "converting"];
  const rawReading: fc.Arbitrary<RawReading> = fc.oneof(
    fc.double({ min: -40, max: 130 }).map(celsius),
    fc.double().map(celsius),
    fc.constantFrom(4, 4.1, 4.2, 0, 85, 127.94, -127, 888.8).map(celsius),
    fc.constantFrom(...troubles).map(none),
  );
  const heardAt = fc.tuple(rawReading, fc.integer({ min: 0, max: 200_000 }));
  const folded = (readings: readonly (readonly [RawReading, number])[]) => {
    let at = monoMs(0);
    const states: { state: ProbeState; at: MonoMs }[] = [];
    let state = probeAtStart(MILK, "milk");
    for (const [raw, gap] of readings) {
      at = monoMs(at + gap);
      state = heard(state, raw, at);
      states.push({ state, at });
    }
    return states;
  };

  test("no number comes out that no reading gave, none is outside its window, and none is NaN", () => {
    fc.assert(
      fc.property(
        fc.array(heardAt, { maxLength: 60 }),
        fc.integer({ min: 0, max: 300_000 }),
        (readings, wait) => {
          const given = new Set(readings.map(([raw]) => (raw.kind === "celsius" ? raw.celsius : null)));
          let state = start();
          let at = monoMs(0);
          for (const [raw, gap] of readings) {
            at = monoMs(at + gap);
            state = probesTick(probeHeard(state, MILK, raw, at), at);
            const value = probeValue(state, MILK, monoMs(at + wait));
            expect(value.celsius === null).toBe(value.quality === "none");
            expect(value.quality === "good").toBe(value.why === null);
            if (value.raw === null || value.celsius === null) continue;
            expect(given).toContain(value.raw);
            expect(Math.abs(value.celsius - value.raw)).toBeLessThan(0.001);
            expect(value.raw >= -30 && value.raw <= 110).toBe(true);
            if (value.quality === "good") expect(at + wait - (value.at ?? 0)).toBeLessThanOrEqual(GOOD_FOR);
          }
          expect(JSON.parse(JSON.stringify(state))).toEqual(state);
        },
      ),
    );
  });
  test("three bad readings make a fault, and only three good ones end it", () => {
    fc.assert(
      fc.property(fc.array(heardAt, { maxLength: 60 }), (readings) => {
        let fault = false;
        const last: boolean[] = [];
        for (const { state } of folded(readings)) {
          last.push(state.goodInARow > 0);
          const three = last.slice(-3);
          if (three.length === 3 && three.every((good) => !good)) fault = true;
          if (three.length === 3 && three.every((good) => good)) fault = false;
          expect(state.fault).toBe(fault);
        }
      }),
    );
  });
  test("probes do not disturb each other: in whatever order they are heard, all are worth the same", () => {
    const probes = [MILK, OTHER, AIR];
    fc.assert(
      fc.property(
        fc.array(fc.tuple(rawReading, rawReading, rawReading), { maxLength: 40 }),
        fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
        (rounds, order) => {
          let straight = two();
          let shuffled = two();
          for (const [index, round] of rounds.entries()) {
            const at = monoMs(index * 10_000);
            for (const which of [0, 1, 2]) {
              straight = probeHeard(straight, probes[which] ?? MILK, round[which] ?? none("hung"), at);
            }
            for (const which of order) {
              shuffled = probeHeard(shuffled, probes[which] ?? MILK, round[which] ?? none("hung"), at);
            }
            straight = probesTick(straight, at);
            shuffled = probesTick(shuffled, at);
          }
          expect(shuffled).toEqual(straight);
        },
      ),
    );
  });
  test("noise within a probe's spec is never a jump, at any spacing", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -0.5, max: 0.5, noNaN: true }), { minLength: 2, maxLength: 60 }),
        fc.constantFrom(10, 60, 300, 900),
        (noise, spacing) => {
          expect(
            file(
              spacing,
              noise.map((off) => 4 + off),
            ).troubles,
          ).toEqual({});
        },
      ),
    );
  });
  test("a file is cleaned as the same readings are heard, but for those put back", () => {
    fc.assert(
      fc.property(fc.array(heardAt, { maxLength: 60 }), (readings) => {
        const states = folded(readings);
        const { celsius: clean } = cleaned(
          "milk",
          states.map(({ at }) => at),
          readings.map(([raw]) => (raw.kind === "celsius" ? raw.celsius : Number.NaN)),
          new Map(),
        );
        for (const [index, { state }] of states.entries()) {
          if (state.goodInARow > 0) expect(clean[index]).toBeCloseTo(state.trueRaw ?? Number.NaN, 3);
          else if (!Number.isNaN(clean[index])) expect(state.trouble).toBe("jumped");
        }
      }),
    );
  });
});

describe("a day of a vat, with sentinels strewn in", () => {
  const SENTINELS = [888.8, -127, -999, 85, 127.94, 0, -55];
  /** What surrounds the probe: cold milk, collection, wash, air, two milkings. Six hours. */
  const around = (minute: number): number => {
    if (minute < 10) return 4;
    if (minute < 40) return 18;
    if (minute < 43) return 35;
    if (minute < 50) return 72;
    if (minute < 56) return 66;
    if (minute < 62) return 15;
    if (minute < 90) return 20;
    if (minute < 150) return 33 - (minute - 90) * 0.1;
    if (minute < 290) return Math.max(4, 27 - (minute - 150) * 0.2);
    return 4 + (minute - 290) * 0.1;
  };
  /** As a probe in a steel pocket sees it, tau seconds slow, in sixteenths of a degree, with a little noise. */
  const seen = (spacing: number, tau: number, noise: readonly number[]) => {
    const readings: number[] = [];
    let shown = 4;
    for (let second = 0; second < 6 * 3600; second += 5) {
      shown += (around(second / 60) - shown) * (1 - Math.exp(-5 / tau));
      const off = noise[readings.length % noise.length] ?? 0;
      if (second % spacing === 0) readings.push(Math.round((shown + off) * 16) / 16);
    }
    return readings;
  };
  const noise = fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: 20, maxLength: 20 });
  const spacing = fc.constantFrom(10, 30, 60, 120, 300, 900);
  const tau = fc.constantFrom(5, 15, 40);

  test("not one sentinel comes through, and not one true reading is lost, at any spacing", () => {
    fc.assert(
      fc.property(
        spacing,
        tau,
        noise,
        fc.array(fc.tuple(fc.nat(2160), fc.constantFrom(...SENTINELS)), { maxLength: 6 }),
        (every, slow, off, strewn) => {
          const truth = seen(every, slow, off);
          const wrong = new Map(strewn.filter(([place]) => place < truth.length && place % 3 === 0));
          const { clean } = file(
            every,
            truth.map((value, index) => wrong.get(index) ?? value),
          );
          for (const index of wrong.keys()) expect(clean[index]).toBeNaN();
          const lost = clean.filter((value, index) => Number.isNaN(value) && !wrong.has(index));
          expect(lost.length).toBeLessThanOrEqual(wrong.size === 0 ? 0 : 1);
        },
      ),
      tries(20),
    );
  });
  test("heard as it happens, it is no fault of the probe", () => {
    fc.assert(
      fc.property(tau, noise, (slow, off) => {
        let state = probeAtStart(MILK, "milk");
        for (const [index, value] of seen(10, slow, off).entries()) {
          state = heard(state, celsius(value), monoMs(index * 10_000));
          expect(state.fault).toBe(false);
        }
      }),
      tries(6),
    );
  });
});

test("a long steady cooling keeps its time: a minute's change is within reach, a quarter of an hour's too", () => {
  const cooling = Array.from({ length: 200 }, (_, index) => 35 * Math.exp(-index / 40) + 3);
  expect(file(60, cooling).troubles).toEqual({});
  expect(file(minutes(15) / 1000, cooling).troubles).toEqual({});
});
