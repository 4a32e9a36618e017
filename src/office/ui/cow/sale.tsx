// Room: office/ui/cow. May she be sold on this day, for which market, and what must the declaration say.
// May live here: the question and its answer. May not: working it out; the answer is the office's own words.

import { useLocation } from "preact-iso";
import type { CowPage } from "../../contract/herd.ts";
import { Badge, type Tone } from "../components/badge.tsx";
import { Card } from "../components/card.tsx";
import { isoDay, useNow } from "../components/clock-time.tsx";
import { TextField } from "../components/field.tsx";
import { useOffice } from "../office.ts";

type Answer = CowPage["sale"][number];
const MARKETS: { readonly [market in Answer["market"]]: string } = {
  "domestic-slaughter": "Slaughter at home",
  "export-slaughter": "Slaughter for export",
  "another-farm": "Another farm",
};
const MAY: { readonly [may in Answer["may"]]: { readonly tone: Tone; readonly says: string } } = {
  free: { tone: "good", says: "free" },
  "with-declaration": { tone: "ask", says: "only if declared" },
  not: { tone: "bad", says: "not yet" },
};

export function Sale({ hers, on }: { readonly hers: CowPage; readonly on: string | null }) {
  const { session } = useOffice();
  const { route } = useLocation();
  const now = useNow();
  const day = on ?? isoDay(now, session.zone.value);
  return (
    <Card title="May she be sold?">
      <TextField
        label="On this day"
        kind="date"
        required
        value={day}
        onInput={(chosen) => {
          const home = `/cow/${encodeURIComponent(hers.cow)}`;
          route(chosen === "" ? home : `${home}?sale=${chosen}`, true);
        }}
      />
      {hers.sale.length === 0 ? <p class="quiet-words">No answer for this day.</p> : null}
      <ul class="cow-sale">
        {hers.sale.map(({ market, may, says, declare }) => (
          <li key={market}>
            <p class="cow-market">
              <strong>{MARKETS[market]}</strong> <Badge tone={MAY[may].tone}>{MAY[may].says}</Badge>
            </p>
            <p>{says}</p>
            {declare.length === 0 ? null : (
              <details>
                <summary>For the declaration</summary>
                <ul>
                  {declare.map((line) => (
                    <li key={line}>{line}</li>
                  ))}
                </ul>
              </details>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
