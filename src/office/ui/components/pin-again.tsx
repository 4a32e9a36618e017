// Room: office/ui/components. The PIN once more, for what needs it. Opens by itself when the office answers "pin-needed";
// afterwards the same request is sent again. Pages do nothing for it.

import { useState } from "preact/hooks";
import type { Trouble } from "../client.ts";
import { type PinAsked, useOffice } from "../office.ts";
import { Dialog } from "./dialog.tsx";
import { NumberPad } from "./number-pad.tsx";
import { TroubleBox } from "./trouble.tsx";

export function PinAgain() {
  const { pinAsked } = useOffice();
  const asked = pinAsked.value;
  return asked === null ? null : <PinDialog asked={asked} />;
}

function PinDialog({ asked }: { readonly asked: PinAsked }) {
  const { ask, session } = useOffice();
  const [pin, setPin] = useState("");
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const send = () => {
    setBusy(true);
    ask("pinAgain", { body: { pin } }).then(
      (answer) => {
        setBusy(false);
        setPin("");
        if (answer.ok) asked.answer(true);
        else setTrouble(answer.error);
      },
      () => setBusy(false),
    );
  };
  return (
    <Dialog title="Your PIN once more" onClose={() => asked.answer(false)}>
      <p>{asked.why}</p>
      <TroubleBox trouble={trouble} />
      <NumberPad
        label={`PIN of ${session.session.value?.person?.name ?? "the person signed in"}`}
        value={pin}
        onInput={setPin}
        onDone={send}
        done="Go on"
        doneOff={pin.length < 6}
        busy={busy}
        max={12}
        secret
        focus
      />
    </Dialog>
  );
}
