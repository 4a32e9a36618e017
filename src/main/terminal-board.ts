// Room: main. The pit board as lines of text for a terminal: shape and word for every bail, colour on top.
// May live here: layout, widths, colours. May not: cursors, processes, words of reasons (domain/alarms has them).
// Invariant: without colour nothing is lost; no line is wider than the terminal.

import { stripVTControlCharacters } from "node:util";
import type { Board, BoardBail } from "../controller/board.ts";
import type { Subject } from "../controller/note.ts";
import { FAULTS, type FaultCode, REASONS, type ReasonCode } from "../domain/alarms/catalogue.ts";

export type BoardView = {
  readonly board: Board;
  /** Wall clock of the controller's computer. */
  readonly wall: number;
  readonly timeZone: string;
  /** Lines above everything else, e.g. that this is a simulation. */
  readonly head: readonly string[];
  /** What happened lately, newest last. */
  readonly events: readonly string[];
  /** The line at the foot: keys, or what is being typed. */
  readonly foot: string;
};
export type Screen = { readonly columns: number; readonly rows: number; readonly colour: boolean };

export const COLUMNS_MIN = 60;
/** Two rows of bails stand side by side from this width on. */
const SIDE_BY_SIDE_FROM = 84;
const FAULTS_SHOWN = 3;
const FOOT_LINES_MAX = 2;
const EVENT_LINES_MAX = 3;
/** Where the words of an event begin, after its time and code. */
const EVENT_INDENT = 26;

/** All lines of the board, at most `rows` of them, each at most `columns` wide. */
export function boardLines(view: BoardView, screen: Screen): string[] {
  const columns = Math.max(COLUMNS_MIN, screen.columns);
  const { board } = view;
  const foot = wrap(view.foot, columns, FOOT_LINES_MAX, 0);
  const fixed = [
    ...view.head.flatMap((line) => wrap(line, columns, 2, 2)).map((line) => paint(line, "dim", screen)),
    ...status(view, columns, screen),
    ...wrap(readRates(board), columns, 3, 2),
    ...faultLines(board, columns, screen),
    rule(columns, screen),
    ...bailLines(board, columns, screen),
    rule(columns, screen),
    ...toDo(board, columns, screen),
  ];
  const room = Math.max(1, screen.rows - fixed.length - foot.length - 1);
  const events = view.events.slice(-room).flatMap((line) => wrap(line, columns, EVENT_LINES_MAX));
  const lines = [...fixed, ...events.slice(-room)];
  const upTo = screen.rows - foot.length - 1;
  while (lines.length < upTo) lines.push("");
  return [...lines.slice(0, upTo), rule(columns, screen), ...foot];
}

