// Room: office/contract. What the controller did, as records: milkings, visits, diverted milk, alarms, happenings.

import { z } from "zod";
import { cowNumber, instant, page, pageQuery, rangeQuery } from "./pieces.ts";

export const milking = z.object({
  milking: z.int(),
  began: instant,
  ended: instant.nullable(),
  /** The controller was stopped meanwhile: the end is the last that is known of it. */
  cutOff: z.boolean(),
  visits: z.int(),
  toVat: z.int(),
  diverted: z.int(),
  unidentified: z.int(),
  readers: z.array(z.object({ reader: z.string(), cows: z.int(), read: z.int() })),
});
export const visit = z.object({
  visit: z.string(),
  milking: z.int(),
  bail: z.int(),
  cow: z.string().nullable(),
  eid: z.string().nullable(),
  began: instant.nullable(),
  ended: instant,
  toVat: z.boolean(),
  /** Reasons in words, the first the gravest. Empty where all her milk went to the vat. */
  divertedFor: z.array(z.string()),
  mayGo: z.array(z.string()),
});
/** Milk that was diverted, with why, and where it may go (and may not). */
export const divertedMilk = visit.extend({ mayNot: z.array(z.string()) });
export const alarmRecord = z.object({
  alarm: z.string(),
  family: z.string(),
  says: z.string(),
  figures: z.string(),
  raisedAt: instant,
  acknowledged: z.object({ by: z.string(), at: instant }).nullable(),
  overAt: instant.nullable(),
  explained: z.object({ by: z.string(), at: instant, reason: z.string() }).nullable(),
  escalation: z.int(),
});
/** Faults, vat stops, settled places, diverts by hand, tables in force, confirmations of time, refusals. */
export const happening = z.object({
  record: z.string(),
  at: instant,
  kind: z.string(),
  says: z.string(),
  by: z.string().nullable(),
  cow: z.string().nullable(),
  bail: z.int().nullable(),
});
export const milkingsPage = page(milking);
export const visitsPage = page(visit);
export const divertedPage = page(divertedMilk);
export const alarmsPage = page(alarmRecord);
export const happeningsPage = page(happening);
export const milkingsQuery = { ...pageQuery, ...rangeQuery };
export const visitsQuery = {
  ...pageQuery,
  ...rangeQuery,
  milking: z.coerce.number().int().optional(),
  cow: cowNumber.optional(),
  diverted: z.stringbool().optional(),
};
export const happeningsQuery = {
  ...pageQuery,
  ...rangeQuery,
  kind: z.string().max(40).optional(),
  cow: cowNumber.optional(),
};
export type Milking = z.output<typeof milking>;
export type Visit = z.output<typeof visit>;
export type AlarmRecord = z.output<typeof alarmRecord>;
export type Happening = z.output<typeof happening>;
export type DivertedMilk = z.output<typeof divertedMilk>;
