// Room: test/domain/tag. Bytes and tags for the tests of every reader format.

import fc from "fast-check";
import { eidOf, NATIONAL_MAX } from "../../../src/domain/tag/code.ts";
import { isAssigned } from "../../../src/domain/tag/country.ts";
import { createTagParser, type TagFormat } from "../../../src/domain/tag/formats.ts";
import type { TagResult } from "../../../src/domain/tag/tag-result.ts";
import type { AsciiStyle } from "../../../src/sim/tag-bytes.ts";

export const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
export const hexBytes = (hex: string): Uint8Array =>
  Uint8Array.from(Buffer.from(hex.replace(/\s/g, ""), "hex"));

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** Everything a parser finds in these bytes, pushed whole. */
export function parseAll(format: TagFormat, bytes: Uint8Array): TagResult[] {
  const parser = createTagParser(format);
  return [...parser.push(bytes), ...parser.flush()];
}

/** The same, with the stream cut at these places (any numbers; taken modulo the length). */
export function parseCut(format: TagFormat, bytes: Uint8Array, cuts: readonly number[]): TagResult[] {
  const parser = createTagParser(format);
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  const results: TagResult[] = [];
  let from = 0;
  for (const place of [...places, bytes.length]) {
    results.push(...parser.push(bytes.subarray(from, place)));
    from = place;
  }
  return [...results, ...parser.flush()];
}

export const eidsIn = (results: readonly TagResult[]): string[] =>
  results.flatMap((result) => (result.kind === "animal" ? [result.eid] : []));

/** Every byte is accounted for: in a discard, or in something found. */
export const discardedCount = (results: readonly TagResult[]): number =>
  results.reduce((sum, result) => sum + (result.kind === "discarded" ? result.count : 0), 0);

export const eids = fc
  .tuple(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 1, max: NATIONAL_MAX }))
  .map(([country, national]) => eidOf(country, national));

/** Codes with any bits set, that an animal's tag may carry. */
export const codes = fc.record({
  animal: fc.boolean(),
  retagging: fc.integer({ min: 0, max: 7 }),
  userInformation: fc.integer({ min: 0, max: 31 }),
  reserved: fc.integer({ min: 0, max: 31 }),
  advanced: fc.boolean(),
  dataBlock: fc.boolean(),
  country: fc.integer({ min: 1, max: 999 }),
  national: fc.integer({ min: 1, max: NATIONAL_MAX }),
});

export const cutsList = fc.array(fc.nat(100_000), { maxLength: 12 });

/** Countries that ISO 3166 gives to nobody, and 000, are refused where the line may be a cut longer one. */
export function isCertain(eid: string, style: AsciiStyle): boolean {
  const country = Number(eid.slice(0, 3));
  if (country >= 90 && country < 100)
    return !["allflex-joined", "ascii15", "s2000", "hexadecimal"].includes(style);
  switch (style) {
    case "allflex-joined":
    case "ascii15":
      return (
        country !== 800 && (country >= 100 || (country > 0 && isAssigned(country))) && !/^1000{5}/.test(eid)
      );
    case "ascii16":
      return country > 0;
    case "hexadecimal":
      // Read from the other end it must not look like a code too; one in some thousands does.
      return isAssigned(country) && !/0(?:001|008)$/.test(Number(eid.slice(3)).toString(16)) && country > 0;
    case "s2000":
      return country === 0 || country >= 100 || isAssigned(country);
    case "other-fields":
      return country > 0;
    default:
      return true;
  }
}

/** Results in short: an EID, a status, `application/id` of another trade's tag, or a reason with ! before it. */
export const shown = (result: TagResult): string => {
  switch (result.kind) {
    case "animal":
      return result.eid;
    case "status":
      return result.status;
    case "not-animal":
      return `${result.application}/${result.id}`;
    case "discarded":
      return `!${result.reason}`;
  }
};
