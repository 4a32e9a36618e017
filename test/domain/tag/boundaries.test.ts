// Room: test/domain/tag. Where one reading ends and the next begins: lines, logs, noise and frames that differ by one character, one bit
// or one field from others that mean something else.

import { describe, expect, test } from "vitest";
import { agridentReader, crc8 } from "../../../src/domain/tag/agrident.ts";
import { eidOf, NATIONAL_MAX, upperFields } from "../../../src/domain/tag/code.ts";
import { eachReversed } from "../../../src/domain/tag/fdx-b.ts";
import { createTagParser, hasChecksum, TAG_FORMATS } from "../../../src/domain/tag/formats.ts";
import { FRAME_BYTES_MAX } from "../../../src/domain/tag/frames.ts";
import { longRfidReader } from "../../../src/domain/tag/long-rfid.ts";
import { rwUsbReader } from "../../../src/domain/tag/rw-usb.ts";
import { wl134Reader } from "../../../src/domain/tag/wl134.ts";
import {
  agridentFrame,
  agridentTag,
  asciiTag,
  codeBytes,
  longRfidTag,
  plainCode,
  rwUsbFrame,
  rwUsbTag,
  wl134Tag,
} from "../../../src/sim/tag-bytes.ts";
import { bytesOf, discardedCount, hexBytes, join, parseAll, shown } from "./streams.ts";

const COW = "982000001088420";
const NEXT = "982000001088421";
const ascii = (text: string): readonly string[] => parseAll("ascii", bytesOf(text)).map(shown);

