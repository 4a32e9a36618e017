// Room: test/domain/cooling. Whether a PASS hangs on a start of milking that was only guessed.

import { describe, expect, it } from "vitest";
import { loadCoolingProfile } from "../../../src/config/cooling-profiles.ts";
import { guessedStart, SHOWN_LATE } from "../../../src/domain/cooling/guessed-start.ts";
import { type ReviewedMilking, review } from "../../../src/domain/cooling/review.ts";
import { assert } from "../../../src/domain/result.ts";
import { monoMs } from "../../../src/domain/units.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const profile = loadCoolingProfile(
  `id: test
title: Test
jurisdiction: AU
basis: buyer
source: { document: A, section: B, wording: seen }
valid-from: not-known
valid-until: not-known
limits: { 5-in-3h30: { applies-to: any, at-most: 5 °C, by: { start-of-milking: 210 min } } }
hold: none
blend: none
continuous: none
do-not-load: none
records: { keep-days: none, checks-per-year: none }
`,
  "test.yaml",
);
assert(profile.ok, "the profile is one");

/** Begun at one o'clock, at 5 °C three hours later: half an hour in hand. */
const at = Array.from({ length: 480 }, (_, row) => row * MINUTE);
const celsius = at.map((ms) => (ms < HOUR ? 17 : Math.max(3, 29 - (24 * (ms - HOUR)) / (3 * HOUR))));
const [milking] = review([{ at, celsius, missing: new Map() }], [profile.value], {
  start: monoMs(HOUR),
}).milkings;
assert(milking !== undefined, "there is a milking");
const [verdict] = milking.verdicts;
assert(verdict?.outcome === "PASS", "it passes");

const guessed = (earliest: number | null): ReviewedMilking => ({
  ...milking,
  guess: true,
  startBetween: { earliest: earliest === null ? null : monoMs(earliest), latest: monoMs(HOUR) },
});

describe("a PASS on a guessed start of milking", () => {
  it("hangs on the guess where milking may have begun earlier than it passes", () => {
    const hangs = guessedStart(guessed(HOUR - 31 * MINUTE + SHOWN_LATE), verdict, profile.value);
    expect(hangs?.decides).toBe(true);
    expect(Math.round((hangs?.passesFrom ?? 0) / MINUTE)).toBe(30);
  });

  it("does not where the curve rules that out, and does where it says nothing", () => {
    expect(guessedStart(guessed(HOUR - 29 * MINUTE + SHOWN_LATE), verdict, profile.value)?.decides).toBe(
      false,
    );
    expect(guessedStart(guessed(null), verdict, profile.value)?.decides).toBe(true);
  });

  it("is no question where the start was given, or where it is no PASS", () => {
    expect(guessedStart(milking, verdict, profile.value)).toBeNull();
    expect(guessedStart(guessed(null), { ...verdict, outcome: "FAIL" }, profile.value)).toBeNull();
  });
});
