// Room: test/domain/vat. What a curve alone shows of milkings, collections and washes, and what it must not be taken for.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Curve } from "../../../src/domain/cooling/curve.ts";
import { monoMs } from "../../../src/domain/units.ts";
import {
  type Phase,
  type PhaseState,
  phasesAtStart,
  phasesOf,
  phasesSaw,
} from "../../../src/domain/vat/phases.ts";
import { type Course, HOUR, hysteresis, inTurn, milking, sampled, towards } from "./curves.ts";

/** Every 10 s as the vat's own probe, and 1, 5, 10, 15 minutes as loggers are set. */
const SPACINGS = [10, 60, 300, 600, 900];
const hoursOf = (phase: Phase) => phase.at / HOUR;
const kinds = (phases: readonly Phase[]) => phases.map(({ kind }) => kind);
const only = (phases: readonly Phase[], kind: Phase["kind"]) => phases.filter((phase) => phase.kind === kind);
const flat =
  (celsius: number): Course =>
  () =>
    celsius;

/** Milk at 4 °C for six hours, then a milking. */
const later = (what: Parameters<typeof milking>[0]) => inTurn([0, flat(4)], [6, milking(what)]);
const emptyAt = (celsius: number, what: Parameters<typeof milking>[0]) =>
  inTurn([0, (hours) => celsius + Math.sin(hours / 3)], [6, milking(what)]);

/** Pick-up, a wash 48 minutes later, drying; then whatever comes. */
const pickUpAndWash: readonly (readonly [number, Course])[] = [
  [0, flat(4)],
  [6, towards(4, 18, 0.3)],
  [6.8, flat(35)],
  [6.9, flat(20)],
  [6.95, (hours) => 75 - 20 * hours],
  [7.2, flat(16)],
  [7.3, towards(16, 14, 0.7)],
];

describe("a collection that nobody washed after, in a shed of 18 °C", () => {
  const warmsSlowly: readonly (readonly [number, Course])[] = [
    [0, flat(4)],
    [6, towards(4, 18, 0.67)],
  ];
  const next = milking({ inflow: 35, kw: 29.863 });
  test("is taken for a milking at first, and told once the next milk jumps as it can only into an empty vat", () => {
    const first = inTurn(...warmsSlowly, [
      10.5,
      (hours) => next(hours) + (34 - next(hours)) * Math.exp(-hours / 0.2),
    ]);
    for (const every of [60, 300]) {
      const found = phasesOf(sampled(first, 18, every, every));
      const gone = only(found, "collected");
      expect(
        gone.map(({ sign }) => sign),
        `every ${every} s`,
      ).toEqual(["air"]);
      for (const one of gone) expect(Math.abs(hoursOf(one) - 6)).toBeLessThan(0.4);
      expect(only(found, "milking-began")).toMatchObject([{ first: true }]);
    }
  });
  test("milk that came onto cold milk and was not cooled stays a milking, whatever comes onto it", () => {
    const uncooled = inTurn([0, flat(4)], [6, milking({ there: 6_000, inflow: 33, kw: 0 })]);
    const onto = inTurn([0, uncooled], [10.5, milking({ there: 9_000, cold: 13.67, inflow: 35, kw: 0 })]);
    expect(only(phasesOf(sampled(onto, 16, 60)), "collected")).toEqual([]);
  });
});

