// Room: test/browser. What stands on a printed page: Chromium's own PDF, read back.
// May live here: the few parts of PDF that Chromium writes. May not: expectations.

import { inflateSync } from "node:zlib";

export type Printed = {
  /** Width and height of each page, millimetres. */
  readonly pages: readonly { readonly width: number; readonly height: number }[];
  /** Every letter without the spaces between: where a line breaks says nothing. */
  readonly letters: string;
};

const POINTS_A_MM = 72 / 25.4;

export function readPdf(pdf: Buffer): Printed {
  const text = pdf.toString("latin1");
  const objects = new Map<string, string>();
  for (const [, id = "", body = ""] of text.matchAll(/(\d+) 0 obj\b([\s\S]*?)\bendobj/g))
    objects.set(id, body);
  const pages = [...text.matchAll(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => ({
    width: Math.round(Number(width) / POINTS_A_MM),
    height: Math.round(Number(height) / POINTS_A_MM),
  }));
  const fonts = fontsOf(objects);
  let letters = "";
  for (const body of objects.values()) {
    if (!/\/Type\s*\/Page\b/.test(body)) continue;
    const content = objects.get(/\/Contents (\d+) 0 R/.exec(body)?.[1] ?? "");
    if (content !== undefined) letters += shownIn(streamOf(content), namesIn(body, objects), fonts);
  }
  return { pages, letters };
}

type Letters = ReadonlyMap<string, string>;

/** By the font's object, what each glyph is. */
function fontsOf(objects: ReadonlyMap<string, string>): ReadonlyMap<string, Letters> {
  const fonts = new Map<string, Letters>();
  for (const [id, body] of objects) {
    const map = objects.get(/\/ToUnicode (\d+) 0 R/.exec(body)?.[1] ?? "");
    if (map !== undefined) fonts.set(id, lettersIn(streamOf(map)));
  }
  return fonts;
}

function lettersIn(map: string): Letters {
  const letters = new Map<string, string>();
  const put = (glyph: number, letter: number) =>
    letters.set(glyph.toString(16).padStart(4, "0"), String.fromCodePoint(letter));
  for (const [, block = ""] of map.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, glyph = "", drawn = ""] of block.matchAll(/<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>/g)) {
      // "ff" is one glyph in many fonts, and two letters: a hash in five has it.
      const points = (drawn.match(/.{4}/g) ?? []).map((hex) => Number.parseInt(hex, 16));
      letters.set(glyph.toLowerCase().padStart(4, "0"), String.fromCodePoint(...points));
    }
  }
  for (const [, block = ""] of map.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    const ranges = block.matchAll(/<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]{4})>/g);
    for (const [, from = "", to = "", letter = ""] of ranges) {
      const [first, last, begin] = [from, to, letter].map((hex) => Number.parseInt(hex, 16));
      for (let glyph = first ?? 0; glyph <= (last ?? -1); glyph += 1)
        put(glyph, (begin ?? 0) + glyph - (first ?? 0));
    }
  }
  return letters;
}

/** A page's names for its fonts. */
function namesIn(page: string, objects: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const resources = objects.get(/\/Resources (\d+) 0 R/.exec(page)?.[1] ?? "") ?? page;
  const listed = objects.get(/\/Font (\d+) 0 R/.exec(resources)?.[1] ?? "") ?? resources;
  return new Map([...listed.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = "", id = ""]) => [name, id]));
}

function shownIn(
  content: string,
  names: ReadonlyMap<string, string>,
  fonts: ReadonlyMap<string, Letters>,
): string {
  let letters: Letters = new Map();
  let shown = "";
  for (const [part, name, hex] of content.matchAll(/\/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>/g)) {
    if (name !== undefined) letters = fonts.get(names.get(name) ?? "") ?? new Map();
    else if (part.startsWith("<"))
      for (const glyph of (hex ?? "").toLowerCase().match(/.{4}/g) ?? []) shown += letters.get(glyph) ?? "";
  }
  return shown.replace(/\s/g, "");
}

function streamOf(body: string): string {
  const begin = /stream\r?\n/.exec(body);
  if (begin === null) return "";
  const end = body.lastIndexOf("endstream");
  const bytes = Buffer.from(body.slice(begin.index + begin[0].length, end), "latin1");
  return body.slice(0, begin.index).includes("FlateDecode")
    ? inflateSync(bytes).toString("latin1")
    : bytes.toString("latin1");
}
