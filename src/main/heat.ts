// Room: main. The command `heat`: judges a temperature logger's file by heat treatment rules.
// May live here: files, the order of the steps, exit codes. May not: reading rows (temperature-log), rules (domain/heat).
// Invariant: what is wrong is told all at once, on stderr, and nothing is judged then.

import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { heatRuleById, idOfFile, readHeatRules } from "../config/heat-rules.ts";
import { nearest } from "../config/nearest.ts";
import { formatProblems, type Problem } from "../config/problem.ts";
import { declarationsOf, type HeatEvidence, judgeHeat } from "../domain/heat/judge.ts";
import type { HeatRule } from "../domain/heat/rule.ts";
import type { Track } from "../domain/heat/track.ts";
import type { HeatVerdict } from "../domain/heat/verdict.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { instantText, readInstant } from "../temperature-log/clock-text.ts";
import { saysMilk, saysOther } from "../temperature-log/header.ts";
import type { LogPart, TemperatureLog } from "../temperature-log/log.ts";
import { ACIDITY, HEATED, type Measured } from "../temperature-log/measured.ts";
import { HEAT_USAGE, type HeatUse, readHeatArguments } from "./heat-arguments.ts";
import { heatJson, rulesJson } from "./heat-json.ts";
import { heatText, rulesText } from "./heat-text.ts";
import { type ReadLog, readLogFile, type SeenFile } from "./log-file.ts";

export type HeatIo = { readonly stdin: Readable; readonly stdout: Writable; readonly stderr: Writable };

const FINE = 0;
const ANSWER_IS_NO = 1;
const WRONG_USE = 2;

/** The rules that come with the program, from its sources and from its build alike. */
const SHIPPED_RULES = fileURLToPath(new URL("../../config/heat", import.meta.url));

/** All that an answer is made of, for its text and its JSON. */
export type HeatAnswer = {
  readonly file: SeenFile;
  readonly log: TemperatureLog;
  readonly judged: readonly { readonly rule: HeatRule; readonly verdict: HeatVerdict }[];
};

/** Runs the command. Gives the exit code. */
export async function runHeat(args: readonly string[], io: HeatIo): Promise<number> {
  const asked = readHeatArguments(args);
  const wrong = (text: string): number => {
    io.stderr.write(`${text}\n`);
    return WRONG_USE;
  };
  if (asked.kind === "help") {
    io.stdout.write(HEAT_USAGE);
    return FINE;
  }
  if (asked.kind === "wrong") return wrong(`${said(asked.problems)}\n\n${HEAT_USAGE}`);
  const named = asked.kind === "list" ? asked.rules : asked.use.rules;
  const rules = await readHeatRules(SHIPPED_RULES, named.filter(isPath));
  if (!rules.ok) return wrong(formatProblems(rules.error));
  if (asked.kind === "list") {
    io.stdout.write(asked.json ? rulesJson(rules.value) : rulesText(rules.value));
    return FINE;
  }
  const { use } = asked;
  const chosen = chosenRules(use, rules.value);
  const read = await readLogs(use, io.stdin);
  const problems = [chosen, read].flatMap((one) => (one.ok ? [] : one.error));
  if (!chosen.ok || !read.ok) return wrong(formatProblems(problems));
  const column = wrongColumn(use, chosen.value, read.value.temperature.log);
  if (column !== null) return wrong(said([column]));
  const evidence = evidenceOf(use, read.value);
  if (!evidence.ok) return wrong(said(evidence.error));
  const judged = chosen.value.map((rule) => ({ rule, verdict: judgeHeat(rule, evidence.value) }));
  const answer: HeatAnswer = { ...read.value.temperature, judged };
  io.stdout.write(use.json ? heatJson(answer) : heatText(answer));
  return judged.every(({ verdict }) => verdict.outcome === "PASS") ? FINE : ANSWER_IS_NO;
}

const isPath = (rule: string): boolean => /[/\\]|\.yaml$/.test(rule);

const said = (problems: readonly string[]): string => problems.map((one) => `heat: ${one}`).join("\n");

/** The rules that were named, and declarations that one of them asks for. */
function chosenRules(
  use: HeatUse,
  all: readonly HeatRule[],
): Result<readonly HeatRule[], readonly Problem[]> {
  const found = use.rules.map((one) => heatRuleById(all, isPath(one) ? idOfFile(one) : one));
  const problems = found.flatMap((one) => (one.ok ? [] : [one.error]));
  const rules = found.flatMap((one) => (one.ok ? [one.value] : []));
  const names = rules.flatMap((rule) => declarationsOf(rule.steps)).map(({ name }) => name);
  // Where a rule was not found it is not known what it would have asked for.
  for (const name of problems.length > 0 ? [] : use.declared) {
    if (!names.includes(name)) problems.push(notAsked(name, names, all));
  }
  return problems.length > 0 ? err(problems) : ok(rules);
}

function notAsked(name: string, names: readonly string[], all: readonly HeatRule[]): Problem {
  const others = all.filter((rule) => declarationsOf(rule.steps).some((one) => one.name === name));
  const meant = nearest(name, names);
  return {
    severity: "error",
    file: "--declare",
    line: 0,
    column: 0,
    path: "",
    says: `No rule that is judged here asks for "${name}".`,
    found: `"${name}"`,
    expected:
      names.length === 0
        ? "nothing: these rules ask for no declaration"
        : `one of: ${[...new Set(names)].join(", ")}`,
    fix:
      meant !== null
        ? `Did you mean "${meant}"?`
        : others.length > 0
          ? `It belongs to: ${others.map(({ id }) => id).join(", ")}.`
          : "See with --list what each rule asks for.",
    source: null,
  };
}

