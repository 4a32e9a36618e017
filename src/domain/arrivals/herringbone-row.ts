// Room: domain/arrivals. One row of a herringbone: reads and counts at the entry become cows in places.
// May live here: the pairing rule of one row, as a value machine. May not: other rows, holds, valves.
// Invariant: a read is given to a place only when read and count alternate strictly and in time; anything else
// leaves every place from the first doubt on unidentified until the row is let go or the milker settles it.
//
//   entry gate  exit gate   a read                        a count
//   ----------  ----------  ----------------------------  --------------------------------------------------
//   closed      closed      waits (head of the queue)     a place in doubt
//   open        closed      waits for its count           takes the waiting read; without one: an unread place
//   any         open        waits                         cows may be walking through: next batch is in doubt
//   any         unknown     waits                         all places in doubt, the settled ones too
//   any         closed, and heard at a place's own reader: confirms, names or doubts it (placeHeard)

import type { BailNo, CowId, Eid, PersonId } from "../ids.ts";
import type { PairingTimes } from "../shed/plan.ts";
import { between, type MonoMs } from "../units.ts";
import { type DoubtCode, type Identity, type InputLevel, LATE_READ_MAX } from "./identity.ts";

export type RowState = {
  readonly entry: InputLevel;
  readonly exit: InputLevel;
  readonly beam: InputLevel;
  /** In the order cows came in: index 0 stands in the row's first place. */
  readonly places: readonly RowPlace[];
  /** Places from this index on are unidentified. */
  readonly doubt: { readonly from: number; readonly because: DoubtCode } | null;
  /** The tag heard and not yet counted. */
  readonly waiting: WaitingRead | null;
  /** Another tag heard lately at the closed entry: if both are near when it opens, either may come first. */
  readonly otherWaiting: WaitingRead | null;
  /** The tag last paired: it may be heard a little longer as its cow walks on, and then `again` is true. */
  readonly paired: { readonly eid: Eid; readonly at: MonoMs; readonly again: boolean } | null;
  /** When the beam last counted a cow, whether or not there was a place for her. */
  readonly countedAt: MonoMs | null;
  /** When the exit was last seen to open; reads at the bail may be of the cows before for a while. */
  readonly letGoAt: MonoMs | null;
  /** The reader at the first place heard the very cow the row has there. */
  readonly firstConfirmed: boolean;
};
export type RowPlace = {
  readonly arrival: number;
  readonly since: MonoMs;
  readonly identity: Identity;
};
type WaitingRead = { readonly eid: Eid; readonly heardAt: MonoMs };

export type RowInput =
  | { readonly kind: "tag"; readonly eid: Eid }
  /** A tag heard by the reader at the row's first or last place. */
  | { readonly kind: "at-place"; readonly place: "first" | "last"; readonly eid: Eid }
  /** Two rows with one race reader stand open: a cow that is heard may go into either. */
  | { readonly kind: "two-rows-open" }
  | { readonly kind: "entry"; readonly level: InputLevel }
  | { readonly kind: "exit"; readonly level: InputLevel }
  | { readonly kind: "beam"; readonly level: InputLevel; readonly arrival: number }
  | { readonly kind: "settle"; readonly index: number; readonly cow: CowId; readonly by: PersonId }
  | { readonly kind: "tick" };

/**
 * A row nobody has looked at yet. Cows may be standing in it, so its places are in doubt until the exit gate
 * has been opened and closed once.
 */
export const ROW_AT_START: RowState = {
  entry: "unknown",
  exit: "unknown",
  beam: "unknown",
  places: [],
  doubt: { from: 0, because: "device-away" },
  waiting: null,
  otherWaiting: null,
  paired: null,
  countedAt: null,
  letGoAt: null,
  firstConfirmed: false,
};

/** The only transition of a row. `capacity` is its number of places. */
export function rowStep(
  row: RowState,
  input: RowInput,
  capacity: number,
  times: PairingTimes,
  now: MonoMs,
): RowState {
  const aged = readExpired(row, times, now);
  switch (input.kind) {
    case "tag":
      return tagHeard(aged, input.eid, times, now);
    case "at-place":
      return placeHeard(aged, input, capacity, times, now);
    case "two-rows-open":
      return { ...doubted(aged, aged.places.length, "two-rows-open"), waiting: null };
    case "beam":
      return beamChanged(aged, input, capacity, times, now);
    case "entry":
      return entryMoved(aged, input.level, capacity, times, now);
    case "exit":
      return exitMoved(aged, input.level, now);
    case "settle":
      return settled(aged, input);
    case "tick":
      return aged;
    default: {
      const never: never = input;
      return never;
    }
  }
}

/** The first doubt stands; a later one can only reach further forward. */
function doubted(row: RowState, from: number, because: DoubtCode): RowState {
  const at = Math.max(0, from);
  if (row.doubt !== null && row.doubt.from <= at) return row;
  const places = row.places.map((place, index) =>
    index >= at && place.identity.kind !== "settled"
      ? { ...place, identity: { kind: "in-doubt", because } as const }
      : place,
  );
  return { ...row, doubt: { from: at, because }, places };
}

