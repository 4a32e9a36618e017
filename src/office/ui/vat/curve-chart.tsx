// Room: office/ui/vat. The vat's curve over a range: readings of each probe, with milkings, limits, deadlines, states and gaps.
// May live here: what the chart is made of, and its reading at the cursor. May not: fetching, ranges' buttons.
// Invariant: where readings were thinned the lowest and highest of each step are both drawn, so no peak is lost.

import { useMemo, useState } from "preact/hooks";
import type uPlot from "uplot";
import type { Curve } from "../../contract/vat.ts";
import { timeWords, whenWords } from "../components/clock-time.tsx";
import { atFarm, dashOf, degreeAxis, timeAxis } from "./axes.ts";
import { Chart, type ChartSize } from "./chart.tsx";
import { type Columns, columnsOf, type Gap, limitsOf, milkGaps, spanOf } from "./curve-columns.ts";
import { BAND, drawBehind, drawOver, type Marks, type Paint } from "./curve-picture.ts";
import type { Range } from "./ranges.ts";

type Props = {
  readonly curve: Curve;
  readonly range: Range;
  readonly zone: string;
  readonly now: number;
  /** The whole picture in a sentence or two. */
  readonly says: string;
  readonly onRange: (range: Range) => void;
  readonly onSwipe: (by: number) => void;
  readonly onDrawn: () => void;
};

export function CurveChart({ curve, range, zone, now, says, onRange, onSwipe, onDrawn }: Props) {
  const [cursor, setCursor] = useState<number | null>(null);
  const columns = useMemo(() => columnsOf(curve.series), [curve]);
  const data = useMemo(() => alignedOf(columns), [columns]);
  const limits = useMemo(() => limitsOf(curve), [curve]);
  const options = (size: ChartSize, paint: Paint) =>
    optionsOf({
      columns,
      range,
      zone,
      limits,
      size,
      paint,
      marks: marksOf({ curve, range, now, zone, limits }),
    });
  return (
    <div class="vat-curve">
      <Reading columns={columns} at={cursor} zone={zone} now={now} />
      <Chart
        says={says}
        data={data}
        options={options}
        optionsKey={`${range.from} ${range.to} ${zone}`}
        cursorAt={cursor}
        onCursor={setCursor}
        onStretch={(from, to) => onRange({ from: Math.round(from * 1_000), to: Math.round(to * 1_000) })}
        onSwipe={onSwipe}
        onDrawn={onDrawn}
      />
      <CursorSlider columns={columns} at={cursor} zone={zone} now={now} onMove={setCursor} />
    </div>
  );
}

function alignedOf({ at, probes }: Columns): uPlot.AlignedData {
  return [at, ...probes.flatMap(({ low, high }) => [high, low])];
}

type MarksFrom = Pick<Props, "curve" | "range" | "now" | "zone"> & { readonly limits: readonly number[] };
function marksOf({ curve, range, now, zone, limits }: MarksFrom): Marks {
  return {
    limits,
    milkings: curve.milkings,
    states: curve.states,
    gaps: milkGaps(curve),
    now,
    until: Math.min(now, range.to),
    sparse: curve.marked === "not-in-order",
    when: (ms) => timeWords(ms, zone),
  };
}

type Picture = {
  readonly columns: Columns;
  readonly range: Range;
  readonly zone: string;
  readonly limits: readonly number[];
  readonly size: ChartSize;
  readonly paint: Paint;
  readonly marks: Marks;
};
function optionsOf({ columns, range, zone, limits, size, paint, marks }: Picture): uPlot.Options {
  const coarse = columns.probes.some(({ step }) => step >= COARSE_S);
  // A step of hours has milk and air in it: what is looked at then is how cold it was kept.
  const span = coarse ? coarseSpan(limits) : spanOf(columns, limits, withoutMilk(marks, marks.until));
  // Room below the lowest reading for the states' band.
  const below = ((span.to - span.from) * BAND) / Math.max(1, size.height - 60 - BAND);
  return {
    ...size,
    tzDate: atFarm(zone),
    legend: { show: false },
    padding: [6, 24, 0, 0],
    cursor: { drag: { x: true, y: false, setScale: false }, points: { size: 7 }, y: false },
    scales: {
      x: { time: true, range: [range.from / 1_000, range.to / 1_000] },
      y: { range: [span.from - below, span.to] },
    },
    axes: [timeAxis(paint, zone), degreeAxis(paint)],
    series: [{}, ...columns.probes.flatMap(({ step }, index) => linesOf(step, index, paint))],
    bands: columns.probes.flatMap(({ step }, index) =>
      step === 0 || (coarse && index > 0)
        ? []
        : [
            {
              series: [index * 2 + 1, index * 2 + 2] satisfies [number, number],
              fill: (coarse ? paint.shade : paint.fills[index]) ?? paint.grid,
            },
          ],
    ),
    hooks: {
      drawAxes: [(plot) => drawBehind(plot, marks, paint)],
      draw: [(plot) => drawOver(plot, marks, paint)],
    },
  };
}

