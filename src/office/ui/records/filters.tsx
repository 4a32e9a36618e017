// Room: office/ui/records. Narrowing a list down. The address keeps what was chosen, so that it can be shared and gone back to.

import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { Button } from "../components/button.tsx";
import { isoDay, useNow } from "../components/clock-time.tsx";
import { SelectField, TextField } from "../components/field.tsx";
import { useOffice } from "../office.ts";
import { useRead } from "../reads.ts";
import { addressOf, type ListName, type Narrowed } from "./lists.ts";

export type FilterName = "range" | "cow" | "kind" | "product" | "late" | "by";
type Props = {
  readonly list: ListName;
  readonly narrowed: Narrowed;
  readonly filters: readonly FilterName[];
  readonly kinds: readonly { readonly value: string; readonly label: string }[];
};
const DAY = 86_400_000;
const RANGES = [
  { name: "All", days: null },
  { name: "7 days", days: 7 },
  { name: "30 days", days: 30 },
  { name: "12 months", days: 365 },
] as const;

export function Filters({ list, narrowed, filters, kinds }: Props) {
  const { route } = useLocation();
  const { session } = useOffice();
  const now = useNow();
  const zone = session.zone.value;
  const [cow, setCow] = useState(narrowed.cow);
  const [by, setBy] = useState(narrowed.by);
  const go = (part: Partial<Narrowed>) =>
    route(addressOf(list, { ...narrowed, cow: cow.trim(), by: by.trim(), ...part }), true);
  const has = (name: FilterName) => filters.includes(name);
  const since = (days: number) => isoDay(now - (days - 1) * DAY, zone);
  return (
    <form
      class="records-filters no-print"
      onSubmit={(event) => {
        event.preventDefault();
        go({});
      }}
    >
      <div class="buttons">
        {RANGES.map(({ name, days }) => {
          const from = days === null ? "" : since(days);
          return (
            <Button
              key={name}
              pressed={narrowed.from === from && narrowed.to === ""}
              onPress={() => go({ from, to: "" })}
            >
              {name}
            </Button>
          );
        })}
        {has("late") ? (
          <Button pressed={narrowed.late} onPress={() => go({ late: !narrowed.late })}>
            Late entries only
          </Button>
        ) : null}
      </div>
      <div class="records-fields">
        <TextField label="From" kind="date" value={narrowed.from} onInput={(from) => go({ from })} required />
        <TextField label="To" kind="date" value={narrowed.to} onInput={(to) => go({ to })} required />
        {has("cow") ? <TextField label="Cow" value={cow} onInput={setCow} max={20} required={false} /> : null}
        {has("by") ? <TextField label="Person" value={by} onInput={setBy} max={32} /> : null}
        {has("kind") && kinds.length > 0 ? (
          <SelectField
            label="Kind"
            required
            value={narrowed.kind}
            onInput={(kind) => go({ kind })}
            options={[{ value: "", label: "all" }, ...kinds]}
          />
        ) : null}
        {has("product") ? (
          <ByProduct value={narrowed.product} onChoose={(product) => go({ product })} />
        ) : null}
        {has("cow") || has("by") ? (
          <Button submit icon="search">
            Show
          </Button>
        ) : null}
      </div>
    </form>
  );
}

function ByProduct({
  value,
  onChoose,
}: {
  readonly value: string;
  readonly onChoose: (product: string) => void;
}) {
  const shelf = useRead("products", ["stock"]);
  return (
    <SelectField
      label="Medicine"
      required
      value={value}
      onInput={onChoose}
      options={[
        { value: "", label: "all" },
        ...(shelf.value?.items ?? []).map(({ product, name }) => ({ value: product, label: name })),
      ]}
    />
  );
}
