// Room: domain/tag. Codes that readers print in hexadecimal, without a checksum: `3D9.2098AB0380`, `8000F58000109BA4`.
// May live here: what such digits say. May not: the rest of the line (ascii-line.ts).
// Invariant: digits that could also be decimal, or be read from either end, are refused and not guessed at.

import { COUNTRY_MAX, codeFromBits, isCarried, MISSING_COUNTRY, upperBits } from "./code.ts";
import { isAssigned } from "./country.ts";
import { codeOfBytes, eachReversed } from "./fdx-b.ts";
import { type AnimalTag, animalTag, type DiscardReason, tagOfCode } from "./tag-result.ts";

const ANIMAL_FLAG = 1n << 63n;
/** What the first two bytes of a plain animal's code are, without and with the data-block flag. */
const PLAIN_HEAD = /^800[01]/;
/** Of sixteen hexadecimal digits six are letters on average. */
const LETTERS_MIN = 3;
/** The two hexadecimal spellings of manufacturers' codes without a letter in them: 384..389 and 390..399. */
const DIGITS_ONLY_FROM = 0x384;

/** Three hexadecimal digits of country and ten of national id. `hasDot` as in 3D9.2098AB0380. */
export function readSplitHex(
  country: string,
  national: string,
  hasDot: boolean,
  format: string,
): AnimalTag | DiscardReason {
  const [countryValue, nationalValue] = [Number.parseInt(country, 16), Number.parseInt(national, 16)];
  // Ten plain digits are also a decimal line that has lost two: only behind a dot, and only a manufacturer's.
  const isDigitsOnly = !/[A-F]/i.test(country + national);
  if (isDigitsOnly && !(hasDot && countryValue >= DIGITS_ONLY_FROM)) return "hexadecimal";
  if (countryValue > COUNTRY_MAX) return "country-too-large";
  if (!isCarried(countryValue, nationalValue)) return "national-too-large";
  if (countryValue === MISSING_COUNTRY || !isAssigned(countryValue)) return "country-unassigned";
  return animalTag(countryValue, nationalValue, { transmission: null, checked: false, format });
}

/**
 * Sixteen hexadecimal digits: the code as a number, or its bits in the order they are sent (it then ends in 0001).
 * Without a checksum only the animal flag and an assigned country tell a code from any other number; read from the
 * wrong end one code in six passes for another. So of the two the one with no rarer bits set is believed; if neither
 * is so plain, only the number, which is how nearly all readers print it, and not where `isPlainOnly`.
 */
export function readWholeHex(
  digits: string,
  isPlainOnly: boolean,
  format: string,
): AnimalTag | DiscardReason {
  const number = BigInt(`0x${digits}`);
  const bytes = Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const sent = codeOfBytes(eachReversed(bytes));
  const hasLetters = /[A-F]/i.test(digits);

  // Fifteen decimal digits and a stray letter are no code: one with rarer bits set must have letters enough.
  const isNumber =
    isLikely(number) && (PLAIN_HEAD.test(digits) || digits.replace(/[0-9]/g, "").length >= LETTERS_MIN);
  const isSent = isLikely(sent) && isPlain(sent) && hasLetters;
  const isPlainNumber = isNumber && isPlain(number);
  if (isPlainNumber && isSent) return "hexadecimal";
  const code = isSent ? sent : number;
  if (!isSent && !isPlainNumber && !(isNumber && !isPlainOnly)) return "hexadecimal";
  const read = tagOfCode(code, { transmission: null, checked: false, format });
  return typeof read === "string" || read.kind !== "animal" ? "hexadecimal" : read;
}

function isLikely(bits: bigint): boolean {
  const code = codeFromBits(bits);
  return bits >= ANIMAL_FLAG && code !== null && isAssigned(code.country);
}

function isPlain(bits: bigint): boolean {
  const code = codeFromBits(bits);
  return code !== null && upperBits(code) === 0;
}
