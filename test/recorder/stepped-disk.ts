// Room: test/recorder. A disk on real files whose every operation waits until it is told how it goes.
// May live here: what a disk can do to one that writes: fail halfway, hang, lose what was not synced. May not: expectations.
// Invariant: it does nothing that a disk cannot do; what was synced is there after any power cut.

import {
  closeSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { FlightDisk, FlightFile } from "../../src/recorder/disk.ts";

/** How the operation that waits goes: well, or it fails with `done` (0 to 1) of its work done. */
export type Outcome = { readonly well: true } | { readonly well: false; readonly done: number };
export type Operation = "list" | "create" | "append" | "sync" | "close" | "remove";

export type SteppedDisk = FlightDisk & {
  /** The operation under way; null: there is none. */
  waiting(): Operation | null;
  go(outcome: Outcome): void;
  /** The program ends; what was under way never happens. `left`: the power went too, and this part (0 to 1) of what was not synced is there. */
  ends(left: number | null): void;
};

type Open = { readonly fd: number; place: number; synced: number };

export function createSteppedDisk(dir: string): SteppedDisk {
  let now: { readonly operation: Operation; readonly go: (outcome: Outcome) => void } | null = null;
  const files = new Map<string, Open>();
  /** Names that are on the disk for good. */
  const named = new Set<string>();

  const step = <T>(operation: Operation, work: (outcome: Outcome) => T): Promise<T> => {
    if (now !== null) throw new Error(`${operation} while ${now.operation} is under way`);
    return new Promise((resolve, reject) => {
      const go = (outcome: Outcome): void => {
        now = null;
        const made = work(outcome);
        if (outcome.well) resolve(made);
        else reject(Object.assign(new Error(`EIO: ${operation}`), { code: "EIO" }));
      };
      now = { operation, go };
    });
  };

  const appender = (file: Open): FlightFile => ({
    append(bytes) {
      const from = file.place;
      file.place += bytes.length;
      return step("append", (outcome) => {
        const done = outcome.well ? bytes.length : Math.floor(bytes.length * outcome.done);
        writeSync(file.fd, bytes, 0, done, from);
      });
    },
    appendNow(bytes) {
      writeSync(file.fd, bytes, 0, bytes.length, file.place);
      file.place += bytes.length;
    },
    sync: () =>
      step("sync", (outcome) => {
        if (outcome.well) file.synced = fstatSync(file.fd).size;
      }),
    close: () => step("close", () => undefined),
  });

  return {
    waiting: () => now?.operation ?? null,
    go(outcome) {
      now?.go(outcome);
    },
    list: () =>
      step("list", () => readdirSync(dir).map((name) => ({ name, bytes: statSync(join(dir, name)).size }))),
    create: (name) =>
      step("create", (outcome) => {
        // As the real one: the file may be there, though its name is not on the disk for good.
        mkdirSync(dir, { recursive: true });
        if (!outcome.well && outcome.done < 0.5) return appender({ fd: -1, place: 0, synced: 0 });
        const file = { fd: openSync(join(dir, name), "wx"), place: 0, synced: 0 };
        files.set(name, file);
        if (outcome.well) named.add(name);
        return appender(file);
      }),
    remove: (name) =>
      step("remove", (outcome) => {
        if (outcome.well) rmSync(join(dir, name), { force: true });
      }),
    ends(left) {
      now = null;
      for (const [name, file] of files) {
        const size = fstatSync(file.fd).size;
        if (left !== null) ftruncateSync(file.fd, file.synced + Math.floor((size - file.synced) * left));
        closeSync(file.fd);
        if (left !== null && left < 0.5 && !named.has(name)) rmSync(join(dir, name), { force: true });
      }
      files.clear();
    },
  };
}
