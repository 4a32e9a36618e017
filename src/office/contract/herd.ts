// Room: office/contract. The herd's records: register, labels, stock, treatments and every other fact about a cow.
// The facts are those of domain/holds/facts.ts; an entry is checked by the same reader as a herd file.

import { z } from "zod";
import {
  cowNumber,
  day,
  eid,
  entryId,
  instant,
  maybeWords,
  page,
  pageQuery,
  rangeQuery,
  recordId,
  when,
  whenOrUnknown,
  words,
} from "./pieces.ts";
import { HERD_FILE_BYTES_MAX } from "./sizes.ts";

export const cowStatus = z.enum(["in-milk", "dry", "heifer", "sold", "died"]);

/** As a label states it. "Never" is not zero and "nil" is not unknown. */
export const milkPeriod = z.union([
  z.enum(["nil", "never", "unknown"]),
  z.strictObject({
    hours: z.number().positive().max(10_000).optional(),
    milkings: z.int().min(1).max(30).optional(),
    combine: z.enum(["both", "either"]).optional(),
  }),
]);
export const meatPeriod = z.union([
  z.enum(["nil", "never", "unknown"]),
  z.strictObject({ days: z.number().positive().max(800) }),
]);

/** One row of one label, as a person copies it. Exactly one of milk, dryCow and teatSealant. */
export const labelRowIn = z.strictObject({
  use: maybeWords(60),
  milk: milkPeriod.optional(),
  dryCow: z
    .strictObject({
      minimumDryDays: z.int().min(0).max(400).optional(),
      dryLongerThanDays: z.int().min(1).max(400).optional(),
      afterCalving: milkPeriod,
      otherwiseAfterTreatment: milkPeriod.optional(),
    })
    .optional(),
  teatSealant: z
    .strictObject({ afterCalving: milkPeriod, minimumDryDays: z.int().min(0).max(400).default(0) })
    .optional(),
  meat: meatPeriod.default("unknown"),
  exportSlaughter: meatPeriod.default("unknown"),
  longestCourseDays: z.int().min(1).max(400).optional(),
});
/** A product with its label. A changed label is a new version: the old one stays. */
export const productIn = z.strictObject({
  entry: entryId,
  /** Null: a new product; else the product whose label has changed. */
  product: recordId.nullable(),
  name: words(80),
  /** What it is counted in: "tube", "ml", "dose". */
  unit: words(20),
  /** How it is given, by default: filled into the entry. */
  route: maybeWords(60),
  dose: maybeWords(60),
  rows: z.array(labelRowIn).min(1).max(12),
  usedWith: z.array(recordId).max(50).default([]),
  supplier: maybeWords(80),
});
export const product = z.object({
  product: recordId,
  version: z.int(),
  name: z.string(),
  unit: z.string(),
  route: z.string(),
  dose: z.string(),
  supplier: z.string(),
  rows: z.array(
    labelRowIn.extend({
      /** In the label's words: "72 h and 6 milkings". */ milkWords: z.string(),
      meatWords: z.string(),
      esiWords: z.string(),
    }),
  ),
  usedWith: z.array(z.string()),
  enteredBy: z.string(),
  enteredAt: instant,
  /** Batches that may be used, the one to use first at the top. */
  batches: z.array(
    z.object({
      batch: recordId,
      number: z.string(),
      useBy: day,
      left: z.number(),
      usable: z.boolean(),
      why: z.string(),
    }),
  ),
  lastUsed: instant.nullable(),
});
export const batchIn = z.strictObject({
  entry: entryId,
  product: recordId,
  number: words(40),
  useBy: day,
  quantity: z.number().positive().max(100_000),
  supplier: maybeWords(80),
  receivedOn: day,
});
/** Stock counted, thrown away, or found: `left` is what is there now. */
export const stocktakeIn = z.strictObject({
  entry: entryId,
  batch: recordId,
  left: z.number().min(0).max(100_000),
  reason: words(200),
});
export const batch = z.object({
  batch: recordId,
  product: recordId,
  productName: z.string(),
  unit: z.string(),
  number: z.string(),
  useBy: day,
  supplier: z.string(),
  received: z.number(),
  used: z.number(),
  adjusted: z.number(),
  left: z.number(),
  state: z.enum(["in-use", "expired", "empty"]),
  moves: z.array(
    z.object({
      at: instant,
      by: z.string(),
      what: z.enum(["received", "used", "counted"]),
      quantity: z.number(),
      left: z.number(),
      reason: z.string(),
      record: recordId.nullable(),
    }),
  ),
});

