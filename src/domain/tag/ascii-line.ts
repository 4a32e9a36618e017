// Room: domain/tag. The grammar of one line of an ASCII reader: a tag, a status, or nothing known.
// May live here: line shapes, each with the reader that prints it. May not: cutting bytes into lines (ascii.ts), or
// what logs put around a line (ascii-text.ts).
// Invariant: every shape has fixed widths and is read from the right: 12 digits of national id, before them the
// country. A line that has lost bytes fits no shape; where what is left fits a shorter one, it is refused by name.

import { COUNTRY_MAX, isCarried, MISSING_COUNTRY, UPPER_BITS_MAX, upperFields } from "./code.ts";
import { countryOfLetters, isAssigned } from "./country.ts";
import { readSplitHex, readWholeHex } from "./hex-code.ts";
import {
  animalTag,
  type DiscardReason,
  type NotAnimal,
  type ReaderStatus,
  type TagResult,
} from "./tag-result.ts";

export const ASCII = "ascii";

/** What a line is, or why it is nothing. */
export type LineMeaning =
  | Exclude<TagResult, { kind: "discarded" }>
  | { kind: "nothing"; reason: DiscardReason };

const nothing = (reason: DiscardReason): LineMeaning => ({ kind: "nothing", reason });

/** TAB ; , and space: the delimiters Allflex readers can be set to; manuals print _ for the space. Some pad with spaces. */
const GAP = "(?:[\\t;, _] {0,3})";
/** Between country and national id other readers print these too: Priority 1, Biomark, Proxmark. */
const SPLIT = `(?:${GAP}|[-_.])`;
/** An initial character (#, L, X, G or none), then A for an animal tag. */
const MARK = `(?<mark>[#LXG]?A)`;
const COUNTRY = "(?<country>[0-9]{3,4})";
const NATIONAL = "(?<national>[0-9]{12})";
/** Retagging counter, user information and more, as ISO 24631-6 lets readers print them; not read. */
const OTHER_FIELDS = `(?:[0-9]{1,5}${GAP}){1,4}`;
/** A reader's clock, as it stands joined to the id: year, month, day, hour, minute, second, two digits each. */
const CLOCK = "[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[01][0-9]|2[0-3])(?:[0-5][0-9]){2}";

/** 090 to 099: three islands have such numbers, but so begin all manufacturers' codes behind a 0. */
const CUT_MANUFACTURERS = 9;
/** How a plain code in hexadecimal begins. */
const HEXADECIMAL_HEAD = 800;
/** How the seven or eight digits before an id begin. */
const HEAD = 100;
const FIRST_THREE_DIGITS = 100;
const CLOCK_ALONE = new RegExp(`^${CLOCK}$`);
/** A clock's first digit until 2029. */
const DECADE = "2";
const WITH_CLOCK = new RegExp(`^[01][0-9]{21}${CLOCK}$`);

/** Whether a reader that prints this sends its clock with each tag. */
export const hasClock = (line: string): boolean => WITH_CLOCK.test(line);

/** What is known of a line beside its text. */
export type Surroundings = {
  /** Right behind an STX. */
  readonly isFramed: boolean;
  /** Lines before it had the reader's clock behind the id, so that the end of such a line is not to be taken for an id. */
  readonly sendsClock: boolean;
};
const ALONE: Surroundings = { isFramed: false, sendsClock: false };

type Groups = { readonly [name: string]: string | undefined };
type Shape = readonly [pattern: RegExp, read: (groups: Groups, around: Surroundings) => LineMeaning];

