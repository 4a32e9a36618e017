// Room: domain/arrivals. One bail with its own reader: the tag heard while a cow stands there is hers.
// May live here: the rule of one such bail, as a value machine. May not: other bails, holds, valves.
// Invariant: an identity lives no longer than the place switch stays closed and the gate shut; a read before she
// stood there, and a late one of the cow before her, is not used.

import type { CowId, Eid, PersonId } from "../ids.ts";
import { unreachable } from "../result.ts";
import { between, type MonoMs } from "../units.ts";
import { type Identity, type InputLevel, LATE_READ_MAX, type Occupant } from "./identity.ts";

/** More tags than this are not heard in one stay, nor do more cows leave one bail within `LATE_READ_MAX`. */
const TAGS_KEPT_MAX = 8;

export type PlaceState = {
  readonly stands: InputLevel;
  /** "inactive" all the time where the bail has no gate. */
  readonly gate: InputLevel;
  readonly occupant: Occupant | null;
  /** The tags heard since somebody may have been standing here, whoever is believed to. */
  readonly heard: readonly Eid[];
  /** The tags of cows who left, the last one last: they may still come in, late, while another stands here. */
  readonly left: readonly { readonly eid: Eid; readonly at: MonoMs }[];
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
  heard: [],
  left: [],
});

/** The only transition of one bail with its own reader. */
export function placeStep(place: PlaceState, input: PlaceInput, now: MonoMs): PlaceState {
  switch (input.kind) {
    case "tag":
      return tagHeard(place, input.eid, now);
    case "settle": {
      // While a switch is away she may leave unseen, and a person's word about her would stay for the next cow.
      if (place.stands !== "active" || place.gate !== "inactive") return place;
      const identity: Identity = { kind: "settled", cow: input.cow, by: input.by };
      return withOccupant(place, (occupant) => ({ ...occupant, identity }));
    }
    case "stands": {
      // Switches tell changes. Active twice: she stepped out unheard, and this is another cow, not read yet.
      const another = input.level === "active" && place.stands === "active";
      const before = another ? { ...place, occupant: null, heard: [] } : place;
      return occupied(before, { stands: input.level, gate: place.gate }, input.arrival, now);
    }
    case "gate":
      return occupied(place, { stands: place.stands, gate: input.level }, input.arrival, now);
    default:
      return unreachable(input);
  }
}

function occupied(
  before: PlaceState,
  levels: { readonly stands: InputLevel; readonly gate: InputLevel },
  arrival: number,
  now: MonoMs,
): PlaceState {
  const place: PlaceState = { ...before, ...levels };
  if (place.stands === "inactive" || place.gate === "active") {
    return { ...place, occupant: null, heard: [], left: leaving(before, levels.stands, now) };
  }
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

/** Who left lately. She may stand on behind the open gate and be heard there: she leaves when the switch says so. */
function leaving(before: PlaceState, stands: InputLevel, now: MonoMs): PlaceState["left"] {
  const steppedOut = stands === "inactive" && before.stands !== "inactive";
  const last = before.left.at(-1);
  const gone = before.heard.length === 0 && steppedOut && last !== undefined ? [last.eid] : before.heard;
  if (gone.length === 0) return before.left;
  const others = before.left.filter(
    ({ eid, at }) => !gone.includes(eid) && between(at, now) <= LATE_READ_MAX,
  );
  return [...others, ...gone.map((eid) => ({ eid, at: now }))].slice(-TAGS_KEPT_MAX);
}

function tagHeard(place: PlaceState, eid: Eid, now: MonoMs): PlaceState {
  if (place.stands === "inactive" || place.gate === "active" || isLate(place, eid, now)) return place;
  const heard = place.heard.includes(eid) ? place.heard : [...place.heard, eid].slice(-TAGS_KEPT_MAX);
  return withOccupant({ ...place, heard }, (occupant) => ({
    ...occupant,
    identity: identityWith(occupant.identity, eid),
  }));
}

/** Whether this tag may be a read, late on its way, of a cow who left. */
const isLate = ({ left }: PlaceState, eid: Eid, now: MonoMs): boolean =>
  left.some((one) => one.eid === eid && between(one.at, now) <= LATE_READ_MAX);

/** A tag heard while she stands there. A second, different one leaves neither believed; a doubt or a person's word stays. */
function identityWith(identity: Identity, eid: Eid): Identity {
  if (identity.kind === "unread") return { kind: "tag", eid };
  if (identity.kind !== "tag" || identity.eid === eid) return identity;
  return { kind: "two-tags", eids: [identity.eid, eid] };
}

function withOccupant(place: PlaceState, change: (occupant: Occupant) => Occupant): PlaceState {
  return place.occupant === null ? place : { ...place, occupant: change(place.occupant) };
}
