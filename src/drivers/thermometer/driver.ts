// Room: drivers/thermometer. All probes of a shed: a session and a helper each, and one timer.
// May live here: carrying out what sessions order. May not: any decision (session.ts), what files say (codecs).
// Invariant: this program never waits for a probe; aborting the signal ends every helper and everything it started.

import { type DurationMs, milliseconds } from "../../domain/units.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Deliver, Driver } from "../../ports/delivers-events.ts";
import { type Helper, startHelper, TOOLS_PATH } from "./helper.ts";
import {
  createProbeSession,
  PROBE_TIMES,
  type ProbeInput,
  type ProbeOrder,
  type ProbeSettings,
  type ProbeTimes,
} from "./session.ts";

/** The sessions count in seconds; this only sets how soon what is due is done. */
const TICK_MS = 200;

export type ThermometerDeps = {
  readonly clock: Clock;
  /** Told `temperature-read` once a round for each probe. */
  readonly deliver: Deliver;
  /** Told, in words, what a person should know besides: settings that do not stick, reads that had to be ended. */
  readonly remark: (says: string) => void;
  /** Other limits and tools, for tests. */
  readonly times?: ProbeTimes;
  readonly toolsPath?: string;
};

/**
 * A driver for all probes. Rounds are spread over the time between two readings, so that chips on one wire do not wait
 * for each other and helpers are not started all at once. Without probes it does nothing.
 */
export function createThermometers(probes: readonly ProbeSettings[], deps: ThermometerDeps): Driver {
  return {
    start(signal) {
      if (signal.aborted || probes.length === 0) return;
      const all = probes.map((probe, i) =>
        runProbe(probe, milliseconds(Math.floor((probe.every * i) / probes.length)), deps, signal),
      );
      const tick = (): void => {
        for (const one of all) one.tick();
      };
      const timer = setInterval(tick, TICK_MS);
      signal.addEventListener(
        "abort",
        () => {
          clearInterval(timer);
          for (const one of all) one.end();
        },
        { once: true },
      );
      tick();
    },
  };
}

function runProbe(
  settings: ProbeSettings,
  firstAfter: DurationMs,
  deps: ThermometerDeps,
  signal: AbortSignal,
): { readonly tick: () => void; readonly end: () => void } {
  const session = createProbeSession(settings, firstAfter, deps.times ?? PROBE_TIMES);
  let helper: Helper | null = null;

  const tell = (input: ProbeInput): void => {
    if (signal.aborted) return;
    for (const order of session.step(input, deps.clock.mono())) carryOut(order);
  };
  const carryOut = (order: ProbeOrder): void => {
    switch (order.kind) {
      case "start-helper":
        helper = startHelper(
          {
            answered: (ask, answer) => tell({ kind: "answered", ask, answer }),
            gone: (why) => tell({ kind: "gone", why }),
          },
          deps.toolsPath ?? TOOLS_PATH,
        );
        return;
      case "ask":
        helper?.ask(order.number, order.ask);
        return;
      case "kill-helper":
        helper?.kill();
        return;
      case "deliver":
        deps.deliver(order.event);
        return;
      case "remark":
        deps.remark(order.says);
        return;
    }
  };
  return {
    tick: () => tell({ kind: "ticked" }),
    end() {
      helper?.kill();
      helper?.letGo();
    },
  };
}
