// Room: recorder. The flight recorder put together: lock, what earlier runs left, intake, writer.
// May live here: composition. May not: formats, retries (see intake, writer).
// Invariant: record() never blocks, never throws, and whatever it cannot keep it counts and says.

import { mkdir } from "node:fs/promises";
import type { Carried } from "../controller/carried.ts";
import type { Effect } from "../controller/effect.ts";
import type { Stamped } from "../controller/event.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Clock } from "../ports/clock.ts";
import type { Deliver } from "../ports/delivers-events.ts";
import { type CarriedOver, readCarriedOver } from "./carry-over.ts";
import { createFlightDisk, type FlightDisk } from "./disk.ts";
import { createIntake } from "./intake.ts";
import type { RecorderLimits } from "./limits.ts";
import { lock } from "./lock.ts";
import type { Carry } from "./machine.ts";
import { diskTrouble } from "./trouble.ts";
import { createWriter } from "./writer.ts";

/** How often the recorder looks whether the disk still answers. */
const WATCH_EVERY_MS = 1_000;

export type RecorderOptions<State> = {
  /** The data directory. Made where it is missing. */
  readonly dir: string;
  readonly limits: RecorderLimits;
  readonly clock: Clock;
  /** Told `recorder-changed` when writing stops and when it goes on; never from within record(). */
  readonly deliver: Deliver;
  /** Version of the program. */
  readonly version: string;
  /** The machine's state before its first event. */
  readonly initial: State;
  readonly carry: Carry;
  /** Process number that a second program on the same directory is told. */
  readonly pid: number;
  /** Told the number of the newest record that is on the disk for good. Numbers rise by one a record, from 1. */
  readonly onDurable?: (seq: number) => void;
  /**
   * Told how far the running file is on the disk for good: whole lines up to byte `bytes` of `file`, `seq` the newest record in them.
   * Called as each file begins and after every sync, from the pump, never from within record(). What stands behind it in this file
   * may yet be told again in the next one, so a follower reads up to here and no further.
   */
  readonly onDurableAt?: (file: string, bytes: number, seq: number) => void;
  /** Told, in words, what went wrong without stopping the recording. */
  readonly onRemark?: (remark: string) => void;
  /** Another disk, for tests. */
  readonly disk?: FlightDisk;
};

export type Recorder<State> = {
  /**
   * Takes down one event, what it led to and the state after it. Returns the record's number. The state is kept by
   * reference until it is no longer needed, so it must be a value that nobody changes.
   */
  record(stamped: Stamped, effects: readonly Effect[], after: State): number;
  /** Writes and syncs everything, within so many milliseconds. False when the disk did not take it. */
  close(within?: number): Promise<boolean>;
  /**
   * For a crashing program only: writes what waits at once, blocking, unsynced; last of all the event it crashed on,
   * so that a replay crashes there too. May throw the system's error.
   */
  lastWords(crashedOn: Stamped | null): void;
  /** Bytes held in memory for the disk. */
  heldBytes(): number;
};

export type OpenedRecorder<State> = {
  readonly recorder: Recorder<State>;
  /** What earlier runs left; goes into the `started` event. */
  readonly carried: Carried;
  /** Anything worth knowing about the earlier recordings, in words. */
  readonly remarks: readonly string[];
};

/** Why there can be no recording at all, in words. */
export type RecorderRefusal = { readonly kind: "in-use" | "no-directory"; readonly why: string };

const CLOSE_WITHIN_MS = 3_000;

/** Opens the data directory and begins a new file in it. */
export async function openRecorder<State>(
  options: RecorderOptions<State>,
): Promise<Result<OpenedRecorder<State>, RecorderRefusal>> {
  const { dir, clock, limits, carry } = options;
  const disk = options.disk ?? createFlightDisk(dir);
  const onRemark = options.onRemark ?? (() => undefined);
  let left: CarriedOver;
  let release = async (): Promise<void> => undefined;
  try {
    await mkdir(dir, { recursive: true });
    const held = await lock(dir, options.pid);
    if (!held.ok) return err({ kind: "in-use", why: inUse(dir, held.error.pid) });
    release = held.value.release;
    left = await readCarriedOver(dir, disk, carry);
  } catch (error) {
    await release();
    return err({
      kind: "no-directory",
      why: `The data directory ${dir} cannot be used: ${diskTrouble(error)}`,
    });
  }
  const first = { seq: 0, state: options.initial, carried: left.carried };
  const intake = createIntake({ limits, carry, first });
  const writer = createWriter({
    disk,
    intake,
    limits,
    clock,
    deliver: options.deliver,
    version: options.version,
    first,
    previous: left.previous,
    nextCounter: left.nextCounter,
    onDurable: options.onDurable ?? (() => undefined),
    onDurableAt: options.onDurableAt ?? (() => undefined),
    onRemark,
  });
  const watch = setInterval(() => writer.watch(), WATCH_EVERY_MS);
  watch.unref();
  writer.nudge(true);
  const recorder: Recorder<State> = {
    record(stamped, effects, after) {
      const { seq, evidence } = intake.record(stamped, effects, after);
      writer.nudge(evidence);
      return seq;
    },
    async close(within = CLOSE_WITHIN_MS) {
      const ended = await writer.stop(within);
      clearInterval(watch);
      await release();
      return ended;
    },
    lastWords: (crashedOn) => writer.lastWords(crashedOn),
    heldBytes: () => intake.heldBytes(),
  };
  return ok({ recorder, carried: left.carried, remarks: left.remarks });
}

const inUse = (dir: string, pid: number | null): string =>
  pid === null
    ? `Another vatguard uses the data directory ${dir}, and does not answer. Usually it hangs or is stopped. ` +
      "End it, or give this one another directory with --data."
    : `Another vatguard, process ${pid}, uses the data directory ${dir}. Usually the service is running already. ` +
      "Stop that one first, or give this one another directory with --data.";
