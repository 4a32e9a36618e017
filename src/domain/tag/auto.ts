// Room: domain/tag. Lines and frames of every format in one stream, for a reader whose format is not known and for
// logs that mix them.
// May live here: which formats are looked for. May not: knowledge of any format.
// Invariant: a tag is taken from the bytes that are wholly its own, by its own format's strict rules; frames, which
// have checksums, go before lines, which have none.

import { openLines } from "./ascii.ts";
import type { ByteFormat } from "./byte-parser.ts";
import type { FrameReader } from "./frames.ts";

/** A format that finds ASCII lines and all of these frames. */
export const autoFormat = (readers: readonly FrameReader[]): ByteFormat => ({
  name: "auto",
  title: "lines and frames of all the reader formats below, mixed too",
  open: () => openLines(readers),
});
