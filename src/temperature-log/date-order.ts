// Room: temperature-log. Whether 03/11 is the third of November or the eleventh of March.
// May live here: deciding it from all rows together. May not: reading cells.
// Invariant: decided only where one order fits the calendar, or follows from row to row, and the others do not.

import { err, ok, type Result } from "../domain/result.ts";
import { DAY_KNOWN, type Rows, SHORT_DATE, WHOLE, YEAR_LAST } from "./rows.ts";
import type { DateOrder } from "./settings.ts";
import { dayNumber, fullYear, unpacked } from "./stamp.ts";
import type { LogProblem } from "./text.ts";

export type OrderFound = {
  /** Null: nothing depended on it. */
  readonly order: DateOrder | null;
  /** Days since 1970 of every packed date of this file. */
  readonly dayOf: (packed: number) => number | null;
};

type Candidate = { readonly order: DateOrder; readonly impossible: number; readonly jumps: number };

/** Days between neighbouring rows beyond which it makes no difference how far apart they are. */
const FAR_APART = 40;

/** `dots`: all of these dates are written with dots, which puts the day first wherever it is in use. */
export function orderOf(
  rows: Rows,
  { said, dots, shown }: { said: DateOrder | null; dots: boolean; shown: string },
): Result<OrderFound, LogProblem> {
  const kinds = new Set<number>();
  let first = -1;
  for (let at = 0; at < rows.length; at += 1) {
    const kind = rows.kind[at] ?? WHOLE;
    if (kind === DAY_KNOWN || kind === WHOLE) continue;
    kinds.add(kind);
    if (first < 0) first = at;
  }
  if (first < 0) return ok({ order: null, dayOf: () => null });
  const orders: readonly DateOrder[] = kinds.has(YEAR_LAST) ? ["dmy", "mdy"] : ["dmy", "mdy", "ymd"];
  if (said !== null) {
    return said === "ymd" && kinds.has(YEAR_LAST)
      ? err(notYearFirst(rows, first, shown))
      : ok({ order: said, dayOf: reader(said) });
  }
  const candidates = orders.map((order) => look(rows, order));
  const fewest = Math.min(...candidates.map((one) => one.impossible));
  const possible = candidates.filter((one) => one.impossible === fewest).sort((a, b) => a.jumps - b.jumps);
  const [best, next] = possible;
  if (best === undefined) return err(noOrder(rows, first, shown));
  if (next === undefined || next.jumps > best.jumps * 3 || sameDays(rows, best.order, next.order)) {
    return ok({ order: best.order, dayOf: reader(best.order) });
  }
  if (dots && possible.some((one) => one.order === "dmy")) return ok({ order: "dmy", dayOf: reader("dmy") });
  return err(ambiguous(rows, first, possible, shown));
}

/** How well an order fits: dates that do not exist, and days jumped over from row to row. */
function look(rows: Rows, order: DateOrder): Candidate {
  const dayOf = reader(order);
  let [impossible, jumps] = [0, 0];
  let lastPacked = Number.NaN;
  let last: number | null = null;
  for (let at = 0; at < rows.length; at += 1) {
    const packed = rows.date[at] ?? Number.NaN;
    const kind = rows.kind[at];
    if (kind !== YEAR_LAST && kind !== SHORT_DATE) continue;
    if (packed === lastPacked && last !== null) continue;
    lastPacked = packed;
    const day = dayOf(packed);
    if (day === null) {
      impossible += 1;
      continue;
    }
    if (last !== null) jumps += Math.max(0, Math.min(FAR_APART, Math.abs(day - last)) - 1);
    last = day;
  }
  return { order, impossible, jumps };
}

function reader(order: DateOrder): (packed: number) => number | null {
  const known = new Map<number, number | null>();
  return (packed) => {
    const seen = known.get(packed);
    if (seen !== undefined) return seen;
    const [a, b, c] = unpacked(packed);
    const day =
      order === "ymd"
        ? dayNumber(fullYear(a), b, c)
        : order === "dmy"
          ? dayNumber(fullYear(c), b, a)
          : dayNumber(fullYear(c), a, b);
    // A log has as many dates as days; a hostile one cannot grow this without growing itself.
    known.set(packed, day);
    return day;
  };
}

function sameDays(rows: Rows, one: DateOrder, other: DateOrder): boolean {
  const [a, b] = [reader(one), reader(other)];
  for (let at = 0; at < rows.length; at += 1) {
    const packed = rows.date[at] ?? Number.NaN;
    const kind = rows.kind[at];
    if ((kind === YEAR_LAST || kind === SHORT_DATE) && a(packed) !== b(packed)) return false;
  }
  return true;
}

const shownDay = (day: number | null): string =>
  day === null ? "no such day" : new Date(day * 86_400_000).toISOString().slice(0, 10);

const ambiguous = (rows: Rows, at: number, orders: readonly Candidate[], shown: string): LogProblem => ({
  line: rows.line[at] ?? 0,
  says: "It cannot be told which number of the date is the day and which the month.",
  found: `"${shown}": ${orders.map((one) => `${one.order} makes it ${shownDay(reader(one.order)(rows.date[at] ?? Number.NaN))}`).join(", ")}`,
  expected: "a day above 12 somewhere, or days that follow each other in one order only",
  fix: `Say which: ${orders.map((one) => `--date-order ${one.order}`).join(" or ")}.`,
});
const noOrder = (rows: Rows, at: number, shown: string): LogProblem => ({
  line: rows.line[at] ?? 0,
  says: "These dates fit no order of day, month and year.",
  found: `"${shown}"`,
  expected: "dates of the calendar from 1970 on",
  fix: "Set the logger's clock, or export the dates as 2026-11-22.",
});
const notYearFirst = (rows: Rows, at: number, shown: string): LogProblem => ({
  line: rows.line[at] ?? 0,
  says: "--date-order ymd does not fit: the year stands last.",
  found: `"${shown}"`,
  expected: "dmy or mdy",
  fix: "Give --date-order dmy or --date-order mdy.",
});
