// Room: config. Values with a unit, as people write them: "450 ms", "4 h", "16 MB", "72 °C".
// May live here: units, ranges, and the words for a missing or unknown unit. May not: keys.
// Invariant: a bare number is never taken for a quantity, whatever it might have meant.

import { z } from "zod";
import { type DurationMs, milliseconds } from "../domain/units.ts";

type Unit = { readonly name: string; readonly size: number; readonly alsoWritten: readonly string[] };

const TIME_UNITS: readonly Unit[] = [
  { name: "ms", size: 1, alsoWritten: ["msec", "msecs", "millisecond", "milliseconds"] },
  { name: "s", size: 1_000, alsoWritten: ["sec", "secs", "second", "seconds"] },
  { name: "min", size: 60_000, alsoWritten: ["m", "mins", "minute", "minutes"] },
  { name: "h", size: 3_600_000, alsoWritten: ["hr", "hrs", "hour", "hours"] },
  { name: "d", size: 86_400_000, alsoWritten: ["day", "days"] },
];
const SIZE_UNITS: readonly Unit[] = [
  { name: "kB", size: 1_000, alsoWritten: ["k", "kb", "kib"] },
  { name: "MB", size: 1_000_000, alsoWritten: ["m", "mb", "mib"] },
  { name: "GB", size: 1_000_000_000, alsoWritten: ["g", "gb", "gib"] },
];
const SPEED_UNITS: readonly Unit[] = [
  { name: "baud", size: 1, alsoWritten: ["bd", "bps", "bauds", "bit/s"] },
];
const OHM_UNITS: readonly Unit[] = [{ name: "ohm", size: 1, alsoWritten: ["ohms", "r"] }];
const VOLUME_UNITS: readonly Unit[] = [
  { name: "l", size: 1, alsoWritten: ["litre", "litres", "liter", "liters", "ltr"] },
];

/** What a quantity's key needs to say about itself. */
export type QuantityWords = {
  readonly description: string;
  /** Least and most, with units, as they are shown. */
  readonly min: string;
  readonly max: string;
  readonly example: string;
  /** Why the limits are where they are, where a person would ask. */
  readonly why?: string;
};

export type QuantityTrouble = { readonly says: string; readonly fix: string };
type Parsed = { readonly value: number } | QuantityTrouble;

/** A length of time, whole milliseconds. */
export const duration = (words: QuantityWords) =>
  quantity(TIME_UNITS, "a length of time", words).transform((ms): DurationMs => milliseconds(ms));

/** A size on disk, bytes; 1 MB is 1,000,000. */
export const byteSize = (words: QuantityWords) => quantity(SIZE_UNITS, "a size", words);

/** The speed of a serial line. */
export const baudRate = (words: QuantityWords) => quantity(SPEED_UNITS, "the speed of a serial line", words);

/** A resistance, ohms. */
export const resistance = (words: QuantityWords) => quantity(OHM_UNITS, "a resistance", words);

/** A volume of milk, litres. */
export const volume = (words: QuantityWords) => quantity(VOLUME_UNITS, "a volume", words);

/** A temperature, or a difference of two, degrees Celsius: "5 °C", "62.8 °C". */
export function celsius(words: QuantityWords) {
  const [least, most] = [sureCelsius(words.min), sureCelsius(words.max)];
  return z
    .string()
    .meta({
      description: words.description,
      examples: [words.example],
      pattern: "^-?\\d{1,3}(\\.\\d{1,3})? ?°C$",
      "x-expected": `a temperature with its unit, ${words.min} to ${words.max}`,
      "x-unit": "°C",
    })
    .transform((text, context) => {
      const parsed = withinCelsius(text, least, most, words);
      if ("value" in parsed) return parsed.value;
      context.addIssue({ code: "custom", message: parsed.says, params: { fix: parsed.fix } });
      return z.NEVER;
    });
}

function withinCelsius(text: string, least: number, most: number, words: QuantityWords): Parsed {
  const parsed = parseCelsius(text);
  if ("says" in parsed || (parsed.value >= least && parsed.value <= most)) return parsed;
  return {
    says: `${text} is too ${parsed.value < least ? "little" : "much"}.`,
    fix: `Write a value from ${words.min} to ${words.max}.${words.why === undefined ? "" : ` ${words.why}`}`,
  };
}

