// Room: domain/tag. Lines that are more than a reader's line: in a log between times and words, or glued together.
// May live here: finding the reader's line in such a text. May not: line shapes (ascii-line.ts).
// Invariant: a tag is taken out of a text only whole, by the same strict shapes, where everything beside it is known
// for what a log puts there (times, words, brackets, further columns). Anything else beside it refuses the text.

import { type LineMeaning, readLine, type Surroundings, statusOf, TAG_CHARACTERS_MIN } from "./ascii-line.ts";

/** More words than any log puts beside a tag. */
const TOKENS_MAX = 24;
/** The longest line of a tag, all fields delimited. */
const TAG_CHARACTERS_MAX = 48;
/** Places tried in one text; a line of print that is no log's must not take time from control. */
const TRIES_MAX = 64;
/** What is known of a text's parts, and how many places may still be tried. */
type Inside = Surroundings & { triesLeft: number };

/** A part of a text, and what it is. */
type TextPart = { readonly text: string; readonly meaning: LineMeaning };

/**
 * Says what one line of text is: usually one part, more where lines are glued together, none for a log's words only.
 */
export function readText(text: string, around: Surroundings): readonly TextPart[] {
  const whole = readLine(text, around);
  // A line end that has turned into a * glues a tag's line to it, which is no reply then.
  const isSure = whole.kind !== "nothing" && !(whole.kind === "status" && whole.status === "reply");
  if (isSure || text.length < TAG_CHARACTERS_MIN) return [{ text, meaning: whole }];
  const inside: Inside = { ...around, triesLeft: TRIES_MAX };
  const parts = splitAtMarks(text);
  if (parts.length > 1) {
    const read = parts.map((part) => ({ text: part, meaning: readLogged(part, inside) }));
    if (read.some(({ meaning }) => isTag(meaning))) return read.filter((part) => !isOnlyWords(part));
  }
  const equal = splitEqually(text, inside);
  if (equal !== null) return equal;
  return [{ text, meaning: readLogged(text, inside) }];
}

const isTag = (meaning: LineMeaning): boolean => meaning.kind === "animal" || meaning.kind === "not-animal";

const isOnlyWords = ({ text, meaning }: TextPart): boolean =>
  meaning.kind === "nothing" && tokensEnd(text, 0) === text.length;

/** More lines than these are not glued together at one loss of line ends. */
const GLUED_MAX = 4;

/** Whole lines of one shape without a mark, glued together: every part must be a tag, and all spelled alike. */
function splitEqually(text: string, inside: Inside): readonly TextPart[] | null {
  for (let count = 2; count <= GLUED_MAX; count += 1) {
    const length = text.length / count;
    const parts = Array.from({ length: count }, (_, at) => text.slice(at * length, (at + 1) * length));
    if (new Set(parts.map((part) => part.replace(/[0-9A-F]/gi, "0"))).size > 1) continue;
    const read = parts.map((part) => ({ text: part, meaning: readLine(part, inside) }));
    if (read.every((part) => isTag(part.meaning) && !isRareCode(part.text, part.meaning))) return read;
  }
  return null;
}

/**
 * Where a marked tag's line can begin: `LA 982 …`, `LR 0006 …`, `LA AUS …`. A mark of one letter only behind no letter
 * or digit, or with a delimiter behind it, or before the 22 digits of Datamars' ISO Long behind another such line: A and
 * digits alone are met in hexadecimal numbers, and in the 26 characters of a WL-134's frame.
 */
