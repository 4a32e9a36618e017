// Room: office/ui/medicines. A batch came: its number, its use-by date, how much. Invariant: kept on the device until it is recorded.

import { useState } from "preact/hooks";
import type { Product } from "../../contract/herd.ts";
import { newEntryId } from "../client.ts";
import { Button, LinkButton } from "../components/button.tsx";
import { Card } from "../components/card.tsx";
import { Choice } from "../components/choice.tsx";
import { isoDay, useNow } from "../components/clock-time.tsx";
import { Empty } from "../components/empty.tsx";
import { errorAt, TextField } from "../components/field.tsx";
import { RecordedBox } from "../components/recorded.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { useFirstWrong } from "../entry/first-wrong.ts";
import { useKept } from "../entry/kept.ts";
import { KeptNote } from "../entry/kept-note.tsx";
import { numberIn } from "../entry/period.ts";
import { SaveBar } from "../entry/save-bar.tsx";
import { useOffice } from "../office.ts";
import { useSave } from "../reads.ts";

type Draft = {
  readonly entry: string;
  readonly product: string;
  readonly number: string;
  readonly useBy: string;
  readonly quantity: string;
  readonly supplier: string;
  readonly receivedOn: string;
};
type Open = { readonly at: string; readonly says: string };

export function BatchForm({
  products,
  product,
}: {
  readonly products: readonly Product[];
  readonly product: string;
}) {
  const { session } = useOffice();
  const now = useNow();
  const today = isoDay(now, session.zone.value);
  const fresh = (): Draft => ({
    entry: newEntryId(),
    product,
    number: "",
    useBy: "",
    quantity: "",
    supplier: "",
    receivedOn: today,
  });
  const kept = useKept<Draft>({ name: `batch-${product}`, fresh });
  const saving = useSave("addBatch");
  const [tried, setTried] = useState(false);
  const firstWrong = useFirstWrong();
  const { draft } = kept;
  const chosen = products.find((one) => one.product === draft.product);
  if (products.length === 0) {
    return (
      <Empty icon="medicines" title="No product is on the shelf yet">
        A batch belongs to a product. A manager enters the product from its label first.
      </Empty>
    );
  }
  if (saving.reply !== null) {
    return (
      <RecordedBox reply={saving.reply}>
        <Button
          kind="main"
          onPress={() => {
            saving.clear();
            setTried(false);
          }}
        >
          Another batch
        </Button>
        <LinkButton href="/medicines">Medicines</LinkButton>
      </RecordedBox>
    );
  }
  const set = (part: Partial<Draft>) => {
    kept.set({ ...draft, ...part });
    if (saving.trouble !== null) saving.clear();
  };
  const open = openOf(draft, chosen, today);
  const quantity = numberIn(draft.quantity);
  const error = (at: string) =>
    errorAt(saving.trouble, at) ?? (tried ? open.find((one) => one.at === at)?.says : undefined);
  const save = () => {
    setTried(true);
    if (open.length > 0 || typeof quantity !== "number") {
      firstWrong.look();
      return;
    }
    const supplier = draft.supplier === "" ? (chosen?.supplier ?? "") : draft.supplier;
    saving.send({ body: { ...draft, number: draft.number.trim(), quantity, supplier } }).then(
      (answer) => {
        if (answer.ok) kept.startAfresh(fresh());
        else firstWrong.look();
      },
      () => undefined,
    );
  };
  return (
    <div class="medicines-form" ref={firstWrong.ref}>
      <KeptNote kept={kept} begun={draft.number !== ""} fresh={fresh} />
      <Card>
        <Choice
          legend="Of which product?"
          options={products.map(({ product: value, name }) => ({ value, label: name }))}
          value={draft.product === "" ? null : draft.product}
          onChoose={(value) => set({ product: value })}
          error={error("product")}
        />
        <div class="form two">
          <TextField
            label="Batch number"
            required
            max={40}
            value={draft.number}
            onInput={(number) => set({ number })}
            hint="As printed on the pack."
            error={error("number")}
          />
          <TextField
            label="Use by"
            kind="date"
            required
            value={draft.useBy}
            onInput={(useBy) => set({ useBy })}
            hint="With only a month on the pack: its last day."
            error={error("useBy")}
          />
          <TextField
            label={
              chosen === undefined
                ? "How much came?"
                : `How many ${chosen.unit}${chosen.unit === "ml" ? "" : "s"} came?`
            }
            required
            inputMode="decimal"
            value={draft.quantity}
            onInput={(text) => set({ quantity: text })}
            error={error("quantity")}
          />
          <TextField
            label="It came on"
            kind="date"
            required
            value={draft.receivedOn}
            onInput={(receivedOn) => set({ receivedOn })}
            error={error("receivedOn")}
          />
          <TextField
            label="Supplier"
            max={80}
            value={draft.supplier === "" ? (chosen?.supplier ?? "") : draft.supplier}
            onInput={(supplier) => set({ supplier })}
            error={error("supplier")}
          />
        </div>
      </Card>
      <div class="medicines-foot">
        <TroubleBox trouble={saving.trouble} />
        <SaveBar
          says={`${chosen?.name ?? "A batch"} ${draft.number}`}
          missing={open.map(({ says }) => says)}
          saving={saving.saving}
          onSave={save}
        />
      </div>
    </div>
  );
}

function openOf(draft: Draft, product: Product | undefined, today: string): readonly Open[] {
  const quantity = numberIn(draft.quantity);
  return [
    ...(product === undefined ? [{ at: "product", says: "Of which product?" }] : []),
    ...(draft.number.trim() === "" ? [{ at: "number", says: "Which number is printed on the pack?" }] : []),
    ...(draft.useBy === ""
      ? [{ at: "useBy", says: "Until when may it be used?" }]
      : draft.useBy < today
        ? [{ at: "useBy", says: "This date is past: such a batch must not be used. Look at the pack again." }]
        : []),
    ...(typeof quantity === "number" && quantity > 0
      ? []
      : [{ at: "quantity", says: "How much came? A number above 0." }]),
    ...(draft.receivedOn === "" || draft.receivedOn > today
      ? [{ at: "receivedOn", says: "When did it come? Today or earlier." }]
      : []),
  ];
}
