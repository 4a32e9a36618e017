// Room: office/ui/records. The lists of the records, with their names and what each can be narrowed down by.
// May live here: the table, and the range of days as instants. May not: cells.

import type { FarmZone } from "../entry/farm-zone.ts";
import { atFarm } from "../entry/farm-zone.ts";

export const LISTS = [
  { list: "treatments", name: "Treatment book" },
  { list: "milkings", name: "Milkings" },
  { list: "visits", name: "Visits" },
  { list: "diverted", name: "Diverted milk" },
  { list: "alarms", name: "Alarms" },
  { list: "happenings", name: "Happenings" },
  { list: "changes", name: "Changes" },
] as const;
export type ListName = (typeof LISTS)[number]["list"];
export const listOf = (text: string): ListName | null =>
  LISTS.find(({ list }) => list === text)?.list ?? null;

/** What is asked for, as the address has it: reloaded, shared and gone back to. Days are days at the farm. */
export type Narrowed = {
  readonly from: string;
  readonly to: string;
  readonly cow: string;
  readonly kind: string;
  readonly product: string;
  readonly late: boolean;
  readonly by: string;
};
export function narrowedBy(query: { readonly [key: string]: string | undefined }): Narrowed {
  const day = (text: string | undefined) =>
    text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : "";
  return {
    from: day(query.from),
    to: day(query.to),
    cow: (query.cow ?? "").slice(0, 20),
    kind: (query.kind ?? "").slice(0, 40),
    product: (query.product ?? "").slice(0, 40),
    late: query.late === "yes",
    by: (query.by ?? "").slice(0, 32),
  };
}

export function addressOf(list: ListName, narrowed: Narrowed): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(narrowed)) {
    if (value === true) query.set(key, "yes");
    else if (typeof value === "string" && value !== "") query.set(key, value);
  }
  const asked = query.toString();
  return `/records/${list}${asked === "" ? "" : `?${asked}`}`;
}

/** Both days are meant as whole days at the farm. */
export function rangeOf(
  { from, to }: Narrowed,
  zone: FarmZone,
): { readonly from?: string; readonly to?: string } {
  const start = from === "" ? null : startOf(from, zone);
  const end = to === "" ? null : startOf(dayAfter(to), zone);
  return { ...(start === null ? {} : { from: start }), ...(end === null ? {} : { to: end }) };
}

const DAY = 86_400_000;
const dayAfter = (day: string): string => new Date(Date.parse(day) + DAY).toISOString().slice(0, 10);
function startOf(day: string, zone: FarmZone): string | null {
  // Where the clock skips midnight the day begins an hour later.
  const start = atFarm(`${day}T00:00`, zone);
  const at = start.ok ? start : atFarm(`${day}T01:00`, zone);
  return at.ok ? new Date(at.value).toISOString() : null;
}

/** The range and what else was asked for, for the head of a printed list. */
export function inWords({ from, to, cow, kind, late, by }: Narrowed): string {
  const range =
    from === "" && to === ""
      ? "all that is on record"
      : `${from === "" ? "from the beginning" : `from ${from}`}${to === "" ? "" : ` to ${to}`}`;
  return [
    range,
    cow === "" ? "" : `cow ${cow}`,
    kind === "" ? "" : kind,
    by === "" ? "" : `by ${by}`,
    late ? "late entries only" : "",
  ]
    .filter((part) => part !== "")
    .join(" · ");
}
