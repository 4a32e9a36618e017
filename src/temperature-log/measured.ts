// Room: temperature-log. What a column measures, and so which of its values can be one.
// May live here: the range of values, and which of two readings of one time counts. May not: judging.
// Invariant: of two readings of one time the one counts that is farther from what a PASS would need.

export type Measured = {
  readonly what: "temperature" | "pH";
  /** Degrees Celsius, or pH; both ends included. Anything outside is no reading. */
  readonly plausible: { readonly from: number; readonly to: number };
  readonly ofDoubles: "highest" | "lowest";
  /** Whether the values can tell its unit: cold milk lies where Fahrenheit and Celsius do not meet; heated milk does not. */
  readonly unitByValues: boolean;
};

/** What a probe in milk, air or a wash can read: the same as in domain/vat. Milk has to be cold. */
export const COOLED: Measured = {
  what: "temperature",
  plausible: { from: -30, to: 110 },
  ofDoubles: "highest",
  unitByValues: true,
};
/** UHT goes to 150 °C, and a dryer's air to 200. What is heated has to be hot. */
export const HEATED: Measured = {
  what: "temperature",
  plausible: { from: -30, to: 250 },
  ofDoubles: "lowest",
  unitByValues: false,
};
/** pH has to be low, and has no unit. */
export const ACIDITY: Measured = {
  what: "pH",
  plausible: { from: 0, to: 14 },
  ofDoubles: "highest",
  unitByValues: false,
};