const MARK_INSIDE =
  /[#LXG][ARWM](?=[\t;, ]{0,2}[0-9A-F]{3}|[\t;, ]{1,2}[A-Z]{2,3}[\t;, ]{0,2}[0-9]{12})|(?<![A-Za-z0-9#])[ARWM](?=[\t;, ]{0,2}[0-9]{3})|(?<=[0-9])[ARWM](?=[\t;, ]{1,2}(?:[0-9]{3}|[0-9]{1,5}[\t;, ]))|(?<=A[0-9]{4,22})A(?=[0-9]{22}(?:A[0-9]|[^0-9A-Za-z]|$))/g;

function splitAtMarks(text: string): readonly string[] {
  const places = [...text.matchAll(MARK_INSIDE)].map((match) => match.index);
  const parts = [0, ...places, text.length];
  return parts
    .slice(1)
    .map((end, at) => text.slice(parts[at], end))
    .filter((part) => part.trim() !== "");
}

/** A reader's line with a log's words before and behind it. */
function readLogged(text: string, inside: Inside): LineMeaning {
  const whole = readLine(text, inside);
  if (whole.kind !== "nothing") return whole;
  if (NO_READ_AT_END.test(text)) return statusOf("no-read", text);
  let at = 0;
  for (let token = 0; token <= TOKENS_MAX && text.length - at >= TAG_CHARACTERS_MIN; token += 1) {
    const meaning = readBeforeTail(text.slice(at), inside);
    if (meaning !== null) return meaning;
    const next = tokenEnd(text, at);
    if (next === at) break;
    at = next;
  }
  return whole;
}

const NO_READ_AT_END = /^[^A-Za-z]*[0-9][^A-Za-z]*(?:[A-Za-z]{2,12}[:>] ?)?(?:no ?read|LI)$/i;

/** A tag at the start of this text, and behind it nothing but what a log puts there. */
function readBeforeTail(text: string, inside: Inside): LineMeaning | null {
  if (!TAG_BEGINS.test(text)) return null;
  for (let end = Math.min(text.length, TAG_CHARACTERS_MAX); end >= TAG_CHARACTERS_MIN; end -= 1) {
    if (end < text.length && !TAIL_STARTS.has(text[end] ?? "")) continue;
    const line = text.slice(0, end);
    if (!TAG_ENDS.test(line)) continue;
    if (inside.triesLeft === 0) return null;
    inside.triesLeft -= 1;
    const meaning = readLine(line, inside);
    if (isTag(meaning) && !isRareCode(line, meaning) && isTail(text.slice(end), line)) return meaning;
  }
  return null;
}

/** Every line of a tag begins with a mark, a digit, or letters of a country; and ends in digits. */
const TAG_BEGINS = /^(?:[#LXG]?[ARWM][\t;, ]?[0-9A-Z]|[0-9A-Fa-f]{2}|[A-Z]{3})/;
const TAG_ENDS = /[0-9A-Fa-f]{4}$/;

/** Logs are full of sixteen hexadecimal digits. Beside other words only a plain animal's code is believed to be one. */
const isRareCode = (line: string, meaning: LineMeaning): boolean =>
  meaning.kind === "animal" &&
  /^(?:0x)?[0-9A-F]{16}$/i.test(line) &&
  (meaning.retagging ?? 0) + (meaning.userInformation ?? 0) + (meaning.reserved ?? 0) > 0;

const TAIL_STARTS: ReadonlySet<string> = new Set([...",;|\t \"'])}>[(<{\\"]);

/** A mark or a _ before the id: no shorter or longer number can look like such a line. */
const HAS_FIRM_SHAPE = /^[#LXG]?[ARWM][\t;, ]|_/;
/** Antenna, reads in a row and silences before, as Oregon RFID's readers log them. */
const COUNTS = /^(?:\s{1,8}[A-Z]?[0-9]{1,6}){1,6}$/;

/** Further columns, or words and times. Never another number as long as a tag's: which of the two was meant? */
function isTail(text: string, line: string): boolean {
  if (HAS_FIRM_SHAPE.test(line) && COUNTS.test(text)) return true;
  if (/[0-9]{12}/.test(text.replace(/[12][0-9]{3}[01][0-9][0-3][0-9][0-2][0-9][0-5][0-9]{3}(?![0-9])/g, "")))
    return false;
  return /^ ?[,;|\t]/.test(text) || /^["'\])}>]/.test(text) || tokensEnd(text, 0) === text.length;
}

/** What logs put beside a reader's line. Each must end where a word ends. */
const TOKENS: readonly RegExp[] = [
  // Dates: 2024-03-01, 06/05/2019, 1.3.24, 20240301T061233; times: 06:12:33.123+01:00, 6:12 pm; seconds since 1970
  /[12][0-9]{3}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?:T(?=[0-9]))?/y,
  /[0-9]{1,2}[-/.](?:[0-9]{1,2}|[A-Za-z]{3})[-/.](?:[0-9]{4}|[0-9]{2})/y,
  /[12][0-9]{3}[01][0-9][0-3][0-9](?:[T _-]?[0-2][0-9][0-5][0-9][0-5][0-9])?/y,
  /[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:[.,:][0-9]{1,9})?(?: ?[AaPp][Mm])?(?:Z|[+-][0-9]{2}:?[0-9]{2})?/y,
  /1[0-9]{9}(?:\.[0-9]{1,9}|[0-9]{3})?/y,
  // Brackets, unless the tag is in them
  /\[(?![^\]]*[0-9A-Fa-f]{10})[^\]]{0,48}\]|\((?![^)]*[0-9A-Fa-f]{10})[^)]{0,48}\)|<(?![^>]*[0-9A-Fa-f]{10})[^>]{0,48}>/y,
  // Biomark's reader number, before the word or behind it; Oregon RFID's kind of record
  /TAG: ?[0-9]{1,3}|[0-9A-F]{2}(?= TAG )|[A-Z](?= [12][0-9]{3}-)/y,
  // Where it was read: 46.563160 N
  /-?[0-9]{1,3}\.[0-9]{4,8}(?: ?[NSEW])?/y,
  // Days of a month in words: Mar 4; counters: #12, 12:, and columns of few digits
  /[A-Z][a-z]{2} {1,2}[0-9]{1,2}/y,
  /#[0-9]{1,6}|[0-9]{1,6}[.:)](?= )|[0-9]{1,6}(?=[,;|\t])/y,
  // Signal and temperature: -45 dBm, 12.5 C
  /-?[0-9]{1,4}(?:\.[0-9]{1,3})? ?(?:dBm|dB|%|C|F|kHz|mV|V|ms|s)/y,
  // Words of three letters and more, names of ports, and short words that only logs use
  /[A-Za-z]{3}[A-Za-z0-9_./-]*|\/[A-Za-z0-9_./-]+|(?:RX|ID|Id|id|TX|OK|No|at|HA|FA)(?![A-Za-z0-9])/y,
  // Line ends, and the start of a Python text, as terminals and programs show them
  /(?:\\[rn])+|\{(?:CR|LF)\}|b(?=['"])/y,
  /(?<=[=:] ?-?)[0-9]{1,4}(?:\.[0-9]{1,3})?/y,
];
const BETWEEN_TOKENS = /[\s,;|"'=:>#<({[\])}~*.-]+/y;

/** The place after one token or separator at this place; the same place if there is none. */
function tokenEnd(text: string, at: number): number {
  for (const token of TOKENS) {
    token.lastIndex = at;
    const end = at + (token.exec(text)?.[0].length ?? 0);
    if (end > at && !/[0-9A-Za-z]/.test(text[end] ?? "")) return end;
    // `2024-03-01T06:12:33`: the T belongs to the date.
    if (end > at && text[end - 1] === "T") return end;
  }
  BETWEEN_TOKENS.lastIndex = at;
  return at + (BETWEEN_TOKENS.exec(text)?.[0].length ?? 0);
}

function tokensEnd(text: string, from: number): number {
  let at = from;
  for (let token = 0; token < 4 * TOKENS_MAX && at < text.length; token += 1) {
    const next = tokenEnd(text, at);
    if (next === at) return at;
    at = next;
  }
  return at;
}
