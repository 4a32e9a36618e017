// Room: temperature-log. From lines to cells.
// May live here: delimiters and quotes. May not: what a cell means.
// Invariant: one line gives one row, also where a quote is never closed: a stray quote costs its own line, not the file.

import { parse } from "csv-parse/sync";
import { COLUMNS_MAX } from "./limits.ts";

export const DELIMITERS = [";", "\t", "|", ",", "spaces", "space"] as const;
/** `spaces`: two or more between columns; `space`: any number. */
export type Delimiter = (typeof DELIMITERS)[number];

export const DELIMITER_NAMES: { readonly [name in Delimiter]: string } = {
  ";": "semicolon",
  "\t": "tab",
  "|": "bar",
  ",": "comma",
  spaces: "several spaces",
  space: "space",
};

type Row = readonly string[];
const NOTHING: Row = [];

/** The cells of each line, untrimmed of nothing but the blanks around them. */
export function cellsOf(lines: readonly string[], delimiter: Delimiter): readonly Row[] {
  if (delimiter === "spaces" || delimiter === "space") {
    const between = delimiter === "space" ? /\s+/ : /\s{2,}|\t/;
    return lines.map((line) => line.trim().split(between, COLUMNS_MAX));
  }
  const quoted = lines.filter((line) => line.includes('"'));
  const split = (line: string): Row => (line === "" ? NOTHING : line.split(delimiter, COLUMNS_MAX));
  if (quoted.length === 0) return lines.map(split);
  const parsed = parseQuoted(quoted, delimiter);
  let next = 0;
  return lines.map((line) => {
    if (!line.includes('"')) return split(line);
    const row = parsed[next] ?? [];
    next += 1;
    return row;
  });
}

/** A file with more stray quotes than this to each batch of lines is split without regard to them. */
const ATTEMPTS_MAX = 120;

/** Where a quote that is never closed has swallowed lines, they are parsed by halves until it stands alone. */
function parseQuoted(all: readonly string[], delimiter: string): readonly Row[] {
  let attempts = 0;
  const parsed = (lines: readonly string[]): readonly Row[] => {
    attempts += 1;
    const rows = attempts > ATTEMPTS_MAX ? null : tryParse(lines.join("\n"), delimiter);
    if (rows !== null && rows.length === lines.length) return rows;
    if (lines.length === 1 || attempts > ATTEMPTS_MAX) {
      return lines.map((line) => line.replaceAll('"', "").split(delimiter, COLUMNS_MAX));
    }
    const middle = lines.length >> 1;
    return [...parsed(lines.slice(0, middle)), ...parsed(lines.slice(middle))];
  };
  return parsed(all);
}

function tryParse(text: string, delimiter: string): readonly Row[] | null {
  try {
    const rows = parse(text, {
      delimiter,
      recordDelimiter: "\n",
      relaxColumnCount: true,
      relaxQuotes: true,
      trim: true,
    });
    return rows.map((row) => (row.length > COLUMNS_MAX ? row.slice(0, COLUMNS_MAX) : row));
  } catch (thrown) {
    if (!(thrown instanceof Error && "code" in thrown)) throw thrown;
    return null;
  }
}
