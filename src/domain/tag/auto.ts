// Room: domain/tag. Finds out which format a stream speaks.
// May live here: running the candidates side by side until one decodes a whole tag.
// May not: knowledge of any format. Invariant: nothing is given from a format before that format has decoded a
// whole tag; from then on the stream is that format's alone, until it yields nothing but junk for a long while.

import type { ByteFormat, ByteParser } from "./byte-parser.ts";
import { type DiscardReason, discarded, SAMPLE_BYTES_MAX, type TagResult } from "./tag-result.ts";

/** With no tag in this many bytes the candidates' findings so far are given up as noise. */
export const UNDECIDED_BYTES_MAX = 1_024;
/** A chosen format that discards this many bytes in a row was chosen wrongly, or the reader was changed. */
export const JUNK_BYTES_MAX = 4_096;

type Candidate = { readonly parser: ByteParser; pending: TagResult[] };
type Choice = { readonly parser: ByteParser; junk: number };

/** A format that becomes the first of `formats` to decode a tag. */
export function autoFormat(formats: readonly ByteFormat[]): ByteFormat {
  return {
    name: "auto",
    title: "Whichever of the others decodes a tag first",
    open: () => openAuto(formats),
  };
}

function openAuto(formats: readonly ByteFormat[]): ByteParser {
  const fresh = (): Candidate[] => formats.map((format) => ({ parser: format.open(), pending: [] }));
  let candidates = fresh();
  /** The first bytes of the undecided stretch, to recognise the device by. */
  const sample = new Uint8Array(SAMPLE_BYTES_MAX);
  let undecided = 0;
  let choice: Choice | null = null;

  const choose = (candidate: Candidate, out: TagResult[]): void => {
    out.push(...candidate.pending);
    choice = { parser: candidate.parser, junk: 0 };
  };
  const tryAll = (byte: Uint8Array, out: TagResult[]): void => {
    if (undecided < SAMPLE_BYTES_MAX) sample.set(byte, undecided);
    undecided += 1;
    for (const candidate of candidates) {
      const results = candidate.parser.push(byte);
      candidate.pending.push(...results);
      if (results.some(isTag)) {
        choose(candidate, out);
        return;
      }
    }
    if (undecided < UNDECIDED_BYTES_MAX) return;
    for (const candidate of candidates) candidate.pending = [];
    out.push(discarded("auto", "no-format", sample, undecided));
    undecided = 0;
  };
  const follow = (chosen: Choice, byte: Uint8Array, out: TagResult[]): void => {
    for (const result of chosen.parser.push(byte)) {
      out.push(result);
      chosen.junk = result.kind === "discarded" ? chosen.junk + result.count : 0;
    }
    if (chosen.junk < JUNK_BYTES_MAX) return;
    choice = null;
    candidates = fresh();
    undecided = 0;
  };

  return {
    push(bytes) {
      const out: TagResult[] = [];
      // Byte by byte, so that where the stream is split cannot change which format wins.
      for (let at = 0; at < bytes.length; at += 1) {
        const byte = bytes.subarray(at, at + 1);
        if (choice === null) tryAll(byte, out);
        else follow(choice, byte, out);
      }
      return out;
    },
    flush() {
      if (choice !== null) return choice.parser.flush();
      for (const candidate of candidates) candidate.pending.push(...candidate.parser.flush());
      return bestOf(candidates).pending;
    },
  };
}

const isTag = (result: TagResult): boolean => result.kind === "animal" || result.kind === "not-animal";

/** Reasons that hold for any bytes at all, and so say nothing of the format. */
const VAGUE: ReadonlySet<DiscardReason> = new Set([
  "not-a-tag",
  "too-long",
  "unprintable",
  "outside-a-frame",
  "wrong-end",
  "cut-short",
]);

/** At the end of a stream that never decided: the candidate that made most sense of it; the earlier on a tie. */
function bestOf(candidates: readonly Candidate[]): { readonly pending: readonly TagResult[] } {
  const [first, ...others] = candidates;
  if (first === undefined) return { pending: [] };
  return others.reduce((best, other) => (nonsense(other) < nonsense(best) ? other : best), first);
}

function nonsense(candidate: Candidate): number {
  if (candidate.pending.some(isTag)) return -1;
  let sum = 0;
  for (const result of candidate.pending) {
    if (result.kind === "discarded") sum += VAGUE.has(result.reason) ? 2 * result.count : result.count;
  }
  return sum;
}
