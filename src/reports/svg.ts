// Room: reports. SVG as text: elements, escaped words, lines that are not too long.
// May live here: writing marks. May not: what is drawn. Invariant: no text of a file or a person gets out of its element.

export type Attributes = { readonly [name: string]: string | number | null };

/** One element; attributes that are null are left out. `inside` is markup: text goes through `escaped` first. */
export function element(
  name: string,
  attributes: Attributes,
  inside: string | readonly string[] = "",
): string {
  const written = Object.entries(attributes)
    .map(([key, value]) =>
      value === null ? "" : ` ${key}="${typeof value === "number" ? short(value) : escaped(value)}"`,
    )
    .join("");
  const content = typeof inside === "string" ? inside : inside.join("");
  return content === "" ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

/** Two decimals are a fortieth of a millimetre on paper. */
export const short = (value: number): string => String(Math.round(value * 100) / 100);

/** Text for SVG: control characters, which XML does not allow, become a visible sign. */
export function escaped(text: string): string {
  let out = "";
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    const isControl =
      (code < 0x20 && code !== 9) || (code >= 0x7f && code < 0xa0) || (code >= 0xd800 && code < 0xe000);
    const isTurning =
      (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code >= 0xfffe;
    out += isControl || (isTurning && code < 0x10000) ? "\u25a1" : (MARKS[letter] ?? letter);
  }
  return out;
}

const MARKS: { readonly [letter: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export type TextStyle = {
  readonly size?: number;
  readonly weight?: "normal" | "bold";
  readonly anchor?: "start" | "middle" | "end";
  readonly fill?: string;
  readonly turn?: number;
  /** A white edge, where the text stands on lines. */
  readonly halo?: boolean;
  readonly mono?: boolean;
};

export const INK = "#1a1a1a";
export const SOFT = "#555555";

export function text(x: number, y: number, words: string, style: TextStyle = {}): string {
  const {
    size = 13,
    weight = "normal",
    anchor = "start",
    fill = INK,
    turn,
    halo = false,
    mono = false,
  } = style;
  return element(
    "text",
    {
      x,
      y,
      "font-size": size,
      "font-weight": weight === "normal" ? null : weight,
      "text-anchor": anchor === "start" ? null : anchor,
      fill: fill === INK ? null : fill,
      "font-family": mono ? "monospace" : null,
      transform: turn === undefined ? null : `rotate(${turn} ${short(x)} ${short(y)})`,
      ...(halo
        ? { stroke: "#ffffff", "stroke-width": 3.5, "stroke-linejoin": "round", "paint-order": "stroke" }
        : {}),
    },
    escaped(words),
  );
}

/** How wide a text is, by the usual width of letters: good to a tenth, and rather too wide. */
export const widthOf = (words: string, size: number): number => [...words].length * size * 0.585;

/** Words in lines no wider than `width`; at most `most` lines, the last with an ellipsis where there is more. */
export function wrapped(words: string, width: number, size: number, most: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of words.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (widthOf(longer, size) <= width || line === "") line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  if (line !== "") lines.push(line);
  if (lines.length <= most) return lines;
  const last = lines[most - 1] ?? "";
  return [...lines.slice(0, most - 1), `${last.replace(/[ ,;.]+$/, "")} …`];
}

/** Lines of text under each other, and where the next would stand. */
export function paragraph(
  x: number,
  y: number,
  lines: readonly string[],
  style: TextStyle = {},
): { readonly marks: string; readonly next: number } {
  const step = (style.size ?? 13) * 1.38;
  return {
    marks: lines.map((line, at) => text(x, y + at * step, line, style)).join(""),
    next: y + lines.length * step,
  };
}
