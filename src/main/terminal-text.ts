// Room: main. Text for a terminal: cut, broken and padded to a width, with colour on top.
// May live here: widths and colours. May not: what is said.
// Invariant: no line comes out wider than asked for; names can carry no control characters.

import { stripVTControlCharacters } from "node:util";

export type Screen = { readonly columns: number; readonly rows: number; readonly colour: boolean };
export type Style = "green" | "red" | "redBlock" | "yellow" | "dim" | "bold" | "plain";

const CODES: Readonly<Record<Style, string>> = {
  green: "32",
  red: "31",
  redBlock: "1;37;41",
  yellow: "33",
  dim: "2",
  bold: "1",
  plain: "0",
};

export const paint = (text: string, style: Style, screen: Screen): string =>
  screen.colour && style !== "plain" ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;

export const rule = (columns: number, screen: Screen): string => paint("─".repeat(columns), "dim", screen);

/** Cut to the width, with a mark where something is missing. */
export function clip(text: string, width: number): string {
  const plain = stripVTControlCharacters(text).replaceAll(/\p{Cc}/gu, "?");
  const letters = [...plain];
  return letters.length <= width ? plain : `${letters.slice(0, Math.max(0, width - 1)).join("")}…`;
}

/** Broken between words into lines of at most `width`, the second and later ones indented; the last is cut. */
export function wrap(text: string, width: number, linesMax: number, indent: number): string[] {
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

/** Cut or filled up to just this width. */
export function pad(text: string, width: number): string {
  const cut = clip(text, width);
  return cut + " ".repeat(Math.max(0, width - [...cut].length));
}
