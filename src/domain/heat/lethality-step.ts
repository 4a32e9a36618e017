// Room: domain/heat. The step that asks for F: was one heating worth enough minutes at the reference temperature?
// May live here: heatings, and F of each. May not: the formula (lethality.ts), any rule that is a hold.
// Invariant: the exact sum over straight lines decides, which is never more than the trapezoids; a gap counts nothing, and two
// heatings are never added up.

import { type Answer, becauseOf, blindness, type From, type Met, outcomeOf, READINGS_MIN } from "./answer.ts";
import { lethalRate, rampLethality, trapezoidLethality } from "./lethality.ts";
import { type LethalityStep, SPACING_WIDEST } from "./rule.ts";
import { isGap, type Track, timeAt, valueAt } from "./track.ts";
import type { LethalityVerdict } from "./verdict.ts";

/** Colder than the reference by this many z a minute counts less than a ten-thousandth: there a heating is over. */
const HEATING_ENDS_AT_Z = 4;
/** A log that begins or ends warmer than this leaves out something that may count: a tenth a minute. */
const CUT_OFF_AT_Z = 1;
/** What sums of a few thousand lines lose in their last binary digits, minutes. */
const SUM_TOLERANCE = 1e-9;

type Heating = {
  readonly from: number;
  readonly to: number;
  readonly minutes: number;
  readonly byTrapezoid: number;
  /** When it had counted enough; null: it did not. */
  readonly metAt: number | null;
};
/** Gaps: as the end of a heating, along a straight line, or as warm as the warmer of the readings beside them. */
type Gaps = "end" | "line" | "kindly";

/** F of the best heating after the step before. */
export function answerLethality(step: LethalityStep, from: From, track: Track): Answer<LethalityVerdict> {
  const last = track.at.length - 1;
  const isNear = (i: number) => i <= last && valueAt(track, i) >= step.reference - CUT_OFF_AT_Z * step.z;
  const isUnseen = track.at.length < READINGS_MIN || isNear(0) || isNear(last);
  const shown = bestOf(heatingsOf(track, step, from.shown, "end"));
  const kindly = bestOf(heatingsOf(track, step, from.possible, "kindly"));
  const told = bestOf(heatingsOf(track, step, from.shown, "line"));
  const met: Met = {
    shown: shown?.metAt ?? null,
    possible: kindly?.metAt ?? (isUnseen ? from.possible : null),
  };
  const outcome = outcomeOf(met);
  return {
    ...met,
    verdict: {
      kind: "lethality",
      step,
      outcome,
      because: becauseOf(outcome, { why: "too-little" }, () => blindness(track, step.readingsEvery, isNear)),
      minutes: told?.minutes ?? 0,
      byTrapezoid: told?.byTrapezoid ?? 0,
      heating: told === null ? null : { from: told.from, to: told.to },
    },
  };
}

function heatingsOf(track: Track, step: LethalityStep, from: number, gaps: Gaps): readonly Heating[] {
  const heatings: Heating[] = [];
  let open: Heating | null = null;
  const close = (): void => {
    if (open !== null) heatings.push(open);
    open = null;
  };
  for (let i = 0; i < track.at.length - 1; i++) {
    if (timeAt(track, i) < from) continue;
    const worth = worthOf(track, i, step, gaps);
    if (worth === null) {
      close();
      continue;
    }
    const [begins, ends] = [timeAt(track, i), timeAt(track, i + 1)];
    const before: Heating = open ?? { from: begins, to: begins, minutes: 0, byTrapezoid: 0, metAt: null };
    const minutes = before.minutes + worth.minutes;
    const isEnough = minutes >= step.atLeast - SUM_TOLERANCE;
    open = {
      from: before.from,
      to: ends,
      minutes,
      byTrapezoid: before.byTrapezoid + worth.byTrapezoid,
      metAt: before.metAt ?? (isEnough ? ends : null),
    };
  }
  close();
  return heatings;
}

/** What the time between readings `i` and `i + 1` counts; null where no heating goes on. */
function worthOf(
  track: Track,
  i: number,
  step: LethalityStep,
  gaps: Gaps,
): { readonly minutes: number; readonly byTrapezoid: number } | null {
  const [first, last] = [valueAt(track, i), valueAt(track, i + 1)];
  const length = timeAt(track, i + 1) - timeAt(track, i);
  const warmer = Math.max(first, last);
  const isGapHere = isGap(track, i, step.readingsEvery);
  if (isGapHere && gaps === "end") return null;
  if (isGapHere && isGap(track, i, SPACING_WIDEST)) {
    return gaps === "line"
      ? null
      : { minutes: Number.POSITIVE_INFINITY, byTrapezoid: Number.POSITIVE_INFINITY };
  }
  if (warmer < step.reference - HEATING_ENDS_AT_Z * step.z) return null;
  if (isGapHere && gaps === "kindly") {
    const most = (lethalRate(warmer, step) * length) / 60_000;
    return { minutes: most, byTrapezoid: most };
  }
  return {
    minutes: rampLethality(first, last, length, step),
    byTrapezoid: trapezoidLethality(first, last, length, step),
  };
}

/** The one that counts most, but one that was enough before all others: the earliest of these is when the step is met. */
function bestOf(heatings: readonly Heating[]): Heating | null {
  return heatings.reduce<Heating | null>((best, one) => {
    if (best === null) return one;
    return best.metAt !== null || (one.metAt === null && one.minutes <= best.minutes) ? best : one;
  }, null);
}
