// Room: office/ui/cow. The first filling of an empty register from a herd file, with every mistake in its place.
// May live here: choosing the file, sending it. May not: reading it; the office reads it as any herd file.

import { useState } from "preact/hooks";
import { HERD_FILE_BYTES_MAX } from "../../contract/sizes.ts";
import { newEntryId } from "../client.ts";
import { Button, LinkButton } from "../components/button.tsx";
import { Card } from "../components/card.tsx";
import { RecordedBox } from "../components/recorded.tsx";
import { Table } from "../components/table.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { useSave } from "../reads.ts";

type Chosen = { readonly entry: string; readonly name: string; readonly text: string };
const inMb = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;

export function HerdFile() {
  const saving = useSave("importHerd");
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  if (saving.reply !== null) {
    return (
      <RecordedBox reply={saving.reply}>
        <LinkButton kind="main" href="/cows">
          All cows
        </LinkButton>
        <LinkButton href="/medicines">Medicines</LinkButton>
      </RecordedBox>
    );
  }
  const choose = (file: File | undefined) => {
    saving.clear();
    setChosen(null);
    setWrong(null);
    if (file === undefined) return;
    if (file.size > HERD_FILE_BYTES_MAX) {
      setWrong(
        `${file.name} has ${inMb(file.size)}; the page takes up to ${inMb(HERD_FILE_BYTES_MAX)}. Leave out facts that are long over (milkings of past months above all), or write it without spaces between the fields.`,
      );
      return;
    }
    file.text().then(
      (text) => setChosen({ entry: newEntryId(), name: file.name, text }),
      () => setWrong(`${file.name} cannot be read. Choose it again, or copy it to this device first.`),
    );
  };
  const mistakes = saving.trouble?.mistakes ?? [];
  return (
    <>
      <Card title="A herd file">
        <p>
          Cows with their tags, labels that people copied, and what was done to the cows, as one file. How it
          is written stands in <code>config/herd-file.md</code>, with an example of each kind. It fills an
          empty register once; after that every change is an entry of its own.
        </p>
        <div class="cow-file">
          <label>
            <strong>File</strong>
            <br />
            <input
              type="file"
              accept=".json,application/json"
              onChange={(event) => choose(event.currentTarget.files?.[0])}
            />
          </label>
          {chosen === null ? null : <p>{chosen.name}</p>}
          <p class="hint">At most {inMb(HERD_FILE_BYTES_MAX)}.</p>
          {wrong === null ? null : (
            <p class="wrong-words" role="alert">
              ▲ {wrong}
            </p>
          )}
        </div>
        <div class="buttons">
          <Button
            kind="main"
            off={chosen === null}
            busy={saving.saving}
            onPress={() => {
              if (chosen === null) return;
              saving.send({ body: { entry: chosen.entry, text: chosen.text } }).catch(() => undefined);
            }}
          >
            {saving.saving ? "Reading and recording…" : "Fill the register"}
          </Button>
        </div>
      </Card>
      <TroubleBox trouble={saving.trouble === null ? null : { ...saving.trouble, mistakes: [] }} />
      {mistakes.length === 0 ? null : (
        <Card title={mistakes.length === 1 ? "One mistake" : `${mistakes.length} mistakes`} tone="bad">
          <Table
            caption="Mistakes in the file"
            rows={mistakes}
            rowKey={({ at, found }) => `${at} ${found}`}
            columns={[
              {
                head: "Place",
                names: true,
                cell: ({ at }) => <code>{at === "" ? "the whole file" : at}</code>,
              },
              { head: "Found", cell: ({ found }) => found },
              { head: "Expected", cell: ({ expected }) => expected },
              { head: "What to do", cell: ({ fix }) => fix },
            ]}
          />
        </Card>
      )}
    </>
  );
}
