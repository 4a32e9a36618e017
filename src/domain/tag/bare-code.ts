// Room: domain/tag. Codes without a reader's framing, as tag traces, manuals and research tools show them.
// May live here: one entry a spelling. May not: reader streams (formats.ts): these have no start to find.
// Invariant: a code without checksum is read only from exactly its own number of bytes, where a capture's ends are
// known: a byte more or less shifts every digit.

import { type ByteParser, bytewise } from "./byte-parser.ts";
import {
  CODE_BYTES,
  codeOfBytes,
  DATA_BYTES,
  eachReversed,
  inverted,
  readChecked,
  readTelegram,
  TELEGRAM_BYTES,
} from "./fdx-b.ts";
import { type DiscardReason, discarded, type TagResult, tagOfCode } from "./tag-result.ts";

/** Names for `decode --format`; no reader on a port speaks these. */
export const BARE_FORMATS = ["iso64-be", "iso64-air", "fdxb-104", "fdxb-128"] as const;
export type BareFormat = (typeof BARE_FORMATS)[number];

type Spelling = {
  readonly title: string;
  readonly bytes: number;
  readonly isChecked: boolean;
  read(bytes: Uint8Array): TagResult | DiscardReason;
};

const SPELLINGS: { readonly [Name in BareFormat]: Spelling } = {
  "iso64-be": {
    title: "bare codes of 8 bytes, highest byte first (80 00 F5 80 …)",
    bytes: CODE_BYTES,
    isChecked: false,
    read: (bytes) => tagOfCode(codeOfBytes(bytes.toReversed()), unchecked("iso64-be")),
  },
  "iso64-air": {
    title: "bare codes of 8 bytes in the order they are sent (… 00 01)",
    bytes: CODE_BYTES,
    isChecked: false,
    read: (bytes) => tagOfCode(codeOfBytes(eachReversed(bytes)), unchecked("iso64-air")),
  },
  "fdxb-104": {
    title: "13 bytes in the order they are sent: code, checksum, trailer",
    bytes: DATA_BYTES,
    isChecked: true,
    read: (bytes) => readChecked(eachReversed(bytes), "fdxb-104"),
  },
  "fdxb-128": {
    title: "whole FDX-B telegrams of 16 bytes, from whichever bit they start",
    bytes: TELEGRAM_BYTES,
    isChecked: true,
    read(bytes) {
      const mirrored = eachReversed(bytes);
      return readTelegram([bytes, mirrored, inverted(bytes), inverted(mirrored)], "fdxb-128");
    },
  },
};

const unchecked = (format: BareFormat) => ({ transmission: null, checked: false, format });

/** What the spelling is, in a few words, for help texts. */
export const bareTitleOf = (format: BareFormat): string => SPELLINGS[format].title;

/** A parser for codes that follow each other without anything between them, as in a binary file. */
export function openBare(format: BareFormat): ByteParser {
  const spelling = SPELLINGS[format];
  const held = new Uint8Array(spelling.bytes);
  let length = 0;
  return bytewise({
    take(byte, out) {
      held[length] = byte;
      length += 1;
      if (length < held.length) return;
      length = 0;
      out.push(readOne(format, held));
    },
    end(out) {
      if (length > 0) out.push(discarded(format, "cut-short", held.subarray(0, length)));
      length = 0;
    },
  });
}

/** Everything in one capture whose ends are known. Codes with a checksum may follow each other in it. */
export function readBareCapture(format: BareFormat, bytes: Uint8Array): readonly TagResult[] {
  const spelling = SPELLINGS[format];
  if (!spelling.isChecked && bytes.length !== spelling.bytes) return [discarded(format, "wrong-size", bytes)];
  const parser = openBare(format);
  return [...parser.push(bytes), ...parser.flush()];
}

function readOne(format: BareFormat, bytes: Uint8Array): TagResult {
  const read = SPELLINGS[format].read(bytes);
  return typeof read === "string" ? discarded(format, read, bytes) : read;
}
