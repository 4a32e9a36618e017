// Room: drivers/thermometer. The helper: a small shell process that reads and writes files for one probe.
// May live here: starting it, its lines and its end. May not: what to ask, when to end it (session.ts).
// Invariant: nothing here waits for a file in this program; every process of a helper is in its own group, is killed as a
// group, and counts as gone only once the last of them has let go of the pipe.

import { spawn } from "node:child_process";
import { kill } from "node:process";
import type { Answer, Ask } from "./round.ts";

/** No file asked for has more: the longest, w1_slave, has 75. */
const TEXT_BYTES_MAX = 4_096;
/** A whole answer with its end mark. */
const ANSWER_BYTES_MAX = TEXT_BYTES_MAX + 256;
/**
 * So long a read may hang when this program itself is gone and cannot end it any more; longer than any round may last.
 * It ends the reading process only, so it does not stand in for ending the helper.
 */
const LEFT_BEHIND_S = 30;

/**
 * Four lines in: number, verb, path, value. Out: the text or the objection, then an end mark with the number and the status.
 * `IFS=` keeps a path whole while its `*` is still filled in. The shell ends with its input, and so with this program.
 */
const SCRIPT = `
IFS=
while read -r number && read -r verb && read -r path && read -r value; do
  set -- $path
  case $verb in
    read) timeout --foreground -s KILL ${LEFT_BEHIND_S} head -c ${TEXT_BYTES_MAX} -- "$1" 2>&1 </dev/null ;;
    write) printf '%s\\n' "$value" | timeout --foreground -s KILL ${LEFT_BEHIND_S} dd of="$1" conv=nocreat status=none 2>&1 ;;
  esac
  printf '\\n#answered %s %s\\n' "$number" "$?"
done
`;

export type HelperEvents = {
  readonly answered: (number: number, answer: Answer) => void;
  /** Once, as the last. */
  readonly gone: (why: string) => void;
};

export type Helper = {
  /** One at a time: not before the last has been answered. */
  ask(number: number, ask: Ask): void;
  /** Ends it and all it has started, at once. `gone` follows, unless one hangs in the kernel. */
  kill(): void;
  /** No longer keeps this program from ending, whatever becomes of it. */
  letGo(): void;
};

/** Where the shell and its tools are looked for. */
export const TOOLS_PATH = "/usr/bin:/bin";

/** Starts a helper. `toolsPath`: where it finds `timeout`, `head` and `dd`, for tests. */
export function startHelper(events: HelperEvents, toolsPath: string = TOOLS_PATH): Helper {
  // A group of its own, so that one signal ends all of it; words in English, so that they can be understood.
  const child = spawn("/bin/sh", ["-c", SCRIPT], {
    detached: true,
    stdio: ["pipe", "pipe", "ignore"],
    env: { PATH: toolsPath, LC_ALL: "C" },
  });
  let heard = "";
  let why = "";
  let isGone = false;

  const end = (): void => {
    if (isGone) return;
    isGone = true;
    events.gone(why);
  };
  const killGroup = (): void => {
    if (isGone || child.pid === undefined) return;
    try {
      kill(-child.pid, "SIGKILL");
    } catch (thrown) {
      // No such group any more: `close` is on its way.
      if (!(thrown instanceof Error && "code" in thrown && thrown.code === "ESRCH")) throw thrown;
    }
  };

  child.on("error", (error) => {
    why = error.message;
    if (child.pid === undefined) end();
  });
  child.on("exit", (code, signal) => {
    if (why === "") why = signal === null ? `it ended with ${code}` : `it was ended by ${signal}`;
  });
  child.on("close", end);
  // A pipe that breaks says so here as well; `close` tells the rest.
  child.stdin.on("error", (error) => {
    why = error.message;
  });
  child.stdout.on("data", (bytes: Buffer) => {
    if (isGone) return;
    heard += bytes.toString("latin1");
    const mark = END_MARK.exec(heard);
    if (mark !== null) {
      const text = heard.slice(0, mark.index);
      heard = "";
      events.answered(Number(mark[1]), answerOf(text, mark[2] === "0"));
    } else if (heard.length > ANSWER_BYTES_MAX) {
      why = "it says more than any file holds";
      killGroup();
    }
  });

  return {
    ask(number, ask) {
      const value = ask.kind === "write" ? ask.value : "";
      child.stdin.write(`${number}\n${ask.kind}\n${ask.path}\n${value}\n`);
    },
    kill: killGroup,
    letGo() {
      child.stdin.destroy();
      child.stdout.destroy();
      child.unref();
    },
  };
}

/** The question's number and the tool's status, on a line of their own. */
const END_MARK = /\n#answered (\d{1,15}) (\d{1,3})\n$/;

/** What a tool's words mean: those of the system's errors, as the C library words them in English. */
function answerOf(text: string, isFine: boolean): Answer {
  if (isFine) return { kind: "text", text };
  const words = text.trim();
  if (/permission denied|not permitted/i.test(words)) return { kind: "no-permission" };
  if (/no such (?:file|device)|not a directory/i.test(words)) return { kind: "absent" };
  return { kind: "refused", words: words === "" ? "nothing, in the time there was" : words };
}
