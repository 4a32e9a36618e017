// Room: domain/tag. What every reader format provides, so that adding a format is adding a file.
// May live here: the shape. May not: a format.
// Invariant: bounded memory on endless input; never throws on bytes; any split of a stream gives the same results.

import type { TagResult } from "./tag-result.ts";

/** Turns one stream of bytes into results. Belongs to one stream; after a reconnect take a new one. */
export type ByteParser = {
  /** Takes the next bytes and gives all that they complete, in order. Keeps no reference to `bytes`. */
  push(bytes: Uint8Array): readonly TagResult[];
  /** The stream has ended: gives what the last bytes still amount to. */
  flush(): readonly TagResult[];
};

/** One way in which readers spell tags. */
export type ByteFormat = {
  /** As in the configuration and on the command line. */
  readonly name: string;
  readonly title: string;
  open(): ByteParser;
};