describe("a line", () => {
  test.each([
    // The country and what stands before it
    ["A 00000 0 0000 000001088420", "000000001088420"],
    ["00000 0 0000 000001088420", "!country-missing"],
    ["0000 000001088420", "!country-missing"],
    ["1000000000000001088420", "!country-missing"],
    ["A 0 00 000 000 000001088420", "!country-missing"],
    ["00000000000000001088420", "null/1088420"],
    ["LA 00000 036 000001088420", "!country-unassigned"],
    ["LA 00000 100 200001088420", "100200001088420"],
    ["1000000100200001088420", "100200001088420"],
    ["LA037000001088420", "!country-unassigned"],
    ["037000001088420", "!country-unassigned"],
    ["LA 00000 0 037 000001088420", "!country-unassigned"],
    ["LA 037 000001088420", "037000001088420"],
    ["LA092000001088420", "!country-unassigned"],
    ["0092000001088420", "092000001088420"],
    ["0100000001088420", "100000001088420"],
    ["0800000001088420", "800000001088420"],
    ["100000001088420", "!country-unassigned"],
    ["100200001088420", "100200001088420"],
    ["LA 100 000001088420", "100000001088420"],
    ["800 200001088420", "800200001088420"],
    ["800100000000001", "!country-unassigned"],
    ["0982180010000001", "982180010000001"],
    ["364 000001088422", "364000001088422"],
    ["\u000210000000380000001088422", "380000001088422"],
    ["LA 16383 0 982 000001088420", COW],
    ["LA 16384 0 982 000001088420", "!upper-bits-too-large"],
    ["AA 982 000001088420", "!not-a-tag"],
    // In hexadecimal
    ["3FF.0000109BA4", "!country-too-large"],
    ["3D6.FF00109BA4", "!national-too-large"],
    ["025.0000109BA4", "!country-unassigned"],
    ["000.0000109BA4", "!country-unassigned"],
    ["390 0000010884", "!hexadecimal"],
    ["390.0000010884", "912000000067716"],
    ["09 82 00 00 01 08 84 20", "!hexadecimal"],
    ["A098200000108842", "!country-unassigned"],
    ["9000F58000109BA4", COW],
    ["9000F580001094A4", "!hexadecimal"],
    ["8000FFC000000001", "!hexadecimal"],
    ["8000000000000001", "!hexadecimal"],
    ["0000F58000109BA4", "!hexadecimal"],
    ["800A0580001A9BA4", "!hexadecimal"],
    // What is nothing
    ["A 982 1088420", "!wrong-length"],
    ["#A9821088420", "!wrong-length"],
    ["982A1088420", "!not-a-tag"],
    ["A982", "!wrong-length"],
    ["ALM: LA 982 000001088420", "alarm"],
    ["L10M 05 0006 00000000000000012", "!not-a-tag"],
    ["L10M 0006 0000000000000001", "0006/0000000000000001"],
    ["80 00 F5 80 00 10 9B A4 1", "!not-a-tag"],
    // The reader talking of itself, and what only looks so
    ["L10I", "no-read"],
    ["L1I", "no-read"],
    ["xL10I", "!not-a-tag"],
    ["xNoRead", "!not-a-tag"],
    ["NoReadx", "!not-a-tag"],
    ["NAK", "reply"],
    ["NAK#00", "reply"],
    ["NAK 5", "reply"],
    ["NAK 5000", "!not-a-tag"],
    ["ACKx", "!not-a-tag"],
    ["xACK", "!not-a-tag"],
    ["3090", "!wrong-length"],
    ["X1R", "reply"],
    ["X1RFFFF FFFF", "reply"],
    ["?12", "reply"],
    ["?", "echo"],
    ["?1234", "!not-a-tag"],
    ["OKx", "!not-a-tag"],
    ["xOK", "!not-a-tag"],
    ["ERR", "reply"],
    ["ERROR: no tag", "reply"],
    ["ERRATIC", "!not-a-tag"],
    ["S2500 - REV 1.50x", "!not-a-tag"],
    ["xS2500 - REV 1.50", "!not-a-tag"],
    ["GT 12345", "echo"],
    ["GT", "echo"],
    ["xGT", "!not-a-tag"],
    ["GTx", "!not-a-tag"],
    ["GT 123456", "!not-a-tag"],
    ["PP", "!not-a-tag"],
    ["S-0C00", "echo"],
    ["S0C0", "!not-a-tag"],
    ["B840239", "echo"],
    ["S0C00x", "!not-a-tag"],
    ["xS0C00", "!not-a-tag"],
    ["xALM: 01", "!not-a-tag"],
    ["xMSG: 01", "!not-a-tag"],
    ["2012-07-20 1:46:28.5 01 ALM hot", "alarm"],
    ["x06-08-2012 02:12:23 0F ALM hot", "!not-a-tag"],
    ["x06-08-2012 02:12:23 0F MSG hot", "!not-a-tag"],
    ["06-08-2012 02:12:23 0 MSG hot", "!not-a-tag"],
    ["*LA 982 000001088420*", "reply"],
    ["NoRead  ", "no-read"],
    [">> NoRead", "no-read"],
    ["> > 982 000001088420", COW],
  ])("%j is %s", (line, expected) => expect(ascii(`${line}\r`)).toEqual([expected]));

  test("its fields are told as they were sent, and no more", () => {
    const read = (line: string) => parseAll("ascii", bytesOf(`${line}\r`))[0];
    expect(read("LA 06235 0 982 000001088420")).toMatchObject({ dataBlock: false, retagging: 3 });
    expect(read("LA 06234 1 982 000001088420")).toMatchObject({ dataBlock: true, advanced: false });
    expect(read("3D6.0000109BA4")).toMatchObject({ animal: null, dataBlock: null });
    expect(read("8000F58000109BA4")).toMatchObject({ animal: true, dataBlock: false, retagging: 0 });
    expect(read("8001F58000109BA4")).toMatchObject({ animal: true, dataBlock: true });
    expect(read("8000F58000109BA4")).toMatchObject({ checked: false, transmission: null, format: "ascii" });
    expect(read("1000000982000001088420")).toMatchObject({ animal: true, retagging: null });
    expect(read("0000000982000001088420")).toMatchObject({ animal: false });
    expect(read("  >  ")).toEqual({ kind: "status", status: "prompt", text: ">", format: "ascii" });
    expect(read(" NoRead ")).toEqual({ kind: "status", status: "no-read", text: "NoRead", format: "ascii" });
    expect(read("\u0002")).toEqual({ kind: "status", status: "power-up", text: "", format: "ascii" });
  });

  test("the data-block flag alone before the country is told", () => {
    expect(parseAll("ascii", bytesOf("LA 1 982 000001088420\r"))).toMatchObject([{ dataBlock: true }]);
    expect(parseAll("ascii", bytesOf("00 1 982 000001088420\r"))).toMatchObject([
      { eid: COW, dataBlock: true },
    ]);
  });
});

