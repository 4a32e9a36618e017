// Room: office/ui/print. The vat on paper (A4): one milking, or a stretch of days: curve, verdicts, the three temperatures, checks, chain head.
// May live here: the sheets and what is chosen for them. May not: judging.
// Invariant: what is on the screen here is what is on the paper.

import type { ComponentChildren } from "preact";
import "./print-sheet.css";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { LOG_AND_HAND_CHECK } from "../../../domain/vat/probe-words.ts";
import type { MilkingCooled, VatEvent } from "../../contract/vat.ts";
import { Button } from "../components/button.tsx";
import { dayWords, timeWords, useNow } from "../components/clock-time.tsx";
import { Empty } from "../components/empty.tsx";
import { TextField } from "../components/field.tsx";
import { Reading } from "../components/progress.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { zoneOf } from "../entry/farm-zone.ts";
import { useOffice } from "../office.ts";
import { useRead } from "../reads.ts";
import { curveInWords, milkingsInWords } from "../vat/curve-words.ts";
import { EVENT_KINDS } from "../vat/events-view.tsx";
import { Temperatures, Verdicts } from "../vat/milking-sheet.tsx";
import { temperatureAt } from "../vat/milking-table.tsx";
import { OUTCOMES, outcomeShown } from "../vat/outcomes.ts";
import { dayStart, instantAt, type Range } from "../vat/ranges.ts";
import { ChainHead } from "./chain-head.tsx";
import { PrintCurve } from "./print-curve.tsx";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const POINTS = 1_200;
const LISTED_MAX = 200;

export function VatSheet() {
  const { milking, at: asked } = useLocation().query;
  const at = Date.parse(asked ?? "");
  return milking !== undefined && !Number.isNaN(at) ? <OneMilking milking={milking} at={at} /> : <Days />;
}

const iso = (ms: number): string => new Date(ms).toISOString();

function OneMilking({ milking, at }: { readonly milking: string; readonly at: number }) {
  const read = useRead("vatMilkings", [], { query: { from: iso(at - 1), to: iso(at + 1), limit: 20 } });
  const found = read.value?.items.find((one) => String(one.milking) === milking) ?? null;
  if (read.value === null)
    return read.trouble === null ? <Reading what="the milking" /> : <TroubleBox trouble={read.trouble} />;
  if (found === null) {
    return (
      <Empty icon="print" title="No such milking">
        Choose it in the calendar of milkings, and press Print there.
      </Empty>
    );
  }
  return (
    <Sheet title={`Milking ${found.milking}`}>
      <Curved range={rangeOf(found)} />
      <Verdicts milking={found} />
      <dl class="print-facts">
        <Fact name="Began" at={found.start} more={`${found.startSource}${found.guess ? " (a guess)" : ""}`} />
        <Fact name="Ended" at={found.ended} more="" />
      </dl>
      <Temperatures milking={found} />
      <Checks />
    </Sheet>
  );
}

function Fact({
  name,
  at,
  more,
}: {
  readonly name: string;
  readonly at: string | null;
  readonly more: string;
}) {
  const zone = useOffice().session.zone.value;
  const now = useNow(600_000);
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {at === null ? "not yet" : `${dayWords(at, zone, now)}, ${timeWords(at, zone)}`}
        {more === "" ? "" : `; told by ${more}`}
      </dd>
    </div>
  );
}

/** From an hour before it to half an hour after all was decided; at least five hours. */
function rangeOf({ start, verdicts, temperatures }: MilkingCooled): Range {
  const began = Date.parse(start);
  const ends = [
    began + 5 * HOUR,
    ...verdicts.flatMap(({ deadline }) => (deadline === null ? [] : [Date.parse(deadline)])),
    ...temperatures.map((one) => Date.parse(one.at)),
  ];
  return { from: began - HOUR, to: Math.min(began + 30 * HOUR, Math.max(...ends) + HOUR / 2) };
}

function Days() {
  const { session } = useOffice();
  const zone = zoneOf(session.zone.value);
  const now = useNow(600_000);
  const day = (at: number) => iso(at + zone.offsetAt(at)).slice(0, 10);
  const [from, setFrom] = useState(day(now - 6 * DAY));
  const [to, setTo] = useState(day(now));
  const begins = instantAt(Date.parse(from), zone);
  const ends = dayStart(instantAt(Date.parse(to), zone) + 1, zone, 1);
  const good = ends > begins && ends - begins <= 400 * DAY;
  return (
    <>
      <form class="print-choose no-print" onSubmit={(event) => event.preventDefault()}>
        <TextField label="First day" kind="date" value={from} onInput={setFrom} required />
        <TextField
          label="Last day"
          kind="date"
          value={to}
          onInput={setTo}
          required
          error={good ? undefined : "At most 400 days, the first day before the last."}
        />
      </form>
      {good ? <DaysSheet range={{ from: begins, to: ends }} key={`${from} ${to}`} /> : null}
    </>
  );
}

