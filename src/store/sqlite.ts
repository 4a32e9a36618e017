// Room: store. The one place that loads SQLite, and which of the two builds of its driver this Node can run.
// May live here: that choice and its words. May not: opening a file, settings, SQL.
// Invariant: no driver is loaded that can end the process by itself.

import { createRequire } from "node:module";
import type Driver from "better-sqlite3";

const require = createRequire(import.meta.url);

/**
 * better-sqlite3 13 asks for Node-API 10 (Node 22.14 and later) and ends an older Node with a segmentation fault. Version 12
 * runs there, but ends Node 24.19 and later at any collection of garbage ("Assertion failed: (env) != nullptr"): it is built on
 * `node::ObjectWrap`, which asserts there that code is running. So each Node gets the one that it can run.
 */
const NODE_API_OF_13 = 10;

/** The package that is loaded on this Node. */
export const SQLITE_PACKAGE =
  Number(process.versions.napi) >= NODE_API_OF_13 ? "better-sqlite3" : "better-sqlite3-node-20";

/** A database file, opened by the driver that this Node can run. */
export const SqliteFile: typeof Driver = load();

/** Where the driver was found: a thread of its own must load the same one. */
export function sqliteDriverPath(): string {
  return require.resolve(SQLITE_PACKAGE);
}

function load(): typeof Driver {
  try {
    return require(SQLITE_PACKAGE);
  } catch (cause) {
    throw new Error(
      `The records cannot be read: ${SQLITE_PACKAGE} is not there or was not built for Node ${process.versions.node}. ` +
        "Run “npm ci” again with this Node; where it has to be compiled that needs: apt-get install python3 make g++",
      { cause },
    );
  }
}
