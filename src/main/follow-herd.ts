// Room: main. Keeps the herd table in force the right one, through a thread that reads it: a person's file, or what the office vouches for.
// May live here: starting that thread and what its end means. May not: reading files.
// Invariant: of a person's file, a thread that is gone means that there is no table; of the office's, nothing is in force that the office
// has not vouched for in this run, and what it has stays in force without thread and office.

import { Worker } from "node:worker_threads";
import type { Problem } from "../config/problem.ts";
import type { EpochMs } from "../domain/units.ts";
import type { Deliver } from "../ports/delivers-events.ts";
import type { FromHerdThread, HerdEvent, HerdWork, ToHerdThread } from "./herd-messages.ts";

/** The thread is told the time this often: it refuses facts dated in the future. */
const TELL_TIME_EVERY_MS = 1_000;
const RESTART_AFTER_MS = 2_000;
/** Reading makes much that is thrown away at once: kept small it costs no time, and 60 MB less for 2,000 cows. */
const YOUNG_MB = 8;

type Common = {
  readonly path: string;
  readonly timeZone: string;
  readonly deliver: Deliver;
  /** Fingerprint of the table that the bails obey; null: none. */
  readonly inForce: () => string | null;
};
export type HerdFollowing = Common & {
  /** The wall clock while it is trusted, else null. */
  readonly trustedNow: () => EpochMs | null;
  /** Told every problem of the file, in words. */
  readonly onProblems: (problems: readonly Problem[]) => void;
};

/** Starts following a person's file; ends with the signal. */
export function followHerd(following: HerdFollowing, signal: AbortSignal): void {
  if (signal.aborted) return;
  const { path, timeZone, deliver } = following;
  const tellTime = () => thread.tell({ kind: "time", trustedNow: following.trustedNow() });
  const timer = setInterval(tellTime, TELL_TIME_EVERY_MS);
  const thread = startThread({ path, timeZone, kind: "watched" }, signal, {
    heard: (message) => {
      if (message.kind !== "herd") return;
      following.onProblems(message.problems);
      handOver(message.event, following, thread);
    },
    gone: (why) => {
      clearInterval(timer);
      if (signal.aborted) return;
      deliver({ kind: "table-lost", why: `The herd file cannot be read now: ${why}. It is tried again.` });
      setTimeout(() => followHerd(following, signal), RESTART_AFTER_MS).unref();
    },
  });
  signal.addEventListener("abort", () => clearInterval(timer), { once: true });
  tellTime();
}

export type VouchedHerd = {
  /** The office vouches for the table with this fingerprint. */
  published(fingerprint: string): void;
  /** It vouches for nothing any more: what the thread still reads of before comes too late. */
  none(): void;
};

/** Reads what the office vouches for, each time it does; ends with the signal. */
export function readVouchedHerd(
  reading: Common & { readonly onNotTaken: (fingerprint: string, why: string) => void },
  signal: AbortSignal,
): VouchedHerd {
  const { path, timeZone, inForce } = reading;
  let asks = 0;
  let validFrom = 0;
  let awaited: { readonly fingerprint: string; readonly ask: number } | null = null;
  const start = (): Thread =>
    startThread({ path, timeZone, kind: "vouched" }, signal, {
      heard: (message) => {
        if (message.ask < validFrom) return;
        if (message.ask === awaited?.ask) awaited = null;
        if (message.kind === "herd") handOver(message.event, reading, thread);
        else reading.onNotTaken(message.fingerprint, message.why);
      },
      gone: (why) => {
        if (signal.aborted) return;
        if (awaited !== null)
          reading.onNotTaken(awaited.fingerprint, `The records cannot be read now: ${why}.`);
        awaited = null;
        setTimeout(() => {
          if (!signal.aborted) thread = start();
        }, RESTART_AFTER_MS).unref();
      },
    });
  let thread = start();
  return {
    published(fingerprint) {
      asks += 1;
      awaited = { fingerprint, ask: asks };
      thread.tell({ kind: "published", fingerprint, ask: asks, whole: inForce() === null });
    },
    none() {
      validFrom = asks + 1;
      awaited = null;
    },
  };
}

/** A change that did not fit what is in force has taken the table away: the thread sends the whole of it. */
function handOver(event: HerdEvent, { deliver, inForce }: Common, thread: Thread): void {
  deliver(event);
  if (event.kind === "table-changed" && inForce() !== event.fingerprint) thread.tell({ kind: "whole" });
}

type Thread = { tell(message: ToHerdThread): void };

function startThread(
  work: HerdWork,
  signal: AbortSignal,
  told: { readonly heard: (message: FromHerdThread) => void; readonly gone: (why: string) => void },
): Thread {
  const worker = new Worker(new URL("./herd-worker.js", import.meta.url), {
    workerData: work,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  const end = () => void worker.terminate();
  signal.addEventListener("abort", end, { once: true });
  let why = "its reader ended";
  worker.on("message", (message: FromHerdThread) => {
    if (!signal.aborted) told.heard(message);
  });
  worker.on("error", (error) => {
    why = error.message;
  });
  worker.on("exit", () => {
    signal.removeEventListener("abort", end);
    told.gone(why);
  });
  return { tell: (message) => worker.postMessage(message) };
}
