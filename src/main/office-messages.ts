// Room: main. What the office may say to the controller, looked at before anything is done with it.
// May live here: the schema of ports/office-link.ts, ToController. May not: what a message leads to.
// Invariant: whatever else comes over the channel is no message; nothing in the list is a release.

import { z } from "zod";
import type { Intent } from "../controller/event.ts";
import { alarmId, bailNo, cowId, personId, probeId } from "../domain/ids.ts";
import { epochMs } from "../domain/units.ts";
import type { Said } from "../domain/vat/happening.ts";
import type { ToController } from "../ports/office-link.ts";

const words = z.string().max(2_000);
const name = z.string().min(1).max(200);
const bail = z.int().min(1).max(1_000).transform(bailNo);
const instant = z.int().min(0).max(8_640_000_000_000_000).transform(epochMs);
const at = instant.exactOptional();
const milking = z.int().min(0);
const probe = name.transform(probeId);
const celsius = z.number().min(-1_000).max(1_000);

const said = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("milking-began"), at }),
  z.strictObject({ kind: z.literal("milking-ended"), at }),
  z.strictObject({ kind: z.literal("collected"), at }),
  z.strictObject({ kind: z.literal("wash-began"), detergent: z.boolean().nullable() }),
  z.strictObject({ kind: z.literal("wash-ended") }),
  z.strictObject({ kind: z.literal("empty") }),
  z.strictObject({ kind: z.literal("correct-start"), milking, at: instant, reason: words }),
  z.strictObject({ kind: z.literal("confirm-start"), milking }),
  z.strictObject({ kind: z.literal("not-a-milking"), milking, reason: words }),
  z.strictObject({ kind: z.literal("not-collected"), reason: words }),
  z.strictObject({ kind: z.literal("confirm-state") }),
  z.strictObject({
    kind: z.literal("ice-point"),
    thermometer: z.union([z.literal("hand"), probe]),
    readings: z.array(celsius).max(20),
  }),
  z.strictObject({ kind: z.literal("hand-reading"), probe, celsius }),
]) satisfies z.ZodType<Said>;

const intent = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("settle-place"), bail, cow: name.transform(cowId) }),
  z.strictObject({ kind: z.literal("divert-bail"), bail }),
  z.strictObject({ kind: z.literal("raise-vat-stop"), reason: words }),
  z.strictObject({ kind: z.literal("clear-vat-stop"), reason: words }),
  z.strictObject({ kind: z.literal("clear-valve-fault"), bail, reason: words }),
  z.strictObject({ kind: z.literal("confirm-time") }),
  z.strictObject({ kind: z.literal("test-lamps") }),
  z.strictObject({ kind: z.literal("vat-told"), what: said }),
  z.strictObject({ kind: z.literal("acknowledge-alarm"), alarm: name.transform(alarmId) }),
  z.strictObject({ kind: z.literal("explain-alarm"), alarm: name.transform(alarmId), reason: words }),
]) satisfies z.ZodType<Intent>;

const fromOffice = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("board-taken") }),
  z.strictObject({ kind: z.literal("table-published"), fingerprint: name }),
  z.strictObject({ kind: z.literal("no-table"), why: words }),
  z.strictObject({
    kind: z.literal("intend"),
    id: z.int().min(0),
    by: z.string().min(1).max(64).transform(personId),
    intent,
  }),
]) satisfies z.ZodType<ToController>;

/** Null: not one of the list. */
export function readFromOffice(message: unknown): ToController | null {
  const read = fromOffice.safeParse(message);
  return read.success ? read.data : null;
}
