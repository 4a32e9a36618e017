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

/** The cells of each line, untrimmed of nothing but the blanks around them. */
export function cellsOf(lines: readonly string[], delimiter: Delimiter): readonly Row[] {
  if (delimiter === "spaces" || delimiter === "space") {
    const between = delimiter === "space" ? /\s+/ : /\s{2,}|\t/;
    return lines.map((line) => line.trim().split(between, COLUMNS_MAX));
  }
  const quoted = lines.filter((line) => line.includes('"'));
  if (quoted.length === 0) return lines.map((line) => line.split(delimiter, COLUMNS_MAX));
  const parsed = parseQuoted(quoted, delimiter);
  let next = 0;
  return lines.map((line) => {
    if (!line.includes('"')) return line.split(delimiter, COLUMNS_MAX);
    const row = parsed[next] ?? [];
    next += 1;
    return row;
  });
}

function parseQuoted(lines: readonly string[], delimiter: string): readonly Row[] {
  const together = tryParse(lines.join("\n"), delimiter);
  if (together !== null && together.length === lines.length) return together;
  // A quote that is never closed has swallowed lines: each for itself, then.
  return lines.map((line) => {
    const alone = tryParse(line, delimiter);
    return alone?.length === 1 && alone[0] !== undefined
      ? alone[0]
      : line.replaceAll('"', "").split(delimiter, COLUMNS_MAX);
  });
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
