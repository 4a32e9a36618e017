// Room: domain/arrivals. The one interface over all shed layouts: inputs in, occupants out.
// May live here: which row or bail an input belongs to. May not: the pairing rules (herringbone-row, in-bail-place).
// Invariant: an input that belongs nowhere changes nothing; a bail not listed in the occupants is empty.

import type { BailNo, ReaderId } from "../ids.ts";
import { unreachable } from "../result.ts";
import type { HerringboneLayout, InBailLayout, Layout } from "../shed/plan.ts";
import type { MonoMs } from "../units.ts";
import { ROW_AT_START, type RowInput, type RowState, rowOccupants, rowStep } from "./herringbone-row.ts";
import type { ArrivalInput, Occupant, Occupants } from "./identity.ts";
import { type PlaceInput, type PlaceState, placeAtStart, placeStep } from "./in-bail-place.ts";

export type Arrivals = {
  /** The number of the next cow to arrive: never used twice in one run. */
  readonly nextArrival: number;
  readonly rows: readonly RowState[];
  readonly places: readonly PlaceState[];
};

/** Nobody is known anywhere. */
export function arrivalsAtStart(layout: Layout): Arrivals {
  switch (layout.kind) {
    case "in-bail":
      return {
        nextArrival: 1,
        rows: [],
        places: layout.places.map((place) => placeAtStart(place.exitGate !== undefined)),
      };
    case "herringbone":
      return { nextArrival: 1, rows: layout.rows.map(() => ROW_AT_START), places: [] };
    case "rotary":
      return { nextArrival: 1, rows: [], places: [] };
    default:
      return unreachable(layout);
  }
}

/** The only transition. */
export function arrivalsStep(arrivals: Arrivals, layout: Layout, input: ArrivalInput, now: MonoMs): Arrivals {
  switch (layout.kind) {
    case "in-bail":
      return inBailStep(arrivals, layout, input, now);
    case "herringbone":
      return herringboneStep(arrivals, layout, input, now);
    case "rotary":
      return arrivals;
    default:
      return unreachable(layout);
  }
}

/** Who stands where. */
export function occupantsOf(arrivals: Arrivals, layout: Layout): Occupants {
  switch (layout.kind) {
    case "in-bail":
      return Object.fromEntries(
        layout.places.flatMap(({ bail }, index) => {
          const occupant = arrivals.places[index]?.occupant;
          return occupant === undefined || occupant === null ? [] : [[bail, occupant] as const];
        }),
      );
    case "herringbone":
      return Object.fromEntries(
        layout.rows.flatMap((row, index): (readonly [number, Occupant])[] => {
          const state = arrivals.rows[index];
          return state === undefined ? [] : [...rowOccupants(state, row.bails)];
        }),
      );
    case "rotary":
      return {};
    default:
      return unreachable(layout);
  }
}

/**
 * Whether a bail that shows no occupant is known to be empty. After a restart, or with any doubt about a row's counts,
 * a cow that nobody counted may stand there.
 */
export function isKnownEmpty(arrivals: Arrivals, layout: Layout, bail: BailNo): boolean {
  switch (layout.kind) {
    case "in-bail": {
      const place = arrivals.places[layout.places.findIndex((one) => one.bail === bail)];
      return place?.stands === "inactive";
    }
    case "herringbone": {
      const index = layout.rows.findIndex((row) => row.bails.includes(bail));
      const row = arrivals.rows[index];
      return row !== undefined && row.doubt === null;
    }
    case "rotary":
      return false;
    default:
      return unreachable(layout);
  }
}

function inBailStep(arrivals: Arrivals, layout: InBailLayout, input: ArrivalInput, now: MonoMs): Arrivals {
  let nextArrival = arrivals.nextArrival;
  const places = arrivals.places.map((place, index) => {
    const plan = layout.places[index];
    if (plan === undefined) return place;
    const told = ((): PlaceInput | null => {
      switch (input.kind) {
        case "tag":
          return input.reader === plan.reader ? { kind: "tag", eid: input.eid } : null;
        case "input":
          if (input.input === plan.placeSwitch)
            return { kind: "stands", level: input.level, arrival: nextArrival };
          return input.input === plan.exitGate
            ? { kind: "gate", level: input.level, arrival: nextArrival }
            : null;
        case "settle":
          return input.bail === plan.bail ? { kind: "settle", cow: input.cow, by: input.by } : null;
        case "tick":
          return null;
        default:
          return unreachable(input);
      }
    })();
    if (told === null) return place;
    const next = placeStep(place, told, now);
    if (next.occupant !== null && next.occupant.arrival === nextArrival) nextArrival += 1;
    return next;
  });
  return { ...arrivals, places, nextArrival };
}

function herringboneStep(
  arrivals: Arrivals,
  layout: HerringboneLayout,
  input: ArrivalInput,
  now: MonoMs,
): Arrivals {
  let nextArrival = arrivals.nextArrival;
  const rows = arrivals.rows.map((row, index) => {
    const plan = layout.rows[index];
    if (plan === undefined) return row;
    const told = ((): RowInput | null => {
      switch (input.kind) {
        case "tag":
          return input.reader === plan.reader && listens(arrivals, layout, input.reader, index)
            ? { kind: "tag", eid: input.eid }
            : null;
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
  return { ...arrivals, rows, nextArrival };
}

/**
 * Whether row `index` hears a tag of a reader that several rows may share: when the entry of just one of them
 * stands open the tag belongs there; otherwise all of them hear it, and those that are filling come to doubt.
 */
function listens(arrivals: Arrivals, layout: HerringboneLayout, reader: ReaderId, index: number): boolean {
  const open = layout.rows.flatMap((row, i) =>
    row.reader === reader && arrivals.rows[i]?.entry === "active" ? [i] : [],
  );
  return open.length !== 1 || open[0] === index;
}
