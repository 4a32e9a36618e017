// Room: office/ui/shed. The lamps test, a function check: every red pattern on the lamps of empty bails while a person walks along and looks.
// Invariant: what it shows, what it does not show, and why, stands here before anybody presses.

import { Button } from "../components/button.tsx";
import { Card } from "../components/card.tsx";
import { LAMP_SAYS, Lamp } from "../components/lamp.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { useOffice } from "../office.ts";
import { useSave } from "../reads.ts";
import { SignMark } from "./condition-line.tsx";
import { type Board, SIGN_WORDS } from "./conditions.ts";

export function LampTest({ test }: { readonly test: Board["lampTest"] }) {
  const { session } = useOffice();
  const role = session.role.value;
  return (
    <Card title="Lamps">
      {test === null ? (
        <p>
          For ten seconds the lamp of every empty bail shows red steady, red flashing slowly, red flashing
          fast and dark, one after the other. Walk along and look. A cow that comes ends it at once for her
          bail; no valve moves and nothing is released.
        </p>
      ) : (
        <Running test={test} />
      )}
      {role === "milker" || role === "manager" ? <Start running={test !== null} /> : null}
      <p class="quiet-words">
        Green proves itself at every release: the board lights it only when the valve's switch says vat. Red
        and green in turn shows itself when a board is without the controller: at its start, and when this
        program is stopped.
      </p>
    </Card>
  );
}

function Running({ test }: { readonly test: NonNullable<Board["lampTest"]> }) {
  return (
    <div class="shed-lamps">
      <SignMark sign="function-check" />
      <Lamp lamp={test.shows} />
      <p>
        <b>
          {SIGN_WORDS["function-check"]}: {LAMP_SAYS[test.shows]}
        </b>{" "}
        at {test.bails.length === 1 ? "bail" : "bails"} {test.bails.join(", ")}.{" "}
        {Math.ceil(test.left / 1_000)} s to go.
      </p>
    </div>
  );
}

function Start({ running }: { readonly running: boolean }) {
  const save = useSave("intend");
  const { say } = useOffice();
  const press = async () => {
    const answer = await save.send({ body: { kind: "test-lamps" } });
    if (answer.ok) say(answer.value.says);
  };
  return (
    <div class="no-print">
      <TroubleBox trouble={save.trouble} />
      <Button busy={save.saving} off={running} onPress={() => void press()}>
        Test the lamps
      </Button>
    </div>
  );
}
