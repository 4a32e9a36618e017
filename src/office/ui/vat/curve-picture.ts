// Room: office/ui/vat. What is drawn behind and over the readings: the vat's states, milkings, limits, deadlines, gaps.
// May live here: marks on a canvas, in the order in which they lie. May not: readings themselves (uPlot draws them), fetching.
// Invariant: what carries meaning has a word or a letter beside its colour; a gap is hatched and says so where there is room.

import uPlot from "uplot";
import type { Curve } from "../../contract/vat.ts";
import type { Gap } from "./curve-columns.ts";
import { isNotable, OUTCOMES, outcomeShown, SHAPES, type Tone } from "./outcomes.ts";

/** The page's colours, read from its tokens whenever the look changes. */
export type Paint = {
  readonly ink: string;
  readonly soft: string;
  readonly paper: string;
  readonly grid: string;
  readonly limit: string;
  readonly milking: string;
  readonly gap: string;
  readonly lines: readonly string[];
  readonly fills: readonly string[];
  /** Where only the shade between lowest and highest is drawn. */
  readonly shade: string;
  readonly tones: { readonly [tone in Tone]: string };
  readonly states: { readonly [state: string]: string };
  readonly font: string;
};

/** Everything to be marked; instants in milliseconds. */
export type Marks = {
  readonly limits: readonly number[];
  readonly milkings: Curve["milkings"];
  readonly states: Curve["states"];
  readonly gaps: readonly Gap[];
  readonly now: number;
  /** Milk without an end yet reaches to here. */
  readonly until: number;
  /** Months: only milkings that are not in order are told, and marked by their letters alone. */
  readonly sparse: boolean;
  /** Writes an instant: time of day at the farm. */
  readonly when: (ms: number) => string;
};
/** Of more milkings than these the deadlines' times would lie over each other. */
const NAMED_MAX = 5;

/** Height of the states' band below the readings, in CSS pixels. */
export const BAND = 18;

/** Behind the readings. */
export function drawBehind(plot: uPlot, marks: Marks, paint: Paint): void {
  const pen = penOf(plot, paint);
  for (const gap of marks.gaps) gapMark(pen, gap, paint);
  if (isCrowded(pen, marks)) return;
  for (const milking of marks.milkings) milkingShade(pen, milking, marks, paint);
  stateBand(pen, marks, paint);
}

/** Over the readings. */
export function drawOver(plot: uPlot, marks: Marks, paint: Paint): void {
  const pen = penOf(plot, paint);
  for (const limit of marks.limits) limitLine(pen, limit, paint);
  let free = Number.NEGATIVE_INFINITY;
  const crowded = isCrowded(pen, marks);
  const named = marks.milkings.length <= NAMED_MAX;
  // Where there is no room for all, those that are not in order come first.
  const marked = crowded ? marks.milkings.filter(isNotable) : marks.milkings;
  for (const milking of crowded ? marks.milkings : []) pickUp(pen, milking, paint);
  for (const milking of crowded ? [] : marks.milkings) {
    deadlines(pen, milking, { paint, named, when: marks.when });
  }
  for (const milking of marked) free = verdictMark(pen, milking, free, paint);
  nowLine(pen, marks.now, paint);
}

/** So many milkings that their marks would cover what they mark. */
const isCrowded = ({ left, right, px }: Pen, { milkings, sparse }: Marks): boolean =>
  sparse || (milkings.length > 2 && (right - left) / px / milkings.length < 16);

/** How warm it was when it was collected: one dot a milking. */
function pickUp(pen: Pen, { temperatures }: Curve["milkings"][number], paint: Paint): void {
  const taken = temperatures.find(({ moment }) => moment === "pick-up");
  if (taken === undefined || taken.celsius === null) return;
  const { ctx, px } = pen;
  const { at, celsius } = taken;
  within(pen, () => {
    ctx.fillStyle = taken.within === false ? paint.tones.bad : paint.ink;
    ctx.beginPath();
    ctx.arc(pen.x(Date.parse(at)), pen.y(celsius), (taken.within === false ? 3.5 : 2) * px, 0, 2 * Math.PI);
    ctx.fill();
  });
}

type Pen = {
  readonly ctx: CanvasRenderingContext2D;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** Canvas pixels in one CSS pixel. */
  readonly px: number;
  readonly x: (ms: number) => number;
  readonly y: (celsius: number) => number;
};

