// Room: test/domain/tag. The ISO 11784 code and its fields.

import fc from "fast-check";
import { expect, test } from "vitest";
import {
  codeFromBits,
  codeToBits,
  eidOf,
  NATIONAL_MAX,
  upperBits,
  upperFields,
} from "../../../src/domain/tag/code.ts";

const codes = fc.record({
  animal: fc.boolean(),
  retagging: fc.integer({ min: 0, max: 7 }),
  userInformation: fc.integer({ min: 0, max: 31 }),
  reserved: fc.integer({ min: 0, max: 31 }),
  advanced: fc.boolean(),
  dataBlock: fc.boolean(),
  country: fc.integer({ min: 0, max: 999 }),
  national: fc.integer({ min: 0, max: NATIONAL_MAX }),
});

test("a code survives its 64 bits", () => {
  fc.assert(
    fc.property(codes, (code) => {
      expect(codeFromBits(codeToBits(code))).toEqual(code);
    }),
  );
});

test("the animal flag is the highest bit: a plain animal code reads 8000… in hexadecimal", () => {
  const plain = { retagging: 0, userInformation: 0, reserved: 0, advanced: false, dataBlock: false };
  const code = { animal: true, ...plain, country: 982, national: 1_088_420 };
  expect(codeToBits(code)).toBe(0x8000_f580_0010_9ba4n);
});

test("a country above 999 is no code", () => {
  expect(codeFromBits((1000n << 38n) | 1n)).toBeNull();
});

test("the five digits of bits 2 to 15 split and join", () => {
  const changed: number[] = [];
  for (let bits = 0; bits <= 0x3fff; bits += 1) if (upperBits(upperFields(bits)) !== bits) changed.push(bits);
  expect(changed).toEqual([]);
});

test("an EID is made only of numbers that a tag can carry", () => {
  expect(eidOf(36, 5)).toBe("036000000000005");
  expect(() => eidOf(1000, 5)).toThrow("broken assumption");
  expect(() => eidOf(982, NATIONAL_MAX + 1)).toThrow("broken assumption");
  expect(() => eidOf(982, 0.5)).toThrow("broken assumption");
});
