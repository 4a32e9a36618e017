// Room: office/ui/vat. Readings as they come from the office, made ready for a chart and for a sentence.
// May live here: sums over columns. May not: drawing, fetching, words.
// Invariant: a gap stays a gap; nothing is filled in between two readings.

import type { Curve } from "../../contract/vat.ts";

type Series = Curve["series"][number];
/** One x column in seconds for all probes; `undefined` where only another probe has a point, `null` where there is a gap. */
export type Columns = {
  readonly at: number[];
  readonly probes: readonly {
    readonly probe: string;
    readonly role: string;
    readonly step: number;
    readonly low: (number | null | undefined)[];
    readonly high: (number | null | undefined)[];
  }[];
};

export function columnsOf(series: readonly Series[]): Columns {
  const [first] = series;
  if (first === undefined) return { at: [], probes: [] };
  if (series.every((one) => sameInstants(one.at, first.at))) {
    return { at: first.at, probes: series };
  }
  const at = [...new Set(series.flatMap((one) => one.at))].sort((a, b) => a - b);
  const place = new Map(at.map((instant, index) => [instant, index]));
  return {
    at,
    probes: series.map(({ probe, role, step, at: own, low, high }) => {
      const spread = (values: readonly (number | null)[]): (number | null | undefined)[] => {
        const out = new Array<number | null | undefined>(at.length).fill(undefined);
        own.forEach((instant, index) => {
          out[place.get(instant) ?? 0] = values[index] ?? null;
        });
        return out;
      };
      return { probe, role, step, low: spread(low), high: spread(high) };
    }),
  };
}

function sameInstants(one: readonly number[], other: readonly number[]): boolean {
  if (one === other) return true;
  return one.length === other.length && one.every((at, index) => at === other[index]);
}

export type Extreme = { readonly at: number; readonly celsius: number };
export type Gap = { readonly from: number; readonly to: number };
/** What there is to say of one probe's readings in words. */
export type Summary = {
  readonly lowest: Extreme | null;
  readonly highest: Extreme | null;
  readonly last: Extreme | null;
  readonly gaps: readonly Gap[];
};

/** Extremes and gaps. `at` in seconds. A gap reaches from the last reading before it to the first after it. */
export function summaryOf({ at, low, high }: Pick<Series, "at" | "low" | "high">): Summary {
  let lowest: Extreme | null = null;
  let highest: Extreme | null = null;
  let last: Extreme | null = null;
  let open: number | null = null;
  const gaps: Gap[] = [];
  for (const [index, instant] of at.entries()) {
    const least = low[index] ?? null;
    const most = high[index] ?? null;
    if (least === null || most === null) {
      open ??= last?.at ?? instant;
      continue;
    }
    if (open !== null) gaps.push({ from: open, to: instant });
    open = null;
    if (lowest === null || least < lowest.celsius) lowest = { at: instant, celsius: least };
    if (highest === null || most > highest.celsius) highest = { at: instant, celsius: most };
    last = { at: instant, celsius: most };
  }
  const end = at.at(-1);
  if (open !== null && end !== undefined) gaps.push({ from: open, to: end });
  return { lowest, highest, last, gaps };
}

/** Milk comes from the cow at 37 °C. */
const MILK_MAX = 42;

/** The lowest and highest degree to draw: nearly all readings but those in `without`, the limits, and room around. */
export function spanOf(
  columns: Columns,
  limits: readonly number[],
  without: readonly Gap[],
): { readonly from: number; readonly to: number } {
  let from = 0;
  let next = 0;
  const highs: number[] = [];
  for (const [index, instant] of columns.at.entries()) {
    while ((without[next]?.to ?? Number.POSITIVE_INFINITY) < instant) next += 1;
    if (instant >= (without[next]?.from ?? Number.POSITIVE_INFINITY)) continue;
    for (const { low, high } of columns.probes) {
      const least = low[index];
      const most = high[index];
      if (least != null && least < from) from = least;
      if (most != null) highs.push(most);
    }
  }
  highs.sort((one, other) => one - other);
  const most = highs[Math.ceil(highs.length * SHOWN_PART) - 1] ?? 0;
  const to = Math.max(8, ...limits, most);
  return { from: Math.floor(from < 0 ? from - 0.5 : from), to: Math.min(Math.ceil(to + 1), MILK_MAX) };
}
/** The first warm drops on a bare probe may go out of the picture: the milk's own curve is what is looked at. */
const SHOWN_PART = 0.98;

/** Those that its milkings were judged by; where none is shown, those in force. */
export function limitsOf({ milkings, limits }: Pick<Curve, "milkings" | "limits">): readonly number[] {
  const judgedBy = milkings.flatMap(({ verdicts }) => verdicts.flatMap(({ limit }) => limit ?? []));
  return [...new Set(judgedBy.length === 0 ? limits : judgedBy)];
}

/** Where no probe of the milk has a reading. */
export function milkGaps({ series }: Pick<Curve, "series">): readonly Gap[] {
  const milk = series.filter(({ role }) => role === "milk");
  const [first, ...others] = (milk.length > 0 ? milk : series).map((one) => summaryOf(one).gaps);
  if (first === undefined) return [];
  return others.reduce<readonly Gap[]>(
    (gaps, next) =>
      gaps.flatMap((gap) =>
        next.flatMap((other) => {
          const from = Math.max(gap.from, other.from);
          const to = Math.min(gap.to, other.to);
          return from < to ? [{ from, to }] : [];
        }),
      ),
    first,
  );
}
