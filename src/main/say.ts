// Room: main. Lines for people on stderr, without ever waiting for whoever reads them.
// May live here: the bounded way out. May not: what is said.
// Invariant: a terminal, pipe or journal that does not read costs lines, never time (DESIGN promise 8).

import { Socket } from "node:net";
import { isatty } from "node:tty";

/** Lines waiting for a reader who does not read; later ones are counted and dropped. */
const WAITING_BYTES_MAX = 64 * 1024;

export type Say = (line: string) => void;

/** Says lines on file descriptor `fd`: a pipe or socket never blocks, a terminal or file is written directly. */
export function createSay(fd: number, direct: { write(text: string): unknown }): Say {
  const stream = waitless(fd);
  let dropped = 0;
  if (stream === null) return (line) => void direct.write(`${line}\n`);
  return (line) => {
    if (stream.destroyed || stream.writableLength > WAITING_BYTES_MAX) {
      dropped += 1;
      return;
    }
    if (dropped > 0) stream.write(`(${dropped} lines were not read and are left out)\n`);
    dropped = 0;
    stream.write(`${line}\n`);
  };
}

function waitless(fd: number): Socket | null {
  if (isatty(fd)) return null;
  try {
    const socket = new Socket({ fd, readable: false, writable: true });
    // Whoever read has gone: nobody is left to tell.
    socket.on("error", () => socket.destroy());
    socket.unref();
    return socket;
  } catch {
    // A regular file is not a socket; writing to one does not wait for a reader.
    return null;
  }
}
