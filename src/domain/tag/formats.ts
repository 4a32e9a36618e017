// Room: domain/tag. The table of reader formats: the one place that knows them all.
// May live here: one entry a format. May not: anything about how a format works.
// Invariant: every name in the configuration and on the command line comes from here (bare codes: bare-code.ts).

import { agridentFormat, agridentReader } from "./agrident.ts";
import { asciiFormat } from "./ascii.ts";
import { autoFormat } from "./auto.ts";
import type { ByteFormat, ByteParser } from "./byte-parser.ts";
import { longRfidFormat, longRfidReader } from "./long-rfid.ts";
import { rwUsbFormat, rwUsbReader } from "./rw-usb.ts";
import { wl134Format, wl134Reader } from "./wl134.ts";

/** Names of formats that readers send, as in the configuration and for `decode --format`. */
export const TAG_FORMATS = ["auto", "ascii", "wl134", "agrident", "rw-usb", "longrfid"] as const;
export type TagFormat = (typeof TAG_FORMATS)[number];

const FORMATS: { readonly [Name in TagFormat]: ByteFormat } = {
  auto: autoFormat([wl134Reader, rwUsbReader, longRfidReader, agridentReader]),
  ascii: asciiFormat,
  wl134: wl134Format,
  agrident: agridentFormat,
  "rw-usb": rwUsbFormat,
  longrfid: longRfidFormat,
};

/** A parser for one stream of bytes in this format. */
export const createTagParser = (format: TagFormat): ByteParser => FORMATS[format].open();

/** What the format is, in a few words, for help texts. */
export const titleOf = (format: TagFormat): string => FORMATS[format].title;

/** Whether every tag of this format comes with a checksum that fits, so that one read is enough. */
export const hasChecksum = (format: TagFormat): boolean => format !== "auto" && format !== "ascii";

/** The format of this name, or null. */
export const findFormat = (name: string): TagFormat | null =>
  TAG_FORMATS.find((format) => format === name) ?? null;