/** `"62.8 °C"` → 62.8. Fahrenheit is refused with what it would be, never converted behind a person's back. */
export function parseCelsius(text: string): Parsed {
  const match = /^\s*([-−]?)(\d{1,3}(?:[.,]\d{1,3})?)\s*([°º]?\s*[A-Za-z]*)\s*$/.exec(text);
  const number = match?.[2]?.replace(",", ".");
  const unit = match?.[3]?.replace(/\s/g, "").replace("º", "°") ?? "";
  if (number === undefined) {
    return { says: "This is not a temperature with its unit.", fix: `Write a number, a space and °C.` };
  }
  const signed = match?.[1] === "" ? number : `-${number}`;
  if (unit === "") return { says: `${signed} has no unit.`, fix: `Did you mean "${signed} °C"?` };
  if (/^°?F/i.test(unit)) {
    const inCelsius = Math.round(((Number(signed) - 32) / 1.8) * 100) / 100;
    return { says: "Fahrenheit is not used here.", fix: `Did you mean "${inCelsius} °C"?` };
  }
  if (unit !== "°C") return { says: `"${unit}" is not °C.`, fix: `Did you mean "${signed} °C"?` };
  if (match?.[2]?.includes(",") === true) {
    return { says: "A comma stands in a number.", fix: `Did you mean "${signed} °C"?` };
  }
  return { value: Number(signed) };
}

function sureCelsius(text: string): number {
  const parsed = parseCelsius(text);
  if ("says" in parsed)
    throw new Error(`broken assumption: limit "${text}" is a temperature: ${parsed.says}`);
  return parsed.value;
}

function quantity(units: readonly Unit[], what: string, words: QuantityWords) {
  const least = sureOf(words.min, units);
  const most = sureOf(words.max, units);
  const names = units.map((u) => u.name).join("|");
  return z
    .string()
    .meta({
      description: words.description,
      examples: [words.example],
      pattern: `^\\d+(\\.\\d+)? ?(${names})$`,
      "x-expected": `${what} with its unit, ${words.min} to ${words.max}`,
      "x-unit": words.example.replace(/^[\d.]+ ?/, ""),
    })
    .transform((text, context) => {
      const parsed = parseQuantity(text, units);
      if ("says" in parsed) {
        context.addIssue({ code: "custom", message: parsed.says, params: { fix: parsed.fix } });
        return z.NEVER;
      }
      if (parsed.value < least || parsed.value > most) {
        context.addIssue({
          code: "custom",
          message: parsed.value < least ? `${text} is too little.` : `${text} is too much.`,
          params: {
            fix: `Write a value from ${words.min} to ${words.max}.${words.why === undefined ? "" : ` ${words.why}`}`,
          },
        });
        return z.NEVER;
      }
      return parsed.value;
    });
}

/** `"450 ms"` → 450. Whole base units only, so that nothing is rounded behind a person's back. */
export function parseQuantity(text: string, units: readonly Unit[]): Parsed {
  const match = /^\s*(\d{1,12}(?:[.,]\d{1,6})?)\s*([A-Za-z/]*)\s*$/.exec(text);
  const number = match?.[1];
  const unitText = match?.[2];
  const names = units.map((u) => u.name).join(", ");
  if (number === undefined || unitText === undefined) {
    return {
      says: "This is not a number with a unit.",
      fix: `Write a number, a space and a unit (${names}).`,
    };
  }
  if (unitText === "") {
    return { says: `${number} has no unit.`, fix: `Write the unit after it (${names}).` };
  }
  const unit = units.find((u) => u.name === unitText);
  const meant = unit ?? units.find((u) => isSlip(u, unitText));
  if (unit === undefined || number.includes(",")) {
    const fix =
      meant === undefined
        ? `Use one of ${names}.`
        : `Did you mean "${number.replace(",", ".")} ${meant.name}"?`;
    return {
      says: unit === undefined ? `"${unitText}" is not a unit used here.` : "A comma stands in a number.",
      fix,
    };
  }
  const value = Math.round(Number(number) * unit.size * 1e6) / 1e6;
  if (!Number.isInteger(value)) {
    return { says: "This is finer than can be kept.", fix: "Leave out the digits past the point." };
  }
  return { value };
}

export const parseDuration = (text: string): Parsed => parseQuantity(text, TIME_UNITS);

const isSlip = (unit: Unit, text: string): boolean =>
  unit.name.toLowerCase() === text.toLowerCase() || unit.alsoWritten.includes(text.toLowerCase());

function sureOf(text: string, units: readonly Unit[]): number {
  const parsed = parseQuantity(text, units);
  if ("says" in parsed) throw new Error(`broken assumption: limit "${text}" is a quantity: ${parsed.says}`);
  return parsed.value;
}

/** A length of time in words, in the largest unit that keeps it whole. */
export function durationText(length: DurationMs): string {
  const unit = TIME_UNITS.findLast((u) => length % u.size === 0) ?? { name: "ms", size: 1 };
  return `${length / unit.size} ${unit.name}`;
}
