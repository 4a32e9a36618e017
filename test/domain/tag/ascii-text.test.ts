// Room: test/domain/tag. Lines as logs, cables and damage leave them: what is still taken, and what must not be.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countryOfLetters, isAssigned } from "../../../src/domain/tag/country.ts";
import { asciiTag } from "../../../src/sim/tag-bytes.ts";
import { bytesOf, eids, eidsIn, join, parseAll } from "./streams.ts";

const COW = "982000001088420";
const read = (text: string): readonly string[] => eidsIn(parseAll("ascii", bytesOf(text)));
const kinds = (text: string): readonly string[] =>
  parseAll("ascii", bytesOf(text)).map((result) => {
    if (result.kind === "status") return result.status;
    return result.kind === "discarded" ? result.reason : result.kind;
  });

describe("other spellings", () => {
  test.each([
    // Allflex: hexadecimal (bit 16 of B), letters for the country (bit 8)
    ["LA 3D6 0000109BA4", COW],
    ["LA 0000 0 3D6 0000109BA4", COW],
    ["LA;3d6;0000109ba4", COW],
    ["LA3D60000109BA4", COW],
    ["LA AUS 000001088420", "036000001088420"],
    ["LA AU 000001088420", "036000001088420"],
    ["LA 00000 0 NZL 000001088420", "554000001088420"],
    ["LAAUS000001088420", "036000001088420"],
    ["GBR 052636100657", "826052636100657"],
    // Biomark, research tools
    ["3D9.2098AB0380", "985140000297856"],
    ["3d9.2098ab0380", "985140000297856"],
    ["384.0000010884", "900000000067716"],
    ["985_141000123456", "985141000123456"],
    ["982.000001088420", COW],
    ["999-000000112233", "999000000112233"],
    ["0060-030207938416", "060030207938416"],
    // The whole code
    ["8000F58000109BA4", COW],
    ["8000f58000109ba4", COW],
    ["0x8000F58000109BA4", COW],
    ["LA 8000F58000109BA4", COW],
    ["80 00 F5 80 00 10 9B A4", COW],
    ["8000 F580 0010 9BA4", COW],
    ["B00DF58000109BA4", COW],
    ["8000090012345678", "036000305419896"],
    ["EC383BFB439F0001", "999012345678903"],
    // In groups
    ["982 000 001 088 420", COW],
    ["0982 0000 0108 8420", COW],
    ["826 0 526361 00657", "826052636100657"],
    ["982 000001 088420", COW],
    // More fields before the country
    ["A 0 00 000 982 000001088420", COW],
    ["\u0002A 3 01 000 982 000001088420 20240301061233", COW],
    ["\u0002982000001088420\u0003", COW],
  ])("%j is tag %s", (line, eid) => expect(read(`${line}\r\n`)).toEqual([eid]));

  test("a lettered tag is an animal's by its mark, and its other fields are read", () => {
    expect(parseAll("ascii", bytesOf("LA 06235 1 AUS 000001088420\r"))).toMatchObject([
      { animal: true, retagging: 3, dataBlock: true, country: 36 },
    ]);
    expect(parseAll("ascii", bytesOf("LA 3D6 0000109BA4\r"))).toMatchObject([
      { animal: true, checked: false },
    ]);
  });

  test("each country's letters stand for one number, and 900 and above for makers", () => {
    expect(["AUS", "AU", "NZL", "GB", "IRL"].map(countryOfLetters)).toEqual([36, 36, 554, 826, 372]);
    expect(["UK", "XX", "XXX", "YUG", "aus", "A", "", "036"].map(countryOfLetters)).toEqual(
      Array(8).fill(null),
    );
    expect([36, 900, 999, 0, 37, 899].map(isAssigned)).toEqual([true, true, true, false, false, false]);
  });

  test.each([
    ["X1R FFFFFFFFFFFFFFFF", null, "FFFFFFFFFFFFFFFF"],
    ["L10M 05 0006 0000000000000001", "0006", "0000000000000001"],
    ["B10M 01 0000 0000000000000001", "0000", "0000000000000001"],
    ["M 05 0000 0000000000000001", "0000", "0000000000000001"],
    ["LW;0001;0000000000000001", "0001", "0000000000000001"],
    ["LR 00000 0 0006 0000000018514348", "0006", "0000000018514348"],
    ["R0006 0982000001088420", "0006", "0982000001088420"],
  ])("%j is another trade's", (line, application, id) => {
    expect(parseAll("ascii", bytesOf(`${line}\r\n`))).toMatchObject([
      { kind: "not-animal", application, id },
    ]);
  });

  test.each([
    ["X1I", "no-read"],
    ["no_tag", "no-read"],
    ["XXXXXXXX", "no-read"],
    ["NAK #00", "reply"],
    ["ACK", "reply"],
    ["309", "reply"],
    ["B-850239", "echo"],
    ["S0900", "echo"],
    ["GT", "echo"],
    ["CID 1", "echo"],
    ["VER", "echo"],
    ["ALM: 02 noise", "alarm"],
    ["SRP: 01 06/05/2019 11:06:35.750", "report"],
    ["06:12:33 NoRead", "no-read"],
    ["2024-03-01 06:12:33 RX: LI", "no-read"],
  ])("%j is the reader talking of itself: %s", (line, status) =>
    expect(kinds(`${line}\r\n`)).toEqual([status]),
  );
});

