// Room: domain/tag. The 64 bits of an ISO 11784 code, and the EID in them.
// May live here: the code's fields and their ranges. May not: how any reader spells them (one file a format).
// Invariant: animals are matched on country and national id alone; every other field is an attribute, because
// the same 15 digits are met with different upper bits.

import type { Eid } from "../ids.ts";
import { assert } from "../result.ts";

/** 38 bits. A 12-digit field can hold more, so this finds mistyped and misread numbers. */
export const NATIONAL_MAX = 274_877_906_943;
/** 10 bits could say 1023; ISO 3166 and the manufacturer codes end at 999. */
export const COUNTRY_MAX = 999;
/** Test code: makers reuse it freely, so it tells no two animals apart for certain. */
const TEST_COUNTRY = 999;
/** Met with a valid checksum on badly made tags (ICAR: "invalid 000-coded ear tags"). */
export const MISSING_COUNTRY = 0;

/** Fields of ISO 11784, first bit first. Bit counts: 1, 3, 5, 5, 1, 1, 10, 38. */
export type TagCode = {
  /** Bit 1. Off means another use than animals. */
  readonly animal: boolean;
  /** Bits 2–4: how often the tag was replaced, 0..7. */
  readonly retagging: number;
  /** Bits 5–9, 0..31. */
  readonly userInformation: number;
  /** Bits 10–14, 0..31. Never required to be 0: ISO 11784:2024 puts a visual start digit here. */
  readonly reserved: number;
  /** Bit 15 (RUDI): the tag has advanced functions. */
  readonly advanced: boolean;
  /** Bit 16: a data block follows the code. */
  readonly dataBlock: boolean;
  /** Bits 17–26: ISO 3166 number of a country, or 900..998 of a manufacturer, 0..999. */
  readonly country: number;
  /** Bits 27–64, 0..NATIONAL_MAX. */
  readonly national: number;
};

/** What a reader told of a code: the EID always; a field is null where its format leaves the field out. */
export type TagAttributes = {
  readonly [Field in Exclude<keyof TagCode, "country" | "national">]: TagCode[Field] | null;
};
export const NO_ATTRIBUTES: TagAttributes = {
  animal: null,
  retagging: null,
  userInformation: null,
  reserved: null,
  advanced: null,
  dataBlock: null,
};

/** Whether a tag can carry these two numbers at all. */
export function isCarried(country: number, national: number): boolean {
  const whole = Number.isInteger(country) && Number.isInteger(national);
  return whole && country >= 0 && country <= COUNTRY_MAX && national >= 0 && national <= NATIONAL_MAX;
}

/** The 15 digits for a country and a national id that `isCarried`. */
export function eidOf(country: number, national: number): Eid {
  assert(isCarried(country, national), "country and national id within what a tag can carry");
  return `${String(country).padStart(3, "0")}${String(national).padStart(12, "0")}` as Eid;
}

/** Country or manufacturer, 0..999. */
export const countryOf = (eid: Eid): number => Number(eid.slice(0, 3));
/** The 12 digits of the national id, as text. */
export const nationalOf = (eid: Eid): string => eid.slice(3);
/** Never exported to a national register; accepted at the bail like any other tag. */
export const isTestCode = (eid: Eid): boolean => countryOf(eid) === TEST_COUNTRY;
/** Decoded and used, but shown: such a number is not unique by any authority's word. */
export const lacksCountry = (eid: Eid): boolean => countryOf(eid) === MISSING_COUNTRY;

/** Bits 2–15 as one number, 0..16383: readers print them as five decimal digits. */
export const UPPER_BITS_MAX = 0x3fff;

/** Splits bits 2–15 into their fields. */
export function upperFields(
  bits: number,
): Pick<TagCode, "retagging" | "userInformation" | "reserved" | "advanced"> {
  assert(Number.isInteger(bits) && bits >= 0 && bits <= UPPER_BITS_MAX, "bits 2-15 are fourteen bits");
  return {
    retagging: (bits >> 11) & 0x07,
    userInformation: (bits >> 6) & 0x1f,
    reserved: (bits >> 1) & 0x1f,
    advanced: (bits & 1) === 1,
  };
}

/** Bits 2–15 as one number. Undoes `upperFields`. */
export function upperBits(
  fields: Pick<TagCode, "retagging" | "userInformation" | "reserved" | "advanced">,
): number {
  return (
    (fields.retagging << 11) |
    (fields.userInformation << 6) |
    (fields.reserved << 1) |
    (fields.advanced ? 1 : 0)
  );
}

/** The code as one number, bit 1 highest. 64 bits do not fit a JavaScript number, hence bigint. */
export function codeToBits(code: TagCode): bigint {
  assert(isCarried(code.country, code.national), "country and national id within what a tag can carry");
  const upper = (code.animal ? 0x8000 : 0) | (upperBits(code) << 1) | (code.dataBlock ? 1 : 0);
  return (BigInt(upper) << 48n) | (BigInt(code.country) << 38n) | BigInt(code.national);
}

/** The fields of a 64-bit code, or null when its country is above 999 and so no code at all. */
export function codeFromBits(bits: bigint): TagCode | null {
  const upper = Number((bits >> 48n) & 0xffffn);
  const country = Number((bits >> 38n) & 0x3ffn);
  if (country > COUNTRY_MAX) return null;
  return {
    animal: upper >> 15 === 1,
    ...upperFields((upper >> 1) & UPPER_BITS_MAX),
    dataBlock: (upper & 1) === 1,
    country,
    national: Number(bits & 0x3f_ffff_ffffn),
  };
}
