// Room: drivers/bail-node. One opening of one serial port: bytes in, bytes out, and how it ended.
// May live here: the serialport library. May not: retries, meaning, state beyond this one opening.
// Invariant: `closed` is called exactly once, whatever the library emits and in whatever order.

import { SerialPort } from "serialport";
import type { LinkTrouble } from "../../controller/event.ts";
import { BAUD_RATE } from "./protocol.ts";

export type PortEvents = {
  opened(): void;
  heard(bytes: Uint8Array): void;
  /** The bytes of the last `write` are with the kernel. */
  written(): void;
  /** The end of this opening; it may never have opened. Null where it was closed on request. */
  closed(why: LinkTrouble | null): void;
};

export type Port = {
  /** Hands bytes to the kernel. The caller waits for `written` before the next call. */
  write(bytes: Uint8Array): void;
  /** Closes, throwing away what is unsent. Does nothing the second time. */
  close(): void;
};

/** Closing can hang in the kernel while a dead device holds unsent bytes; then we go on without it. */
const CLOSE_MS_MAX = 1_000;
/** Bytes read at once; a busy board says some 6 000 a second. */
const READ_BYTES = 4_096;

/** How a port is opened; a device that is not a serial port can stand in its place. */
export type OpenPort = (path: string, events: PortEvents) => Port;

/** Opens the port at `path` (best a /dev/serial/by-id link) and locks it. Never throws. */
export function openPort(path: string, events: PortEvents): Port {
  let ended = false;
  let closeAsked = false;
  let closeTimer: NodeJS.Timeout | undefined;

  const port = new SerialPort({
    path,
    baudRate: BAUD_RATE,
    autoOpen: false,
    // Dropping DTR on close would reset the board at the next open, and with it divert every bail.
    hupcl: false,
    lock: true,
    highWaterMark: READ_BYTES,
  });
  const end = (why: LinkTrouble | null): void => {
    if (ended) return;
    ended = true;
    clearTimeout(closeTimer);
    events.closed(closeAsked ? null : why);
  };
  const release = (): void => {
    // Flushed first: unsent bytes would hold up the close, and an old lease must not go out later.
    if (!port.isOpen) return;
    port.flush(() => {
      if (port.isOpen) port.close(() => undefined);
    });
  };

  port.on("data", (bytes: Buffer) => {
    if (!ended && !closeAsked) events.heard(bytes);
  });
  // An error on an open port is followed by one close or two, or by none at all; each path leads to `end`.
  port.on("error", () => {
    release();
    if (!port.isOpen) end("unplugged");
  });
  port.on("close", () => end("unplugged"));
  port.open((error) => {
    if (error !== null) end(troubleOf(error.message));
    else if (closeAsked) release();
    else if (!ended) events.opened();
  });

  return {
    write(bytes) {
      if (ended || closeAsked || !port.isOpen) return;
      port.write(Buffer.from(bytes), (error) => {
        if (!ended && (error === null || error === undefined)) events.written();
      });
    },
    close() {
      if (ended || closeAsked) return;
      closeAsked = true;
      closeTimer = setTimeout(() => end(null), CLOSE_MS_MAX);
      release();
    },
  };
}

/** What the library's words for a failed open mean. They are its only interface: there is no error number. */
export function troubleOf(message: string): LinkTrouble {
  if (/permission denied|EACCES/i.test(message)) return "no-permission";
  if (/cannot lock port|temporarily unavailable|busy|EBUSY/i.test(message)) return "busy";
  if (/inappropriate ioctl|is a directory|not a tty|invalid argument/i.test(message)) return "wrong-device";
  return "absent";
}
