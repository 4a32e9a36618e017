// Room: office/ui/vat. Milkings laid over each other from their start, up to six: is it getting slower?
// May live here: the overlay. May not: judging. Invariant: each line is told apart by colour, dashes and number, and says when it was cold.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import type { Curve, MilkingCooled } from "../../contract/vat.ts";
import type { Trouble } from "../client.ts";
import { Button, Buttons } from "../components/button.tsx";
import { dayWords, lengthWords, timeWords, useNow } from "../components/clock-time.tsx";
import { Empty } from "../components/empty.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { useOffice } from "../office.ts";
import { dashOf, degreeAxis, hourAxis } from "./axes.ts";
import { Chart, type ChartSize } from "./chart.tsx";
import { LineSample } from "./curve-chart.tsx";
import type { Paint } from "./curve-picture.ts";
import { coldAfter, type Laid, laidOver } from "./lay-over.ts";
import { outcomeShown } from "./outcomes.ts";
import { VerdictMark } from "./verdict-mark.tsx";

export const COMPARED_MAX = 6;
const HOUR = 3_600_000;
const BEFORE = HOUR / 2;
const AFTER = 5 * HOUR;
const POINTS = 400;

type Props = {
  readonly chosen: readonly MilkingCooled[];
  readonly offered: readonly MilkingCooled[];
  readonly onChange: (chosen: readonly MilkingCooled[]) => void;
};
export function ComparePanel({ chosen, offered, onChange }: Props) {
  return (
    <section class="card vat-compare" aria-labelledby="vat-compare">
      <h2 id="vat-compare">Compare milkings</h2>
      <p>
        Choose up to {COMPARED_MAX} in the calendar. {chosen.length === 0 ? "" : `${chosen.length} chosen.`}
      </p>
      <Buttons>
        <Button onPress={() => onChange(sameTimeOfDay(offered))}>The last like the latest</Button>
        <Button onPress={() => onChange(offered.filter(isMilk).slice(0, COMPARED_MAX))}>The last six</Button>
        <Button kind="quiet" off={chosen.length === 0} onPress={() => onChange([])}>
          None
        </Button>
      </Buttons>
      {chosen.length === 0 ? (
        <Empty icon="vat" title="Nothing chosen yet">
          Each milking's curve is drawn from its own start, so that one that cools slower stands out.
        </Empty>
      ) : (
        <Overlay chosen={chosen} />
      )}
    </section>
  );
}

const isMilk = ({ takenBack }: MilkingCooled): boolean => !takenBack;
/** Morning milkings beside mornings: what was before in the vat, and the amount, are alike. */
function sameTimeOfDay(offered: readonly MilkingCooled[]): readonly MilkingCooled[] {
  const [latest] = offered.filter(isMilk);
  if (latest === undefined) return [];
  const time = Date.parse(latest.start) % (24 * HOUR);
  return offered
    .filter(isMilk)
    .filter(({ start }) => {
      const apart = Math.abs((Date.parse(start) % (24 * HOUR)) - time);
      return Math.min(apart, 24 * HOUR - apart) < 2 * HOUR;
    })
    .slice(0, COMPARED_MAX);
}

