// Room: store. Medicines: products with their label rows, batches, the rolling stocktake, and the treatment record.
// May live here: their statements and the way from a row to what it says. May not: what a label means for milk.
// Invariant: a changed label is a new version; what a treatment used is frozen into its record.

import { assert } from "../domain/result.ts";
import type { EpochMs } from "../domain/units.ts";
import {
  appendSigned,
  flagOf,
  instantOf,
  jsonOf,
  numberOf,
  numberOrNull,
  type ReadRow,
  textOf,
  textOrNull,
  textsOf,
} from "./columns.ts";
import type { Pen, Store, Written } from "./store.ts";

/** A label row in the keys of config/herd-label-schema.ts. */
export type LabelBody = { readonly label: string; readonly version: number; readonly [key: string]: unknown };
export type ProductEntry = {
  readonly product: string;
  readonly version: number;
  readonly name: string;
  readonly unit: string;
  readonly route: string;
  readonly dose: string;
  readonly supplier: string;
};
export type StoredProduct = ProductEntry & { readonly by: string; readonly at: EpochMs };

/** Appends a version of a product with the rows of its label. */
export function writeProduct(
  pen: Pen,
  product: ProductEntry,
  rows: readonly LabelBody[],
  written: Written,
): void {
  const { name, version } = product;
  appendSigned(pen, "product", { ...product }, written, `${name}, version ${version} of its label`);
  for (const row of rows) {
    const use = typeof row.use === "string" ? row.use : "";
    const says = `Label row of ${name} version ${version}${use === "" ? "" : `: ${use}`}`;
    const columns = { label: row.label, version: row.version, row_use: use, body: JSON.stringify(row) };
    appendSigned(pen, "label", columns, written, says);
  }
}

/** The last version of every product, by name. */
export const productsNow = (store: Store): readonly StoredProduct[] =>
  store.db
    .prepare<[], ReadRow>("SELECT *, max(version) FROM product GROUP BY product ORDER BY name COLLATE NOCASE")
    .all()
    .map((row) => ({
      product: textOf(row, "product"),
      version: numberOf(row, "version"),
      name: textOf(row, "name"),
      unit: textOf(row, "unit"),
      route: textOf(row, "route"),
      dose: textOf(row, "dose"),
      supplier: textOf(row, "supplier"),
      by: textOf(row, "by"),
      at: instantOf(row, "at"),
    }));

/** Every row of every version of every label, in the order in which they were entered. */
export const labelsAll = (store: Store): readonly LabelBody[] =>
  store.db
    .prepare<[], ReadRow>("SELECT label, version, body FROM label ORDER BY id")
    .all()
    .map((row) => {
      const body = jsonOf(row, "body");
      assert(isLabel(body), "a stored label row has its label and version");
      return body;
    });

const isLabel = (value: unknown): value is LabelBody =>
  typeof value === "object" &&
  value !== null &&
  "label" in value &&
  typeof value.label === "string" &&
  "version" in value &&
  typeof value.version === "number";

export type BatchEntry = {
  readonly batch: string;
  readonly product: string;
  readonly number: string;
  readonly useBy: string;
  readonly supplier: string;
  readonly receivedOn: string;
};
export type StockMove = {
  readonly batch: string;
  readonly what: "received" | "used" | "counted";
  /** What it changed: positive for received and for what a correction gives back. */
  readonly quantity: number;
  readonly left: number;
  readonly reason: string;
  readonly record: string | null;
};
export type StoredMove = StockMove & { readonly by: string; readonly at: EpochMs };
export type StoredBatch = BatchEntry & {
  readonly by: string;
  readonly at: EpochMs;
  readonly moves: readonly StoredMove[];
  readonly left: number;
};

export function writeBatch(pen: Pen, batch: BatchEntry, written: Written): void {
  const { product, number, supplier } = batch;
  const row = {
    batch: batch.batch,
    product,
    number,
    use_by: batch.useBy,
    supplier,
    received_on: batch.receivedOn,
  };
  appendSigned(pen, "batch", row, written, `Batch ${number} came, use by ${batch.useBy}`);
}

