// Room: main. How large the part of V8's heap may become in which everything young lives, in a process that runs for months on a small computer.
// May live here: V8's own switch for that, and when to set it. May not: anything else about memory.
// Invariant: what is held is only how much memory is taken before it is cleaned: no object is kept or lost by it.

import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";
import type { Worker } from "node:worker_threads";

/**
 * Two halves of 4 MB. V8 doubles them up to 16 MB each whenever much survives, as while a program is loaded or cows are milked: 25 MB of 80.
 * With 2 MB half of all decisions take a fifteenth longer, with 4 MB they do not (test/bench/RESULTS.md).
 */
const YOUNG_BYTES = 2 * 4 * 1024 * 1024;
const LOOK_EVERY_MS = 5;

/**
 * Lets the young space of this thread grow so far and no further. Called before the program is loaded, since loading makes it grow; and for
 * each thread that is begun, because V8 forgets with each how little it was to grow.
 */
export function holdYoungSpace(thread?: Worker): void {
  let isForgotten = thread !== undefined;
  const looking = setInterval(() => {
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space");
    if (young !== undefined && young.space_size < YOUNG_BYTES) return;
    setFlagsFromString("--semi-space-growth-factor=1");
    if (!isForgotten) clearInterval(looking);
  }, LOOK_EVERY_MS);
  looking.unref();
  for (const begun of ["online", "exit"]) thread?.once(begun, () => (isForgotten = false));
}
