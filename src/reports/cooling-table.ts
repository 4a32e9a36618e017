// Room: reports. The table of milkings under an overview.
// May live here: rows and columns. May not: judging. Invariant: a milking that did not pass is the last one to be left out.

import { guessedStart } from "../domain/cooling/guessed-start.ts";
import { between, type DurationMs } from "../domain/units.ts";
import { type Box, dayText } from "./cooling-chart.ts";
import type { CoolingPage } from "./cooling-page.ts";
import { colourOf, sign, wordOf, worst } from "./outcome-sign.ts";
import { element, SOFT, text } from "./svg.ts";

export const TABLE_COLUMNS = 3;
export const TABLE_ROW = 14.5;
const SIZE = 10.5;
/** Where the columns of a row stand. */
const AT = {
  number: 18,
  began: 25,
  sign: 124,
  verdict: 136,
  reached: 256,
  inHand: 318,
  warmest: 352,
} as const;

type Row = { readonly number: number; readonly milking: CoolingPage["reviewed"]["milkings"][number] };

export function milkingTable(page: CoolingPage, box: Box): string {
  const all = page.reviewed.milkings.map((milking, at): Row => ({ number: at + 1, milking }));
  if (all.length === 0) return "";
  const room = Math.max(1, Math.floor((box.height - 16) / TABLE_ROW)) * TABLE_COLUMNS;
  const shown = all.length <= room ? all : needed(all, room - TABLE_COLUMNS);
  const rows = Math.ceil(shown.length / TABLE_COLUMNS);
  const width = box.width / TABLE_COLUMNS;
  const heads = Array.from({ length: Math.ceil(shown.length / rows) }, (_, at) =>
    headAt(box.x + at * width, box.y + 6, width, page.profiles.length > 1),
  );
  const lines = shown.map((row, at) =>
    rowAt(row, box.x + Math.floor(at / rows) * width, box.y + 24 + (at % rows) * TABLE_ROW, page),
  );
  return [...heads, ...lines, restLine(all, shown, box, rows)].join("");
}

function headAt(x: number, y: number, width: number, many: boolean): string {
  const head = { size: 10, fill: SOFT };
  const right = { ...head, anchor: "end" } as const;
  return [
    text(x + AT.began, y, "milking began", head),
    text(x + AT.sign, y, many ? "gravest verdict" : "verdict", head),
    text(x + AT.reached, y, "cold after", right),
    text(x + AT.inHand, y, "in hand", right),
    text(x + AT.warmest, y, "max", right),
    element("line", { x1: x, x2: x + width - 10, y1: y + 4, y2: y + 4, stroke: SOFT, "stroke-width": 0.6 }),
  ].join("");
}

function rowAt({ number, milking }: Row, x: number, y: number, { times, profiles }: CoolingPage): string {
  const outcome = worst(milking.verdicts);
  const at = milking.verdicts.findIndex((one) => one.outcome === outcome);
  const [verdict, profile] = [milking.verdicts[at], profiles[at]];
  const limit = verdict?.limits.find((one) => one.outcome === outcome) ?? verdict?.limits[0];
  const hangs =
    verdict !== undefined && profile !== undefined && guessedStart(milking, verdict, profile)?.decides;
  const mark = hangs === true ? " ??" : milking.guess ? " ?" : "";
  const reached = limit?.reachedAt == null ? "–" : hoursText(between(milking.start, limit.reachedAt), "up");
  const inHand =
    limit?.margin == null
      ? "–"
      : limit.margin < 0
        ? `late ${hoursText(limit.margin, "up")}`
        : hoursText(limit.margin, "down");
  // Rounded up: what is above a limit must not read as being at it.
  const warmest =
    verdict?.maximum == null ? "–" : `${(Math.ceil(verdict.maximum.celsius * 10 - 1e-6) / 10).toFixed(1)}°`;
  const began = times.counted
    ? times.clock(milking.start)
    : `${dayText(new Date(times.wall(milking.start)).toISOString())} ${times.clock(milking.start)}`;
  const colour = colourOf(outcome);
  const right = { size: SIZE, anchor: "end" } as const;
  return [
    text(x + AT.number, y, String(number), { ...right, fill: SOFT }),
    text(x + AT.began, y, `${began}${mark}`, { size: SIZE }),
    sign(outcome, x + AT.sign, y - 8, 8, colour),
    text(x + AT.verdict, y, wordOf(outcome), {
      size: outcome === "COLLECTED_EARLY" ? 8 : SIZE,
      weight: "bold",
      fill: colour,
    }),
    text(x + AT.reached, y, reached, right),
    text(x + AT.inHand, y, inHand, right),
    text(x + AT.warmest, y, warmest, right),
  ].join("");
}

/** `3:59`, hours and minutes; time in hand rounded down, lateness up. */
function hoursText(length: DurationMs, rounded: "down" | "up"): string {
  const minutes =
    rounded === "down" ? Math.floor(Math.abs(length) / 60_000) : Math.ceil(Math.abs(length) / 60_000);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

const hasPassed = ({ milking }: Row): boolean => worst(milking.verdicts) === "PASS";

/** Those that did not pass first, the rest as far as there is room; in the order of time. */
function needed(all: readonly Row[], room: number): readonly Row[] {
  const failed = all.filter((row) => !hasPassed(row));
  const passed = all.filter(hasPassed);
  return [...failed, ...passed].slice(0, Math.max(room, 1)).sort((a, b) => a.number - b.number);
}

function restLine(all: readonly Row[], shown: readonly Row[], box: Box, rows: number): string {
  const hidden = all.filter((row) => !shown.includes(row));
  if (hidden.length === 0) return "";
  const failed = hidden.filter((row) => !hasPassed(row)).length;
  const which = failed === 0 ? "all of them PASS" : `${failed} of them not PASS`;
  const words = `${hidden.length} more milkings, ${which}, are in the command's text and JSON.`;
  return text(box.x + box.width, box.y + 24 + rows * TABLE_ROW, words, {
    size: SIZE,
    anchor: "end",
    fill: SOFT,
  });
}
