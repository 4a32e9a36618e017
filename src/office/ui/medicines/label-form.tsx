// Room: office/ui/medicines. A product with its label, copied from the label in the hand; or a new version of a label that has changed.
// May live here: the fields. May not: label data. Invariant: the old version stays, and treatments given by it keep its periods.

import { useState } from "preact/hooks";
import type { Product } from "../../contract/herd.ts";
import { newEntryId } from "../client.ts";
import { Button, LinkButton } from "../components/button.tsx";
import { Card } from "../components/card.tsx";
import { Choice, Choices, type Option } from "../components/choice.tsx";
import { errorAt, TextField } from "../components/field.tsx";
import { RecordedBox } from "../components/recorded.tsx";
import { TroubleBox } from "../components/trouble.tsx";
import { useFirstWrong } from "../entry/first-wrong.ts";
import { useKept } from "../entry/kept.ts";
import { KeptNote } from "../entry/kept-note.tsx";
import { MeatField, MilkField } from "../entry/period-fields.tsx";
import { SaveBar } from "../entry/save-bar.tsx";
import { useSave } from "../reads.ts";
import {
  type LabelShape,
  newProduct,
  newRow,
  newVersion,
  type ProductDraft,
  productOf,
  type RowDraft,
} from "./label-draft.ts";

type Props = {
  readonly products: readonly Product[];
  /** Whose label has changed; null: a new product. */
  readonly of: Product | null;
};
export function LabelForm({ products, of }: Props) {
  const fresh = (): ProductDraft => (of === null ? newProduct(newEntryId()) : newVersion(newEntryId(), of));
  const kept = useKept<ProductDraft>({
    name: of === null ? "product" : `label-${of.product}-${of.version}`,
    fresh,
  });
  const saving = useSave("addProduct");
  const [tried, setTried] = useState(false);
  const firstWrong = useFirstWrong();
  const { draft } = kept;
  if (saving.reply !== null) {
    return (
      <RecordedBox reply={saving.reply}>
        <LinkButton kind="main" href={of === null ? "/medicines?do=batch" : "/medicines"}>
          {of === null ? "Now its batch" : "Medicines"}
        </LinkButton>
        <LinkButton href="/medicines">Medicines</LinkButton>
      </RecordedBox>
    );
  }
  const set = (part: Partial<ProductDraft>) => {
    kept.set({ ...draft, ...part });
    if (saving.trouble !== null) saving.clear();
  };
  const made = productOf(draft);
  const error = (at: string): string | undefined =>
    errorAt(saving.trouble, at) ??
    (tried && !made.ok ? made.error.find((one) => one.at === at)?.says : undefined);
  const save = () => {
    setTried(true);
    if (!made.ok) {
      firstWrong.look();
      return;
    }
    saving.send({ body: made.value }).then(
      (answer) => {
        if (answer.ok) kept.startAfresh(fresh());
        else firstWrong.look();
      },
      () => undefined,
    );
  };
  const setRow = (at: number, row: RowDraft) =>
    set({ rows: draft.rows.map((one, place) => (place === at ? row : one)) });
  const others = products.filter(({ product }) => product !== draft.product);
  return (
    <div class="medicines-form" ref={firstWrong.ref}>
      <KeptNote kept={kept} begun={draft.name !== ""} fresh={fresh} />
      {of === null ? (
        <p>
          Take the product in your hand and copy what its label says. It is asked once; treatments take it
          from here.
        </p>
      ) : (
        <p>
          Version {of.version} stays in the book, and treatments given by it keep its periods. What you save
          here counts from the next treatment on.
        </p>
      )}
      <ProductFields draft={draft} onChange={set} error={error} fixedName={of !== null} />
      {draft.rows.map((row, at) => (
        <RowFields
          // A row that is being written has no other name.
          key={at}
          row={row}
          at={at}
          several={draft.rows.length > 1}
          onChange={(changed) => setRow(at, changed)}
          onRemove={() => set({ rows: draft.rows.filter((_, place) => place !== at) })}
          error={(field) => error(`rows.${at}.${field}`)}
        />
      ))}
      {error("rows") === undefined ? null : <p class="wrong-words">▲ {error("rows")}</p>}
      {draft.rows.length < ROWS_MAX ? (
        <Button
          icon="plus"
          onPress={() => set({ rows: [...draft.rows, { ...newRow(), shape: draft.rows[0]?.shape ?? "" }] })}
        >
          The label has other periods for another way of giving it
        </Button>
      ) : null}
      {others.length === 0 ? null : (
        <Card>
          <Choices
            legend="May be used at the same time with"
            options={others.map(({ product, name }) => ({ value: product, label: name }))}
            values={draft.usedWith.filter((one) => others.some(({ product }) => product === one))}
            onChoose={(usedWith) => set({ usedWith })}
            hint="Only where this label or the vet's standing direction names it. With any other, two at once may be off-label."
          />
        </Card>
      )}
      <div class="medicines-foot">
        <TroubleBox trouble={saving.trouble} />
        <SaveBar
          says={draft.name === "" ? "A product" : draft.name}
          missing={made.ok ? [] : made.error.map(({ says }) => says)}
          saving={saving.saving}
          onSave={save}
        />
      </div>
    </div>
  );
}
const ROWS_MAX = 12;