function penOf(plot: uPlot, paint: Paint): Pen {
  const { left, top, width, height } = plot.bbox;
  const px = uPlot.pxRatio;
  plot.ctx.font = `${12 * px}px ${paint.font}`;
  return {
    ctx: plot.ctx,
    left,
    top,
    right: left + width,
    bottom: top + height,
    px,
    x: (ms) => plot.valToPos(ms / 1_000, "x", true),
    y: (celsius) => plot.valToPos(celsius, "y", true),
  };
}

/** Draws within the plot only, and leaves the pen as it was. */
function within({ ctx, left, top, right, bottom }: Pen, draw: () => void): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, right - left, bottom - top);
  ctx.clip();
  draw();
  ctx.restore();
}

function gapMark(pen: Pen, gap: Gap, paint: Paint): void {
  const { ctx, px, top, bottom } = pen;
  const from = Math.max(pen.left, pen.x(gap.from * 1_000));
  const to = Math.min(pen.right, pen.x(gap.to * 1_000));
  if (to - from < 1) return;
  within(pen, () => {
    ctx.beginPath();
    ctx.rect(from, top, to - from, bottom - top);
    ctx.clip();
    ctx.strokeStyle = paint.gap;
    ctx.lineWidth = px;
    const step = 8 * px;
    ctx.beginPath();
    for (let x = from - (bottom - top); x < to; x += step) {
      ctx.moveTo(x, bottom);
      ctx.lineTo(x + (bottom - top), top);
    }
    ctx.stroke();
    label(pen, "no readings", (from + to) / 2, (top + bottom) / 2, to - from, paint);
  });
}

/** Words in the middle of a place, on paper, if they fit. */
function label(pen: Pen, words: string, x: number, y: number, room: number, paint: Paint): void {
  const { ctx, px } = pen;
  const width = ctx.measureText(words).width;
  if (width + 8 * px > room) return;
  ctx.fillStyle = paint.paper;
  ctx.fillRect(x - width / 2 - 4 * px, y - 9 * px, width + 8 * px, 18 * px);
  ctx.fillStyle = paint.soft;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(words, x, y);
}

function milkingShade(pen: Pen, milking: Curve["milkings"][number], marks: Marks, paint: Paint): void {
  if (milking.takenBack) return;
  const { ctx, px, top, bottom } = pen;
  const from = pen.x(Date.parse(milking.start));
  const to = pen.x(milking.ended === null ? marks.until : Date.parse(milking.ended));
  within(pen, () => {
    ctx.fillStyle = paint.milking;
    ctx.fillRect(from, top, Math.max(px, to - from), bottom - top);
    ctx.strokeStyle = paint.soft;
    ctx.lineWidth = px;
    ctx.setLineDash(milking.guess ? [4 * px, 3 * px] : []);
    ctx.beginPath();
    ctx.moveTo(from, top);
    ctx.lineTo(from, bottom);
    ctx.stroke();
    const words = `milking ${milking.milking}`;
    if (ctx.measureText(words).width + 8 * px < to - from) {
      ctx.fillStyle = paint.soft;
      ctx.textAlign = "left";
      ctx.textBaseline = "bottom";
      ctx.fillText(words, from + 5 * px, bottom - (BAND + 4) * px);
    }
  });
}

const STATE_SHORT: { readonly [state: string]: string } = {
  empty: "empty",
  filling: "filling",
  cooling: "cooling",
  holding: "cold",
  collected: "collected",
  washing: "wash",
  unknown: "not known",
};

function stateBand(pen: Pen, marks: Marks, paint: Paint): void {
  const { ctx, px, bottom } = pen;
  const height = BAND * px;
  within(pen, () => {
    marks.states.forEach(({ at, state, guess }, index) => {
      const next = marks.states[index + 1];
      const from = Math.max(pen.left, pen.x(Date.parse(at)));
      const to = Math.min(pen.right, pen.x(next === undefined ? marks.until : Date.parse(next.at)));
      if (to <= from) return;
      ctx.fillStyle = paint.states[state] ?? paint.grid;
      ctx.fillRect(from, bottom - height, to - from, height);
      ctx.fillStyle = paint.paper;
      ctx.fillRect(from, bottom - height, px, height);
      const words = `${STATE_SHORT[state] ?? state}${guess ? " ?" : ""}`;
      if (ctx.measureText(words).width + 6 * px > to - from) return;
      ctx.fillStyle = paint.ink;
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.fillText(words, (from + to) / 2, bottom - height / 2);
    });
  });
}

