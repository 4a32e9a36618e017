// Room: office/ui/vat. A curve in sentences, for those who do not see it and for paper.
// May live here: words. May not: judging. Invariant: it says what the picture shows, gaps first of all.

import type { Curve } from "../../contract/vat.ts";
import { lengthWords, whenWords } from "../components/clock-time.tsx";
import { milkGaps, summaryOf } from "./curve-columns.ts";
import { isNotable, OUTCOMES, type Outcome, outcomeShown } from "./outcomes.ts";
import type { Range } from "./ranges.ts";

export function curveInWords(curve: Curve, range: Range, zone: string, now: number): string {
  const at = (ms: number) => whenWords(ms, zone, now);
  const until = Math.min(range.to, now);
  return [
    `From ${at(range.from)} to ${at(until)}.`,
    ...curve.series.map((one) => probeInWords(one, at)),
    ...gapsInWords(curve, at),
    curve.marked === "all" ? milkingsInWords(curve.milkings) : notInOrderInWords(curve.milkings),
  ].join(" ");
}

function probeInWords(series: Curve["series"][number], at: (ms: number) => string): string {
  const { lowest, highest, last } = summaryOf(series);
  if (lowest === null || highest === null || last === null) return `Probe ${series.probe}: no reading.`;
  return `Probe ${series.probe}: lowest ${lowest.celsius.toFixed(1)} °C at ${at(lowest.at * 1_000)}, highest ${highest.celsius.toFixed(1)} °C at ${at(highest.at * 1_000)}, last ${last.celsius.toFixed(1)} °C.`;
}

function gapsInWords(curve: Curve, at: (ms: number) => string): readonly string[] {
  const gaps = milkGaps(curve);
  const longest = gaps.reduce<{ from: number; to: number } | null>(
    (most, gap) => (most === null || gap.to - gap.from > most.to - most.from ? gap : most),
    null,
  );
  if (longest === null) return [];
  const length = lengthWords((longest.to - longest.from) * 1_000);
  return [
    gaps.length === 1
      ? `No readings for ${length} from ${at(longest.from * 1_000)}.`
      : `${gaps.length} times without readings, the longest ${length} from ${at(longest.from * 1_000)}.`,
  ];
}

/** Of months only these are told. */
function notInOrderInWords(milkings: Curve["milkings"]): string {
  const wrong = milkings.filter(isNotable);
  const said =
    wrong.length === 0 ? "No milking was out of order." : `Not in order: ${milkingsInWords(wrong)}`;
  return `${said} All milkings stand under Milkings.`;
}

export function milkingsInWords(milkings: Curve["milkings"]): string {
  if (milkings.length === 0) return "No milking.";
  const counts = new Map<Outcome, number>();
  for (const milking of milkings) {
    const outcome = outcomeShown(milking);
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  const parts = [...counts].map(([outcome, count]) => `${count} ${OUTCOMES[outcome].word}`);
  return `${milkings.length === 1 ? "One milking" : `${milkings.length} milkings`}: ${parts.join(", ")}.`;
}
