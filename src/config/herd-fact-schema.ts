// Room: config. The keys of every kind of fact in a herd file.
// May live here: the schemas with their words, and which end of a bare day is the careful one for each date.
// May not: rules that need two facts. Invariant: an unknown kind is an error: it could be a reason to withhold.

import { z } from "zod";
import type { BareDate } from "./farm-time.ts";
import {
  identifier,
  meatPeriod,
  milkPeriod,
  note,
  person,
  text,
  when,
  whenOrUnknown,
  whole,
} from "./herd-pieces.ts";

/**
 * What a date without a time stands for. What ends a hold, or must pass before one can end, is late: the end of its
 * day. What has to come after something else to count is early: the beginning. Where both could matter, or the order
 * within a day decides, a time is asked for.
 */
export const BARE_DATES = {
  // The course is then never too short for "longer than the label allows", nor for two medicines at once.
  firstDose: "start-of-day",
  lastDose: "end-of-day",
  // Periods after it begin late; the dry period before it ends early, for which its beginning is kept beside.
  calving: "end-of-day",
  dryOff: "end-of-day",
  // A sample of the same day may have been taken before she came.
  boughtIn: "end-of-day",
  observation: "end-of-day",
  from: "start-of-day",
  until: "end-of-day",
  // A sample counts only if it was taken after the purchase or the end of a period.
  sample: "start-of-day",
  result: "end-of-day",
  recorded: "end-of-day",
  clearance: "refused",
  milked: "refused",
  lookedAt: "refused",
} as const satisfies { readonly [date: string]: BareDate };

const base = {
  fact: identifier("The fact's own name, unique in the file.", "t-0117"),
  by: person("Who did or saw it."),
  "recorded-at": when("When it was written down.", BARE_DATES.recorded),
  supersedes: identifier(
    "An earlier fact of the same kind about the same cow that this one corrects.",
    "t-0116",
  ).optional(),
  note,
};

const spell = {
  from: when("From when.", BARE_DATES.from),
  until: when(
    "Until when: when she last had it. The period runs from here; without it she is withheld.",
    BARE_DATES.until,
  ).optional(),
};

/** One kind of fact: what it does, in a sentence for the table of kinds, and its keys. */
const kind = <Kind extends string, Keys extends z.core.$ZodLooseShape>(
  name: Kind,
  does: string,
  keys: Keys,
) => z.strictObject({ kind: z.literal(name), ...base, ...keys }).meta({ description: does });

export const FACT_SCHEMAS = {
  treatment: kind("treatment", "withholds as the row of its label says", {
    label: identifier("The label used.", "example-lc"),
    version: whole("The label's version at the time.", null, 1, 999, 1),
    use: text("Which row of the label, where it has several.", "the row's own words", "by vein").optional(),
    "first-dose": whenOrUnknown("When the first dose was given.", BARE_DATES.firstDose)
      .meta({ "x-without": "as `last-dose`" })
      .optional(),
    "last-dose": whenOrUnknown(
      "When the last dose was given: the withholding runs from here.",
      BARE_DATES.lastDose,
    ),
    "off-label": z
      .literal(true)
      .meta({
        description:
          "Given otherwise than the label says: dose, route, interval, course or kind of animal. Withholds until there is a `direction`.",
        "x-without": "by the label, unless there is a direction",
        examples: [true],
      })
      .optional(),
    direction: milkPeriod(
      "The vet's written direction for milk, for off-label use: only ever longer than the label. Runs from the last dose; with a dry-cow product or teat sealant from the calving.",
    ).optional(),
    "meat-direction": meatPeriod("The vet's written direction for meat, from the last dose.")
      .meta({ "x-without": "nothing" })
      .optional(),
  }),
  calving: kind("calving", "withholds for the policy's `colostrum`; begins what runs after calving", {
    at: whenOrUnknown("When she calved.", BARE_DATES.calving),
  }),
  "dry-off": kind("dry-off", "withholds until she has calved", {
    at: whenOrUnknown("When she was dried off.", BARE_DATES.dryOff),
  }),
  "bought-in": kind(
    "bought-in",
    "withholds until an antibiotic test is negative; dry, first by the policy's `bought-in-dry`",
    {
      at: when("When she came.", BARE_DATES.boughtIn),
      state: z.enum(["in-milk", "dry"]).meta({
        description: "Whether she came in milk or dry.",
        examples: ["in-milk"],
      }),
      treatments: z
        .enum(["unknown", "declared"])
        .default("unknown")
        .meta({
          description:
            "Whether her treatments are known: declared ones are written down here as treatments of hers, and she is then withheld by those alone.",
          examples: ["unknown"],
        }),
    },
  ),
  observation: kind("observation", "withholds until a `looked-at` that is dated after it", {
    at: when("When it was seen.", BARE_DATES.observation),
    seen: z.enum(["mastitis", "blood"]).meta({ description: "What was seen.", examples: ["mastitis"] }),
  }),
  "paddock-or-feed": kind("paddock-or-feed", "withholds while it goes on, and for its period after the end", {
    ...spell,
    what: text("What was sprayed, spread or fed.", "words", "clover sprayed with Example 500"),
    milk: milkPeriod("The withholding period for milk after she last had it."),
    meat: meatPeriod("The withholding period for meat after she last had it.").default("unknown"),
  }),
  taint: kind("taint", "withholds while it goes on, and for the policy's `taint` after the end", {
    ...spell,
    what: text("What she grazed.", "words", "wild garlic"),
  }),
  "test-sample": kind("test-sample", "withholds until its result, or that of a later sample, is negative", {
    at: when("When her milk was sampled for an antibiotic test.", BARE_DATES.sample),
  }),
  "test-result": kind("test-result", "ends the hold of its sample if negative, and that of a purchase", {
    of: identifier("The `test-sample` it is the result of.", "s-0012"),
    at: when("When the result was known.", BARE_DATES.result),
    result: z.enum(["negative", "positive"]).meta({
      description: "What the test found.",
      examples: ["negative"],
    }),
  }),
  "manual-hold": kind("manual-hold", "withholds until a clearance", {
    from: when("From when her milk is withheld, until a clearance.", BARE_DATES.from),
    reason: text("Why.", "a reason in words", "swollen quarter, waiting for the vet", 300),
  }),
  clearance: kind("clearance", "ends the hold of one fact", {
    of: identifier("The fact whose hold ends.", "m-0003"),
    at: when("When the hold ends.", BARE_DATES.clearance),
    reason: text("Why it may end.", "a reason in words", "antibiotic test negative", 300),
  }),
  milked: kind("milked", "counts as a milking, from records made before this program was there", {
    at: when("When a past milking of hers began.", BARE_DATES.milked),
  }),
  "looked-at": kind(
    "looked-at",
    "a person looked at her and found her fit: ends mastitis and blood, and CHECK",
    {
      at: when("When a person looked at her.", BARE_DATES.lookedAt),
    },
  ),
} as const;

export const factSchema = z.discriminatedUnion("kind", [
  FACT_SCHEMAS.treatment,
  FACT_SCHEMAS.calving,
  FACT_SCHEMAS["dry-off"],
  FACT_SCHEMAS["bought-in"],
  FACT_SCHEMAS.observation,
  FACT_SCHEMAS["paddock-or-feed"],
  FACT_SCHEMAS.taint,
  FACT_SCHEMAS["test-sample"],
  FACT_SCHEMAS["test-result"],
  FACT_SCHEMAS["manual-hold"],
  FACT_SCHEMAS.clearance,
  FACT_SCHEMAS.milked,
  FACT_SCHEMAS["looked-at"],
]);
export type FactEntry = z.output<typeof factSchema>;
