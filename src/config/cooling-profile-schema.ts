// Room: config. The keys of a cooling profile's file: what a law, a code or a buyer asks of cooling.
// May live here: the schema with the words that messages show. May not: judging.
// Invariant: every key is written out, with "none" where nothing is asked, and `records` stands last: a file cut short is never a milder rule.

import { z } from "zod";
import { celsius, duration, parseCelsius } from "./quantities.ts";

/** Of a profile, and of its file without the ending. */
export const PROFILE_ID = /^[a-z][a-z0-9-]{0,39}$/;
const LIMIT_ID = /^[a-z0-9][a-z0-9-]{0,39}$/;
/** The file of one profile has about 30 lines. */
export const PROFILE_LENGTH_MAX = 16_384;

const TEMPERATURE_MIN = "-5 °C";
const TEMPERATURE_MAX = "45 °C";

const words = (description: string, expected: string, example: string) =>
  z
    .string()
    .min(1)
    .max(300)
    .meta({ description, "x-expected": expected, examples: [example] });

/**
 * A figure of a rule. Where the law gives it in Fahrenheit it is written so, and is exact: 40 °F is 4.444…, and no rounding lets a reading
 * of 40 °F fail.
 */
const temperature = (description: string, example: string) => {
  const inCelsius = celsius({ description, min: TEMPERATURE_MIN, max: TEMPERATURE_MAX, example });
  return z
    .string()
    .meta({
      description,
      examples: [example],
      pattern: "^-?\\d{1,3}(\\.\\d{1,3})? ?°[CF]$",
      "x-expected": `a temperature with its unit, ${TEMPERATURE_MIN} to ${TEMPERATURE_MAX}, in °F where the rule gives it so`,
      "x-unit": "°C",
    })
    .transform((text, context) => {
      const fahrenheit = /^\s*(-?\d{1,3}(?:\.\d{1,3})?) ?°F\s*$/.exec(text)?.[1];
      const value = fahrenheit === undefined ? null : (Number(fahrenheit) - 32) / 1.8;
      if (value !== null && value >= sure(TEMPERATURE_MIN) && value <= sure(TEMPERATURE_MAX)) return value;
      const slip = /^\s*(-?\d{1,3}(?:\.\d{1,3})?)\s*°?\s*F\s*$/i.exec(text)?.[1];
      if (slip !== undefined && value === null) {
        const fix = `Did you mean "${slip} °F"?`;
        context.addIssue({ code: "custom", message: "This is not quite a temperature.", params: { fix } });
        return z.NEVER;
      }
      if (slip !== undefined) {
        const fix = `Write a value from ${TEMPERATURE_MIN} to ${TEMPERATURE_MAX}, or as much in °F.`;
        context.addIssue({
          code: "custom",
          message: `${text} is not a temperature of milk.`,
          params: { fix },
        });
        return z.NEVER;
      }
      const parsed = inCelsius.safeParse(text);
      if (parsed.success) return parsed.data;
      for (const issue of parsed.error.issues) {
        const params = issue.code === "custom" ? issue.params : undefined;
        context.addIssue({
          code: "custom",
          message: issue.message,
          ...(params === undefined ? {} : { params }),
        });
      }
      return z.NEVER;
    });
};

function sure(text: string): number {
  const parsed = parseCelsius(text);
  if ("says" in parsed) throw new Error(`broken assumption: ${text} is a temperature`);
  return parsed.value;
}

const length = (description: string, max: string, example: string) =>
  duration({ description, min: "0 min", max, example });

/** `what`, or the word "none". */
const orNone = <T extends z.ZodType>(what: T, description: string) =>
  z.union([what, z.literal("none")]).meta({ description });

const day = (description: string) =>
  z
    .string()
    .regex(/^(\d{4}-\d{2}-\d{2}|not-known)$/)
    .refine((text) => text === "not-known" || isDay(text), { message: "There is no such day." })
    .meta({
      description,
      "x-expected": `a day such as "2018-06-01" in double quotes, or not-known`,
      examples: ["2018-06-01"],
    });

function isDay(text: string): boolean {
  const [year = 0, month = 0, date = 0] = text.split("-").map(Number);
  const lengths = [
    31,
    year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28,
    31,
    30,
    31,
    30,
    31,
    31,
  ];
  return date >= 1 && date <= ([...lengths, 30, 31, 30, 31][month - 1] ?? 0);
}