export const quarter = z.enum(["left-front", "left-hind", "right-front", "right-hind"]);
/** Everything the Bega manual asks of a treatment record (Manual 2, section 3), and more. */
export const treatmentIn = z.strictObject({
  entry: entryId,
  /** The cows treated; several for a group. */
  cows: z.array(cowNumber).min(1).max(1_000),
  group: maybeWords(60),
  /** Where the cows were: paddock or pen. */
  place: maybeWords(80),
  product: recordId,
  /** The label row's own words for route or dose; empty where the label has one row. */
  use: maybeWords(60),
  batch: recordId.nullable(),
  /** Units of the batch used for each cow. */
  quantityEach: z.number().min(0).max(10_000),
  reason: words(200),
  dose: maybeWords(80),
  route: maybeWords(60),
  quarters: z.array(quarter).max(4).default([]),
  firstDose: whenOrUnknown,
  lastDose: whenOrUnknown,
  offLabel: z
    .strictObject({
      vet: words(80),
      /** What the vet wrote. */
      direction: words(500),
      milk: milkPeriod.optional(),
      meat: meatPeriod.optional(),
    })
    .optional(),
  /** An earlier treatment record that this one corrects. */
  supersedes: recordId.optional(),
  note: maybeWords(500),
  /** Who gave it, by name; empty: not said, and the book goes by who entered it. */
  givenBy: maybeWords(80),
});
/** What the entry would mean, before it is saved. */
export const preview = z.object({
  cows: z.array(
    z.object({
      cow: cowNumber,
      milkClear: z.object({
        /** Null: not by time alone. */ earliest: instant.nullable(),
        words: z.string(),
      }),
      meatClear: z.string(),
      esiClear: z.string(),
      /** She stands in this bail now. */
      inBail: z.int().nullable(),
      /** Her milk is in the vat already: saving raises the vat stop. */
      milkedIn: z.boolean(),
      warnings: z.array(z.string()),
    }),
  ),
  /** Saving is refused as it stands. */
  refusals: z.array(z.string()),
});
/** What a correction of a treatment starts from, beside the record itself: words of the vet's that the book shows only as a whole. */
export const treatmentEntered = z.object({
  batch: recordId.nullable(),
  offLabel: z
    .object({
      vet: z.string(),
      direction: z.string(),
      milk: milkPeriod.optional(),
      meat: meatPeriod.optional(),
    })
    .nullable(),
});
export const treatment = z.object({
  record: recordId,
  cows: z.array(cowNumber),
  group: z.string(),
  place: z.string(),
  productName: z.string(),
  product: recordId,
  version: z.int(),
  use: z.string(),
  batchNumber: z.string(),
  batchUseBy: day.nullable(),
  supplier: z.string(),
  quantityEach: z.number(),
  unit: z.string(),
  reason: z.string(),
  dose: z.string(),
  route: z.string(),
  quarters: z.array(quarter),
  /** As entered: an instant, a day, or "unknown". */
  firstDose: z.string(),
  lastDose: z.string(),
  milkWords: z.string(),
  meatWords: z.string(),
  esiWords: z.string(),
  vet: z.string(),
  direction: z.string(),
  note: z.string(),
  /** Who gave it, by name; empty: nobody said, and it goes by who entered it. */
  givenBy: z.string(),
  /** Who entered it. */
  by: z.string(),
  recordedAt: instant,
  /** Recorded more than 48 hours after the last dose. */
  late: z.boolean(),
  supersedes: recordId.nullable(),
  supersededBy: recordId.nullable(),
  inForce: z.boolean(),
  /** As a person entered it; null: not kept in the words of an entry. */
  entered: treatmentEntered.nullable(),
});

