// Room: office/ui/medicines. What is really left of a batch: counted, thrown away, found. The difference stays in the book with its reason.

import { useState } from "preact/hooks";
import { newEntryId } from "../client.ts";
import { Button, LinkButton } from "../components/button.tsx";
import { Card, Facts } from "../components/card.tsx";
import { errorAt, TextField } from "../components/field.tsx";
import { Reading } from "../components/progress.tsx";
import { RecordedBox } from "../components/recorded.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { useFirstWrong } from "../entry/first-wrong.ts";
import { useKept } from "../entry/kept.ts";
import { numberIn } from "../entry/period.ts";
import { SaveBar } from "../entry/save-bar.tsx";
import { dateInWords } from "../entry/when.ts";
import { useRead, useSave } from "../reads.ts";
import { leftInWords } from "../treat/pick-product.tsx";

type Draft = { readonly entry: string; readonly left: string; readonly reason: string };
const REASONS = ["Counted", "Thrown away, past its date", "Dropped or broken", "Found"] as const;

export function CountForm({ batch }: { readonly batch: string }) {
  const read = useRead("batches", [], { query: {} });
  const fresh = (): Draft => ({ entry: newEntryId(), left: "", reason: "" });
  const kept = useKept<Draft>({ name: `count-${batch}`, fresh });
  const saving = useSave("countBatch");
  const [tried, setTried] = useState(false);
  const firstWrong = useFirstWrong();
  const found = read.value?.items.find((one) => one.batch === batch);
  if (saving.reply !== null) {
    return (
      <RecordedBox reply={saving.reply}>
        <LinkButton kind="main" href="/medicines">
          Medicines
        </LinkButton>
      </RecordedBox>
    );
  }
  if (read.value === null) {
    return read.trouble === null ? (
      <Reading what="the batch" />
    ) : (
      <TroubleBox trouble={read.trouble} again={read.again} />
    );
  }
  if (found === undefined) {
    return (
      <p>
        There is no such batch. <a href="/medicines">Choose it under Medicines.</a>
      </p>
    );
  }
  const { draft } = kept;
  const set = (part: Partial<Draft>) => {
    kept.set({ ...draft, ...part });
    if (saving.trouble !== null) saving.clear();
  };
  const left = numberIn(draft.left);
  const open = [
    ...(typeof left === "number" ? [] : [{ at: "left", says: "How much is left? A number, 0 for nothing." }]),
    ...(draft.reason.trim() === ""
      ? [{ at: "reason", says: "Why does it differ, or that it was counted?" }]
      : []),
  ];
  const error = (at: string) =>
    errorAt(saving.trouble, at) ?? (tried ? open.find((one) => one.at === at)?.says : undefined);
  const save = () => {
    setTried(true);
    if (open.length > 0 || typeof left !== "number") {
      firstWrong.look();
      return;
    }
    saving.send({ body: { entry: draft.entry, batch, left, reason: draft.reason.trim() } }).then(
      (answer) => {
        if (answer.ok) kept.startAfresh(fresh());
        else firstWrong.look();
      },
      () => undefined,
    );
  };
  return (
    <div class="medicines-form" ref={firstWrong.ref}>
      <Card title={`${found.productName}, ${found.number}`}>
        <Facts
          items={[
            ["By the book", leftInWords(found.left, found.unit)],
            ["Use by", dateInWords(found.useBy)],
          ]}
        />
        <TextField
          label={`What is there now, in ${found.unit}${found.unit === "ml" ? "" : "s"}`}
          required
          inputMode="decimal"
          value={draft.left}
          onInput={(text) => set({ left: text })}
          error={error("left")}
        />
        <div class="buttons">
          {REASONS.map((reason) => (
            <Button key={reason} pressed={draft.reason === reason} onPress={() => set({ reason })}>
              {reason}
            </Button>
          ))}
        </div>
        <TextField
          label="Reason"
          required
          max={200}
          value={draft.reason}
          onInput={(reason) => set({ reason })}
          error={error("reason")}
        />
      </Card>
      <div class="medicines-foot">
        <TroubleBox trouble={saving.trouble} />
        <SaveBar
          says={`${found.number}: ${draft.left === "" ? "…" : draft.left} left`}
          missing={open.map(({ says }) => says)}
          saving={saving.saving}
          onSave={save}
        />
      </div>
    </div>
  );
}