/** First match counts. Four country digits are checked after: only 0ccc is one. */
const SHAPES: readonly Shape[] = [
  // Allflex `LA 982 000001088420`, S2000 style `LA 00000 0 982 000001088420`, Datamars `964 000000123456` and
  // `A 00000 0 0999 000000123456`, Tru-Test `826 052636100657`, Priority 1 `CCC_NNNNNNNNNNNN`
  [
    new RegExp(
      `^(?:${MARK}${GAP}?)?(?:(?<upper>[0-9]{5})${GAP})?(?:(?<block>[01])${GAP})?${COUNTRY}${SPLIT}${NATIONAL}$`,
    ),
    decimal,
  ],
  // The same behind a mark and other fields, or with the fields' start cut off: read from the right all the same
  [new RegExp(`^${MARK}${GAP}?(?<other>)${OTHER_FIELDS}(?<country>[0-9]{3})${SPLIT}${NATIONAL}$`), decimal],
  [new RegExp(`^(?<cut>[0-9]{0,4})${GAP}(?<block>[01])${GAP}${COUNTRY}${SPLIT}${NATIONAL}$`), decimal],
  // Datamars "ISO Long" `A0000000964000000123456`: the seven digits' columns are not known, so they are not read
  [new RegExp(`^${MARK}${GAP}?[0-9]{7}(?<country>[0-9]{3})${NATIONAL}$`), decimal],
  // Allflex with no delimiter `LA982000001088420`. Not with reserved fields too: 21 digits are also an ISO Long line
  // that has lost one
  [new RegExp(`^${MARK}${GAP}?(?<joined>)(?<country>[0-9]{3})${NATIONAL}$`), decimal],
  // Datamars SA `964000000123456`, Tru-Test ASCII15 and ASCII16 `0826012345600001`
  [new RegExp(`^(?<joined>)(?<bare>)${COUNTRY}${NATIONAL}$`), decimalUnlessHexadecimal],
  // Datamars BDN-Ita `10000000964000000123456`: the first digit is the animal flag. The last before the country is always
  // 0; where it is not, an RS420's line has broken off behind the first digit of its clock
  [new RegExp(`^(?<flag>[01])[0-9]{6}0(?<eight>)(?<country>[0-9]{3})${NATIONAL}$`), decimal],
  // Allflex RS420, the shape of ISO 24631-6: `1000000982000364696050260530101701`, seven digits of which the first is the
  // animal flag, the id, and the reader's clock if it is sent
  [new RegExp(`^(?<flag>[01])[0-9]{6}(?<clocked>)(?<country>[0-9]{3})${NATIONAL}${CLOCK}$`), decimal],
  [new RegExp(`^(?<flag>[01])[0-9]{6}(?<headed>)(?<country>[0-9]{3})${NATIONAL}$`), decimal],
  // In groups, as printed on tags and typed by people: 3, 4 or 6 digits each, or the United Kingdom's 1, 6 and 5
  [
    new RegExp(
      `^(?:${MARK} )?${COUNTRY} (?<national>[0-9]{3}(?: [0-9]{3}){3}|[0-9]{4}(?: [0-9]{4}){2}|[0-9]{6} [0-9]{6}|[0-9] [0-9]{6} [0-9]{5})$`,
    ),
    decimal,
  ],
  // TIRIS and Allflex industrial: `LR 0006 0000000018514348`, `R 4095 4503599627370495`, `R00060000000000123456`
  [
    new RegExp(
      `^[#LXG]?[RWM]${GAP}?(?:[0-9]{2}${GAP}|[0-9]{5}${GAP})?(?:[01]${GAP})?(?<application>[0-9]{4})${GAP}?(?<id>[0-9]{16})$`,
    ),
    industrial,
  ],
  // TIRIS S2000 in other modes: `X1R 0006 …`, `L10M 05 0006 …`, `B10M 01 0000 0000000000000001`, `X1R FFFF…`
  [
    /^[XLB][0-9]{1,2}[RWM] (?:[0-9A-F]{2} )?(?:(?<application>[0-9A-F]{4}) )?(?<id>[0-9A-F]{16})$/,
    industrial,
  ],
  // Allflex industrial in hexadecimal (bit 16 of B)
  [new RegExp(`^[#LXG]?[RWM]${GAP}(?<application>[0-9A-F]{3,4})${GAP}(?<id>[0-9A-F]{10,16})$`), industrial],
  // Allflex with letters for the country (bit 8 of B). Two letters only behind a mark: `LA` and `LR` are countries too
  [
    new RegExp(
      `^(?:${MARK}${GAP})(?:(?<upper>[0-9]{5})${GAP})?(?:(?<block>[01])${GAP})?(?<letters>[A-Z]{2,3}) ?${SPLIT}?${NATIONAL}$`,
    ),
    lettered,
  ],
  [new RegExp(`^(?<mark>[#LXG]A)(?<letters>[A-Z]{2,3})${NATIONAL}$`), lettered],
  [new RegExp(`^(?<letters>[A-Z]{3})${GAP}${NATIONAL}$`), lettered],
  // Hexadecimal: Allflex B=850239 `LA 3D6 0000109BA4`, Biomark `3D9.2098AB0380`
  [
    new RegExp(
      `^(?:${MARK}${GAP}?)?(?:[0-9A-F]{4,5}${GAP})?(?:[01]${GAP})?0?(?<high>[0-9A-F]{3})(?:(?<dot>\\.)|${GAP})(?<low>[0-9A-F]{10})$`,
      "i",
    ),
    splitHexadecimal,
  ],
  [/^(?<mark>[#LXG]A)(?<high>[0-9A-F]{3})(?<low>[0-9A-F]{10})$/, splitHexadecimal],
  // The whole code: Tru-Test `8000F58000109BA4`, Allflex raw (bit 10 of B), from either end. In pairs or fours it
  // looks like any dump of eight bytes, so that only a plain code is believed
  [new RegExp(`^(?:${MARK}${GAP})?(?:0x)?(?<whole>[0-9A-F]{16})$`, "i"), wholeHexadecimal],
  [
    /^(?<grouped>)(?<whole>[0-9A-F]{2}(?:[ :-][0-9A-F]{2}){7}|[0-9A-F]{4}(?: [0-9A-F]{4}){3})$/i,
    wholeHexadecimal,
  ],
];
/** The shortest line of a tag: 3D6.0000109BA4. */
export const TAG_CHARACTERS_MIN = 14;
/** Tells nearly all other lines at once; the shapes are many. */
const EVERY_TAG_ENDS = /[0-9A-F]{2}$/i;
/**
 * Starts like a marked animal line. Only such a line may stand right next to noise. An A joined to digits is not
 * enough: so a damaged WL-134 frame has it among its hexadecimal digits.
 */
const MARKED = new RegExp(`^(?:[#LXG]A${GAP}?|A${GAP})[0-9]`);

const HPR_HEAD = "[0-9]{1,4}[-/][0-9]{1,2}[-/][0-9]{2,4} [0-9]{1,2}:[0-9:.]{4,10} [0-9A-F]{2} ";
const STATUSES: readonly (readonly [RegExp, ReaderStatus["status"]])[] = [
  // Allflex, TIRIS; AEG `NoRead` and `XXXXXXXX`
  [/^(?:[#LXG]?I|[XLB][0-9]{1,2}I|no[ _-]?(?:read|tag)|NR|x{8,16})$/i, "no-read"],
  // Allflex answers a command with `*…`, on the line of its echo or on the next one; Priority 1 `VER` with 309
  [/^(?:[A-Z?]?\*.*|ACK|NAK(?: ?#?[0-9]{1,3})?|309|X1R(?: ?F+)*)$/, "reply"],
  // Names and versions, as the TIRIS S2500's `S2500 - REV 1.50`; Priority 1's `OK` and `?1`
  [/^[A-Z][A-Z0-9 ]{1,15} - REV [0-9.]{1,8}$|^(?:OK|READY|\?[0-9]{1,2}|ERR(?:OR)?(?:[ :#-].*)?)$/, "reply"],
  // Allflex and TIRIS take letters, some with a value; AEG words
  [/^(?:[PSIWRHBVFCLXJDE?]|[BS]-?[0-9A-F]{4,6})$/, "echo"],
  [/^(?:GT|VER|MD|CID|NID|TOR|RST|INI)(?: [0-9]{1,5})?$/, "echo"],
  [/^ALM:/, "alarm"],
  [/^(?:SRP|NRP|MSG|INF):/, "report"],
  // Biomark HPR: a time and the reader's number before the word
  [new RegExp(`^${HPR_HEAD}ALM `), "alarm"],
  [new RegExp(`^${HPR_HEAD}(?:MSG |CNF)`), "report"],
];

/** Says what one line means. `line` has no line end and only printable characters and TAB. */
export function readLine(line: string, around: Surroundings): LineMeaning {
  const text = line.replace(/^[> ]+/, "").trimEnd();
  if (text === "") return statusOf("prompt", line);
  if (text.length >= TAG_CHARACTERS_MIN && EVERY_TAG_ENDS.test(text)) {
    for (const [pattern, read] of SHAPES) {
      const groups = pattern.exec(text)?.groups;
      if (groups !== undefined) return read(groups, around);
    }
  }
  for (const [pattern, status] of STATUSES) if (pattern.test(text)) return statusOf(status, text);
  return nothing(whyNothing(text));
}

/** So few bytes of noise cannot stand for what makes another line out of this one: the shortest such is `R0006`. */
const NOISE_BYTES_MAX = 3;
/** Three bytes before these would be a WL-134's frame of a low number, with its A among its digits. */
const LONG_NOISE_BYTES_MAX = 2;
const LONG_LINE = /^A0{7}[0-9]{15}$/;

/** Whether a line may be taken although noise stood right before it. */
export const standsAfterNoise = (line: string): boolean => MARKED.test(line);

/**
 * Whether a line without a firm mark may be taken although this much noise stood before and behind it, and nothing else:
 * a line driver that wakes up or goes to sleep makes such. Sixteen digits that have lost their last to it are a country 0cc.
 */
export function standsBesideNoise(line: string, before: number, behind: number): boolean {
  const isLong = LONG_LINE.test(line);
  if (before > (isLong ? LONG_NOISE_BYTES_MAX : NOISE_BYTES_MAX) || behind > NOISE_BYTES_MAX) return false;
  const meaning = readLine(line, ALONE);
  if (meaning.kind !== "animal") return false;
  return isLong || (meaning.animal === null && meaning.country >= FIRST_THREE_DIGITS);
}

export const statusOf = (status: ReaderStatus["status"], text: string): ReaderStatus => ({
  kind: "status",
  status,
  text: text.trim(),
  format: ASCII,
});

/** What a shape's reader takes out of it is always there. */
const textIn = (groups: Groups, name: string): string => groups[name] ?? "";

function decimal(groups: Groups, around: Surroundings): LineMeaning {
  const digits = textIn(groups, "national").replaceAll(" ", "");
  const country = Number(groups.country);
  const national = Number(digits);
  const upper = Number(groups.upper ?? 0);
  const isMarked = groups.mark !== undefined;
  const isJoined = groups.joined !== undefined;
  // "LR 0006 0000000018514348" heard from the middle on leaves sixteen digits that start so, and an ISO Long line
  // that breaks off leaves fifteen behind its mark.
  const isShort = isJoined || groups.headed !== undefined || groups.other !== undefined;
  if (country === MISSING_COUNTRY && (isShort || (!isMarked && groups.country === "0000")))
    return nothing("country-missing");
  if (country > COUNTRY_MAX) return nothing("country-too-large");
  if (!isCarried(country, national)) return nothing("national-too-large");
  if (upper > UPPER_BITS_MAX) return nothing("upper-bits-too-large");
  if (isLikelyCut(groups, around, country, digits)) return nothing("country-unassigned");
  const animal = animalFlag(groups);
  if (animal === false && country === MISSING_COUNTRY) return industrial({ id: String(national) });
  return animalTag(country, national, {
    animal,
    ...(groups.upper === undefined ? {} : upperFields(upper)),
    dataBlock: groups.block === undefined ? null : groups.block === "1",
    transmission: null,
    checked: false,
    format: ASCII,
  });
}

/**
 * What a longer line leaves when it loses digits. Four country digits that have lost one leave 0cc, which is rarely
 * anybody's number; fifteen digits of a line with a head begin with its flag and its zeros; sixteen hexadecimal ones
 * without a letter begin with 8000, and when they have lost one they would be Uganda's.
 */
function isLikelyCut(groups: Groups, around: Surroundings, country: number, national: string): boolean {
  if (groups.clocked !== undefined) return false;
  const isFourDigits = groups.country?.length === 4;
  const isLow = country < FIRST_THREE_DIGITS;
  if (groups.bare !== undefined && !isFourDigits) {
    if (country === HEAD && national.startsWith("0000")) return true;
    if (country === HEXADECIMAL_HEAD) return true;
  }
  // A line with the reader's clock that has lost its start, or its end behind the clock's first digit.
  if (around.sendsClock && CLOCK_ALONE.test(national)) return true;
  if (groups.eight !== undefined && (around.sendsClock || around.isFramed))
    return national.endsWith(DECADE) && isAssigned(Math.floor(country / 10));
  // Seven digits of head and 0cc are also a BDN-Ita line that has lost a digit, and the end of a line with its clock in
  // the id's place.
  if (groups.headed !== undefined) return (isLow && !around.isFramed) || CLOCK_ALONE.test(national);
  // The data-block flag and the country's first digit may be gone.
  if (groups.upper !== undefined && groups.block === undefined && isLow) return true;
  const mayHaveLostOne = groups.joined !== undefined || groups.upper !== undefined;
  const isNobodys = isLow && country > MISSING_COUNTRY && !isAssigned(country);
  return mayHaveLostOne && !isFourDigits && (isNobodys || Math.floor(country / 10) === CUT_MANUFACTURERS);
}

/** The mark A says animal; a digit in its place says yes or no; a bare number says nothing. */
function animalFlag(groups: Groups): boolean | null {
  if (groups.mark !== undefined) return true;
  return groups.flag === undefined ? null : groups.flag === "1";
}

function industrial(groups: Groups): NotAnimal {
  return {
    kind: "not-animal",
    application: groups.application ?? null,
    id: textIn(groups, "id"),
    format: ASCII,
  };
}

function lettered(groups: Groups, around: Surroundings): LineMeaning {
  const country = countryOfLetters(textIn(groups, "letters"));
  if (country === null) return nothing("country-letters");
  return decimal({ ...groups, country: String(country) }, around);
}

/** Sixteen digits that are no decimal number may still be a code in hexadecimal that happens to have no letter. */
function decimalUnlessHexadecimal(groups: Groups, around: Surroundings): LineMeaning {
  const digits = `${groups.country}${groups.national}`;
  if (!/^800[01]/.test(digits) || digits.length !== 16) return decimal(groups, around);
  return wholeHexadecimal({ whole: digits });
}

function splitHexadecimal(groups: Groups): LineMeaning {
  const read = readSplitHex(textIn(groups, "high"), textIn(groups, "low"), groups.dot !== undefined, ASCII);
  if (typeof read === "string") return nothing(read);
  return groups.mark === undefined ? read : { ...read, animal: true };
}

function wholeHexadecimal(groups: Groups): LineMeaning {
  const digits = textIn(groups, "whole").replace(/[ :-]/g, "");
  const read = readWholeHex(digits, groups.grouped !== undefined, ASCII);
  return typeof read === "string" ? nothing(read) : read;
}

function whyNothing(text: string): DiscardReason {
  const body = text.replace(/^[#LXG]?A[\t;, ]?/, "");
  if (/^[0-9\t;, _.-]+$/.test(body)) return "wrong-length";
  return "not-a-tag";
}
