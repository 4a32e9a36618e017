// Room: config. The keys of a herd file: what each is, its limits and its default.
// May live here: the schema, with the words that editors and messages show. May not: rules that need two places.
// Invariant: an unknown key or an unknown kind of fact is an error: what is not understood could be a reason to withhold.

import { z } from "zod";
import { hours, minutes } from "../domain/units.ts";
import { duration } from "./quantities.ts";

/** Changes when the meaning of a key changes; new kinds of facts do not change it. */
export const HERD_FORMAT = "vatguard-herd-1";

export const COWS_MAX = 5_000;
export const LABELS_MAX = 500;
/** Ten years of a cow with two treatments a month and every milking of the last weeks. */
export const FACTS_PER_COW_MAX = 500;
export const EIDS_PER_COW_MAX = 4;
export const HOURS_MAX = 10_000;
export const MILKINGS_MAX = 30;

const TIME_EXAMPLE = "2026-11-22T06:15:00+11:00";

const text = (description: string, expected: string, example: string, most = 120) =>
  z
    .string()
    .min(1)
    .max(most)
    .meta({ description, "x-expected": expected, examples: [example] });

const note = z
  .string()
  .max(500)
  .meta({
    description: "Anything worth saying to people; not read by the program.",
    "x-expected": "text of at most 500 letters",
  })
  .optional();

const person = (description: string) =>
  text(description, "the name of a person, at most 60 letters", "sam", 60);

const when = (description: string, example = TIME_EXAMPLE) =>
  text(description, "a date, or a date and time, such as 2026-11-22 or 2026-11-22T06:15", example, 40);

const identifier = (description: string, example: string) =>
  z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/)
    .meta({
      description,
      "x-expected": "letters, digits, dots and hyphens, at most 40",
      examples: [example],
    });

const periodParts = z
  .strictObject({
    hours: z
      .int()
      .min(1)
      .max(HOURS_MAX)
      .optional()
      .meta({
        description: "Hours after the last dose (after calving, for colostrum).",
        "x-expected": `a whole number of hours from 1 to ${HOURS_MAX}; a period of nothing is written "nil"`,
        examples: [72],
      }),
    milkings: z
      .int()
      .min(1)
      .max(MILKINGS_MAX)
      .optional()
      .meta({
        description: "Milkings of this cow after the last dose.",
        "x-expected": `a whole number of milkings from 1 to ${MILKINGS_MAX}`,
        examples: [6],
      }),
    combine: z
      .enum(["both", "either"])
      .optional()
      .meta({
        description: "Where hours and milkings are both given: whether both must be over, or either.",
        examples: ["both"],
      }),
  })
  .refine((period) => period.hours !== undefined || period.milkings !== undefined, {
    message: "A period has neither hours nor milkings.",
    params: { fix: 'Write "hours", "milkings" or both, as the label does.' },
  });

const milkPeriod = (description: string) =>
  z.union([z.enum(["nil", "never", "unknown"]), periodParts]).meta({
    description,
    "x-expected": `"nil", "never", "unknown", or a period such as {"hours": 72, "milkings": 6}`,
    examples: [{ hours: 72, milkings: 6 }],
  });

export const labelSchema = z
  .strictObject({
    label: identifier("What the label is called in this file.", "example-lc"),
    version: z
      .int()
      .min(1)
      .max(999)
      .meta({
        description:
          "1 for the first, one more for each time the label changed. Old versions stay in the file.",
        "x-expected": "a whole number from 1 to 999",
        examples: [1],
      }),
    product: text("The product's name as on the label.", "a name", "Example LC tube"),
    use: text(
      "The route or dose that this row is for, where the label tells them apart.",
      "the label's words",
      "by vein",
    ).optional(),
    milk: milkPeriod("The label's withholding period for milk, after the last dose."),
    "entered-by": person("Who copied the row from the label."),
    "entered-at": when("When the row was copied."),
    note,
  })
  .meta({ description: "One row of one label, as a person copied it." });

const base = {
  fact: identifier("The fact's own name, unique in the file.", "t-0117"),
  by: person("Who did or saw it."),
  "recorded-at": when("When it was written down."),
  supersedes: identifier("An earlier fact of this cow that this one corrects.", "t-0116").optional(),
  note,
};

export const FACT_SCHEMAS = {
  treatment: z.strictObject({
    kind: z.literal("treatment"),
    ...base,
    label: identifier("The label used.", "example-lc"),
    version: z
      .int()
      .min(1)
      .max(999)
      .meta({
        description: "The label's version at the time.",
        "x-expected": "a whole number from 1 to 999",
        examples: [1],
      }),
    use: text("Which row of the label, where it has several.", "the row's own words", "by vein").optional(),
    "first-dose": when("When the first dose was given.", "2026-11-20T06:30:00+11:00"),
    "last-dose": when(
      "When the last dose was given: the withholding runs from here.",
      "2026-11-21T17:00:00+11:00",
    ),
    direction: milkPeriod(
      "The vet's written direction, where the use is off-label: only ever longer.",
    ).optional(),
  }),
  calving: z.strictObject({ kind: z.literal("calving"), ...base, at: when("When she calved.") }),
  "manual-hold": z.strictObject({
    kind: z.literal("manual-hold"),
    ...base,
    from: when("From when her milk is withheld, until a clearance."),
    reason: text("Why.", "a reason in words", "swollen quarter, waiting for the vet", 300),
  }),
  clearance: z.strictObject({
    kind: z.literal("clearance"),
    ...base,
    of: identifier("The fact whose hold ends.", "m-0003"),
    at: when("When the hold ends, with the time of day."),
    reason: text("Why it may end.", "a reason in words", "antibiotic test negative", 300),
  }),
  milked: z.strictObject({
    kind: z.literal("milked"),
    ...base,
    at: when("When a past milking of hers began, with the time of day."),
  }),
  "looked-at": z.strictObject({
    kind: z.literal("looked-at"),
    ...base,
    at: when("When a person looked at her and found her fit, with the time of day."),
  }),
} as const;

