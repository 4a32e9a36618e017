// Room: temperature-log. From a file's bytes to its lines.
// May live here: encodings and line ends. May not: cells (cells.ts).
// Invariant: every line keeps its number; bytes that are no text are said to be none, by what they are.

import { err, ok, type Result } from "../domain/result.ts";
import { BYTES_MAX, LINE_LENGTH_MAX, LINES_MAX } from "./limits.ts";

/** What is wrong with a file as a whole, or with its line (from 1; 0: the file). */
export type LogProblem = {
  readonly line: number;
  readonly says: string;
  readonly found: string;
  readonly expected: string;
  readonly fix: string;
};

export type Encoding = "UTF-8" | "UTF-16 LE" | "UTF-16 BE" | "Windows-1252";

/** Lines that follow each other; `first` is the number of the first of them, from 1. */
export type Lines = { readonly first: number; readonly lines: readonly string[] };

export type TextSource = {
  readonly encoding: Encoding;
  /** The next lines; null at the end. */
  next(): Promise<Result<Lines | null, LogProblem>>;
  /** Bytes without meaning that were left out of the text (NUL). */
  strayBytes(): number;
};

/** Enough to tell an encoding by: the degree sign stands in the first rows of any file that has one. */
const SAMPLE_BYTES = 65_536;

/** Opens a file's bytes as text. */
export async function openText(bytes: AsyncIterable<Uint8Array>): Promise<Result<TextSource, LogProblem>> {
  const chunks = bytes[Symbol.asyncIterator]();
  const first = await fill(chunks);
  if (first.length === 0) return err(EMPTY);
  const foreign = foreignFormat(first);
  if (foreign !== null) return err(foreign);
  const encoding = encodingOf(first);
  return ok(sourceOf(first, chunks, encoding));
}

async function fill(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  while (length < SAMPLE_BYTES) {
    const { done, value } = await chunks.next();
    if (done === true) break;
    parts.push(value);
    length += value.length;
  }
  return Buffer.concat(parts);
}

const DECODERS: { readonly [name in Encoding]: string } = {
  "UTF-8": "utf-8",
  "UTF-16 LE": "utf-16le",
  "UTF-16 BE": "utf-16be",
  "Windows-1252": "windows-1252",
};

function sourceOf(first: Uint8Array, chunks: AsyncIterator<Uint8Array>, encoding: Encoding): TextSource {
  const decoder = new TextDecoder(DECODERS[encoding]);
  let waiting: Uint8Array | null = first;
  let seen = 0;
  let lineNumber = 1;
  let rest = "";
  let stray = 0;
  let ended = false;

  const take = (text: string, last: boolean): Result<Lines | null, LogProblem> => {
    let whole = rest + text;
    if (whole.includes("\0")) {
      const clean = whole.replaceAll("\0", "");
      stray += whole.length - clean.length;
      whole = clean;
    }
    // A carriage return at the end may be the first half of a line end.
    const held = !last && whole.endsWith("\r") ? "\r" : "";
    if (held !== "") whole = whole.slice(0, -1);
    if (whole.includes("\r")) whole = whole.replaceAll("\r\n", "\n").replaceAll("\r", "\n");
    const lines = whole.split("\n");
    rest = last ? "" : (lines.pop() ?? "") + held;
    if (last && lines.at(-1) === "") lines.pop();
    const begins = lineNumber;
    lineNumber += lines.length;
    if (lineNumber > LINES_MAX) return err(TOO_MANY_LINES);
    if (rest.length > LINE_LENGTH_MAX) return err(lineTooLong(lineNumber));
    const long = lines.findIndex((line) => line.length > LINE_LENGTH_MAX);
    return long >= 0 ? err(lineTooLong(begins + long)) : ok({ first: begins, lines });
  };

  return {
    encoding,
    strayBytes: () => stray,
    async next() {
      if (ended) return ok(null);
      const bytes = waiting ?? (await chunks.next()).value;
      waiting = null;
      if (bytes === undefined) {
        ended = true;
        return take(decoder.decode(), true);
      }
      seen += bytes.length;
      if (seen > BYTES_MAX) {
        ended = true;
        return err(TOO_LARGE);
      }
      return take(decoder.decode(bytes, { stream: true }), false);
    },
  };
}

