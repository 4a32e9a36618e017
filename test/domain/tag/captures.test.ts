// Room: test/domain/tag. What readers and the programs beside them really put on a line or into a file, whole and damaged, and what
// must come out where the format is not known. Each row is one stream.

import { describe, expect, test } from "vitest";
import { DISCARD_REASONS } from "../../../src/domain/tag/tag-result.ts";
import { bytesOf, hexBytes, join, parseAll, shown } from "./streams.ts";

const COW = "982000001088420";
const NEXT = "982000001088421";

const heard = (stream: string | Uint8Array): readonly string[] =>
  parseAll("auto", typeof stream === "string" ? bytesOf(stream) : stream).map(shown);

describe("readers on farms", () => {
  test.each([
    // Allflex RS420, with its clock and without (ISO 24631-6)
    ["\u00021000000982000364696050260530101701\r\n", ["982000364696050"]],
    ["\u00021000000032010006382438260530102708\r\n", ["032010006382438"]],
    ["1000000982000364696050260530101701\n", ["982000364696050"]],
    ["\u00021000000982003123456789\r\n", ["982003123456789"]],
    ["\u00021000000036000001088420\r\n", ["036000001088420"]],
    ["0000000982003123456789\r\n", ["982003123456789"]],
    // A clock in the id's place is not believed where the id and the clock could have been cut
    ["1000000982260530101701\r\n", ["!country-unassigned"]],
    ["1000000036000001088420\r\n", ["!country-unassigned"]],
    // TIRIS S2500, asked for one read
    ["XA 00000 0 964 001022049973\r\n", ["964001022049973"]],
    ["XI\r\n", ["no-read"]],
    ["XR 0000 0000000123456789\r\n", ["0000/0000000123456789"]],
    ["S2500 - REV 1.50\r\n", ["reply"]],
    ["\u0002\r\n", ["power-up"]],
    ["C\r\n", ["echo"]],
    // Biomark IS1001 and HPR
    ["TAG: 01 06/05/2019 11:06:35.750 3D9.2098AB0380 30.0 C\r\n", ["985140000297856"]],
    ["TAG: 01 06/05/2019 11:06:35.750 3D9.2098AB0380 30.0 C 202 mV\r\n", ["985140000297856"]],
    ["TAG: 06/05/2019 11:06:35.750 3D9.2098AB0380\r\n", ["985140000297856"]],
    ["INF: 01 memory download start\r\n", ["report"]],
    ["MSG: 01 06/05/2019 11:06:35.750 Noise In Spec.\r\n", ["report"]],
    ["SRP: 01 06/05/2019 11:06:35.750 16,4,212,0,0,126,140,131\r\n", ["report"]],
    ["20-07-2012 11:46:28 01 TAG 3DD.003BA20748\r\n", ["989001000474440"]],
    ["26-07-2012 15:50:03 01 TAG *3E7.0006054AB5\r\n", ["999000101010101"]],
    ["20-07-2012 11:46:28 01 TAG 3DD.003BA20748 46.563160 N 114.442042 W\r\n", ["989001000474440"]],
    ["06-08-2012 02:12:23 0F MSG Power: 100\r\n", ["report"]],
    ["06-08-2012 02:12:23 0F ALM Low Antenna Current\r\n", ["alarm"]],
    ["06-08-2012 02:12:23 0F CNF10.FileNumber:0,1\r\n", ["report"]],
    // Oregon RFID: time, length, kind, id, antenna or counts
    ["04/12/2018 09:10:47.16  00:00:00.10 A 00000 0 900 230000023879    2     9\r\n", ["900230000023879"]],
    ["DET 2018-05-06 12:05:33.40 00:00:00.10 R 0000 0000123456789012 A1 5 0\r\n", ["0000/0000123456789012"]],
    ["D 2018-04-12 09:10:47.16 00:00:00.1 HA 900_230000023879 A2 9 1\r\n", ["900230000023879"]],
    // Priority 1 and others say of a command
    ["OK\r\n?1\r\nREADY\r\nERROR 3\r\nNR\r\n", ["reply", "reply", "reply", "reply", "no-read"]],
    // As manuals print the space, and padded
    ["LA_982_000001088420\r\n", [COW]],
    ["LA   982   000001088420\r\n", [COW]],
  ])("%j gives %j", (stream, expected) => expect(heard(stream)).toEqual(expected));
});

describe("programs beside them", () => {
  test.each([
    ["[+] Animal ID          0060-030207938416\r\n", "060030207938416"],
    ["[+] Animal ID......... 999-000000001337\r\n", "999000000001337"],
    ["ID: 999-000000001337\n", "999000000001337"],
    ["[12:33:01][I][wl_134:083]: Tag id:    982000001088420\n", COW],
    ["LA 982 000001088420\\r\\n\n", COW],
    ["b'LA 982 000001088420\\r\\n'\n", COW],
    ["LA 982 000001088420{CR}{LF}\n", COW],
    ["<STX>982 000001088420<ETX>\n", COW],
    ["982 000001088420\t05/03/2024\t06:12:33\r\n", COW],
    ['="982000001088420"\r\n', COW],
    ["A 982 000001088420,05/03/2024,06:12:33\r\n", COW],
    ["LA 982 000001088420 12\r\n", COW],
  ])("%j holds one tag", (stream, eid) => expect(heard(stream)).toEqual([eid]));

  test("what a research tool prints beside the id is nothing", () => {
    const print =
      "FDX-B / ISO 11784/5 Animal Tag ID Found:\n[+] National Code      030207938416 (0x708888F70)\n" +
      "[+] Country Code       0060\n[+] Reserved/RFU       14339 (0x3803)\n[+]   Animal bit set?  True\n" +
      "[+] CRC-16             0xCE2B (ok)\n[+] Raw                0E F1 11 10 E0 F0 E0 0F \n";
    expect(new Set(heard(print))).toEqual(new Set(["!not-a-tag"]));
  });
});

