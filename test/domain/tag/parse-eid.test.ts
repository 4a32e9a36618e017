// Room: test/domain/tag. EIDs as people and spreadsheets write them.

import fc from "fast-check";
import { expect, test } from "vitest";
import {
  COUNTRY_MAX,
  countryOf,
  isTestCode,
  lacksCountry,
  nationalOf,
} from "../../../src/domain/tag/code.ts";
import { parseEid } from "../../../src/domain/tag/parse-eid.ts";

const refusal = (text: string): string => {
  const result = parseEid(text);
  if (result.ok) throw new Error(`${text} was taken for an EID`);
  expect(result.error.expected).toBe("15 digits, for example 982000001088420");
  return `${result.error.problem} | ${result.error.fix}`;
};

test("fifteen digits that a tag can carry are an EID, country and national id kept apart", () => {
  const result = parseEid("982000001088420");
  if (!result.ok) throw new Error(result.error.problem);
  expect(result.value).toBe("982000001088420");
  expect(countryOf(result.value)).toBe(982);
  expect(nationalOf(result.value)).toBe("000001088420");
});

test("Australia's 036 keeps its leading zero", () => {
  expect(parseEid("036000001088420")).toEqual({ ok: true, value: "036000001088420" });
});

test("test codes and the missing country are taken, and known for what they are", () => {
  for (const [text, isTest, isMissing] of [
    ["999000000000123", true, false],
    ["000000000000123", false, true],
    ["982000000000123", false, false],
  ] as const) {
    const result = parseEid(text);
    if (!result.ok) throw new Error(text);
    expect([isTestCode(result.value), lacksCountry(result.value)]).toEqual([isTest, isMissing]);
  }
});

test("the largest national id is taken, one more is not", () => {
  expect(parseEid("982274877906943").ok).toBe(true);
  expect(refusal("982274877906944")).toContain("more than any tag can carry");
});

test.each([
  ["9.82E+14", "power of ten, and its last digits are lost", "set the column to text"],
  ["9,82E+14", "power of ten", "set the column to text"],
  ["9.82000001088420E+14", "power of ten", 'Write "982000001088420"'],
  ["982000001088420.0", "added decimals", 'Write "982000001088420"'],
  ["982000001088420,00", "added decimals", 'Write "982000001088420"'],
  ["982000000000000", "last nine digits are all 0", "set the column to text"],
  ["982123000000000", "rounded", "set the column to text"],
  ["36000001088420", "14 digits", 'Write "036000001088420" if the tag\'s country is 036'],
  ["8000001088420", "13 digits", 'Write "008000001088420"'],
  ["0982000001088420", "16 digits", 'Write "982000001088420"'],
  ["000001088420", "country or manufacturer is missing", "three digits in front"],
  ["'982000001088420", "quotes or other marks", 'Write "982000001088420"'],
  ['"982000001088420"', "quotes or other marks", 'Write "982000001088420"'],
  ["982 000001088420", "spaces", 'Write "982000001088420"'],
  ["982.000.001.088.420", "dots", 'Write "982000001088420"'],
  ["982,000,001,088,420", "other marks", 'Write "982000001088420"'],
  [" 982000001088420", "spaces", 'Write "982000001088420"'],
  ["982\u00a0000001088420", "spaces", 'Write "982000001088420"'],
  ["98200000108842O", "letter O", 'Write "982000001088420" if that is what the tag says'],
  ["LA 982 000001088420", "letters beside", 'Write "982000001088420"'],
  ["8000F58000109BA4", "hexadecimal", "decimal"],
  ["3D6.0000109BA4", "hexadecimal", "decimal"],
  ["9.82E14", "power of ten, and its last digits are lost", "set the column to text"],
  ["982E+14", "power of ten, and its last digits are lost", "set the column to text"],
  ["9.82000001088420E+13", "power of ten, and its last digits are lost", "set the column to text"],
  ["9.8200000108842E+14", "power of ten, and its last digits are lost", "set the column to text"],
  ["x9.82E+14", "letters", "nothing else"],
  ["9.82E+14x", "letters", "nothing else"],
  ["982000001088420.05", "17 digits", "nothing else"],
  ["x982000001088420.0", "letters", "nothing else"],
  ["8000F58000109BA4A", "letters", "nothing else"],
  ["A8000F58000109BA4", "letters", "nothing else"],
  ["13D6.0000109BA4", "letters", "nothing else"],
  ["3D6.0000109BA4B", "letters", "nothing else"],
  ["98200000108842O1", "letters beside", "Write"],
  ["198200000108842O", "letters beside", "Write"],
  ["9820000010884200", "16 digits |", "Read the tag again"],
  ["9820000010884201", "16 digits |", "Read the tag again"],
  ["9", "1 digit |", "Read the tag again"],
  ["   ", "empty", "leave the whole entry out"],
  ["982274877906944", "more than any tag can carry", "two have changed places"],
  ["", "empty", "leave the whole entry out"],
  ["147", "3 digits", "visual tag"],
  ["98-20", "4 digits and other marks", "nothing else"],
  ["cow 9", "letters", "nothing else"],
  ["٩٨٢٠٠٠٠٠١٠٨٨٤٢٠", "other marks", "nothing else"],
])("%j is refused: %s", (text, problem, fix) => {
  const said = refusal(text);
  expect(said).toContain(problem);
  expect(said).toContain(fix);
});

test("a message shows forty characters whole, and the start of more", () => {
  const found = (text: string) => {
    const result = parseEid(text);
    return result.ok ? "" : result.error.found;
  };
  expect(found("x".repeat(40))).toBe("x".repeat(40));
  expect(found("x".repeat(41))).toBe(`${"x".repeat(40)}…`);
});

test("a message shows a long text only in part", () => {
  const result = parseEid("x".repeat(100_000));
  if (result.ok) throw new Error("taken");
  expect(result.error.found.length).toBeLessThan(50);
});

test("whatever is written, only fifteen fitting digits are taken, and unchanged", () => {
  const anything = fc.oneof(fc.string(), fc.stringMatching(/^[0-9.,E+' ]{0,20}$/));
  fc.assert(
    fc.property(anything, (text) => {
      const result = parseEid(text);
      if (result.ok) expect(result.value).toBe(text);
      else expect(result.error.fix).not.toBe("");
    }),
    { numRuns: 500 },
  );
});

test("every code that tags carry is taken", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: COUNTRY_MAX }),
      fc.integer({ min: 1, max: 999_999_999 }),
      (c, n) => {
        const text = `${String(c).padStart(3, "0")}${String(n).padStart(12, "0")}`;
        expect(parseEid(text)).toEqual({ ok: true, value: text });
      },
    ),
  );
});
