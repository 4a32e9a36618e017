// Room: config. The keys of a label row: how one label says that milk and meat are withheld.
// May live here: the schema with its words. May not: what a rule means for a cow (domain/holds).
// Invariant: a row has exactly one rule for milk, so that none is ever chosen for a person.

import { z } from "zod";
import { identifier, meatPeriod, milkPeriod, note, person, text, when, whole } from "./herd-pieces.ts";

export const LABELS_MAX = 500;
/** Labels name a handful of products that go with theirs. */
export const USED_WITH_MAX = 50;
const DRY_DAYS_MAX = 400;
const COURSE_DAYS_MAX = 400;

const dryCow = z
  .strictObject({
    "minimum-dry-days": whole(
      "Days between treatment and calving that the label asks for: where she calves earlier, the period begins only when they are over.",
      "days",
      0,
      DRY_DAYS_MAX,
      49,
    ).optional(),
    "dry-longer-than-days": whole(
      "For a label with two branches: dry for longer than so many days, and `after-calving` holds; as long or shorter, the other.",
      "days",
      1,
      DRY_DAYS_MAX,
      35,
    ).optional(),
    "after-calving": milkPeriod("The period that runs from the calving."),
    "otherwise-after-treatment": milkPeriod(
      "With `dry-longer-than-days`: the period after the last dose where she was dry for as long or shorter.",
    ).optional(),
  })
  .refine(
    (rule) => (rule["minimum-dry-days"] === undefined) !== (rule["dry-longer-than-days"] === undefined),
    {
      message: "A dry-cow rule has one of minimum-dry-days and dry-longer-than-days.",
      params: {
        expected: 'either "minimum-dry-days" or "dry-longer-than-days"',
        fix: 'Write "minimum-dry-days" (0 where the label gives none), or "dry-longer-than-days" for a label with two branches.',
      },
    },
  )
  .refine(
    (rule) =>
      (rule["dry-longer-than-days"] === undefined) === (rule["otherwise-after-treatment"] === undefined),
    {
      message: "dry-longer-than-days and otherwise-after-treatment go together.",
      params: {
        expected: "both of them, or neither",
        fix: "A label with two branches gives a period for cows that were dry for long, and one for the others.",
      },
    },
  )
  .meta({
    description:
      "For a dry-cow product: her milk is withheld until she has calved and the label's period after that is over.",
    "x-expected": 'a section such as {"minimum-dry-days": 49, "after-calving": {"milkings": 8}}',
    "x-without": "nothing",
    examples: [{ "minimum-dry-days": 49, "after-calving": { milkings: 8 } }],
  });

const teatSealant = z
  .strictObject({
    "after-calving": milkPeriod("The period that runs from the calving."),
    "minimum-dry-days": whole(
      "Days between sealing and calving that the label asks for: where she calves earlier, the period begins only when they are over.",
      "days",
      0,
      DRY_DAYS_MAX,
      0,
    ).default(0),
  })
  .meta({
    description: "For a teat sealant: the same, by its own label.",
    "x-expected": 'a section such as {"after-calving": {"milkings": 8}}',
    "x-without": "nothing",
    examples: [{ "after-calving": { milkings: 8 } }],
  });

export const labelSchema = z
  .strictObject({
    label: identifier("What the label is called in this file.", "example-lc"),
    version: whole(
      "1 for the first, one more for each time the label changed. Old versions stay in the file.",
      "versions",
      1,
      999,
      1,
    ),
    product: text("The product's name as on the label.", "a name", "Example LC tube"),
    use: text(
      "The route or dose that this row is for, where the label tells them apart.",
      "the label's words",
      "by vein",
    ).optional(),
    milk: milkPeriod(
      "For cows in milk: the withholding period after the last dose. A row has `milk`, `dry-cow` or `teat-sealant`.",
    ).optional(),
    "dry-cow": dryCow.optional(),
    "teat-sealant": teatSealant.optional(),
    meat: meatPeriod("The label's withholding period for meat, after the last dose.").default("unknown"),
    "export-slaughter": meatPeriod("The export slaughter interval (ESI), after the last dose.").default(
      "unknown",
    ),
    "longest-course-days": whole(
      "The longest course that the label allows, in days from first to last dose. Longer is off-label. Of dates alone both days count whole: from the 18th to the 20th are 3.",
      "days",
      1,
      COURSE_DAYS_MAX,
      3,
    ).optional(),
    "used-with": z
      .array(identifier("A label in this file.", "example-injection"))
      .max(USED_WITH_MAX)
      .default([])
      .meta({
        description: "Labels in this file that this one allows at the same time.",
        "x-expected": `a list of at most ${USED_WITH_MAX} names of labels`,
        "x-without": "none",
        examples: [["example-injection"]],
      }),
    "entered-by": person("Who copied the row from the label."),
    "entered-at": when("When the row was copied.", "end-of-day"),
    note,
  })
  .refine((row) => rulesOf(row) === 1, {
    message: "A label row has exactly one of milk, dry-cow and teat-sealant.",
    params: {
      expected: '"milk", "dry-cow" or "teat-sealant", and only one of them',
      fix: 'Write "milk" for a product given in milk, or the one that the label is for; a label for several has a row for each, told apart by "use".',
    },
  })
  .meta({ description: "One row of one label, as a person copied it." });

const rulesOf = (row: { readonly [key: string]: unknown }): number =>
  ["milk", "dry-cow", "teat-sealant"].filter((key) => row[key] !== undefined).length;

export type LabelEntry = z.output<typeof labelSchema>;
