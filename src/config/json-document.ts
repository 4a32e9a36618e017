// Room: config. JSON text (RFC 8259) to plain values with their places.
// May live here: bounds, and words for the slips that people and spreadsheets make in JSON.
// May not: rules about keys. Invariant: never throws on any text; what it takes, JSON.parse takes with the same value.

import { err, ok, type Result } from "../domain/result.ts";
import { type LocatedDocument, lineIndex, linesOf } from "./document.ts";
import { type Finding, type Path, type Problem, problemAt } from "./problem.ts";

/** A herd file's structure is 5 deep. */
const DEPTH_MAX = 16;

/** What was read at a place: children with the offsets of their keys, or a bare value. */
type Tree = {
  readonly start: number;
  readonly end: number;
  readonly value: unknown;
  readonly keys?: ReadonlyMap<string, { readonly keyStart: number; readonly tree: Tree }>;
  readonly items?: readonly Tree[];
};

/** Thrown inside this file only, to leave the recursion; never leaves `readJson`. */
class Slip extends Error {
  readonly offset: number;
  readonly finding: Finding;
  constructor(offset: number, finding: Finding) {
    super(finding.says);
    this.offset = offset;
    this.finding = finding;
  }
}

/** Reads one JSON value. `lengthMax` is in characters; a longer text is refused unread. */
export function readJson(
  text: string,
  file: string,
  lengthMax: number,
): Result<LocatedDocument, readonly Problem[]> {
  if (text.length > lengthMax) {
    const finding = slip("The file is too long.", `${text.length} characters`, `at most ${lengthMax}`);
    return err([problemAt(file, finding, null, [])]);
  }
  const bare = text.startsWith("\uFEFF") ? ` ${text.slice(1)}` : text;
  try {
    const root = new Reader(bare).readAll();
    let index: ReturnType<typeof lineIndex> | null = null;
    let lines: readonly string[] | null = null;
    const position = (offset: number) => {
      index ??= lineIndex(bare);
      return index(offset);
    };
    return ok({
      file,
      get lines() {
        lines ??= linesOf(bare);
        return lines;
      },
      value: root.value,
      locate: (path, at) => position(offsetOf(root, path, at)),
      written: (path) => {
        const tree = treeAt(root, path);
        return tree === null ? null : bare.slice(tree.start, tree.end);
      },
    });
  } catch (thrown) {
    if (!(thrown instanceof Slip)) throw thrown;
    return err([problemAt(file, thrown.finding, lineIndex(bare)(thrown.offset), linesOf(bare))]);
  }
}

function offsetOf(root: Tree, path: Path, at: "key" | "value"): number {
  let tree = root;
  let offset = root.start;
  for (const [i, step] of path.entries()) {
    const entry = typeof step === "string" ? tree.keys?.get(step) : undefined;
    const next = typeof step === "number" ? tree.items?.[step] : entry?.tree;
    if (next === undefined) return offset;
    tree = next;
    offset = at === "key" && i === path.length - 1 ? (entry?.keyStart ?? next.start) : next.start;
  }
  return offset;
}

function treeAt(root: Tree, path: Path): Tree | null {
  let tree: Tree | undefined = root;
  for (const step of path)
    tree = typeof step === "number" ? tree?.items?.[step] : tree?.keys?.get(step)?.tree;
  return tree ?? null;
}

class Reader {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  readAll(): Tree {
    this.skipSpace();
    if (this.at === this.text.length)
      throw this.slip("The file is empty.", "nothing", "a JSON object", EMPTY_FIX);
    const tree = this.readValue(0);
    this.skipSpace();
    if (this.at < this.text.length) {
      throw this.slip(
        "There is more after the end.",
        this.here(),
        "the end of the file",
        "Remove what follows.",
      );
    }
    return tree;
  }