test("a code as it is sent is believed only with a letter among its digits", () => {
  let [withLetters, withoutLetters] = [0, 0];
  for (let number = 1; number < 9_000; number += 1) {
    const eid = eidOf(900 + (number % 99), number);
    const bytes = eachReversed(codeBytes(plainCode(eid)));
    const hex = Buffer.from(bytes).toString("hex").toUpperCase();
    if (/[B-F]/.test(hex)) {
      if (withLetters < 20) expect(ascii(`${hex}\r`)).toEqual([eid]);
      withLetters += 1;
    } else if (!/A/.test(hex)) {
      expect(ascii(`${hex}\r`)).not.toContain(eid);
      withoutLetters += 1;
    }
  }
  expect(withLetters).toBeGreaterThan(20);
  expect(withoutLetters).toBeGreaterThan(0);
});

test("fields are made only of bits that there are", () => {
  for (const bits of [-1, 0.5, 0x4000])
    expect(() => upperFields(bits)).toThrow("bits 2-15 are fourteen bits");
  expect(upperFields(0x3fff)).toEqual({ retagging: 7, userInformation: 31, reserved: 31, advanced: true });
  expect(() => eidOf(-1, 5)).toThrow("within what a tag can carry");
  expect(() => eidOf(982, -1)).toThrow("within what a tag can carry");
});

describe("noise beside a line", () => {
  test.each([
    ["\u00ff\u00fe\u00fd982 000001088420", COW],
    ["982 000001088420\u00ff\u00fe\u00fd", COW],
    ["\u00ff100 200001088420", "100200001088420"],
    ["\u00ff\u00feA0000000982000001088420", COW],
    ["A0000000982000001088420\u00ff\u00fe\u00fd", COW],
  ])("%j is %s and a discard", (text, eid) => {
    expect(ascii(`${text}\r`).toSorted()).toEqual([eid, "!unprintable"].toSorted());
  });

  test.each([
    "\u00ff\u00fe\u00fd\u00fc982 000001088420",
    "\u00ffR00060000000000123456",
    "\u00ff036 000001088420",
    "\u00ff1000000982000001088420",
    "\u00ffA0000001982000001088420",
    "982 000001088420\u00ff982 000001088421",
    "A0000000982000001088420\u00ff\u00fe\u00fd\u00fc",
    "\u00ffNoRead",
  ])("%j is nothing", (text) => expect(ascii(`${text}\r`)).toEqual(["!unprintable"]));

  test("flow control and zeros between lines are nothing at all, in lines they are taken out", () => {
    expect(ascii("\u0011\u0013\0LA 982 000001088420\r\n\u0013\0\u0011\r\nLA 982 000001088421\r\n")).toEqual([
      COW,
      NEXT,
    ]);
    expect(ascii("LA 9\u001182 0000\u001301088420\r")).toEqual([COW]);
    expect(ascii("\0LA 982 000001088420\0\u0003\0\r")).toEqual([COW]);
    expect(ascii("   \u0002982 000001088420\r")).toEqual([COW]);
    expect(ascii("\u0003\r")).toEqual(["!unprintable"]);
    expect(ascii("\0\0\r\0")).toEqual([]);
    expect(ascii("~ 982 000001088420\r")).toEqual([COW]);
    expect(ascii("\u007f982 000001088420\r")).toEqual(["!unprintable", COW]);
  });

  test("only a whole mark of a text file is one", () => {
    for (const text of ["\u00ef\u00bb\u00bf", "\u00ff\u00fe", "\u00fe\u00ff"]) {
      expect(ascii(`${text}\r`)).toEqual([expect.stringMatching(/^!/)]);
    }
    const doubled = (text: string) => [...text].map((letter) => `${letter}\0`).join("");
    expect(ascii(`\u00ff\u00ff${doubled("LA 982 000001088420\r")}`)).not.toContain(COW);
    expect(ascii(`\u00fe\u00fe${doubled("LA 982 000001088420\r")}`)).not.toContain(COW);
    expect(ascii(doubled("LA 982 000001088420\r\n"))).toEqual([COW]);
    expect(ascii(`\u00ef${"LA 982 000001088420"}\r`)).toEqual(["!unprintable", COW]);
  });
});

