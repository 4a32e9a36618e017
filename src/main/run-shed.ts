// Room: main. The shipping program put together: drivers, loop, recorder, and the office or a herd file. `run` and `demo` both start this.
// May live here: who is connected to whom. May not: rules, formats, arguments.
// Invariant: nothing here can make a release; without any of these parts everything diverts.

import { setMaxListeners } from "node:events";
import { join } from "node:path";
import type { Problem } from "../config/problem.ts";
import type { LoadedShed } from "../config/shed-config.ts";
import { boardOf } from "../controller/board.ts";
import { carry } from "../controller/carried.ts";
import { devicesOf } from "../controller/devices.ts";
import type { ControllerEvent } from "../controller/event.ts";
import type { Note } from "../controller/note.ts";
import { type ControllerState, initialState } from "../controller/state.ts";
import { assert } from "../domain/result.ts";
import type { Found } from "../drivers/pins/backend.ts";
import type { ProbeTimes } from "../drivers/thermometer/session.ts";
import type { Clock } from "../ports/clock.ts";
import type { Deliver, Driver } from "../ports/delivers-events.ts";
import { RECORDER_LIMITS } from "../recorder/limits.ts";
import { openRecorder, type Recorder } from "../recorder/recorder.ts";
import { followHerd, type HerdFollowing, readVouchedHerd } from "./follow-herd.ts";
import { createLoop, type Loop, type Outlets } from "./loop.ts";
import { type OfficeProgram, type OfficeState, startOffice } from "./office-process.ts";
import { shedMessage } from "./office-shed.ts";
import { createOfficeTalk, NOT_SAID_YET, type OfficeTalk, type Shown } from "./office-talk.ts";
import type { ShedDevices } from "./shed-devices.ts";

const TICK_MS = 100;
/** Where the office publishes the herd, in the data folder. */
const HERD_IN_FORCE = join("office", "herd-in-force.json");

export type ShedOptions = {
  readonly shed: LoadedShed["config"];
  readonly dataDir: string;
  readonly version: string;
  readonly clock: Clock;
  /** What serial lines, boards and the disk are timed with, where it is not `clock`: that may go faster while no cow is in the shed. */
  readonly deviceClock?: Clock;
  readonly random: () => number;
  /** What says whether the wall clock is right. */
  readonly timeSource: (deliver: Deliver) => Driver;
  /** What is found of the computer's pins, where that is not to be looked for. */
  readonly pinsFound?: Found;
  /** How long probes may take, where it is not as they are made: by a clock that runs faster. */
  readonly probeTimes?: ProbeTimes;
  /** Told each note as it is made, with the state after it. Must not block. */
  readonly onNote: (note: Note) => void;
  /** Told what went wrong outside the rules, in words. */
  readonly onRemark: (remark: string) => void;
  /** Told what is wrong with the herd file, where there is no office. */
  readonly onHerdProblems: (problems: readonly Problem[]) => void;
  /** The office to start, where the shed's file has one. */
  readonly office?: OfficeProgram;
};

export type RunningShed = {
  /** Takes an event from outside the drivers: a person's intent. */
  readonly deliver: Deliver;
  readonly state: () => ControllerState;
  /** Null where there is no office. */
  readonly office: () => OfficeState | null;
  /** Ends drivers and record; resolves when the record is on disk. */
  readonly stop: () => Promise<void>;
};

/** Starts the shed. The error says in words why it could not. */
export async function startShed(
  options: ShedOptions,
): Promise<
  { readonly ok: true; readonly value: RunningShed } | { readonly ok: false; readonly error: string }
