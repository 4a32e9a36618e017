// Room: domain/arrivals. One bail with its own reader: the tag heard while a cow stands there is hers.
// May live here: the rule of one such bail, as a value machine. May not: other bails, holds, valves.
// Invariant: an identity lives no longer than the place switch stays closed and the gate shut; a read before she
// stood there is the last cow's and is not used.

import type { CowId, Eid, PersonId } from "../ids.ts";
import type { MonoMs } from "../units.ts";
import type { Identity, InputLevel, Occupant } from "./identity.ts";

export type PlaceState = {
  readonly stands: InputLevel;
  /** "inactive" all the time where the bail has no gate. */
  readonly gate: InputLevel;
  readonly occupant: Occupant | null;
};

export type PlaceInput =
  | { readonly kind: "tag"; readonly eid: Eid }
  | { readonly kind: "stands"; readonly level: InputLevel; readonly arrival: number }
  | { readonly kind: "gate"; readonly level: InputLevel; readonly arrival: number }
  | { readonly kind: "settle"; readonly cow: CowId; readonly by: PersonId };

export const placeAtStart = (hasGate: boolean): PlaceState => ({
  stands: "unknown",
  gate: hasGate ? "unknown" : "inactive",
  occupant: null,
});

/** The only transition of one bail with its own reader. */
export function placeStep(place: PlaceState, input: PlaceInput, now: MonoMs): PlaceState {
  switch (input.kind) {
    case "tag":
      return withOccupant(place, (occupant) => ({
        ...occupant,
        identity: heard(occupant.identity, input.eid),
      }));
    case "settle": {
      // While a switch is away she may leave unseen, and a person's word about her would stay for the next cow.
      if (place.stands !== "active" || place.gate !== "inactive") return place;
      const identity: Identity = { kind: "settled", cow: input.cow, by: input.by };
      return withOccupant(place, (occupant) => ({ ...occupant, identity }));
    }
    case "stands":
      return occupied({ ...place, stands: input.level }, input.arrival, now);
    case "gate":
      return occupied({ ...place, gate: input.level }, input.arrival, now);
    default: {
      const never: never = input;
      return never;
    }
  }
}

function occupied(place: PlaceState, arrival: number, now: MonoMs): PlaceState {
  if (place.stands === "inactive" || place.gate === "active") return { ...place, occupant: null };
  if (place.stands === "unknown" || place.gate === "unknown") {
    // Whoever stands here may have changed while the switch was away.
    return withOccupant(place, (occupant) => ({
      ...occupant,
      identity: { kind: "in-doubt", because: "device-away" },
    }));
  }
  const doubtful = place.occupant === null || place.occupant.identity.kind === "in-doubt";
  if (!doubtful) return place;
  return { ...place, occupant: { arrival, since: now, identity: { kind: "unread" } } };
}

/** A tag heard while she stands there. A second, different one leaves neither believed. */
function heard(identity: Identity, eid: Eid): Identity {
  switch (identity.kind) {
    case "unread":
      return { kind: "tag", eid };
    case "tag":
      return identity.eid === eid ? identity : { kind: "two-tags", eids: [identity.eid, eid] };
    case "two-tags":
    case "in-doubt":
    case "settled":
      return identity;
    default: {
      const never: never = identity;
      return never;
    }
  }
}

function withOccupant(place: PlaceState, change: (occupant: Occupant) => Occupant): PlaceState {
  return place.occupant === null ? place : { ...place, occupant: change(place.occupant) };
}
