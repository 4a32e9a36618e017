// Room: recorder. One program a data directory.
// May live here: taking and giving up the lock. May not: files in the directory.
// Invariant: the lock dies with the process that holds it; nothing stale is ever left to clear away.

import { createHash } from "node:crypto";
import { realpath } from "node:fs/promises";
import { createConnection, createServer, type Server } from "node:net";
import { err, ok, type Result } from "../domain/result.ts";
import { codeOf } from "./trouble.ts";

export type Lock = { release(): Promise<void> };
/** Who has it already; null when that process does not answer. */
export type Locked = { readonly pid: number | null };

/** How long the holder may take to say its process number. It may be stopped in a debugger. */
const ANSWER_MS = 500;
/** A holder has a few bytes to say. */
const ANSWER_BYTES_MAX = 32;

/**
 * Takes the lock of a directory that exists. It is a Unix socket in Linux's abstract namespace, which the kernel
 * removes with the process, however it ends. Rejects with the system's error for anything but "taken".
 */
export async function lock(directory: string, pid: number): Promise<Result<Lock, Locked>> {
  const name = createHash("sha256")
    .update(await realpath(directory))
    .digest("hex")
    .slice(0, 32);
  const address = `\0vatguard-recorder-${name}`;
  const server = createServer((visitor) => {
    visitor.on("error", () => visitor.destroy());
    visitor.end(String(pid));
  });
  const taken = await listen(server, address);
  if (taken) return err({ pid: await askHolder(address) });
  server.unref();
  return ok({ release: () => new Promise((resolve) => server.close(() => resolve())) });
}

const listen = (server: Server, address: string): Promise<boolean> =>
  new Promise((resolve, reject) => {
    server.once("error", (error) => (codeOf(error) === "EADDRINUSE" ? resolve(true) : reject(error)));
    server.listen(address, () => resolve(false));
  });

const askHolder = (address: string): Promise<number | null> =>
  new Promise((resolve) => {
    let answer = "";
    const socket = createConnection(address);
    const done = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(/^\d+$/.test(answer) ? Number(answer) : null);
    };
    const timer = setTimeout(done, ANSWER_MS);
    socket.on("data", (bytes) => {
      answer += bytes.toString("latin1");
      if (answer.length > ANSWER_BYTES_MAX) done();
    });
    socket.on("end", done);
    socket.on("error", done);
  });
