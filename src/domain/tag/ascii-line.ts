// Room: domain/tag. The grammar of one line of an ASCII reader: a tag, a status, or nothing known.
// May live here: line shapes, each with the reader that prints it. May not: cutting bytes into lines (ascii.ts).
// Invariant: every shape has fixed widths and is read from the right: 12 digits of national id, before them the
// country. A line one byte short is refused, or gives a country 0xx made of the true one's first two digits where the
// reader writes countries with four: nobody's tag. Two equal reads are asked of a reader without checksums all the same.

import { COUNTRY_MAX, isCarried, MISSING_COUNTRY, UPPER_BITS_MAX, upperFields } from "./code.ts";
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

/** TAB ; , and space: the delimiters Allflex readers can be set to. */
const GAP = "[\\t;, ]";
/** An initial character (#, L, X, G or none), then A for an animal tag. */
const MARK = `(?<mark>[#LXG]?A)${GAP}?`;
const COUNTRY = "(?<country>[0-9]{3,4})";
const NATIONAL = "(?<national>[0-9]{12})";

/** First match counts. Four country digits are checked after: only 0ccc is one. */
const ANIMAL_SHAPES: readonly RegExp[] = [
  // Allflex `LA 982 000001088420`, S2000 style `LA 00000 0 982 000001088420`, Datamars `964 000000123456` and
  // `A 00000 0 0999 000000123456`, Tru-Test `826 052636100657`, Priority 1 `CCC_NNNNNNNNNNNN`
  new RegExp(
    `^(?:${MARK})?(?:(?<upper>[0-9]{5})${GAP})?(?:(?<block>[01])${GAP})?${COUNTRY}(?:${GAP}|_)${NATIONAL}$`,
  ),
  // Datamars "ISO Long" `A0000000964000000123456`: the seven digits' columns are not known, so they are not read
  new RegExp(`^${MARK}[0-9]{7}(?<country>[0-9]{3})${NATIONAL}$`),
  // Allflex with no delimiter `LA982000001088420`. Not with reserved fields too: 21 digits are also an ISO Long line
  // that has lost one
  new RegExp(`^${MARK}(?<country>[0-9]{3})${NATIONAL}$`),
  // Datamars SA `964000000123456`, Tru-Test ASCII15 and ASCII16 `0826012345600001`
  new RegExp(`^${COUNTRY}${NATIONAL}$`),
  // Datamars BDN-Ita `10000000964000000123456`: the first digit is the animal flag
  new RegExp(`^(?<flag>[01])[0-9]{7}(?<country>[0-9]{3})${NATIONAL}$`),
];
/** TIRIS and Allflex industrial: `LR 0006 0000000018514348`, `R 4095 4503599627370495`, `R00060000000000123456`. */
const INDUSTRIAL = new RegExp(`^[#LXG]?[RWM]${GAP}?(?<application>[0-9]{4})${GAP}?(?<id>[0-9]{16})$`);
/** Starts like a marked animal line. Only such a line may stand right after noise. */
const MARKED = new RegExp(`^${MARK}[0-9]`);

const STATUSES: readonly (readonly [RegExp, ReaderStatus["status"]])[] = [
  [/^(?:[#LXG]?I|no ?read)$/i, "no-read"],
  // Allflex answers a command with `*…`, on the line of its echo or on the next one
  [/^[A-Z?]?\*/, "reply"],
  [/^[PSIWRHBVFCLXJ?]$/, "echo"],
  [/^(?:SRP|NRP|ALM|MSG):/, "report"],
];

/** Says what one line means. `line` has no line end and only printable characters and TAB. */
export function readLine(line: string): LineMeaning {
  const text = line.replace(/^[> ]+/, "").trimEnd();
  if (text === "") return statusOf("prompt", line);
  for (const shape of ANIMAL_SHAPES) {
    const groups = shape.exec(text)?.groups;
    if (groups !== undefined) return animalOf(groups);
  }
  const industrial = INDUSTRIAL.exec(text)?.groups;
  if (industrial !== undefined) return industrialOf(industrial);
  for (const [pattern, status] of STATUSES) if (pattern.test(text)) return statusOf(status, text);
  return { kind: "nothing", reason: whyNothing(text) };
}

/** Whether a line may be taken although noise stood right before it. */
export const standsAfterNoise = (line: string): boolean => MARKED.test(line);

export const statusOf = (status: ReaderStatus["status"], text: string): ReaderStatus => ({
  kind: "status",
  status,
  text: text.trim(),
  format: ASCII,
});

type Groups = {
  readonly [Name in
    | "mark"
    | "flag"
    | "upper"
    | "block"
    | "country"
    | "national"
    | "application"
    | "id"]?: string;
};

function animalOf(groups: Groups): LineMeaning {
  const country = Number(groups.country);
  const national = Number(groups.national);
  const upper = Number(groups.upper ?? 0);
  // "LR 0006 0000000018514348" heard from the middle on leaves sixteen digits that start so.
  if (groups.mark === undefined && groups.country === "0000")
    return { kind: "nothing", reason: "country-missing" };
  if (country > COUNTRY_MAX) return { kind: "nothing", reason: "country-too-large" };
  if (!isCarried(country, national)) return { kind: "nothing", reason: "national-too-large" };
  if (upper > UPPER_BITS_MAX) return { kind: "nothing", reason: "upper-bits-too-large" };
  const animal = animalFlag(groups);
  if (animal === false && country === MISSING_COUNTRY) return industrialOf({ id: String(national) });
  return animalTag(country, national, {
    animal,
    ...(groups.upper === undefined ? {} : upperFields(upper)),
    dataBlock: groups.block === undefined ? null : groups.block === "1",
    transmission: null,
    checked: false,
    format: ASCII,
  });
}

/** The mark A says animal; a digit in its place says yes or no; a bare number says nothing. */
function animalFlag(groups: Groups): boolean | null {
  if (groups.mark !== undefined) return true;
  return groups.flag === undefined ? null : groups.flag === "1";
}

const industrialOf = (groups: Groups): NotAnimal => ({
  kind: "not-animal",
  application: groups.application ?? null,
  id: groups.id ?? "",
  format: ASCII,
});

function whyNothing(text: string): DiscardReason {
  const body = text.replace(/^[#LXG]?A[\t;, ]?/, "");
  if (/^[0-9\t;, _]+$/.test(body)) return "wrong-length";
  if (/(?:^|[^0-9A-F])(?:[0-9A-F]{16}|[0-9A-F]{3}[.\t;, ][0-9A-F]{10})$/i.test(body)) return "hexadecimal";
  if (/^(?:[0-9]{5}[\t;, ][01][\t;, ])?[A-Z]{2,3}[\t;, ]?[0-9]{12}$/.test(body)) return "country-letters";
  return "not-a-tag";
}
