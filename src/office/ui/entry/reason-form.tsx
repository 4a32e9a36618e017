// Room: office/ui/entry. A reason, and the button that it opens: what is done only with a reason is asked for here.
// May live here: the field, its trouble, the button. May not: what the reason is for, sending.
// Invariant: without a reason nothing is sent; a refusal, a closed dialog or a session that has ended leaves what was typed.

import type { ComponentChildren } from "preact";
import type { Trouble } from "../client.ts";
import { Button } from "../components/button.tsx";
import { errorAt, TextField } from "../components/field.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { useKept } from "./kept.ts";

type Props = {
  /** What the reason is about, by which it is found again: "restore-records-2026-11-23", "alarm-7". */
  readonly about: string;
  readonly label: string;
  readonly hint: string;
  readonly button: string;
  readonly danger?: boolean;
  readonly lines?: number;
  /** False where something else in the dialog is to be read or pressed first. */
  readonly focus?: boolean;
  readonly saving: boolean;
  readonly trouble: Trouble | null;
  /** True: it is done, and the reason may be forgotten here. */
  readonly onSend: (reason: string) => Promise<boolean>;
  /** Before the field: what it means. */
  readonly children?: ComponentChildren;
  /** Between field and button. */
  readonly after?: ComponentChildren;
};
/** Signing in again takes a minute; a reason from yesterday would be another one's. */
const KEPT_MS = 30 * 60_000;
export const useReason = (about: string) =>
  useKept({
    name: `reason-${about}`,
    fresh: () => ({ reason: "" }),
    aged: (draft, age) => (age > KEPT_MS ? { reason: "" } : draft),
  });

const FIELDS = ["reason", "says"] as const;

export function ReasonForm(props: Props) {
  const kept = useReason(props.about);
  const { reason } = kept.draft;
  const said = reason.trim();
  const send = async () => {
    if (await props.onSend(said)) kept.startAfresh();
  };
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (said !== "" && !props.saving) void send();
      }}
    >
      {props.children}
      <TextField
        label={props.label}
        value={reason}
        onInput={(text) => kept.set({ reason: text })}
        lines={props.lines ?? 3}
        max={200}
        required
        focus={props.focus ?? true}
        hint={props.hint}
        error={FIELDS.map((at) => errorAt(props.trouble, at)).find((one) => one !== undefined)}
      />
      {props.after}
      <TroubleBox trouble={props.trouble} except={FIELDS} />
      <Button kind={props.danger === true ? "danger" : "main"} submit busy={props.saving} off={said === ""}>
        {props.button}
      </Button>
    </form>
  );
}
