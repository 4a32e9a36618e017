// Room: test/store. Empty records in the newest form, made once by the program itself and copied for every test.
// May live here: that copy. May not: records of anybody. Invariant: byte for byte what `createStore` makes: it knows no time and no chance.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { epochMs } from "../../src/domain/units.ts";
import { createStore } from "../../src/store/create.ts";
import { openStore, type StoreOptions } from "../../src/store/open.ts";
import { storePath } from "../../src/store/open-files.ts";
import type { Store } from "../../src/store/store.ts";

let empty: Buffer | null = null;

function made(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "vatguard-empty-"));
  try {
    const path = storePath(folder);
    const store = createStore({ path, clock: { wall: () => epochMs(0) }, boot: "empty" });
    if (!store.ok) throw new Error(store.error.says);
    store.value.close();
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What `createStore` gives, a hundred writes to the disk sooner. */
export function emptyStore(options: StoreOptions): Store {
  empty ??= made();
  mkdirSync(dirname(options.path), { recursive: true, mode: 0o700 });
  writeFileSync(options.path, empty, { flag: "wx", mode: 0o600 });
  const store = openStore(options);
  if (!store.ok) throw new Error(store.error.says);
  return store.value;
}