type FieldsProps = {
  readonly draft: ProductDraft;
  readonly onChange: (change: Partial<ProductDraft>) => void;
  readonly error: (at: string) => string | undefined;
  readonly fixedName: boolean;
};
function ProductFields({ draft, onChange, error, fixedName }: FieldsProps) {
  return (
    <Card title={fixedName ? draft.name : "The product"}>
      <div class="form two">
        {fixedName ? null : (
          <TextField
            label="Name, as on the label"
            required
            max={80}
            value={draft.name}
            onInput={(name) => onChange({ name })}
            error={error("name")}
          />
        )}
        <TextField
          label="Counted in"
          required
          max={20}
          value={draft.unit}
          onInput={(unit) => onChange({ unit })}
          list={["tube", "ml", "dose", "tablet", "bolus"]}
          hint="tube, ml, dose"
          error={error("unit")}
        />
        <TextField
          label="Usual dose"
          max={60}
          value={draft.dose}
          onInput={(dose) => onChange({ dose })}
          hint="Filled into each treatment: 1 tube a quarter, every 12 h"
          error={error("dose")}
        />
        <TextField
          label="How it is given"
          max={60}
          value={draft.route}
          onInput={(route) => onChange({ route })}
          list={["into the quarter", "into muscle", "by vein", "under the skin", "by mouth", "on the skin"]}
          hint="into the quarter, into muscle, under the skin"
          error={error("route")}
        />
        <TextField
          label="Usual supplier"
          max={80}
          value={draft.supplier}
          onInput={(supplier) => onChange({ supplier })}
          error={error("supplier")}
        />
      </div>
    </Card>
  );
}

const SHAPES: readonly Option<Exclude<LabelShape, "">>[] = [
  { value: "in-milk", label: "Cows in milk", says: "the period runs from the last dose" },
  {
    value: "dry-minimum",
    label: "Dry cows, with a least dry period",
    says: "“at least so many days before calving, then …”",
  },
  {
    value: "dry-branches",
    label: "Dry cows, by how long they were dry",
    says: "“dry longer than …: so much after calving; shorter: so much after treatment”",
  },
  { value: "sealant", label: "Teat sealant", says: "no antibiotic" },
];

type RowProps = {
  readonly row: RowDraft;
  readonly at: number;
  readonly several: boolean;
  readonly onChange: (row: RowDraft) => void;
  readonly onRemove: () => void;
  readonly error: (at: string) => string | undefined;
};
function RowFields({ row, at, several, onChange, onRemove, error }: RowProps) {
  const set = (part: Partial<RowDraft>) => onChange({ ...row, ...part });
  return (
    <Card
      title={several ? `What the label says, ${at + 1}` : "What the label says"}
      aside={
        several ? (
          <Button kind="quiet" onPress={onRemove}>
            Take this out
          </Button>
        ) : undefined
      }
    >
      {several ? (
        <TextField
          label="For which way of giving it, in the label's words"
          required
          max={60}
          value={row.use}
          onInput={(use) => set({ use })}
          hint="into muscle; by vein; double dose"
          error={error("use")}
        />
      ) : null}
      <div class="medicines-shape">
        <Choice
          legend="What is it for?"
          options={SHAPES}
          value={row.shape === "" ? null : row.shape}
          onChoose={(shape) => set({ shape })}
          error={error("shape")}
        />
      </div>
      {row.shape === "" ? null : (
        <>
          <Milk row={row} set={set} error={error} />
          <MeatField
            legend="Meat withholding (WHP), after the last dose"
            value={row.meat}
            onInput={(meat) => set({ meat })}
            error={error("meat")}
          />
          <MeatField
            legend="Export slaughter interval (ESI), after the last dose"
            value={row.esi}
            onInput={(esi) => set({ esi })}
            hint="Often on a separate list and not on the label: then say so."
            error={error("esi")}
          />
          {row.shape === "in-milk" ? (
            <TextField
              label="Longest course, in days"
              inputMode="numeric"
              value={row.courseDays}
              onInput={(courseDays) => set({ courseDays })}
              hint="From the first dose to the last. Longer is off-label."
              error={error("courseDays")}
            />
          ) : null}
        </>
      )}
    </Card>
  );
}

type MilkProps = {
  readonly row: RowDraft;
  readonly set: (part: Partial<RowDraft>) => void;
  readonly error: (at: string) => string | undefined;
};
/** The milk period in the order in which each shape of label says it. */
function Milk({ row, set, error }: MilkProps) {
  const milk = (legend: string) => (
    <MilkField
      legend={legend}
      value={row.milk}
      onInput={(value) => set({ milk: value })}
      error={error("milk")}
    />
  );
  switch (row.shape) {
    case "dry-minimum":
      return (
        <>
          <TextField
            label="At least so many days between treatment and calving"
            required
            inputMode="numeric"
            value={row.minimumDryDays}
            onInput={(minimumDryDays) => set({ minimumDryDays })}
            hint="If she calves earlier, the period below runs from the end of these days."
            error={error("minimumDryDays")}
          />
          {milk("Milk, after calving")}
        </>
      );
    case "dry-branches":
      return (
        <>
          <TextField
            label="Dry for longer than so many days"
            required
            inputMode="numeric"
            value={row.longerThanDays}
            onInput={(longerThanDays) => set({ longerThanDays })}
            hint="5 weeks are 35 days."
            error={error("longerThanDays")}
          />
          {milk("then milk, after calving")}
          <MilkField
            legend="Dry for as long or shorter: milk, after the treatment"
            value={row.otherwise}
            onInput={(otherwise) => set({ otherwise })}
            error={error("otherwise")}
          />
        </>
      );
    case "sealant":
      return (
        <>
          {milk("Milk, after calving")}
          <TextField
            label="At least so many days between treatment and calving"
            inputMode="numeric"
            value={row.minimumDryDays}
            onInput={(minimumDryDays) => set({ minimumDryDays })}
            error={error("minimumDryDays")}
          />
        </>
      );
    default:
      return milk("Milk withholding (WHP), after the last dose");
  }
}
