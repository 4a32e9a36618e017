// Room: office/ui/vat. The calendar of milkings, one milking in full, and several laid over each other.
// May live here: what is chosen. May not: the parts themselves.
// Invariant: what is chosen stands in the address, so that a milking can be sent to somebody as a link.

import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { MilkingCooled } from "../../contract/vat.ts";
import { Button } from "../components/button.tsx";
import { useNow } from "../components/clock-time.tsx";
import { Reading } from "../components/progress.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { zoneOf } from "../entry/farm-zone.ts";
import { useOffice } from "../office.ts";
import { useRead } from "../reads.ts";
import { Calendar } from "./calendar.tsx";
import { COMPARED_MAX, ComparePanel } from "./compare.tsx";
import { MilkingSheet } from "./milking-sheet.tsx";
import { monthOf } from "./ranges.ts";

/** A month has at most so many milkings: six a day. */
const IN_MONTH_MAX = 200;

export function MilkingsView() {
  const { session } = useOffice();
  const { query, route } = useLocation();
  const { at, milking: wanted } = query;
  const zone = zoneOf(session.zone.value);
  const now = useNow(300_000);
  const asked = Date.parse(at ?? "");
  const [moved, setMoved] = useState(0);
  const month = monthOf(Number.isNaN(asked) ? now : asked, zone, moved);
  const read = useRead("vatMilkings", ["vat"], {
    query: {
      from: new Date(month.from).toISOString(),
      to: new Date(month.to).toISOString(),
      limit: IN_MONTH_MAX,
    },
  });
  const [compared, setCompared] = useState<readonly MilkingCooled[]>([]);
  const [comparing, setComparing] = useState(false);
  const milkings = read.value?.items ?? [];
  // The latest, where none is asked for.
  const shown = milkings.find(({ milking }) => String(milking) === wanted) ?? milkings[0] ?? null;
  const picked = comparing ? compared : shown === null ? [] : [shown];
  const press = (milking: MilkingCooled) => {
    if (comparing) setCompared((before) => toggled(before, milking));
    else {
      const shown = new Date(month.from + 1).toISOString();
      route(`/vat?view=milkings&milking=${milking.milking}&at=${shown}`, true);
      setMoved(0);
    }
  };
  return (
    <div class="vat-milkings">
      <div class="vat-milkings-calendar">
        <Calendar
          month={month}
          milkings={milkings}
          reading={read.value === null && read.reading}
          picked={picked.map(({ milking }) => milking)}
          onMonth={(by) => setMoved((before) => before + by)}
          onPress={press}
          aside={
            <Button pressed={comparing} onPress={() => setComparing((before) => !before)}>
              Compare milkings
            </Button>
          }
        />
        {read.value === null && read.reading ? <Reading what="the milkings" /> : null}
        <TroubleBox trouble={read.trouble} again={read.again} />
      </div>
      <div class="vat-milkings-shown">
        {comparing ? (
          <ComparePanel chosen={compared} offered={milkings} onChange={setCompared} />
        ) : (
          <MilkingSheet milking={shown} />
        )}
      </div>
    </div>
  );
}

function toggled(before: readonly MilkingCooled[], milking: MilkingCooled): readonly MilkingCooled[] {
  if (before.some((one) => one.milking === milking.milking)) {
    return before.filter((one) => one.milking !== milking.milking);
  }
  return before.length >= COMPARED_MAX ? before : [...before, milking];
}
