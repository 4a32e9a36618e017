// Room: main. The pit board as lines of text for a terminal: shape and word for every bail, colour on top.
// May live here: layout, widths, colours. May not: cursors, processes, words of reasons (domain/alarms has them).
// Invariant: without colour nothing is lost; no line is wider than the terminal.

import type { Board } from "../controller/board.ts";
import type { Subject } from "../controller/note.ts";
import { FAULTS, type FaultCode, REASONS, type ReasonCode } from "../domain/alarms/catalogue.ts";
import { LINK_TROUBLES, type LinkTrouble } from "../domain/alarms/link-troubles.ts";
import { subjectInWords } from "../domain/alarms/subject.ts";
import { bailLines } from "./terminal-bails.ts";
import { clip, paint, rule, type Screen, wrap } from "./terminal-text.ts";
import { vatLines, vatToDo } from "./terminal-vat.ts";

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
export const COLUMNS_MIN = 60;
const FAULTS_SHOWN = 3;
const FOOT_LINES_MAX = 2;
/** With fewer rows than this only the first line of the head is shown, and each thing in fewer lines. */
const ROWS_FOR_ALL = 32;
/** So many readers or boards are named one by one; more are summed up, and only those named that are away. */
const NAMED_MAX = 3;
const EVENT_LINES_MAX = 3;
/** Where the words of an event begin, after its time and code. */
const EVENT_INDENT = 26;

/** All lines of the board, at most `rows` of them, each at most `columns` wide. */
export function boardLines(view: BoardView, screen: Screen): string[] {
  const columns = Math.max(COLUMNS_MIN, screen.columns);
  const { board } = view;
  const foot = wrap(view.foot, columns, FOOT_LINES_MAX, 0);
  const small = screen.rows < ROWS_FOR_ALL;
  const fixed = [
    ...(small
      ? view.head.slice(0, 1).map((line) => clip(line, columns))
      : view.head.flatMap((line) => wrap(line, columns, 2, 2))
    ).map((line) => paint(line, "dim", screen)),
    ...status(view, columns, screen),
    ...wrap(devices(board), columns, small ? 1 : 3, 2),
    ...faultLines(board, columns, screen),
    ...vatLines(board, view.timeZone, columns, screen),
    rule(columns, screen),
    ...bailLines(board, columns, screen),
    rule(columns, screen),
    ...toDo(board, columns, screen),
  ];
  const room = Math.max(1, screen.rows - fixed.length - foot.length - 1);
  const events = view.events
    .slice(-room)
    .flatMap((line) => wrap(line, columns, small ? 2 : EVENT_LINES_MAX, EVENT_INDENT));
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
  const cowsIn = board.bails.filter(({ visit }) => visit !== null).length;
  const clock = board.clockTrusted ? `${time}` : `${time} (time NOT SURE)`;
  const milking =
    board.milking === null
      ? "no milking yet"
      : `milking ${board.milking.number}: ${cowsIn} in, ${board.milking.cows} done, ${board.milking.diverted} diverted`;
  const table = board.table === null ? "NO HERD TABLE" : `herd table: ${board.table.cows} cows`;
  const style = board.clockTrusted && board.table !== null ? "bold" : "red";
  return wrap(`${clock} · ${milking} · ${table}`, columns, 2, 2).map((line) => paint(line, style, screen));
}

function devices(board: Board): string {
  const readers = board.readers.map(({ reader, up, away, cows, read }) => {
    const rate = cows === 0 ? "" : ` ${read} of ${cows} read`;
    return { name: reader, up, says: `${reader}${awayWords(away)}${rate}` };
  });
  const [cows, read] = board.readers.reduce(([c, r], one) => [c + one.cows, r + one.read], [0, 0]);
  const rate = cows === 0 ? "" : `, ${read} of ${cows} cows read`;
  const boards = board.nodes.map(({ node, up, away }) => ({
    name: node,
    up,
    says: `${node}${up ? " ok" : awayWords(away)}`,
  }));
  return `readers: ${named(readers, rate)} · boards: ${named(boards, "")}`;
}

const awayWords = (why: LinkTrouble | null): string =>
  why === null ? "" : ` AWAY (${LINK_TROUBLES[why].says})`;

/** What to do about a fault; of a device that is away, about why it is. */
function whatToDo({ fault, subject }: Board["faults"][number], board: Board): string {
  const away =
    subject.kind === "node"
      ? board.nodes.find(({ node }) => node === subject.node)?.away
      : subject.kind === "reader"
        ? board.readers.find(({ reader }) => reader === subject.reader)?.away
        : null;
  return away == null
    ? FAULTS[fault].whatToDo
    : `${subjectInWords(subject)}: ${LINK_TROUBLES[away].whatToDo}`;
}

type Device = { readonly name: string; readonly up: boolean; readonly says: string };

function named(devices: readonly Device[], sum: string): string {
  if (devices.length <= NAMED_MAX) return devices.map(({ says }) => says).join(", ");
  const away = devices.filter(({ up }) => !up).map(({ name }) => name);
  return `${away.length === 0 ? `all ${devices.length} ok` : `${away.join(", ")} AWAY of ${devices.length}`}${sum}`;
}

function faultLines(board: Board, columns: number, screen: Screen): string[] {
  const lines: string[] = [];
  if (board.vatStop !== null) {
    lines.push(paint(clip(`■■ VAT STOP: ${board.vatStop.reasons.join("; ")}`, columns), "redBlock", screen));
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
  const lines = [...vatToDo(board), ...asks.slice(0, 3), ...faults.map((one) => whatToDo(one, board))];
  return lines
    .slice(0, board.vatStop === null ? 4 : 6)
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

function where(subject: Subject): string {
  const words = subjectInWords(subject);
  return words === "" ? "" : `${words}: `;
}