const about = {
  entry: entryId,
  cows: z.array(cowNumber).min(1).max(1_000),
  group: maybeWords(60),
  supersedes: recordId.optional(),
  note: maybeWords(500),
};
/** Every other fact about cows. `clearance` needs a manager (or the vet) and the PIN once more. */
export const factIn = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("calving"), ...about, at: whenOrUnknown }),
  z.strictObject({ kind: z.literal("dry-off"), ...about, at: whenOrUnknown }),
  z.strictObject({
    kind: z.literal("bought-in"),
    ...about,
    at: when,
    state: z.enum(["in-milk", "dry"]),
    treatments: z.enum(["unknown", "declared"]),
    vendor: maybeWords(120),
    declaration: maybeWords(120),
  }),
  z.strictObject({ kind: z.literal("observation"), ...about, at: when, seen: z.enum(["mastitis", "blood"]) }),
  z.strictObject({
    kind: z.literal("paddock-or-feed"),
    ...about,
    from: when,
    until: when.optional(),
    what: words(120),
    milk: milkPeriod,
    meat: meatPeriod.default("unknown"),
  }),
  z.strictObject({
    kind: z.literal("taint"),
    ...about,
    from: when,
    until: when.optional(),
    what: words(120),
  }),
  z.strictObject({ kind: z.literal("test-sample"), ...about, at: when }),
  z.strictObject({
    kind: z.literal("test-result"),
    ...about,
    of: recordId,
    at: when,
    result: z.enum(["negative", "positive"]),
    testKit: maybeWords(80),
  }),
  z.strictObject({ kind: z.literal("manual-hold"), ...about, from: when, reason: words(300) }),
  z.strictObject({ kind: z.literal("clearance"), ...about, of: recordId, at: when, reason: words(300) }),
  z.strictObject({ kind: z.literal("looked-at"), ...about, at: when }),
]);
/** A fact as it was entered, in the fields of `factIn`; each kind has its own of them. What a correction starts from. */
export const factEntered = z.object({
  group: z.string(),
  note: z.string(),
  at: whenOrUnknown.optional(),
  from: when.optional(),
  until: when.optional(),
  state: z.enum(["in-milk", "dry"]).optional(),
  treatments: z.enum(["unknown", "declared"]).optional(),
  vendor: z.string().optional(),
  declaration: z.string().optional(),
  seen: z.enum(["mastitis", "blood"]).optional(),
  what: z.string().optional(),
  milk: milkPeriod.optional(),
  meat: meatPeriod.optional(),
  of: recordId.optional(),
  result: z.enum(["negative", "positive"]).optional(),
  testKit: z.string().optional(),
  reason: z.string().optional(),
});
export const cowIn = z.strictObject({
  entry: entryId,
  cow: cowNumber,
  name: maybeWords(60),
  eids: z.array(eid).max(6),
  status: cowStatus,
  breed: maybeWords(40),
  born: day.optional(),
  note: maybeWords(300),
});
/** Without the empty text that stands for what is left out of a new entry: here it would wipe what is there. */
const textUpTo = (max: number) => z.string().trim().max(max);
/** A change to the register: only what is given changes, the rest stays; the old entry stays readable. */
export const cowChange = z.strictObject({
  entry: entryId,
  name: textUpTo(60).optional(),
  eids: z.array(eid).max(6).optional(),
  status: cowStatus.optional(),
  breed: textUpTo(40).optional(),
  born: day.optional(),
  note: textUpTo(300).optional(),
  /** Why: tag lost and replaced, sold to …, died of …. */
  reason: words(200),
});
export const groupIn = z.strictObject({
  entry: entryId,
  group: words(60),
  cows: z.array(cowNumber).max(2_000),
});

