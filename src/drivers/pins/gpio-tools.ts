// Room: drivers/pins. The libgpiod tools' command lines and what they print, for version 1 (Debian 12) and 2 (Debian 13).
// May live here: arguments and parsing, pure. May not: starting processes.
// Invariant: a line of output that is not understood is null, never a level.

import type { ToolsChip, ToolsVersion } from "./backend.ts";

export type Level = 0 | 1;
export type Edge = { readonly line: number; readonly level: Level };

/** Arguments of `gpioget`: levels of these lines, pulled up. */
export const getArgs = (version: ToolsVersion, chip: string, lines: readonly number[]): readonly string[] =>
  version === 1
    ? ["--bias=pull-up", chip, ...lines.map(String)]
    : ["--numeric", "--bias=pull-up", `--chip=${chip}`, ...lines.map(String)];

/** Arguments of `gpiomon`: prints one line for each edge until it is killed. */
export const monitorArgs = (
  version: ToolsVersion,
  chip: string,
  lines: readonly number[],
): readonly string[] =>
  version === 1
    ? ["--bias=pull-up", "--line-buffered", "--format=%e %o", chip, ...lines.map(String)]
    : ["--bias=pull-up", "--edges=both", "--format=%e %o", `--chip=${chip}`, ...lines.map(String)];

/** Arguments of `gpioset`: holds these levels until it is killed. */
export const setArgs = (
  version: ToolsVersion,
  chip: string,
  line: number,
  level: Level,
): readonly string[] =>
  version === 1 ? ["--mode=signal", chip, `${line}=${level}`] : [`--chip=${chip}`, `${line}=${level}`];

/** The major version from `gpiodetect --version`; null for one we do not know. */
export function parseVersion(output: string): ToolsVersion | null {
  const major = /\(libgpiod\) v(\d+)\./.exec(output)?.[1];
  return major === "1" ? 1 : major === "2" ? 2 : null;
}

/** Chips from `gpiodetect`: "gpiochip0 [pinctrl-bcm2711] (58 lines)". Other lines are passed over. */
export function parseDetect(output: string): readonly ToolsChip[] {
  const chips: ToolsChip[] = [];
  for (const [, name = "", label = "", lines] of output.matchAll(/^(\S+) \[([^\]]*)\] \((\d+) lines\)$/gm)) {
    chips.push({ name, label, lines: Number(lines) });
  }
  return chips;
}

/** Levels from `gpioget`, in the order asked: "1 0". Null when it is not so many levels. */
export function parseLevels(output: string, count: number): readonly Level[] | null {
  const words = output.trim().split(/\s+/);
  if (words.length !== count) return null;
  const levels: Level[] = [];
  for (const word of words) {
    if (word !== "0" && word !== "1") return null;
    levels.push(word === "1" ? 1 : 0);
  }
  return levels;
}

/** One edge from `gpiomon`: "1 17". Version 1 says 0 for falling, version 2 says 2; rising is 1 in both. */
export function parseEdge(version: ToolsVersion, output: string): Edge | null {
  const parts = /^(\d) (\d{1,4})$/.exec(output.trim());
  if (parts === null) return null;
  const [, event, line] = parts;
  const falling = version === 1 ? "0" : "2";
  if (event !== "1" && event !== falling) return null;
  return { line: Number(line), level: event === "1" ? 1 : 0 };
}
