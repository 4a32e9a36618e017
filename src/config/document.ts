// Room: config. A file's text as plain values, each with its place in the text.
// May live here: the shape that the YAML and the JSON reader share. May not: rules about any key.
// Invariant: no value reaches a schema without a way back to its line and column.

import type { Path, Problem } from "./problem.ts";
import { type Finding, inFileOrder, problemAt } from "./problem.ts";

/** Both from 1, as editors count. */
export type Position = { readonly line: number; readonly column: number };

export type LocatedDocument = {
  readonly file: string;
  readonly lines: readonly string[];
  readonly value: unknown;
  /** The nearest place that exists: a missing key is shown at the section that lacks it. */
  locate(path: Path, at: "key" | "value"): Position | null;
  /** The value exactly as written, where that may differ from what it was read as (numbers). */
  written(path: Path): string | null;
};

/** Findings of any pass over one document, placed, without repeats, in the order of the file. */
export function place(document: LocatedDocument, findings: readonly Finding[]): readonly Problem[] {
  const seen = new Set<string>();
  const problems: Problem[] = [];
  for (const finding of findings) {
    const position = document.locate(finding.path, finding.at ?? "value");
    const problem = problemAt(document.file, finding, position, document.lines);
    const key = `${problem.line}:${problem.column}:${problem.path}:${problem.says}`;
    if (seen.has(key)) continue;
    seen.add(key);
    problems.push(problem);
  }
  return inFileOrder(problems);
}

/** The value at a path, or undefined. Own properties only. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const step of path) {
    if (Array.isArray(value) && typeof step === "number") value = value[step];
    else if (isSection(value) && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}

/** A map of keys, as opposed to a list or a single value. */
export function isSection(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Line and column of offsets in a text; each look-up is a binary search. */
export function lineIndex(text: string): (offset: number) => Position {
  const starts = [0];
  for (let i = text.indexOf("\n"); i !== -1; i = text.indexOf("\n", i + 1)) starts.push(i + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

/** Lines without their ends, so that a file from Windows shows as well as any other. */
export const linesOf = (text: string): readonly string[] => text.split(/\r?\n/);