describe("a milking onto cold milk", () => {
  const cases = {
    "B: 35 °C onto as much milk at 4 °C": { there: 3_000, inflow: 35, kw: 29.863 },
    "B': the same with too small a plant": { there: 3_000, inflow: 35, kw: 20 },
    "D: 18 °C onto as much milk at 4 °C": { there: 3_000, inflow: 18, kw: 20 },
    "E: 20 °C onto as much milk at 4 °C": { there: 3_000, inflow: 20, kw: 20 },
    "F: 18 °C onto twice as much milk, 1.7 K warmer in an hour and a half": {
      there: 6_000,
      inflow: 18,
      kw: 20,
    },
  };
  for (const [name, what] of Object.entries(cases)) {
    test(`${name}, is found, back-dated to within a quarter of an hour, as a later milking`, () => {
      for (const every of SPACINGS) {
        const found = phasesOf(sampled(later(what), 14, every, every));
        expect(kinds(found), `every ${every} s`).toEqual(["milking-began", "milking-ended"]);
        const [began, ended] = found;
        if (began?.kind !== "milking-began" || ended === undefined) throw new Error("no milking");
        expect(Math.abs(hoursOf(began) - 6), `every ${every} s`).toBeLessThan(0.26);
        expect(began.first).toBe(false);
        expect(began.earliest).not.toBeNull();
        expect(began.earliest ?? 0).toBeLessThanOrEqual(6 * HOUR);
        expect(began.latest).toBeGreaterThanOrEqual(6 * HOUR);
        // The top of the filling curve: milking took an hour and a half.
        expect(Math.abs(hoursOf(ended) - 7.5), `every ${every} s`).toBeLessThan(0.3);
      }
    });
  }

  test("is found while the milk before swings with the thermostat", () => {
    for (const every of SPACINGS) {
      const course = inTurn([0, hysteresis(6)], [24, milking({ there: 6_000, inflow: 22, kw: 20 })]);
      const began = only(phasesOf(sampled(course, 34, every)), "milking-began");
      expect(
        began.map((one) => Math.abs(hoursOf(one) - 24) < 0.8),
        `every ${every} s`,
      ).toEqual([true]);
    }
  });

  test("is found while the milk of the one before is still warm, and makes two", () => {
    for (const every of SPACINGS) {
      const course = inTurn(
        [0, flat(18)],
        [6, milking({ inflow: 35, kw: 12 })],
        [11, milking({ there: 3_000, cold: 17.1, inflow: 35, kw: 12 })],
      );
      const began = only(phasesOf(sampled(course, 30, every)), "milking-began");
      expect(
        began.map((one) => Math.round(hoursOf(one))),
        `every ${every} s`,
      ).toEqual([6, 11]);
    }
  });
});

describe("a first milking into an empty vat", () => {
  for (const air of [10, 15, 20, 25])
    test(`is found where the vat has ${air} °C, warm or pre-cooled milk, and may be the first`, () => {
      for (const every of SPACINGS)
        for (const what of [
          { inflow: 35, kw: 29.863 },
          { inflow: 18, kw: 20 },
        ]) {
          const began = only(phasesOf(sampled(emptyAt(air, what), 14, every, air)), "milking-began");
          expect(began, `every ${every} s, ${what.inflow} °C`).toHaveLength(1);
          const [one] = began;
          if (one?.kind !== "milking-began") throw new Error("no milking");
          expect(Math.abs(hoursOf(one) - 6), `every ${every} s, ${what.inflow} °C`).toBeLessThan(0.35);
          // Nobody saw the vat being emptied.
          expect(one.first).toBeNull();
          expect(one.earliest ?? 0).toBeLessThanOrEqual(6 * HOUR);
        }
    });

  test("after pick-up and wash is known to be the first", () => {
    for (const every of [10, 60, 300, 600]) {
      const course = inTurn(...pickUpAndWash, [12, milking({ inflow: 35, kw: 29.863 })]);
      const found = phasesOf(sampled(course, 20, every));
      expect(kinds(found), `every ${every} s`).toEqual([
        "collected",
        "wash-began",
        "wash-ended",
        "milking-began",
        "milking-ended",
      ]);
      const [collected, wash, , began] = found;
      if (collected === undefined || wash === undefined || began?.kind !== "milking-began") {
        throw new Error("not found");
      }
      expect(Math.abs(hoursOf(collected) - 6)).toBeLessThan(0.2);
      expect(Math.abs(hoursOf(wash) - 6.97)).toBeLessThan(0.2);
      expect(Math.abs(hoursOf(began) - 12)).toBeLessThan(0.3);
      expect(began.first).toBe(true);
    }
  });

  test("into a vat still hot from its wash is found, though not when it began; it says since when it may have run", () => {
    for (const every of [10, 60, 300, 600]) {
      const course = inTurn(
        [0, flat(4)],
        [6, towards(4, 18, 0.3)],
        [6.3, flat(70)],
        [6.8, towards(70, 25, 0.7)],
        [7.2, milking({ inflow: 35, kw: 29.863 })],
      );
      const began = only(phasesOf(sampled(course, 16, every)), "milking-began");
      expect(began, `every ${every} s`).toHaveLength(1);
      expect(began[0]?.earliest ?? 0).toBeLessThanOrEqual(7.25 * HOUR);
      expect(began[0]?.latest ?? 0).toBeGreaterThanOrEqual(7.2 * HOUR);
    }
  });
});

