// Room: office/shed. Temperatures over any range, thinned for a chart.
// May live here: choosing the step, lowest and highest of each step, gaps. May not: judging, SQL.
// Invariant: no peak is lost and no number made up: what was not read, or not believed, is a gap.

import { probeId } from "../../domain/ids.ts";
import { type EpochMs, epochMs } from "../../domain/units.ts";
import type { ProbeRole } from "../../domain/vat/reading.ts";
import { correctionOf } from "../../domain/vat/thermometer-check.ts";
import type { Store } from "../../store/store.ts";
import {
  HOUR_MS,
  type Hour,
  hoursBetween,
  pack,
  readingsBetween,
  stepsBetween,
  unpackTo,
} from "../../store/temperatures.ts";
import { thermometerChecks } from "../../store/vat-records.ts";
import type { Curve } from "../contract/vat.ts";

type Series = Curve["series"][number];
export type CurveAsked = { readonly from: EpochMs; readonly to: EpochMs; readonly points: number };
export type CurveProbe = { readonly probe: string; readonly role: ProbeRole };

/** So long without a word is a gap: half a dozen readings. */
const GAP_MS = 60_000;
/** A probe is read about this often: whether every reading fits is guessed by it, and made sure afterwards. */
const READ_EVERY_MS = 10_000;
/** Over more than this the figures of each hour are enough, and all there need be read. */
const BY_READINGS_MAX_MS = 45 * 24 * HOUR_MS;
/** Lengths of steps that read well, in seconds; beyond them whole days. */
const STEPS = [20, 30, 60, 120, 300, 600, 900, 1_200, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400];
const DAY_S = 86_400;

/** Seconds of one step; 0: every reading. */
export function stepFor({ from, to, points }: CurveAsked): number {
  const length = Math.max(0, to - from);
  if (length / READ_EVERY_MS <= points) return 0;
  const least = length > BY_READINGS_MAX_MS ? HOUR_MS / 1_000 : 0;
  const fits = (step: number): boolean => step >= least && Math.ceil(length / (step * 1_000)) + 1 <= points;
  return STEPS.find(fits) ?? DAY_S * Math.ceil((length + DAY_S * 1_000) / (points * DAY_S * 1_000) + 1);
}

/** `held`: hours that are not in the records yet. */
export function seriesOf(
  store: Store,
  probes: readonly CurveProbe[],
  held: readonly Hour[],
  asked: CurveAsked,
): Series[] {
  const checks = thermometerChecks(store);
  const all = [...probes];
  const step = stepFor(asked);
  if (step === 0) {
    const raw = rawOf(store, held, asked);
    const isFew = [...raw.values()].every(({ at }) => at.length <= asked.points);
    if (isFew) {
      for (const probe of raw.keys())
        if (!all.some((one) => one.probe === probe)) all.push({ probe, role: "milk" });
      return all.map(({ probe, role }) => {
        const offset = correctionOf(checks, probeId(probe)).offset;
        return { probe, role, step, ...everyReading(raw.get(probe) ?? NOTHING_RAW, offset) };
      });
    }
  }
  const grid = gridOf(
    asked,
    step === 0 ? Math.max(10, Math.ceil((asked.to - asked.from) / 1_000 / (asked.points - 1))) : step,
  );
  if (grid.step >= HOUR_MS / 1_000) addHours(store, grid, asked);
  else addReadings(store, grid, asked);
  for (const hour of held) addPacked(grid, hour.probe, hour.hour, pack(hour));
  for (const probe of grid.probes.keys())
    if (!all.some((one) => one.probe === probe)) all.push({ probe, role: "milk" });
  return all.map(({ probe, role }) => {
    const offset = correctionOf(checks, probeId(probe)).offset;
    return { probe, role, step: grid.step, ...thinned(grid, probe, offset) };
  });
}

type Raw = { readonly at: number[]; readonly value: number[] };
const NOTHING_RAW: Raw = { at: [], value: [] };

function rawOf(store: Store, held: readonly Hour[], { from, to }: CurveAsked): Map<string, Raw> {
  const raw = new Map<string, Raw>();
  const add = (probe: string, hour: EpochMs, packed: Uint8Array): void => {
    const one = raw.get(probe) ?? { at: [], value: [] };
    raw.set(probe, one);
    unpackTo(hour, packed, (at, value, why) => {
      if (at < from || at > to) return;
      one.at.push(at);
      one.value.push(why === null ? value : Number.NaN);
    });
  };
  for (const { probe, hour, packed } of readingsBetween(store, epochMs(from - HOUR_MS), to))
    add(probe, hour, packed);
  for (const hour of held) add(hour.probe, hour.hour, pack(hour));
  return raw;
}

