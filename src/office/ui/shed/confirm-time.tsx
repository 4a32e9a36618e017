// Room: office/ui/shed. The time confirmed by a manager where no time source says it.
// Invariant: the time that would be confirmed is shown with its date, large, before anybody presses.

import { useState } from "preact/hooks";
import { Button } from "../components/button.tsx";
import { timeWords, useNow } from "../components/clock-time.tsx";
import { Dialog } from "../components/dialog.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { useIsManager } from "../may.ts";
import { useOffice } from "../office.ts";
import { useSave } from "../reads.ts";

/** A manager looks at a clock that is right, and says so. */
export function ConfirmTime() {
  const [asking, setAsking] = useState(false);
  const manager = useIsManager();
  if (!manager) return <p class="quiet-words">A manager can confirm the time here.</p>;
  return (
    <>
      <Button icon="clock" onPress={() => setAsking(true)}>
        Confirm the time
      </Button>
      {asking ? <ConfirmTimeDialog onClose={() => setAsking(false)} /> : null}
    </>
  );
}

function ConfirmTimeDialog({ onClose }: { readonly onClose: () => void }) {
  const { session, say } = useOffice();
  const zone = session.zone.value;
  const now = useNow(1_000);
  const save = useSave("intend");
  const day = new Intl.DateTimeFormat("en-GB", { timeZone: zone, dateStyle: "full" }).format(now);
  const send = async () => {
    const answer = await save.send({ body: { kind: "confirm-time" } });
    if (!answer.ok) return;
    say(answer.value.says);
    onClose();
  };
  return (
    <Dialog title="Is this the right time?" onClose={onClose}>
      <p class="shed-time">
        <b>{timeWords(now, zone)}</b> {day}
      </p>
      <p>
        Look at a clock that you trust: hour, day, month and year. Holds end by this time; one that runs ahead
        would release a cow too early.
      </p>
      <TroubleBox trouble={save.trouble} />
      <Button kind="main" busy={save.saving} onPress={() => void send()}>
        Yes, it is right
      </Button>
      <p class="quiet-words">
        If it is wrong, set the computer's clock or connect it to the network; do not confirm it.
      </p>
    </Dialog>
  );
}
