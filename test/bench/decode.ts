// Room: test/bench. How fast each tag format is decoded, and how long the worst line of print takes: one JSON line each.
// Seconds of the processor, so that other programs beside it matter less. Part of `npm run bench`; alone: `npm run bench -- --decode`. A serial line brings at most 0.0115 MB a second.

import { eidOf } from "../../src/domain/tag/code.ts";
import { createTagParser, TAG_FORMATS, type TagFormat } from "../../src/domain/tag/formats.ts";
import {
  agridentTag,
  asciiTag,
  longRfidTag,
  plainCode,
  rwUsbTag,
  wl134Tag,
} from "../../src/sim/tag-bytes.ts";

const MEGABYTES = 2;
const COW = eidOf(982, 1_088_420);
const PRINTED = {
  ascii: asciiTag(COW),
  wl134: wl134Tag(COW),
  agrident: agridentTag(plainCode(COW)),
  "rw-usb": rwUsbTag(plainCode(COW)),
  longrfid: longRfidTag(COW),
};
const noise = Uint8Array.from({ length: 65_536 }, (_, at) => (Math.imul(at, 2_654_435_761) >>> 13) & 0xff);

/** The bytes over and over, as many times as fill a chunk. */
const repeated = (bytes: Uint8Array): Uint8Array =>
  Buffer.concat(Array(Math.ceil(65_536 / bytes.length)).fill(bytes));

function measure(format: TagFormat, stream: string, chunk: Uint8Array): void {
  const parser = createTagParser(format);
  parser.push(chunk);
  let found = 0;
  let bytes = 0;
  const before = process.cpuUsage();
  for (; bytes < MEGABYTES * 1e6; bytes += chunk.length) found += parser.push(chunk).length;
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  const rate = Math.round((bytes / 1e6 / seconds) * 100) / 100;
  console.log(JSON.stringify({ bench: "decode", format, stream, megabytesPerSecond: rate, results: found }));
}

for (const format of TAG_FORMATS) {
  for (const [printed, bytes] of Object.entries(PRINTED)) {
    if (format === printed || format === "auto") measure(format, printed, repeated(bytes));
  }
  measure(format, "noise", noise);
}

const letters = "LA R0189aF.,;:-/[(<{ #x";
const worst = { milliseconds: 0, line: "" };
for (let round = 0; round < 2_000; round += 1) {
  const line = Array.from(
    { length: 255 },
    (_, at) => letters[(Math.imul(at + 1, round * 40_503 + 7) >>> 9) % letters.length],
  ).join("");
  const bytes = Buffer.from(`${line}\r`);
  const parser = createTagParser("auto");
  const before = process.cpuUsage();
  parser.push(bytes);
  const { user, system } = process.cpuUsage(before);
  const milliseconds = (user + system) / 1000;
  if (round > 200 && milliseconds > worst.milliseconds) Object.assign(worst, { milliseconds, line });
}
console.log(
  JSON.stringify({
    bench: "decode",
    format: "auto",
    stream: "worst line of print",
    milliseconds: Math.round(worst.milliseconds * 100) / 100,
  }),
);
