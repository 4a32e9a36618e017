// Room: drivers/time-source. Asks the operating system whether its clock is right, every half minute.
// May live here: the two questions and their time limits. May not: trusting anything (domain/clock does).
// Invariant: a question that hangs is ended; the controller hears only of changes.

import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { Deliver, Driver } from "../../ports/delivers-events.ts";
import { judgeTime, type TimeSourceKind, type TimeVerdict } from "./judge.ts";

const ASK_EVERY_MS = 30_000;
const ANSWER_WITHIN_MS = 5_000;
const CLOCK_MODULE_FILE = "/sys/class/rtc/rtc0/hctosys";
const TIMEDATECTL = ["show", "--property=NTPSynchronized", "--value"];

const run = promisify(execFile);

/** Delivers `time-source-changed` at the start and on every change. */
export function createTimeSource(trusts: TimeSourceKind, deliver: Deliver): Driver {
  return {
    start(signal) {
      let last: TimeVerdict | null = null;
      const ask = async () => {
        const verdict = judgeTime(
          { timedatectl: await timedatectl(), clockModule: await clockModule() },
          trusts,
        );
        if (signal.aborted) return;
        if (last?.synchronised !== verdict.synchronised || last.source !== verdict.source) {
          deliver({ kind: "time-source-changed", ...verdict });
        }
        last = verdict;
      };
      const timer = setInterval(() => void ask(), ASK_EVERY_MS);
      signal.addEventListener("abort", () => clearInterval(timer), { once: true });
      void ask();
    },
  };
}

async function timedatectl(): Promise<string | null> {
  try {
    return (await run("timedatectl", TIMEDATECTL, { timeout: ANSWER_WITHIN_MS })).stdout;
  } catch {
    return null;
  }
}

async function clockModule(): Promise<string | null> {
  try {
    return await readFile(CLOCK_MODULE_FILE, "utf8");
  } catch {
    return null;
  }
}
