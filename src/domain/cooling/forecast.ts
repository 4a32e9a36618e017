// Room: domain/cooling. When the milk will be cold: from the curve so far and the physics of a vat.
// May live here: the forecast, and how sure it is. May not: verdicts (judge.ts), alarms.
// Invariant: an interval is right as often as it claims, on the simulated vats of test/bench; it never turns a verdict.

import type { DurationMs, MonoMs } from "../units.ts";

/** How often the interval holds the truth. */
export const FORECAST_CLAIM = 0.8;

export type Forecast = {
  readonly madeAt: MonoMs;
  /** What it rests on. */
  readonly basis: "filling" | "cooling" | "not-cooling" | "too-little-seen" | "reached";
  /** When the limit will be reached. `latest` null: it may never be. All null: it will not, as things are. */
  readonly earliest: MonoMs | null;
  readonly likely: MonoMs | null;
  readonly latest: MonoMs | null;
  /** Deadline less `likely`: negative when it will miss; null when it will not get there. */
  readonly inHand: DurationMs | null;
  /** "sure": the whole interval lies after the deadline; "likely": its middle does; "possible": its end does. */
  readonly miss: "no" | "possible" | "likely" | "sure";
  /** What the milk will have at the deadline, as things are; null where too little is seen. */
  readonly atDeadline: number | null;
};