function limitLine(pen: Pen, limit: number, paint: Paint): void {
  const { ctx, px, left, right } = pen;
  const y = pen.y(limit);
  within(pen, () => {
    ctx.strokeStyle = paint.limit;
    ctx.lineWidth = 1.5 * px;
    ctx.setLineDash([9 * px, 5 * px]);
    ctx.beginPath();
    ctx.moveTo(left, y);
    ctx.lineTo(right, y);
    ctx.stroke();
    const words = `limit ${limit} °C`;
    const width = ctx.measureText(words).width;
    ctx.setLineDash([]);
    ctx.fillStyle = paint.paper;
    ctx.fillRect(right - width - 8 * px, y - 17 * px, width + 6 * px, 15 * px);
    ctx.fillStyle = paint.limit;
    ctx.textAlign = "right";
    ctx.textBaseline = "bottom";
    ctx.fillText(words, right - 5 * px, y - 2 * px);
  });
}

/** A post from the limit up at each deadline, with a flag: the milk has to be under the line by here. */
function deadlines(
  pen: Pen,
  milking: Curve["milkings"][number],
  { paint, named, when }: { readonly paint: Paint; readonly named: boolean; readonly when: Marks["when"] },
): void {
  if (milking.takenBack) return;
  const { ctx, px, top } = pen;
  const seen = new Set<string>();
  for (const { deadline, limit } of milking.verdicts) {
    if (deadline === null || limit === null || seen.has(`${deadline} ${limit}`)) continue;
    seen.add(`${deadline} ${limit}`);
    const x = pen.x(Date.parse(deadline));
    const y = pen.y(limit);
    within(pen, () => {
      ctx.setLineDash([]);
      ctx.strokeStyle = paint.limit;
      ctx.fillStyle = paint.limit;
      ctx.lineWidth = 2 * px;
      ctx.beginPath();
      ctx.moveTo(x, y);
      ctx.lineTo(x, Math.max(top, y - 46 * px));
      ctx.stroke();
      ctx.beginPath();
      ctx.moveTo(x, y);
      ctx.lineTo(x - 6 * px, y - 9 * px);
      ctx.lineTo(x + 6 * px, y - 9 * px);
      ctx.fill();
      if (named) {
        const words = `due ${when(Date.parse(deadline))}`;
        const under = Math.max(top + 16 * px, y - 48 * px);
        const width = ctx.measureText(words).width + 6 * px;
        ctx.fillStyle = paint.paper;
        ctx.fillRect(x - width / 2, under - 15 * px, width, 15 * px);
        ctx.fillStyle = paint.limit;
        ctx.textAlign = "center";
        ctx.textBaseline = "bottom";
        ctx.fillText(words, x, under);
      }
    });
  }
}

/** The verdict's letter in its tone's shape, at the milking's start. Where there is no room for all, some are left out: the table has them. */
function verdictMark(pen: Pen, milking: Curve["milkings"][number], free: number, paint: Paint): number {
  const { ctx, px, top } = pen;
  const x = pen.x(Date.parse(milking.start));
  const size = 18 * px;
  if (x < Math.max(pen.left - size / 2, free) || x > pen.right - size) return free;
  const look = OUTCOMES[outcomeShown(milking)];
  const y = top + 4 * px;
  ctx.save();
  ctx.translate(x, y);
  ctx.scale(size / 24, size / 24);
  ctx.fillStyle = paint.tones[look.tone];
  ctx.fill(new Path2D(SHAPES[look.tone]));
  ctx.restore();
  ctx.save();
  ctx.fillStyle = paint.paper;
  ctx.font = `bold ${12 * px}px ${paint.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(look.letter, x + size / 2, y + size / 2 + px);
  ctx.restore();
  return x + size + 4 * px;
}

function nowLine(pen: Pen, now: number, paint: Paint): void {
  const { ctx, px, top, bottom } = pen;
  const x = pen.x(now);
  if (x < pen.left || x > pen.right) return;
  ctx.save();
  ctx.strokeStyle = paint.ink;
  ctx.lineWidth = px;
  ctx.setLineDash([2 * px, 3 * px]);
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x, bottom);
  ctx.stroke();
  ctx.fillStyle = paint.soft;
  ctx.textAlign = x > pen.right - 30 * px ? "right" : "left";
  ctx.textBaseline = "top";
  // Below the marks of verdicts: one that is pending stands close to now.
  ctx.fillText("now", x + (ctx.textAlign === "right" ? -4 : 4) * px, top + 24 * px);
  ctx.restore();
}
