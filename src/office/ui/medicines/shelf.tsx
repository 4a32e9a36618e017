// Room: office/ui/medicines. Each product with what its label says, in the label's words, and the batches that may be used.

import type { Product } from "../../contract/herd.ts";
import type { Role } from "../../contract/people.ts";
import { Badge } from "../components/badge.tsx";
import { LinkButton } from "../components/button.tsx";
import { Card } from "../components/card.tsx";
import { ClockTime } from "../components/clock-time.tsx";
import { Empty } from "../components/empty.tsx";
import { Table } from "../components/table.tsx";
import { dateInWords } from "../entry/when.ts";
import { isDryCow } from "../treat/draft.ts";
import { leftInWords } from "../treat/pick-product.tsx";

type Props = { readonly products: readonly Product[]; readonly role: Role | null };
export function Shelf({ products, role }: Props) {
  if (products.length === 0) {
    return (
      <Empty
        icon="medicines"
        title="The shelf is empty"
        action={
          role === "manager" ? (
            <LinkButton kind="main" icon="plus" href="/medicines?do=product">
              Enter a product from its label
            </LinkButton>
          ) : undefined
        }
      >
        Take the tube or bottle in your hand. Its withholding periods are copied once, by a person, with name
        and date; every treatment then takes them from here. This program knows no product by itself.
        {role === "manager" ? "" : " A manager enters products."}
      </Empty>
    );
  }
  return (
    <div class="medicines-shelf">
      {[...products]
        .sort((a, b) => a.name.localeCompare(b.name))
        .map((product) => (
          <OneProduct key={product.product} product={product} role={role} />
        ))}
    </div>
  );
}

function OneProduct({ product, role }: { readonly product: Product; readonly role: Role | null }) {
  const { rows, batches, name, unit } = product;
  const dry = isDryCow(rows[0]);
  const of = encodeURIComponent(product.product);
  return (
    <Card title={name} aside={dry ? <Badge tone="wait">dry cows</Badge> : undefined}>
      <p class="quiet-words">
        {[product.dose, product.route, product.supplier].filter((part) => part !== "").join(" · ")}
      </p>
      <Table
        caption={`Label of ${name}`}
        rows={rows}
        rowKey={({ use, milkWords }) => `${use} ${milkWords}`}
        columns={[
          ...(rows.length > 1
            ? [{ head: "Given", names: true, cell: ({ use }: Product["rows"][number]) => use } as const]
            : []),
          { head: "Milk", cell: ({ milkWords }) => <strong>{milkWords}</strong> },
          { head: "Meat", cell: ({ meatWords }) => meatWords },
          { head: "ESI", cell: ({ esiWords }) => esiWords },
        ]}
      />
      <ul class="medicines-batches">
        {batches.map(({ batch, number, left, useBy, usable, why }) => (
          <li key={batch}>
            <Badge tone={usable ? "good" : "quiet"}>{usable ? "may be used" : "not any more"}</Badge>
            <span>
              <strong>{number}</strong> {leftInWords(left, unit)} left, use by {dateInWords(useBy)}
              {usable ? "" : ` · ${why}`}
            </span>
          </li>
        ))}
        {batches.length === 0 ? <li class="medicines-none">No batch is on the shelf.</li> : null}
      </ul>
      <p class="quiet-words">
        Label version {product.version}, copied by {product.enteredBy}{" "}
        <ClockTime at={product.enteredAt} show="day" />
        {product.lastUsed === null ? "" : " · last used "}
        {product.lastUsed === null ? null : <ClockTime at={product.lastUsed} />}
      </p>
      {role === "auditor" ? null : (
        <div class="buttons">
          <LinkButton href={`/medicines?do=batch&of=${of}`} label={`A batch came: ${name}`}>
            A batch came
          </LinkButton>
          {role === "manager" ? (
            <LinkButton href={`/medicines?do=label&of=${of}`} label={`Label has changed: ${name}`}>
              Label has changed
            </LinkButton>
          ) : null}
        </div>
      )}
    </Card>
  );
}
