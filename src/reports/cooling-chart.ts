// Room: reports. The chart of a cooling curve: axes, curve, limits, gaps, what was taken out, labelled instants.
// May live here: drawing. May not: judging, page layout (cooling-plot.ts).
// Invariant: the line is broken where nothing was read, and a thinned curve keeps every peak.

import { scaleLinear, scaleUtc } from "d3-scale";
import { line } from "d3-shape";
import { firstFrom } from "../domain/cooling/curve.ts";
import type { Excursion } from "../domain/cooling/handling.ts";
import type { ReviewedPart } from "../domain/cooling/review.ts";
import type { Outcome } from "../domain/cooling/verdict.ts";
import { durationInWords } from "../domain/cooling/words.ts";
import { milliseconds } from "../domain/units.ts";
import { colourOf, sign } from "./outcome-sign.ts";
import { element, INK, SOFT, short, text, widthOf } from "./svg.ts";

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** Raw readings of a part, NaN where there was none: what was taken out is drawn from these. */
export type RawPart = { readonly at: ArrayLike<number>; readonly celsius: ArrayLike<number> };

/** How instants are shown. */
export type ChartTimes = {
  /** What the clock of the log shows, milliseconds since 1970-01-01T00:00 on it. */
  readonly wall: (at: number) => number;
  /** The log counts from its start: no dates on the axis. */
  readonly counted: boolean;
  readonly axis: string;
};

/** A labelled vertical. */
export type Mark = {
  readonly at: number;
  readonly words: string;
  readonly kind: "start" | "deadline" | "reached" | "collected" | "other";
  readonly guess: boolean;
};

/** A stretch of one part, between two instants. */
export type Stretch = {
  readonly part: ReviewedPart;
  readonly raw: RawPart;
  readonly from: number;
  readonly to: number;
};

export type Limit = {
  readonly celsius: number;
  readonly words: string;
  /** Null: from the left edge on. */
  readonly from: number | null;
};

export type OutcomeMark = { readonly at: number; readonly outcome: Outcome };

export type Chart = {
  readonly box: Box;
  readonly stretches: readonly Stretch[];
  readonly limits: readonly Limit[];
  readonly marks: readonly Mark[];
  readonly signs: readonly OutcomeMark[];
  readonly times: ChartTimes;
  readonly top: number;
  readonly bottom: number;
};

export const CURVE = "#0b4f8a";
export const LIMIT = "#a61b1b";
const GRID = "#dddddd";
/** Room between two parts of a log whose clock was set back. */
const PART_GAP = 26;
/** Points for each unit of width: finer is not to be seen on paper. */
const FINENESS = 1.5;
const LABEL = 11.5;
const LABEL_STEP = 16;

type Placed = Stretch & { readonly x: (at: number) => number; readonly left: number; readonly right: number };

