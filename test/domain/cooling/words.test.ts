// Room: test/domain/cooling. Verdicts as the farmer and the auditor read them.

import { describe, expect, it } from "vitest";
import type { Curve } from "../../../src/domain/cooling/curve.ts";
import { judge } from "../../../src/domain/cooling/judge.ts";
import type { CoolingProfile } from "../../../src/domain/cooling/profile.ts";
import type { MilkingClock } from "../../../src/domain/cooling/verdict.ts";
import {
  celsiusInWords,
  durationInWords,
  notInForce,
  verdictInWords,
} from "../../../src/domain/cooling/words.ts";
import { hours, type MonoMs, minutes, seconds } from "../../../src/domain/units.ts";
import { at, BEGA, clock, curve, NZ, profile, SIX, sampled } from "./make.ts";

/** "06:00" by the clock of these tests. */
const time = (instant: MonoMs): string => {
  const minute = 360 + Math.floor((instant - SIX) / 60_000);
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
};
const said = (
  seen: Curve,
  {
    by = BEGA,
    when = {},
    now = "finished",
  }: { by?: CoolingProfile; when?: Partial<MilkingClock>; now?: MonoMs | "finished" } = {},
) => verdictInWords(judge(by, seen, clock(when), now), by, time);

/** From 35 °C in a straight line to 5 °C at `minute`, and on down to 4. */
const coldAt = (minute: number) => (t: number) => Math.max(4, 35 - (30 * t) / minute);

describe("a verdict in words", () => {
  it("PASS says when it was cold and what was in hand", () => {
    expect(said(sampled(0, 600, 4, coldAt(192)))).toEqual({
      headline:
        "PASS: at 5 °C 3 h 12 min after the start, 18 min in hand (limit 5 °C within 3 h 30 min of the start of milking; Manual 2, 7).",
      details: [
        "The warmest was 35 °C at 06:00.",
        "Judged from 06:00 to 16:00: 151 readings, 100 % of the time seen, without a gap; readings more than 15 min apart leave a gap.",
      ],
      next: null,
    });
  });
  it("FAIL says by how much and how late", () => {
    const { headline, next } = said(sampled(0, 600, 4, coldAt(252)));
    expect(headline).toBe(
      "FAIL: 10 °C at the deadline, 09:30, 5 K too warm; 5 °C was reached 42 min late, 4 h 12 min after the start (limit 5 °C within 3 h 30 min of the start of milking; Manual 2, 7).",
    );
    expect(next).toContain("Tell the factory");
  });
  it("FAIL says that it never got there", () => {
    expect(said(sampled(0, 600, 10, () => 8)).headline).toContain(
      "FAIL: 8 °C at the deadline, 09:30, 3 K too warm; 5 °C was not reached after it",
    );
  });
  it("NO_DATA says the gap", () => {
    const seen = curve([0, 30], [100, 6], [180, 5.2], [190, 4.8], [250, 4.4], [260, 4.4]);
    expect(said(seen).headline).toContain(
      "NO_DATA: no readings from 09:10 to 10:10 (1 h), over the deadline: nobody can tell",
    );
  });
  it("COLLECTED_EARLY says how early, and how warm", () => {
    const early = said(sampled(0, 150, 5, coldAt(192)), { when: { collected: at(150) } });
    expect(early.headline).toContain(
      "COLLECTED_EARLY: the milk was collected at 08:30, 1 h before the deadline; it was still above 5 °C",
    );
    const cold = said(sampled(0, 150, 5, coldAt(100)), { when: { collected: at(150) } });
    expect(cold.headline).toContain("it was at or below 5 °C since 07:40");
  });
  it("PENDING says when it is due", () => {
    const seen = sampled(0, 120, 5, coldAt(192));
    expect(said(seen, { now: at(121) }).headline).toContain(
      "PENDING: too early to tell: due at 09:30, not at 5 °C yet",
    );
  });
  it("a breach of holding says how long and how far", () => {
    const seen = sampled(0, 600, 10, (t) => (t >= 400 && t <= 460 ? 7.5 : t < 200 ? 20 : 4));
    expect(said(seen).headline).toContain(
      "FAIL: not kept: warmer than 5 °C for 1 h from 12:40 to 13:40, up to 7.5 °C",
    );
    const ice = sampled(0, 600, 10, (t) => (t >= 500 ? -0.5 : 3));
    expect(said(ice, { by: NZ }).headline).toContain(
      "colder than 0 °C for 1 h 40 min from 14:20 to 16:00, down to -0.5 °C",
    );
  });
  it("a blend says how warm and for how long", () => {
    const seen = sampled(0, 600, 5, (t) => (t >= 40 && t <= 100 ? 12 : 4));
    const { headline } = said(seen, { by: NZ, when: { first: false } });
    expect(headline).toContain(
      "up to 12 °C at 06:40 while the milking ran onto cold milk, where 10 °C is the most; above it for 1 h 2 min",
    );
  });
  it("says where the wording of a rule has not been seen", () => {
    const by = profile({ source: { document: "D", section: "S", wording: "unverified" } });
    expect(said(sampled(0, 600, 5, coldAt(100)), { by }).details.at(-1)).toContain("has not been seen");
  });
  it("has words for every reason", () => {
    const by = profile({
      limits: [
        ...NZ.limits,
        { id: "later", appliesTo: "later", atMost: 1, by: [{ after: "start-of-milking", within: hours(4) }] },
      ],
      continuous: NZ.continuous,
      doNotLoad: [{ above: 3, longerThan: minutes(30) }],
      hold: null,
    });
    const cold = sampled(0, 800, 10, () => 4);
    const told = said(cold, { by, when: { first: null, end: at(400) } });
    expect([told.headline, ...told.details].join(" ")).toMatch(
      /must not be loaded.*first milking into an empty vat.*delivery line was not measured/s,
    );
    expect(said(cold, { by: NZ, when: { end: null } }).headline).toContain("PASS");
    expect(
      said(
        sampled(0, 800, 10, (t) => 9 - t / 100),
        { by: NZ, when: { end: null } },
      ).headline,
    ).toContain("depends on the end of milking");
    expect(said(cold, { when: { notMilkFrom: at(100) } }).headline).toContain("NOT_MILK: from 07:40 on");
    expect(said(curve([-600, 4])).headline).toContain("there is no reading of this milking");
  });
});

describe("a rule of another day", () => {
  it("is told, both ends of its time included", () => {
    const by = profile({ validFrom: "2018-06-01", validUntil: "2020-02-29" });
    expect(notInForce(by, "2018-05-31")).toContain("in force from 2018-06-01 on");
    expect([notInForce(by, "2018-06-01"), notInForce(by, "2020-02-29")]).toEqual([null, null]);
    expect(notInForce(by, "2020-03-01")).toContain("in force until 2020-02-29");
    expect(notInForce(BEGA, "1999-01-01")).toBeNull();
  });
});

describe("figures in words", () => {
  it("time in hand is rounded down, lateness up", () => {
    expect(durationInWords(seconds(3599))).toBe("59 min");
    expect(durationInWords(seconds(3541), "up")).toBe("1 h");
    expect([durationInWords(seconds(59)), durationInWords(seconds(61)), durationInWords(minutes(2))]).toEqual(
      ["59 s", "1 min 1 s", "2 min"],
    );
  });
  it("a temperature over its limit never reads as the limit", () => {
    expect(celsiusInWords(5.0625, 5)).toBe("5.06 °C");
    expect(celsiusInWords(5.002, 5)).toBe("5.002 °C");
    expect(celsiusInWords(40 / 9)).toBe("4.44 °C");
  });
});
