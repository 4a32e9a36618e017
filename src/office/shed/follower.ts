// Room: office/shed. Follows the flight recording into the records, each line exactly once.
// May live here: when to read, when to write, what to do while the disk takes nothing. May not: files (reader.ts), rows (rows.ts).
// Invariant: the rows and the place up to which they were read are one transaction; nothing here holds the event loop for long.

import { assert } from "../../domain/result.ts";
import type { EpochMs, MonoMs } from "../../domain/units.ts";
import {
  fileFinished,
  filesFinished,
  type Place,
  readIngested,
  writeIngested,
} from "../../store/ingest-position.ts";
import { StoreFailure } from "../../store/open-trouble.ts";
import { refusalOf } from "../../store/refusal.ts";
import { hasVisit, sumMilkings, type VisitRecord } from "../../store/shed-records.ts";
import type { Pen } from "../../store/store.ts";
import { type Hour, readOpenHours, writeOpenHours } from "../../store/temperatures.ts";
import type { Changed, OfficeContext } from "../context.ts";
import { FOLLOW_LIMITS, type FollowLimits } from "./limits.ts";
import { field, type Memory, NOTHING_REMEMBERED } from "./memory.ts";
import { createReader } from "./reader.ts";
import { CHANGES, instantOrNone, isSoon } from "./rows.ts";
import { SET_ASIDE, setAsideNotice, writeEntries } from "./set-aside.ts";
import { createTakeIn, type Entry } from "./take-in.ts";
import { farmTimeOf, happeningSays } from "./words.ts";

export type Follower = {
  start(): void;
  /**
   * Resolves once everything that is on the disk now is in the records: true; or after `within` milliseconds: false, and what there is has to
   * do. To be awaited before a question about records is answered.
   */
  flush(within?: number): Promise<boolean>;
  /** The same, but what is read may wait here to be written with others: for readings, which are at hand either way (`hoursHeld`). */
  look(within?: number): Promise<boolean>;
  /** Hours of temperatures that are not in the records yet: running ones, and those that wait to be written. */
  hoursHeld(): readonly Hour[];
  /** Visits that are not in the records yet: read, and waiting to be written with others. */
  visitsHeld(): readonly VisitRecord[];
  status(): FollowStatus;
  /** Reads no more, and writes what waits. */
  stop(): Promise<void>;
};
export type FollowStatus = {
  readonly file: string | null;
  readonly bytes: number;
  /** Bytes on the disk of the running file that are not taken in; null: further behind than this file. */
  readonly behind: number | null;
  readonly upTo: EpochMs | null;
};

/** What following needs of the office. */
export type FollowContext = Pick<
  OfficeContext,
  "store" | "clock" | "dataDir" | "changed" | "notice" | "remark"
> & {
  readonly link: Pick<OfficeContext["link"], "durable" | "listen">;
  readonly timeZone: string;
  readonly limits?: FollowLimits;
};

/** A question waits no longer than this for what is not in the records yet. */
const FLUSH_WITHIN_MS = 1_000;
const NOTICE = "records-not-taken-in";