/** In the order of time; gaps are one null each. */
function everyReading(raw: Raw, offset: number): Pick<Series, "at" | "low" | "high"> {
  const order = raw.at.map((_, index) => index).sort((a, b) => (raw.at[a] ?? 0) - (raw.at[b] ?? 0));
  const at: number[] = [];
  const value: (number | null)[] = [];
  let last: number | null = null;
  for (const index of order) {
    const now = raw.at[index] ?? 0;
    const read = raw.value[index] ?? Number.NaN;
    if (last !== null && now - last > GAP_MS && value.at(-1) !== null) {
      at.push((last + GAP_MS / 2) / 1_000);
      value.push(null);
    }
    last = now;
    if (Number.isNaN(read) && value.at(-1) === null) continue;
    at.push(now / 1_000);
    value.push(Number.isNaN(read) ? null : corrected(read, offset));
  }
  return { at, low: value, high: value };
}

/** A thousandth of a degree is finer than any thermometer; more digits would be dust of binary fractions. */
const corrected = (raw: number, offset: number): number => Math.round((raw - offset) * 1_000) / 1_000;

/** Steps of equal length over the range, the same for every probe; NaN: nothing read in it. */
type Grid = {
  readonly step: number;
  readonly first: number;
  readonly count: number;
  readonly probes: Map<string, { readonly low: Float64Array; readonly high: Float64Array }>;
};

function gridOf({ from, to }: CurveAsked, step: number): Grid {
  const first = Math.floor(from / 1_000 / step);
  const count = Math.max(1, Math.floor(to / 1_000 / step) - first + 1);
  return { step, first, count, probes: new Map() };
}

function columnsOf(grid: Grid, probe: string) {
  const known = grid.probes.get(probe);
  if (known !== undefined) return known;
  const made = {
    low: new Float64Array(grid.count).fill(Number.NaN),
    high: new Float64Array(grid.count).fill(Number.NaN),
  };
  grid.probes.set(probe, made);
  return made;
}

/** Steps are whole hours here. */
function addHours(store: Store, grid: Grid, { from, to }: CurveAsked): void {
  const begin = epochMs(Math.max(from - HOUR_MS, grid.first * grid.step * 1_000));
  for (const [probe, step, low, high] of stepsBetween(store, begin, to, grid.step * 1_000)) {
    const columns = columnsOf(grid, probe);
    const index = step - grid.first;
    if (low !== null && high !== null && index >= 0 && index < grid.count) put(columns, index, low, high);
  }
}

/** An hour's figures go into every step that it touches. */
function spread(grid: Grid, probe: string, hour: EpochMs, low: number, high: number): void {
  const columns = columnsOf(grid, probe);
  const begins = Math.max(0, Math.floor(hour / 1_000 / grid.step) - grid.first);
  const ends = Math.min(grid.count - 1, Math.floor((hour + HOUR_MS - 1) / 1_000 / grid.step) - grid.first);
  for (let index = begins; index <= ends; index++) put(columns, index, low, high);
}

function put(columns: ReturnType<typeof columnsOf>, index: number, low: number, high: number): void {
  const [least, most] = [columns.low[index] ?? Number.NaN, columns.high[index] ?? Number.NaN];
  // Against NaN every comparison is false: the first value is taken.
  if (!(least <= low)) columns.low[index] = low;
  if (!(most >= high)) columns.high[index] = high;
}

function addReadings(store: Store, grid: Grid, { from, to }: CurveAsked): void {
  const begin = epochMs(from - HOUR_MS);
  const read = new Set<string>();
  for (const { probe, hour, packed } of readingsBetween(store, begin, to)) {
    addPacked(grid, probe, hour, packed);
    read.add(`${hour} ${probe}`);
  }
  // Readings are shed when the disk is nearly full; their hour's figures are left.
  for (const { probe, hour, low, high } of hoursBetween(store, begin, to))
    if (low !== null && high !== null && !read.has(`${hour} ${probe}`)) spread(grid, probe, hour, low, high);
}

function addPacked(grid: Grid, probe: string, hour: EpochMs, packed: Uint8Array): void {
  const columns = columnsOf(grid, probe);
  const { first, count } = grid;
  const stepMs = grid.step * 1_000;
  unpackTo(hour, packed, (at, value, why) => {
    const index = Math.floor(at / stepMs) - first;
    if (why === null && index >= 0 && index < count) put(columns, index, value, value);
  });
}

/** Nothing at all: no points; else every step of the range, so that all probes share their instants. */
function thinned(grid: Grid, probe: string, offset: number): Pick<Series, "at" | "low" | "high"> {
  const columns = grid.probes.get(probe);
  if (columns === undefined) return { at: [], low: [], high: [] };
  const shown = (value: number): number | null => (Number.isNaN(value) ? null : corrected(value, offset));
  return {
    at: Array.from({ length: grid.count }, (_, index) => (grid.first + index) * grid.step),
    low: Array.from(columns.low, shown),
    high: Array.from(columns.high, shown),
  };
}
