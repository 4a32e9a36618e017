// Room: main. What the command `cooling` is asked.
// May live here: its options. May not: files, what is done with them. Invariant: every mistake is told at once.

import { parseArgs } from "node:util";
import { DEFAULT_PROFILE } from "../config/cooling-profiles.ts";
import { parseDuration } from "../config/quantities.ts";
import { type DurationMs, milliseconds, minutes } from "../domain/units.ts";
import type { LogSettings } from "../temperature-log/settings.ts";
import { LOG_OPTIONS, LOG_OPTIONS_HELP, logSettingsOf } from "./log-options.ts";
import { optionProblems } from "./options.ts";

export type CoolingUse = {
  /** Null: standard input. */
  readonly file: string | null;
  /** Ids or paths; at least one. */
  readonly profiles: readonly string[];
  readonly start: string | null;
  readonly end: string | null;
  readonly collected: string | null;
  /** Whether the milking went into an empty vat; null: found. */
  readonly first: boolean | null;
  readonly longestGap: DurationMs | null;
  readonly json: boolean;
  readonly plot: string | null;
  readonly title: string | null;
  readonly settings: LogSettings;
  /** The options as they were given, for the page. */
  readonly asked: string;
};

export type CoolingArguments =
  | { readonly kind: "help" }
  | { readonly kind: "wrong"; readonly problems: readonly string[] }
  | { readonly kind: "run"; readonly use: CoolingUse };

const OPTIONS = {
  profile: { type: "string", multiple: true },
  start: { type: "string" },
  end: { type: "string" },
  collected: { type: "string" },
  first: { type: "boolean" },
  later: { type: "boolean" },
  "longest-gap": { type: "string" },
  json: { type: "boolean" },
  plot: { type: "string" },
  title: { type: "string" },
  help: { type: "boolean", short: "h" },
  ...LOG_OPTIONS,
} as const;

/** Longer than an hour between two readings and nobody can say what the milk did. */
const GAP_LONGEST = minutes(60);

export const COOLING_USAGE = `Usage: npx vatguard cooling FILE.csv [--profile ID]… [--start T] [--end T] [--json] [--plot F.svg]
Judges a temperature logger's file: was the milk of each milking cold in time, and was it kept so. FILE may be - for standard input.
  --profile ID       the rule to judge by, more than once for several; also the path of a profile. Without it: ${DEFAULT_PROFILE}
  --start T          when milking began, on the log's own clock: 2026-11-22T06:10, or 06:10 where the log has only one.
                     Without it milkings are found on the curve, and marked as guesses
  --end T            when that milking ended      --collected T   when the milk was collected
  --first, --later   that milking went into an empty vat, or onto cold milk
  --longest-gap D    readings farther apart than this leave a gap: 15 min, at most 60 min
  --json             JSON Lines: kind "understood", "remark", "part", "gap", "excursion", and "verdict" for each milking and profile
  --plot F.svg       a page for the auditor: curve, limits, deadline, verdict     --title TEXT   its heading
${LOG_OPTIONS_HELP}Ends with 0 where every verdict is PASS, 1 where one is not or no milking is found, 2 for wrong use or a file that cannot be read.
`;

export function readCoolingArguments(args: readonly string[]): CoolingArguments {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: OPTIONS,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  if (values.help === true) return { kind: "help" };
  const problems: string[] = [...optionProblems(OPTIONS, tokens)];
  const text = (value: string | boolean | undefined): string | null =>
    typeof value === "string" ? value : null;
  const [file, ...more] = positionals;
  if (file === undefined) problems.push("which file? Name the logger's CSV, or - for standard input.");
  if (more.length > 0) problems.push(`one file at a time: "${more.join(" ")}" is too much.`);
  if (values.first === true && values.later === true)
    problems.push("--first and --later: a milking is one or the other.");
  const start = text(values.start);
  for (const option of ["end", "collected", "first", "later"] as const) {
    if (values[option] !== undefined && start === null)
      problems.push(`--${option} is of a milking: give --start as well.`);
  }
  const chosen = (values.profile ?? []).flatMap((value) => (typeof value === "string" ? [value] : []));
  const longestGap = gapOf(text(values["longest-gap"]), problems);
  const settings = logSettingsOf(
    Object.fromEntries(Object.keys(LOG_OPTIONS).map((name) => [name, text(only(values[name])) ?? undefined])),
    problems,
  );
  if (problems.length > 0 || file === undefined) return { kind: "wrong", problems };
  const use: CoolingUse = {
    file: file === "-" ? null : file,
    profiles: chosen.length === 0 ? [DEFAULT_PROFILE] : [...new Set(chosen)],
    start,
    end: text(values.end),
    collected: text(values.collected),
    first: values.first === true ? true : values.later === true ? false : null,
    longestGap,
    json: values.json === true,
    plot: text(values.plot),
    title: text(values.title),
    settings,
    asked: args.join(" "),
  };
  return { kind: "run", use };
}

type Value = string | boolean | undefined;
const only = (value: Value | readonly (string | boolean)[]): Value =>
  typeof value === "object" ? value[0] : value;

function gapOf(text: string | null, problems: string[]): DurationMs | null {
  if (text === null) return null;
  const length = parseDuration(text);
  if (!("value" in length)) problems.push(`--longest-gap "${text}": ${length.says} ${length.fix}`);
  else if (length.value <= 0 || length.value > GAP_LONGEST) {
    problems.push(
      `--longest-gap "${text}": expected more than nothing and at most 60 min, as nobody can say what milk did in an hour.`,
    );
  } else return milliseconds(length.value);
  return null;
}
