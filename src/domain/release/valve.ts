// Room: domain/release. Where a divert valve is: commanded is not confirmed (DESIGN promise 4).
// May live here: the judgement of position switches against orders, as a value machine. May not: pins, frames.
// Invariant: a position is believed only from a complementary pair; 00 and 11 are never "at divert".
//
//   switches        | ordered divert                    | ordered vat
//   ----------------+-----------------------------------+-----------------------------------
//   divert only     | proven                            | moving, then fault "not-at-vat"
//   vat only        | moving, then fault "not-at-divert"| proven
//   neither or both | moving, then fault "not-at-divert"| moving, then "not-at-vat" or "left-vat"
//   once proven at divert, without an order: vat is that fault at once, neither or both after 300 ms
//   node away       | unknown, no fault of the valve    | (orders fall back to divert)

import { after, between, type DurationMs, type MonoMs, milliseconds } from "../units.ts";

export type ValveOrder = "vat" | "divert";
export type ValveFault = "valve-not-at-divert" | "valve-not-at-vat" | "valve-left-vat";

export type Valve = {
  readonly order: ValveOrder;
  /** What the switches prove now; null when they prove nothing. */
  readonly proven: ValveOrder | null;
  /** Since when order and proof have differed; null while they agree or the node is away. */
  readonly differsSince: MonoMs | null;
  /** How often its time was stretched because nobody could hear the switches; see valveUnheard. */
  readonly stretched: number;
  /** The order was proven since it was given. */
  readonly reached: boolean;
  /** Proven at divert since the program started or its board came back; before that it may stand anywhere. */
  readonly home: boolean;
  /** When it was given; absent where that was before anything was known. */
  readonly orderedAt?: MonoMs;
  /** Stays until a person clears it. */
  readonly fault: ValveFault | null;
  /** The moves that its switches proved since the start; absent before the first order. */
  readonly moved?: ValveMoves;
};

/** How many moves were proven from end to end, and how long the last one each way took from the order to the proof. */
export type ValveMoves = {
  readonly moves: number;
  readonly toVat: DurationMs | null;
  readonly toDivert: DurationMs | null;
  /** When the move that is under way was ordered; null: none, or one that was not seen whole. */
  readonly since: MonoMs | null;
};
const NO_MOVES: ValveMoves = { moves: 0, toVat: null, toDivert: null, since: null };

/** At rest, nothing proven. `unproven` carries an uncleared fault over a restart. */
export const valveAtStart = (unproven: boolean): Valve => ({
  order: "divert",
  proven: null,
  differsSince: null,
  stretched: 0,
  reached: false,
  home: false,
  fault: unproven ? "valve-not-at-divert" : null,
});

/** A new order; the same order again changes nothing. */
export function valveOrdered(valve: Valve, order: ValveOrder, now: MonoMs): Valve {
  if (valve.order === order) return valve;
  const agrees = valve.proven === order;
  return {
    ...valve,
    order,
    orderedAt: now,
    reached: agrees,
    differsSince: agrees ? null : now,
    stretched: 0,
    // Timed only from the other end: a valve on its way back may be there at once.
    moved: { ...(valve.moved ?? NO_MOVES), since: valve.proven === null || agrees ? null : now },
  };
}

/** What the pair of position switches says now. */
export function valveSeen(valve: Valve, atVat: boolean, atDivert: boolean, now: MonoMs): Valve {
  const proven = atVat === atDivert ? null : atVat ? "vat" : "divert";
  const agrees = proven === valve.order;
  const differsSince = agrees ? null : (valve.differsSince ?? now);
  const reached = valve.reached || agrees;
  const home = valve.home || proven === "divert";
  if (
    proven === valve.proven &&
    differsSince === valve.differsSince &&
    reached === valve.reached &&
    home === valve.home
  )
    return valve;
  const moved = agrees && valve.moved !== undefined ? moveProven(valve.order, valve.moved, now) : valve.moved;
  return {
    ...valve,
    proven,
    differsSince,
    reached,
    home,
    stretched: agrees ? 0 : valve.stretched,
    ...(moved === undefined ? {} : { moved }),
  };
}

