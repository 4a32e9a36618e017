// Room: recorder. The pump from waiting lines to the disk: one operation under way at a time, retried with backoff.
// May live here: order of writing, syncing, new files, retention and trouble. May not: what the lines say.
// Invariant: after any error the file is left as it is, and everything since the last sync goes into a new file.

import type { Stamped } from "../controller/event.ts";
import { between, type MonoMs } from "../domain/units.ts";
import type { Clock } from "../ports/clock.ts";
import type { Deliver } from "../ports/delivers-events.ts";
import { CHAIN_START, hex8, seal } from "./chain.ts";
import type { FlightDisk, FlightFile } from "./disk.ts";
import type { Intake, Segment, Snapshot } from "./intake.ts";
import type { RecorderLimits } from "./limits.ts";
import { type Ending, flightName, type Previous, printEnd, printHeader } from "./line.ts";
import { applyRetention } from "./retention.ts";
import { diskStalled, diskTrouble, recordsLost } from "./trouble.ts";

export type Writer = {
  /** Something came in. Cheap; the work happens later. */
  nudge(urgent: boolean): void;
  /** Looks whether the disk still answers. Called every second or so. */
  watch(): void;
  /** Writes and syncs what there is, ends the file, and stops. Resolves false when the disk does not take it in time. */
  stop(within: number): Promise<boolean>;
  /** Blocking, for a crashing program: whatever waits goes to the file, unsynced, and the event it crashed on. */
  lastWords(crashedOn: Stamped | null): void;
};

type Current = {
  readonly file: FlightFile;
  readonly name: string;
  crc: number;
  bytes: number;
};

