// Room: domain/tag. What every reader format provides, so that adding a format is adding a file.
// May live here: the shape, and the loop over bytes. May not: a format.
// Invariant: bounded memory on endless input; never throws on bytes; any split of a stream gives the same results.

import type { TagResult } from "./tag-result.ts";

/** Turns one stream of bytes into results. Belongs to one stream; after a reconnect take a new one. */
export type ByteParser = {
  /** Takes the next bytes and gives all that they complete, in order. Keeps no reference to `bytes`. */
  push(bytes: Uint8Array): readonly TagResult[];
  /** The stream has ended: gives what the last bytes still amount to. */
  flush(): readonly TagResult[];
};

/** A parser's two moves; each adds to `out` what it completes. */
type Moves = {
  take(byte: number, out: TagResult[]): void;
  end(out: TagResult[]): void;
};

/** A parser that takes its stream byte by byte. */
export function bytewise({ take, end }: Moves): ByteParser {
  return {
    push(bytes) {
      const out: TagResult[] = [];
      for (const byte of bytes) take(byte, out);
      return out;
    },
    flush() {
      const out: TagResult[] = [];
      end(out);
      return out;
    },
  };
}

/** One way in which readers spell tags. */
export type ByteFormat = {
  /** As in the configuration and on the command line. */
  readonly name: string;
  readonly title: string;
  open(): ByteParser;
};
