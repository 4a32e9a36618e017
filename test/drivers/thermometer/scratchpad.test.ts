// Every line of a DS18B20's file that has been seen or worked out, and what it may be taken for.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ReadingTrouble } from "../../../src/domain/vat/reading.ts";
import { dallasCrc, parseW1Slave } from "../../../src/drivers/thermometer/scratchpad.ts";

/** As the kernel writes it: the bytes twice, the verdict, thousandths of a degree. */
const file = (bytes: string, thousandths: number, verdict = "YES", lastGood = bytes): string =>
  `${bytes} : crc=${bytes.slice(-2)} ${verdict}\n${lastGood} t=${thousandths}\n`;

const celsius = (value: number) => ({ kind: "celsius", celsius: value });
const why = (trouble: ReadingTrouble) => ({ kind: "none", why: trouble });

describe("good lines", () => {
  test.each([
    ["25 °C", "91 01 4b 46 7f ff 0f 10 25", 25_062, 25.062],
    ["a cold vat", "38 00 4b 46 7f ff 08 10 25", 3_500, 3.5],
    ["16.6875, cut and not rounded, as the kernel does", "0b 01 4b 46 7f ff 05 10 a8", 16_687, 16.687],
    ["a real 85.0, which byte 6 tells from power-on", "50 05 4b 46 7f ff 10 10 bd", 85_000, 85],
    ["4.0", "40 00 4b 46 7f ff 10 10 20", 4_000, 4],
    ["5.0, just kept", "50 00 4b 46 7f ff 10 10 74", 5_000, 5],
    ["5.0625, just missed", "51 00 4b 46 7f ff 0f 10 c3", 5_062, 5.062],
    ["4.9375", "4f 00 4b 46 7f ff 01 10 f2", 4_937, 4.937],
    ["a real -0.0625", "ff ff 4b 46 7f ff 01 10 9a", -62, -0.062],
    ["frost", "5e ff 4b 46 7f ff 02 10 b6", -10_125, -10.125],
    ["milk from the cow", "30 02 4b 46 7f ff 10 10 ef", 35_000, 35],
    ["a real 0.0", "00 00 4b 46 7f ff 10 10 69", 0, 0],
  ])("%s", (_, bytes, thousandths, expected) => {
    const { reading, resolution } = parseW1Slave(file(bytes, thousandths));
    expect(reading).toEqual(celsius(expected));
    expect(resolution).toBe(12);
  });

  test("the sixteen steps of a degree are cut to the kernel's thousandths", () => {
    const steps = Array.from({ length: 16 }, (_, i) =>
      withCrc([0x50 + i, 0, 0x4b, 0x46, 0x7f, 0xff, 1, 0x10]),
    );
    const fractions = steps.map((bytes, i) => {
      const { reading } = parseW1Slave(file(bytes, Math.trunc(((0x50 + i) * 1_000) / 16)));
      return reading.kind === "celsius" ? Math.round(reading.celsius * 1_000) % 1_000 : reading.why;
    });
    expect(fractions).toEqual([0, 62, 125, 187, 250, 312, 375, 437, 500, 562, 625, 687, 750, 812, 875, 937]);
  });
});

