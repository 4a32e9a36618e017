// Room: office/server. A schema's findings as mistakes with place, found, expected and what to do.
// May live here: words for zod's issues. May not: rules about cows.
// Invariant: every finding becomes one mistake; a value is told only in a few words, a PIN never.

import type { z } from "zod";
import type { Mistake } from "../contract/pieces.ts";

type Issue = z.core.$ZodIssue;

const MOST = 50;

const BROKEN = [
  {
    is: (text: string) => /\p{Surrogate}/u.test(text),
    found: "half a character",
    expected: "whole characters",
    fix: "Type it again, without pictures.",
  },
  {
    // All but tab and line ends.
    is: (text: string) => /(?![\t\n\r])\p{Cc}/u.test(text),
    found: "a sign that is no letter: an order to a screen",
    expected: "letters, digits and signs that can be seen",
    fix: "Type it again by hand: it usually comes of copying.",
  },
  {
    is: (text: string) => !/[^\p{Z}\p{C}\p{Mn}]/u.test(text) && /\p{Cf}/u.test(text),
    found: "nothing that can be seen",
    expected: "letters, digits and signs that can be seen",
    fix: "Write it in words.",
  },
] as const;

/** `sent`: what the schema was given, to say what was found. */
export function mistakesOf(issues: readonly Issue[], sent: unknown): readonly Mistake[] {
  return issues.flatMap((issue) => fromIssue(issue, sent)).slice(0, MOST);
}

/**
 * Texts that could not be kept letter for letter, or that say to nobody what they say: half a character, as a device leaves one that cuts a
 * picture in two; control signs, which order a terminal about; a "reason" that nobody can see.
 */
export function brokenTexts(sent: unknown, path: readonly string[] = []): readonly Mistake[] {
  if (typeof sent === "string") {
    const broken = BROKEN.find(({ is }) => is(sent));
    if (broken === undefined) return [];
    const { found, expected, fix } = broken;
    return [{ at: path.slice(1).join("."), found, expected, fix }];
  }
  if (typeof sent !== "object" || sent === null) return [];
  return Object.entries(sent)
    .flatMap(([key, value]) => brokenTexts(value, [...path, key]))
    .slice(0, MOST);
}

function fromIssue(issue: Issue, sent: unknown): readonly Mistake[] {
  // The first step is the part of the request: params, query or body.
  const path = issue.path.slice(1).map(String);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      at: [...path, key].join("."),
      found: "a field that is not known here",
      expected: "only the fields that the description at /api names",
      fix: "Leave it out, or look for a slip in its name.",
    }));
  }
  const expected = expectedBy(issue);
  return [{ at: path.join("."), found: foundIn(issue, sent), expected, fix: `Give ${expected}.` }];
}

function foundIn(issue: Issue, sent: unknown): string {
  const value = valueAt(sent, issue.path);
  if (value === undefined) return "nothing";
  if (issue.path.includes("pin")) return "something else";
  if (value === null) return "null";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object") return "an object";
  if (typeof value !== "string") return String(value);
  if (value === "") return "an empty text";
  return value.length > 40 ? `a text of ${value.length} characters` : `"${value}"`;
}

function valueAt(sent: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined),
    sent,
  );
}

function expectedBy(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return KINDS[issue.expected] ?? `a value of the kind ${issue.expected}`;
    case "too_small":
      return `${measured(issue.origin)} at least ${issue.minimum}`;
    case "too_big":
      return `${measured(issue.origin)} at most ${issue.maximum}`;
    case "invalid_value":
      return `one of: ${issue.values.map(String).join(", ")}`;
    case "invalid_format":
      return FORMS[issue.pattern ?? ""] ?? FORMATS[issue.format] ?? "a text of another form";
    case "not_multiple_of":
      return `a multiple of ${issue.divisor}`;
    default:
      return "one of the shapes that the description at /api names";
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
};
const FORMATS: Readonly<Record<string, string>> = {
  datetime: "a date and time with Z or an offset, as 2026-11-23T05:40:00Z",
  date: "a day, as 2026-11-23",
  uuid: "a UUID",
};
/** The forms of `contract/pieces.ts` and `contract/people.ts`, in words; a test holds them against those. */
export const FORMS: Readonly<Record<string, string>> = {
  "/^\\d{15}$/": "the 15 digits of a tag",
  "/^\\d{6,12}$/": "six to twelve digits",
  "/^[a-z0-9][a-z0-9.-]{0,31}$/": "a short name of small letters, digits, dots and hyphens",
};
const measured = (origin: string): string => {
  if (origin === "string") return "a text with a length of";
  return origin === "array" ? "a list with a length of" : "a number of";
};