export const factSchema = z.discriminatedUnion("kind", [
  FACT_SCHEMAS.treatment,
  FACT_SCHEMAS.calving,
  FACT_SCHEMAS["manual-hold"],
  FACT_SCHEMAS.clearance,
  FACT_SCHEMAS.milked,
  FACT_SCHEMAS["looked-at"],
]);

export const COW_STATUSES = ["in-milk", "dry", "heifer", "sold", "died"] as const;

const cowKeys = {
  cow: z
    .string()
    .regex(/^[A-Za-z0-9](?:[A-Za-z0-9 ./-]{0,10}[A-Za-z0-9])?$/)
    .meta({
      description: "The number she goes by on the farm, as text.",
      "x-expected": "a cow number in double quotes: letters and digits, at most 12",
      examples: ["117"],
    }),
  status: z.enum(COW_STATUSES).meta({
    description: "Only a cow in milk is ever released to the vat.",
    examples: ["in-milk"],
  }),
  note,
};

const eid = z.string().meta({
  description: "The 15 digits of her tag, as text.",
  "x-expected": "15 digits in double quotes, for example 982000001088420",
  examples: ["982000001088420"],
  pattern: "^[0-9]{15}$",
});

const cowSchema = z
  .strictObject({
    ...cowKeys,
    eids: z.array(eid).max(EIDS_PER_COW_MAX).meta({ description: "Her tags; empty where she has none." }),
    facts: z.array(factSchema).max(FACTS_PER_COW_MAX).default([]).meta({
      description: "What was done to her and seen, in any order; never edited, only added to.",
    }),
  })
  .meta({ description: "One animal." });

/** A cow without her tags and facts, which are read one by one so that one slip does not hide the next. */
export const cowShellSchema = z.strictObject({
  ...cowKeys,
  eids: z.array(z.unknown()).max(EIDS_PER_COW_MAX),
  facts: z.array(z.unknown()).max(FACTS_PER_COW_MAX).default([]),
});

export const policySchema = z
  .strictObject({
    "milkings-apart": duration({
      description: "Visits of one cow closer together than this are one milking.",
      min: "1 h",
      max: "12 h",
      example: "4 h",
    }).default(hours(4)),
    "milking-length": duration({
      description: "A visit shorter than this is not a milking.",
      min: "30 s",
      max: "15 min",
      example: "2 min",
    }).default(minutes(2)),
    colostrum: periodParts.default({ hours: 96, milkings: 8 }).meta({
      description: "How long milk is withheld after calving.",
      examples: [{ hours: 96, milkings: 8 }],
    }),
    "hours-and-milkings": z
      .enum(["both", "either"])
      .default("both")
      .meta({
        description: "What a label that gives hours and milkings means, where its row does not say.",
        examples: ["both"],
      }),
    check: z
      .enum(["button", "automatic"])
      .default("button")
      .meta({
        description:
          "First milking after a hold: the milker looks and presses the bail's button, or it goes by itself.",
        examples: ["button"],
      }),
  })
  .meta({ description: "The farm's own decisions." });

const format = z.literal(HERD_FORMAT).meta({
  description: "Says what kind of file this is.",
  examples: [HERD_FORMAT],
});
const editorSchema = z
  .string()
  .max(250)
  .optional()
  .meta({ description: "For editors; not read by the program." });

/** The file with its lists unread. */
export const herdShellSchema = z.strictObject({
  $schema: editorSchema,
  format,
  note,
  policy: policySchema.prefault({}),
  labels: z.array(z.unknown()).max(LABELS_MAX).default([]),
  cows: z.array(z.unknown()).max(COWS_MAX),
});

/** The whole file, for editors and for the words of messages. */
export const herdSchema = z
  .strictObject({
    $schema: editorSchema,
    format,
    note,
    policy: policySchema.prefault({}),
    labels: z
      .array(labelSchema)
      .max(LABELS_MAX)
      .default([])
      .meta({ description: "The label rows, every version." }),
    cows: z.array(cowSchema).max(COWS_MAX).meta({ description: "Every animal that may walk in." }),
  })
  .meta({ title: "Vatguard herd", description: "Everything the bails decide from." });

export type LabelEntry = z.output<typeof labelSchema>;
export type FactEntry = z.output<typeof factSchema>;
export type PolicyEntry = z.output<typeof policySchema>;
export type CowShell = z.output<typeof cowShellSchema>;
export type PeriodEntry = LabelEntry["milk"];
