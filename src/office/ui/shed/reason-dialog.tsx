// Room: office/ui/shed. Something asked of the controller that needs a reason with a name: clearing a valve, raising and clearing the vat stop.

import type { IntentIn } from "../../contract/shed.ts";
import { Dialog } from "../components/dialog.tsx";
import { ReasonForm } from "../entry/reason-form.tsx";
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
  const save = useSave("intend");
  const { say } = useOffice();
  const send = async (reason: string) => {
    const answer = await save.send({ body: intent(reason) });
    if (!answer.ok) return false;
    say(answer.value.says);
    onClose();
    return true;
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <ReasonForm
        about={title}
        label={label}
        hint={hint}
        button={button}
        danger={danger}
        saving={save.saving}
        trouble={save.trouble}
        onSend={send}
      >
        <p>{says}</p>
      </ReasonForm>
    </Dialog>
  );
}