/** A read that its cow did not follow: she backed out, or the beam missed her. */
function readExpired(row: RowState, times: PairingTimes, now: MonoMs): RowState {
  const { waiting } = row;
  if (waiting === null || row.entry !== "active") return row;
  if (between(waiting.heardAt, now) <= times.readToCountMax) return row;
  return { ...doubted(row, row.places.length, "read-without-count"), waiting: null };
}

function tagHeard(row: RowState, eid: Eid, times: PairingTimes, now: MonoMs): RowState {
  const { paired } = row;
  if (paired?.eid === eid && paired.at === row.countedAt && between(paired.at, now) <= times.lingerMax) {
    return paired.again ? row : { ...row, paired: { ...paired, again: true } };
  }
  const placed = row.places.findIndex((place) => place.identity.kind === "tag" && place.identity.eid === eid);
  if (placed >= 0) return doubted(row, placed, "read-again");
  const heard: WaitingRead = { eid, heardAt: now };
  const { waiting } = row;
  if (row.entry !== "active") {
    if (waiting === null || waiting.eid === eid) return { ...row, waiting: heard };
    return { ...row, waiting: heard, otherWaiting: waiting };
  }
  if (waiting === null || waiting.eid === eid) return { ...row, waiting: heard };
  // Two cows between antenna and beam: nothing says which one the beam will count first.
  return { ...doubted(row, row.places.length, "two-reads-one-count"), waiting: heard };
}

/**
 * A tag heard at the first or the last place is the tag of the cow who stands there, whatever was counted. It names
 * her where she alone was not read; where the row has her elsewhere, or has another there, a cow came in that nobody
 * noticed, or one was counted that was no cow: everyone after that is one place off, and nothing says after whom.
 */
function placeHeard(
  row: RowState,
  { place: which, eid }: { readonly place: "first" | "last"; readonly eid: Eid },
  capacity: number,
  times: PairingTimes,
  now: MonoMs,
): RowState {
  if (row.exit !== "inactive") return row;
  if (row.letGoAt !== null && between(row.letGoAt, now) <= LATE_READ_MAX) return row;
  if (which === "last" && mayBePassing(row, capacity, times, now)) return row;
  const index = which === "first" ? 0 : capacity - 1;
  const place = row.places[index];
  const elsewhere = row.places.some(
    ({ identity }, i) => i !== index && identity.kind === "tag" && identity.eid === eid,
  );
  const another = place?.identity.kind === "tag" && place.identity.eid !== eid;
  if (place === undefined || elsewhere || another) {
    // A first place that its own reader has confirmed is right, whoever was missed after it.
    return doubted(row, which === "last" && row.firstConfirmed ? 1 : 0, "place-reader");
  }
  const named = place.identity.kind === "unread" && row.doubt === null;
  if (!named && place.identity.kind !== "tag") return row;
  return {
    ...row,
    places: row.places.map((one, i) => (i === index ? { ...one, identity: { kind: "tag", eid } } : one)),
    firstConfirmed: row.firstConfirmed || which === "first",
  };
}

/** Cows on their way to farther places walk by the last one and may be heard there. */
function mayBePassing(row: RowState, capacity: number, times: PairingTimes, now: MonoMs): boolean {
  if (row.places.length < capacity && row.entry !== "inactive") return true;
  return row.countedAt !== null && between(row.countedAt, now) <= times.lingerMax;
}

function beamChanged(
  row: RowState,
  input: { readonly level: InputLevel; readonly arrival: number },
  capacity: number,
  times: PairingTimes,
  now: MonoMs,
): RowState {
  const before = row.beam;
  const next: RowState = { ...row, beam: input.level };
  if (input.level === "unknown") return doubted(next, next.places.length, "device-away");
  if (input.level === "inactive" || before === "active") return next;
  // A beam found broken after it was away may be a cow that was counted or one that was not.
  if (before === "unknown") return doubted(next, next.places.length - 1, "device-away");
  return cowCounted(next, input.arrival, capacity, times, now);
}

function cowCounted(
  row: RowState,
  arrival: number,
  capacity: number,
  times: PairingTimes,
  now: MonoMs,
): RowState {
  if (row.exit !== "inactive") return { ...doubted(row, 0, "gates"), waiting: null, countedAt: now };
  const index = row.places.length;
  if (index >= capacity) return { ...overfull(row), countedAt: now };
  const sound = soundBefore(row, index, times, now);
  const { waiting } = sound;
  const identity: Identity =
    sound.doubt !== null && sound.doubt.from <= index
      ? { kind: "in-doubt", because: sound.doubt.because }
      : waiting === null
        ? { kind: "unread" }
        : { kind: "tag", eid: waiting.eid };
  return {
    ...sound,
    places: [...sound.places, { arrival, since: now, identity }],
    countedAt: now,
    waiting: null,
    paired: waiting === null ? sound.paired : { eid: waiting.eid, at: now, again: false },
  };
}

