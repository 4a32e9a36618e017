// Room: office/ui/pit. The vat in a line: how warm, what it does, when it will be cold, verdicts so far.

import { useState } from "preact/hooks";
import { Badge, type Tone } from "../components/badge.tsx";
import { Button } from "../components/button.tsx";
import { useOffice } from "../office.ts";
import type { BoardVat } from "./board.ts";
import { celsiusWords, forecastLine, readingWords, STATE_WORDS } from "./forecast-words.ts";
import { RaiseVatStop } from "./vat-stop.tsx";

type Outcome = NonNullable<BoardVat["milking"]>["outcomes"][number]["outcome"];
const OUTCOME: Readonly<Record<Outcome, readonly [Tone, string]>> = {
  PASS: ["good", "Cooled in time"],
  FAIL: ["bad", "Not cooled in time"],
  PENDING: ["wait", "Verdict pending"],
  COLLECTED_EARLY: ["ask", "Collected early"],
  NO_DATA: ["bad", "No data: not a pass"],
  NOT_MILK: ["quiet", "Not milk"],
};

type Props = { readonly vat: BoardVat | null; readonly stopped: boolean };
export function VatStrip({ vat, stopped }: Props) {
  const { session } = useOffice();
  const [raising, setRaising] = useState(false);
  const zone = session.zone.value;
  const first = vat?.milking?.outcomes[0];
  return (
    <section class="pit-vat" aria-label="Vat">
      {vat === null ? (
        <p class="pit-vat-warm">No vat is watched.</p>
      ) : (
        <>
          <p class="pit-vat-warm">
            <span class="pit-vat-name">Vat</span> <strong>{celsiusWords(vat.milk)}</strong>{" "}
            {STATE_WORDS[vat.state]}
            {vat.guess ? " (a guess)" : ""}
            {readingWords(vat.milk) === "" ? "" : ` · ${readingWords(vat.milk)}`}
          </p>
          <p class="pit-vat-then">
            <Forecast vat={vat} zone={zone} />
            {first === undefined || first.outcome === "PENDING" ? null : (
              <Badge tone={OUTCOME[first.outcome][0]}>{OUTCOME[first.outcome][1]}</Badge>
            )}
          </p>
        </>
      )}
      <div class="buttons">
        {stopped ? null : (
          <Button icon="stop" onPress={() => setRaising(true)}>
            Vat stop
          </Button>
        )}
      </div>
      {raising ? <RaiseVatStop onClose={() => setRaising(false)} /> : null}
    </section>
  );
}

function Forecast({ vat, zone }: { readonly vat: BoardVat; readonly zone: string }) {
  const line = forecastLine(vat.forecast, zone);
  return line === null ? null : <Badge tone={line.tone}>{line.words}</Badge>;
}
