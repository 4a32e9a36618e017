// Room: office/ui/components. A reason, and the button that it opens: what is done only with a reason is asked for here.
// May live here: the field, its trouble, the button. May not: what the reason is for, sending.
// Invariant: without a reason nothing is sent; a refusal leaves what was typed.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Trouble } from "../client.ts";
import { Button } from "./button.tsx";
import { TextField } from "./field.tsx";
import { TroubleBox } from "./trouble.tsx";

type Props = {
  readonly label: string;
  readonly hint: string;
  readonly button: string;
  readonly danger?: boolean;
  readonly lines?: number;
  /** False where something else in the dialog is to be read or pressed first. */
  readonly focus?: boolean;
  readonly saving: boolean;
  readonly trouble: Trouble | null;
  readonly onSend: (reason: string) => void;
  /** Before the field: what it means. */
  readonly children?: ComponentChildren;
  /** Between field and button. */
  readonly after?: ComponentChildren;
};
export function ReasonForm(props: Props) {
  const [reason, setReason] = useState("");
  const said = reason.trim();
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (said !== "") props.onSend(said);
      }}
    >
      {props.children}
      <TextField
        label={props.label}
        value={reason}
        onInput={setReason}
        lines={props.lines ?? 3}
        max={200}
        required
        focus={props.focus ?? true}
        hint={props.hint}
      />
      {props.after}
      <TroubleBox trouble={props.trouble} />
      <Button kind={props.danger === true ? "danger" : "main"} submit busy={props.saving} off={said === ""}>
        {props.button}
      </Button>
    </form>
  );
}
