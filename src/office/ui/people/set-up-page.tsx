// Room: office/ui/people. First start: the first manager, with the code that only stands on the box's own console.

import "./people.css";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { Button } from "../components/button.tsx";
import { Card } from "../components/card.tsx";
import { Empty } from "../components/empty.tsx";
import { errorAt, TextField } from "../components/field.tsx";
import { Page } from "../components/page.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { useOffice } from "../office.ts";
import { useSave } from "../reads.ts";
import { shortNameOf } from "./short-name.ts";

export function SetUpPage() {
  const { session } = useOffice();
  if (session.session.value?.needsSetup === false) {
    return (
      <Page title="Set up">
        <Empty icon="check" title="This shed is set up">
          People are added by a manager under People. Sign in to go on.
        </Empty>
      </Page>
    );
  }
  return (
    <Page title="Set up this shed">
      <div class="set-up">
        <SetUpForm />
        <Card title="What comes next">
          <ol class="set-up-next">
            <li>
              <strong>Cows:</strong> enter them or bring a herd file. Until then every cow diverts.
            </li>
            <li>
              <strong>Medicines:</strong> copy each label once; treatments fill themselves in from it.
            </li>
            <li>
              <strong>People:</strong> one for each who milks, so that records say who.
            </li>
          </ol>
        </Card>
      </div>
    </Page>
  );
}

function SetUpForm() {
  const { session, say } = useOffice();
  const { route } = useLocation();
  const save = useSave("setUp");
  const [code, setCode] = useState("");
  const [name, setName] = useState("");
  const [pin, setPin] = useState("");
  const [again, setAgain] = useState("");
  const differ = again !== "" && again !== pin;
  const complete = code.trim() !== "" && shortNameOf(name) !== "" && pin.length >= 6 && pin === again;
  const send = () => {
    save.send({ body: { code: code.trim(), person: shortNameOf(name), name: name.trim(), pin } }).then(
      (answer) => {
        if (!answer.ok) return;
        session.take(answer.value);
        say("The shed is set up.");
        route("/", true);
      },
      () => undefined,
    );
  };
  return (
    <Card title="The first manager">
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (complete && !save.saving) send();
        }}
      >
        <TextField
          label="Code from the console"
          hint="The box prints it when it starts and nobody is set up yet. It is good for this start only."
          value={code}
          onInput={setCode}
          error={errorAt(save.trouble, "code")}
          max={20}
          required
          focus
        />
        <TextField
          label="Your name"
          hint={
            shortNameOf(name) === ""
              ? "As others know you."
              : `In records you will be “${shortNameOf(name)}”.`
          }
          value={name}
          onInput={setName}
          error={errorAt(save.trouble, "name") ?? errorAt(save.trouble, "person")}
          autoComplete="name"
          max={60}
          required
        />
        <TextField
          label="PIN"
          hint="Six to twelve digits; not a birthday, not 123456."
          kind="password"
          inputMode="numeric"
          autoComplete="new-password"
          value={pin}
          onInput={(value) => setPin(value.replace(/\D/g, ""))}
          error={errorAt(save.trouble, "pin")}
          max={12}
          required
        />
        <TextField
          label="PIN once more"
          kind="password"
          inputMode="numeric"
          autoComplete="new-password"
          value={again}
          onInput={(value) => setAgain(value.replace(/\D/g, ""))}
          error={differ ? "The two PINs differ. Write the same one twice." : undefined}
          max={12}
          required
        />
        <TroubleBox trouble={save.trouble} except={["code", "name", "person", "pin"]} />
        <Button submit kind="main" busy={save.saving} off={!complete}>
          Set up
        </Button>
      </form>
    </Card>
  );
}
