// Room: office/ui/vat. A month of milkings: each a button with its verdict's letter in a shape of its own.
// May live here: the grid. May not: fetching, verdicts.
// Invariant: told apart without colours; every milking has its day, time and verdict in words for those who listen.

import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import type { MilkingCooled } from "../../contract/vat.ts";
import { Button } from "../components/button.tsx";
import { dayWords, isoDay, timeWords, useNow } from "../components/clock-time.tsx";
import { useOffice } from "../office.ts";
import { OUTCOMES, type Outcome, outcomeShown } from "./outcomes.ts";
import type { monthOf } from "./ranges.ts";
import { VerdictMark } from "./verdict-mark.tsx";

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

type Props = {
  readonly month: ReturnType<typeof monthOf>;
  readonly milkings: readonly MilkingCooled[];
  readonly reading: boolean;
  /** Numbers of the milkings that are chosen. */
  readonly picked: readonly number[];
  readonly onMonth: (by: number) => void;
  readonly onPress: (milking: MilkingCooled) => void;
  readonly aside: ComponentChildren;
};
export function Calendar({ month, milkings, reading, picked, onMonth, onPress, aside }: Props) {
  const zone = useOffice().session.zone.value;
  const now = useNow(300_000);
  const name = new Intl.DateTimeFormat("en-GB", { timeZone: zone, month: "long", year: "numeric" }).format(
    month.from,
  );
  const weeks = weeksOf(month);
  const byDay = useMemo(() => byDayOf(month.days, milkings), [month.from, milkings]);
  return (
    <section class="card vat-calendar" aria-labelledby="vat-calendar">
      <div class="vat-calendar-head">
        <Button kind="quiet" icon="back" onPress={() => onMonth(-1)} label="The month before">
          Before
        </Button>
        <h2 id="vat-calendar" aria-live="polite">
          {name}
        </h2>
        <Button
          kind="quiet"
          icon="next"
          onPress={() => onMonth(1)}
          off={month.to > now}
          label="The month after"
        >
          After
        </Button>
      </div>
      <table class={reading ? "vat-calendar-grid vat-reading-again" : "vat-calendar-grid"}>
        <caption class="aside">Milkings of {name} with their verdicts</caption>
        <thead>
          <tr>
            {WEEKDAYS.map((day) => (
              <th key={day} scope="col" abbr={day}>
                {day.slice(0, 3)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week.find((day) => day !== null) ?? 0}>
              {week.map((day, weekday) => (
                <Day
                  key={WEEKDAYS[weekday]}
                  day={day}
                  zone={zone}
                  now={now}
                  milkings={byDay.get(day ?? 0) ?? []}
                  picked={picked}
                  onPress={onPress}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Key milkings={milkings} />
      <div class="buttons no-print">{aside}</div>
    </section>
  );
}

/** The milkings of each day, in order, by the day's midnight. */
function byDayOf(
  days: readonly number[],
  milkings: readonly MilkingCooled[],
): ReadonlyMap<number, readonly MilkingCooled[]> {
  const found = new Map<number, MilkingCooled[]>();
  for (const milking of [...milkings].sort((a, b) => a.start.localeCompare(b.start))) {
    const start = Date.parse(milking.start);
    const day = days.findLast((midnight) => midnight <= start);
    if (day !== undefined) found.set(day, [...(found.get(day) ?? []), milking]);
  }
  return found;
}

function weeksOf({ days, firstWeekday }: Props["month"]): readonly (readonly (number | null)[])[] {
  const cells: (number | null)[] = [...new Array<null>(firstWeekday).fill(null), ...days];
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

type DayProps = {
  readonly day: number | null;
  readonly zone: string;
  readonly now: number;
  readonly milkings: readonly MilkingCooled[];
  readonly picked: readonly number[];
  readonly onPress: (milking: MilkingCooled) => void;
};
function Day({ day, zone, now, milkings, picked, onPress }: DayProps) {
  if (day === null) return <td class="vat-calendar-none" />;
  const today = isoDay(day, zone) === isoDay(now, zone);
  return (
    <td class={today ? "vat-calendar-today" : day > now ? "calendar-ahead" : undefined}>
      <span class="vat-calendar-day">{Number(isoDay(day, zone).slice(8))}</span>
      <div class="vat-calendar-milkings">
        {milkings.map((milking) => {
          const outcome = outcomeShown(milking);
          const { word } = OUTCOMES[outcome];
          return (
            <button
              key={milking.milking}
              type="button"
              class="vat-calendar-milking"
              aria-pressed={picked.includes(milking.milking)}
              aria-label={`${dayWords(milking.start, zone, now)}, milking ${milking.milking} at ${timeWords(milking.start, zone)}: ${word}`}
              onClick={() => onPress(milking)}
            >
              <VerdictMark outcome={outcome} />
            </button>
          );
        })}
      </div>
    </td>
  );
}

const SHOWN: readonly Outcome[] = ["PASS", "FAIL", "PENDING", "NO_DATA", "COLLECTED_EARLY", "NOT_MILK"];
function Key({ milkings }: { readonly milkings: readonly MilkingCooled[] }) {
  const counts = SHOWN.flatMap((outcome) => {
    const count = milkings.filter((milking) => outcomeShown(milking) === outcome).length;
    return count === 0 ? [] : [{ outcome, count }];
  });
  if (counts.length === 0) return <p class="quiet-words">No milking in this month.</p>;
  return (
    <ul class="vat-calendar-key">
      {counts.map(({ outcome, count }) => (
        <li key={outcome}>
          <VerdictMark outcome={outcome} />
          <span>
            <b>
              {count} {OUTCOMES[outcome].word}
            </b>{" "}
            <span class="quiet-words">{OUTCOMES[outcome].means}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
