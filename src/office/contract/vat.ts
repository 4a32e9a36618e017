// Room: office/contract. The vat: curves, milkings with their verdicts, pick-ups, washes, checks.

import { z } from "zod";
import { instant, instantIn, page, pageQuery, rangeQuery } from "./pieces.ts";

export const curveQuery = {
  from: instantIn,
  to: instantIn,
  /** How many points at most for each probe; of more, lowest and highest of each step are kept. */
  points: z.coerce.number().int().min(50).max(5_000).default(1_000),
};
/** One probe's readings. Columns of equal length, ready for a chart: seconds since the epoch, degrees Celsius. A gap is a null. */
export const series = z.object({
  probe: z.string(),
  role: z.string(),
  /** Seconds that one point stands for; 0: every reading. */
  step: z.number(),
  at: z.array(z.number()),
  low: z.array(z.number().nullable()),
  high: z.array(z.number().nullable()),
});
export const outcome = z.enum(["PASS", "FAIL", "PENDING", "COLLECTED_EARLY", "NO_DATA", "NOT_MILK"]);
export const verdict = z.object({
  profile: z.string(),
  profileName: z.string(),
  outcome,
  final: z.boolean(),
  /** The verdict in sentences (domain/cooling/words.ts). */
  says: z.array(z.string()),
  limit: z.number().nullable(),
  deadline: instant.nullable(),
  /** What a person has to say before it can be judged. */
  hangsOn: z.array(z.string()),
});
export const milkingCooled = z.object({
  milking: z.int(),
  start: instant,
  /** How the start is known, in words, and whether it is a guess. */
  startSource: z.string(),
  guess: z.boolean(),
  corrected: z.boolean(),
  ended: instant.nullable(),
  closed: z.boolean(),
  takenBack: z.boolean(),
  verdicts: z.array(verdict),
  temperatures: z.array(
    z.object({
      moment: z.enum(["before-milking", "end-of-milking", "pick-up"]),
      at: instant,
      celsius: z.number().nullable(),
      within: z.boolean().nullable(),
      note: z.string(),
    }),
  ),
});
export const curve = z.object({
  series: z.array(series),
  /** The vat's states over the range, in order. */
  states: z.array(z.object({ at: instant, state: z.string(), guess: z.boolean() })),
  /** Milkings whose clock runs in the range. */
  milkings: z.array(milkingCooled),
  events: z.array(z.object({ at: instant, kind: z.string(), says: z.string() })),
  /** "not-in-order": over so long a range only milkings that did not pass are told, and no states or events. */
  marked: z.enum(["all", "not-in-order"]),
  /** Degrees that milk must be kept at or below, by the profiles in force. */
  limits: z.array(z.number()),
});
/** Pick-ups, washes, thermometer checks, hand readings: what the auditor asks for. */
export const vatEvent = z.object({
  record: z.string(),
  at: instant,
  kind: z.enum([
    "collected",
    "collection-taken-back",
    "milk-gone",
    "wash",
    "thermometer-check",
    "hand-compared",
    "vat-refused",
  ]),
  says: z.string(),
  by: z.string().nullable(),
  good: z.boolean().nullable(),
});
export const milkingsCooledPage = page(milkingCooled);
export const vatEventsPage = page(vatEvent);
export const vatEventsQuery = { ...pageQuery, ...rangeQuery, kind: z.string().max(40).optional() };
export const profile = z.object({
  profile: z.string(),
  name: z.string(),
  source: z.string(),
  says: z.array(z.string()),
});
export type Curve = z.output<typeof curve>;
export type MilkingCooled = z.output<typeof milkingCooled>;
export type VatEvent = z.output<typeof vatEvent>;