describe("in a log", () => {
  test.each([
    "2024-03-01 06:12:33 LA 982 000001088420",
    "2024-03-01T06:12:33.123Z reader1: 982 000001088420",
    "01/03/2024, 6:12:33 pm, 982000001088420",
    "[06:12:33] 982000001088420",
    "[RX] LA 982 000001088420<CR><LF>",
    "00:00:01.5 >LA 982 000001088420<CR>",
    "1709271153.123 LA 982 000001088420 -45 dBm",
    "1709271153 LA 982 000001088420",
    "Mar  4 06:12:01 shed reader[123]: LA 982 000001088420",
    "20240301 061233 982 000001088420",
    "06:12:33LA 982 000001088420",
    "#12 982 000001088420",
    "TAG: 01 06/05/2019 11:06:35.750 3D6.0000109BA4",
    " A 00000 0 982 000001088420,VID123,12.5",
    '"982 000001088420","2024-03-01"',
    "982000001088420,2024-03-01 06:12:33",
    "982000001088420;20240301061233;x",
    "1023,982000001088420,2024-03-01",
    '{"tag":"982000001088420","time":123}',
    "ID=982000001088420",
    "EID: 982 000001088420 OK RSSI=-45",
    "/dev/ttyUSB0: 982 000001088420",
    "Tag read 982000001088420 at 06:12:33",
    "[982000001088420]",
    "Animal ID.............. 982-000001088420",
    "06:12:33 8000F58000109BA4",
  ])("%j holds the tag", (line) => expect(read(`${line}\r\n`)).toEqual([COW]));

  test.each([
    ["982 000001088420 12", "more digits behind"],
    ["LA 982 000001088420 982 000001088421", "a second tag behind"],
    ["982000001088420,982000001088421", "two columns that may both be it"],
    ["982000001088420-1", "joined to something"],
    ["x982000001088420", "joined to a letter"],
    ["0006 0982000001088420", "the end of an industrial line"],
    ["lr 0006 0982000001088420", "an industrial line in small letters"],
    ["R0006x 0982000001088420", "a broken industrial line"],
    ["356938035643809,phone", "a telephone's fifteen digits"],
    ["session B00DF58000109BA4 opened", "sixteen hexadecimal digits with rarer bits"],
    ["AA 0F 08 00 03 84 12 DB", "a dump of eight bytes"],
    ["12345678901234567890 982 000001088420", "a number that no log puts there"],
    ["E00401501234ABCD", "the number of an ISO 15693 label"],
    ["LA 000001088420", "no country: LA is Laos too"],
    ["LR 000001088420", "no country: LR is Liberia too"],
  ])("%j is not taken: %s", (line) => expect(read(`${line}\r\n`)).toEqual([]));
});