function status(view: BoardView, columns: number, screen: Screen): string[] {
  const { board } = view;
  const time = new Intl.DateTimeFormat("en-GB", {
    timeZone: view.timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).format(view.wall);
  const clock = board.clockTrusted ? `${time}` : `${time} (time NOT SURE)`;
  const milking =
    board.milking === null
      ? "no milking yet"
      : `milking ${board.milking.number}: ${board.milking.cows} cows done, ${board.milking.diverted} of them diverted`;
  const table = board.table === null ? "NO HERD TABLE" : `herd table: ${board.table.cows} cows`;
  const style = board.clockTrusted && board.table !== null ? "bold" : "red";
  return wrap(`${clock} · ${milking} · ${table}`, columns, 2, 2).map((line) => paint(line, style, screen));
}

function readRates(board: Board): string {
  const readers = board.readers.map(({ reader, up, cows, read }) => {
    const rate = cows === 0 ? "" : ` ${read} of ${cows} read`;
    return `${reader}${up ? "" : " AWAY"}${rate}`;
  });
  const boards = board.nodes.map(({ node, up }) => `${node} ${up ? "ok" : "AWAY"}`);
  return `readers: ${readers.join(", ")} · boards: ${boards.join(", ")}`;
}

function faultLines(board: Board, columns: number, screen: Screen): string[] {
  const lines: string[] = [];
  if (board.vatStop !== null) {
    lines.push(paint(clip(`■■ VAT STOP: ${board.vatStop.reason}`, columns), "redBlock", screen));
  }
  const other = board.faults.filter(({ fault }) => fault !== "vat-stop");
  for (const { fault, subject } of other.slice(0, FAULTS_SHOWN)) {
    lines.push(paint(clip(`✖ ${where(subject)}${FAULTS[fault].says}`, columns), "red", screen));
  }
  const more = other.length - FAULTS_SHOWN;
  if (more > 0) lines.push(paint(clip(`✖ and ${more} more faults`, columns), "red", screen));
  return lines;
}

/** What a person should do now, for the gravest things only. */
function toDo(board: Board, columns: number, screen: Screen): string[] {
  const asks = URGENT.flatMap((reason) => {
    const bails = board.bails.filter((bail) => bail.visit !== null && bail.reasons[0] === reason);
    if (bails.length === 0) return [];
    const numbers = bails.map(({ bail }) => bail).join(", ");
    return [`bail ${numbers}: ${REASONS[reason].says}. ${REASONS[reason].whatToDo}`];
  });
  const faults = board.faults.filter(({ fault }) => FAULTS_TO_TELL.includes(fault)).slice(0, 1);
  const lines = [...asks.slice(0, 3), ...faults.map(({ fault }) => FAULTS[fault].whatToDo)];
  return lines
    .slice(0, 4)
    .flatMap((line) => wrap(`→ ${line}`, columns, 2, 2))
    .map((line) => paint(line, "yellow", screen));
}

const URGENT: readonly ReasonCode[] = [
  "shut-off-closed",
  "valve-unproven",
  "check",
  "unread",
  "in-doubt",
  "two-places",
  "two-tags",
  "unknown",
  "withheld",
  "held-by-clock",
];
const FAULTS_TO_TELL: readonly FaultCode[] = [
  "table-missing",
  "clock-untrusted",
  "recorder-stopped",
  "reader-away",
];

function bailLines(board: Board, columns: number, screen: Screen): string[] {
  const rows =
    board.rows.length > 0
      ? board.rows.map(({ row, bails }) => ({
          name: row.toString(),
          bails: [...bails].sort((a, b) => a - b),
        }))
      : [{ name: "bails", bails: board.bails.map(({ bail }) => bail) }];
  const side = columns >= SIDE_BY_SIDE_FROM && rows.length === 2;
  const width = side ? Math.floor((columns - 3) / 2) : columns;
  const blocks = rows.map(({ name, bails }) => [
    paint(pad(`  ${name}`, width), "dim", screen),
    ...bails.map((number) => {
      const bail = board.bails.find((one) => one.bail === number);
      return bail === undefined ? "" : bailLine(bail, width, screen);
    }),
  ]);
  const [left = [], right = []] = blocks;
  if (!side) return blocks.flat();
  return left.map((line, i) => `${line} │ ${right[i] ?? ""}`);
}

/** `  3 ■ WITHHELD          47  96 h after the last dose, until …` */
function bailLine(bail: BoardBail, width: number, screen: Screen): string {
  const { shape, word, style } = face(bail);
  const cow = bail.cow ?? (bail.visit === null ? "" : "?");
  const why = shortWhy(bail.why[0] ?? "");
  const lead = `${String(bail.bail).padStart(3)} `;
  const words = `${shape} ${pad(word, WORD_WIDTH)}`;
  const rest = `${pad(cow, 5)}${why}`;
  return `${lead}${paint(words, style, screen)} ${pad(rest, width - lead.length - WORD_WIDTH - 3)}`;
}

/** As wide as the longest word of a reason on the board. */
const WORD_WIDTH = 21;

/** What she waits for says most in the little room there is; the rule itself is in the events. */
function shortWhy(why: string): string {
  const waits = why.split("Waits for ")[1];
  return waits === undefined ? why : waits.replace(/\.$/, "");
}

type Style = "green" | "red" | "redBlock" | "yellow" | "dim" | "bold" | "plain";

function face(bail: BoardBail): { shape: string; word: string; style: Style } {
  const [reason] = bail.reasons;
  if (reason === undefined) {
    if (bail.confirmed === "vat") return { shape: "●", word: "TO VAT", style: "green" };
    return { shape: "◐", word: "VALVE OPENING", style: "plain" };
  }
  const { says, lamp } = REASONS[reason];
  switch (lamp) {
    case "red-steady":
      return { shape: "■", word: says, style: "red" };
    case "red-slow":
      return { shape: "▲", word: says, style: "yellow" };
    case "red-fast":
      return { shape: "✖", word: says, style: "redBlock" };
    default:
      return { shape: "·", word: says, style: "dim" };
  }
}

function where(subject: Subject): string {
  switch (subject.kind) {
    case "bail":
      return `bail ${subject.bail}: `;
    case "node":
      return `board ${subject.node}: `;
    case "reader":
      return `reader ${subject.reader}: `;
    case "row":
      return `row ${subject.row}: `;
    case "input":
      return `${subject.input}: `;
    case "shed":
      return "";
  }
}

const CODES: Readonly<Record<Style, string>> = {
  green: "32",
  red: "31",
  redBlock: "1;37;41",
  yellow: "33",
  dim: "2",
  bold: "1",
  plain: "0",
};

const paint = (text: string, style: Style, screen: Screen): string =>
  screen.colour && style !== "plain" ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;

const rule = (columns: number, screen: Screen): string => paint("─".repeat(columns), "dim", screen);

/** Cut to the width, with a mark where something is missing; names can carry no control characters. */
function clip(text: string, width: number): string {
  const plain = stripVTControlCharacters(text).replaceAll(/\p{Cc}/gu, "?");
  const letters = [...plain];
  return letters.length <= width ? plain : `${letters.slice(0, Math.max(0, width - 1)).join("")}…`;
}

/** Broken between words into lines of at most `width`, the second and later ones indented; the last is cut. */
function wrap(text: string, width: number, linesMax: number, indent = EVENT_INDENT): string[] {
  const lines: string[] = [];
  let rest = clip(text, 2_000);
  while (rest.length > width && lines.length < linesMax - 1) {
    const gap = rest.lastIndexOf(" ", width);
    const cut = gap > width / 2 ? gap : width;
    lines.push(rest.slice(0, cut));
    rest = " ".repeat(Math.min(indent, width / 3)) + rest.slice(cut).trimStart();
  }
  return [...lines, clip(rest, width)];
}

function pad(text: string, width: number): string {
  const cut = clip(text, width);
  return cut + " ".repeat(Math.max(0, width - [...cut].length));
}
