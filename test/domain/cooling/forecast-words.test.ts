// Room: test/domain/cooling. Forecasts in sentences.

import { describe, expect, it, test } from "vitest";
import type { Forecast } from "../../../src/domain/cooling/forecast.ts";
import { forecastInWords, missInWords, slowingInWords } from "../../../src/domain/cooling/forecast-words.ts";
import { epochMs, type MonoMs, minutes } from "../../../src/domain/units.ts";
import { at, SIX } from "./make.ts";

const time = (instant: MonoMs): string => {
  const minute = Math.round((instant - SIX) / 60_000) + 360;
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
};
const limit = { atMost: 5, deadline: at(210) };
const made = (over: Partial<Forecast>): Forecast => ({
  madeAt: at(120),
  basis: "cooling",
  earliest: at(170),
  likely: at(180),
  latest: at(195),
  inHand: minutes(30),
  miss: "no",
  atDeadline: 4.2,
  ...over,
});
const never = { earliest: null, likely: null, latest: null, inHand: null, miss: "sure" } as const;

describe("a forecast reads", () => {
  test.each([
    [
      "in time",
      made({}),
      "5 °C is likely at 09:00 (in 8 of 10 cases between 08:50 and 09:15), 30 min before the deadline.",
    ],
    [
      "perhaps late",
      made({ miss: "possible", latest: null }),
      "5 °C is likely at 09:00 (not before 08:50, and it may never be), 30 min before the deadline. It may be late.",
    ],
    [
      "late",
      made({
        miss: "sure",
        likely: at(258),
        earliest: at(240),
        latest: at(300),
        inHand: minutes(-48),
        atDeadline: 7.2,
      }),
      "It will have about 7.2 °C at the deadline, 48 min late. 5 °C is likely at 10:18 (in 8 of 10 cases between 10:00 and 11:00).",
    ],
    [
      "likely late, by hours",
      made({ miss: "likely", likely: at(330), latest: null, inHand: minutes(-120), atDeadline: 12 }),
      "It will likely have about 12.0 °C at the deadline, 2 h late. 5 °C is likely at 11:30 (not before 08:50, and it may never be).",
    ],
    [
      "not cooling",
      made({ ...never, basis: "not-cooling", atDeadline: 21.34 }),
      "The milk is not being cooled. As things are it will have about 21.3 °C at the deadline. It will not come down to 5 °C.",
    ],
    [
      "not cooling, early",
      made({
        basis: "not-cooling",
        likely: at(219),
        latest: null,
        inHand: minutes(-9),
        miss: "likely",
        atDeadline: 27.4,
      }),
      "The milk is not being cooled. As things are it will have about 27.4 °C at the deadline. If it is cooled from now on, 5 °C is likely at 09:39 (not before 08:50, and it may never be), 9 min late.",
    ],
    [
      "nothing seen",
      made({ ...never, basis: "too-little-seen", miss: "no", atDeadline: null }),
      "Too little is seen of the milk yet to say when it will be at 5 °C.",
    ],
    ["reached", made({ basis: "reached" }), "At or below 5 °C since 09:00, 30 min before the deadline."],
    [
      "reached late",
      made({ basis: "reached", likely: at(220), inHand: minutes(-10), miss: "sure" }),
      "At or below 5 °C since 09:40, 10 min late.",
    ],
    [
      "reached and warming",
      made({ basis: "reached", latest: null, miss: "possible", atDeadline: 5.44 }),
      "At or below 5 °C since 09:00, 30 min before the deadline. It is getting warmer, and may have about 5.4 °C at the deadline.",
    ],
  ])("%s", (_, forecast, words) => {
    expect(forecastInWords(forecast, limit, time)).toBe(words);
  });
});

describe("figures of an alarm", () => {
  it("say how warm and how late", () => {
    const late = made({ miss: "likely", likely: at(257.2), inHand: minutes(-47.2), atDeadline: 7.16 });
    expect(missInWords(late, limit)).toBe("about 7.2 °C at the deadline, 48 min late");
  });
  it("are none where it is in time", () => {
    expect(missInWords(made({ miss: "possible" }), limit)).toBeNull();
  });
  it("never round a miss into a hit", () => {
    const late = made({ miss: "likely", likely: at(210.01), inHand: minutes(-0.01) });
    expect(missInWords(late, limit)).toContain("1 min late");
    expect(forecastInWords(made({ inHand: minutes(0.9) }), limit, time)).toContain(
      "0 min before the deadline",
    );
  });
});

describe("a plant that gets slower reads", () => {
  const found = { since: epochMs(0), by: 0.149, milkings: 52, ambientKnown: true };
  it("with since when and by how much", () => {
    expect(slowingInWords(found, () => "3 October")).toBe(
      "slower by 14 % since 3 October, at like amount of milk and like surroundings (52 milkings)",
    );
  });
  it("and says that a warm season may be part of it where nobody probes the air", () => {
    expect(slowingInWords({ ...found, ambientKnown: false }, () => "3 October")).toContain("not probed");
  });
});
