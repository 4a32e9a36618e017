// Room: domain/release. What the lamp of a bail can say. The pattern carries the meaning, never colour alone.

import { REASONS } from "../alarms/catalogue.ts";
import type { Decision } from "./may-release.ts";

/** In the order of the codes on the wire (0..4); the node itself shows "alternating" when it has lost the controller. */
export const LAMP_CODES = ["off", "green-steady", "red-steady", "red-slow", "red-fast"] as const;
export type LampCode = (typeof LAMP_CODES)[number];

/** What a bail's lamp shows for a decision: green only for a release, else the lamp of the first reason. */
export function lampFor(decision: Decision): LampCode {
  return decision.outcome === "release" ? "green-steady" : REASONS[decision.reasons[0]].lamp;
}
