// Room: office/ui/people. Who may sign in, and what they may do. For managers; every change asks for the PIN once more.

import "./people.css";
import { useState } from "preact/hooks";
import type { Person } from "../../contract/people.ts";
import { Badge } from "../components/badge.tsx";
import { Button } from "../components/button.tsx";
import { ClockTime } from "../components/clock-time.tsx";
import { Page } from "../components/page.tsx";
import { Reading } from "../components/progress.tsx";
import { Table } from "../components/table.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { useRead } from "../reads.ts";
import { PersonDialog } from "./person-dialog.tsx";
import { ROLE_SAYS } from "./roles.ts";

export function PeoplePage() {
  const read = useRead("people", ["people"]);
  const [editing, setEditing] = useState<Person | "new" | null>(null);
  return (
    <Page
      title="People"
      actions={
        <Button kind="main" icon="plus" onPress={() => setEditing("new")}>
          Add a person
        </Button>
      }
    >
      <TroubleBox trouble={read.trouble} again={read.again} />
      {read.value === null ? (
        read.trouble === null ? (
          <Reading what="the people" />
        ) : null
      ) : (
        <Table
          caption="Everybody who may sign in"
          rows={read.value.items}
          rowKey={({ person }) => person}
          columns={[
            { head: "Name", names: true, cell: ({ name }) => name },
            { head: "In records", cell: ({ person }) => person },
            {
              head: "Role",
              cell: ({ role }) => (
                <>
                  <strong>{role}</strong>
                  <br />
                  <span class="quiet-words">{ROLE_SAYS[role]}</span>
                </>
              ),
            },
            {
              head: "May sign in",
              cell: ({ active }) => <Badge tone={active ? "good" : "quiet"}>{active ? "yes" : "no"}</Badge>,
            },
            {
              head: "Last signed in",
              cell: ({ lastSignIn }) => (lastSignIn === null ? "never" : <ClockTime at={lastSignIn} />),
            },
            {
              head: "Change",
              cell: (person) => (
                <Button onPress={() => setEditing(person)} label={`Change ${person.name}`}>
                  Change
                </Button>
              ),
            },
          ]}
        />
      )}
      <p class="quiet-words">
        Nobody is ever deleted: records keep their names. Who leaves may sign in no more.
      </p>
      {editing === null ? null : (
        <PersonDialog
          person={editing === "new" ? null : editing}
          onClose={() => setEditing(null)}
          onSaved={() => {
            setEditing(null);
            read.again();
          }}
        />
      )}
    </Page>
  );
}