export function createFollower(context: FollowContext): Follower {
  const { store, clock, link, limits = FOLLOW_LIMITS } = context;
  const time = farmTimeOf(context.timeZone);
  const known = readIngested(store);
  const takeIn = createTakeIn(
    { memory: known === null ? NOTHING_REMEMBERED : memoryOf(known.memory), openHours: readOpenHours(store) },
    (milking, visit) =>
      pending.some((one) => one.kind === "visit" && one.visit.visit === visit) ||
      hasVisit(store, milking, visit),
  );
  const reader = createReader({
    dir: context.dataDir,
    limits,
    durable: () => link.durable(),
    takeIn,
    from: known?.place ?? null,
    finished: filesFinished(store),
    tell(about) {
      takeIn.tell(about, takeIn.memory().now?.wall ?? clock.wall());
      context.remark(happeningSays(about, time));
    },
  });
  /** Read and not yet written, and since when. */
  let pending: Entry[] = [];
  const filesLeft: Place[] = [];
  let since: MonoMs | null = null;
  let soonSince: MonoMs | null = null;
  let writtenAt = clock.mono();
  let writtenBytes = known?.place.bytes ?? 0;
  let failedAt: MonoMs | null = null;
  let isAsideSaid = false;
  let isStopping = false;
  let running: Promise<void> | null = null;
  let wake: (() => void) | null = null;
  let asked: { readonly inTheBook: boolean; readonly answer: () => void }[] = [];
  /** Everything that was on the disk at the last look is taken in. */
  let isIdle = false;
  /** There is a reason to look again, which may have come while the last look was under way. */
  let isNudged = false;
  const lookNow = (): void => {
    isNudged = true;
    wake?.();
  };

  const collect = (): void => {
    const taken = takeIn.take();
    if (taken.length === 0) return;
    pending.push(...taken);
    since ??= clock.mono();
    if (taken.some(isSoon)) soonSince ??= clock.mono();
  };

  /** One transaction. `isCareful`: what the book refuses is found, one by one. True: something was set aside. */
  const writeOnce = (place: Place, isCareful: boolean): boolean =>
    store.write((pen) => {
      const memory = takeIn.memory();
      const aside = writeEntries(store, pen, { entries: pending, time, now: clock.wall(), isCareful });
      const orNot = (work: (pen: Pen) => void): void => {
        const why = isCareful ? pen.attempt(() => work(pen)) : work(pen);
        if (typeof why === "string")
          context.remark(`Not written: ${why}. It is worked out anew when needed.`);
      };
      orNot(() => writeOpenHours(pen, takeIn.openHours()));
      for (const file of filesLeft) fileFinished(pen, file);
      writeIngested(pen, { place, upTo: instantOrNone(memory.now?.wall ?? Number.NaN), memory });
      const milkingsEnded = pending.some((one) => one.kind === "milking" && one.mark.what === "ended");
      if (milkingsEnded) orNot(() => sumMilkings(store, pen));
      return aside.length > 0;
    });
  /** What the book refuses must not keep out all else: nothing of that transaction was written, and it is tried again with care. */
  const writeAll = (place: Place): boolean => {
    try {
      return writeOnce(place, false);
    } catch (error) {
      if (error instanceof StoreFailure || refusalOf(error) === null) throw error;
      return writeOnce(place, true);
    }
  };
  const saySetAside = (isNew: boolean): void => {
    const notice = setAsideNotice(store, clock.wall());
    if (notice !== null && isNew) context.remark(`${notice.says} ${notice.fix}`);
    if (notice !== null || isAsideSaid) context.notice(SET_ASIDE, notice);
    isAsideSaid = notice !== null;
  };

  /** True: it is on the disk. False: the disk does not take it; it stays here and is tried again. */
  const commit = (): boolean => {
    reader.settle();
    collect();
    const place = reader.place();
    if (place === null) return true;
    filesLeft.push(...reader.takeFinished());
    let isAside = false;
    try {
      isAside = writeAll(place);
    } catch (error) {
      if (!(error instanceof StoreFailure)) throw error;
      if (failedAt === null)
        context.notice(NOTICE, {
          code: NOTICE,
          grave: true,
          says: `What the shed does is recorded, but not in the book yet. ${error.trouble.says}`,
          fix: error.trouble.fix,
        });
      failedAt = clock.mono();
      return false;
    }
    if (failedAt !== null) context.notice(NOTICE, null);
    if (isAside || isAsideSaid) saySetAside(isAside);
    const changed = new Set<Changed>(pending.map((one) => CHANGES[one.kind]));
    failedAt = null;
    pending = [];
    filesLeft.length = 0;
    since = null;
    soonSince = null;
    writtenAt = clock.mono();
    writtenBytes = place.bytes;
    if (changed.size > 0) context.changed(...changed);
    return true;
  };
  const isPast = (from: MonoMs | null, forSoLong: number): boolean =>
    from !== null && clock.mono() - from >= forSoLong;
  const isDue = (): boolean => {
    if (failedAt !== null && !isPast(failedAt, limits.lookEveryMs)) return false;
    const moved = Math.abs((reader.place()?.bytes ?? 0) - writtenBytes);
    return (
      pending.length >= limits.rowsMax ||
      isPast(since, limits.rowsWaitMs) ||
      isPast(soonSince, limits.soonWaitMs) ||
      (moved > 0 && isPast(writtenAt, limits.positionEveryMs)) ||
      moved >= limits.positionEveryBytes
    );
  };

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const answer = (): void => {
    const waiting = asked;
    asked = [];
    for (const one of waiting) one.answer();
  };

  const follow = async (): Promise<void> => {
    while (!isStopping) {
      isIdle = false;
      isNudged = false;
      const isFull = pending.length >= limits.rowsHeldMax;
      const hasMore = isFull ? false : await advance();
      collect();
      const isAsked = asked.some(({ inTheBook }) => inTheBook) && !hasMore;
      if (isDue() || (isAsked && pending.length > 0)) commit();
      if (hasMore || (isFull ? pending.length === 0 : isNudged)) {
        await new Promise((resolve) => setImmediate(resolve));
        continue;
      }
      if (!isFull && (pending.length === 0 || !isAsked)) answer();
      if (isStopping) break;
      isIdle = true;
      await pause(limits.lookEveryMs);
      wake = null;
    }
  };

  /** The folder itself cannot be read: said, and tried again. */
  const advance = async (): Promise<boolean> => {
    try {
      return await reader.advance();
    } catch (error) {
      if (!(error instanceof Error && "code" in error)) throw error;
      context.remark(`The folder of the recordings cannot be read: ${error.message}. It is tried again.`);
      return false;
    }
  };

  let nudged: NodeJS.Timeout | null = null;
  const nudge = (): void => {
    nudged ??= setTimeout(() => {
      nudged = null;
      lookNow();
    }, limits.lookAfterMs);
  };
  let unlisten: () => void = () => undefined;

  const isTakenIn = (): boolean => {
    const [place, durable] = [reader.place(), link.durable()];
    return durable === null || (place?.file === durable.file && place.bytes >= durable.bytes);
  };

  const until = (inTheBook: boolean, within: number): Promise<boolean> => {
    if (isIdle && (pending.length === 0 || !inTheBook) && isTakenIn()) return Promise.resolve(true);
    if (running === null || isStopping) return Promise.resolve(false);
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), within);
      asked.push({
        inTheBook,
        answer() {
          clearTimeout(timer);
          resolve(true);
        },
      });
      lookNow();
    });
  };

  return {
    start() {
      assert(running === null, "a recording is followed once");
      unlisten = link.listen((what) => {
        if (what === "durable") nudge();
      });
      saySetAside(false);
      running = follow();
    },
    flush: (within = FLUSH_WITHIN_MS) => until(true, within),
    look: (within = FLUSH_WITHIN_MS) => until(false, within),
    hoursHeld: () => [
      ...pending.flatMap((one) => (one.kind === "hour" ? [one.hour] : [])),
      ...takeIn.openHours(),
    ],
    visitsHeld: () => pending.flatMap((one) => (one.kind === "visit" ? [one.visit] : [])),
    status() {
      const [place, durable] = [reader.place(), link.durable()];
      const isHere = place !== null && durable !== null && place.file === durable.file;
      return {
        file: place?.file ?? null,
        bytes: place?.bytes ?? 0,
        behind: isHere ? Math.max(0, durable.bytes - place.bytes) : null,
        upTo: instantOrNone(takeIn.memory().now?.wall ?? Number.NaN),
      };
    },
    async stop() {
      isStopping = true;
      unlisten();
      if (nudged !== null) clearTimeout(nudged);
      wake?.();
      await running;
      answer();
      commit();
    },
  };
}

/** As this program stored it. A form that is not known is as good as none: clocks are untrusted until the next start. */
function memoryOf(stored: unknown): Memory {
  const isOurs = Array.isArray(field(stored, "visits")) && field(stored, "probes") !== undefined;
  return isOurs ? { ...NOTHING_REMEMBERED, ...(stored as Memory) } : NOTHING_REMEMBERED;
}
