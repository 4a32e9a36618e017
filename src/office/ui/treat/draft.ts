// Room: office/ui/treat. A treatment in the making: what the hand has said, and what the label row fills in.
// May live here: the draft and the entry made of it. May not: fields, requests.
// Invariant: what is not answered is named in words; nothing that a person must know is made up.

import { err, ok, type Result } from "../../../domain/result.ts";
import type { Product, Treatment, TreatmentIn } from "../../contract/herd.ts";
import type { FarmZone } from "../entry/farm-zone.ts";
import {
  type MeatPeriodIn,
  type MeatText,
  type MilkPeriodIn,
  type MilkText,
  meatOf,
  meatText,
  milkOf,
  milkText,
  NO_MEAT_TEXT,
  NO_MILK_TEXT,
  numberIn,
} from "../entry/period.ts";
import { resolveWhen, type WhenText, whenText } from "../entry/when.ts";

export type Quarter = "left-front" | "left-hind" | "right-front" | "right-hind";
export type OffLabelDraft = {
  readonly vet: string;
  readonly direction: string;
  /** Kind "" is: the vet's direction gives no period of its own. */
  readonly milk: MilkText;
  readonly meat: MeatText;
};
/** Null is "as the label row and the shelf say". */
export type TreatDraft = {
  readonly entry: string;
  readonly cows: readonly string[];
  readonly group: string;
  readonly place: string;
  readonly product: string | null;
  readonly use: string | null;
  /** Null: the one to use first. "none": no batch of the shelf. */
  readonly batch: string | null;
  readonly quantity: string | null;
  readonly dose: string | null;
  readonly route: string | null;
  readonly reason: string;
  readonly quarters: readonly Quarter[];
  readonly given: WhenText;
  /** Null: this is the first dose of the course. */
  readonly firstDose: WhenText | null;
  readonly offLabel: OffLabelDraft | null;
  readonly supersedes: string | null;
  readonly note: string;
  /** Null: who is signed in. */
  readonly givenBy: string | null;
};

export const newDraft = (entry: string, cow: string | null = null): TreatDraft => ({
  entry,
  cows: cow === null ? [] : [cow],
  group: "",
  place: "",
  product: null,
  use: null,
  batch: null,
  quantity: null,
  dose: null,
  route: null,
  reason: "",
  quarters: [],
  given: "now",
  firstDose: null,
  offLabel: null,
  supersedes: null,
  note: "",
  givenBy: null,
});
export const NO_OFF_LABEL: OffLabelDraft = {
  vet: "",
  direction: "",
  milk: NO_MILK_TEXT,
  meat: NO_MEAT_TEXT,
};

export type LabelRow = Product["rows"][number];
/** The row that counts: the only one, or the one chosen by its words. Null while it is open. */
export function rowOf(draft: TreatDraft, product: Product | null): LabelRow | null {
  if (product === null) return null;
  if (product.rows.length === 1) return product.rows[0] ?? null;
  return product.rows.find(({ use }) => use === draft.use) ?? null;
}

export const isDryCow = (row: LabelRow | undefined | null): boolean =>
  row != null && (row.dryCow !== undefined || row.teatSealant !== undefined);

/** Whether it goes into teats, by the words of the shelf: then one unit goes into each quarter. */
export const goesIntoTeats = (product: Product): boolean =>
  /tube|syringe|sealant/i.test(`${product.unit} ${product.name}`) ||
  /teat|intramamm|quarter|udder/i.test(product.route) ||
  isDryCow(product.rows[0]);

/** How much of the batch for each cow where nobody has said otherwise: a tube for each quarter, else a number in the dose. */
export function usualQuantity(product: Product, quarters: readonly Quarter[]): number {
  if (goesIntoTeats(product))
    return quarters.length > 0 ? quarters.length : isDryCow(product.rows[0]) ? 4 : 1;
  const inDose = /(\d+(?:[.,]\d+)?)/.exec(product.dose);
  return inDose?.[1] === undefined ? 1 : Number(inDose[1].replace(",", "."));
}

export type Batch = Product["batches"][number];
export function batchOf(draft: TreatDraft, product: Product | null): Batch | null {
  if (product === null || draft.batch === "none") return null;
  if (draft.batch !== null) return product.batches.find(({ batch }) => batch === draft.batch) ?? null;
  return product.batches.find(({ usable }) => usable) ?? null;
}

/** One thing that is still open: which step it belongs to, and what to do, in words. */
export type Open = { readonly at: string; readonly says: string };

type Course = { readonly firstDose: string; readonly lastDose: string };

