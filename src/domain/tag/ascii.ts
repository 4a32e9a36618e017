// Room: domain/tag. Cuts a stream into lines of an ASCII reader and has each read; in between it lets whole frames
// through, if told which.
// May live here: where lines and frames begin and end. May not: what a line means (ascii-line.ts, ascii-text.ts).
// Invariant: at most LINE_BYTES_MAX bytes are held; a tag is given at the CR or at its frame's last byte, without
// waiting for more; no byte belongs to a line and to a frame.

import { isFill, isPrintable, parityOf, printedBytes } from "./ascii-bytes.ts";
import {
  ASCII,
  hasClock,
  type LineMeaning,
  standsAfterNoise,
  standsBesideNoise,
  statusOf,
  TAG_CHARACTERS_MIN,
} from "./ascii-line.ts";
import { readText } from "./ascii-text.ts";
import { type ByteFormat, type ByteParser, bytewise } from "./byte-parser.ts";
import type { FrameReader } from "./frames.ts";
import { type DiscardReason, discarded, type TagResult } from "./tag-result.ts";

/** The longest line known (a Biomark report) is about 60 bytes. A log's line adds a time and some words. */
export const LINE_BYTES_MAX = 256;

const STX = 0x02;
const ETX = 0x03;
const CR = 0x0d;
const LF = 0x0a;
const HIGH_BIT = 0x80;

export const asciiFormat: ByteFormat = {
  name: ASCII,
  title: "ASCII lines (Allflex, Datamars, Tru-Test, TIRIS, Biomark, AEG; ISO 24631-6 with STX)",
  open: () => openLines([]),
};

/** A frame that may be under way: since which byte held, by which format's rules. */
type Candidate = { readonly at: number; readonly reader: FrameReader };
/** Why a whole frame was refused: says more than that its bytes are no line. */
type Trouble = { readonly reason: DiscardReason; readonly format: string };

