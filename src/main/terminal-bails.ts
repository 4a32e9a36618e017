// Room: main. The bails on the pit board, in the picture of their layout: rows, a list, or a platform that turns.
// May live here: where each bail stands on the screen, its shape and word. May not: words of reasons (domain/alarms).
// Invariant: every bail is shown, with a shape that says its state without colour.
//
// The platform is a ring pressed flat: away from the entry along the upper line, back to it along the lower one.

import type { Board, BoardBail, BoardPlatform } from "../controller/board.ts";
import { REASONS } from "../domain/alarms/catalogue.ts";
import type { BailNo } from "../domain/ids.ts";
import { clip, pad, paint, type Screen, type Style } from "./terminal-text.ts";

/** Two rows of bails stand side by side from this width on, and from less where one above the other has no room. */
const SIDE_BY_SIDE_FROM = 84;
const SIDE_BY_SIDE_IF_SHORT_FROM = 72;
/** Lines of the board besides the bails, about. */
const OTHER_LINES = 12;
/** As wide as the longest word of a reason on the board. */
const WORD_WIDTH = 21;
/** A platform's bail is at least so wide (its number), and from the second width on shows its cow too. */
const BAIL_WIDTH_MIN = 3;
const BAIL_WIDTH_WITH_COW = 4;
const BAIL_WIDTH_MAX = 6;
/** On a platform the bails that are diverted are told in words as well, as many as there is room for. */
const WORDS_MIN = 3;
const ROWS_FOR_WORDS_FROM = 26;

/** All lines of the bails. */
export function bailLines(board: Board, columns: number, screen: Screen): string[] {
  if (board.platform !== null) return platformLines(board, board.platform, columns, screen);
  const rows =
    board.rows.length > 0
      ? board.rows.map(({ row, bails }) => ({
          name: row.toString(),
          bails: [...bails].sort((a, b) => a - b),
        }))
      : [{ name: "bails", bails: board.bails.map(({ bail }) => bail) }];
  const short = screen.rows < board.bails.length + OTHER_LINES;
  const side = rows.length === 2 && columns >= (short ? SIDE_BY_SIDE_IF_SHORT_FROM : SIDE_BY_SIDE_FROM);
  const width = side ? Math.floor((columns - 3) / 2) : columns;
  const blocks = rows.map(({ name, bails }) => [
    paint(pad(`  ${name}`, width), "dim", screen),
    ...bails.flatMap((number) => {
      const bail = bailOf(board, number);
      return bail === undefined ? [] : [bailLine(bail, width, screen)];
    }),
  ]);
  const [left = [], right = []] = blocks;
  if (!side) return blocks.flat();
  return left.map((line, i) => `${line} │ ${right[i] ?? ""}`);
}

const bailOf = (board: Board, number: BailNo): BoardBail | undefined =>
  board.bails.find((one) => one.bail === number);

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

/** What she waits for says most in the little room there is; the rule itself is in the events. */
function shortWhy(why: string): string {
  const waits = why.split("Waits for ")[1];
  return waits === undefined ? why : waits.replace(/\.$/, "");
}

type Face = { readonly shape: string; readonly word: string; readonly style: Style };

function face(bail: BoardBail): Face {
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

function platformLines(board: Board, platform: BoardPlatform, columns: number, screen: Screen): string[] {
  const order = fromEntry(platform);
  const bands = bandsOf(order.length, columns);
  const length = Math.ceil(order.length / bands);
  const width = Math.min(BAIL_WIDTH_MAX, Math.floor(columns / length));
  const lines = Array.from({ length: bands }, (_, band) => {
    const part = order.slice(band * length, (band + 1) * length);
    const bails = (band % 2 === 0 ? part : part.reverse()).map((number) => bailOf(board, number));
    // The way back begins at the right.
    const indent = band % 2 === 0 ? "" : " ".repeat((length - part.length) * width);
    return bandLines(bails, width, indent, screen);
  });
  const { length: rows } = lines.flat();
  return [
    paint(pad(entryLine(platform), columns), platform.atEntry === null ? "yellow" : "dim", screen),
    ...lines.flat(),
    paint(pad(exitLine(platform, length, width, bands), columns), "dim", screen),
    ...inWords(board, order, columns, screen, rows),
  ];
}

/** The bails as they stand now: at the entry first, then as they have passed it, the last to come back at the end. */
function fromEntry({ atEntry, order }: BoardPlatform): readonly BailNo[] {
  const at = atEntry === null ? -1 : order.indexOf(atEntry);
  // The bail that came to the entry before this one has gone one place further along.
  return at < 0 ? order : [...order.slice(0, at + 1).reverse(), ...order.slice(at + 1).reverse()];
}

/** As many lines, an even number, as give each bail its least width. */
function bandsOf(bails: number, columns: number): number {
  const needed = Math.ceil((bails * BAIL_WIDTH_MIN) / columns);
  return Math.max(2, needed + (needed % 2));
}

function bandLines(
  bails: readonly (BoardBail | undefined)[],
  width: number,
  indent: string,
  screen: Screen,
): string[] {
  const cell = (text: string): string => pad(text, width - 1).concat(" ");
  const numbers = bails.map((bail) => cell(String(bail?.bail ?? ""))).join("");
  const shapes = bails.map((bail) => {
    if (bail === undefined) return cell("");
    const { shape, style } = face(bail);
    return `${paint(shape.repeat(Math.min(2, width - 1)), style, screen)}${" ".repeat(width - Math.min(2, width - 1))}`;
  });
  const lines = [paint(indent + numbers, "dim", screen), indent + shapes.join("")];
  if (width < BAIL_WIDTH_WITH_COW) return lines;
  return [
    ...lines,
    indent + bails.map((bail) => cell(bail?.cow ?? (bail?.visit == null ? "" : "?"))).join(""),
  ];
}

const KEY = "● vat  ■ withheld  ▲ ask  ✖ fault  · empty";

const entryLine = ({ atEntry, sure }: BoardPlatform): string =>
  atEntry === null
    ? "▼ WHERE THE PLATFORM STANDS IS NOT KNOWN until the index mark has passed"
    : `▼ entry: bail ${atEntry}${sure ? "" : " (NOT SURE until the index mark passes)"} ──▶    ${KEY}`;

/** Under the lower line: where cows are let off. With more lines than two it stands at the edge. */
function exitLine({ stayedBails }: BoardPlatform, length: number, width: number, bands: number): string {
  const before = bands === 2 ? Math.min(length - 2, stayedBails) * width : 0;
  return `${" ".repeat(before)}▲ exit ◀──`;
}

/** The bails whose milk is diverted, in words: the newest cow first, whom the milker can still reach. */
function inWords(
  board: Board,
  order: readonly BailNo[],
  columns: number,
  screen: Screen,
  taken: number,
): string[] {
  const most = WORDS_MIN + Math.max(0, Math.floor((screen.rows - ROWS_FOR_WORDS_FROM - taken / 2) / 2));
  const diverted = order.flatMap((number) => {
    const bail = bailOf(board, number);
    return bail === undefined || bail.visit === null || bail.reasons.length === 0 ? [] : [bail];
  });
  const shown = diverted.slice(0, most).map((bail) => bailLine(bail, columns, screen));
  const more = diverted.length - shown.length;
  return more === 0 ? shown : [...shown, paint(clip(`    and ${more} more`, columns), "dim", screen)];
}