/** The entry as it would be sent, or everything that is still open, first things first. */
export function entryOf(
  draft: TreatDraft,
  product: Product | null,
  { now, zone }: { readonly now: number; readonly zone: FarmZone },
): Result<TreatmentIn, readonly Open[]> {
  const open: Open[] = [];
  const must = <T>(at: string, result: Result<T, string>, otherwise: T): T => {
    if (result.ok) return result.value;
    open.push({ at, says: result.error });
    return otherwise;
  };
  if (draft.cows.length === 0) open.push({ at: "cows", says: "Which cow?" });
  if (product === null) open.push({ at: "product", says: "Which medicine?" });
  const row = rowOf(draft, product);
  if (product !== null && row === null)
    open.push({ at: "use", says: "How is it given? The label tells these apart." });
  if (product !== null && draft.batch === null && batchOf(draft, product) === null) {
    open.push({
      at: "batch",
      says: "No batch in date is on the shelf: choose one, or say that it came from elsewhere.",
    });
  }
  if (draft.reason.trim() === "") open.push({ at: "reason", says: "Why is she treated?" });
  const quantity = must("quantityEach", quantityOf(draft, product), 0);
  const course = courseOf(draft, must, { now, zone });
  if (draft.givenBy?.trim() === "") open.push({ at: "givenBy", says: "Who gave it?" });
  const offLabel = draft.offLabel === null ? null : offLabelOf(draft.offLabel, open);
  if (open.length > 0 || product === null) return err(open);
  return ok({
    entry: draft.entry,
    cows: [...draft.cows],
    group: draft.group,
    place: draft.place,
    product: product.product,
    use: row?.use ?? "",
    batch: batchOf(draft, product)?.batch ?? null,
    quantityEach: quantity,
    reason: draft.reason.trim(),
    dose: draft.dose ?? product.dose,
    route: draft.route ?? product.route,
    quarters: [...draft.quarters],
    ...course,
    ...(offLabel === null ? {} : { offLabel }),
    ...(draft.supersedes === null ? {} : { supersedes: draft.supersedes }),
    note: draft.note,
    givenBy: draft.givenBy?.trim() ?? "",
  });
}

function quantityOf(draft: TreatDraft, product: Product | null): Result<number, string> {
  if (draft.quantity === null) return ok(product === null ? 0 : usualQuantity(product, draft.quarters));
  const quantity = numberIn(draft.quantity);
  if (typeof quantity !== "number") return err("How much for each cow? A number, such as 1 or 2.5.");
  return quantity > QUANTITY_MAX ? err("How much for each cow? At most 10,000.") : ok(quantity);
}

const QUANTITY_MAX = 10_000;

type Must = <T>(at: string, result: Result<T, string>, otherwise: T) => T;
function courseOf(
  draft: TreatDraft,
  must: Must,
  { now, zone }: { readonly now: number; readonly zone: FarmZone },
): Course {
  const lastDose = must("lastDose", resolveWhen(draft.given, now, zone), "unknown");
  if (draft.firstDose === null) return { firstDose: lastDose, lastDose };
  return { firstDose: must("firstDose", resolveWhen(draft.firstDose, now, zone), "unknown"), lastDose };
}

type OffLabelIn = { vet: string; direction: string; milk?: MilkPeriodIn; meat?: MeatPeriodIn };
function offLabelOf(draft: OffLabelDraft, open: Open[]): OffLabelIn {
  if (draft.vet.trim() === "") open.push({ at: "offLabel.vet", says: "Which vet gave the direction?" });
  if (draft.direction.trim() === "") {
    open.push({ at: "offLabel.direction", says: "What did the vet write? Copy it." });
  }
  const milk = draft.milk.kind === "" ? null : milkOf(draft.milk);
  const meat = draft.meat.kind === "" ? null : meatOf(draft.meat);
  if (milk?.ok === false) open.push({ at: "offLabel.milk", says: milk.error });
  if (meat?.ok === false) open.push({ at: "offLabel.meat", says: meat.error });
  return {
    vet: draft.vet.trim(),
    direction: draft.direction.trim(),
    ...(milk?.ok === true ? { milk: milk.value } : {}),
    ...(meat?.ok === true ? { meat: meat.value } : {}),
  };
}

/** The shelf with what was used last at the top, and what has never been used by name. */
export function lastUsedFirst(products: readonly Product[]): readonly Product[] {
  return [...products].sort(
    (a, b) => (b.lastUsed ?? "").localeCompare(a.lastUsed ?? "") || a.name.localeCompare(b.name),
  );
}

/** A draft that corrects a recorded treatment: everything as it was, to be changed where it was wrong. */
export function correctionOf(
  entry: string,
  given: Treatment,
  products: readonly Product[],
  zone: FarmZone,
): TreatDraft {
  const product = products.find((one) => one.product === given.product);
  const used = given.entered?.batch ?? null;
  const batch =
    product?.batches.find((one) => (used === null ? one.number === given.batchNumber : one.batch === used))
      ?.batch ?? "none";
  return {
    ...newDraft(entry),
    cows: given.cows,
    group: given.group,
    place: given.place,
    product: given.product,
    use: given.use,
    batch,
    quantity: String(given.quantityEach),
    dose: given.dose,
    route: given.route,
    reason: given.reason,
    quarters: given.quarters,
    given: whenText(given.lastDose, zone),
    firstDose: given.firstDose === given.lastDose ? null : whenText(given.firstDose, zone),
    offLabel: offLabelText(given),
    supersedes: given.record,
    note: given.note,
    givenBy: given.givenBy === "" ? given.by : given.givenBy,
  };
}

function offLabelText({ vet, direction, entered }: Treatment): OffLabelDraft | null {
  const offLabel = entered?.offLabel ?? null;
  if (offLabel === null) return vet === "" ? null : { ...NO_OFF_LABEL, vet, direction };
  const { milk, meat } = offLabel;
  return { vet, direction, milk: milkText(milk), meat: meatText(meat) };
}
