// Room: office/ui/shed. The stop sign on the vat outlet: why it is lit. Raising and clearing it are the pit's.
// Invariant: raised, it is the first thing on the page; cleared only with a name and the result.

import { useState } from "preact/hooks";
import { FAULTS } from "../../../domain/alarms/catalogue.ts";
import { Button } from "../components/button.tsx";
import { ClockTime } from "../components/clock-time.tsx";
import { Icon } from "../components/icon.tsx";
import { ClearVatStop, RaiseVatStop as RaiseDialog } from "../pit/vat-stop.tsx";
import type { Board } from "./conditions.ts";

export function VatStopRaised({ stop }: { readonly stop: NonNullable<Board["vatStop"]> }) {
  const { says, whatToDo } = FAULTS["vat-stop"];
  return (
    <div class="shed-stop" role="alert">
      <div class="shed-stop-head">
        <Icon name="stop" />
        <h2>{says}</h2>
        <p>
          since <ClockTime at={stop.since} />
        </p>
      </div>
      <ul>
        {stop.reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <p>
        <b>{whatToDo}</b>
      </p>
      <ClearVatStop onDone={() => undefined} />
    </div>
  );
}

export function RaiseVatStop() {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button icon="stop" onPress={() => setAsking(true)}>
        Raise the vat stop
      </Button>
      {asking ? <RaiseDialog onClose={() => setAsking(false)} /> : null}
    </>
  );
}
