// Room: config. A mistake in a file that a person wrote, and how it is told to that person.
// May live here: the shape of a problem and its printed form. May not: rules about what is a mistake.
// Invariant: every problem says where, what was found, what was expected and what to do next.

import type { Position } from "./document.ts";

/** One mistake ("error": the file is not used) or one remark ("note": it is used all the same). */
export type Problem = {
  readonly severity: "error" | "note";
  readonly file: string;
  /** From 1. Both 0 when the problem is about the file as a whole, such as a missing one. */
  readonly line: number;
  readonly column: number;
  /** Where in the file's structure, such as `nodes.left.port` or `cows[3].eids[0]`. */
  readonly path: string;
  /** One line: what is wrong. */
  readonly says: string;
  readonly found: string;
  readonly expected: string;
  readonly fix: string;
  /** The offending line as written, cut to a width that fits a terminal. */
  readonly source: string | null;
};

/** A mistake of a file as a whole, or of a folder or an option: nothing in it can be pointed at. */
export const wholeFileProblem = (
  file: string,
  { says, found, expected, fix }: Pick<Problem, "says" | "found" | "expected" | "fix">,
): Problem => ({
  severity: "error",
  file,
  line: 0,
  column: 0,
  path: "",
  says,
  found,
  expected,
  fix,
  source: null,
});

export type Path = readonly (string | number)[];

/** The words of a problem, before its place in the file is looked up. */
export type Finding = {
  readonly severity?: "error" | "note";
  readonly path: Path;
  /** Points at the key rather than its value, for problems about a name. */
  readonly at?: "key" | "value";
  readonly says: string;
  readonly found: string;
  readonly expected: string;
  readonly fix: string;
};

/** A file with more mistakes than this is the wrong file: the rest is counted, not listed. */
export const PROBLEMS_SHOWN_MAX = 50;

const SOURCE_WIDTH_MAX = 100;
/** Five lines of a terminal. */
const WORDS_LENGTH_MAX = 400;

/** `["cows", 3, "eids"]` → `cows[3].eids`. */
export function pathText(path: Path): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else text += text === "" ? step : `.${step}`;
  }
  return text;
}

/** Puts a finding where it belongs in its file. */
export function problemAt(
  file: string,
  finding: Finding,
  position: Position | null,
  lines: readonly string[],
): Problem {
  const source = position === null ? undefined : lines[position.line - 1];
  return {
    severity: finding.severity ?? "error",
    file,
    line: position?.line ?? 0,
    column: position?.column ?? 0,
    path: shown(pathText(finding.path)),
    says: shown(finding.says),
    found: shown(finding.found),
    expected: shown(finding.expected),
    fix: shown(finding.fix),
    source: source === undefined ? null : source,
  };
}

/** In the order of the file, so that a person can work down it. */
export function inFileOrder(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
}

/** Everything about one problem, several lines, no trailing newline. Control characters are made visible. */
export function formatProblem(problem: Problem): string {
  const place = problem.line === 0 ? problem.file : `${problem.file}:${problem.line}:${problem.column}`;
  const mark = problem.severity === "note" ? "note: " : "";
  const rows = [`${place}  ${mark}${problem.says}`];
  if (problem.source !== null) rows.push(...sourceRows(problem.line, problem.column, problem.source));
  if (problem.path !== "") rows.push(`    at        ${problem.path}`);
  rows.push(`    found     ${problem.found}`);
  rows.push(`    expected  ${problem.expected}`);
  rows.push(`    fix       ${problem.fix}`);
  return rows.map(visible).join("\n");
}

/** All problems, those past PROBLEMS_SHOWN_MAX as a count. */
export function formatProblems(problems: readonly Problem[]): string {
  const shown = problems.slice(0, PROBLEMS_SHOWN_MAX).map(formatProblem);
  const left = problems.length - shown.length;
  if (left > 0) shown.push(`… and ${left} more of the same kind of trouble: put these right first.`);
  return shown.join("\n\n");
}

function sourceRows(line: number, column: number, source: string): readonly string[] {
  // A long line is shown from a little before the mark, so that the mark is always in view.
  const from = column > SOURCE_WIDTH_MAX - 20 ? column - 20 : 0;
  const cut = source.slice(from, from + SOURCE_WIDTH_MAX).replaceAll("\t", " ");
  const gutter = String(line).padStart(5);
  return [
    `${gutter} | ${from > 0 ? "…" : ""}${cut}`,
    `${" ".repeat(5)} | ${" ".repeat(Math.max(0, column - 1 - from + (from > 0 ? 1 : 0)))}^`,
  ];
}

/** Parts of the file itself stand in the words: cut to what a person reads, and harmless to a terminal. */
const shown = (text: string): string =>
  visible(text.length > WORDS_LENGTH_MAX ? `${text.slice(0, WORDS_LENGTH_MAX)}…` : text);

function visible(text: string): string {
  let out = "";
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    const control = code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0x202a && code <= 0x202e);
    out += control ? `\\x${code.toString(16).padStart(2, "0")}` : letter;
  }
  return out;
}
