// Room: store. One spelling of a value, so that its hash can be worked out anew years later.
// May live here: canonical JSON of rows and of request bodies, SHA-256 of it. May not: SQL, meaning.
// Invariant: two rows have the same text exactly when every cell is the same in kind and value.

import { createHash } from "node:crypto";
import { assert } from "../domain/result.ts";
import type { Cell } from "./store.ts";

export const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

/** A row as SQLite gives it with safe integers: every integer a bigint, every number a REAL. */
export type StoredRow = { readonly [column: string]: Cell };

/**
 * A row as stored. Columns by name; integers as digits, REAL always with a point or exponent, so that 1 and 1.0 differ; blobs in hex. Columns
 * that are NULL are left out: a later migration may add a column without changing the hash of older rows.
 */
export function canonicalRow(row: StoredRow): string {
  const cells = Object.keys(row)
    .sort(byCodeUnit)
    .flatMap((column) => {
      const cell = row[column];
      return cell === null || cell === undefined ? [] : [`${JSON.stringify(column)}:${canonicalCell(cell)}`];
    });
  return `{${cells.join(",")}}`;
}

function canonicalCell(cell: Exclude<Cell, null>): string {
  if (typeof cell === "bigint") return cell.toString();
  if (typeof cell === "string") return JSON.stringify(cell);
  if (typeof cell === "number") return canonicalReal(cell);
  return `{"blob":"${Buffer.from(cell).toString("hex")}"}`;
}

function canonicalReal(value: number): string {
  if (!Number.isFinite(value)) return `{"real":"${value}"}`;
  const digits = Object.is(value, -0) ? "-0" : String(value);
  return /[.e]/.test(digits) ? digits : `${digits}.0`;
}

/** JSON with the keys of every object in order; what JSON cannot say is a mistake of the caller. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => byCodeUnit(a, b))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(",")}}`;
  }
  const text: string | undefined = JSON.stringify(value);
  assert(text !== undefined, `JSON can say a ${typeof value}`);
  return text;
}

/** Not by locale: the order must be the same on every computer. */
const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
