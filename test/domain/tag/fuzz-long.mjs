// Room: test/domain/tag. The long fuzz of the tag parsers: noise and damaged streams by the hundred million bytes.
// Run by hand after `npm run build`: node test/domain/tag/fuzz-long.mjs [bytes per parser and kind] [format … or bare]
// Fails on a throw, on memory that grows, and on more animals out of noise than the format's checksum allows.

import { readBareCapture } from "../../../dist/domain/tag/bare-code.js";
import { createTagParser, TAG_FORMATS } from "../../../dist/domain/tag/formats.js";
import {
  ASCII_STYLES,
  agridentTag,
  asciiTag,
  longRfidTag,
  plainCode,
  rwUsbTag,
  telegram,
  wl134Tag,
} from "../../../dist/sim/tag-bytes.js";

const [size = "1e8", ...wanted] = process.argv.slice(2);
const BYTES = Number(size);
const CHUNK = 65_536;
const GROWTH_MAX_MB = 64;

/** A small fast generator with a fixed seed, so that a failure can be met again. */
function dice(seed) {
  let state = seed >>> 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

const CHARACTERS = Buffer.from("0123456789ABCDEF LAR;,\t.\r\n", "latin1");
const noise = {
  /** Every byte alike. */
  bytes: (next, out) => {
    for (let at = 0; at < out.length; at += 1) out[at] = next();
  },
  /** Only what readers print, with line ends: the worst that a line without checksum can meet. */
  print: (next, out) => {
    for (let at = 0; at < out.length; at += 1) out[at] = CHARACTERS[next() % CHARACTERS.length];
  },
  /** Starts, ends and escapes of frames, more often than chance. */
  controls: (next, out) => {
    const often = [0x02, 0x03, 0x10, 0xaa, 0xbb, 0x00, 0x01, 0x0f, 0x08, 0x23, 0x30, 0x0d];
    for (let at = 0; at < out.length; at += 1) {
      const value = next();
      out[at] = value & 0x100 ? often[value % often.length] : value >>> 16;
    }
  },
};

const eid = (next) =>
  `${900 + (next() % 99)}${String(next() % 274_877_906).padStart(9, "0")}${String(next() % 1000).padStart(3, "0")}`;
const PRINTERS = {
  ascii: (next) => asciiTag(eid(next), ASCII_STYLES[next() % ASCII_STYLES.length]),
  wl134: (next) => wl134Tag(eid(next)),
  agrident: (next) => agridentTag(plainCode(eid(next))),
  "rw-usb": (next) => rwUsbTag(plainCode(eid(next)), ["decimal", "telegram", "checked"][next() % 3]),
  longrfid: (next) => longRfidTag(eid(next)),
};
PRINTERS.auto = (next) => PRINTERS[["ascii", "wl134", "agrident", "rw-usb", "longrfid"][next() % 5]](next);

/** So many different tags; to print each anew would take longer than to read it. */
const TAGS = 4_096;

/** Tags in a row, with bytes flipped, lost, doubled and cut short; `known` takes the tags that can be in it. */
function damaged(format) {
  let tags = null;
  return (next, out, known) => {
    tags ??= Array.from({ length: TAGS }, () => PRINTERS[format](next));
    if (known.size === 0)
      for (const tag of tags)
        for (const result of createTagParser(format).push(tag))
          if (result.kind === "animal") known.add(result.eid);
    for (let at = 0; at < out.length; ) {
      const tag = tags[next() % TAGS];
      const damages = next() % 3;
      const bytes = damages === 0 ? tag : hurt(next, [...tag], damages);
      const room = Math.min(bytes.length, out.length - at);
      for (let index = 0; index < room; index += 1) out[at + index] = bytes[index];
      at += room;
    }
  };
}

function hurt(next, bytes, damages) {
  let left = bytes;
  for (let count = 0; count < damages && left.length > 0; count += 1) {
    const place = next() % left.length;
    const kind = next() % 4;
    if (kind === 0) left[place] ^= 1 << (next() % 8);
    else if (kind === 1) left.splice(place, 1);
    else if (kind === 2) left.splice(place, 0, next() & 0xff);
    else left = left.slice(0, place + 1);
  }
  return left;
}

/** Animals that noise of even bytes may give, by the bytes that must fit: see src/domain/tag/README.md. */
const ALLOWED_PER_BYTE = {
  ascii: 1e-8,
  // 02, 26 hexadecimal characters, two bytes of checksum, 03 or 07
  wl134: 2 / 256 ** 4,
  // 02, checksum, 03, and a block whose shape fixes five more bytes
  agrident: 1 / 256 ** 6,
  // 02, status, length, checksum, 03, and the code's own 16 bits
  "rw-usb": 1 / 256 ** 5,
  // AA 0F 08 00, country below 1000, 38 bits of 40, checksum, BB
  longrfid: 1 / 256 ** 6,
  auto: 1e-8,
};

function fuzz(format, kind, fill) {
  const next = dice(20_240_301);
  const parser = createTagParser(format);
  const chunk = new Uint8Array(CHUNK);
  const known = new Set();
  const counts = { animal: 0, "not-animal": 0, status: 0, discarded: 0, wrong: 0 };
  globalThis.gc?.();
  let most = 0;
  const before = process.memoryUsage().heapUsed;
  const started = performance.now();
  for (let done = 0; done < BYTES; done += CHUNK) {
    fill(next, chunk, known);
    for (const result of parser.push(chunk)) {
      counts[result.kind] += 1;
      if (result.kind === "animal" && kind === "damaged" && !known.has(result.eid)) counts.wrong += 1;
    }
    if (done % (CHUNK * 64) === 0) {
      globalThis.gc?.();
      most = Math.max(most, process.memoryUsage().heapUsed);
    }
  }
  const seconds = (performance.now() - started) / 1000;
  const grown = (most - before) / 1e6;
  const allowed = kind === "bytes" ? BYTES * ALLOWED_PER_BYTE[format] : Number.NaN;
  const isBad =
    (kind === "bytes" && counts.animal > Math.max(2, 4 * allowed)) ||
    (globalThis.gc && grown > GROWTH_MAX_MB);
  console.log(
    [
      format.padEnd(9),
      kind.padEnd(9),
      BYTES.toExponential(0),
      String(counts.animal).padStart(9),
      String(counts.wrong).padStart(7),
      allowed.toExponential(1).padStart(8),
      String(counts["not-animal"]).padStart(9),
      String(counts.status).padStart(9),
      grown.toFixed(1).padStart(6),
      (BYTES / 1e6 / seconds).toFixed(1).padStart(6),
      isBad ? "BAD" : "ok",
    ].join("  "),
  );
  return !isBad;
}

function fuzzBare(format, bytes) {
  const next = dice(20_240_302);
  const block = new Uint8Array(bytes);
  let animals = 0;
  const rounds = Math.ceil(BYTES / bytes);
  for (let round = 0; round < rounds; round += 1) {
    noise.bytes(next, block);
    for (const result of readBareCapture(format, block)) if (result.kind === "animal") animals += 1;
  }
  const share = animals / rounds;
  console.log(
    `${format}: ${animals} of ${rounds} captures of noise are animals' codes, one in ${(1 / share).toExponential(1)}`,
  );
}

console.log(
  "format     stream     bytes    animals    wrong   allowed  not-animal  statuses  grown MB  MB/s",
);
let isGood = true;
for (const format of wanted.length > 0 ? wanted.filter((name) => TAG_FORMATS.includes(name)) : TAG_FORMATS) {
  for (const [kind, fill] of Object.entries(noise)) isGood = fuzz(format, kind, fill) && isGood;
  isGood = fuzz(format, "damaged", damaged(format)) && isGood;
}
if (wanted.length === 0 || wanted.includes("bare")) {
  fuzzBare("iso64-be", 8);
  fuzzBare("iso64-air", 8);
  fuzzBare("fdxb-104", 13);
  fuzzBare("fdxb-128", telegram(plainCode(eid(dice(1)))).length);
}
process.exitCode = isGood ? 0 : 1;
