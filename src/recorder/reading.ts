// Room: recorder. Reading a recording as a stream of raw lines, in bounded memory.
// May live here: cutting a file into lines. May not: checksums and meaning.
// Invariant: every byte of the file is in exactly one line, or in the torn tail.

import { open } from "node:fs/promises";
import { LINE_END } from "./chain.ts";

const CHUNK_BYTES = 1024 * 1024;
/** No line we write is longer: a header holds the whole state with the herd table in it. */
export const LINE_BYTES_MAX = 64 * 1024 * 1024;

export type RawLines = {
  /** Bytes of whole lines, each with its line end; valid until the next step. */
  readonly bytes: Buffer;
  /** Where in the file these begin. */
  readonly at: number;
  /** True for what follows the last line end: a torn line. */
  readonly torn: boolean;
};

/** Blocks of whole lines, last of all the torn tail if there is one. Rejects with the file system's error. */
export async function* readBlocks(path: string): AsyncGenerator<RawLines> {
  const handle = await open(path, "r");
  try {
    let rest: Buffer = Buffer.alloc(0);
    let at = 0;
    for (;;) {
      const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
      const { bytesRead } = await handle.read(chunk, 0, CHUNK_BYTES, null);
      if (bytesRead === 0) break;
      const read = chunk.subarray(0, bytesRead);
      const cut = read.lastIndexOf(LINE_END) + 1;
      if (cut === 0 && rest.length + read.length <= LINE_BYTES_MAX) {
        rest = Buffer.concat([rest, read]);
        continue;
      }
      const bytes = Buffer.concat([rest, cut === 0 ? read : read.subarray(0, cut)]);
      yield { bytes, at, torn: false };
      at += bytes.length;
      rest = cut === 0 ? Buffer.alloc(0) : read.subarray(cut);
    }
    if (rest.length > 0) yield { bytes: rest, at, torn: true };
  } finally {
    await handle.close();
  }
}