describe("parity", () => {
  const withParity = (text: string, odd: number): Uint8Array =>
    bytesOf(text).map((byte) => {
      const ones = [...byte.toString(2)].filter((bit) => bit === "1").length;
      return ones % 2 === odd ? byte : byte | 0x80;
    });
  const marked = (text: string): Uint8Array => bytesOf(text).map((byte) => byte | 0x80);

  test.each([
    ["even", withParity("LA 982 000001088420\r\nLA 982 000001088421\r\n", 0)],
    ["odd", withParity("LA 982 000001088420\r\nLA 982 000001088421\r\n", 1)],
    ["mark", marked("LA 982 000001088420\r\nLA 982 000001088421\r\n")],
    ["even, with LF only", withParity("LA 982 000001088420\nLA 982 000001088421\n", 0)],
    ["odd, with LF only", withParity("LA 982 000001088420\nLA 982 000001088421\n", 1)],
    ["mark, with LF only", marked("LA 982 000001088420\nLA 982 000001088421\n")],
    ["odd, with CR only", withParity("LA 982 000001088420\rLA 982 000001088421\r", 1)],
  ])("%s: each line ends at its own line end", (_, stream) => {
    expect(parseAll("ascii", stream).map(shown)).toEqual([COW, NEXT]);
  });

  test("a byte that would be another parity's line end does not end a line", () => {
    const even = withParity("LA 982 00000108", 0);
    expect(parseAll("ascii", join(even, hexBytes("0D8A"), even, hexBytes("8D"))).map(shown)).not.toContain(
      COW,
    );
    expect(ascii("LA 982 000001\u008d088420\r")).toEqual(["!unprintable"]);
    expect(ascii("LA 982 000001\u008a088420\r")).toEqual(["!unprintable"]);
  });
});