function moveProven(order: ValveOrder, moved: ValveMoves, now: MonoMs): ValveMoves {
  if (moved.since === null) return moved;
  const took = between(moved.since, now);
  const timed = order === "vat" ? { toVat: took } : { toDivert: took };
  return { ...moved, ...timed, moves: moved.moves + 1, since: null };
}

/** The move under way cannot be timed any more. */
const untimed = ({ moved }: Valve): { readonly moved?: ValveMoves } =>
  moved === undefined || moved.since === null ? {} : { moved: { ...moved, since: null } };

/** The node is away: it holds divert by itself, and nothing can be proven. */
export function valveOutOfSight(valve: Valve): Valve {
  const away = { order: "divert", proven: null, differsSince: null, reached: false, stretched: 0 } as const;
  return { ...valve, ...away, ...untimed(valve) };
}

/** Its board is back, and may have restarted or been mended meanwhile: the valve has to show itself anew. */
export const valveAwaited = (valve: Valve): Valve => (valve.home ? { ...valve, home: false } : valve);

/** A valve that stood proven at divert has no travel to make: only a switch that shakes may say so for a moment. */
const SHAKES_MAX = milliseconds(300);

/** Whether order and switches have differed for longer than they may. */
function isOverdue(valve: Valve, travelMax: DurationMs, now: MonoMs): boolean {
  if (valve.differsSince === null) return false;
  // Sent to vat and back at once, it may show "divert" before it leaves: until it must be back that proves no rest.
  const mayTravel = valve.orderedAt !== undefined && between(valve.orderedAt, now) <= travelMax;
  const leftDivert = valve.order === "divert" && valve.reached && !mayTravel;
  if (leftDivert && valve.proven === "vat") return true;
  const most = leftDivert && SHAKES_MAX < travelMax ? SHAKES_MAX : travelMax;
  return between(valve.differsSince, now) > most;
}

/** Time passes: travel that lasts too long is a fault, and stays one. */
export function valveTick(valve: Valve, travelMax: DurationMs, now: MonoMs): Valve {
  if (!isOverdue(valve, travelMax, now)) return valve;
  const fault: ValveFault =
    valve.order === "divert" ? "valve-not-at-divert" : valve.reached ? "valve-left-vat" : "valve-not-at-vat";
  // The gravest stays: a valve once not proven at divert is not reported as anything less.
  if (valve.fault === fault || valve.fault === "valve-not-at-divert") return valve;
  return { ...valve, fault };
}

/** So often at most: a controller that is held up all the time must still find a valve that sticks. */
const STRETCHED_MAX = 3;

/** Nobody could hear the switches for so long: that time says nothing about travel and is not counted. */
export function valveUnheard(valve: Valve, length: DurationMs): Valve {
  if (valve.differsSince === null || length === 0 || valve.stretched >= STRETCHED_MAX) return valve;
  const differsSince = after(valve.differsSince, length);
  return { ...valve, differsSince, stretched: valve.stretched + 1, ...untimed(valve) };
}

/** A person has had it mended. If it is not, the fault comes back after the travel time. */
export function valveCleared(valve: Valve, now: MonoMs): Valve {
  return { ...valve, fault: null, differsSince: valve.differsSince === null ? null : now };
}

/** Fit to be released: no fault, and either proven at divert or already on its way to or at the vat. */
export function fitForRelease(valve: Valve): boolean {
  return valve.fault === null && (valve.order === "vat" || valve.proven === "divert");
}

/** Still on its way within its travel time: not proven yet, and nothing wrong with it. */
export function isMoving(valve: Valve): boolean {
  return valve.fault === null && valve.differsSince !== null;
}

/** Not proven at divert at this moment, although ordered there for longer than it may take. */
export function notAtDivertNow(valve: Valve, travelMax: DurationMs, now: MonoMs): boolean {
  return valve.order === "divert" && isOverdue(valve, travelMax, now);
}
