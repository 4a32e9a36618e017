// Room: test/temperature-log. The shapes in which loggers' programs write their files, each read without being asked anything.

import { describe, expect, it } from "vitest";
import { COLD, coolingAt, DAY, dmy, hm, hms, iso, MINUTE, readOk, rowsOf, START } from "./make.ts";

describe("shapes of loggers' files", () => {
  it("reads ISO times with their zone, comma and point", async () => {
    const log = await readOk(`time,temp_c\n${rowsOf(60, (at, t) => `${new Date(at).toISOString()},${t}`)}`);
    expect(log.understood).toMatchObject({
      delimiter: "comma",
      decimal: "point",
      unit: "C",
      spacing: 5 * MINUTE,
      rows: 60,
    });
    expect(log.clock.kind).toBe("zone");
    expect(log.parts).toHaveLength(1);
    expect(log.parts[0]?.at[0]).toBe(START);
    expect(log.parts[0]?.celsius[3]).toBe(coolingAt(3));
  });

  it("reads a numbered list whose first column is called like the vat, with alarm limits and a serial number in the first row", async () => {
    const body = rowsOf(60, (at, t, i) => `${i + 1},${iso(at)},${t},5.0,0.0${i === 0 ? ",010032184" : ""}`);
    const log = await readOk(`\ufeffMilk vat,Time,Celsius(°C),High Alarm,Low Alarm,Serial Number\n${body}`);
    expect(log.understood).toMatchObject({
      timeColumn: "Time",
      temperatureColumn: "Celsius(°C)",
      unitBy: "by the column's name",
    });
    expect(log.parts[0]?.celsius[0]).toBe(coolingAt(0));
  });

  it("reads a numbered list with a column of events that is empty in nearly all rows", async () => {
    for (const mark of ['"', ""]) {
      const head = ["#", "Date", "Time", "Temp (°C)", "Event"].map((name) => `${mark}${name}${mark}`);
      const body = rowsOf(60, (at, t, i) => `${i + 1},${dmy(at, ".")},${hm(at)},${t},`);
      const log = await readOk(`${head.join(",")}\n${body}`);
      expect(log.understood).toMatchObject({ temperatureColumn: "Temp (°C)", rows: 60 });
      expect(log.parts[0]?.celsius[3]).toBe(coolingAt(3));
    }
  });

  it("reads times without leading noughts, as small boards write them", async () => {
    const bare = (at: number) => {
      const day = new Date(at);
      return `${day.getUTCHours()}:${day.getUTCMinutes()}:${day.getUTCSeconds()}`;
    };
    const two = await readOk(rowsOf(60, (at, t) => `${iso(at).slice(0, 10)},${bare(at)},${t}`));
    expect(two.parts[0]?.at[0]).toBe(START);
    expect(two.parts[0]?.at[1]).toBe(START + 5 * MINUTE);
    const one = await readOk(rowsOf(60, (at, t) => `${iso(at).slice(0, 10)} ${bare(at)}.7,${t}`));
    expect(one.understood.rows).toBe(60);
    expect(one.parts[0]?.at[13]).toBe(START + 65 * MINUTE + 700);
  });

  it("reads a clock written with a dot in a column of its own, where a date stands beside it", async () => {
    const comma = (t: string) => t.replace(".", ",");
    const dotted = (at: number) => hm(at).replace(":", ".");
    const log = await readOk(
      `Data;Ora;Sonda 1 [°C];Allarme\n${rowsOf(60, (at, t) => `${dmy(at, "/")};${dotted(at)};${comma(t)};0`)}`,
    );
    expect(log.understood).toMatchObject({ timeColumn: "Ora", temperatureColumn: "Sonda 1 [°C]", rows: 60 });
    expect(log.parts[0]?.at[0]).toBe(START);
    expect(log.parts[0]?.at[59]).toBe(START + 295 * MINUTE);
  });

  it("reads milliseconds since the board was switched on", async () => {
    const log = await readOk(`millis,temp_c\n${rowsOf(60, (at, t) => `${at - START},${t}`)}`);
    expect(log.clock.kind).toBe("counted");
    expect(log.parts[0]?.at[2]).toBe(10 * MINUTE);
  });

  it("reads a plot title, a zone in the header, month first, two digits of the year, AM and PM, and rows of events", async () => {
    const half = (at: number) => {
      const hour = new Date(at).getUTCHours();
      const [y, m, d] = iso(at).slice(0, 10).split("-");
      return `${m}/${d}/${y?.slice(2)} ${String(hour % 12 || 12).padStart(2, "0")}:${iso(at).slice(14, 19)} ${hour < 12 ? "AM" : "PM"}`;
    };
    const head =
      '"Plot Title: Vat 1"\n"#","Date Time, GMT+11:00","Temp, °C (LGR S/N: 1, SEN S/N: 2, LBL: milk)","Coupler Detached (LGR S/N: 1)","Stopped (LGR S/N: 1)"';
    const log = await readOk(
      `${head}\n${rowsOf(200, (at, t, i) => `${i + 1},${half(at)},${t},,`)}201,11/22/26 11:00:00 PM,,Logged,Logged\n`,
    );
    expect(log.understood.timeFormat).toContain("month, day, year, with AM and PM");
    expect(log.understood.zone).toContain("UTC+11:00");
    expect(log.parts[0]?.at[0]).toBe(START - 11 * 60 * MINUTE);
    expect(log.parts[0]?.at[100]).toBe(START - 11 * 60 * MINUTE + 500 * MINUTE);
    expect(log.parts[0]?.missing.get(200)).toEqual({ kind: "none", why: "no-answer" });
  });

  it("reads Latin-1, device data above, date and time in two columns, decimal commas, humidity beside, and a summary below", async () => {
    const body = rowsOf(60, (at, t) => `${dmy(at, ".")};${hms(at)};${t.replace(".", ",")};55,2`);
    const text = `Gerät;Kanal 1\nSeriennr.;4711\n\nDatum;Zeit;Temperatur [°C];Feuchte [%rF]\n${body}Min;;3,0;\nMax;;38,0;\n`;
    const log = await readOk(Buffer.from(text, "latin1"));
    expect(log.understood).toMatchObject({
      encoding: "Windows-1252",
      delimiter: "semicolon",
      decimal: "comma",
      temperatureColumn: "Temperatur [°C]",
    });
    expect(log.parts[0]?.at.length).toBe(60);
    expect(log.parts[0]?.firstLine).toBe(5);
    expect(log.remarks).toContainEqual({
      line: 65,
      count: 2,
      says: "No time that can be read: not a row of readings",
    });
  });

  it("joins decimals that a comma has torn apart, told by the columns of the header", async () => {
    const body = rowsOf(400, (at, t) => `${dmy(at, "-").slice(0, 6)}26 ${hms(at)},C,${t.replace(".", ",")}`);
    const log = await readOk(`Part Number: X\nMission Start: some day\n\nDate/Time,Unit,Value\n${body}`);
    expect(log.understood).toMatchObject({ decimal: "comma", unit: "C", unitBy: "behind the values" });
    expect(log.parts[0]?.celsius[7]).toBe(coolingAt(7));
  });

  it("reads Fahrenheit by the column's name, with a blank after the comma", async () => {
    const body = rowsOf(60, (at, t) => `${iso(at)}, ${(Number(t) * 1.8 + 32).toFixed(2)}, 50`);
    const log = await readOk(
      `Timestamp for sample frequency every 5 min min, Temperature_Fahrenheit, Relative_Humidity\n${body}`,
    );
    expect(log.understood.unit).toBe("F");
    expect(log.parts[0]?.celsius[5]).toBeCloseTo(coolingAt(5), 2);
  });

  it("reads a file without a header", async () => {
    const log = await readOk(rowsOf(60, (at, t) => `${iso(at)},${t}`));
    expect(log.understood).toMatchObject({ timeColumn: "column 1", temperatureColumn: "column 2" });
    expect(log.parts[0]?.at.length).toBe(60);
  });

  it("leaves a column of row numbers without a name alone", async () => {
    const log = await readOk(rowsOf(60, (at, t, i) => `${i + 1};${iso(at)};${t}`));
    expect(log.understood.temperatureColumn).toBe("column 3");
  });

  it("reads seconds and milliseconds since 1970, and spreadsheet days", async () => {
    const seconds = await readOk(`ts,value\n${rowsOf(60, (at, t) => `${at / 1_000},${t}`)}`);
    expect(seconds.parts[0]?.at[1]).toBe(START + 5 * MINUTE);
    const millis = await readOk(rowsOf(60, (at, t) => `${at}\t${t}`));
    expect(millis.parts[0]?.at[1]).toBe(START + 5 * MINUTE);
    const days = await readOk(
      `Time;Temp °C\n${rowsOf(60, (at, t) => `${(at / DAY + 25_569).toFixed(6).replace(".", ",")};${t.replace(".", ",")}`)}`,
    );
    expect(days.parts[0]?.at[1]).toBe(START + 5 * MINUTE);
    expect(days.clock.kind).toBe("own");
  });

  it("counts from the start of the logger, in minutes or as a clock beyond 24 hours", async () => {
    const minutes = await readOk(`Elapsed (min),T1 (°C)\n${rowsOf(60, (_, t, i) => `${i * 5},${t}`)}`);
    expect(minutes.clock.kind).toBe("counted");
    expect(minutes.parts[0]?.at[12]).toBe(60 * MINUTE);
    const clock = await readOk(
      `Elapsed,T1 (°C)\n${rowsOf(600, (_, t, i) => `${Math.floor(i / 12)}:${String((i % 12) * 5).padStart(2, "0")}:00,${t}`)}`,
    );
    expect(clock.parts[0]?.at[599]).toBe(599 * 5 * MINUTE);
    const begun = await readOk(`Elapsed (min),T1 (°C)\n${rowsOf(60, (_, t, i) => `${i * 5},${t}`)}`, {
      begun: START,
    });
    expect(begun.parts[0]?.at[12]).toBe(START + 60 * MINUTE);
  });

  it("reads UTF-16, carriage returns alone, bytes of zero, and quoted decimal commas", async () => {
    const body = rowsOf(60, (at, t) => `"${iso(at).slice(0, 16)}","${t.replace(".", ",")}"`);
    for (const encoding of ["utf16le", "utf8"] as const) {
      const log = await readOk(Buffer.from(`\ufeffTime,Temp\n${body}`, encoding));
      expect(log.parts[0]?.celsius[2]).toBe(coolingAt(2));
    }
    const big = Buffer.from(`\ufeffTime,Temp\n${body}`, "utf16le").swap16();
    expect((await readOk(big)).understood.encoding).toBe("UTF-16 BE");
    expect((await readOk(Buffer.from(`Time,Temp\n${body}`, "utf16le"))).understood.encoding).toBe(
      "UTF-16 LE",
    );
    expect((await readOk(`Time,Temp\n${body}`.replaceAll("\n", "\r"))).parts[0]?.at.length).toBe(60);
    const zeros = await readOk(`Time,Temp\n${body}`.replace("06:30", "06\0:30"));
    expect(zeros.parts[0]?.at.length).toBe(60);
    expect(zeros.remarks[0]?.says).toContain("Zero bytes");
  });

  it("reads columns parted by blanks, tabs and bars", async () => {
    expect((await readOk(rowsOf(60, (at, t) => `${iso(at)} ${t}`))).understood.delimiter).toBe("space");
    expect(
      (
        await readOk(
          `No   Date        Time      Temp C\n${rowsOf(60, (at, t, i) => `${i + 1}    ${dmy(at, "/")}  ${hm(at)}     ${t}`)}`,
        )
      ).parts[0]?.at.length,
    ).toBe(60);
    expect(
      (await readOk(rowsOf(60, (at, t) => `${iso(at)}\t${t.replace(".", ",")}`))).understood.delimiter,
    ).toBe("tab");
    expect((await readOk(rowsOf(60, (at, t) => `| ${iso(at)} | ${t} |`))).understood.delimiter).toBe("bar");
  });

  it("reads months by name, a unit behind the value, and halves of the day in Spanish", async () => {
    for (const date of [
      "22-Nov-2026",
      "22. Nov. 2026",
      "Nov 22, 2026",
      "22 noviembre 2026",
      "Sun, 22 Nov 2026",
    ]) {
      const log = await readOk(
        `Zeit;Wert\n${rowsOf(20, (at, t) => `${date} ${hms(at)};${t.replace(".", ",")} °C`)}`,
      );
      expect([log.parts[0]?.at[0], log.understood.unit]).toEqual([START, "C"]);
    }
    const spanish = await readOk(
      `Fecha;Temp\n${rowsOf(20, (at, t) => `22/11/2026 ${hm(at).replace(/^0/, "")} a. m.;${t.replace(".", ",")}`)}`,
    );
    expect(spanish.parts[0]?.at[0]).toBe(START);
  });

  it("finds the real header below a block of device data that looks like rows", async () => {
    const block =
      "Device Model,X-5\nStart Time,2026-11-22 05:00:00\nMax,38.0°C,2026-11-22 06:00:00\nMin,3.1°C,2026-11-22 11:00:00\nSample interval,5 min\n\n";
    const log = await readOk(
      `${block}Index,Time,Temperature(°C)\n${rowsOf(60, (at, t, i) => `${i + 1},${iso(at)},${t}`)}`,
    );
    expect(log.parts[0]?.at.length).toBe(60);
    expect(log.parts[0]?.at[0]).toBe(START);
  });

  it("reads names above their units, a header in a language it does not know, and a header that comes again", async () => {
    const two = await readOk(
      `Datum;Zeit;Messwert\ndd.mm.yyyy;hh:mm;°C\n${rowsOf(60, (at, t) => `${dmy(at, ".")};${hm(at)};${t.replace(".", ",")}`)}`,
    );
    expect([two.understood.temperatureColumn, two.understood.unit]).toEqual(["Messwert °C", "C"]);
    const finnish = await readOk(`Mittaushetki;Arvo\n${rowsOf(60, (at, t) => `${iso(at)};${t}`)}`);
    expect(finnish.understood.temperatureColumn).toBe("Arvo");
    const again = await readOk(
      `Time;Temp\n${rowsOf(30, (at, t) => `${iso(at)};${t}`)}Time;Temp\n${rowsOf(30, (at, t) => `${iso(at + 30 * 5 * MINUTE)};${t}`)}`,
    );
    expect(again.parts[0]?.at.length).toBe(60);
    expect(again.remarks).toContainEqual({ line: 32, count: 1, says: "The header stands here again" });
  });

  it("obeys a sep= line, takes the column called milk, and tells that it did", async () => {
    const log = await readOk(
      `sep=;\nTime;Milk;Ambient temp\n${rowsOf(60, (at, t) => `${iso(at)};${t};21.0`)}`,
    );
    expect(log.understood.temperatureColumn).toBe("Milk");
  });

  it("reads dates that stand only where they change, hours with an h, a remark sign before the header, and a database's export", async () => {
    const once = await readOk(
      `Date;Heure;Temp\n${rowsOf(400, (at, t, i) => `${i === 0 || hm(at) === "00:00" ? dmy(at, ".") : ""};${hm(at).replace(":", "h")};${t}`)}`,
    );
    expect(once.parts[0]?.at[399]).toBe(START + 399 * 5 * MINUTE);
    const remark = await readOk(
      `# logger 5\n# time temp\n${rowsOf(60, (at, t) => `${new Date(at).toISOString()} ${t}`)}`,
    );
    expect(remark.understood).toMatchObject({ timeColumn: "time", temperatureColumn: "temp" });
    const base = await readOk(
      `#group,false,true\n\n,result,table,_start,_time,_value,_field\n${rowsOf(60, (at, t) => `,,0,2026-11-01T00:00:00Z,${new Date(at).toISOString()},${t},temp`)}`,
    );
    expect(base.understood).toMatchObject({ timeColumn: "_time", temperatureColumn: "_value" });
  });

  it("reads a usual time by its places as it reads it by its pattern", async () => {
    const writings = (at: number): readonly string[] => [
      iso(at),
      iso(at).replace(" ", "T"),
      iso(at).replaceAll("-", "/"),
      `${dmy(at, "/")} ${hms(at)}`,
      `${dmy(at, ".")} ${hm(at)}`,
    ];
    for (let index = 0; index < 5; index += 1) {
      const quick = await readOk(`Time;Temp °C\n${rowsOf(30, (at, t) => `${writings(at)[index]};${t}`)}`);
      const slow = await readOk(`Time;Temp °C\n${rowsOf(30, (at, t) => `Sun ${writings(at)[index]};${t}`)}`);
      expect(quick.parts[0]?.at).toEqual(slow.parts[0]?.at);
      expect(quick.parts[0]?.at[29]).toBe(START + 29 * 5 * MINUTE);
    }
  });

  it("reads a stray quote that is never closed without losing the rows after it", async () => {
    const log = await readOk(
      `Time,Temp,Note\n${rowsOf(60, (at, t, i) => `${iso(at)},${t},${i === 10 ? '"pump 5' : ""}`)}`,
    );
    expect(log.parts[0]?.at.length).toBe(60);
  });

  it("reads the same log whatever its bytes are cut into", async () => {
    // Longer than what is looked at to find the encoding, and a sentinel near the end.
    const rows = rowsOf(
      4_000,
      (at, t, i) => `${dmy(at, ".")} ${hms(at)};${i === 3_900 ? "888,8" : t.replace(".", ",")}`,
    );
    const bytes = Buffer.from(`Zeit;Temperatur °C\r\n${rows.replaceAll("\n", "\r\n")}`);
    const whole = await readOk(bytes);
    expect(whole.remarks[0]?.line).toBe(3_902);
    for (const size of [1, 7, 1_000]) {
      const log = await readOk(bytes, {}, size);
      expect(log.parts[0]?.celsius).toEqual(whole.parts[0]?.celsius);
      expect(log.parts[0]?.at).toEqual(whole.parts[0]?.at);
      expect(log.remarks).toEqual(whole.remarks);
    }
    expect(whole.parts[0]?.celsius.at(-1)).toBeLessThan(COLD);
  });
});
