// Room: test/domain/tag. Finding out which format a stream speaks.

import fc from "fast-check";
import { expect, test } from "vitest";
import { LINE_BYTES_MAX } from "../../../src/domain/tag/ascii.ts";
import { eidOf } from "../../../src/domain/tag/code.ts";
import { createTagParser, findFormat, TAG_FORMATS, titleOf } from "../../../src/domain/tag/formats.ts";
import { ASCII_STYLES, asciiTag, industrialTag, wl134Tag } from "../../../src/sim/tag-bytes.ts";
import {
  bytesOf,
  cutsList,
  discardedCount,
  eids,
  eidsIn,
  isCertain,
  join,
  parseAll,
  parseCut,
} from "./streams.ts";

const asciiStream = fc
  .array(
    fc.tuple(eids, fc.constantFrom(...ASCII_STYLES)).filter(([eid, style]) => isCertain(eid, style)),
    { minLength: 1, maxLength: 4 },
  )
  .map((tags) => ({
    list: tags.map(([eid]) => eid),
    bytes: join(...tags.map(([e, style]) => asciiTag(e, style))),
  }));
const wl134Stream = fc
  .array(eids, { minLength: 1, maxLength: 4 })
  .map((list) => ({ list, bytes: join(...list.map((eid) => wl134Tag(eid))) }));

test("either format is found out from its first tag, and no tag is lost on the way", () => {
  fc.assert(
    fc.property(fc.oneof(asciiStream, wl134Stream), ({ list, bytes }) => {
      // A few codes are refused in some spellings (README); what a reader of that format reads, this one reads too.
      const known = [eidsIn(parseAll("ascii", bytes)), eidsIn(parseAll("wl134", bytes))];
      fc.pre(known.some((read) => read.length === list.length));
      expect(eidsIn(parseAll("auto", bytes))).toEqual(list);
    }),
    { numRuns: 200 },
  );
});

test("where the stream is cut makes no difference", () => {
  const parts = fc.array(
    fc.oneof(
      eids.map((eid) => asciiTag(eid)),
      eids.map((eid) => wl134Tag(eid)),
      fc.uint8Array({ maxLength: 500 }),
      fc.constant(industrialTag(6, "123")),
    ),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(parts, cutsList, (list, cuts) => {
      const stream = join(...list);
      expect(parseCut("auto", stream, cuts)).toEqual(parseAll("auto", stream));
    }),
    { numRuns: 100 },
  );
});

test("a tag comes out on its last byte even while the format is not known yet", () => {
  const [first] = fc.sample(eids, 1);
  if (first === undefined) throw new Error("no sample");
  const parser = createTagParser("auto");
  const frame = wl134Tag(first);
  expect(parser.push(frame.subarray(0, 29))).toEqual([]);
  expect(eidsIn(parser.push(frame.subarray(29)))).toEqual([first]);
});

test("without any tag the more sensible reading is given", () => {
  expect(parseAll("auto", bytesOf("NoRead\r\n"))).toMatchObject([{ kind: "status", format: "ascii" }]);
  const broken = wl134Tag(eidOf(982, 1_088_420));
  broken[27] = (broken[27] ?? 0) ^ 1;
  expect(parseAll("auto", broken)).toMatchObject([{ reason: "wrong-checksum", format: "wl134" }]);
  expect(parseAll("auto", new Uint8Array(0))).toEqual([]);
});

test("endless noise is reported, and the first tag after it still read", () => {
  const parser = createTagParser("auto");
  const noise = new Uint8Array(LINE_BYTES_MAX * 5).fill(0xee);
  expect(discardedCount(parser.push(noise))).toBeGreaterThanOrEqual(LINE_BYTES_MAX * 4);
  expect(eidsIn(parser.push(bytesOf("\rLA 982 000001088420\r")))).toEqual(["982000001088420"]);
});

test("a WL-134 frame that looks like another maker's status two bytes before its end is still read", () => {
  const frame = bytesOf("\u000283AF1D53D18110010000000000\u0003\u00fc\u0003");
  expect(eidsIn(parseAll("auto", frame))).toEqual(["280125457005112"]);
});

test("every format has a title and is found by its name, and by no other", () => {
  for (const format of TAG_FORMATS) {
    expect(findFormat(format)).toBe(format);
    expect(titleOf(format)).not.toBe("");
  }
  expect(findFormat("ASCII")).toBeNull();
  expect(findFormat("constructor")).toBeNull();
});
