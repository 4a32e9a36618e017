// Room: test/temperature-log. Loggers' clocks that step, rows out of place, and what loggers write where there is no reading.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assert } from "../../src/domain/result.ts";
import { logZone } from "../../src/temperature-log/zones.ts";
import { tries } from "../runs.ts";
import { coolingAt, DAY, iso, MINUTE, readOk, readProblems, rowsOf, START } from "./make.ts";

const HOUR = 60 * MINUTE;
const zone = (name: string) => {
  const found = logZone(name);
  assert(found.ok, `${name} is a zone`);
  return found.value;
};
const log = (count: number, at: (row: number) => number, from = 0) =>
  Array.from({ length: count }, (_, row) => `${iso(at(row))},${coolingAt(row + from).toFixed(1)}\n`).join("");

describe("what is no reading", () => {
  it("knows sentinels, words and empty cells, with the line of the first of each", async () => {
    const odd = ["888,8", "---", "OL", "-127,0", "85,0", "", "Err", "9999", "#N/A", "888,8", "127,94"];
    const file = `Time;Milk temp\n${rowsOf(60, (at, t, i) => `${iso(at)};${odd[i - 5] ?? t.replace(".", ",")}`)}`;
    const { parts, remarks } = await readOk(file);
    const why = Array.from({ length: 11 }, (_, i) => parts[0]?.missing.get(i + 5)?.why);
    expect(why).toEqual([
      "implausible",
      "no-answer",
      "open-lead",
      "unplugged",
      "power-on-value",
      "no-answer",
      "garbled",
      "implausible",
      "no-answer",
      "implausible",
      "low-power",
    ]);
    expect(parts[0]?.celsius[5]).toBeNaN();
    expect(remarks).toContainEqual({ line: 7, says: "No temperature: 888.8 (implausible)", count: 2 });
    expect(remarks).toContainEqual({ line: 12, says: "No reading: an empty cell (no-answer)", count: 1 });
  });

  it("reads 888,8 as one sentinel also where commas part the columns, without quotes", async () => {
    const file = `Time,Temp\n${rowsOf(60, (at, t, i) => `${iso(at)},${i === 5 ? "888,8" : t.replace(".", ",")}`)}`;
    const { parts } = await readOk(file);
    expect([parts[0]?.missing.size, parts[0]?.missing.get(5)?.why, parts[0]?.celsius[6]]).toEqual([
      1,
      "implausible",
      coolingAt(6),
    ]);
  });

  it("keeps a wash that passes through 85 by degrees", async () => {
    const wash = [20, 60, 78, 84, 85, 86, 80, 60];
    const file = `Time,Temp °C\n${rowsOf(60, (at, t, i) => `${iso(at)},${wash[i - 40] ?? t}`)}`;
    expect((await readOk(file)).parts[0]?.missing.size).toBe(0);
  });

  it("knows -127 and 85 also when they are written in Fahrenheit", async () => {
    const file = `Time,Temp °F\n${rowsOf(60, (at, t, i) => `${iso(at)},${i === 5 ? "-196.6" : i === 9 ? "185.0" : (Number(t) * 1.8 + 32).toFixed(1)}`)}`;
    const { parts } = await readOk(file);
    expect([...(parts[0]?.missing ?? [])].map(([row, { why }]) => [row, why])).toEqual([
      [5, "unplugged"],
      [9, "power-on-value"],
    ]);
  });

  it("reads a file in which the probe never answered, and has no reading to give", async () => {
    const { parts } = await readOk(`Time;Temp °C\n${rowsOf(60, (at) => `${iso(at)};---`)}`);
    expect(parts[0]?.missing.size).toBe(60);
  });
});

