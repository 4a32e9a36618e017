// Room: office/ui/print. The vat's curve as lines on paper: sharp at any size, told apart in grey.
// May live here: one drawing. May not: fetching. Invariant: a gap is a hatched gap; every line and mark has its word.

import type { Curve } from "../../contract/vat.ts";
import { dayWords, timeWords } from "../components/clock-time.tsx";
import { withoutMilk } from "../vat/curve-chart.tsx";
import { columnsOf, limitsOf, milkGaps, spanOf } from "../vat/curve-columns.ts";
import type { Range } from "../vat/ranges.ts";

const WIDTH = 720;
const HEIGHT = 270;
const LEFT = 44;
const RIGHT = 12;
const TOP = 22;
const BOTTOM = 34;
const DASHES = ["", "6 3", "2 2", "9 3 2 3"] as const;

type Props = {
  readonly curve: Curve;
  readonly range: Range;
  readonly zone: string;
  readonly now: number;
  readonly says: string;
};
type Scale = { readonly x: (ms: number) => number; readonly y: (celsius: number) => number };

export function PrintCurve({ curve, range, zone, now, says }: Props) {
  const columns = columnsOf(curve.series);
  const limits = limitsOf(curve);
  const span = spanOf(columns, limits, withoutMilk(curve, Math.min(now, range.to)));
  const scale: Scale = {
    x: (ms) => LEFT + ((ms - range.from) / (range.to - range.from)) * (WIDTH - LEFT - RIGHT),
    y: (celsius) => TOP + ((span.to - celsius) / (span.to - span.from)) * (HEIGHT - TOP - BOTTOM),
  };
  return (
    <figure class="print-figure">
      <svg class="print-curve" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={says}>
        <defs>
          <pattern
            id="print-hatch"
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <path d="M0 0v6" class="print-hatch" />
          </pattern>
          <clipPath id="print-clip">
            <rect x={LEFT} y={TOP} width={WIDTH - LEFT - RIGHT} height={HEIGHT - TOP - BOTTOM} />
          </clipPath>
        </defs>
        <Axes span={span} range={range} scale={scale} zone={zone} now={now} />
        <g clip-path="url(#print-clip)">
          <Behind curve={curve} range={range} scale={scale} now={now} />
          {columns.probes.map(({ probe, low, high, step }, line) => (
            <g key={probe}>
              <path
                class="print-line"
                stroke-dasharray={DASHES[line % DASHES.length]}
                d={pathOf(columns.at, high, scale)}
              />
              {step > 0 ? <path class="print-line thin" d={pathOf(columns.at, low, scale)} /> : null}
            </g>
          ))}
        </g>
        <Limits limits={limits} scale={scale} />
        <Deadlines curve={curve} range={range} scale={scale} zone={zone} />
      </svg>
      <figcaption>
        {columns.probes.map(({ probe, step }, line) => (
          <span key={probe} class="print-key">
            <svg viewBox="0 0 30 6" aria-hidden="true">
              <path class="print-line" stroke-dasharray={DASHES[line % DASHES.length]} d="M0 3h30" />
            </svg>
            {probe}
            {step > 0 ? ", highest and lowest" : ""}
          </span>
        ))}
        <span class="print-key">shaded: milk comes in</span>
        <span class="print-key">hatched: no readings</span>
      </figcaption>
    </figure>
  );
}

function pathOf(at: readonly number[], values: readonly (number | null | undefined)[], scale: Scale): string {
  const parts: string[] = [];
  let drawing = false;
  for (const [index, value] of values.entries()) {
    if (value === undefined) continue;
    if (value === null) {
      drawing = false;
      continue;
    }
    const point = `${scale.x((at[index] ?? 0) * 1_000).toFixed(1)} ${scale.y(value).toFixed(1)}`;
    parts.push(`${drawing ? "L" : "M"}${point}`);
    drawing = true;
  }
  return parts.join("");
}

