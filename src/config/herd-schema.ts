// Room: config. The keys of a herd file: what each is, its limits and its default.
// May live here: the schema, with the words that editors and messages show. May not: rules that need two places.
// Invariant: an unknown key or an unknown kind of fact is an error: what is not understood could be a reason to withhold.

import { z } from "zod";
import { hours, minutes } from "../domain/units.ts";
import { factSchema } from "./herd-fact-schema.ts";
import {
  COWS_MAX,
  cowNumber,
  GROUP_FACTS_MAX,
  GROUPS_MAX,
  groupFactSchema,
  groupSchema,
} from "./herd-group-schema.ts";
import { LABELS_MAX, labelSchema } from "./herd-label-schema.ts";
import { milkPeriod, note, plainPeriod, when, whole } from "./herd-pieces.ts";
import { duration } from "./quantities.ts";

/** Changes when the meaning of a key changes; new kinds of facts do not change it. */
export const HERD_FORMAT = "vatguard-herd-1";

/** Far more than a life of treatments: records are only ever added to, and nothing that was recorded may shut the herd out. */
export const FACTS_PER_COW_MAX = 5_000;
/** A month of milkings, thrice a day: more than any label counts. */
export const MILKINGS_PER_COW_MAX = 100;
export const EIDS_PER_COW_MAX = 4;
/** Twice what 20 MB of single facts hold; a fact given to a group counts once for each of its cows. */
export const FACTS_MAX = 300_000;

export const COW_STATUSES = ["in-milk", "dry", "heifer", "sold", "died"] as const;

const cowKeys = {
  cow: cowNumber("The number she goes by on the farm, as text."),
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

export const milkingSchema = when("When a past milking of hers began.", "refused", "2026-11-20T06:10");

const cowSchema = z
  .strictObject({
    ...cowKeys,
    eids: z.array(eid).max(EIDS_PER_COW_MAX).meta({ description: "Her tags; empty where she has none." }),
    facts: z.array(factSchema).max(FACTS_PER_COW_MAX).default([]).meta({
      description: "What was done to her and seen, in any order; never edited, only added to.",
    }),
    milkings: z
      .array(milkingSchema)
      .max(MILKINGS_PER_COW_MAX)
      .default([])
      .meta({
        description: "Her past milkings, as a short way to write facts of kind `milked`.",
        "x-expected": `a list of at most ${MILKINGS_PER_COW_MAX} dates with the time of day`,
        examples: [["2026-11-20T06:10", "2026-11-20T16:45"]],
      }),
  })
  .meta({ description: "One animal." });

/** A cow without her tags, facts and milkings, which are read one by one so that one slip does not hide the next. */
export const cowShellSchema = z.strictObject({
  ...cowKeys,
  eids: z.array(z.unknown()).max(EIDS_PER_COW_MAX),
  facts: z.array(z.unknown()).max(FACTS_PER_COW_MAX).default([]),
  milkings: z.array(z.unknown()).max(MILKINGS_PER_COW_MAX).default([]),
});

/** Bega Manual 2, appendix 2: four days or eight milkings; read as both. */
const COLOSTRUM = { hours: 96, milkings: 8 };
/** Bega Manual 2, section 5. */
const TAINT = { hours: 4 };
/** The longest of the dry-cow labels found, New Zealand's: 56 days and 8 milkings. */
const BOUGHT_IN_DRY = { "minimum-dry-days": 56, "after-calving": { hours: 96, milkings: 8 } };

export const policySchema = z
  .strictObject({
    "milkings-apart": duration({
      description: "Visits of one cow closer together than this are one milking.",
      min: "1 h",
      max: "12 h",
      example: "4 h",
    })
      .default(hours(4))
      .meta({ "x-without": "4 h" }),
    "milking-length": duration({
      description: "A visit shorter than this is not a milking.",
      min: "30 s",
      max: "15 min",
      example: "2 min",
    })
      .default(minutes(2))
      .meta({ "x-without": "2 min" }),
    colostrum: plainPeriod("How long milk is withheld after calving.", COLOSTRUM)
      .default(COLOSTRUM)
      .meta({ "x-without": "96 h and 8 milkings" }),
    taint: plainPeriod("How long milk is withheld after grazing plants that taint it.", TAINT)
      .default(TAINT)
      .meta({ "x-without": "4 h" }),
    "bought-in-dry": z
      .strictObject({
        "minimum-dry-days": whole(
          "Days after the purchase: where she calves earlier, the period begins only when they are over.",
          "days",
          0,
          400,
          56,
        ),
        "after-calving": milkPeriod("The period that runs from the calving."),
      })
      .default(BOUGHT_IN_DRY)
      .meta({
        description:
          "A cow bought in dry with treatments unknown: what must be over before an antibiotic test counts.",
        "x-without": "56 days, then 96 h and 8 milkings",
        examples: [BOUGHT_IN_DRY],
      }),
    jurisdiction: z
      .enum(["none", "au", "gb", "nz", "us"])
      .default("none")
      .meta({
        description: "Whose law sets the least periods for off-label use and for two medicines at once.",
        examples: ["au"],
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

const head = {
  $schema: z.string().max(250).optional().meta({ description: "For editors; not read by the program." }),
  format: z.literal(HERD_FORMAT).meta({
    description: "Says what kind of file this is.",
    examples: [HERD_FORMAT],
  }),
  "time-zone": z
    .string()
    .max(60)
    .optional()
    .meta({
      description: "Where the farm is, for dates without an offset. In a shed it must be the shed's zone.",
      "x-expected": "an IANA time zone such as Australia/Melbourne",
      "x-without": "the shed's zone; where the file stands alone every date needs its offset",
      examples: ["Australia/Melbourne"],
    }),
  note,
  policy: policySchema.prefault({}),
};

/** The file with its lists unread. */
export const herdShellSchema = z.strictObject({
  ...head,
  labels: z.array(z.unknown()).max(LABELS_MAX).default([]),
  groups: z.array(z.unknown()).max(GROUPS_MAX).default([]),
  "group-facts": z.array(z.unknown()).max(GROUP_FACTS_MAX).default([]),
  cows: z.array(z.unknown()).max(COWS_MAX),
});

/** The whole file, for editors and for the words of messages. */
export const herdSchema = z
  .strictObject({
    ...head,
    labels: z
      .array(labelSchema)
      .max(LABELS_MAX)
      .default([])
      .meta({ description: "The label rows, every version." }),
    groups: z
      .array(groupSchema)
      .max(GROUPS_MAX)
      .default([])
      .meta({ description: "Cows that things happen to together." }),
    "group-facts": z.array(groupFactSchema).max(GROUP_FACTS_MAX).default([]).meta({
      description:
        "Facts that several cows have: any kind, with every key of a cow's fact and `cows` or `group`.",
    }),
    cows: z.array(cowSchema).max(COWS_MAX).meta({ description: "Every animal that may walk in." }),
  })
  .meta({ title: "Vatguard herd", description: "Everything the bails decide from." });

export type PolicyEntry = z.output<typeof policySchema>;
export type CowShell = z.output<typeof cowShellSchema>;