describe("lines that are no temperature, though some look like one", () => {
  test.each<[string, string, ReadingTrouble]>([
    ["85.0 after a loss of power", file("50 05 4b 46 7f ff 0c 10 1c", 85_000), "power-on-value"],
    ["127.94, too little power to convert", file("ff 07 4b 46 7f ff 0c 10 a6", 127_937), "low-power"],
    ["all zeros, whose checksum fits", file("00 00 00 00 00 00 00 00 00", 0), "shorted"],
    [
      "all ones beside the last good bytes of an older kernel",
      "ff ff ff ff ff ff ff ff ff : crc=c9 NO\n38 00 4b 46 7f ff 08 10 25 t=-62\n",
      "unplugged",
    ],
    ["all ones with no good bytes ever", file("ff ff ff ff ff ff ff ff ff", -62, "NO"), "unplugged"],
    ["nothing at all: a newer kernel after any failure", "", "no-answer"],
    ["an empty line", "\n", "no-answer"],
    [
      "a bit fallen over, and the kernel says NO",
      "91 01 4b 46 7f ff 0f 10 24 : crc=25 NO\n38 00 4b 46 7f ff 08 10 25 t=25062\n",
      "checksum",
    ],
    ["YES beside bytes whose checksum does not fit", file("91 02 4b 46 7f ff 0f 10 25", 41_062), "checksum"],
    ["bytes that fit beside a NO", file("91 01 4b 46 7f ff 0f 10 25", 25_062, "NO"), "checksum"],
    [
      "an example edited by hand, as found in others' tests",
      file("75 01 4b 46 7f ff 0c 10 1c", 23_312),
      "checksum",
    ],
    ["another such", file("50 01 4b 46 7f ff 0c 10 1c", 21_000), "checksum"],
    ["a third such", file("f4 01 4b 46 7f ff 0c 10 1c", 31_250), "checksum"],
    ["half a line", "91 01 4b 46 7f ff 0f 10 25 : crc=25 YES\n", "garbled"],
    ["the kernel's figure is not that of the bytes", file("91 01 4b 46 7f ff 0f 10 25", 5_000), "garbled"],
    ["something else altogether", "4000\n", "garbled"],
    ["a third line", `${file("91 01 4b 46 7f ff 0f 10 25", 25_062)}91\n`, "garbled"],
  ])("%s", (_, text, trouble) => {
    expect(parseW1Slave(text).reading).toEqual(why(trouble));
  });

  test("a byte of settings that no chip has", () => {
    const bytes = withCrc([0x91, 0x01, 0x4b, 0x46, 0x00, 0xff, 0x0f, 0x10]);
    expect(parseW1Slave(file(bytes, 25_062)).reading).toEqual(why("garbled"));
  });

  test("colder or warmer than the chip can measure; its last degrees count", () => {
    const coldest = withCrc([0x90, 0xfc, 0x4b, 0x46, 0x7f, 0xff, 16, 0x10]);
    expect(parseW1Slave(file(coldest, -55_000)).reading).toEqual(celsius(-55));
    expect(
      parseW1Slave(file(withCrc([0x8f, 0xfc, 0x4b, 0x46, 0x7f, 0xff, 1, 0x10]), -55_062)).reading,
    ).toEqual(why("garbled"));
    expect(
      parseW1Slave(file(withCrc([0xd1, 0x07, 0x4b, 0x46, 0x7f, 0xff, 15, 0x10]), 125_062)).reading,
    ).toEqual(why("garbled"));
    expect(
      parseW1Slave(file(withCrc([0xd0, 0x07, 0x4b, 0x46, 0x7f, 0xff, 16, 0x10]), 125_000)).reading,
    ).toEqual(celsius(125));
  });

  test("85.0 from a copy whose byte 6 proves nothing is not believed", () => {
    const bytes = withCrc([0x50, 0x05, 0x4b, 0x46, 0x7f, 0xff, 0x00, 0x10]);
    expect(parseW1Slave(file(bytes, 85_000)).reading).toEqual(why("power-on-value"));
  });
});

test("the resolution is in byte 4", () => {
  const at = (config: number) =>
    parseW1Slave(file(withCrc([0x38, 0, 0x4b, 0x46, config, 0xff, 8, 0x10]), 3_500)).resolution;
  expect([0x1f, 0x3f, 0x5f, 0x7f].map(at)).toEqual([9, 10, 11, 12]);
});

test("whatever one bit does to a good line, no other temperature comes out", () => {
  const good = [0x38, 0x00, 0x4b, 0x46, 0x7f, 0xff, 0x08, 0x10, 0x25];
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 71 }), (bit) => {
      const bytes = good.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      const text = bytes.map(hex).join(" ");
      expect(parseW1Slave(file(text, 3_500)).reading.kind).toBe("none");
    }),
  );
});

test("any text gives a reading or a reason, and a number only within what the chip measures", () => {
  const piece = fc.constantFrom(
    "ff ",
    "00 ",
    "91 ",
    "01 ",
    ": crc=25 YES\n",
    " NO\n",
    "t=25062\n",
    "t=-",
    "\n",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece, { maxLength: 30 }).map((p) => p.join("")),
      ),
      (text) => {
        const { reading } = parseW1Slave(text);
        if (reading.kind === "celsius") expect(Math.abs(reading.celsius)).toBeLessThanOrEqual(125);
      },
    ),
  );
});

function withCrc(bytes: readonly number[]): string {
  return [...bytes, dallasCrc(bytes)].map(hex).join(" ");
}
function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}
