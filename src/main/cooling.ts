// Room: main. The command `cooling`: judges a temperature logger's file by cooling profiles.
// May live here: files, the order of the steps, exit codes. May not: reading rows (temperature-log), rules (domain/cooling), drawing (reports).
// Invariant: what is wrong is told all at once, on stderr, and nothing is judged then.

import { writeFile } from "node:fs/promises";
import type { Readable, Writable } from "node:stream";
import { profileByIdOrPath, readProfiles } from "../config/cooling-profiles.ts";
import { formatProblems, type Problem } from "../config/problem.ts";
import { SHIPPED_PROFILES } from "../config/read-shed.ts";
import type { CoolingProfile } from "../domain/cooling/profile.ts";
import { type Reviewed, type ReviewOptions, review } from "../domain/cooling/review.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { type DurationMs, minutes, monoMs } from "../domain/units.ts";
import { coolingPlot } from "../reports/cooling-plot.ts";
import { instantText, lengthText, readInstant } from "../temperature-log/clock-text.ts";
import type { TemperatureLog } from "../temperature-log/log.ts";
import { COOLED } from "../temperature-log/measured.ts";
import { COOLING_USAGE, type CoolingUse, readCoolingArguments } from "./cooling-arguments.ts";
import { coolingJson } from "./cooling-json.ts";
import { pageOf } from "./cooling-page.ts";
import { coolingText } from "./cooling-text.ts";
import { readLogFile, type SeenFile } from "./log-file.ts";

export type CoolingIo = { readonly stdin: Readable; readonly stdout: Writable; readonly stderr: Writable };

const FINE = 0;
const ANSWER_IS_NO = 1;
const WRONG_USE = 2;

/** All that an answer is made of, for its text, its JSON and its page. */
export type CoolingAnswer = {
  readonly use: CoolingUse;
  readonly file: SeenFile;
  readonly log: TemperatureLog;
  readonly profiles: readonly CoolingProfile[];
  readonly reviewed: Reviewed;
};

/** Runs the command. Gives the exit code. */
export async function runCooling(args: readonly string[], io: CoolingIo): Promise<number> {
  const asked = readCoolingArguments(args);
  if (asked.kind === "help") {
    io.stdout.write(COOLING_USAGE);
    return FINE;
  }
  const wrong = (text: string): number => {
    io.stderr.write(`${text}\n`);
    return WRONG_USE;
  };
  if (asked.kind === "wrong") {
    return wrong(`${asked.problems.map((problem) => `cooling: ${problem}`).join("\n")}\n\n${COOLING_USAGE}`);
  }
  const { use } = asked;
  const [profiles, read] = [
    await profilesOf(use),
    await readLogFile(use.file, io.stdin, use.settings, COOLED),
  ];
  if (!profiles.ok || !read.ok) {
    return wrong(formatProblems([...(profiles.ok ? [] : profiles.error), ...(read.ok ? [] : read.error)]));
  }
  const { file, log } = read.value;
  const options = optionsOf(use, log);
  if (!options.ok) return wrong(options.error.map((problem) => `cooling: ${problem}`).join("\n"));
  const reviewed = review(log.parts, profiles.value, options.value);
  const answer = { use, file, log, profiles: profiles.value, reviewed };
  io.stdout.write(use.json ? coolingJson(answer) : coolingText(answer));
  const trouble = use.plot === null ? null : await writePlot(use.plot, answer);
  if (trouble !== null) return wrong(`cooling: ${trouble}`);
  if (log.understood.spacing > reviewed.gapMax)
    io.stderr.write(`cooling: ${tooSparse(log.understood.spacing, reviewed.gapMax)}\n`);
  if (reviewed.milkings.length === 0) io.stderr.write(`cooling: ${NO_MILKING}\n`);
  const passed = reviewed.milkings.every(({ verdicts }) =>
    verdicts.every(({ outcome }) => outcome === "PASS"),
  );
  return reviewed.milkings.length > 0 && passed ? FINE : ANSWER_IS_NO;
}

const tooSparse = (spacing: number, gapMax: DurationMs): string =>
  `the rows come every ${lengthText(spacing)}, and readings more than ${lengthText(gapMax)} apart leave a gap: nothing can pass. ` +
  "Log more often; or, if you answer for what lies between, --longest-gap, at most 60 min.";

const NO_MILKING =
  "no milking is to be seen on this curve. If there was one, say when it began: --start TIME. If the column is another's, --column NAME.";

async function profilesOf({
  profiles,
}: CoolingUse): Promise<Result<readonly CoolingProfile[], readonly Problem[]>> {
  const shipped = await readProfiles(SHIPPED_PROFILES);
  if (!shipped.ok) return shipped;
  const found = await Promise.all(profiles.map((one) => profileByIdOrPath(shipped.value, one)));
  const problems = found.flatMap((one) => (one.ok ? [] : one.error));
  return problems.length > 0 ? err(problems) : ok(found.flatMap((one) => (one.ok ? [one.value] : [])));
}

/** The times that were given, on the log's own clock, or everything that is wrong with them. */
function optionsOf(use: CoolingUse, log: TemperatureLog): Result<ReviewOptions, readonly string[]> {
  const problems: string[] = [];
  const gap = use.longestGap ?? minutes(15);
  const from = Math.min(...log.parts.map((part) => part.at[0] ?? Infinity));
  const to = Math.max(...log.parts.map((part) => part.at.at(-1) ?? -Infinity));
  const read = (option: string, text: string | null): number | null => {
    if (text === null) return null;
    const at = readInstant(text, log.clock, { from, to });
    if (!at.ok) problems.push(`${option} ${at.error}`);
    else if (at.value < from - gap || at.value > to + gap) {
      problems.push(
        `${option} ${text} lies outside the log, which goes from ${instantText(from, log.clock)} to ${instantText(to, log.clock)}.`,
      );
    } else return at.value;
    return null;
  };
  const [start, end, collected] = [
    read("--start", use.start),
    read("--end", use.end),
    read("--collected", use.collected),
  ];
  if (start !== null) {
    const parts = log.parts.filter(
      (part) => start >= (part.at[0] ?? Infinity) && start <= (part.at.at(-1) ?? -Infinity),
    );
    if (parts.length > 1)
      problems.push(
        twice(
          use.start ?? "",
          parts.map((part) => part.firstLine),
        ),
      );
    for (const [option, at] of [
      ["--end", end],
      ["--collected", collected],
    ] as const) {
      if (at !== null && at <= start)
        problems.push(`${option} comes before --start: see that both are of one milking.`);
    }
  }
  if (problems.length > 0) return err(problems);
  return ok({
    ...(start === null ? {} : { start: monoMs(start) }),
    ...(end === null ? {} : { end: monoMs(end) }),
    ...(collected === null ? {} : { collected: monoMs(collected) }),
    ...(use.first === null ? {} : { first: use.first }),
    ...(use.longestGap === null ? {} : { gapMax: use.longestGap }),
  });
}

const twice = (start: string, lines: readonly number[]): string =>
  `--start ${start}: the logger's clock was set back and showed this time more than once, in the rows from lines ${lines.join(" and ")} on. ` +
  "Put the rows of one of them into a file of their own; at the end of daylight saving --time-zone Area/City settles it.";

async function writePlot(path: string, answer: CoolingAnswer): Promise<string | null> {
  try {
    await writeFile(path, coolingPlot(pageOf(answer)));
    return null;
  } catch (thrown) {
    if (!(thrown instanceof Error && "code" in thrown)) throw thrown;
    return `the page could not be written to ${path} (${thrown.message}). Make room, or name another place.`;
  }
}
