// Room: office/shed. The answers to all questions about the shed, put together.
// May live here: composition. May not: answers themselves.

import type { OfficeContext } from "../context.ts";
import type { Follower } from "./follower.ts";
import { createRecordHandlers, type RecordHandlers } from "./records.ts";
import { createVatHandlers, type VatHandlers } from "./vat.ts";

export type ShedHandlers = RecordHandlers & VatHandlers;

export const createShedHandlers = (
  context: Pick<OfficeContext, "store" | "shed">,
  follower: Pick<Follower, "flush" | "look" | "hoursHeld">,
): ShedHandlers => ({ ...createRecordHandlers(context, follower), ...createVatHandlers(context, follower) });
