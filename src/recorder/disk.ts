// Room: recorder. The thin boundary to the file system: appending files of one directory.
// May live here: the port and its one real implementation. May not: retries, formats, decisions.
// Invariant: a file is created anew or not at all; nothing here ever changes bytes already written.

import { constants, writeSync } from "node:fs";
import { type FileHandle, mkdir, open, readdir, stat, unlink } from "node:fs/promises";
import { join } from "node:path";

export type FlightFile = {
  /** Puts bytes at the end. Resolves when the operating system has all of them. Rejects with the system's error. */
  append(bytes: Uint8Array): Promise<void>;
  /** The same at once, blocking, for the last words of a crashing program. */
  appendNow(bytes: Uint8Array): void;
  /** Resolves when everything appended so far is on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
};

export type FlightDisk = {
  /** Files in the directory. */
  list(): Promise<readonly { readonly name: string; readonly bytes: number }[]>;
  /** A new file, its name durable. Rejects when it exists. */
  create(name: string): Promise<FlightFile>;
  remove(name: string): Promise<void>;
};

/** The real one. Makes the directory where it is missing. */
export function createFlightDisk(directory: string): FlightDisk {
  const syncDirectory = async (): Promise<void> => {
    const handle = await open(directory, constants.O_RDONLY);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  };
  return {
    async list() {
      const names = await readdir(directory);
      const files = await Promise.all(
        names.map(async (name) => {
          const found = await stat(join(directory, name));
          return { name, bytes: found.isFile() ? found.size : -1 };
        }),
      );
      return files.filter((file) => file.bytes >= 0);
    },
    async create(name) {
      await mkdir(directory, { recursive: true });
      const handle = await open(join(directory, name), "wx", 0o640);
      try {
        await syncDirectory();
      } catch (error) {
        await handle.close();
        throw error;
      }
      return appender(handle);
    },
    async remove(name) {
      await unlink(join(directory, name));
    },
  };
}

function appender(handle: FileHandle): FlightFile {
  // The place is counted here, not left to the file, so that last words land behind a write still under way.
  let place = 0;
  return {
    async append(bytes) {
      const from = place;
      place += bytes.length;
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, from + done);
        done += bytesWritten;
      }
    },
    appendNow(bytes) {
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(handle.fd, bytes, done, bytes.length - done, place + done);
      }
      place += bytes.length;
    },
    sync: () => handle.datasync(),
    close: () => handle.close(),
  };
}
