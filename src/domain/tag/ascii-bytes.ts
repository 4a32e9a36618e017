// Room: domain/tag. One line's bytes to characters: what lines on a cable bring along that readers do not print.
// May live here: flow control, parity bits, fill bytes, marks of text files. May not: what the characters mean.
// Invariant: a digit is never put in or mended; parity bits are taken off only where all of them fit.

const NUL = 0x00;
const ETX = 0x03;
const XON = 0x11;
const XOFF = 0x13;
const HIGH_BIT = 0x80;
/** At the start of text files: in UTF-8, and in the two orders of two bytes a character. */
const TEXT_MARK = [0xef, 0xbb, 0xbf] as const;
const DOUBLE_MARKS = [
  [0xff, 0xfe],
  [0xfe, 0xff],
] as const;

/** Line breaks on RS232 show as NUL; XON and XOFF are flow control. Nothing between lines. */
export const isFill = (byte: number): boolean => byte === NUL || byte === XON || byte === XOFF;

export const isPrintable = (byte: number): boolean => (byte >= 0x20 && byte <= 0x7e) || byte === 0x09;

/** The bytes of one line that a reader printed. */
export function printedBytes(line: Uint8Array): Uint8Array {
  const isFlowing = line.includes(XON) || line.includes(XOFF);
  const still = isFlowing ? line.filter((byte) => byte !== XON && byte !== XOFF) : line;
  const text = withoutMarks(withoutParity(still));
  let end = text.length;
  while (text[end - 1] === NUL || text[end - 1] === ETX) end -= 1;
  return text.subarray(0, end);
}

function withoutMarks(bytes: Uint8Array): Uint8Array {
  if (TEXT_MARK.every((byte, at) => bytes[at] === byte)) return bytes.subarray(TEXT_MARK.length);
  const isMarked = DOUBLE_MARKS.some(([first, second]) => bytes[0] === first && bytes[1] === second);
  const text = isMarked ? bytes.subarray(2) : bytes;
  return singleBytes(text) ?? (text[0] === NUL ? singleBytes(text.subarray(1)) : null) ?? bytes;
}

/** Text files of some logs have two bytes a character: every second one is 0 then, without exception. */
function singleBytes(bytes: Uint8Array): Uint8Array | null {
  const isDouble = bytes.length > 2 && bytes.every((byte, at) => (byte === NUL) === (at % 2 === 1));
  return isDouble ? bytes.filter((_, at) => at % 2 === 0) : null;
}

type Parity = "even" | "odd" | "mark";

/** What the high bits of these bytes are, if they are one and the same parity throughout; null if they are not. */
export function parityOf(bytes: Uint8Array): Parity | null {
  if (bytes.length === 0) return null;
  if (bytes.every((byte) => byte >= HIGH_BIT)) return "mark";
  if (bytes.every((byte) => !hasOddBits(byte))) return "even";
  return bytes.every(hasOddBits) ? "odd" : null;
}

/** A line of seven bits and parity that was received as eight bits. */
function withoutParity(bytes: Uint8Array): Uint8Array {
  const has = bytes.some((byte) => byte >= HIGH_BIT) && parityOf(bytes) !== null;
  return has ? bytes.map((byte) => byte & ~HIGH_BIT) : bytes;
}

function hasOddBits(byte: number): boolean {
  let bits = byte;
  bits ^= bits >> 4;
  bits ^= bits >> 2;
  bits ^= bits >> 1;
  return (bits & 1) === 1;
}
