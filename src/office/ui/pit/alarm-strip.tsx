// Room: office/ui/pit. Alarms that cannot be missed: a strip over everything, the gravest in full, the others one press away.
// Invariant: it stays in view while the page is scrolled; acknowledging is not explaining, and an alarm that is over asks why it was.

import { useState } from "preact/hooks";
import { Button } from "../components/button.tsx";
import { ClockTime } from "../components/clock-time.tsx";
import { Dialog } from "../components/dialog.tsx";
import { Icon } from "../components/icon.tsx";
import { Act, ActWithReason } from "./act.tsx";
import { type Trouble, troublesOf } from "./alarms.ts";
import type { Board } from "./board.ts";
import { ClearVatStop } from "./vat-stop.tsx";

type Props = { readonly board: Board; readonly onOpen: (bail: number) => void };
export function AlarmStrip({ board, onOpen }: Props) {
  const [all, setAll] = useState(false);
  const troubles = troublesOf(board);
  const [first, ...others] = troubles;
  return (
    <>
      <div class="pit-alarm-place" role="alert">
        {first === undefined ? null : (
          <div class={first.loud ? "pit-alarm loud" : "pit-alarm"}>
            <Icon name={first.loud ? "bell" : "warning"} />
            <p>
              <strong>{first.says}</strong> <span>{first.detail}</span>
              {others.length === 0 ? null : <span> · and {others.length} more</span>}
            </p>
            <Button onPress={() => setAll(true)}>What to do</Button>
          </div>
        )}
      </div>
      {all && troubles.length > 0 ? (
        <Dialog title="What is wrong" onClose={() => setAll(false)} wide>
          {troubles.map((trouble) => (
            <OneTrouble
              key={trouble.key}
              trouble={trouble}
              onOpen={(bail) => {
                setAll(false);
                onOpen(bail);
              }}
            />
          ))}
        </Dialog>
      ) : null}
    </>
  );
}

type OneProps = { readonly trouble: Trouble; readonly onOpen: (bail: number) => void };
function OneTrouble({ trouble, onOpen }: OneProps) {
  const { says, detail, meaning, usualCause, whatToDo, since, loud } = trouble;
  return (
    <section class={loud ? "pit-trouble loud" : "pit-trouble"}>
      <h3>
        {says}{" "}
        <span class="quiet-words">
          since <ClockTime at={since} />
        </span>
      </h3>
      {detail === "" ? null : <p class="figure">{detail}</p>}
      {whatToDo.length === 1 ? (
        <p class="bail-do">{whatToDo[0]}</p>
      ) : (
        <ol class="bail-do">
          {whatToDo.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
      <p class="quiet-words">
        {meaning} Usual cause: {usualCause}
      </p>
      <Presses trouble={trouble} onOpen={onOpen} />
    </section>
  );
}

function Presses({ trouble: { about, says }, onOpen }: OneProps) {
  switch (about.kind) {
    case "vat-stop":
      return <ClearVatStop onDone={() => undefined} />;
    case "fault":
      return about.latched && about.bails.length > 0 ? (
        <div class="buttons">
          {about.bails.map((bail) => (
            <Button key={bail} onPress={() => onOpen(bail)}>
              Bail {bail}
            </Button>
          ))}
        </div>
      ) : null;
    case "alarm": {
      const { alarm, over, acknowledged } = about.alarm;
      if (over) {
        return (
          <ActWithReason intent={(reason) => ({ kind: "explain-alarm", alarm, reason })} field="Why it was">
            Say why it was
          </ActWithReason>
        );
      }
      return acknowledged ? (
        <p>Acknowledged. It stays here until it is over.</p>
      ) : (
        <Act intent={{ kind: "acknowledge-alarm", alarm }} kind="main" icon="check" label={`I know: ${says}`}>
          I know, and see to it
        </Act>
      );
    }
  }
}
