// Room: test/domain/tag. ASCII readers, line by line and as a stream.

import fc from "fast-check";
import { expect, test } from "vitest";
import { LINE_BYTES_MAX } from "../../../src/domain/tag/ascii.ts";
import { createTagParser } from "../../../src/domain/tag/formats.ts";
import type { TagResult } from "../../../src/domain/tag/tag-result.ts";
import { ASCII_STYLES, asciiTag, industrialTag } from "../../../src/sim/tag-bytes.ts";
import {
  bytesOf,
  cutsList,
  discardedCount,
  eids,
  eidsIn,
  isCertain,
  join,
  parseAll,
  parseCut,
} from "./streams.ts";

const parse = (text: string): TagResult[] => parseAll("ascii", bytesOf(text));
const only = (text: string): TagResult => {
  const [result, ...more] = parse(text);
  if (result === undefined || more.length > 0) throw new Error(`${more.length + 1} results for ${text}`);
  return result;
};

test("an Allflex line is a whole animal tag", () => {
  expect(only("LA 982 000001088420\r\n")).toEqual({
    kind: "animal",
    eid: "982000001088420",
    country: 982,
    national: "000001088420",
    animal: true,
    retagging: null,
    userInformation: null,
    reserved: null,
    advanced: null,
    dataBlock: null,
    test: false,
    lacksCountry: false,
    transmission: null,
    checked: false,
    format: "ascii",
  });
});

test.each([
  ["LA 982 000001088420", "982000001088420", true],
  ["LA 00000 0 982 000001088420", "982000001088420", true],
  ["LA\t982\t000001088420", "982000001088420", true],
  ["LA;982;000001088420", "982000001088420", true],
  ["LA,982,000001088420", "982000001088420", true],
  ["LA982000001088420", "982000001088420", true],
  ["#A 982 000001088420", "982000001088420", true],
  ["XA 982 000001088420", "982000001088420", true],
  ["GA 982 000001088420", "982000001088420", true],
  ["A 982 000001088420", "982000001088420", true],
  ["LA 0 982 000001088420", "982000001088420", true],
  ["A0000000964000000123456", "964000000123456", true],
  ["964 000000123456", "964000000123456", null],
  ["A 00000 0 964 000000123456", "964000000123456", true],
  ["A 00000 0 0999 000000123456", "999000000123456", true],
  ["10000000964000000123456", "964000000123456", true],
  ["00000000964000000123456", "964000000123456", false],
  ["964000000123456", "964000000123456", null],
  ["826012345600001", "826012345600001", null],
  ["0826012345600001", "826012345600001", null],
  ["826 052636100657", "826052636100657", null],
  ["036 000000123456", "036000000123456", null],
  ["982_000001088420", "982000001088420", null],
  [">LA 982 000001088420", "982000001088420", true],
  ["  LA 982 000001088420 ", "982000001088420", true],
  ["\u0002982 000001088420", "982000001088420", null],
  ["\u0002A0000000964000000123456\u0003", "964000000123456", true],
  ["\u0000\u0011LA 982 000001088420", "982000001088420", true],
])("%j is tag %s", (line, eid, animal) => {
  expect(only(`${line}\r\n`)).toMatchObject({ kind: "animal", eid, animal });
});

test("the reserved field is taken apart, whatever is set in it", () => {
  expect(only("LA 06235 1 982 000001088420\r")).toMatchObject({
    retagging: 3,
    userInformation: 1,
    reserved: 13,
    advanced: true,
    dataBlock: true,
  });
});

test("test codes and missing countries are decoded and marked", () => {
  expect(only("999 000000000123\r")).toMatchObject({ test: true, lacksCountry: false });
  expect(only("000 000000000123\r")).toMatchObject({ test: false, lacksCountry: true });
});

test.each([
  ["LR 0006 0000000018514348", "0006", "0000000018514348"],
  ["R 4095 4503599627370495", "4095", "4503599627370495"],
  ["R00060000000000123456", "0006", "0000000000123456"],
  ["W 0001 0000000000000001", "0001", "0000000000000001"],
])("%j is a tag, but no animal's", (line, application, id) => {
  expect(only(`${line}\r\n`)).toEqual({ kind: "not-animal", application, id, format: "ascii" });
});

test.each([
  ["LI", "no-read"],
  ["I", "no-read"],
  ["NoRead", "no-read"],
  ["NO READ", "no-read"],
  ["\u0002", "power-up"],
  [">", "prompt"],
  ["P", "echo"],
  ["*B-840239", "reply"],
  ["B*B-840239", "reply"],
  ["*SW V1.05", "reply"],
  ["ALM: 01 noise", "alarm"],
])("%j is the reader talking of itself: %s", (line, status) => {
  expect(only(`${line}\r\n`)).toMatchObject({ kind: "status", status });
});

test.each([
  ["LA 982 1088420", "wrong-length"],
  ["LA 982 0000010884201", "wrong-length"],
  ["98200000108842", "wrong-length"],
  ["LA000000982000001088420", "wrong-length"],
  ["LA 982 999999999999", "national-too-large"],
  ["LA 1982 000001088420", "country-too-large"],
  ["9982000001088420", "country-too-large"],
  ["LA 99999 0 982 000001088420", "upper-bits-too-large"],
  ["LA UK 000001088420", "country-letters"],
  ["LA XXX 000001088420", "country-letters"],
  ["la 982 000001088420", "not-a-tag"],
  ["hello", "not-a-tag"],
  ["LA 982\u0007000001088420", "unprintable"],
])("%j is thrown away: %s", (line, reason) => {
  expect(only(`${line}\r\n`)).toMatchObject({ kind: "discarded", reason, count: line.length });
});

