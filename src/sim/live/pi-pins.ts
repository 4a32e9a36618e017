// Room: sim/live. The pins of a computer without any: the gpiod tools' own names and words, served by small scripts.
// May live here: those scripts, and the levels behind them. May not: what a level means.
// Invariant: the pins' driver starts real processes and reads real lines; it cannot tell these from a Raspberry Pi's.

import { execFileSync } from "node:child_process";
import { chmodSync, closeSync, constants, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Found } from "../../drivers/pins/backend.ts";

/** What a look around finds on the simulated computer: no /sys/class/gpio, and version 2 of the tools. */
export const PINS_FOUND: Found = {
  sysfs: "absent",
  sysfsChips: [],
  onoff: false,
  tools: 2,
  toolsChips: [{ name: "gpiochip0", label: "pinctrl-rp1", lines: 54 }],
};

export type PiPins = {
  /** Lets a line go high, as its pull-up makes it, or pulls it low. */
  set(line: number, high: boolean): void;
};

/** Where the tools of `folder` lie, for the PATH of the process that is to find them. */
export const toolsOf = (folder: string): string => join(folder, "bin");

/** Lays out tools and pins in `folder`; all lines are high. Throws where there is no `mkfifo`. */
export function openPiPins(folder: string, lines: readonly number[], signal: AbortSignal): PiPins {
  mkdirSync(toolsOf(folder), { recursive: true });
  mkdirSync(join(folder, "levels"));
  const edges = join(folder, "edges");
  execFileSync("mkfifo", [edges]);
  for (const [tool, script] of Object.entries(TOOLS)) {
    const path = join(toolsOf(folder), tool);
    writeFileSync(path, script.replaceAll("FOLDER", `'${folder.replaceAll("'", "'\\''")}'`));
    chmodSync(path, 0o755);
  }
  const levels = new Map<number, boolean>();
  const write = (line: number, high: boolean): void => {
    levels.set(line, high);
    writeFileSync(join(folder, "levels", String(line)), high ? "1" : "0");
  };
  for (const line of lines) write(line, true);
  // Open for reading too, so that it is there before and after its reader.
  const out = openSync(edges, constants.O_RDWR | constants.O_NONBLOCK);
  signal.addEventListener("abort", () => closeSync(out), { once: true });
  return {
    set: (line, high) => {
      if (signal.aborted || levels.get(line) === high) return;
      write(line, high);
      tell(out, `${high ? RISING : FALLING} ${line}\n`);
    },
  };
}

/** An edge that nobody reads is lost, as on a real pin; only a pipe full of such edges comes to that. */
function tell(out: number, edge: string): void {
  try {
    writeSync(out, edge);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
  }
}

const RISING = 1;
const FALLING = 2;

const TOOLS = {
  gpioget: `#!/bin/sh
levels=""
for word; do
  case $word in --*) ;; *) levels="$levels $(cat FOLDER/levels/"$word")" ;; esac
done
echo $levels
`,
  gpiomon: `#!/bin/sh
exec cat FOLDER/edges
`,
  gpioset: `#!/bin/sh
exec sleep 2147483
`,
} as const;