type Framed = { readonly range: Range; readonly scale: Scale; readonly zone: string; readonly now: number };
function Axes({
  span,
  range,
  scale,
  zone,
  now,
}: Framed & { readonly span: { readonly from: number; readonly to: number } }) {
  const step = span.to - span.from > 24 ? 5 : span.to - span.from > 12 ? 4 : 2;
  const degrees: number[] = [];
  for (let at = Math.ceil(span.from / step) * step; at <= span.to; at += step) degrees.push(at);
  return (
    <g class="print-axes">
      {degrees.map((celsius) => (
        <g key={celsius}>
          <path d={`M${LEFT} ${scale.y(celsius)}H${WIDTH - RIGHT}`} />
          <text x={LEFT - 5} y={scale.y(celsius) + 3.5} text-anchor="end">
            {celsius} °C
          </text>
        </g>
      ))}
      {ticksOf(range).map((at, index) => (
        <g key={at}>
          <path d={`M${scale.x(at)} ${TOP}V${HEIGHT - BOTTOM}`} />
          <text x={scale.x(at)} y={HEIGHT - BOTTOM + 13} text-anchor="middle">
            {range.to - range.from > 3 * DAY ? dayWords(at, zone, now) : timeWords(at, zone)}
          </text>
          {index === 0 && range.to - range.from <= 3 * DAY ? (
            <text x={scale.x(at)} y={HEIGHT - BOTTOM + 26} text-anchor="middle">
              {dayWords(at, zone, now)}
            </text>
          ) : null}
        </g>
      ))}
    </g>
  );
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Whole hours or days, about eight of them. */
function ticksOf({ from, to }: Range): readonly number[] {
  const steps = [
    HOUR / 2,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    4 * DAY,
    7 * DAY,
    30 * DAY,
  ];
  const step = steps.find((one) => (to - from) / one <= 9) ?? 60 * DAY;
  const ticks: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) ticks.push(at);
  return ticks;
}

function Behind({ curve, range, scale, now }: Omit<Framed, "zone"> & { readonly curve: Curve }) {
  const box = (from: number, to: number) => ({
    x: scale.x(from),
    width: Math.max(0, scale.x(to) - scale.x(from)),
    y: TOP,
    height: HEIGHT - TOP - BOTTOM,
  });
  return (
    <>
      {curve.milkings
        .filter(({ takenBack }) => !takenBack)
        .map(({ milking, start, ended }) => (
          <rect
            key={milking}
            class="print-milking"
            {...box(Date.parse(start), ended === null ? Math.min(now, range.to) : Date.parse(ended))}
          />
        ))}
      {milkGaps(curve).map(({ from, to }) => (
        <rect key={from} fill="url(#print-hatch)" {...box(from * 1_000, to * 1_000)} />
      ))}
    </>
  );
}

function Limits({ limits, scale }: { readonly limits: readonly number[]; readonly scale: Scale }) {
  return (
    <g class="print-limit">
      {limits.map((limit) => (
        <g key={limit}>
          <path d={`M${LEFT} ${scale.y(limit)}H${WIDTH - RIGHT}`} stroke-dasharray="9 4" />
          <text x={LEFT + 4} y={scale.y(limit) - 4}>
            limit {limit} °C
          </text>
        </g>
      ))}
    </g>
  );
}

function Deadlines({ curve, range, scale, zone }: Omit<Framed, "now"> & { readonly curve: Curve }) {
  const marks = curve.milkings.flatMap(({ milking, start, verdicts, takenBack }) =>
    takenBack
      ? []
      : [
          { key: `s${milking}`, at: Date.parse(start), words: `milking ${milking}` },
          ...verdicts.slice(0, 1).flatMap(({ deadline }) =>
            deadline === null
              ? []
              : [
                  {
                    key: `d${milking}`,
                    at: Date.parse(deadline),
                    words: `deadline ${timeWords(deadline, zone)}`,
                  },
                ],
          ),
        ],
  );
  const few = marks.length <= 6;
  return (
    <g class="print-marks">
      {marks
        .filter(({ at }) => at >= range.from && at <= range.to)
        .map(({ key, at, words }) => (
          <g key={key}>
            <path d={`M${scale.x(at)} ${TOP - 4}V${HEIGHT - BOTTOM}`} />
            {few ? (
              <text x={scale.x(at)} y={TOP - 8} text-anchor="middle">
                {words}
              </text>
            ) : null}
          </g>
        ))}
    </g>
  );
}
