// Room: temperature-log. What a cell says about temperature.
// May live here: numbers as loggers write them, their unit, and what they write when there is no number. May not: which column.
// Invariant: a thousands separator is refused; what is no number says why.

import type { ReadingTrouble } from "../domain/vat/reading.ts";
import { CELL_LENGTH_MAX } from "./limits.ts";

export type Unit = "C" | "F" | "K";
export type Decimal = "point" | "comma";

export type Value =
  /** `decimal` null: a whole number, which says nothing about the decimal mark. */
  | {
      readonly kind: "number";
      readonly value: number;
      readonly decimal: Decimal | null;
      readonly unit: Unit | null;
    }
  | { readonly kind: "none"; readonly why: ReadingTrouble }
  /** Text that no logger is known to write. */
  | { readonly kind: "text" };

const UNIT_BEHIND = /\s*(?:°|º|˚|\ufffd|deg\.?|degrees|grad)?\s*([CFK])$/i;
const POINT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i;
const COMMA = /^[+-]?(?:\d+,\d*|,\d+)$/;

/** What loggers and spreadsheets write where there is no reading. */
const NOTHING: ReadonlyMap<string, ReadingTrouble> = new Map<string, ReadingTrouble>([
  ...[
    "",
    "-",
    "--",
    "---",
    "----",
    "-----",
    "—",
    "–",
    "*",
    "**",
    "***",
    "****",
    "?",
    "...",
    "--.-",
    "---.-",
  ].map((text): [string, ReadingTrouble] => [text, "no-answer"]),
  ...[
    "na",
    "n/a",
    "#n/a",
    "nan",
    "null",
    "none",
    "nil",
    "nodata",
    "no data",
    "missing",
    "k.a.",
    "n.v.",
    "nv",
  ].map((text): [string, ReadingTrouble] => [text, "no-answer"]),
  ...[
    "no sensor",
    "no probe",
    "nc",
    "n.c.",
    "disconnected",
    "unplugged",
    "lost",
    "not connected",
    "unavailable",
    "unknown",
    "offline",
  ].map((text): [string, ReadingTrouble] => [text, "unplugged"]),
  ...["ol", "o.l", "o.l.", "open", "broken", "break", "fühlerbruch", "fuehlerbruch", "bruch"].map(
    (text): [string, ReadingTrouble] => [text, "open-lead"],
  ),
  ...["short", "shorted", "kurzschluss"].map((text): [string, ReadingTrouble] => [text, "shorted-lead"]),
  ...[
    "err",
    "error",
    "err.",
    "fault",
    "fail",
    "fehler",
    "erreur",
    "defaut",
    "e",
    "er",
    "invalid",
    "#value!",
  ].map((text): [string, ReadingTrouble] => [text, "garbled"]),
  ...["hi", "lo", "high", "low", "hhh", "lll", "over", "under", "ovr", "over range", "under range"].map(
    (text): [string, ReadingTrouble] => [text, "implausible"],
  ),
  ...["inf", "-inf", "+inf", "infinity", "-infinity", "overrange", "underrange", "oor", "of", "uf"].map(
    (text): [string, ReadingTrouble] => [text, "implausible"],
  ),
]);

/** Reads one cell; with `decimal` given a number in the other writing is text. */
export function readValue(cell: string, decimal: Decimal | null): Value {
  if (cell.length > CELL_LENGTH_MAX) return TEXT;
  // The usual cell first: digits with a point.
  if (decimal !== "comma" && POINT.test(cell))
    return numberOf(cell, cell.includes(".") ? "point" : null, null);
  const why = NOTHING.get(cell.toLowerCase());
  if (why !== undefined) return { kind: "none", why };
  const plain = cell
    .replaceAll(/[\u00a0\u202f]/g, " ")
    .replace(/^[−–]/, "-")
    .replace("℃", "°C")
    .replace("℉", "°F");
  const unitMatch = UNIT_BEHIND.exec(plain);
  const digits = unitMatch === null ? plain.trim() : plain.slice(0, unitMatch.index).trim();
  const unit = unitMatch === null ? null : unitOf(unitMatch[1] ?? "");
  if (COMMA.test(digits)) {
    return decimal === "point" ? TEXT : numberOf(digits.replace(",", "."), "comma", unit);
  }
  if (POINT.test(digits)) {
    const point = digits.includes(".");
    return point && decimal === "comma" ? TEXT : numberOf(digits, point ? "point" : null, unit);
  }
  const bare = NOTHING.get(digits.toLowerCase());
  return bare === undefined ? TEXT : { kind: "none", why: bare };
}

const TEXT: Value = { kind: "text" };

function numberOf(text: string, decimal: Decimal | null, unit: Unit | null): Value {
  const value = Number(text);
  return Number.isFinite(value)
    ? { kind: "number", value, decimal, unit }
    : { kind: "none", why: "implausible" };
}

function unitOf(letter: string): Unit {
  const upper = letter.toUpperCase();
  return upper === "F" ? "F" : upper === "K" ? "K" : "C";
}

export function toCelsius(value: number, unit: Unit): number {
  if (unit === "C") return value;
  // Rounded to a thousandth: 41 °F is 5 °C, not 5.000000000000001, and the limit is 5.
  const celsius = unit === "F" ? ((value - 32) * 5) / 9 : value - 273.15;
  return Math.round(celsius * 1_000) / 1_000;
}