describe("a logger's clock", () => {
  it("tells of an hour that is missing at night, and names the option for the beginning of daylight saving", async () => {
    const two = Date.UTC(2026, 2, 29, 2);
    const skips = (row: number) => two + (row - 40) * 5 * MINUTE + (row >= 40 ? HOUR : 0);
    const file = `Time,Temp\n${log(90, skips)}`;
    const told = await readOk(file);
    expect(told.remarks.map(({ says }) => says)).toContainEqual(
      expect.stringContaining(
        "An hour is missing before 2026-03-29 03:00. If daylight saving began there, --time-zone",
      ),
    );
    const joined = await readOk(file, { zone: zone("Europe/Berlin") });
    expect(joined.remarks).toEqual([]);
    expect((joined.parts[0]?.at[40] ?? 0) - (joined.parts[0]?.at[39] ?? 0)).toBe(5 * MINUTE);
    const byDay = await readOk(`Time,Temp\n${log(90, (row) => skips(row) + 10 * HOUR)}`);
    expect(byDay.remarks).toEqual([]);
  });
  it("parts the log where it steps back, and names the option for the end of daylight saving", async () => {
    const { parts, remarks } = await readOk(
      `Time,Temp °C\n${log(60, (i) => START + i * 5 * MINUTE - (i > 30 ? HOUR : 0))}`,
    );
    expect(parts.map(({ at, firstLine }) => [at.length, firstLine])).toEqual([
      [31, 2],
      [29, 33],
    ]);
    expect(remarks.at(-1)).toMatchObject({
      line: 33,
      says: expect.stringContaining("--time-zone Area/City"),
    });
  });

  it("joins the hour that is shown twice, once the zone is known", async () => {
    const ends = Date.UTC(2026, 3, 4, 16);
    const shown = (i: number): number => {
      const at = ends - 2 * HOUR + i * 5 * MINUTE;
      return at + (at >= ends ? 10 : 11) * HOUR;
    };
    const { parts, clock } = await readOk(`Time,Temp °C\n${log(60, shown)}`, {
      zone: zone("Australia/Melbourne"),
    });
    expect(parts).toHaveLength(1);
    expect(parts[0]?.at[59]).toBe(ends - 2 * HOUR + 59 * 5 * MINUTE);
    expect(clock.kind).toBe("zone");
  });

  it("leaves no gap over the hour that is skipped in spring, once the zone is known", async () => {
    const begins = Date.UTC(2026, 9, 3, 16);
    const shown = (i: number): number => {
      const at = begins - 2 * HOUR + i * 5 * MINUTE;
      return at + (at >= begins ? 11 : 10) * HOUR;
    };
    const known = await readOk(`Time,Temp °C\n${log(60, shown)}`, { zone: zone("Australia/Melbourne") });
    expect(Math.max(...steps(known.parts[0]?.at))).toBe(5 * MINUTE);
    const own = await readOk(`Time,Temp °C\n${log(60, shown)}`);
    expect(Math.max(...steps(own.parts[0]?.at))).toBe(65 * MINUTE);
  });

  it("says that a logger keeps one time all year, where it shows an hour that was skipped", async () => {
    const shown = (i: number): number => Date.UTC(2026, 9, 4, 0, 0) + i * 5 * MINUTE;
    const [problem] = await readProblems(`Time,Temp °C\n${log(60, shown)}`, {
      zone: zone("Australia/Melbourne"),
    });
    expect([problem?.line, problem?.fix]).toEqual([26, expect.stringContaining("--time-zone +10:00")]);
    expect((await readOk(`Time,Temp °C\n${log(60, shown)}`, { zone: zone("+10:00") })).parts).toHaveLength(1);
  });

  it("turns a file round whose newest row stands first", async () => {
    const rows = log(60, (i) => START + i * 5 * MINUTE)
      .trim()
      .split("\n")
      .reverse()
      .join("\n");
    const { parts, remarks } = await readOk(`Time,Temp °C\n${rows}\n`);
    expect([parts.length, parts[0]?.at[0], parts[0]?.celsius[59]]).toEqual([1, START, coolingAt(59)]);
    expect(remarks[0]?.says).toContain("turned round");
  });

  it("sets rows aside whose clock was lost, and keeps the rest in one part", async () => {
    const file = `Time,Temp °C\n${rowsOf(60, (at, t, i) => `${i === 20 ? "2000-01-01 00:00:00" : i === 30 ? "2062-01-01 00:00:00" : iso(at)},${t}`)}`;
    const { parts, remarks } = await readOk(file);
    expect([parts.length, parts[0]?.at.length]).toEqual([1, 58]);
    expect(remarks).toContainEqual({ line: 22, count: 2, says: expect.stringContaining("set aside") });
  });

  it("takes a small correction of the clock for a step, too, and not for rows out of place", async () => {
    const { parts } = await readOk(
      `Time,Temp °C\n${log(60, (i) => START + (i - (i >= 30 ? 2 : 0)) * 5 * MINUTE)}`,
    );
    expect(parts.map(({ at }) => at.length)).toEqual([30, 30]);
  });

  it("keeps the warmest of rows with one time", async () => {
    const file = `Time,Temp °C\n${rowsOf(20, (at, t) => `${iso(at)},${t}\n${iso(at)},${Number(t) + 0.4}\n${iso(at)},---`)}`;
    const { parts, remarks } = await readOk(file);
    expect([parts[0]?.at.length, parts[0]?.celsius[3]]).toEqual([20, coolingAt(3) + 0.4]);
    expect(remarks.find(({ says }) => says.includes("of each such time"))?.count).toBe(40);
  });

  it("asks for rows in the order of time where they are in none", async () => {
    const file = `Time,Temp °C\n${log(4_000, (i) => START + ((i * i * 31 + i * 17) % 3_989) * 5 * MINUTE)}`;
    expect((await readProblems(file))[0]?.says).toBe("The rows are in no order of time.");
  });

  it("goes from one part to the next without losing a row, wherever the clock is set back", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 10, max: 50 }),
        fc.integer({ min: 4, max: 3_000 }),
        async (row, back) => {
          const { parts } = await readOk(
            `Time,Temp °C\n${log(60, (i) => START + i * 5 * MINUTE - (i >= row ? back * 5 * MINUTE : 0))}`,
          );
          expect(parts.map(({ at }) => at.length)).toEqual([row, 60 - row]);
          for (const { at } of parts) expect(Math.min(...steps(at))).toBeGreaterThan(0);
        },
      ),
      tries(12),
    );
  });

  it("reads a year of dates of which one is not in the calendar", async () => {
    const file = `Time,Temp °C\n${rowsOf(60, (at, t, i) => `${i === 9 ? "2026-02-30 06:45:00" : iso(at)},${t}`)}`;
    const { remarks } = await readOk(file);
    expect(remarks.find(({ says }) => says.includes("calendar"))).toMatchObject({ line: 11, count: 1 });
    expect(DAY).toBe(86_400_000);
  });
});

const steps = (at: Float64Array | undefined): number[] =>
  [...(at ?? [])].slice(1).map((one, i) => one - (at?.[i] ?? 0));
