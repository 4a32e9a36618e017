// Room: domain/tag. EIDs as people, spreadsheets and herd files write them.
// May live here: the check of one text, and words that help. May not: how reader bytes are parsed.
// Invariant: never guesses a digit. A text that is not exactly 15 fitting digits is refused, with the likely
// repair: a wrong EID gives one cow's holds to another.

import type { Eid } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";
import { eidOf, isCarried, NATIONAL_MAX } from "./code.ts";

/** Why a text is no EID: what is wrong, what stood there, what should stand there, and how to put it right. */
export type EidProblem = {
  readonly problem: string;
  readonly found: string;
  readonly expected: string;
  readonly fix: string;
};

const EXPECTED = "15 digits, for example 982000001088420";
/** A message shows this much of what was found: a whole file pasted into one cell stays readable. */
const FOUND_SHOWN_MAX = 40;
/** A spreadsheet that shows 9.82123E+14 keeps six digits: the last nine come back as zeros. */
const ROUNDED_TO = 1_000_000_000;
const TEXT_COLUMN =
  "Take the number from the tag or the reader again, and set the column to text before it is typed or pasted.";

/** Reads an EID from a herd file, a list or a keyboard. Takes exactly 15 digits; says what went wrong otherwise. */
export function parseEid(text: string): Result<Eid, EidProblem> {
  const refuse = (problem: string, fix: string): Result<Eid, EidProblem> => {
    const found = text.length > FOUND_SHOWN_MAX ? `${text.slice(0, FOUND_SHOWN_MAX)}…` : text;
    return err({ problem, found, expected: EXPECTED, fix });
  };

  if (!/^[0-9]{15}$/.test(text)) {
    const [problem, fix] = misspelling(text);
    return refuse(problem, fix);
  }
  const country = Number(text.slice(0, 3));
  const national = Number(text.slice(3));
  if (!isCarried(country, national)) {
    return refuse(
      `its last 12 digits are above ${NATIONAL_MAX}, more than any tag can carry`,
      "A digit is mistyped or two have changed places. Read the tag again.",
    );
  }
  if (national % ROUNDED_TO === 0) {
    return refuse(
      "its last nine digits are all 0, as when a spreadsheet has rounded the number",
      TEXT_COLUMN,
    );
  }
  return ok(eidOf(country, national));
}

/** What is wrong with a text that is not 15 digits, and the repair. First match counts. */
function misspelling(text: string): readonly [problem: string, fix: string] {
  const bare = text.trim();
  const digits = bare.replace(/[^0-9]/g, "");
  const write = (eid: string): string => `Write "${eid}".`;

  if (bare === "") return ["it is empty", "Write the 15 digits of the tag, or leave the whole entry out."];

  const power = /^([0-9])[.,]?([0-9]*)[eE]\+?([0-9]{1,2})$/.exec(bare);
  if (power !== null) {
    const mantissa = `${power[1]}${power[2]}`;
    return mantissa.length === 15 && power[3] === "14"
      ? ["a spreadsheet has written it as a power of ten", `${write(mantissa)} Check it against the tag.`]
      : ["a spreadsheet has written it as a power of ten, and its last digits are lost", TEXT_COLUMN];
  }
  if (/^[0-9]{15}[.,]0+$/.test(bare)) {
    return ["a spreadsheet has added decimals to it", write(bare.slice(0, 15))];
  }
  if (/^(?=.*[A-Fa-f])[0-9A-Fa-f]{16}$/.test(bare) || /^[0-9A-Fa-f]{3}\.[0-9A-Fa-f]{10}$/.test(bare)) {
    return ["it is the tag's number in hexadecimal", "Set the reader or the export to decimal, 15 digits."];
  }
  if (/[A-Za-z]/.test(bare)) return lettersIn(bare, digits);
  if (digits.length === 15) {
    return ["it has spaces, dots, quotes or other marks among its digits", write(digits)];
  }
  if (digits !== bare) {
    return [
      `it has ${digits.length} digits and other marks among them`,
      "Write the 15 digits of the tag and nothing else.",
    ];
  }
  return wrongLength(digits);
}

function lettersIn(bare: string, digits: string): readonly [string, string] {
  const read = bare.replace(/[oO]/g, "0").replace(/[lI]/g, "1");
  if (/^[0-9]{15}$/.test(read)) {
    return [
      "it has a letter O, l or I where a digit belongs",
      `Write "${read}" if that is what the tag says.`,
    ];
  }
  return digits.length === 15
    ? ["it has letters beside its digits", `Write "${digits}".`]
    : ["it has letters in it", "Write the 15 digits of the tag and nothing else."];
}

function wrongLength(digits: string): readonly [string, string] {
  const problem = `it has ${digits.length} ${digits.length === 1 ? "digit" : "digits"}`;
  if (digits.length === 16 && digits.startsWith("0")) {
    return [`${problem}: some readers put a 0 in front of the country`, `Write "${digits.slice(1)}".`];
  }
  if (digits.length === 13 || digits.length === 14) {
    const padded = digits.padStart(15, "0");
    return [
      `${problem}: a spreadsheet drops zeros in front, as of 036 or 008`,
      `Write "${padded}" if the tag's country is ${padded.slice(0, 3)}; otherwise read the tag again. Set the column to text.`,
    ];
  }
  if (digits.length === 12) {
    return [
      `${problem}: the country or manufacturer is missing`,
      "Put its three digits in front, as the tag shows them.",
    ];
  }
  return [problem, "Read the tag again; the number on the animal's visual tag is not its EID."];
}
