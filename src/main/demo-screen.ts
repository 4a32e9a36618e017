// Room: main. How the demo talks to a person: a board redrawn in place in a terminal, or plain lines when piped.
// May live here: cursor, raw keys, lines. May not: what a word does, or what the board says.
// Invariant: the terminal is given back as it was, however the demo ends.

import { createInterface } from "node:readline";
import type { ReadStream, WriteStream } from "node:tty";
import type { CommandIo } from "./commands.ts";
import type { Word } from "./demo-commands.ts";
import { type BoardView, boardLines } from "./terminal-board.ts";

export type DemoScreen = {
  /** One thing that happened. A terminal, which has the board as well, shows `short` instead; nothing for null. */
  line(text: string, short?: string | null): void;
  /** The board as it is now; drawn at the next turn. Ignored when piped. */
  show(view: Omit<BoardView, "events" | "foot">): void;
  close(): void;
};

export type ScreenWishes = {
  /** The time of day at the farm, for the beginning of a line. */
  readonly stamp: () => string;
  /** The words that a key begins. */
  readonly words: readonly Word[];
  /** A whole line of words. */
  readonly typed: (line: string) => void;
  /** The person or the terminal is gone. */
  readonly ended: () => void;
};

/** Four times a second is as often as a person can read. */
const DRAW_EVERY_MS = 250;
const EVENTS_KEPT = 200;

export function openScreen(io: CommandIo, wishes: ScreenWishes): DemoScreen {
  const { stdin, stdout } = io;
  if (isTerminal(stdout) && isKeyboard(stdin)) return terminal(stdin, stdout, wishes);
  return piped(io, wishes);
}

function piped({ stdin, stdout }: CommandIo, wishes: ScreenWishes): DemoScreen {
  const lines = createInterface({ input: stdin });
  lines.on("line", (line) => {
    if (line.trim() !== "") wishes.typed(line);
  });
  stdout.on("error", wishes.ended);
  return {
    line: (text) => void stdout.write(`${wishes.stamp()}  ${text}\n`),
    show: () => undefined,
    close: () => {
      lines.close();
      // A pipe that stays open must not keep the program.
      stdin.destroy();
    },
  };
}

const HIDE = "\u001b[?1049h\u001b[?25l";
const GIVE_BACK = "\u001b[?25h\u001b[?1049l";
const HOME = "\u001b[H";
const TO_LINE_END = "\u001b[K";
const CTRL_C = "\u0003";
const CTRL_D = "\u0004";
const ESCAPE = "\u001b";
const LETTERS_MAX = 60;

function terminal(stdin: ReadStream, stdout: WriteStream, wishes: ScreenWishes): DemoScreen {
  const events: string[] = [];
  let view: Omit<BoardView, "events" | "foot"> | null = null;
  let typing: string | null = null;
  // Where a narrow screen cuts the line, help and quit are still there.
  const first = (word: Word): number => (word.takes === "" && "?q".includes(word.key) ? 0 : 1);
  const keys = [...wishes.words]
    .sort((a, b) => first(a) - first(b))
    .map(({ key, word }) => `${key} ${word}`)
    .join(" · ");
  const colour = (process.env.NO_COLOR ?? "") === "" && stdout.hasColors();
  const draw = (): void => {
    if (view === null) return;
    const screen = { columns: stdout.columns, rows: stdout.rows, colour };
    const foot = typing === null ? keys : `> ${typing}_   (Enter does it, Esc leaves it)`;
    const lines = boardLines({ ...view, events, foot }, screen);
    stdout.write(HOME + lines.map((line) => line + TO_LINE_END).join("\r\n"));
  };
  const key = (letter: string): void => {
    if (letter === CTRL_C || letter === CTRL_D) wishes.ended();
    else if (typing === null) {
      const word = wishes.words.find((one) => one.key === letter);
      if (word === undefined) return;
      if (word.takes === "") wishes.typed(word.word);
      else typing = `${word.word} `;
    } else if (letter === "\r" || letter === "\n") {
      const line = typing;
      typing = null;
      wishes.typed(line);
    } else if (letter === ESCAPE) typing = null;
    else if (letter === "\u007f" || letter === "\b") typing = typing.slice(0, -1);
    else if (letter >= " " && typing.length < LETTERS_MAX) typing += letter;
  };
  stdout.write(HIDE);
  stdin.setRawMode(true);
  stdin.setEncoding("utf8");
  stdin.on("data", (text) => {
    // An arrow or other key of several letters means nothing here.
    const letters = String(text);
    if (letters.length > 1 && letters.startsWith(ESCAPE)) return;
    for (const letter of letters) key(letter);
    draw();
  });
  stdin.on("end", wishes.ended);
  stdin.on("error", wishes.ended);
  stdout.on("error", wishes.ended);
  stdout.on("resize", () => stdout.write("\u001b[2J"));
  const timer = setInterval(draw, DRAW_EVERY_MS);
  return {
    line: (text, short = text) => {
      if (short === null) return;
      for (const one of short.split("\n")) events.push(`${wishes.stamp()}  ${one}`);
      if (events.length > EVENTS_KEPT) events.splice(0, events.length - EVENTS_KEPT);
    },
    show: (next) => {
      view = next;
    },
    close: () => {
      clearInterval(timer);
      stdin.setRawMode(false);
      stdin.pause();
      stdout.write(GIVE_BACK);
    },
  };
}

const isTerminal = (stream: unknown): stream is WriteStream =>
  typeof stream === "object" &&
  stream !== null &&
  "isTTY" in stream &&
  stream.isTTY === true &&
  "columns" in stream;
const isKeyboard = (stream: unknown): stream is ReadStream =>
  typeof stream === "object" &&
  stream !== null &&
  "isTTY" in stream &&
  stream.isTTY === true &&
  "setRawMode" in stream;
