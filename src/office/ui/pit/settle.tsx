// Room: office/ui/pit. Which cow stands here: the number from the cow herself, written on the pad.

import { useState } from "preact/hooks";
import { NumberPad } from "../components/number-pad.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { useOffice } from "../office.ts";
import { useSave } from "../reads.ts";
import { SignInFirst } from "./act.tsx";
import { useMayAct } from "./may-act.ts";

type Props = { readonly bail: number; readonly onDone: () => void };
export function Settle({ bail, onDone }: Props) {
  const { say } = useOffice();
  const [cow, setCow] = useState("");
  const save = useSave("intend");
  const may = useMayAct();
  if (may === "no") return null;
  if (may === "sign-in") return <SignInFirst />;
  const settle = () => {
    save.send({ body: { kind: "settle-place", bail, cow: cow.trim() } }).then(
      (answer) => {
        if (!answer.ok) return;
        say(`Bail ${bail} is cow ${cow}.`);
        onDone();
      },
      () => undefined,
    );
  };
  return (
    <div class="pit-settle">
      <TroubleBox trouble={save.trouble} />
      {save.trouble?.code === "refused-by-controller" ? (
        <p>
          Read her number again: a 6 and an 8, a 1 and a 7 are easily taken for each other. If she is new,
          enter her under Cows; until then her milk goes to the divert line.
        </p>
      ) : null}
      <NumberPad
        label={`Number of the cow in bail ${bail}, as you read it on her`}
        value={cow}
        onInput={(value) => {
          save.clear();
          setCow(value);
        }}
        onDone={settle}
        done="This cow"
        doneOff={cow.trim() === ""}
        busy={save.saving}
        focus
        letters
      />
    </div>
  );
}
