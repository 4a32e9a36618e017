// Room: office/ui/vat. How an outcome looks on a page: word, letter, tone; the shape follows from the tone.
// May live here: looks. May not: which outcome it is (domain/cooling).
// Invariant: word and letter carry it without the colour, and no two outcomes share a letter.

import type { MilkingCooled } from "../../contract/vat.ts";

export type Outcome = MilkingCooled["verdicts"][number]["outcome"];
export type Tone = "good" | "bad" | "doubt" | "running" | "quiet";

/** One shape a tone, on a square of 24: circle, square, diamond, hexagon, bar. Drawn on pages and on charts alike. */
export const SHAPES: { readonly [tone in Tone]: string } = {
  good: "M12 1a11 11 0 1 0 0 22a11 11 0 0 0 0-22z",
  bad: "M2 2h20v20H2z",
  doubt: "M12 0l12 12-12 12L0 12z",
  running: "M6 2h12l6 10-6 10H6L0 12z",
  quiet: "M2 6h20v12H2z",
};

type Look = {
  readonly word: string;
  /** One letter or sign for small places. */
  readonly letter: string;
  readonly tone: Tone;
  /** For a list of what the letters mean. */
  readonly means: string;
};

/** The gravest first: of several rules the gravest is shown. */
export const OUTCOMES: { readonly [outcome in Outcome]: Look } = {
  FAIL: { word: "FAIL", letter: "F", tone: "bad", means: "not cold in time, or not kept cold" },
  NO_DATA: { word: "NO DATA", letter: "?", tone: "doubt", means: "readings are missing where they decide" },
  COLLECTED_EARLY: {
    word: "COLLECTED EARLY",
    letter: "E",
    tone: "doubt",
    means: "collected before its deadline",
  },
  PENDING: { word: "PENDING", letter: "…", tone: "running", means: "too early to tell" },
  PASS: { word: "PASS", letter: "P", tone: "good", means: "cold in time and kept cold" },
  NOT_MILK: { word: "NOT MILK", letter: "–", tone: "quiet", means: "a wash or an empty vat" },
};
const GRAVEST: readonly Outcome[] = ["FAIL", "NO_DATA", "COLLECTED_EARLY", "PENDING", "PASS", "NOT_MILK"];

/** The outcome to show for a milking: the gravest over all rules; one that was taken back is no milk. */
export function outcomeShown(milking: Pick<MilkingCooled, "verdicts" | "takenBack">): Outcome {
  if (milking.takenBack) return "NOT_MILK";
  return GRAVEST.find((one) => milking.verdicts.some(({ outcome }) => outcome === one)) ?? "PENDING";
}

/** Of many milkings only these are marked. */
export const isNotable = (milking: Pick<MilkingCooled, "verdicts" | "takenBack">): boolean =>
  !["PASS", "NOT_MILK"].includes(outcomeShown(milking));

/** What a person has to say before it can be judged plainly, as a sentence; null: nothing. */
export function asksFor(milking: Pick<MilkingCooled, "verdicts" | "takenBack">): string | null {
  if (milking.takenBack) return null;
  const hangs = new Set(milking.verdicts.flatMap(({ hangsOn }) => hangsOn));
  const parts = [
    ...(hangs.has("start") ? ["when milking began"] : []),
    ...(hangs.has("end") ? ["when it ended"] : []),
  ];
  return parts.length === 0 ? null : `Say ${parts.join(" and ")}, and it is judged plainly.`;
}
