// Room: office/shed. Pages of lists: cursors, ranges, and how an instant is written.
// May live here: the way between a page's question and a list's rows. May not: what the rows are.
// Invariant: a cursor names a row, so that a page neither repeats nor leaves out when rows are added meanwhile.

import { type EpochMs, epochMs } from "../../domain/units.ts";
import type { ListAsked, ListPlace } from "../../store/shed-records.ts";
import { refused } from "../contract/handlers.ts";

export const instantOf = (at: EpochMs): string => new Date(at).toISOString();
export const instantOrNull = (at: EpochMs | null): string | null => (at === null ? null : instantOf(at));
/** An instant that a schema has let through. */
export const epochOf = (text: string): EpochMs => epochMs(Date.parse(text));

type Query = {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

/** Null: the cursor is none that a page of ours gave. One row more than the page is asked for, to know whether there is a next. */
export function listAsked(query: Query): ListAsked | null {
  const after = query.cursor === undefined ? null : placeOf(query.cursor);
  if (after === undefined) return null;
  return {
    after,
    limit: query.limit + 1,
    from: query.from === undefined ? null : epochOf(query.from),
    to: query.to === undefined ? null : epochOf(query.to),
  };
}

function placeOf(cursor: string): ListPlace | undefined {
  const parts = /^(\d{1,15})\.(\d{1,15})$/.exec(cursor);
  if (parts === null) return undefined;
  return { at: epochMs(Number(parts[1])), record: Number(parts[2]) };
}

export const badCursor = refused(
  "bad-entry",
  "The place in the list is not known.",
  "Begin the list again at its first page.",
);

/** A page of `limit` items. `rows` has one more where there is a next page. */
export function pageOf<Row extends { readonly record: number }, Item>(
  rows: readonly Row[],
  limit: number,
  place: (row: Row) => EpochMs,
  item: (row: Row) => Item,
): { readonly ok: true; readonly value: { readonly items: Item[]; readonly next: string | null } } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? `${place(last)}.${last.record}` : null;
  return { ok: true, value: { items: shown.map(item), next } };
}
