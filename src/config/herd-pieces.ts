// Room: config. The pieces that several sections of a herd file are made of: names, dates, periods.
// May live here: zod pieces with their words and limits. May not: keys of any one section.
// Invariant: a piece says in words what belongs there, and a date which end of a bare day it means.

import { z } from "zod";
import type { BareDate } from "./farm-time.ts";

/** More than any label: 416 days. */
export const HOURS_MAX = 10_000;
/** Nobody counts further than a month of milkings; see MILKINGS_KEPT in domain/holds/facts.ts. */
export const MILKINGS_MAX = 30;
const DAYS_MAX = 400;
/** Some implants keep an animal from slaughter for two years. */
const MEAT_HOURS_MAX = 20_000;
const MEAT_DAYS_MAX = 800;
const HOURS_A_DAY = 24;

export const text = (description: string, expected: string, example: string, most = 120) =>
  z
    .string()
    .min(1)
    .max(most)
    .meta({ description, "x-expected": expected, examples: [example] });

export const note = z
  .string()
  .max(500)
  .meta({
    description: "Anything worth saying to people; not read by the program.",
    "x-expected": "text of at most 500 letters",
  })
  .optional();

export const person = (description: string) =>
  text(description, "the name of a person, at most 60 letters", "sam", 60);

const DATE_WORDS: { readonly [bare in BareDate]: string } = {
  "start-of-day": "a date and time; a date alone means the beginning of that day",
  "end-of-day": "a date and time; a date alone means the end of that day",
  refused: "a date with the time of day",
};

/** A date. `bare` says which end of the day a date without a time stands for. */
export const when = (description: string, bare: BareDate, example = "2026-11-22T06:15") =>
  text(description, DATE_WORDS[bare], example, 40);

export const UNKNOWN = "unknown";
/** Whether a date that a person may not know is not known. */
export const isUnknown = (written: string): boolean => written.trim() === UNKNOWN;

/** A date that a person may not know, which withholds. */
export const whenOrUnknown = (description: string, bare: BareDate, example = "2026-11-22T06:15") =>
  text(description, `${DATE_WORDS[bare]}; or "${UNKNOWN}"`, example, 40);

export const identifier = (description: string, example: string) =>
  z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/)
    .meta({
      description,
      "x-expected": "letters, digits, dots and hyphens, at most 40",
      examples: [example],
    });

/** A whole number, of something such as days where that needs saying. */
export const whole = (description: string, of: string | null, least: number, most: number, example: number) =>
  z
    .int()
    .min(least)
    .max(most)
    .meta({
      description,
      "x-expected": `a whole number ${of === null ? "" : `of ${of} `}from ${least} to ${most}`,
      examples: [example],
    });

/** Hours of a period written in hours, days or both; absent where it has neither. */
export function hoursOf(period: { readonly hours?: number | undefined; readonly days?: number | undefined }) {
  if (period.hours === undefined && period.days === undefined) return undefined;
  return (period.hours ?? 0) + (period.days ?? 0) * HOURS_A_DAY;
}

export const periodParts = z
  .strictObject({
    hours: z
      .int()
      .min(1)
      .max(HOURS_MAX)
      .meta({
        description: "Hours of the period.",
        "x-expected": `a whole number of hours from 1 to ${HOURS_MAX}; a period of nothing is written "nil"`,
        examples: [72],
      })
      .optional(),
    days: whole("Days of 24 hours each, added to the hours.", "days", 1, DAYS_MAX, 3).optional(),
    milkings: whole(
      "Milkings of this cow after the period began; the one she was treated in does not count.",
      "milkings",
      1,
      MILKINGS_MAX,
      6,
    ).optional(),
    combine: z
      .enum(["both", "either"])
      .optional()
      .meta({
        description: "Where time and milkings are both given: whether both must be over, or either.",
        "x-without": "both; for labels, paddocks and feed the policy's `hours-and-milkings`",
        examples: ["both"],
      }),
  })
  .refine((period) => hoursOf(period) !== undefined || period.milkings !== undefined, {
    message: "A period has neither hours, days nor milkings.",
    params: {
      fix: 'Write "hours" (or "days"), "milkings" or both, as the label does; a period of nothing is written "nil".',
    },
  })
  .refine((period) => (hoursOf(period) ?? 0) <= HOURS_MAX, {
    message: "Hours and days together are too long.",
    params: { expected: `at most ${HOURS_MAX} hours`, fix: "Look the label up again." },
  });

const PERIOD = { "x-shape": "period" };

/** A period of hours and milkings, without the words of labels. */
export const plainPeriod = (description: string, example: z.input<typeof periodParts>) =>
  periodParts.meta({
    ...PERIOD,
    description,
    "x-expected": `a period such as ${JSON.stringify(example).replaceAll(/([:,])/g, "$1 ")}`,
    examples: [example],
  });

/** A withholding period for milk as a label, a vet or a spray states it. */
export const milkPeriod = (description: string) =>
  z.union([z.enum(["nil", "never", "unknown"]), periodParts]).meta({
    ...PERIOD,
    description,
    "x-expected": `"nil", "never", "unknown", or a period such as {"hours": 72, "milkings": 6}`,
    examples: [{ hours: 72, milkings: 6 }],
  });

export const meatParts = z
  .strictObject({
    days: whole("Days of 24 hours each.", "days", 1, MEAT_DAYS_MAX, 10).optional(),
    hours: whole("Hours, added to the days.", "hours", 1, MEAT_HOURS_MAX, 48).optional(),
  })
  .refine((period) => hoursOf(period) !== undefined, {
    message: "A period has neither days nor hours.",
    params: { fix: 'Write "days", "hours" or both, as the label does.' },
  })
  .refine((period) => (hoursOf(period) ?? 0) <= MEAT_HOURS_MAX, {
    message: "Days and hours together are too long.",
    params: { expected: `at most ${MEAT_HOURS_MAX} hours`, fix: "Look the label up again." },
  });

/** A withholding period for meat, or an export slaughter interval. */
export const meatPeriod = (description: string) =>
  z.union([z.enum(["nil", "never", "unknown"]), meatParts]).meta({
    "x-shape": "meat period",
    description,
    "x-expected": `"nil", "never", "unknown", or a period such as {"days": 10}`,
    "x-without": "unknown",
    examples: [{ days: 10 }],
  });

export type PeriodEntry = z.output<ReturnType<typeof milkPeriod>>;
export type MeatEntry = z.output<ReturnType<typeof meatPeriod>>;