export function createWriter<State>(options: {
  readonly disk: FlightDisk;
  readonly intake: Intake<State>;
  readonly limits: RecorderLimits;
  readonly clock: Clock;
  readonly deliver: Deliver;
  readonly version: string;
  readonly first: Snapshot<State>;
  readonly previous: Previous | null;
  readonly nextCounter: number;
  readonly onDurable: (seq: number) => void;
  readonly onDurableAt: (file: string, bytes: number, seq: number) => void;
  readonly onRemark: (remark: string) => void;
}): Writer {
  const { disk, intake, limits, clock } = options;
  let current: Current | null = null;
  let previous = options.previous;
  let counter = options.nextCounter;
  /** The machine as of the last sync: where a new file can begin. */
  let base = options.first;
  let unsynced: Segment<State>[] = [];
  let unsyncedSince: MonoMs | null = null;
  let pumping = false;
  let busySince: MonoMs | null = null;
  let backoff: number = limits.retryFirst;
  let waitingToRetry = false;
  let stopping = false;
  let stopped = false;
  let writing: boolean | null = null;
  let timer: NodeJS.Timeout | null = null;
  let timerAt = 0;
  let urgentAsked = false;

  const report = (now: boolean, why: string): void => {
    if (writing === now || stopped) return;
    writing = now;
    options.deliver({ kind: "recorder-changed", writing: now, why });
  };

  /** Pumps in so many milliseconds, or earlier where that was asked for already. */
  const wake = (inMs: number): void => {
    const at = clock.mono() + inMs;
    if (stopped || (timer !== null && timerAt <= at)) return;
    if (timer !== null) clearTimeout(timer);
    timerAt = at;
    timer = setTimeout(() => {
      timer = null;
      waitingToRetry = false;
      void pump();
    }, inMs);
    timer.unref();
  };

  /** Every operation on the disk passes here, so that a disk that does not answer is seen. */
  const busy = async <T>(work: Promise<T>): Promise<T> => {
    busySince = clock.mono();
    try {
      return await work;
    } finally {
      busySince = null;
    }
  };

  const append = async (to: Current, jsons: readonly string[]): Promise<void> => {
    const lines: string[] = [];
    let crc = to.crc;
    for (const json of jsons) {
      const sealed = seal(json, crc);
      lines.push(sealed.line);
      crc = sealed.crc;
    }
    const bytes = Buffer.from(lines.join(""), "utf8");
    to.crc = crc;
    to.bytes += bytes.length;
    await busy(to.file.append(bytes));
  };

  const sync = async (of: Current): Promise<void> => {
    const { bytes, crc } = of;
    const upTo = unsynced.length;
    await busy(of.file.sync());
    previous = { file: of.name, bytes, crc: hex8(crc) };
    const durable = unsynced.slice(0, upTo);
    unsynced = unsynced.slice(upTo);
    unsyncedSince = null;
    for (const one of durable) intake.settle(one.bytes);
    const last = durable.at(-1);
    if (last !== undefined) base = last.after;
    // Where it ends comes first: whoever is told that a record is durable may ask for it at once.
    options.onDurableAt(of.name, bytes, base.seq);
    if (last !== undefined) options.onDurable(base.seq);
  };

  const endFile = async (file: Current, ending: Ending): Promise<void> => {
    await append(file, [printEnd(ending)]);
    await sync(file);
    current = null;
    await busy(file.file.close());
  };

  const beginFile = async (at: Snapshot<State>): Promise<Current> => {
    const name = flightName(clock.wall(), counter);
    counter += 1;
    const begun: Current = { file: await busy(disk.create(name)), name, crc: CHAIN_START, bytes: 0 };
    try {
      const header = {
        version: options.version,
        started: clock.wall(),
        previous,
        carried: at.carried,
        state: at.state,
      };
      await append(begun, [printHeader(header)]);
      await busy(begun.file.sync());
    } catch (error) {
      await discard(begun);
      throw error;
    }
    previous = { file: name, bytes: begun.bytes, crc: hex8(begun.crc) };
    options.onDurableAt(name, begun.bytes, base.seq);
    return begun;
  };

  /** A file without even a header holds nothing that anyone was told is recorded. */
  const discard = async (file: Current): Promise<void> => {
    const closed = await settled(busy(file.file.close()));
    const removed = await settled(busy(disk.remove(file.name)));
    for (const trouble of [closed, removed]) if (trouble !== null) options.onRemark(trouble);
  };

  const write = async (segment: Segment<State>): Promise<void> => {
    unsynced.push(segment);
    if (current !== null && segment.fresh !== null) {
      unsynced.pop();
      try {
        await endFile(current, "next");
      } finally {
        unsynced.push(segment);
      }
    }
    if (current === null) {
      current = await beginFile(segment.fresh ?? base);
      const remarks = await settled(busy(applyRetention(disk, limits, current.name, clock.wall())));
      if (remarks !== null) options.onRemark(`old recordings could not be cleared away: ${remarks}`);
    }
    unsyncedSince ??= clock.mono();
    if (segment.lines.length > 0) await append(current, segment.lines);
  };

  const syncIsDue = (): boolean =>
    unsyncedSince !== null &&
    (stopping ||
      writing !== true ||
      intake.lost() > 0 ||
      unsynced.some((one) => one.evidence) ||
      between(unsyncedSince, clock.mono()) >= limits.syncWithin);

  const pump = async (): Promise<void> => {
    if (pumping || stopped || (waitingToRetry && !stopping)) return;
    pumping = true;
    try {
      for (;;) {
        const next = intake.take();
        if (next !== null) await write(next);
        if (current !== null && syncIsDue()) {
          await sync(current);
          backoff = limits.retryFirst;
          if (intake.lost() === 0) report(true, "");
        }
        if (!intake.isEmpty()) continue;
        if (unsynced.length === 0 && intake.mend()) continue;
        break;
      }
    } catch (error) {
      await giveUpFile(error);
    } finally {
      pumping = false;
    }
    if (unsyncedSince !== null && !waitingToRetry) {
      wake(Math.max(1, limits.syncWithin - between(unsyncedSince, clock.mono())));
    }
  };

  const giveUpFile = async (error: unknown): Promise<void> => {
    report(false, diskTrouble(error));
    intake.giveBack(unsynced);
    unsynced = [];
    unsyncedSince = null;
    const broken = current;
    current = null;
    if (broken !== null) {
      const trouble = await settled(busy(broken.file.close()));
      if (trouble !== null) options.onRemark(trouble);
    }
    waitingToRetry = true;
    if (timer !== null) clearTimeout(timer);
    timer = null;
    wake(backoff);
    backoff = Math.min(backoff * 2, limits.retryMax);
  };

  return {
    nudge(urgent) {
      if (stopped || waitingToRetry) return;
      if (!urgent) return wake(limits.writeWithin);
      if (urgentAsked) return;
      urgentAsked = true;
      setImmediate(() => {
        urgentAsked = false;
        void pump();
      });
    },
    watch() {
      if (intake.lost() > 0) report(false, recordsLost(intake.lost()));
      const since = busySince ?? unsyncedSince;
      if (since === null) return;
      const forLong = between(since, clock.mono());
      if (forLong >= limits.stallAfter) report(false, diskStalled(forLong));
    },
    async stop(within) {
      stopping = true;
      intake.closeRun();
      const deadline = clock.mono() + within;
      while (clock.mono() < deadline) {
        await pump();
        if (!pumping && intake.isEmpty() && unsynced.length === 0) break;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      const drained = !pumping && intake.isEmpty() && unsynced.length === 0;
      const ended = drained && current !== null && (await settled(endFile(current, "stopped"))) === null;
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      return ended;
    },
    lastWords(crashedOn) {
      intake.closeRun();
      if (crashedOn !== null) intake.recordCrash(crashedOn);
      const next = intake.take();
      if (next === null || current === null || next.fresh !== null) return;
      const lines: string[] = [];
      for (const json of next.lines) {
        const sealed = seal(json, current.crc);
        lines.push(sealed.line);
        current.crc = sealed.crc;
      }
      current.file.appendNow(Buffer.from(lines.join(""), "utf8"));
    },
  };
}

/** Null when the work went well, otherwise words. */
async function settled(work: Promise<unknown>): Promise<string | null> {
  try {
    await work;
    return null;
  } catch (error) {
    return diskTrouble(error);
  }
}
