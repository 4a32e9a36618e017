// Room: office/ui/shed. The stop sign on the vat outlet: why it is lit, and clearing it; or raising it.
// Invariant: raised, it is the first thing on the page; cleared only with a name and the result.

import { useState } from "preact/hooks";
import { FAULTS } from "../../../domain/alarms/catalogue.ts";
import { Button, Buttons } from "../components/button.tsx";
import { ClockTime } from "../components/clock-time.tsx";
import { Icon } from "../components/icon.tsx";
import { useMayTell } from "../may.ts";
import type { Board } from "./conditions.ts";
import { ReasonDialog } from "./reason-dialog.tsx";

export function VatStopRaised({ stop }: { readonly stop: NonNullable<Board["vatStop"]> }) {
  const [asking, setAsking] = useState(false);
  const may = useMayTell();
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
      {may ? (
        <Buttons>
          <Button onPress={() => setAsking(true)}>Clear the vat stop</Button>
        </Buttons>
      ) : null}
      {asking ? (
        <ReasonDialog
          title="Clear the vat stop"
          says="The sign on the vat outlet goes dark and milk may be taken. Do it only when the vat has been tested or the milk is gone. A valve that is still not proven raises it again."
          label="The result, and who said so"
          hint="Such as: vat tested negative, docket 4711, told by the factory at 14:20."
          button="Clear it in my name"
          danger
          intent={(reason) => ({ kind: "clear-vat-stop", reason })}
          onClose={() => setAsking(false)}
        />
      ) : null}
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
      {asking ? (
        <ReasonDialog
          title="Raise the vat stop"
          says="The stop sign on the vat outlet lights, so that nobody takes this milk. It stays until a named person clears it with a result."
          label="Why"
          hint="Such as: cow 214 was milked in by mistake."
          button="Raise it now"
          danger
          intent={(reason) => ({ kind: "raise-vat-stop", reason })}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}
