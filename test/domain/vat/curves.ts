// Room: test/domain/vat. Curves of vats from the closed forms of mixing and constant duty, as probes and loggers would give them.
// May live here: physics in a line, noise, sampling. May not: rules.

import type { Curve } from "../../../src/domain/cooling/curve.ts";

/** Heat of milk, kJ a litre and kelvin. */
const RC = 4.046;
export const HOUR = 3_600_000;

export type Course = (hours: number) => number;

export type Milking = {
  /** Litres there before, and their temperature. */
  readonly there?: number;
  readonly cold?: number;
  readonly litres?: number;
  readonly inflow: number;
  /** Duty, kW, from the first milk on. */
  readonly kw: number;
  /** How long the milking takes, hours. */
  readonly takes?: number;
  readonly stopsAt?: number;
};

/** One milking from hour 0 on: mixing at constant duty, then a straight line down to where the refrigeration stops. */
export function milking({
  there = 0,
  cold = 4,
  litres = 3_000,
  inflow,
  kw,
  takes = 1.5,
  stopsAt = 4,
}: Milking): Course {
  const flow = litres / takes;
  const filling = (hours: number) =>
    (there * cold + flow * hours * inflow - (kw * 3_600 * hours) / RC) / (there + flow * hours);
  return (hours) =>
    hours <= takes
      ? filling(Math.max(hours, 1e-6))
      : Math.max(stopsAt, filling(takes) - (kw * 3_600 * (hours - takes)) / (RC * (there + litres)));
}

/** From one temperature towards another. */
export const towards =
  (from: number, to: number, tau: number): Course =>
  (hours) =>
    to + (from - to) * Math.exp(-hours / tau);

/** Refrigeration on and off around 4 °C: 0.75 K up and down, so many hours from top to top. */
export const hysteresis =
  (period: number): Course =>
  (hours) =>
    4 + 0.75 * (Math.abs(((((hours / period) % 1) + 1) % 1) * 2 - 1) * 2 - 1);

/** Courses one after another: each from its hour on, with its own hour 0 there. */
export const inTurn =
  (...parts: readonly (readonly [number, Course])[]): Course =>
  (hours) => {
    const [from, course] = parts.findLast(([begins]) => hours >= begins) ?? [0, () => Number.NaN];
    return course(hours - from);
  };

/** What a DS18B20 gives of a course, every `every` seconds: noise of ±`noise` K, in sixteenths. Seeded. */
export function sampled(course: Course, hours: number, every: number, seed = 1, noise = 0.1): Curve {
  let state = seed >>> 0;
  const throwDie = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
  const at: number[] = [];
  const celsius: number[] = [];
  for (let second = 0; second <= hours * 3_600; second += every) {
    at.push(second * 1_000);
    celsius.push(Math.round((course(second / 3_600) + (throwDie() * 2 - 1) * noise) * 16) / 16);
  }
  return { at, celsius };
}
