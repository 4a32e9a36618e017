// Room: office/ui/entry. A withholding period, copied from a label: a time, nil, never, or the label does not say.
// May live here: the fields. May not: what they mean (period.ts). Invariant: the four answers are told apart in words.

import { Choice, type Option } from "../components/choice.tsx";
import { SelectField, TextField } from "../components/field.tsx";
import type { MeatText, MilkText } from "./period.ts";

const MILK_ANSWERS: readonly Option<Exclude<MilkText["kind"], "">>[] = [
  { value: "period", label: "A time", says: "hours, days or milkings" },
  { value: "nil", label: "Nil", says: "the label says there is none" },
  { value: "never", label: "Never", says: "not for cows whose milk is sold" },
  { value: "unknown", label: "Not on the label", says: "withholds until somebody ends it" },
];
const MILK_BY_VET: typeof MILK_ANSWERS = [
  { value: "period", label: "A time", says: "hours, days or milkings" },
  { value: "nil", label: "Nil", says: "none beyond the label and the law" },
  { value: "never", label: "Never", says: "until somebody ends it" },
];
const MEAT_ANSWERS: readonly Option<Exclude<MeatText["kind"], "">>[] = [
  { value: "days", label: "Days" },
  { value: "nil", label: "Nil", says: "the label says there is none" },
  { value: "never", label: "Never", says: "must not be slaughtered" },
  { value: "unknown", label: "Not on the label", says: "not free before it is known" },
];
const MEAT_BY_VET: typeof MEAT_ANSWERS = [
  { value: "days", label: "Days" },
  { value: "nil", label: "Nil", says: "none beyond the label and the law" },
  { value: "never", label: "Never", says: "must not be slaughtered" },
];

type MilkProps = {
  /** Whose words are copied. */
  readonly by?: "label" | "vet";
  readonly legend: string;
  readonly value: MilkText;
  readonly onInput: (value: MilkText) => void;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
};
export function MilkField({ by = "label", legend, value, onInput, hint, error }: MilkProps) {
  const timed = value.kind === "period";
  return (
    <div class="entry-period">
      <Choice
        legend={legend}
        options={by === "vet" ? MILK_BY_VET : MILK_ANSWERS}
        value={value.kind === "" ? null : value.kind}
        onChoose={(kind) => onInput({ ...value, kind })}
        hint={hint}
        error={timed ? undefined : error}
      />
      {timed ? (
        <div class="entry-period-amounts">
          <TextField
            label="How long"
            inputMode="decimal"
            value={value.amount}
            onInput={(amount) => onInput({ ...value, amount })}
            error={error}
          />
          <SelectField
            label="Counted in"
            required
            value={value.unit}
            onInput={(unit) => onInput({ ...value, unit: unit === "days" ? "days" : "hours" })}
            options={[
              { value: "hours", label: "hours" },
              { value: "days", label: "days" },
            ]}
          />
          <TextField
            label="Milkings"
            inputMode="numeric"
            value={value.milkings}
            onInput={(milkings) => onInput({ ...value, milkings })}
          />
        </div>
      ) : null}
      {timed && value.amount !== "" && value.milkings !== "" ? (
        <Choice
          legend="Which of the two?"
          options={[
            { value: "both", label: "Both must be over", says: "the longer one" },
            { value: "either", label: "Either is enough", says: "only if the label says or" },
          ]}
          value={value.combine}
          onChoose={(combine) => onInput({ ...value, combine })}
        />
      ) : null}
    </div>
  );
}

type MeatProps = {
  readonly by?: "label" | "vet";
  readonly legend: string;
  readonly value: MeatText;
  readonly onInput: (value: MeatText) => void;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
};
export function MeatField({ by = "label", legend, value, onInput, hint, error }: MeatProps) {
  const days = value.kind === "days";
  return (
    <div class="entry-period">
      <Choice
        legend={legend}
        options={by === "vet" ? MEAT_BY_VET : MEAT_ANSWERS}
        value={value.kind === "" ? null : value.kind}
        onChoose={(kind) => onInput({ ...value, kind })}
        hint={hint}
        error={days ? undefined : error}
      />
      {days ? (
        <div class="entry-period-amounts">
          <TextField
            label="Days"
            inputMode="decimal"
            required
            value={value.days}
            onInput={(text) => onInput({ ...value, days: text })}
            error={error}
          />
        </div>
      ) : null}
    </div>
  );
}
