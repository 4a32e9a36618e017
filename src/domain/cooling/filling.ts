// Room: domain/cooling. Milk that still comes in: what the mixing and the duty make of it until the milking ends, and how fast it cools then.
// May live here: the closed form of mixing with constant duty. May not: milk that only cools (pull-down.ts), how sure it is (forecast.ts).
// Invariant: only ratios matter: nobody has to know litres or kilowatts.

import { lineThrough, type Minutes, within } from "./minutes.ts";
import type { UsualCooling } from "./usual.ts";

/** What is taken where nothing is known of this vat's milkings. */
const USUAL_FILL = 100;
/** A milking that has gone on as long as usual goes on for this much longer, minutes; where nothing is usual, for longer. */
const STILL_AT_LEAST = { known: 5, unknown: 22 } as const;
/** Milk as it comes from the plant without a pre-cooler; and how far a plant of ordinary size pulls the inflow down, kelvin. */
const WARM_INFLOW = 33;
const USUAL_DUTY = 11;
/** How far below the limit a plant tends to where nothing is known. */
export const USUAL_APPROACH = 14;
/** A later milking's milk before it: so many fills of the vat, where nobody knows. */
const USUAL_BEFORE = 1.3;
/** The curve's direction is taken from so many minutes. */
const DIRECTION = 25;

export type Filling = {
  /** Minutes until the milking ends. */
  readonly endsIn: number;
  /** What the milk will have then. */
  readonly atEnd: number;
  /** Kelvin a minute at the start of the pull-down after it. */
  readonly rate: number;
  readonly approach: number;
  /** Where it will be, minutes from now, while the milk still comes in. */
  readonly ahead: (minutes: number) => number;
};

/**
 * From the minutes since the start of milking.
 *
 * With V0 of milk at T0 in the vat, inflow F at Tin and constant duty q, the milk has T = A + (T0 − A)·s/(s + t), where s = V0/F and
 * A = Tin − q/ρcF is where it tends to. So its direction at one time says where it goes: what is left of the way to A at
 * t is T′·(s + t). An empty vat has s = 0 and stands at A from the start; refrigeration that starts later only
 * adds to s. After the end it falls by (Tin − A)/(s + t) a minute.
 */
export function fitFilling(
  points: Minutes,
  now: number,
  isFirst: boolean | null,
  usual: UsualCooling | null,
  mayEnd: boolean,
): Filling | null {
  const recent = within(points, Math.max(now - DIRECTION, 6), now);
  const line = lineThrough(recent.at, recent.celsius, null);
  if (line === null) return null;
  const length = usual?.fill ?? USUAL_FILL;
  const before = isFirst === false ? USUAL_BEFORE * length : 0;
  const still = usual === null ? STILL_AT_LEAST.unknown : STILL_AT_LEAST.known;
  const endsIn = mayEnd ? 0 : Math.max(length - now, still);
  const celsius = line.middle + line.slope * (now - line.at);
  // The direction counts for as much of the window as it is seen for; the inflow can only warm or cool it so far.
  const seen = Math.min(1, recent.at.length / DIRECTION);
  const slope = line.slope * seen;
  const since = before + now;
  const ahead = (minutes: number): number => celsius + (slope * since * minutes) / (since + minutes);
  const tendsTo = celsius + slope * since;
  const atEnd = ahead(endsIn);
  const total = since + endsIn;
  const approach = usual?.approach ?? USUAL_APPROACH;
  return { endsIn, atEnd, rate: dutyAfter(isFirst, tendsTo, usual) / total, approach, ahead };
}

/** How far the plant pulls the inflow down, kelvin: Tin − A. */
function dutyAfter(isFirst: boolean | null, tendsTo: number, usual: UsualCooling | null): number {
  if (usual !== null) {
    const before = isFirst === false ? USUAL_BEFORE * usual.fill : 0;
    const duty = usual.rate * (before + usual.fill);
    if (isFirst !== true) return duty;
    // The same milk comes in as always: what is warmer than usual is duty that is missing.
    return Math.min(1.5 * duty, Math.max(0, duty - (tendsTo - usual.endsAt)));
  }
  if (isFirst === true && tendsTo > WARM_INFLOW - USUAL_DUTY) return Math.max(0, WARM_INFLOW - tendsTo);
  return USUAL_DUTY;
}
