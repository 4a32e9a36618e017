// Room: office/ui/treat. The medicine: her next dose in one tap, else the shelf with what was used last at the top.
// May live here: the tiles. May not: entering labels (medicines/).

import type { Product } from "../../contract/herd.ts";
import { LinkButton } from "../components/button.tsx";
import { Choice } from "../components/choice.tsx";
import { Empty } from "../components/empty.tsx";
import { Icon } from "../components/icon.tsx";
import { useOffice } from "../office.ts";
import type { Batch } from "./draft.ts";
import { lastUsedFirst } from "./draft.ts";
import type { Repeat } from "./repeat.ts";
import { quartersInWords } from "./udder.tsx";

type Props = {
  readonly products: readonly Product[];
  readonly chosen: Product | null;
  readonly use: string | null;
  readonly cow: string | null;
  readonly repeat: Repeat | null;
  readonly onRepeat: (repeat: Repeat) => void;
  readonly onProduct: (product: Product) => void;
  readonly onUse: (use: string) => void;
};

export function PickProduct(props: Props) {
  const { products, chosen, repeat } = props;
  if (products.length === 0) return <EmptyShelf cow={props.cow} />;
  return (
    <div class="treat-pick-product">
      {repeat === null ? null : <RepeatTile repeat={repeat} onRepeat={props.onRepeat} />}
      <ul class="treat-product-tiles">
        {lastUsedFirst(products).map((product) => (
          <li key={product.product}>
            <ProductTile
              product={product}
              chosen={chosen?.product === product.product}
              onPress={() => props.onProduct(product)}
            />
          </li>
        ))}
      </ul>
      {chosen !== null && chosen.rows.length > 1 ? (
        <Choice
          legend={`How is ${chosen.name} given?`}
          options={chosen.rows.map((row) => ({
            value: row.use,
            label: row.use,
            says: `Milk ${row.milkWords}`,
          }))}
          value={props.use}
          onChoose={props.onUse}
        />
      ) : null}
    </div>
  );
}

function RepeatTile({ repeat, onRepeat }: { readonly repeat: Repeat; readonly onRepeat: Props["onRepeat"] }) {
  const { treatment, dose, longestDays, overLabel } = repeat;
  const where = quartersInWords(treatment.quarters);
  return (
    <button type="button" class="treat-repeat-tile" onClick={() => onRepeat(repeat)}>
      <span class="treat-repeat-name">
        Repeat: {treatment.productName}
        {treatment.use === "" ? "" : `, ${treatment.use}`}
      </span>
      <span>
        Dose {dose} of this course · {treatment.reason}
        {where === "" ? "" : ` · ${where}`}
      </span>
      {overLabel ? (
        <span class="treat-repeat-over">
          Longer than the label's {longestDays} days: this is off-label and needs the vet's direction.
        </span>
      ) : null}
    </button>
  );
}

export const leftInWords = (left: number, unit: string): string =>
  `${left} ${unit}${left === 1 || unit === "ml" ? "" : "s"}`;

type TileProps = { readonly product: Product; readonly chosen: boolean; readonly onPress: () => void };
function ProductTile({ product, chosen, onPress }: TileProps) {
  const batch: Batch | undefined = product.batches.find(({ usable }) => usable);
  const several = product.rows.length > 1;
  return (
    <button type="button" class="treat-product-tile" aria-pressed={chosen} onClick={onPress}>
      <span class="treat-product-name">{product.name}</span>
      <span class="treat-product-milk">
        {several
          ? `Milk ${product.rows.map(({ milkWords }) => milkWords).join(" or ")}, by how it is given`
          : `Milk ${product.rows[0]?.milkWords ?? ""}`}
      </span>
      <span class={batch === undefined ? "treat-product-left none" : "treat-product-left"}>
        {batch === undefined ? (
          <>
            <Icon name="warning" /> no batch that may be used
          </>
        ) : (
          `${leftInWords(batch.left, product.unit)} left of ${batch.number}`
        )}
      </span>
    </button>
  );
}

/** Nothing can be chosen, and a cow may be standing there with a needle in her: say what to do. */
function EmptyShelf({ cow }: { readonly cow: string | null }) {
  const { session } = useOffice();
  const manager = session.role.value === "manager";
  const hold = cow === null ? null : `/cow/${encodeURIComponent(cow)}?do=manual-hold`;
  return (
    <Empty
      icon="medicines"
      title="The shelf is empty"
      action={
        <div class="buttons">
          {manager ? (
            <LinkButton href="/medicines?do=product" kind="main" icon="plus">
              Enter a product from its label
            </LinkButton>
          ) : null}
          {hold === null ? null : <LinkButton href={hold}>Hold cow {cow} by hand</LinkButton>}
        </div>
      }
    >
      A treatment takes its withholding from the label, which is copied once for each product.{" "}
      {manager
        ? "That takes two minutes with the label in the hand."
        : "A manager does that under Medicines."}{" "}
      A cow who has been treated already is held by hand meanwhile.
    </Empty>
  );
}
