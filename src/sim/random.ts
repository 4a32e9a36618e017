// Room: sim. Seeded chance: every throw of every die in the simulated shed comes from here.
// May live here: the generator and a few shapes of chance. May not: Math.random, clocks.
// Invariant: the same seed and the same calls give the same numbers, on every machine.

/** A stream of chance. Each purpose takes its own (`fork`), so that one more throw here changes nothing there. */
export type Random = {
  /** 0 ≤ x < 1. */
  next(): number;
  between(low: number, high: number): number;
  /** Whole number, both ends included. */
  whole(low: number, high: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** Time to the next of events that come `perHour` on average, in milliseconds; Infinity for a rate of 0. */
  waitMs(perHour: number): number;
  pick<T>(of: readonly T[]): T;
  shuffled<T>(of: readonly T[]): T[];
  fork(name: string): Random;
};

const GOLDEN = 0x9e3779b9;

/** mulberry32: 32 bits of state, good enough for cows. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    between: (low, high) => low + next() * (high - low),
    whole,
    chance: (probability) => probability > 0 && next() < probability,
    waitMs: (perHour) =>
      perHour > 0 ? (-Math.log(1 - next()) * 3_600_000) / perHour : Number.POSITIVE_INFINITY,
    pick: (of) => {
      const one = of[whole(0, of.length - 1)];
      if (one === undefined) throw new Error("broken assumption: nothing to pick from");
      return one;
    },
    shuffled: (of) => {
      const cards = [...of];
      for (let i = cards.length - 1; i > 0; i -= 1) {
        const j = whole(0, i);
        const a = cards[i];
        const b = cards[j];
        if (a !== undefined && b !== undefined) {
          cards[i] = b;
          cards[j] = a;
        }
      }
      return cards;
    },
    fork: (name) => createRandom(hash(name) ^ Math.imul(seed >>> 0, GOLDEN)),
  };
}

/** FNV-1a over the name. */
function hash(name: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < name.length; i += 1) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
  return h >>> 0;
}
