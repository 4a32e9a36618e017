// Room: office. What the controller may say to the office, looked at before anything is done with it.
// May live here: the schema of ports/office-link.ts, ToOffice. May not: what a message leads to.
// Invariant: whatever else comes over the channel is no message. Boards are the controller's own shape and only looked at from outside.

import { z } from "zod";
import type { Board } from "../controller/board.ts";
import type { Devices } from "../controller/devices.ts";
import { epochMs } from "../domain/units.ts";
import type { ToOffice } from "../ports/office-link.ts";

const has = (value: unknown, ...keys: readonly string[]): boolean =>
  typeof value === "object" && value !== null && keys.every((key) => key in value);
const words = z.string().max(20_000);

const fromController = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("board"),
    board: z.custom<Board>((value) => has(value, "shed", "bails", "faults", "tableGone")),
    devices: z.custom<Devices>((value) => has(value, "nodes", "readers", "valves")),
    wall: z.number().transform(epochMs),
  }),
  z.strictObject({ kind: z.literal("durable"), file: z.string().min(1).max(300), bytes: z.int().min(0) }),
  z.strictObject({
    kind: z.literal("in-force"),
    fingerprint: z.string().min(1).max(200).nullable(),
    why: words,
  }),
  z.strictObject({ kind: z.literal("not-taken"), fingerprint: z.string().min(1).max(200), why: words }),
  z.strictObject({
    kind: z.literal("answer"),
    id: z.int().min(0),
    accepted: z.boolean(),
    why: words,
    recorded: z.boolean(),
  }),
]) satisfies z.ZodType<ToOffice>;

/** Null: not one of the list. */
export function readFromController(message: unknown): ToOffice | null {
  const read = fromController.safeParse(message);
  return read.success ? read.data : null;
}
