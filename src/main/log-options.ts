// Room: main. The options that settle how a logger's file is read, shared by the commands that read one.
// May live here: their names, help and values. May not: reading files, what a command does.
// Invariant: every question of temperature-log names an option that stands here.

import { nearest } from "../config/nearest.ts";
import { DELIMITERS, type Delimiter } from "../temperature-log/cells.ts";
import { DATE_ORDERS, type LogSettings } from "../temperature-log/settings.ts";
import { readStamp } from "../temperature-log/stamp.ts";
import { type LogZone, logZone } from "../temperature-log/zones.ts";

/** For `parseArgs` of node:util. */
export const LOG_OPTIONS = {
  column: { type: "string" },
  "time-column": { type: "string" },
  sensor: { type: "string" },
  "date-order": { type: "string" },
  "time-zone": { type: "string" },
  "time-unit": { type: "string" },
  begun: { type: "string" },
  unit: { type: "string" },
  decimal: { type: "string" },
  delimiter: { type: "string" },
} as const;

export const LOG_OPTIONS_HELP = `  How the file is read is found by its content. Where that leaves doubt it asks for one of these:
  --column NAME        the column of the milk's temperature, by name or by number from the left
  --time-column NAME   the column of the time
  --sensor NAME        only the rows of this sensor
  --date-order dmy     which number of a date is what: dmy, mdy or ymd
  --time-zone Z        where the logger's clock is: Area/City, or +10:00 for one that knows no daylight saving
  --time-unit min      of a column that counts from the start: s, min, h or ms
  --begun TIME         when such a column was at nought; or the first day of times without dates
  --unit C             C, F or K
  --decimal comma      point or comma
  --delimiter ";"      one of ; , | tab space spaces
`;

export type LogOptionValues = { readonly [option in keyof typeof LOG_OPTIONS]?: string | undefined };

const DELIMITER_WORDS: { readonly [word: string]: Delimiter } = {
  tab: "\t",
  "\\t": "\t",
  semicolon: ";",
  comma: ",",
  bar: "|",
  pipe: "|",
};
const TIME_UNITS = ["s", "min", "h", "ms"] as const;
const UNITS = ["C", "F", "K"] as const;
const DECIMALS = ["point", "comma"] as const;

/** The settings, with every value that is not one in `problems`. */
export function logSettingsOf(values: LogOptionValues, problems: string[]): LogSettings {
  return {
    delimiter: delimiterOf(values.delimiter, problems),
    decimal: oneOf("--decimal", values.decimal, DECIMALS, problems),
    unit: oneOf("--unit", values.unit?.toUpperCase().replace("°", ""), UNITS, problems),
    dateOrder: oneOf("--date-order", values["date-order"]?.toLowerCase(), DATE_ORDERS, problems),
    column: values.column ?? null,
    timeColumn: values["time-column"] ?? null,
    sensor: values.sensor ?? null,
    zone: zoneOf(values["time-zone"], problems),
    elapsedUnit: oneOf("--time-unit", values["time-unit"]?.toLowerCase(), TIME_UNITS, problems),
    begun: begunOf(values.begun, problems),
  };
}

/** One of the words that may stand behind an option; null where it was not given. */
export function oneOf<Word extends string>(
  option: string,
  value: string | undefined,
  words: readonly Word[],
  problems: string[],
): Word | null {
  if (value === undefined) return null;
  const found = words.find((word) => word === value);
  if (found !== undefined) return found;
  const meant = nearest(value, words);
  const hint = meant === null ? "" : ` Did you mean ${meant}?`;
  problems.push(`${option} "${value}": expected ${words.join(", ")}.${hint}`);
  return null;
}

function delimiterOf(value: string | undefined, problems: string[]): Delimiter | null {
  if (value === undefined) return null;
  const found = DELIMITERS.find((one) => one === value) ?? DELIMITER_WORDS[value.toLowerCase()];
  if (found !== undefined) return found;
  problems.push(`--delimiter "${value}": expected one of ; , | tab space spaces.`);
  return null;
}

function zoneOf(value: string | undefined, problems: string[]): LogZone | null {
  if (value === undefined) return null;
  const zone = logZone(value);
  if (zone.ok) return zone.value;
  problems.push(`--time-zone: ${zone.error.says} ${zone.error.fix}`);
  return null;
}

/** Day and time as the logger's clock showed them; a day alone is its midnight. */
function begunOf(value: string | undefined, problems: string[]): number | null {
  if (value === undefined) return null;
  const stamp = readStamp(value.trim());
  const day = stamp?.date?.kind === "day" ? stamp.date.day : null;
  if (stamp !== null && day !== null && stamp.offset === null) return day * 86_400_000 + (stamp.time ?? 0);
  problems.push(
    `--begun "${value}": expected a day such as 2026-11-22, or day and time such as 2026-11-22T06:10.`,
  );
  return null;
}
