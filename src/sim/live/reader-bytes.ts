// Room: sim/live. What a reader of each configured format sends for a tag.
// May live here: the choice of a maker by format. May not: the makers (sim/tag-bytes). Invariant: what is sent here is
// what the reader's own driver, opened with that format, reads as this tag.

import type { Eid } from "../../domain/ids.ts";
import type { TagFormat } from "../../domain/tag/formats.ts";
import { agridentTag, asciiTag, longRfidTag, plainCode, rwUsbTag, wl134Tag } from "../tag-bytes.ts";

/** One read of `eid`. A reader whose format is to be found out sends lines of text, as most do. */
export function readerBytes(format: TagFormat, eid: Eid): Uint8Array {
  switch (format) {
    case "wl134":
      return wl134Tag(eid);
    case "agrident":
      return agridentTag(plainCode(eid));
    case "rw-usb":
      return rwUsbTag(plainCode(eid));
    case "longrfid":
      return longRfidTag(eid);
    case "ascii":
    case "auto":
      return asciiTag(eid);
  }
}
