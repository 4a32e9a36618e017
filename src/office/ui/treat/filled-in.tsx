// Room: office/ui/treat. What the label row and the shelf fill in, shown in words; every piece can be changed.
// May live here: those fields. May not: what they default to (draft.ts).

import type { Product } from "../../contract/herd.ts";
import { Button } from "../components/button.tsx";
import { Facts } from "../components/card.tsx";
import { Choice } from "../components/choice.tsx";
import { TextField } from "../components/field.tsx";
import type { FarmZone } from "../entry/farm-zone.ts";
import { MeatField, MilkField } from "../entry/period-fields.tsx";
import { dateInWords, whenInWords } from "../entry/when.ts";
import { WhenField } from "../entry/when-field.tsx";
import { batchOf, NO_OFF_LABEL, type OffLabelDraft, type TreatDraft, usualQuantity } from "./draft.ts";
import { leftInWords } from "./pick-product.tsx";

type Props = {
  readonly draft: TreatDraft;
  readonly product: Product;
  readonly who: string;
  readonly now: number;
  readonly zone: FarmZone;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly onChange: (change: Partial<TreatDraft>) => void;
  readonly error: (at: string) => string | undefined;
};

export function FilledIn(props: Props) {
  const { draft, product, open } = props;
  return (
    <section class="card treat-filled-in" aria-labelledby="filled-in">
      <div class="card-head">
        <h2 id="filled-in">Filled in for you</h2>
        <Button kind="quiet" onPress={() => props.onOpen(!open)} pressed={open}>
          {open ? "Done" : "Change"}
        </Button>
      </div>
      {open ? <Fields {...props} /> : <Facts items={inWords(props)} />}
      {draft.offLabel === null && !open ? (
        <Button onPress={() => props.onChange({ offLabel: NO_OFF_LABEL })}>
          Not by the label: the vet's direction
        </Button>
      ) : null}
      {draft.offLabel === null ? null : (
        <OffLabel
          offLabel={draft.offLabel}
          product={product}
          onChange={(offLabel) => props.onChange({ offLabel })}
          error={props.error}
        />
      )}
    </section>
  );
}

function inWords({ draft, product, who, now, zone }: Props): readonly (readonly [string, string])[] {
  const batch = batchOf(draft, product);
  const quantity = draft.quantity ?? String(usualQuantity(product, draft.quarters));
  const given =
    draft.given === "now" ? "now" : draft.given === "" ? "not said yet" : whenInWords(draft.given, now, zone);
  const rows: readonly (readonly [string, string])[] = [
    ["Given", given],
    ["Dose", draft.dose ?? product.dose],
    ["How", draft.route ?? product.route],
    ["From the shelf", `${leftInWords(Number(quantity.replace(",", ".")) || 0, product.unit)} each`],
    ["Batch", batch === null ? "none of the shelf" : `${batch.number}, use by ${dateInWords(batch.useBy)}`],
    ["Course", draft.firstDose === null ? "first dose" : `since ${whenInWords(draft.firstDose, now, zone)}`],
    ["Place", draft.place],
    ["Group", draft.group],
    ["Note", draft.note],
    ["Given by", draft.givenBy ?? who],
  ];
  return rows.filter(([, value]) => value !== "");
}

function Fields({ draft, product, who, now, zone, onChange, error }: Props) {
  return (
    <div class="form">
      <WhenField
        legend="When was it given?"
        value={draft.given}
        onInput={(given) => onChange({ given })}
        now={now}
        zone={zone}
        mayBeUnknown
        error={error("lastDose")}
      />
      <WhenField
        legend="Doses before this one"
        open="This is the first"
        value={draft.firstDose ?? ""}
        onInput={(firstDose) => onChange({ firstDose: firstDose === "" ? null : firstDose })}
        now={now}
        zone={zone}
        notNow
        mayBeUnknown
        hint="When was the first dose of this course?"
        error={error("firstDose")}
      />
      <Choice
        legend="Batch"
        options={[
          ...product.batches.map(({ batch, number, useBy, left, usable, why }) => ({
            value: batch,
            label: number,
            says: usable ? `${leftInWords(left, product.unit)} left, use by ${dateInWords(useBy)}` : why,
            off: !usable,
          })),
          {
            value: "none",
            label: "Not from this shelf",
            says: "the vet brought it, or its batch is not known",
          },
        ]}
        value={draft.batch ?? batchOf(draft, product)?.batch ?? null}
        onChoose={(batch) => onChange({ batch })}
        error={error("batch")}
      />
      <div class="form two">
        <TextField
          label={`How much for each cow, in ${product.unit === "ml" ? "ml" : `${product.unit}s`}`}
          inputMode="decimal"
          required
          value={draft.quantity ?? String(usualQuantity(product, draft.quarters))}
          onInput={(quantity) => onChange({ quantity })}
          error={error("quantityEach")}
        />
        <TextField
          label="Dose"
          value={draft.dose ?? product.dose}
          onInput={(dose) => onChange({ dose })}
          max={80}
          error={error("dose")}
        />
        <TextField
          label="How it was given"
          value={draft.route ?? product.route}
          onInput={(route) => onChange({ route })}
          max={60}
          error={error("route")}
        />
        <TextField
          label="Paddock or pen"
          value={draft.place}
          onInput={(place) => onChange({ place })}
          max={80}
          error={error("place")}
        />
        <TextField
          label="Given by"
          required
          value={draft.givenBy ?? who}
          onInput={(givenBy) => onChange({ givenBy })}
          max={80}
          error={error("givenBy")}
        />
      </div>
      <TextField label="Note" lines={2} max={500} value={draft.note} onInput={(note) => onChange({ note })} />
    </div>
  );
}

type OffLabelProps = {
  readonly offLabel: OffLabelDraft;
  readonly product: Product;
  readonly onChange: (offLabel: OffLabelDraft | null) => void;
  readonly error: (at: string) => string | undefined;
};
function OffLabel({ offLabel, onChange, error }: OffLabelProps) {
  const set = (change: Partial<OffLabelDraft>) => onChange({ ...offLabel, ...change });
  return (
    <div class="treat-off-label form">
      <div class="card-head">
        <h3>Not by the label: the vet's written direction</h3>
        <Button kind="quiet" onPress={() => onChange(null)}>
          By the label after all
        </Button>
      </div>
      <p class="hint">
        The longest counts: the label, what the vet writes, and the least that the law asks for.
      </p>
      <TextField
        label="Vet"
        required
        max={80}
        value={offLabel.vet}
        onInput={(vet) => set({ vet })}
        error={error("offLabel.vet")}
      />
      <TextField
        label="What the vet wrote"
        required
        lines={2}
        max={500}
        value={offLabel.direction}
        onInput={(direction) => set({ direction })}
        error={error("offLabel.direction")}
      />
      <MilkField
        by="vet"
        legend="Milk, by the vet"
        value={offLabel.milk}
        onInput={(milk) => set({ milk })}
        hint="Left open, she is withheld until the vet's period is on record."
        error={error("offLabel.milk")}
      />
      <MeatField
        by="vet"
        legend="Meat, by the vet"
        value={offLabel.meat}
        onInput={(meat) => set({ meat })}
        error={error("offLabel.meat")}
      />
    </div>
  );
}
