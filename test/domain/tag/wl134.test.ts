// Room: test/domain/tag. WL-134 frames, one by one and as a stream.

import fc from "fast-check";
import { expect, test } from "vitest";
import { eidOf } from "../../../src/domain/tag/code.ts";
import { createTagParser } from "../../../src/domain/tag/formats.ts";
import type { TagResult } from "../../../src/domain/tag/tag-result.ts";
import { FRAME_BYTES } from "../../../src/domain/tag/wl134.ts";
import { wl134Frame, wl134Tag } from "../../../src/sim/tag-bytes.ts";
import { bytesOf, eids, eidsIn, hexBytes, join, parseAll } from "./streams.ts";

const parse = (bytes: Uint8Array): TagResult[] => parseAll("wl134", bytes);
const COW = eidOf(982, 1_088_420);

test("the datasheet's frame is read: its checksum byte is an end byte in disguise", () => {
  const frame = hexBytes("02 31373141393235334133 34383330 30 31 30303030 303030303030 07 F8 03");
  expect(parse(frame)).toEqual([
    {
      kind: "animal",
      eid: "900250000023921",
      country: 900,
      national: "250000023921",
      animal: true,
      retagging: null,
      userInformation: null,
      reserved: null,
      advanced: null,
      dataBlock: false,
      test: false,
      lacksCountry: false,
      transmission: "fdx-b",
      checked: true,
      format: "wl134",
    },
  ]);
});

test("an HDX tag is read too, and known as one", () => {
  expect(parse(wl134Tag(COW, { transmission: "hdx" }))).toMatchObject([{ eid: COW, transmission: "hdx" }]);
});

test("the animal flag is an attribute: the same digits are the same animal", () => {
  expect(parse(wl134Tag(COW, { animal: false, dataBlock: true }))).toMatchObject([
    { kind: "animal", eid: COW, animal: false, dataBlock: true },
  ]);
});

test("a code with neither animal flag nor country is another trade's", () => {
  expect(parse(wl134Tag(eidOf(0, 18_514_348), { animal: false }))).toEqual([
    { kind: "not-animal", application: null, id: "18514348", format: "wl134" },
  ]);
  expect(parse(wl134Tag(eidOf(0, 18_514_348)))).toMatchObject([{ kind: "animal", lacksCountry: true }]);
});

test("every checksum byte that looks like framing is met and read", () => {
  const seen = new Set<number>();
  for (let national = 0; seen.size < 5 && national < 20_000; national += 1) {
    const frame = wl134Tag(eidOf(982, national), { userData: "12A4BF" });
    const sum = frame[27] ?? -1;
    if (![0x02, 0x03, 0x07, 0x0a, 0x0d].includes(sum)) continue;
    seen.add(sum);
    const pair = join(frame, frame);
    expect(eidsIn(parse(pair))).toEqual([eidOf(982, national), eidOf(982, national)]);
  }
  expect([...seen].sort((a, b) => a - b)).toEqual([0x02, 0x03, 0x07, 0x0a, 0x0d]);
});

test.each([
  ["a flag of 2", wl134Frame("4A9B010000" + "6D30" + "02" + "0000" + "000000", 3), "not-hex-digits"],
  ["nothing but zeros", wl134Frame("0000000000" + "0000" + "01" + "0000" + "000000", 3), "blank"],
  ["another end byte", wl134Frame("4A9B010000" + "6D30" + "01" + "0000" + "000000", 4), "wrong-end"],
  ["country 1000", wl134Frame("4A9B010000" + "8E30" + "01" + "0000" + "000000", 3), "country-too-large"],
  [
    "more than 38 bits",
    wl134Frame("0000000004" + "6D30" + "01" + "0000" + "000000", 3),
    "national-too-large",
  ],
])("a frame with %s is thrown away", (_, frame, reason) => {
  expect(parse(frame)).toMatchObject([{ kind: "discarded", reason, count: FRAME_BYTES }]);
});

