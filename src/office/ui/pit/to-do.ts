// Room: office/ui/pit. What the board asks of people now: one task for each reason, gravest first, with its bails.
// May live here: order and grouping. May not: words of reasons (domain/alarms), layout.

import { REASONS, type ReasonCode } from "../../../domain/alarms/catalogue.ts";
import type { BoardBail } from "./board.ts";

export type Task = { readonly reason: ReasonCode; readonly bails: readonly BoardBail[] };

/** Gravest first. What is not here passes by itself or asks nothing. */
const ORDER: readonly ReasonCode[] = [
  "shut-off-closed",
  "valve-unproven",
  "checker-disagrees",
  "cannot-record",
  "node-away",
  "no-table",
  "check",
  "unread",
  "in-doubt",
  "two-places",
  "two-tags",
  "unknown",
  "withheld",
  "held-by-clock",
  "not-in-milk",
  "diverted-by-hand",
  "valves-awaited",
];

export function tasksOf(bails: readonly BoardBail[]): readonly Task[] {
  return ORDER.flatMap((reason) => {
    const asked = bails.filter((bail) => bail.reasons[0] === reason);
    return asked.length === 0 ? [] : [{ reason, bails: asked }];
  });
}

/** A person can say which cow it is. */
const SETTLED_BY_NUMBER: readonly ReasonCode[] = ["unread", "in-doubt", "two-places", "two-tags"];
export const asksForNumber = (bail: BoardBail): boolean =>
  bail.visit !== null && bail.reasons.some((reason) => SETTLED_BY_NUMBER.includes(reason));

/** Beside the catalogue's words: what a shared cluster asks for after milk that must be kept out. */
export const MILK_LAST =
  "Best milked last. Rinse a shared claw, meter or jar as well: hot after an oil-based medicine.";

/** The milk of a cow that is held, or that nobody knows, is still in the cluster when she leaves. */
const LEAVES_RESIDUE: readonly ReasonCode[] = [
  "withheld",
  "held-by-clock",
  "not-in-milk",
  "diverted-by-hand",
  "unread",
  "in-doubt",
  "two-places",
  "two-tags",
  "unknown",
];
export const leavesResidue = ({ visit, reasons, why }: BoardBail): boolean =>
  visit !== null && (why.length > 0 || reasons.some((reason) => LEAVES_RESIDUE.includes(reason)));

export const saysOf = (reason: ReasonCode): string => REASONS[reason].says;
