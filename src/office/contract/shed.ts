// Room: office/contract. The shed as it is now: the board, its devices, and what a person may ask of the controller.
// The board's shape is the controller's own (controller/board.ts, controller/devices.ts): it is passed on as it is.

import { z } from "zod";
import type { Board } from "../../controller/board.ts";
import type { Devices } from "../../controller/devices.ts";
import { cowNumber, instant, instantIn, maybeWords, words } from "./pieces.ts";

/** The board for pages. `board` null: the controller has not been heard yet. */
export const live = z.object({
  board: z.custom<Board>().nullable(),
  devices: z.custom<Devices>().nullable(),
  /** The controller's clock when it was made, and how long ago that was, milliseconds. */
  at: instant.nullable(),
  age: z.int(),
  /** The table in the bails and the one in the records; different ones mean entries that are not in force. */
  table: z.object({ inForce: z.string().nullable(), recorded: z.string().nullable(), why: z.string() }),
  notices: z.array(z.object({ code: z.string(), grave: z.boolean(), says: z.string(), fix: z.string() })),
});
export type Live = z.output<typeof live>;

const bail = z.int().min(1).max(200);
/** What a person may ask of the controller: its own closed list (controller/event.ts, Intent), instants as text. */
export const intentIn = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("settle-place"), bail, cow: cowNumber }),
  z.strictObject({ kind: z.literal("divert-bail"), bail }),
  z.strictObject({ kind: z.literal("raise-vat-stop"), reason: words(200) }),
  z.strictObject({ kind: z.literal("clear-vat-stop"), reason: words(200) }),
  z.strictObject({ kind: z.literal("clear-valve-fault"), bail, reason: words(200) }),
  z.strictObject({ kind: z.literal("confirm-time") }),
  z.strictObject({ kind: z.literal("test-lamps") }),
  z.strictObject({ kind: z.literal("acknowledge-alarm"), alarm: words(60) }),
  z.strictObject({ kind: z.literal("explain-alarm"), alarm: words(60), reason: words(200) }),
  z.strictObject({
    kind: z.literal("vat-told"),
    what: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("milking-began"), at: instantIn.optional() }),
      z.strictObject({ kind: z.literal("milking-ended"), at: instantIn.optional() }),
      z.strictObject({ kind: z.literal("collected"), at: instantIn.optional() }),
      z.strictObject({ kind: z.literal("wash-began"), detergent: z.boolean().nullable() }),
      z.strictObject({ kind: z.literal("wash-ended") }),
      z.strictObject({ kind: z.literal("empty") }),
      z.strictObject({
        kind: z.literal("correct-start"),
        milking: z.int(),
        at: instantIn,
        reason: words(200),
      }),
      z.strictObject({ kind: z.literal("confirm-start"), milking: z.int() }),
      z.strictObject({ kind: z.literal("not-a-milking"), milking: z.int(), reason: words(200) }),
      z.strictObject({ kind: z.literal("not-collected"), reason: words(200) }),
      z.strictObject({ kind: z.literal("confirm-state") }),
      z.strictObject({
        kind: z.literal("ice-point"),
        /** The hand thermometer, or a probe by its name. */
        thermometer: words(40),
        readings: z.array(z.number().min(-20).max(60)).length(3),
      }),
      z.strictObject({
        kind: z.literal("hand-reading"),
        probe: words(40),
        celsius: z.number().min(-20).max(100),
      }),
    ]),
  }),
]);
/** What the controller made of it. A refusal comes as a `refusal` with code "refused-by-controller". */
export const intentAnswer = z.object({ says: z.string(), recorded: z.boolean() });
export const note = maybeWords(200);
export type IntentIn = z.input<typeof intentIn>;

/**
 * Server-sent events of GET /api/live. Each has one line of JSON:
 * "live" the shape above, at most four a second, and at least
 * one a second even when nothing has changed (the pages call the board STALE after 2.5 s without one); "changed" {what: string[]}: which lists to read again
 * ("herd", "treatments", "stock", "milkings", "alarms", "vat", "people", "upkeep"); "ping" every 5 s.
 */
export const LIVE_EVENTS = ["live", "changed", "ping"] as const;