/** From this step on, one point is milk and air and wash together, seconds. */
const COARSE_S = 3_600;
const coarseSpan = (limits: readonly number[]) => ({
  from: 0,
  to: Math.max(15, ...limits.map((one) => one * 3)),
});

/** Stretches without milk: air and hot water would press the milk's curve flat. Where they are shown, they go out of the picture. */
export function withoutMilk({ states }: Pick<Curve, "states">, until: number): readonly Gap[] {
  return states.flatMap(({ at, state }, index) => {
    if (!NO_MILK.has(state)) return [];
    const next = states[index + 1];
    return [{ from: Date.parse(at) / 1_000, to: (next === undefined ? until : Date.parse(next.at)) / 1_000 }];
  });
}
const NO_MILK: ReadonlySet<string> = new Set(["washing", "empty", "collected"]);

function linesOf(step: number, index: number, paint: Paint): readonly uPlot.Series[] {
  const stroke = paint.lines[index] ?? paint.ink;
  const line: uPlot.Series = {
    stroke,
    width: step > 0 ? 1 : index === 0 ? 2 : 1.5,
    dash: step > 0 ? [] : dashOf(index),
    points: { show: false },
    spanGaps: false,
  };
  if (step === 0) return [line, { ...line, show: false }];
  // Of hours only the shade between lowest and highest, of the first probe: lines would be a wall.
  const bare: uPlot.Series = { stroke: "transparent", width: 0, points: { show: false }, spanGaps: false };
  return step >= COARSE_S ? [bare, bare] : [line, line];
}

type AtCursor = {
  readonly columns: Columns;
  readonly at: number | null;
  readonly zone: string;
  readonly now: number;
};
/** What stands at an instant, in words: "08:10: vat-bottom 5.3 °C, vat-side no reading". */
function wordsAt(columns: Columns, at: number, zone: string, now: number): string {
  const instant = columns.at[at];
  if (instant === undefined) return "";
  const probes = columns.probes.map((one) => `${one.probe} ${valueAt(one, at)}`);
  return `${whenWords(instant * 1_000, zone, now)}: ${probes.join(", ")}`;
}

function valueAt({ low, high, step }: Columns["probes"][number], at: number, orBefore = false): string {
  // The other probe's instants are not this one's: look a little before. The newest step may have only one probe's reading yet.
  let index = at;
  const isElsewhere = (one: number) => low[one] === undefined || (orBefore && low[one] === null);
  while (index > 0 && isElsewhere(index) && at - index < LOOK_BACK) index -= 1;
  const least = low[index];
  const most = high[index];
  if (least == null || most == null) return "no reading";
  return step === 0 || least === most
    ? `${most.toFixed(1)} °C`
    : `${least.toFixed(1)} to ${most.toFixed(1)} °C`;
}
const LOOK_BACK = 6;

function Reading({ columns, at, zone, now }: AtCursor) {
  const index = at ?? lastReading(columns);
  const instant = index === null ? undefined : columns.at[index];
  return (
    <p class="vat-curve-reading" aria-hidden="true">
      <span class="vat-curve-time">
        {instant === undefined
          ? "no readings"
          : `${at === null ? "last, " : ""}${whenWords(instant * 1_000, zone, now)}`}
      </span>
      {columns.probes.map((probe, line) => (
        <span key={probe.probe} class="vat-curve-probe">
          <LineSample line={line} /> {probe.probe}{" "}
          <b>{index === null ? "" : valueAt(probe, index, at === null)}</b>
        </span>
      ))}
    </p>
  );
}

const lastReading = ({ at, probes }: Columns): number | null => {
  for (let index = at.length - 1; index >= 0; index -= 1) {
    if (probes.some(({ high }) => high[index] != null)) return index;
  }
  return null;
};

/** How a line looks, for keys of charts. */
export function LineSample({ line }: { readonly line: number }) {
  return (
    <svg class={`vat-line-sample line-${line + 1}`} viewBox="0 0 28 8" aria-hidden="true">
      <path d="M0 4h28" stroke-dasharray={dashOf(line).join(" ")} />
    </svg>
  );
}

/** The cursor for keys and fingers: arrows move it, and what stands there is said. */
function CursorSlider({
  columns,
  at,
  zone,
  now,
  onMove,
}: AtCursor & { readonly onMove: (at: number) => void }) {
  const last = lastReading(columns);
  if (last === null) return null;
  const index = at ?? last;
  return (
    <input
      class="vat-curve-slider no-print"
      type="range"
      min={0}
      max={columns.at.length - 1}
      value={index}
      aria-label="Read the curve at a time"
      aria-valuetext={wordsAt(columns, index, zone, now)}
      onInput={(event) => onMove(Number(event.currentTarget.value))}
    />
  );
}
