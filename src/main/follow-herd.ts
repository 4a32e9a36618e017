// Room: main. Keeps the herd table in force the right one, through a thread that reads it: a person's file, or what the office vouches for.
// May live here: starting that thread and what its end means. May not: reading files.
// Invariant: of a person's file, a thread that is gone means that there is no table; of the office's, nothing is in force that the office
// has not vouched for in this run, and what it has stays in force without thread and office.

import { Worker } from "node:worker_threads";
import type { Problem } from "../config/problem.ts";
import type { EpochMs } from "../domain/units.ts";
import type { Deliver } from "../ports/delivers-events.ts";
import type { FromHerdThread, HerdEvent, HerdWork, ToHerdThread } from "./herd-messages.ts";
import { holdYoungSpace } from "./young-space.ts";

/** The thread is told the time this often: it refuses facts dated in the future. */
const TELL_TIME_EVERY_MS = 1_000;
const RESTART_AFTER_MS = 2_000;
/**
 * A thread and what it has to know to read cost the controller some 25 MB: after so long without anything to read it ends, and the next
 * entry starts another. Who enters one thing mostly enters the next within this time.
 */
const RESTS_AFTER_MS = 30_000;
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
  const { deliver } = following;
  const tellTime = () => thread.tell({ kind: "time", trustedNow: following.trustedNow() });
  const timer = setInterval(tellTime, TELL_TIME_EVERY_MS);
  const thread = startThread({ ...workOf(following), kind: "watched", marks: null, ahead: false }, signal, {
    heard: (message) => {
      if (message.kind !== "herd") return;
      following.onProblems(message.problems);
      if (handOver(message.event, following) !== null) thread.tell({ kind: "whole" });
    },
    gone: (why) => {
      clearInterval(timer);
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
  reading: Common & {
    readonly onNotTaken: (fingerprint: string, why: string) => void;
    /** Milliseconds; only tests give others. */
    readonly restsAfter?: number;
  },
  signal: AbortSignal,
): VouchedHerd {
  const { inForce, restsAfter = RESTS_AFTER_MS } = reading;
  let asks = 0;
  let validFrom = 0;
  let awaited: { readonly fingerprint: string; readonly ask: number } | null = null;
  let marks: string | null = null;
  let thread: Thread | null = null;
  let resting: NodeJS.Timeout | null = null;

  const start = (ahead: boolean): Thread =>
    startThread({ ...workOf(reading), kind: "vouched", marks, ahead }, signal, { heard, gone });
  const rest = (): void => {
    if (resting !== null) clearTimeout(resting);
    resting = setTimeout(() => {
      if (awaited !== null) return;
      thread?.end();
      thread = null;
    }, restsAfter).unref();
  };
  const heard = (message: FromHerdThread): void => {
    rest();
    if (message.kind === "herd") marks = message.marks;
    if (message.ask < validFrom) return;
    if (message.ask === awaited?.ask) awaited = null;
    if (message.kind === "not-taken") {
      reading.onNotTaken(message.fingerprint, message.why);
      return;
    }
    const misfit = handOver(message.event, reading);
    if (misfit !== null) published(misfit);
  };
  const gone = (why: string): void => {
    thread = null;
    if (awaited === null) return;
    const { fingerprint } = awaited;
    awaited = null;
    reading.onNotTaken(fingerprint, `The records cannot be read now: ${why}.`);
  };
  const published = (fingerprint: string): void => {
    if (signal.aborted) return;
    asks += 1;
    awaited = { fingerprint, ask: asks };
    thread ??= start(false);
    thread.tell({ kind: "published", fingerprint, ask: asks, whole: inForce() === null });
    rest();
  };
  thread = start(true);
  rest();
  return {
    published,
    none() {
      validFrom = asks + 1;
      awaited = null;
    },
  };
}

const workOf = ({ path, timeZone }: Common) => ({ path, timeZone });

/** A change that did not fit what is in force has taken the table away: gives the one of which the whole is needed, else null. */
function handOver(event: HerdEvent, { deliver, inForce }: Common): string | null {
  deliver(event);
  return event.kind === "table-changed" && inForce() !== event.fingerprint ? event.fingerprint : null;
}

type Thread = {
  tell(message: ToHerdThread): void;
  /** Ends it; nothing is heard of it any more, and its end is not told. */
  end(): void;
};

function startThread(
  work: HerdWork,
  signal: AbortSignal,
  told: { readonly heard: (message: FromHerdThread) => void; readonly gone: (why: string) => void },
): Thread {
  const worker = new Worker(new URL("./herd-worker.js", import.meta.url), {
    workerData: work,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  holdYoungSpace(worker);
  let ended = false;
  const end = (): void => {
    ended = true;
    void worker.terminate();
  };
  signal.addEventListener("abort", end, { once: true });
  let why = "its reader ended";
  worker.on("message", (message: FromHerdThread) => {
    if (!ended) told.heard(message);
  });
  worker.on("error", (error) => {
    why = error.message;
  });
  worker.on("exit", () => {
    signal.removeEventListener("abort", end);
    if (!ended) told.gone(why);
  });
  return { tell: (message) => worker.postMessage(message), end };
}
