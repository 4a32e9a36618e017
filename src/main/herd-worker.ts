// Room: main. The thread that reads the herd file, so that a long file never holds up a lease.
// May live here: handing changes over. May not: anything else of the controller.
// Invariant: the thread that moves valves never parses.

import { parentPort, workerData } from "node:worker_threads";
import { watchHerd } from "../config/watch-herd.ts";
import { assert } from "../domain/result.ts";
import type { EpochMs } from "../domain/units.ts";

/** What the thread is started with. */
export type HerdWork = { readonly path: string; readonly timeZone: string };

const port = parentPort;
assert(port !== null, "the herd file is read in a thread of its own");
const { path, timeZone } = workerData as HerdWork;

let trustedNow: EpochMs | null = null;
port.on("message", (now: EpochMs | null) => {
  trustedNow = now;
});
await watchHerd(
  path,
  { timeZone, now: () => trustedNow },
  (change) => port.postMessage(change),
  new AbortController().signal,
);
