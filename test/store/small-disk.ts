// Room: test/store. A disk with little room, as a card gets in its third year.
// May live here: the device. May not: expectations.
// A real one (tmpfs) where this computer lets us mount it; else SQLite is given so few pages, and says the same.

import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Store } from "../../src/store/store.ts";
import { folder } from "./bench.ts";

export type SmallDisk = {
  readonly dir: string;
  readonly real: boolean;
  /** Leaves nothing free. */
  fill(store: Store): void;
  /** Frees what `fill` took. */
  free(store: Store): void;
};

export function smallDisk(bytes: number, real = true): SmallDisk {
  const dir = folder();
  if (real && run("mount", "-t", "tmpfs", "-o", `size=${bytes}`, "none", dir)) {
    onTestFinished(() => void run("umount", "-l", dir));
    return tmpfsAt(dir);
  }
  return {
    dir,
    real: false,
    fill: (store) => {
      if (!store.db.open) return;
      store.db.pragma(`max_page_count = ${Number(store.db.pragma("page_count", { simple: true }))}`);
    },
    free: (store) => {
      if (!store.db.open) return;
      store.db.pragma("max_page_count = 1000000");
    },
  };
}

function tmpfsAt(dir: string): SmallDisk {
  const ballast = join(dir, "ballast");
  return {
    dir,
    real: true,
    fill() {
      for (const block of [65_536, 4_096, 1])
        for (let full = false; !full; ) full = !append(ballast, Buffer.alloc(block));
    },
    free: () => rmSync(ballast, { force: true }),
  };
}

function append(path: string, bytes: Buffer): boolean {
  try {
    writeFileSync(path, bytes, { flag: "a" });
    return true;
  } catch {
    // No room for one more of this size is what we are after.
    return false;
  }
}

const run = (command: string, ...args: readonly string[]): boolean => spawnSync(command, args).status === 0;