export function writeMove(pen: Pen, move: StockMove, written: Written): void {
  const { batch, what, quantity, reason, record } = move;
  const row = { batch, what, quantity, left_after: move.left, reason, record };
  const says = `Stock of batch ${batch}: ${what} ${Math.abs(quantity)}, ${move.left} left`;
  appendSigned(pen, "stock_move", row, written, says);
}

/** Every batch with its moves, the one to use up first at the top. */
export function batchesAll(store: Store): readonly StoredBatch[] {
  const moves = new Map<string, StoredMove[]>();
  for (const row of store.db.prepare<[], ReadRow>("SELECT * FROM stock_move ORDER BY id").all()) {
    const move = moveOf(row);
    const of = moves.get(move.batch);
    if (of === undefined) moves.set(move.batch, [move]);
    else of.push(move);
  }
  return store.db
    .prepare<[], ReadRow>("SELECT * FROM batch ORDER BY use_by, id")
    .all()
    .map((row) => {
      const batch = textOf(row, "batch");
      const own = moves.get(batch) ?? [];
      return {
        batch,
        product: textOf(row, "product"),
        number: textOf(row, "number"),
        useBy: textOf(row, "use_by"),
        supplier: textOf(row, "supplier"),
        receivedOn: textOf(row, "received_on"),
        by: textOf(row, "by"),
        at: instantOf(row, "at"),
        moves: own,
        left: own.at(-1)?.left ?? 0,
      };
    });
}

function moveOf(row: ReadRow): StoredMove {
  const what = (["received", "used", "counted"] as const).find((one) => one === row.what);
  assert(what !== undefined, "a stock move is of a known kind");
  return {
    batch: textOf(row, "batch"),
    what,
    quantity: numberOf(row, "quantity"),
    left: numberOf(row, "left_after"),
    reason: textOf(row, "reason"),
    record: textOrNull(row, "record"),
    by: textOf(row, "by"),
    at: instantOf(row, "at"),
  };
}

/** All that the treatment book keeps of a treatment; who was treated is in the facts of the same name. */
export type TreatmentEntry = {
  readonly record: string;
  readonly group: string;
  readonly place: string;
  readonly product: string;
  readonly version: number;
  readonly productName: string;
  readonly use: string;
  readonly batch: string | null;
  readonly batchNumber: string;
  readonly batchUseBy: string | null;
  readonly supplier: string;
  readonly quantityEach: number;
  readonly unit: string;
  readonly reason: string;
  readonly dose: string;
  readonly route: string;
  readonly quarters: readonly string[];
  /** As entered: an instant, a day, or "unknown". */
  readonly firstDose: string;
  readonly lastDose: string;
  readonly lastDoseAt: EpochMs | null;
  readonly milkWords: string;
  readonly meatWords: string;
  readonly esiWords: string;
  readonly vet: string;
  readonly direction: string;
  readonly note: string;
  /** A name, as said; empty: a record from before this was asked. */
  readonly givenBy: string;
  readonly late: boolean;
  readonly supersedes: string | null;
};
export type StoredTreatment = TreatmentEntry & {
  readonly id: number;
  readonly cows: readonly string[];
  readonly by: string;
  readonly at: EpochMs;
  readonly supersededBy: string | null;
};

export function writeTreatment(
  pen: Pen,
  treatment: TreatmentEntry,
  cows: readonly string[],
  written: Written,
): void {
  const { group, use, lastDoseAt, late, quarters, ...same } = treatment;
  const row = {
    record: same.record,
    herd_group: group,
    place: same.place,
    product: same.product,
    version: same.version,
    product_name: same.productName,
    row_use: use,
    batch: same.batch,
    batch_number: same.batchNumber,
    batch_use_by: same.batchUseBy,
    supplier: same.supplier,
    quantity_each: same.quantityEach,
    unit: same.unit,
    reason: same.reason,
    dose: same.dose,
    route: same.route,
    quarters: JSON.stringify(quarters),
    first_dose: same.firstDose,
    last_dose: same.lastDose,
    last_dose_at: lastDoseAt,
    milk_words: same.milkWords,
    meat_words: same.meatWords,
    esi_words: same.esiWords,
    vet: same.vet,
    direction: same.direction,
    note: same.note,
    given_by: same.givenBy === "" ? null : same.givenBy,
    late: late ? 1 : 0,
    supersedes: same.supersedes,
  };
  const who = cows.length === 1 ? `Cow ${cows[0]}` : `${cows.length} cows`;
  const says = `${who} treated with ${same.productName} for ${same.reason}`;
  appendSigned(pen, "treatment", row, written, says);
}