function Overlay({ chosen }: { readonly chosen: readonly MilkingCooled[] }) {
  const { curves, trouble } = useCurves(chosen);
  const { session } = useOffice();
  const zone = session.zone.value;
  const now = useNow();
  const inOrder = useMemo(() => [...chosen].sort((a, b) => a.start.localeCompare(b.start)), [chosen]);
  const laid = useMemo(
    () =>
      laidOver(
        inOrder.flatMap((milking) => {
          const curve = curves.get(milking.milking);
          return curve === undefined ? [] : [{ milking, curve }];
        }),
      ),
    [inOrder, curves],
  );
  const limit = chosen.flatMap(({ verdicts }) => verdicts.flatMap((one) => one.limit ?? []))[0] ?? null;
  const due = dueAfter(chosen);
  const rows = inOrder.map((milking, line) => ({
    milking,
    line,
    cold: limit === null ? null : coldAfter(laid, milking.milking, limit),
  }));
  const says = rows.map(({ milking, cold }) => rowInWords(milking, cold, limit, zone, now)).join(" ");
  return (
    <>
      <TroubleBox trouble={trouble} />
      <Chart
        says={`Milkings laid over each other from their start. ${says}`}
        data={laid.data}
        options={(size, paint) => options({ laid, limit, due, size, paint })}
        optionsKey={inOrder.map(({ milking }) => milking).join()}
        cursorAt={null}
        onCursor={() => undefined}
      />
      <ol class="vat-compare-key">
        {rows.map(({ milking, line, cold }) => (
          <li key={milking.milking}>
            <LineSample line={line} />
            <VerdictMark outcome={outcomeShown(milking)} />
            <span>{rowInWords(milking, cold, limit, zone, now)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}

function rowInWords(
  milking: MilkingCooled,
  cold: number | null,
  limit: number | null,
  zone: string,
  now: number,
): string {
  const name = `Milking ${milking.milking}, ${dayWords(milking.start, zone, now)} ${timeWords(milking.start, zone)}`;
  if (limit === null) return `${name}.`;
  return cold === null
    ? `${name}: not at ${limit} °C here.`
    : `${name}: ${limit} °C after ${lengthWords(cold * HOUR)}.`;
}

/** How long after its start a milking is due, hours; null where they differ. */
function dueAfter(chosen: readonly MilkingCooled[]): number | null {
  const lengths = new Set(
    chosen.flatMap(({ start, verdicts }) =>
      verdicts
        .slice(0, 1)
        .flatMap(({ deadline }) => (deadline === null ? [] : [Date.parse(deadline) - Date.parse(start)])),
    ),
  );
  const [one] = lengths;
  return lengths.size === 1 && one !== undefined ? one / HOUR : null;
}

type Picture = {
  readonly laid: Laid;
  readonly limit: number | null;
  readonly due: number | null;
  readonly size: ChartSize;
  readonly paint: Paint;
};
function options({ laid, limit, due, size, paint }: Picture): uPlot.Options {
  return {
    ...size,
    legend: { show: false },
    padding: [6, 24, 0, 0],
    cursor: { drag: { x: false, y: false }, y: false },
    scales: {
      x: { time: false, range: [-BEFORE / HOUR, AFTER / HOUR] },
      y: { range: [Math.min(0, Math.floor(laid.lowest)), Math.max(8, Math.ceil(laid.highest + 1))] },
    },
    axes: [hourAxis(paint), degreeAxis(paint)],
    series: [
      {},
      ...laid.milkings.map((_, line) => ({
        stroke: paint.lines[line] ?? paint.ink,
        width: 2,
        dash: dashOf(line),
        points: { show: false },
      })),
    ],
    hooks: { draw: [(plot) => cross(plot, limit, due, paint)] },
  };
}

/** Where the limit meets the deadline: every line has to be under it there. */
function cross(plot: uPlot, limit: number | null, due: number | null, paint: Paint): void {
  if (limit === null) return;
  const { ctx, bbox } = plot;
  const px = uPlot.pxRatio;
  const y = plot.valToPos(limit, "y", true);
  ctx.save();
  ctx.strokeStyle = paint.limit;
  ctx.fillStyle = paint.limit;
  ctx.lineWidth = 1.5 * px;
  ctx.setLineDash([9 * px, 5 * px]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.font = `${12 * px}px ${paint.font}`;
  ctx.textAlign = "right";
  ctx.fillText(`limit ${limit} °C`, bbox.left + bbox.width - 5 * px, y - 5 * px);
  if (due !== null) {
    const x = plot.valToPos(due, "x", true);
    ctx.lineWidth = 2 * px;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, y);
    ctx.stroke();
    ctx.textAlign = "left";
    ctx.textBaseline = "top";
    ctx.fillText("deadline", x + 5 * px, bbox.top + 3 * px);
  }
  ctx.restore();
}

/** The curves of the chosen milkings; each is asked for once. */
function useCurves(chosen: readonly MilkingCooled[]): {
  readonly curves: ReadonlyMap<number, Curve>;
  readonly trouble: Trouble | null;
} {
  const { ask } = useOffice();
  const [curves, setCurves] = useState<ReadonlyMap<number, Curve>>(new Map());
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const asked = useRef<ReadonlySet<number>>(new Set());
  useEffect(() => {
    const fresh = chosen.filter(({ milking }) => !asked.current.has(milking));
    // What is chosen no more is forgotten, and asked for anew if it is chosen again.
    asked.current = new Set(chosen.map(({ milking }) => milking));
    setCurves((before) => new Map([...before].filter(([milking]) => asked.current.has(milking))));
    for (const { milking, start } of fresh) {
      const from = new Date(Date.parse(start) - BEFORE).toISOString();
      const to = new Date(Date.parse(start) + AFTER).toISOString();
      ask("vatCurve", { query: { from, to, points: POINTS } }).then(
        (answer) => {
          if (!answer.ok) setTrouble(answer.error);
          else if (asked.current.has(milking))
            setCurves((before) => new Map(before).set(milking, answer.value));
        },
        () => undefined,
      );
    }
  }, [ask, chosen]);
  return { curves, trouble };
}
