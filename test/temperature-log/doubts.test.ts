// Room: test/temperature-log. What a file leaves open is asked for, by the option that settles it, and never guessed.

import { describe, expect, it } from "vitest";
import { coolingAt, DAY, dmy, hm, iso, MINUTE, readOk, readProblems, rowsOf, START } from "./make.ts";

const asFahrenheit = (t: string): string => (Number(t) * 1.8 + 32).toFixed(1);

describe("what is ambiguous is asked for", () => {
  it("asks whether 03/11 is in November or in March, and shows both", async () => {
    const file = `Date,Time,Temp\n${rowsOf(60, (at, t) => `${dmy(at - 19 * DAY, "/")},${hm(at)},${t}`)}`;
    const [problem, none] = await readProblems(file);
    expect(none).toBeUndefined();
    expect(problem?.found).toContain("dmy makes it 2026-11-03, mdy makes it 2026-03-11");
    expect(problem?.fix).toContain("--date-order dmy or --date-order mdy");
    expect((await readOk(file, { dateOrder: "mdy" })).parts[0]?.at[0]).toBe(Date.UTC(2026, 2, 11, 6));
  });

  it("tells day from month by days that follow each other, by a day above 12, and by dots", async () => {
    const days = await readOk(
      `Date,Temp\n${rowsOf(600, (at, t) => `${dmy(at - 19 * DAY, "/")} ${hm(at)},${t}`)}`,
    );
    expect(days.parts[0]?.at[0]).toBe(START - 19 * DAY);
    const above = await readOk(`Date,Temp\n${rowsOf(10, (at, t) => `${dmy(at, "/")} ${hm(at)},${t}`)}`);
    expect(above.parts[0]?.at[0]).toBe(START);
    const dots = await readOk(
      `Date;Temp\n${rowsOf(10, (at, t) => `${dmy(at - 19 * DAY, ".")} ${hm(at)};${t}`)}`,
    );
    expect(dots.parts[0]?.at[0]).toBe(START - 19 * DAY);
  });

  it("does not ask where day and month are the same number", async () => {
    const log = await readOk(`Date,Temp\n${rowsOf(10, (at, t) => `11/11/2026 ${hm(at)},${t}`)}`);
    expect(log.parts[0]?.at[0]).toBe(Date.UTC(2026, 10, 11, 6));
  });

  it("asks for the unit where warm milk in Celsius and cold milk in Fahrenheit would look alike", async () => {
    const file = `Time,Temp\n${rowsOf(60, (at, t) => `${iso(at)},${asFahrenheit(t)}`)}`;
    const [problem] = await readProblems(file);
    expect(problem?.fix).toBe("Say which: --unit C or --unit F.");
    expect((await readOk(file, { unit: "F" })).parts[0]?.celsius[0]).toBeCloseTo(coolingAt(0), 1);
  });

  it("takes a unit that the lines above the readings name", async () => {
    const log = await readOk(
      `Unit: °F\n\nTime,Temp\n${rowsOf(60, (at, t) => `${iso(at)},${asFahrenheit(t)}`)}`,
    );
    expect([log.understood.unit, log.understood.unitBy]).toEqual(["F", "in the lines before the readings"]);
  });

  it("refuses one column with values in two units", async () => {
    const file = `Time,Temp\n${rowsOf(60, (at, t, i) => `${iso(at)},${t} ${i % 2 === 0 ? "°C" : "°F"}`)}`;
    expect((await readProblems(file))[0]?.says).toContain("two units");
  });

  it("asks which of several temperatures is the milk's, and takes the answer by name or by number", async () => {
    const file = `Time,Temp1,Temp2\n${rowsOf(60, (at, t) => `${iso(at)},${t},20.1`)}`;
    const [problem] = await readProblems(file);
    expect(problem?.fix).toContain('--column "Temp1", or --column "Temp2"');
    expect((await readOk(file, { column: "temp2" })).parts[0]?.celsius[0]).toBe(20.1);
    expect((await readOk(file, { column: "2" })).parts[0]?.celsius[0]).toBe(coolingAt(0));
    expect((await readProblems(file, { column: "Temp3" }))[0]?.says).toContain('"Temp3"');
  });

  it("asks where the only temperature by name is the air's, and says so where there is nothing else", async () => {
    const beside = `Time,CH1,Ambient temp\n${rowsOf(60, (at, t) => `${iso(at)},${t},20.1`)}`;
    expect((await readProblems(beside))[0]?.fix).toContain('--column "CH1"');
    const alone = await readOk(`Time,Ambient temp\n${rowsOf(60, (at, t) => `${iso(at)},${t}`)}`);
    expect(alone.remarks[0]?.says).toContain("see that it is the milk's");
  });

  it("takes Celsius where the same temperature stands there in Fahrenheit, too", async () => {
    const log = await readOk(
      `Time,Celsius,Fahrenheit\n${rowsOf(60, (at, t) => `${iso(at)},${t},${asFahrenheit(t)}`)}`,
    );
    expect(log.understood.temperatureColumn).toBe("Celsius");
  });

  it("asks which of several columns of times is the logger's", async () => {
    const file = `Local time,Server time,Temp\n${rowsOf(60, (at, t) => `${iso(at)},${iso(at + 3_000)},${t}`)}`;
    expect((await readProblems(file))[0]?.fix).toContain('--time-column "Local time"');
    expect((await readOk(file, { timeColumn: "Server time" })).parts[0]?.at[0]).toBe(START + 3_000);
  });

  it("asks for the sensor where names stand in every row and no header says so", async () => {
    const room = rowsOf(40, (at) => `${at / 1000},room,18.5`);
    const milk = rowsOf(40, (at, t) => `${at / 1000},sensor1,${t}`);
    for (const file of [room + milk, milk + room]) {
      const [problem] = await readProblems(file);
      expect(problem?.fix).toContain("--sensor");
    }
    const log = await readOk(room + milk, { sensor: "sensor1" });
    expect(log.parts).toHaveLength(1);
    expect(log.parts[0]?.celsius[3]).toBe(coolingAt(3));
    const states = await readOk(rowsOf(40, (at, t, i) => `${at / 1000},${i < 9 ? "OK" : "ALARM"},${t}`));
    expect(states.understood.rows).toBe(40);
  });

  it("asks which of the least, the mean and the most of a minute is meant", async () => {
    const [problem] = await readProblems(
      `Time,Min °C,Avg °C,Max °C\n${rowsOf(40, (at, t) => `${iso(at)},${t},${t},${t}`)}`,
    );
    expect(problem?.fix).toContain('--column "Avg °C"');
  });

  it("asks which sensor, where the rows of several stand one after the other", async () => {
    const file = `Sensor,Time,Temp\n${rowsOf(60, (at, t) => `vat,${iso(at)},${t}\nroom,${iso(at)},20`)}`;
    expect((await readProblems(file))[0]?.fix).toBe('Say which: --sensor "vat" or --sensor "room".');
    const log = await readOk(file, { sensor: "Vat" });
    expect([log.parts[0]?.at.length, log.parts[0]?.celsius[1]]).toEqual([60, coolingAt(1)]);
    expect((await readProblems(file, { sensor: "tank" }))[0]?.found).toContain('"vat"');
  });

  it("asks what a count counts, for the day of times without a date, and which half of the day it is", async () => {
    const count = `Reading at,Temp\n${rowsOf(60, (_, t, i) => `${i * 5},${t}`)}`;
    expect((await readProblems(count, { timeColumn: "1" }))[0]?.fix).toContain(
      "--time-unit min (a row every 5 min)",
    );
    const clock = `Time,Temp\n${rowsOf(300, (at, t) => `${hm(at)},${t}`)}`;
    expect((await readProblems(clock))[0]?.fix).toContain("--begun");
    const log = await readOk(clock, { begun: Date.UTC(2026, 10, 22) });
    expect(log.parts[0]?.at[299]).toBe(START + 299 * 5 * MINUTE);
    const half = `Time,Temp\n${rowsOf(300, (at, t) => `${iso(at).slice(0, 10)} ${new Date(at).getUTCHours() % 12 || 12}:${iso(at).slice(14, 16)},${t}`)}`;
    expect((await readProblems(half))[0]?.says).toContain("twelve hours");
  });

  it("asks which mark is the decimal one where both are used", async () => {
    const file = `Time;Temp\n${rowsOf(60, (at, t, i) => `${iso(at)};${i < 50 ? t : t.replace(".", ",")}`)}`;
    expect((await readProblems(file))[0]?.fix).toContain("--decimal point or --decimal comma");
    const log = await readOk(file, { decimal: "point" });
    expect(log.parts[0]?.missing.size).toBe(10);
  });

  it("takes tenths of a degree neither for Fahrenheit nor for a row of sentinels", async () => {
    const tenths = (name: string) =>
      `Time;${name}\n${rowsOf(60, (at, t) => `${iso(at)};${Math.round(Number(t) * 10)}`)}`;
    expect((await readProblems(tenths("Temp")))[0]?.fix).toContain("--unit C or --unit F");
    expect((await readProblems(tenths("Temp °C")))[0]?.fix).toContain("tenths of a degree");
  });

  it("asks all at once", async () => {
    const file = `Date,Temp\n${rowsOf(60, (at, t) => `${dmy(at - 19 * DAY, "/")} ${hm(at)},${asFahrenheit(t)}`)}`;
    expect((await readProblems(file)).map(({ fix }) => fix.slice(0, 24))).toEqual([
      "Say which: --date-order ",
      "Say which: --unit C or -",
    ]);
  });

  it("says what a file is that is no table of readings", async () => {
    const says = async (file: string | Uint8Array) => (await readProblems(file))[0]?.found;
    expect(await says("")).toBe("no bytes");
    expect(await says(Buffer.from("PK\u0003\u0004xxxx", "latin1"))).toContain("spreadsheet");
    expect(await says("%PDF-1.7 ...")).toContain("PDF");
    expect(await says(Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]))).toContain("gzip");
    expect(await says("hello\nworld\n")).toContain('2 lines, the first: "hello"');
    expect(await says(`a;${"x".repeat(70_000)}`)).toContain("65536 letters");
    expect(
      (await readProblems(`Date;Temp\n${rowsOf(60, (at, t) => `${dmy(at, ".")};${t}`)}`))[0]?.says,
    ).toContain("no time of day");
  });
});
