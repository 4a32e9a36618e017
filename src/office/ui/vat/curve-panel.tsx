// Room: office/ui/vat. The curve with its ranges: today, 2 days, week, month, year, any; earlier, later, nearer, farther; and all of it in words.
// May live here: the choice of a range and reading it. May not: drawing (curve-chart.tsx).
// Invariant: the picture that is shown stays until the next one is there; its table says the same without seeing.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Curve } from "../../contract/vat.ts";
import type { Trouble } from "../client.ts";
import { Button } from "../components/button.tsx";
import { useNow } from "../components/clock-time.tsx";
import { Empty } from "../components/empty.tsx";
import { TextField } from "../components/field.tsx";
import { Reading } from "../components/progress.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { zoneOf } from "../entry/farm-zone.ts";
import { useOffice } from "../office.ts";
import { CurveChart } from "./curve-chart.tsx";
import { curveInWords } from "./curve-words.ts";
import { MilkingTable } from "./milking-table.tsx";
import {
  dayStart,
  instantAt,
  kept,
  panned,
  RANGES,
  type Range,
  type RangeName,
  rangeNamed,
  zoomed,
} from "./ranges.ts";

/** More than a screen has columns, fewer than a slow phone minds. */
const POINTS = 1_500;

type Shown = { readonly curve: Curve; readonly range: Range };

export function CurvePanel() {
  const { session } = useOffice();
  const zoneName = session.zone.value;
  const zone = zoneOf(zoneName);
  const now = useNow();
  const [name, setName] = useState<RangeName | null>("today");
  const [own, setOwn] = useState<Range | null>(null);
  const range = name === null ? (own ?? rangeNamed("today", now, zone)) : rangeNamed(name, now, zone);
  const { shown, trouble, reading, again } = useCurve(range);
  const choose = (next: Range) => {
    setName(null);
    setOwn(kept(next));
  };
  return (
    <section class="card vat-curve-panel" aria-labelledby="vat-curve">
      <div class="vat-curve-head">
        <h2 id="vat-curve">Curve</h2>
        <fieldset class="vat-segments no-print">
          <legend class="aside">Range</legend>
          {RANGES.map((one) => (
            <Button key={one.name} pressed={name === one.name} onPress={() => setName(one.name)}>
              {one.says}
            </Button>
          ))}
        </fieldset>
      </div>
      <TroubleBox trouble={trouble} again={again} />
      {shown === null ? (
        trouble === null ? (
          <Reading what="the curve" />
        ) : null
      ) : (
        <ShownCurve
          shown={shown}
          reading={reading}
          zone={zoneName}
          now={now}
          onRange={choose}
          onSwipe={(by) => choose(panned(shown.range, by))}
        />
      )}
      <fieldset class="vat-segments vat-moves no-print">
        <legend class="aside">Move the range</legend>
        <Button icon="back" onPress={() => choose(panned(range, -0.5))}>
          Earlier
        </Button>
        <Button icon="next" onPress={() => choose(panned(range, 0.5))}>
          Later
        </Button>
        <Button onPress={() => choose(zoomed(range, 0.5))}>Nearer</Button>
        <Button onPress={() => choose(zoomed(range, 2))}>Farther</Button>
      </fieldset>
      <AnyRange range={range} onRange={choose} />
    </section>
  );
}

/** Of more milkings the picture shows only what stands out. */
const MANY = 60;

