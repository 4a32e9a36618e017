// Room: test/reports. The page for the auditor: what stands on it, and what must not.

import { describe, expect, it } from "vitest";
import { loadCoolingProfile } from "../../src/config/cooling-profiles.ts";
import { type ReviewOptions, review } from "../../src/domain/cooling/review.ts";
import { assert } from "../../src/domain/result.ts";
import { monoMs } from "../../src/domain/units.ts";
import { SIGNS } from "../../src/main/cooling-text.ts";
import { coolingPlot } from "../../src/reports/cooling-plot.ts";
import { escaped, wrapped } from "../../src/reports/svg.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PROFILE = `id: test
title: Test <rule>
jurisdiction: AU
basis: buyer
source: { document: A & B, section: section 7, wording: seen }
valid-from: not-known
valid-until: not-known
limits: { 5-in-3h30: { applies-to: any, at-most: 5 °C, by: { start-of-milking: 210 min } } }
hold: { at-most: 5 °C, at-least: none }
blend: none
continuous: none
do-not-load: none
records: { keep-days: none, checks-per-year: 2 }
`;

/** Six hours: in the vat's air, 28 °C coming in at one, cold at four; rows a minute apart, those of `hole` left out. */
function log(hole: readonly [number, number] = [0, 0]) {
  const at: number[] = [];
  const celsius: number[] = [];
  for (let ms = 0; ms <= 8 * HOUR; ms += MINUTE) {
    if (ms > hole[0] && ms < hole[1]) continue;
    at.push(ms);
    const lifted = ms >= 6 * HOUR && ms < 6 * HOUR + 5 * MINUTE ? 16 : 0;
    celsius.push(
      lifted + (ms < HOUR ? 17 : ms < 2 * HOUR ? 28 : Math.max(4, 28 - (12 * (ms - 2 * HOUR)) / HOUR)),
    );
  }
  return { at, celsius, missing: new Map() };
}

function page(
  parts: readonly ReturnType<typeof log>[],
  options: ReviewOptions = { start: monoMs(HOUR) },
  title = "Hill Farm",
): string {
  const profile = loadCoolingProfile(PROFILE, "test.yaml");
  assert(profile.ok, "the profile is one");
  const hm = (ms: number) => new Date(ms).toISOString().slice(11, 16);
  return coolingPlot({
    title,
    profiles: [profile.value],
    reviewed: review(parts, [profile.value], options),
    raw: parts,
    times: {
      wall: (ms) => ms,
      counted: false,
      axis: "time of the log",
      instant: (ms) => `1970-01-01 ${hm(ms)}`,
      clock: hm,
    },
    signs: SIGNS,
    made: {
      file: "a.csv",
      sha256: "f".repeat(64),
      rows: 481,
      software: "vatguard 1",
      options: "a.csv --plot",
      readAs: "Read as UTF-8",
    },
  });
}

/** Names of elements that are opened are closed in turn, and nothing stands outside. */
function isWellFormed(svg: string): boolean {
  const open: string[] = [];
  for (const [, closing, name, rest] of svg
    .replace(/^<\?xml[^>]*>\n/, "")
    .matchAll(/<(\/?)([a-zA-Z]+)((?:[^<>"]|"[^"<]*")*)>/g)) {
    if (closing === "/") {
      if (open.pop() !== name) return false;
    } else if (rest?.endsWith("/") !== true) open.push(name ?? "");
  }
  return open.length === 0;
}

describe("the page about a cooling log", () => {
  it("shows the verdict in words, the limit, start, deadline and when it was cold", () => {
    const svg = page([log()]);
    for (const words of [
      ">PASS<",
      "start 01:00",
      "deadline 04:30 for 5 °C",
      "5 °C reached 03:55",
      "limit 5 °C",
      "time of the log",
    ])
      expect(svg).toContain(words);
    expect(svg).toContain('width="297mm" height="210mm"');
    expect(isWellFormed(svg)).toBe(true);
  });

  it("draws a gap as a gap, hatched and labelled, and breaks the line there", () => {
    const whole = page([log()]);
    const holed = page([log([2.5 * HOUR, 3.5 * HOUR])]);
    expect(holed).toContain("no readings, 1 h");
    expect(whole).not.toContain("no readings");
    const lines = (svg: string) =>
      [...(/<path d="([^"]*)" fill="none" stroke="#0b4f8a"/.exec(svg)?.[1] ?? "").matchAll(/M/g)].length;
    // One more stretch for what was taken out where the probe was lifted, should that leave a gap.
    expect(lines(holed)).toBe(lines(whole) + 1);
  });

  it("shows what was taken out, and says that the probe was not in the milk", () => {
    expect(page([log()])).toContain("taken out: probe not in the milk");
  });

  it("marks a start that was found as a guess, and one that was given not", () => {
    const found = page([log()], {});
    expect(found).toContain("start (guess)");
    expect(found).toContain("told from the curve: a guess");
    expect(page([log()])).not.toContain("start (guess)");
  });

  it("lists many milkings in a table, with words and signs", () => {
    const count = (12 * 24 * HOUR) / (2 * MINUTE);
    const at = Array.from({ length: count }, (_, row) => row * 2 * MINUTE);
    // Collected at eight in the evening, washed hot, and then in the air.
    const celsius = at.map((ms) => {
      const hour = (ms / HOUR) % 24;
      if (hour < 1) return 17;
      if (hour < 2) return 28;
      if (hour < 20) return Math.max(4, 28 - 12 * (hour - 2));
      return hour < 21 ? 70 : Math.max(17, 70 - 40 * (hour - 21));
    });
    const days = { at, celsius, missing: new Map() };
    const svg = page([days], {});
    expect(svg).toContain("milking began");
    expect([...svg.matchAll(/>PASS</g)].length).toBeGreaterThan(5);
    expect(isWellFormed(svg)).toBe(true);
  });

  it("draws parts apart where the clock was set back, and has a page for a log without a milking", () => {
    expect(page([log(), log()], {})).toContain("the logger&#39;s clock was set back");
    const still = { at: [0, MINUTE, 2 * MINUTE], celsius: [4, 4, 4], missing: new Map() };
    expect(page([still], {})).toContain("No milking is to be seen");
    expect(isWellFormed(page([], {}))).toBe(true);
  });

  it("keeps every text within its element, whatever a file or a person writes", () => {
    const nasty = "</text><script>alert(1)</script>\"'&\u0000\u202e\ud800";
    const svg = page([log()], { start: monoMs(HOUR) }, nasty);
    expect(svg).not.toContain("<script");
    expect(isWellFormed(svg)).toBe(true);
    expect(escaped("a<b>&\"'\u0007")).toBe("a&lt;b&gt;&amp;&quot;&#39;\u25a1");
  });

  it("says what it rests on, and what it does not replace", () => {
    const svg = page([log()]);
    for (const words of ["SHA-256 ffff", "481 rows", "vatguard 1", "a.csv --plot", "does not replace it"])
      expect(svg).toContain(words);
  });

  it("breaks lines at words and says where there is more", () => {
    expect(wrapped("one two three four", 60, 10, 9).length).toBeGreaterThan(1);
    expect(wrapped("one two three four", 60, 10, 1)[0]).toMatch(/…$/);
  });
});
