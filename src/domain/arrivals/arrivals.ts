// Room: domain/arrivals. The one interface over all shed layouts: inputs in, occupants out.
// May live here: which layout an input goes to, and which bail. May not: the pairing rules of one layout.
// Invariant: an input that belongs nowhere changes nothing; a bail not listed in the occupants is empty.

import type { BailNo } from "../ids.ts";
import { unreachable } from "../result.ts";
import type { InBailLayout, Layout, RotaryLayout } from "../shed/plan.ts";
import type { MonoMs } from "../units.ts";
import { ROW_AT_START, type RowState, rowOccupants } from "./herringbone-row.ts";
import { rowsStep } from "./herringbone-rows.ts";
import type { ArrivalInput, Occupant, Occupants } from "./identity.ts";
import { type PlaceInput, type PlaceState, placeAtStart, placeStep } from "./in-bail-place.ts";
import { type PlatformInput, type PlatformState, platformAtStart, platformStep } from "./rotary-platform.ts";

export type Arrivals = {
  /** The number of the next cow to arrive: never used twice in one run. */
  readonly nextArrival: number;
  readonly rows: readonly RowState[];
  readonly places: readonly PlaceState[];
  readonly platform: PlatformState | null;
};

/** Nobody is known anywhere. */
export function arrivalsAtStart(layout: Layout): Arrivals {
  switch (layout.kind) {
    case "in-bail":
      return {
        nextArrival: 1,
        rows: [],
        places: layout.places.map((place) => placeAtStart(place.exitGate !== undefined)),
        platform: null,
      };
    case "herringbone":
      return { nextArrival: 1, rows: layout.rows.map(() => ROW_AT_START), places: [], platform: null };
    case "rotary":
      return { nextArrival: 1, rows: [], places: [], platform: platformAtStart(layout.bails.length) };
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
      return { ...arrivals, ...rowsStep(arrivals, layout, input, now) };
    case "rotary":
      return rotaryStep(arrivals, layout, input, now);
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
      return onPlatform(arrivals, layout);
    default:
      return unreachable(layout);
  }
}

/** Asked for several times a step, of some eighty bails. */
function onPlatform(arrivals: Arrivals, layout: RotaryLayout): Occupants {
  const found: { [bail: number]: Occupant } = {};
  for (const [index, bail] of layout.bails.entries()) {
    const state = arrivals.platform?.bails[index];
    if (state?.kind === "cow") found[bail] = state.cow;
  }
  return found;
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
      return arrivals.platform?.bails[layout.bails.indexOf(bail)]?.kind === "empty";
    default:
      return unreachable(layout);
  }
}

/**
 * Whether nobody stands in a bail and nobody is on her way to it: a row into or out of which cows may be walking is not
 * free. Stricter than "known to be empty", for what must not be seen by anybody who has to do with a cow.
 */
export function isFree(arrivals: Arrivals, layout: Layout, bail: BailNo): boolean {
  if (!isKnownEmpty(arrivals, layout, bail)) return false;
  switch (layout.kind) {
    case "in-bail":
      return true;
    case "herringbone": {
      const index = layout.rows.findIndex((row) => row.bails.includes(bail));
      const row = arrivals.rows[index];
      const place = layout.rows[index]?.bails.indexOf(bail) ?? -1;
      return row !== undefined && place >= row.places.length && !cowsMayWalk(row);
    }
    case "rotary": {
      const { platform } = arrivals;
      return platform !== null && platform.waiting === null && platform.boarded === "inactive";
    }
    default:
      return unreachable(layout);
  }
}

/** Out through the exit, or in through the beam or an entry that stands open: behind the first cow, or before one that was heard. */
const cowsMayWalk = (row: RowState): boolean =>
  row.exit !== "inactive" ||
  row.beam !== "inactive" ||
  (row.entry !== "inactive" && (row.places.length > 0 || row.waiting !== null));

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

function rotaryStep(arrivals: Arrivals, layout: RotaryLayout, input: ArrivalInput, now: MonoMs): Arrivals {
  const before = arrivals.platform;
  const told = toldToPlatform(layout, input);
  if (before === null || told === null) return arrivals;
  const platform = platformStep(before, told, {
    stayedBails: layout.stayedBails,
    times: layout.pairing,
    now,
    arrival: arrivals.nextArrival,
  });
  if (platform === before) return arrivals;
  const nextArrival = platform.bails.reduce(
    (next, bail) => (bail.kind === "cow" ? Math.max(next, bail.cow.arrival + 1) : next),
    arrivals.nextArrival,
  );
  return { ...arrivals, platform, nextArrival };
}

function toldToPlatform(layout: RotaryLayout, input: ArrivalInput): PlatformInput | null {
  switch (input.kind) {
    case "tag":
      if (input.reader === layout.entryReader) return { kind: "entry-tag", eid: input.eid };
      return input.reader === layout.exitReader ? { kind: "exit-tag", eid: input.eid } : null;
    case "input": {
      const { level } = input;
      if (input.input === layout.firstPulse) return { kind: "pulse", which: "first", level };
      if (input.input === layout.secondPulse) return { kind: "pulse", which: "second", level };
      if (input.input === layout.indexMark) return { kind: "index", level };
      if (input.input === layout.boarded) return { kind: "boarded", level };
      return input.input === layout.stayed ? { kind: "stayed", level } : null;
    }
    case "settle": {
      const index = layout.bails.indexOf(input.bail);
      return index < 0 ? null : { kind: "settle", index, cow: input.cow, by: input.by };
    }
    case "tick":
      return { kind: "tick" };
    default:
      return unreachable(input);
  }
}
