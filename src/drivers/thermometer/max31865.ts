// Room: drivers/thermometer. A round of a PT100 or PT1000 behind a MAX31865, through the kernel's IIO files.
// May live here: which files are asked in which order. May not: ohms and degrees (platinum.ts), processes.
// Invariant: only the raw ratio is used; the kernel's own scale knows neither the reference resistor nor the element.
//
//   filter ─▶ set-filter ─▶ filter-again ─▶ raw ─▶ fault ─▶ done        (the first three only to set it up)

import type { RawReading } from "../../domain/vat/reading.ts";
import { filterDoesNotStick } from "./messages.ts";
import { type Platinum, readingOfCode } from "./platinum.ts";
import { type Answer, type Ask, type Done, none, troubleOf } from "./round.ts";

export type Max31865 = Platinum & {
  readonly kind: "max31865";
  /** The kernel's folder of SPI devices. */
  readonly folder: string;
  /** Its name there, by bus and chip select: `spi0.0`. */
  readonly chipSelect: string;
  /** The mains' frequency, 50 or 60 Hz, whose hum the converter's filter takes out. */
  readonly mainsHertz: number;
};

export type Max31865Round = {
  readonly device: "max31865";
  readonly at: "filter" | "set-filter" | "filter-again" | "raw" | "fault";
  readonly code: number;
  readonly remarks: readonly string[];
};

/** Files of Linux, drivers/iio/temperature/max31865.c. The number after `iio:device` is the kernel's. */
const FILES = {
  filter: "in_filter_notch_center_frequency",
  raw: "in_temp_raw",
  fault: "fault_ovuv",
} as const;

export const beginMax31865 = (setUp: boolean): Max31865Round => ({
  device: "max31865",
  at: setUp ? "filter" : "raw",
  code: 0,
  remarks: [],
});

export function askOfMax31865(of: Max31865, round: Max31865Round): Ask {
  const path = (file: string): string => `${of.folder}/${of.chipSelect}/iio:device*/${file}`;
  switch (round.at) {
    case "filter":
    case "filter-again":
      return { kind: "read", path: path(FILES.filter) };
    case "set-filter":
      return { kind: "write", path: path(FILES.filter), value: String(of.mainsHertz) };
    case "raw":
      return { kind: "read", path: path(FILES.raw) };
    case "fault":
      return { kind: "read", path: path(FILES.fault) };
  }
}

export function stepMax31865(of: Max31865, round: Max31865Round, answer: Answer): Max31865Round | Done {
  const text = answer.kind === "text" ? answer.text.trim() : null;
  switch (round.at) {
    case "filter":
      return { ...round, at: text === null || text === String(of.mainsHertz) ? "raw" : "set-filter" };
    case "set-filter":
      return { ...round, at: "filter-again" };
    case "filter-again":
      if (text === String(of.mainsHertz)) return { ...round, at: "raw" };
      return { ...round, at: "raw", remarks: [filterDoesNotStick(of.mainsHertz, text)] };
    case "raw": {
      if (answer.kind !== "text") return done(round, troubleOf(answer));
      if (text === "") return done(round, none("no-answer"));
      const code = /^\d{1,5}$/.test(answer.text.trim()) ? Number(text) : -1;
      if (code < 0 || code > CODE_MAX) return done(round, none("garbled"));
      return { ...round, at: "fault", code };
    }
    case "fault":
      // The kernel clears the fault before each conversion: a 1 here is of the code just read. Older kernels lack the file.
      return done(round, readingOfCode(round.code, text === "1", of));
  }
}

const CODE_MAX = 32_767;

const done = (round: Max31865Round, reading: RawReading): Done => ({
  at: "done",
  reading,
  // A device that is not there cannot be set, which needs no saying besides.
  remarks: reading.kind === "none" && reading.why === "no-answer" ? [] : round.remarks,
  setUpAgain: reading.kind === "none",
});
