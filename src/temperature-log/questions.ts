// Room: temperature-log. What all rows together leave in doubt, put as questions.
// May live here: the questions and their words. May not: answers.
// Invariant: each names the option that settles it, and what was found.

import type { Layout } from "./layout.ts";
import { listedShort } from "./listed.ts";
import type { Measured } from "./measured.ts";
import type { Ordered } from "./parts.ts";
import type { Seen } from "./row-reader.ts";
import type { Rows } from "./rows.ts";
import type { LogSettings } from "./settings.ts";
import type { LogProblem } from "./text.ts";
import { toCelsius, type Unit } from "./value.ts";

export type Asked = {
  readonly rows: Rows;
  readonly seen: Seen;
  readonly layout: Layout;
  readonly settings: LogSettings;
  readonly lines: number;
};

export function questionsOf({ rows, seen, layout, settings, lines }: Asked): readonly LogProblem[] {
  const problems: LogProblem[] = [];
  const sensor = settings.sensor;
  if (sensor === null && seen.sensors.size > 1) problems.push(whichSensor(seen, layout));
  if (sensor !== null && layout.sensorColumn === null) problems.push(noSensorColumn(sensor));
  else if (sensor !== null && rows.length === 0 && seen.sensors.size > 0)
    problems.push(noSuchSensor(sensor, seen));
  if (seen.points > 0 && seen.commas > 0) problems.push(twoDecimals(seen));
  if (layout.time.kind === "clock-only" && settings.begun === null) problems.push(noDates(seen));
  if (seen.twoPartElapsed > 0 && settings.elapsedUnit === null) problems.push(TWO_PARTS);
  const [one, two] = [...seen.units.keys()];
  if (one !== undefined && two !== undefined && settings.unit === null) problems.push(twoUnits(one, two));
  if (rows.length === 0 && problems.length === 0) problems.push(noRows(lines));
  else if (seen.notRows > Math.max(20, rows.length)) problems.push(fewRows(rows.length, seen.notRows));
  return problems;
}

/** Rows that step back by half a day at noon: a clock of twelve hours that does not say which half. */
export function twelveHourQuestion(
  seen: Seen,
  { stepsBack }: Ordered,
  lineOf: (place: number) => number,
): LogProblem | null {
  if (seen.twelveHour || seen.hourMin < 1 || seen.hourMax > 12) return null;
  const HALF_DAY = 12 * 3_600_000;
  const step = stepsBack.find(({ by }) => by > HALF_DAY * 0.9 && by <= HALF_DAY);
  if (step === undefined) return null;
  return {
    line: lineOf(step.to),
    says: "The times go from 12:59 to 1:00 and never above: a clock of twelve hours, and no AM or PM beside it.",
    found: "hours from 1 to 12 only, with a step back by half a day",
    expected: "times of 24 hours, or with AM and PM",
    fix: "Export again with 24-hour times, or with AM and PM.",
  };
}

/** Values that no probe in milk can have, and too many different ones to be what a logger says instead of a reading; null: all is well. */
export function notDegrees(rows: Rows, unit: Unit, { what, plausible }: Measured): LogProblem | null {
  const odd = new Set<number>();
  let [numbers, outside, line] = [0, 0, 0];
  for (let row = 0; row < rows.length; row += 1) {
    const value = rows.value[row] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    numbers += 1;
    const degrees = toCelsius(value, unit);
    if (degrees >= plausible.from && degrees <= plausible.to) continue;
    if (outside === 0) line = rows.line[row] ?? 0;
    outside += 1;
    if (odd.size <= SENTINELS_MAX) odd.add(value);
  }
  if (odd.size <= SENTINELS_MAX || outside < numbers / 20) return null;
  const some = [...odd].slice(0, 4).join(", ");
  return {
    line,
    says: `Many values of this column can be no ${what}${what === "temperature" ? ` in °${unit}` : ""}.`,
    found: `${some} and others, ${outside} of ${numbers}`,
    expected: `values from ${plausible.from} to ${plausible.to}${what === "temperature" ? " °C" : ""}`,
    fix: "See whether it is another column (--column NAME), another unit (--unit F), or tenths of a degree: then export with decimals.",
  };
}