/** The row with whatever doubt this very count brings, before its cow is given a place. */
function soundBefore(row: RowState, index: number, times: PairingTimes, now: MonoMs): RowState {
  if (row.entry !== "active") return doubted(row, index, "gates");
  if (row.countedAt !== null && between(row.countedAt, now) < times.closestCows) {
    return doubted(row, index - 1, "counts-too-close");
  }
  // Nothing was read for this cow, but the tag of the one before her was heard after that one's count: it may be
  // the tag of this cow, read early over one before her whose own tag is dead.
  if (row.waiting === null && row.paired?.again === true && row.paired.at === row.countedAt) {
    return doubted(row, index - 1, "count-unclear");
  }
  return row;
}

/** One count too many for the row: one of them was no cow, and an unread place is the first that may be it. */
function overfull(row: RowState): RowState {
  const unread = row.places.findIndex((place) => place.identity.kind === "unread");
  return { ...(unread < 0 ? row : doubted(row, unread, "row-overfull")), waiting: null };
}

function entryMoved(
  row: RowState,
  level: InputLevel,
  capacity: number,
  times: PairingTimes,
  now: MonoMs,
): RowState {
  if (level === row.entry) return row;
  const next: RowState = { ...row, entry: level, otherWaiting: null };
  if (level === "unknown") return doubted({ ...next, waiting: null }, next.places.length, "device-away");
  if (level === "inactive") {
    // Read, and shut out or shut in uncounted: should more cows be let into this row, their places are not sure.
    const shutOn = row.entry === "active" && row.waiting !== null && row.places.length < capacity;
    return shutOn ? doubted(next, next.places.length, "read-without-count") : next;
  }
  return gateOpened(row.exit === "inactive" ? next : doubted(next, 0, "gates"), row, times, now);
}

/** The queue starts to walk. Only a tag that is being heard now, alone, may be its head. */
function gateOpened(next: RowState, row: RowState, times: PairingTimes, now: MonoMs): RowState {
  const fresh = (read: WaitingRead | null): read is WaitingRead =>
    read !== null && between(read.heardAt, now) <= times.lingerMax;
  const near = (read: WaitingRead | null) =>
    read !== null && between(read.heardAt, now) <= times.readToCountMax;
  if (!fresh(row.waiting)) return { ...next, waiting: null };
  if (near(row.otherWaiting)) {
    return { ...doubted(next, next.places.length, "two-reads-one-count"), waiting: null };
  }
  return { ...next, waiting: { eid: row.waiting.eid, heardAt: now } };
}

function exitMoved(row: RowState, level: InputLevel, now: MonoMs): RowState {
  // Switches tell changes. Shut twice: it was open in between and nobody heard, so the row may have been let go.
  if (level === row.exit) return level === "inactive" ? mayHaveLeft(row, "gates") : row;
  const next: RowState = { ...row, exit: level };
  if (level === "unknown") return mayHaveLeft(next, "device-away");
  if (level === "active") {
    // The cows walk out: from this moment nobody in the row is known. Who waits at the entry stays waiting.
    const walkingThrough = row.entry !== "inactive";
    return {
      ...next,
      places: [],
      doubt: walkingThrough
        ? { from: 0, because: "gates" }
        : row.beam === "unknown"
          ? { from: 0, because: "device-away" }
          : null,
      paired: null,
      letGoAt: now,
      firstConfirmed: false,
    };
  }
  // Closed again. Unless it was seen open before, cows that nobody counted may stand inside.
  return row.exit === "active" ? next : mayHaveLeft(next, "device-away");
}

/** The row may have been let go and filled again unseen: not even a settled place is the same cow's any more. */
function mayHaveLeft(row: RowState, because: DoubtCode): RowState {
  const places = row.places.map((place): RowPlace => ({ ...place, identity: { kind: "in-doubt", because } }));
  return {
    ...row,
    places,
    doubt: row.doubt?.from === 0 ? row.doubt : { from: 0, because },
  };
}

function settled(
  row: RowState,
  input: { readonly index: number; readonly cow: CowId; readonly by: PersonId },
): RowState {
  // While the exit gate's switch is away she may leave unseen, and a person's word would stay for the next cow.
  if (row.exit !== "inactive") return row;
  const places = row.places.map((place, index) =>
    index === input.index
      ? { ...place, identity: { kind: "settled", cow: input.cow, by: input.by } as const }
      : place,
  );
  return { ...row, places };
}

/** The occupants of a row by bail number. */
export function rowOccupants(
  row: RowState,
  bails: readonly BailNo[],
): readonly (readonly [BailNo, RowPlace])[] {
  return row.places.flatMap((place, index) => {
    const bail = bails[index];
    return bail === undefined ? [] : [[bail, place] as const];
  });
}