type Logs = {
  readonly temperature: ReadLog;
  readonly acidity: ReadLog | null;
  readonly dryer: ReadLog | null;
};

/** One file, read once for each column that is named. */
async function readLogs(use: HeatUse, stdin: Readable): Promise<Result<Logs, readonly Problem[]>> {
  const column = async (name: string | null, measured: Measured) => {
    if (name === null) return null;
    // A pH has no unit to ask about, and the dryer's may be another than the milk's.
    const unit = measured === ACIDITY ? ("C" as const) : use.settings.unit;
    return await readLogFile(use.file, stdin, { ...use.settings, column: name, unit }, measured);
  };
  const temperature = await readLogFile(use.file, stdin, use.settings, HEATED);
  if (!temperature.ok) return temperature;
  const [acidity, dryer] = [await column(use.acidityColumn, ACIDITY), await column(use.dryerColumn, HEATED)];
  const problems = [acidity, dryer].flatMap((one) => (one === null || one.ok ? [] : one.error));
  if (problems.length > 0) return err(problems);
  return ok({
    temperature: temperature.value,
    acidity: acidity?.ok === true ? acidity.value : null,
    dryer: dryer?.ok === true ? dryer.value : null,
  });
}

/** Where several columns are temperatures the reader takes the milk's: for a wash a person has to say that it is meant. */
function wrongColumn(
  { settings }: HeatUse,
  rules: readonly HeatRule[],
  { understood }: TemperatureLog,
): string | null {
  const wash = rules.find(({ purpose }) => purpose === "wash");
  const name = understood.temperatureColumn;
  if (wash === undefined || settings.column !== null || !saysMilk(name) || saysOther(name)) return null;
  return `rule ${wash.id} is about the water of a wash, and the column that was found is called "${name}". Say which one is meant: --column NAME.`;
}

/** The one part of the log that is asked about, within the times that were given, or everything that is wrong with them. */
function evidenceOf(use: HeatUse, logs: Logs): Result<HeatEvidence, readonly string[]> {
  const { log } = logs.temperature;
  const problems: string[] = [];
  const from = Math.min(...log.parts.map((part) => part.at[0] ?? Number.POSITIVE_INFINITY));
  const to = Math.max(...log.parts.map((part) => part.at.at(-1) ?? Number.NEGATIVE_INFINITY));
  const read = (option: string, text: string | null): number | null => {
    if (text === null) return null;
    const at = readInstant(text, log.clock, { from, to });
    if (at.ok) return at.value;
    problems.push(`${option} ${at.error}`);
    return null;
  };
  const window = { from: read("--start", use.start), to: read("--end", use.end) };
  if (window.from !== null && window.to !== null && window.to <= window.from) {
    problems.push("--end comes before --start: give the times from when to when it is asked about.");
  }
  if (problems.length > 0) return err(problems);
  const parts = log.parts.flatMap((part, index) => (isTouched(part, window) ? [{ part, index }] : []));
  const [only, ...others] = parts;
  if (only === undefined) {
    return err([
      `nothing was logged between --start and --end: the log goes from ${instantText(from, log.clock)} to ${instantText(to, log.clock)}.`,
    ]);
  }
  if (others.length > 0) return err([clockStep(log, parts)]);
  const { index } = only;
  return ok({
    temperature: curveOf(only.part),
    acidity: trackOf(logs.acidity, index),
    dryer: logs.dryer === null ? null : curveOf(logs.dryer.log.parts[index]),
    declared: use.declared,
    window,
  });
}

const isTouched = (part: LogPart, { from, to }: HeatEvidence["window"]): boolean =>
  (part.at.at(-1) ?? Number.NEGATIVE_INFINITY) >= (from ?? Number.NEGATIVE_INFINITY) &&
  (part.at[0] ?? Number.POSITIVE_INFINITY) <= (to ?? Number.POSITIVE_INFINITY);

function clockStep(log: TemperatureLog, parts: readonly { readonly part: LogPart }[]): string {
  const spans = parts.map(
    ({ part }) =>
      `from line ${part.firstLine}: ${instantText(part.at[0] ?? 0, log.clock)} to ${instantText(part.at.at(-1) ?? 0, log.clock)}`,
  );
  return `the logger's clock was set back, and nobody can say how long it was between: ${spans.join("; ")}. Give the times of one of these with --start and --end, or put its rows into a file of their own.`;
}

function curveOf(part: LogPart | undefined): HeatEvidence["temperature"] {
  const { at, value } = readingsOf(part);
  return { at, celsius: value };
}

const trackOf = (read: ReadLog | null, index: number): Track | null =>
  read === null ? null : readingsOf(read.log.parts[index]);

/** Only the rows that have a reading. */
function readingsOf(part: LogPart | undefined): Track {
  if (part === undefined) return { at: [], value: [] };
  const isThere = (_: number, i: number) => !Number.isNaN(part.celsius[i] ?? Number.NaN);
  return { at: part.at.filter(isThere), value: part.celsius.filter(isThere) };
}