function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "UTF-16 LE";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "UTF-16 BE";
  // Without a mark: digits and commas in UTF-16 have a zero in every second byte.
  const zeros = [0, 0];
  const looked = Math.min(bytes.length, 4_096);
  for (let at = 0; at < looked; at += 1) if (bytes[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const many = looked * 0.35;
  if ((zeros[1] ?? 0) > many && (zeros[0] ?? 0) < looked * 0.05) return "UTF-16 LE";
  if ((zeros[0] ?? 0) > many && (zeros[1] ?? 0) < looked * 0.05) return "UTF-16 BE";
  return isUtf8(bytes) ? "UTF-8" : "Windows-1252";
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    // As a stream: the sample may end within a letter.
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
    return false;
  }
}

const FOREIGN: readonly { readonly begins: string; readonly is: string; readonly fix: string }[] = [
  {
    begins: "PK\u0003\u0004",
    is: "a spreadsheet (.xlsx, .ods) or zip archive",
    fix: "Open it, and save the sheet with the readings as CSV.",
  },
  {
    begins: "\u00d0\u00cf\u0011\u00e0",
    is: "an old Excel workbook (.xls)",
    fix: "Open it, and save the sheet with the readings as CSV.",
  },
  { begins: "%PDF", is: "a PDF report", fix: "Export the readings from the logger's program as CSV." },
  { begins: "\u001f\u008b", is: "a compressed file (gzip)", fix: "Unpack it first: gunzip FILE." },
  { begins: "SQLite format 3", is: "a database", fix: "Export the readings as CSV." },
];

function foreignFormat(bytes: Uint8Array): LogProblem | null {
  const begins = Buffer.from(bytes.subarray(0, 16)).toString("latin1");
  const known = FOREIGN.find((one) => begins.startsWith(one.begins));
  const wrong = { line: 0, says: "This is not a table of readings in text.", expected: "a CSV or text file" };
  if (known !== undefined) return { ...wrong, found: known.is, fix: known.fix };
  if (encodingOf(bytes).startsWith("UTF-16")) return null;
  let control = 0;
  for (const byte of bytes) if (byte < 9 || (byte > 13 && byte < 32)) control += byte === 0 ? 0.1 : 1;
  return control > bytes.length * 0.02
    ? {
        ...wrong,
        found: "bytes that are no text",
        fix: "Export the readings from the logger's program as CSV.",
      }
    : null;
}

const EMPTY: LogProblem = {
  line: 0,
  says: "The file is empty.",
  found: "no bytes",
  expected: "rows of times and temperatures",
  fix: "See that the export or the copy of the file came to its end.",
};
const TOO_LARGE: LogProblem = {
  line: 0,
  says: "The file is too large for one logger's.",
  found: `more than ${BYTES_MAX / 1024 / 1024} MB`,
  expected: `at most ${BYTES_MAX / 1024 / 1024} MB`,
  fix: "Give the rows of the days in question only.",
};
const TOO_MANY_LINES: LogProblem = {
  line: LINES_MAX,
  says: "The file has too many lines for one logger's.",
  found: `more than ${LINES_MAX / 1e6} million lines`,
  expected: "a year of readings every ten seconds, or less",
  fix: "Give the rows of the days in question only.",
};
const lineTooLong = (line: number): LogProblem => ({
  line,
  says: "This line is too long for a row of readings.",
  found: `more than ${LINE_LENGTH_MAX} letters without a line end`,
  expected: "one row a line",
  fix: "See that it is the logger's own export, and a text file.",
});
