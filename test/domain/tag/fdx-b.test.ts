// Room: test/domain/tag. Telegrams and bare codes, against captures of real tags.

import fc from "fast-check";
import { expect, test } from "vitest";
import {
  BARE_FORMATS,
  type BareFormat,
  openBare,
  readBareCapture,
} from "../../../src/domain/tag/bare-code.ts";
import { eidOf } from "../../../src/domain/tag/code.ts";
import { crc16, eachReversed, reverseBits } from "../../../src/domain/tag/fdx-b.ts";
import type { TagResult } from "../../../src/domain/tag/tag-result.ts";
import { checkedBytes, codeBytes, plainCode, telegram } from "../../../src/sim/tag-bytes.ts";
import { codes, hexBytes, join } from "./streams.ts";

const cow = eidOf(982, 1_088_420);
const only = (format: BareFormat, bytes: Uint8Array | string): TagResult => {
  const [result, ...more] = readBareCapture(format, typeof bytes === "string" ? hexBytes(bytes) : bytes);
  if (result === undefined || more.length > 0) throw new Error(`${more.length + 1} results`);
  return result;
};

test("a telegram as a research tool captured it, and a copy without the animal flag: the same fifteen digits", () => {
  expect(only("fdxb-128", "00339a080402079f8040797788040201")).toEqual({
    kind: "animal",
    eid: "999000000001337",
    country: 999,
    national: "000000001337",
    animal: true,
    retagging: 0,
    userInformation: 0,
    reserved: 0,
    advanced: false,
    dataBlock: false,
    test: true,
    lacksCountry: false,
    transmission: "fdx-b",
    checked: true,
    format: "fdxb-128",
    trailer: "000000",
  });
  expect(only("fdxb-104", "9C A0 00 00 03 9F 00 00 DB 59 00 00 00")).toMatchObject({
    eid: "999000000001337",
    animal: false,
    checked: true,
    format: "fdxb-104",
  });
});

test("a tag with reserved, user and data-block bits set is read, and the bits are kept", () => {
  expect(only("iso64-air", "0E F1 11 10 E0 F0 E0 0F")).toMatchObject({
    kind: "animal",
    eid: "060030207938416",
    animal: true,
    retagging: 7,
    userInformation: 0,
    reserved: 1,
    advanced: true,
    dataBlock: true,
    checked: false,
  });
});

test("the two raw orders that research tools print are each other's mirror", () => {
  expect(only("iso64-air", "EC383BFB439F0001")).toMatchObject({ eid: "999012345678903", test: true });
  expect(only("iso64-be", "8000F9C2DFDC1C37")).toMatchObject({ eid: "999012345678903", checked: false });
});

test("the telegram of a reader's manual, each byte lowest bit first, is read", () => {
  const manual = "00 F4 8D 57 74 48 ED 1E 01 02 B6 FE 10 20 40 80";
  expect(only("fdxb-128", manual)).toMatchObject({ eid: "123112233445566", animal: true });
  expect(only("fdxb-128", eachReversed(hexBytes(manual)))).toMatchObject({ eid: "123112233445566" });
});

test("a telegram whose bits are all turned over is read, in either order of bits", () => {
  const turned = hexBytes("00339a080402079f8040797788040201").map((byte) => ~byte);
  expect(only("fdxb-128", turned)).toMatchObject({ eid: "999000000001337" });
  expect(only("fdxb-128", eachReversed(turned))).toMatchObject({ eid: "999000000001337" });
  expect(only("fdxb-128", "ffcc65f7fbfdf8607fbf868877fbfdfe")).toMatchObject({ eid: "999000000001337" });
});

test("a tag that measures temperature tells it: 016A in the trailer is 95.2 °F", () => {
  const code = plainCode(cow);
  expect(only("fdxb-128", telegram(code, 0x16a))).toMatchObject({ trailer: "00016a", temperature: 35.1 });
  expect(only("fdxb-104", eachReversed(checkedBytes(code, 0x16a)))).toMatchObject({ temperature: 35.1 });
  expect(only("fdxb-128", telegram(code, 0x06a))).not.toHaveProperty("temperature");
  expect(only("fdxb-128", telegram(code, 0x36a))).not.toHaveProperty("temperature");
  expect(only("fdxb-128", telegram(code, 0x5ff16b))).toMatchObject({ trailer: "5ff16b" });
});

