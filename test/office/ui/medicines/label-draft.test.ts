// Room: test. Labels copied from the hand: each shape, what is asked, and back again for a new version.

import { describe, expect, test } from "vitest";
import { productIn } from "../../../../src/office/contract/herd.ts";
import { NO_MILK_TEXT } from "../../../../src/office/ui/entry/period.ts";
import {
  newProduct,
  newRow,
  newVersion,
  productOf,
  type RowDraft,
} from "../../../../src/office/ui/medicines/label-draft.ts";
import { DRY_COW, INJECTION, TUBE } from "../shelf.ts";

const ENTRY = "55555555-5555-4555-8555-555555555555";
const days = (text: string) => ({ ...NO_MILK_TEXT, kind: "period", amount: text, unit: "days" }) as const;
const full = (more: Partial<RowDraft>): RowDraft => ({
  ...newRow(),
  shape: "in-milk",
  milk: { ...NO_MILK_TEXT, kind: "period", amount: "72", milkings: "6" },
  meat: { kind: "days", days: "10" },
  esi: { kind: "unknown", days: "" },
  ...more,
});
const labelled = (...rows: RowDraft[]) => ({ ...newProduct(ENTRY), name: "Example", unit: "tube", rows });

describe("a label copied from the hand", () => {
  test.each([
    ["cows in milk", full({}), { milk: { hours: 72, milkings: 6, combine: "both" } }],
    [
      "dry cows with a least dry period",
      full({ shape: "dry-minimum", minimumDryDays: "49" }),
      { dryCow: { minimumDryDays: 49 } },
    ],
    [
      "dry cows by how long they were dry",
      full({ shape: "dry-branches", longerThanDays: "35", milk: days("1"), otherwise: days("36") }),
      {
        dryCow: {
          dryLongerThanDays: 35,
          afterCalving: { hours: 24 },
          otherwiseAfterTreatment: { hours: 864 },
        },
      },
    ],
    [
      "a teat sealant",
      full({ shape: "sealant", milk: { ...NO_MILK_TEXT, kind: "nil" } }),
      { teatSealant: { afterCalving: "nil" } },
    ],
  ])("for %s is what the contract takes", (_name, row, expected) => {
    const made = productOf(labelled(row));
    expect(made).toMatchObject({ ok: true, value: { rows: [expected] } });
    if (made.ok) expect(productIn.safeParse(made.value).success).toBe(true);
  });
  test("nothing is taken for granted: an empty form names every open answer", () => {
    const made = productOf(newProduct(ENTRY));
    expect(made.ok ? [] : made.error.map(({ at }) => at)).toEqual([
      "name",
      "unit",
      "rows.0.shape",
      "rows.0.milk",
      "rows.0.meat",
      "rows.0.esi",
    ]);
  });
  test("two rows are told apart by the label's words", () => {
    const same = productOf(labelled(full({ use: "into muscle" }), full({ use: "Into muscle " })));
    expect(same).toMatchObject({ ok: false, error: [{ at: "rows" }] });
  });
  test("a new version begins with everything the old one says", () => {
    for (const product of [TUBE, INJECTION, DRY_COW]) {
      const made = productOf(newVersion(ENTRY, product));
      expect(made.ok && made.value.rows).toMatchObject(
        product.rows.map(({ milk, dryCow, meat, exportSlaughter }) => ({
          ...(milk === undefined ? {} : { milk }),
          ...(dryCow === undefined ? {} : { dryCow }),
          meat,
          exportSlaughter,
        })),
      );
    }
  });
});
