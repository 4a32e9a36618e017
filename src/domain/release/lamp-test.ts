// Room: domain/release. The lamps test: what the lamp of an empty bail shows, one pattern after the other, while a person walks along and looks.
// May live here: the patterns, their order and their time. May not: green, which only a board lights, and only for a release that is proven.
// Invariant: no pattern of the test is green, so no lamp of the test can be taken for a release.

import { type DurationMs, milliseconds } from "../units.ts";
import type { LampCode } from "./lamp.ts";

/** All that may be ordered without a release. Red and green in turn cannot be: a board shows it by itself, without a controller. */
export type TestedLamp = Exclude<LampCode, "green-steady">;
export const TESTED_LAMPS: readonly TestedLamp[] = ["red-steady", "red-slow", "red-fast", "off"];
/** So long is each shown: the slow one flashes twice in it. */
const EACH: DurationMs = milliseconds(2_500);
export const LAMP_TEST_LASTS: DurationMs = milliseconds(EACH * TESTED_LAMPS.length);

/** What is shown so long after the test began; null: it is over. */
export function lampInTest(passed: DurationMs): TestedLamp | null {
  return TESTED_LAMPS[Math.floor(passed / EACH)] ?? null;
}
