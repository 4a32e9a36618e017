// Room: domain/arrivals. The rows of a herringbone together, and the race readers that they may share.
// May live here: which row a saying is meant for. May not: the pairing rule of one row (herringbone-row), bails.
// Invariant: a tag is told to one row as its read, or, while nothing says which is meant, to none as such.

import type { Eid, ReaderId } from "../ids.ts";
import { unreachable } from "../result.ts";
import type { HerringboneLayout } from "../shed/plan.ts";
import { between, type MonoMs } from "../units.ts";
import { type RowInput, type RowState, rowStep } from "./herringbone-row.ts";
import type { ArrivalInput } from "./identity.ts";

export type Rows = { readonly nextArrival: number; readonly rows: readonly RowState[] };

/** The only transition of the rows together: what is said goes to the rows that it is meant for. */
export function rowsStep(before: Rows, layout: HerringboneLayout, input: ArrivalInput, now: MonoMs): Rows {
  let { nextArrival } = before;
  const rows = before.rows.map((row, index) => {
    const plan = layout.rows[index];
    if (plan === undefined) return row;
    const told = ((): RowInput | null => {
      switch (input.kind) {
        case "tag":
          return tagFor(before.rows, layout, input, index, now);
        case "input":
          if (input.input === plan.beam) return { kind: "beam", level: input.level, arrival: nextArrival };
          if (input.input === plan.entryGate) return { kind: "entry", level: input.level };
          return input.input === plan.exitGate ? { kind: "exit", level: input.level } : null;
        case "settle": {
          const place = plan.bails.indexOf(input.bail);
          return place < 0 ? null : { kind: "settle", index: place, cow: input.cow, by: input.by };
        }
        case "tick":
          return { kind: "tick" };
        default:
          return unreachable(input);
      }
    })();
    if (told === null) return row;
    const next = rowStep(row, told, plan.bails.length, layout.pairing, now);
    if (next.places.at(-1)?.arrival === nextArrival) nextArrival += 1;
    return next;
  });
  const crossed = rowsCrossed(before.rows, layout, input);
  const sure = rows.map((row, index) => {
    const capacity = layout.rows[index]?.bails.length ?? 0;
    return crossed.includes(index)
      ? rowStep(row, { kind: "two-rows-open" }, capacity, layout.pairing, now)
      : row;
  });
  return { rows: sure, nextArrival };
}

/** What row `index` is told of a tag: the race reader's, or that of the reader at its first or last place. */
function tagFor(
  rows: readonly RowState[],
  layout: HerringboneLayout,
  { reader, eid }: { readonly reader: ReaderId; readonly eid: Eid },
  index: number,
  now: MonoMs,
): RowInput | null {
  const plan = layout.rows[index];
  if (plan?.firstPlaceReader === reader) return { kind: "at-place", place: "first", eid };
  if (plan?.lastPlaceReader === reader) return { kind: "at-place", place: "last", eid };
  if (plan?.reader !== reader) return null;
  const hearing = rowsHearing(rows, layout, reader, eid);
  if (!hearing.includes(index)) return null;
  const several = hearing.length > 1 && hearing.every((one) => rows[one]?.entry === "active");
  if (several) return { kind: "two-rows-open" };
  // The cow just counted into the other row may be heard a little longer, or this is the next one already.
  const walkingOn = rows.some(
    ({ countedAt }, other) =>
      other !== index &&
      layout.rows[other]?.reader === reader &&
      countedAt !== null &&
      between(countedAt, now) <= layout.pairing.lingerMax,
  );
  if (!walkingOn) return { kind: "tag", eid };
  return rows[index]?.entry === "active" ? { kind: "two-rows-open" } : null;
}

/**
 * The rows of a reader, which several may share, that a tag may be meant for. One that stands in a row is heard on or
 * again there. Another is for the row whose entry stands open, and of several such for the one with room: while two
 * have room she is nobody's. With all shut, the queue's head is the head for whichever opens first.
 */
function rowsHearing(
  rows: readonly RowState[],
  layout: HerringboneLayout,
  reader: ReaderId,
  eid: Eid,
): readonly number[] {
  const ofReader = layout.rows.flatMap((plan, index) => {
    const state = rows[index];
    return state !== undefined && plan.reader === reader
      ? [{ index, state, full: state.places.length >= plan.bails.length }]
      : [];
  });
  const standing = ofReader.filter(({ state }) =>
    state.places.some(({ identity }) => identity.kind === "tag" && identity.eid === eid),
  );
  const open = ofReader.filter(({ state }) => state.entry === "active");
  const withRoom = open.filter(({ full }) => !full);
  const meant = [standing, withRoom.length === 0 ? open : withRoom, ofReader].find((some) => some.length > 0);
  return (meant ?? []).map(({ index }) => index);
}

/** The rows, besides the one that opens now, where a cow was heard and has not come in yet: she may go into either. */
function rowsCrossed(
  rows: readonly RowState[],
  layout: HerringboneLayout,
  input: ArrivalInput,
): readonly number[] {
  if (input.kind !== "input" || input.level !== "active") return [];
  const opening = layout.rows.findIndex((row) => row.entryGate === input.input);
  return layout.rows.flatMap((plan, index) => {
    const row = rows[index];
    const expects = row?.entry === "active" && row.waiting !== null;
    return expects && index !== opening && plan.reader === layout.rows[opening]?.reader ? [index] : [];
  });
}
