// Room: sim/world. One divert valve: an air cylinder with a spring towards divert, a coil, and two position switches.
// May live here: its mechanics and its ways of failing. May not: who decides about the coil.
// Invariant: without the coil, and unless it sticks or is pushed, it comes to rest at divert.

export type Wire = "sound" | "open" | "shorted";

/** Where the valve is, as a straight line in time from one end towards the other. 0 = divert, 1 = vat. */
export type Valve = {
  coil: boolean;
  /** From one end to the other, milliseconds: 200..600. */
  travelMs: number;
  /** Position when it last set off or was stopped, and when that was. */
  from: number;
  since: number;
  /** Where it is heading: an end, or where it stands. */
  to: number;
  /** Will not move while set. */
  stuck: boolean;
  /** Held at vat by a hand on its lever, whatever the coil says. */
  pushed: boolean;
  vatWire: Wire;
  divertWire: Wire;
  /** Raised at each change, so that an arrival planned before it is void. */
  turn: number;
};

export const createValve = (travelMs: number): Valve => ({
  coil: false,
  travelMs,
  from: 0,
  since: 0,
  to: 0,
  stuck: false,
  pushed: false,
  vatWire: "sound",
  divertWire: "sound",
  turn: 0,
});

/** 0 = at divert, 1 = at vat. */
export function positionAt(valve: Valve, at: number): number {
  if (valve.to === valve.from) return valve.from;
  const moved = (at - valve.since) / valve.travelMs;
  return valve.to > valve.from
    ? Math.min(valve.to, valve.from + moved)
    : Math.max(valve.to, valve.from - moved);
}

/** Sets it off to where coil, spring, hand and dirt let it go. True when it now heads elsewhere than before. */
export function urge(valve: Valve, at: number): boolean {
  const here = positionAt(valve, at);
  const wanted = valve.pushed || valve.coil ? 1 : 0;
  const to = valve.stuck ? here : wanted;
  if (to === valve.to && !(valve.stuck && valve.from !== here)) return false;
  valve.from = here;
  valve.since = at;
  valve.to = to;
  valve.turn += 1;
  return true;
}

/** How close to its end the valve must be for that end's switch to close. */
const SWITCH_REACH = 0.04;

export const closesVatSwitch = (valve: Valve, at: number): boolean =>
  throughWire(valve.vatWire, positionAt(valve, at) >= 1 - SWITCH_REACH);
export const closesDivertSwitch = (valve: Valve, at: number): boolean =>
  throughWire(valve.divertWire, positionAt(valve, at) <= SWITCH_REACH);

const throughWire = (wire: Wire, closed: boolean): boolean =>
  wire === "sound" ? closed : wire === "shorted";

/** Milk takes the wider of the two ways: the vat's from half travel on. */
export const leadsToVat = (valve: Valve, at: number): boolean => positionAt(valve, at) > 0.5;

/** The instants after `at` at which something about it changes to the eye: switch leaves, half way, switch closes. */
export function turningPoints(valve: Valve, at: number): readonly number[] {
  if (valve.to === valve.from) return [];
  const points = [SWITCH_REACH, 0.5, 1 - SWITCH_REACH, valve.to];
  const sign = valve.to > valve.from ? 1 : -1;
  return points
    .map((point) => valve.since + (point - valve.from) * sign * valve.travelMs)
    .filter((when) => when >= at)
    .map((when) => Math.ceil(when) + 1);
}
