// Room: test/store. A fresh store with all migrations in a folder of its own, and a clock that a test sets.
// May live here: what every test of records needs. May not: doubles of the store: it is the real one.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type EpochMs, epochMs, monoMs } from "../../src/domain/units.ts";
import type { Clock } from "../../src/ports/clock.ts";
import { createStore } from "../../src/store/create.ts";
import { openStore, type StoreOptions } from "../../src/store/open.ts";
import { storePath } from "../../src/store/open-files.ts";
import type { Migration, Store } from "../../src/store/store.ts";
import { emptyStore } from "./empty.ts";
import { by, MORNING } from "./morning.ts";

export { by, MORNING };

/** A clock that stands still until it is moved; both of its hands move together. */
export type SetClock = Clock & { set(wall: EpochMs): void; pass(ms: number): void };
export function clockAt(start: EpochMs = MORNING): SetClock {
  let wall: number = start;
  let mono = 1_000;
  return {
    wall: () => epochMs(wall),
    mono: () => monoMs(mono),
    set(at) {
      wall = at;
    },
    pass(ms) {
      wall += ms;
      mono += ms;
    },
  };
}

/** A folder that is gone after the test. */
export function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), "vatguard-store-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

export type Bench = {
  readonly store: Store;
  readonly dataDir: string;
  readonly path: string;
  readonly clock: SetClock;
  /** Closes the store and opens it again, as after a restart. */
  reopen(): Store;
};

/** A fresh store with all migrations, closed after the test. `migrations`: an older form. */
export function freshStore(given: { readonly migrations?: readonly Migration[] } = {}): Bench {
  const dataDir = folder();
  const clock = clockAt();
  const options: StoreOptions = { path: storePath(dataDir), clock, boot: "boot-1", ...given };
  let store = given.migrations === undefined ? emptyStore(options) : must(createStore(options));
  onTestFinished(() => store.close());
  return {
    get store() {
      return store;
    },
    dataDir,
    path: options.path,
    clock,
    reopen() {
      store.close();
      store = must(openStore(options));
      return store;
    },
  };
}

/** The value of a result that must be one. */
export function must<T, E>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E },
): T {
  if (!result.ok) throw new Error(`expected a value, found ${JSON.stringify(result.error)}`);
  return result.value;
}
