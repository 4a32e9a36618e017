// Room: sim/vat. Believable vats and what befalls them in one milking, from a seed: what a forecast is calibrated on.
// May live here: chance, sizes, troubles. May not: running them (cooling.ts), what anybody makes of their curves.
// Invariant: the same seed gives the same story.

import { createRandom, type Random } from "../random.ts";
import { MILK_KJ, type Mixed, type PlateCooler, preCooled } from "./heat.ts";
import type { ProbeMake } from "./probe.ts";
import type { AirDay } from "./surroundings.ts";
import type { Refrigeration, VatMake } from "./vat.ts";

/** What goes wrong, if anything. */
export const TROUBLES = [
  "none",
  /** The compressor stops for good, or for a while. */
  "compressor-stops",
  /** It loses its gas or its condenser fan: less duty every ten minutes. */
  "compressor-fades",
  /** Less than its duty all along: a dirty condenser, a hot day. */
  "weak",
  /** Nobody switched it on until some time after the start. */
  "late-start",
  "power-cut",
  "agitator-stands",
  /** The plate cooler's water stops: milk comes in warm. */
  "water-stops",
] as const;
export type Trouble = (typeof TROUBLES)[number];

export type VatEvent = {
  /** Seconds after the start of milking. */
  readonly at: number;
} & (
  | { readonly what: "compressor" | "agitator" | "mains"; readonly on: boolean }
  | { readonly what: "duty"; readonly duty: number }
);

export type VatStory = {
  readonly seed: number;
  readonly trouble: Trouble;
  readonly make: VatMake;
  readonly cooler: PlateCooler | null;
  /** Milk of earlier milkings; 0 litres: the first into an empty vat. */
  readonly before: Mixed;
  /** Second of the day at which milking begins. */
  readonly startsAt: number;
  /** What flows in, minute by minute from the start of milking: litres a second, and degrees Celsius. */
  readonly flow: readonly number[];
  readonly warm: readonly number[];
  /** In order of time. */
  readonly events: readonly VatEvent[];
  readonly probe: ProbeMake;
};

/** Any vat: 500 to 30,000 l, direct expansion or ice bank, pre-cooled or not, empty or with cold milk, well or in trouble. */
export function anyVat(seed: number): VatStory {
  const random = createRandom(seed).fork("vat");
  // As many small vats as large ones.
  const capacity = Math.round(500 * 60 ** random.next());
  const milkings = random.pick([2, 2, 4, 4, 6]);
  const milked = (capacity / milkings) * random.between(0.55, 1);
  const cooler = random.chance(0.55)
    ? { water: random.between(9, 20), ratio: random.between(0.8, 3), approach: random.between(2, 5) }
    : null;
  const raw = random.between(32, 36);
  const minutes = Math.round(
    Math.min(330, Math.max(35, random.between(60, 170) + capacity / 300)) * random.between(0.8, 1.15),
  );
  const trouble = anyTrouble(random, cooler !== null);
  const stops = random.chance(0.95) ? random.between(2.8, 3.8) : random.between(3.8, 4.4);
  const starts = stops + random.between(0.5, 1.2);
  const earlier = random.chance(0.5) ? 0 : random.whole(1, milkings - 1);
  const refrigeration = anyRefrigeration(random, {
    milked,
    warm: preCooled(raw, cooler),
    capacity,
  });
  const air = anyAir(random);
  const startsAt = (random.chance(0.5) ? random.between(4.5, 7) : random.between(14, 17.5)) * 3_600;
  return {
    seed,
    trouble,
    make: {
      capacity,
      refrigeration,
      thermostat: { starts, stops },
      plate: {
        startsAt: capacity * random.between(0.02, 0.08),
        fullAt: capacity * random.between(0.08, 0.2),
      },
      loss: (random.between(1.8, 9) / 1_000) * (capacity / 1_000) ** 0.8,
      agitator: { every: random.pick([900, 1_800, 3_600]), runs: random.pick([120, 180, 300]) },
      layers: random.between(1.4, 1.8),
      air,
    },
    cooler,
    before:
      earlier === 0
        ? { litres: 0, celsius: air.mean }
        : {
            litres: Math.min(milked * earlier * random.between(0.9, 1.1), capacity - milked),
            celsius: random.between(stops, starts),
          },
    startsAt,
    flow: anyFlow(random, milked, minutes),
    warm: anyWarmth(random, minutes, raw, trouble === "water-stops" ? null : cooler, cooler),
    events: eventsOf(random, trouble, minutes),
    probe: {
      role: "milk",
      coveredFrom: capacity * random.between(0.015, 0.1),
      offset: Math.max(-0.5, Math.min(0.5, (random.next() + random.next() - 1) * 0.5)),
      noise: random.between(0.01, 0.06),
      lag: random.between(15, 120),
    },
  };
}