describe("what is no milking", () => {
  const nothing = {
    "the thermostat's swing of 0.75 K around 4 °C": hysteresis(4),
    "the same in a vat so small or so bare that it takes two hours": hysteresis(2),
    "an agitator that starts and stops, 1.8 K a time": (hours: number) =>
      4 + 1.8 * (Math.floor(hours / 0.7) % 2) + 0.2 * Math.sin(hours),
    "milk that warms up without power, 0.6 K an hour": inTurn([0, flat(4)], [6, (hours) => 4 + 0.6 * hours]),
    "milk in a well built vat without power": inTurn([0, flat(4)], [6, (hours) => 4 + 0.25 * hours]),
    "a probe in the shed's air for 25 minutes": inTurn(
      [0, flat(4)],
      [6, towards(4, 18, 0.03)],
      [6.4, flat(4)],
    ),
    "a probe in a warm hand for five minutes": inTurn(
      [0, flat(4)],
      [6, towards(4, 33, 0.02)],
      [6.1, flat(4)],
    ),
  };
  for (const [name, course] of Object.entries(nothing))
    test(`${name}`, () => {
      for (const every of SPACINGS)
        for (const seed of [1, 2, 3])
          expect(phasesOf(sampled(course, 24, every, seed)), `every ${every} s`).toEqual([]);
    });

  test("the day's and night's air in an empty vat", () => {
    for (const every of SPACINGS) {
      const air: Course = (hours) => 16 + 9 * Math.sin((hours * 2 * Math.PI) / 24);
      expect(phasesOf(sampled(air, 96, every)), `every ${every} s`).toEqual([]);
    }
  });

  test("a washed vat that gets as cold as the frost outside", () => {
    for (const every of SPACINGS)
      for (const air of [0, 3, 5])
        for (const tau of [0.4, 0.7]) {
          const course = inTurn([0, flat(20)], [3, flat(70)], [3.5, towards(70, air, tau)]);
          const found = kinds(phasesOf(sampled(course, 16, every)));
          expect(found, `every ${every} s, ${air} °C, ${tau} h`).toEqual(["wash-began", "wash-ended"]);
        }
  });

  test("a bad reading of 85 °C among cold ones is no wash", () => {
    const { at, celsius } = sampled(flat(4), 12, 600);
    const spoilt = { at, celsius: Array.from(celsius, (one, index) => (index === 30 ? 85 : one)) };
    expect(phasesOf(spoilt)).toEqual([]);
  });
});

