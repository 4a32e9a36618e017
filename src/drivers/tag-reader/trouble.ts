// Room: drivers/tag-reader. What the operating system's refusal to open a port means.
// May live here: the one place that reads error texts. May not: what to do about it.
// Invariant: every text gives some trouble; serialport hands on words, not error codes.

import type { LinkTrouble } from "../../controller/event.ts";

const SAYINGS: readonly (readonly [RegExp, LinkTrouble])[] = [
  [/no such (file|device)|ENOENT|ENODEV|ENXIO|EIO|input\/output error/i, "absent"],
  [/cannot lock|busy|temporarily unavailable|EBUSY|EAGAIN/i, "busy"],
  [/permission denied|not permitted|EACCES|EPERM/i, "no-permission"],
  // A file, a folder or a disk at the configured path: no serial device at all.
  [
    /inappropriate ioctl|not a typewriter|is a directory|ENOTTY|EISDIR|invalid argument|EINVAL/i,
    "wrong-device",
  ],
];

/** The trouble behind an error message of serialport; "absent" for words never seen, so that opening is tried on. */
export function troubleOf(message: string): LinkTrouble {
  return SAYINGS.find(([pattern]) => pattern.test(message))?.[1] ?? "absent";
}
