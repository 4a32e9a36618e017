// Room: test/main. From the shed's file to the controller's event: how often a tag must be heard before it counts.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { formatProblems } from "../../src/config/problem.ts";
import { loadShed, type ReaderDevice } from "../../src/config/shed-config.ts";
import { eidOf } from "../../src/domain/tag/code.ts";
import { hasChecksum, TAG_FORMATS, type TagFormat } from "../../src/domain/tag/formats.ts";
import { monoMs } from "../../src/domain/units.ts";
import { createReaderSession } from "../../src/drivers/tag-reader/session.ts";
import {
  agridentTag,
  asciiTag,
  longRfidTag,
  plainCode,
  rwUsbTag,
  wl134Tag,
} from "../../src/sim/tag-bytes.ts";
import { PROFILES } from "../config/profiles.ts";

const COW = eidOf(982, 1_088_420);
const OTHER = eidOf(982, 1_088_421);
const EXAMPLE = readFileSync("config/herringbone-2x10.yaml", "utf8");
/** What a reader of each format sends for a cow; a format that is not known hears lines. */
const SENT: { readonly [Format in TagFormat]: (eid: typeof COW) => Uint8Array } = {
  auto: (eid) => asciiTag(eid),
  ascii: (eid) => asciiTag(eid),
  wl134: (eid) => wl134Tag(eid),
  agrident: (eid) => agridentTag(plainCode(eid)),
  "rw-usb": (eid) => rwUsbTag(plainCode(eid), "decimal"),
  longrfid: (eid) => longRfidTag(eid),
};

/** The left race's reader as its file says. */
function readerOf(lines: string): ReaderDevice {
  const text = EXAMPLE.replace(/format: wl134 .*\n/, `${lines}\n`);
  const loaded = loadShed(text, "shed.yaml", PROFILES);
  if (!loaded.ok) throw new Error(formatProblems(loaded.error));
  const reader = loaded.value.config.devices.readers.find((one) => one.reader === "left-race");
  if (reader === undefined) throw new Error("no reader left-race");
  return reader;
}

/** The cows whose tag-read events come out of these reads, 50 ms apart. */
function heard(device: ReaderDevice, reads: readonly Uint8Array[]): readonly string[] {
  const { reader, format, equalReadsNeeded } = device;
  const session = createReaderSession({ reader, format, equalReadsNeeded });
  session.step({ kind: "ticked", jitter: 0 }, monoMs(0));
  session.step({ kind: "opened" }, monoMs(1));
  return reads.flatMap((bytes, at) =>
    session
      .step({ kind: "bytes", bytes }, monoMs(100 + 50 * at))
      .flatMap((order) =>
        order.kind === "deliver" && order.event.kind === "tag-read" ? [order.event.eid] : [],
      ),
  );
}

test.each(TAG_FORMATS)(
  "%s: without a word in the file one read is enough only where a checksum proves it",
  (format) => {
    const device = readerOf(`format: ${format}`);
    const needed = hasChecksum(format) ? 1 : 2;
    expect(device.equalReadsNeeded).toBe(needed);
    const read = SENT[format];
    expect(heard(device, [read(COW)])).toEqual(needed === 1 ? [COW] : []);
    expect(heard(device, [read(COW), read(COW)])).toEqual([COW]);
    // A misread line between two cows confirms neither.
    expect(heard(device, [read(COW), read(OTHER)])).toEqual(needed === 1 ? [COW, OTHER] : []);
  },
);

test("a frame with a checksum counts at once also where the format is not known", () => {
  expect(heard(readerOf("format: auto"), [wl134Tag(COW)])).toEqual([COW]);
});

test("the file can ask for one read of lines, for readers that send a tag only once, and for two of lines only", () => {
  expect(heard(readerOf("format: ascii\n    equal-reads: 1"), [asciiTag(COW)])).toEqual([COW]);
  expect(heard(readerOf("format: ascii\n    equal-reads: 2"), [asciiTag(COW)])).toEqual([]);
  expect(heard(readerOf("format: wl134\n    equal-reads: 2"), [wl134Tag(COW)])).toEqual([COW]);
});