type ShownProps = {
  readonly shown: Shown;
  readonly reading: boolean;
  readonly zone: string;
  readonly now: number;
  readonly onRange: (range: Range) => void;
  readonly onSwipe: (by: number) => void;
};
function ShownCurve({ shown, reading, zone, now, onRange, onSwipe }: ShownProps) {
  const { curve, range } = shown;
  const words = curveInWords(curve, range, zone, now);
  const bare = curve.series.every(({ at }) => at.length === 0);
  return (
    <div class={reading ? "vat-curve-shown vat-reading-again" : "vat-curve-shown"}>
      {bare ? (
        <Empty icon="vat" title="No readings in this time">
          Readings come from the vat's probes, one every ten seconds. Choose another range, or look on Shed
          whether the probes answer.
        </Empty>
      ) : (
        <CurveChart
          curve={curve}
          range={range}
          zone={zone}
          now={now}
          says={words}
          onRange={onRange}
          onSwipe={onSwipe}
          onDrawn={drawn}
        />
      )}
      {curve.milkings.length > MANY || curve.marked === "not-in-order" ? (
        <p class="vat-curve-words">
          Over so long a time the shade reaches from the lowest to the highest of each step, air and washes
          too; dots are temperatures at pick-up, and marks are milkings that were not in order.
        </p>
      ) : null}
      <p class="vat-curve-words">{words}</p>
      {curve.milkings.length === 0 ? null : (
        <details class="vat-curve-table">
          <summary>
            {curve.milkings.length === 1 ? "The milking" : `The ${curve.milkings.length} milkings`} of this
            range{curve.marked === "all" ? "" : " that did not pass"} as a table
          </summary>
          <MilkingTable milkings={curve.milkings} />
        </details>
      )}
    </div>
  );
}

/** From the answer's arrival to the chart on the screen, for whoever measures. */
function drawn(): void {
  requestAnimationFrame(() => {
    performance.mark("vat-curve-drawn");
    if (performance.getEntriesByName("vat-curve-asked").length > 0) {
      performance.measure("vat-curve-whole", "vat-curve-asked", "vat-curve-drawn");
      performance.measure("vat-curve-page", "vat-curve-come", "vat-curve-drawn");
    }
  });
}

type ReadCurve = {
  readonly shown: Shown | null;
  readonly trouble: Trouble | null;
  readonly reading: boolean;
  readonly again: () => void;
};
/** While the next range is read the last one stays. A range that holds now is read again each minute. */
function useCurve(range: Range): ReadCurve {
  const { ask, live } = useOffice();
  const [shown, setShown] = useState<Shown | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [reading, setReading] = useState(true);
  const [round, setRound] = useState(0);
  const again = () => setRound((before) => before + 1);
  const { from, to } = range;
  const wanted = useRef(0);
  // `round` asks for the same range once more.
  useEffect(() => {
    wanted.current += 1;
    const mine = wanted.current;
    setReading(true);
    performance.mark("vat-curve-asked");
    const query = { from: new Date(from).toISOString(), to: new Date(to).toISOString(), points: POINTS };
    ask("vatCurve", { query }).then(
      (answer) => {
        if (mine !== wanted.current) return;
        performance.mark("vat-curve-come");
        setReading(false);
        setTrouble(answer.ok ? null : answer.error);
        if (answer.ok) setShown({ curve: answer.value, range: { from, to } });
      },
      () => undefined,
    );
  }, [ask, from, to, round]);
  useEffect(
    () => live.onChanged((what) => (what === "everything" || what.includes("vat") ? again() : undefined)),
    [live],
  );
  useEffect(() => {
    const timer = setInterval(again, READ_AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  return { shown, trouble, reading, again };
}
const READ_AGAIN_MS = 60_000;

function AnyRange({ range, onRange }: { readonly range: Range; readonly onRange: (range: Range) => void }) {
  const { session } = useOffice();
  const zone = zoneOf(session.zone.value);
  const day = (at: number) => new Date(at + zone.offsetAt(at)).toISOString().slice(0, 10);
  const [from, setFrom] = useState(day(range.from));
  const [to, setTo] = useState(day(range.to - 1));
  const [wrong, setWrong] = useState<string | undefined>(undefined);
  const show = () => {
    const first = instantAt(Date.parse(from), zone);
    const last = dayStart(instantAt(Date.parse(to), zone) + 1, zone, 1);
    if (Number.isNaN(first) || Number.isNaN(last)) setWrong("Enter both days.");
    else if (last <= first) setWrong("The first day lies after the last. Swap them.");
    else {
      setWrong(undefined);
      onRange({ from: first, to: last });
    }
  };
  return (
    <details class="vat-any-range no-print">
      <summary>Any range</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          show();
        }}
      >
        <TextField label="First day" kind="date" value={from} onInput={setFrom} required error={wrong} />
        <TextField label="Last day" kind="date" value={to} onInput={setTo} required />
        <Button submit>Show</Button>
      </form>
    </details>
  );
}