export const hold = z.object({
  fact: recordId,
  kind: z.string(),
  /** The rule with its figures, in a sentence. */
  rule: z.string(),
  /** What is still missing: hours, milkings, a calving, a test, a look. */
  missing: z.array(z.string()),
  /** Null: not by time alone. */
  earliest: instant.nullable(),
  /** Milkings still to come; null where the rule counts none. */
  milkingsLeft: z.int().nullable(),
  /** What entry would end it, where a person can: "test-result", "looked-at", "clearance", "calving". */
  endedBy: z.array(z.string()),
});
export const standing = z.enum(["release", "check", "divert"]);
export const cowShort = z.object({
  cow: cowNumber,
  name: z.string(),
  eids: z.array(z.string()),
  status: cowStatus,
  standing,
  /** One line: "Withheld: Example LC until Tue 06:05 and 2 more milkings". Empty where she may go. */
  why: z.string(),
  earliest: instant.nullable(),
});
export const withheldCow = cowShort.extend({
  holds: z.array(hold),
  /** The bail she is in now. */
  bail: z.int().nullable(),
});
export const saleAnswer = z.object({
  market: z.enum(["domestic-slaughter", "export-slaughter", "another-farm"]),
  may: z.enum(["free", "with-declaration", "not"]),
  says: z.string(),
  declare: z.array(z.string()),
});
export const cowPage = cowShort.extend({
  breed: z.string(),
  born: day.nullable(),
  note: z.string(),
  tags: z.array(z.object({ eid: z.string(), from: instant, until: instant.nullable() })),
  /** As `vatguard why` says it, sentence by sentence. */
  explained: z.array(z.string()),
  holds: z.array(hold),
  facts: z.array(
    z.object({
      record: recordId,
      kind: z.string(),
      at: z.string(),
      says: z.string(),
      by: z.string(),
      recordedAt: instant,
      supersedes: recordId.nullable(),
      supersededBy: recordId.nullable(),
      /** This fact holds her milk now. */
      open: z.boolean(),
      /** Null: a treatment, which has its own, or written by another hand than these entries', as in a herd file. */
      entered: factEntered.nullable(),
    }),
  ),
  treatments: z.array(treatment),
  visits: z.array(
    z.object({
      milking: z.int(),
      bail: z.int(),
      at: instant.nullable(),
      toVat: z.boolean(),
      divertedFor: z.array(z.string()),
    }),
  ),
  register: z.array(z.object({ at: instant, by: z.string(), says: z.string() })),
  sale: z.array(saleAnswer),
});
export const treatmentsQuery = {
  ...pageQuery,
  ...rangeQuery,
  cow: cowNumber.optional(),
  product: recordId.optional(),
  late: z.stringbool().optional(),
};
export const cowsQuery = {
  ...pageQuery,
  q: z.string().max(40).optional(),
  status: cowStatus.optional(),
  withheld: z.stringbool().optional(),
};
export const treatmentsPage = page(treatment);
export const cowsPage = page(cowShort);
/** A whole herd file (config/herd-file.md): for the first filling of an empty register. */
export const herdImport = z.strictObject({ entry: entryId, text: z.string().max(HERD_FILE_BYTES_MAX) });
export type TreatmentIn = z.input<typeof treatmentIn>;
export type FactIn = z.input<typeof factIn>;
export type Product = z.output<typeof product>;
export type Treatment = z.output<typeof treatment>;
export type FactEntered = z.output<typeof factEntered>;
export type CowPage = z.output<typeof cowPage>;
export type CowShort = z.output<typeof cowShort>;
export type WithheldCow = z.output<typeof withheldCow>;
export type Hold = z.output<typeof hold>;
