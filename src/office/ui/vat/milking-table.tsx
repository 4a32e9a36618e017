// Room: office/ui/vat. Milkings as a table: when, verdict, the three temperatures; each leads to its own sheet.
// May live here: cells. May not: fetching. Invariant: a guess is marked in its row.

import type { MilkingCooled } from "../../contract/vat.ts";
import { ClockTime } from "../components/clock-time.tsx";
import { type Column, Table } from "../components/table.tsx";
import { GuessMark } from "./now.tsx";
import { asksFor, outcomeShown } from "./outcomes.ts";
import { VerdictWord } from "./verdict-mark.tsx";

type Moment = MilkingCooled["temperatures"][number]["moment"];
const MOMENTS: readonly (readonly [Moment, string])[] = [
  ["before-milking", "Before"],
  ["end-of-milking", "At its end"],
  ["pick-up", "At pick-up"],
];

export function MilkingTable({ milkings }: { readonly milkings: readonly MilkingCooled[] }) {
  const newest = [...milkings].sort((a, b) => b.start.localeCompare(a.start));
  return <Table caption="Milkings" columns={COLUMNS} rows={newest} rowKey={({ milking }) => milking} />;
}

const COLUMNS: readonly Column<MilkingCooled>[] = [
  {
    head: "Milking",
    names: true,
    cell: ({ milking, start, guess, corrected }) => (
      <>
        <a href={`/vat?view=milkings&milking=${milking}&at=${start}`}>{milking}</a>, <ClockTime at={start} />
        {guess ? <GuessMark /> : null}
        {corrected ? " (corrected)" : ""}
      </>
    ),
  },
  {
    head: "Verdict",
    cell: (milking) => (
      <>
        <VerdictWord outcome={outcomeShown(milking)} />
        {asksFor(milking) === null ? null : <span class="quiet-words"> {asksFor(milking)}</span>}
      </>
    ),
  },
  { head: "Ended", cell: ({ ended }) => (ended === null ? "–" : <ClockTime at={ended} />) },
  ...MOMENTS.map(
    ([moment, head]): Column<MilkingCooled> => ({
      head,
      align: "end",
      cell: (milking) => temperatureAt(milking, moment),
    }),
  ),
];

/** "4.1 °C"; "empty vat" where no milk lay round the probe; "no reading" where it was looked for and there was none; a dash where that moment has not come. */
export function temperatureAt({ temperatures }: MilkingCooled, moment: Moment): string {
  const taken = temperatures.find((one) => one.moment === moment);
  if (taken === undefined) return "–";
  if (taken.celsius === null) return "no reading";
  if (taken.within === null) return "empty vat";
  return `${taken.celsius.toFixed(1)} °C${taken.within === false ? " ▲ not normal" : ""}`;
}
