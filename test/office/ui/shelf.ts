// Room: test. A shelf with made-up products, as the office answers it.

import type { Product, Treatment } from "../../../src/office/contract/herd.ts";

const base = {
  version: 1,
  supplier: "Valley Vets",
  usedWith: [],
  enteredBy: "sam",
  enteredAt: "2026-01-05T00:00:00.000Z",
  lastUsed: null,
};
const said = { milkWords: "as the label says", meatWords: "10 days", esiWords: "28 days" };

export const TUBE: Product = {
  ...base,
  product: "p-tube",
  name: "Example LC tube",
  unit: "tube",
  route: "into the quarter",
  dose: "1 tube a quarter",
  rows: [
    {
      use: "",
      milk: { hours: 72, milkings: 6, combine: "both" },
      meat: { days: 10 },
      exportSlaughter: { days: 28 },
      longestCourseDays: 3,
      ...said,
    },
  ],
  batches: [
    { batch: "b-old", number: "OLD", useBy: "2026-10-31", left: 4, usable: false, why: "past its date" },
    { batch: "b-1", number: "LC-1", useBy: "2027-03-31", left: 23, usable: true, why: "" },
  ],
  lastUsed: "2026-11-22T19:00:00.000Z",
};
export const INJECTION: Product = {
  ...base,
  product: "p-inj",
  name: "Example injection",
  unit: "ml",
  route: "into muscle",
  dose: "25 ml once a day",
  rows: [
    { use: "into muscle", milk: { hours: 96 }, meat: { days: 14 }, exportSlaughter: "unknown", ...said },
    { use: "by vein", milk: { hours: 48 }, meat: { days: 14 }, exportSlaughter: "unknown", ...said },
  ],
  batches: [{ batch: "b-2", number: "PN", useBy: "2027-01-31", left: 300, usable: true, why: "" }],
  lastUsed: "2026-11-20T19:00:00.000Z",
};
export const DRY_COW: Product = {
  ...base,
  product: "p-dry",
  name: "Example DC tube",
  unit: "tube",
  route: "into the quarter",
  dose: "1 tube a quarter",
  rows: [
    {
      use: "",
      dryCow: { minimumDryDays: 49, afterCalving: { milkings: 8 } },
      meat: { days: 30 },
      exportSlaughter: { days: 42 },
      ...said,
    },
  ],
  batches: [],
};
export const SHELF: readonly Product[] = [DRY_COW, INJECTION, TUBE];

export const given = (more: Partial<Treatment>): Treatment => ({
  record: "t-1",
  cows: ["412"],
  group: "",
  place: "",
  productName: TUBE.name,
  product: TUBE.product,
  version: 1,
  use: "",
  batchNumber: "LC-1",
  batchUseBy: "2027-03-31",
  supplier: "Valley Vets",
  quantityEach: 1,
  unit: "tube",
  reason: "Mastitis",
  dose: "1 tube a quarter",
  route: "into the quarter",
  quarters: ["right-hind"],
  firstDose: "2026-11-22T19:00:00.000Z",
  lastDose: "2026-11-22T19:00:00.000Z",
  milkWords: "",
  meatWords: "",
  esiWords: "",
  vet: "",
  direction: "",
  note: "",
  givenBy: "",
  by: "sam",
  recordedAt: "2026-11-22T19:05:00.000Z",
  late: false,
  supersedes: null,
  supersededBy: null,
  inForce: true,
  entered: { batch: "b-1", offLabel: null },
  ...more,
});
