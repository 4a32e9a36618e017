// Room: domain/vat. The three temperatures of each milking: before it, at its end, at pick-up (Bega Manual 2, section 7).
// May live here: which reading is taken, and whether its range says anything. May not: when a milking begins or ends (milkings.ts).
// Invariant: a temperature that no reading gave within ten minutes is not there.

import { unreachable } from "../result.ts";
import { type MonoMs, minutes } from "../units.ts";
import { withTemperature } from "./carried.ts";
import type { Moment, TemperatureTaken, VatNow } from "./happening.ts";
import { curveOf, lastBefore, nearestTo } from "./kept-curve.ts";
import type { VatMilking } from "./milking.ts";
import type { TemperatureRange, VatPlan } from "./plan.ts";
import { change, dated, replaceMilking, type Turn } from "./vat-state.ts";

/** A temperature stands for a moment no farther away than this. */
const TAKEN_WITHIN = minutes(10);

/** The temperature of `moment`, kept with the milking and told. `at`: the instant of the start, the end or the pick-up. */
export function taken(
  turn: Turn,
  plan: VatPlan,
  milking: VatMilking,
  moment: Moment,
  at: MonoMs,
  now: VatNow,
): Turn {
  const curve = curveOf(turn.vat.curve);
  const celsius =
    moment === "end-of-milking" ? nearestTo(curve, at, TAKEN_WITHIN) : lastBefore(curve, at, TAKEN_WITHIN);
  const what = temperatureTaken(
    celsius,
    moment === "before-milking" && milking.first === true,
    rangeFor(plan, moment),
  );
  const current = turn.vat.milkings.find((one) => one.milking === milking.milking) ?? milking;
  return change(
    turn,
    { milkings: replaceMilking(turn.vat.milkings, withTemperature(current, moment, what)) },
    { kind: "temperature-recorded", milking: milking.milking, moment, taken: what, ...dated(at, now) },
  );
}

function temperatureTaken(
  celsius: number | null,
  empty: boolean,
  normal: TemperatureRange,
): TemperatureTaken {
  if (celsius === null) return { celsius, note: "no-reading", normal, within: null };
  if (empty) return { celsius, note: "empty-vat", normal, within: null };
  return { celsius, note: "milk", normal, within: celsius >= normal.from && celsius <= normal.to };
}

function rangeFor(plan: VatPlan, moment: Moment): TemperatureRange {
  switch (moment) {
    case "before-milking":
      return plan.normal.beforeMilking;
    case "end-of-milking":
      return plan.normal.endOfMilking;
    case "pick-up":
      return plan.normal.atPickUp;
    default:
      return unreachable(moment);
  }
}