function DaysSheet({ range }: { readonly range: Range }) {
  const zone = useOffice().session.zone.value;
  const now = useNow(600_000);
  const query = { from: iso(range.from), to: iso(range.to), limit: LISTED_MAX };
  const milkings = useRead("vatMilkings", [], { query });
  const events = useRead("vatEvents", [], { query });
  const rows = [...(milkings.value?.items ?? [])].reverse();
  return (
    <Sheet
      title={`${dayWords(range.from, zone, now)} to ${dayWords(Math.min(now, range.to - 1), zone, now)}`}
    >
      <TroubleBox trouble={milkings.trouble ?? events.trouble} />
      <Curved range={range} />
      <h3>Milkings</h3>
      <p>{milkingsInWords(rows)}</p>
      {milkings.value?.next == null ? null : (
        <p>
          <b>More than {LISTED_MAX} milkings: the earliest are not on this sheet. Choose fewer days.</b>
        </p>
      )}
      <MilkingRows milkings={rows} />
      <h3>Pick-ups, washes, checks</h3>
      <EventRows events={[...(events.value?.items ?? [])].reverse()} />
    </Sheet>
  );
}

function Sheet({ title, children }: { readonly title: string; readonly children: preact.ComponentChildren }) {
  const { session } = useOffice();
  const now = useNow(600_000);
  const known = session.session.value;
  const zone = session.zone.value;
  return (
    <>
      <div class="buttons no-print">
        <Button kind="main" icon="print" onPress={() => window.print()}>
          Print this sheet
        </Button>
      </div>
      <article class="print-sheet" aria-label={title}>
        <header class="print-head">
          <div>
            <p>{known?.shed.name}</p>
            <h2>Milk cooling: {title}</h2>
          </div>
          <p>
            Printed {dayWords(now, zone, now)} {timeWords(now, zone)}
            {known?.person == null ? "" : ` by ${known.person.name}`}
            <br />
            Times: {zone}
            <br />
            Vatguard {known?.shed.version}
          </p>
        </header>
        {children}
        <footer class="print-foot">
          <p>{LOG_AND_HAND_CHECK}</p>
          <ChainHead />
          <p class="print-sign">
            <span>Looked at by</span>
            <span>Date</span>
          </p>
        </footer>
      </article>
    </>
  );
}

function Curved({ range }: { readonly range: Range }) {
  const zone = useOffice().session.zone.value;
  const now = useNow(600_000);
  const read = useRead("vatCurve", [], {
    query: { from: iso(range.from), to: iso(range.to), points: POINTS },
  });
  if (read.value === null)
    return read.trouble === null ? <Reading what="the curve" /> : <TroubleBox trouble={read.trouble} />;
  return (
    <PrintCurve
      curve={read.value}
      range={range}
      zone={zone}
      now={now}
      says={curveInWords(read.value, range, zone, now)}
    />
  );
}

/** What is wider than a phone scrolls in its place, by the keyboard as well. */
function Wide({ says, children }: { readonly says: string; readonly children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard.
    <section class="print-scroll" aria-label={says} tabIndex={0}>
      {children}
    </section>
  );
}

function MilkingRows({ milkings }: { readonly milkings: readonly MilkingCooled[] }) {
  const zone = useOffice().session.zone.value;
  const now = useNow(600_000);
  return (
    <Wide says="Milkings">
      <table class="print-table">
        <thead>
          <tr>
            {["Milking", "Began", "Ended", "Verdict", "Before", "At its end", "At pick-up"].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {milkings.map((one) => (
            <tr key={one.milking}>
              <th scope="row">{one.milking}</th>
              <td>
                {dayWords(one.start, zone, now)} {timeWords(one.start, zone)}
                {one.guess ? " ?" : ""}
              </td>
              <td>{one.ended === null ? "–" : timeWords(one.ended, zone)}</td>
              <td>{OUTCOMES[outcomeShown(one)].word}</td>
              <td>{temperatureAt(one, "before-milking")}</td>
              <td>{temperatureAt(one, "end-of-milking")}</td>
              <td>{temperatureAt(one, "pick-up")}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {milkings.some(({ guess }) => guess) ? <p>?: the start is a guess from the curve.</p> : null}
    </Wide>
  );
}

function EventRows({ events }: { readonly events: readonly VatEvent[] }) {
  const zone = useOffice().session.zone.value;
  const now = useNow(600_000);
  if (events.length === 0) return <p>None in these days.</p>;
  return (
    <Wide says="Pick-ups and washes">
      <table class="print-table">
        <thead>
          <tr>
            {["When", "What", "In words", "By"].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {events.map(({ record, at, kind, says, by }) => (
            <tr key={record}>
              <th scope="row">
                {dayWords(at, zone, now)} {timeWords(at, zone)}
              </th>
              <td>{EVENT_KINDS[kind]}</td>
              <td>{says}</td>
              <td>{by ?? "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

/** The last checks of thermometers: what a milking's figures rest on. */
function Checks() {
  const ice = useRead("vatEvents", [], { query: { kind: "thermometer-check", limit: 6 } });
  const hand = useRead("vatEvents", [], { query: { kind: "hand-compared", limit: 3 } });
  const items = [...(ice.value?.items ?? []), ...(hand.value?.items ?? [])];
  return (
    <>
      <h3>Checks of the thermometers</h3>
      <EventRows events={items.sort((a, b) => b.at.localeCompare(a.at))} />
    </>
  );
}
