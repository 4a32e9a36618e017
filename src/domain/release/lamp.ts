// Room: domain/release. What the lamp of a bail can say. The pattern carries the meaning, never colour alone.

/** In the order of the codes on the wire (0..4); the node itself shows "alternating" when it has lost the controller. */
export const LAMP_CODES = ["off", "green-steady", "red-steady", "red-slow", "red-fast"] as const;
export type LampCode = (typeof LAMP_CODES)[number];
