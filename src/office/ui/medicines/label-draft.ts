// Room: office/ui/medicines. A product's label as a person copies it from the label in the hand.
// May live here: the draft and the entry made of it. May not: fields, label data of any real product.
// Invariant: every period is answered in words of its own: a time, nil, never, or "the label does not say".

import { err, ok, type Result } from "../../../domain/result.ts";
import type { Product } from "../../contract/herd.ts";
import type { Asks } from "../../contract/routes.ts";
import {
  type MeatText,
  type MilkText,
  meatOf,
  meatText,
  milkOf,
  milkText,
  NO_MEAT_TEXT,
  NO_MILK_TEXT,
  numberIn,
} from "../entry/period.ts";

export type ProductIn = Asks<"addProduct">["body"];
type RowIn = ProductIn["rows"][number];

/** Which of the shapes that labels have. */
export type LabelShape = "" | "in-milk" | "dry-minimum" | "dry-branches" | "sealant";
export type RowDraft = {
  readonly use: string;
  readonly shape: LabelShape;
  /** After the last dose; for dry cows and sealants after calving. */
  readonly milk: MilkText;
  readonly minimumDryDays: string;
  readonly longerThanDays: string;
  /** The other branch: after the treatment, where she was dry for a shorter time. */
  readonly otherwise: MilkText;
  readonly meat: MeatText;
  readonly esi: MeatText;
  readonly courseDays: string;
};
export type ProductDraft = {
  readonly entry: string;
  readonly product: string | null;
  readonly name: string;
  readonly unit: string;
  readonly route: string;
  readonly dose: string;
  readonly supplier: string;
  readonly rows: readonly RowDraft[];
  readonly usedWith: readonly string[];
};

export const newRow = (): RowDraft => ({
  use: "",
  shape: "",
  milk: NO_MILK_TEXT,
  minimumDryDays: "",
  longerThanDays: "",
  otherwise: NO_MILK_TEXT,
  meat: NO_MEAT_TEXT,
  esi: NO_MEAT_TEXT,
  courseDays: "",
});
export const newProduct = (entry: string): ProductDraft => ({
  entry,
  product: null,
  name: "",
  unit: "",
  route: "",
  dose: "",
  supplier: "",
  rows: [newRow()],
  usedWith: [],
});

const digits = (given: number | undefined): string => (given === undefined ? "" : String(given));

/** A new version of a label: everything as it stands, to be changed where the label has changed. */
export const newVersion = (entry: string, product: Product): ProductDraft => ({
  entry,
  product: product.product,
  name: product.name,
  unit: product.unit,
  route: product.route,
  dose: product.dose,
  supplier: product.supplier,
  rows: product.rows.map((row) => ({
    use: row.use,
    shape:
      row.teatSealant !== undefined
        ? "sealant"
        : row.dryCow === undefined
          ? "in-milk"
          : row.dryCow.dryLongerThanDays === undefined
            ? "dry-minimum"
            : "dry-branches",
    milk: milkText(row.milk ?? row.dryCow?.afterCalving ?? row.teatSealant?.afterCalving),
    minimumDryDays: digits(row.dryCow?.minimumDryDays ?? row.teatSealant?.minimumDryDays),
    longerThanDays: digits(row.dryCow?.dryLongerThanDays),
    otherwise: milkText(row.dryCow?.otherwiseAfterTreatment),
    meat: meatText(row.meat),
    esi: meatText(row.exportSlaughter),
    courseDays: digits(row.longestCourseDays),
  })),
  usedWith: product.usedWith,
});

export type Open = { readonly at: string; readonly says: string };

export function productOf(draft: ProductDraft): Result<ProductIn, readonly Open[]> {
  const open: Open[] = [];
  if (draft.name.trim() === "") open.push({ at: "name", says: "What is it called, as on the label?" });
  if (draft.unit.trim() === "") open.push({ at: "unit", says: "What is it counted in: tube, ml, dose?" });
  const several = draft.rows.length > 1;
  const rows = draft.rows.map((row, index) => rowOf(row, `rows.${index}`, { several, open }));
  const uses = draft.rows.map(({ use }) => use.trim().toLowerCase());
  if (several && new Set(uses).size < uses.length) {
    open.push({ at: "rows", says: "Two rows have the same words for how it is given: tell them apart." });
  }
  if (open.length > 0) return err(open);
  return ok({
    entry: draft.entry,
    product: draft.product,
    name: draft.name.trim(),
    unit: draft.unit.trim(),
    route: draft.route.trim(),
    dose: draft.dose.trim(),
    supplier: draft.supplier.trim(),
    rows,
    usedWith: [...draft.usedWith],
  });
}

type RowPlace = { readonly several: boolean; readonly open: Open[] };
function rowOf(row: RowDraft, at: string, { several, open }: RowPlace): RowIn {
  const must = <T>(place: string, result: Result<T, string>, otherwise: T): T => {
    if (result.ok) return result.value;
    open.push({ at: `${at}.${place}`, says: result.error });
    return otherwise;
  };
  if (row.shape === "")
    open.push({ at: `${at}.shape`, says: "What is it for: cows in milk, dry cows, a teat sealant?" });
  if (several && row.use.trim() === "") {
    open.push({ at: `${at}.use`, says: "For which way of giving it is this row, in the label's words?" });
  }
  const milk = must("milk", milkOf(row.milk), "unknown");
  const shape = ((): Pick<RowIn, "milk" | "dryCow" | "teatSealant"> => {
    switch (row.shape) {
      case "dry-minimum":
        return {
          dryCow: {
            minimumDryDays: must("minimumDryDays", daysIn(row.minimumDryDays, 0), 0),
            afterCalving: milk,
          },
        };
      case "dry-branches":
        return {
          dryCow: {
            dryLongerThanDays: must("longerThanDays", daysIn(row.longerThanDays, 1), 1),
            afterCalving: milk,
            otherwiseAfterTreatment: must("otherwise", milkOf(row.otherwise), "unknown"),
          },
        };
      case "sealant":
        return {
          teatSealant: {
            afterCalving: milk,
            ...(row.minimumDryDays.trim() === ""
              ? {}
              : { minimumDryDays: must("minimumDryDays", daysIn(row.minimumDryDays, 0), 0) }),
          },
        };
      default:
        return { milk };
    }
  })();
  const course =
    row.courseDays.trim() === ""
      ? {}
      : { longestCourseDays: must("courseDays", daysIn(row.courseDays, 1), 1) };
  return {
    use: row.use.trim(),
    ...shape,
    meat: must("meat", meatOf(row.meat), "unknown"),
    exportSlaughter: must("esi", meatOf(row.esi), "unknown"),
    ...course,
  };
}

function daysIn(text: string, least: number): Result<number, string> {
  const days = numberIn(text);
  return typeof days === "number" && days % 1 === 0 && days >= least && days <= 400
    ? ok(days)
    : err(`Give whole days from ${least} to 400, as the label does.`);
}
