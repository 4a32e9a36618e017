// Room: main. How a logger's file was understood, for the person to check it in a terminal.
// May live here: these lines. May not: verdicts. Invariant: no remark is lost without being counted.

import { durationInWords } from "../domain/cooling/words.ts";
import { milliseconds } from "../domain/units.ts";
import { grouped } from "../reports/grouped.ts";
import { instantText } from "../temperature-log/clock-text.ts";
import type { TemperatureLog } from "../temperature-log/log.ts";

/** Of remarks more are counted, not listed. */
const LISTED_MAX = 12;

export function understoodLines(
  name: string,
  { parts, understood, clock }: TemperatureLog,
): readonly string[] {
  const first = parts[0]?.at[0];
  const last = parts.at(-1)?.at.at(-1);
  const span =
    first === undefined || last === undefined
      ? ""
      : `, from ${instantText(first, clock)} to ${instantText(last, clock)}`;
  const spacing =
    understood.spacing > 0 ? `, one every ${durationInWords(milliseconds(understood.spacing))}` : "";
  return [
    `${name}: ${grouped(understood.rows)} rows${spacing}${span}`,
    `  read as      ${understood.encoding}, columns parted by ${understood.delimiter}, decimal ${understood.decimal}`,
    `  time         ${quoted(understood.timeColumn)}: ${understood.timeFormat}; ${understood.zone}`,
    `  temperature  ${quoted(understood.temperatureColumn)}: ${understood.unit === "K" ? "K" : `°${understood.unit}`}, ${understood.unitBy}`,
  ];
}

const quoted = (name: string): string => (/^column \d+$/.test(name) ? name : `"${name}"`);

export function remarkLines({ remarks }: TemperatureLog): readonly string[] {
  const lines = remarks.slice(0, LISTED_MAX).map(({ line, says, count }) => {
    const where = line === 0 ? "" : count > 1 ? `from line ${line}: ` : `line ${line}: `;
    return `  note         ${where}${says}${count > 1 ? ` (${count} times)` : ""}`;
  });
  const left = remarks.length - LISTED_MAX;
  return left > 0 ? [...lines, `  note         … and ${left} more; --json lists all`] : lines;
}
