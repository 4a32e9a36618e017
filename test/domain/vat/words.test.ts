// Room: test/domain/vat. What the vat tells, in sentences.

import { describe, expect, test } from "vitest";
import { inputId, personId, probeId } from "../../../src/domain/ids.ts";
import { minutes } from "../../../src/domain/units.ts";
import {
  happeningInWords,
  SIGNS,
  STATES,
  temperatureInWords,
  toldInWords,
} from "../../../src/domain/vat/words.ts";
import { MIDNIGHT, PLAN, run, wallAt } from "./bench.ts";
import { inTurn, milking, towards } from "./curves.ts";

const time = (at: number) => {
  const minutesOfDay = Math.round((at - MIDNIGHT) / 60_000);
  return `${Math.floor(minutesOfDay / 60)}:${String(minutesOfDay % 60).padStart(2, "0")}`;
};

describe("in words", () => {
  test("a guess reads as one, until somebody confirms it", () => {
    const told = { source: "probe", guess: true, by: null, sign: "rise" } as const;
    expect(toldInWords(told)).toBe("the probe: the cold milk got steadily warmer (a guess)");
    expect(toldInWords({ ...told, guess: false, by: personId("anna") })).toBe(
      "the probe: the cold milk got steadily warmer, confirmed by anna",
    );
  });

  test("a temperature over its range does not read as one in it", () => {
    const normal = { from: 1, to: 5 };
    expect(temperatureInWords("pick-up", { celsius: 5.04, note: "milk", normal, within: false })).toMatch(
      /^At pick-up 5\.04 °C, not normal \(1 to 5 °C\)\. Look/,
    );
    expect(temperatureInWords("pick-up", { celsius: 4.06, note: "milk", normal, within: true })).toBe(
      "At pick-up 4.1 °C, normal (1 to 5 °C).",
    );
  });

  test("a day of a vat has a sentence for each thing it tells, without a hole in it", () => {
    const plan = { ...PLAN, switches: { wash: inputId("wash") } };
    const course = inTurn(
      [0, () => 4],
      [6, milking({ there: 3_000, inflow: 35, kw: 29.8 })],
      [12, towards(4, 18, 0.3)],
      [13, () => 72],
      [13.4, towards(35, 16, 0.5)],
    );
    const day = run(
      course,
      [4, 16],
      [
        [6, { kind: "first-cow" }],
        [7.4, { kind: "last-cow", ago: minutes(0) }],
        [8, { kind: "correct-start", milking: 1, at: wallAt(5.9), reason: "the reader slept" }],
        [9, { kind: "ice-point", thermometer: "hand", readings: [0.5, 0.6, 0.4] }],
        [9.1, { kind: "hand-reading", probe: PLAN.probes[0]?.probe ?? probeId("vat"), celsius: 5 }],
        [9.2, { kind: "wash-ended" }],
      ],
      { plan },
    );
    const lines = day.told.map(({ what }) => happeningInWords(what, time));
    expect(lines).toContain("Milking 1 began at 6:00; told by the first cow.");
    expect(lines).toContain(
      "Milking 1 began at 5:54, not at 6:00: the reader slept (anna). It is judged from the new start; the old one stays on record.",
    );
    for (const line of lines) expect(line).not.toMatch(/undefined|null|NaN|\[object/);
    expect(new Set(day.told.map(({ what }) => what.kind)).size).toBeGreaterThan(9);
  });

  test("every state and every sign has its words", () => {
    for (const words of [...Object.values(STATES), ...Object.values(SIGNS)])
      expect(words.length).toBeGreaterThan(4);
  });
});