test("CR, LF and CR LF each end a line, and empty lines are nothing", () => {
  expect(eidsIn(parse("982 000000000001\r982 000000000002\n982 000000000003\r\n\r\n\n"))).toEqual([
    "982000000000001",
    "982000000000002",
    "982000000000003",
  ]);
});

test("a tag is given at the CR, without waiting for the LF", () => {
  const parser = createTagParser("ascii");
  expect(parser.push(bytesOf("LA 982 000001088420"))).toEqual([]);
  expect(eidsIn(parser.push(bytesOf("\r")))).toEqual(["982000001088420"]);
  expect(parser.push(bytesOf("\n"))).toEqual([]);
});

test("a last line without a line end is still read", () => {
  expect(eidsIn(parse("LA 982 000001088420"))).toEqual(["982000001088420"]);
});

test("a marked line right after noise is read, and the noise counted", () => {
  expect(parse("\u00ff\u00feLA 982 000001088420\r")).toMatchObject([
    { kind: "discarded", reason: "unprintable", count: 2, bytes: "fffe" },
    { kind: "animal", eid: "982000001088420" },
  ]);
});

test("the digits left of an industrial tag after noise are not taken for an animal", () => {
  expect(eidsIn(parse("LR 0006\u00ff0000000018514348\r"))).toEqual([]);
  expect(eidsIn(parse("LR 0006\u00ff982000001088420\r"))).toEqual([]);
  expect(only("0000000018514348\r")).toMatchObject({ kind: "discarded", reason: "country-missing" });
});

test("an over-long line is thrown away to its end with every byte counted, and the next line read", () => {
  const long = "x".repeat(LINE_BYTES_MAX * 3 + 10);
  const results = parse(`${long}\rLA 982 000001088420\r`);
  expect(eidsIn(results)).toEqual(["982000001088420"]);
  expect(discardedCount(results)).toBe(long.length);
  expect(results.map((result) => (result.kind === "discarded" ? result.reason : ""))).toContain("too-long");
});

test("what every style of reader prints is read back as printed", () => {
  const ends = fc.constantFrom("\r", "\n", "\r\n");
  fc.assert(
    fc.property(eids, fc.constantFrom(...ASCII_STYLES), ends, (eid, style, end) => {
      fc.pre(isCertain(eid, style));
      expect(eidsIn(parseAll("ascii", asciiTag(eid, style, end)))).toEqual([eid]);
    }),
    { numRuns: 500 },
  );
});

const lines = fc.oneof(
  fc.tuple(eids, fc.constantFrom(...ASCII_STYLES)).map(([eid, style]) => asciiTag(eid, style)),
  fc.constant(industrialTag(6, "18514348")),
  fc.constant(bytesOf("NoRead\r")),
  fc.uint8Array({ maxLength: 40 }),
  fc.constant(bytesOf("y".repeat(300))),
);

test("where the stream is cut makes no difference", () => {
  fc.assert(
    fc.property(fc.array(lines, { maxLength: 6 }), cutsList, (parts, cuts) => {
      const stream = join(...parts);
      expect(parseCut("ascii", stream, cuts)).toEqual(parseAll("ascii", stream));
    }),
    { numRuns: 150 },
  );
});

test("noise between lines costs no tag", () => {
  const noise = fc.uint8Array({ maxLength: 600 }).map((bytes) => join(bytes, bytesOf("\r")));
  fc.assert(
    fc.property(fc.array(fc.tuple(noise, eids), { maxLength: 5 }), (pairs) => {
      const stream = join(...pairs.flatMap(([bytes, eid]) => [bytes, asciiTag(eid)]));
      expect(eidsIn(parseAll("ascii", stream))).toEqual(pairs.map(([, eid]) => eid));
    }),
  );
});

test("a line with one byte lost never becomes another cow, but for a country 0xx out of a four-digit one", () => {
  fc.assert(
    fc.property(eids, fc.constantFrom(...ASCII_STYLES), fc.nat(40), (eid, style, at) => {
      const line = asciiTag(eid, style, "\r");
      const place = at % (line.length - 1);
      const short = join(line.subarray(0, place), line.subarray(place + 1));
      const isFourDigits = style === "ascii16" || style === "four-digit-country";
      for (const read of eidsIn(parseAll("ascii", short))) {
        if (read !== eid) expect([isFourDigits, read[0]]).toEqual([true, "0"]);
      }
    }),
    { numRuns: 500 },
  );
});

test("endless garbage without a line end is reported as it comes and holds no memory", () => {
  const parser = createTagParser("ascii");
  const chunk = new Uint8Array(4_096).fill(0x78);
  let reported = 0;
  for (let round = 0; round < 20; round += 1) {
    const results = parser.push(chunk);
    expect(results.length).toBeLessThanOrEqual(chunk.length / LINE_BYTES_MAX + 1);
    reported += discardedCount(results);
  }
  expect(20 * 4_096 - reported).toBeLessThanOrEqual(LINE_BYTES_MAX);
});