function anyTrouble(random: Random, preCools: boolean): Trouble {
  if (random.chance(0.5)) return "none";
  const trouble = random.pick(TROUBLES.slice(1));
  return trouble === "water-stops" && !preCools ? "compressor-stops" : trouble;
}

const anyAir = (random: Random): AirDay => ({
  mean: random.between(6, 28),
  swing: random.between(2, 9),
});

/** Built for its milk: a milking from inflow to 4 °C in 1.7 to 3.8 hours. */
function anyRefrigeration(
  random: Random,
  { milked, warm, capacity }: { milked: number; warm: number; capacity: number },
): Refrigeration {
  const heat = MILK_KJ * milked * (Math.max(warm, 15) - 4);
  const seconds = random.between(1.7, 3.8) * 3_600;
  const kw = heat / seconds;
  if (random.chance(0.2)) {
    // 1/e of the way in 12 to 60 minutes when the vat is full of one milking.
    const plate = (MILK_KJ * milked) / (random.between(12, 60) * 60);
    const ice = (heat / 3_600) * random.between(0.75, 1.6);
    return { kind: "ice-bank", plate, water: random.between(0.5, 2), ice, kw: (ice * 3_600) / (8 * 3_600) };
  }
  const limited = random.chance(0.5);
  return {
    kind: "direct",
    kw: limited ? kw * random.between(1, 1.4) : kw,
    perKelvin: random.chance(0.4) ? 0 : random.between(0.003, 0.015),
    perHotKelvin: random.between(0, 0.015),
    // Enough to pass the duty until the milk is at 6 to 22 °C, with the evaporator at -6 to -1.
    plate: limited ? kw / random.between(8, 24) : null,
    evaporator: capacity > 0 ? random.between(-6, -1) : 0,
  };
}

/** Cows give milk in no even stream: it swings over minutes, breaks between groups, and runs dry at the end. */
function anyFlow(random: Random, litres: number, minutes: number): number[] {
  const shape: number[] = [];
  let swing = 1;
  let breaks = 0;
  for (let minute = 0; minute < minutes; minute += 1) {
    swing = 1 + 0.8 * (swing - 1) + random.between(-0.2, 0.2);
    if (breaks === 0 && random.chance(0.008)) breaks = random.whole(3, 9);
    const begins = Math.min(1, (minute + 1) / 8);
    const ends = Math.min(1, (minutes - minute) / 10);
    shape.push(breaks > 0 ? 0 : Math.max(0.1, swing) * begins * ends);
    breaks = Math.max(0, breaks - 1);
  }
  const sum = shape.reduce((all, one) => all + one, 0);
  return shape.map((one) => (one * litres) / (sum * 60));
}

/** Inflow, minute by minute; `late` is the plate cooler until its water stops, null where it runs all along. */
function anyWarmth(
  random: Random,
  minutes: number,
  raw: number,
  cooler: PlateCooler | null,
  until: PlateCooler | null,
): number[] {
  const stops = random.whole(0, Math.max(1, Math.floor(minutes * 0.7)));
  let drift = 0;
  return Array.from({ length: minutes }, (_, minute) => {
    drift = 0.95 * drift + random.between(-0.25, 0.25);
    return preCooled(raw, cooler ?? (minute < stops ? until : null)) + drift;
  });
}

function eventsOf(random: Random, trouble: Trouble, minutes: number): VatEvent[] {
  const some = (low: number, high: number): number => Math.round(random.between(low, high) * 60);
  switch (trouble) {
    case "none":
    case "water-stops":
      return [];
    case "compressor-stops": {
      const at = some(5, minutes + 60);
      const stops: VatEvent = { at, what: "compressor", on: false };
      return random.chance(0.5) ? [stops] : [stops, { at: at + some(10, 120), what: "compressor", on: true }];
    }
    case "compressor-fades": {
      const from = some(0, minutes);
      const each = random.between(0.85, 0.98);
      return Array.from({ length: 36 }, (_, i) => ({
        at: from + i * 600,
        what: "duty",
        duty: each ** (i + 1),
      }));
    }
    case "weak":
      return [{ at: 0, what: "duty", duty: random.between(0.35, 0.85) }];
    case "late-start":
      return [
        { at: 0, what: "compressor", on: false },
        { at: some(10, 150), what: "compressor", on: true },
      ];
    case "power-cut": {
      const at = some(5, minutes + 60);
      return [
        { at, what: "mains", on: false },
        { at: at + some(5, 180), what: "mains", on: true },
      ];
    }
    case "agitator-stands": {
      const at = some(0, minutes);
      const stands: VatEvent = { at, what: "agitator", on: false };
      return random.chance(0.6) ? [stands] : [stands, { at: at + some(10, 90), what: "agitator", on: true }];
    }
  }
}
