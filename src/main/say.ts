// Room: main. Lines for people on stderr, without ever waiting for whoever reads them.
// May live here: the bounded way out. May not: what is said.
// Invariant: a terminal, pipe, file or journal that does not take lines costs lines, never time (DESIGN promise 8).

import { constants, fstatSync, openSync, write, writeSync } from "node:fs";
import { Socket } from "node:net";
import { isatty } from "node:tty";

/** Lines waiting for a reader who does not read; later ones are counted and dropped. */
const WAITING_BYTES_MAX = 64 * 1024;
/** A terminal held by Ctrl-S, or behind a connection that stalls, is tried again this often. */
const TRY_AGAIN_MS = 250;

export type Say = (line: string) => void;

/** Says lines on file descriptor `fd`, whatever it is, without blocking. */
export function createSay(fd: number): Say {
  const outlet = outletOf(fd);
  let dropped = 0;
  return (line) => {
    if (outlet.waiting() > WAITING_BYTES_MAX) {
      dropped += 1;
      return;
    }
    if (dropped > 0) outlet.put(`(${dropped} lines were not read and are left out)\n`);
    dropped = 0;
    outlet.put(`${line}\n`);
  };
}

/** Takes text at once and gets rid of it when it can. */
type Outlet = {
  put(text: string): void;
  /** Bytes taken and not yet got rid of; infinite once nobody is left to tell. */
  waiting(): number;
};

function outletOf(fd: number): Outlet {
  if (isatty(fd)) return terminal(fd) ?? file(fd);
  const kind = fstatSync(fd);
  return kind.isFIFO() || kind.isSocket() ? stream(fd) : file(fd);
}

function stream(fd: number): Outlet {
  const socket = new Socket({ fd, readable: false, writable: true });
  // Whoever read has gone: nobody is left to tell.
  socket.on("error", () => socket.destroy());
  socket.unref();
  return {
    put: (text) => void socket.write(text),
    waiting: () => (socket.destroyed ? Number.POSITIVE_INFINITY : socket.writableLength),
  };
}

/**
 * Node writes to a terminal blocking, and a terminal that is held does not read. Opened anew it can be told not to wait,
 * without changing the one that the shell shares.
 */
function terminal(fd: number): Outlet | null {
  const own = openedAnew(fd);
  if (own === null) return null;
  let rest: Buffer = Buffer.alloc(0);
  let timer: NodeJS.Timeout | null = null;
  let gone = false;
  const flush = (): void => {
    timer = null;
    try {
      while (rest.length > 0) rest = rest.subarray(writeSync(own, rest));
    } catch (error) {
      if (codeOf(error) === "EAGAIN") timer = setTimeout(flush, TRY_AGAIN_MS).unref();
      else gone = true;
    }
  };
  return {
    put(text) {
      rest = Buffer.concat([rest, Buffer.from(text)]);
      if (timer === null && !gone) flush();
    },
    waiting: () => (gone ? Number.POSITIVE_INFINITY : rest.length),
  };
}

/** Null where this user may not open the terminal itself, as after `su`. */
function openedAnew(fd: number): number | null {
  try {
    return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch (error) {
    codeOf(error);
    return null;
  }
}

/** A file is written in the background, one piece at a time: its disk may stand still. */
function file(fd: number): Outlet {
  let rest: Buffer = Buffer.alloc(0);
  let writing = false;
  const flush = (): void => {
    if (writing || rest.length === 0) return;
    writing = true;
    const piece = rest;
    write(fd, piece, (error, taken) => {
      writing = false;
      // A full disk takes no lines; what it did not take is left out.
      rest = rest.subarray(error === null ? taken : piece.length);
      flush();
    });
  };
  return {
    put(text) {
      rest = Buffer.concat([rest, Buffer.from(text)]);
      flush();
    },
    waiting: () => rest.length,
  };
}

function codeOf(error: unknown): string {
  if (error instanceof Error && "code" in error) return String(error.code);
  throw error;
}
