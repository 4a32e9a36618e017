// Room: office/upkeep. What is done by itself: backup, chain, noted head, old sessions. No bail and no hold ever hangs on it.
// May live here: when a job is due, running it once, making up for what was missed. May not: what jobs do.
// Invariant: a job that is due runs once, however often it is asked, however the clock jumps, and however long the program was off.

import { schedule } from "node-cron";
import type { FarmZone } from "../../config/farm-time.ts";
import { type EpochMs, epochMs } from "../../domain/units.ts";
import { type JobRun, lastRunOf, writeRun } from "../../store/jobs.ts";
import { StoreFailure, troubleOf } from "../../store/open-trouble.ts";
import type { OfficeContext } from "../context.ts";
import { UPKEEP_LIMITS } from "./limits.ts";

export type Job = {
  readonly job: string;
  /** For the page: "Makes a backup". */
  readonly says: string;
  /** At this hour and minute of the day at the farm. */
  readonly hour: number;
  readonly minute: number;
  /** 0 is Sunday; null: every day. */
  readonly weekday: number | null;
  /** Gives what came of it, in words. */
  readonly run: () => Promise<{ readonly good: boolean; readonly says: string }>;
};
export type JobState = {
  readonly job: string;
  readonly says: string;
  readonly lastRun: EpochMs | null;
  readonly lastResult: string;
  readonly next: EpochMs | null;
};
export type Jobs = {
  /** Runs what is due, one job after the other. Asked meanwhile, it is the same run. */
  readonly tick: () => Promise<void>;
  readonly states: () => readonly JobState[];
  readonly start: () => void;
  readonly stop: () => Promise<void>;
};

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The last instant, not after `now`, at which the job was due. */
export function lastDue(
  { hour, minute, weekday }: Pick<Job, "hour" | "minute" | "weekday">,
  now: EpochMs,
  zone: FarmZone,
): EpochMs {
  const local = now + zone.offsetAt(now);
  const midnight = Math.floor(local / DAY) * DAY;
  for (let day = 0; ; day++) {
    const wanted = midnight - day * DAY + hour * HOUR + minute * 60_000;
    if (weekday !== null && new Date(wanted).getUTCDay() !== weekday) continue;
    // Twice, so that an offset that changes between the two instants is taken as it is at the wanted one.
    const guess = wanted - zone.offsetAt(wanted - zone.offsetAt(now));
    if (guess <= now) return epochMs(guess);
  }
}

/** The first instant after `now`. */
export function nextDue(
  job: Pick<Job, "hour" | "minute" | "weekday">,
  now: EpochMs,
  zone: FarmZone,
): EpochMs {
  for (let day = 1; ; day++) {
    const due = lastDue(job, epochMs(now + day * DAY), zone);
    if (due > now) return due;
  }
}

/** Due and not done. A last run far ahead of the clock was a jump of the clock. */
export function isDue(job: Job, now: EpochMs, zone: FarmZone, last: JobRun | null): boolean {
  if (last === null || last.lastRun > now + UPKEEP_LIMITS.jobAheadMs) return true;
  return last.lastRun < lastDue(job, now, zone);
}

export function createJobs(
  context: Pick<OfficeContext, "store" | "clock" | "remark" | "changed">,
  jobs: readonly Job[],
  zone: FarmZone,
): Jobs {
  const { store, clock, remark, changed } = context;
  let running: Promise<void> | null = null;
  let stopped = false;
  let task: ReturnType<typeof schedule> | null = null;

  async function runDue(): Promise<void> {
    for (const job of jobs) {
      const now = clock.wall();
      if (stopped || !isDue(job, now, zone, lastRunOf(store, job.job))) continue;
      const { good, says } = await resultOf(job, store.path);
      if (stopped) return;
      if (!good) remark(`${job.says}: ${says}`);
      try {
        store.write((pen) => writeRun(pen, job.job, { lastRun: now, good, says }));
      } catch (error) {
        // The disk takes nothing: the job is due again in five minutes, and does no harm twice.
        if (!(error instanceof StoreFailure)) throw error;
      }
      changed("upkeep");
    }
  }
  const tick = (): Promise<void> => {
    running ??= runDue().finally(() => {
      running = null;
    });
    return running;
  };
  return {
    tick,
    states: () =>
      jobs.map((job) => {
        const last = lastRunOf(store, job.job);
        return {
          job: job.job,
          says: job.says,
          lastRun: last?.lastRun ?? null,
          lastResult: last?.says ?? "",
          next: nextDue(job, clock.wall(), zone),
        };
      }),
    start() {
      task = schedule(UPKEEP_LIMITS.jobsEvery, tick, {
        timezone: "UTC",
        noOverlap: true,
        suppressMissedWarning: true,
        unref: true,
      });
    },
    async stop() {
      stopped = true;
      await task?.destroy();
      await running;
    },
  };
}

async function resultOf(job: Job, path: string): Promise<{ readonly good: boolean; readonly says: string }> {
  try {
    return await job.run();
  } catch (error) {
    // Also a file beside the records, as the one of noted heads: what the disk does not take ends no office.
    const trouble = troubleOf(error, path);
    if (trouble === null) throw error;
    return { good: false, says: trouble.says };
  }
}
