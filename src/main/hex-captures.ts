// Room: main. Captures written in hexadecimal, one a line, as logic analysers and manuals show them.
// May live here: lines to bytes. May not: what the bytes mean.
// Invariant: holds at most one line of HEX_LINE_MAX characters; a bad line is a problem, never half its bytes.

/** 32 KiB of bytes in one capture: some 30 seconds of a 9600 baud line. */
export const HEX_LINE_MAX = 65_536;

export type HexCapture =
  | { readonly line: number; readonly ok: true; readonly bytes: Uint8Array }
  | { readonly line: number; readonly ok: false; readonly problem: string };

export type HexReader = {
  /** Takes the next text and gives the captures it completes. Empty lines count as lines, and are none. */
  push(text: string): readonly HexCapture[];
  /** The input has ended: a last line without a line end is a line. */
  end(): readonly HexCapture[];
};

/** Reads captures out of text that arrives in pieces. */
export function createHexReader(): HexReader {
  let line = 1;
  let held = "";
  let isTooLong = false;

  const take = (piece: string): void => {
    if (held.length + piece.length > HEX_LINE_MAX) isTooLong = true;
    held = isTooLong ? "" : held + piece;
  };
  const endLine = (): readonly HexCapture[] => {
    const capture = isTooLong ? tooLong(line) : captureOf(line, held);
    line += 1;
    held = "";
    isTooLong = false;
    return capture === null ? [] : [capture];
  };
  return {
    push(text) {
      const captures: HexCapture[] = [];
      const pieces = text.split("\n");
      for (const [index, piece] of pieces.entries()) {
        take(piece);
        if (index < pieces.length - 1) captures.push(...endLine());
      }
      return captures;
    },
    end: endLine,
  };
}

const tooLong = (line: number): HexCapture => ({
  line,
  ok: false,
  problem: `it is longer than ${HEX_LINE_MAX} characters. Put each capture on a line of its own`,
});

function captureOf(line: number, text: string): HexCapture | null {
  const digits = text.replace(/\s/g, "");
  if (digits === "") return null;
  const strange = /[^0-9A-Fa-f]/.exec(digits);
  if (strange !== null) {
    const problem = `it has ${JSON.stringify(strange[0])} in it, which is no hexadecimal digit. Write bytes as 02 31 37 …, or leave out --hex`;
    return { line, ok: false, problem };
  }
  if (digits.length % 2 === 1) {
    const problem = `it has ${digits.length} hexadecimal digits, an odd number. Write two digits a byte`;
    return { line, ok: false, problem };
  }
  return { line, ok: true, bytes: Buffer.from(digits, "hex") };
}
