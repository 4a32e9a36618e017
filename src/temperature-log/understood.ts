// Room: temperature-log. How a file was understood and what was met in it, in words for the person who checks it.
// May live here: words. May not: decisions. Invariant: whatever was chosen by content can be read here.

import { DELIMITER_NAMES } from "./cells.ts";
import type { Instants } from "./instants.ts";
import { type Layout, timeColumnNumber } from "./layout.ts";
import type { LogPart, LogRemark, Understood } from "./log.ts";
import type { Ordered } from "./parts.ts";
import type { Seen } from "./row-reader.ts";
import type { UnitFound } from "./unit.ts";

export type Read = {
  readonly layout: Layout;
  readonly seen: Seen;
  readonly encoding: string;
  readonly strayBytes: number;
};

export function understoodOf(
  { layout, seen, encoding }: Read,
  instants: Instants,
  unit: UnitFound,
  rest: { readonly dateOrder: string | null; readonly ordered: Ordered; readonly rows: number },
): Understood {
  return {
    encoding,
    delimiter: DELIMITER_NAMES[layout.delimiter],
    decimal: seen.commas > 0 ? "comma" : "point",
    timeFormat: timeFormatOf(layout, seen, rest.dateOrder),
    timeColumn: columnTitle(layout, timeColumnNumber(layout.time)),
    temperatureColumn: columnTitle(layout, layout.temperature),
    unit: unit.unit,
    unitBy: unit.says,
    zone: instants.zone,
    spacing: rest.ordered.spacing,
    rows: rest.rows,
  };
}

const columnTitle = (layout: Layout, at: number): string => {
  const name = layout.names[at] ?? "";
  return name === "" ? `column ${at + 1}` : name;
};

const ORDERS: { readonly [order: string]: string } = {
  dmy: "day, month, year",
  mdy: "month, day, year",
  ymd: "year, month, day",
};

function timeFormatOf({ time }: Layout, seen: Seen, order: string | null): string {
  const example = seen.firstStamp === "" ? "" : ` such as "${seen.firstStamp.slice(0, 40)}"`;
  switch (time.kind) {
    case "number":
      return {
        "epoch-s": "seconds since 1970",
        "epoch-ms": "milliseconds since 1970",
        excel: "spreadsheet days",
      }[time.counts];
    case "elapsed":
      return time.unit === "clock"
        ? "time since the start, hours:minutes:seconds"
        : `time since the start, in ${{ ms: "milliseconds", s: "seconds", min: "minutes", h: "hours" }[time.unit]}`;
    case "clock-only":
      return `time of day without date${example}`;
    case "one":
    case "two": {
      const where = time.kind === "two" ? "date and time in two columns" : "date and time";
      const half = seen.twelveHour ? ", with AM and PM" : "";
      return `${where}${example}, ${ORDERS[order ?? "ymd"] ?? order}${half}`;
    }
  }
}

export function fileRemarks({ layout, seen, strayBytes }: Read): readonly LogRemark[] {
  const remarks: LogRemark[] = layout.says.map((says) => ({ line: layout.from, says, count: 1 }));
  if (strayBytes > 0)
    remarks.push({ line: 0, says: "Zero bytes between the letters were left out", count: strayBytes });
  if (layout.joinTo !== null) {
    remarks.push({
      line: layout.from + 1,
      says: "Commas part the columns and are decimal marks as well: rows were joined by the number of columns in the header",
      count: 1,
    });
  }
  if (seen.zoneNames.size > 0) {
    const names = [...seen.zoneNames.keys()].slice(0, 5).join(", ");
    remarks.push({
      line: layout.from + 1,
      says: `Letters behind the times (${names}) were not taken for a time zone, as several zones share them; --time-zone sets one`,
      count: 1,
    });
  }
  return remarks;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const STEPS_TOLD = 20;

export function orderRemarks(
  ordered: Ordered,
  lineOf: (place: number) => number,
  instants: Instants,
): readonly LogRemark[] {
  const remarks: LogRemark[] = [];
  const { doubles, outOfPlace, outOfPlaceCount, stepsBack, turned } = ordered;
  if (turned)
    remarks.push({ line: 0, says: "The newest row stands first: the rows were turned round", count: 1 });
  if (doubles.count > 0) {
    remarks.push({
      line: lineOf(doubles.first),
      says: `Rows with the time of the row before them: of each such time the ${ordered.counts} was kept`,
      count: doubles.count,
    });
  }
  const [first] = outOfPlace;
  if (first !== undefined) {
    remarks.push({
      line: lineOf(first),
      says: "Rows whose time lies outside the rows around them, which go on without them: set aside",
      count: outOfPlaceCount,
    });
  }
  for (const { to, by } of stepsBack.slice(0, STEPS_TOLD)) {
    remarks.push({ line: lineOf(to), says: `${stepText(by)}${adviceOn(by, instants)}`, count: 1 });
  }
  if (stepsBack.length > STEPS_TOLD) {
    remarks.push({
      line: 0,
      says: "More steps of the logger's clock back",
      count: stepsBack.length - STEPS_TOLD,
    });
  }
  return remarks;
}

function stepText(by: number): string {
  const whole = Math.round(by / 1_000);
  const [hours, minutes, seconds] = [Math.floor(whole / 3_600), Math.floor((whole % 3_600) / 60), whole % 60];
  const text = [
    hours > 0 ? `${hours} h` : "",
    minutes > 0 ? `${minutes} min` : "",
    seconds > 0 ? `${seconds} s` : "",
  ]
    .filter((one) => one !== "")
    .join(" ");
  return `The logger's clock steps back by ${text}: the log is parted here`;
}

/** An hour back is what the end of daylight saving looks like. */
const adviceOn = (by: number, { clock }: Instants): string =>
  clock.kind === "own" && by > HOUR / 2 && by <= HOUR
    ? ". If daylight saving ended here, --time-zone Area/City joins it again"
    : "";

/** Daylight saving begins at night, between midnight and four, everywhere. */
const NIGHT_TO = 4 * HOUR;
const DAY = 24 * HOUR;

/** An hour that is missing at night is what the beginning of daylight saving looks like: a clock that skips it makes milk look an hour late. */
export function skippedHours(
  parts: readonly LogPart[],
  spacing: number,
  { clock }: Instants,
): readonly LogRemark[] {
  if (clock.kind !== "own") return [];
  const skipped = parts.flatMap(({ at }) =>
    Array.from(at).filter((now, index) => {
      const over = now - (at[index - 1] ?? now) - HOUR;
      return over > 0 && over < 1.5 * spacing && over > spacing / 2 && now % DAY <= NIGHT_TO;
    }),
  );
  return skipped.slice(0, STEPS_TOLD).map((now) => ({
    line: 0,
    says: `An hour is missing before ${new Date(now).toISOString().slice(0, 16).replace("T", " ")}. If daylight saving began there, --time-zone Area/City takes it out; else it is a gap`,
    count: 1,
  }));
}
