// Room: domain/tag. Cuts bytes of an ASCII reader into lines and has each line read.
// May live here: framing by CR, LF or both. May not: what a line means (ascii-line.ts).
// Invariant: at most LINE_BYTES_MAX bytes are held; a tag is given at the CR, without waiting for an LF.

import { ASCII, readLine, standsAfterNoise, statusOf } from "./ascii-line.ts";
import type { ByteFormat, ByteParser } from "./byte-parser.ts";
import { discarded, type TagResult } from "./tag-result.ts";

/** The longest line known (a Biomark report) is about 60 bytes. */
export const LINE_BYTES_MAX = 256;

const STX = 0x02;
const ETX = 0x03;
const CR = 0x0d;
const LF = 0x0a;
/** Line breaks on RS232 show as NUL; XON and XOFF are flow control. Harmless between lines. */
const BETWEEN_LINES: ReadonlySet<number> = new Set([0x00, 0x11, 0x13]);

export const asciiFormat: ByteFormat = {
  name: ASCII,
  title: "ASCII lines (Allflex, Datamars, Tru-Test, TIRIS; ISO 24631-6 with STX)",
  open: openAscii,
};

function openAscii(): ByteParser {
  const line = new Uint8Array(LINE_BYTES_MAX);
  let length = 0;
  /** Bytes of an over-long line that are not reported yet; null while the line is not over-long. */
  let dropped: number | null = null;

  const endLine = (out: TagResult[]): void => {
    if (dropped !== null) {
      if (dropped > 0) out.push(discarded(ASCII, "too-long", line.subarray(0, 0), dropped));
    } else if (length > 0) {
      judgeLine(line.subarray(0, length), out);
    }
    length = 0;
    dropped = null;
  };
  const take = (byte: number, out: TagResult[]): void => {
    if (byte === CR || byte === LF) {
      endLine(out);
    } else if (dropped !== null) {
      dropped += 1;
      if (dropped < LINE_BYTES_MAX) return;
      out.push(discarded(ASCII, "too-long", line.subarray(0, 0), dropped));
      dropped = 0;
    } else if (length === LINE_BYTES_MAX) {
      out.push(discarded(ASCII, "too-long", line));
      length = 0;
      dropped = 1;
    } else if (length > 0 || !BETWEEN_LINES.has(byte)) {
      line[length] = byte;
      length += 1;
    }
  };

  return {
    push(bytes) {
      const out: TagResult[] = [];
      for (const byte of bytes) take(byte, out);
      return out;
    },
    /** A last line without a line end is read as a line: files and captures often end so. */
    flush() {
      const out: TagResult[] = [];
      endLine(out);
      return out;
    },
  };
}

/**
 * Reads one line. STX starts a line anew wherever it stands (ISO 24631-6). After any other unprintable byte the
 * rest is taken only if it starts with an animal mark: a cut-off number must not pass for a shorter one.
 */
function judgeLine(line: Uint8Array, out: TagResult[]): void {
  const end = line[line.length - 1] === ETX ? line.length - 1 : line.length;
  let start = end;
  while (start > 0 && isPrintable(line[start - 1])) start -= 1;
  const text = String.fromCharCode(...line.subarray(start, end));
  const afterStx = start > 0 && line[start - 1] === STX;
  const before = line.subarray(0, afterStx ? start - 1 : start);

  if (start > 0 && !afterStx && !standsAfterNoise(text)) {
    out.push(discarded(ASCII, "unprintable", line));
    return;
  }
  if (before.length > 0) out.push(discarded(ASCII, "unprintable", before));
  if (text.trim() === "") {
    if (afterStx) out.push(statusOf("power-up", ""));
    return;
  }
  const meaning = readLine(text);
  if (meaning.kind === "nothing") out.push(discarded(ASCII, meaning.reason, line.subarray(start)));
  else out.push(meaning);
}

const isPrintable = (byte: number | undefined): boolean =>
  byte !== undefined && ((byte >= 0x20 && byte <= 0x7e) || byte === 0x09);