export type TreatmentsAsked = {
  /** Below this row: where the page before ended. */
  readonly below: number | null;
  readonly limit: number;
  readonly from: EpochMs | null;
  readonly to: EpochMs | null;
  readonly cow: string | null;
  readonly product: string | null;
  readonly late: boolean | null;
};

const ASKED = `
  (@below IS NULL OR t.id < @below) AND (@from IS NULL OR t.at >= @from) AND (@to IS NULL OR t.at < @to)
  AND (@product IS NULL OR t.product = @product) AND (@late IS NULL OR t.late = @late)
  AND (@cow IS NULL OR EXISTS (SELECT 1 FROM fact f WHERE f.fact = t.record AND f.cow = @cow))`;

/** The treatment book, the newest first. */
export const treatmentsAsked = (store: Store, asked: TreatmentsAsked): readonly StoredTreatment[] =>
  store.db
    .prepare<[object], ReadRow>(
      `SELECT t.*,
         (SELECT json_group_array(cow) FROM (SELECT cow FROM fact f WHERE f.fact = t.record ORDER BY f.id)) AS cows,
         (SELECT record FROM treatment later WHERE later.supersedes = t.record ORDER BY later.id DESC LIMIT 1)
           AS superseded_by
       FROM treatment t WHERE ${ASKED} ORDER BY t.id DESC LIMIT @limit`,
    )
    .all({ ...asked, late: asked.late === null ? null : asked.late ? 1 : 0 })
    .map(treatmentOf);

/** One record of the book; null: there is none of that name. */
export function treatmentNamed(store: Store, record: string): StoredTreatment | null {
  const row = store.db.prepare<[string], ReadRow>("SELECT id FROM treatment WHERE record = ?").get(record);
  if (row === undefined) return null;
  const all = { from: null, to: null, cow: null, product: null, late: null };
  return treatmentsAsked(store, { ...all, below: numberOf(row, "id") + 1, limit: 1 })[0] ?? null;
}

/** When each product was used last. */
export const lastUses = (store: Store): ReadonlyMap<string, EpochMs> =>
  new Map(
    store.db
      .prepare<[], ReadRow>("SELECT product, max(at) AS at FROM treatment GROUP BY product")
      .all()
      .map((row) => [textOf(row, "product"), instantOf(row, "at")] as const),
  );

function treatmentOf(row: ReadRow): StoredTreatment {
  const lastDoseAt = numberOrNull(row, "last_dose_at");
  return {
    id: numberOf(row, "id"),
    record: textOf(row, "record"),
    cows: textsOf(row, "cows"),
    group: textOf(row, "herd_group"),
    place: textOf(row, "place"),
    product: textOf(row, "product"),
    version: numberOf(row, "version"),
    productName: textOf(row, "product_name"),
    use: textOf(row, "row_use"),
    batch: textOrNull(row, "batch"),
    batchNumber: textOf(row, "batch_number"),
    batchUseBy: textOrNull(row, "batch_use_by"),
    supplier: textOf(row, "supplier"),
    quantityEach: numberOf(row, "quantity_each"),
    unit: textOf(row, "unit"),
    reason: textOf(row, "reason"),
    dose: textOf(row, "dose"),
    route: textOf(row, "route"),
    quarters: textsOf(row, "quarters"),
    firstDose: textOf(row, "first_dose"),
    lastDose: textOf(row, "last_dose"),
    lastDoseAt: lastDoseAt === null ? null : instantOf(row, "last_dose_at"),
    milkWords: textOf(row, "milk_words"),
    meatWords: textOf(row, "meat_words"),
    esiWords: textOf(row, "esi_words"),
    vet: textOf(row, "vet"),
    direction: textOf(row, "direction"),
    note: textOf(row, "note"),
    givenBy: textOrNull(row, "given_by") ?? "",
    late: flagOf(row, "late"),
    supersedes: textOrNull(row, "supersedes"),
    supersededBy: textOrNull(row, "superseded_by"),
    by: textOf(row, "by"),
    at: instantOf(row, "at"),
  };
}
