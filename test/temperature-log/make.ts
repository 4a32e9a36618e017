// Room: test/temperature-log. Files made up for the tests: a vat that cools, in whatever writing is asked for.

import { assert } from "../../src/domain/result.ts";
import type { TemperatureLog } from "../../src/temperature-log/log.ts";
import { COOLED } from "../../src/temperature-log/measured.ts";
import { readTemperatureLog } from "../../src/temperature-log/read-log.ts";
import { type LogSettings, NOTHING_SAID } from "../../src/temperature-log/settings.ts";
import type { LogProblem } from "../../src/temperature-log/text.ts";

export const MINUTE = 60_000;
export const DAY = 86_400_000;
/** A Sunday at six. */
export const START = Date.UTC(2026, 10, 22, 6, 0);
export const COLD = 6;

/** What the vat has after so many rows of five minutes, to a tenth. */
export const coolingAt = (row: number): number => Math.round((35 * Math.exp(-row / 20) + 3) * 10) / 10;

/** Rows five minutes apart. */
export function rowsOf(
  count: number,
  write: (at: number, temperature: string, row: number) => string,
  from = START,
  step = 5 * MINUTE,
): string {
  return Array.from(
    { length: count },
    (_, row) => `${write(from + row * step, coolingAt(row).toFixed(1), row)}\n`,
  ).join("");
}

export const iso = (at: number): string => new Date(at).toISOString().slice(0, 19).replace("T", " ");
export const hm = (at: number): string => iso(at).slice(11, 16);
export const hms = (at: number): string => iso(at).slice(11, 19);
export const dmy = (at: number, mark: string): string => iso(at).slice(0, 10).split("-").reverse().join(mark);

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function read(file: string | Uint8Array, settings: Partial<LogSettings>, size: number) {
  const bytes = typeof file === "string" ? Buffer.from(file) : file;
  return readTemperatureLog(cut(bytes, size), { ...NOTHING_SAID, ...settings }, COOLED);
}

export async function readOk(
  file: string | Uint8Array,
  settings: Partial<LogSettings> = {},
  size = 65_536,
): Promise<TemperatureLog> {
  const log = await read(file, settings, size);
  assert(log.ok, `the file is read: ${log.ok ? "" : JSON.stringify(log.error)}`);
  return log.value;
}

export async function readProblems(
  file: string | Uint8Array,
  settings: Partial<LogSettings> = {},
): Promise<readonly LogProblem[]> {
  const log = await read(file, settings, 65_536);
  return log.ok ? [] : log.error;
}