/** Loggers write a handful of different values for "no reading". */
const SENTINELS_MAX = 8;

export const noOrder = (most: number): LogProblem => ({
  line: 0,
  says: "The rows are in no order of time.",
  found: `times that step back more than ${most} times`,
  expected: "oldest first or newest first",
  fix: "Sort the rows by time before the export; or the file holds several loggers: keep one, --sensor NAME.",
});

export const tooManyRows = (most: number): LogProblem => ({
  line: 0,
  says: "The file has too many rows.",
  found: `more than ${most / 1e6} million readings`,
  expected: "a year of readings every ten seconds, or less",
  fix: "Give the rows of the days in question only.",
});

function whichSensor({ sensors }: Seen, layout: Layout): LogProblem {
  const names = [...sensors].map(([name, count]) => `"${name}" ${count} rows`);
  return {
    line: 0,
    says: "The file holds the readings of more than one sensor.",
    found: `${listedShort(names)}, told apart by column ${(layout.sensorColumn ?? 0) + 1} "${layout.names[layout.sensorColumn ?? 0] ?? ""}"`,
    expected: "the one in the milk",
    fix: `Say which: ${[...sensors.keys()]
      .slice(0, 3)
      .map((name) => `--sensor "${name}"`)
      .join(" or ")}.`,
  };
}

const noSuchSensor = (wanted: string, { sensors }: Seen): LogProblem => ({
  line: 0,
  says: `--sensor: no row is of a sensor "${wanted}".`,
  found: listedShort([...sensors.keys()].map((name) => `"${name}"`)),
  expected: "one of these",
  fix: "Write it as in the file.",
});

const noSensorColumn = (wanted: string): LogProblem => ({
  line: 0,
  says: `--sensor ${wanted}: no column of this file names a sensor.`,
  found: "a file of one sensor",
  expected: "a column called sensor, probe, channel, device or name",
  fix: "Leave the option away; one of several temperature columns is chosen with --column.",
});

const twoDecimals = ({ points, commas, firstPoint, firstComma }: Seen): LogProblem => ({
  line: Math.max(firstPoint, firstComma),
  says: "Some temperatures have a decimal point and some a decimal comma.",
  found: `${points} with a point (line ${firstPoint}), ${commas} with a comma (line ${firstComma})`,
  expected: "one way of writing them",
  fix: "Say which are right: --decimal point or --decimal comma; the others then count as no reading.",
});

const noDates = ({ firstStamp }: Seen): LogProblem => ({
  line: 0,
  says: "The rows have times of day, but no dates.",
  found: `"${firstStamp}"`,
  expected: "the day of the first row",
  fix: "Say which day the log began: --begun 2026-11-22.",
});

const TWO_PARTS: LogProblem = {
  line: 0,
  says: "Time since the start is written in two parts: hours and minutes, or minutes and seconds.",
  found: "times such as 12:30 in a column of time since the start",
  expected: "h:mm:ss, or the unit of the first part",
  fix: "Say which: --time-unit h (12 hours 30 minutes) or --time-unit min (12 minutes 30 seconds).",
};

const twoUnits = (one: Unit, two: Unit): LogProblem => ({
  line: 0,
  says: "The temperatures are written in two units.",
  found: `${one} and ${two}`,
  expected: "one unit",
  fix: "Export again in one unit: values of two in one column are too easily mistaken.",
});

const noRows = (lines: number): LogProblem => ({
  line: 0,
  says: "Not one row has both a time and a temperature.",
  found: `${lines} lines`,
  expected: "rows of readings after the header",
  fix: "See that the export holds readings; name the columns with --time-column and --column.",
});

const fewRows = (rows: number, others: number): LogProblem => ({
  line: 0,
  says: "Most lines of this file are no rows of readings as they were understood.",
  found: `${rows} readings and ${others} other lines`,
  expected: "mostly readings",
  fix: "Name the columns with --time-column and --column, or the delimiter with --delimiter.",
});
