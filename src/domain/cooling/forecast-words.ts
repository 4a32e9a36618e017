// Room: domain/cooling. Forecasts, and a plant that gets slower, in sentences.
// May live here: words, and figures rounded for reading. May not: deciding (forecast.ts, slowing.ts), dates (a function that is passed in).
// Invariant: a forecast reads as one: about, likely, as things are; and no rounding makes it look better than it is.

import { type DurationMs, type EpochMs, milliseconds } from "../units.ts";
import type { Forecast, ForecastLimit } from "./forecast.ts";
import type { Slowing } from "./slowing.ts";
import { celsiusInWords, durationInWords, type TimeInWords } from "./words.ts";

/** When the milk will be cold, in one or two sentences for the board. */
export function forecastInWords(made: Forecast, limit: ForecastLimit, time: TimeInWords): string {
  const cold = celsiusInWords(limit.atMost);
  switch (made.basis) {
    case "too-little-seen":
      return `Too little is seen of the milk yet to say when it will be at ${cold}.`;
    case "reached":
      return reachedInWords(made, limit, time);
    default: {
      const missed = missInWords(made, limit);
      if (made.basis === "not-cooling") return notCoolingInWords(made, limit, time);
      if (missed === null) return inTimeInWords(made, limit, time);
      const sure = made.miss === "sure" ? "It will have" : "It will likely have";
      const when =
        made.likely === null
          ? ""
          : ` ${cold} is likely at ${time(made.likely)}${betweenInWords(made, time)}.`;
      return `${sure} ${missed}.${when}`;
    }
  }
}

function notCoolingInWords(made: Forecast, limit: ForecastLimit, time: TimeInWords): string {
  const cold = celsiusInWords(limit.atMost);
  const then =
    made.atDeadline === null
      ? ""
      : ` As things are it will have about ${aboutInWords(made.atDeadline)} at the deadline.`;
  const could =
    made.likely === null
      ? ` It will not come down to ${cold}.`
      : ` If it is cooled from now on, ${cold} is likely at ${time(made.likely)}${betweenInWords(made, time)}${handInWords(made)}.`;
  return `The milk is not being cooled.${then}${could}`;
}

/** "about 7.2 °C at the deadline, 48 min late"; null where it is not likely to miss. */
export function missInWords(made: Forecast, limit: ForecastLimit): string | null {
  if (made.miss !== "likely" && made.miss !== "sure") return null;
  const then = made.atDeadline === null ? "" : `about ${aboutInWords(made.atDeadline)} at the deadline, `;
  const late =
    made.inHand === null
      ? `and not come down to ${celsiusInWords(limit.atMost)}`
      : `${wholeMinutes(made.inHand, "up")} late`;
  return `${then}${late}`;
}

/** ", 48 min late"; ", 37 min before the deadline"; nothing where it will not get there. */
function handInWords({ inHand }: Forecast): string {
  if (inHand === null) return "";
  return inHand < 0
    ? `, ${wholeMinutes(inHand, "up")} late`
    : `, ${wholeMinutes(inHand, "down")} before the deadline`;
}

function reachedInWords(made: Forecast, limit: ForecastLimit, time: TimeInWords): string {
  const cold = celsiusInWords(limit.atMost);
  const since =
    made.likely === null ? `At or below ${cold}` : `At or below ${cold} since ${time(made.likely)}`;
  const warms =
    made.miss === "possible" && made.atDeadline !== null
      ? ` It is getting warmer, and may have about ${aboutInWords(made.atDeadline)} at the deadline.`
      : "";
  return `${since}${handInWords(made)}.${warms}`;
}

function inTimeInWords(made: Forecast, limit: ForecastLimit, time: TimeInWords): string {
  const cold = celsiusInWords(limit.atMost);
  if (made.likely === null || made.inHand === null) return `Nobody can say yet when it will be at ${cold}.`;
  const hand = `${wholeMinutes(made.inHand, "down")} before the deadline`;
  const doubt = made.miss === "possible" ? " It may be late." : "";
  return `${cold} is likely at ${time(made.likely)}${betweenInWords(made, time)}, ${hand}.${doubt}`;
}

function betweenInWords({ earliest, latest }: Forecast, time: TimeInWords): string {
  if (earliest === null) return "";
  if (latest === null) return ` (not before ${time(earliest)}, and it may never be)`;
  return ` (in 8 of 10 cases between ${time(earliest)} and ${time(latest)})`;
}

/** Tenths: a forecast knows no more. */
const aboutInWords = (celsius: number): string => `${celsius.toFixed(1)} °C`;

const MINUTE = 60_000;
function wholeMinutes(length: DurationMs | number, rounded: "up" | "down"): string {
  const total = Math.abs(length) / MINUTE;
  const whole = rounded === "up" ? Math.ceil(total) : Math.floor(total);
  return whole < 60 ? `${whole} min` : durationInWords(milliseconds(whole * MINUTE));
}

/** "slower by 14 % since 3 October, at like amount of milk and like surroundings (52 milkings)". */
export function slowingInWords(found: Slowing, date: (at: EpochMs) => string): string {
  const like = found.ambientKnown
    ? "at like amount of milk and like surroundings"
    : "at like amount of milk; the surroundings are not probed, so a warmer season may be part of it";
  return `slower by ${Math.floor(found.by * 100)} % since ${date(found.since)}, ${like} (${found.milkings} milkings)`;
}
