// Room: office/contract. The pieces that all requests and replies share.
// May live here: zod schemas. May not: handlers, SQL. Invariant: every instant is UTC with Z; every text has a longest length.

import { z } from "zod";

/** An instant, UTC: "2026-11-23T05:40:12.000Z". */
export const instant = z.iso.datetime({ precision: 3 }).meta({ description: "UTC, with milliseconds and Z" });
/** An instant as a person's device may send it: with any offset, seconds and milliseconds left out or not. */
export const instantIn = z
  .union([z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true, precision: -1 })])
  .meta({ description: "A date and time with Z or an offset" });
/** A date at the farm. */
export const day = z.iso.date().meta({ description: "A day at the farm: YYYY-MM-DD" });
/** An instant, or a day without a time, which is then read at its careful end. */
export const when = z.union([instantIn, day]);
/** As `when`, or said to be not known, which withholds. */
export const whenOrUnknown = z.union([when, z.literal("unknown")]);

export const cowNumber = z.string().trim().min(1).max(20);
export const eid = z
  .string()
  .regex(/^\d{15}$/)
  .meta({ description: "The 15 digits of a tag" });
export const personId = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,31}$/);
export const recordId = z.string().min(1).max(40);
/**
 * Made by the page, one for each entry (a UUID): the same entry sent again, after a lost answer or a restart, is answered as the first
 * time and stands in the book once.
 */
export const entryId = z.uuid();
export const words = (max: number) => z.string().trim().min(1).max(max);
export const maybeWords = (max: number) => z.string().trim().max(max).default("");

/** Lists come in pages: the newest first, `next` null at the end. */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().nullable(), total: z.int().optional() });
export const pageQuery = {
  cursor: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};
export const rangeQuery = { from: instantIn.optional(), to: instantIn.optional() };

/** One mistake in what was sent, in its place. */
export const mistake = z.object({
  /** The field, as a path such as "lastDose". Empty: the whole entry. */
  at: z.string(),
  found: z.string(),
  expected: z.string(),
  fix: z.string(),
});
/** Every refusal has this shape, whatever the status. */
export const refusal = z.object({
  /** What happened, in a sentence. */
  says: z.string(),
  /** What to do next, in a sentence. */
  fix: z.string(),
  /** For pages that act on it. */
  code: z.enum([
    "bad-entry",
    "not-signed-in",
    "not-allowed",
    "pin-needed",
    "wrong-pin",
    "wait",
    "not-found",
    "conflict",
    "too-much",
    "not-ready",
    "controller-away",
    "refused-by-controller",
    "bad-host",
    "bad-origin",
    "mistake-here",
  ]),
  mistakes: z.array(mistake).default([]),
  /** Seconds, with "wait". */
  retryAfter: z.int().optional(),
});

/** What every entry that can concern the bails is answered with. */
export const recorded = z.object({
  /** The entry's record: where it stands in the book. */
  record: recordId,
  at: instant,
  /** "in-force": the bails obey it and it is on the disk. "not-in-force": recorded, but the bails do not know it yet. "no-bails": does not concern them. */
  state: z.enum(["in-force", "not-in-force", "no-bails"]),
  /** "Recorded and in force." or "Recorded, NOT in force at the bails: mark the cow." with what else there is to say: late entry, vat stop raised. */
  says: z.string(),
  warnings: z.array(z.string()),
});
export type Recorded = z.output<typeof recorded>;
export type Refusal = z.output<typeof refusal>;
export type Mistake = z.output<typeof mistake>;
