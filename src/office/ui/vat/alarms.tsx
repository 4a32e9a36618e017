// Room: office/ui/vat. The vat's alarms: what happened, why mostly, what to do; and a person's answer.
// May live here: alarms that are listed now (all that ever were: Records). May not: raising any.
// Invariant: an alarm that is over stays until somebody has said why it was.

import { useState } from "preact/hooks";
import { ALARMS } from "../../../domain/alarms/catalogue.ts";
import { Button, Buttons } from "../components/button.tsx";
import { ClockTime } from "../components/clock-time.tsx";
import { Dialog } from "../components/dialog.tsx";
import { Icon } from "../components/icon.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { ReasonForm } from "../entry/reason-form.tsx";
import { useMayTell } from "../may.ts";
import { useOffice } from "../office.ts";
import { useSave } from "../reads.ts";
import type { BoardVat } from "./now.tsx";

type Alarm = BoardVat["alarms"][number];

/** "asking": goes on and nobody has answered; "known": goes on and somebody has; "over": waits for its reason. */
export type AlarmGroup = "asking" | "known" | "over";
const groupOf = ({ over, acknowledged }: Alarm): AlarmGroup =>
  over ? "over" : acknowledged ? "known" : "asking";

type Props = { readonly alarms: readonly Alarm[]; readonly groups: readonly AlarmGroup[] };
export function VatAlarms({ alarms, groups }: Props) {
  const shown = groups.flatMap((group) =>
    alarms.filter((one) => groupOf(one) === group).sort((a, b) => b.raisedAt - a.raisedAt),
  );
  if (shown.length === 0) return null;
  return (
    <section class="vat-alarms" aria-label={groups.includes("asking") ? "Alarms" : "Alarms that are known"}>
      {shown.map((alarm) => (
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
    <div class={`vat-alarm ${groupOf(alarm)}`} role={groupOf(alarm) === "asking" ? "alert" : undefined}>
      <div class="vat-alarm-head">
        <Icon name={alarm.over ? "info" : "warning"} />
        <h2>{says}</h2>
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
          <details>
            <summary>Why mostly</summary>
            <p>
              {meaning} Usual cause: {usualCause}
            </p>
          </details>
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
          <Button kind="plain" onPress={() => setAsking(true)} label={`Say why it was: ${says}`}>
            Say why it was
          </Button>
        </Buttons>
      ) : null}
      {asking ? <WhyDialog alarm={alarm} onClose={() => setAsking(false)} /> : null}
    </div>
  );
}

function WhyDialog({ alarm, onClose }: { readonly alarm: Alarm; readonly onClose: () => void }) {
  const save = useSave("intend");
  const { say } = useOffice();
  const send = async (reason: string) => {
    const answer = await save.send({ body: { kind: "explain-alarm", alarm: alarm.alarm, reason } });
    if (!answer.ok) return false;
    say("The reason is recorded.");
    onClose();
    return true;
  };
  return (
    <Dialog title={`Why: ${ALARMS[alarm.kind].says}`} onClose={onClose}>
      <ReasonForm
        about={`alarm-${alarm.alarm}`}
        label="Why it was, and what was done"
        hint="It stands in the record of alarms with your name. Usual cause: see below."
        button="Record the reason"
        saving={save.saving}
        trouble={save.trouble}
        onSend={send}
        after={<p class="quiet-words">{ALARMS[alarm.kind].usualCause}</p>}
      >
        <p>{alarm.figures}</p>
      </ReasonForm>
    </Dialog>
  );
}