describe("texts with more than a line in them", () => {
  const glued = (count: number): string =>
    Array.from({ length: count }, (_, at) => `982 00000108842${at}`).join("");
  test("up to four lines of one shape are read out of one, five are not", () => {
    expect(ascii(`${glued(4)}\r`)).toEqual([COW, NEXT, "982000001088422", "982000001088423"]);
    expect(ascii(`${glued(5)}\r`)).toEqual(["!wrong-length"]);
    expect(ascii("982 0000010884200982000001088421\r")).toEqual(["!wrong-length"]);
    expect(ascii("982000001088420982999999999999\r")).toEqual(["!wrong-length"]);
    expect(ascii("B00DF58000109BA4B00DF58000109BA5\r")).toEqual(["!not-a-tag"]);
  });

  test.each([
    ["LA 982 12345LA 982 12345", ["!not-a-tag"]],
    ["LA 982 000001088420 LA 982 000001088421", [COW, NEXT]],
    ["LA 982 000001088420LA 982 000001088421LA 982 000001088422", [COW, NEXT, "982000001088422"]],
    ["at 06:12 LA 982 000001088420 at 06:13 LA 982 000001088421", [COW, NEXT]],
    ["LA 982 000001088420NoRead", ["!not-a-tag"]],
    ["8000F58000109BA4 opened", [COW]],
    ["B00DF58000109BA4 opened", ["!not-a-tag"]],
    ["8010F58000109BA4 opened", ["!not-a-tag"]],
    ["8002F58000109BA4 opened", [COW]],
    ["8400F58000109BA4 opened", ["!not-a-tag"]],
    ["982000001088420 20240301061233", [COW]],
    ["982000001088420,123456789012", ["!wrong-length"]],
    ["982000001088420 ,x", [COW]],
    ["982000001088420 x", ["!not-a-tag"]],
    ["982000001088420x", ["!not-a-tag"]],
    ["982000001088420 x,y", ["!not-a-tag"]],
    ["982000001088420 x]", ["!not-a-tag"]],
    ["9000F58000109BA4 opened", ["!not-a-tag"]],
    ["06:12:33 LA B00DF58000109BA4", [COW]],
    ["NoReadLA 982 000001088420", ["no-read", COW]],
    ["  LA 982 000001088420LA 982 000001088421", [COW, NEXT]],
    ["x".repeat(300), ["!too-long", "!too-long"]],
    ["06:12:33 no read", ["no-read"]],
    ["a06:12:33 no read", ["!not-a-tag"]],
    [`${"ab1 ".repeat(23)}982 000001088420`, ["!not-a-tag"]],
    [`${"abc ".repeat(11)}982 000001088420`, [COW]],
    [`${"abc ".repeat(13)}982 000001088420`, ["!not-a-tag"]],
  ])("%j gives %j", (text, expected) => expect(ascii(`${text}\r`)).toEqual(expected));
});

describe("before a line in a log", () => {
  const line = " 982 000001088420\r";
  test.each([
    "2024/03/01",
    "2024.3.1",
    "1.3.24",
    "01-Mar-2024",
    "01/12/2024",
    "20240301T061233",
    "20240301 061233",
    "20240301-061233",
    "20240301_061233",
    "20240301061233",
    "6:12",
    "6:12:33.5",
    "06:12:33,123",
    "06:12:33:123456789",
    "6:12 pm",
    "6:12AM",
    "06:12:33Z",
    "06:12:33+01:00",
    "06:12:33-0100",
    "1709271153",
    "1709271153.5",
    "1709271153123",
    "[x]",
    "[]",
    "(x)",
    "<x>",
    "TAG: 1",
    "TAG:123",
    "0F TAG",
    "D 2024-03-01",
    "46.563160",
    "-46.563160 S",
    "146.5631E",
    "Mar 4",
    "Mar  14",
    "#12",
    "#123456",
    "12: ",
    "12. ",
    "12) ",
    "123456;",
    "1,",
    "-45 dBm",
    "12.5 C",
    "12%",
    "134.2 kHz",
    "5 V",
    "30 ms",
    "1234.567 s",
    "80 F",
    "20 dB",
    "300 mV",
    "abc-1/2.x",
    "/dev/x",
    "RX",
    "ID",
    "Id",
    "id",
    "TX",
    "OK",
    "No",
    "at",
    "HA",
    "FA",
    "rssi=5",
    "rssi=-12.5",
    "rssi: 1234",
    "{CR}",
    "{LF}",
    "\\r\\n",
  ])("%j may stand", (words) => expect(ascii(words + line)).toEqual([COW]));

  test.each([
    "202-03-01",
    "2024-03",
    "2024-03-",
    "1.3",
    "01-Ma-2024",
    "1.3.245",
    "2024030",
    "20241301x",
    "20240301T0612",
    "6:1",
    "6:123",
    "16:12 xm",
    "126:12",
    "06:12:33+01:0",
    "170927115",
    "2709271153",
    "17092711535",
    "TAG:",
    "0G TAG",
    "D 224-03-01",
    "d 2024-03-01",
    "46.563",
    "1234.56316",
    "46.563160 X",
    "ma 4",
    "MAR 4x",
    "#1234567",
    "1234567.",
    "1234567;",
    "12",
    "-45 dX",
    "12345 C",
    "12.5678 C",
    "12.5 c",
    "ab",
    "AT",
    "x=12345",
    "[982000001088421]",
    "(3D6.0000109BA4)",
    "x=5.1234",
  ])("%j may not stand", (words) => expect(ascii(words + line)).not.toContain(COW));
});

