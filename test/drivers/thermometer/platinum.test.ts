// PT100 and PT1000 against the published tables: IEC 60751 and the converter's data sheet.

import fc from "fast-check";
import { expect, test } from "vitest";
import { celsiusOf, ratioAt, readingOfCode } from "../../../src/drivers/thermometer/platinum.ts";

/** Published ohms of a PT100. */
const TABLE: readonly (readonly [celsius: number, ohms: number])[] = [
  [-40, 84.27],
  [-10, 96.09],
  [0, 100],
  [4, 101.5624],
  [5, 101.9527],
  [6, 102.3429],
  [7, 102.733],
  [10, 103.9],
  [20, 107.79],
  [30, 111.67],
  [37, 114.3817],
  [50, 119.4],
  [72, 127.8404],
  [100, 138.51],
  [121.1, 146.4826],
  [150, 157.33],
  [200, 175.86],
];

test.each(TABLE)("at %s °C a PT100 has %s ohms", (celsius, ohms) => {
  const digits = String(ohms).split(".")[1]?.length === 4 ? 4 : 2;
  expect(ratioAt(celsius) * 100).toBeCloseTo(ohms, digits);
  // Half a unit of the table's last place is so much in degrees.
  expect(Math.abs((celsiusOf(ohms / 100) ?? Number.NaN) - celsius)).toBeLessThan(
    digits === 4 ? 0.0002 : 0.0145,
  );
});

/** Data sheet, table 9: reference resistor of 400 ohms. */
const CODES: readonly (readonly [celsius: number, code: number])[] = [
  [0, 8192],
  [10, 8512],
  [20, 8830],
  [30, 9148],
  [40, 9465],
  [50, 9781],
  [70, 10410],
  [100, 11346],
  [150, 12888],
  [200, 14406],
  [-10, 7871],
  [-40, 6903],
];

test.each(CODES)("at %s °C the converter gives %s", (celsius, code) => {
  const reading = readingOfCode(code, false, { zeroOhms: 100, referenceOhms: 400 });
  // The table's codes are cut; one step is 0.031 °C.
  expect(Math.abs((reading.kind === "celsius" ? reading.celsius : Number.NaN) - celsius)).toBeLessThan(0.025);
});

test("the straight line that some use, code / 32 − 256, is not what comes out: it reads 0.06 low at 20 °C and 1.44 at 100", () => {
  for (const [celsius, code, low] of [
    [20, 8830, 0.06],
    [100, 11346, 1.44],
  ] as const) {
    const reading = readingOfCode(code, false, { zeroOhms: 100, referenceOhms: 400 });
    const line = code / 32 - 256;
    expect(celsius - line).toBeCloseTo(low, 1);
    expect(reading.kind === "celsius" && reading.celsius - line).toBeCloseTo(low, 1);
  }
});

test("codes at 5.0 °C with either reference resistor, and ten times both for a PT1000", () => {
  for (const [code, zeroOhms, referenceOhms] of [
    [8351, 100, 400],
    [7769, 100, 430],
    [8351, 1_000, 4_000],
    [7769, 1_000, 4_300],
  ] as const) {
    const reading = readingOfCode(code, false, { zeroOhms, referenceOhms });
    expect(reading.kind === "celsius" && Math.abs(reading.celsius - 5)).toBeLessThan(0.032);
  }
});

test("the published lowest code is -200 °C within what its steps allow", () => {
  const reading = readingOfCode(1517, false, { zeroOhms: 100, referenceOhms: 400 });
  expect(reading).toEqual({ kind: "none", why: "shorted-lead" });
  expect(readingOfCode(1518, false, { zeroOhms: 100, referenceOhms: 400 }).kind).toBe("celsius");
});

test("an open lead is full scale, a shorted one nothing, and a fault is told before any number", () => {
  const pt100 = { zeroOhms: 100, referenceOhms: 430 };
  expect(readingOfCode(0x7fff, false, pt100)).toEqual({ kind: "none", why: "open-lead" });
  expect(readingOfCode(0x7fff, true, pt100)).toEqual({ kind: "none", why: "open-lead" });
  expect(readingOfCode(0, true, pt100)).toEqual({ kind: "none", why: "shorted-lead" });
  expect(readingOfCode(3, false, pt100)).toEqual({ kind: "none", why: "shorted-lead" });
  expect(readingOfCode(7769, true, pt100)).toEqual({ kind: "none", why: "open-lead" });
});

test("a PT1000 taken for a PT100 is no temperature of milk but an open lead", () => {
  expect(readingOfCode(7769, false, { zeroOhms: 100, referenceOhms: 4_300 })).toEqual({
    kind: "none",
    why: "open-lead",
  });
});

test("from degrees to ohms and back is the same, over the whole range", () => {
  fc.assert(
    fc.property(fc.double({ min: -199.9, max: 849.9, noNaN: true }), (celsius) => {
      expect(celsiusOf(ratioAt(celsius))).toBeCloseTo(celsius, 6);
    }),
  );
});
