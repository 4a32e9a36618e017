// Room: main. Captures written in hexadecimal, as logic analysers, terminals, dumps and manuals show them.
// May live here: lines to bytes. May not: what the bytes mean.
// Invariant: holds at most one line of HEX_LINE_MAX characters and one dump of as many bytes; a bad line is a problem, never half
// its bytes.

/** 32 KiB of bytes in one capture: some 30 seconds of a 9600 baud line. */
export const HEX_LINE_MAX = 65_536;

export type HexCapture =
  /** `line`: the capture's only line, or the first line of a dump. */
  | { readonly line: number; readonly ok: true; readonly bytes: Uint8Array }
  | { readonly line: number; readonly ok: false; readonly problem: string };

export type HexReader = {
  /** Takes the next text and gives the captures it completes. Empty lines and remarks count as lines, and are none. */
  push(text: string): readonly HexCapture[];
  /** The input has ended: a last line without a line end is a line, and a dump is over. */
  end(): readonly HexCapture[];
};

/** One line's bytes; `offset` where it is a dump's line and says which byte it starts at. */
type Line = { readonly bytes: Uint8Array; readonly offset: number | null };

/**
 * Reads captures out of text that arrives in pieces: each line is one, but that lines of a dump whose offsets follow one
 * another are one together.
 */
export function createHexReader(): HexReader {
  let line = 1;
  let held = "";
  let isTooLong = false;
  let isAfterReturn = false;
  let dump: { readonly line: number; readonly start: number; length: number; lines: Uint8Array[] } | null =
    null;

  const endDump = (): readonly HexCapture[] => {
    const done = dump;
    dump = null;
    return done === null ? [] : [{ line: done.line, ok: true, bytes: joined(done.lines, done.length) }];
  };
  const addToDump = (offset: number, bytes: Uint8Array): readonly HexCapture[] => {
    const isNext = dump !== null && offset === dump.start + dump.length;
    if (dump !== null && isNext && 2 * (dump.length + bytes.length) <= HEX_LINE_MAX) {
      dump.lines.push(bytes);
      dump.length += bytes.length;
      return [];
    }
    const ended = endDump();
    dump = { line, start: offset, length: bytes.length, lines: [bytes] };
    return ended;
  };
  /** hexdump ends with the offset behind the last byte, alone on a line. */
  const isDumpEnd = (read: Line | string): boolean =>
    dump !== null &&
    typeof read !== "string" &&
    read.offset === null &&
    numberOf(read.bytes) === dump.start + dump.length;
  const endLine = (): readonly HexCapture[] => {
    const read = isTooLong ? TOO_LONG : lineOf(held);
    held = "";
    isTooLong = false;
    if (read === null || isDumpEnd(read)) return [];
    if (typeof read === "string") return [...endDump(), { line, ok: false, problem: read }];
    if (read.offset !== null) return addToDump(read.offset, read.bytes);
    return [...endDump(), { line, ok: true, bytes: read.bytes }];
  };
  const take = (character: string): readonly HexCapture[] => {
    const isSecondHalf = isAfterReturn && character === "\n";
    isAfterReturn = character === "\r";
    if (isSecondHalf) return [];
    if (character === "\n" || character === "\r") {
      const captures = endLine();
      line += 1;
      return captures;
    }
    if (held.length === HEX_LINE_MAX) isTooLong = true;
    else held += character;
    return [];
  };
  return {
    push: (text) => [...text].flatMap(take),
    end: () => [...endLine(), ...endDump()],
  };
}

function joined(lines: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const line of lines) {
    bytes.set(line, at);
    at += line.length;
  }
  return bytes;
}

const TOO_LONG = `it is longer than ${HEX_LINE_MAX} characters. Put each capture on a line of its own`;

/** The mark that some programs put at the start of a text file, its three bytes read one by one. */
const TEXT_MARK = /^\u00ef\u00bb\u00bf/;
/** `# …`, `// …`, and `; …` behind a space: remarks to the line's end. */
const REMARK = /(?:#|\/\/|(?:^|\s);).*$/;
/** xxd: `00000000: 0231 3731 …  .171…`; hexdump -C: `00000000  02 31 …  |.171…|`. */
const DUMPS = [
  /^(?<offset>[0-9a-f]{4,8}): (?<bytes>[0-9a-f]{2,4}(?: [0-9a-f]{2,4})*) {0,3}(?:$| {2}.*)/i,
  /^(?<offset>[0-9a-f]{4,8}) {1,3}(?<bytes>[0-9a-f]{2}(?: {1,2}[0-9a-f]{2})*) +\|.*\|?$/i,
];
/** What programs write before the bytes: brackets, dates, times, words that end in : > or =, arrows, numbers of captures. */
const LABELS: readonly RegExp[] = [
  /^\[[^\]]{0,80}\]:?\s*/,
  /^[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}(?:T|[ ,]+)/,
  /^[0-9]{1,2}:[0-5][0-9]:[0-5][0-9](?:[.,][0-9]{1,9})?Z?[ \t]+(?=\S)/,
  // Letters that are all hexadecimal digits are bytes: AA: 0F 08
  /^(?=[^:>=.]*[g-z])[a-z][a-z0-9 _#-]{0,40}[:>=.]+\s*/i,
  /^(?:RX|TX|RAW|HEX)\s+/i,
  /^(?:->|<{1,3}|>{1,3})\s*/,
  /^[0-9]{1,6}[:.)]\s+(?!.*:\s)/,
];
const BETWEEN_BYTES = /[\s,;:{}<>$"'-]+|0x|\\x|(?<=[0-9a-f]{2})h/gi;

/** One line's bytes, null for a line without any, or what is wrong with it. */
function lineOf(text: string): Line | string | null {
  const written = text.replace(TEXT_MARK, "").trim();
  for (const shape of DUMPS) {
    const { offset = "", bytes = "" } = shape.exec(written)?.groups ?? {};
    if (bytes !== "") return { bytes: fromHex(bytes.replace(/ /g, "")), offset: Number.parseInt(offset, 16) };
  }
  const tokens = withoutLabels(written.replace(REMARK, ""))
    .split(BETWEEN_BYTES)
    .filter((token) => token !== "");
  if (tokens.length === 0) return null;
  const strange = /[^0-9A-Fa-f]/.exec(tokens.join(""));
  if (strange !== null) {
    return `it has ${JSON.stringify(strange[0])} in it, which is no hexadecimal digit. Write bytes as 02 31 37 …, or leave out --hex`;
  }
  // Some programs leave out the zero in front: 2 31 37.
  const isByteByByte = tokens.length > 1 && tokens.every((token) => token.length <= 2);
  const digits = tokens.map((token) => (isByteByByte ? token.padStart(2, "0") : token)).join("");
  if (digits.length % 2 === 1) {
    return `it has ${digits.length} hexadecimal digits, an odd number. Write two digits a byte`;
  }
  return { bytes: fromHex(digits), offset: null };
}

function withoutLabels(text: string): string {
  let rest = text;
  for (let length = -1; length !== rest.length; ) {
    length = rest.length;
    for (const label of LABELS) rest = rest.replace(label, "");
  }
  return rest;
}

const numberOf = (bytes: Uint8Array): number => bytes.reduce((value, byte) => value * 256 + byte, 0);
const fromHex = (digits: string): Uint8Array => Uint8Array.from(Buffer.from(digits, "hex"));