/** A parser for lines, and for frames of these readers between them. */
export function openLines(readers: readonly FrameReader[]): ByteParser {
  const held = new Uint8Array(LINE_BYTES_MAX);
  const starts: ReadonlySet<number> = new Set(readers.map(({ start }) => start));
  let length = 0;
  /** Before this are lines that are nothing, kept because a frame that began in them may still become whole. */
  let lineStart = 0;
  /** The line's own start is thrown away already, so that its rest must not pass for a line. */
  let isOverLong = false;
  let candidates: readonly Candidate[] = [];
  let trouble: Trouble | null = null;
  let sendsClock = false;

  /** Reads a line, and remembers what it shows of the reader. */
  const judgeLine = (line: Uint8Array): readonly TagResult[] => {
    const pieces = piecesOf(printedBytes(line));
    sendsClock ||= pieces.some((piece) => piece.isText && hasClock(textOf(piece.bytes)));
    return judgePieces(line, pieces, sendsClock);
  };
  const forget = (): void => {
    length = 0;
    lineStart = 0;
    isOverLong = false;
    candidates = [];
    trouble = null;
  };
  /** Throws away the first bytes held and keeps the rest. */
  const giveUp = (count: number, reason: DiscardReason, out: TagResult[]): void => {
    const blame = trouble ?? { reason, format: ASCII };
    if (count > 0) out.push(discarded(blame.format, blame.reason, held.subarray(0, count)));
    held.copyWithin(0, count, length);
    length -= count;
    lineStart = Math.max(0, lineStart - count);
    candidates = candidates.map(({ at, reader }) => ({ at: at - count, reader }));
    trouble = null;
  };
  /** Results of a line, with what stood before it in a failed one. */
  const judged = (line: Uint8Array, out: TagResult[]): boolean => {
    const results = judgeLine(line);
    if (!results.some((result) => result.kind !== "discarded")) return false;
    if (lineStart > 0) giveUp(lineStart, "unprintable", out);
    out.push(...results);
    forget();
    return true;
  };
  const discardLine = (end: number, line: Uint8Array, out: TagResult[]): void => {
    const results = judgeLine(line);
    if (trouble !== null || lineStart > 0 || isOverLong) {
      giveUp(end, isOverLong ? "too-long" : "unprintable", out);
    } else {
      out.push(...results);
    }
    forget();
  };

  const endLine = (out: TagResult[]): void => {
    const end = length - 1;
    const line = held.slice(lineStart, end);
    if (!isOverLong && judged(line, out)) return;
    if (candidates.length === 0) discardLine(end, line, out);
    else lineStart = length;
  };
  /** Whether a byte ends the line; a reader with parity sends 8D or 8A. */
  const isLineEnd = (byte: number): boolean => {
    if (byte === CR || byte === LF) return true;
    if (byte !== (CR | HIGH_BIT) && byte !== (LF | HIGH_BIT)) return false;
    const parity = parityOf(held.subarray(lineStart, length - 1));
    return parity === "mark" || parity === (byte === (CR | HIGH_BIT) ? "even" : "odd");
  };
  /** Offers the bytes to the frames under way. True if they were a frame. */
  const isFrame = (byte: number, out: TagResult[]): boolean => {
    if (candidates.length === 0 && !starts.has(byte)) return false;
    for (const reader of readers) {
      if (byte === reader.start) candidates = [...candidates, { at: length - 1, reader }];
    }
    const readings = candidates.map((candidate) => ({
      candidate,
      reading: candidate.reader.read(held.subarray(candidate.at, length)),
    }));
    const open = readings.filter(({ reading }) => reading.kind === "more").map(({ candidate }) => candidate);
    // A tag that has begun is not broken off for a status among its bytes.
    const isWithin = ({ at }: Candidate): boolean => open.some((other) => other.at < at);
    for (const { candidate, reading } of readings) {
      if (reading.kind === "frame" && !(reading.result.kind === "status" && isWithin(candidate))) {
        takeFrame(candidate.at, reading.result, out);
        return true;
      }
      if (reading.kind === "none" && reading.reason !== null) {
        trouble ??= { reason: reading.reason, format: candidate.reader.name };
      }
    }
    const isOver = candidates.length > 0 && open.length === 0;
    candidates = open;
    // What was only kept for the sake of a frame goes.
    if (isOver && lineStart > 0) giveUp(lineStart, "unprintable", out);
    return false;
  };
  const takeFrame = (at: number, result: TagResult, out: TagResult[]): void => {
    const before = held.slice(0, at);
    if (isOverLong || lineStart > 0) {
      if (before.length > 0) out.push(discarded(ASCII, isOverLong ? "too-long" : "unprintable", before));
    } else {
      out.push(...judgeLine(before));
    }
    out.push(result);
    forget();
  };

  const take = (byte: number, out: TagResult[]): void => {
    const isBetweenLines = length === lineStart && candidates.length === 0 && !isOverLong;
    if (isBetweenLines && (isFill(byte) || byte === (LF | HIGH_BIT))) return;
    if (length === LINE_BYTES_MAX) {
      giveUp(candidates[0]?.at ?? length, "too-long", out);
      isOverLong = true;
    }
    held[length] = byte;
    length += 1;
    if (isFrame(byte, out)) return;
    if (isLineEnd(byte)) endLine(out);
  };

  /** A last line without a line end is read as a line: files and captures often end so. */
  const end = (out: TagResult[]): void => {
    const line = held.slice(lineStart, length);
    const [candidate] = candidates;
    if (!isOverLong && judged(line, out)) return;
    if (candidate !== undefined) trouble ??= { reason: "cut-short", format: candidate.reader.name };
    discardLine(length, line, out);
  };
  return bytewise({ take, end });
}

type Piece = {
  readonly bytes: Uint8Array;
  readonly isText: boolean;
  /** Nothing but the line's start, or an STX, before it. */
  readonly isFirst: boolean;
  /** An STX right before it. */
  readonly isFramed: boolean;
  /** Nothing but the line's end, an ETX or an STX behind it. */
  readonly isLast: boolean;
};

