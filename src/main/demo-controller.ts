// Room: main. The demo's child process: the shipping controller, on lines that lead to a simulated shed.
// May live here: a clock that can be put wrong and made to run fast from outside, and telling the screen. May not: anything else of its own.
// Invariant: when its parent is gone it ends too.

import { argv, exitCode } from "node:process";
import { formatProblems } from "../config/problem.ts";
import { readShed } from "../config/read-shed.ts";
import { boardOf } from "../controller/board.ts";
import { type DurationMs, milliseconds } from "../domain/units.ts";
import { PROBE_TIMES, type ProbeTimes } from "../drivers/thermometer/session.ts";
import type { Deliver, Driver } from "../ports/delivers-events.ts";
import { PINS_FOUND } from "../sim/live/pi-pins.ts";
import { createDemoClock, type DemoClock } from "./demo-clock.ts";
import { type FromController, isToController } from "./demo-messages.ts";
import { officeProgram } from "./office-program.ts";
import { programVersion } from "./program-version.ts";
import { type RunningShed, startShed } from "./run-shed.ts";
import { systemClock } from "./system-clock.ts";
import { holdYoungSpace } from "./young-space.ts";

/** The screen draws at most four times a second. */
const BOARD_EVERY_MS = 250;
/** A real time source takes a while to notice that the clock is wrong. */
const SOURCE_NOTICES_MS = 3_000;

const tell = (message: FromController): void => {
  if (process.connected) process.send?.(message);
};

type TimeSourceSwitch = { set(synchronised: boolean): void; make(deliver: Deliver): Driver };

function simulatedTimeSource(): TimeSourceSwitch {
  let say: (synchronised: boolean) => void = () => undefined;
  return {
    set: (synchronised) => say(synchronised),
    make: (deliver) => ({
      start: (signal) => {
        say = (synchronised) => {
          if (!signal.aborted) deliver({ kind: "time-source-changed", synchronised, source: "simulated" });
        };
        say(true);
      },
    }),
  };
}

/** A read of a probe hangs by the computer's time, however fast the demo's clock runs. */
function probeTimesBy(clock: DemoClock): ProbeTimes {
  const scaled = (length: DurationMs): DurationMs => milliseconds(length * clock.times());
  return {
    get roundWithin() {
      return scaled(PROBE_TIMES.roundWithin);
    },
    get goneWithin() {
      return scaled(PROBE_TIMES.goneWithin);
    },
    get waitMax() {
      return scaled(PROBE_TIMES.waitMax);
    },
  };
}

async function main(): Promise<void> {
  holdYoungSpace();
  const [configPath = "", dataDir = ""] = argv.slice(2);
  const loaded = await readShed(configPath);
  if (!loaded.ok) {
    tell({ kind: "failed", why: formatProblems(loaded.error) });
    return;
  }
  let offBy = 0;
  const clock = createDemoClock(systemClock);
  const timeSource = simulatedTimeSource();
  const { config } = loaded.value;
  const started = await startShed({
    shed: config,
    ...(config.office === null
      ? {}
      : {
          office: officeProgram(config.office, { configFile: configPath, dataDir, controllersClock: true }),
        }),
    dataDir,
    version: programVersion(),
    clock,
    deviceClock: systemClock,
    probeTimes: probeTimesBy(clock),
    random: Math.random,
    timeSource: timeSource.make,
    pinsFound: PINS_FOUND,
    onNote: (note) => tell({ kind: "note", note }),
    onRemark: (text) => tell({ kind: "remark", text }),
    onHerdProblems: (problems) => {
      if (problems.length > 0) tell({ kind: "remark", text: formatProblems(problems) });
    },
  });
  if (!started.ok) {
    tell({ kind: "failed", why: started.error });
    return;
  }
  const shed = started.value;
  tell({ kind: "started" });
  const showing = setInterval(() => {
    const board = boardOf(shed.state());
    if (board !== null) tell({ kind: "board", board, wall: clock.wall() });
  }, BOARD_EVERY_MS);
  await untilStopped(shed, clock, (by) => {
    offBy = by;
    clock.isOffBy(by);
    if (by === 0) timeSource.set(true);
    else setTimeout(() => timeSource.set(offBy === 0), SOURCE_NOTICES_MS);
  });
  clearInterval(showing);
  await shed.stop();
  tell({ kind: "stopped" });
}

/** Carries out what the parent says until it says stop, or is gone. */
function untilStopped(shed: RunningShed, clock: DemoClock, setClock: (offBy: number) => void): Promise<void> {
  return new Promise((resolve) => {
    process.once("disconnect", resolve);
    process.on("message", (message) => {
      if (!isToController(message)) return;
      switch (message.kind) {
        case "clock-off-by":
          setClock(message.offBy);
          return;
        case "clock-runs":
          clock.runs(message.times);
          return;
        case "intended":
          shed.deliver({ kind: "intended", by: message.by, intent: message.intent });
          return;
        case "stop":
          resolve();
          return;
      }
    });
  });
}

// Ctrl-C reaches the whole group of processes; the parent says when to stop, so that the record is closed in order.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => undefined);
await main();
process.exit(exitCode ?? 0);
