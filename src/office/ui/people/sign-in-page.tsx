// Room: office/ui/people. Signing in: who (a tile), then the PIN (a pad). Also stands in place of a page that needs a person.

import "./people.css";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Trouble } from "../client.ts";
import { Button } from "../components/button.tsx";
import { TextField } from "../components/field.tsx";
import { Icon } from "../components/icon.tsx";
import { NumberPad } from "../components/number-pad.tsx";
import { Page } from "../components/page.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { useOffice } from "../office.ts";

const PIN_MIN = 6;
const PIN_MAX = 12;

export function SignInPage() {
  const { session } = useOffice();
  const people = session.session.value?.people ?? [];
  const [person, setPerson] = useState<string | null>(null);
  const [typed, setTyped] = useState("");
  const chosen = people.find((one) => one.person === person);
  if (person !== null) {
    return (
      <Page title={chosen === undefined ? "Sign in" : `Sign in: ${chosen.name}`}>
        <PinFor person={person} name={chosen?.name ?? person} onOther={() => setPerson(null)} />
      </Page>
    );
  }
  return (
    <Page title="Sign in">
      {people.length === 0 ? (
        <form
          class="form sign-in-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (typed.trim() !== "") setPerson(typed.trim().toLowerCase());
          }}
        >
          <TextField
            label="Your short name"
            hint="As a manager entered it, for example: anna"
            value={typed}
            onInput={setTyped}
            autoComplete="username"
            max={32}
            required
          />
          <Button submit kind="main" off={typed.trim() === ""}>
            Go on to the PIN
          </Button>
        </form>
      ) : (
        <>
          <p>Who are you?</p>
          <div class="sign-in-people">
            {people.map((one) => (
              <button type="button" key={one.person} onClick={() => setPerson(one.person)}>
                <Icon name="people" />
                <span>{one.name}</span>
              </button>
            ))}
          </div>
        </>
      )}
      <p class="quiet-words">Not in the list? A manager adds people under People.</p>
      <Forgotten person={null} />
    </Page>
  );
}

/** Nobody is locked out for good: the last way is at the computer itself. */
function Forgotten({ person }: { readonly person: string | null }) {
  return (
    <details class="sign-in-forgotten">
      <summary>The PIN is forgotten</summary>
      <p>
        A manager gives a new one: People, Change. Where no manager can sign in, it is done at the shed's own
        computer: stop the program there and run{" "}
        <code>npx vatguard people --new-pin {person ?? "your-short-name"}</code>. Nothing else is lost by it.
      </p>
    </details>
  );
}

type PinProps = { readonly person: string; readonly name: string; readonly onOther: () => void };
function PinFor({ person, name, onOther }: PinProps) {
  const { ask, session, say } = useOffice();
  const { path, query, route } = useLocation();
  const [pin, setPin] = useState("");
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const signIn = () => {
    setBusy(true);
    ask("signIn", { body: { person, pin } }).then(
      (answer) => {
        setBusy(false);
        setPin("");
        if (!answer.ok) {
          setTrouble(answer.error);
          return;
        }
        session.take(answer.value);
        say(`Signed in as ${name}.`);
        if (path === "/sign-in") route(insideOnly(query.then), true);
      },
      () => setBusy(false),
    );
  };
  return (
    <div class="sign-in-pin">
      <TroubleBox trouble={trouble} />
      <NumberPad
        label={`PIN of ${name}`}
        value={pin}
        onInput={setPin}
        onDone={signIn}
        done={busy ? "Wait…" : "Sign in"}
        doneOff={pin.length < PIN_MIN}
        busy={busy}
        max={PIN_MAX}
        secret
        focus
      />
      <Button icon="back" onPress={onOther}>
        Somebody else
      </Button>
      <Forgotten person={person} />
    </div>
  );
}

/** Back to a page of this app; never to another address. */
function insideOnly(then: string | undefined): string {
  return then !== undefined && /^\/(?![/\\])/.test(then) ? then : "/";
}
