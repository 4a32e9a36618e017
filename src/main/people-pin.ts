// Room: main. A PIN from whoever is at the keyboard: typed twice without being shown, or handed in on stdin.
// May live here: terminals, lines. May not: which PINs will do (office/people).
// Invariants: what is typed is never written anywhere; the terminal shows what is typed again when this is over, however it ends.

import { createInterface, type Interface } from "node:readline";
import { type Readable, Writable } from "node:stream";
import { ReadStream } from "node:tty";
import { err, ok, type Result } from "../domain/result.ts";
import type { CommandIo } from "./commands.ts";

/** Mistyped so often, one looks for the mistake elsewhere. */
const TIMES_MAX = 3;
/** A PIN is twelve digits; whoever sends more sends something else. */
const BYTES_MAX = 1_024;

/** The PIN, or why there is none. `wrong`: what is wrong with one, in words; null: it will do. */
export function askPin(
  { stdin, stderr }: CommandIo,
  person: string,
  wrong: (pin: string) => string | null,
): Promise<Result<string, string>> {
  return stdin instanceof ReadStream ? askTwice(stdin, stderr, person, wrong) : handedIn(stdin, wrong);
}

async function askTwice(
  terminal: ReadStream,
  stderr: Writable,
  person: string,
  wrong: (pin: string) => string | null,
): Promise<Result<string, string>> {
  const lines = createInterface({ input: terminal, output: nowhere(), terminal: true, historySize: 0 });
  const next = nextLineOf(lines);
  const ask = async (prompt: string): Promise<string | null> => {
    stderr.write(prompt);
    const line = await next();
    stderr.write("\n");
    return line;
  };
  try {
    for (let times = 0; times < TIMES_MAX; times += 1) {
      const first = await ask(`New PIN for ${person}, six to twelve digits (what you type is not shown): `);
      if (first === null) return err(GIVEN_UP);
      const mistake = wrong(first);
      if (mistake !== null) {
        stderr.write(`${mistake}\n`);
        continue;
      }
      const second = await ask("Once more: ");
      if (second === null) return err(GIVEN_UP);
      if (second === first) return ok(first);
      stderr.write("The two are not the same.\n");
    }
    return err(`That was ${TIMES_MAX} times without a PIN that will do. Nothing has been changed.`);
  } finally {
    lines.close();
  }
}

const GIVEN_UP = "No PIN was given. Nothing has been changed.";

/** Where the characters that were typed would be shown. */
const nowhere = (): Writable => new Writable({ write: (_bytes, _encoding, done) => done() });

/** One line after the other, also those typed ahead; null once there are no more (Ctrl-C, Ctrl-D). */
function nextLineOf(lines: Interface): () => Promise<string | null> {
  const typed: string[] = [];
  let closed = false;
  let waiting: ((line: string | null) => void) | null = null;
  lines.on("line", (line) => {
    if (waiting === null) typed.push(line);
    else waiting(line);
    waiting = null;
  });
  lines.on("close", () => {
    closed = true;
    waiting?.(null);
  });
  return () =>
    new Promise((resolve) => {
      const line = typed.shift();
      if (line !== undefined) resolve(line);
      else if (closed) resolve(null);
      else waiting = resolve;
    });
}

async function handedIn(
  stdin: Readable,
  wrong: (pin: string) => string | null,
): Promise<Result<string, string>> {
  let text = "";
  for await (const chunk of stdin) {
    text += String(chunk);
    if (text.length > BYTES_MAX) return err(ONE_LINE);
  }
  const lines = text.replace(/\r?\n$/, "").split(/\r?\n/);
  const [pin = ""] = lines;
  if (lines.length > 1 || pin === "") return err(ONE_LINE);
  const mistake = wrong(pin);
  return mistake === null ? ok(pin) : err(mistake);
}

const ONE_LINE =
  "The PIN is read from stdin where that is not a terminal: one line with nothing but the PIN. Nothing has been changed.";