/** Patterns and clips that a chart uses; once in a page. */
export function chartDefinitions(box: Box): string {
  const { x, y, width, height } = box;
  return element("defs", {}, [
    element(
      "pattern",
      { id: "hatch", width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      [
        element("rect", { width: 7, height: 7, fill: "#f3f3f3" }),
        element("line", { x1: 0, y1: 0, x2: 0, y2: 7, stroke: "#b5b5b5", "stroke-width": 1.6 }),
      ],
    ),
    element("clipPath", { id: "plot" }, element("rect", { x, y, width, height })),
  ]);
}

export function chart(given: Chart): string {
  const { box, times } = given;
  const y = scaleLinear([given.bottom, given.top], [box.y + box.height, box.y]);
  const placed = place(given.stretches, box);
  const holes = placed.flatMap(gapsOf);
  const limits = given.limits.filter(({ celsius }) => celsius <= given.top && celsius >= given.bottom);
  return [
    element("rect", { x: box.x, y: box.y, width: box.width, height: box.height, fill: "#ffffff" }),
    celsiusAxis(box, y),
    ...placed.map((one) => timeAxis(one, box, times)),
    ...holes.map((one) => gapArea(one, box)),
    ...limits.flatMap((limit) => limitLine(limit, placed, y)),
    ...limitLabels(limits, box, y),
    element("g", { "clip-path": "url(#plot)" }, [
      ...placed.map((one) => takenOut(one, y)),
      ...placed.map((one) => curveLine(one, y)),
    ]),
    ...placed.slice(1).map((one) => clockStep(one.left - PART_GAP / 2, box)),
    element("rect", {
      x: box.x,
      y: box.y,
      width: box.width,
      height: box.height,
      fill: "none",
      stroke: INK,
      "stroke-width": 1,
    }),
    marks(given.marks, placed, box),
    signs(given.signs, placed, box),
    ...holes.map((one) => gapLabel(one, box)),
    text(box.x + box.width, box.y + box.height + 50, times.axis, { size: 11, anchor: "end", fill: SOFT }),
    text(box.x - 40, box.y - 10, "°C", { size: 12, fill: SOFT }),
    isCut(given)
      ? text(
          box.x,
          box.y + box.height + 50,
          `What is warmer than ${short(given.top)} °C, such as a wash, runs out of the picture.`,
          {
            size: 11,
            fill: SOFT,
          },
        )
      : "",
  ].join("");
}

function isCut({ stretches, top }: Chart): boolean {
  return stretches.some(({ part, from, to }) => {
    const { curve } = part;
    for (
      let index = firstFrom(curve, from);
      index < curve.at.length && (curve.at[index] ?? 0) <= to;
      index += 1
    ) {
      if ((curve.celsius[index] ?? 0) > top) return true;
    }
    return false;
  });
}

/** Side by side, each as wide as it is long. */
function place(stretches: readonly Stretch[], box: Box): readonly Placed[] {
  const room = box.width - PART_GAP * (stretches.length - 1);
  const whole = stretches.reduce((sum, { from, to }) => sum + Math.max(1, to - from), 0);
  let left = box.x;
  return stretches.map((stretch) => {
    const right = left + (room * Math.max(1, stretch.to - stretch.from)) / whole;
    const scale = scaleLinear([stretch.from, Math.max(stretch.to, stretch.from + 1)], [left, right]);
    const one = { ...stretch, x: (at: number) => scale(at), left, right };
    left = right + PART_GAP;
    return one;
  });
}

type Y = (celsius: number) => number;

function celsiusAxis(box: Box, y: Y & { ticks(count?: number): number[] }): string {
  return y
    .ticks(Math.max(4, Math.round(box.height / 48)))
    .map((degrees) =>
      [
        element("line", {
          x1: box.x,
          x2: box.x + box.width,
          y1: y(degrees),
          y2: y(degrees),
          stroke: GRID,
          "stroke-width": 0.8,
        }),
        text(box.x - 8, y(degrees) + 4, short(degrees), { size: 12, anchor: "end" }),
      ].join(""),
    )
    .join("");
}

const DAY = 86_400_000;

function timeAxis({ from, to, x, left, right }: Placed, box: Box, times: ChartTimes): string {
  const shift = times.wall(from) - from;
  const scale = scaleUtc([from + shift, to + shift], [left, right]);
  const foot = box.y + box.height;
  const count = Math.max(2, Math.round((right - left) / 85));
  let lastDay = Number.NaN;
  return scale
    .ticks(count)
    .map((tick) => {
      const at = tick.getTime() - shift;
      const wall = times.wall(at);
      const iso = new Date(wall).toISOString();
      const day = Math.floor(wall / DAY);
      const isNewDay = day !== lastDay;
      lastDay = day;
      const isMidnight = iso.slice(11, 16) === "00:00";
      const long = to - from > 8 * DAY;
      const words = times.counted ? hoursText(wall) : long && isMidnight ? dayText(iso) : iso.slice(11, 16);
      const under = isNewDay && !times.counted && !(long && isMidnight) ? dayText(iso) : "";
      return [
        element("line", {
          x1: x(at),
          x2: x(at),
          y1: box.y,
          y2: foot,
          stroke: GRID,
          "stroke-width": isMidnight ? 1.4 : 0.7,
        }),
        element("line", { x1: x(at), x2: x(at), y1: foot, y2: foot + 5, stroke: INK, "stroke-width": 1 }),
        text(x(at), foot + 19, words, { size: 12, anchor: "middle" }),
        under === "" ? "" : text(x(at), foot + 34, under, { size: 11, anchor: "middle", fill: SOFT }),
      ].join("");
    })
    .join("");
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
export const dayText = (iso: string): string =>
  `${Number(iso.slice(8, 10))} ${MONTHS[Number(iso.slice(5, 7)) - 1] ?? ""}`;
const hoursText = (ms: number): string => `${short(ms / 3_600_000)} h`;

type Gap = { readonly left: number; readonly right: number; readonly words: string };

/** Stretches without a reading; those too near each other to be told apart are one. */
function gapsOf({ part, from, to, x }: Placed): readonly Gap[] {
  const found: Gap[] = [];
  for (const gap of part.gaps) {
    if (gap.to <= from || gap.from >= to) continue;
    const [left, right] = [Math.max(x(gap.from), x(from)), Math.min(x(gap.to), x(to))];
    const last = found.at(-1);
    if (last !== undefined && left - last.right < GAPS_APART) {
      found[found.length - 1] = {
        left: last.left,
        right: Math.max(last.right, right),
        words: "readings too far apart",
      };
    } else {
      found.push({
        left,
        right,
        words: `no readings, ${durationInWords(milliseconds(gap.to - gap.from), "up")}`,
      });
    }
  }
  return found;
}

function gapArea({ left, right }: Gap, { y, height }: Box): string {
  const area = { x: left, y, width: Math.max(1.5, right - left), height };
  return element("rect", { ...area, fill: "url(#hatch)", stroke: "#b5b5b5", "stroke-width": 0.6 });
}

/** Over the verticals: a deadline in a gap is what a reader looks for. */
function gapLabel({ left, right, words }: Gap, { y, height }: Box): string {
  const style = { size: 11, fill: SOFT, halo: true };
  const middle = (left + right) / 2;
  if (right - left > widthOf(words, 11) + 8)
    return text(middle, y + height - 12, words, { ...style, anchor: "middle" });
  return right - left > 13 ? text(middle + 4, y + height - 10, words, { ...style, turn: -90 }) : "";
}

/** Closer than this two stretches run into one on paper. */
const GAPS_APART = 1;

function limitLine(limit: Limit, placed: readonly Placed[], y: Y): readonly string[] {
  const at = y(limit.celsius);
  return placed.flatMap(({ x, from, to }) => {
    const begins = Math.max(limit.from ?? from, from);
    const style = { stroke: LIMIT, "stroke-width": 1.8, "stroke-dasharray": "9 5" };
    return begins >= to ? [] : [element("line", { x1: x(begins), x2: x(to), y1: at, y2: at, ...style })];
  });
}

/** The limits' words to the right of the chart, the lower ones moved down where they would touch. */
function limitLabels(limits: readonly Limit[], box: Box, y: Y): readonly string[] {
  let last = Number.NEGATIVE_INFINITY;
  return [...limits]
    .sort((a, b) => b.celsius - a.celsius)
    .map(({ celsius, words }) => {
      last = Math.max(y(celsius) + 4, last + LABEL * 1.2);
      return text(box.x + box.width + 7, last, words, { size: LABEL, fill: LIMIT });
    });
}

/** Room that the limits' words need to the right of a chart. */
export const limitRoom = (limits: readonly Limit[]): number =>
  Math.max(10, ...limits.map(({ words }) => widthOf(words, LABEL) + 8));

/** The curve of the milk, broken at gaps. */
function curveLine({ part, from, to, x, left, right }: Placed, y: Y): string {
  const { curve, gaps: holes } = part;
  const points = thinned(curve.at, curve.celsius, from, to, Math.ceil((right - left) * FINENESS));
  const broken: (Point | null)[] = [];
  let next = 0;
  for (const [index, point] of points.entries()) {
    const before = points[index - 1]?.[0] ?? Number.NEGATIVE_INFINITY;
    while ((holes[next]?.from ?? Number.POSITIVE_INFINITY) < before) next += 1;
    const hole = holes[next];
    if (hole !== undefined && hole.from >= before && hole.to <= point[0]) broken.push(null);
    broken.push(point);
  }
  const path = line<Point | null>()
    .defined((point) => point !== null)
    .x((point) => Math.round(x(point?.[0] ?? 0) * 100) / 100)
    .y((point) => Math.round(y(point?.[1] ?? 0) * 100) / 100)(broken);
  // A reading between two gaps is a point without a line.
  const alone = broken.filter(
    (point, index) => point !== null && broken[index - 1] == null && broken[index + 1] == null,
  );
  return (
    element("path", {
      d: path ?? "",
      fill: "none",
      stroke: CURVE,
      "stroke-width": 2,
      "stroke-linejoin": "round",
    }) +
    alone
      .map((point) =>
        point === null ? "" : element("circle", { cx: x(point[0]), cy: y(point[1]), r: 1.8, fill: CURVE }),
      )
      .join("")
  );
}

type Point = readonly [at: number, celsius: number];

/** First, lowest, highest and last of each of `most` steps: what is drawn looks as if every reading were. */
function thinned(
  at: ArrayLike<number>,
  celsius: ArrayLike<number>,
  from: number,
  to: number,
  most: number,
): readonly Point[] {
  const first = firstFrom({ at, celsius }, from);
  const end = firstFrom({ at, celsius }, to + 1);
  const pick = (index: number): Point => [at[index] ?? 0, celsius[index] ?? 0];
  if (end - first <= most * 4)
    return Array.from({ length: Math.max(0, end - first) }, (_, one) => pick(first + one));
  const points: Point[] = [];
  const step = (to - from) / most;
  for (let index = first; index < end; ) {
    const until = from + (Math.floor(((at[index] ?? 0) - from) / step) + 1) * step;
    let [low, high, last] = [index, index, index];
    for (let next = index; next < end && (at[next] ?? 0) < until; next += 1) {
      if ((celsius[next] ?? 0) < (celsius[low] ?? 0)) low = next;
      if ((celsius[next] ?? 0) > (celsius[high] ?? 0)) high = next;
      last = next;
    }
    for (const one of [...new Set([index, low, high, last])].sort((a, b) => a - b)) points.push(pick(one));
    index = last + 1;
  }
  return points;
}

/** What the probe read while it was out of the milk, faint. */
function takenOut({ part, raw, from, to, x }: Placed, y: Y): string {
  return part.excursions
    .filter((one) => one.to > from && one.from < to)
    .map((one) => excursionLine(one, raw, x, y))
    .join("");
}

function excursionLine(one: Excursion, raw: RawPart, x: (at: number) => number, y: Y): string {
  const points: Point[] = [];
  const begin = Math.max(0, firstFrom(raw, one.from) - 1);
  for (let index = begin; index < raw.at.length; index += 1) {
    const at = raw.at[index] ?? 0;
    const celsius = raw.celsius[index] ?? Number.NaN;
    if (!Number.isNaN(celsius)) points.push([at, celsius]);
    if (at > one.to) break;
  }
  const path = line<Point>()
    .x(([at]) => Math.round(x(at) * 100) / 100)
    .y(([, celsius]) => Math.round(y(celsius) * 100) / 100)(points);
  const inner = points.filter(([at]) => at >= one.from && at <= one.to).slice(0, 200);
  return (
    element("path", {
      d: path ?? "",
      fill: "none",
      stroke: "#8a8a8a",
      "stroke-width": 1,
      "stroke-dasharray": "2 3",
    }) +
    inner
      .map(([at, celsius]) =>
        element("circle", {
          cx: x(at),
          cy: y(celsius),
          r: 1.9,
          fill: "#ffffff",
          stroke: "#8a8a8a",
          "stroke-width": 0.9,
        }),
      )
      .join("")
  );
}

function clockStep(x: number, box: Box): string {
  return [
    element("rect", { x: x - PART_GAP / 2, y: box.y, width: PART_GAP, height: box.height, fill: "#ffffff" }),
    text(x + 4, box.y + box.height - 10, "the logger's clock was set back", {
      size: 11,
      fill: SOFT,
      turn: -90,
    }),
  ].join("");
}

type Standing = Mark & { readonly x: number; readonly toLeft: boolean; readonly row: number };

/** Rows of labels above a chart: each stands higher than the verticals that it would cross. */
function standing(all: readonly Mark[], placed: readonly Placed[], box: Box): readonly Standing[] {
  const marks = all
    .flatMap((mark) => {
      const where = placed.find(({ from, to }) => mark.at >= from && mark.at <= to);
      if (where === undefined) return [];
      const x = where.x(mark.at);
      const width = widthOf(mark.words, LABEL) + 12;
      const toLeft = x + width > box.x + box.width + 20;
      return [{ ...mark, x, toLeft, left: toLeft ? x - width : x, right: toLeft ? x : x + width }];
    })
    .sort((a, b) => Number(a.toLeft) - Number(b.toLeft) || b.x - a.x);
  const done: (Standing & { readonly left: number; readonly right: number })[] = [];
  for (const mark of marks) {
    const under = done.filter((other) => other.left < mark.right && other.right > mark.left);
    done.push({ ...mark, row: 1 + Math.max(-1, ...under.map(({ row }) => row)) });
  }
  return done;
}

/** Room that the labels need above a chart. */
export const labelRoom = (marks: readonly Mark[], stretches: readonly Stretch[], box: Box): number =>
  12 + LABEL_STEP * (1 + Math.max(-1, ...standing(marks, place(stretches, box), box).map(({ row }) => row)));

/** Verticals with their words above the chart. */
function marks(all: readonly Mark[], placed: readonly Placed[], box: Box): string {
  return standing(all, placed, box)
    .map(({ x, row, kind, guess, words, toLeft }) => {
      const y = box.y - 10 - row * LABEL_STEP;
      const dash = kind === "deadline" ? null : kind === "reached" ? "1.5 3" : guess ? "6 4" : null;
      const colour = kind === "deadline" ? LIMIT : kind === "reached" ? CURVE : INK;
      const stroke = {
        stroke: colour,
        "stroke-width": kind === "deadline" ? 2 : 1.3,
        "stroke-dasharray": dash,
      };
      const style = { size: LABEL, anchor: toLeft ? ("end" as const) : ("start" as const), fill: colour };
      return [
        element("line", { x1: x, x2: x, y1: y - 8, y2: box.y + box.height, ...stroke }),
        text(toLeft ? x - 5 : x + 5, y + 1, words, style),
      ].join("");
    })
    .join("");
}

/** Small signs above the chart, where there are too many milkings for words. */
function signs(all: readonly OutcomeMark[], placed: readonly Placed[], box: Box): string {
  return all
    .flatMap(({ at, outcome }) => {
      const where = placed.find(({ from, to }) => at >= from && at <= to);
      return where === undefined ? [] : [sign(outcome, where.x(at) - 4, box.y - 15, 8, colourOf(outcome))];
    })
    .join("");
}
