// Room: office/ui/shed. Something asked of the controller that needs a reason with a name: clearing a valve, raising and clearing the vat stop.

import { useState } from "preact/hooks";
import type { IntentIn } from "../../contract/shed.ts";
import { Button } from "../components/button.tsx";
import { Dialog } from "../components/dialog.tsx";
import { TextField } from "../components/field.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { useOffice } from "../office.ts";
import { useSave } from "../reads.ts";

type Props = {
  readonly title: string;
  /** What it means: before anybody presses. */
  readonly says: string;
  readonly label: string;
  readonly hint: string;
  readonly button: string;
  readonly danger?: boolean;
  readonly intent: (reason: string) => IntentIn;
  readonly onClose: () => void;
};
export function ReasonDialog({ title, says, label, hint, button, danger = false, intent, onClose }: Props) {
  const [reason, setReason] = useState("");
  const save = useSave("intend");
  const { say } = useOffice();
  const send = async () => {
    const answer = await save.send({ body: intent(reason) });
    if (!answer.ok) return;
    say(answer.value.says);
    onClose();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <p>{says}</p>
        <TextField
          label={label}
          value={reason}
          onInput={setReason}
          lines={3}
          max={200}
          required
          focus
          hint={hint}
        />
        <TroubleBox trouble={save.trouble} />
        <Button kind={danger ? "danger" : "main"} submit busy={save.saving} off={reason.trim() === ""}>
          {button}
        </Button>
      </form>
    </Dialog>
  );
}