test("a capture that began within the telegram is read from wherever it began", () => {
  const whole = telegram(plainCode(cow), 0xabcdef);
  const bits = [...whole].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  for (let start = 0; start < 128; start += 1) {
    const turned = bits.slice(start) + bits.slice(0, start);
    const bytes = Uint8Array.from(turned.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
    expect(only("fdxb-128", bytes)).toMatchObject({ eid: cow, trailer: "abcdef" });
  }
});

test.each<[BareFormat, string, string]>([
  ["iso64-be", "0000000000000000", "blank"],
  ["iso64-be", "FFFFFFFFFFFFFFFF", "country-too-large"],
  ["iso64-be", "8000F58000109B", "wrong-size"],
  ["iso64-be", "8000F58000109BA400", "wrong-size"],
  ["iso64-air", "0000000000000000", "blank"],
  ["iso64-air", "EC383BFB439F000101", "wrong-size"],
  ["fdxb-104", "00000000000000000000000000", "blank"],
  ["fdxb-104", "9CA00000039F0000DB58000000", "wrong-checksum"],
  ["fdxb-104", "9CA00000039F0000DB590000", "cut-short"],
  ["fdxb-128", "00000000000000000000000000000000", "no-telegram"],
  ["fdxb-128", "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", "no-telegram"],
  ["fdxb-128", "00339a080402079f80407977880402", "cut-short"],
  ["fdxb-128", "80339a080402079f8040797788040201", "no-telegram"],
  ["fdxb-128", "00339a080402079f8040797788040200", "no-telegram"],
  ["fdxb-128", "00319a080402079f8040797788040201", "wrong-checksum"],
])("%s %s is thrown away: %s", (format, hex, reason) => {
  expect(only(format, hex)).toMatchObject({ kind: "discarded", reason, count: hex.length / 2, format });
});

test("codes of other trades are not animals': neither animal flag nor a country", () => {
  expect(only("iso64-be", "0060 00000 11A82AC".replaceAll(" ", ""))).toEqual({
    kind: "not-animal",
    application: "0006",
    id: "0000000018514604",
    format: "iso64-be",
  });
  expect(only("iso64-be", "7FFFFFFFFFFFFFFF")).toMatchObject({
    kind: "not-animal",
    application: "2047",
    id: "4503599627370495",
  });
  expect(only("iso64-be", "8000000000000001")).toMatchObject({ eid: "000000000000001", lacksCountry: true });
});

test("any code survives every spelling, whatever bits are set in it", () => {
  fc.assert(
    fc.property(codes, fc.nat(0xffffff), (code, trailer) => {
      const expected = { kind: "animal", ...code, national: String(code.national).padStart(12, "0") };
      const low = codeBytes(code);
      expect(only("iso64-be", low.toReversed())).toMatchObject(expected);
      expect(only("iso64-air", eachReversed(low))).toMatchObject(expected);
      expect(only("fdxb-104", eachReversed(checkedBytes(code, trailer)))).toMatchObject(expected);
      expect(only("fdxb-128", telegram(code, trailer))).toMatchObject(expected);
    }),
    { numRuns: 60 },
  );
});

test("up to three flipped bits in code or checksum are found, one by one and in pairs", () => {
  const block = eachReversed(checkedBytes(plainCode(cow), 0));
  const unseen: number[][] = [];
  for (let first = 0; first < 80; first += 1) {
    for (let second = first; second < 80; second += 1) {
      const flipped = block.slice();
      for (const bit of new Set([first, second]))
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
      if (readBareCapture("fdxb-104", flipped)[0]?.kind !== "discarded") unseen.push([first, second]);
    }
  }
  expect(unseen).toEqual([]);
});

test("both known ways to sum a code give the same: reflected over numbered bytes, plain over sent ones", () => {
  fc.assert(
    fc.property(codes, (code) => {
      let plain = 0;
      for (const byte of eachReversed(codeBytes(code))) {
        plain ^= byte << 8;
        for (let bit = 0; bit < 8; bit += 1) plain = ((plain << 1) ^ (plain & 0x8000 ? 0x1021 : 0)) & 0xffff;
      }
      const mirrored = (reverseBits(plain & 0xff) << 8) | reverseBits(plain >> 8);
      expect(crc16(codeBytes(code))).toBe(mirrored);
    }),
  );
});

test("codes in a file follow each other, and what is left at the end is said", () => {
  const two = join(codeBytes(plainCode(cow)).reverse(), codeBytes(plainCode(cow)).reverse());
  const parser = openBare("iso64-be");
  expect(parser.push(two.subarray(0, 9))).toMatchObject([{ eid: cow }]);
  expect(parser.push(two.subarray(9))).toMatchObject([{ eid: cow }]);
  expect(parser.flush()).toEqual([]);
  parser.push(two.subarray(0, 3));
  expect(parser.flush()).toMatchObject([{ reason: "cut-short", count: 3 }]);
  expect(parser.flush()).toEqual([]);
  for (const format of BARE_FORMATS)
    expect(readBareCapture(format, new Uint8Array(0))).toEqual(
      format.startsWith("iso") ? [expect.objectContaining({ reason: "wrong-size" })] : [],
    );
});
