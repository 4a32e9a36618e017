// Room: office/ui/people. One person: new, or changed. Only what differs is sent.

import { useState } from "preact/hooks";
import type { Person, Role } from "../../contract/people.ts";
import { Button } from "../components/button.tsx";
import { Choice } from "../components/choice.tsx";
import { Dialog } from "../components/dialog.tsx";
import { errorAt, TextField } from "../components/field.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { useSave } from "../reads.ts";
import { ROLE_SAYS } from "./roles.ts";
import { shortNameOf } from "./short-name.ts";

const ROLES = ["milker", "manager", "vet", "auditor"] as const satisfies readonly Role[];

type Props = {
  /** Null: a new one. */
  readonly person: Person | null;
  readonly onClose: () => void;
  readonly onSaved: () => void;
};
export function PersonDialog({ person, onClose, onSaved }: Props) {
  const add = useSave("addPerson");
  const change = useSave("changePerson");
  const [name, setName] = useState(person?.name ?? "");
  const [role, setRole] = useState<Role>(person?.role ?? "milker");
  const [active, setActive] = useState(person?.active ?? true);
  const [pin, setPin] = useState("");
  const { trouble, saving } = person === null ? add : change;
  const complete =
    name.trim() !== "" && (person !== null || pin.length >= 6) && (pin === "" || pin.length >= 6);
  const send = () => {
    const sent =
      person === null
        ? add.send({ body: { person: shortNameOf(name), name: name.trim(), role, pin } })
        : change.send({
            params: { person: person.person },
            body: {
              ...(name.trim() === person.name ? {} : { name: name.trim() }),
              ...(role === person.role ? {} : { role }),
              ...(active === person.active ? {} : { active }),
              ...(pin === "" ? {} : { pin }),
            },
          });
    sent.then(
      (answer) => {
        setPin("");
        if (answer.ok) onSaved();
      },
      () => undefined,
    );
  };
  return (
    <Dialog title={person === null ? "Add a person" : `Change ${person.name}`} onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (complete && !saving) send();
        }}
      >
        <TextField
          label="Name"
          hint={
            person === null && shortNameOf(name) !== "" ? `In records: “${shortNameOf(name)}”.` : undefined
          }
          value={name}
          onInput={setName}
          error={errorAt(trouble, "name") ?? errorAt(trouble, "person")}
          max={60}
          required
        />
        <Choice
          legend="Role"
          options={ROLES.map((one) => ({ value: one, label: one, says: ROLE_SAYS[one] }))}
          value={role}
          onChoose={setRole}
          error={errorAt(trouble, "role")}
        />
        <TextField
          label={person === null ? "PIN" : "A new PIN"}
          hint="Six to twelve digits. Let the person write it."
          kind="password"
          inputMode="numeric"
          autoComplete="new-password"
          value={pin}
          onInput={(value) => setPin(value.replace(/\D/g, ""))}
          error={errorAt(trouble, "pin")}
          max={12}
          required={person === null}
        />
        {person === null ? null : (
          <Choice
            legend="May sign in"
            options={[
              { value: "yes", label: "Yes" },
              { value: "no", label: "No", says: "ends every session of this person now" },
            ]}
            value={active ? "yes" : "no"}
            onChoose={(value) => setActive(value === "yes")}
            error={errorAt(trouble, "active")}
          />
        )}
        <TroubleBox trouble={trouble} except={["name", "person", "role", "pin", "active"]} />
        <Button submit kind="main" busy={saving} off={!complete}>
          Save
        </Button>
      </form>
    </Dialog>
  );
}
