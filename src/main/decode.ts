// Room: main. The command `decode`: reader bytes in, one JSON line out for each thing found in them.
// May live here: options, files and streams. May not: what bytes mean (domain/tag).
// Invariant: streams in bounded memory, and a closed output ends it quietly.

import { createReadStream } from "node:fs";
import type { Writable } from "node:stream";
import { nearest } from "../config/nearest.ts";
import { assert } from "../domain/result.ts";
import {
  BARE_FORMATS,
  type BareFormat,
  bareTitleOf,
  openBare,
  readBareCapture,
} from "../domain/tag/bare-code.ts";
import type { ByteParser } from "../domain/tag/byte-parser.ts";
import { createTagParser, findFormat, TAG_FORMATS, type TagFormat, titleOf } from "../domain/tag/formats.ts";
import { DISCARD_REASONS, type TagResult } from "../domain/tag/tag-result.ts";
import { createHexReader, type HexCapture } from "./hex-captures.ts";

export type CommandStreams = {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stdout: Writable;
  readonly stderr: Writable;
};

/** What readers send, and codes without a reader's framing. */
type DecodeFormat = TagFormat | BareFormat;
const FORMATS: readonly DecodeFormat[] = [...TAG_FORMATS, ...BARE_FORMATS];

const FINE = 0;
const WRONG_USE = 2;

export const DECODE_USAGE = `Usage: npx vatguard decode [--format FORMAT] [--hex] [FILE]
Reads a tag reader's bytes from FILE, or from standard input, and prints one JSON line for each thing found:
kind "animal", "not-animal", "status" or "discarded".
  --format FORMAT  ${[
    ...TAG_FORMATS.map((format) => `${format}: ${titleOf(format)}`),
    ...BARE_FORMATS.map((format) => `${format}: ${bareTitleOf(format)}`),
  ].join("\n                   ")}
  --hex            the input is text: each line one capture in hexadecimal, also 0x02, 02:31, with a time or # remark;
                   a dump with offsets is one capture; results say which line (capture)
  --help           shows this
`;

/** Runs the command. Gives the exit code: 0, or 2 for wrong use or bad input, with every problem on stderr. */
export async function runDecode(args: readonly string[], io: CommandStreams): Promise<number> {
  const use = readArguments(args);
  if (use.kind === "help") {
    io.stdout.write(DECODE_USAGE);
    return FINE;
  }
  if (use.kind === "wrong") {
    io.stderr.write(`${use.problems.map((problem) => `decode: ${problem}\n`).join("")}\n${DECODE_USAGE}`);
    return WRONG_USE;
  }
  const output = openOutput(io.stdout);
  try {
    const input = use.file === null ? io.stdin : createReadStream(use.file);
    const found = use.hex
      ? await decodeCaptures(input, use.format, output, io.stderr)
      : await decodeStream(input, use.format, output);
    const trouble = output.trouble();
    if (trouble !== null) {
      io.stderr.write(
        `decode: the output could not be written (${trouble}). Make room, or send it elsewhere.\n`,
      );
    } else if (!output.isClosed()) {
      io.stderr.write(adviceOn(found, use.hex));
    }
    return found.badLines > 0 || trouble !== null ? WRONG_USE : FINE;
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    io.stderr.write(
      `decode: ${unreadable(use.file ?? "standard input", String(error.code), error.message)}\n`,
    );
    return WRONG_USE;
  } finally {
    output.release();
  }
}

type Use =
  | { readonly kind: "help" }
  | { readonly kind: "wrong"; readonly problems: readonly string[] }
  | {
      readonly kind: "run";
      readonly format: DecodeFormat;
      readonly hex: boolean;
      /** Null for standard input. */
      readonly file: string | null;
    };

const OPTIONS = ["--format", "--hex", "--help"] as const;

function readArguments(args: readonly string[]): Use {
  const problems: string[] = [];
  const files: string[] = [];
  let format: DecodeFormat = "auto";
  let hex = false;
  const setFormat = (name: string | undefined): void => {
    const known = FORMATS.find((one) => one === name);
    if (known !== undefined) format = known;
    else problems.push(unknownFormat(name));
  };

  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? "";
    if (word === "--help" || word === "-h") return { kind: "help" };
    if (word === "--hex") {
      hex = true;
    } else if (word === "--format") {
      at += 1;
      setFormat(args[at]);
    } else if (word.startsWith("--format=")) {
      setFormat(word.slice("--format=".length));
    } else if (word === "--") {
      files.push(...args.slice(at + 1));
      break;
    } else if (word.startsWith("-") && word !== "-") {
      problems.push(`there is no option ${word}.${didYouMean(word, OPTIONS)}`);
    } else {
      files.push(word);
    }
  }
  if (files.length > 1) {
    problems.push(
      `${files.length} files are named (${files.join(", ")}). Name one, or join them: cat … | vatguard decode`,
    );
  }
  if (problems.length > 0) return { kind: "wrong", problems };
  const file = files[0] === undefined || files[0] === "-" ? null : files[0];
  return { kind: "run", format, hex, file };
}

function unknownFormat(name: string | undefined): string {
  const known = `Formats are ${FORMATS.join(", ")}.`;
  if (name === undefined) return `--format has no format after it. ${known}`;
  return `there is no format "${name}".${didYouMean(name, FORMATS)} ${known}`;
}

