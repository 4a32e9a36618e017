// Room: store. Reading the columns of a STRICT row: a value of another type is a broken database, said by its column.
// May live here: one function a column type. May not: SQL, domain types. Invariant: nothing is read as something it is not.

import { assert } from "../domain/result.ts";
import { type EpochMs, epochMs } from "../domain/units.ts";
import type { Pen, Row, Written } from "./store.ts";

/** What `all()` and `get()` give: a row whose columns are not known to the compiler. */
export type ReadRow = { readonly [column: string]: unknown };

export function textOf(row: ReadRow, column: string): string {
  const value = row[column];
  assert(typeof value === "string", `column ${column} holds text`);
  return value;
}

export function numberOf(row: ReadRow, column: string): number {
  const value = row[column];
  assert(typeof value === "number", `column ${column} holds a number`);
  return value;
}

export const textOrNull = (row: ReadRow, column: string): string | null =>
  row[column] === null ? null : textOf(row, column);
export const numberOrNull = (row: ReadRow, column: string): number | null =>
  row[column] === null ? null : numberOf(row, column);
export const instantOf = (row: ReadRow, column: string): EpochMs => epochMs(numberOf(row, column));
export const flagOf = (row: ReadRow, column: string): boolean => numberOf(row, column) === 1;

/** A column of JSON text, as it was written by this program. */
export const jsonOf = (row: ReadRow, column: string): unknown => JSON.parse(textOf(row, column));

export function textsOf(row: ReadRow, column: string): readonly string[] {
  const value = jsonOf(row, column);
  assert(
    Array.isArray(value) && value.every((one) => typeof one === "string"),
    `${column} is a list of texts`,
  );
  return value;
}

/** Appends a row that ends with who wrote it, when, and whether the clock was trusted. */
export const appendSigned = (pen: Pen, table: string, row: Row, written: Written, says: string): number =>
  pen.append(
    table,
    { ...row, by: written.by, at: written.at, trusted: written.trusted ? 1 : 0 },
    written,
    says,
  );
