// Room: temperature-log. From values as written to degrees Celsius, without what is no temperature.
// May live here: the unit applied, sentinels. May not: judging milk, handling of the probe (domain/cooling/handling.ts).
// Invariant: a value that is taken out leaves its reason in the row, and is counted by what was written.

import type { Measured } from "./measured.ts";
import { codeOf, type Rows } from "./rows.ts";
import type { Tally } from "./tally.ts";
import { toCelsius, type Unit } from "./value.ts";

/** A DS18B20 that lost its power says 85.0; a wash gets there by degrees. */
const POWER_ON = 85;
/** And 127.94 with too little of it to convert; a steriliser gets there by degrees. */
const LOW_POWER = 127.94;
const BY_DEGREES = 10;

/** Converts, and takes out what is no temperature: the reason goes to `rows.why`. */
export function celsiusOf(
  rows: Rows,
  kept: Int32Array,
  unit: Unit,
  tally: Tally,
  { what, plausible }: Measured,
): Float64Array {
  const celsius = new Float64Array(kept.length);
  for (let place = 0; place < kept.length; place += 1) {
    const row = kept[place] ?? 0;
    const value = rows.value[row] ?? Number.NaN;
    const degrees = toCelsius(value, unit);
    celsius[place] = degrees;
    if (Number.isNaN(degrees) || (degrees >= plausible.from && degrees <= plausible.to)) continue;
    const why =
      Math.abs(degrees + 127) < 0.06
        ? "unplugged"
        : Math.abs(degrees - LOW_POWER) < 0.06
          ? "low-power"
          : "implausible";
    drop(place, row, why);
  }
  takeOut("power-on-value", (degrees) => degrees === POWER_ON);
  takeOut("low-power", (degrees) => Math.abs(degrees - LOW_POWER) < 0.06);
  return celsius;

  /** Values that a chip says when it has none, where the readings beside them are far from it. */
  function takeOut(why: "power-on-value" | "low-power", isSentinel: (degrees: number) => boolean): void {
    for (let place = 0; place < kept.length; place += 1) {
      const degrees = celsius[place] ?? Number.NaN;
      if (!isSentinel(degrees)) continue;
      let end = place;
      while (isSentinel(celsius[end + 1] ?? Number.NaN)) end += 1;
      const [before, after] = [neighbour(celsius, place, -1), neighbour(celsius, end, 1)];
      const isFar = (other: number | null) => other === null || Math.abs(other - degrees) > BY_DEGREES;
      if (isFar(before) && isFar(after))
        for (let one = place; one <= end; one += 1) drop(one, kept[one] ?? 0, why);
      place = end;
    }
  }

  function drop(
    place: number,
    row: number,
    why: "unplugged" | "low-power" | "implausible" | "power-on-value",
  ): void {
    tally.add(`No ${what}: ${rows.value[row]} (${why})`, rows.line[row] ?? 0);
    celsius[place] = Number.NaN;
    rows.why[row] = codeOf(why);
  }
}

/** Farther away a reading says nothing about this one; and a file of nothing but sentinels is read in no longer than another. */
const NEIGHBOURS_LOOKED_AT = 100;

function neighbour(celsius: Float64Array, from: number, step: 1 | -1): number | null {
  for (let away = 1; away <= NEIGHBOURS_LOOKED_AT; away += 1) {
    const place = from + away * step;
    const value = celsius[place] ?? Number.NaN;
    if (!Number.isNaN(value)) return value;
  }
  return null;
}
