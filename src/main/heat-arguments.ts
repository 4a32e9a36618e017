// Room: main. What the command `heat` is asked.
// May live here: its options. May not: files, what is done with them. Invariant: every mistake is told at once.

import { parseArgs } from "node:util";
import type { LogSettings } from "../temperature-log/settings.ts";
import { LOG_OPTIONS, LOG_OPTIONS_HELP, logSettingsOf } from "./log-options.ts";
import { optionProblems } from "./options.ts";

export type HeatUse = {
  readonly file: string;
  /** Ids, or paths of a person's own; at least one. */
  readonly rules: readonly string[];
  readonly start: string | null;
  readonly end: string | null;
  readonly acidityColumn: string | null;
  readonly dryerColumn: string | null;
  readonly declared: readonly string[];
  readonly json: boolean;
  readonly settings: LogSettings;
};

export type HeatArguments =
  | { readonly kind: "help" }
  | { readonly kind: "list"; readonly rules: readonly string[]; readonly json: boolean }
  | { readonly kind: "wrong"; readonly problems: readonly string[] }
  | { readonly kind: "run"; readonly use: HeatUse };

const OPTIONS = {
  rule: { type: "string", multiple: true },
  list: { type: "boolean" },
  start: { type: "string" },
  end: { type: "string" },
  "ph-column": { type: "string" },
  "dryer-column": { type: "string" },
  declare: { type: "string", multiple: true },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  ...LOG_OPTIONS,
} as const;

export const HEAT_USAGE = `Usage: npx vatguard heat FILE.csv --rule ID [--rule ID]… [--start T] [--end T] [--declare NAME]… [--json]
       npx vatguard heat --list
Judges a temperature logger's file: was it heated as the rule asks? The file is that of one batch, or of one wash.
  --rule ID            the rule to judge by, more than once for several; also the path of one of your own, ending in .yaml
  --list               every rule: what it asks, what it is for, where it is written
  --start T, --end T   only what was logged from T to T, on the log's own clock: 2026-11-22T06:10, or 06:10 where the log has only one
  --ph-column NAME     the column of the pH, by name or by number from the left
  --dryer-column NAME  the column of the dryer's thermometer
  --declare NAME       what no log shows, such as officially-disease-free-holding; --list says what each rule asks for
  --json               JSON Lines: kind "understood", "remark", and "verdict" for each rule; with --list, kind "rule"
${LOG_OPTIONS_HELP}Ends with 0 where every verdict is PASS, 1 where one is not, 2 for wrong use or a file that cannot be read.
`;

export function readHeatArguments(args: readonly string[]): HeatArguments {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: OPTIONS,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  if (values.help === true) return { kind: "help" };
  const problems: string[] = [...optionProblems(OPTIONS, tokens)];
  const json = values.json === true;
  const [file, ...more] = positionals;
  const rules = [...new Set(texts(values.rule))];
  if (values.list === true) {
    return problems.length > 0 ? { kind: "wrong", problems } : { kind: "list", rules, json };
  }
  if (file === undefined) problems.push("which file? Name the logger's CSV.");
  if (more.length > 0) problems.push(`one file at a time: "${more.join(" ")}" is too much.`);
  if (rules.length === 0) problems.push("which rule? Name one with --rule; --list says what there is.");
  const settings = logSettingsOf(
    Object.fromEntries(Object.keys(LOG_OPTIONS).map((name) => [name, texts(values[name]).at(-1)] as const)),
    problems,
  );
  if (problems.length > 0 || file === undefined) return { kind: "wrong", problems };
  return {
    kind: "run",
    use: {
      file,
      rules,
      start: text(values.start),
      end: text(values.end),
      acidityColumn: text(values["ph-column"]),
      dryerColumn: text(values["dryer-column"]),
      declared: [...new Set(texts(values.declare))],
      json,
      settings,
    },
  };
}

type Value = string | boolean | undefined;
const text = (value: Value): string | null => (typeof value === "string" ? value : null);
const texts = (value: Value | readonly (string | boolean)[]): readonly string[] =>
  [value].flat().flatMap((one) => (typeof one === "string" ? [one] : []));
