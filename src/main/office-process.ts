// Room: main. The office as a child of the controller: started, started again, looked after, never waited for.
// May live here: the process and its lines. May not: what is said to it (office-talk.ts).
// Invariant: whatever becomes of the office, the controller loses nothing but words; an office that dies at once again and again is
// started more and more slowly.

import { type ChildProcess, fork } from "node:child_process";
import { constants, getPriority, setPriority } from "node:os";
import { endLeftOver, rememberOffice } from "./office-left-over.ts";
import type { OfficeTalk } from "./office-talk.ts";

export type OfficeTimes = {
  /** The board goes out this often at most. */
  readonly boardEveryMs: number;
  /** From its end to its next start: doubled each time, up to the longest. */
  readonly againFirstMs: number;
  readonly againMostMs: number;
  /** An office that has lived so long has come up: the next start is quick again. */
  readonly upAfterMs: number;
  /** Without a word for so long it hangs, and that is said. */
  readonly silentAfterMs: number;
  /** For so long it is left to itself, and then ended: an integrity check or a large migration says nothing meanwhile. */
  readonly endedAfterMs: number;
  /** After the controller has said farewell. */
  readonly leavesWithinMs: number;
};
export const OFFICE_TIMES: OfficeTimes = {
  boardEveryMs: 250,
  againFirstMs: 500,
  againMostMs: 60_000,
  upAfterMs: 60_000,
  silentAfterMs: 10_000,
  endedAfterMs: 5 * 60_000,
  leavesWithinMs: 3_000,
};
/** Pages can wait; bails cannot: so much lower than the controller's own. */
const LOWER_BY = constants.priority.PRIORITY_BELOW_NORMAL;
const LINE_LENGTH_MAX = 2_000;

export type OfficeProgram = {
  /** The compiled module and what it is started with. */
  readonly module: string;
  readonly args: readonly string[];
  readonly memoryBytes: number;
  /** Where its process number is written down, so that one that outlives its controller is found. */
  readonly pidFile?: string;
  readonly env?: NodeJS.ProcessEnv;
};
/** How the office is: for the state of things. */
export type OfficeState = {
  readonly state: "starting" | "running" | "silent" | "gone";
  readonly pid: number | null;
  /** Times it ended by itself. */
  readonly ended: number;
};
export type OfficeProcess = {
  state(): OfficeState;
  /** Says farewell and resolves when it has gone, or was ended. */
  stop(): Promise<void>;
};

