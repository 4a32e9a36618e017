// Room: main. Keeps the herd table in force the one of the herd file, through a thread that reads it.
// May live here: starting that thread and what its end means. May not: reading files.
// Invariant: a thread that is gone means that there is no table: everything diverts until it is back.

import { Worker } from "node:worker_threads";
import type { HerdChange } from "../config/watch-herd.ts";
import type { EpochMs } from "../domain/units.ts";
import type { Deliver } from "../ports/delivers-events.ts";
import type { HerdWork } from "./herd-worker.ts";

/** The thread is told the time this often: it refuses facts dated in the future. */
const TELL_TIME_EVERY_MS = 1_000;
const RESTART_AFTER_MS = 2_000;

export type HerdFollowing = HerdWork & {
  readonly deliver: Deliver;
  /** The wall clock while it is trusted, else null. */
  readonly trustedNow: () => EpochMs | null;
  /** Told every problem of the file, in words. */
  readonly onChange: (change: HerdChange) => void;
};

/** Starts following; ends with the signal. */
export function followHerd(following: HerdFollowing, signal: AbortSignal): void {
  if (signal.aborted) return;
  const { path, timeZone, deliver } = following;
  const worker = new Worker(new URL("./herd-worker.js", import.meta.url), {
    workerData: { path, timeZone } satisfies HerdWork,
  });
  const tellTime = () => worker.postMessage(following.trustedNow());
  const timer = setInterval(tellTime, TELL_TIME_EVERY_MS);
  const end = () => void worker.terminate();
  signal.addEventListener("abort", end, { once: true });
  tellTime();
  worker.on("message", (change: HerdChange) => {
    if (signal.aborted) return;
    following.onChange(change);
    deliver(change.event);
  });
  const gone = (why: string) => {
    clearInterval(timer);
    signal.removeEventListener("abort", end);
    if (signal.aborted) return;
    deliver({ kind: "table-lost", why: `The herd file cannot be read now: ${why}. It is tried again.` });
    setTimeout(() => followHerd(following, signal), RESTART_AFTER_MS).unref();
  };
  let why = "its reader ended";
  worker.on("error", (error) => {
    why = error.message;
  });
  worker.on("exit", () => gone(why));
}