function didYouMean(word: string, known: readonly string[]): string {
  const close = nearest(word, known);
  return close === null ? "" : ` Did you mean ${close}?`;
}

type Found = {
  readonly bytes: number;
  readonly sensible: number;
  readonly discards: number;
  readonly badLines: number;
};

async function decodeStream(
  input: CommandStreams["stdin"],
  format: DecodeFormat,
  output: Output,
): Promise<Found> {
  const parser = openParser(format);
  const tally = createTally();
  for await (const chunk of input) {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk, "latin1") : chunk;
    tally.bytes += bytes.length;
    await output.print(tally.count(parser.push(bytes)).map((result) => jsonLine(result, null)));
    if (output.isClosed()) return tally;
  }
  await output.print(tally.count(parser.flush()).map((result) => jsonLine(result, null)));
  return tally;
}

async function decodeCaptures(
  input: CommandStreams["stdin"],
  format: DecodeFormat,
  output: Output,
  stderr: Writable,
): Promise<Found> {
  const reader = createHexReader();
  const tally = createTally();
  const decode = (captures: readonly HexCapture[]): string[] =>
    captures.flatMap((capture) => {
      if (!capture.ok) {
        tally.badLines += 1;
        stderr.write(`decode: line ${capture.line} is left out: ${capture.problem}.\n`);
        return [];
      }
      tally.bytes += capture.bytes.length;
      const results = tally.count(decodeCapture(format, capture.bytes));
      return results.map((result) => jsonLine(result, capture.line));
    });
  for await (const chunk of input) {
    const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("latin1");
    await output.print(decode(reader.push(text)));
    if (output.isClosed()) return tally;
  }
  await output.print(decode(reader.end()));
  return tally;
}

/** Each capture is a stream of its own: nothing of one can leak into the next. */
function decodeCapture(format: DecodeFormat, bytes: Uint8Array): readonly TagResult[] {
  const bare = findBare(format);
  if (bare !== null) return readBareCapture(bare, bytes);
  const parser = openParser(format);
  return [...parser.push(bytes), ...parser.flush()];
}

function openParser(format: DecodeFormat): ByteParser {
  const known = findFormat(format);
  if (known !== null) return createTagParser(known);
  const bare = findBare(format);
  assert(bare !== null, "a format that is not bare is a reader's");
  return openBare(bare);
}

const findBare = (format: DecodeFormat): BareFormat | null =>
  BARE_FORMATS.find((bare) => bare === format) ?? null;

function createTally() {
  return {
    bytes: 0,
    sensible: 0,
    discards: 0,
    badLines: 0,
    count(results: readonly TagResult[]): readonly TagResult[] {
      for (const result of results) {
        if (result.kind === "discarded") this.discards += 1;
        else this.sensible += 1;
      }
      return results;
    },
  };
}

function jsonLine(result: TagResult, capture: number | null): string {
  const words = result.kind === "discarded" ? DISCARD_REASONS[result.reason] : {};
  return `${JSON.stringify({ ...result, ...words, ...(capture === null ? {} : { capture }) })}\n`;
}

/** What a person should know who got no tags out. */
function adviceOn(found: Found, isHex: boolean): string {
  if (found.bytes === 0 && found.badLines === 0) return "decode: nothing came in.\n";
  if (found.sensible > 0 || found.discards === 0) return "";
  return isHex
    ? "decode: no tag found. Check that each line is what one read sent, in the order it was sent.\n"
    : "decode: no tag found. If the input is bytes written in hexadecimal, add --hex.\n";
}

function unreadable(file: string, code: string, message: string): string {
  switch (code) {
    case "ENOENT":
      return `there is no file ${file}. Check the name and the folder.`;
    case "EISDIR":
      return `${file} is a folder. Name a file in it.`;
    case "EACCES":
    case "EPERM":
      return `${file} may not be read by this user. Change its permissions, or read it as another user.`;
    default:
      return `${file} could not be read to its end (${message}). What was found before that is printed.`;
  }
}

type Output = {
  /** Writes lines, waiting while the reader of the output is slow. */
  print(lines: readonly string[]): Promise<void>;
  /** Nobody reads the output any more, as after `| head`. */
  isClosed(): boolean;
  /** Why the output failed, other than by being closed at the other end; null if it did not. */
  trouble(): string | null;
  release(): void;
};

function openOutput(stdout: Writable): Output {
  let closed = false;
  let trouble: string | null = null;
  let wake = (): void => undefined;
  const onError = (error: NodeJS.ErrnoException): void => {
    closed = true;
    if (error.code !== "EPIPE") trouble = error.message;
    wake();
  };
  const onDrain = (): void => wake();
  stdout.on("error", onError);
  stdout.on("drain", onDrain);
  return {
    async print(lines) {
      if (closed || lines.length === 0) return;
      if (stdout.write(lines.join(""))) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (closed) resolve();
      });
    },
    isClosed: () => closed,
    trouble: () => trouble,
    // The error listener stays: a pipe may break after the last write, and that must not crash the program.
    release: () => stdout.off("drain", onDrain),
  };
}
