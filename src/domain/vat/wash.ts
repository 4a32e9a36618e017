// Room: domain/vat. The hot-wash rule: was the water hot enough, where it was measured.
// May live here: one wash under way and its judgement. May not: finding out that a wash runs (phases.ts, washing.ts).
// Invariant: what is not probed is not judged, and said so; a wash is never called good for want of a reading.

import { between, type DurationMs, type MonoMs, minutes } from "../units.ts";
import type { ProbeRole } from "./reading.ts";

/** With detergent the water may not fall below this (Bega Manual 2, Appendix 3: "should fall below 65°C"). */
export const DETERGENT_AT_LEAST = 65;
/** "boiling water above 94°C" at the source (Bega Manual 2, section 6): more, not as much. */
export const SOURCE_ABOVE = 94;
/** "above 65°C on exit from the plant" (Bega Manual 2, section 6): more, not as much. */
export const OUTLET_ABOVE = 65;
/** A wash that runs for longer is a switch that stuck. */
export const WASH_MAX = minutes(240);

export type Wash = {
  readonly since: MonoMs;
  /** Whether detergent circulates: a person says so. Null: nobody did, and the lowest is not judged. */
  readonly detergent: boolean | null;
  readonly vat: WashSide;
  readonly outlet: WashSide;
  readonly source: WashSide;
};

/** What one probe has seen of the wash. */
type WashSide = {
  readonly warmest: number | null;
  /** When it first had the heat that detergent asks for. */
  readonly hotSince: MonoMs | null;
  /** The first reading after that below it, and so the end of the heat. */
  readonly coolAgain: MonoMs | null;
  /** The coldest since it was hot. */
  readonly lowest: number | null;
  readonly last: MonoMs | null;
};

export type WashVerdict = {
  readonly detergent: boolean | null;
  /** The rule of Appendix 3. "not-judged": nobody said that detergent circulated and until when, or nothing was probed. */
  readonly detergentRule: "kept" | "broken" | "not-judged";
  /** The rule of section 6 for a wash with boiling water; needs both probes. Broken only says that this was no such wash. */
  readonly hotWaterRule: "kept" | "broken" | "not-judged";
  /** The coldest while detergent circulated, from the moment the water was hot; null where that was not probed. */
  readonly lowest: number | null;
  /** How long the water stayed at 65 °C or above in one stretch, from when it came there; null: it never did, or not probed. */
  readonly hotFor: DurationMs | null;
  readonly warmest: {
    readonly vat: number | null;
    readonly outlet: number | null;
    readonly source: number | null;
  };
  /** "a minimum of five litres per set of cups": no probe measures it, a person has to see to it. */
  readonly volume: "not-measured";
};

const NOTHING_SEEN: WashSide = { warmest: null, hotSince: null, coolAgain: null, lowest: null, last: null };

export function washBegins(since: MonoMs, detergent: boolean | null): Wash {
  return { since, detergent, vat: NOTHING_SEEN, outlet: NOTHING_SEEN, source: NOTHING_SEEN };
}

/** A person says whether detergent circulates. What the probes saw before counts no more: it was the rinse. */
export function washDetergent(wash: Wash, detergent: boolean | null): Wash {
  return { ...washBegins(wash.since, detergent), source: wash.source };
}

/** One good reading of a probe, degrees Celsius with its offset. Probes that do not see washing water change nothing. */
export function washSaw(wash: Wash, role: ProbeRole, at: MonoMs, celsius: number): Wash {
  switch (role) {
    case "milk":
      return { ...wash, vat: sideSaw(wash.vat, at, celsius) };
    case "wash-outlet":
      return { ...wash, outlet: sideSaw(wash.outlet, at, celsius) };
    case "wash-source":
      return { ...wash, source: sideSaw(wash.source, at, celsius) };
    default:
      return wash;
  }
}

function sideSaw(side: WashSide, at: MonoMs, celsius: number): WashSide {
  const hot = celsius >= DETERGENT_AT_LEAST;
  const hotSince = side.hotSince ?? (hot ? at : null);
  return {
    warmest: Math.max(side.warmest ?? celsius, celsius),
    hotSince,
    coolAgain: side.coolAgain ?? (hotSince !== null && !hot ? at : null),
    lowest: hotSince === null ? null : Math.min(side.lowest ?? celsius, celsius),
    last: at,
  };
}

/**
 * The wash is over. `toldEnd`: a person or a switch said so then; where the probe's fall below 45 °C or the next milking shows it, the water
 * has been let out at an unknown moment and its lowest while it circulated is not known.
 */
export function washJudged(wash: Wash, toldEnd: boolean): WashVerdict {
  // The outlet is what has given off its heat: the coldest of the circulating water. The vat's own probe stands in for it.
  const side = wash.outlet.last !== null ? wash.outlet : wash.vat;
  const judged = wash.detergent === true && toldEnd && side.warmest !== null;
  const lowest = judged ? (side.lowest ?? side.warmest) : null;
  const detergentRule = lowest === null ? "not-judged" : lowest >= DETERGENT_AT_LEAST ? "kept" : "broken";
  const [source, outlet] = [wash.source.warmest, wash.outlet.warmest];
  const hotWater = source === null || outlet === null ? null : source > SOURCE_ABOVE && outlet > OUTLET_ABOVE;
  const hotUntil = side.coolAgain ?? side.last;
  return {
    detergent: wash.detergent,
    detergentRule,
    hotWaterRule: hotWater === null ? "not-judged" : hotWater ? "kept" : "broken",
    lowest,
    hotFor: side.hotSince === null || hotUntil === null ? null : between(side.hotSince, hotUntil),
    warmest: { vat: wash.vat.warmest, outlet, source },
    volume: "not-measured",
  };
}
