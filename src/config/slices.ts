// Room: config. Long work cut into slices, so that it can share a loop with the renewal of leases.
// May live here: running such work at once or a slice at a time. May not: knowing what the work is.
// Invariant: the same work gives the same result either way.

import { setImmediate as nextTurn } from "node:timers/promises";

/** Work that yields wherever it may be interrupted. */
export type Slices<T> = Generator<undefined, T, undefined>;

/** A tenth of the 100 ms between two renewals. */
const SLICE_MS = 10;

/** Runs the work to its end, now. */
export function atOnce<T>(work: Slices<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** Runs the work a slice at a time; everything else that waits gets its turn in between. */
export async function inSlices<T>(work: Slices<T>, sliceMs = SLICE_MS): Promise<T> {
  let began = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    if (performance.now() - began < sliceMs) continue;
    await nextTurn();
    began = performance.now();
  }
}
