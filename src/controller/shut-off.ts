// Room: controller. The shut-off, the second element before the vat: for milk that no divert valve is proven to hold back.
// May live here: when it closes, and when the vat stop is raised with it. May not: orders (act.ts).
// Invariant: it is open only while no bail whose milk may not flow has a valve that could stand at vat.

import { isKnownEmpty } from "../domain/arrivals/arrivals.ts";
import { notAtDivertNow, type Valve } from "../domain/release/valve.ts";
import type { BailPlan } from "../domain/shed/plan.ts";
import { isFit } from "./decide.ts";
import type { Note } from "./note.ts";
import type { Bail, Shed, ShutOff } from "./state.ts";

/**
 * Raises the vat stop where a valve is not proven at divert with a cow in the bail whose milk must not go to the vat: the
 * one fault that diverting cannot cure (DESIGN promise 4). To be called when every cow has been weighed.
 */
export function vatStopFollows(shed: Shed, notes: Note[]): void {
  if (shed.carried.vatStop?.shutOff === true) return;
  const { travelMax } = shed.plan.valve;
  const plan = wrongMilkAt(shed, (valve) => notAtDivertNow(valve, travelMax, shed.now.mono));
  if (plan === null) return;
  const reason = `valve of bail ${plan.bail} not proven at divert with a withheld cow in the bail`;
  notes.push({ kind: "vat-stop-raised", at: shed.now.wall, reason, shutOff: true, by: "itself" });
}

/** What holds the shut-off closed now. Where none is fitted, valves that are awaited hold up nobody else. */
export function shutOffNow(shed: Shed): ShutOff {
  if (shed.carried.vatStop?.shutOff === true) return "vat-stop";
  const awaited = shed.plan.shutOffOn !== undefined && wrongMilkAt(shed, (valve) => !valve.home) !== null;
  return awaited ? "valves-awaited" : "open";
}

/** The first bail with such a valve whose milk may not go to the vat. */
function wrongMilkAt(shed: Shed, such: (valve: Valve) => boolean): BailPlan | null {
  for (const [index, plan] of shed.plan.bails.entries()) {
    const bail = shed.bails[index];
    if (bail !== undefined && such(bail.valve) && mayBeWrong(shed, plan, bail)) return plan;
  }
  return null;
}

/** Whoever may stand there uncounted may be withheld. */
const mayBeWrong = (shed: Shed, plan: BailPlan, { visit }: Bail): boolean =>
  visit === null ? !isKnownEmpty(shed.arrivals, shed.plan.layout, plan.bail) : !isFit(shed, visit);