describe("line ends and files", () => {
  test.each([
    ["LA 982 000001088420\n\rLA 982 000001088421\n\r", [COW, NEXT]],
    ["LA 982 000001088420\r\r\nLA 982 000001088421\r\r\n", [COW, NEXT]],
    ["\u00ef\u00bb\u00bf982000001088420\r\n", [COW]],
    ["LA 982 000001088420\0\0\0LA 982 000001088421\r\n", [COW, "!unprintable", NEXT]],
    ["\u0002982000001088420\u0003\u0002982000001088421\u0003", [COW, NEXT]],
    ["\u0002982000001088420\u0003\u0041\r\n", [COW, "!unprintable"]],
    ["EID,Date\r\n982 000001088420,05/03/2024\r\n", ["!not-a-tag", COW]],
    ["LA 982 000001088420;LA 982 000001088421\r\n", [COW, NEXT]],
  ])("%j gives %j", (stream, expected) => expect(heard(stream)).toEqual(expected));
});

describe("damaged", () => {
  test.each([
    ["LA 982 0000x1088420\r\nLA 982 000001088421\r\n", ["!not-a-tag", NEXT]],
    ["LA 982 00000108\u00ff8420\r\nLA 982 000001088421\r\n", ["!unprintable", NEXT]],
    ["LA 982 00000108LA 982 000001088421\r\n", ["!wrong-length", NEXT]],
    ["LA 982 000001088420LA 982 0000010\r\n", [COW, "!wrong-length"]],
    ["LA 982 000001088420\r*LA 982 000001088421\r\n", [COW, "reply", NEXT]],
    ["982 000001088420\r\u00ff982 000001088421\r\n", [COW, "!unprintable", NEXT]],
    ["\u00ff\u00feA0000000982000001088420\r\n", ["!unprintable", COW]],
    ["\u00ff\u00fe\u00fdA0000000982000001088420\r\n", ["!unprintable"]],
    ["982 0000010982 000001088421\r\n", ["!wrong-length"]],
  ])("%j gives %j", (stream, expected) => expect(heard(stream)).toEqual(expected));

  test("the end of a line with the reader's clock is no id once such a line was heard, and such an id on such a line is", () => {
    const clocked = "\u00021000000982000364696050260530101701\r\n";
    expect(heard(`${clocked}050260530101701\r\n`)).toEqual(["982000364696050", "!country-unassigned"]);
    expect(heard(`${clocked}10000000360000010884202\r\n`)).toEqual([
      "982000364696050",
      "!country-unassigned",
    ]);
    expect(heard(`${clocked}00007250891270115163846\r\n`)).toEqual([
      "982000364696050",
      "!country-unassigned",
    ]);
    expect(heard(`${clocked}\u00021000000982260530101701260530101702\r\n`)).toEqual([
      "982000364696050",
      "982260530101701",
    ]);
    expect(heard("050260530101701\r\n")).toEqual(["050260530101701"]);
    expect(heard("10000000360000010884202\r\n")).toEqual(["360000010884202"]);
    expect(heard("\u000210000000360000010884202\r\n")).toEqual([expect.stringMatching(/^!/)]);
    expect(heard("\u000210000000360000010884201\r\n")).toEqual(["360000010884201"]);
    expect(heard(`${clocked}050000364696050\r\n`)).toEqual(["982000364696050", "050000364696050"]);
  });

  test("the line that a reader's clock ends with can be cut anywhere and is never another cow", () => {
    const clocked = "\u00021000000982000364696050260530101701";
    for (let cut = 1; cut < clocked.length; cut += 1) {
      for (const left of [
        clocked.slice(0, cut),
        clocked.slice(cut),
        clocked.slice(0, cut - 1) + clocked.slice(cut),
      ]) {
        const eids = heard(`${clocked}\r${left}\r`).filter((text) => /^[0-9]{15}$/.test(text));
        expect(new Set(eids)).toEqual(new Set(["982000364696050"]));
      }
    }
  });

  test("a whole frame of another maker inside a LongRFID's start does not swallow it", () => {
    const stream = hexBytes("aa0f080003ac31c384377198bb aa0f0800033a254a02a7c8bb aa0f080003e727335a2ed350bb");
    expect(heard(stream).filter((text) => !text.startsWith("!"))).toEqual([
      "940213733619569",
      "999168365272787",
    ]);
  });

  test("an Agrident frame that is neither from the host nor to it says nothing", () => {
    expect(heard(hexBytes("02 a7 c8 bb aa 0f 08 00 03"))).toEqual(["!cut-short"]);
    expect(heard(join(hexBytes("02 FF F0 87 69 03"), hexBytes("02 F0 01 06 87 10 DD 03")))).toEqual([
      "echo",
      "reply",
    ]);
  });
});

test("every reason says what it means and what to do, in sentences", () => {
  for (const { meaning, whatToDo } of Object.values(DISCARD_REASONS)) {
    expect(meaning).toMatch(/^[A-Z].{10,}\.$/);
    expect(whatToDo).toMatch(/^[A-Z].{5,}\.$/);
  }
});