  private readValue(depth: number): Tree {
    if (depth > DEPTH_MAX)
      throw this.slip("Brackets are nested too deep.", `${depth} levels`, `at most ${DEPTH_MAX}`);
    const start = this.at;
    const letter = this.text[this.at];
    if (letter === "{") return this.readObject(start, depth);
    if (letter === "[") return this.readArray(start, depth);
    if (letter === '"') return { start, value: this.readString(), end: this.at };
    if (letter === "-" || (letter !== undefined && letter >= "0" && letter <= "9"))
      return this.readNumber(start);
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return { start, end: this.at, value };
      }
    }
    throw this.unexpected("a value: text in double quotes, a number, a list or an object");
  }

  private readObject(start: number, depth: number): Tree {
    const keys = new Map<string, { keyStart: number; tree: Tree }>();
    const value: { [key: string]: unknown } = {};
    this.at++;
    this.skipSpace();
    if (this.text[this.at] === "}") {
      this.at++;
      return { start, end: this.at, value, keys };
    }
    for (;;) {
      const keyStart = this.at;
      if (this.text[this.at] !== '"') throw this.unexpected('a key in double quotes, such as "cow"');
      const key = this.readString();
      if (keys.has(key) || key === "__proto__") {
        this.at = keyStart;
        throw this.slip(
          keys.has(key) ? `"${key}" is there twice in one object.` : "This key is not allowed.",
          `"${key}"`,
          "each key once",
          "Remove one of the two, after making sure which is right.",
        );
      }
      this.skipSpace();
      if (this.text[this.at] !== ":") throw this.unexpected("a colon after the key");
      this.at++;
      this.skipSpace();
      const tree = this.readValue(depth + 1);
      keys.set(key, { keyStart, tree });
      value[key] = tree.value;
      if (this.endOf("}")) return { start, end: this.at, value, keys };
    }
  }

  private readArray(start: number, depth: number): Tree {
    const items: Tree[] = [];
    const value: unknown[] = [];
    this.at++;
    this.skipSpace();
    if (this.text[this.at] === "]") {
      this.at++;
      return { start, end: this.at, value, items };
    }
    for (;;) {
      const tree = this.readValue(depth + 1);
      items.push(tree);
      value.push(tree.value);
      if (this.endOf("]")) return { start, end: this.at, value, items };
    }
  }

  /** After an entry: true past the closing bracket, false past a comma that another entry follows. */
  private endOf(close: "}" | "]"): boolean {
    this.skipSpace();
    if (this.text[this.at] === close) {
      this.at++;
      return true;
    }
    if (this.text[this.at] !== ",") throw this.unexpected(`a comma or "${close}"`);
    const comma = this.at;
    this.at++;
    this.skipSpace();
    if (this.text[this.at] === "}" || this.text[this.at] === "]") {
      this.at = comma;
      throw this.slip(
        "A comma stands before a closing bracket.",
        '","',
        "no comma after the last",
        "Remove the comma.",
      );
    }
    return false;
  }

  private readNumber(start: number): Tree {
    NUMBER.lastIndex = this.at;
    const written = NUMBER.exec(this.text)?.[0];
    if (written === undefined) throw this.unexpected("a number");
    this.at += written.length;
    const next = this.text[this.at];
    if (next !== undefined && /[0-9A-Za-z.+_-]/.test(next)) {
      this.at = start;
      throw this.slip(
        "This is not a number as JSON writes it.",
        this.here(),
        "a number, or text in double quotes",
        QUOTE_FIX,
      );
    }
    return { start, end: this.at, value: Number(written) };
  }

  private readString(): string {
    const start = this.at;
    let escaped = false;
    for (let at = start + 1; at < this.text.length; at++) {
      const code = this.text.charCodeAt(at);
      if (code < 0x20) break;
      if (code === 0x22) {
        this.at = at + 1;
        if (!escaped) return this.text.slice(start + 1, at);
        return String(JSON.parse(this.text.slice(start, at + 1)));
      }
      if (code !== 0x5c) continue;
      ESCAPE.lastIndex = at;
      const sequence = ESCAPE.exec(this.text)?.[0];
      if (sequence === undefined) break;
      escaped = true;
      at += sequence.length - 1;
    }
    throw this.slip("This text does not end as it should.", this.here(), STRING_EXPECTED, STRING_FIX);
  }

  private skipSpace(): void {
    SPACE.lastIndex = this.at;
    this.at += SPACE.exec(this.text)?.[0].length ?? 0;
  }

  private unexpected(expected: string): Slip {
    const letter = this.text[this.at];
    if (letter === undefined) {
      return this.slip("The file ends too early.", "the end of the file", expected, CUT_SHORT_FIX);
    }
    if (letter === "'" || letter === "“" || letter === "”") {
      return this.slip("These are not JSON's quotes.", letter, expected, 'Use straight double quotes: "');
    }
    if (this.text.startsWith("//", this.at) || this.text.startsWith("/*", this.at) || letter === "#") {
      return this.slip(
        "JSON has no comments.",
        this.here(),
        expected,
        'Remove it, or put it into a "note" key.',
      );
    }
    return this.slip(
      "This is not valid JSON.",
      this.here(),
      expected,
      "Most often a comma or a quote is missing just before.",
    );
  }

  private here(): string {
    return this.text.slice(this.at, this.at + 24).split("\n")[0] ?? "";
  }

  private slip(says: string, found: string, expected: string, fix = QUOTE_FIX): Slip {
    return new Slip(this.at, slip(says, found, expected, fix));
  }
}

const slip = (says: string, found: string, expected: string, fix = "Is this the right file?"): Finding => ({
  path: [],
  says,
  found,
  expected,
  fix,
});

const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})/y;
const WORDS: readonly (readonly [string, unknown])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
];
const EMPTY_FIX = "Copy config/herd-small.json and put your own cows into it.";
const QUOTE_FIX = "Put it into double quotes if it is text.";
const CUT_SHORT_FIX =
  "The file was cut short while it was saved or copied: save it again from where it came.";
const STRING_EXPECTED = "text in double quotes, on one line, with \\\\ for a backslash";
const STRING_FIX = "Close the quotes; a file cut short while it was saved looks like this too.";