describe("damaged", () => {
  test.each([
    ["a mark of a text file", "\u00ef\u00bb\u00bfLA 982 000001088420\r"],
    ["zeros of a line break in front", "\0\0\0LA 982 000001088420\r"],
    ["flow control between its digits", "LA 982 0000\u001301\u0011088420\r"],
    [
      "two bytes a character",
      `\u00ff\u00fe${[..."LA 982 000001088420\r\n"].map((letter) => `${letter}\0`).join("")}`,
    ],
    [
      "two bytes a character, high one first",
      `\u00fe\u00ff${[..."LA 982 000001088420\r\n"].map((letter) => `\0${letter}`).join("")}`,
    ],
    ["noise behind it", "LA 982 000001088420\u00ff\u00fe\r"],
    ["noise on both sides", "\u0080LA 982 000001088420\u00ff\r"],
    ["no mark and a line driver's noise before it", "\u00ff982 000001088420\r"],
    ["no mark and a line driver's noise behind it", "982000001088420\u00ff\u00fe\r"],
    ["a line end before it that became a *", "LI*LA 982 000001088420\r"],
    ["a line glued on that broke off before", "LA 982 00000LA 982 000001088420\r"],
    ["a no-read glued on before", "NoReadLA 982 000001088420\r"],
    ["an echo glued on before", "RLA 982 000001088420\r"],
    ["an industrial line glued on behind", "LA 982 000001088420LR 0006 0000000018514348\r"],
    ["its fields' start cut off", "00 0 982 000001088420\r"],
  ])("a line with %s is read", (_, text) => expect(read(text)).toEqual([COW]));

  test.each([
    ["LA 982 000001088420LA 982 000001088421", [COW, "982000001088421"]],
    ["A 00000 0 982 000001088420A 00000 0 982 000001088421", [COW, "982000001088421"]],
    ["982 000001088420982 000001088420", [COW, COW]],
    ["982000001088420982000001088420", [COW, COW]],
    ["982 000001088420982 000001088421", [COW, "982000001088421"]],
    ["098200000108842009820000010884210982000001088422", [COW, "982000001088421", "982000001088422"]],
    ["1000000098200000108842010000000982000001088421", [COW, "982000001088421"]],
    ["A0000000982000001088420A0000000982000001088421", [COW, "982000001088421"]],
    ["A00000009820000A0000000982000001088421", ["982000001088421"]],
    ["A 0 00 000 982 0000010A 0 00 000 982 000001088421", ["982000001088421"]],
    ["8000F58000109BA48000F58000109BA5", [COW, "982000001088421"]],
    ["\u0002982000001088420\u0002982000001088421", [COW, "982000001088421"]],
  ])("%j is two lines glued together", (text, expected) => expect(read(`${text}\r`)).toEqual(expected));

  test.each([
    ["LA 982 0000\x001088420", "a zero in the middle"],
    [
      "982 000001088420\u00ff\u00fe\u00ff\u00fe",
      "an unmarked number next to more noise than a line driver makes",
    ],
    ["084000312345678\u00ff", "sixteen digits whose last is noise: Belize's now"],
    ["982 000001088420\u00ff12", "a number with noise and more behind it"],
    ["10000000840003123456789\u00ff", "a head that noise may have cut"],
    ["\u00ffA982000001088420", "an A among hexadecimal digits, next to noise"],
    ["982 0000010884982 000001088421", "an unmarked line glued to one that broke off"],
    ["982000001088420 982000001088421", "two numbers with a space between"],
    ["9820000010884209820000010884210", "two numbers and a digit"],
    ["LA 982 00000108842", "a digit short"],
    ["A00000009640000001", "an ISO Long line that broke off"],
    ["A000000096400000", "an ISO Long line that broke off where an Allflex line ends"],
    ["100000009640000", "a BDN line that broke off at fifteen digits"],
    ["098200000108842", "sixteen digits that lost their last"],
    ["A098200000108842", "the same behind a mark"],
    ["096263963264070", "sixteen digits of a maker's code that lost one: Brunei's now"],
    ["95826e0481169255", "fifteen digits and a stray letter"],
    ["A 00000 0 098 000000123456", "four digits of country that lost one"],
    ["800090012345678", "sixteen hexadecimal digits that lost one"],
    ["124 0000010884", "twelve digits that lost two: no hexadecimal"],
    ["124.0000010884", "the same behind a dot"],
    ["LA1240000010884", "the same behind a mark"],
    ["8000585601234567", "a code of a country that is nobody's"],
    ["8000F58000100001", "a code from both ends"],
    ["0000000000000000", "nothing but zeros"],
    ["B862D350C3A530010000000000", "a WL-134 frame's characters"],
    ["A53001000000000LA", "hexadecimal digits"],
  ])("%j is thrown away: %s", (text) => expect(read(`${text}\r`)).toEqual([]));

  test.each([
    ["even", 0],
    ["odd", 1],
  ])("lines sent with %s parity are read, with one parity bit wrong they are not", (_, odd) => {
    const line = (text: string) => withParity(`LA 982 ${text}\r\n`, odd);
    const stream = join(line("000001088420"), line("000001088421"), withParity("LI\r\n", odd));
    expect(eidsIn(parseAll("ascii", stream))).toEqual([COW, "982000001088421"]);
    const wrong = line("000001088420");
    wrong[12] = (wrong[12] ?? 0) ^ 0x80;
    expect(eidsIn(parseAll("ascii", wrong))).toEqual([]);
  });

  test("lines whose high bit is always set are read", () => {
    const marked = asciiTag(parseCow(), "allflex").map((byte) => byte | 0x80);
    expect(eidsIn(parseAll("ascii", join(marked, marked)))).toEqual([COW, COW]);
  });

  test("a line that has lost its start or its end is never another cow", () => {
    fc.assert(
      fc.property(
        eids,
        fc.constantFrom("allflex", "s2000", "iso-long", "iso-short", "dot", "grouped", "iso-24631"),
        fc.nat(30),
        fc.boolean(),
        (eid, style, cut, isStart) => {
          // Behind a dot ten digits are hexadecimal where they can be a manufacturer's: 384 to 399 are countries too.
          fc.pre(!(style === "dot" && /^3[89]/.test(eid)));
          const line = asciiTag(eid, style, "");
          const left = isStart ? line.subarray(cut % line.length) : line.subarray(0, cut % line.length);
          for (const found of eidsIn(parseAll("ascii", join(left, bytesOf("\r"))))) expect(found).toBe(eid);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("any line of print is judged in less time than it takes to send", () => {
    const letters = fc.constantFrom(..."LA R0189aF.,;:-/[(<{ #x");
    const lines = fc.sample(fc.array(letters, { minLength: 250, maxLength: 255 }), { numRuns: 60, seed: 3 });
    const started = performance.now();
    for (const line of lines) parseAll("ascii", bytesOf(`${line.join("")}\r`));
    // At 115200 baud 60 such lines take 1.3 s.
    expect(performance.now() - started).toBeLessThan(1_300);
  });
});

function parseCow() {
  const [animal] = parseAll("ascii", bytesOf(`${COW}\r`));
  if (animal?.kind !== "animal") throw new Error("no cow");
  return animal.eid;
}

function withParity(text: string, odd: number): Uint8Array {
  return bytesOf(text).map((byte) => {
    const ones = [...byte.toString(2)].filter((bit) => bit === "1").length;
    return ones % 2 === odd ? byte : byte | 0x80;
  });
}