const anchors = z
  .strictObject({
    "start-of-milking": length("So long after the commencement of milking.", "48 h", "210 min").optional(),
    "end-of-milking": length("So long after the end of milking.", "48 h", "2 h").optional(),
    collection: z
      .literal("when collected")
      .optional()
      .meta({ description: "When the tanker comes, whenever that is.", examples: ["when collected"] }),
  })
  .refine((by) => Object.values(by).some((one) => one !== undefined), {
    message: "Nothing says when this limit is due.",
    params: { fix: `Write it like this: start-of-milking: 210 min` },
  })
  .meta({ description: "When it is due: at the earliest of these." });

const limit = z
  .strictObject({
    "applies-to": z.enum(["any", "first", "later"]).meta({
      description: "The first milking into an empty vat, a later one onto cold milk, or any.",
      examples: ["any"],
    }),
    "at-most": temperature("At or below this.", "5 °C"),
    by: anchors,
  })
  .meta({ description: "One temperature and when it is due." });

export const coolingProfileSchema = z
  .strictObject({
    id: z
      .string()
      .regex(PROFILE_ID)
      .meta({
        description: "What the profile is called by; the file's name without its ending.",
        "x-expected": "small letters, digits and hyphens, starting with a letter, at most 40",
        examples: ["au-bega-2018"],
      }),
    title: words(
      "For people.",
      "a title of 1 to 300 letters",
      "Bega Cheese, On-Farm Quality Assurance, 2018",
    ),
    jurisdiction: z
      .string()
      .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/)
      .meta({
        description: "Where it holds: ISO 3166, with a subdivision where it is one.",
        "x-expected": "a code of ISO 3166 such as AU or AU-VIC",
        examples: ["AU-VIC"],
      }),
    basis: z.enum(["law", "code", "buyer", "equipment"]).meta({
      description: "Who asks for it.",
      examples: ["law"],
    }),
    source: z
      .strictObject({
        document: words(
          "The document.",
          "a title of 1 to 300 letters",
          "On-Farm Quality Assurance, Manual 2",
        ),
        section: words("Where in it.", "a section, or the word unknown", "section 7"),
        wording: z.enum(["seen", "unverified"]).meta({
          description: "Whether the wording of the original has been seen, or only its figures are known.",
          examples: ["seen"],
        }),
      })
      .meta({ description: "Where the figures come from." }),
    "valid-from": day("The first day on which it holds."),
    "valid-until": day("The last day on which it held; not-known where no end is known."),
    limits: orNone(
      z.record(z.string().regex(LIMIT_ID), limit).refine((limits) => Object.keys(limits).length <= 12, {
        message: "No rule has so many limits.",
      }),
      "Temperatures and when they are due, by short names.",
    ),
    hold: orNone(
      z.strictObject({
        "at-most": temperature("At or below this, once the limits are due.", "5 °C"),
        "at-least": orNone(temperature("At or above this: no ice.", "0 °C"), "At or above this, or none."),
      }),
      "How the milk is kept from the last limit's deadline to collection, or none.",
    ),
    blend: orNone(
      z.strictObject({
        "at-most": temperature("At or below this while a later milking runs in.", "10 °C"),
        tolerate: length("It may be above for so long in one stretch.", "4 h", "0 min"),
      }),
      "How warm the vat may get by a later milking, or none.",
    ),
    continuous: orNone(
      z.strictObject({
        "from-length": length("A milking this long or longer is continuous.", "48 h", "6 h"),
        "enter-at-most": temperature("Its milk enters the vat at or below this.", "6 °C"),
      }),
      "What is asked of a continuous milking, or none.",
    ),
    "do-not-load": orNone(
      z
        .array(
          z.strictObject({
            above: temperature("Warmer than this …", "13 °C"),
            "longer-than": length("… for longer than this in one stretch.", "48 h", "600 min"),
          }),
        )
        .min(1)
        .max(12),
      "Milk that has been so warm for so long must not be loaded; or none.",
    ),
    records: z
      .strictObject({
        "keep-days": orNone(z.int().min(1).max(36_500), "For how many days records are kept, or none."),
        "checks-per-year": orNone(
          z.int().min(1).max(366),
          "How often a year a person checks the cooling, or none.",
        ),
      })
      .meta({ description: "What is asked of records. Last in the file." }),
  })
  .refine(
    (file) => [file.limits, file.hold, file.blend, file["do-not-load"]].some((part) => part !== "none"),
    {
      message: "This profile asks for nothing.",
      path: ["limits"],
      params: { fix: "Give it at least one of limits, hold, blend and do-not-load." },
    },
  )
  .meta({ description: "What a law, a code or a buyer asks of cooling." });

export type CoolingProfileFile = z.output<typeof coolingProfileSchema>;