describe("collection and wash", () => {
  test("milk that leaves is told by the air that follows, in the live curve within the hour", () => {
    for (const every of SPACINGS) {
      const found = phasesOf(sampled(inTurn([0, flat(4)], [6, towards(4, 18, 0.4)]), 12, every));
      expect(kinds(found), `every ${every} s`).toEqual(["collected"]);
      expect(Math.abs((found[0]?.at ?? 0) / HOUR - 6)).toBeLessThan(0.26);
      expect((found[0]?.foundAt ?? 0) / HOUR).toBeLessThan(7);
    }
  });

  test.each([10, 20, 30, 40])(
    "a wash %d minutes after the pick-up: the milk was gone when the probe began to get warmer, not when hot water came",
    (later) => {
      const gone = 6;
      for (const [air, every] of [
        [7.3, 60],
        [7.3, 300],
        [12, 60],
        [12, 600],
        [25, 300],
      ] as const) {
        const course = inTurn(
          [0, flat(4.2)],
          [gone, towards(4.2, air, 0.25)],
          [gone + later / 60, (hours) => 68 - 20 * hours],
        );
        const found = only(phasesOf(sampled(course, 7, every)), "collected");
        expect(found).toHaveLength(1);
        const at = (found[0]?.at ?? 0) / HOUR;
        expect(at, `air of ${air} °C, read every ${every} s`).toBeGreaterThan(gone - 0.35);
        expect(at, `air of ${air} °C, read every ${every} s`).toBeLessThan(gone + 0.15);
      }
    },
  );

  test("milk that stands and gets warmer by itself before a wash is milk until the hot water", () => {
    const course = inTurn([0, (hours) => 4 + 0.7 * hours], [6, (hours) => 68 - 20 * hours]);
    const found = only(phasesOf(sampled(course, 7, 300)), "collected");
    expect((found[0]?.at ?? 0) / HOUR).toBeGreaterThan(5.8);
  });

  test("a slow rise that ends in hot water was the air, not milk: what was told first is taken back", () => {
    const course = inTurn([0, flat(4)], [6, towards(4, 18, 0.9)], [8, flat(72)], [8.4, towards(40, 18, 0.5)]);
    const live = toldLive(sampled(course, 12, 60));
    expect(kinds(live)).toEqual(["milking-began", "taken-back", "collected", "wash-began", "wash-ended"]);
    expect(kinds(phasesOf(sampled(course, 12, 60)))).toEqual(["collected", "wash-began", "wash-ended"]);
  });

  test("a probe that lay in the air for two hours and is cold at once was not collected milk", () => {
    const course = inTurn([0, flat(4)], [6, towards(4, 18, 0.05)], [8, flat(4)]);
    expect(kinds(toldLive(sampled(course, 12, 60)))).toEqual(["collected", "taken-back"]);
    expect(phasesOf(sampled(course, 12, 60))).toEqual([]);
  });

  test("hours without a reading end what was known, and nothing is made up about them", () => {
    const { at, celsius } = sampled(later({ there: 3_000, inflow: 35, kw: 30 }), 16, 60);
    const kept = Array.from(at).map((one) => one < 5 * HOUR || one > 11 * HOUR);
    const gap = {
      at: Array.from(at).filter((_, i) => kept[i]),
      celsius: Array.from(celsius).filter((_, i) => kept[i]),
    };
    expect(phasesOf(gap)).toEqual([]);
    const other = {
      at: gap.at,
      celsius: gap.celsius.map((one, index) => ((gap.at[index] ?? 0) > 11 * HOUR ? 17 : one)),
    };
    expect(phasesOf(other)).toEqual([]);
  });
});

describe("the fold", () => {
  const course = inTurn(
    ...pickUpAndWash,
    [12, milking({ inflow: 35, kw: 29.863 })],
    [24, milking({ there: 3_000, inflow: 35, kw: 30 })],
  );

  test("goes on from its own JSON as if nothing had been", () => {
    const curve = sampled(course, 32, 60);
    let through = phasesAtStart();
    const found: Phase[] = [];
    for (let index = 0; index < curve.at.length; index += 1) {
      const step = phasesSaw(through, monoMs(curve.at[index] ?? 0), curve.celsius[index] ?? 0);
      found.push(...step.found);
      const again: PhaseState = JSON.parse(JSON.stringify(step.state));
      if (index % 50 === 0) expect(again).toEqual(step.state);
      through = again;
    }
    expect(found).toEqual(toldLive(curve));
  });

  test("is total, stays small, and dates nothing after it was found, whatever readings come", () => {
    const readings = fc.array(
      fc.tuple(fc.integer({ min: -1_000, max: 5_000_000 }), fc.double({ min: -40, max: 120 })),
      { maxLength: 400 },
    );
    fc.assert(
      fc.property(readings, (steps) => {
        let state = phasesAtStart();
        let at = 0;
        for (const [later, celsius] of steps) {
          at += later;
          const step = phasesSaw(state, monoMs(at), celsius);
          state = step.state;
          for (const phase of step.found) {
            expect(phase.at).toBeLessThanOrEqual(phase.foundAt);
            expect(phase.latest).toBeGreaterThanOrEqual(phase.at);
            expect(phase.earliest === null || phase.earliest <= phase.at).toBe(true);
          }
        }
        expect(JSON.stringify(state).length).toBeLessThan(4_000);
      }),
      { numRuns: 200 },
    );
  });
});

/** What is told while the readings come, what is taken back among it. */
function toldLive(curve: Curve): Phase[] {
  let state = phasesAtStart();
  const told: Phase[] = [];
  for (let index = 0; index < curve.at.length; index += 1) {
    const step = phasesSaw(state, monoMs(curve.at[index] ?? 0), curve.celsius[index] ?? 0);
    state = step.state;
    told.push(...step.found);
  }
  return told;
}