test.each([
  ["a lower-case digit", "4A9B010000" + "6D30" + "01" + "0000" + "0000a0", "not-hex-digits", 26],
  [
    "a letter beyond F in its first digit of country",
    "4A9B010000" + "GD30010000000000",
    "not-hex-digits",
    12,
  ],
  ["a letter beyond F in its last digit of id", "4A9B01000G" + "6D30010000000000", "outside-a-frame", 30],
  ["a letter beyond F", "4A9B010000" + "6DG0" + "01" + "0000" + "000000", "not-hex-digits", 14],
  [
    "a letter beyond F so early that it looks like no frame",
    "4A9Z010000" + "6D30010000000000",
    "outside-a-frame",
    30,
  ],
])("a frame with %s is given up there", (_, text, reason, count) => {
  expect(parse(wl134Frame(text, 3))[0]).toMatchObject({ kind: "discarded", reason, count });
  expect(eidsIn(parse(wl134Frame(text, 3)))).toEqual([]);
});

test("a wrong checksum is thrown away", () => {
  const frame = wl134Tag(COW);
  frame[3] = 0x31;
  expect(parse(frame)).toMatchObject([{ kind: "discarded", reason: "wrong-checksum" }]);
});

test("stray bytes are reported in their place, before the frame that follows them", () => {
  const results = parse(join(bytesOf("ab"), wl134Tag(COW), bytesOf("c")));
  expect(results).toMatchObject([{ bytes: "6162" }, { eid: COW }, { bytes: "63" }]);
});

test("a tag is given on its thirtieth byte", () => {
  const parser = createTagParser("wl134");
  const frame = wl134Tag(COW);
  expect(parser.push(frame.subarray(0, 29))).toEqual([]);
  expect(eidsIn(parser.push(frame.subarray(29)))).toEqual([COW]);
});

test("a frame that starts inside a broken one is found, on its own last byte", () => {
  for (let cut = 1; cut < FRAME_BYTES; cut += 1) {
    const parser = createTagParser("wl134");
    const frame = wl134Tag(COW);
    parser.push(frame.subarray(0, cut));
    expect(eidsIn(parser.push(frame.subarray(0, 29)))).toEqual([]);
    expect(eidsIn(parser.push(frame.subarray(29)))).toEqual([COW]);
  }
});

test("what is printed is read back as printed", () => {
  const tags = fc.record({
    transmission: fc.constantFrom("fdx-b" as const, "hdx" as const),
    dataBlock: fc.boolean(),
    reserved: fc.stringMatching(/^[0-9A-F]{4}$/),
    userData: fc.stringMatching(/^[0-9A-F]{6}$/),
  });
  fc.assert(
    fc.property(eids, tags, (eid, tag) => {
      expect(parse(wl134Tag(eid, tag))).toMatchObject([
        { eid, transmission: tag.transmission, dataBlock: tag.dataBlock },
      ]);
    }),
    { numRuns: 200 },
  );
});

test("no flipped bit makes another cow: only the end byte's one bit leaves the same tag, called HDX", () => {
  fc.assert(
    fc.property(eids, (eid) => {
      const frame = wl134Tag(eid);
      for (let bit = 0; bit < FRAME_BYTES * 8; bit += 1) {
        const flipped = frame.slice();
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const isEndKind = bit === 29 * 8 + 2;
        expect(parse(flipped).filter((result) => result.kind !== "discarded")).toHaveLength(
          isEndKind ? 1 : 0,
        );
        if (isEndKind) expect(eidsIn(parse(flipped))).toEqual([eid]);
      }
    }),
    { numRuns: 3 },
  );
});

test("noise before a frame, starts of frames in it too, costs no tag", () => {
  const noise = fc.oneof(fc.uint8Array({ maxLength: 100 }), fc.constant(bytesOf("\u0002\u0002ab\u0002")));
  fc.assert(
    fc.property(noise, eids, (bytes, eid) => {
      expect(eidsIn(parse(join(bytes, wl134Tag(eid))))).toEqual([eid]);
    }),
    { numRuns: 200 },
  );
});

test("two flipped bits go unseen only as a pair in one bit column, about once in 30", () => {
  let read = 0;
  let pairs = 0;
  const frame = wl134Tag(COW);
  for (let first = 8; first < 15 * 8; first += 5) {
    for (let second = first + 1; second < 15 * 8; second += 1) {
      const flipped = frame.slice();
      for (const bit of [first, second]) flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      pairs += 1;
      if (eidsIn(parse(flipped)).some((eid) => eid !== COW)) read += 1;
    }
  }
  expect(read / pairs).toBeLessThan(1 / 30);
});
