// Room: test/store. Products with their label rows, the rolling stocktake, and the treatment record.

import { expect, test } from "vitest";
import { epochMs } from "../../src/domain/units.ts";
import { writeFact } from "../../src/store/facts.ts";
import {
  batchesAll,
  labelsAll,
  lastUses,
  productsNow,
  type TreatmentEntry,
  treatmentNamed,
  treatmentsAsked,
  writeBatch,
  writeMove,
  writeProduct,
  writeTreatment,
} from "../../src/store/medicines.ts";
import type { Store } from "../../src/store/store.ts";
import { by, freshStore, MORNING } from "./bench.ts";

const PRODUCT = {
  product: "lc",
  version: 1,
  name: "LC tube",
  unit: "tube",
  route: "teat",
  dose: "1",
  supplier: "Vets",
};
const ROW = { label: "lc", version: 1, product: "LC tube", milk: { hours: 72 } };

test("a changed label is a new version, and every version's rows stay as they were copied", () => {
  const bench = freshStore();
  const second = { ...ROW, version: 2, use: "by vein", milk: "never" };
  bench.store.write((pen) => writeProduct(pen, PRODUCT, [ROW], by("kim")));
  bench.store.write((pen) => writeProduct(pen, { ...PRODUCT, version: 2, unit: "ml" }, [second], by("sam")));
  const store = bench.reopen();
  expect(productsNow(store)).toEqual([{ ...PRODUCT, version: 2, unit: "ml", by: "sam", at: MORNING }]);
  expect(labelsAll(store)).toEqual([ROW, second]);
});

test("the stocktake rolls: each move says what is left, and the batch that ends first is at the top", () => {
  const { store } = freshStore();
  const batch = {
    batch: "b1",
    product: "lc",
    number: "77",
    useBy: "2027-03-31",
    supplier: "Vets",
    receivedOn: "2026-10-01",
  };
  const used = {
    batch: "b1",
    what: "used",
    quantity: -2,
    left: 8,
    reason: "mastitis",
    record: "t-1",
  } as const;
  store.write((pen) => {
    writeBatch(pen, batch, by("kim"));
    writeBatch(pen, { ...batch, batch: "b2", number: "66", useBy: "2026-12-31" }, by("kim"));
    writeMove(
      pen,
      { ...used, what: "received", quantity: 10, left: 10, reason: "", record: null },
      by("kim"),
    );
    writeMove(pen, used, by("sam"));
  });
  expect(batchesAll(store).map(({ number, left }) => [number, left])).toEqual([
    ["66", 0],
    ["77", 8],
  ]);
  expect(batchesAll(store)[1]?.moves[1]).toEqual({ ...used, by: "sam", at: MORNING });
  expect(() => store.write((pen) => writeMove(pen, { ...used, left: -1 }, by("sam")))).toThrow("CHECK");
});

const TREATMENT: TreatmentEntry = {
  record: "t-1",
  group: "fresh",
  place: "pen 2",
  product: "lc",
  version: 1,
  productName: "LC tube",
  use: "by vein",
  batch: "b1",
  batchNumber: "77",
  batchUseBy: "2027-03-31",
  supplier: "Vets",
  quantityEach: 1.5,
  unit: "tube",
  reason: "mastitis",
  dose: "1",
  route: "teat",
  quarters: ["left-front"],
  firstDose: "2026-11-22",
  lastDose: "2026-11-23T05:00Z",
  lastDoseAt: epochMs(MORNING - 2_412_000),
  milkWords: "72 h after the last dose",
  meatWords: "10 days",
  esiWords: "21 days",
  vet: "Dr Hale",
  direction: "as told",
  note: "second case",
  givenBy: "Sam Hale",
  late: true,
  supersedes: null,
};

function enter(store: Store, treatment: TreatmentEntry, cows: readonly string[], at = MORNING): void {
  const body = { fact: treatment.record, kind: "treatment", by: "kim", "recorded-at": "2026-11-23T05:40Z" };
  store.write((pen) => {
    writeFact(
      pen,
      { body, cows, recordedAt: at, group: "", detail: {}, says: () => "treated" },
      by("kim", at),
    );
    writeTreatment(pen, treatment, cows, by("kim", at));
  });
}

test("every field of a treatment record is kept, and a corrected record names its correction", () => {
  const bench = freshStore();
  enter(bench.store, TREATMENT, ["47", "12"]);
  enter(bench.store, { ...TREATMENT, record: "t-2", supersedes: "t-1", late: false, lastDoseAt: null }, [
    "12",
  ]);
  const store = bench.reopen();
  const { id: _, ...first } = treatmentNamed(store, "t-1") ?? { id: 0 };
  expect(first).toEqual({ ...TREATMENT, cows: ["47", "12"], by: "kim", at: MORNING, supersededBy: "t-2" });
  expect(treatmentNamed(store, "t-2")).toMatchObject({
    supersedes: "t-1",
    supersededBy: null,
    lastDoseAt: null,
  });
  expect(treatmentNamed(store, "t-3")).toBeNull();
});

test("the book is asked by cow, product, time and lateness, the newest first, page by page", () => {
  const { store } = freshStore();
  const at = (n: number) => epochMs(MORNING + n);
  enter(store, TREATMENT, ["47"], at(0));
  enter(store, { ...TREATMENT, record: "t-2", product: "dc", late: false }, ["47", "12"], at(10));
  enter(store, { ...TREATMENT, record: "t-3" }, ["12"], at(20));
  const all = { below: null, limit: 10, from: null, to: null, cow: null, product: null, late: null };
  const found = (asked: object) => treatmentsAsked(store, { ...all, ...asked }).map(({ record }) => record);
  expect(found({})).toEqual(["t-3", "t-2", "t-1"]);
  expect(found({ cow: "47" })).toEqual(["t-2", "t-1"]);
  expect(found({ product: "lc" })).toEqual(["t-3", "t-1"]);
  expect(found({ late: true })).toEqual(["t-3", "t-1"]);
  expect(found({ late: false })).toEqual(["t-2"]);
  expect(found({ from: at(10), to: at(20) })).toEqual(["t-2"]);
  const [first] = treatmentsAsked(store, { ...all, limit: 1 });
  expect(found({ below: first?.id ?? null })).toEqual(["t-2", "t-1"]);
  expect([...lastUses(store)].sort()).toEqual([
    ["dc", at(10)],
    ["lc", at(20)],
  ]);
});
