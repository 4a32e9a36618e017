// Room: recorder. What a line of a recording says, and the names of the files.
// May live here: shapes, printing and parsing, pure. May not: checksums (chain), files (disk).
// Invariant: parse(print(line)) is the line; the format number changes when a reader of today could misread it.

import type { Carried } from "../controller/carried.ts";
import type { Effect } from "../controller/effect.ts";
import type { Stamped } from "../controller/event.ts";
import { err, ok, type Result } from "../domain/result.ts";
import { type EpochMs, epochMs } from "../domain/units.ts";
import { hex8 } from "./chain.ts";
import type { Run } from "./run.ts";

/** Version of this file format. */
export const FORMAT = 1;

/** Where the recording goes on from: `file` counts up to `bytes`; anything after that is told again here. */
export type Previous = { readonly file: string; readonly bytes: number; readonly crc: string };

/** The first line of every file. With it the file can be replayed alone. */
export type Header = {
  readonly flight: typeof FORMAT;
  /** Version of the program that wrote it. */
  readonly version: string;
  readonly started: EpochMs;
  readonly previous: Previous | null;
  readonly carried: Carried;
  /** The machine's whole state before the first line that follows. */
  readonly state: unknown;
};

/** Records that never reached the disk. */
export type Gap = {
  readonly lost: number;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly why: string;
};

/** "next": the recording goes on in the next file. "stopped": the program was stopped in good order. */
export type Ending = "next" | "stopped";

export type Line =
  | { readonly kind: "header"; readonly header: Header }
  | { readonly kind: "in"; readonly stamped: Stamped }
  | { readonly kind: "out"; readonly effects: readonly Effect[] }
  | { readonly kind: "run"; readonly run: Run }
  | { readonly kind: "gap"; readonly gap: Gap }
  | { readonly kind: "end"; readonly ending: Ending };

export const printHeader = (header: Omit<Header, "flight">): string =>
  JSON.stringify({ flight: FORMAT, ...header });
export const printIn = (stamped: Stamped): string => `{"in":${JSON.stringify(stamped)}}`;
/** Takes the effects' JSON ready made: the hot path has it already. */
export const printOut = (effectsJson: string): string => `{"out":${effectsJson}}`;
export const printRun = (run: Run): string => `{"run":${JSON.stringify(run)}}`;
export const printGap = (gap: Gap): string => `{"gap":${JSON.stringify(gap)}}`;
export const printEnd = (ending: Ending): string => `{"end":"${ending}"}`;
export const printCrc = hex8;

/**
 * Parses the JSON of a line whose checksum was right. Such a line was written by `print…` above, so its inside is
 * taken as it is; what is checked is that it is a kind of line this program knows.
 */
export function parseLine(json: string): Result<Line, string> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return err(`not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof value !== "object" || value === null) return err("not an object");
  if ("flight" in value) {
    if (value.flight !== FORMAT) {
      return err(`format ${String(value.flight)}; this program reads format ${FORMAT}`);
    }
    return ok({ kind: "header", header: value as Header });
  }
  if ("in" in value) return ok({ kind: "in", stamped: value.in as Stamped });
  if ("out" in value) return ok({ kind: "out", effects: value.out as readonly Effect[] });
  if ("run" in value) return ok({ kind: "run", run: value.run as Run });
  if ("gap" in value) return ok({ kind: "gap", gap: value.gap as Gap });
  if ("end" in value) return ok({ kind: "end", ending: value.end as Ending });
  return err(`a line of an unknown kind: ${Object.keys(value).slice(0, 3).join(", ")}`);
}

/** A recording's file by its name. The counter orders files, since the wall clock in the name may jump. */
export type FlightName = { readonly name: string; readonly counter: number; readonly started: EpochMs };

/** For example flight-2026-11-22T05-41-10Z-000042.log */
export function flightName(started: EpochMs, counter: number): string {
  const time = new Date(started)
    .toISOString()
    .replace(/\.\d+Z$/, "Z")
    .replaceAll(":", "-");
  return `flight-${time}-${String(counter).padStart(6, "0")}.log`;
}

/** Null for a file that is none of ours. */
export function parseFlightName(name: string): FlightName | null {
  const parts = /^flight-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z-(\d{6,12})\.log$/.exec(name);
  if (parts === null) return null;
  const [, date, hour, minute, second, counter] = parts;
  const started = Date.parse(`${date}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(started)) return null;
  return { name, counter: Number(counter), started: epochMs(started) };
}