> {
  const { shed, clock } = options;
  const deviceClock = options.deviceClock ?? clock;
  const ending = new AbortController();
  // One listener a device, and a shed may have many.
  setMaxListeners(0, ending.signal);
  let loop: Loop | null = null;
  let records: Records | null = null;
  // Drivers may speak before the loop is there; nothing they could say matters before "started".
  const deliver: Deliver = (event) => loop?.deliver(event);
  const opened = await openRecorder<ControllerState>({
    dir: options.dataDir,
    limits: {
      ...RECORDER_LIMITS,
      fileBytesMax: shed.recorder.fileBytesMax,
      totalBytesMax: shed.recorder.keepBytesMax,
    },
    clock: { mono: deviceClock.mono, wall: clock.wall },
    deliver,
    version: options.version,
    initial: initialState(),
    carry,
    pid: process.pid,
    onRemark: options.onRemark,
    onDurableAt: (file, bytes, seq) => records?.durable(file, bytes, seq),
  });
  if (!opened.ok) return { ok: false, error: opened.error.why };
  const { recorder, carried, remarks } = opened.value;
  for (const remark of remarks) options.onRemark(remark);

  const outlets = untilDevices();
  const running = createLoop(clock, {
    lease: outlets.lease,
    signals: outlets.signals,
    record: (stamped, effects, state) => {
      const seq = recorder.record(stamped, effects, state);
      records?.recorded(seq, stamped.event, effects);
      for (const effect of effects) if (effect.kind === "noted") options.onNote(effect.note);
    },
    lastWords: (stamped) => recorder.lastWords(stamped),
  });
  loop = running;
  running.deliver({ kind: "started", version: options.version, plan: shed.plan, carried });
  // The office takes longest to come up: it is begun first, and the drivers' packages are loaded meanwhile.
  records = startRecords(options, running, ending.signal);
  const { createShedDevices } = await import("./shed-devices.ts");
  const devices = createShedDevices(options, deliver);
  outlets.are(devices);
  for (const driver of [options.timeSource(deliver), ...devices.drivers]) driver.start(ending.signal);
  const ticking = setInterval(() => running.deliver({ kind: "ticked" }), TICK_MS);
  return {
    ok: true,
    value: {
      deliver: (event: ControllerEvent) => running.deliver(event),
      state: running.state,
      office: () => records?.office() ?? null,
      stop: async () => {
        await stop(ending, ticking, recorder);
        await records?.stop();
      },
    },
  };
}

/** Where effects go: nowhere until the devices are there (no board has a lease until then), but a siren that is due sounds as soon as it can. */
function untilDevices() {
  let devices: ShedDevices | null = null;
  const due = new Map<Parameters<Outlets["signals"]["signal"]>[0], boolean>();
  const lease: Outlets["lease"] = (node, session, order) => devices?.lease(node, session, order);
  const signals: Outlets["signals"] = {
    signal(which, on) {
      if (devices === null) due.set(which, on);
      else devices.signals.signal(which, on);
    },
  };
  return {
    lease,
    signals,
    are(made: ShedDevices): void {
      devices = made;
      for (const [which, on] of due) made.signals.signal(which, on);
      due.clear();
    },
  };
}

/** Where the herd comes from: the office's records, or a file that a person writes. */
type Records = Pick<OfficeTalk, "recorded" | "durable"> & {
  readonly office: () => OfficeState | null;
  readonly stop: () => Promise<void>;
};

function startRecords(options: ShedOptions, loop: Loop, signal: AbortSignal): Records {
  const { shed, clock } = options;
  const common = {
    timeZone: shed.plan.timeZone,
    deliver: loop.deliver,
    inForce: () => loop.state().shed?.herd?.table.fingerprint ?? null,
  };
  if (shed.office !== null) return startWithOffice(options, loop, common, signal);
  assert(shed.herdFile !== null, "a shed without an office names a herd file, as shed-checks has made sure");
  const trustedNow = () => (loop.state().shed?.clock.trusted === true ? clock.wall() : null);
  followHerd({ ...common, path: shed.herdFile, trustedNow, onProblems: options.onHerdProblems }, signal);
  const nothing = () => undefined;
  return { recorded: nothing, durable: nothing, office: () => null, stop: () => Promise.resolve() };
}

function startWithOffice(
  { shed, office, dataDir, clock, deviceClock, onRemark }: ShedOptions,
  loop: Loop,
  common: Pick<HerdFollowing, "timeZone" | "deliver" | "inForce">,
  signal: AbortSignal,
): Records {
  assert(office !== undefined, "who starts a shed with an office says which program it is");
  loop.deliver({ kind: "table-lost", why: NOT_SAID_YET });
  const { mono: now } = deviceClock ?? clock;
  let talk: OfficeTalk | null = null;
  const path = join(dataDir, HERD_IN_FORCE);
  const onNotTaken = (fingerprint: string, why: string): void => {
    onRemark(`The records of the office could not be put in force. ${why}`);
    talk?.notTaken(fingerprint, why);
  };
  const herd = readVouchedHerd({ ...common, path, onNotTaken }, signal);
  const show = (): Shown | null => {
    const state = loop.state();
    const [board, devices] = [boardOf(state), devicesOf(state)];
    return board === null || devices === null ? null : { board, devices, wall: clock.wall() };
  };
  const talking = createOfficeTalk({ deliver: loop.deliver, herd, inForce: common.inForce, show, now });
  talk = talking;
  const first = shedMessage(shed);
  const running = startOffice({ program: office, talk: talking, remark: onRemark, now, first });
  return { recorded: talking.recorded, durable: talking.durable, office: running.state, stop: running.stop };
}

async function stop(
  ending: AbortController,
  ticking: NodeJS.Timeout,
  recorder: Recorder<ControllerState>,
): Promise<void> {
  clearInterval(ticking);
  ending.abort();
  await recorder.close();
}