/** Starts the office and keeps it going. */
export function startOffice(options: {
  readonly program: OfficeProgram;
  readonly talk: OfficeTalk;
  readonly remark: (text: string) => void;
  readonly now: () => number;
  readonly times?: OfficeTimes;
  /** Told to each office before anything else. */
  readonly first?: object;
}): OfficeProcess {
  const { program, talk, remark, now } = options;
  const times = options.times ?? OFFICE_TIMES;
  let child: ChildProcess | null = null;
  let startedAt = now();
  let heardAt = now();
  let state: OfficeState["state"] = "starting";
  let ended = 0;
  let inARow = 0;
  let stopping = false;
  let again: NodeJS.Timeout | null = null;
  let strange = 0;

  const start = (): void => {
    again = null;
    startedAt = now();
    heardAt = startedAt;
    state = "starting";
    const begun = fork(program.module, [...program.args], {
      execArgv: [`--max-old-space-size=${Math.max(32, Math.floor(program.memoryBytes / 1_048_576))}`],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      ...(program.env === undefined ? {} : { env: program.env }),
    });
    child = begun;
    lowerPriority(begun);
    if (program.pidFile !== undefined && begun.pid !== undefined)
      void rememberOffice(program.pidFile, begun.pid);
    for (const stream of [begun.stdout, begun.stderr]) stream?.setEncoding("utf8").on("data", lines(say));
    begun.on("message", (message) => {
      if (child === begun) heard(message);
    });
    begun.once("error", (error) => over(begun, error.message));
    begun.once("exit", (status, signal) => over(begun, signal ?? `exit code ${status}`));
    // One that ends already has its exit told; what could not be sent is nobody's.
    if (options.first !== undefined) begun.send(options.first, () => undefined);
    talk.begins({
      send: (message, sent) => {
        // Where the channel is closed its exit follows, and begins it all anew.
        if (begun.connected) begun.send(message, () => sent());
      },
    });
  };
  const say = (line: string): void => remark(`office: ${line}`);
  const heard = (message: unknown): void => {
    heardAt = now();
    if (state === "silent") remark("The office answers again.");
    state = "running";
    if (talk.heard(message)) return;
    strange += 1;
    if (strange === 1)
      remark("The office said something that is not in the list; it was dropped, as any more will be.");
  };
  const over = (which: ChildProcess, why: string): void => {
    if (child !== which) return;
    child = null;
    state = "gone";
    talk.ends();
    if (stopping) return;
    ended += 1;
    inARow = now() - startedAt >= times.upAfterMs ? 1 : inARow + 1;
    const wait = Math.min(times.againMostMs, times.againFirstMs * 2 ** (inARow - 1));
    remark(goneWords(why, inARow, wait));
    again = setTimeout(start, wait);
  };
  const watch = (): void => {
    talk.shows();
    const silence = now() - heardAt;
    if (child === null || silence < times.silentAfterMs) return;
    if (state !== "silent") remark(SILENT);
    state = "silent";
    if (silence < times.endedAfterMs) return;
    remark("The office has not answered for minutes. It is ended and started anew.");
    heardAt = now();
    child.kill("SIGKILL");
  };

  const { pidFile } = program;
  if (pidFile === undefined) start();
  else
    void endLeftOver(pidFile, [program.module, ...program.args]).then((wasThere) => {
      if (wasThere) remark(LEFT_OVER);
      if (!stopping) start();
    });
  const watching = setInterval(watch, times.boardEveryMs);
  return {
    state: () => ({ state, pid: child?.pid ?? null, ended }),
    stop() {
      stopping = true;
      clearInterval(watching);
      if (again !== null) clearTimeout(again);
      return farewell(child, times.leavesWithinMs);
    },
  };
}

const LEFT_OVER =
  "An office of an earlier run was still there and did not end with its controller. It has been ended; its records are as they were.";
const SILENT =
  "The office has not answered for 10 s. Usually it does something long, or its disk stands still. The bails go on with the records that " +
  "are in force; what is entered now may not be. It is ended and started anew if this lasts for minutes.";

function goneWords(why: string, inARow: number, wait: number): string {
  const often = inARow < 3 ? "" : ` ${inARow} times in a row`;
  return (
    `The office has ended by itself${often} (${why}). The bails go on with the records that are in force. ` +
    `It is started again in ${wait < 1_000 ? "a moment" : `${Math.round(wait / 1_000)} s`}; what it says above names the cause.`
  );
}

/** A computer that does not allow it runs the office like anything else. */
function lowerPriority({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, Math.min(constants.priority.PRIORITY_LOW, getPriority() + LOWER_BY));
  } catch (error) {
    // It has ended already, or may not be changed: neither is any reason not to go on.
    if (!(error instanceof Error && "code" in error)) throw error;
  }
}

/** Hands text on by lines, cut where somebody writes without end. */
function lines(say: (line: string) => void): (text: string) => void {
  let rest = "";
  return (text) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    if (rest.length > LINE_LENGTH_MAX) {
      parts.push(rest);
      rest = "";
    }
    for (const line of parts) if (line !== "") say(line.slice(0, LINE_LENGTH_MAX));
  };
}

function farewell(child: ChildProcess | null, within: number): Promise<void> {
  return new Promise((resolve) => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) {
      resolve();
      return;
    }
    const timer = setTimeout(() => child.kill("SIGKILL"), within);
    child.once("exit", () => {
      clearTimeout(timer);
      resolve();
    });
    if (child.connected) child.disconnect();
  });
}
