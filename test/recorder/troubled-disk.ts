// Room: test/recorder. A real disk that can be made to fill up, fail, or hang, as SD cards do.
// May live here: trouble. May not: expectations.

import { createFlightDisk, type FlightDisk, type FlightFile } from "../../src/recorder/disk.ts";

export type TroubledDisk = FlightDisk & {
  /** Every write or sync from now on fails with this code; null ends it. */
  fail(operation: "append" | "sync" | "create", code: string | null): void;
  /** Operations wait until released. */
  hang(): void;
  release(): void;
  readonly syncs: () => number;
};

export function createTroubledDisk(directory: string): TroubledDisk {
  const real = createFlightDisk(directory);
  const failing = new Map<string, string>();
  let gate: Promise<void> | null = null;
  let open: () => void = () => undefined;
  let syncs = 0;
  const pass = async (operation: string): Promise<void> => {
    if (gate !== null) await gate;
    const code = failing.get(operation);
    if (code !== undefined) throw trouble(code, operation);
  };
  const troubled = (file: FlightFile): FlightFile => ({
    async append(bytes) {
      // Once half of it is written it has failed, though the disk be well by then: half and then all of it is what no disk does.
      const code = failing.get("append");
      if (code !== undefined) {
        await file.append(bytes.subarray(0, Math.floor(bytes.length / 2)));
        throw trouble(code, "append");
      }
      await pass("append");
      await file.append(bytes);
    },
    appendNow: (bytes) => file.appendNow(bytes),
    async sync() {
      await pass("sync");
      syncs += 1;
      await file.sync();
    },
    close: () => file.close(),
  });
  return {
    list: () => real.list(),
    remove: (name) => real.remove(name),
    async create(name) {
      await pass("create");
      return troubled(await real.create(name));
    },
    fail(operation, code) {
      if (code === null) failing.delete(operation);
      else failing.set(operation, code);
    },
    hang() {
      gate ??= new Promise((resolve) => {
        open = resolve;
      });
    },
    release() {
      gate = null;
      open();
    },
    syncs: () => syncs,
  };
}

const trouble = (code: string, operation: string): Error =>
  Object.assign(new Error(`${code}: ${operation}`), { code });
