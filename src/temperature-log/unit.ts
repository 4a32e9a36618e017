// Room: temperature-log. Whether 38 is cold milk in Fahrenheit or warm milk in Celsius.
// May live here: the unit from what the file says, or from what milk can be. May not: converting.
// Invariant: a unit is never guessed where both readings could be milk: a warm vat must not pass as a cold one.

import { err, ok, type Result } from "../domain/result.ts";
import type { Measured } from "./measured.ts";
import type { Rows } from "./rows.ts";
import type { LogProblem } from "./text.ts";
import { toCelsius, type Unit } from "./value.ts";

/** Milk freezes at 31 °F; a log in Fahrenheit with readings well below is not of milk. */
const NO_MILK_IN_FAHRENHEIT_BELOW = 29;
/** Water of a wash boils below: readings above are not in Celsius. */
const NOTHING_IN_CELSIUS_ABOVE = 110;
/** A log in Fahrenheit ends where water boils; whole numbers up to there could be tenths of a degree as well. */
const STEAM_IN_FAHRENHEIT = 215;
const ABSOLUTE_FROM = 250;
const ABSOLUTE_TO = 400;
/** Sentinels of loggers lie outside. */
const SENSIBLE = { from: -100, to: 450 };
const SAMPLE = 50_000;

export type UnitFound = { readonly unit: Unit; readonly says: string };

/** `written`: what the file says itself, in the order of how close to the values it stands. */
export function unitOf(
  rows: Rows,
  written: readonly (UnitFound | null)[],
  { unitByValues }: Measured,
): Result<UnitFound, LogProblem> {
  const said = written.find((one) => one !== null);
  if (said !== undefined && said !== null) return ok(said);
  const values = sampleOf(rows);
  if (values.length === 0) return ok({ unit: "C", says: "not said, and nothing to tell it by" });
  if (!unitByValues) return err(notWritten(values[0] ?? 0, values.at(-1) ?? 0));
  const low = values[Math.floor(values.length * 0.05)] ?? 0;
  const high = values[Math.min(values.length - 1, Math.ceil(values.length * 0.95))] ?? 0;
  const top = values[Math.max(0, values.length - 3)] ?? 0;
  const content = (unit: Unit, says: string) => ok({ unit, says });
  if (low > ABSOLUTE_FROM && high < ABSOLUTE_TO)
    return content("K", "by the values: they can be nothing else");
  if (low < NO_MILK_IN_FAHRENHEIT_BELOW)
    return content("C", "by the values: in Fahrenheit the milk would be ice");
  if (top > NOTHING_IN_CELSIUS_ABOVE && top < STEAM_IN_FAHRENHEIT && hasFractions(values))
    return content("F", "by the values: in Celsius they would be above boiling");
  return err(ambiguous(values[0] ?? 0, values.at(-1) ?? 0));
}

const hasFractions = (values: readonly number[]): boolean => values.some((value) => !Number.isInteger(value));

function sampleOf(rows: Rows): readonly number[] {
  const step = Math.max(1, Math.floor(rows.length / SAMPLE));
  const values: number[] = [];
  for (let at = 0; at < rows.length; at += step) {
    const value = rows.value[at] ?? Number.NaN;
    if (value >= SENSIBLE.from && value <= SENSIBLE.to) values.push(value);
  }
  return values.sort((a, b) => a - b);
}

/** 162 may be milk at 72 °C, in Fahrenheit, or a steriliser: no value tells. */
const notWritten = (low: number, high: number): LogProblem => ({
  line: 0,
  says: "Nothing says whether the temperatures are in Celsius or in Fahrenheit, and what is heated can have either.",
  found: `${low} to ${high}`,
  expected: "a unit in the header or behind the values",
  fix: "Say which: --unit C, --unit F or --unit K.",
});

const ambiguous = (low: number, high: number): LogProblem => ({
  line: 0,
  says: "Nothing says whether the temperatures are in Celsius or in Fahrenheit, and both could be milk.",
  found: `${low} to ${high}: as Celsius warm milk throughout; as Fahrenheit ${toCelsius(low, "F").toFixed(1)} to ${toCelsius(high, "F").toFixed(1)} °C`,
  expected: "a unit in the header or behind the values",
  fix: "Say which: --unit C or --unit F.",
});
