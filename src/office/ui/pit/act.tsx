// Room: office/ui/pit. Asking the controller for something from the board: the button, who may press it, what became of it.
// May live here: the few shapes that all intents share. May not: deciding what is allowed.

import type { ComponentChildren } from "preact";
import type { IntentIn } from "../../contract/shed.ts";
import { Button, type ButtonKind, LinkButton } from "../components/button.tsx";
import { errorAt, TextField } from "../components/field.tsx";
import type { IconName } from "../components/icon.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { useReason } from "../entry/reason-form.tsx";
import { useSave } from "../reads.ts";
import { useMayAct } from "./may-act.ts";

type ActProps = {
  readonly intent: IntentIn;
  readonly children: ComponentChildren;
  readonly kind?: ButtonKind;
  readonly icon?: IconName;
  readonly label?: string;
  readonly onDone?: () => void;
};
/** A press that needs no words. */
export function Act({ intent, children, kind, icon, label, onDone }: ActProps) {
  const save = useSave("intend");
  const may = useMayAct();
  if (may === "no") return null;
  if (may === "sign-in") return <SignInFirst />;
  const press = () => {
    save.send({ body: intent }).then(
      (answer) => {
        if (answer.ok) onDone?.();
      },
      () => undefined,
    );
  };
  return (
    <div class="pit-act">
      <Button
        onPress={press}
        busy={save.saving}
        {...(kind === undefined ? {} : { kind })}
        {...(icon === undefined ? {} : { icon })}
        {...(label === undefined ? {} : { label })}
      >
        {children}
      </Button>
      <TroubleBox trouble={save.trouble} />
      {save.reply === null ? null : <p role="status">{save.reply.says}</p>}
    </div>
  );
}

type ReasonProps = {
  /** The intent, once its reason is written. */
  readonly intent: (reason: string) => IntentIn;
  readonly field: string;
  readonly hint?: string;
  readonly children: ComponentChildren;
  readonly kind?: ButtonKind;
  readonly list?: readonly string[];
  readonly onDone?: () => void;
};
/** A press that needs a reason in words. */
export function ActWithReason(props: ReasonProps) {
  const save = useSave("intend");
  const may = useMayAct();
  const kept = useReason(props.field);
  const { reason } = kept.draft;
  if (may === "no") return null;
  if (may === "sign-in") return <SignInFirst />;
  const press = () => {
    save.send({ body: props.intent(reason) }).then(
      (answer) => {
        if (!answer.ok) return;
        kept.startAfresh();
        props.onDone?.();
      },
      () => undefined,
    );
  };
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.saving) press();
      }}
    >
      <TextField
        label={props.field}
        hint={props.hint}
        value={reason}
        onInput={(text) => kept.set({ reason: text })}
        error={errorAt(save.trouble, "reason")}
        max={200}
        lines={2}
        required
      />
      <TroubleBox trouble={save.trouble} except={["reason"]} />
      {save.reply === null ? null : <p role="status">{save.reply.says}</p>}
      <Button submit kind={props.kind ?? "main"} busy={save.saving} off={reason.trim() === ""}>
        {props.children}
      </Button>
    </form>
  );
}

export function SignInFirst() {
  return (
    <LinkButton href="/sign-in?then=/" icon="people">
      Sign in to do this
    </LinkButton>
  );
}
