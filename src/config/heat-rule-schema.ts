// Room: config. The keys of a heat treatment rule's file: what a law, a guidance or a manual asks of heating.
// May live here: the schema with the words that messages show. May not: judging.
// Invariant: a step has exactly one kind; an unknown key is an error; `source` stands last: a file cut short is refused.

import { z } from "zod";
import { HEAT_PURPOSES } from "../domain/heat/rule.ts";
import { celsius, duration } from "./quantities.ts";

/** Of a rule, and of its file without the ending; of a declaration. */
const NAME = /^[a-z][a-z0-9-]{0,59}$/;
const NAME_WORDS = "small letters, digits and hyphens, starting with a letter, at most 60";
/** The longest rule has about 60 lines. */
export const RULE_LENGTH_MAX = 16_384;
/** A rule asks for four things, or names eight ways. */
const STEPS_MAX = 16;

const words = (description: string, example: string) =>
  z
    .string()
    .min(1)
    .max(600)
    .meta({ description, "x-expected": "1 to 600 letters", examples: [example] });

const name = (description: string, example: string) =>
  z
    .string()
    .regex(NAME)
    .meta({ description, "x-expected": NAME_WORDS, examples: [example] });

const temperature = (description: string, example: string) =>
  celsius({ description, min: "30 °C", max: "160 °C", example });
const length = (description: string, example: string) =>
  duration({ description, min: "10 ms", max: "24 h", example });
const fall = celsius({
  description: "Between the two the milk has to be cooled by so much below the temperature.",
  min: "1 °C",
  max: "100 °C",
  example: "10 °C",
});
const readingsEvery = duration({
  description: "Readings farther apart do not show it. Without it: a third of the time, 1 s to 15 min.",
  min: "1 s",
  max: "15 min",
  example: "5 s",
});

/** Either "at-least", its figure included, or "above", not included; with an upper end where the rule has one. */
const band = {
  "at-least": temperature("At this temperature or above it.", "72 °C").optional(),
  above: temperature("Above this temperature.", "94 °C").optional(),
  "at-most": temperature("At this temperature or below it.", "65.6 °C").optional(),
};
const hasOneLowerEnd = (step: { "at-least"?: number | undefined; above?: number | undefined }): boolean =>
  (step["at-least"] === undefined) !== (step.above === undefined);
const ONE_LOWER_END = {
  message: "One of at-least and above is needed, and not both.",
  params: { fix: "Write at-least: 72 °C where 72 itself is enough, above: 72 °C where it is not." },
};

const hold = z
  .strictObject({
    ...band,
    for: length("In one unbroken stretch.", "15 s"),
    times: z
      .literal(2)
      .optional()
      .meta({ description: "Twice, with a fall between.", examples: [2] }),
    "fall-between": fall.optional(),
    "readings-every": readingsEvery.optional(),
  })
  .refine(hasOneLowerEnd, ONE_LOWER_END)
  .refine((step) => (step.times === undefined) === (step["fall-between"] === undefined), {
    message: "times: 2 and fall-between belong together.",
    params: { fix: "Write both, or neither: a dip must not make one heating two." },
  })
  .meta({ description: "A temperature held for a time." });

const lethality = z
  .strictObject({
    reference: temperature("The temperature at which a minute counts as one.", "121.1 °C"),
    z: celsius({
      description: "The rise that makes a minute count ten.",
      min: "1 °C",
      max: "60 °C",
      example: "10 °C",
    }),
    "at-least": z
      .number()
      .positive()
      .max(1_000)
      .meta({ description: "F in minutes.", "x-expected": "minutes, a number", examples: [3] }),
    "readings-every": readingsEvery.optional(),
  })
  .meta({ description: "F, with its reference temperature and z." });

const dry = z
  .strictObject({ ...band, "fall-between": fall, "readings-every": readingsEvery.optional() })
  .refine(hasOneLowerEnd, ONE_LOWER_END)
  .meta({ description: "Dried at a temperature." });

const acidity = z
  .strictObject({
    below: z
      .number()
      .positive()
      .max(14)
      .meta({ description: "Below this pH.", "x-expected": "a pH, 0 to 14", examples: [6] }),
    for: length("For so long in one stretch; without it, at the last reading.", "1 h").optional(),
    "readings-every": readingsEvery.optional(),
  })
  .meta({ description: "pH below a figure, for a time." });

const throughout = z
  .strictObject({ ...band, "readings-every": readingsEvery })
  .refine(hasOneLowerEnd, ONE_LOWER_END)
  .meta({ description: "Never outside, from the beginning to the end that a person gives." });

const declared = z
  .strictObject({
    name: name("What a person declares it by: --declare NAME.", "no-signs-of-disease"),
    says: words("What is declared, as a sentence.", "The cows showed no sign of infectious disease."),
  })
  .meta({ description: "What no curve shows: a person declares it." });

const usedRule = name("The steps of another rule, by its id.", "htst");

const kinds = {
  hold: hold.optional(),
  lethality: lethality.optional(),
  dry: dry.optional(),
  ph: acidity.optional(),
  throughout: throughout.optional(),
  declared: declared.optional(),
  rule: usedRule.optional(),
};
const ONE_KIND = {
  message: "A step has exactly one of its kinds.",
  params: {
    expected: `one of: ${[...Object.keys(kinds), "any-of"].join(", ")}`,
    fix: "Begin each step on a line of its own with a dash.",
  },
};
const countOf = (step: object): number => Object.values(step).filter((one) => one !== undefined).length;

/** One of several ways may be anything but several ways again. */
const way = z
  .strictObject(kinds)
  .refine((step) => countOf(step) === 1, ONE_KIND)
  .meta({ description: "One way.", examples: ["rule: htst"] });
const step = z
  .strictObject({
    ...kinds,
    "any-of": z
      .array(way)
      .min(2)
      .max(STEPS_MAX)
      .optional()
      .meta({ description: "One of several ways is enough." }),
  })
  .refine((one) => countOf(one) === 1, ONE_KIND)
  .meta({ description: "One step.", examples: ["hold: {at-least: 72 °C, for: 15 s}"] });

export const heatRuleSchema = z
  .strictObject({
    id: name("What the rule is called by; the file's name without its ending.", "htst"),
    title: words("For people.", "72 °C for 15 seconds (HTST)"),
    for: z
      .enum(HEAT_PURPOSES)
      .meta({ description: "What is heated, and for what.", examples: ["drinking-milk"] }),
    jurisdiction: z
      .string()
      .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/)
      .meta({
        description: "Where it holds: ISO 3166, with a subdivision where it is one.",
        "x-expected": "a code of ISO 3166 such as GB or AU-VIC",
        examples: ["GB"],
      }),
    note: words("What a person should know beside it.", "On its own it is not enough for feed.").optional(),
    steps: z.array(step).min(1).max(STEPS_MAX).meta({ description: "One after the other in time." }),
    source: z
      .strictObject({
        document: words("The document.", "GOV.UK, Using leftover milk and milk products as farm animal feed"),
        section: words("Where in it.", "How to process milk"),
        wording: z.enum(["seen", "unverified"]).meta({
          description: "Whether the wording of the original has been seen, or only its figures are known.",
          examples: ["seen"],
        }),
      })
      .meta({ description: "Where the figures come from. Last in the file." }),
  })
  .meta({ description: "What a law, a guidance or a manual asks of heating." });

export type HeatRuleFile = z.output<typeof heatRuleSchema>;
export type HeatStepEntry = HeatRuleFile["steps"][number];
export type HeatWayEntry = NonNullable<HeatStepEntry["any-of"]>[number];