describe("frames", () => {
  const agrident = (bytes: Uint8Array) => parseAll("agrident", bytes).map(shown);
  const framed = (hex: string): Uint8Array => {
    const covered = hexBytes(hex);
    return Uint8Array.of(...covered, crc8(covered), 0x03);
  };

  test("a frame is under way for less than the longest frame's bytes, and then given up", () => {
    const start = (first: number, byte: number, length: number) =>
      Uint8Array.of(first, ...new Array<number>(length - 1).fill(byte));
    for (const [reader, byte] of [
      [agridentReader, 0x55],
      [wl134Reader, 0x30],
      [rwUsbReader, 0x01],
      [longRfidReader, 0x0f],
    ] as const) {
      for (let length = FRAME_BYTES_MAX; length < 2 * FRAME_BYTES_MAX; length += 1) {
        expect(reader.read(start(reader.start, byte, length)).kind).not.toBe("more");
      }
    }
    expect(agridentReader.read(start(0x02, 0x55, FRAME_BYTES_MAX - 1)).kind).toBe("more");
  });

  test("Agrident: a second start begins anew, and an end too early is none", () => {
    expect(agrident(hexBytes("02 02 FF F0 87 69 03"))).toEqual(["!outside-a-frame", "echo"]);
    expect(agrident(hexBytes("02 10 02 FF F0 87 69 03"))).toEqual(["!wrong-checksum", "echo"]);
    expect(agrident(hexBytes("02 F0 03"))).toEqual(["!outside-a-frame"]);
    expect(agrident(framed("02 F0 01"))).toEqual(["!outside-a-frame"]);
    expect(agrident(framed("02 F0 01 06"))).toEqual(["reply"]);
    expect(agrident(hexBytes("02 FF F0 87 6B 03"))).toEqual(["!wrong-checksum"]);
    expect(agrident(framed("02 A7 C8 BB"))).toEqual(["!outside-a-frame"]);
    expect(agrident(framed("02 01 F0 BB"))).toEqual(["echo"]);
  });

  test("Agrident: a DLE is taken off before any byte, or before control bytes only, whichever makes a block", () => {
    expect(agrident(framed("02 F0 01 20 23 09 10 80 00 F5 80 00 10 10 9B A4 10 02 01 00"))).toEqual([COW]);
    expect(agrident(framed("02 F0 01 20 23 09 80 00 F5 80 00 10 9B A4 10 02 01 00"))).toEqual([COW]);
    expect(agrident(framed("02 F0 01 20 23 09 10 80 00 F5 80 00 10 9B A4 10 02 01 00"))[0]).toBe(
      "!frame-unknown",
    );
  });

  test("Agrident: a checksum that looks like a control byte has a DLE before it that belongs to it", () => {
    const escaped = Array.from({ length: 2_000 }, (_, national) => eidOf(982, 1_000_000 + national)).filter(
      (eid) => agridentTag(plainCode(eid)).at(-3) === 0x10 && agridentTag(plainCode(eid)).at(-4) === 0,
    );
    expect(escaped.length).toBeGreaterThan(3);
    for (const eid of escaped) expect(agrident(agridentTag(plainCode(eid)))).toEqual([eid]);
  });

  test.each([
    ["another end of the block", "23 09 8000F58000109BA4 02 01 01"],
    ["a byte more at its end", "23 09 8000F58000109BA4 02 01 00 00"],
    ["a byte less at its end", "23 09 8000F58000109BA4 02 01"],
    ["a pointer one too far", "23 0B 8000F58000109BA4 0C 01 00"],
    ["pointers of two meanings", "23 09 8000F58000109BA4 01 01 00"],
    ["a decimal id with more than 38 bits", "23 09 0982274877906944 02 01 00"],
    ["a decimal id of nobody's country", "23 09 0037000001088420 02 01 00"],
    ["an id that is decimal and a code", "23 09 0982112200820080 02 01 00"],
    ["an id of nobody's country", "23 09 8000094000109BA4 02 01 00"],
    ["an id with rarer bits", "23 09 8010F58000109BA4 02 01 00"],
    ["an id without animal flag", "23 09 0000F58000109BA4 02 01 00"],
  ])("Agrident: a block with %s is not known", (_, block) => {
    const heard = agrident(agridentFrame(0x20, hexBytes(block)));
    expect(heard[0]).toBe("!frame-unknown");
    expect(heard.every((text) => text.startsWith("!"))).toBe(true);
  });

  test("each maker's wrong checksum is called so, and where a start is none its bytes are between frames", () => {
    const heard = (format: "rw-usb" | "longrfid", hex: string) => parseAll(format, hexBytes(hex)).map(shown);
    expect(heard("rw-usb", "02 01 00 0A BE 78 A2 21 DA 1E 00 80 D6 0F D0 03")).toEqual(["!wrong-checksum"]);
    expect(heard("longrfid", "AA 0F 08 00 03 84 12 DB FA E7 D5 80 BB")).toEqual(["!wrong-checksum"]);
    expect(heard("longrfid", "AA 0F 09 00")).toEqual(["!outside-a-frame"]);
    expect(heard("longrfid", "AA 0F")).toEqual(["!cut-short"]);
    expect(parseAll("rw-usb", hexBytes("02 01 A7 01 00 A5 03"))).toMatchObject([
      { text: "02 01 a7 01 00 a5 03" },
    ]);
  });

  test("the largest and the smallest of every field are read", () => {
    const decimal = (digits: string) => parseAll("rw-usb", rwUsbFrame(0, hexBytes(digits)))[0];
    expect(decimal("274877906943 0999 016383 10")).toMatchObject({
      eid: "999274877906943",
      reserved: 31,
      retagging: 7,
    });
    expect(decimal("000000000000 0982 000000 10")).toMatchObject({ eid: "982000000000000" });
    expect(decimal("000000000001 0000 000000 10")).toMatchObject({ eid: "000000000000001" });
    for (const eid of [eidOf(999, NATIONAL_MAX), eidOf(982, 0), eidOf(0, 1), eidOf(0, NATIONAL_MAX)]) {
      expect(parseAll("longrfid", longRfidTag(eid)).map(shown)).toEqual([eid]);
      expect(parseAll("wl134", wl134Tag(eid)).map(shown)).toEqual([eid]);
    }
    expect(parseAll("longrfid", longRfidTag(eidOf(0, 0))).map(shown)).toEqual(["!blank"]);
    expect(parseAll("wl134", wl134Tag(eidOf(0, 0))).map(shown)).toEqual(["!blank"]);
  });

  test("a reply of code and checksum has no trailer, and a telegram's not-animal keeps its number", () => {
    const cow = plainCode(eidOf(982, 1_088_420));
    expect(parseAll("rw-usb", rwUsbTag(cow, "checked"))[0]).not.toHaveProperty("trailer");
    expect(parseAll("rw-usb", rwUsbTag(cow, "telegram"))[0]).toHaveProperty("trailer", "000000");
    const other = { ...cow, animal: false, country: 0 };
    for (const style of ["checked", "telegram"] as const) {
      expect(parseAll("rw-usb", rwUsbTag(other, style)).map(shown)).toEqual(["0000/0000000001088420"]);
    }
  });

  test("only frames have checksums", () => {
    expect(TAG_FORMATS.filter(hasChecksum)).toEqual(["wl134", "agrident", "rw-usb", "longrfid"]);
  });

  test("a frame behind more garbage than a line may have is read, and every byte before it counted", () => {
    for (const [junk, reason] of [
      ["x".repeat(300), "!too-long"],
      ["x".repeat(256), "!too-long"],
      ["x".repeat(240), "!not-a-tag"],
    ] as const) {
      const results = parseAll("auto", join(bytesOf(junk), longRfidTag(eidOf(982, 1_088_420))));
      expect(results.map(shown).at(-1)).toBe(COW);
      expect(results.map(shown)[0]).toBe(reason);
      expect(discardedCount(results)).toBe(junk.length);
    }
  });

  test("frames whose checksum is a line end are read where the format is not known, with what stood before them told", () => {
    const withSum = (sum: number) =>
      Array.from({ length: 3_000 }, (_, at) => eidOf(900 + (at % 90), 12_345_678 * at)).filter(
        (eid) => wl134Tag(eid)[27] === sum,
      );
    for (const sum of [0x0d, 0x0a]) {
      const found = withSum(sum).slice(0, 20);
      expect(found.length).toBeGreaterThan(5);
      for (const eid of found) {
        const stream = join(bytesOf("ab"), wl134Tag(eid), wl134Tag(eid), bytesOf("cd\r"), wl134Tag(eid));
        const results = parseAll("auto", stream);
        expect(results.map(shown)).toEqual(["!unprintable", eid, eid, "!not-a-tag", eid]);
        expect(discardedCount(results)).toBe(4);
      }
    }
  });

  test("a tag with the bytes of a status among its own is read", () => {
    const tag = eidOf(261, 0x02_0100_0003);
    expect(Buffer.from(longRfidTag(tag)).toString("hex")).toContain("020100000303");
    expect(parseAll("auto", longRfidTag(tag)).map(shown)).toEqual([tag]);
    expect(parseAll("auto", hexBytes("02 01 00 00 03 03")).map(shown)).toEqual(["reply"]);
  });

  test("a frame that begins within garbage and ends behind the longest line is read", () => {
    for (let junk = 220; junk < 262; junk += 1) {
      const results = parseAll("auto", join(bytesOf("x".repeat(junk)), wl134Tag(eidOf(982, 1_088_420))));
      expect(results.map(shown).at(-1)).toBe(COW);
      expect(discardedCount(results)).toBe(junk);
    }
  });

  test("a line of digits behind an STX is a line's fault, whichever way it ends", () => {
    for (const end of ["\r", "\n"]) {
      expect(parseAll("auto", bytesOf(`\u000212345678901234567${end}${" ".repeat(70)}\r`))[0]).toMatchObject({
        reason: expect.not.stringMatching("not-hex-digits"),
      });
    }
  });

  test("a line behind a stray start is thrown away at its end, without waiting for more", () => {
    expect(createTagParser("auto").push(bytesOf("\u00aahello\r")).map(shown)).toEqual(["!unprintable"]);
  });

  test("frames and lines in one stream, back to back and with halves between them", () => {
    const both = join(
      wl134Tag(eidOf(982, 1_088_420)).subarray(0, 20),
      bytesOf("\r\n"),
      asciiTag(eidOf(982, 1_088_420)),
      wl134Tag(eidOf(982, 1_088_421)),
      bytesOf("x\r\n"),
      wl134Tag(eidOf(982, 1_088_422)),
      asciiTag(eidOf(982, 1_088_423)),
    );
    const results = parseAll("auto", both);
    expect(results.map(shown)).toEqual([
      "!unprintable",
      COW,
      NEXT,
      "!not-a-tag",
      "982000001088422",
      "982000001088423",
    ]);
    // The half frame with its line end, and the x.
    expect(discardedCount(results)).toBe(22 + 1);
  });
});
