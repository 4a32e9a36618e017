// Room: office/ui/cow. Groups of cows: who is in each from now on. For dry-off day, paddocks and feed.

import { useState } from "preact/hooks";
import { newEntryId } from "../client.ts";
import { Button, LinkButton } from "../components/button.tsx";
import { Card } from "../components/card.tsx";
import { Empty } from "../components/empty.tsx";
import { errorAt, TextField } from "../components/field.tsx";
import { Reading } from "../components/progress.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { PickCows } from "../entry/pick-cows.tsx";
import { SaveBar } from "../entry/save-bar.tsx";
import { useOffice } from "../office.ts";
import { useRead, useSave } from "../reads.ts";

type Draft = {
  readonly entry: string;
  readonly group: string;
  readonly isNew: boolean;
  readonly cows: readonly string[];
};

export function Groups() {
  const read = useRead("groups", ["herd"]);
  const [draft, setDraft] = useState<Draft | null>(null);
  if (read.value === null) {
    return read.trouble === null ? (
      <Reading what="the groups" />
    ) : (
      <TroubleBox trouble={read.trouble} again={read.again} />
    );
  }
  if (draft !== null) return <GroupForm draft={draft} onChange={setDraft} />;
  const begin = () => setDraft({ entry: newEntryId(), group: "", isNew: true, cows: [] });
  return (
    <Card
      title="Groups"
      aside={
        <Button icon="plus" onPress={begin}>
          New group
        </Button>
      }
    >
      {read.value.items.length === 0 ? (
        <Empty icon="cows" title="There are no groups yet">
          A group saves ticking: the cows of a paddock, those to be dried off together, the springers. What is
          recorded for a group is recorded for each cow who is in it on that day.
        </Empty>
      ) : (
        <ul class="cow-group-list">
          {read.value.items.map(({ group, cows }) => (
            <li key={group} class="cow-group">
              <span>
                <strong>{group}</strong> <span class="quiet-words">{cows.length} cows</span>
              </span>
              <span class="buttons">
                <LinkButton href={`/cows?do=many&group=${encodeURIComponent(group)}`}>Record</LinkButton>
                <Button
                  label={`Change who is in ${group}`}
                  onPress={() => setDraft({ entry: newEntryId(), group, isNew: false, cows })}
                >
                  Change
                </Button>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function GroupForm(props: { readonly draft: Draft; readonly onChange: (draft: Draft | null) => void }) {
  const { draft, onChange } = props;
  const { say } = useOffice();
  const saving = useSave("setGroup");
  const open = draft.group.trim() === "" ? ["What is the group called?"] : [];
  const save = () => {
    if (open.length > 0) return;
    saving.send({ body: { entry: draft.entry, group: draft.group.trim(), cows: [...draft.cows] } }).then(
      (answer) => {
        if (!answer.ok) return;
        say(answer.value.says);
        onChange(null);
      },
      () => undefined,
    );
  };
  return (
    <div class="cow-form">
      <Card title={draft.isNew ? "New group" : draft.group}>
        {draft.isNew ? (
          <TextField
            label="Name"
            required
            max={60}
            value={draft.group}
            onInput={(group) => onChange({ ...draft, group })}
            error={errorAt(saving.trouble, "group")}
          />
        ) : null}
        <PickCows cows={draft.cows} group="" onPick={(cows) => onChange({ ...draft, cows })} />
      </Card>
      <div class="cow-form-foot">
        <TroubleBox trouble={saving.trouble} />
        <SaveBar
          says={`${draft.group} · ${draft.cows.length} cows`}
          missing={open}
          saving={saving.saving}
          onSave={save}
        />
        <Button kind="quiet" onPress={() => onChange(null)}>
          Leave it as it was
        </Button>
      </div>
    </div>
  );
}
