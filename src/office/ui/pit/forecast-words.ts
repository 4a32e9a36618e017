// Room: office/ui/pit. The vat in a few words: how warm, what it does, when it will be cold.
// May live here: words. May not: figures of its own. Invariant: a guess reads as one; without a reading there is no figure.

import { minutesInWords } from "../../../domain/cooling/words.ts";
import { TROUBLES } from "../../../domain/vat/probe-words.ts";
import type { Tone } from "../components/badge.tsx";
import { timeWords } from "../components/clock-time.tsx";
import type { BoardVat } from "./board.ts";

/** One word a state; the page about the vat says more. */
export const STATE_WORDS = {
  empty: "Empty",
  filling: "Filling",
  cooling: "Cooling",
  holding: "Cold, held",
  collected: "Collected",
  washing: "Washing",
  unknown: "State not known",
} as const satisfies Record<BoardVat["state"], string>;

export const celsiusWords = ({ celsius }: BoardVat["milk"]): string =>
  celsius === null ? "no reading" : `${celsius.toFixed(1)} °C`;
export const readingWords = ({ why, quality }: BoardVat["milk"]): string =>
  why !== null ? TROUBLES[why].says : quality === "good" ? "" : "doubtful";

export type ForecastLine = { readonly tone: Tone; readonly words: string };

export function forecastLine(forecast: BoardVat["forecast"], zone: string): ForecastLine | null {
  if (forecast === null) return null;
  const cold = `${forecast.atMost} °C`;
  const due = timeWords(forecast.deadline, zone);
  const { basis, likely, inHand, miss } = forecast;
  if (basis === "too-little-seen") return { tone: "wait", words: `${cold} due ${due}; too early to say` };
  if (basis === "reached" && miss === "no") return { tone: "good", words: `${cold} reached, due ${due}` };
  if (likely === null || inHand === null) {
    return { tone: "bad", words: `NOT COOLING: will not reach ${cold}, due ${due}` };
  }
  const at = timeWords(likely, zone);
  if (inHand < 0) return { tone: "bad", words: `${cold} only at ${at}: ${minutesInWords(inHand)} LATE` };
  const hand = `${cold} at ${at}, ${minutesInWords(inHand)} in hand`;
  if (miss === "no") return { tone: "good", words: hand };
  return { tone: miss === "possible" ? "ask" : "bad", words: `${hand}; may be late` };
}
