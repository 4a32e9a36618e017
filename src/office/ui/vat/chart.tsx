// Room: office/ui/vat. One uPlot chart in a page: made anew when what it is made of changes, sized to its place, dragged and swiped.
// May live here: the life of the chart. May not: what it shows (curve-chart.tsx, compare-chart.tsx).
// Invariant: the canvas is a picture with words (`says`); nothing is to be had from it that is not on the page in text, too.

import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Paint } from "./curve-picture.ts";
import { paintOf, useLookRound } from "./paint.ts";

export type ChartSize = { readonly width: number; readonly height: number };
type Props = {
  /** In words, for those who do not see it. */
  readonly says: string;
  readonly data: uPlot.AlignedData;
  /** Made anew whenever `key` changes. */
  readonly options: (size: ChartSize, paint: Paint) => uPlot.Options;
  readonly optionsKey: string;
  /** Where the cursor is put from outside; null: nowhere. */
  readonly cursorAt: number | null;
  readonly onCursor: (index: number | null) => void;
  /** A stretch was drawn with the mouse: x from and to. */
  readonly onStretch?: ((from: number, to: number) => void) | undefined;
  /** A finger moved the chart by this part of its width. */
  readonly onSwipe?: ((by: number) => void) | undefined;
  /** Told after the chart is on the screen. */
  readonly onDrawn?: (() => void) | undefined;
};

export function Chart(props: Props) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const last = useRef(props);
  last.current = props;
  const finger = useRef<Finger | null>(null);
  const round = useLookRound();
  const { data, optionsKey, cursorAt } = props;

  // The chart is made anew when its options' key or the look changes.
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const size = sizeOf(element);
    const options = last.current.options(size, paintOf(element));
    const made = new uPlot(withHooks(options, last), last.current.data, element);
    chart.current = made;
    const watch = new ResizeObserver(() => {
      const next = sizeOf(element);
      if (next.width !== made.width || next.height !== made.height) made.setSize(next);
    });
    watch.observe(element);
    last.current.onDrawn?.();
    return () => {
      watch.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [optionsKey, round, data]);
  useEffect(() => {
    const made = chart.current;
    if (made === null || cursorAt === null) return;
    const at = made.data[0][cursorAt];
    if (at !== undefined)
      made.setCursor({ left: made.valToPos(at, "x"), top: made.over.clientHeight / 2 }, false);
  }, [cursorAt]);
  return <div ref={place} class="vat-chart" role="img" aria-label={props.says} {...swiped(last, finger)} />;
}

const sizeOf = (element: HTMLElement): ChartSize => ({
  width: Math.max(200, Math.floor(element.clientWidth)),
  height: Math.max(160, Math.floor(element.clientHeight)),
});

type Last = { readonly current: Props };
function withHooks(options: uPlot.Options, last: Last): uPlot.Options {
  const { hooks = {} } = options;
  return {
    ...options,
    hooks: {
      ...hooks,
      setCursor: [(plot) => last.current.onCursor(plot.cursor.idx ?? null)],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width < 4) return;
          last.current.onStretch?.(plot.posToVal(left, "x"), plot.posToVal(left + width, "x"));
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
}

type Finger = { readonly x: number; readonly pointer: number };
/** A finger that goes sideways moves the chart; one that goes up or down scrolls the page. */
function swiped(last: Last, finger: { current: Finger | null }) {
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.pointerType === "touch") finger.current = { x: event.clientX, pointer: event.pointerId };
    },
    onPointerUp: (event: PointerEvent) => {
      const began = finger.current;
      finger.current = null;
      const element = event.currentTarget;
      if (began?.pointer !== event.pointerId || !(element instanceof HTMLElement)) return;
      const moved = event.clientX - began.x;
      if (Math.abs(moved) > SWIPE_LEAST) last.current.onSwipe?.(-moved / element.clientWidth);
    },
    onPointerCancel: () => {
      finger.current = null;
    },
  };
}
/** Less is a tap, CSS pixels. */
const SWIPE_LEAST = 24;
