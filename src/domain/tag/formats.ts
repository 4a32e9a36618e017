// Room: domain/tag. The table of reader formats: the one place that knows them all.
// May live here: one entry a format. May not: anything about how a format works.
// Invariant: every name in the configuration and on the command line comes from here.

import { asciiFormat } from "./ascii.ts";
import { autoFormat } from "./auto.ts";
import type { ByteFormat, ByteParser } from "./byte-parser.ts";
import { wl134Format } from "./wl134.ts";

/** Names of formats, as in the configuration and for `decode --format`. */
export const TAG_FORMATS = ["auto", "ascii", "wl134"] as const;
export type TagFormat = (typeof TAG_FORMATS)[number];

const FORMATS: { readonly [Name in TagFormat]: ByteFormat } = {
  auto: autoFormat([asciiFormat, wl134Format]),
  ascii: asciiFormat,
  wl134: wl134Format,
};

/** A parser for one stream of bytes in this format. */
export const createTagParser = (format: TagFormat): ByteParser => FORMATS[format].open();

/** What the format is, in a few words, for help texts. */
export const titleOf = (format: TagFormat): string => FORMATS[format].title;

/** The format of this name, or null. */
export const findFormat = (name: string): TagFormat | null =>
  TAG_FORMATS.find((format) => format === name) ?? null;
