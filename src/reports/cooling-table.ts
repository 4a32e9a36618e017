// Room: reports. The table of milkings under an overview.
// May live here: rows and columns. May not: judging. Invariant: a milking that did not pass is never the one left out.

import { celsiusInWords, durationInWords } from "../domain/cooling/words.ts";
import { between } from "../domain/units.ts";
import type { Box } from "./cooling-chart.ts";
import type { CoolingPage } from "./cooling-page.ts";
import { colourOf, sign, wordOf, worst } from "./outcome-sign.ts";
import { element, SOFT, text } from "./svg.ts";

const COLUMNS = 3;
const ROW = 14.5;

type Row = { readonly number: number; readonly milking: CoolingPage["reviewed"]["milkings"][number] };

export function milkingTable({ reviewed, times, profiles }: CoolingPage, box: Box): string {
  const all = reviewed.milkings.map((milking, at): Row => ({ number: at + 1, milking }));
  const room = Math.max(1, Math.floor((box.height - 22) / ROW)) * COLUMNS;
  const shown = all.length <= room ? all : needed(all, room - 1);
  const rows = Math.ceil(shown.length / COLUMNS);
  const width = box.width / COLUMNS;
  const many = profiles.length > 1;
  const marks = shown.map(({ number, milking }, at) => {
    const x = box.x + Math.floor(at / rows) * width;
    const y = box.y + 22 + (at % rows) * ROW;
    const outcome = worst(milking.verdicts);
    const verdict = milking.verdicts.find((one) => one.outcome === outcome) ?? milking.verdicts[0];
    const limit = verdict?.limits.find((one) => one.outcome === outcome) ?? verdict?.limits[0];
    const reached =
      limit === undefined || limit.reachedAt === null || verdict === undefined
        ? "–"
        : durationInWords(between(verdict.judged.from, limit.reachedAt), "up");
    const inHand =
      limit?.margin == null
        ? ""
        : limit.margin >= 0
          ? durationInWords(limit.margin)
          : `${durationInWords(limit.margin, "up")} late`;
    const warmest =
      verdict?.maximum == null
        ? ""
        : celsiusInWords(Math.round(verdict.maximum.celsius * 10) / 10).replace(" °C", "°");
    return [
      text(x + 20, y, String(number), { size: 10.5, anchor: "end", fill: SOFT }),
      text(x + 27, y, `${times.instant(milking.start)}${milking.guess ? " ?" : ""}`, { size: 10.5 }),
      sign(outcome, x + 140, y - 8, 8, colourOf(outcome)),
      text(x + 152, y, wordOf(outcome).replace("COLLECTED EARLY", "COLL. EARLY"), {
        size: 10.5,
        weight: "bold",
        fill: colourOf(outcome),
      }),
      text(x + 226, y, reached, { size: 10.5 }),
      text(x + 284, y, inHand, { size: 10.5 }),
      text(x + width - 12, y, warmest, { size: 10.5, anchor: "end" }),
    ].join("");
  });
  const heads = Array.from(
    { length: Math.min(COLUMNS, Math.ceil(shown.length / Math.max(1, rows))) },
    (_, at) => {
      const x = box.x + at * width;
      const head = { size: 10, fill: SOFT };
      return [
        text(x + 27, box.y + 6, "milking began", head),
        text(x + 140, box.y + 6, many ? "worst verdict" : "verdict", head),
        text(x + 226, box.y + 6, "reached in", head),
        text(x + 284, box.y + 6, "in hand", head),
        text(x + width - 12, box.y + 6, "warmest", { ...head, anchor: "end" }),
        element("line", {
          x1: x,
          x2: x + width - 8,
          y1: box.y + 10,
          y2: box.y + 10,
          stroke: SOFT,
          "stroke-width": 0.6,
        }),
      ].join("");
    },
  );
  const hidden = all.filter((one) => !shown.includes(one));
  const notPassed = hidden.filter(({ milking }) => worst(milking.verdicts) !== "PASS").length;
  const which = notPassed === 0 ? "all of them PASS" : `${notPassed} of them not PASS`;
  const words = `${hidden.length} more milkings, ${which}, are in the command's text and JSON.`;
  const more =
    hidden.length === 0
      ? ""
      : text(box.x + box.width, box.y + 24 + rows * ROW, words, { size: 10.5, anchor: "end", fill: SOFT });
  return all.length === 0 ? "" : [...heads, ...marks, more].join("");
}

/** Those that did not pass first; the rest as far as there is room; in the order of time. */
function needed(all: readonly Row[], room: number): readonly Row[] {
  const failed = all.filter(({ milking }) => worst(milking.verdicts) !== "PASS");
  const passed = all.filter(({ milking }) => worst(milking.verdicts) === "PASS");
  return [...failed, ...passed.slice(0, Math.max(0, room - failed.length))]
    .slice(0, Math.max(room, 1))
    .sort((a, b) => a.number - b.number);
}
