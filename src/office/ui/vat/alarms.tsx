// Room: office/ui/vat. The vat's alarms: what happened, why mostly, what to do; and a person's answer.
// May live here: alarms that are listed now (all that ever were: Records). May not: raising any.
// Invariant: an alarm that is over stays until somebody has said why it was.

import { useState } from "preact/hooks";
import { ALARMS } from "../../../domain/alarms/catalogue.ts";
import { Button, Buttons } from "../components/button.tsx";
import { ClockTime } from "../components/clock-time.tsx";
import { Dialog } from "../components/dialog.tsx";
import { TextField } from "../components/field.tsx";
import { Icon } from "../components/icon.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { useOffice } from "../office.ts";
import { useSave } from "../reads.ts";
import { useMayTell } from "./may.ts";
import type { BoardVat } from "./now.tsx";

type Alarm = BoardVat["alarms"][number];

export function VatAlarms({ alarms }: { readonly alarms: readonly Alarm[] }) {
  // What goes on first, the latest first; what only waits for a reason after it.
  const sorted = [...alarms].sort((a, b) => Number(a.over) - Number(b.over) || b.raisedAt - a.raisedAt);
  if (sorted.length === 0) return null;
  return (
    <section class="vat-alarms" aria-label="Alarms">
      {sorted.map((alarm) => (
        <AlarmBox key={alarm.alarm} alarm={alarm} />
      ))}
    </section>
  );
}

function AlarmBox({ alarm }: { readonly alarm: Alarm }) {
  const { says, meaning, usualCause, whatToDo } = ALARMS[alarm.kind];
  const [asking, setAsking] = useState(false);
  const { say } = useOffice();
  const may = useMayTell();
  const save = useSave("intend");
  const acknowledge = async () => {
    const answer = await save.send({ body: { kind: "acknowledge-alarm", alarm: alarm.alarm } });
    if (answer.ok) say(`Acknowledged: ${says}.`);
  };
  return (
    <div class={`vat-alarm ${alarm.over ? "over" : "open"}`} role={alarm.over ? undefined : "alert"}>
      <div class="vat-alarm-head">
        <Icon name={alarm.over ? "info" : "warning"} />
        <h3>{says}</h3>
        <p>
          {alarm.over ? "is over; it was raised at " : "since "}
          <ClockTime at={alarm.raisedAt} />
          {alarm.acknowledged && !alarm.over ? " · seen by somebody" : ""}
          {alarm.escalation > 0 && !alarm.acknowledged
            ? alarm.escalation === 1
              ? " · the siren sounds"
              : " · others have been told"
            : ""}
        </p>
      </div>
      <p class="vat-alarm-figures">{alarm.figures}</p>
      {alarm.over ? null : (
        <>
          <p>
            <b>{whatToDo}</b>
          </p>
          <p class="quiet-words">
            {meaning} Usual cause: {usualCause}
          </p>
        </>
      )}
      <TroubleBox trouble={save.trouble} />
      {may ? (
        <Buttons>
          {alarm.over || alarm.acknowledged ? null : (
            <Button
              kind="main"
              busy={save.saving}
              onPress={() => void acknowledge()}
              label={`I have seen it: ${says}`}
            >
              I have seen it
            </Button>
          )}
          <Button
            kind={alarm.over ? "main" : "plain"}
            onPress={() => setAsking(true)}
            label={`Say why it was: ${says}`}
          >
            Say why it was
          </Button>
        </Buttons>
      ) : null}
      {asking ? <WhyDialog alarm={alarm} onClose={() => setAsking(false)} /> : null}
    </div>
  );
}

function WhyDialog({ alarm, onClose }: { readonly alarm: Alarm; readonly onClose: () => void }) {
  const [reason, setReason] = useState("");
  const save = useSave("intend");
  const { say } = useOffice();
  const send = async () => {
    const answer = await save.send({ body: { kind: "explain-alarm", alarm: alarm.alarm, reason } });
    if (!answer.ok) return;
    say("The reason is recorded.");
    onClose();
  };
  return (
    <Dialog title={`Why: ${ALARMS[alarm.kind].says}`} onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <p>{alarm.figures}</p>
        <TextField
          label="Why it was, and what was done"
          value={reason}
          onInput={setReason}
          lines={3}
          max={200}
          required
          focus
          hint="It stands in the record of alarms with your name. Usual cause: see below."
        />
        <p class="quiet-words">{ALARMS[alarm.kind].usualCause}</p>
        <TroubleBox trouble={save.trouble} />
        <Button kind="main" submit busy={save.saving} off={reason.trim() === ""}>
          Record the reason
        </Button>
      </form>
    </Dialog>
  );
}
