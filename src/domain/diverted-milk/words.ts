// Room: domain/diverted-milk. Where a visit's milk may go, in words: "drain only: milk that holds …".
// May live here: sentences about destinations. May not: rules. Invariant: what is forbidden is said with its rule.

import { type Answer, type Destination, RULES } from "./destinations.ts";

const NAMES: { readonly [destination in Destination]: string } = {
  "reared-calves": "calves reared on the farm",
  "bobby-calves": "bobby calves",
  "farm-animal-feed": "feed for other farm animals",
  drain: "drain",
};

/**
 * One line for a person: where the milk may go, where to ask first, and why not elsewhere. Empty where there are no
 * answers: the milk was not diverted.
 */
export function destinationsInWords(answers: readonly Answer[]): string {
  if (answers.length === 0) return "";
  const of = (ruling: Answer["ruling"]) => answers.filter((answer) => answer.ruling === ruling);
  const names = (some: readonly Answer[]) => some.map(({ destination }) => NAMES[destination]).join(", ");
  const [allowed, ask, forbidden] = [of("allowed"), of("ask"), of("forbidden")];
  const only = allowed.length === 1 && ask.length === 0 ? " only" : "";
  const parts = [`${names(allowed)}${only}`];
  if (ask.length > 0) parts.push(`ask before: ${names(ask)}`);
  const why = [...new Set(forbidden.map(({ rule }) => RULES[rule].says))];
  return why.length === 0 ? parts.join("; ") : `${parts.join("; ")}: ${why.join("; ")}`;
}

/** The same as lists: where it may go, with what has to be asked first, and where it may not, each with its rule. */
export function destinationLists(answers: readonly Answer[]): {
  readonly mayGo: readonly string[];
  readonly mayNot: readonly string[];
} {
  const mayGo = answers.flatMap(({ destination, ruling, rule }) =>
    ruling === "allowed"
      ? [NAMES[destination]]
      : ruling === "ask"
        ? [`${NAMES[destination]}, but ask first: ${RULES[rule].says}`]
        : [],
  );
  const forbidden = answers.filter(({ ruling }) => ruling === "forbidden");
  return {
    mayGo,
    mayNot: forbidden.map(({ destination, rule }) => `${NAMES[destination]}: ${RULES[rule].says}`),
  };
}