/**
 * Reads one line. STX starts a line anew wherever it stands (ISO 24631-6). Next to any other unprintable byte a text
 * is taken only if it is a whole tag behind an animal mark, or the only text and the noise a few bytes: a cut-off number
 * must not pass for a shorter one.
 */
function judgePieces(line: Uint8Array, pieces: readonly Piece[], sendsClock: boolean): readonly TagResult[] {
  if (pieces.length === 0) {
    if (line.every(isFill)) return [];
    return [line.includes(STX) ? statusOf("power-up", "") : discarded(ASCII, "unprintable", line)];
  }

  const parts = pieces.flatMap((piece) => readPiece(piece, pieces, sendsClock));
  const [only, ...others] = parts;
  if (only === undefined) return [];
  if (parts.every(({ meaning }) => meaning.kind === "nothing")) {
    const isOne = others.length === 0 && only.meaning.kind === "nothing";
    return [discarded(ASCII, isOne ? only.meaning.reason : "unprintable", line)];
  }
  return parts.map(({ bytes, meaning }) =>
    meaning.kind === "nothing" ? discarded(ASCII, meaning.reason, bytes) : meaning,
  );
}

type Part = { readonly bytes: Uint8Array; readonly meaning: LineMeaning };
const UNPRINTABLE: LineMeaning = { kind: "nothing", reason: "unprintable" };

function readPiece(piece: Piece, pieces: readonly Piece[], sendsClock: boolean): readonly Part[] {
  const noise = [{ bytes: piece.bytes, meaning: UNPRINTABLE }];
  if (!piece.isText) return noise;
  const isWhole = piece.isFirst && piece.isLast;
  if (!isWhole && piece.bytes.length < TAG_CHARACTERS_MIN) return noise;
  const text = textOf(piece.bytes);
  if (text.trim() === "") return [];
  if (!isWhole && !standsAfterNoise(text) && !isAloneInNoise(piece, pieces, text)) return noise;
  // A letter or two between bytes of noise is no status: so some frames look from within.
  const isNoisy = pieces.some((other) => !other.isText);
  return readText(text, { isFramed: piece.isFramed, sendsClock }).map((part) => ({
    bytes: part.text === text ? piece.bytes : latin1(part.text),
    meaning: part.meaning.kind === "status" && isNoisy ? UNPRINTABLE : part.meaning,
  }));
}

function isAloneInNoise(piece: Piece, pieces: readonly Piece[], text: string): boolean {
  if (pieces.some((other) => other.isText && other !== piece)) return false;
  const noise = (from: number, to: number): number =>
    pieces.slice(from, to).reduce((sum, { bytes }) => sum + bytes.length, 0);
  const at = pieces.indexOf(piece);
  return standsBesideNoise(text, noise(0, at), noise(at + 1, pieces.length));
}

/** Texts and noise in turn. STX and ETX are neither. */
function piecesOf(line: Uint8Array): readonly Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  while (start < line.length) {
    const first = line[start] ?? 0;
    let end = start + 1;
    if (isPrintable(first)) while (end < line.length && isPrintable(line[end] ?? 0)) end += 1;
    else while (end < line.length && !isPrintable(line[end] ?? 0) && line[end] !== STX) end += 1;
    const before = line[start - 1];
    const behind = line[end];
    const bytes = line.subarray(start, end);
    const isSeparator = !isPrintable(first) && bytes.length === 1 && (first === STX || first === ETX);
    if (!isSeparator) {
      const isFirst = before === undefined || before === STX;
      const isLast = behind === undefined || behind === STX || behind === ETX;
      const isNoiseWithStx = !isPrintable(first) && first === STX;
      pieces.push({
        bytes: isNoiseWithStx ? bytes.subarray(1) : bytes,
        isText: isPrintable(first),
        isFirst,
        isFramed: before === STX,
        isLast,
      });
    }
    start = end;
  }
  return pieces;
}

const textOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
