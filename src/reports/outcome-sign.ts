// Room: reports. Outcomes as words, colours and signs.
// May live here: how an outcome looks. May not: which one it is. Invariant: word and sign carry it without the colour.

import { OUTCOMES, type Outcome, type Verdict } from "../domain/cooling/verdict.ts";
import { element, short } from "./svg.ts";

const COLOURS: { readonly [outcome in Outcome]: string } = {
  PASS: "#17643a",
  FAIL: "#a61b1b",
  NO_DATA: "#5b4a00",
  COLLECTED_EARLY: "#5b4a00",
  PENDING: "#22456b",
  NOT_MILK: "#444444",
};
const WORDS: { readonly [outcome in Outcome]: string } = {
  PASS: "PASS",
  FAIL: "FAIL",
  NO_DATA: "NO DATA",
  COLLECTED_EARLY: "COLLECTED EARLY",
  PENDING: "PENDING",
  NOT_MILK: "NOT MILK",
};
export const wordOf = (outcome: Outcome): string => WORDS[outcome];
export const colourOf = (outcome: Outcome): string => COLOURS[outcome];

export const worst = (verdicts: readonly Verdict[]): Outcome =>
  OUTCOMES.find((outcome) => verdicts.some((verdict) => verdict.outcome === outcome)) ?? "NO_DATA";

/** A sign beside the word, so that it is told apart in grey, too. */
export function sign(outcome: Outcome, x: number, y: number, size: number, colour: string): string {
  const stroke = {
    fill: "none",
    stroke: colour,
    "stroke-width": size / 5,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
  };
  const at = (dx: number, dy: number): string => `${short(x + dx * size)} ${short(y + dy * size)}`;
  switch (outcome) {
    case "PASS":
      return element("path", { d: `M${at(0.05, 0.55)}L${at(0.38, 0.88)}L${at(0.95, 0.15)}`, ...stroke });
    case "FAIL":
      return element("path", {
        d: `M${at(0.12, 0.12)}L${at(0.88, 0.88)}M${at(0.88, 0.12)}L${at(0.12, 0.88)}`,
        ...stroke,
      });
    case "PENDING":
      return element("path", {
        d: `M${at(0.05, 0.5)}h0.01M${at(0.5, 0.5)}h0.01M${at(0.95, 0.5)}h0.01`,
        ...stroke,
      });
    default:
      return element("path", { d: `M${at(0.1, 0.5)}L${at(0.9, 0.5)}`, ...stroke });
  }
}
