// Room: config. YAML text to plain values with their places.
// May live here: bounds on what YAML is taken, and the words for what YAML itself refuses.
// May not: rules about keys. Invariant: never throws on any text; nothing in the text can make it large or slow.

import { isAlias, isCollection, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from "yaml";
import { err, ok, type Result } from "../domain/result.ts";
import { type LocatedDocument, linesOf, type Position } from "./document.ts";
import { type Finding, inFileOrder, type Path, type Problem, problemAt } from "./problem.ts";

/** The largest example is under 10 kB; a shed of 80 bails in words is under 40 kB. */
export const YAML_LENGTH_MAX = 262_144;
/** The file's own structure is 5 deep. */
const DEPTH_MAX = 12;

type Placed = Finding & { readonly position: Position | null };

/** Reads one YAML document. Aliases, custom tags, repeated keys and a second document are refused with words. */
export function readYaml(text: string, file: string): Result<LocatedDocument, readonly Problem[]> {
  const lines = linesOf(text);
  const refuse = (placed: readonly Placed[]) =>
    err(inFileOrder(placed.map((p) => problemAt(file, p, p.position, lines))));
  if (text.length > YAML_LENGTH_MAX) return refuse([tooLong(text.length)]);
  const deep = firstTooDeep(text);
  if (deep !== null) return refuse([tooDeep(deep)]);

  const counter = new LineCounter();
  const position = (offset: number): Position => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const document = parseDocument(text.replace(/^\uFEFF/, ""), {
    lineCounter: counter,
    prettyErrors: false,
    version: "1.2",
    merge: false,
    strict: true,
    uniqueKeys: true,
  });
  const faults = [...document.errors, ...document.warnings];
  // After its first slip the parser is out of step, and what it says of later lines is mostly an echo.
  const firstSlip = faults.findIndex((fault) => fault.code !== "DUPLICATE_KEY");
  const told = faults.filter((fault, i) => i === firstSlip || fault.code === "DUPLICATE_KEY");
  const troubles: Placed[] = told.map((e) => ({
    ...wordsFor(e.code, e.message),
    position: position(e.pos[0]),
  }));
  visit(document, {
    Alias: (_, node) => {
      troubles.push({ ...ALIAS, found: `*${node.source}`, position: nodePosition(node, position) });
    },
    Pair: (_, pair) => {
      if (!isScalar(pair.key)) troubles.push({ ...ODD_KEY, position: nodePosition(pair.key, position) });
      else if (pair.key.value === "__proto__")
        troubles.push({ ...ODD_KEY, found: "__proto__", position: nodePosition(pair.key, position) });
    },
  });
  if (troubles.length > 0) return refuse(troubles);
  const root = document.contents;
  return ok({
    file,
    lines,
    value: document.toJS({ maxAliasCount: 0 }),
    locate: (path, at) => locate(root, path, at, position),
    written: (path) => written(root, path),
  });
}

function locate(
  root: unknown,
  path: Path,
  at: "key" | "value",
  position: (offset: number) => Position,
): Position | null {
  let node: unknown = root;
  let best = nodePosition(root, position);
  for (const [i, step] of path.entries()) {
    const found = child(node, step);
    if (found === null) break;
    const last = i === path.length - 1;
    // A section is pointed at by its key, a single value by itself.
    const point =
      found.key !== null && (isCollection(found.value) || (last && at === "key")) ? found.key : found.value;
    best = nodePosition(point, position) ?? nodePosition(found.key, position) ?? best;
    node = found.value;
  }
  return best;
}

function child(node: unknown, step: string | number): { key: unknown; value: unknown } | null {
  if (isMap(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && keyText(item.key.value) === String(step));
    return pair === undefined ? null : { key: pair.key, value: pair.value };
  }
  if (isSeq(node) && typeof step === "number") {
    const value = node.items[step];
    return value === undefined ? null : { key: null, value };
  }
  return null;
}

/** As the yaml package names a key in plain values: an empty key is the empty text. */
const keyText = (value: unknown): string => (value === null ? "" : String(value));

function written(root: unknown, path: Path): string | null {
  let node: unknown = root;
  for (const step of path) {
    const found = child(node, step);
    if (found === null) return null;
    node = found.value;
  }
  return isScalar(node) && typeof node.source === "string" ? node.source : null;
}

function nodePosition(node: unknown, position: (offset: number) => Position): Position | null {
  const ranged = isScalar(node) || isCollection(node) || isAlias(node) ? node : null;
  const start = ranged?.range?.[0];
  return start === undefined ? null : position(start);
}

/**
 * The first place that could exhaust the parser's recursion, or null. Counted on the bare text before the parser
 * sees it; quotes and comments are not told apart, so it can only refuse too much, never too little.
 */
function firstTooDeep(text: string): Position | null {
  let opened = 0;
  for (const [i, line] of text.split("\n").entries()) {
    for (let at = 0; at < line.length; at++) {
      if (line[at] === "[" || line[at] === "{") opened++;
      if (opened > BRACKETS_MAX) return { line: i + 1, column: at + 1 };
    }
    const dashes = line.match(/^\s*(?:[-?:]\s+)+/)?.[0].replaceAll(/\s/g, "").length ?? 0;
    if (dashes > DEPTH_MAX) return { line: i + 1, column: 1 };
    // Every level of block nesting costs at least one column.
    const indent = line.length - line.trimStart().length;
    if (line.trim() !== "" && indent > INDENT_MAX) return { line: i + 1, column: indent + 1 };
  }
  return null;
}
/** 80 bails, 80 readers and 250 inputs, each in brackets, with room to spare. */
const BRACKETS_MAX = 1_000;
/** Five levels at eight columns each, and room for a comment's continuation. */
const INDENT_MAX = 120;

const ALIAS: Finding = {
  path: [],
  says: "Aliases are not used in this file.",
  found: "an alias",
  expected: "the value itself",
  fix: "Write the value out here: a shed's file is read by people who mend the wires.",
};
const ODD_KEY: Finding = {
  path: [],
  says: "This cannot be the name of a key.",
  found: "a key that is not a plain word",
  expected: "a plain word, followed by a colon",
  fix: "Give it a plain name.",
};
const tooLong = (length: number): Placed => ({
  path: [],
  position: null,
  says: "The file is too long to be a shed's configuration.",
  found: `${length} characters`,
  expected: `at most ${YAML_LENGTH_MAX}`,
  fix: "Is this the right file? Give the shed's YAML file with --config.",
});
const tooDeep = (position: Position): Placed => ({
  path: [],
  position,
  says: "Sections are nested too deep here.",
  found: `more than ${DEPTH_MAX} levels, ${BRACKETS_MAX} brackets or ${INDENT_MAX} columns of indent`,
  expected: "at most 5 levels",
  fix: "Compare the indentation with the examples in config/.",
});

function wordsFor(code: string, message: string): Finding {
  const known = YAML_WORDS[code];
  if (known !== undefined) return { path: [], ...known };
  return {
    path: [],
    says: "This is not valid YAML.",
    found: message,
    expected: "`key: value` lines, indented with spaces",
    fix: "Compare the line and the one before it with the examples in config/: most often it is an indent or a colon.",
  };
}

type Words = Omit<Finding, "path">;
const YAML_WORDS: { readonly [code: string]: Words } = {
  DUPLICATE_KEY: {
    says: "This key is there twice in one section.",
    found: "a second key of the same name",
    expected: "each key once",
    fix: "Remove one of the two, or give it its own name.",
  },
  TAB_AS_INDENT: {
    says: "A tab is used to indent.",
    found: "a tab",
    expected: "spaces",
    fix: "Replace the tab by spaces, as many as the line above has.",
  },
  MULTIPLE_DOCS: {
    says: "A second document starts here.",
    found: "a line `---` or `...`",
    expected: "one document in the file",
    fix: "Remove the line, or keep the two sheds in two files.",
  },
  BAD_INDENT: {
    says: "The indentation does not fit the lines above.",
    found: "an indent of its own",
    expected: "the same indent for all keys of one section",
    fix: "Line the key up with its neighbours, using spaces.",
  },
  MISSING_CHAR: {
    says: "A quote, bracket or colon is missing.",
    found: "text that does not end",
    expected: "every quote and bracket closed, and a colon after every key",
    fix: "Close it, or put the whole value into double quotes. A file cut short while it was saved looks like this too.",
  },
  TAG_RESOLVE_FAILED: {
    says: "A value starts with an exclamation mark.",
    found: "a YAML tag",
    expected: "a plain value",
    fix: "Remove the word that starts with `!`, or put the value into double quotes.",
  },
};
